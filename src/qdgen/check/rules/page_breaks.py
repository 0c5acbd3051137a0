"""TB54: what the ends of pages tear apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.look import Look
from qdgen.check.paper import Medium, Paper, Piece, Row
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_FEWEST_LINES = 2
_LEVEL_MM = 7.0
_WHOLE = 0.9
_SIGNING = (Element.CAPACITY, Element.POSITION, Element.SIGNER)
_HEADINGS = frozenset({Element.HEADING_LABEL, Element.HEADING_TITLE})
_MAY_BE_TITLES = frozenset({Element.ARTICLE, Element.CLAUSE, Element.OUTLINE})
_HEAD_OF_ANNEX = frozenset({Element.ANNEX_LABEL, Element.TITLE, Element.REFERENCE_LINE})
_ASIDE = frozenset({Element.NOTE, Element.PAGE_NUMBER, Element.PAGE_TEXT, Element.EMPTY})
_KEEP = text("switch on Keep with next (Paragraph, Line and Page Breaks)")


@rule("TB541", "signature-alone", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def signature_alone(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The signature stands on a page without the text it signs.

    At least two lines of the text stand above it on the same page, so that nobody can put
    another text before the signed page.

    Wrong: trang cuối chỉ có nơi nhận và chữ ký
    Right: trang cuối có ít nhất 02 dòng nội dung, rồi nơi nhận và chữ ký
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (SG-12, L58)
    """
    yield from _unless_shown(paper)
    for part, one in paper.parts_of(PartKind.DECISION):
        signing = _placed(paper.of(*_SIGNING, part=part))
        if not signing:
            continue
        first, look = signing[0]
        page = look.boxes[0].page
        above = [*BODY, Element.BASIS, *_HEADINGS]
        lines = [
            count
            for piece in paper.of(*above, part=part)
            if piece.look
            for box, count in zip(piece.look.boxes, piece.look.lines_by_page, strict=False)
            if box.page == page
        ]
        if sum(lines) < _FEWEST_LINES and one.type:
            yield Remark(
                text(
                    "the signature stands on page {page} with {count} lines of the text",
                    page=page,
                    count=sum(lines),
                ),
                text("bring at least two lines of the last article over to that page"),
                first,
            )


