"""TB60: where an annex begins, and its table on the pages."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text


@rule("TB601", "annex-not-on-new-page", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def annex_not_on_new_page(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An annex or attached document does not begin on a new page.

    Each has pages of its own, so that it can be numbered, turned and handed out by itself.

    Wrong: "Phụ lục" nằm giữa trang, dưới chữ ký
    Right: phụ lục bắt đầu ở đầu trang mới
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PL-10)
    """
    starts = {s.part: s for s in reversed(paper.sheets)}
    firsts: dict[int, Piece] = {}
    last_page: dict[int, int] = {}
    for piece in paper.pieces:
        if piece.element not in (Element.PAGE_NUMBER, Element.PAGE_TEXT):
            firsts.setdefault(piece.part, piece)
        if (page := _page_of(piece)) is not None:
            last_page[piece.part] = max(page, last_page.get(piece.part, 0))
    for part, one in enumerate(paper.parts):
        first = firsts.get(part)
        if part == 0 or first is None or one.kind not in (PartKind.ANNEX, PartKind.ATTACHMENT):
            continue
        begins = first.starts_page
        if paper.medium is Medium.PDF:
            begins = _begins_page(first, last_page.get(part - 1))
        elif not begins and part in starts:
            begins = starts[part].starts_new_page
        if begins is None:
            yield Unchecked(text("the file does not show where pages begin"))
        elif not begins:
            yield Remark(
                text("this does not begin on a new page"),
                text("put a section break (Next Page) before it"),
                first,
            )


def _begins_page(piece: Piece, page_before: int | None) -> bool | None:
    boxes = piece.look.boxes if piece.look else ()
    return boxes[0].page != page_before if boxes and page_before is not None else None


def _page_of(piece: Piece) -> int | None:
    return piece.look.boxes[-1].page if piece.look and piece.look.boxes else None


@rule("TB602", "annex-label-not-alone", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_label_not_alone(paper: Paper) -> Iterator[Remark | Unchecked]:
    """ "Phụ lục" and its title stand on one line.

    "Phụ lục" and its number have a line of their own, centred; the title stands on the next.

    Wrong: Phụ lục I: DANH MỤC NHIỆM VỤ
    Right: Phụ lục I / DANH MỤC NHIỆM VỤ (hai dòng)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm b (EL-47,
    PL-03); xác nhận theo bản sao của Nghị định
    """
    labelled = {p.part for p in paper.of(Element.ANNEX_LABEL)}
    for piece in paper.of(Element.ANNEX_LABEL, Element.TITLE):
        words = piece.text.split("\n", 1)[0].split()
        is_label = piece.element is Element.ANNEX_LABEL
        if not is_label and piece.part in labelled:
            continue
        if [w.casefold() for w in words[:2]] != ["phụ", "lục"]:
            continue
        if len(words) > 3:
            yield Remark(
                text("the label and the title of the annex stand on one line"),
                text("give {label} a line of its own", label=" ".join(words[:3]).rstrip(":.-–")),
                piece,
            )


@rule("TB603", "table-headings-once", Severity.WARNING, Certainty.PRACTICE, Medium.WORD)
def table_headings_once(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The headings of a long table are not repeated on each page.

    A reader of the third page must see what each column is.

    Wrong: hàng tiêu đề chỉ có ở trang đầu của bảng
    Right: hàng tiêu đề lặp lại ở mỗi trang (Repeat Header Rows)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    most = nd30().annex.long_table_rows.value
    for table in paper.tables:
        if table.repeats_headings is False and len(table.rows) >= most and any(table.headings):
            yield Remark(
                text(
                    "the headings of this table of {rows} rows are not repeated",
                    rows=len(table.rows),
                ),
                text("mark its first row with Repeat Header Rows"),
                table.rows[0].first,
            )


@rule("TB604", "table-rows-split", Severity.INFO, Certainty.PRACTICE, Medium.WORD)
def table_rows_split(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The rows of a long table may break over two pages.

    A row that is torn apart is hard to read.

    Wrong: một hàng nằm trên hai trang
    Right: bỏ chọn "Allow row to break across pages"
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    most = nd30().annex.long_table_rows.value
    for table in paper.tables:
        if table.rows_may_split and len(table.rows) >= most:
            yield Remark(
                text("rows of this table may break over two pages"),
                text('switch off "Allow row to break across pages" for its rows'),
                table.rows[0].first,
            )
