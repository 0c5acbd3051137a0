"""The resolved decision: frozen types in which nothing unresolved can be represented.

Every number, letter, reference, citation and footnote is settled here, once; Word, PDF and the
checks only show it. Texts are NFC. There is no I/O and no Word in this room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from qdgen.diagnostics import Location

BLANK_TEXT = "……"


# --- inlines ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight and slant, over what the paragraph's style says."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Link:
    """An address outside; the run is what is printed."""

    url: str
    run: Run


class RefersTo(StrEnum):
    """What of the target a cross-reference repeats."""

    NUMBER = "number"  # its computed list number
    LABEL = "label"  # the literal label that stands in its text (a letter, a Roman numeral)


@dataclass(frozen=True, slots=True)
class Reference:
    """The number of another provision; a live field in Word."""

    anchor: str
    run: Run
    refers_to: RefersTo


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of footnote `number` (from 1, over the whole document)."""

    number: int


@dataclass(frozen=True, slots=True)
class Blank:
    """A place left open, with the drafter's remark."""

    remark: str
    location: Location = field(repr=False)
    """Where it was written: no part of what is printed."""


Inline = Run | LineBreak | Link | Reference | NoteMark | Blank
Inlines = tuple[Inline, ...]


def plain_text(inlines: Inlines) -> str:
    """The words of `inlines` as printed; a footnote's mark is left out, a break is a newline."""
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case Run(text=words):
                parts.append(words)
            case Link(run=run) | Reference(run=run):
                parts.append(run.text)
            case LineBreak():
                parts.append("\n")
            case Blank():
                parts.append(BLANK_TEXT)
            case NoteMark():
                pass
    return "".join(parts)


# --- blocks -------------------------------------------------------------------------------------


class Role(StrEnum):
    """What a paragraph is; the value is the name of its style in the templates."""

    PART = "Phần"
    CHAPTER = "Chương"
    SECTION = "Mục"
    SUBSECTION = "Tiểu mục"
    ARTICLE = "Điều"
    ARTICLE_TITLED = "Điều có tên"
    CLAUSE = "Khoản"
    CLAUSE_TITLED = "Khoản có tên"
    POINT = "Điểm"
    OUTLINE_1 = "Mục I"
    OUTLINE_2 = "Mục 1"
    OUTLINE_2_TITLED = "Mục 1 có tên"
    OUTLINE_3 = "Mục a"
    TEXT = "Lời văn"
    DASH = "Gạch đầu dòng"
    PLUS = "Dấu cộng"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body. `label` is the number as printed ("Điều 2.", "a)", "-" or "")."""

    role: Role
    inlines: Inlines
    label: str = ""
    anchor: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading as printed, width in cm (shared out over the text width);
    `holds_figures`: its cells are numbers."""

    key: str
    heading: str
    width_cm: float
    holds_figures: bool = False


class NumberKind(StrEnum):
    """How a row's own number is written."""

    UPPER_ROMAN = "upper-roman"
    LOWER_ROMAN = "lower-roman"
    ARABIC = "arabic"
    LOWER_LETTER = "lower-letter"
    UPPER_LETTER = "upper-letter"


@dataclass(frozen=True, slots=True)
class RowNumbering:
    """How the rows of one level are numbered."""

    kind: NumberKind
    prefix: str = ""
    suffix: str = ""
    with_parent: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class CellParagraph:
    """A line of a cell; a dash line is printed with "-"."""

    inlines: Inlines
    dash: bool = False


Cell = tuple[CellParagraph, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `label` is its number as printed, `level` its depth from 0.

    A heading row has `heading` and spans the table; a data row has one cell a column.
    """

    anchor: str
    level: int
    label: str
    heading: Inlines | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An annex's table. `numbering` has an entry a level; none where rows are not numbered."""

    columns: tuple[Column, ...]
    numbering: tuple[RowNumbering, ...]
    rows: tuple[Row, ...]
    number_width_cm: float


# --- parts --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Capacity lines (TM., KT., …), position and name, each as printed."""

    capacity: tuple[str, ...]
    position: str
    name: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision itself."""

    anchor: str
    type: str
    parent_organ: str
    organ: str
    number_line: str
    date_line: str
    subject: Inlines
    authority: str
    bases: tuple[Inlines, ...]
    body: tuple[Paragraph, ...]
    recipients: tuple[Inlines, ...]
    signature: SignatureBlock


class Layout(StrEnum):
    """How an attached document is divided."""

    OUTLINE = "outline"
    ARTICLES = "articles"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document attached to the decision. `type_line` is empty where the title is one block."""

    anchor: str
    layout: Layout
    parent_organ: str
    organ: str
    type_line: str
    title: Inlines
    reference_line: Inlines
    body: tuple[Paragraph, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class Annex:
    """A Phụ lục. `number` is its Roman numeral, empty where there is only one; `label` is the word
    above its title."""

    anchor: str
    number: str
    title: Inlines
    reference_line: Inlines
    landscape: bool
    before: tuple[Paragraph, ...]
    table: Table | None
    after: tuple[Paragraph, ...]
    label: str = "Phụ lục"


Part = Decision | Attachment | Annex


@dataclass(frozen=True, slots=True)
class PageNumbering:
    """`restart`: each part counts from 1; `first_annex_page_shown`: its number is printed."""

    restart: bool = True
    first_annex_page_shown: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A whole dossier, resolved. `parts` in the order of issue; `notes[n - 1]` is footnote n."""

    name: str
    title: str
    subject: str
    year: int
    day: date | None
    parts: tuple[Part, ...]
    notes: tuple[Inlines, ...]
    pages: PageNumbering
    anchors: tuple[str, ...] = field(default=())
    presentation: tuple[tuple[str, str], ...] = ()
    """What `trinh_bay` chose otherwise than the decree has it, by its keys."""

    def blanks(self) -> Iterator[Blank]:
        """Every place left open, in order."""
        for inlines in self.texts():
            yield from (i for i in inlines if isinstance(i, Blank))

    def links(self) -> Iterator[str]:
        """The addresses of all links outside the footnotes, in order."""
        for part in self.parts:
            for inlines in _texts_of(part):
                for inline in inlines:
                    if isinstance(inline, Link):
                        yield inline.url

    def texts(self) -> Iterator[Inlines]:
        """Every run of inlines of the document, footnotes last."""
        for part in self.parts:
            yield from _texts_of(part)
        yield from self.notes


def _texts_of(part: Part) -> Iterator[Inlines]:
    match part:
        case Decision():
            yield part.subject
            yield from part.bases
            yield from (p.inlines for p in part.body)
            yield from part.recipients
        case Attachment():
            yield part.title
            yield part.reference_line
            yield from (p.inlines for p in part.body)
        case Annex():
            yield part.title
            yield part.reference_line
            yield from (p.inlines for p in part.before)
            for row in part.table.rows if part.table else ():
                if row.heading is not None:
                    yield row.heading
                yield from (p.inlines for cell in row.cells for p in cell)
            yield from (p.inlines for p in part.after)
