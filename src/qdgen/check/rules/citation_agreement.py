"""VD20: what is told of one document agrees wherever it is cited."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import number_key
from qdgen.check.text.cited import CitedDocument, Mention, Role, documents_in, mentions_in, plain
from qdgen.check.text.wordings import (
    Difference,
    bare_subject,
    clause,
    difference,
    same_name,
    same_subject,
)
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_BEGINNING = 24
"""So many letters of two subjects are the same where the subjects are."""
_ALIKE_IN_A_TABLE = 5
_STATE = re.compile(r"(?:TTg|CP|QH\d*|UBTVQH\d*|TW)$")


def _words(mention: Mention, start: int, end: int) -> str:
    return mention.piece.text[start:end]


def _date_words(mention: Mention) -> str:
    when = mention.citation.date
    return _words(mention, when.start, when.end).removeprefix("ngày ") if when else ""


@rule("VD201", "document-with-two-dates", Severity.ERROR, Certainty.DERIVED, TEXTS)
def two_dates(paper: Paper) -> Iterator[Remark | Unchecked]:
    """One document is cited with two different dates.

    A document has one date, so one of the two is wrong. Where only the year differs, or where
    offices may share the symbol, it is a warning.

    Wrong: Quyết định số 142/QĐ-TTg ngày 02/02/2024 … Quyết định số 142/QĐ-TTg ngày 20/02/2024
    Right: Quyết định số 142/QĐ-TTg ngày 02/02/2024 … Quyết định số 142/QĐ-TTg
    Source: suy ra: một văn bản chỉ có một ngày ban hành
    """
    for document in documents_in(paper):
        if document.entry is not None and document.entry.day is not None:
            continue
        dated = [m for m in document.mentions if m.day]
        first = dated[0] if dated else None
        for mention in dated[1:]:
            if first is None or first.day is None or mention.day == first.day:
                continue
            when = mention.citation.date
            if when is None or mention.day is None:
                continue
            sure = bool(_STATE.search(mention.citation.number)) or _same_issuer(first, mention)
            if first.day.year != mention.day.year:
                sure = "/" in mention.citation.number.partition("/")[2]
            yield Remark(
                text(
                    "{name} bears another date before: {date}",
                    name=mention.name,
                    date=_date_words(first),
                ),
                text("find out which one is right"),
                mention.piece,
                when.start,
                when.end,
                severity=None if sure else Severity.WARNING,
            )


def _same_issuer(one: Mention, other: Mention) -> bool:
    return bool(one.citation.issuer) and plain(one.citation.issuer) == plain(other.citation.issuer)


@rule("VD202", "document-with-two-issuers", Severity.WARNING, Certainty.DERIVED, TEXTS)
def two_issuers(paper: Paper) -> Iterator[Remark | Unchecked]:
    """One document is cited with two different issuers.

    A document has one issuer: the minister or the ministry, not now the one, now the other.

    Wrong: … của Bộ trưởng Bộ Y tế … Quyết định số 15/QĐ-BYT ngày 05/01/2024 của Bộ Y tế
    Right: … của Bộ trưởng Bộ Y tế … Quyết định số 15/QĐ-BYT
    Source: suy ra: một văn bản chỉ có một cơ quan hoặc người ban hành
    """
    for document in documents_in(paper):
        if document.entry is not None and document.entry.issuer:
            continue
        told = [m for m in document.mentions if m.citation.issuer]
        for mention in told[1:]:
            if not same_name(told[0].citation.issuer, mention.citation.issuer):
                c = mention.citation
                yield Remark(
                    text(
                        'the issuer of {name} is "{issuer}" before',
                        name=mention.name,
                        issuer=told[0].citation.issuer,
                    ),
                    text("find out which one is right"),
                    mention.piece,
                    c.issuer_start,
                    c.issuer_end,
                )


@rule("VD203", "document-with-two-subjects", Severity.WARNING, Certainty.DERIVED, TEXTS)
def two_subjects(paper: Paper) -> Iterator[Remark | Unchecked]:
    """One document is cited with two wordings of its subject.

    The subject is quoted as it stands on the document. Where only "về việc" is added or left out,
    it is remarked. What stands within the subject of another document is quoted from that one.

    Wrong: … phê duyệt Chiến lược dữ liệu … Quyết định số 142/QĐ-TTg … về việc phê duyệt Chiến lược
    Right: … phê duyệt Chiến lược dữ liệu quốc gia đến năm 2030 (cả hai nơi)
    Source: suy ra: trích yếu được dẫn như trên văn bản (CC-04)
    """
    for document in documents_in(paper):
        if document.entry is not None and document.entry.subject:
            continue
        told = [
            m
            for m in document.mentions
            if m.subject and m.role is not Role.TITLE and not m.citation.nested
        ]
        for mention in told[1:]:
            if differs := difference(clause(mention.subject), clause(told[0].subject)):
                yield subject_remark(
                    mention,
                    clause(told[0].subject),
                    differs,
                    text("the subject of {name} is worded otherwise before", name=mention.name),
                )


def subject_remark(mention: Mention, right: str, differs: Difference, message: Text) -> Remark:
    """The remark on a subject that should read `right`."""
    start = mention.citation.subject_start
    return Remark(
        message,
        text('write "{right}"', right=right.strip()),
        mention.piece,
        start,
        start + min(len(clause(mention.subject)), len(right) + len("về việc ")),
        severity=Severity.INFO if differs is Difference.ONLY_ABOUT else None,
    )


@rule("VD204", "document-of-two-kinds", Severity.WARNING, Certainty.DERIVED, TEXTS)
def two_kinds(paper: Paper) -> Iterator[Remark | Unchecked]:
    """One number and symbol is cited as two kinds of document.

    Number, symbol and date are those of one document, so it cannot be both.

    Wrong: Quy định số 41-QĐ/TW ngày 03/11/2021 … Quyết định số 41-QĐ/TW ngày 03/11/2021
    Right: Quy định số 41-QĐ/TW ngày 03/11/2021 … Quy định số 41-QĐ/TW
    Source: suy ra: số, ký hiệu và ngày là của một văn bản
    """
    seen: dict[tuple[str, object], Mention] = {}
    for mention in mentions_in(paper):
        if mention.day is None or mention.role is Role.REGISTER:
            continue
        key = (number_key(mention.citation.number), mention.day)
        first = seen.setdefault(key, mention)
        if first.citation.type.casefold() != mention.citation.type.casefold():
            c = mention.citation
            yield Remark(
                text("{number} is called {kind} before", number=c.number, kind=first.citation.type),
                text("find out which one is right"),
                mention.piece,
                c.start,
                c.number_end,
            )


@rule("VD205", "number-mistyped", Severity.WARNING, Certainty.DERIVED, TEXTS)
def number_mistyped(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two numbers differ by one figure, and kind, symbol, date and subject are the same.

    It is one document, and one of the numbers is a slip of the hand.

    Wrong: Quyết định số 142/QĐ-TTg ngày 02/02/2024 … Quyết định số 124/QĐ-TTg ngày 02/02/2024
    Right: Quyết định số 142/QĐ-TTg ngày 02/02/2024 … Quyết định số 142/QĐ-TTg
    Source: suy ra: cùng ngày, cùng trích yếu thì là một văn bản
    """
    seen: dict[tuple[str, str, object, str], list[CitedDocument]] = {}
    for document in documents_in(paper):
        mention = next((m for m in document.mentions if m.day and m.subject), None)
        if mention is None:
            continue
        figures, _, symbol = number_key(mention.citation.number).partition("/")
        subject = bare_subject(mention.subject)[:_BEGINNING]
        key = (mention.citation.type.casefold(), symbol, mention.day, subject)
        same = seen.setdefault(key, [])
        if len(same) > _ALIKE_IN_A_TABLE:
            continue
        for other in same:
            before = other.mentions[0]
            number = number_key(before.citation.number).partition("/")[0]
            if _mistyped(figures, number) and _same_subject(mention, other):
                c = mention.citation
                yield Remark(
                    text("{name} or {other}?", name=mention.name, other=before.name),
                    text("the rest of the two citations is the same: one number is mistyped"),
                    mention.piece,
                    c.number_start,
                    c.number_end,
                )
                break
        same.append(document)


def _mistyped(one: str, other: str) -> bool:
    if one == other or not (one.isdigit() and other.isdigit()):
        return False
    if len(one) == len(other):
        differ = [n for n, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(differ) == 2 and one[differ[0]] == other[differ[1]]
        return len(differ) == 1 or (swapped and one[differ[1]] == other[differ[0]])
    short, long = sorted((one, other), key=len)
    return len(long) == len(short) + 1 and any(
        long[:n] + long[n + 1 :] == short for n in range(len(long))
    )


def _same_subject(mention: Mention, other: CitedDocument) -> bool:
    return any(same_subject(mention.subject, before.subject) for before in other.mentions)
