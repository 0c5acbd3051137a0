"""One act at a time: who issues, reopens, rolls or signs holds a lock until the process ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from qdgen.errors import RefusedError
from qdgen.file_lock import try_lock
from qdgen.messages import text
from qdgen.replacing import cannot_write

LOCK = ".qdgen.lock"


@contextmanager
def alone(folder: Path, shown: str) -> Iterator[None]:
    """Hold the lock of `folder`, called `shown`, until the `with` ends, or the process does.

    Raises RefusedError at once where another process holds it, OutputError where the folder cannot
    be written to. On a file system without locks nothing is held.
    """
    path = folder / LOCK
    try:
        held = _taken(path)
    except OSError as error:
        raise cannot_write(path, error) from error
    if held is None:
        raise RefusedError(
            text("another run of qdgen is changing or signing {name} just now", name=shown),
            text("wait until it has ended, look at what it did, and run this again if need be"),
        )
    try:
        yield
    finally:
        _let_go(path, held)


def _taken(path: Path) -> int | None:
    """A descriptor that holds the lock; None where another process holds it."""
    while True:
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        descriptor = os.open(path, flags, 0o666)
        try:
            if try_lock(descriptor) is False:  # without locks nothing is held
                os.close(descriptor)
                return None
            if _is_still(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # its holder has just removed it: take the next one


def _is_still(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _let_go(path: Path, descriptor: int) -> None:
    if sys.platform == "win32":  # where an open file cannot be removed
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()
        return
    with suppress(OSError):
        path.unlink()
    os.close(descriptor)
