"""From files to papers: what `qdgen check` is given, read for the rules."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qdgen.check.content_paper import content_paper
from qdgen.check.paper import Paper
from qdgen.check.registers import Registers, registers_of
from qdgen.check.rule import all_rules
from qdgen.check.suppressions import read_suppressions
from qdgen.content.loader import DOCUMENTS, UNITS, Dossier, load_dossier
from qdgen.content.model import CitedDocument, Unit
from qdgen.content.registers import documents_of, units_of
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, has_errors
from qdgen.document.model import Document
from qdgen.document.passages import Passage
from qdgen.document.resolve import resolve
from qdgen.errors import ContentError
from qdgen.messages import text


@dataclass(frozen=True)
class ReadDossier:
    """A dossier without mistakes, its paper, and what was noticed on the way."""

    dossier: Dossier
    document: Document
    paper: Paper
    noticed: tuple[Diagnostic, ...]


def read_dossier(folder: Path, shown_as: str) -> ReadDossier:
    """Read the dossier in `folder`, called `shown_as`. Raises ContentError with every mistake."""
    dossier, diagnostics = load_dossier(folder, shown_as)
    if dossier is None or has_errors(diagnostics):
        raise _mistakes(folder, diagnostics)
    passages: list[Passage] = []
    document, more = resolve(dossier, passages)
    diagnostics += more
    if has_errors(diagnostics):
        raise _mistakes(folder, diagnostics)
    paper = _paper(dossier, document, passages, shown_as)
    return ReadDossier(dossier, document, paper, tuple(diagnostics))


def paper_of(dossier: Dossier, shown_as: str) -> Paper:
    """The paper of a dossier that is known to resolve without mistakes."""
    passages: list[Passage] = []
    document, _ = resolve(dossier, passages)
    return _paper(dossier, document, passages, shown_as)


def _paper(
    dossier: Dossier, document: Document, passages: Sequence[Passage], shown_as: str
) -> Paper:
    paper = content_paper(dossier, document, passages, shown_as)
    paper.suppressions = read_suppressions(_shown(dossier, shown_as), all_rules())
    return paper


def read_registers(folder: Path) -> Registers:
    """The registers in `folder`, for a file that belongs to no dossier; empty where they are not
    there or have mistakes."""
    documents: dict[str, CitedDocument] = {}
    units: dict[str, Unit] = {}
    for name in (DOCUMENTS, UNITS):
        path = folder / name
        root = read_file(path, name)[0] if path.is_file() else None
        if root is not None and name == DOCUMENTS:
            documents = documents_of(root)[0]
        elif root is not None:
            units = units_of(root)[0]
    return registers_of(documents, units)


def _shown(dossier: Dossier, shown_as: str) -> dict[Path, str]:
    """The files of a dossier as its messages call them."""
    return {
        path: os.path.normpath(os.path.join(shown_as, "..", path.name)).replace(os.sep, "/")
        if path.name in (DOCUMENTS, UNITS)
        else f"{shown_as}/{path.name}"
        for path in dossier.files
    }


def _mistakes(folder: Path, diagnostics: list[Diagnostic]) -> ContentError:
    return ContentError(
        text("the content of {name} has mistakes", name=folder.name), diagnostics=diagnostics
    )
