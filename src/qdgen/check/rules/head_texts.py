"""CT1: the names of the organs, the type and the trích yếu at the head of the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part, joined, type_of
from qdgen.check.elements import Element, PartKind
from qdgen.check.organs import short_forms
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.check.types import is_type, may_be_attached
from qdgen.diagnostics import Severity
from qdgen.messages import text

LONGEST_SUBJECT = 500
_V_V = re.compile(r"^\s*v\s*/\s*v\b[.:]?", re.IGNORECASE)
_MINISTRY = re.compile(r"bộ\s(?!tư lệnh|chỉ huy|tổng tham mưu)")
_DEPARTMENT = re.compile(r"sở\s")
_PLACES = ("tỉnh ", "thành phố ", "đặc khu ", "xã ", "phường ")
_COMMITTEE = re.compile(r"(?:ubnd|ủy ban nhân dân|hội đồng nhân dân|hđnd)\s*$")


@rule("CT131", "type-unknown", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def type_unknown(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The type (tên loại) is none of the 29 types of administrative documents.

    The decree lists the types, from Nghị quyết to Thư công. Another name has no code and cannot be
    registered. An attached document may also be what is usually brought into force so, such as
    Điều lệ or Chiến lược; anything else there is only remarked on.

    Wrong: QUYẾT NGHỊ
    Right: QUYẾT ĐỊNH
    Source: Điều 7; Phụ lục III, Mục I; chắc chắn
    """
    for number, part in enumerate(paper.parts):
        name = type_of(paper, number)
        if not name or part.kind not in (PartKind.DECISION, PartKind.ATTACHMENT):
            continue
        is_decision = part.kind is PartKind.DECISION
        if is_type(name) or (not is_decision and may_be_attached(name)):
            continue
        yield Remark(
            text("“{name}” is none of the 29 types of administrative documents", name=name),
            text("choose a type of Điều 7, for example Quyết định, Kế hoạch, Quy chế"),
            paper.first(Element.TYPE, number) or paper.first(Element.TITLE, number),
            severity=None if is_decision else Severity.INFO,
        )


