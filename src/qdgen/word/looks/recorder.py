"""Reads paragraphs as the reader of texts does, and records on the way how they look."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lxml import etree

from qdgen.word.looks.definitions import cell_margins
from qdgen.word.looks.formats import Format, borders, paragraph_format, run_format
from qdgen.word.looks.hierarchy import (
    NO_TABLE,
    Hierarchy,
    TableLayer,
    table_parts,
    twips,
)
from qdgen.word.looks.model import CellLook, Recorded, RunLook, TableLook
from qdgen.word.looks.shapes import drawn, lines_of
from qdgen.word.reader.inline import Inline, Notes, own_numbering
from qdgen.word.reader.model import Block, Change, Kind, Note, Paragraph
from qdgen.word.reader.names import PPR, RPR, SECTPR, TBL, TC, TR, VAL, R, w
from qdgen.word.reader.numbering import Counters, Numbering
from qdgen.word.reader.styles import Styles
from qdgen.word.reader.values import integer, is_on, value_of

_MM = 25.4 / 1440
_NUMPR, _PSTYLE, _TXBX = w("numPr"), w("pStyle"), w("txbxContent")
_TCPR, _GRIDSPAN, _TCW, _TCMAR, _TCBORDERS = (
    w(name) for name in ("tcPr", "gridSpan", "tcW", "tcMar", "tcBorders")
)
_SHOWN = (Change.NONE, Change.INSERTED)
_PRINTED = (Kind.TEXT, Kind.PAGE_FIELD)
_DEFAULT_MARGIN = "108"
"""Of a cell on the left and right, in twips, where neither table nor style gives one."""
_SIDES = ("top", "bottom", "left", "right")


class _OpenTable:
    """What is known of a table while its rows are read."""

    def __init__(self, element: etree._Element, hierarchy: Hierarchy) -> None:
        properties = element.find(w("tblPr"))
        style = None if properties is None else value_of(properties, "tblStyle")
        self.element = element
        self.style = hierarchy.table_style(style or "")
        self.borders = hierarchy.table_borders(self.style)
        margins: dict[str, str] = {}
        if properties is not None:
            self.borders = {**self.borders, **borders(properties.find(w("tblBorders")))}
            margins = cell_margins(properties.find(w("tblCellMar")))
        self.margins = {
            side: margins.get(side) or hierarchy.cell_margin(self.style, side) or _DEFAULT_MARGIN
            for side in ("left", "right")
        }
        grid = element.find(w("tblGrid"))
        self.grid = [twips(column.get(w("w"))) for column in (() if grid is None else grid)]
        self.parts = None if properties is None else properties.find(w("tblLook"))
        self.look = TableLook()
        self.row: etree._Element | None = None
        self.row_count = 0
        self.cells: dict[etree._Element, tuple[CellLook, TableLayer]] = {}
        self.places: dict[etree._Element, tuple[int, int]] = {}
        """The column and the span of each cell of the row."""

    def enter(self, row: etree._Element) -> None:
        """The next row."""
        self.row = row
        self.row_count += 1
        self.cells, self.places = {}, {}
        column = 0
        for cell in row.iterchildren(TC):
            span = _span(cell)
            self.places[cell] = column, span
            column += span
        properties = row.find(w("trPr"))
        keeps = properties is not None and is_on(properties, "cantSplit")
        if not keeps:
            self.look.rows_may_split = True


class Recorder:
    """The looks of all paragraphs read so far, by the paragraph."""

    def __init__(self, hierarchy: Hierarchy) -> None:
        self.hierarchy = hierarchy
        self._recorded: dict[int, Recorded] = {}
        self._tables: list[_OpenTable] = []

    def of(self, paragraph: Paragraph) -> Recorded:
        """What was recorded of a paragraph."""
        return self._recorded[id(paragraph)]

    def keep(self, recorded: Recorded) -> None:
        """Remember it; the paragraph in it lives as long."""
        self._recorded[id(recorded.paragraph)] = recorded

    def _open(self, element: etree._Element) -> _OpenTable:
        for table in self._tables:
            if table.element is element:
                return table
        around = {*element.iterancestors(TBL)}
        self._tables = [table for table in self._tables if table.element in around]
        self._tables.append(_OpenTable(element, self.hierarchy))
        return self._tables[-1]

    def cell(
        self, paragraph: etree._Element
    ) -> tuple[CellLook | None, TableLayer, TableLook | None]:
        """The cell a paragraph stands in, what its table's style gives it, and its table."""
        cell = next(paragraph.iterancestors(TC, _TXBX), None)
        if cell is None or cell.tag != TC:
            return None, NO_TABLE, None
        row = next(cell.iterancestors(TR), None)
        element = next(cell.iterancestors(TBL), None)
        if row is None or element is None:
            return None, NO_TABLE, None
        table = self._open(element)
        if table.row is not row:
            table.enter(row)
        if cell not in table.cells:
            table.cells[cell] = self._cell(table, row, cell)
        return *table.cells[cell], table.look

    def _cell(
        self, table: _OpenTable, row: etree._Element, cell: etree._Element
    ) -> tuple[CellLook, TableLayer]:
        properties = cell.find(_TCPR)
        column, span = table.places.get(cell, (0, 1))
        before = next(cell.itersiblings(TC, preceding=True), None)
        after = next(cell.itersiblings(TC), None)
        is_first_row = table.row_count == 1
        parts = table_parts(table.parts, first_row=is_first_row, first_column=before is None)
        sides = {
            "top": table.borders.get("top" if is_first_row else "insideH", ""),
            "bottom": table.borders.get("insideH", "") or _bottom(table, row),
            "left": table.borders.get("left" if before is None else "insideV", ""),
            "right": table.borders.get("right" if after is None else "insideV", ""),
        }
        for part in parts:
            sides.update(self.hierarchy.table_borders(table.style, part))
        if properties is not None:
            sides.update(borders(properties.find(_TCBORDERS)))
        visible = frozenset(side for side in _SIDES if sides.get(side))
        width = _width(table, properties, column, span)
        layer = self.hierarchy.table_layer(table.style, parts)
        return CellLook(width, visible), layer


