"""CT4: the line in brackets that joins an annex or attached document to its decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part, joined
from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import LOOKS, TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import SYMBOL
from qdgen.check.text.compare import plain
from qdgen.check.text.dates import find_dates
from qdgen.diagnostics import Severity
from qdgen.messages import text

_LEAD = re.compile(r"\(?\s*(?P<lead>[^()]*?kèm theo)\b", re.IGNORECASE)
_NUMBER = re.compile(rf"\bsố\s*({SYMBOL})")
_ISSUER = re.compile(r"\d{4}\s+của\s+(?P<issuer>[^()]+?)\s*\)?\s*$")


_BODIES = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "tp": "thành phố"}
_BODY = re.compile(rf"\b(?:{'|'.join(_BODIES)})\b\.?")


def _in_full(name: str) -> str:
    """A name for comparing: that it is abbreviated is judged elsewhere."""
    return _BODY.sub(lambda match: _BODIES[match[0].rstrip(".")], plain(name))


@rule("CT403", "reference-line-differs", Severity.ERROR, Certainty.DERIVED, LOOKS)
@about_a_decision
def reference_line_differs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number, date or issuer below the name of what is attached are not the decision's.

    The line in brackets joins it to the decision. Left from an earlier file, it joins it to another
    one. A blank for a number or date that is not given yet is not meant.

    Wrong: (Kèm theo Quyết định số 1243/QĐ-BKHCN …) trong khi quyết định là số 1234/QĐ-BKHCN
    Right: (Kèm theo Quyết định số 1234/QĐ-BKHCN …)
    Source: Phụ lục I, Phần I, Mục III.1.c (AT-03, PL-05); suy ra
    """
    part = decision_part(paper)
    if part < 0:
        return
    own = re.search(SYMBOL, joined(paper, Element.NUMBER, part))
    day = next(find_dates(joined(paper, Element.PLACE_DATE, part)), None)
    authority = joined(paper, Element.AUTHORITY, part)
    organ = joined(paper, Element.ORGAN, part)
    for piece in paper.of(Element.REFERENCE_LINE):
        number = _NUMBER.search(piece.text)
        if own and number and number[1] != own[0]:
            yield Remark(
                text("here the decision has the number {number}", number=number[1]),
                text("the decision itself has {number}", number=own[0]),
                piece,
                *number.span(1),
                fix=own[0],
            )
        date = next(find_dates(piece.text), None)
        if day and date and date.first != day.first:
            written = piece.text[date.start : date.end]
            yield Remark(
                text("here the decision bears the date {date}", date=written),
                text("the decision itself bears another one"),
                piece,
                date.start,
                date.end,
            )
        issuer = _ISSUER.search(piece.text)
        if issuer and authority and _in_full(issuer["issuer"]) != _in_full(authority):
            said = _in_full(issuer["issuer"])
            mild = said == _in_full(organ) or _in_full(authority).startswith(said)
            yield Remark(
                text("here the decision is of {issuer}", issuer=issuer["issuer"]),
                text("the decision itself is of {authority}", authority=authority),
                piece,
                *issuer.span("issuer"),
                severity=Severity.WARNING if mild else None,
            )


@rule("CT404", "reference-wording", Severity.WARNING, Certainty.DISPUTED, TEXTS)
def reference_wording(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The lines in brackets say "Kèm theo" in one place and "Ban hành kèm theo" in another.

    Either is used; one file keeps to one of them.

    Wrong: (Kèm theo Quyết định …) ở kế hoạch; (Ban hành kèm theo Quyết định …) ở phụ lục
    Right: (Kèm theo Quyết định …) ở cả hai
    Source: Phụ lục I, Phần I, Mục III.1.c (AT-03); cách ghi của văn bản kèm theo chưa thống nhất
    """
    first = ""
    for piece in paper.of(Element.REFERENCE_LINE):
        match = _LEAD.match(piece.text)
        if match is None:
            continue
        lead = plain(match["lead"])
        first = first or lead
        if lead != first:
            yield Remark(
                text("“{lead}” here, “{first}” before", lead=match["lead"], first=first),
                text("use one wording in the whole file"),
                piece,
                *match.span("lead"),
            )


@rule("CT405", "reference-small-letter", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def reference_small_letter(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line in brackets below a title begins with a small letter.

    It is a line of its own, and so begins with a capital.

    Wrong: (ban hành kèm theo Quyết định số …)
    Right: (Ban hành kèm theo Quyết định số …)
    Source: Phụ lục I, Phần I, Mục III.1.c, theo mẫu "(Kèm theo …)"; thông lệ
    """
    for piece in paper.of(Element.REFERENCE_LINE):
        match = _LEAD.match(piece.text)
        if match and match["lead"][0].islower():
            yield Remark(
                text("it begins with a small letter: “{lead}”", lead=match["lead"]),
                text("begin with a capital"),
                piece,
                *match.span("lead"),
                fix=match["lead"][0].upper() + match["lead"][1:],
            )


@rule("CT409", "reference-line-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def reference_line_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Below the name of an annex the line that joins it to its decision is missing.

    An annex says in brackets with which document it goes. For another attached document it is
    custom, and so only a warning.

    Wrong: Phụ lục / DANH MỤC NHIỆM VỤ
    Right: Phụ lục / DANH MỤC NHIỆM VỤ / (Kèm theo Quyết định số …/QĐ-BKHCN ngày … của …)
    Source: Phụ lục I, Phần I, Mục III.1.c (EL-49, PL-05); chắc chắn với phụ lục
    """
    for number, part in enumerate(paper.parts):
        is_annex = part.kind is PartKind.ANNEX
        if not is_annex and part.kind is not PartKind.ATTACHMENT:
            continue
        if paper.first(Element.REFERENCE_LINE, number) is None:
            yield Remark(
                text("the line “(Kèm theo Quyết định số …)” is missing"),
                text("put it below the title"),
                paper.first(Element.TITLE, number) or paper.first(Element.ANNEX_LABEL, number),
                severity=None if is_annex else Severity.WARNING,
            )
