"""What `qdgen check` is given: dossiers, content files, Word and PDF files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from qdgen.check.paper import Medium
from qdgen.content.loader import DOCUMENTS, UNITS
from qdgen.errors import UsageError
from qdgen.messages import text
from qdgen.tree import CONTENT, DECISION_FILE, DRAFT, OUTPUT, find_dossiers, output_folder, shown

MEDIA = {".docx": Medium.WORD, ".pdf": Medium.PDF}
_OTHER_FILES = (".doc", ".docm", ".dotx", ".rtf", ".odt")


@dataclass(frozen=True, slots=True)
class Subject:
    """Something to check: a dossier's folder (`medium` CONTENT), or one file."""

    medium: Medium
    path: Path
    shown: str
    only: frozenset[str] = frozenset()
    """Of a dossier: the files (as shown) whose findings are wanted; all where empty."""
    dossier: Path | None = None
    """Of a file: the dossier that it was built from, as far as its place tells."""


def find_subjects(given: Sequence[Path], here: Path) -> list[Subject]:
    """What the paths stand for; without any, every dossier in `content/` and what was built of it.

    Raises UsageError where a path stands for nothing that can be checked.
    """
    found: dict[Path, Subject] = {}
    for subject in _all_here(here) if not given else _named(given, here):
        other = found.setdefault(subject.path.resolve(), subject)
        if other is not subject:
            both = other.only | subject.only if other.only and subject.only else frozenset()
            found[subject.path.resolve()] = replace(subject, only=both)
    return list(found.values())


def _all_here(here: Path) -> Iterator[Subject]:
    for folder in find_dossiers((), here):
        yield Subject(Medium.CONTENT, folder, shown(folder, here))
        outputs = output_folder(folder, here / OUTPUT)
        for suffix, medium in MEDIA.items():
            path = outputs.file(suffix)
            if path.is_file():
                yield Subject(medium, path, shown(path, here), dossier=folder)


def _named(given: Sequence[Path], here: Path) -> Iterator[Subject]:
    for path in given:
        place = here / path
        suffix = path.suffix.casefold()
        if suffix in MEDIA and not place.is_dir():
            yield _file(place, here)
        elif suffix in _OTHER_FILES and place.is_file():
            raise UsageError(
                text("{path} is neither a .docx nor a .pdf", path=path),
                text("open it in Word or LibreOffice and save it as .docx"),
            )
        elif path.name in (DOCUMENTS, UNITS) and place.is_file():
            only = frozenset({shown(place, here)})
            for folder in find_dossiers([place.parent], here):
                yield Subject(Medium.CONTENT, folder, shown(folder, here), only)
        elif files := _files_in(place):
            yield from (_file(file, here) for file in files)
        else:
            yield from _dossiers(path, here)


def _file(path: Path, here: Path) -> Subject:
    if not path.is_file():
        raise UsageError(text("there is no file {path}", path=shown(path, here)))
    name = path.parent.name
    folder = here / CONTENT / name
    is_output = path.stem in (name, f"{name}{DRAFT}") and (folder / DECISION_FILE).is_file()
    medium = MEDIA[path.suffix.casefold()]
    return Subject(medium, path, shown(path, here), dossier=folder if is_output else None)


def _files_in(folder: Path) -> list[Path]:
    """The Word and PDF files below a folder that holds no content."""
    if not folder.is_dir() or any(folder.glob("*.yaml")) or any(folder.glob(f"*/{DECISION_FILE}")):
        return []
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.casefold() in MEDIA
        and path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    )


def _dossiers(path: Path, here: Path) -> Iterator[Subject]:
    for folder in find_dossiers([path], here):
        only = frozenset[str]()
        name = shown(folder, here)
        if path.suffix == ".yaml" and not (here / path).is_dir():
            only = frozenset({f"{name}{os.sep}{path.name}".replace(os.sep, "/")})
        yield Subject(Medium.CONTENT, folder, name, only)
