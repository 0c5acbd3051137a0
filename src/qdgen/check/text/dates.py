"""Dates in running text, in every way people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

_FIGURES = re.compile(r"(?<![\d/.\-])(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?![\d/])")
_WORDS = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})\b", re.IGNORECASE)
_MONTH = re.compile(r"\btháng\s+(\d{1,2})\s*(?:/|\s+năm\s+|năm\s+)(\d{4})\b", re.IGNORECASE)
_QUARTER = re.compile(r"\bquý\s+(I{1,3}|IV|[1-4])\s*(?:/|\s+năm\s+|năm\s+)(\d{4})\b", re.IGNORECASE)
_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}


class Form(Enum):
    """How a date is written."""

    FIGURES = "02/3/2025"
    WORDS = "ngày 02 tháng 3 năm 2025"
    MONTH = "tháng 3/2025"
    QUARTER = "quý I/2025"


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at `start` up to `end` of a text. `first` and `last` are the days it covers (the same
    for a day), None where there is no such day. `day_text` and `month_text` are the figures as
    written, "" where there are none; `separator` stands between figures."""

    start: int
    end: int
    form: Form
    first: date | None
    last: date | None
    year: int
    day_text: str = ""
    month_text: str = ""
    separator: str = ""

    @property
    def zeros_right(self) -> bool:
        """Whether days below 10 and months 1 and 2 bear a zero, and no other month does (PL I,
        II.4.b)."""
        if self.day_text and len(self.day_text) != 2:
            return False
        if not self.month_text:
            return True
        month = int(self.month_text)
        return self.month_text == (f"{month:02d}" if month < 3 else str(month))


def find_dates(text: str) -> Iterator[DateMention]:
    """Every date in `text`, in order: days, months with a year, quarters."""
    found = [
        *(_day(m, m[1], m[3], m[4], Form.FIGURES, m[2]) for m in _FIGURES.finditer(text)),
        *(_day(m, m[1], m[2], m[3], Form.WORDS, "") for m in _WORDS.finditer(text)),
    ]
    taken = [(d.start, d.end) for d in found]
    found += [
        _months(match, int(match[1]), int(match[1]), int(match[2]), Form.MONTH)
        for match in _MONTH.finditer(text)
        if not any(start <= match.start() < end for start, end in taken)
    ]
    for match in _QUARTER.finditer(text):
        quarter = _QUARTERS[match[1].upper()]
        found.append(_months(match, quarter * 3 - 2, quarter * 3, int(match[2]), Form.QUARTER))
    return iter(sorted(found, key=lambda d: d.start))


def _day(
    match: re.Match[str], day: str, month: str, year: str, form: Form, separator: str
) -> DateMention:
    try:
        found: date | None = date(int(year), int(month), int(day))
    except ValueError:
        found = None
    return DateMention(
        match.start(), match.end(), form, found, found, int(year), day, month, separator
    )


def _months(match: re.Match[str], first: int, last: int, year: int, form: Form) -> DateMention:
    begin = end = None
    if 1 <= first <= last <= 12 and 0 < year < 9999:
        begin = date(year, first, 1)
        end = date(year + last // 12, last % 12 + 1, 1) - (date(2, 1, 2) - date(2, 1, 1))
    text = match[1] if form is Form.MONTH else ""
    return DateMention(match.start(), match.end(), form, begin, end, year, month_text=text)
