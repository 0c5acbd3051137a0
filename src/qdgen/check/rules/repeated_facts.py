"""CT4: what is said in several places says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import decision_part, first_words_of_type, full_title, joined, type_of
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.organs import head_of, is_collective
from qdgen.check.paper import LOOKS, TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import SYMBOL
from qdgen.check.text.compare import first_difference, plain
from qdgen.check.text.dates import find_dates
from qdgen.diagnostics import Severity
from qdgen.messages import text

_DIRECTED = re.compile(r"(?:bộ (?!tư lệnh|chỉ huy|tổng)|sở |cục |tổng cục |vụ |chi cục )")
_VERB = re.compile(r"\s*(?:về việc\s+)?(?P<verb>ban hành|phê duyệt)\b", re.IGNORECASE)
_ENACTING = re.compile(r"\bkèm theo Quyết định này\b|^\s*(?:ban hành|phê duyệt)\b", re.IGNORECASE)
_LEAD = re.compile(r"\(?\s*(?P<lead>[^()]*?kèm theo)\b", re.IGNORECASE)
_NUMBER = re.compile(rf"\bsố\s*({SYMBOL})")
_ISSUER = re.compile(r"\d{4}\s+của\s+(?P<issuer>[^()]+?)\s*\)?\s*$")
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PLANS = ("kế hoạch", "chương trình")
_TASKS = re.compile(r"^(?:danh mục (?:các )?nhiệm vụ|nhiệm vụ|phân công nhiệm vụ|bảng phân công)")


@rule("CT401", "attached-title-differs", Severity.ERROR, Certainty.DERIVED, TEXTS)
def attached_title_differs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of the attached document is not the same in the trích yếu, in the article and above.

    The decision brings one document into force, under one name. Where a word differs, one may ask
    which document is meant; most often the name was changed late, in one place only.

    Wrong: Ban hành Kế hoạch phát triển dữ liệu mở (trích yếu); Kế hoạch phát triển dữ liệu (tên)
    Right: Ban hành Kế hoạch phát triển dữ liệu mở (trích yếu); Kế hoạch phát triển dữ liệu mở (tên)
    Source: suy ra từ Phụ lục III, mẫu 1.3 và Phụ lục I, Phần I, Mục II.5 (AT-04)
    """
    decision = decision_part(paper)
    kinds = [plain(type_of(paper, n)) for n, _ in paper.parts_of(PartKind.ATTACHMENT)]
    for number, _ in paper.parts_of(PartKind.ATTACHMENT):
        kind = type_of(paper, number)
        if decision < 0 or not kind or kinds.count(plain(kind)) > 1:
            continue
        title = full_title(paper, number)
        enacting = [p for p in paper.of(*BODY, part=decision) if _ENACTING.search(p.text)]
        for pieces in (paper.of(Element.SUBJECT, part=decision), enacting):
            if plain(title) in plain(" ".join(p.text for p in pieces)):
                continue
            for piece in pieces:
                start = first_words_of_type(piece.text, kind)
                if start < 0:
                    continue
                words = piece.text[start:]
                other = first_difference(title, words) or first_difference(words, title)
                yield Remark(
                    text("the attached document is named “{title}”", title=title),
                    text("write the name alike in both places; they differ at “{words}”",
                         words=other),
                    piece,
                    start,
                    len(piece.text.rstrip(" .;,")),
                )  # fmt: skip
                break


