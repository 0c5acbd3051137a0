"""A Word file as a sequence of blocks: paragraphs, and the rows of its annex tables as wholes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.review.pull.paragraphs import Para, Words


@dataclass(slots=True, eq=False)
class Block:
    """A paragraph, or a row with its cells (`cells` by the grid column they begin in; a cell's
    lines joined by \\n, dash lines with their "- "). `paras` are what it was made of."""

    words: Words
    label: str
    style: str
    anchors: tuple[str, ...]
    paras: list[Para]
    is_row: bool = False
    cells: dict[int, Words] = field(default_factory=dict)
    cell_paras: dict[int, list[Para]] = field(default_factory=dict)
    spans: dict[int, int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The words; of a row those of all its cells."""
        return self.words.text

    @property
    def table(self) -> int:
        """The table it stands in, -1 outside."""
        return self.paras[0].table


def blocks_of(paras: Sequence[Para], annex_tables: frozenset[int]) -> list[Block]:
    """The blocks of a file; the rows of `annex_tables` (by number) are one block each."""
    blocks: list[Block] = []
    row: list[Para] = []
    for para in paras:
        if para.in_text_box:
            continue
        in_row = para.table in annex_tables
        if row and (not in_row or (para.table, para.row) != (row[0].table, row[0].row)):
            blocks.append(_row(row))
            row = []
        if in_row:
            row.append(para)
        else:
            blocks.append(Block(para.words, para.label, para.style, para.anchors, [para]))
    if row:
        blocks.append(_row(row))
    return blocks


def annex_tables(paras: Sequence[Para], row_anchors: frozenset[str]) -> frozenset[int]:
    """The tables that hold a row of an annex, known by its bookmark or by its style."""
    return frozenset(
        para.table
        for para in paras
        if para.table >= 0
        and (not row_anchors.isdisjoint(para.anchors) or para.style.startswith("Bảng - "))
    )


def _row(paras: list[Para]) -> Block:
    label, style = "", ""
    anchors: dict[str, None] = {}
    columns: dict[int, list[Para]] = {}
    for para in paras:
        anchors |= dict.fromkeys(para.anchors)
        columns.setdefault(para.column, []).append(para)
    first = paras[0]
    if first.column == 0 and not first.text and first.label:
        label, style = first.label, first.style
    cells = {column: cell_words(own) for column, own in columns.items()}
    whole = Words()
    for words in cells.values():
        whole = whole.followed_by(words, "\t") if whole.text else words
    return Block(
        whole, label, style, tuple(anchors), paras, is_row=True, cells=cells,
        cell_paras=columns, spans={para.column: para.span for para in paras},
    )  # fmt: skip


def cell_words(paras: Sequence[Para]) -> Words:
    """The lines of a cell as one text."""
    whole: Words | None = None
    for para in paras:
        words = para.words
        if not words.text:
            continue
        if para.label in ("-", "–", "+"):
            words = Words("- ", "00").followed_by(words)
        whole = words if whole is None else whole.followed_by(words, "\n")
    return whole or Words()
