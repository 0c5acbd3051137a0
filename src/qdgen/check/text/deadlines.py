"""By when something must be done: in the column of deadlines, and in sentences that set one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qdgen.check.elements import BODY, Element
from qdgen.check.paper import Paper, Piece
from qdgen.check.text.citations import find_citations
from qdgen.check.text.dates import DateMention, find_dates
from qdgen.check.text.phrases import Phrase, phrases

_COLUMN = re.compile(r"thời hạn|hạn hoàn thành|thời gian hoàn thành|tiến độ|hoàn thành|kỳ hạn|"
                     r"thời gian thực hiện", re.IGNORECASE)  # fmt: skip
_ORDERS = re.compile(
    r"(?:trước|chậm nhất(?: là)?|muộn nhất(?: là)?|đến hết|hạn chót|thời hạn|xong|hoàn thành|đến)"
    r"(?: vào| trong| là| trước)?(?: hết)?(?: ngày)? *$",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"hoàn thành|báo cáo|gửi|trình|nộp|xong|bàn giao|chậm nhất|muộn nhất|thời hạn|tổng kết",
    re.IGNORECASE,
)
_PAST = re.compile(r"ban hành trước|có hiệu lực|thành lập|đã |tuyển dụng trước|ký trước|kể từ")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date by which something is due."""

    phrase: Phrase
    date: DateMention


def dates_of(phrase: Phrase) -> list[DateMention]:
    """The dates in a text, without those of cited documents."""
    if not any(c.isdigit() for c in phrase.text):
        return []
    found = list(find_dates(phrase.text))
    if not found:
        return []
    cited = [(c.start, c.end) for c in find_citations(phrase.text)]
    return [d for d in found if not any(s <= d.start < e for s, e in cited)]


def deadlines(paper: Paper) -> Iterator[Deadline]:
    """Every deadline the drafter wrote."""
    columns = {
        (t.part, n + (1 if t.numbered else 0))
        for t in paper.tables
        for n, heading in enumerate(t.headings)
        if is_deadline_column(heading)
    }

    def in_column(piece: Piece) -> bool:
        return piece.element is Element.CELL and (piece.part, piece.column) in columns

    for phrase in phrases(paper, in_column):
        for found in dates_of(phrase):
            yield Deadline(phrase, found)
    for phrase in phrases(paper, lambda piece: piece.element in BODY):
        for found in dates_of(phrase):
            if is_ordered(phrase.text, found):
                yield Deadline(phrase, found)


def is_ordered(words: str, found: DateMention) -> bool:
    """Whether the sentence that holds a date says that something is due by it."""
    before = words[max(0, found.start - 160) : found.start]
    sentence = re.split(r"[.;]\s", before)[-1]
    return bool(_ORDERS.search(sentence) and _DUTY.search(sentence) and not _PAST.search(sentence))


def is_deadline_column(heading: str) -> bool:
    """Whether the words above a column say that it holds deadlines."""
    return _COLUMN.search(heading) is not None