@rule("TB542", "signature-split", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def signature_split(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The title and the name of the person who signs stand on different pages.

    The signature between them would then belong to neither.

    Wrong: "BỘ TRƯỞNG" ở cuối trang 2, họ tên ở đầu trang 3
    Right: chức vụ, chữ ký và họ tên trên cùng một trang
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (SG-12)
    """
    yield from _unless_shown(paper)
    for part, _ in paper.parts_of(PartKind.DECISION):
        signing = _placed(paper.of(*_SIGNING, part=part))
        pages = [look.boxes[0].page for _, look in signing]
        for (piece, _), page in zip(signing[1:], pages[1:], strict=True):
            if page != pages[0]:
                yield Remark(
                    text(
                        "this stands on page {page}, the title on page {first}",
                        page=page,
                        first=pages[0],
                    ),
                    _KEEP,
                    piece,
                )
                break


@rule("TB543", "recipients-not-level", Severity.WARNING, Certainty.CONFIRMED, Medium.PDF)
def recipients_not_level(paper: Paper) -> Iterator[Remark | Unchecked]:
    """ "Nơi nhận" does not stand level with the title of the person who signs.

    "Nơi nhận:" stands at the left on the line where the title begins at the right.

    Wrong: "Nơi nhận:" nằm dưới họ tên người ký
    Right: "Nơi nhận:" ngang hàng với "BỘ TRƯỞNG"
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7, điểm đ và khoản 9, điểm
    d (EL-35, EL-40); xác nhận theo bản sao của Nghị định
    """
    yield from _unless_shown(paper)
    for part, _ in paper.parts_of(PartKind.DECISION):
        label = next(iter(_placed(paper.of(Element.RECIPIENTS_LABEL, part=part))), None)
        signing = next(iter(_placed(paper.of(*_SIGNING, part=part))), None)
        if label is None or signing is None:
            continue
        one, other = label[1].boxes[0], signing[1].boxes[0]
        if one.page != other.page or abs(one.bottom - other.bottom) > _LEVEL_MM:
            yield Remark(
                text(
                    "“{words}” and “{title}” do not begin on one line",
                    words=label[0].text,
                    title=signing[0].text,
                ),
                text("put both into one row of a table without borders"),
                label[0],
            )


@rule("TB544", "heading-at-foot", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def heading_at_foot(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A heading is the last thing on its page.

    What it is the heading of begins on the next page, where nobody sees it.

    Wrong: "Điều 2. Tổ chức thực hiện" ở cuối trang, khoản 1 ở trang sau
    Right: "Điều 2. Tổ chức thực hiện" cùng trang với khoản 1
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày
    """
    yield from _unless_shown(paper)
    running = [p for p in paper.pieces if p.element not in _ASIDE]
    for piece, after in pairwise(running):
        if piece.part == after.part and _is_heading(piece) and _is_torn(piece, after):
            yield Remark(
                text("this heading is the last thing on page {page}", page=_last_page(piece)),
                _KEEP,
                piece,
            )


@rule("TB545", "row-heading-at-foot", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def row_heading_at_foot(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The heading of a group of rows is the last row on its page.

    The rows it stands for begin on the next page.

    Wrong: hàng "II. Phát triển hạ tầng" ở cuối trang, các nhiệm vụ ở trang sau
    Right: hàng tiêu đề cùng trang với hàng đầu tiên của nhóm
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    yield from _unless_shown(paper)
    for table in paper.tables:
        for row, after in pairwise(table.rows):
            first = after.first
            if row.heading is not None and first is not None and _is_torn(row.heading, first):
                yield Remark(
                    text("this row is the last one on page {page}", page=_last_page(row.heading)),
                    text("keep it with the next row (Keep with next)"),
                    row.heading,
                )


@rule("TB546", "table-headings-missing", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def table_headings_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A table goes on on a new page without the headings of its columns.

    A reader of the third page must see what each column is.

    Wrong: trang 2 của bảng không có hàng "STT, Nhiệm vụ, Đơn vị chủ trì"
    Right: hàng tiêu đề lặp lại ở mỗi trang (Repeat Header Rows)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    for table in paper.tables:
        if table.headings_missing_on and any(table.headings):
            pages = ", ".join(map(str, table.headings_missing_on[:8]))
            yield Remark(
                text("the table goes on on page {pages} without its headings", pages=pages),
                text("mark its first row with Repeat Header Rows"),
                _first_on(table.headings_missing_on[0], table.rows) or table.rows[0].first,
            )


@rule("TB547", "table-row-torn", Severity.INFO, Certainty.PRACTICE, Medium.PDF)
def table_row_torn(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A row of a table breaks over two pages.

    Its cells are read in halves, and the second half has no number.

    Wrong: nội dung nhiệm vụ 5 nằm nửa ở trang 6, nửa ở trang 7
    Right: bỏ chọn "Allow row to break across pages"
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-14)
    """
    for table in paper.tables:
        for index, page in table.split_rows:
            yield Remark(
                text("this row goes on on page {page}", page=page),
                text('switch off "Allow row to break across pages" for its row'),
                table.rows[index].first,
            )


@rule("TB548", "lone-line", Severity.INFO, Certainty.PRACTICE, Medium.PDF)
def lone_line(paper: Paper) -> Iterator[Remark | Unchecked]:
    """One line of a paragraph stands alone on a page.

    Its first line is left at the foot of a page, or its last line begins the next one.

    Wrong: dòng cuối của đoạn đứng một mình ở đầu trang 3
    Right: ít nhất 02 dòng của đoạn trên mỗi trang (Widow/Orphan control)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày
    """
    yield from _unless_shown(paper)
    for piece in paper.of(*BODY, Element.BASIS):
        look = piece.look
        if look is None or len(look.lines_by_page) < 2 or sum(look.lines_by_page) < 4:
            continue
        for place, message in (
            (0, text("its first line stands alone at the foot of the page")),
            (-1, text("its last line stands alone at the top of a page")),
        ):
            if look.lines_by_page[place] == 1:
                yield Remark(
                    message,
                    text("switch on Widow/Orphan control"),
                    piece,
                    box=look.boxes[place],
                )


@rule("TB549", "note-on-other-page", Severity.INFO, Certainty.PRACTICE, Medium.PDF)
def note_on_other_page(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A footnote stands on another page than its number in the text.

    Whoever reads the page does not find the note at its foot.

    Wrong: số chú thích ở trang 3, chú thích ở cuối trang 4
    Right: chú thích ở cuối trang có số chú thích
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày
    """
    yield from _unless_shown(paper)
    owner: Piece | None = None
    for piece in paper.pieces:
        if piece.element is not Element.NOTE:
            owner = piece if piece.look and piece.look.boxes else owner
            continue
        if owner is None or owner.look is None or piece.look is None or not piece.look.boxes:
            continue
        pages = {box.page for box in owner.look.boxes}
        if piece.look.boxes[0].page > max(pages):
            yield Remark(
                text(
                    "the note stands on page {page}, its number on page {mark}",
                    page=piece.look.boxes[0].page,
                    mark=max(pages),
                ),
                text("shorten the page above, so that the note finds room"),
                piece,
            )


def _unless_shown(paper: Paper) -> Iterator[Unchecked]:
    if paper.pieces and not any(p.look and p.look.boxes for p in paper.pieces):
        yield Unchecked(text("the file does not show what stands on which page"))


def _placed(pieces: Sequence[Piece]) -> list[tuple[Piece, Look]]:
    return [(p, p.look) for p in pieces if p.look is not None and p.look.boxes]


def _last_page(piece: Piece) -> int:
    return piece.look.boxes[-1].page if piece.look and piece.look.boxes else 0


def _is_torn(piece: Piece, after: Piece) -> bool:
    if not piece.look or not after.look or not piece.look.boxes or not after.look.boxes:
        return False
    return after.look.boxes[0].page > piece.look.boxes[-1].page


def _is_heading(piece: Piece) -> bool:
    if piece.element in _HEADINGS or piece.element in _HEAD_OF_ANNEX:
        return True
    is_bold = piece.look is not None and (piece.look.bold or 0) > _WHOLE
    ends = piece.text.rstrip().endswith((".", ";", ",", ":", "!", "?"))
    return piece.element in _MAY_BE_TITLES and bool(piece.text) and is_bold and not ends


def _first_on(page: int, rows: Sequence[Row]) -> Piece | None:
    firsts = (row.first for row in rows)
    return next((first for first in firsts if first and _first_page(first) >= page), None)


def _first_page(piece: Piece) -> int:
    return piece.look.boxes[0].page if piece.look and piece.look.boxes else 0
