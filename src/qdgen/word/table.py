"""An annex's table: rows made from prototype rows of the template, written as a stream.

The template's table has four rows: the heading row, a row for a group of the first level
(`{{ nhom.stt }}`, `{{ nhom.ten }}`), a row for a heading below it (`{{ nhom_con.… }}`) and a data
row (`{{ hang.stt }}`, `{{ hang.o }}`, `{{ hang.gach }}` for a dash line in a cell and
`{{ hang.so }}` for a figure). Their
looks are the clerk's; the columns, their widths and the words come from the content. A row is
never a tree: its XML is put together from strings, so that 50,000 rows cost little memory.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from qdgen.document.model import Cell, Row, Run, Table
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import bare_xml, w
from qdgen.word.prototypes import (
    ParagraphLook,
    cell_open,
    paragraph_look,
    row_open,
    tag_paragraph,
)
from qdgen.word.runs import RunWriter, bookmark_end, bookmark_name, bookmark_start
from qdgen.word.templates import Template

ROWS_TARGET = "qdgen-rows"
"""The processing instruction that stands for the rows until the file is written."""

_VAL = w("val")
_ROWS_PER_CHUNK = 200
# What marks each prototype: the tags its cells must hold.
_HEADING, _GROUP, _SUBGROUP, _DATA = (
    ("cot.tieu_de",),
    ("nhom.stt", "nhom.ten"),
    ("nhom_con.stt", "nhom_con.ten"),
    ("hang.stt", "hang.o"),
)
_DASH = "hang.gach"
_FIGURE = "hang.so"


@dataclass(frozen=True, slots=True, eq=False)  # looked up once a row: by identity, not by its texts
class _RowLook:
    """A prototype row: what stands before the first cell, and the looks of its two cells."""

    open: str
    open_tall: str
    number_cell: str
    number: ParagraphLook
    cell: str
    words: ParagraphLook
    dash: ParagraphLook | None = None
    figure: ParagraphLook | None = None


@dataclass(frozen=True, slots=True)
class Breaks:
    """Where a table may break: rows, by index, before which a new piece begins with what stands
    `between` two pieces; rows that may go over the end of a page."""

    piece_ends: frozenset[int] = frozenset()
    between: str = ""
    tall_rows: frozenset[int] = frozenset()


class TableMaker:
    """Makes the table of one annex from the template's table."""

    def __init__(self, template: Template, table: etree._Element) -> None:
        rows = table.findall(w("tr"))
        self._table = table
        self._template = template
        self._heading = self._find(rows, _HEADING)
        group = self._find(rows, _GROUP)
        group_words = tag_paragraph(group, _GROUP[1])
        self._group = self._row_look(group, _GROUP)
        self._subgroup = self._row_look(self._find(rows, _SUBGROUP), _SUBGROUP)
        data = self._find(rows, _DATA)
        self._data = self._row_look(data, _DATA)
        self._heading_words = tag_paragraph(self._heading, _HEADING[0])
        self._cell_words = tag_paragraph(data, _DATA[1])
        self._group_words = group_words

    def shell(self, content: Table, text_width: int, ordinal: int) -> list[int]:
        """Turn the template's table into the annex's, without its rows: grid, heading row, and a
        mark where the rows will be. `text_width` in twips. Returns the widths of the columns."""
        numbered = bool(content.numbering)
        shares = [c.width_cm for c in content.columns]
        if numbered:
            shares.insert(0, content.number_width_cm)
        widths = _shared_out(shares, text_width)
        for row in self._table.findall(w("tr")):
            if row is not self._heading:
                self._table.remove(row)
        grid = self._table.find(w("tblGrid"))
        if grid is not None:
            for column in list(grid):
                grid.remove(column)
            for width in widths:
                etree.SubElement(grid, w("gridCol"), {w("w"): str(width)})
        whole = self._table.find(f"{w('tblPr')}/{w('tblW')}")
        if whole is not None:
            whole.set(w("w"), str(sum(widths)))
            whole.set(w("type"), "dxa")
        self._fill_heading(content, widths, numbered)
        self._table.append(etree.ProcessingInstruction(ROWS_TARGET, str(ordinal)))
        return widths

    @property
    def padding(self) -> int:
        """The space left and right in a cell together, in twips."""
        margins = self._table.find(f"{w('tblPr')}/{w('tblCellMar')}")
        if margins is None:
            return 0
        sides = (margins.find(w(side)) for side in ("left", "right", "start", "end"))
        return sum(int(side.get(w("w"), "0")) for side in sides if side is not None)

    def text_styles(self) -> tuple[str, str, str]:
        """The ids of the styles of a column heading, of a group's heading and of a cell."""
        return (
            _style_of(self._heading_words),
            _style_of(self._group_words),
            _style_of(self._cell_words),
        )

    def cut(self, separator: etree._Element) -> str:
        """What ends the table and begins it again with its heading row, `separator` (a paragraph)
        between, so that a long one is laid out in pieces."""
        opening = [self._table.find(w("tblPr")), self._table.find(w("tblGrid")), self._heading]
        again = "".join(bare_xml(e) for e in opening if e is not None)
        return f"</w:tbl>{bare_xml(separator)}<w:tbl>{again}"

    def rows(
        self,
        content: Table,
        widths: list[int],
        writer: RunWriter,
        lists: list[tuple[str, int]],
        next_bookmark: Callable[[], int],
        breaks: Breaks,
    ) -> Iterator[bytes]:
        """The XML of all rows, in chunks of UTF-8."""
        numbered = bool(content.numbering)
        word_widths = widths[1:] if numbered else widths
        numbers = _NumberCells(widths[0], lists) if numbered else None
        data_cell = self._data.cell.replace("<!--span-->", "")
        cells = [
            (
                data_cell.replace("@WIDTH@", str(width)),
                (self._data.figure if column.holds_figures else None) or self._data.words,
            )
            for column, width in zip(content.columns, word_widths, strict=True)
        ]
        span = f'<w:gridSpan w:val="{len(word_widths)}"/>'
        group_cells = {
            look: look.cell.replace("@WIDTH@", str(sum(word_widths))).replace("<!--span-->", span)
            for look in (self._group, self._subgroup)
        }
        chunk: list[str] = []
        for index, row in enumerate(content.rows, 1):
            heading = row.heading is not None
            look = self._data
            if heading:
                look = self._subgroup if row.level else self._group
            bookmark = next_bookmark()
            if index - 1 in breaks.piece_ends:
                chunk.append(breaks.between)
            chunk.append(look.open_tall if index - 1 in breaks.tall_rows else look.open)
            start = bookmark_start(bookmark_name(row.anchor), bookmark)
            if numbers is not None:
                level = row.level if row.label else None
                chunk.append(numbers.write(look, level, start, bookmark))
                start = ""
            if row.heading is not None:
                body = writer.write(row.heading, look.words.look)
                chunk.append(group_cells[look] + look.words.open)
                chunk.append(f"{start}{body}{bookmark_end(bookmark) if start else ''}</w:p></w:tc>")
            else:
                self._data_cells(row, cells, writer, (start, bookmark), chunk)
            chunk.append("</w:tr>")
            if index % _ROWS_PER_CHUNK == 0:
                yield "".join(chunk).encode()
                chunk.clear()
        yield "".join(chunk).encode()

    def _data_cells(
        self,
        row: Row,
        cells: list[tuple[str, ParagraphLook]],
        writer: RunWriter,
        bookmark: tuple[str, int],
        chunk: list[str],
    ) -> None:
        start, number = bookmark
        for (opening, words), cell in zip(cells, row.cells, strict=True):
            chunk.append(opening)
            chunk.append(self._cell(cell, writer, words, start, number))
            chunk.append("</w:tc>")
            start = ""

    def _cell(
        self, cell: Cell, writer: RunWriter, words: ParagraphLook, start: str, number: int
    ) -> str:
        end = bookmark_end(number) if start else ""
        if not cell:
            return f"{words.open}{start}{end}</w:p>"
        if len(cell) == 1 and not cell[0].dash:  # nearly every cell: kept short
            written = writer.write(cell[0].inlines, words.look)
            return f"{words.open}{start}{written}{end}</w:p>"
        parts = []
        for line in cell:
            look = self._data.dash if line.dash and self._data.dash else words
            inlines = line.inlines
            if line.dash and not self._data.dash:
                inlines = (Run("- "), *inlines)
            parts.append(f"{look.open}{start}{writer.write(inlines, look.look)}{end}</w:p>")
            start = end = ""
        return "".join(parts)

    def _fill_heading(self, content: Table, widths: list[int], numbered: bool) -> None:
        cells = self._heading.findall(w("tc"))
        number_cell, prototype = cells[0], cells[-1]
        headings = [c.heading for c in content.columns]
        if numbered and len(cells) > 1:
            _set_width(number_cell, widths[0])
        elif number_cell is not prototype:
            self._heading.remove(number_cell)
        for heading, width in zip(headings, widths[1:] if numbered else widths, strict=True):
            cell = copy.deepcopy(prototype)
            _set_width(cell, width)
            paragraph = next(cell.iter(w("p")))
            words = list(paragraph.iter(w("t")))
            words[0].text = heading
            for extra in words[1:]:
                extra.text = ""
            prototype.addprevious(cell)
        self._heading.remove(prototype)

    def _find(self, rows: list[etree._Element], tags: tuple[str, ...]) -> etree._Element:
        for row in rows:
            if all(tag_paragraph(row, tag) is not None for tag in tags):
                return row
        raise TemplateError(
            text("{path}: the table has no row with {tags}", path=self._template.path.name,
                 tags=", ".join(f"{{{{ {tag} }}}}" for tag in tags)),
            text("compare the table with the template that comes with the program"),
        )  # fmt: skip

    def _row_look(self, row: etree._Element, tags: tuple[str, ...]) -> _RowLook:
        cells = row.findall(w("tc"))
        properties = row.find(w("trPr"))
        dash, figure = tag_paragraph(row, _DASH), tag_paragraph(row, _FIGURE)
        number, words = tag_paragraph(row, tags[0]), tag_paragraph(row, tags[1])
        if len(cells) != 2 or number is None or words is None:
            raise TemplateError(
                text("{path}: the row with {tag} must have two cells",
                     path=self._template.path.name, tag=f"{{{{ {tags[0]} }}}}"),
                text("compare the table with the template that comes with the program"),
            )  # fmt: skip
        return _RowLook(
            row_open(properties, held=True),
            row_open(properties, held=False),
            cell_open(cells[0]),
            paragraph_look(number, numbered=True),
            cell_open(cells[1]),
            paragraph_look(words),
            paragraph_look(dash) if dash is not None else None,
            paragraph_look(figure) if figure is not None else None,
        )


