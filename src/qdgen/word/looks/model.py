"""What the looks of a DOCX come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.word.reader.model import Note, PageSetup, Paragraph


@dataclass(frozen=True, slots=True)
class RunLook:
    """The effective look of a run. `latin` is the font of U+0000 to U+007F, `other` of the letters
    beyond (Vietnamese ones among them), `east` of East Asian ones, `complex` of right-to-left."""

    latin: str
    other: str
    east: str
    size: float
    bold: bool
    italic: bool
    underlined: bool
    colour: str
    upper: bool

    def font_of(self, letter: str) -> str:
        """The font a character is set in (§17.3.2.26)."""
        code = ord(letter)
        if code < 0x80:
            return self.latin
        if 0x2E80 <= code <= 0xD7FF or 0xF900 <= code <= 0xFAFF or 0xFF00 <= code <= 0xFFEF:
            return self.east
        return self.other


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """The effective look of a paragraph; lengths in mm, spacing in pt. `line_spacing` counts lines
    and is None where `line_height` is fixed. `borders` names the sides with a visible border."""

    align: str
    left: float
    right: float
    first_line: float
    before: float
    after: float
    line_spacing: float | None
    line_height: float | None
    keep_next: bool
    page_break_before: bool
    contextual: bool
    borders: frozenset[str]


@dataclass(frozen=True, slots=True)
class ShapeLine:
    """A horizontal line drawn in a paragraph. `middle` is its middle from the left edge of the
    column, None where that cannot be told; `is_inline` lines stand as letters do. `below_text`:
    it is drawn below the words of its own paragraph."""

    length: float
    is_solid: bool
    middle: float | None
    is_inline: bool
    below_text: bool
    is_centred: bool = False


@dataclass(slots=True, eq=False)
class CellLook:
    """A cell: the width of its text in mm (None where not given), and its visible borders."""

    width: float | None
    borders: frozenset[str]


@dataclass(slots=True, eq=False)
class TableLook:
    """A table as a whole."""

    rows_may_split: bool = False


@dataclass(slots=True, eq=False)
class Recorded:
    """A paragraph with its looks. `text` is as printed: without what is deleted or hidden, capitals
    where the look makes them; `runs` are stretches of it."""

    paragraph: Paragraph
    text: str
    runs: Sequence[tuple[int, int, RunLook]]
    look: ParagraphLook
    label_look: RunLook | None
    mark_look: RunLook
    style: str
    lines: Sequence[ShapeLine] = ()
    has_drawing: bool = False
    ends_section: bool = False
    holds_page_number: bool = False
    cell: CellLook | None = None
    table: TableLook | None = None
    width: float | None = None
    """The width of the column it stands in, mm."""


@dataclass(slots=True, eq=False)
class Placed:
    """A paragraph of the body in its place; see `qdgen.check.raw` for the coordinates."""

    recorded: Recorded
    section: int
    table: int = -1
    row: int = -1
    column: int = -1
    span: int = 1
    is_header_row: bool = False
    is_continued: bool = False
    in_text_box: bool = False
    starts_page: bool = False
    is_deleted: bool = False
    notes: Sequence[tuple[Note, Sequence[Recorded]]] = ()


@dataclass(slots=True, eq=False)
class PageWords:
    """The paragraphs of the headers or footers of a section; `which` is default, first or even."""

    in_footer: bool
    which: str
    paragraphs: Sequence[Recorded]


@dataclass(slots=True, eq=False)
class LookedSection:
    """A section: its setup, and what stands above and below its text."""

    setup: PageSetup
    words: Sequence[PageWords]
    has_table: bool = False


@dataclass(slots=True, eq=False)
class LookedDocument:
    """A whole DOCX with its looks."""

    body: list[Placed] = field(default_factory=list)
    sections: list[LookedSection] = field(default_factory=list)
    tables: dict[int, TableLook] = field(default_factory=dict)
    custom: dict[str, str] = field(default_factory=dict)
    is_protected: bool = False
