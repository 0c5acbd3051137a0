"""What the columns of a table of tasks hold, by the words above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qdgen.check.elements import Element
from qdgen.check.paper import Paper, Piece, Row, Table
from qdgen.check.text.compare import plain

_TASK = re.compile(r"\b(?:nhiệm vụ|công việc|nội dung|hoạt động|giải pháp)\b")
_LEADER = re.compile(r"chủ trì|(?:đơn vị|cơ quan|người|bộ phận) thực hiện|đầu mối|phụ trách")
_PARTNER = re.compile(r"phối hợp")
_PRODUCT = re.compile(r"sản phẩm|kết quả|đầu ra")
_DEADLINE = re.compile(r"thời gian|thời hạn|tiến độ|hoàn thành|hạn ")
_TOTAL = re.compile(r"(?:tổng cộng|tổng số|cộng|tổng)(?:\s*\([^)]*\))?\s*[:.]?")
_NUMBER = re.compile(r"^(?:stt|tt|số tt|số thứ tự|số)$")


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns (from 0, STT not counted) of a table of tasks; -1 where there is none."""

    task: int = -1
    leader: int = -1
    partner: int = -1
    product: int = -1
    deadline: int = -1
    number: int = -1
    """A column of numbers that is written by hand."""

    @property
    def are_tasks(self) -> bool:
        """Whether somebody is charged with something in this table."""
        return self.leader >= 0


def columns_of(table: Table) -> Columns:
    """What the columns of `table` hold; a column that says two things holds neither."""
    return columns_of_headings(table.headings)


def columns_of_headings(headings: Sequence[str]) -> Columns:
    """The same, by the words above the columns."""
    kinds = (
        ("number", _NUMBER), ("partner", _PARTNER), ("leader", _LEADER), ("product", _PRODUCT),
        ("deadline", _DEADLINE), ("task", _TASK),
    )  # fmt: skip
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        words = plain(heading)
        both = bool(_LEADER.search(words) and _PARTNER.search(words))
        for name, pattern in kinds:
            if pattern.search(words):
                if name not in found and not both:
                    found[name] = place
                break
    return Columns(**found)


def task_rows(table: Table) -> Iterator[Row]:
    """The rows that are no headings."""
    return (row for row in table.rows if row.heading is None)


def is_total(row: Row) -> bool:
    """Whether a row is the sum of others, by the first words in it: Tổng cộng, Cộng (đồng):"""
    first = next((row.cell_text(n) for n in range(len(row.cells)) if row.cell_text(n)), "")
    return _TOTAL.fullmatch(plain(first)) is not None


def is_empty(row: Row, column: int) -> bool:
    """Whether nothing is written in a cell."""
    return not row.cell_text(column).strip()


def label_piece(paper: Paper, table: Table, row: Row) -> Piece | None:
    """What to point at for a whole row."""
    return row.first or paper.first(Element.TITLE, table.part)


_SEPARATOR = re.compile(r"\s*[;\n]\s*|\s*,\s+(?=[A-ZĐ])|\s+và\s+(?=[A-ZĐ])")


def units_in(words: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The units named in a cell, plain, split at semicolons, lines, and at commas and "và" before a
    capital unless a name of `known` (plain) holds them."""
    found: list[str] = []
    for segment in re.split(r"\s*[;\n]\s*", words):
        if plain(segment) in known:
            found.append(plain(segment))
            continue
        found += _apart(segment, known)
    return [unit for unit in found if unit]


def _apart(segment: str, known: frozenset[str]) -> list[str]:
    pieces = _SEPARATOR.split(segment)
    joints = _SEPARATOR.findall(segment)
    found: list[str] = []
    place = 0
    while place < len(pieces):
        until = len(pieces)
        name = pieces[place]
        while until > place + 1:
            whole = pieces[place]
            for nth in range(place + 1, until):
                whole += joints[nth - 1] + pieces[nth]
            if plain(whole) in known:
                name = whole
                break
            until -= 1
        found.append(plain(name))
        place = max(until, place + 1)
    return found
