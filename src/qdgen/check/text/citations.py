"""Citations of documents in running text: Quyết định số 142/QĐ-TTg ngày 02/02/2024 của …"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qdgen.check.text.dates import DateMention, find_dates
from qdgen.check.text.issuers import issuer_end, subject_start

TYPES = (
    "Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh", "Lệnh", "Nghị quyết liên tịch", "Nghị quyết",
    "Nghị định", "Thông tư liên tịch", "Thông tư", "Quyết định", "Chỉ thị", "Quy chế", "Quy định",
    "Thông cáo", "Thông báo kết luận", "Thông báo", "Hướng dẫn", "Chương trình", "Kế hoạch",
    "Phương án", "Đề án", "Dự án", "Báo cáo", "Biên bản", "Tờ trình", "Hợp đồng", "Công văn",
    "Công điện", "Kết luận", "Bản ghi nhớ", "Bản thỏa thuận", "Văn bản hợp nhất",
)  # fmt: skip
"""Kinds of document, the longer first where one begins another."""

LAWS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")

CODES = {
    "NĐ": ("Nghị định",),
    "NQ": ("Nghị quyết", "Nghị quyết liên tịch"),
    "NQLT": ("Nghị quyết liên tịch",),
    "QĐ": ("Quyết định", "Quy định"),
    "QyĐ": ("Quy định",),
    "TT": ("Thông tư", "Thông tư liên tịch"),
    "TTLT": ("Thông tư liên tịch",),
    "CT": ("Chỉ thị", "Chương trình"),
    "CTr": ("Chương trình",),
    "QC": ("Quy chế",),
    "TB": ("Thông báo", "Thông báo kết luận"),
    "TC": ("Thông cáo",),
    "HD": ("Hướng dẫn", "Hợp đồng"),
    "HĐ": ("Hợp đồng", "Hướng dẫn"),
    "KH": ("Kế hoạch",),
    "KL": ("Kết luận",),
    "PA": ("Phương án",),
    "ĐA": ("Đề án", "Dự án"),
    "DA": ("Dự án", "Đề án"),
    "BC": ("Báo cáo",),
    "BB": ("Biên bản",),
    "TTr": ("Tờ trình",),
    "CĐ": ("Công điện",),
    "VBHN": ("Văn bản hợp nhất",),
}
"""Abbreviations in symbols and the kinds of document they may stand for (PL III); those that are
easily confused are let pass for each other."""

SYMBOL = r"\d+(?:/\d{4})?(?:/|-)[A-ZĐ][\wĐđ&]*(?:[-/][A-ZĐ][\wĐđ&]*)*\d*"
_CODE = "|".join((*sorted(CODES, key=len, reverse=True), "QD", "ND"))
_LOOSE = (
    rf"\d+\s?/\s?(?:\d{{4}}\s?/\s?)?(?:(?i:{_CODE}))(?!\w)"
    r"(?:\s?-\s?(?:(?i:TTg)|[A-ZĐ][A-ZĐ&\d]+[a-z]?\w*)(?:[-/][A-ZĐ]\w*)*)?(?![-/\w])"
)
_PARTY = rf"\d+\s?-\s?(?:(?i:{_CODE}))\s?/\s?[A-ZĐ]+\w*(?![-/\w])"
_CITATION = re.compile(
    rf"\b(?<![Pp]háp )(?P<type>(?i:{'|'.join(TYPES)}))(?P<between>\s*(?:(?i:số)\s*[:.]?\s*)?)"
    rf"(?P<number>{_LOOSE}|{_PARTY}|{SYMBOL})"
)
_WHOLE = re.compile(r"/.+-|-.+/|/(?:UBTV)?QH\d")
"""Number, kind and issuer."""
_MAY_HOLD = re.compile(r"\d\s?[/-]\s?(?:\d{4}\s?/\s?)?[^\W\d_]")
_DATED = re.compile(r"\s*,?\s*(?=ngày\s+\d|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})", re.IGNORECASE)
_ISSUED = re.compile(r"\s*,?\s+của\s+")
_AMENDED = re.compile(
    r"(?:được|đã)\s+(?:sửa đổi|bổ sung|thay thế|đính chính)[^;.]*?\s(?:theo|bởi|tại|bằng)\s+"
    r"(?:[^;]*?(?:,|và)\s+)?$",
    re.IGNORECASE,
)
_APART = re.compile(
    r"[;\n)]|\.\s|(?:,|\bvà|\bhoặc|\bcùng)\s+(?:tại\s+|theo\s+)?$|căn cứ\s+$", re.IGNORECASE
)


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
    issuer_end: int = -1
    """Where it ends; -1 where there is none or that cannot be told."""
    issuer: str = ""
    subject_start: int = -1
    """Where what it is about begins; -1 where that is not told."""
    date_behind_issuer: bool = False
    nested: bool = False
    """It belongs to the subject of the citation before it: … thực hiện Quyết định số …"""
    amending: bool = False
    """It is what another one was amended by."""

    @property
    def is_dated(self) -> bool:
        """Whether it tells the date."""
        return self.date is not None

    @property
    def number_end(self) -> int:
        """Where the number ends."""
        return self.number_start + len(self.number)

    @property
    def told_until(self) -> int:
        """The end of number, date and issuer."""
        return max(self.number_end, self.date.end if self.date else 0, self.issuer_end)


def find_citations(text: str) -> Iterator[Citation]:
    """Every citation with a number in `text`, in order."""
    if not _MAY_HOLD.search(text):
        return
    dates: list[DateMention] | None = None
    subject_from = -1
    for match in _CITATION.finditer(text):
        if dates is None:
            dates = list(find_dates(text))
        if subject_from >= 0 and _APART.search(text, subject_from, match.start()):
            subject_from = -1
        if not match["between"].strip() and not _WHOLE.search(match["number"]):
            continue  # Chương trình 135/CP: a name
        found = _citation(text, match, dates, nested=subject_from >= 0)
        if found.subject_start >= 0 and not found.nested:
            subject_from = found.subject_start
        yield found


def _citation(
    text: str, match: re.Match[str], dates: list[DateMention], *, nested: bool
) -> Citation:
    end = match.end()
    day = _date_at(text, end, dates)
    end = day.end if day else end
    start_of_issuer = end_of_issuer = subject = -1
    behind = False
    if of := _ISSUED.match(text, end):
        start_of_issuer = end = of.end()
        end_of_issuer = issuer_end(text, start_of_issuer)
        if end_of_issuer >= 0:
            if day is None and (day := _date_at(text, end_of_issuer, dates)):
                behind = True
            subject = subject_start(text, day.end if day and behind else end_of_issuer)
    else:
        subject = subject_start(text, end)
    issuer = text[start_of_issuer:end_of_issuer] if end_of_issuer >= 0 else ""
    before = text[max(0, match.start() - 200) : match.start()]
    return Citation(
        match.start(),
        end,
        match["type"],
        match["number"],
        match["between"],
        match.start("number"),
        day,
        start_of_issuer,
        end_of_issuer,
        issuer,
        subject,
        behind,
        nested,
        _AMENDED.search(before) is not None,
    )


def _date_at(text: str, index: int, dates: list[DateMention]) -> DateMention | None:
    """The date that stands at `index`, but for "ngày" and a comma."""
    behind = _DATED.match(text, index)
    if behind is None:
        return None
    near = range(behind.end(), behind.end() + len("ngày ") + 2)
    return next((d for d in dates if d.start in near), None)


def code_of(number: str) -> str:
    """The abbreviation of the kind of document in a number: "QĐ" of "142/QĐ-TTg"; "" if none."""
    words = [w for w in re.split(r"[\s/\-]+", number) if w and not w.isdigit()]
    return words[0] if words else ""


def number_key(number: str) -> str:
    """The same for every way to write one number: spaces, case and bars make no difference."""
    plain = re.sub(r"\s", "", number).casefold().replace("đ", "d")
    return plain.lstrip("0")