def _bottom(table: _OpenTable, row: etree._Element) -> str:
    """The table's lower border, where no row is seen to follow."""
    return "" if next(row.itersiblings(TR), None) is not None else table.borders.get("bottom", "")


def _span(cell: etree._Element) -> int:
    properties = cell.find(_TCPR)
    given = None if properties is None else properties.find(_GRIDSPAN)
    return 1 if given is None else max(1, integer(given.get(VAL), 1))


def _width(
    table: _OpenTable, properties: etree._Element | None, column: int, span: int
) -> float | None:
    given = None if properties is None else properties.find(_TCW)
    width = 0.0
    if given is not None and given.get(w("type"), "dxa") == "dxa":
        width = twips(given.get(w("w")))
    if not width:
        width = sum(table.grid[column : column + span])
    if not width:
        return None
    margins = dict(table.margins)
    own = None if properties is None else properties.find(_TCMAR)
    margins.update(cell_margins(own))
    inner = width - twips(margins["left"]) - twips(margins["right"])
    return max(0.0, inner) * _MM


class LookingInline(Inline):
    """Reads paragraphs, and tells the recorder how they look."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        counters: Counters,
        links: Mapping[str, str],
        notes: Notes | None,
        read_box: Callable[[etree._Element], tuple[Block, ...]],
        recorder: Recorder,
    ) -> None:
        super().__init__(styles, numbering, counters, links, notes, read_box)
        self._recorder = recorder
        self._run_properties: etree._Element | None = None
        self._said: list[tuple[str, etree._Element | None]] = []
        self._formats: dict[etree._Element, Format] = {}

    @property
    def is_at_rest(self) -> bool:
        """Never: a row read in one pass would not tell how it looks."""
        return False

    def _run(self, element: etree._Element) -> None:
        if element.tag != R:
            super()._run(element)
            return
        before = self._run_properties
        self._run_properties = element.find(RPR)
        super()._run(element)
        self._run_properties = before

    def _emit(self, words: str, kind: Kind = Kind.TEXT, note: Note | None = None) -> None:
        if all(f.in_result for f in self._fields):
            page = self._page or any(f.page for f in self._fields)
            shown = Kind.PAGE_FIELD if page and kind is Kind.TEXT else kind
            if words and shown in _PRINTED and self._change in _SHOWN:
                self._said.append((words, self._run_properties))
        super()._emit(words, kind, note)

    def paragraph(
        self, element: etree._Element, anchors: list[str]
    ) -> tuple[Paragraph, etree._Element | None]:
        """The paragraph, recorded."""
        outer, self._said = self._said, []
        paragraph, section = super().paragraph(element, anchors)
        said, self._said = self._said, outer
        self._recorder.keep(self._record(element, paragraph, said, section is not None))
        return paragraph, section

    def _record(
        self,
        element: etree._Element,
        paragraph: Paragraph,
        said: list[tuple[str, etree._Element | None]],
        ends_section: bool,
    ) -> Recorded:
        hierarchy = self._recorder.hierarchy
        properties = element.find(PPR)
        given, number_id, level = "", None, None
        mark: etree._Element | None = None
        for item in () if properties is None else properties:
            if item.tag == _PSTYLE:
                given = item.get(VAL, "")
            elif item.tag == _NUMPR:
                number_id, level = own_numbering(item)
            elif item.tag == RPR:
                mark = item
            elif item.tag == SECTPR:
                ends_section = True
        style = hierarchy.paragraph_style(given)
        cell, layer, table = self._recorder.cell(element)
        chosen = self._numbering.level_of(given, number_id, level)
        mark_format = run_format(mark)
        mark_look = hierarchy.run_look(style, mark_format, layer, {})
        look = hierarchy.paragraph_look(
            style, paragraph_format(properties), chosen,
            is_own_level=number_id is not None, table=layer, size=mark_look.size,
        )  # fmt: skip
        label_look = None
        if paragraph.label:
            label_look = hierarchy.run_look(style, mark_format, layer, hierarchy.level_run(chosen))
        text, runs = self._runs(said, style, layer)
        drawings = drawn(element)
        shapes = lines_of(drawings, cell.width if cell is not None else None)
        return Recorded(
            paragraph,
            text,
            runs,
            look,
            label_look,
            mark_look,
            style,
            lines=shapes,
            has_drawing=bool(drawings),
            ends_section=ends_section,
            holds_page_number=any(
                span.kind is Kind.PAGE_FIELD and span.target == "PAGE" and span.change in _SHOWN
                for span in paragraph.spans
            ),
            cell=cell,
            table=table,
            width=None if cell is None else cell.width,
        )

    def _runs(
        self, said: list[tuple[str, etree._Element | None]], style: str, layer: TableLayer
    ) -> tuple[str, list[tuple[int, int, RunLook]]]:
        words: list[str] = []
        runs: list[tuple[int, int, RunLook]] = []
        at = 0
        for piece, properties in said:
            look = self._recorder.hierarchy.run_look(style, run_format(properties), layer, {})
            words.append(_upper(piece) if look.upper else piece)
            if runs and runs[-1][2] is look:
                runs[-1] = (runs[-1][0], at + len(piece), look)
            else:
                runs.append((at, at + len(piece), look))
            at += len(piece)
        return "".join(words), runs


def _upper(words: str) -> str:
    """Capitals, a letter for a letter."""
    return "".join(u if len(u := letter.upper()) == 1 else letter for letter in words)
