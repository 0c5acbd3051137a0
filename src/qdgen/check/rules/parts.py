"""CT1: the parts a decision is made of, there and in their order."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part
from qdgen.check.elements import BODY, Element
from qdgen.check.paper import LOOKS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

NATIONAL_NAME = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ORDER = "QUYẾT ĐỊNH:"

_REQUIRED = (
    Element.NATIONAL_NAME, Element.MOTTO, Element.ORGAN, Element.NUMBER, Element.PLACE_DATE,
    Element.TYPE, Element.SUBJECT, Element.POSITION, Element.RECIPIENTS_LABEL, Element.RECIPIENT,
)  # fmt: skip
_ORDER = (
    (Element.NATIONAL_NAME, Element.MOTTO, Element.PARENT_ORGAN, Element.ORGAN, Element.NUMBER,
     Element.PLACE_DATE),
    (Element.TYPE,), (Element.SUBJECT,), (Element.AUTHORITY,), (Element.BASIS,), (Element.ORDER,),
    (Element.ARTICLE, Element.CLAUSE, Element.POINT),
    (Element.RECIPIENTS_LABEL, Element.RECIPIENT, Element.CAPACITY, Element.POSITION,
     Element.SIGNER),
)  # fmt: skip
_GROUP = {element: n for n, group in enumerate(_ORDER) for element in group}
_COLUMNS = (
    (Element.NATIONAL_NAME, Element.MOTTO, Element.PLACE_DATE),
    (Element.PARENT_ORGAN, Element.ORGAN, Element.NUMBER),
    (Element.CAPACITY, Element.POSITION, Element.SIGNER),
    (Element.RECIPIENTS_LABEL, Element.RECIPIENT),
)
"""Within the head and the foot, which stand in two columns: what is above what."""


def _written(piece: Piece) -> str:
    return unicodedata.normalize("NFC", " ".join(piece.text.split()))


@rule("CT101", "missing-part", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
@about_a_decision
def missing_part(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A main part of the decision is missing.

    A decision has nine main parts, from Quốc hiệu to Nơi nhận. A document without one of them is
    not in due form and is not registered.

    Wrong: (không có dòng "Độc lập - Tự do - Hạnh phúc" dưới Quốc hiệu)
    Right: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc
    Source: Điều 8 khoản 2 và Phụ lục I, Phần I, Mục II; chắc chắn
    """
    part = decision_part(paper)
    present = {p.element for p in paper.pieces if p.part == part}
    for element in _REQUIRED:
        if element not in present:
            yield Remark(
                text("the decision has no {element}", element=element.value),
                text("add it where the layout of the decree places it"),
                severity=Severity.WARNING if paper.unknown else None,
            )


