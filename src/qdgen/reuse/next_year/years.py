"""What a year in last year's text means: the plan's own, somebody else's, or a person's to say.

The text is what the drafter wrote, with its marks (@qd142, ^(…)), not what is printed: a year that
a mention prints stands in the register. Every year is given a verdict; none is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from qdgen.check.text.citations import Citation, find_citations
from qdgen.check.text.dates import DateMention, Form, find_dates
from qdgen.check.text.deadlines import is_ordered
from qdgen.check.text.phrases import MASK, Phrase


class Setting(Enum):
    """Where a text stands."""

    HEADER_YEAR = auto()
    """`nam`."""
    TITLE = auto()
    BODY = auto()
    CELL = auto()
    DEADLINE = auto()
    """A cell of the column of deadlines."""
    BASIS = auto()
    """`nguyen_van`, `de_nghi` of a căn cứ."""
    COMMENT = auto()
    NAME = auto()
    """An id, a key, a file's name."""


class Verdict(Enum):
    """What becomes of a year. The values are the words of the worksheet."""

    MOVED = "chuyển"
    KEPT = "giữ"
    DEADLINE = "thời hạn"
    """Moved, for a person to confirm."""
    UNDECIDED = "chưa rõ"


class Why(Enum):
    """The reason, in the words of the worksheet."""

    ISSUE_YEAR = "năm ban hành"
    PLAN_YEAR = "năm của văn bản này"
    DEADLINE = "thời hạn"
    NAME = "mã, tên tệp: không đổi"
    SYMBOL = "nằm trong số, ký hiệu hoặc địa chỉ"
    CITED = "ngày của văn bản được viện dẫn"
    BASIS = "nằm trong căn cứ: lời của văn bản được viện dẫn; xem mục căn cứ"
    CITED_SUBJECT = "nằm trong trích yếu của văn bản được viện dẫn"
    LAW = "năm của luật"
    LAW_OR_PLAN = "năm của luật hay của kế hoạch?"
    STANDARD = "số hiệu tiêu chuẩn, quy chuẩn"
    QUANTITY = "con số, không phải năm"
    QUOTED = "trích nguyên văn trong ghi chú"
    PERIOD = "giai đoạn còn đang thực hiện"
    PERIOD_OVER = "giai đoạn kết thúc trước năm của kế hoạch mới"
    SCHOOL_YEAR = "năm học, niên độ"
    HORIZON = "mốc về sau của chiến lược, chương trình"
    HORIZON_REACHED = "mốc thời gian đã đến"
    LOOKS_BACK = "có thể là mốc để so sánh hoặc việc đã qua"
    DATE = "ngày tháng không phải thời hạn"
    OTHER_YEAR = "năm khác năm của kế hoạch"
    BARE = "con số đứng một mình"
    COMMENT = "ghi chú của người soạn"


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year, or a period of two, at `start` up to `end` of a text, with the words that belong to
    it: "năm 2025", "15/12/2025", "2021-2025". `proposed` is what would stand there for the new
    year; the same words where it should stay."""

    start: int
    end: int
    words: str
    years: tuple[int, ...]
    verdict: Verdict
    why: Why
    proposed: str
    date: DateMention | None = None


_YEAR = re.compile(r"(?<!\d)(?<!\d[.,])(?:19|20)\d\d(?!\d)(?![.,]\d)")
_MONTH_DOT = re.compile(r"tháng\s+\d{1,2}\.((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–—]\s*((?:19|20)\d\d)(?!\d)")
_MENTION = re.compile(r"@[a-z0-9-]+(?:\([^()]*\))?")
_DATED_MENTION = re.compile(r"\s*,?\s*(?:ngày\s+)?", re.IGNORECASE)
_IN_FRONT = re.compile(r"(?:năm\s+|(?:\d{1,2}\s*/\s*)?\d{1,2}\s*/\s*)$", re.IGNORECASE)
_QUOTES = re.compile(r"[“\"][^”\"]*[”\"]")
_CLAUSE_END = re.compile(r"[.;:]\s|\n")
_STANDARD = re.compile(r"(?:TCVN|QCVN|ISO|IEC|TCCS|IEEE)[\w\s/.-]*:\s?$")
_LAW = re.compile(
    r"\b(?:Bộ luật|Luật|Hiến pháp|Pháp lệnh)\b[^.,;:()^]{0,90}?"
    r"(?<!trong)(?<!cho)(?<!từ)(?<!đến)(?<!cuối)(?<!đầu)\s+năm\s+$"
)
_AMENDED = re.compile(r"sửa đổi(?:, bổ sung)?(?: một số điều)?,?\s+(?:năm\s+)?$", re.IGNORECASE)
_QUANTITY = re.compile(
    r"\s*(?:%|₫|(?:nghìn|ngàn|triệu|tỷ|tỉ|đồng|người|hộ|lượt|học viên|học sinh|sinh viên|cán bộ|"
    r"đại biểu|hồ sơ|bộ|máy|chiếc|cái|trang|bản|ha|km|m|m2|m²|kg|tấn|giờ|doanh nghiệp|"
    r"đơn vị|thôn|xã|trường|lớp|điểm|cơ sở|thiết bị|nhiệm vụ)(?!\w))"
)
_HORIZON = re.compile(
    r"(?:(?:đến|tới)(?: hết)?(?: cuối)?(?: năm)?|tầm nhìn(?: đến)?(?: năm)?|"
    r"định hướng(?: đến)?(?: năm)?)\s+$",
    re.IGNORECASE,
)
_PERIOD_OF = re.compile(
    r"(?:năm học|niên khóa|niên độ|năm ngân sách|năm tài chính)\s+$", re.IGNORECASE
)
_LOOKS_BACK = re.compile(
    r"(?:so với|kể từ|từ|trước|tính đến|đã|thành lập|ban hành|phê duyệt|ký)"
    r"(?:\s+\w+){0,2}\s+(?:năm\s+)?$",
    re.IGNORECASE,
)
_CITED_YEAR_ENDS = re.compile(r"[;\n]|\.\s|,\s+(?:hoàn thành|trong năm|báo cáo|gửi|trước)")


def judge_years(
    words: str, setting: Setting, plan: int, target: int, documents: Collection[str] = ()
) -> list[YearMention]:
    """Every year in `words`, in order: last year's plan was for `plan`, the new one is for
    `target`. `documents` are the keys of the register of documents."""
    if "19" not in words and "20" not in words:
        return []
    return list(_Judge(words, setting, plan, target, documents).mentions())


def shifted(words: str, by: int) -> str:
    """`words` with every year in them moved by so many."""
    spots = [m.span() for m in _YEAR.finditer(words)]
    spots = spots or [m.span(1) for m in _MONTH_DOT.finditer(words)] or _dotted(words)
    for start, end in reversed(spots):
        words = f"{words[:start]}{int(words[start:end]) + by}{words[end:]}"
    return words


def _dotted(words: str) -> list[tuple[int, int]]:
    return [(d.end - 4, d.end) for d in find_dates(words) if d.separator == "."]


class _Judge:
    def __init__(
        self, words: str, setting: Setting, plan: int, target: int, documents: Collection[str]
    ) -> None:
        self.words, self.setting = words, setting
        self.plan, self.target = plan, target
        self.documents = documents
        self.bare = Phrase(words, []).bare
        self.dates = list(find_dates(words))
        self.citations: list[Citation] = list(find_citations(words))
        self.names = [m.span() for m in _MENTION.finditer(words)]

    def mentions(self) -> Iterator[YearMention]:
        """Each token once, in order."""
        spots = {m.span() for m in _YEAR.finditer(self.words)}
        spots |= {m.span(1) for m in _MONTH_DOT.finditer(self.words)}
        spots |= {(d.end - 4, d.end) for d in self.dates if 1900 <= d.year < 2100}
        ranges = [m for m in _RANGE.finditer(self.words) if MASK not in self.bare[slice(*m.span())]]
        for found in ranges:
            spots -= {found.span(1), found.span(2)}
        tokens: list[tuple[int, int, tuple[int, ...], int]] = [
            (m.start(), m.end(), (int(m[1]), int(m[2])), m.start(1)) for m in ranges
        ]
        tokens += [(*self._token(at, end), (int(self.words[at:end]),), at) for at, end in spots]
        for start, end, years, at in sorted(tokens, key=lambda t: t[3]):
            yield self._judged(start, end, years, at)

    def _token(self, at: int, end: int) -> tuple[int, int]:
        """The words that belong to a year."""
        for date in self.dates:
            if date.start <= at < date.end:
                return date.start, date.end
        front = _IN_FRONT.search(self.bare, max(0, at - 12), at)
        return (front.start() if front else at), end

    def _judged(self, start: int, end: int, years: tuple[int, ...], at: int) -> YearMention:
        date = next((d for d in self.dates if d.start <= at < d.end), None)
        verdict, why, move = self._verdict(start, years, at, date)
        words = self.words[start:end]
        if self.setting is Setting.COMMENT and verdict in (Verdict.MOVED, Verdict.DEADLINE):
            verdict, why = Verdict.UNDECIDED, Why.COMMENT
        proposed = shifted(words, self.target - self.plan) if move else words
        return YearMention(start, end, words, years, verdict, why, proposed, date)

    def _verdict(
        self, start: int, years: tuple[int, ...], at: int, date: DateMention | None
    ) -> tuple[Verdict, Why, bool]:
        kept = self._belongs_elsewhere(start, years, at)
        if kept is not None:
            return Verdict.KEPT, kept, False
        if self.setting is Setting.HEADER_YEAR:
            if years[0] == self.plan:
                return Verdict.MOVED, Why.ISSUE_YEAR, True
            return Verdict.UNDECIDED, Why.ISSUE_YEAR, True
        if self.setting is Setting.DEADLINE or (
            date is not None and self.setting is Setting.BODY and is_ordered(self.words, date)
        ):
            return Verdict.DEADLINE, Why.DEADLINE, True
        if len(years) == 2:
            return self._period(start, years[1])
        return self._single(start, years[0], at, date)

    # --- somebody else's -------------------------------------------------------------------------

    def _belongs_elsewhere(self, start: int, years: tuple[int, ...], at: int) -> Why | None:
        before = self.words[:start]
        if self.setting is Setting.NAME or any(s <= at < e for s, e in self.names):
            return Why.NAME
        if self.bare[at] == MASK:
            return Why.SYMBOL
        if self.setting is Setting.COMMENT and any(
            q.start() <= at < q.end() for q in _QUOTES.finditer(self.words)
        ):
            return Why.QUOTED
        if self.setting is Setting.BASIS:
            return Why.BASIS
        if self._is_cited_date(start, at):
            return Why.CITED
        if _STANDARD.search(before):
            return Why.STANDARD
        law = self.words[max(0, at - 120) : at]
        if years[0] != self.plan and (_LAW.search(law) or _AMENDED.search(law)):
            return Why.LAW
        if self._is_cited_subject(at) and self.plan not in years:
            return Why.CITED_SUBJECT
        if start == at and len(years) == 1 and _QUANTITY.match(self.words, at + 4):
            return Why.QUANTITY
        return None

    def _is_cited_date(self, start: int, at: int) -> bool:
        if any(c.start <= at < c.told_until for c in self.citations):
            return True
        return any(
            end <= start
            and self.words[begin + 1 : end].partition("(")[0] in self.documents
            and _DATED_MENTION.fullmatch(self.words, end, start)
            for begin, end in self.names
        )

    def _is_cited_subject(self, at: int) -> bool:
        for citation in self.citations:
            begin = citation.subject_start
            if 0 <= begin <= at and not _CITED_YEAR_ENDS.search(self.words, begin, at):
                return True
        return False

    # --- ours, or a person's to say --------------------------------------------------------------

    def _period(self, start: int, last: int) -> tuple[Verdict, Why, bool]:
        if _PERIOD_OF.search(self.words[:start]):
            return Verdict.UNDECIDED, Why.SCHOOL_YEAR, True
        if last >= self.target:
            return Verdict.KEPT, Why.PERIOD, False
        return Verdict.UNDECIDED, Why.PERIOD_OVER, False

    def _single(
        self, start: int, year: int, at: int, date: DateMention | None
    ) -> tuple[Verdict, Why, bool]:
        before = self.words[:at]
        if date is None and _HORIZON.search(before):
            return self._horizon(year)
        if year != self.plan:
            near = abs(year - self.plan) == 1
            return Verdict.UNDECIDED, Why.OTHER_YEAR, near
        if self._is_cited_subject(at):
            return Verdict.UNDECIDED, Why.CITED_SUBJECT, False
        if _LAW.search(before[-120:]):
            return Verdict.UNDECIDED, Why.LAW_OR_PLAN, False
        clause = _CLAUSE_END.split(before)[-1]
        if _LOOKS_BACK.search(clause):
            return Verdict.UNDECIDED, Why.LOOKS_BACK, True
        if date is not None and date.form in (Form.FIGURES, Form.WORDS):
            return Verdict.UNDECIDED, Why.DATE, True
        if start == at and self.setting is not Setting.TITLE:
            return Verdict.UNDECIDED, Why.BARE, True
        return Verdict.MOVED, Why.PLAN_YEAR, True

    def _horizon(self, year: int) -> tuple[Verdict, Why, bool]:
        if year > self.target:
            return Verdict.KEPT, Why.HORIZON, False
        return Verdict.UNDECIDED, Why.HORIZON_REACHED, year == self.plan