class _NumberCells:
    """Writes the cell of the running number: an empty paragraph that Word's list numbers."""

    def __init__(self, width: int, lists: list[tuple[str, int]]) -> None:
        self._width = str(width)
        self._lists = lists
        self._known: dict[tuple[_RowLook, int | None], str] = {}

    def write(self, look: _RowLook, level: int | None, start: str, bookmark: int) -> str:
        opening = self._known.get((look, level))
        if opening is None:
            number = ""
            if level is not None:
                list_number, list_level = self._lists[level]
                number = (
                    f'<w:numPr><w:ilvl w:val="{list_level}"/>'
                    f'<w:numId w:val="{list_number}"/></w:numPr>'
                )
            cell = look.number_cell.replace("@WIDTH@", self._width).replace("<!--span-->", "")
            opening = cell + look.number.open.replace("<!--number-->", number)
            self._known[look, level] = opening
        return f"{opening}{start}{bookmark_end(bookmark)}</w:p></w:tc>"


def _style_of(paragraph: etree._Element | None) -> str:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}") if paragraph is not None else None
    return style.get(_VAL, "") if style is not None else ""


def _set_width(cell: etree._Element, width: int) -> None:
    found = cell.find(f"{w('tcPr')}/{w('tcW')}")
    if found is not None:
        found.set(w("w"), str(width))
        found.set(w("type"), "dxa")


def _shared_out(shares: list[float], total: int) -> list[int]:
    """`total` twips in the proportion of `shares`, without losing one to rounding."""
    whole = sum(shares)
    edges = [round(total * sum(shares[: i + 1]) / whole) for i in range(len(shares))]
    return [b - a for a, b in zip([0, *edges], edges, strict=False)]
