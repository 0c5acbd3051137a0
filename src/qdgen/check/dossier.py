"""From files to papers: what `qdgen check` is given, read for the rules."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qdgen.check.content_paper import content_paper
from qdgen.check.paper import Paper
from qdgen.content.loader import Dossier, load_dossier
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
    paper = content_paper(dossier, document, passages, shown_as)
    return ReadDossier(dossier, document, paper, tuple(diagnostics))


def _mistakes(folder: Path, diagnostics: list[Diagnostic]) -> ContentError:
    return ContentError(
        text("the content of {name} has mistakes", name=folder.name), diagnostics=diagnostics
    )
