"""From the files of a dossier to its resolved document."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from qdgen.content.loader import Dossier, load_dossier
from qdgen.diagnostics import Diagnostic, Severity, has_errors
from qdgen.document.model import Blank, Document
from qdgen.document.resolve import resolve
from qdgen.errors import ContentError
from qdgen.messages import text
from qdgen.tree import shown


def read_document(
    folder: Path, here: Path, *, annex_lines_open: bool = False
) -> tuple[Dossier, Document, list[Diagnostic]]:
    """The resolved document of a dossier, and what was noticed; `annex_lines_open` as `resolve`
    takes it.

    Raises ContentError with every mistake found.
    """
    dossier, diagnostics = load_dossier(folder, shown(folder, here))
    if dossier is None or has_errors(diagnostics):
        raise _content_error(folder, diagnostics)
    document, more = resolve(dossier, annex_lines_open=annex_lines_open)
    diagnostics += more
    if has_errors(diagnostics):
        raise _content_error(folder, diagnostics)
    diagnostics += map(_open_place, document.blanks())
    return dossier, document, diagnostics


def content_hash(dossier: Dossier) -> str:
    """SHA-256 over the files of a dossier, by their names beside each other."""
    digest = hashlib.sha256()
    root = dossier.folder.parent
    for path in sorted(dossier.files):
        name = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        data = path.read_bytes()
        mark = f"{name.as_posix()}\0{len(data)}\0"
        digest.update(mark.encode("utf-8", "surrogateescape") + data)
    return digest.hexdigest()


def _content_error(folder: Path, diagnostics: Sequence[Diagnostic]) -> ContentError:
    return ContentError(
        text("the content of {name} has mistakes", name=folder.name), diagnostics=diagnostics
    )


def _open_place(blank: Blank) -> Diagnostic:
    return Diagnostic(
        "blank",
        text("a blank is left: {remark}", remark=blank.remark or "……"),
        blank.location,
        severity=Severity.WARNING,
    )
