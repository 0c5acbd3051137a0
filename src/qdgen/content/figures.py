"""What the cell of a column of figures (`kieu: số`) holds: a number, a total, a blank, nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from qdgen.content.model import AnnexFile, Row, cells_of
from qdgen.vietnamese_numbers import is_grouped, parse_number

TOTAL = "@tổng"
FIGURES = "số"
"""The `kieu` of such a column."""

_CELL = re.compile(
    r"(?P<emphasis>\*{0,3})"
    rf"(?:(?P<total>{TOTAL})|(?P<blank>@trống\(.*?\))|(?P<number>[-−]?[0-9][0-9.,]*))"
    r"(?P=emphasis)(?:\s*\^\(.*\))?",
    re.DOTALL,
)
_ENGLISH = re.compile(r"[-−]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BARE = re.compile(r"[-−]?[0-9]+(?:[.,][0-9]{1,2})?")


class Holds(Enum):
    """What a cell holds."""

    NOTHING = auto()
    NUMBER = auto()
    TOTAL = auto()
    BLANK = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of figures; `number` where it holds one."""

    holds: Holds
    number: Decimal = Decimal(0)


def read_figure(value: str) -> Figure:
    """What the cell with the text `value`, as written, holds."""
    if not value.strip():
        return Figure(Holds.NOTHING)
    found = _CELL.fullmatch(value.strip())
    if found is None:
        return Figure(Holds.OTHER)
    if found["total"]:
        return Figure(Holds.TOTAL)
    if found["blank"]:
        return Figure(Holds.BLANK)
    number = parse_number(found["number"])
    if number is None or not is_grouped(found["number"]):
        return Figure(Holds.OTHER)
    return Figure(Holds.NUMBER, number)


def meant(value: str) -> str:
    """How a number written otherwise is to be written; "" where that is not clear."""
    words = value.strip().split(" ")[0].strip("*")
    if _ENGLISH.fullmatch(words):
        return words.translate(str.maketrans(",.", ".,"))
    if _BARE.fullmatch(words):
        whole, comma, part = words.replace(".", ",").partition(",")
        sign = whole[0] if whole[0] in "-−" else ""
        return f"{sign}{int(whole.lstrip('-−')):,}".replace(",", ".") + comma + part
    return words if parse_number(words) is not None and is_grouped(words) else ""


def figure_columns(annex: AnnexFile) -> tuple[str, ...]:
    """The keys of the columns of figures of `annex`."""
    return tuple(c.key.value for c in annex.columns if c.kind and c.kind.value == FIGURES)


def is_sum(row: Row, columns: Sequence[str]) -> bool:
    """Whether `row` only adds up the rows before it: it bears no number of its own."""
    if row.rows or row.title is not None:
        return False
    cells = cells_of(row)
    held = (read_figure(cells[key].value).holds for key in columns if key in cells)
    return Holds.TOTAL in held
