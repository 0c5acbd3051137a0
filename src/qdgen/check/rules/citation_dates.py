"""VD11: the date and the issuer of a cited document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Medium, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.cited import Mention, Role, mentions_in
from qdgen.check.text.dates import DateMention, Form, find_dates
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text
from qdgen.vietnamese import day_and_month

_ABBREVIATED = re.compile(r"(?<![\w])(?:[A-ZĐ]{2,}(?:&[A-ZĐ]{2,})*|[A-ZĐ]+&[A-ZĐ]+)(?![\w])")
_NO_ZERO = ("03", "04", "05", "06", "07", "08", "09")
_NUMERAL = re.compile(r"[IVXLC]+")
_VV = re.compile(r"\s*,?\s*([Vv]/[Vv])(?!\w)")


def _dated(paper: Paper) -> Iterator[tuple[Mention, DateMention]]:
    """Mentions with a date that someone wrote and that exists."""
    for mention in mentions_in(paper):
        when = mention.citation.date
        if when is None or when.first is None:
            continue
        if not mention.piece.spot.is_generated(when.start, when.end):
            yield mention, when


def _rewritten(when: DateMention, words: str) -> str:
    """The date with the decree's zeros, written the way it is."""
    if when.first is None:
        return words
    day, month = day_and_month(when.first)
    if when.form is Form.FIGURES:
        return f"{day}{when.separator}{month}{when.separator}{when.year}"
    head, _, _ = words.partition(when.day_text)
    return f"{head}{day} tháng {month} năm {when.year}"


@rule("VD110", "citation-date-zero-missing", Severity.WARNING, Certainty.DERIVED, TEXTS)
def zero_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A zero is missing in the date of a cited document.

    Days below 10 and the months 1 and 2 bear a zero, so that nobody can put a figure in front.

    Wrong: ngày 02/2/2024
    Wrong: ngày 5 tháng 3 năm 2020
    Right: ngày 02/02/2024
    Right: ngày 05 tháng 3 năm 2020
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II khoản 4 điểm b (EL-17), đã đối
    chiếu; áp dụng cho ngày trong viện dẫn là suy ra (CC-08)
    """
    for mention, when in _dated(paper):
        if len(when.day_text) == 1 or when.month_text in ("1", "2"):
            yield _zero(
                mention, when, text('a zero is missing in "{words}"', words=_words(mention))
            )


@rule("VD111", "citation-date-zero-extra", Severity.WARNING, Certainty.DERIVED, TEXTS)
def zero_extra(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The month of a cited document's date bears a zero that it should not.

    Only the months 1 and 2 bear one; 3 to 9 cannot be made into another month. Between strokes
    (01/04/2025) it is only remarked.

    Wrong: ngày 01/04/2025
    Wrong: ngày 05 tháng 03 năm 2020
    Right: ngày 01/4/2025
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II khoản 4 điểm b (EL-17), đã đối
    chiếu; áp dụng cho ngày trong viện dẫn là suy ra (CC-08)
    """
    for mention, when in _dated(paper):
        month = when.month_text
        if (
            len(month) == 2
            and month[0] == "0"
            and month[1] in "3456789"
            and len(when.day_text) == 2
        ):
            message = text('month {month} bears no zero: "{words}"', month=month[1],
                           words=_words(mention))  # fmt: skip
            mild = Severity.INFO if when.form is Form.FIGURES else None
            yield _zero(mention, when, message, mild)


def _words(mention: Mention) -> str:
    when = mention.citation.date
    return mention.piece.text[when.start : when.end] if when else ""


def _zero(
    mention: Mention, when: DateMention, message: Text, mild: Severity | None = None
) -> Remark:
    right = _rewritten(when, _words(mention))
    return Remark(
        message,
        text('write "{right}"', right=right),
        mention.piece,
        when.start,
        when.end,
        fix=right,
        severity=mild,
    )


