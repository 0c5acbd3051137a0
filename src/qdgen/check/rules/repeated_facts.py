"""CT4: what is said in several places says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import (
    about_a_decision,
    decision_part,
    first_words_of_type,
    full_title,
    joined,
    type_of,
)
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.organs import head_of, is_collective
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import first_difference, plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_DIRECTED = re.compile(r"(?:bộ (?!tư lệnh|chỉ huy|tổng)|sở |cục |tổng cục |vụ |chi cục )")
_VERB = re.compile(r"\s*(?:về việc\s+)?(?P<verb>ban hành|phê duyệt)\b", re.IGNORECASE)
_ENACTING = re.compile(r"\bkèm theo Quyết định này\b|^\s*(?:ban hành|phê duyệt)\b", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_ANY_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_PLANS = ("kế hoạch", "chương trình")
_TASKS = re.compile(r"^(?:danh mục (?:các )?nhiệm vụ|nhiệm vụ|phân công nhiệm vụ|bảng phân công)")


@rule("CT401", "attached-title-differs", Severity.ERROR, Certainty.DERIVED, TEXTS)
@about_a_decision
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
@about_a_decision
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


@rule("CT406", "authority-differs", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
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
@about_a_decision
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
