"""Copies of the content beside the outputs, so that what comes back from Word finds its base.

A copy is a small zip named by the content's hash. It is read like any file from outside: the hash
must be that of what is in it.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from qdgen.content.loader import Dossier
from qdgen.errors import OutputError
from qdgen.replacing import replacing_by_path

FOLDER = ".goc"
_KEPT = 60
"""So many copies of a dossier are kept, the newest; a copy is some kilobytes."""
_MOST_FILES = 300
_MOST_BYTES = 128 << 20
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_FAULTS = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    RuntimeError,
    UnicodeError,
)
"""What a damaged or hostile zip makes `zipfile` raise."""


def keep_copy(
    dossier: Dossier, mark: str, outputs: Path, *, is_still: Callable[[], bool] = lambda: True
) -> None:
    """Keep the content whose hash is `mark` in the folder `outputs`, if it `is_still` what it was
    once it is copied. A copy that cannot be kept is no reason to fail: git may know the content
    too."""
    folder = outputs / FOLDER
    target = folder / f"{mark[:32]}.zip"
    with contextlib.suppress(OSError, OutputError):
        if target.exists():
            os.utime(target)
            return
        folder.mkdir(exist_ok=True)
        root = dossier.folder.parent
        with replacing_by_path(target) as beside, zipfile.ZipFile(beside, "x") as package:
            for path in sorted(dossier.files):
                name = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
                entry = zipfile.ZipInfo(name.as_posix(), _FIXED_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                package.writestr(entry, path.read_bytes(), compresslevel=1)
            if not is_still():
                raise OSError  # nothing is kept
        _prune(folder)


def _prune(folder: Path) -> None:
    copies = sorted(folder.glob("*.zip"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in copies[_KEPT:]:
        path.unlink()


def unpack_copy(mark: str, outputs: Iterator[Path] | list[Path], target: Path) -> Path | None:
    """Lay out the copy for the hash `mark` below `target` and give the dossier's folder; None where
    none of the folders `outputs` has it, or it is none."""
    if not mark.isalnum():
        return None
    for folder in outputs:
        path = folder / FOLDER / f"{mark[:32]}.zip"
        with contextlib.suppress(*_FAULTS):
            if path.is_file():
                found = _unpack(path, target)
                if found is not None:
                    return found
    return None


def _unpack(path: Path, target: Path) -> Path | None:
    dossier: Path | None = None
    with zipfile.ZipFile(path) as package:
        entries = package.infolist()
        if len(entries) > _MOST_FILES or sum(e.file_size for e in entries) > _MOST_BYTES:
            return None
        for entry in entries:
            parts = PurePosixPath(entry.filename).parts
            if not 1 <= len(parts) <= 2 or any(set(p) & set("/\\:") or p == ".." for p in parts):
                return None
            place = target.joinpath(*parts)
            place.parent.mkdir(parents=True, exist_ok=True)
            with package.open(entry) as content:  # no more than it said it was
                place.write_bytes(content.read(entry.file_size))
            if len(parts) == 2:
                dossier = place.parent
    return dossier
