"""TB24 and TB25: how titles of annexes and attached documents, tables and footnotes look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.check.deviations import Deviation, judged, size_of, told
from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import LOOKS, Paper, Piece
from qdgen.check.profile import nd30, shown
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text


@rule("TB242", "annex-title-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_title_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title of an annex is not set as the decree says.

    It stands in capitals, bold and upright, in size 13 or 14, centred under "Phụ lục". Where the
    dossier chose small letters (`ten_phu_luc: chữ thường`) that is told of the dossier instead.

    Wrong: Danh mục nhiệm vụ (chữ thường)
    Right: DANH MỤC NHIỆM VỤ (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm b (EL-48,
    PL-04); xác nhận theo bản sao của Nghị định
    """
    chosen = not paper.chosen.annex_title_upper
    return judged(
        _titles(paper, PartKind.ANNEX),
        "ten_phu_luc",
        lambda _, what: what == "case" and chosen,
        lambda _: "tên phụ lục",
    )


@rule("TB244", "attached-title-look", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def attached_title_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title of an attached document is not set like the subject of the decision.

    The decree gives no look of its own to the title of a plan or regulation that is attached: it
    is set like a trích yếu, in small letters, bold, centred, in size 13 or 14.

    Wrong: Phát triển dữ liệu mở (không đậm, lệch trái)
    Right: Phát triển dữ liệu mở (cỡ 13 - 14, đứng, đậm, ở giữa)
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b áp dụng
    tương tự (AT-04); thông lệ trình bày
    """
    chosen = paper.chosen.attached_title_upper
    return judged(
        _titles(paper, PartKind.ATTACHMENT),
        "ten_kem_theo",
        lambda piece, what: what == "case" and (chosen or _has_type(paper, piece)),
        lambda _: "tên văn bản kèm theo",
    )


def _has_type(paper: Paper, piece: Piece) -> bool:
    """Whether the type of document stands in the title itself: then capitals are its right."""
    return paper.first(Element.TYPE, piece.part) is None


def _titles(paper: Paper, kind: PartKind) -> list[Piece]:
    parts = {n for n, _ in paper.parts_of(kind)}
    return [p for p in paper.of(Element.TITLE) if p.part in parts]


@rule("TB251", "column-heading-look", Severity.INFO, Certainty.PRACTICE, LOOKS)
def column_heading_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The heading of a column is not set as offices set it.

    The decree is silent on tables. By custom the headings are bold, upright and centred, in size
    11 to 13.

    Wrong: Đơn vị chủ trì (không đậm, lệch trái)
    Right: Đơn vị chủ trì (cỡ 11 - 13, đứng, đậm, ở giữa)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    return judged(paper.of(Element.COLUMN_HEADING), "tieu_de_cot")


@rule("TB252", "table-text-look", Severity.INFO, Certainty.PRACTICE, LOOKS)
def table_text_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The text of a table is not set as offices set it.

    The decree is silent on tables. By custom their text is upright, in size 11 to 13.

    Wrong: Ban hành danh mục (cỡ 9)
    Right: Ban hành danh mục (cỡ 11 - 13, đứng)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    pieces = paper.of(Element.CELL, Element.ROW_HEADING, Element.ROW_NUMBER)
    return judged(
        pieces,
        "o_bang",
        lambda piece, what: what == "italic" and piece.element is not Element.CELL,
    )


@rule("TB253", "note-look", Severity.INFO, Certainty.PRACTICE, LOOKS)
def note_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A footnote is not set as offices set it.

    The decree is silent on footnotes. By custom they are smaller than the body, size 10 to 12,
    and not bold.

    Wrong: chú thích cỡ 14, in đậm
    Right: chú thích cỡ 10 - 12
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-05)
    """
    return judged(paper.of(Element.NOTE), "chu_thich")


@rule("TB254", "table-sizes-mixed", Severity.INFO, Certainty.PRACTICE, LOOKS)
def table_sizes_mixed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The cells of a table are set in different sizes.

    A table reads as one thing when all its cells have one size. Headings may differ.

    Wrong: ô cỡ 12, ô cỡ 11 trong cùng một bảng
    Right: mọi ô cỡ 12
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    wanted = nd30().elements["o_bang"].size
    near = nd30().page.size_tolerance_pt.value
    for table in paper.tables:
        cells = [p for row in table.rows for cell in row.cells for p in cell]
        sizes = [(p, s) for p in cells if (s := size_of(p)) is not None]
        usual = _usual([s for _, s in sizes])
        yield from told(
            Deviation(
                piece,
                text(
                    "this cell is set in size {size}, most of the table in {usual}",
                    size=shown(size),
                    usual=shown(usual),
                ),
                text("set all cells in one size"),
            )
            for piece, size in sizes
            if abs(size - usual) > near and (wanted is None or wanted.value.holds(size, near))
        )


def _usual(sizes: Sequence[float]) -> float:
    counts: dict[float, int] = {}
    for size in sizes:
        counts[size] = counts.get(size, 0) + 1
    return max(counts, key=lambda size: counts[size], default=0.0)
