"""CT5: what an attached document must not repeat of the decision: number, date, signature."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.decision import decision_part, joined
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.organs import ORGAN_WORDS, is_collective
from qdgen.check.paper import LOOKS, TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_OWN = (
    Element.NUMBER, Element.PLACE_DATE, Element.CAPACITY, Element.POSITION, Element.SIGNER,
    Element.RECIPIENTS_LABEL,
)  # fmt: skip


@rule("CT511", "attached-own-block", Severity.WARNING, Certainty.DISPUTED, LOOKS)
def attached_own_block(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An attached document has a number, a date, a signature or nơi nhận of its own.

    It has force by the decision, which bears number, date and signature for both. The line in
    brackets below its title says so.

    Wrong: KẾ HOẠCH … KT. BỘ TRƯỞNG / THỨ TRƯỞNG (ký ở cuối kế hoạch kèm theo)
    Right: KẾ HOẠCH … (chỉ ký ở Quyết định)
    Source: Phụ lục I, Phần I, Mục III.1.d và II.8.b (AT-01, SG-04); cách làm chưa thống nhất
    """
    for number, part in enumerate(paper.parts):
        if part.kind is PartKind.ATTACHMENT:
            for element in _OWN:
                for piece in paper.of(element, part=number)[:1]:
                    yield Remark(
                        text("the attached document has its own {element}", element=element.value),
                        text("leave it out: the decision bears it"),
                        piece,
                    )


@rule("CT512", "annex-head", Severity.WARNING, Certainty.CONFIRMED, LOOKS)
def annex_head(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An annex has Quốc hiệu, a number, a date or a signature.

    An annex is a part of its document and bears only "Phụ lục", its title and the line in brackets.

    Wrong: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Phụ lục
    Right: Phụ lục / DANH MỤC NHIỆM VỤ / (Kèm theo Quyết định số …)
    Source: Phụ lục I, Phần I, Mục III.1; Phụ lục III, mẫu phụ lục (PL-09); chắc chắn
    """
    for number, part in enumerate(paper.parts):
        if part.kind is PartKind.ANNEX:
            for element in (Element.NATIONAL_NAME, Element.MOTTO, *_OWN):
                for piece in paper.of(element, part=number)[:1]:
                    yield Remark(
                        text("the annex has {element}", element=element.value),
                        text("leave it out"),
                        piece,
                    )


@rule("CT513", "closing-like-signature", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def closing_like_signature(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An attached document ends with the name of an organ, like a signature.

    An attached document is not signed; the name at its end is neither a signature nor text. The
    organ's name belongs to the head.

    Wrong: … theo quy định của pháp luật. / BỘ KHOA HỌC VÀ CÔNG NGHỆ
    Right: … theo quy định của pháp luật./.
    Source: Phụ lục I, Phần I, Mục II.8.b (AT-01, SG-04); thông lệ
    """
    organ = plain(joined(paper, Element.ORGAN, decision_part(paper)))
    for number, part in enumerate(paper.parts):
        if part.kind not in (PartKind.ATTACHMENT, PartKind.ANNEX):
            continue
        closing: list[Piece] = paper.of(Element.CLOSING, part=number)
        if not closing:
            closing = [p for p in paper.of(*BODY, part=number)[-1:] if p.text.isupper()]
        for piece in closing:
            words = plain(piece.text)
            if words == organ or words.startswith(ORGAN_WORDS) or is_collective(words):
                yield Remark(
                    text("the line “{words}” looks like a signature", words=piece.text),
                    text("leave it out; end the text with “./.”"),
                    piece,
                )
