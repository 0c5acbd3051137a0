"""TB32: how the block at the head of a document is laid out."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.deviations import Deviation, size_of, told
from qdgen.check.elements import Element
from qdgen.check.look import Look
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30, shown
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_PAIRS = (
    (Element.NATIONAL_NAME, Element.MOTTO),
    (Element.PARENT_ORGAN, Element.ORGAN),
)
_HEAD = (
    Element.NATIONAL_NAME,
    Element.MOTTO,
    Element.PARENT_ORGAN,
    Element.ORGAN,
    Element.NUMBER,
    Element.PLACE_DATE,
)
_BETWEEN = 6
"""How many paragraphs to look at between the two of a pair."""


@rule("TB321", "head-line-wraps", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def head_line_wraps(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Quốc hiệu or Tiêu ngữ runs over two lines.

    Each stands on one line. Where the column is too narrow, widen it or take the smaller set of
    sizes.

    Wrong: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT / NAM
    Right: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1 (PG-12, L10); xác nhận
    theo bản sao của Nghị định
    """
    most = nd30().head.lines_each.value
    for piece in paper.of(Element.NATIONAL_NAME, Element.MOTTO):
        lines = piece.look.lines if piece.look else None
        if "\n" in piece.text or (lines is not None and lines > most):
            yield Remark(
                text("{name} runs over more than one line", name=piece.element.value),
                text("widen its column, or use the sizes 12, 13 and 13"),
                piece,
            )
        elif lines is None:
            yield Unchecked(text("the file does not show where lines break"))


@rule("TB322", "head-borders", Severity.ERROR, Certainty.DERIVED, LOOKS)
def head_borders(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The table at the head of the document has visible borders.

    The organ stands on the left and Quốc hiệu on the right without any frame; a table used for
    that has no borders.

    Wrong: bảng phần đầu có đường viền
    Right: bảng phần đầu không có đường viền (No Border)
    Source: suy ra từ Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1 và sơ đồ Mục
    IV (PG-12)
    """
    framed = [p for p in paper.of(*_HEAD) if p.look and p.look.bordered]
    parts = set()
    for piece in framed:
        if piece.part not in parts:
            parts.add(piece.part)
            yield Remark(
                text("the block at the head has visible borders"),
                text("take the borders of that table away (No Border)"),
                piece,
            )


@rule("TB323", "number-date-not-level", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def number_date_not_level(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number and the date do not stand on one line.

    "Số: …" on the left and place and date on the right share a line.

    Wrong: "Số: 15/QĐ-BKHCN" cao hơn "Hà Nội, ngày …" một dòng
    Right: hai nội dung trên cùng một dòng
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4, điểm c (EL-16, L09);
    xác nhận theo bản sao của Nghị định
    """
    number, day = paper.first(Element.NUMBER), paper.first(Element.PLACE_DATE)
    if number is None or day is None:
        return
    if paper.medium is Medium.PDF:
        level = _level_on_page(number, day)
    else:
        level = number.row == day.row if number.row >= 0 and day.row >= 0 else None
    if level is None:
        yield Unchecked(text("the file does not show whether number and date are level"))
    elif not level:
        yield Remark(
            text("the number and the date are not on one line"),
            text("put both in one row of the table at the head"),
            day,
        )


def _level_on_page(one: Piece, other: Piece) -> bool | None:
    boxes = one.look.boxes if one.look else (), other.look.boxes if other.look else ()
    if not boxes[0] or not boxes[1]:
        return None
    a, b = boxes[0][0], boxes[1][0]
    height = min(a.bottom - a.top, b.bottom - b.top)
    return a.page == b.page and abs(a.bottom - b.bottom) <= height / 2


@rule("TB324", "head-blank-line", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def head_blank_line(paper: Paper) -> Iterator[Remark | Unchecked]:
    """There is an empty line between Quốc hiệu and Tiêu ngữ, or between the two organs.

    The two lines follow each other directly.

    Wrong: một dòng trống giữa Quốc hiệu và Tiêu ngữ
    Right: Tiêu ngữ ngay dưới Quốc hiệu
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm c và khoản 2,
    điểm b (EL-04, EL-08); xác nhận theo bản sao của Nghị định
    """
    if paper.medium is Medium.PDF:
        yield Unchecked(text("a PDF shows no empty paragraphs"))
        return
    for first, second in _PAIRS:
        for n, piece in enumerate(paper.pieces):
            if piece.element is not first:
                continue
            following = paper.pieces[n + 1 : n + _BETWEEN]
            if not any(p.element is second for p in following):
                continue
            for after in following:
                if after.element is second:
                    break
                if after.element is Element.EMPTY and after.column == piece.column:
                    yield Remark(
                        text(
                            "an empty line between {first} and {second}",
                            first=first.value,
                            second=second.value,
                        ),
                        text("delete it"),
                        piece,
                    )
                    break


@rule("TB325", "head-line-spacing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def head_line_spacing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Quốc hiệu and Tiêu ngữ, or the two organs, stand apart.

    The two lines are set with single line spacing and no space between.

    Wrong: giãn dòng 1,5 giữa Quốc hiệu và Tiêu ngữ
    Right: giãn dòng đơn
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm c và khoản 2,
    điểm b (EL-04, EL-08); xác nhận theo bản sao của Nghị định
    """
    pairs = [
        (above, below)
        for part in range(len(paper.parts))
        for first, second in _PAIRS
        if (above := paper.first(first, part)) and (below := paper.first(second, part))
    ]
    yield from told(d for above, below in pairs for d in _apart(above, below))
    if any(p.look is None or _lines_high(p, p.look) is None for pair in pairs for p in pair):
        yield Unchecked(text("the file does not show the line spacing"))


def _apart(above: Piece, below: Piece) -> Iterator[Deviation]:
    head, near = nd30().head, nd30().body.line_spacing_tolerance.value
    for piece in (above, below):
        lines = _lines_high(piece, piece.look) if piece.look else None
        if lines is not None and lines > head.line_spacing.value.most + near:
            yield Deviation(
                piece,
                text(
                    "the line spacing of {name} is {lines}",
                    name=piece.element.value,
                    lines=shown(round(lines, 2)),
                ),
                text("set it to single"),
            )
    if above.look is None or below.look is None:
        return
    gap = (above.look.after_pt or 0) + (below.look.before_pt or 0)
    if not head.gap_pt.value.holds(gap):
        yield Deviation(
            below,
            text(
                "{gap} pt between {first} and {second}",
                gap=shown(gap),
                first=above.element.value,
                second=below.element.value,
            ),
            text("set the spacing before and after to 0"),
        )


def _lines_high(piece: Piece, look: Look) -> float | None:
    """Its line spacing in lines, a fixed height reckoned from the size."""
    if look.line_spacing is not None:
        return look.line_spacing
    size = size_of(piece)
    if look.line_height_pt is None or not size:
        return None
    return look.line_height_pt / (size * nd30().body.single_line.value)
