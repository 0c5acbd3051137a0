"""CT5: quyền hạn, chức vụ and name of who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part, joined
from qdgen.check.elements import Element
from qdgen.check.organs import head_of, is_collective
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_MARKS = {"TM": "TM.", "KT": "KT.", "TL": "TL.", "TUQ": "TUQ.", "Q": "Q."}
_RIGHT = re.compile(r"^(TM|KT|TL|TUQ|Q)\.\s+(?P<of>\S.*)$", re.DOTALL)
_LIKE = re.compile(
    r"^(?P<mark>T\s?[./]\s?M|K\s?[./]\s?T|T\s?[./]\s?L|T\s?[./]?\s?U\s?[./]?\s?Q|TM|KT|TL|TUQ|Q)"
    r"(?P<behind>\s?[./:]|)(?P<gap>\s*)(?=[^\W\d_])",
    re.IGNORECASE,
)
_ACTING = re.compile(r"^QUYỀN\s+(?=BỘ|GIÁM|CHỦ|CỤC|VIỆN|TỔNG|CHÁNH|TRƯỞNG|HIỆU|VỤ)")
_DEPUTY = re.compile(r"\b(?:phó|thứ trưởng|ủy viên)\b")


def _capacities(paper: Paper) -> list[tuple[Piece, str, str]]:
    """The lines of quyền hạn of the decision: piece, mark ("KT") and for whom."""
    part = decision_part(paper)
    found = []
    for piece in paper.of(Element.CAPACITY, Element.POSITION, part=part):
        match = _RIGHT.match(piece.text.strip())
        if match:
            found.append((piece, match[1], match["of"]))
    return found


def _position(paper: Paper) -> Piece | None:
    """The line that is the signer's own office."""
    return paper.first(Element.POSITION, decision_part(paper))


def _is_deputy(office: str) -> bool:
    return bool(_DEPUTY.search(plain(office)))


