"""What a reader of files hands over: paragraphs as they stand, not yet known for what they are."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from qdgen.check.look import Look
from qdgen.check.paper import Spot


class Zone(Enum):
    """Where on the paper a raw paragraph stands."""

    BODY = "body"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"


class Shown(Protocol):
    """How the characters of a raw paragraph look."""

    def look(self, start: int, end: int, /) -> Look:
        """The look of the characters `start` up to `end` of its text.

        Where these are the whole text, `label_bold` and so on are those of a native number."""


@dataclass(slots=True, eq=False)
class RawParagraph:
    """A paragraph of a file, in the order of reading. Cells come row by row, notes right after
    the paragraph that bears their mark, headers and footers anywhere.

    `text` is what is printed, without a native number; a line break the writer made is \\n, a tab
    \\t (a wide gap of a PDF's line: a tab as well). A PDF's line breaks are no breaks: a reader of
    PDFs joins the lines of a paragraph with spaces.
    """

    text: str
    spot: Spot
    shown: Shown | None = None
    label: str = ""
    """The number that the word processor computes; a PDF has it in `text`."""
    zone: Zone = Zone.BODY
    table: int = -1
    """The table it is in, counted from 0 through the document; -1 outside any table."""
    row: int = -1
    """The row in that table, from 0."""
    column: int = -1
    """The first column of the table's grid that its cell takes, from 0."""
    span: int = 1
    """How many columns of the grid its cell takes."""
    is_header_row: bool = False
    """Marked as a row that is repeated on each page."""
    is_continued: bool = False
    """It stands for a cell that is merged with the one above it; its text is empty."""
    is_kept: bool = False
    """Without words, but no blank line: it holds a drawing, or the end of a section."""
    is_page_number: bool = False
    """Of a header or footer: it holds the number of the page."""
    in_text_box: bool = False
    starts_page: bool = False
    """A page break, or a section that starts a page, stands before it."""
    anchor: str | None = None
    style: str = ""
    """The name of its style: a hint, never a proof."""
    sheet: int = -1
    """Which of the reader's sheets it stands on (the first, where it runs on)."""