@rule("CT102", "part-out-of-order", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
@about_a_decision
def part_out_of_order(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A part of the decision stands before another that belongs above it.

    The parts have a fixed order: the head, tên loại and trích yếu, thẩm quyền, căn cứ,
    "QUYẾT ĐỊNH:", the articles, the signature and nơi nhận. A reader looks for each in its place.

    Wrong: QUYẾT ĐỊNH: / Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024;
    Right: Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024; / QUYẾT ĐỊNH:
    Source: Điều 8 khoản 2; Phụ lục I, Phần I, Mục IV; Phụ lục III, mẫu 1.2; chắc chắn
    """
    part = decision_part(paper)
    furthest: Piece | None = None
    above: dict[int, tuple[int, Piece]] = {}
    for piece in paper.pieces:
        group = _GROUP.get(piece.element)
        if piece.part != part or group is None:
            continue
        wrong = None
        if furthest is not None and group < _GROUP[furthest.element]:
            wrong = furthest
        else:
            furthest = piece
        for column, elements in enumerate(_COLUMNS):
            if piece.element in elements:
                place = elements.index(piece.element)
                if column in above and place < above[column][0]:
                    wrong = wrong or above[column][1]
                else:
                    above[column] = (place, piece)
        if wrong is not None and wrong.element is not piece.element:
            yield Remark(
                text(
                    "{element} stands after {other}",
                    element=piece.element.value,
                    other=wrong.element.value,
                ),
                text("move it above"),
                piece,
            )


@rule("CT103", "national-name-text", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
@about_a_decision
def national_name_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Quốc hiệu is not word for word "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM".

    Its wording is fixed, in capitals and with the tone mark on the O of HÒA. It is the first thing
    a reader sees.

    Wrong: CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Right: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Source: Phụ lục I, Phần I, Mục II.1.a (EL-01); chắc chắn
    """
    if not paper.of(Element.NATIONAL_NAME):
        yield Unchecked(text("{element} was not found", element=Element.NATIONAL_NAME.value))
    for piece in paper.of(Element.NATIONAL_NAME):
        if _written(piece) != NATIONAL_NAME:
            yield Remark(
                text("Quốc hiệu is written “{words}”", words=_written(piece)),
                text("write “{right}”", right=NATIONAL_NAME),
                piece,
                fix=NATIONAL_NAME,
            )


@rule("CT104", "motto-text", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
@about_a_decision
def motto_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Tiêu ngữ is not word for word "Độc lập - Tự do - Hạnh phúc".

    Only the first letter of each phrase is a capital, and between the phrases stands a hyphen with
    a space on each side, no long dash. Word likes to turn hyphens into dashes by itself.

    Wrong: Độc lập – Tự do – Hạnh phúc
    Right: Độc lập - Tự do - Hạnh phúc
    Source: Phụ lục I, Phần I, Mục II.1.b (EL-02); chắc chắn
    """
    if not paper.of(Element.MOTTO):
        yield Unchecked(text("{element} was not found", element=Element.MOTTO.value))
    for piece in paper.of(Element.MOTTO):
        if _written(piece) != MOTTO:
            yield Remark(
                text("Tiêu ngữ is written “{words}”", words=_written(piece)),
                text("write “{right}”, with hyphens and a space on each side", right=MOTTO),
                piece,
                fix=MOTTO,
            )


@rule("CT105", "order-line", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
@about_a_decision
def order_line(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line "QUYẾT ĐỊNH:" above Điều 1 is missing or written otherwise.

    It is the word by which the decision decides: on a line of its own, in capitals, with a colon.

    Wrong: QUYẾT ĐỊNH / Điều 1. …
    Right: QUYẾT ĐỊNH: / Điều 1. …
    Source: Phụ lục III, mẫu 1.2 và 1.3 (EL-25); chắc chắn
    """
    part = decision_part(paper)
    found = paper.of(Element.ORDER, part=part)
    for piece in found:
        if _written(piece) != ORDER:
            yield Remark(
                text("the line is written “{words}”", words=_written(piece)),
                text("write “{right}”, with the colon", right=ORDER),
                piece,
                fix=ORDER,
            )
    if not found and (first := paper.first(Element.ARTICLE, part)):
        yield Remark(
            text("the line “QUYẾT ĐỊNH:” is missing above the first article"),
            text("put it between the last căn cứ and the first article"),
            first,
            end=0,
        )


@rule("CT106", "authority-missing", Severity.WARNING, Certainty.UNCONFIRMED, LOOKS)
@about_a_decision
def authority_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line that says who decides is missing above the first căn cứ.

    "BỘ TRƯỞNG BỘ …" or "ỦY BAN NHÂN DÂN …" says by whose power the decision is taken; the
    signature must agree with it.

    Wrong: QUYẾT ĐỊNH / Ban hành Kế hoạch … / Căn cứ …
    Right: Ban hành Kế hoạch … / BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ / Căn cứ …
    Source: Phụ lục III, mẫu 1.2 và 1.3 (EL-23); vị trí theo mẫu, chưa đối chiếu bản Công báo
    """
    part = decision_part(paper)
    if part >= 0 and not paper.of(Element.AUTHORITY, part=part):
        first = paper.first(Element.BASIS, part) or paper.first(Element.ARTICLE, part)
        if first is not None:
            yield Remark(
                text("nothing says who decides (thẩm quyền ban hành)"),
                text("put a line such as “BỘ TRƯỞNG BỘ …” above the first căn cứ"),
                first,
                end=0,
            )


@rule("CT107", "basis-missing", Severity.WARNING, Certainty.UNCONFIRMED, LOOKS)
@about_a_decision
def basis_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The decision names no căn cứ.

    A decision says on what it rests: the documents that give the power to decide, and those its
    content follows from.

    Wrong: BỘ TRƯỞNG BỘ … / QUYẾT ĐỊNH:
    Right: BỘ TRƯỞNG BỘ … / Căn cứ Nghị định số …; / QUYẾT ĐỊNH:
    Source: Phụ lục I, Phần I, Mục II.6.a (CC-01); chưa đối chiếu nguyên văn
    """
    part = decision_part(paper)
    if part >= 0 and not paper.of(Element.BASIS, part=part):
        first = next((p for p in paper.pieces if p.part == part and p.element in BODY), None)
        if first is not None:
            yield Remark(
                text("the decision names no căn cứ"),
                text("name the documents it rests on, each on a line of its own"),
                first,
                end=0,
            )
