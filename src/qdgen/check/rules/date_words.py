"""TN6: dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import BODY, Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.dates import DateMention, Form, find_dates
from qdgen.check.text.days_off import WEEKDAYS, day_off
from qdgen.check.text.deadlines import dates_of, deadlines
from qdgen.check.text.phrases import Phrase, drafted, matches, phrases
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import day_and_month

_SHORT_MONTHS = re.compile(
    r"\bngày\s+(?:31\s+tháng\s+(?:4|6|9|04|06|09|11)|(?:30|31)\s+tháng\s+0?2|31/(?:0?[469]|11)"
    r"|(?:30|31)/0?2)(?![\d/])(?!\s*(?:năm|/)\s*\d)"
)


@rule("TN601", "impossible-date", Severity.ERROR, Certainty.DERIVED, TEXTS)
def impossible_date(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A day that the calendar does not have.

    30 February or 31 April binds nobody, and shows that the date was not looked up.

    Wrong: trước ngày 31/4/2026
    Right: trước ngày 30/4/2026
    Source: suy ra từ lịch
    """
    for phrase in phrases(paper):
        for found in find_dates(phrase.text):
            if found.first is None and found.form in (Form.FIGURES, Form.WORDS, Form.MONTH):
                yield from phrase.remarks(
                    (found.start, found.end),
                    text("there is no such day: {date}", date=phrase.text[found.start : found.end]),
                    text("look up the right date"),
                )
    for phrase, match in matches(paper, _SHORT_MONTHS, "text"):
        yield from phrase.remarks(
            match.span(),
            text("there is no such day: {date}", date=match[0]),
            text("look up the right date"),
        )


