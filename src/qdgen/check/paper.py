"""A document as a clerk reads it, whatever file it comes from: what the rules are given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Flag, auto
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol

from qdgen.check.elements import PROSE, Element, PartKind
from qdgen.check.look import DrawnLine, Look, Sheet
from qdgen.check.registers import Registers
from qdgen.diagnostics import Location
from qdgen.messages import Text


class Medium(Flag):
    """What kinds of file there are."""

    CONTENT = auto()
    WORD = auto()
    PDF = auto()


TEXTS = Medium.CONTENT | Medium.WORD | Medium.PDF
LOOKS = Medium.WORD | Medium.PDF


class Written(NamedTuple):
    """Characters of a content file: `file`, and the indexes `start` up to `end` into its text."""

    file: Path
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Located:
    """Where some characters of a piece stand, in all the ways a report may want to say it."""

    location: Location
    where: Text = Text("")
    """In words, where line and column mean nothing: "page 3", "table 1, row 4, column 2"."""
    source_line: str = ""
    """The line as written (content), or the words of the paragraph."""
    mark: tuple[int, int] = (0, 0)
    """Start and end, in `source_line`, of what is meant."""
    written: Written | None = None
    """The very characters in the content file, where they were written one for one."""


class Spot(Protocol):
    """The place of a piece."""

    def located(self, start: int, end: int, /) -> Located:
        """Where the characters `start` up to `end` of the piece's text stand."""

    def is_generated(self, start: int, end: int, /) -> bool:
        """Whether none of these characters was written by the drafter: a citation, a number."""


@dataclass(slots=True, eq=False)
class Piece:
    """A paragraph, a line of a cell, a footnote. `text` is what is printed, without the label; a
    break inside it is \\n. `part` is its index in `Paper.parts`."""

    element: Element
    text: str
    spot: Spot
    part: int = 0
    label: str = ""
    """The number or sign in front, as printed: "Điều 2.", "a)", "-", "1."; STT for a row."""
    level: int = 0
    """How deep, from 0: of a dash, an outline's section, a heading (Phần, Chương, Mục, Tiểu mục),
    a table's row."""
    anchor: str | None = None
    row: int = -1
    """Of a table, the one without borders at the head too: the row from 0, header rows counted; -1
    outside."""
    column: int = -1
    """Of a table: the column from 0 (the first is STT where rows are numbered)."""
    verbatim: bool = False
    """`nguyen_van`: words that must stand as they are."""
    look: Look | None = None
    label_is_typed: bool = False
    """Word: the number is typed text, no native list."""
    blanks: str = ""
    """The spaces and tabs typed in front of it."""
    starts_page: bool | None = None
    """Whether a page begins with it; None where the file does not show it."""
    title_on_own_line: bool | None = None
    """Of a heading's title: whether a line break parts it from its number."""


@dataclass(slots=True, eq=False)
class Row:
    """A row of an annex's table: a heading across it, or the texts of its cells by column (from 0,
    STT not counted). `pieces` are all its pieces."""

    part: int
    label: str
    level: int
    heading: Piece | None
    cells: tuple[tuple[Piece, ...], ...]
    anchor: str | None = None

    def cell_text(self, column: int) -> str:
        """The words of a cell, a line a paragraph."""
        return "\n".join(p.text for p in self.cells[column]) if column < len(self.cells) else ""

    @property
    def first(self) -> Piece | None:
        """Any piece of it, to point at."""
        return self.heading or next((p for cell in self.cells for p in cell), None)


@dataclass(slots=True, eq=False)
class Table:
    """A table of an annex. `headings` are the words above each column (STT not counted)."""

    part: int
    headings: tuple[str, ...]
    rows: list[Row]
    numbered: bool = True
    repeats_headings: bool | None = None
    """Whether its headings stand again on each page; None where the file does not show it."""
    rows_may_split: bool | None = None
    """Whether any of its rows may break over two pages."""
    headings_missing_on: tuple[int, ...] = ()
    """PDF: the pages it goes on to without its headings."""
    split_rows: tuple[tuple[int, int], ...] = ()
    """PDF: the rows that break over pages: the index in `rows`, and the page it goes on to."""


