"""Lines put at the end of a .gitattributes, and taken out so that nothing of them is left."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qdgen.errors import OutputError, UsageError
from qdgen.messages import text
from qdgen.reasons import reason
from qdgen.replacing import replacing

NO_FILE, JOINED, LINE = "file", "joined", "line"
"""What there was before: no file, a last line without its end, anything else."""


def state_of(attributes: Path) -> str:
    """NO_FILE, JOINED or LINE, to be kept for `take_out`. Raises UsageError for a link."""
    if attributes.is_symlink():
        # git does not follow it either, and where it leads may lie outside the repository.
        raise UsageError(
            text("{path} is a link, which git does not follow.", path=attributes),
            text("Put a file in its place and call it again."),
        )
    if not attributes.exists():
        return NO_FILE
    old = _read(attributes)
    return JOINED if old and not old.endswith(b"\n") else LINE


def put_in(attributes: Path, lines: Sequence[str]) -> None:
    """Add `lines` at the end, with the line ends of the file. Raises OutputError."""
    old = _read(attributes)
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    joint = newline if old and not old.endswith(b"\n") else b""
    added = b"".join(line.encode() + newline for line in lines)
    _replace(attributes, old + joint + added)


def take_out(attributes: Path, lines: Sequence[str], state: str) -> None:
    """Take each of `lines` out once, where it still stands; `state` is what `state_of` said
    before they were put in. Raises OutputError."""
    if attributes.is_symlink():
        return
    kept = _read(attributes).splitlines(keepends=True)
    wanted = [line.encode() for line in lines]
    first = None
    for index in reversed(range(len(kept))):
        if kept[index].strip() in wanted:
            wanted.remove(kept[index].strip())
            del kept[index]
            first = index
    if first is None:
        return
    if state == JOINED and kept and first == len(kept):
        kept[-1] = kept[-1].rstrip(b"\r\n")  # it had no line end before us
    if kept or state != NO_FILE:
        _replace(attributes, b"".join(kept))
    else:
        attributes.unlink()


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise OutputError(
            text("{path} cannot be read: {detail}.", path=path, detail=reason(error))
        ) from error


def _replace(path: Path, data: bytes) -> None:
    with replacing(path) as file:
        file.write(data)
