"""A dossier as it was at a revision of git: its files laid out in a folder of their own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from qdgen.content.loader import DOCUMENTS, UNITS
from qdgen.content.yaml_reader import MOST_BYTES
from qdgen.errors import OutputError, UsageError
from qdgen.messages import text
from qdgen.repository import Entry, Repository
from qdgen.tree import DECISION_FILE

_MOST_FILES = 1_000
_ENDINGS = (".yaml", ".yml")
_REGISTERS = (DOCUMENTS, UNITS)


def dossier_entries(
    repository: Repository, commit: str, path: str
) -> list[tuple[str, Entry]] | None:
    """The content files of the dossier at `path` (from the top, as git writes it) at `commit`, and
    the registers beside it, each with its path below the folder that holds the dossier. None where
    no dossier is there."""
    inside = repository.files(commit, path)
    if inside is None or not any(entry.name == DECISION_FILE for entry in inside):
        return None
    name = _name(repository, path)
    found = [(f"{name}/{e.name}", e) for e in inside if _is_content(e.name)]
    if path:
        above = str(PurePosixPath(path).parent)
        beside = repository.files(commit, "" if above == "." else above) or []
        found += [(entry.name, entry) for entry in beside if entry.name in _REGISTERS]
    return found


@contextmanager
def laid_out(repository: Repository, commit: str, path: str, name: str) -> Iterator[Path]:
    """The dossier at `path` at `commit`, in a folder that is gone afterwards; `name` is what its
    user calls the revision. Raises UsageError where there is none, OutputError where git does not
    give its files."""
    entries = dossier_entries(repository, commit, path)
    if entries is None:
        raise UsageError(
            text("there is no dossier {path} in {revision}", path=path or ".", revision=name),
            text("a dossier is a folder with {file}", file=DECISION_FILE),
        )
    with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        lay_out(repository, entries, folder)
        yield folder / _name(repository, path)


def lay_out(repository: Repository, entries: list[tuple[str, Entry]], folder: Path) -> None:
    """Write the files below `folder`. Raises OutputError where they are too many or too large, or
    git does not give them."""
    if len(entries) > _MOST_FILES or sum(entry.size for _, entry in entries) > 2 * MOST_BYTES:
        raise OutputError(
            text("the revision holds more content than qdgen reads"),
            text("Divide the dossier."),
        )
    for place, entry in entries:
        data = repository.read(entry.blob)
        if data is None:
            raise OutputError(
                text("git does not give {file}", file=place), text("Look with: git fsck")
            )
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _is_content(name: str) -> bool:
    """Whether it ends as content files do, and is a name to this system too, not a path."""
    return name.endswith(_ENDINGS) and not set(name) & set("/\\:")


def _name(repository: Repository, path: str) -> str:
    return PurePosixPath(path).name or repository.top.name
