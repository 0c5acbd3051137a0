"""TB407 to TB410: how the text was typed."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.deviations import MOST_TOLD, Deviation, told
from qdgen.check.elements import BODY, Element
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_PLACED = BODY | {
    Element.BASIS,
    Element.ORGAN,
    Element.NATIONAL_NAME,
    Element.MOTTO,
    Element.TYPE,
    Element.SUBJECT,
    Element.AUTHORITY,
    Element.ORDER,
    Element.HEADING_TITLE,
    Element.TITLE,
    Element.ANNEX_LABEL,
    Element.CAPACITY,
    Element.POSITION,
    Element.SIGNER,
}
_FOOT = (Element.CAPACITY, Element.POSITION, Element.RECIPIENT)
"""After these, room for the hand."""
_COUNTED = frozenset({Element.ARTICLE, Element.CLAUSE, Element.OUTLINE, Element.DASH})


@rule("TB407", "title-beside-number", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def title_beside_number(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title of a Phần, Chương or Mục stands on the line of its number.

    The number has a line of its own, the title stands on the next.

    Wrong: Chương I. QUY ĐỊNH CHUNG
    Right: Chương I / QUY ĐỊNH CHUNG (hai dòng)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-27, EL-28,
    EL-29, EL-30); xác nhận theo bản sao của Nghị định
    """
    if paper.medium is Medium.PDF:
        yield Unchecked(text("a PDF does not show it"))
        return
    yield from told(
        Deviation(
            piece,
            text("the title stands on the line of {label}", label=piece.label),
            text("put it on the next line"),
        )
        for piece in paper.of(Element.HEADING_TITLE)
        if piece.label and piece.title_on_own_line is False
    )


@rule("TB408", "empty-paragraphs", Severity.WARNING, Certainty.PRACTICE, Medium.WORD)
def empty_paragraphs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Empty paragraphs make space.

    Space belongs into the spacing of a paragraph: empty ones move about when text is added, and
    leave holes at the top of a page.

    Wrong: nhấn Enter hai lần để cách đoạn
    Right: đặt giãn đoạn (Spacing Before, After)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-13, L60)
    """
    least = nd30().body.blank_least_pt.value
    found: list[Piece] = []
    last = Element.OTHER
    for before, piece, after in zip(paper.pieces, paper.pieces[1:], paper.pieces[2:], strict=False):
        if before.element is not Element.EMPTY:
            last = before.element
        if piece.element is not Element.EMPTY or piece.part != after.part or last in _FOOT:
            continue
        if before.row >= 0 or after.row >= 0 or piece.row >= 0:
            continue  # Word wants one after a table
        height = piece.look.line_height_pt if piece.look else None
        if height is None or height >= least:
            found.append(piece)
    if len(found) > MOST_TOLD:
        yield Remark(
            text("{count} empty paragraphs make space", count=len(found)),
            text("delete them and set the spacing of the paragraphs instead"),
            found[0],
        )
        return
    for piece in found:
        yield Remark(
            text("an empty paragraph"),
            text("delete it and set the spacing of the paragraph before instead"),
            piece,
        )


@rule("TB409", "typed-numbers", Severity.INFO, Certainty.PRACTICE, Medium.WORD)
def typed_numbers(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Numbers of articles, khoản or dashes are typed instead of counted by Word.

    A typed number does not change when an article is added before it. Letters of điểm are not
    meant: Word's lists do not know đ.

    Wrong: "Điều 3." gõ bằng tay
    Right: "Điều 3." do danh sách tự động (Numbering) đánh số
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (L60)
    """
    lettered = nd30().body.lettered_level.value
    found = [
        p
        for p in paper.of(*_COUNTED)
        if p.label_is_typed and not (p.element is Element.OUTLINE and p.level >= lettered)
    ]
    if found:
        yield Remark(
            text("the number {label} is typed", label=found[0].label)
            if len(found) == 1
            else text(
                "{count} numbers or dashes are typed, the first is {label}",
                count=len(found),
                label=found[0].label,
            ),
            text("use a numbered list of Word (Multilevel List)"),
            found[0],
        )


@rule("TB410", "layout-by-blanks", Severity.WARNING, Certainty.PRACTICE, Medium.WORD)
def layout_by_blanks(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Tabs or rows of spaces put words into place.

    They fall apart as soon as a word or a size changes; use alignment, indents or a table without
    borders.

    Wrong: nhiều dấu cách trước "BỘ TRƯỞNG" để ra giữa
    Right: canh giữa (Center)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (L60)
    """
    yield from told(
        Deviation(
            piece,
            text("tabs or spaces put the words into place"),
            text("take them out and use alignment or indents"),
        )
        for piece in paper.of(*_PLACED)
        if "\t" in piece.text or "\t" in piece.blanks or len(piece.blanks) > 1
    )
