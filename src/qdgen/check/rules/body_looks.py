"""TB22: how the headings and paragraphs of the body look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.check.deviations import (
    Deviation,
    judged,
    not_shown,
    of_alignment,
    of_case,
    of_size,
    of_weight,
    size_of,
    told,
)
from qdgen.check.elements import Element
from qdgen.check.paper import LOOKS, Paper, Piece
from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_MAJOR = (0, 1)
"""Phần, Chương."""
_MINOR = (2, 3)
"""Mục, Tiểu mục."""


@rule("TB221", "heading-label-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def heading_label_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of a Phần or Chương is not set as the decree says.

    "Phần" or "Chương" and its number stand on a line of their own, centred, in small letters,
    bold and upright, in size 13 or 14.

    Wrong: CHƯƠNG I (chữ hoa, không đậm)
    Right: Chương I (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-27); xác
    nhận theo bản sao của Nghị định
    """
    yield from _labels(paper, _MAJOR, "nhan_phan_chuong")


@rule("TB222", "heading-title-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def heading_title_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title of a Phần or Chương is not set as the decree says.

    It stands below the number, centred, in capitals, bold and upright, in size 13 or 14.

    Wrong: Quy định chung (chữ thường)
    Right: QUY ĐỊNH CHUNG (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-28); xác
    nhận theo bản sao của Nghị định
    """
    return judged(_titles(paper, _MAJOR), "ten_phan_chuong", called=_title_of)


@rule("TB223", "section-label-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def section_label_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of a Mục or Tiểu mục is not set as the decree says.

    "Mục" or "Tiểu mục" and its number stand on a line of their own, centred, in small letters,
    bold and upright, in size 13 or 14.

    Wrong: MỤC 1 (chữ hoa, không đậm)
    Right: Mục 1 (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-29); xác
    nhận theo bản sao của Nghị định
    """
    yield from _labels(paper, _MINOR, "nhan_muc")


@rule("TB224", "section-title-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def section_title_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title of a Mục or Tiểu mục is not set as the decree says.

    It stands below the number, centred, in capitals, bold and upright, in size 13 or 14.

    Wrong: Công bố dữ liệu (chữ thường)
    Right: CÔNG BỐ DỮ LIỆU (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-30); xác
    nhận theo bản sao của Nghị định
    """
    return judged(_titles(paper, _MINOR), "ten_muc", called=_title_of)


@rule("TB225", "article-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def article_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An article is not set as the decree says.

    "Điều" and its number are bold and upright, in small letters, in the size of the body; a title
    behind them is bold as well, the words of an article without a title are not.

    Wrong: Điều 1. Ban hành kèm theo Quyết định này Quy chế. (chữ "Điều 1." không đậm)
    Right: Điều 1. Ban hành kèm theo Quyết định này Quy chế. (chỉ "Điều 1." in đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-31, L36);
    xác nhận theo bản sao của Nghị định
    """
    articles = paper.of(Element.ARTICLE)
    yield from judged(articles, "dieu", lambda _, what: what == "bold")
    wanted = nd30().elements["dieu"]
    if any(p.look and p.look.label_bold is None for p in articles):
        yield not_shown(Element.ARTICLE.value)
    yield from told(_article_weight(articles))
    if wanted.case:
        for piece in articles:
            yield from told(of_case(piece, piece.label, wanted.case, piece.label))


def _article_weight(articles: Sequence[Piece]) -> Iterator[Deviation]:
    wanted = nd30().elements["dieu"].bold
    running = nd30().elements["loi_van"].bold
    if wanted is None or running is None:
        return
    for piece in articles:
        look = piece.look
        if look is None:
            continue
        if look.label_bold is not None:
            yield from of_weight(piece, float(look.label_bold), wanted, piece.label)
        if look.bold is not None and piece.text:
            if _is_title(piece):
                yield from of_weight(piece, look.bold, wanted, _title_of(piece))
            else:
                yield from of_weight(piece, look.bold, running)


def _title_of(piece: Piece) -> str:
    """What the title of an article or a heading is called."""
    return f"tên {piece.label or piece.element.value}".rstrip(".")


@rule("TB226", "clause-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def clause_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A khoản is not set as the decree says.

    It is upright, in the size of the body, and not bold unless it has a title.

    Wrong: 1. Vụ Pháp chế chủ trì thực hiện. (cả khoản in đậm)
    Right: 1. Vụ Pháp chế chủ trì thực hiện. (không đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-32); xác
    nhận theo bản sao của Nghị định
    """
    return judged(
        paper.of(Element.CLAUSE), "khoan", lambda piece, what: what == "bold" and _is_title(piece)
    )


@rule("TB227", "clause-title-look", Severity.WARNING, Certainty.CONFIRMED, LOOKS)
def clause_title_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title of a khoản is not bold.

    A khoản that has a title carries it on a line of its own, in bold. What is no sentence (no
    mark at its end) and is followed by text is taken for a title.

    Wrong: 1. Phạm vi (không đậm)
    Right: 1. Phạm vi (in đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-32); xác
    nhận theo bản sao của Nghị định
    """
    below = {Element.TEXT, Element.POINT, Element.DASH}
    titles = [
        piece
        for piece, after in zip(paper.pieces, paper.pieces[1:], strict=False)
        if piece.element is Element.CLAUSE and _is_title(piece) and after.element in below
    ]
    return judged(titles, "khoan_co_ten")


@rule("TB228", "point-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def point_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A điểm is not set as the decree says.

    It is upright and not bold, in the size of the body.

    Wrong: a) Kết quả thực hiện; (in nghiêng)
    Right: a) Kết quả thực hiện; (đứng, không đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm đ (EL-33); xác
    nhận theo bản sao của Nghị định
    """
    return judged(
        paper.of(Element.POINT), "diem", lambda piece, what: what == "bold" and _is_title(piece)
    )


@rule("TB229", "text-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def text_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A paragraph of the body is not set as the decree says.

    The body is upright and not bold, in size 13 or 14. A note in brackets may be in italics.

    Wrong: Kinh phí thực hiện được bố trí từ ngân sách. (cỡ 12)
    Right: Kinh phí thực hiện được bố trí từ ngân sách. (cỡ 13 - 14, đứng)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e (EL-26, L30);
    xác nhận theo bản sao của Nghị định
    """

    def let_off(piece: Piece, what: str) -> bool:
        if what == "italic":
            return piece.text.startswith("(") and piece.text.rstrip("./;").endswith(")")
        return what == "bold" and _is_title(piece)

    return judged(paper.of(Element.TEXT, Element.DASH), "loi_van", let_off)


@rule("TB230", "outline-look", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def outline_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A heading I., II. of a document without articles is not set as offices set it.

    Such headings stand in capitals and bold; the decree only asks for one consistent order of
    parts.

    Wrong: I. Mục đích (không đậm)
    Right: I. MỤC ĐÍCH (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm c không quy định;
    thông lệ trình bày (NU-06)
    """
    pieces = [p for p in paper.of(Element.OUTLINE) if p.level == 0]
    yield from judged(pieces, "de_muc")
    wanted = nd30().elements["loi_van"].size
    lower = ((p, size_of(p)) for p in paper.of(Element.OUTLINE) if p.level > 0)
    if wanted:
        yield from told(
            d for piece, size in lower if size is not None for d in of_size(piece, size, wanted)
        )


def _titles(paper: Paper, levels: Sequence[int]) -> list[Piece]:
    return [p for p in paper.of(Element.HEADING_TITLE) if p.level in levels]


def _labels(paper: Paper, levels: Sequence[int], key: str) -> Iterator[Remark | Unchecked]:
    """The labels that stand alone, and those that Word counts in front of a title."""
    alone = [p for p in paper.of(Element.HEADING_LABEL) if p.level in levels]
    yield from judged(alone, key, called=lambda piece: piece.text)
    yield from told(d for p in _titles(paper, levels) if p.label for d in _label(p, key))


def _label(piece: Piece, key: str) -> Iterator[Deviation]:
    wanted, look = nd30().elements[key], piece.look
    if wanted.case:
        yield from of_case(piece, piece.label, wanted.case, piece.label)
    if look is None:
        return
    if wanted.bold and look.label_bold is not None:
        yield from of_weight(piece, float(look.label_bold), wanted.bold, piece.label)
    if wanted.italic and look.label_italic:
        yield Deviation(
            piece,
            text("{name} is in italics", name=piece.label),
            text("set it upright"),
            wanted.italic.severity,
        )
    if wanted.size and look.label_size is not None:
        yield from of_size(piece, look.label_size, wanted.size, piece.label)
    if wanted.align and look.align is not None and not piece.text:
        yield from of_alignment(piece, look.align, wanted.align)


def _is_title(piece: Piece) -> bool:
    """Whether it is no sentence: a title has no mark at its end."""
    words = piece.text.rstrip()
    return bool(words) and words[-1] not in ".;:,/!?…)"
