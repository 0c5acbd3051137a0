"""Runs `qdgen` and dies, or takes a picture of a folder, before a chosen change to the folder.

python dying.py pictures FOLDER INTO …   copies FOLDER to INTO/0001, INTO/0002, … before each change
python dying.py kill FOLDER NTH …        sends itself SIGKILL before the NTH change

The words behind are qdgen's. Changes are what Python itself tells of: files opened for writing,
renamed or removed, folders made or removed (PEP 578).
"""

from __future__ import annotations

import os
import runpy
import shutil
import signal
import sys
from pathlib import Path

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"}


def main(mode: str, folder: Path, aim: str, words: list[str]) -> None:
    """Run qdgen with `words` and do what `mode` says."""
    count = 0
    is_busy = False

    def look(event: str, given: tuple[object, ...]) -> None:
        nonlocal count, is_busy
        if is_busy or not _changes(event, given, folder):
            return
        is_busy = True
        count += 1
        if mode == "pictures":
            shutil.copytree(folder, Path(aim) / f"{count:04}", symlinks=True)
        elif count == int(aim):
            os.kill(os.getpid(), signal.SIGKILL)
        is_busy = False

    sys.argv = ["qdgen", *words]
    sys.addaudithook(look)
    runpy.run_module("qdgen", run_name="__main__", alter_sys=True)


def _changes(event: str, given: tuple[object, ...], folder: Path) -> bool:
    if event == "open":
        path, _, flags = given
        if not isinstance(path, str | bytes | os.PathLike) or not int(str(flags)) & _WRITING:
            return False
        paths: tuple[object, ...] = (path,)
    elif event in _CHANGING:
        paths = given[:2] if event == "os.rename" else given[:1]
    else:
        return False
    return any(
        Path(os.fsdecode(path)).absolute().is_relative_to(folder)
        for path in paths
        if isinstance(path, str | bytes | os.PathLike)
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
