"""Starting a program from outside in a group of its own, and ending the whole group."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

_TAIL_BYTES = 2000
_GRACE_SECONDS = 1.0

# What a program needs to run at all; everything else would let the machine show in the output.
_KEPT = (
    *("PATH", "HOME", "USER", "LOGNAME", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "TEMP", "TMP", "USERPROFILE"),
    *("APPDATA", "LOCALAPPDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "PROGRAMDATA"),
)


def plain_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """`environ` without what could change the output: one time zone, one locale, no proxies."""
    kept = {name: value for name, value in environ.items() if name.upper() in _KEPT}
    return kept | {"TZ": "UTC", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM wait until the `with` ends: what is being started must be known before
    it can be ended. Does nothing but in the main thread, which alone is interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {
        number: handler
        for number in (signal.SIGINT, signal.SIGTERM)
        if (handler := signal.getsignal(number)) is not None
    }
    for number in before:
        signal.signal(number, lambda sent, _frame: came.append(sent))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for sent in came[:1]:
            signal.raise_signal(sent)


class Program:
    """A running program whose children end with it; its errors are kept in a file."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        folder: Path,
        environ: Mapping[str, str],
        hand_on: Sequence[int] = (),
    ) -> None:
        """Start `arguments` in `folder`; `hand_on` are descriptors it inherits (not on Windows).

        Raises OSError when the program cannot be started.
        """
        # Closed by `close`.
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            if sys.platform == "win32":
                self._process = subprocess.Popen(
                    arguments,
                    cwd=folder,
                    env=environ,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    creationflags=subprocess.CREATE_NEW_PROCESS_GROUP,
                )
            else:
                self._process = subprocess.Popen(
                    arguments,
                    cwd=folder,
                    env=environ,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=self._errors,
                    start_new_session=True,
                    pass_fds=tuple(hand_on),
                )
        except OSError:
            self._errors.close()
            raise

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def end(self) -> None:
        """End the program and everything it started: first politely, then by force."""
        if sys.platform == "win32":
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(self._process.pid)],  # noqa: S607 - Windows finds it
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            self._process.wait()
            return
        self._signal(signal.SIGTERM)
        until = time.monotonic() + _GRACE_SECONDS
        while self._process.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        # The leader may be gone and a child still running: the group gets the last signal anyway.
        self._signal(signal.SIGKILL)
        self._process.wait()

    def last_words(self) -> str:
        """The last lines it wrote as errors."""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - _TAIL_BYTES))
        return self._errors.read().decode("utf-8", "replace").strip()

    def close(self) -> None:
        """Give back its file of errors; the program must have ended."""
        self._errors.close()

    def _signal(self, number: int) -> None:
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, number)
