"""A Bảng so sánh as data: rows of marked words, whatever file they are written into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Mark(Enum):
    """What is said of some words."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"
    REMARK = "remark"
    """Words of the table, not of a version: "Bổ sung mới"."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look, "\\n" for a line break; `raised` of the number of a footnote."""

    text: str
    mark: Mark = Mark.SAME
    bold: bool = False
    italic: bool = False
    raised: bool = False


Line = tuple[Span, ...]
"""A paragraph of a cell; none where the version has nothing there."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A paragraph as it was and as it is to be."""

    old: Line = ()
    new: Line = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A provision, a row of an annex, or a text without an id, in both versions.

    `key` is what its reason is kept by; `old_place` and `new_place` where it stands, in words
    ("khoản 2 Điều 3"), empty where it says itself what it is; `is_change` whether anything was
    changed.
    """

    key: str
    pairs: Sequence[Pair]
    old_place: str = ""
    new_place: str = ""
    reason: str = ""
    is_change: bool = True
    name: str = ""
    """What it is called in a sentence."""


@dataclass(frozen=True, slots=True)
class Group:
    """A heading across the table: the rows below stand in this part."""

    title: str


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The whole table. `organ` and `parent_organ` stand above it, the latter may be empty;
    `headings` are those of the three columns, `notes` the sentences below; `date` is what the file
    bears."""

    parent_organ: str
    organ: str
    subject: str
    versions: str
    headings: tuple[str, str, str]
    rows: Sequence[Group | Row]
    date: datetime
    notes: Sequence[str] = ()

    def changes(self) -> Iterator[Row]:
        """The rows that change something, in order."""
        return (row for row in self.rows if isinstance(row, Row) and row.is_change)
