"""The one door by which a file is written: beside its place first, then renamed into it."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from qdgen.abandoned import passing_name
from qdgen.errors import OutputError
from qdgen.messages import Text, text
from qdgen.reasons import reason

_HINT = text(
    "close the file in other programs, make room on the disk, or choose another folder; "
    "an earlier file is as it was"
)


@contextlib.contextmanager
def replacing(path: Path, shown: str = "") -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` when the `with` ends well.

    An earlier file's mode is kept. On any failure, Ctrl-C included, nothing is left beside `path`,
    and `path` is as it was. Raises OutputError, which names the file as `shown` (or by its path),
    where it cannot be written.
    """
    mode = _mode(path)
    with replacing_by_path(path, shown) as beside:
        file = os.fdopen(_created(beside, mode), "wb")
        try:
            yield file
            file.close()
        finally:
            # What went wrong before says more than that the rest could not be written either.
            with contextlib.suppress(OSError):
                file.close()


@contextlib.contextmanager
def replacing_by_path(path: Path, shown: str = "") -> Iterator[Path]:
    """As `replacing`, for a library that makes the file itself: where in the same folder to."""
    beside = path.with_name(passing_name(".tmp"))
    try:
        mode = _mode(path)
        yield beside
        _settle(beside, mode)
        beside.replace(path)
    except OSError as error:
        raise cannot_write(shown or path, error) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


@dataclass(frozen=True, slots=True)
class Replacement:
    """`after` for what a file holds. `before` is what it held when it was read (None: there was
    none), so that nobody's change in between is lost; `shown` is its name in messages."""

    path: Path
    before: bytes | None
    after: bytes
    shown: str = ""


def replace_together(files: Sequence[Replacement]) -> None:
    """Write several files, all or none: each beside its place, then all renamed.

    Raises OutputError where one cannot be written or is not what it was; on any failure, Ctrl-C
    included, every file is as it was.
    """
    for file in files:
        if _bytes(file.path) != file.before:
            raise OutputError(
                text("{path} has changed since it was read", path=file.shown or str(file.path)),
                text("run it again"),
            )
    done: list[Replacement] = []
    with contextlib.ExitStack() as stack:
        renames: list[tuple[Path, Replacement]] = []
        for file in files:
            beside = file.path.with_name(passing_name(".tmp"))
            stack.callback(_removed, beside)
            try:
                mode = _mode(file.path)
                with os.fdopen(_created(beside, mode), "wb") as out:
                    out.write(file.after)
                _settle(beside, mode)
            except OSError as error:
                raise cannot_write(file.shown or file.path, error) from error
            renames.append((beside, file))
        try:
            for beside, file in renames:
                done.append(file)
                beside.replace(file.path)
        except BaseException as error:
            for earlier in done:
                _restore(earlier)
            if isinstance(error, OSError):
                raise cannot_write(file.shown or file.path, error) from error
            raise


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise cannot_write(path, error) from error


def _removed(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _restore(file: Replacement) -> None:
    if file.before is None:
        _removed(file.path)
    elif _bytes(file.path) != file.before:
        with replacing(file.path, file.shown) as out:
            out.write(file.before)


def cannot_write(file: Path | str, error: OSError, hint: Text = _HINT) -> OutputError:
    """The error to raise where `file`, or a folder for files, could not be written."""
    return OutputError(
        text("{path} cannot be written: {reason}", path=str(file), reason=reason(error)), hint
    )


def _mode(path: Path) -> int | None:
    """The permissions of the file at `path`; None where there is none."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def _created(beside: Path, mode: int | None) -> int:
    # Not tempfile: its files are for the owner alone, and a new file has what the umask leaves.
    allowed = 0o666 if mode is None else mode | stat.S_IWUSR
    return os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, allowed)


def _settle(beside: Path, mode: int | None) -> None:
    """See that the bytes are on the disk, so that the name never stands for less."""
    with beside.open("r+b") as file:
        os.fsync(file.fileno())
    if mode is not None and _mode(beside) != mode:
        beside.chmod(mode)
