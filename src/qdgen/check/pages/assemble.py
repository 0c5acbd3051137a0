"""From the blocks of all pages to paragraphs in the order of reading: paragraphs that go on over
a page are one, tables too, and notes stand behind what bears their mark."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from qdgen.check.pages.blocks import Columns, PageBlocks
from qdgen.check.pages.frames import frames_of, leadings_of
from qdgen.check.pages.joins import (
    ALONE,
    ITEM,
    NUMBER_LINE,
    TYPED_RULE,
    ends_in_cell,
    goes_on,
    goes_on_with_row,
    same_columns,
    stacks,
)
from qdgen.check.pages.lines import MM, Line
from qdgen.check.pages.notes import notes_of, with_notes
from qdgen.check.pages.paragraphs import Frame, Paragraph
from qdgen.check.pages.tables import Cell, Grid
from qdgen.check.raw import Zone

_REACHES_MM = 1.5
_INDENT_MM = 4.0
_EXTRA_MM = 1.0
_WIDEST_GAP = 1.3
_CENTRED_MM = 1.2
_CLEAR_MM = 0.8
_USUAL_LEADING = 1.15


@dataclass
class Assembled:
    """All paragraphs in order, those that are page furniture last. `typed_rules` are lines drawn
    with characters."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    typed_rules: list[Line] = field(default_factory=list)
    continued_without_heading: list[tuple[int, int]] = field(default_factory=list)
    """Tables that go on on a page without their headings: table, page."""
    split_rows: list[tuple[int, int, int]] = field(default_factory=list)
    """Rows that break over pages: table, row, the page it goes on to."""
    repeats: dict[int, bool] = field(default_factory=dict)
    """Of tables over more than one page: whether each page has their headings."""
    grids: dict[int, list[Grid]] = field(default_factory=dict)
    """The grids of each table."""


@dataclass
class _Open:
    """A table that may go on on the next page."""

    index: int
    grid: Grid
    rows: int
    headings: list[str]


