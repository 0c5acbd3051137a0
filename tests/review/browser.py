"""A real Chromium, driven by the protocol of W3C WebDriver: ChromeDriver speaks it over HTTP."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars"),
)
_SECONDS = 60


class Browser:
    """One window."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._at = f"http://127.0.0.1:{port}/session"
        opened = self._ask("POST", "", {"capabilities": {"alwaysMatch": capabilities}})
        self._at += f"/{opened['sessionId']}"

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        asked = urllib.request.Request(  # noqa: S310
            self._at + path, data, {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(asked, timeout=_SECONDS) as answer:  # noqa: S310
            return json.load(answer)["value"]

    def open(self, page: Path, fragment: str = "") -> None:
        """Show a file."""
        self._ask("POST", "/url", {"url": page.as_uri() + fragment})

    def run(self, script: str) -> Any:
        """What a script returns in the page."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": []})

    def press(self, keys: str) -> None:
        """Press keys, one after the other, wherever the focus is."""
        strokes = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        acts = [{"type": "key", "id": "keyboard", "actions": strokes}]
        self._ask("POST", "/actions", {"actions": acts})

    def resize(self, width: int, height: int) -> None:
        """Make the page as wide and high as a screen of that many CSS pixels."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 2, "mobile": width < 600}
        self.devtools("Emulation.setDeviceMetricsOverride", **metrics)

    def devtools(self, command: str, **parameters: object) -> Any:
        """A command of the DevTools protocol."""
        body = {"cmd": command, "params": parameters}
        return self._ask("POST", "/goog/cdp/execute", body)

    def screenshot(self, file: Path) -> None:
        """What is on the screen, as PNG."""
        file.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def requests(self) -> list[str]:
        """Every address that the files shown have asked for since the last time."""
        entries = self._ask("POST", "/se/log", {"type": "performance"})
        messages = [json.loads(entry["message"])["message"] for entry in entries]
        return [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
            and message["params"]["documentURL"].startswith("file:")
        ]

    def complaints(self) -> list[str]:
        """What the page's console was told of errors."""
        return [entry["message"] for entry in self._ask("POST", "/se/log", {"type": "browser"})]

    def close(self) -> None:
        """Close the window."""
        self._ask("DELETE", "")


@contextmanager
def chromium(profile: Path) -> Iterator[Browser]:
    """A Chromium with a new profile, closed with its driver afterwards."""
    driver = subprocess.Popen(
        ["chromedriver", "--port=0", "--log-level=SEVERE"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )
    try:
        assert driver.stdout is not None
        said = next(line for line in driver.stdout if "successfully on port" in line)
        port = int(re.search(r"on port (\d+)", said)[1])  # type: ignore[index]
        browser = Browser(
            port,
            {
                "goog:chromeOptions": {"args": [*_FLAGS, f"--user-data-dir={profile}"]},
                "goog:loggingPrefs": {"performance": "ALL", "browser": "ALL"},
            },
        )
        try:
            yield browser
        finally:
            browser.close()
    finally:
        driver.terminate()
        driver.wait(_SECONDS)
        if driver.stdout is not None:
            driver.stdout.close()
