"""What git knows of a dossier's files: whether they are committed, and in which commit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qdgen import repository
from qdgen.repository import find_repository


def uncommitted(files: Sequence[Path]) -> list[Path] | None:
    """Those of `files` that differ from the last commit or are not in it; None where they are in
    no repository, or git is not installed."""
    if not files or head(files[0].parent) is None:
        return None
    found = find_repository(files[0].parent)
    return None if found is None else [path for path in files if found.changed(path)]


def last_committed(path: Path) -> str | None:
    """The text of the file in the last commit; None where it is not in it."""
    data = repository.last_committed(path)
    return None if data is None else data.decode("utf-8", "replace")


def head(folder: Path) -> str | None:
    """The commit that `folder` is at; None where there is none."""
    return repository.head(folder)
