"""A draft: what is stamped on its pages so that nobody takes it for the issued text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qdgen.vietnamese import short_date

MOST = 99
"""The highest number a draft may bear."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Which draft it is: its number (0: not counted), and its day, where one is printed.

    Nghị định 30/2020/NĐ-CP, Phụ lục I has no place for it, so it stands outside the lawful
    elements: in the upper margin, at the left.
    """

    number: int = 0
    day: date | None = None

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the stamp."""
        first = f"DỰ THẢO LẦN {self.number}" if self.number else "DỰ THẢO"
        return (first,) if self.day is None else (first, f"ngày {short_date(self.day)}")