@rule("CT402", "verb-differs", Severity.WARNING, Certainty.DERIVED, TEXTS)
def verb_differs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The trích yếu says "Phê duyệt" and Điều 1 "Ban hành", or the other way about.

    Both say what the decision does. To approve (phê duyệt) is not to issue (ban hành): the
    trích yếu must name what the article does.

    Wrong: Phê duyệt Kế hoạch … (trích yếu); Điều 1. Ban hành kèm theo Quyết định này Kế hoạch …
    Right: Ban hành Kế hoạch … (trích yếu); Điều 1. Ban hành kèm theo Quyết định này Kế hoạch …
    Source: suy ra từ Phụ lục III, mẫu 1.3
    """
    part = decision_part(paper)
    subject = _VERB.match(joined(paper, Element.SUBJECT, part))
    first = paper.first(Element.ARTICLE, part)
    found = _VERB.match(first.text) if first else None
    if subject and first and found and plain(subject["verb"]) != plain(found["verb"]):
        yield Remark(
            text("here it is “{verb}”, in the trích yếu “{other}”",
                 verb=found["verb"], other=subject["verb"]),
            text("use one of them in both places"),
            first,
            *found.span("verb"),
        )  # fmt: skip


@rule("CT403", "reference-line-differs", Severity.ERROR, Certainty.DERIVED, LOOKS)
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
        if issuer and authority and plain(issuer["issuer"]) != plain(authority):
            is_organ = plain(issuer["issuer"]) == plain(organ)
            yield Remark(
                text("here the decision is of {issuer}", issuer=issuer["issuer"]),
                text("the decision itself is of {authority}", authority=authority),
                piece,
                *issuer.span("issuer"),
                severity=Severity.WARNING if is_organ else None,
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


@rule("CT406", "authority-differs", Severity.WARNING, Certainty.DERIVED, TEXTS)
def authority_differs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line that says who decides names another organ than the head of the page.

    The head of an organ decides in a document of that organ: the name above and the name in the
    line of authority are the same.

    Wrong: BỘ KHOA HỌC VÀ CÔNG NGHỆ / BỘ TRƯỞNG BỘ THÔNG TIN VÀ TRUYỀN THÔNG
    Right: BỘ KHOA HỌC VÀ CÔNG NGHỆ / BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ
    Source: suy ra từ Phụ lục III, mẫu 1.2 và 1.3 (EL-06, EL-23)
    """
    part = decision_part(paper)
    authority = joined(paper, Element.AUTHORITY, part)
    said, organ = plain(authority), plain(joined(paper, Element.ORGAN, part))
    if not said or not organ or organ in said:
        return
    rest = said.removeprefix(head_of(said)).strip()
    if rest and not organ.startswith(rest) and rest not in organ:
        yield Remark(
            text("{authority} does not decide for {organ}", authority=authority,
                 organ=joined(paper, Element.ORGAN, part)),
            text("name the head, or the body, of the issuing organ"),
            paper.first(Element.AUTHORITY, part),
        )  # fmt: skip


@rule("CT407", "organ-instead-of-head", Severity.WARNING, Certainty.DERIVED, TEXTS)
def organ_instead_of_head(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line that says who decides names an organ that its head directs.

    In a ministry, a department or an office the head decides; only a body that decides together,
    such as a people's committee, stands there under its own name.

    Wrong: BỘ KHOA HỌC VÀ CÔNG NGHỆ (thẩm quyền ban hành)
    Right: BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ
    Source: suy ra từ Phụ lục III, mẫu 1.2, chú thích về thẩm quyền ban hành
    """
    part = decision_part(paper)
    piece = paper.first(Element.AUTHORITY, part)
    authority = joined(paper, Element.AUTHORITY, part)
    if piece is None or head_of(authority) or is_collective(authority):
        return
    if _DIRECTED.match(plain(authority)):
        yield Remark(
            text("“{authority}” is an organ that its head directs", authority=authority),
            text("name the head: “Bộ trưởng Bộ …”, “Giám đốc Sở …”"),
            piece,
        )


@rule("CT408", "year-of-plan", Severity.INFO, Certainty.DERIVED, TEXTS)
def year_of_plan(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A plan for a year that is over before the decision's, or an annex for another year than it.

    A plan made by changing last year's easily keeps a year. Plans that name several years are not
    meant.

    Wrong: Kế hoạch … năm 2025, ban hành năm 2026
    Right: Kế hoạch … năm 2026, ban hành năm 2026
    Source: suy ra, đối chiếu giữa tên văn bản và năm ban hành
    """
    plan_year = 0
    for number, part in enumerate(paper.parts):
        if part.kind not in (PartKind.ATTACHMENT, PartKind.ANNEX):
            continue
        title = full_title(paper, number)
        years = {int(y) for y in _ANY_YEAR.findall(title)}
        match = _YEAR.search(title)
        if match is None or len(years) != 1:
            continue
        year = int(match[1])
        if part.kind is PartKind.ATTACHMENT and plain(title).startswith(_PLANS):
            plan_year = year
            late = paper.year is not None and year < paper.year
            hint = text("the decision is of the year {year}", year=paper.year or "")
        else:
            late = bool(plan_year and year != plan_year and _TASKS.match(plain(title)))
            hint = text("the plan is for the year {year}", year=plan_year)
        if late:
            piece = paper.first(Element.TITLE, number)
            found = _YEAR.search(piece.text) if piece else None
            start, end = found.span() if found else (0, None)
            yield Remark(
                text("the title names the year {year}", year=year), hint, piece, start, end
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