@rule("CT132", "subject-v-v", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def subject_v_v(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The trích yếu of a decision begins with "V/v".

    "V/v" belongs to a công văn, which has no type. Below a type the trích yếu is a phrase in full:
    "Về việc …" or what is decided.

    Wrong: V/v ban hành Kế hoạch phát triển dữ liệu mở
    Right: Ban hành Kế hoạch phát triển dữ liệu mở
    Source: Phụ lục I, Phần I, Mục II.5 (EL-20); chắc chắn
    """
    for piece in paper.of(Element.SUBJECT, part=decision_part(paper)):
        if match := _V_V.match(piece.text):
            yield Remark(
                text("the trích yếu begins with “{words}”", words=match[0].strip()),
                text("write “Về việc”"),
                piece,
                *match.span(),
                fix="Về việc",
            )


@rule("CT133", "subject-full-stop", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def subject_full_stop(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The trích yếu, or the name of an attachment, ends with a punctuation mark.

    It is a title, not a sentence.

    Wrong: Ban hành Kế hoạch phát triển dữ liệu mở năm 2026.
    Right: Ban hành Kế hoạch phát triển dữ liệu mở năm 2026
    Source: Phụ lục I, Phần I, Mục II.5.a (EL-20); chắc chắn
    """
    pieces = paper.of(Element.SUBJECT, Element.TITLE)
    for piece in pieces:
        end = len(piece.text.rstrip())
        start = len(piece.text.rstrip(" .,;:/"))
        if start < end and not piece.text.rstrip().endswith(("…", "...")):
            last = piece is pieces[-1] or pieces[pieces.index(piece) + 1].part != piece.part
            if last:
                yield Remark(
                    text("it ends with “{mark}”", mark=piece.text[start:end].strip()),
                    text("a title ends without a mark"),
                    piece,
                    start,
                    end,
                    fix="",
                )


@rule("CT134", "subject-too-long", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def subject_too_long(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The trích yếu has more than 500 characters.

    It says in short what the decision is about, and the field for it in document systems holds 500
    characters.

    Wrong: (trích yếu dài quá 500 ký tự)
    Right: Ban hành Kế hoạch phát triển dữ liệu mở năm 2026
    Source: Phụ lục VI (Subject ≤ 500); Phụ lục I, Phần I, Mục II.5.a; chắc chắn
    """
    part = decision_part(paper)
    words = joined(paper, Element.SUBJECT, part)
    if len(words) > LONGEST_SUBJECT:
        yield Remark(
            text("the trích yếu has {count} characters", count=len(words)),
            text("say it in {most} at most", most=LONGEST_SUBJECT),
            paper.first(Element.SUBJECT, part),
        )


@rule("CT135", "subject-small-letter", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def subject_small_letter(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The trích yếu, or a title, begins with a small letter.

    It is a line of its own, and so begins with a capital.

    Wrong: ban hành Kế hoạch phát triển dữ liệu mở
    Right: Ban hành Kế hoạch phát triển dữ liệu mở
    Source: Phụ lục II, Mục I (đầu dòng viết hoa); Phụ lục III, mẫu 1.2; thông lệ
    """
    seen: set[tuple[int, Element]] = set()
    for piece in paper.of(Element.SUBJECT, Element.TITLE):
        key = (piece.part, piece.element)
        words = piece.text.lstrip()
        if key not in seen and words[:1].islower():
            start = len(piece.text) - len(words)
            yield Remark(
                text("it begins with the small letter “{letter}”", letter=words[0]),
                text("begin with a capital"),
                piece,
                start,
                start + 1,
                fix=words[0].upper(),
            )
        seen.add(key)


@rule("CT136", "organ-abbreviated", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
@about_a_decision
def organ_abbreviated(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of the issuing organ is abbreviated.

    The issuing organ stands under its full official name. Only in the line above it, that of the
    superior organ, may common phrases be shortened (UBND).

    Wrong: SỞ KH&CN
    Right: SỞ KHOA HỌC VÀ CÔNG NGHỆ
    Source: Phụ lục I, Phần I, Mục II.2.a (EL-06); chưa đối chiếu nguyên văn
    """
    for piece in paper.of(Element.ORGAN, Element.AUTHORITY, part=decision_part(paper)):
        for match in short_forms(piece.text):
            yield Remark(
                text("{words} is an abbreviation", words=match[0]),
                text("write the organ's official name in full"),
                piece,
                *match.span(),
            )


@rule("CT137", "parent-organ", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
@about_a_decision
def parent_organ(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A ministry has a superior organ above its name, or a department of a province has none.

    Above the issuing organ stands its direct superior, if it has one. A ministry issues in its own
    name alone; a sở stands below the people's committee of its province.

    Wrong: CHÍNH PHỦ / BỘ KHOA HỌC VÀ CÔNG NGHỆ
    Right: BỘ KHOA HỌC VÀ CÔNG NGHỆ; ỦY BAN NHÂN DÂN TỈNH BÌNH MINH / SỞ NỘI VỤ
    Source: Phụ lục I, Phần I, Mục II.2.a (EL-09); chưa đối chiếu nguyên văn
    """
    part = decision_part(paper)
    organ = plain(joined(paper, Element.ORGAN, part))
    parent = paper.first(Element.PARENT_ORGAN, part)
    if parent is not None and _MINISTRY.match(organ):
        yield Remark(
            text("a ministry has no superior organ above its name"),
            text("leave “{parent}” out", parent=parent.text),
            parent,
        )
    elif parent is None and _DEPARTMENT.match(organ):
        yield Remark(
            text(
                "above {organ} its superior organ is missing",
                organ=joined(paper, Element.ORGAN, part),
            ),
            text("put “ỦY BAN NHÂN DÂN” with the name of the province above it"),
            paper.first(Element.ORGAN, part),
        )


@rule("CT138", "parent-without-place", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def parent_without_place(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A people's committee stands above the issuing organ without the name of its place.

    The name of a local superior organ includes that of its province, city or commune; otherwise
    nobody knows which one it is.

    Wrong: ỦY BAN NHÂN DÂN / SỞ NỘI VỤ
    Right: ỦY BAN NHÂN DÂN TỈNH BÌNH MINH / SỞ NỘI VỤ
    Source: Phụ lục I, Phần I, Mục II.2.a (EL-10); chắc chắn
    """
    part = decision_part(paper)
    parent = joined(paper, Element.PARENT_ORGAN, part)
    organ = plain(joined(paper, Element.ORGAN, part))
    if _COMMITTEE.search(plain(parent)) and not organ.startswith(_PLACES):
        yield Remark(
            text("“{parent}” does not say of which place", parent=parent),
            text("add the name of the province, city or commune"),
            paper.first(Element.PARENT_ORGAN, part),
        )