@rule("CT501", "capacity-mark", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def capacity_mark(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The sign before the office of who signs is not TM., KT., TL., TUQ. or Q. with a full stop.

    These are the forms of the decree. Forms with a stroke belong to documents of the Party.

    Wrong: K/T BỘ TRƯỞNG; KT BỘ TRƯỞNG; QUYỀN GIÁM ĐỐC
    Right: KT. BỘ TRƯỞNG; Q. GIÁM ĐỐC
    Source: Phụ lục I, Phần I, Mục II.7.b (EL-35, SG-01); chắc chắn
    """
    for piece in paper.of(Element.CAPACITY, Element.POSITION, part=decision_part(paper)):
        words = piece.text
        if acting := _ACTING.match(words):
            yield Remark(
                text("“{mark}” is written “Q.”", mark=acting[0].strip()),
                text("write “Q. {office}”", office=words[acting.end() :]),
                piece,
                *acting.span(),
                fix="Q. ",
            )
            continue
        match = _LIKE.match(words)
        if match is None:
            continue
        letters = re.sub(r"[^A-Z]", "", match["mark"].upper())
        right = f"{_MARKS[letters]} "
        exact = match["mark"] == letters and match["behind"] == "."
        if (exact and match["gap"]) or (letters == "Q" and not match["behind"].strip()):
            continue
        plain_word = not match["behind"].strip() and not match["gap"] and match["mark"].isalpha()
        if plain_word:
            continue  # a word that only begins with these letters
        yield Remark(
            text("“{mark}” is not the form of the decree", mark=match[0].strip()),
            text("write “{right}”, with a full stop and a space", right=right.strip()),
            piece,
            *match.span(),
            fix=right,
        )


@rule("CT502", "deputy-after-kt", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def deputy_after_kt(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Below "KT." stands no deputy's office.

    "KT." (ký thay) means that a deputy signs for the head: the line below is the deputy's office.
    The head signs without it.

    Wrong: KT. BỘ TRƯỞNG / BỘ TRƯỞNG
    Right: KT. BỘ TRƯỞNG / THỨ TRƯỞNG
    Source: Phụ lục I, Phần I, Mục II.7.b (SG-01); chắc chắn
    """
    position = _position(paper)
    marks = [mark for _, mark, _ in _capacities(paper)]
    if position is None or "KT" not in marks or _is_deputy(position.text):
        return
    if _RIGHT.match(position.text.strip()):
        return
    yield Remark(
        text("below “KT.” stands “{office}”, which is no deputy's office", office=position.text),
        text("name the deputy's office (Thứ trưởng, Phó …), or leave the line with “KT.” out"),
        position,
    )


@rule("CT503", "deputy-without-kt", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def deputy_without_kt(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A deputy signs without "KT." and the head's office above.

    A deputy, also one put in charge, signs for the head: "KT." and the head's office stand above
    the deputy's own.

    Wrong: THỨ TRƯỞNG (không có dòng KT. BỘ TRƯỞNG)
    Right: KT. BỘ TRƯỞNG / THỨ TRƯỞNG
    Source: Phụ lục I, Phần I, Mục II.7.b (SG-01, L43); chắc chắn
    """
    position = _position(paper)
    if position is None or not _is_deputy(position.text):
        return
    found = _capacities(paper)
    marks = {mark for _, mark, _ in found}
    capacity_there = bool(paper.of(Element.CAPACITY, part=decision_part(paper)))
    if "KT" in marks or (capacity_there and not found):
        return
    if any(plain(o.text).startswith("ủy viên") for o in (position,)):
        return
    yield Remark(
        text("“{office}” is a deputy's office, but no line says “KT.”", office=position.text),
        text("put “KT.” and the head's office above it"),
        position,
        severity=Severity.WARNING if marks else None,
    )


@rule("CT504", "by-order-of-oneself", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def by_order_of_oneself(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Below "TL." or "TUQ." stands the head's own office, or the head's deputy.

    By order (thừa lệnh) or by authorisation (thừa ủy quyền) signs the head of a unit below. The
    head signs without a sign before the office, a deputy with "KT.".

    Wrong: TL. BỘ TRƯỞNG / THỨ TRƯỞNG
    Right: TL. BỘ TRƯỞNG / CHÁNH VĂN PHÒNG
    Source: suy ra từ Phụ lục I, Phần I, Mục II.7.b (SG-01)
    """
    position = _position(paper)
    if position is None:
        return
    office = plain(position.text)
    for _, mark, of in _capacities(paper):
        head = plain(of)
        deputies = {f"phó {head}"} | ({"thứ trưởng"} if head == "bộ trưởng" else set())
        if mark in ("TL", "TUQ") and (office == head or office in deputies):
            yield Remark(
                text("below “{mark}. {of}” stands “{office}”",
                     mark=mark, of=of, office=position.text),
                text("a unit's head signs so; a deputy signs with “KT.”"),
                position,
            )  # fmt: skip


@rule("CT505", "tm-of-a-person", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def tm_of_a_person(paper: Paper) -> Iterator[Remark | Unchecked]:
    """ "TM." stands before the office of one person.

    "TM." (thay mặt) stands before the name of a body that decides together, such as a people's
    committee. For a head who decides alone there is nobody to stand for.

    Wrong: TM. BỘ TRƯỞNG
    Right: KT. BỘ TRƯỞNG / THỨ TRƯỞNG; TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH
    Source: Phụ lục I, Phần I, Mục II.7.b (SG-01, L43); chắc chắn
    """
    for piece, mark, of in _capacities(paper):
        if mark == "TM" and head_of(of) and not is_collective(of):
            yield Remark(
                text("“{office}” is the office of one person", office=of),
                text("write “KT.” where a deputy signs, and no sign where the head does"),
                piece,
            )


@rule("CT506", "tm-missing", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def tm_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A body decides together and nobody signs "TM.", or a head decides and somebody does.

    Who decides and who signs must agree: where the line above the căn cứ names a body, "TM." and
    the body's name stand above the office; where it names a head, there is no "TM.".

    Wrong: ỦY BAN NHÂN DÂN TỈNH BÌNH MINH (thẩm quyền) … CHỦ TỊCH (ký)
    Right: ỦY BAN NHÂN DÂN TỈNH BÌNH MINH (thẩm quyền) … TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH (ký)
    Source: suy ra từ Phụ lục I, Phần I, Mục II.7.b và mẫu 1.2 (đối chiếu 3, mục 4.3)
    """
    part = decision_part(paper)
    authority = joined(paper, Element.AUTHORITY, part)
    position = _position(paper)
    if not authority or position is None:
        return
    found = _capacities(paper)
    together = [piece for piece, mark, _ in found if mark == "TM"]
    if is_collective(authority) and not head_of(authority):
        lines = paper.of(Element.CAPACITY, part=part)
        if not together and not any(plain(p.text).startswith("t/m") for p in lines):
            yield Remark(
                text("{authority} decides together, but no line says “TM.”", authority=authority),
                text("put “TM.” and the body's name above the office"),
                position,
            )
    elif head_of(authority):
        for piece in together:
            if is_collective(piece.text.partition(".")[2].strip()):
                yield Remark(
                    text("{authority} decides alone, but the signature is for a body",
                         authority=authority),
                    text("leave the line with “TM.” out, or name the body as who decides"),
                    piece,
                )  # fmt: skip


@rule("CT507", "head-differs", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def head_differs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The signature names another head than the line that says who decides.

    "KT. GIÁM ĐỐC" below a decision of a minister is left from another document.

    Wrong: BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ (thẩm quyền) … KT. GIÁM ĐỐC (ký)
    Right: BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ (thẩm quyền) … KT. BỘ TRƯỞNG (ký)
    Source: suy ra từ Phụ lục I, Phần I, Mục II.7 (đối chiếu 3, mục 4.3)
    """
    part = decision_part(paper)
    head = head_of(joined(paper, Element.AUTHORITY, part))
    position = _position(paper)
    if not head or position is None:
        return
    named = [(piece, of) for piece, mark, of in _capacities(paper) if mark in ("KT", "TL", "TUQ")]
    if not named and not paper.of(Element.CAPACITY, part=part):
        office = re.sub(r"^(?:Q\.|QUYỀN)\s*", "", position.text)
        named = [(position, office)] if not _is_deputy(office) else []
    for piece, of in named[:1]:
        if head_of(of) and head_of(of) != head:
            yield Remark(
                text("the signature is for {one}, the decision is of {other}", one=of, other=head),
                text("name the same head in both places"),
                piece,
            )
