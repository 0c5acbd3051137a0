"""Tables of an annex: heading rows, numbers, group rows, cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.check.elements import Element
from qdgen.check.identify import signs
from qdgen.check.identify.gathering import Gathered
from qdgen.check.identify.labels import typed_label
from qdgen.check.identify.segments import Segment, segment
from qdgen.check.paper import Piece, Row, Table
from qdgen.check.raw import RawParagraph

_NUMBERED = frozenset({"stt", "tt", "sott", "sothutu"})
_STT = re.compile(r"[(\[]?\s*(?:\d{1,4}(?:\.\d{1,3})*|[ivxlcIVXLC]{1,7}|[a-zA-ZđĐ])\s*[.)\]:/]*")
_NAMES_OF_COLUMNS = re.compile(r"\(?[0-9a-zA-Z]{1,2}\)?(?:\s*=.*)?")
_UPPER_KINDS = ("roman", "upper")


@dataclass(slots=True)
class _Cell:
    column: int
    span: int
    is_continued: bool
    paragraphs: list[Segment] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(p.text for p in self.paragraphs if p.text)

    @property
    def label(self) -> str:
        """The number in it: native, or typed as its whole text."""
        if not self.paragraphs:
            return ""
        native = self.paragraphs[0].raw.label
        return native or self.text.strip()


class TableReader:
    """Reads the tables of a document, one after the other; one cut in pieces is put together."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self.table_of: list[int] = []
        """For each table, which of the raw paragraphs' tables it is."""
        self._open: Table | None = None
        self._columns: list[int] = []
        self._headings: list[str] = []
        self._rows_before = 0
        self._levels: list[tuple[str, str]] = []
        self._above: dict[int, tuple[Piece, ...]] = {}

    def between(self) -> None:
        """Something stands between the last table and the next: they are two."""
        self._open = None

    def table(self, raws: Sequence[tuple[int, RawParagraph]]) -> None:
        """Add a table given by its paragraphs."""
        rows = _rows(raws)
        heads = _count_heads(rows)
        part = max(0, len(self._gathered.parts) - 1)
        texts = [[cell.text for cell in row] for row in rows[:heads]]
        flat = [text for row in texts for text in row]
        starts = sorted({cell.column for row in rows[:heads] for cell in row})
        goes_on = self._open is not None and (
            flat == self._headings
            if heads
            else starts == [] and len(_columns_of(rows)) == len(self._columns)
        )
        if not goes_on or self._open is None:
            self._begin(rows, heads, part)
            self._headings = flat
        for row in rows[heads:]:
            if heads and [cell.text for cell in row] == texts[0]:
                continue  # the heading row again, at the head of the next page
            self._row(row, part)

    def _begin(self, rows: Sequence[Sequence[_Cell]], heads: int, part: int) -> None:
        self._columns = _columns_of(rows[:heads]) if heads else _columns_of(rows)
        numbered = _is_numbered(rows, heads)
        names: dict[int, str] = {}
        for number, row in enumerate(rows[:heads]):
            for cell in row:
                if not cell.text:
                    continue
                column = self._column(cell.column)
                paragraphs = [p for p in cell.paragraphs if p.text]
                if not _NAMES_OF_COLUMNS.fullmatch(cell.text) or column not in names:
                    names[column] = cell.text
                piece = self._gathered.add(Element.COLUMN_HEADING, paragraphs)
                piece.row, piece.column = number, column
        shift = 1 if numbered else 0
        count = len(self._columns)
        headings = tuple(names.get(n, "") for n in range(shift, count))
        self._open = Table(part, headings, [], numbered=numbered)
        self._gathered.tables.append(self._open)
        self.table_of.append(rows[0][0].paragraphs[0].raw.table)
        if self._gathered.native and heads:
            self._open.repeats_headings = _is_marked(rows[0])
        self._rows_before, self._levels, self._above = heads, [], {}

    def _column(self, start: int) -> int:
        """The column that begins at a place of the grid, or holds it."""
        found = 0
        for n, column in enumerate(self._columns):
            if column <= start:
                found = n
        return found

    def _row(self, row: Sequence[_Cell], part: int) -> None:
        table = self._open
        if table is None:
            return
        number = self._rows_before + len(table.rows)
        shift = 1 if table.numbered else 0
        count = max(len(self._columns) - shift, 1)
        label, level = "", max(0, len(self._levels) - 1)
        rest: list[_Cell] = []
        for cell in row:
            is_first = shift and self._column(cell.column) == 0
            if is_first and cell.span < len(self._columns):
                if not cell.is_continued and _STT.fullmatch(cell.label):
                    label = cell.label
                    level = self._level(label)
                    self._number(cell, number, level)
                elif cell.text:
                    self._lines(cell, number, 0, level)
            else:
                rest.append(cell)
        heading = self._heading(rest, label, count)
        if heading is not None:
            if not label and shift:
                label, heading, level = self._label_in(heading, level)
            piece = self._gathered.add(
                Element.ROW_HEADING, [p for p in heading if p.text], label=label, level=level
            )
            piece.row, piece.column = number, 0
            table.rows.append(Row(part, label, level, piece, (), piece.anchor))
            self._above = {}
            return
        cells: list[tuple[Piece, ...]] = [()] * count
        for cell in rest:
            column = self._column(cell.column)
            place = max(0, min(column - shift, count - 1))
            if cell.is_continued:
                cells[place] = self._above.get(place, ())
                continue
            cells[place] += self._lines(cell, number, column, level)
            for further in range(1, cell.span):
                self._above.pop(place + further, None)
        self._above = dict(enumerate(cells))
        anchor = next((p.anchor for cell in cells for p in cell if p.anchor), None)
        table.rows.append(Row(part, label, level, None, tuple(cells), anchor))

    def _heading(self, rest: Sequence[_Cell], label: str, count: int) -> list[Segment] | None:
        """The paragraphs of a row that is a heading across the table."""
        full = [cell for cell in rest if cell.text]
        if len(full) != 1 or any(cell.is_continued for cell in rest) or count < 2:
            return None
        spans = len(rest) == 1 or full[0].span >= count
        if not spans and not (full[0] is rest[0] and _kind(label, None) in _UPPER_KINDS):
            return None
        return full[0].paragraphs

    def _label_in(self, heading: list[Segment], level: int) -> tuple[str, list[Segment], int]:
        """The number typed in the same cell as a heading's words."""
        label = typed_label(heading[0].text)
        if label is None or label.kind not in ("roman", "number", "letter"):
            return "", heading, level
        first = heading[0].part(label.end, len(heading[0].text))
        return label.words, [first, *heading[1:]], self._level(label.words)

    def _number(self, cell: _Cell, number: int, level: int) -> None:
        first = cell.paragraphs[0]
        piece = self._gathered.add(
            Element.ROW_NUMBER, [first], label=first.raw.label or "", level=level
        )
        piece.row, piece.column = number, 0
        piece.label_is_typed = self._gathered.native and not first.raw.label

    def _lines(self, cell: _Cell, number: int, column: int, level: int) -> tuple[Piece, ...]:
        found: list[Piece] = []
        for paragraph in cell.paragraphs:
            for nth, line in enumerate(paragraph.lines()):
                found.append(self._line(line, is_first=nth == 0))
                found[-1].row, found[-1].column = number, column
                found[-1].level = level
        return tuple(found)

    def _line(self, line: Segment, *, is_first: bool) -> Piece:
        if is_first and line.raw.label:
            return self._gathered.add(Element.CELL, [line], label=line.raw.label)
        label = typed_label(line.text)
        if label is None or label.kind not in ("dash", "plus") or label.end >= len(line.text):
            return self._gathered.add(Element.CELL, [line])
        rest, sign = line.part(label.end, len(line.text)), line.part(0, label.end)
        return self._gathered.add(Element.CELL, [rest], label=label.words, label_at=sign)

    def _level(self, label: str) -> int:
        """How deep a row is, by the pattern of its number among those above it."""
        signs_around = re.sub(r"[\w.]+", "0", label, count=1).strip()
        kind = _kind(label, [k for k, around in self._levels if around == signs_around])
        key = kind, signs_around
        if key in self._levels:
            del self._levels[self._levels.index(key) + 1 :]
        else:
            self._levels.append(key)
        return len(self._levels) - 1


