"""Programs that behave like a LibreOffice gone wrong, as small Python scripts."""

from __future__ import annotations

import os
import sys
import textwrap
import time
from pathlib import Path

import pikepdf

_HEAD = """\
#!{python}
import os, shutil, signal, subprocess, sys, time
import time
from pathlib import Path
FOLDER = Path({folder!r})
OUT = Path(sys.argv[sys.argv.index("--outdir") + 1])
FILES = [Path(name) for name in sys.argv[sys.argv.index("--outdir") + 2:]]
PROFILE = Path(next(a for a in sys.argv if a.startswith("-env:UserInstallation=file://"))[29:])

def log(name, words):
    with open(FOLDER / name, "a") as file:
        file.write(f"{{words}}\\n")

def draw(file):
    shutil.copyfile(FOLDER / "page.pdf", OUT / file.with_suffix(".pdf").name)

def starts():
    return len((FOLDER / "starts").read_text().split())

log("starts", os.getpid())
"""


_GONE_SECONDS = 5.0


class FakeEngine:
    """A script to be called as soffice, and what it noted down while it ran."""

    def __init__(self, folder: Path, behaviour: str) -> None:
        self.folder = folder
        self.program = folder / "soffice"
        with pikepdf.new() as pdf:
            pdf.add_blank_page()
            pdf.save(folder / "page.pdf")
        head = _HEAD.format(python=sys.executable, folder=str(folder))
        self.program.write_text(head + textwrap.dedent(behaviour), encoding="utf-8")
        self.program.chmod(0o755)

    def noted(self, name: str) -> list[str]:
        file = self.folder / name
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []

    def running(self) -> list[int]:
        """The processes it started (noted as `starts` and `children`) that still live; one that
        was killed is given a moment to be gone."""
        until = time.monotonic() + _GONE_SECONDS
        while True:
            living = [
                pid
                for name in ("starts", "children")
                for pid in map(int, self.noted(name))
                if _lives(pid)
            ]
            if not living or time.monotonic() > until:
                return living
            time.sleep(0.02)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    # A zombie has ended and only waits for its parent to ask.
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")