@dataclass(slots=True, eq=False)
class PaperPart:
    """The decision, an attached document, or an annex. `title` in the words and case as printed;
    `anchor` is the content's name of it; `pages` counts PDF pages, 0 elsewhere."""

    kind: PartKind
    title: str = ""
    number: str = ""
    """Of an annex: its Roman numeral as printed, "" for the only one."""
    anchor: str | None = None
    type: str = ""
    """Tên loại, as printed: QUYẾT ĐỊNH, KẾ HOẠCH."""
    by_articles: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the dossier chose where the decree leaves or is given a choice (`trinh_bay`)."""

    pages_run_on: bool = False
    first_annex_page_shown: bool = False
    annex_title_upper: bool = True
    attached_title_upper: bool = False


@dataclass(slots=True, eq=False)
class Suppression:
    """A word of a comment that lets a rule pass: `# bỏ qua TN101: lý do`. It holds for the lines
    `first` to `last` of the file `shown`. `piece` is the comment, `word` the code or name written
    in it from `start` on."""

    shown: str
    first: int
    last: int
    piece: Piece
    word: str
    start: int
    reason: str
    code: str = ""
    """The rule meant; "" where there is none of that code or name."""
    judged: bool = False
    """Whether its rule could judge this paper."""
    used: int = 0
    """How many findings it let pass."""


@dataclass(eq=False)
class Paper:
    """A whole document. Without a day (`day`) it is not issued yet."""

    medium: Medium
    name: str
    """The file or folder as the user knows it."""
    pieces: Sequence[Piece]
    parts: Sequence[PaperPart]
    tables: Sequence[Table] = ()
    registers: Registers = field(default_factory=Registers)
    day: date | None = None
    year: int | None = None
    lines: Sequence[DrawnLine] = ()
    sheets: Sequence[Sheet] = ()
    chosen: Chosen = field(default_factory=Chosen)
    unknown: Sequence[Text] = ()
    """What could not be made out in the file, in words."""
    unread: Text | None = None
    """Why none of its text could be read (a scan): then no rule can judge it."""
    suppressions: Sequence[Suppression] = ()
    """In the order of the files and lines."""

    @cached_property
    def _by_element(self) -> dict[Element, list[Piece]]:
        found: dict[Element, list[Piece]] = {}
        for piece in self.pieces:
            found.setdefault(piece.element, []).append(piece)
        return found

    def of(self, *elements: Element, part: int | None = None) -> list[Piece]:
        """The pieces of these elements, in the order of the document; of one part if asked."""
        if len(elements) == 1:
            found: Iterable[Piece] = self._by_element.get(elements[0], ())
        else:
            wanted = frozenset(elements)
            found = (piece for piece in self.pieces if piece.element in wanted)
        return [p for p in found if part is None or p.part == part]

    def first(self, element: Element, part: int | None = None) -> Piece | None:
        """The first piece of that element."""
        return next(iter(self.of(element, part=part)), None)

    def text_of(self, element: Element, part: int | None = None) -> str:
        """The words of the first piece of that element; "" where there is none."""
        piece = self.first(element, part)
        return piece.text if piece else ""

    def parts_of(self, kind: PartKind) -> Iterator[tuple[int, PaperPart]]:
        """The parts of that kind with their indexes."""
        return ((n, p) for n, p in enumerate(self.parts) if p.kind is kind)

    @property
    def prose(self) -> frozenset[Element]:
        """Where people write words of their own; the texts of the registers among them."""
        return PROSE | {Element.REGISTER, Element.RECIPIENT}

    @property
    def is_decision(self) -> bool:
        """Whether it is a decision, with whatever it attaches."""
        return any(p.kind is PartKind.DECISION for p in self.parts)