@rule("VD112", "basis-date-in-figures", Severity.INFO, Certainty.UNCONFIRMED, TEXTS)
def basis_date_in_figures(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Dates in the căn cứ are written with strokes instead of words.

    The samples of the decree write "ngày 05 tháng 3 năm 2020". Figures are read the same, and many
    offices use them, so it is told once for the document.

    Wrong: Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ
    Right: Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, II.4.b và II.6 (CC-08), chưa đối chiếu được
    """
    found = [
        (piece, when)
        for piece in paper.of(Element.BASIS)
        for when in find_dates(piece.text)
        if when.form is Form.FIGURES
    ]
    if not found:
        return
    piece, when = found[0]
    hint = text('write "ngày … tháng … năm …"')
    if paper.medium is Medium.CONTENT and piece.spot.is_generated(when.start, when.end):
        hint = text("put ngay_vien_dan: chữ below trinh_bay in quyet-dinh.yaml")
    yield Remark(
        text("dates in the căn cứ stand in figures, {count} of them", count=len(found)),
        hint,
        piece,
        when.start,
        when.end,
    )


@rule("VD113", "date-behind-issuer", Severity.INFO, Certainty.UNCONFIRMED, TEXTS)
def date_behind_issuer(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The date of a cited document stands behind its issuer.

    A citation goes: kind, number, date, issuer, subject.

    Wrong: Quyết định số 15/QĐ-UBND của Ủy ban nhân dân tỉnh ngày 05 tháng 01 năm 2024
    Right: Quyết định số 15/QĐ-UBND ngày 05 tháng 01 năm 2024 của Ủy ban nhân dân tỉnh
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, II.6.b nêu thời gian trước cơ quan (CC-04);
    điểm a nêu cơ quan trước, nên không chắc
    """
    for mention, when in _dated(paper):
        if mention.citation.date_behind_issuer:
            c = mention.citation
            yield Remark(
                text("the date stands behind the issuer"),
                text(
                    'write "{name} {date} của {issuer}"',
                    name=mention.name,
                    date=_words(mention),
                    issuer=c.issuer,
                ),
                mention.piece,
                when.start,
                when.end,
            )


@rule("VD114", "issuer-abbreviated", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def issuer_abbreviated(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The issuer of a cited document is abbreviated.

    Where a document is cited with its issuer, the issuer is named in full.

    Wrong: Quyết định số 15/QĐ-UBND ngày 05/01/2024 của UBND tỉnh
    Wrong: Thông tư số 02/2024/TT-BNNPTNT ngày 05/3/2024 của Bộ NN&PTNT
    Right: Quyết định số 15/QĐ-UBND ngày 05/01/2024 của Ủy ban nhân dân tỉnh
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.b (CC-07), đã đối chiếu
    """
    for mention in mentions_in(paper):
        c = mention.citation
        if not c.issuer or mention.piece.spot.is_generated(c.issuer_start, c.issuer_end):
            continue
        if mention.role is Role.TITLE and c.issuer.isupper():
            continue
        if short := _short(c.issuer):
            mild = Severity.INFO if mention.role is Role.TABLE else None
            start = c.issuer_start + short.start()
            yield _abbreviated(short[0], mention.piece, start, mild)
    for piece in paper.of(Element.REGISTER):
        if piece.label == "co_quan" and (short := _short(piece.text)):
            yield _abbreviated(short[0], piece, short.start(), None)


def _short(name: str) -> re.Match[str] | None:
    if name.isupper() and len(name) > len("UBND TP"):
        return None
    return next((m for m in _ABBREVIATED.finditer(name) if not _NUMERAL.fullmatch(m[0])), None)


def _abbreviated(short: str, piece: Piece, start: int, mild: Severity | None) -> Remark:
    return Remark(
        text('"{short}" abbreviates the issuer', short=short),
        text("write its name in full"),
        piece,
        start,
        start + len(short),
        severity=mild,
    )


@rule("VD115", "citation-with-vv", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def citation_with_vv(paper: Paper) -> Iterator[Remark | Unchecked]:
    """ "V/v" in front of the subject of a cited document.

    "V/v" belongs in the subject line of a công văn. In a citation "về việc" is written out.

    Wrong: Quyết định số 15/QĐ-BKHCN ngày 05/01/2024 của Bộ trưởng V/v ban hành Quy chế
    Right: Quyết định số 15/QĐ-BKHCN ngày 05/01/2024 của Bộ trưởng về việc ban hành Quy chế
    Source: không có quy định riêng; Phụ lục I, II.5.b chỉ cho "V/v" ở công văn (EL-20, L17)
    """
    for mention in mentions_in(paper):
        c = mention.citation
        if (found := _VV.match(mention.piece.text, c.told_until)) is not None:
            yield Remark(
                text('"{words}" in a citation', words=found[1]),
                text('write "{right}"', right="về việc"),
                mention.piece,
                found.start(1),
                found.end(1),
                fix="về việc",
            )
    for piece in paper.of(Element.REGISTER):
        if piece.label == "trich_yeu" and (found := _VV.match(piece.text)):
            yield Remark(
                text('"{words}" in a citation', words=found[1]),
                text('write "{right}"', right="về việc"),
                piece,
                found.start(1),
                found.end(1),
                fix="về việc",
            )
