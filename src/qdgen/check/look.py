"""How a piece looks, as far as the file shows it. Lengths in mm, sizes and spacing in pt.

`None` means: this file does not show it (a PDF knows no indents, content knows no looks at all).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Align(StrEnum):
    """Where the lines of a paragraph stand."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page: mm from its left and upper edges; `page` counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Look:
    """The effective look of a piece: what direct formatting, styles and defaults come to.

    `fonts`, `sizes` (pt) and `colours` (RRGGBB) give the share of letters (0 to 1) of each; spaces
    do not count. `bold`, `italic` and `underlined` are shares of letters too. The label is not part
    of them: `label_bold`, `label_font`, `label_size` are its own.
    """

    fonts: Mapping[str, float] = field(default_factory=dict)
    sizes: Mapping[float, float] = field(default_factory=dict)
    colours: Mapping[str, float] = field(default_factory=dict)
    bold: float | None = None
    italic: float | None = None
    underlined: float | None = None
    align: Align | None = None
    first_line_mm: float | None = None
    """Of the first line, against the others; negative where it hangs."""
    left_mm: float | None = None
    right_mm: float | None = None
    before_pt: float | None = None
    after_pt: float | None = None
    line_spacing: float | None = None
    """In lines (1.0 single); None where it is a fixed height, then `line_height_pt` says it."""
    line_height_pt: float | None = None
    keep_next: bool | None = None
    page_break_before: bool | None = None
    lines: int | None = None
    """How many lines it takes: on a PDF's page counted, in Word reckoned where that is safe."""
    boxes: tuple[Box, ...] = ()
    """Where it stands, a box a page; PDF only."""
    lines_by_page: tuple[int, ...] = ()
    """How many lines of it stand on each of these pages."""
    widest_line_mm: float | None = None
    bordered: bool | None = None
    """Whether a visible border stands at any of its sides: its own, its cell's or its table's."""
    label_bold: bool | None = None
    label_italic: bool | None = None
    label_font: str | None = None
    label_size: float | None = None


class LineKind(StrEnum):
    """What a line under a text really is."""

    DRAWN = "drawn"
    BORDER = "border"
    """Of a paragraph, a cell or a table."""
    UNDERLINE = "underline"
    CHARACTERS = "characters"
    """Typed: ____ or ────."""


@dataclass(frozen=True, slots=True)
class DrawnLine:
    """A horizontal line below a piece (`below` is its index in `Paper.pieces`)."""

    below: int
    kind: LineKind
    length_mm: float | None
    text_mm: float | None
    """The longest line of the text above, in the size it is set in."""
    is_solid: bool = True
    off_centre_mm: float | None = None
    """How far its middle is from the middle of the text above."""


@dataclass(frozen=True, slots=True)
class Printed:
    """What only the page of a PDF shows. Words are given as far as a message needs them."""

    is_picture: bool = False
    """It is a picture from edge to edge, without text: a scan."""
    unembedded: tuple[str, ...] = ()
    """The fonts its words are drawn from that are not in the file."""
    unreadable: int = 0
    """How many letters are drawn of which the file does not say what they are."""
    letters: int = 0
    cut_off: str = ""
    """Words beyond the edge of the paper."""
    overprinted: str = ""
    """Words drawn over others."""
    overprinted_at: Box | None = None
    tilted: str = ""
    """Words drawn aslant across the page: a watermark."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of one setup (a section of a Word file), or one page of a PDF. Lengths in mm.

    Margins of a PDF page are what the text leaves free; None where the page cannot show it."""

    width: float
    height: float
    top: float | None = None
    bottom: float | None = None
    left: float | None = None
    right: float | None = None
    part: int = 0
    """The index in `Paper.parts` of what stands on it."""
    page: int | None = None
    """PDF: the page's place in the file, from 1."""
    number_shown: str | None = None
    """PDF: the page number printed on it, "" where none is. Word: None."""
    has_wide_table: bool = False
    is_empty: bool = False
    # Word only
    first_page_differs: bool | None = None
    restarts_at: int | None = None
    number_format: str | None = None
    starts_new_page: bool | None = None
    number_place: str | None = None
    """Where the number of the page stands: "header", "footer" (on a PDF's page: above or below the
    text), "" where there is none; None where the file does not show it."""
    first_number_shown: bool | None = None
    """Whether the first of these pages shows the number too."""
    printed: Printed | None = None
    """PDF only."""

    @property
    def is_landscape(self) -> bool:
        """Whether it is wider than high."""
        return self.width > self.height
