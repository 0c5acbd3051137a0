"""Deadlines of last year as they might be set for the new one, with what a person must look at.

Proposals keep day and month: what moves a deadline off a holiday is a person's choice, and two
years at once give the same as one year twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qdgen.check.text.dates import DateMention, Form, find_dates
from qdgen.check.text.days_off import WEEKDAYS, day_off, new_year_days
from qdgen.reuse.next_year.years import YearMention
from qdgen.vietnamese import short_date

_STANDING = re.compile(
    r"thường xuyên|liên tục|định kỳ|(?:hằng|hàng) (?:năm|quý|tháng|tuần|ngày)|cả năm", re.IGNORECASE
)
_BEFORE = re.compile(r"trước(?:\s+ngày)?\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would stand in the place of `words` in the new year, and what to look at, in Vietnamese
    sentences for the worksheet."""

    words: str
    proposed: str
    warnings: tuple[str, ...] = ()


def is_standing(words: str) -> bool:
    """Whether a deadline has no end and is carried on: "Thường xuyên", "Hằng quý"."""
    return _STANDING.search(words) is not None


def propose(mention: YearMention, words: str, target: int) -> Proposal:
    """The deadline at `mention` in `words` moved to the new year, day and month as they were."""
    proposed = _possible(mention.proposed)
    found = next(find_dates(proposed), None)
    before = _BEFORE.search(words[: mention.start]) is not None
    warnings = tuple(_warnings(found, mention, before=before, target=target))
    return Proposal(mention.words, proposed, warnings)


def _possible(words: str) -> str:
    """29 February where the new year has none becomes the day before."""
    found = next(find_dates(words), None)
    if found is None or found.first is not None or not found.day_text:
        return words
    if (int(found.day_text), int(found.month_text)) != (29, 2):
        return words
    at = words.index("29", found.start)
    return f"{words[:at]}28{words[at + 2 :]}"


def _warnings(
    found: DateMention | None, mention: YearMention, *, before: bool, target: int
) -> Iterator[str]:
    old = mention.date
    if found is None or found.first is None or found.last is None:
        if found is not None:
            yield "lịch không có ngày này"
        return
    if old is not None and old.first is None:
        yield "ngày của năm trước không có trong lịch"
    elif old is not None and found.day_text != old.day_text:
        yield f"năm {found.year} không có ngày 29/02"
    if found.year != target:
        yield f"ngoài năm {target}: năm trước cũng đặt ngoài năm của kế hoạch"
    if found.form in (Form.FIGURES, Form.WORDS):
        yield from _about_day(found.first, before=before)
    else:
        yield from _about_months(found.first, found.last)


def _about_day(day: date, *, before: bool) -> Iterator[str]:
    last = day - timedelta(days=1) if before else day
    reason = day_off(last)
    if reason:
        which = f"trước ngày {short_date(day)}, tức hết ngày {short_date(last)}" if before else ""
        yield f"{which or short_date(last)} là ngày nghỉ: {reason}{_work_before(last)}"
    if new_year_days(last.year) is None:
        yield f"chưa có lịch nghỉ Tết năm {last.year}"


def _about_months(first: date, last: date) -> Iterator[str]:
    reason = day_off(last)
    if reason:
        yield f"ngày cuối của thời hạn, {short_date(last)}, là ngày nghỉ: {reason}" + _work_before(
            last
        )
    tet = new_year_days(first.year)
    if tet is None:
        if first.month <= 2:
            yield f"chưa có lịch nghỉ Tết năm {first.year}"
    elif first <= tet[-1] and tet[0] <= last and (last - first).days < 31:
        yield f"trong tháng có nghỉ Tết Nguyên đán, {short_date(tet[0])} đến {short_date(tet[-1])}"


def _work_before(day: date) -> str:
    """The last working day, to be weighed."""
    while day_off(day):
        day -= timedelta(days=1)
    return f"; ngày làm việc gần nhất trước đó: {WEEKDAYS[day.weekday()]} {short_date(day)}"
