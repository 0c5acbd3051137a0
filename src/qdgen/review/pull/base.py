"""The base version as a Word file: each of its blocks joined to the content it was printed from."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.review.pull.blocks import Block
from qdgen.review.pull.origins import Origin, Sort


@dataclass(slots=True, eq=False)
class Printed:
    """A block of the base and where it comes from: `origin` of a paragraph, of a row's own number
    or heading; `cells` of a row by grid column. Without either it is the template's own."""

    block: Block
    origin: Origin | None = None
    cells: dict[int, Origin] = field(default_factory=dict)


def join(blocks: Sequence[Block], found: Sequence[Origin]) -> list[Printed]:
    """Every block of the base file with its origins."""
    printed = [Printed(block) for block in blocks]
    by_anchor: dict[str, Printed] = {}
    by_text: dict[str, deque[Printed]] = defaultdict(deque)
    headings: dict[int, Printed] = {}
    for item in printed:
        _file_away(item, by_anchor, by_text, headings)
    columns: list[Origin] = []
    cells: dict[str, list[Origin]] = defaultdict(list)
    for origin in found:
        if origin.sort is Sort.CELL:
            cells[origin.owner].append(origin)
        elif origin.column:
            columns.append(origin)
        elif origin.anchor:
            named = by_anchor.get(origin.anchor)
            if named is None:
                continue
            named.origin = origin
            if origin.sort is Sort.ROW and columns:
                _put(headings.get(named.block.table), columns)
                columns = []
        elif waiting := by_text.get(one_line(origin.text)):
            waiting.popleft().origin = origin
    for anchor, own in cells.items():
        _put(by_anchor.get(anchor), own)
    return printed


def _file_away(
    item: Printed,
    by_anchor: dict[str, Printed],
    by_text: dict[str, deque[Printed]],
    headings: dict[int, Printed],
) -> None:
    block = item.block
    for anchor in block.anchors:
        by_anchor.setdefault(anchor.replace("_", "-"), item)
    if block.anchors:
        return
    if block.is_row:
        headings.setdefault(block.table, item)
    else:
        by_text[one_line(block.text)].append(item)


def _put(row: Printed | None, columns: list[Origin]) -> None:
    """Into the last columns: the number's own comes before them."""
    if row is None or not columns:
        return
    places = list(row.block.cells)[-len(columns) :]
    row.cells.update(zip(places, columns, strict=False))


def one_line(text: str) -> str:
    """A heading broken into lines as one; the letter that stands in the text left out."""
    return " ".join(text.split())
