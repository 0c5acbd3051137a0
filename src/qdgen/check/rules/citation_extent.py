"""VD13: how much a citation tells: everything the first time, kind and number after that."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Medium, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import LAWS
from qdgen.check.text.cited import CitedDocument, Mention, Role, documents_in, is_own_number
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_PASSED_ON = (
    "tờ trình", "công văn", "báo cáo", "biên bản", "thông báo", "thông báo kết luận", "hợp đồng",
    "công điện", "dự án", "phương án",
)  # fmt: skip
_WITHOUT_SUBJECT = ("liên tịch", "hợp nhất")
_TOLD = re.compile(r"[^\s,]")
_QUOTED = re.compile(r"\s*[:“\"]")
_BLANK_DATE = re.compile(r"\s*,?\s*ngày(?:\s|$)")
_ISSUER_BEFORE = re.compile(
    r"(?:ban hành|ký|phê duyệt|công bố|trình|gửi)\s+(?:các\s+)?$", re.IGNORECASE
)
_GOES_OUT = re.compile(
    r"(?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|hết hiệu lực|sửa đổi|bổ sung)[^.;]{0,120}$", re.IGNORECASE
)
_NOTED_KEY = re.compile(r"@[a-z0-9-]+\(chú thích\)")
_LONG_NAME = 16
_LOWER_RUN = re.compile(r"(?:(?<!\w)[a-zà-ỹđ]+\s+){4,}")


def _is_told_in_full(mention: Mention) -> bool:
    c = mention.citation
    return c.is_dated and not mention.nested and (bool(c.issuer) or c.subject_start >= 0)


def lacking_in(mention: Mention) -> list[Text]:
    """What a first citation should tell and does not."""
    c = mention.citation
    words = mention.piece.text
    lacking: list[Text] = []
    if c.type in LAWS:  # VD120
        return lacking
    if not c.is_dated:
        if _BLANK_DATE.match(words, c.number_end):
            return lacking
        lacking.append(text("its date"))
    kind = c.type.casefold()
    if kind in _PASSED_ON or any(word in kind for word in _WITHOUT_SUBJECT):
        return lacking
    if c.issuer_start < 0 and not _ISSUER_BEFORE.search(words[: c.start]):
        lacking.append(text("who issued it"))
    told = c.subject_start >= 0 or _QUOTED.match(words, c.told_until) or _is_noted(mention)
    if not told and _issuer_is_sure(c.issuer, c.issuer_start):
        lacking.append(text("what it is about"))
    return lacking


def _is_noted(mention: Mention) -> bool:
    """Whether a footnote tells the subject, one that a key adds (@nd30(chú thích)) or a written
    one."""
    if mention.noted or not mention.is_generated:
        return mention.noted
    located = mention.piece.spot.located(mention.citation.number_start, mention.citation.number_end)
    return _NOTED_KEY.match(located.source_line, located.mark[0]) is not None


def _issuer_is_sure(issuer: str, start: int) -> bool:
    """Whether the name surely ends where it was found to end, so that no subject follows."""
    if start < 0:
        return True
    return bool(issuer) and len(issuer.split()) <= _LONG_NAME and not _LOWER_RUN.search(issuer)


def mildness(mention: Mention) -> Severity | None:
    """How much milder than an error it is that something is not told."""
    if mention.citation.type.casefold() in _PASSED_ON:
        return Severity.INFO
    return Severity.WARNING if mention.citation.is_dated else None


def joined(words: list[Text]) -> Text:
    """Up to three things as one phrase."""
    match words:
        case [one]:
            return one
        case [one, two]:
            return text("{one} and {two}", one=one, two=two)
        case _:
            return text("{one}, {two} and {three}", one=words[0], two=words[1], three=words[2])


def _first_in_full(document: CitedDocument) -> Mention | None:
    return next((m for m in document.running if _is_told_in_full(m)), None)


@rule("VD130", "first-citation-incomplete", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def first_citation_incomplete(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document is cited for the first time without date, issuer or subject.

    The first time, a citation tells kind, number, date, issuer and subject. Where the date is
    told, it is a warning. Tables, titles and papers that were
    only passed on (tờ trình, công văn, báo cáo) need less.

    Wrong: Thực hiện Nghị định số 30/2020/NĐ-CP, các đơn vị …
    Right: … Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.b (CC-04), đã đối chiếu
    """
    for document in documents_in(paper):
        mention = next(iter(document.running), None)
        if mention is None or mention.nested or mention.citation.amending:
            continue
        if mention.role is Role.BASIS:
            continue  # VD303
        c = mention.citation
        if is_own_number(paper, c.number):
            continue
        lacking = lacking_in(mention)
        if not lacking:
            continue
        yield Remark(
            text(
                "the first citation of {name} lacks {what}",
                name=mention.name,
                what=joined(lacking),
            ),
            _hint_for_full(paper, document),
            mention.piece,
            c.start,
            c.told_until,
            severity=mildness(mention),
        )


def _hint_for_full(paper: Paper, document: CitedDocument) -> Text:
    if document.entry and paper.medium is Medium.CONTENT:
        return text("write @{key}(đầy đủ), which tells all of it", key=document.entry.key)
    return text("write kind, number, date, issuer and subject here; kind and number after that")


@rule("VD131", "later-citation-in-full", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def later_citation_in_full(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document is cited with date and issuer or subject again, after it was cited in full.

    After the first time, kind and number are enough: the rest makes sentences long and brings in
    slips. In an annex, a table or an attached document, which may be read by itself, the first
    repetition is only remarked.

    Wrong: … theo Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ (lần thứ hai)
    Right: … theo Nghị định số 30/2020/NĐ-CP
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.b (CC-05), đã đối chiếu
    """
    for document in documents_in(paper):
        first = _first_in_full(document)
        if first is None or document.in_title:
            continue
        parts = {first.piece.part}
        for mention in document.mentions[document.mentions.index(first) + 1 :]:
            if mention.role is Role.BASIS or not _is_told_in_full(mention):
                continue
            c = mention.citation
            if mention.day and first.day and mention.day != first.day:
                continue  # VD201, or another document of the same number
            if _GOES_OUT.search(mention.piece.text[: c.start]):
                continue
            new_part = mention.piece.part not in parts
            parts.add(mention.piece.part)
            yield Remark(
                text("{name} was cited in full before", name=mention.name),
                _hint_for_short(paper, document, mention),
                mention.piece,
                c.start if mention.is_generated else _behind_number(mention),
                c.told_until,
                severity=Severity.INFO if new_part or mention.role is Role.TABLE else None,
            )


def _behind_number(mention: Mention) -> int:
    found = _TOLD.search(mention.piece.text, mention.citation.number_end)
    return found.start() if found else mention.citation.number_end


def _hint_for_short(paper: Paper, document: CitedDocument, mention: Mention) -> Text:
    if document.entry and paper.medium is Medium.CONTENT:
        return text("write only @{key}(số)", key=document.entry.key)
    return text('write only "{name}"', name=mention.name)
