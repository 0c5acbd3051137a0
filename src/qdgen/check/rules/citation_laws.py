"""VD12: laws and pháp lệnh, which are cited by name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import BODY, Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.dates import find_dates
from qdgen.diagnostics import Severity
from qdgen.messages import text

_NUMBER = re.compile(r"(?:\s*\(?\s*số\s*:?)?\s*\b\d+/(?:\d{4}/)?(?:PL-)?(?:UBTV)?QH\d{1,2}\b")
_KIND = re.compile(r"\b(Bộ luật|Luật|Pháp lệnh|Nghị quyết|Lệnh)\b", re.IGNORECASE)
_DATED = re.compile(r"\)?,?\s+(?:ngày|năm)\s")
_LAWS = ("bộ luật", "luật", "pháp lệnh")
_AMENDED = re.compile(
    r"(?:sửa đổi|bổ sung|thay thế)[^;.]*?\s(?:theo|bởi|tại|bằng)\s[^;.]*$", re.IGNORECASE
)
_ISSUED = re.compile(
    r"(?:\d{4}|QH\d{1,2})\)?\s*,?\s*(của (?:Quốc hội|[UỦ][yỷ] ban [Tt]hường vụ Quốc hội))\b"
)
_SEVERAL = re.compile(r"\s*Căn cứ (?:vào )?các\s")
_BASIS_LAW = re.compile(r"\s*Căn cứ (?:vào )?(?:các )?(Bộ luật|Luật|Pháp lệnh)\b")
_LAW_NAME = re.compile(r"[^;.(]+?(?=\s+(?:số|được|đã)\s|\s*[;.(]|\s*$)")
_NAMED = re.compile(r"\b(?:Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐÂĂÁÔƠƯ][^;.()]{1,90}?$")
_DATED_LAW = re.compile(
    r"\b(?:Bộ luật|Luật|Pháp lệnh)\s+[A-ZĐÂĂÁÔƠƯ][^;.()]{1,80}?"
    r"(\s+ngày\s+(?:\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}|\d{1,2}/\d{1,2}/\d{4}))"
)
_OTHER = re.compile(
    r"\bsố\s|\b(?:Nghị|Quyết định|Thông tư|trước|sau|từ|đến|kể|vào|có|được|bầu)\b|, ngày",
    re.IGNORECASE,
)
_READ = (Element.BASIS, Element.NOTE, *BODY)


@rule("VD120", "law-with-number", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def law_with_number(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A law or pháp lệnh is cited with its number.

    Laws and pháp lệnh are cited by name alone; in a căn cứ with the date. In the căn cứ this is an
    error, elsewhere a warning; a law named only as what amended another is remarked. So is the
    number that stands instead of the date, as legal documents have it since 2025.

    Wrong: Căn cứ Luật Dữ liệu số 60/2024/QH15 ngày 30 tháng 11 năm 2024;
    Right: Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024;
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a (CC-02), đã đối chiếu
    """
    for piece in paper.of(*_READ):
        if "QH" not in piece.text:
            continue
        for match in _NUMBER.finditer(piece.text):
            before = piece.text[: match.start()].rpartition(";")[2]
            kinds = _KIND.findall(before)
            if not kinds or kinds[-1].casefold() not in _LAWS:
                continue
            severity = None if piece.element is Element.BASIS else Severity.WARNING
            instead = piece.element is Element.BASIS and not _DATED.match(piece.text, match.end())
            if instead or _AMENDED.search(before):
                severity = Severity.INFO
            lead = len(match[0]) - len(match[0].lstrip())
            named = bool(_NAMED.search(before)) and "(" not in match[0] and not instead
            yield Remark(
                text('a law is cited with its number "{words}"', words=match[0].strip(" (")),
                text("leave the number out")
                if named
                else text("write its date instead: Luật … ngày … tháng … năm …")
                if instead
                else text("name the law instead: Luật … ngày … tháng … năm …"),
                piece,
                match.start() + (0 if named else lead),
                match.end(),
                fix="" if named else None,
                severity=severity,
            )


@rule("VD121", "law-with-issuer", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def law_with_issuer(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A law or pháp lệnh is cited with its issuer.

    Only the Quốc hội makes laws and only its standing committee pháp lệnh, so neither is named. In
    the căn cứ this is an error, elsewhere a warning.

    Wrong: Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024 của Quốc hội;
    Right: Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024;
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a (CC-02), đã đối chiếu
    """
    for piece in paper.of(*_READ):
        if "Quốc hội" not in piece.text:
            continue
        for match in _ISSUED.finditer(piece.text):
            kinds = _KIND.findall(piece.text[: match.start()].rpartition(";")[2])
            if not kinds or kinds[-1].casefold() not in _LAWS:
                continue
            yield Remark(
                text('a law is cited with its issuer: "{words}"', words=match[1]),
                text("leave the issuer out"),
                piece,
                match.start(1),
                match.end(1),
                severity=None if piece.element is Element.BASIS else Severity.WARNING,
            )


@rule("VD122", "basis-law-without-date", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def basis_law_without_date(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A law stands in the căn cứ without its date.

    Number and issuer of a law are left out, its date is not: it tells the law from an earlier one
    of the same name.

    Wrong: Căn cứ Luật Tổ chức Chính phủ;
    Right: Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a (CC-02, CC-12), đã đối chiếu
    """
    for piece in paper.of(Element.BASIS):
        match = _BASIS_LAW.match(piece.text)
        if match is None or next(find_dates(piece.text), None) or "ngày  " in piece.text:
            continue
        if _SEVERAL.match(piece.text) or _NUMBER.search(piece.text):
            continue  # of the number it is told that the date should stand there
        named = _LAW_NAME.match(piece.text, match.start(1))
        end = named.end() if named else len(piece.text.rstrip(" ;,."))
        yield Remark(
            text('"{words}" without its date', words=piece.text[match.start(1) : end]),
            text('add "ngày … tháng … năm …"; in content: ngay in van-ban.yaml'),
            piece,
            match.start(1),
            end,
        )


@rule("VD123", "law-with-date-in-text", Severity.INFO, Certainty.CONFIRMED, TEXTS)
def law_with_date_in_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A law is cited with its date outside the căn cứ.

    In the text a law is cited by its kind and name alone.

    Wrong: theo quy định của Luật Dữ liệu ngày 30 tháng 11 năm 2024
    Right: theo quy định của Luật Dữ liệu
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.b (CC-04), đã đối chiếu
    """
    for piece in paper.of(Element.NOTE, *BODY):
        if "ngày" not in piece.text:
            continue
        for match in _DATED_LAW.finditer(piece.text):
            if _OTHER.search(match[0]):
                continue
            yield Remark(
                text("a law is cited with its date outside the căn cứ"),
                text('leave out "{words}"', words=match[1].strip()),
                piece,
                match.start(1) + 1,
                match.end(1),
            )
