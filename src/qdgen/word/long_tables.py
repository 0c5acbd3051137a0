"""Tables so long that the PDF is made from a copy with the table in pieces.

LibreOffice lays a table out in worse than quadratic time; in pieces it is linear. A piece may end
only where a page ends: elsewhere its heading row would stand in mid-page, and LibreOffice has been
seen to lose rows where two tables meet at the foot of a page. So the pages are reckoned here, from
the widths of the words, and each piece begins on a page of its own with its own heading row. The
reckoning is a little on the safe side: the last page of a piece may end some rows early.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qdgen.document.model import Annex, Cell, Document, Inlines, Run, Table, plain_text
from qdgen.word.lines import LINE_HEIGHT
from qdgen.word.sections import TWIPS_PER_POINT
from qdgen.word.styles import Look
from qdgen.word.text_width import lines, text_width

LONG_TABLE = 300
ROWS_PER_PIECE = 100
_BORDER_PT = 0.5
_SAFETY = 0.997  # of a page's height


@dataclass(frozen=True, slots=True)
class CellLook:
    """How text stands in a cell: its look, and the space above and below a paragraph in points."""

    look: Look
    spacing_pt: float


def needs_layout_copy(document: Document) -> bool:
    """Whether a table of the document is so long."""
    tables = (p.table for p in document.parts if isinstance(p, Annex) and p.table)
    return any(len(table.rows) > LONG_TABLE for table in tables)


def piece_ends(
    content: Table,
    widths: Sequence[int],
    padding: int,
    looks: tuple[CellLook, CellLook, CellLook],
    page: int,
    used_on_first: float,
) -> frozenset[int]:
    """The indexes of the rows that begin a new piece on a new page.

    `widths` of the columns of words, `padding` of a cell and height of the `page` in twips; the
    looks of the column headings, of a group's heading and of a cell; `used_on_first` is what
    stands above the table on its first page, in points.
    """
    heading, group, cell = looks
    rooms = [(width - padding) / TWIPS_PER_POINT for width in widths]
    heading_pt = max(
        _height((column.heading,), room, heading)
        for column, room in zip(content.columns, rooms, strict=True)
    )
    room = page / TWIPS_PER_POINT * _SAFETY - heading_pt
    ends: set[int] = set()
    free, since = room - used_on_first, 0
    heights = list(_row_heights(content, rooms, group, cell))
    needed = list(heights)
    for index in range(len(heights) - 2, -1, -1):
        if content.rows[index].heading is not None:  # kept with the row below
            needed[index] += needed[index + 1]
    for index, height in enumerate(heights):
        if needed[index] > free:
            if since >= ROWS_PER_PIECE:
                ends.add(index)
                since = 0
            free = room
        free -= height
        since += 1
    return frozenset(ends)


def _row_heights(
    content: Table, rooms: Sequence[float], group: CellLook, cell: CellLook
) -> Iterator[float]:
    whole = sum(rooms)
    for row in content.rows:
        if row.heading is not None:
            yield _height((_words(row.heading),), whole, group)
        else:
            yield max(
                _cell_height(given, room, cell)
                for given, room in zip(row.cells, rooms, strict=True)
            )


def _cell_height(given: Cell, room: float, look: CellLook) -> float:
    return _height(tuple(_words(p.inlines) for p in given) or ("",), room, look)


def _height(paragraphs: tuple[str, ...], room: float, setting: CellLook) -> float:
    look = setting.look
    line = look.size_pt * LINE_HEIGHT
    height = _BORDER_PT
    for words in paragraphs:
        # Most cells are one line: that is seen from the width alone.
        width = text_width(words, look.size_pt, look.bold, look.italic)
        count = (
            1
            if width <= room and "\n" not in words
            else len(lines(words, look.size_pt, room, look.bold, look.italic))
        )
        height += count * line + setting.spacing_pt
    return height


def _words(inlines: Inlines) -> str:
    only = inlines[0] if len(inlines) == 1 else None
    return only.text if isinstance(only, Run) else plain_text(inlines)
