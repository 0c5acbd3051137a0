"""TB115 to TB117: sizes that go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qdgen.check.deviations import Deviation, main, size_of, told
from qdgen.check.elements import BODY, Element
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30, shown
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_STAMPS = (Element.OTHER, Element.PAGE_TEXT)


@rule("TB115", "body-sizes-mixed", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def body_sizes_mixed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Paragraphs of the body have different sizes.

    The body may be size 13 or 14, but all of it the same.

    Wrong: Điều 1 cỡ 14, Điều 2 cỡ 13
    Right: cả lời văn cỡ 14
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e và Mục V
    (EL-26, L30); xác nhận theo bản sao của Nghị định
    """
    near = nd30().page.size_tolerance_pt.value
    wanted = nd30().elements["loi_van"].size
    sizes: dict[int, list[tuple[Piece, float]]] = {}
    for piece in paper.of(*BODY):
        if piece.element is Element.OUTLINE and piece.level == 0:
            continue  # a heading
        size = size_of(piece)
        if size is not None and wanted and wanted.value.holds(size, near):
            sizes.setdefault(piece.part, []).append((piece, size))
    for found in sizes.values():
        letters: dict[float, int] = {}
        for piece, size in found:
            letters[size] = letters.get(size, 0) + len(piece.text)
        usual = main(letters) or 0.0
        yield from told(
            Deviation(
                piece,
                text(
                    "set in size {size}, most of the body in {usual}",
                    size=shown(size),
                    usual=shown(usual),
                ),
                text("set the whole body in one size"),
            )
            for piece, size in found
            if abs(size - usual) > near
        )


@rule("TB116", "size-mixed-in", Severity.WARNING, Certainty.DERIVED, Medium.WORD)
def size_mixed_in(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Some words of a paragraph have another size than the rest.

    They often come with text that was pasted.

    Wrong: Bộ Khoa học và Công nghệ (riêng "Công nghệ" cỡ 13)
    Right: Bộ Khoa học và Công nghệ (cả dòng cỡ 14)
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm e: một cỡ
    chữ thống nhất (EL-26, L30)
    """
    near = nd30().page.size_tolerance_pt.value
    yield from told(
        Deviation(
            piece,
            text(
                "some words are set in size {size}, the rest in {usual}",
                size=shown(size),
                usual=shown(usual),
            ),
            text("set the paragraph in one size"),
        )
        for piece in paper.pieces
        if piece.look and len(piece.look.sizes) > 1 and piece.element not in _STAMPS
        for usual in [main(piece.look.sizes) or 0.0]
        for size in piece.look.sizes
        if abs(size - usual) > near
    )


@rule("TB117", "head-sizes-unmatched", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def head_sizes_unmatched(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Quốc hiệu, Tiêu ngữ and the date line have sizes that do not go together.

    There are two sets: 12, 13 and 13, or 13, 14 and 14. Each size may be right by itself and the
    three still not belong together.

    Wrong: Quốc hiệu cỡ 13, Tiêu ngữ cỡ 13
    Right: Quốc hiệu cỡ 12, Tiêu ngữ cỡ 13, địa danh và thời gian cỡ 13
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục V, ghi chú (PG-08, L31); xác nhận
    theo bản sao của Nghị định
    """
    near = nd30().page.size_tolerance_pt.value
    sets = nd30().page.size_sets.value
    elements = (Element.NATIONAL_NAME, Element.MOTTO, Element.PLACE_DATE)
    names = ("quoc_hieu", "tieu_ngu", "dia_danh_ngay")
    for part in range(len(paper.parts)):
        pieces = [paper.first(element, part) for element in elements]
        sizes = [size_of(p) if p else None for p in pieces]
        if pieces[0] is None or not _each_right(sizes, names):
            continue
        if any(
            all(s is None or abs(s - w) <= near for s, w in zip(sizes, each, strict=True))
            for each in sets
        ):
            continue
        yield Remark(
            text(
                "these sizes do not go together: {sizes}",
                sizes=", ".join(
                    f"{e.value} {shown(s)}"
                    for e, s in zip(elements, sizes, strict=True)
                    if s is not None
                ),
            ),
            text(
                "take one of the sets {sets}",
                sets="; ".join("/".join(shown(s) for s in each) for each in sets),
            ),
            pieces[0],
        )


def _each_right(sizes: Iterable[float | None], names: Iterable[str]) -> bool:
    """Whether each is one that its element may have; else that is what is told."""
    near = nd30().page.size_tolerance_pt.value
    for size, name in zip(sizes, names, strict=True):
        wanted = nd30().elements[name].size
        if size is not None and wanted and not wanted.value.holds(size, near):
            return False
    return True
