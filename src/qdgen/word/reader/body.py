"""The blocks of a story in order, as events: one path for a stream and for a tree in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from lxml import etree

from qdgen.messages import text
from qdgen.word.package import UnreadableFileError
from qdgen.word.reader.inline import ANCHOR_PREFIX, Inline
from qdgen.word.reader.model import Block, Cell, Change, Merge, PageSetup, Paragraph, Row, Table
from qdgen.word.reader.names import (
    BODY,
    BOOKMARK_START,
    CHOICE,
    FALLBACK,
    SECTPR,
    TBL,
    TC,
    TR,
    TXBX_CONTENT,
    VAL,
    P,
    w,
)
from qdgen.word.reader.plain_rows import plain_cells
from qdgen.word.reader.sections import References, page_setup, page_text_references
from qdgen.word.reader.values import OFF, integer

TAGS = (P, TBL, TR, TC, SECTPR, TXBX_CONTENT, CHOICE, FALLBACK)
_ASIDES = frozenset({SECTPR, CHOICE, FALLBACK})
_TABLES_DEEP = 60
_RANGE_MARKS = frozenset(
    w(name)
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "proofErr")
)
_NAME = w("name")
_TRPR, _TCPR = w("trPr"), w("tcPr")
_GRID_BEFORE, _HEADER, _VMERGE, _GRIDSPAN = (
    w(name) for name in ("gridBefore", "tblHeader", "vMerge", "gridSpan")
)
_TABLE_CHANGES = {
    w("ins"): Change.INSERTED,
    w("del"): Change.DELETED,
    w("cellIns"): Change.INSERTED,
    w("cellDel"): Change.DELETED,
}


class TableStart(NamedTuple):
    """A table begins; `columns` as declared by its grid."""

    columns: int


class RowStart(NamedTuple):
    """A row begins."""

    is_header: bool
    change: Change


class CellStart(NamedTuple):
    """A cell begins; what follows up to its CellEnd stands in it."""

    column: int
    span: int
    merge: Merge
    change: Change


class CellEnd(NamedTuple):
    """The cell ends."""


class RowEnd(NamedTuple):
    """The row ends."""


class TableEnd(NamedTuple):
    """The table ends."""


class SectionEnd(NamedTuple):
    """What came since the last one stands in a section of this setup."""

    setup: PageSetup
    references: References


_CELL_END, _ROW_END = CellEnd(), RowEnd()

Event = Paragraph | TableStart | RowStart | CellStart | CellEnd | RowEnd | TableEnd | SectionEnd
Step = tuple[str, etree._Element]  # noqa: SLF001 - lxml names its type so


@dataclass(slots=True)
class _OpenTable:
    element: etree._Element
    is_started: bool = False
    row: etree._Element | None = None
    row_is_started: bool = False
    column: int = 0
    cell: etree._Element | None = None
    awaits_cell: bool = False


@dataclass(slots=True)
class _State:
    tables: list[_OpenTable] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    boxes: int = 0
    passed_over: etree._Element | None = None


def walk_tree(root: etree._Element, inline: Inline) -> Iterator[Event]:
    """The blocks below `root`, a tree in memory."""
    steps = (etree.iterwalk(child, events=("start", "end"), tag=TAGS) for child in root)
    return walk(chain.from_iterable(steps), inline)


def walk(
    steps: Iterable[Step], inline: Inline, forget: Callable[[etree._Element], None] | None = None
) -> Iterator[Event]:
    """The blocks met in `steps` (starts and ends of TAGS in document order).

    `forget` is called with each element that is done with. Raises UnreadableFileError.
    """
    yield from _walk(iter(steps), inline, forget, _State())


def _walk(
    steps: Iterator[Step],
    inline: Inline,
    forget: Callable[[etree._Element], None] | None,
    state: _State,
    *,
    in_row: bool = False,
) -> Iterator[Event]:
    tables = state.tables
    for kind, element in steps:
        tag = element.tag
        if state.passed_over is not None:
            if element is state.passed_over and kind == "end":
                state.passed_over = None
        elif tag == TXBX_CONTENT:
            state.boxes += 1 if kind == "start" else -1
        elif state.boxes:
            continue  # read with the paragraph that holds the text box
        elif tag == P:
            yield from _paragraph(kind, element, state, inline, forget)
        elif tag in _ASIDES:
            yield from _aside(kind, element, state)
        elif kind == "start" and tag == TR and not in_row and _is_outermost(tables):
            yield from _await_row(element, steps, state, inline, forget)
        elif kind == "start":
            state.anchors += _loose_anchors(element)
            yield from _open(element, tables)
        elif tables:
            yield from _close(element, tables)
            if forget is not None and (tag == TR or (tag == TBL and not tables)):
                forget(element)


def _is_outermost(tables: list[_OpenTable]) -> bool:
    return len(tables) == 1 and tables[0].row is None


def _await_row(
    row: etree._Element,
    steps: Iterator[Step],
    state: _State,
    inline: Inline,
    forget: Callable[[etree._Element], None] | None,
) -> Iterator[Event]:
    """An outermost row is looked at as a whole, once it is there."""
    for kind, element in steps:
        if element is row and kind == "end":
            break
    yield from _whole_row(row, inline, state)
    if forget is not None:
        forget(row)


def _whole_row(row: etree._Element, inline: Inline, state: _State) -> Iterator[Event]:
    table = state.tables[0]
    cells = None
    if not state.anchors and not _loose_anchors(row):
        cells = plain_cells(row, inline)
    if cells is None:
        steps = etree.iterwalk(row, events=("start", "end"), tag=TAGS)
        yield from _walk(iter(steps), inline, None, state, in_row=True)
        return
    if not table.is_started:
        yield _begin_table(table)
    yield _begin_row(table, row)
    table.row_is_started = False
    for cell in cells:
        yield CellStart(table.column, cell.span, Merge.NONE, Change.NONE)
        table.column += cell.span
        for paragraph in cell.paragraphs:
            yield inline.plain_paragraph(*paragraph)
        yield _CELL_END
    yield _ROW_END


def _paragraph(
    kind: str,
    element: etree._Element,
    state: _State,
    inline: Inline,
    forget: Callable[[etree._Element], None] | None,
) -> Iterator[Event]:
    if kind == "start":
        if state.tables and state.tables[-1].awaits_cell:
            yield _begin_cell(state.tables[-1])
        return
    if element.getprevious() is not None:
        state.anchors += _loose_anchors(element)
    anchors, state.anchors = state.anchors, []
    paragraph, section = inline.paragraph(element, anchors)
    yield paragraph
    if not state.tables:
        if section is not None:
            yield SectionEnd(page_setup(section), page_text_references(section))
        if forget is not None:
            forget(element)


def _aside(kind: str, element: etree._Element, state: _State) -> Iterator[Event]:
    """A section of the body, or one of several alternatives."""
    if element.tag == SECTPR:
        parent = element.getparent()
        if kind == "end" and parent is not None and parent.tag == BODY:
            yield SectionEnd(page_setup(element), page_text_references(element))
    elif kind == "start" and _comes_after_a_choice(element):
        state.passed_over = element


def _comes_after_a_choice(element: etree._Element) -> bool:
    return next(element.itersiblings(CHOICE, preceding=True), None) is not None


def _loose_anchors(element: etree._Element) -> list[str]:
    """The ids of bookmarks that begin just before a block, outside any paragraph."""
    found: list[str] = []
    before = element.getprevious()
    while before is not None and before.tag in _RANGE_MARKS:
        name = before.get(_NAME, "")
        if before.tag == BOOKMARK_START and name.startswith(ANCHOR_PREFIX):
            found.append(name[len(ANCHOR_PREFIX) :])
        before = before.getprevious()
    return found[::-1]


def _open(element: etree._Element, tables: list[_OpenTable]) -> Iterator[Event]:
    tag = element.tag
    table = tables[-1] if tables else None
    if tag == TBL:
        if table is not None and table.awaits_cell:
            yield _begin_cell(table)
        if len(tables) == _TABLES_DEEP:
            raise UnreadableFileError(
                text("The document is nested deeper than any word processor writes.")
            )
        tables.append(_OpenTable(element))
    elif table is None:
        return
    elif tag == TR and table.row is None:
        if not table.is_started:
            yield _begin_table(table)
        table.row, table.row_is_started = element, False
    elif tag == TC and table.row is not None and table.cell is None:
        if not table.row_is_started:
            yield _begin_row(table, table.row)
        table.cell, table.awaits_cell = element, True


def _close(element: etree._Element, tables: list[_OpenTable]) -> Iterator[Event]:
    table = tables[-1]
    if element is table.cell:
        if table.awaits_cell:
            yield _begin_cell(table)
        table.cell = None
        yield CellEnd()
    elif element is table.row:
        if not table.row_is_started:
            yield _begin_row(table, element)
        table.row = None
        yield RowEnd()
    elif element is table.element:
        if not table.is_started:
            yield _begin_table(table)
        tables.pop()
        yield TableEnd()


def _begin_table(table: _OpenTable) -> TableStart:
    table.is_started = True
    grid = table.element.find(w("tblGrid"))
    return TableStart(0 if grid is None else len(grid.findall(w("gridCol"))))


def _begin_row(table: _OpenTable, row: etree._Element) -> RowStart:
    table.row_is_started = True
    table.column = 0
    is_header, change = False, Change.NONE
    properties = next(row.iterchildren(_TRPR), None)
    if properties is not None:
        for item in properties:
            if item.tag == _GRID_BEFORE:
                table.column = max(0, integer(item.get(VAL), 0))
            elif item.tag == _HEADER:
                is_header = item.get(VAL, "1") not in OFF
            elif item.tag in _TABLE_CHANGES:
                change = _TABLE_CHANGES[item.tag]
    return RowStart(is_header, change)


def _begin_cell(table: _OpenTable) -> CellStart:
    table.awaits_cell = False
    span, merge, change = 1, Merge.NONE, Change.NONE
    cell = table.cell
    properties = cell[0] if cell is not None and len(cell) else None
    if properties is not None and properties.tag == _TCPR:
        for item in properties:
            if item.tag == _GRIDSPAN:
                span = max(1, integer(item.get(VAL), 1))
            elif item.tag == _VMERGE:
                merge = Merge.FIRST if item.get(VAL) == "restart" else Merge.CONTINUED
            elif item.tag in _TABLE_CHANGES:
                change = _TABLE_CHANGES[item.tag]
    start = CellStart(table.column, span, merge, change)
    table.column += span
    return start


class Collector:
    """Puts events together into blocks."""

    def __init__(self) -> None:
        self._blocks: list[list[Block]] = [[]]
        self._columns: list[int] = []
        self._rows: list[list[Row]] = []
        self._row_starts: list[RowStart] = []
        self._cells: list[list[Cell]] = []
        self._cell_starts: list[CellStart] = []

    def add(self, event: Event) -> None:
        """Take the next event; a SectionEnd changes nothing."""
        match event:
            case Paragraph():
                self._blocks[-1].append(event)
            case TableStart():
                self._columns.append(event.columns)
                self._rows.append([])
            case RowStart():
                self._row_starts.append(event)
                self._cells.append([])
            case CellStart():
                self._cell_starts.append(event)
                self._blocks.append([])
            case CellEnd():
                start = self._cell_starts.pop()
                blocks = tuple(self._blocks.pop())
                cell = Cell(start.column, start.span, start.merge, blocks, start.change)
                self._cells[-1].append(cell)
            case RowEnd():
                row = self._row_starts.pop()
                self._rows[-1].append(Row(row.is_header, tuple(self._cells.pop()), row.change))
            case TableEnd():
                self._blocks[-1].append(Table(self._columns.pop(), tuple(self._rows.pop())))

    def take(self) -> tuple[Block, ...]:
        """The blocks since the last call."""
        blocks = tuple(self._blocks[0])
        self._blocks[0] = []
        return blocks


def collected(events: Iterable[Event]) -> tuple[Block, ...]:
    """The blocks that `events` describe."""
    collector = Collector()
    for event in events:
        collector.add(event)
    return collector.take()
