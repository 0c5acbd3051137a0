"""What a DOCX says, once read: blocks in order, as Word shows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple


class Change(Enum):
    """Whether a tracked change put the words there or took them away."""

    NONE = ""
    INSERTED = "+"
    DELETED = "-"
    PASSING = "±"
    """Inserted by one change and deleted by a later one: neither before nor after."""


class Kind(Enum):
    """What a span is."""

    TEXT = "text"
    HIDDEN = "hidden"
    """Words formatted as hidden: there, but not shown."""
    PAGE_FIELD = "page field"
    """A PAGE, NUMPAGES or SECTIONPAGES field; `target` is which, `text` the result last saved."""
    PICTURE = "picture"
    """A drawing; `text` is its alternative text."""
    NOTE = "note"
    """The mark of a footnote or endnote; `note` holds it."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote. `number` counts its kind from 1 in the order of the marks; 0 where
    the mark was deleted or is a symbol of the author's own."""

    number: int
    paragraphs: tuple[Paragraph, ...]
    is_endnote: bool = False

    @property
    def text(self) -> str:
        """The words of the note, a line a paragraph, without its own mark."""
        return "\n".join(paragraph.text for paragraph in self.paragraphs)


class Span(NamedTuple):
    """Characters of one kind in a paragraph. In `text` a line break is \\n, a tab \\t, a page or
    column break \\f. `target` is where a link goes: an address, or "#" and a bookmark."""

    text: str
    kind: Kind = Kind.TEXT
    change: Change = Change.NONE
    target: str = ""
    note: Note | None = None


class Paragraph(NamedTuple):
    """A paragraph: `label` is its number as Word computes it, `gap` what stands between the two
    ("\\t", " " or nothing); `anchors` are the ids of the `_qd_` bookmarks that begin in it,
    `comments` those of the comments."""

    style: str
    label: str
    gap: str
    spans: tuple[Span, ...]
    anchors: tuple[str, ...] = ()
    boxes: tuple[Block, ...] = ()
    mark_change: Change = Change.NONE
    comments: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words as shown once all changes are accepted: no label, note marks or pictures."""
        return "".join(
            [
                span.text
                for span in self.spans
                if (span.change is Change.NONE or span.change is Change.INSERTED)
                and (span.kind is Kind.TEXT or span.kind is Kind.PAGE_FIELD)
            ]
        )

    @property
    def original_text(self) -> str:
        """The words as they were before the tracked changes."""
        return "".join(
            span.text
            for span in self.spans
            if span.change in (Change.NONE, Change.DELETED)
            and span.kind in (Kind.TEXT, Kind.PAGE_FIELD)
        )

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes marked in the paragraph that are still there once changes are accepted."""
        return tuple(
            span.note
            for span in self.spans
            if span.note is not None and span.change in (Change.NONE, Change.INSERTED)
        )


class Merge(Enum):
    """The part a cell plays in a vertical merge."""

    NONE = ""
    FIRST = "first"
    CONTINUED = "continued"


@dataclass(frozen=True, slots=True)
class Cell:
    """`column` is the first grid column it takes (from 0), `span` how many."""

    column: int
    span: int
    merge: Merge
    blocks: tuple[Block, ...] = ()
    change: Change = Change.NONE


@dataclass(frozen=True, slots=True)
class Row:
    """A table row; a header row is repeated on each page."""

    is_header: bool
    cells: tuple[Cell, ...] = ()
    change: Change = Change.NONE


@dataclass(frozen=True, slots=True)
class Table:
    """`columns` is the number of grid columns declared."""

    columns: int
    rows: tuple[Row, ...] = ()


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class PageTexts:
    """The headers or the footers of a section; `first` and `even` only where Word uses them."""

    default: tuple[Block, ...] = ()
    first: tuple[Block, ...] | None = None
    even: tuple[Block, ...] | None = None


@dataclass(frozen=True, slots=True)
class PageSetup:
    """Lengths in millimetres. `page_start` is the number the pages restart from, or None;
    `start` how the section begins ("nextPage", "continuous", …)."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header_distance: float
    footer_distance: float
    gutter: float = 0.0
    is_landscape: bool = False
    start: str = "nextPage"
    page_start: int | None = None
    page_format: str = "decimal"
    has_title_page: bool = False
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Section:
    """Pages of one setup, with what stands on them."""

    setup: PageSetup
    headers: PageTexts
    footers: PageTexts
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class DocxText:
    """A whole document. `core` and `custom` are its properties by name, as text."""

    sections: tuple[Section, ...]
    core: dict[str, str] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of all sections."""
        return tuple(block for section in self.sections for block in section.blocks)

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph of the body in order, those of cells and text boxes included."""
        return paragraphs_of(self.blocks)

    def notes(self) -> Iterator[Note]:
        """Every note in the order of the marks."""
        for paragraph in self.paragraphs():
            yield from paragraph.notes


def paragraphs_of(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Every paragraph in `blocks`, those of cells and text boxes included."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
            yield from paragraphs_of(block.boxes)
        else:
            for row in block.rows:
                for cell in row.cells:
                    yield from paragraphs_of(cell.blocks)


class BodyPiece(NamedTuple):
    """A paragraph of the body and where it stands: the table, row and cell it is in, each counted
    from 0 and -1 outside; in a nested table those of the inner one. Tables count in the order
    they begin, cells within their row."""

    paragraph: Paragraph
    table: int = -1
    row: int = -1
    cell: int = -1
    in_text_box: bool = False

    @property
    def style(self) -> str:
        """The name of the paragraph's style."""
        return self.paragraph.style

    @property
    def label(self) -> str:
        """The computed number."""
        return self.paragraph.label

    @property
    def text(self) -> str:
        """The words shown."""
        return self.paragraph.text

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes marked in it."""
        return self.paragraph.notes

    @property
    def anchors(self) -> tuple[str, ...]:
        """The ids of the `_qd_` bookmarks that begin in it."""
        return self.paragraph.anchors
