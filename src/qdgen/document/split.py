"""One document into a document for each of its parts, to be files of their own.

Footnotes count anew in each; a reference to a provision that is now in another file stays as words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qdgen.document.model import (
    Annex,
    Attachment,
    CellParagraph,
    Decision,
    Document,
    Inline,
    Inlines,
    NoteMark,
    Paragraph,
    Part,
    Reference,
    Row,
    Table,
)


def split(document: Document) -> Iterator[tuple[str, Document]]:
    """The name of each part (its anchor) and the document that holds only it."""
    for part in document.parts:
        splitter = _Splitter(document, part)
        alone = splitter.part(part)
        yield (
            part.anchor,
            replace(
                document,
                parts=(alone,),
                notes=tuple(splitter.notes),
                anchors=tuple(splitter.anchors),
            ),
        )


class _Splitter:
    def __init__(self, document: Document, part: Part) -> None:
        self._document = document
        self.anchors = _anchors(part)
        self._inside = frozenset(self.anchors)
        self.notes: list[Inlines] = []

    def part(self, part: Part) -> Part:
        match part:
            case Decision():
                return replace(
                    part,
                    subject=self._inlines(part.subject),
                    bases=tuple(map(self._inlines, part.bases)),
                    body=self._paragraphs(part.body),
                    recipients=tuple(map(self._inlines, part.recipients)),
                )
            case Attachment():
                return replace(
                    part, title=self._inlines(part.title), body=self._paragraphs(part.body)
                )
            case Annex():
                return replace(
                    part,
                    title=self._inlines(part.title),
                    before=self._paragraphs(part.before),
                    table=self._table(part.table) if part.table else None,
                    after=self._paragraphs(part.after),
                )

    def _paragraphs(self, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return tuple(replace(p, inlines=self._inlines(p.inlines)) for p in paragraphs)

    def _table(self, table: Table) -> Table:
        return replace(table, rows=tuple(map(self._row, table.rows)))

    def _row(self, row: Row) -> Row:
        return replace(
            row,
            heading=self._inlines(row.heading) if row.heading is not None else None,
            cells=tuple(
                tuple(CellParagraph(self._inlines(p.inlines), p.dash) for p in cell)
                for cell in row.cells
            ),
        )

    def _inlines(self, inlines: Inlines) -> Inlines:
        return tuple(map(self._inline, inlines))

    def _inline(self, inline: Inline) -> Inline:
        if isinstance(inline, NoteMark):
            note = self._document.notes[inline.number - 1]
            self.notes.append(self._inlines(note))
            return NoteMark(len(self.notes))
        if isinstance(inline, Reference) and inline.anchor not in self._inside:
            return inline.run
        return inline


def _anchors(part: Part) -> list[str]:
    anchors = [part.anchor]
    match part:
        case Decision() | Attachment():
            anchors += [p.anchor for p in part.body if p.anchor]
        case Annex():
            anchors += [p.anchor for p in (*part.before, *part.after) if p.anchor]
            anchors += [row.anchor for row in part.table.rows] if part.table else []
    return anchors