def _kind(label: str, seen: Sequence[str] | None) -> str:
    bare = label.strip("()[] .:/")
    if not bare:
        return ""
    if bare[0].isdecimal():
        return f"arabic{bare.count('.')}"
    letter = "upper" if bare[0].isupper() else "lower"
    roman = "roman" if bare[0].isupper() else "small roman"
    if all(c in "ivxlc" for c in bare.lower()):
        if len(bare) == 1 and seen is not None and letter in seen and roman not in seen:
            return letter
        if len(bare) > 1 or bare.lower() in "ivx" or (seen is not None and roman in seen):
            return roman
    return letter


def _rows(raws: Sequence[tuple[int, RawParagraph]]) -> list[list[_Cell]]:
    rows: list[list[_Cell]] = []
    row, column = -1, -1
    for index, raw in raws:
        if raw.row != row:
            rows.append([])
            row, column = raw.row, -1
        if raw.column != column:
            rows[-1].append(_Cell(raw.column, raw.span, raw.is_continued))
            column = raw.column
        rows[-1][-1].paragraphs.append(segment(raw, index))
    return rows


def _columns_of(rows: Sequence[Sequence[_Cell]]) -> list[int]:
    return sorted({cell.column for row in rows for cell in row})


def _count_heads(rows: Sequence[Sequence[_Cell]]) -> int:
    """How many rows at the top hold the headings of the columns."""
    if len(rows) < 2:
        return 1 if rows and _is_stt(rows[0]) else 0
    marked = 0
    while marked < len(rows) - 1 and _is_marked(rows[marked]):
        marked += 1
    if not marked and not (_is_stt(rows[0]) or _looks_like_heads(rows[0])):
        return 0
    count = max(marked, 1)
    while count < len(rows) - 1 and (
        rows[count][0].is_continued
        or (len(rows[count]) > 2 and all(_NAMES_OF_COLUMNS.fullmatch(c.text) for c in rows[count])
            and _counts_up(rows[count]))
    ):  # fmt: skip
        count += 1
    return count


