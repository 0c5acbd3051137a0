"""Citations of documents in running text: Quyết định số 142/QĐ-TTg ngày 02/02/2024 của …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qdgen.check.text.dates import DateMention, find_dates

TYPES = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị quyết liên tịch", "Nghị quyết",
    "Nghị định", "Thông tư liên tịch", "Thông tư", "Quyết định", "Chỉ thị", "Quy chế", "Quy định",
    "Thông cáo", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án",
    "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công văn", "Công điện", "Kết luận",
    "Bản ghi nhớ", "Bản thỏa thuận", "Văn bản hợp nhất",
)  # fmt: skip
"""Kinds of document, the longer first where one begins another."""

LAWS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")

SYMBOL = r"\d+(?:/\d{4})?(?:/|-)[A-ZĐ][\wĐđ]*(?:[-/][A-ZĐ][\wĐđ]*)*\d*"
_CITATION = re.compile(
    rf"\b(?P<type>{'|'.join(TYPES)})(?P<between>\s+(?:số\s*:?\s*)?|\s*)(?P<number>{SYMBOL})",
    re.IGNORECASE,
)
_DATED = re.compile(r"\s*,?\s*(?=ngày\s+\d|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})", re.IGNORECASE)
_ISSUED = re.compile(r"\s+của\s+")


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation at `start` up to `end` (the end of its number, date or "của", whichever comes
    last). `between` is what stands between type and number: " số ", " ", " số"."""

    start: int
    end: int
    type: str
    number: str
    between: str
    number_start: int
    date: DateMention | None
    issuer_start: int
    """Where the issuer's name begins in the text; -1 where "của" does not follow."""

    @property
    def is_dated(self) -> bool:
        """Whether it tells the date."""
        return self.date is not None


def find_citations(text: str) -> Iterator[Citation]:
    """Every citation with a number in `text`, in order."""
    if "/" not in text and "-" not in text:
        return
    dates: list[DateMention] | None = None
    for match in _CITATION.finditer(text):
        end = match.end()
        day = None
        if behind := _DATED.match(text, end):
            if dates is None:
                dates = list(find_dates(text))
            start = behind.end()
            near = range(start, start + len("ngày ") + 2)
            day = next((d for d in dates if d.start in near), None)
            end = day.end if day else end
        issuer = -1
        if of := _ISSUED.match(text, end):
            issuer = end = of.end()
        yield Citation(
            match.start(),
            end,
            match["type"],
            match["number"],
            match["between"],
            match.start("number"),
            day,
            issuer,
        )
