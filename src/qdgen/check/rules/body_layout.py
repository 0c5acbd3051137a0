"""TB40: how the paragraphs of the body are laid out."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.deviations import Deviation, aligned, size_of, told
from qdgen.check.elements import BODY, Element
from qdgen.check.look import Align
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30, shown
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_SET = BODY | {Element.BASIS}


@rule("TB401", "not-justified", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def not_justified(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A paragraph of the body is not justified.

    The body runs to both margins.

    Wrong: lời văn canh trái
    Right: lời văn canh đều cả hai lề
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e (EL-26, L32);
    xác nhận theo bản sao của Nghị định
    """
    pieces = _body(paper)
    if pieces and not any(p.look and p.look.align for p in pieces):
        yield Unchecked(text("the file does not show how the body is aligned"))
    wanted = nd30().body.align.value
    yield from told(
        Deviation(
            piece,
            text("this paragraph is {align}", align=aligned(piece.look.align)),
            text("justify it"),
            None if piece.look.align is Align.LEFT else Severity.WARNING,
        )
        for piece in pieces
        if piece.look
        and piece.look.align
        and piece.look.align is not wanted
        and piece.look.lines != 1
    )


@rule("TB402", "first-line-indent", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def first_line_indent(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The first line of a paragraph is not indented by 1 cm or 1,27 cm.

    Every paragraph of the body begins 1 cm or 1,27 cm from the margin.

    Wrong: lời văn không lùi đầu dòng
    Right: chữ đầu dòng lùi vào 1 cm hoặc 1,27 cm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e (EL-26, L32);
    xác nhận theo bản sao của Nghị định
    """
    pieces = _indented(paper)
    if not pieces or all(_indent(p) is None for p in pieces):
        yield Unchecked(text("the file does not show indents"))
    yield from told(
        Deviation(
            piece,
            text("the first line begins {indent} mm from the margin", indent=shown(indent)),
            text("indent it by 1 cm or 1,27 cm"),
            Severity.WARNING if piece.element is Element.OUTLINE else None,
        )
        for piece in pieces
        if (indent := _indent(piece)) is not None and _nearest(indent) is None
    )


@rule("TB403", "indents-mixed", Severity.WARNING, Certainty.DERIVED, LOOKS)
def indents_mixed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Some paragraphs are indented by 1 cm, others by 1,27 cm.

    Either is right; a document keeps to one.

    Wrong: Điều 1 lùi 1 cm, Điều 2 lùi 1,27 cm
    Right: tất cả lùi 1,27 cm
    Source: suy ra từ Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e
    (EL-26)
    """
    indents: dict[float, list[Piece]] = {}
    for piece in _indented(paper):
        near = _nearest(indent) if (indent := _indent(piece)) is not None else None
        if near is not None:
            indents.setdefault(near, []).append(piece)
    if len(indents) < 2:
        return
    usual = max(indents, key=lambda indent: len(indents[indent]))
    yield from told(
        Deviation(
            piece,
            text(
                "indented by {indent} mm, most paragraphs by {usual} mm",
                indent=shown(indent),
                usual=shown(usual),
            ),
            text("indent all paragraphs alike"),
        )
        for indent, pieces in indents.items()
        if indent != usual
        for piece in pieces
    )


@rule("TB404", "block-indent", Severity.WARNING, Certainty.DERIVED, LOOKS)
def block_indent(paper: Paper) -> Iterator[Remark | Unchecked]:
    """All lines of a paragraph are indented, not only the first.

    The decree indents the first line alone; the others begin at the margin and run to the other.

    Wrong: cả đoạn lùi vào 1,27 cm
    Right: chỉ dòng đầu lùi vào
    Source: suy ra từ Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e
    (EL-26)
    """
    most = nd30().body.block_indent_mm.value.most
    yield from told(
        Deviation(
            piece,
            text(
                "the lines stand {left} mm from the left margin and {right} mm from the right",
                left=shown(round(left, 1)),
                right=shown(round(right, 1)),
            ),
            text("set the indents left and right to 0, and indent the first line only"),
        )
        for piece in _indented(paper)
        if piece.look
        for left in [piece.look.left_mm or 0.0]
        for right in [piece.look.right_mm or 0.0]
        if abs(left) > most or abs(right) > most
    )


@rule("TB405", "paragraph-gap", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def paragraph_gap(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Paragraphs of the body stand closer than 6 pt.

    The space between two paragraphs is 6 pt at least: half a line, so that they can be told
    apart.

    Wrong: giãn đoạn 0 pt
    Right: giãn đoạn 6 pt
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e (EL-26, L32);
    xác nhận theo bản sao của Nghị định
    """
    wanted = nd30().body.gap_pt.value
    pairs = [
        (one, other)
        for one, other in zip(paper.pieces, paper.pieces[1:], strict=False)
        if one.element in _SET and other.element in _SET and one.part == other.part
    ]
    gaps = [(one, _gap(one, other)) for one, other in pairs]
    if gaps and all(gap is None for _, gap in gaps):
        yield Unchecked(text("the file does not show the space between paragraphs"))
    yield from told(
        Deviation(
            piece,
            text("{gap} pt between this paragraph and the next", gap=shown(gap)),
            text("set the spacing to {least} pt or more", least=shown(wanted.least)),
        )
        for piece, gap in gaps
        if gap is not None and not wanted.holds(gap, _ROUNDING) and gap < wanted.least
    )


_ROUNDING = 0.1


@rule("TB406", "line-spacing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def line_spacing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The lines of the body stand closer than single or wider than 1,5 lines.

    Line spacing is single at least and 1,5 lines at most.

    Wrong: giãn dòng 2
    Right: giãn dòng từ 1 đến 1,5
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e (EL-26, L32);
    xác nhận theo bản sao của Nghị định
    """
    body = nd30().body
    pieces = _body(paper)
    spaced = [(p, lines) for p in pieces if (lines := _lines_high(p)) is not None]
    if pieces and not spaced:
        yield Unchecked(text("the file does not show the line spacing"))
    yield from told(
        Deviation(
            piece,
            text("the line spacing is {lines} lines", lines=shown(round(lines, 2))),
            text("set it between single and 1,5 lines"),
        )
        for piece, lines in spaced
        if not body.line_spacing.value.holds(lines, body.line_spacing_tolerance.value)
    )


def _body(paper: Paper) -> list[Piece]:
    return [p for p in paper.of(*_SET) if p.row < 0]


def _indented(paper: Paper) -> list[Piece]:
    """Those whose indents can be told: on a PDF the pages with the margin that most begin at."""
    pieces = _body(paper)
    if paper.medium is not Medium.PDF:
        return pieces
    near = nd30().page.margin_tolerance_mm.value
    lefts: dict[int, float] = {}
    for sheet in paper.sheets:
        if sheet.left is not None and not sheet.is_landscape:
            lefts[sheet.part] = min(sheet.left, lefts.get(sheet.part, sheet.left))
    least = min(lefts.values(), default=0.0)
    apart = {part for part, left in lefts.items() if left > least + near}
    return [piece for piece in pieces if piece.part not in apart]


def _indent(piece: Piece) -> float | None:
    """Where the first line begins, in mm from the margin."""
    look = piece.look
    if look is None or look.first_line_mm is None:
        return None
    return round(look.first_line_mm + (look.left_mm or 0), 1)


def _nearest(indent: float) -> float | None:
    """The right indent that it is."""
    body = nd30().body
    near = body.indent_tolerance_mm.value
    return next((w for w in body.indents_mm.value if abs(w - indent) <= near), None)


def _gap(one: Piece, other: Piece) -> float | None:
    after = one.look.after_pt if one.look else None
    before = other.look.before_pt if other.look else None
    return None if after is None and before is None else (after or 0) + (before or 0)


def _lines_high(piece: Piece) -> float | None:
    look = piece.look
    if look is None or look.line_spacing is not None:
        return look.line_spacing if look else None
    size = size_of(piece)
    if look.line_height_pt is None or not size:
        return None
    return look.line_height_pt / (size * nd30().body.single_line.value)