def _counts_up(row: Sequence[_Cell]) -> bool:
    numbers = [cell.text.strip("()") for cell in row]
    return numbers[1:] == [str(n) for n in range(2, len(numbers) + 1)] or numbers[1:] == [
        str(n) for n in range(1, len(numbers))
    ]


def _is_marked(row: Sequence[_Cell]) -> bool:
    return any(p.raw.is_header_row for cell in row for p in cell.paragraphs)


def _is_stt(row: Sequence[_Cell]) -> bool:
    return signs.folded(row[0].text[:12]) in _NUMBERED


def _looks_like_heads(row: Sequence[_Cell]) -> bool:
    """A row of short words in bold, none of them empty."""
    if len(row) < 2 or any(not 0 < len(cell.text) <= 60 for cell in row):
        return False
    if any(cell.text[-1] in ".;" or cell.paragraphs[0].raw.label for cell in row):
        return False
    looks = [
        p.raw.shown.look(p.start, p.end)
        for cell in row
        for p in cell.paragraphs
        if p.raw.shown is not None and p.text
    ]
    return bool(looks) and all((look.bold or 0.0) > 0.5 for look in looks)


def _is_numbered(rows: Sequence[Sequence[_Cell]], heads: int) -> bool:
    if heads and signs.folded(rows[0][0].text[:12]) in _NUMBERED:
        return True
    first = [row[0].label for row in rows[heads : heads + 20] if row and not row[0].is_continued]
    return bool(first) and all(len(label) < 8 and _STT.fullmatch(label) for label in first)
