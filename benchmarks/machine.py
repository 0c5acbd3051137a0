"""On what it was measured."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("click", "docxtpl", "jinja2", "lxml", "python-docx", "pyyaml")
_SECONDS = 20


def described() -> dict[str, str]:
    """The date, the machine and the versions of everything that takes part."""
    about = {
        "date": datetime.now().astimezone().date().isoformat(),
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}",
        "system": _system(),
        "Python": platform.python_version(),
    }
    for name in _PACKAGES:
        try:
            about[name] = version(name)
        except PackageNotFoundError:
            about[name] = "?"
    programs = {
        "LibreOffice": (os.environ.get("QDGEN_SOFFICE", "soffice"), "--version"),
        "Node.js": ("node", "--version"),
        "pandoc": ("pandoc", "--version"),
    }
    about |= {name: _answer(words) for name, words in programs.items()}
    return about


def load() -> float:
    """How many processes wanted a core in the last minute; 0 where the system does not tell."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError):
        return "memory unknown"
    return f"{size / (1 << 30):.0f} GiB"


def _system() -> str:
    if sys.platform == "linux":
        try:
            return platform.freedesktop_os_release()["PRETTY_NAME"]
        except (OSError, KeyError):
            pass
    return platform.platform()


def _answer(words: tuple[str, ...]) -> str:
    program = shutil.which(words[0])
    if program is None:
        return "not installed"
    try:
        done = subprocess.run(
            [program, *words[1:]], capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return "does not answer"
    found = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return found.group() if found else "?"
