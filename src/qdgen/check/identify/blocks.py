"""The paragraphs and tables of a body in order, and what the tables of a head look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qdgen.check.elements import Element
from qdgen.check.identify.head import head_lines
from qdgen.check.identify.segments import Segment, segment
from qdgen.check.raw import RawParagraph, Zone

_HEAD_ROWS = 10
LONG = 300
"""No line of a head is as long."""


@dataclass(slots=True)
class Block:
    """A paragraph, or all the paragraphs of a table, with their indexes."""

    raws: list[tuple[int, RawParagraph]]
    is_table: bool

    @property
    def starts_page(self) -> bool:
        """Whether it begins a page."""
        return self.raws[0][1].starts_page

    @property
    def text(self) -> str:
        """The words of the paragraph; nothing for a table."""
        return "" if self.is_table else self.raws[0][1].text.strip()

    def segments(self) -> Iterator[Segment]:
        """Its paragraphs."""
        for index, raw in self.raws:
            yield segment(raw, index)


def blocks_of(raws: Sequence[RawParagraph]) -> Iterator[Block]:
    """The paragraphs and tables of the body; a table's paragraphs are together."""
    tables: dict[int, Block] = {}
    for index, raw in enumerate(raws):
        if raw.zone is not Zone.BODY:
            continue
        if raw.table < 0:
            yield from tables.values()
            tables = {}
            yield Block([(index, raw)], is_table=False)
        elif raw.table in tables:
            tables[raw.table].raws.append((index, raw))
        else:
            if raw.row == 0 and tables and not _is_inside(raws, index, tables):
                yield from tables.values()
                tables = {}
            tables[raw.table] = Block([(index, raw)], is_table=True)
    yield from tables.values()


def _is_inside(raws: Sequence[RawParagraph], index: int, tables: dict[int, Block]) -> bool:
    """Whether a table stands in a cell of one begun before: that one goes on after it."""
    own = raws[index].table
    for raw in raws[index:]:
        if raw.zone is Zone.BODY and raw.table != own:
            return raw.table in tables
    return False


def is_head_table(block: Block) -> bool:
    """Whether a table holds Quốc hiệu, Tiêu ngữ, or the number and the date."""
    if block.raws[-1][1].row >= _HEAD_ROWS or block.raws[0][1].is_header_row:
        return False
    found: set[Element] = set()
    for whole in block.segments():
        if len(whole.text) > LONG:
            return False
        found |= {kind for _, kind in head_lines(whole) if kind is not None}
    return bool(found & {Element.NATIONAL_NAME, Element.MOTTO}) or (
        {Element.NUMBER, Element.PLACE_DATE} <= found
    )