class Assembler:
    """Reads the pages one after the other."""

    def __init__(self, pages: Sequence[PageBlocks]) -> None:
        self._pages = pages
        self._out = Assembled()
        self._tables = 0
        self._open: _Open | None = None
        self._running: list[Line] = []
        self._running_gap: float | None = None
        self._running_starts = False
        self._running_frame = Frame(0, 0)
        self._rules = {page.layout.number: page.rules for page in pages}
        self._last: Line | None = None
        self._frames = frames_of(pages)
        self._leadings = leadings_of(pages, self._frames)
        self._notes: dict[int, list[Paragraph]] = {}

    def read(self) -> Assembled:
        """All pages."""
        previous: list[Paragraph] = []
        for page in self._pages:
            notes = notes_of(page, previous)
            self._notes[page.layout.number] = notes
            previous = notes or previous
        for page in self._pages:
            self._page(page)
        self._flush()
        self._out.paragraphs = with_notes(self._out.paragraphs, self._notes)
        for page in self._pages:
            self._furniture(page)
        return self._out

    # --- a page ----------------------------------------------------------------------------------

    def _page(self, page: PageBlocks) -> None:
        self._frame = self._frames[page.layout.number]
        self._page_notes = {
            note.note
            for number in (page.layout.number, page.layout.number + 1)
            for note in self._notes.get(number, ())
        }
        first = True
        for block in page.flow:
            match block:
                case Line():
                    self._line(block, first=first)
                case Columns():
                    self._flush()
                    self._columns(block, first=first)
                case Grid():
                    self._flush()
                    self._grid(block, first=first)
            if not isinstance(block, Grid):
                self._open = None
            first = False

    def _line(self, line: Line, *, first: bool) -> None:
        line = self._without_marks_of_nothing(line)
        if TYPED_RULE.fullmatch(line.text.strip()):
            self._out.typed_rules.append(line)
            return
        gap = None
        if self._last is not None and self._last.page == line.page:
            step = (line.baseline - self._last.baseline) / MM
            gap = step - max(self._leading(line.size), self._leading(self._last.size))
        if self._running and not self._continues(self._running[-1], line, gap):
            self._flush()
        if not self._running:
            self._running_gap = gap
            self._running_starts = first
            self._running_frame = self._frame
        self._running.append(line)
        self._last = line

    def _leading(self, size: float) -> float:
        return self._leadings.get(size, size * _USUAL_LEADING)

    def _is_centred(self, line: Line) -> bool:
        frame = self._frame
        clear = line.left > frame.left + _CLEAR_MM
        return clear and abs(line.centre - (frame.left + frame.right) / 2) <= _CENTRED_MM

    def _continues(self, above: Line, line: Line, gap: float | None) -> bool:
        """Whether `line` belongs to the paragraph that `above` is the last line of."""
        frame = self._frame
        if gap is not None and gap > _EXTRA_MM / MM:
            return gap < _WIDEST_GAP * line.size and goes_on(above, line, frame)
        centred = self._is_centred(above) and self._is_centred(line)
        usual = any(abs(line.left - frame.left - indent) < _CENTRED_MM for indent in frame.indents)
        if centred and len(self._running) == 1 and usual and line.text[:1].isalnum():
            above_usual = any(
                abs(above.left - frame.left - indent) < _CENTRED_MM for indent in frame.indents
            )
            centred = not above_usual
        if centred:
            if gap is None:
                return False
            alike = (
                above.size == line.size
                and round(above.bold) == round(line.bold)
                and round(above.italic) == round(line.italic)
            )
            words, before = line.text.strip(), above.text.strip()
            return (
                alike
                and not ALONE.fullmatch(before)
                and not words.startswith("(")
                and not ALONE.fullmatch(words)
                and before.isupper() == words.isupper()
            )
        if line.left - frame.left > _INDENT_MM and line.left - above.left > -_INDENT_MM:
            hangs = len(self._running) > 1 and abs(line.left - above.left) < _CENTRED_MM
            same_left = abs(line.left - above.left) < _CENTRED_MM and not usual
            if not hangs and not same_left:
                return False
        ends_short = above.right < frame.right - _REACHES_MM
        if ITEM.match(line.text) and (ends_short or line.left - frame.left > _INDENT_MM):
            return False
        if above.size != line.size and abs(above.size - line.size) > 0.6:
            return False
        if ends_short:
            room = frame.right - above.right - 0.25 * line.size * MM
            return line.first_width() > room + 0.3
        return True

    def _flush(self) -> None:
        if not self._running:
            return
        self._put(
            Paragraph(
                self._running,
                self._running_frame,
                gap_pt=self._running_gap,
                starts_page=self._running_starts,
            )
        )
        self._running = []

    def _put(self, paragraph: Paragraph) -> Paragraph:
        rules = self._rules.get(paragraph.page, ())
        paragraph.underlines = rules
        self._out.paragraphs.append(paragraph.settle())
        return paragraph

    def _without_marks_of_nothing(self, line: Line) -> Line:
        """Raised digits that are no footnote's mark ("m2") go back into the text."""
        lost = [(mark, n) for mark, n in line.marks if mark.text not in self._page_notes]
        if not lost:
            return line
        words = list(line.words)
        for mark, index in reversed(lost):
            words.insert(index, mark)
        return Line(words, line.page, [m for m in line.marks if m not in lost])

    # --- columns ---------------------------------------------------------------------------------

    def _columns(self, block: Columns, *, first: bool) -> None:
        table = self._tables
        self._tables += 1
        if block.is_head:
            split = next(
                (n for n, ln in enumerate(block.left) if NUMBER_LINE.match(ln.text.strip())),
                len(block.left),
            )
            height = block.left[split].top if split < len(block.left) else float("inf")
            below = next(
                (n for n, ln in enumerate(block.right) if ln.top > height - 2.0), len(block.right)
            )
            rows = [(block.left[:split], block.right[:below])]
            rows.append((block.left[split:], block.right[below:]))
        else:
            rows = [(block.left, block.right)]
        centres = [_centre(block.left), _centre(block.right)]
        started = first
        for row, sides in enumerate(rows):
            for column, lines in enumerate(sides):
                for group in self._stacked(lines, is_head=block.is_head, column=column):
                    edges = Frame(
                        min(line.left for line in group),
                        max(line.right for line in group),
                        centres[column],
                    )
                    paragraph = Paragraph(
                        group,
                        edges,
                        table=table,
                        row=row,
                        column=column,
                        is_centred_column=block.is_head or column == 1,
                        starts_page=started,
                        bordered=False,
                    )
                    if not block.is_head and column == 0:
                        paragraph.frame = Frame(self._frame.left, self._frame.right)
                    self._put(paragraph)
                    started = False
        self._last = None

    def _stacked(self, lines: list[Line], *, is_head: bool, column: int) -> Iterator[list[Line]]:
        """The paragraphs of a column."""
        group: list[Line] = []
        for line in map(self._without_marks_of_nothing, lines):
            if TYPED_RULE.fullmatch(line.text.strip()):
                self._out.typed_rules.append(line)
                continue
            if group and not stacks(group, line, is_head=is_head, column=column):
                yield group
                group = []
            group.append(line)
        if group:
            yield group

    # --- tables ----------------------------------------------------------------------------------

    def _grid(self, grid: Grid, *, first: bool) -> None:
        seen: set[int] = set()
        rows: list[list[Cell]] = []
        for cells in grid.rows:
            new = [cell for cell in cells if id(cell) not in seen]
            seen |= {id(cell) for cell in cells}
            rows.append(new)
        rows = [row for row in rows if row]
        words = [" | ".join(cell.text for cell in row) for row in rows]
        opened = self._open
        if opened is not None and first and same_columns(opened.grid, grid):
            repeated = 0
            while repeated < len(words) and repeated < len(opened.headings):
                if words[repeated] != opened.headings[repeated]:
                    break
                repeated += 1
            if repeated == len(words):
                repeated = 0
            self._out.repeats[opened.index] = bool(repeated) and self._out.repeats.get(
                opened.index, True
            )
            if not repeated:
                self._out.continued_without_heading.append((opened.index, grid.page))
            rows = rows[repeated:]
            index, start = opened.index, opened.rows
            if rows and goes_on_with_row(rows[0], grid):
                self._out.split_rows.append((index, start - 1, grid.page))
                for cell in rows.pop(0):
                    self._rest_of_cell(cell, index, start - 1)
            headings = opened.headings
        else:
            index, start = self._tables, 0
            self._tables += 1
            headings = words[:3]
        self._out.grids.setdefault(index, []).append(grid)
        for number, row in enumerate(rows, start):
            for cell in row:
                self._cell(cell, index, number, first=first and number == start)
        self._open = _Open(index, grid, start + len(rows), headings)
        self._last = None

    def _rest_of_cell(self, cell: Cell, table: int, row: int) -> None:
        """What a cell of the page before goes on with."""
        own = next(
            (
                p
                for p in reversed(self._out.paragraphs)
                if (p.table, p.row, p.column) == (table, row, cell.column)
            ),
            None,
        )
        lines = [self._without_marks_of_nothing(line) for line in cell.lines]
        padding = min((line.left - cell.left for line in own.lines), default=0.0) if own else 0.0
        right = cell.right - max(padding, 0.0)
        if own is None or not lines or ends_in_cell(own.lines[-1], lines[0], right):
            self._cell(cell, table, row, first=False)
            return
        own.lines += lines
        own.settle()

    def _cell(self, cell: Cell, table: int, row: int, *, first: bool) -> None:
        lines = [self._without_marks_of_nothing(line) for line in cell.lines]
        if not lines:
            return
        padding = max(0.4, min(line.left for line in lines) - cell.left)
        right = cell.right - min(padding, 2.5)
        frame = Frame(cell.left, cell.right)
        group: list[Line] = []
        groups: list[list[Line]] = []
        for line in lines:
            if group and ends_in_cell(group[-1], line, right):
                groups.append(group)
                group = []
            group.append(line)
        groups.append(group)
        for number, own in enumerate(groups):
            self._put(
                Paragraph(
                    own,
                    frame,
                    table=table,
                    row=row,
                    column=cell.column,
                    span=cell.span,
                    starts_page=first and not number,
                    bordered=True,
                )
            )

    # --- page numbers ----------------------------------------------------------------

    def _furniture(self, page: PageBlocks) -> None:
        if page.stamp:
            frame = self._frames[page.layout.number]
            stamp = Paragraph(page.stamp, Frame(frame.left, frame.right), zone=Zone.HEADER)
            self._put(stamp)
        if page.number is not None:
            line = page.number
            frame = self._frames[page.layout.number]
            self._put(
                Paragraph(
                    [line],
                    Frame(frame.left, frame.right, page.layout.width / 2),
                    zone=Zone.HEADER if page.number_is_above else Zone.FOOTER,
                    is_page_number=True,
                )
            )


def _centre(lines: Sequence[Line]) -> float | None:
    """The middle that most lines of a column share; None where there is no telling."""
    counted = Counter(round(line.centre) for line in lines)
    best = max(
        (line.centre for line in lines),
        key=lambda c: sum(abs(c - line.centre) < _CENTRED_MM for line in lines),
        default=None,
    )
    if best is None or len(counted) == len(lines) > 1:
        near = best is not None and sum(abs(best - line.centre) < 1.5 for line in lines)
        return best if near and near > 1 else None
    return best if len(lines) > 1 else None
