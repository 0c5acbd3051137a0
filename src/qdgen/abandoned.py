"""Names of what only passes, by which the next run knows what a killed process has left."""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PASSING = ".qdgen-"
"""Begins the names of passing files and folders; the number of their process follows."""
_A_DAY = 86_400.0


def passing_name(suffix: str = "") -> str:
    """A name of one's own for something that is gone when this process ends."""
    return f"{PASSING}{os.getpid()}-{secrets.token_hex(6)}{suffix}"


@contextmanager
def passing_folder(parent: Path) -> Iterator[Path]:
    """A folder in `parent` that is gone when the `with` ends; what killed processes have left there
    goes, too. Raises OSError where it cannot be made."""
    folder = parent / passing_name()
    folder.mkdir(mode=0o700)
    try:
        clear_abandoned(parent)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def is_passing(name: str) -> bool:
    """Whether `name` is one that `passing_name` gives."""
    number, dash, _ = name.removeprefix(PASSING).partition("-")
    return name.startswith(PASSING) and number.isdecimal() and dash == "-"


def clear_abandoned(folder: Path) -> None:
    """Remove what killed processes have left in `folder`; what cannot be removed stays."""
    for path, process in _passing(folder):
        with suppress(OSError):
            if _is_running(process) and _age(path, folder) < _A_DAY:
                continue
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()


def _passing(folder: Path) -> Iterator[tuple[Path, int]]:
    for path in list(folder.glob(f"{PASSING}*-*")):
        if is_passing(path.name):
            yield path, int(path.name.removeprefix(PASSING).partition("-")[0])


def _age(path: Path, folder: Path) -> float:
    """In seconds, by the clock of the file system: the folder was written to just now."""
    return folder.stat().st_mtime - path.lstat().st_mtime


def _is_running(process: int) -> bool:
    if sys.platform == "win32":
        return True  # asking would end it; what it has left goes after a day
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
