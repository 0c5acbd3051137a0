"""The content that a DOCX was built from, found again by the hash the DOCX bears."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from qdgen.content.loader import DOCUMENTS, UNITS, Dossier, load_dossier
from qdgen.diagnostics import has_errors
from qdgen.errors import OutputError
from qdgen.pipeline.base_copies import unpack_copy
from qdgen.pipeline.reading import content_hash
from qdgen.pipeline.revisions import dossier_entries, lay_out
from qdgen.repository import Repository, find_repository
from qdgen.tree import shown

_MOST_COMMITS = 500


@dataclass(frozen=True, slots=True)
class Base:
    """Where it was found: `folder` holds the dossier as it was; `commit` where git had it; `path`
    the dossier it is a state of (`folder` where none of that name is here)."""

    folder: Path
    dossier: Dossier
    path: Path
    commit: str = ""


@contextmanager
def find_base(
    hash_: str, dossiers: Sequence[Path], here: Path, beside: Sequence[Path] = ()
) -> Iterator[Base | None]:
    """The content whose hash is `hash_`: that of one of `dossiers` as it is now, or as git knows
    it, or the copy that a build kept in one of the folders `beside`; None where there is none. What
    git or a copy had lies in a folder that is gone afterwards."""
    for path in dossiers:
        dossier = _read(path, shown(path, here))
        if dossier is not None and content_hash(dossier) == hash_:
            yield Base(path, dossier, path)
            return
    with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as made:
        base = _committed(hash_, dossiers, Path(made))
        yield base or _kept(hash_, dossiers, beside, Path(made) / "goc")


def _committed(hash_: str, dossiers: Sequence[Path], folder: Path) -> Base | None:
    for path in dossiers:
        repository = find_repository(path)
        inside = None if repository is None else repository.path_of(path)
        if repository is not None and inside is not None:
            for commit, dossier in _states(repository, inside, folder):
                if content_hash(dossier) == hash_:
                    return Base(dossier.folder, dossier, path, commit)
    return None


def _kept(
    hash_: str, dossiers: Sequence[Path], beside: Sequence[Path], folder: Path
) -> Base | None:
    for nth, outputs in enumerate(beside):
        copy = unpack_copy(hash_, [outputs], folder / f"kept-{nth}")
        dossier = None if copy is None else _read(copy, copy.name)
        if copy is not None and dossier is not None and content_hash(dossier) == hash_:
            path = next((path for path in dossiers if path.resolve().name == copy.name), copy)
            return Base(copy, dossier, path)
    return None


def _states(repository: Repository, path: str, folder: Path) -> Iterator[tuple[str, Dossier]]:
    """Each state of the dossier that git knows, the newest first."""
    seen: set[frozenset[tuple[str, str]]] = set()
    above = path.rpartition("/")[0]
    registers = [f"{above}/{name}".lstrip("/") for name in (DOCUMENTS, UNITS)]
    for nth, commit in enumerate(repository.commits_of([path or ".", *registers], _MOST_COMMITS)):
        entries = dossier_entries(repository, commit, path)
        state = frozenset((place, entry.blob) for place, entry in entries or ())
        if not entries or state in seen:
            continue
        seen.add(state)
        try:
            lay_out(repository, entries, folder / str(nth))
            dossier = _read(folder / str(nth) / entries[0][0].partition("/")[0], commit)
            if dossier is not None:
                yield commit, dossier
        except OutputError:
            pass
        # Whoever found what was sought asks for no more; what is left is not it.
        shutil.rmtree(folder / str(nth), ignore_errors=True)


def _read(folder: Path, name: str) -> Dossier | None:
    dossier, diagnostics = load_dossier(folder, name)
    return None if has_errors(diagnostics) else dossier
