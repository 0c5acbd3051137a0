"""What must be read in the finished files: every text in print order, each with its name.

Made while the parts are merged, so that it holds the templates' own words too; compared with what
independent readers find in the DOCX and in the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qdgen.document.model import Inlines, NoteMark, Row, Run, Table, plain_text
from qdgen.messages import Text, text


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph as printed: its computed number, its words, and where it stands in words."""

    inlines: Inlines
    name: Text
    label: str = ""

    @property
    def words(self) -> str:
        """Label and words, footnote marks left out."""
        return (
            f"{self.label} {plain_text(self.inlines)}" if self.label else plain_text(self.inlines)
        )

    @property
    def words_with_marks(self) -> str:
        """Label and words, a footnote's mark as its number."""
        if not any(isinstance(i, NoteMark) for i in self.inlines):
            return self.words
        marked = tuple(Run(str(i.number)) if isinstance(i, NoteMark) else i for i in self.inlines)
        return Piece(marked, self.name, self.label).words


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as printed: its heading row, and rows made into pieces only when asked for."""

    heading: tuple[str, ...]
    table: Table

    def heading_pieces(self) -> Iterator[Piece]:
        """The cells of the heading row."""
        for words in self.heading:
            yield Piece((Run(words),), text("heading row"))

    def row_cells(self, row: Row) -> Iterator[tuple[int, Piece]]:
        """The pieces of `row`, its number first, each with the number of its cell from 0."""
        name = text("row {label}", label=row.label or row.anchor)
        if row.label:
            yield 0, Piece((), name, row.label)
        if row.heading is not None:
            yield 1, Piece(row.heading, name)
        for number, cell in enumerate(row.cells, 1):
            for line in cell:
                yield number, Piece(line.inlines, name, "-" if line.dash else "")

    def pieces(self) -> Iterator[Piece]:
        """The whole table in print order."""
        yield from self.heading_pieces()
        for row in self.table.rows:
            for _, piece in self.row_cells(row):
                yield piece


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """A part as printed, and how its pages are numbered: from `first_page` (None: on from the part
    before), the number on its first page shown or not."""

    blocks: tuple[Piece | PrintedTable, ...]
    landscape: bool
    first_page: int | None
    first_page_number_shown: bool

    def pieces(self) -> Iterator[Piece]:
        """Everything in print order, footnotes left out."""
        for block in self.blocks:
            if isinstance(block, PrintedTable):
                yield from block.pieces()
            else:
                yield block


@dataclass(frozen=True, slots=True)
class Printed:
    """A whole file as printed. `stamp` are the lines that stand on every page of a draft."""

    parts: tuple[PrintedPart, ...]
    notes: tuple[Inlines, ...]
    stamp: tuple[str, ...] = ()

    def note_pieces(self) -> Iterator[Piece]:
        """The footnotes in order, each with its number as label."""
        for number, note in enumerate(self.notes, 1):
            yield Piece(note, text("footnote {number}", number=number), str(number))