@rule("TN602", "dates-in-two-forms", Severity.INFO, Certainty.PRACTICE, TEXTS)
def dates_in_two_forms(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Days written in figures in one place and in words in another.

    One form reads calmer: “ngày 15 tháng 12 năm 2026” or “ngày 15/12/2026”. Tables, and the dates
    of cited documents, are not meant.

    Wrong: trước ngày 15/12/2026 … chậm nhất ngày 20 tháng 12 năm 2026
    Right: trước ngày 15/12/2026 … chậm nhất ngày 20/12/2026
    Source: thông lệ soạn thảo
    """
    forms: dict[Form, list[tuple[Phrase, DateMention]]] = {Form.FIGURES: [], Form.WORDS: []}
    for phrase in phrases(paper, lambda p: p.element in BODY):
        for found in dates_of(phrase):
            if found.form in forms and any(
                drafted(p, found.start, found.end) for p in phrase.pieces
            ):
                forms[found.form].append((phrase, found))
    if not all(forms.values()):
        return
    rarer = min(forms.values(), key=len)
    phrase, found = rarer[0]
    yield Remark(
        text(
            "days are written in figures (places: {figures}) and in words (places: {words})",
            figures=len(forms[Form.FIGURES]),
            words=len(forms[Form.WORDS]),
        ),
        text("use one form; this is the first place of the rarer one"),
        phrase.pieces[0],
        found.start,
        found.end,
    )


@rule("TN603", "date-zeros", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
def date_zeros(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A day below 10, or January or February, without a zero; or a zero before another month.

    The decree puts a zero before days below 10 and the months 1 and 2, and before no other month.
    It says so for the date of the document; offices keep to it in the text as well. Dates of cited
    documents are judged with the citations.

    Wrong: trước ngày 5/6/2026; tháng 03/2026
    Right: trước ngày 05/6/2026; tháng 3/2026
    Source: Phụ lục I, Phần I, Mục II, khoản 4, điểm b (EL-17); cho ngày trong
        lời văn thì chưa có bản xác nhận
    """
    for phrase in phrases(paper, lambda p: p.element is not Element.REFERENCE_LINE):
        for found in dates_of(phrase):
            if found.first is None or found.zeros_right or found.form is Form.QUARTER:
                continue
            written = phrase.text[found.start : found.end]
            right = _with_zeros(phrase.text, found)
            is_missing = len(right) > len(written)
            for remark in phrase.remarks(
                (found.start, found.end),
                text("a zero is missing in “{date}”", date=written)
                if is_missing
                else text("a zero too many in “{date}”", date=written),
                text("write “{words}”", words=right),
                fix=right,
            ):
                yield Remark(
                    remark.message, remark.hint, remark.piece, remark.start, remark.end, remark.fix,
                    severity=Severity.WARNING if is_missing and found.day_text else Severity.INFO,
                )  # fmt: skip


def _with_zeros(words: str, found: DateMention) -> str:
    if found.first is None:
        raise ValueError(words)
    day, month = day_and_month(found.first)
    written = words[found.start : found.end]
    if found.form is Form.FIGURES:
        return f"{day}{found.separator}{month}{found.separator}{found.year}"
    if found.form is Form.WORDS:
        written = re.sub(r"(ngày\s+)\d+", rf"\g<1>{day}", written, flags=re.IGNORECASE)
    return re.sub(r"(tháng\s+)\d+", rf"\g<1>{month}", written, flags=re.IGNORECASE)


@rule("TN604", "deadline-before-signing", Severity.WARNING, Certainty.DERIVED, TEXTS)
def deadline_before_signing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A deadline before the day on which the document is signed.

    Nobody can keep it: the draft waited too long, or the year was copied from an older plan.

    Wrong: ký ngày 10/6/2026, hoàn thành tháng 3/2026
    Right: ký ngày 10/6/2026, hoàn thành tháng 9/2026
    Source: suy ra từ ngày ký
    """
    if paper.day is None and paper.year is None:
        yield Unchecked(text("the document has no day yet"))
        return
    for deadline in deadlines(paper):
        last = deadline.date.last
        if last is None:
            continue
        is_past = last < paper.day if paper.day else last.year < (paper.year or 0)
        if is_past:
            phrase, found = deadline.phrase, deadline.date
            yield from phrase.remarks(
                (found.start, found.end),
                text(
                    "the deadline “{date}” is before the day of signing",
                    date=phrase.text[found.start : found.end],
                ),
                text("set a later one, or check the year"),
            )


_YEAR = re.compile(r"\bnăm (20\d\d)\b")
_YEARS = re.compile(r"giai đoạn|20\d\d ?[-–] ?20\d\d|đến năm|định hướng")


@rule("TN605", "deadline-outside-year", Severity.INFO, Certainty.DERIVED, TEXTS)
def deadline_outside_year(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A deadline after the year that the title of the plan names.

    A plan of one year sets deadlines in that year. It may be meant; often it is a slip.

    Wrong: Kế hoạch … năm 2026 - hoàn thành tháng 3/2027
    Right: Kế hoạch … năm 2026 - hoàn thành tháng 12/2026
    Source: suy ra từ tên kế hoạch
    """
    titles = [p.text for p in paper.of(Element.SUBJECT, Element.TITLE)]
    years = {int(m[1]) for t in titles for m in _YEAR.finditer(t)}
    if len(years) != 1 or any(_YEARS.search(t) for t in titles):
        return
    year = years.pop()
    for deadline in deadlines(paper):
        if deadline.date.first is not None and deadline.date.first.year > year:
            phrase, found = deadline.phrase, deadline.date
            yield from phrase.remarks(
                (found.start, found.end),
                text(
                    "the deadline “{date}” is after the year of the title, {year}",
                    date=phrase.text[found.start : found.end],
                    year=year,
                ),
                text("check the year"),
            )


@rule("TN606", "deadline-on-day-off", Severity.INFO, Certainty.UNCONFIRMED, TEXTS)
def deadline_on_day_off(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A deadline on a Saturday, a Sunday or a public holiday.

    Nobody is there to hand it in or to receive it. Holidays after the lunar calendar are taken from
    a table that was not compared with the yearly announcements.

    Wrong: trước ngày 02/9/2026
    Right: trước ngày 04/9/2026
    Source: Bộ luật Lao động, Điều 112; ngày nghỉ âm lịch tính sẵn, chưa có bản xác nhận
    """
    for deadline in deadlines(paper):
        found = deadline.date
        if found.first is None or found.first != found.last:
            continue
        reason = day_off(found.first)
        before = deadline.phrase.text[max(0, found.start - 12) : found.start].lower()
        is_before = "trước" in before  # the last day is the one before
        if reason and not is_before:
            yield from deadline.phrase.remarks(
                (found.start, found.end),
                text("the deadline is a day off: {reason}", reason=reason),
                text("choose a working day"),
            )


_WEEKDAY = re.compile(
    r"\b(thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? (?:ngày )?(?=\d)", re.IGNORECASE
)
_NUMBERS = {"2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5, "hai": 0, "ba": 1, "tư": 2, "năm": 3,
            "sáu": 4, "bảy": 5, "nhật": 6}  # fmt: skip


@rule("TN607", "weekday-wrong", Severity.ERROR, Certainty.DERIVED, TEXTS)
def weekday_wrong(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A weekday that does not go with its date.

    One of the two is wrong, and people will come on different days.

    Wrong: thứ Hai, ngày 16/6/2026
    Right: thứ Ba, ngày 16/6/2026
    Source: suy ra từ lịch
    """
    for phrase, match in matches(paper, _WEEKDAY, "text"):
        for found in find_dates(phrase.text):
            day = found.first
            if day is None or day != found.last or found.start - match.end() not in (0, -5):
                continue
            told = _NUMBERS[match[1].lower().split()[1]]
            if told != day.weekday():
                yield from phrase.remarks(
                    match.span(1),
                    text(
                        "{date} is {weekday}",
                        date=phrase.text[found.start : found.end],
                        weekday=WEEKDAYS[day.weekday()],
                    ),
                    text("check which of the two is right"),
                )


_QUARTER = re.compile(r"\bquý ([1-4])(?=\s*(?:/|năm |năm)\s*20\d\d)", re.IGNORECASE)


@rule("TN608", "quarter-in-figures", Severity.INFO, Certainty.PRACTICE, TEXTS)
def quarter_in_figures(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A quarter of the year with an Arabic numeral.

    Quarters are written with Roman numerals, so that they are not taken for months.

    Wrong: quý 4/2026
    Right: quý IV/2026
    Source: thông lệ soạn thảo
    """
    for phrase, match in matches(paper, _QUARTER, "text"):
        numeral = ("I", "II", "III", "IV")[int(match[1]) - 1]
        yield from phrase.remarks(
            match.span(1),
            text("the quarter in an Arabic numeral: “{words}”", words=match[0]),
            text("write “{words}”", words=numeral),
            fix=numeral,
        )
