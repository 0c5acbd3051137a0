"""TB50: the number of the page, and what else stands above and below the text."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.deviations import Deviation, aligned, main, not_shown, of_size, of_weight, told
from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.sheets import begins_at, sheets_by_part, where
from qdgen.check.text.drafts import is_draft_stamp
from qdgen.diagnostics import Severity
from qdgen.messages import text

_FIRST = 1
_TO_HEADER = text("insert the number in the header, centred (Insert, Page Number, Top of Page)")


@rule("TB501", "page-number-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def page_number_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Pages after the first have no number.

    From the second page on, the number of the page stands at the top.

    Wrong: trang 2 không có số trang
    Right: số trang ở đầu trang, từ trang 2
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10, L34); xác nhận
    theo bản sao của Nghị định
    """
    if paper.medium is Medium.PDF:
        for _, pages in sheets_by_part(paper):
            bare = [s for s in pages[1:] if s.number_shown == "" and not s.is_empty]
            if bare:
                numbers = ", ".join(str(s.page) for s in bare)
                yield Remark(
                    text("no number on the page"),
                    _TO_HEADER,
                    where=text("page {pages}", pages=numbers),
                )
        return
    if all(s.number_place is None for s in paper.sheets):
        yield Unchecked(text("the file does not show page numbers"))
        return
    lengths = _lengths(paper)
    told_parts: set[int] = set()
    for nth, sheet in enumerate(paper.sheets, 1):
        if sheet.number_place != "" or sheet.part in told_parts:
            continue
        if lengths.get(sheet.part, 0) >= nd30().page_number.long_part.value:
            told_parts.add(sheet.part)
            yield Remark(
                text("the pages have no numbers"), _TO_HEADER, where=text("section {nth}", nth=nth)
            )
        else:
            yield Unchecked(text("it may be that this has one page only, which has no number"))


def _lengths(paper: Paper) -> dict[int, int]:
    """How many lines each part has at least; a table's row is one."""
    wide = nd30().page_number.line_characters.value
    lengths: dict[int, int] = {}
    row = -1
    for piece in paper.pieces:
        if piece.row < 0 or piece.row != row:
            lines = 1 if piece.row >= 0 else 1 + len(piece.text) // wide
            lengths[piece.part] = lengths.get(piece.part, 0) + lines
        row = piece.row
    return lengths


@rule("TB502", "page-number-at-foot", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def page_number_at_foot(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of the page stands at the foot.

    It stands in the upper margin.

    Wrong: số trang ở chân trang
    Right: số trang canh giữa ở đầu trang
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10, L34); xác nhận
    theo bản sao của Nghị định
    """
    wanted = nd30().page_number.place.value
    wrong = [
        (n, s) for n, s in enumerate(paper.sheets, 1) if s.number_place not in (None, "", wanted)
    ]
    if wrong:
        yield Remark(
            text("the page number stands at the foot of the page"),
            _TO_HEADER,
            where=where(paper, [(n, s) for n, s in wrong]),
        )


@rule("TB503", "page-number-not-centred", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def page_number_not_centred(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of the page is not centred.

    It stands in the middle between the margins.

    Wrong: số trang bên phải
    Right: số trang canh giữa
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10); xác nhận theo
    bản sao của Nghị định
    """
    pieces = paper.of(Element.PAGE_NUMBER)
    known = [p for p in pieces if p.look and p.look.align and "\t" not in p.text and not p.blanks]
    if pieces and not known:
        yield Unchecked(text("the file does not show how the page number is aligned"))
    wanted = nd30().page_number.align.value
    yield from told(
        Deviation(
            piece,
            text("the page number is {align}", align=aligned(piece.look.align)),
            text("centre it"),
        )
        for piece in known
        if piece.look and piece.look.align and piece.look.align is not wanted
    )


@rule("TB504", "page-number-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def page_number_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of the page is not set as the decree says.

    It is upright and not bold, in size 13 or 14.

    Wrong: số trang cỡ 10, in nghiêng
    Right: số trang cỡ 13 - 14, đứng
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10); xác nhận theo
    bản sao của Nghị định
    """
    pieces = paper.of(Element.PAGE_NUMBER)
    if pieces and all(p.look is None for p in pieces):
        yield not_shown(Element.PAGE_NUMBER.value)
    yield from told(d for p in pieces for d in _look(p))


def _look(piece: Piece) -> Iterator[Deviation]:
    wanted, look = nd30().page_number, piece.look
    if look is None:
        return
    size = main(look.sizes)
    if size is not None:
        yield from of_size(piece, size, wanted.size)
    if look.bold is not None:
        yield from of_weight(piece, look.bold, wanted.bold)
    if look.italic:
        yield Deviation(
            piece, text("{name} is in italics", name=piece.element.value), text("set it upright")
        )


@rule("TB505", "page-number-digits", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def page_number_digits(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The pages are numbered with letters or Roman numerals.

    Page numbers are Arabic: 2, 3, 4.

    Wrong: trang ii, trang B
    Right: trang 2
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10); xác nhận theo
    bản sao của Nghị định
    """
    right = nd30().page_number.digits.value
    wrong = [
        (n, s)
        for n, s in enumerate(paper.sheets, 1)
        if (s.number_format is not None and s.number_format not in right)
        or (s.number_shown and not s.number_shown.strip("-– ").isdecimal())
    ]
    if wrong:
        yield Remark(
            text("the page numbers are not Arabic numerals"),
            text("choose the format 1, 2, 3 (Format Page Numbers)"),
            where=where(paper, wrong),
        )


@rule("TB506", "first-page-numbered", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def first_page_numbered(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The first page of the document shows its number.

    The numbering begins with 1, but the first page does not show it.

    Wrong: trang đầu có số 1
    Right: trang đầu không hiển thị số trang
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10, L34); xác nhận
    theo bản sao của Nghị định
    """
    return _first_shown(paper, PartKind.DECISION)


@rule("TB507", "attached-first-page-numbered", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def attached_first_page_numbered(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The first page of an attached document or annex shows its number.

    The decree is silent on it; offices hide it as on the first page of the decision.

    Wrong: trang đầu của phụ lục có số 1
    Right: trang đầu của phụ lục không hiển thị số trang
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 áp dụng tương tự
    (PL-08, AT-05); thông lệ trình bày
    """
    if paper.chosen.pages_run_on:
        return
    yield from _first_shown(paper, PartKind.ATTACHMENT)
    if not paper.chosen.first_annex_page_shown:
        yield from _first_shown(paper, PartKind.ANNEX)


def _first_shown(paper: Paper, kind: PartKind) -> Iterator[Remark | Unchecked]:
    for part, sheets in sheets_by_part(paper):
        first = sheets[0]
        if paper.parts[part].kind is not kind:
            continue
        if kind is not PartKind.DECISION and begins_at(paper, sheets) != _FIRST:
            continue  # it runs on: that is what is told
        shown = bool(first.number_shown) if first.number_shown is not None else None
        if paper.medium is not Medium.PDF:
            shown = first.first_number_shown
        if shown is None:
            yield Unchecked(text("the file does not show it"))
        elif shown:
            yield Remark(
                text("the first page shows its number"),
                text("switch on Different First Page and leave its header empty"),
                where=where(paper, [(paper.sheets.index(first) + 1, first)]),
            )


@rule("TB511", "other-header-text", Severity.WARNING, Certainty.UNCONFIRMED, LOOKS)
def other_header_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A header or footer holds more than the number of the page.

    The decree's plan of the page has no place for names of files, offices or documents there.

    Wrong: đầu trang ghi "Quyết định ban hành Kế hoạch"
    Right: đầu trang chỉ có số trang
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, sơ đồ Mục IV (PG-11); chưa xác nhận
    được theo bản sao
    """
    yield from told(
        Deviation(
            piece,
            text("a header or footer holds other text than the page number"),
            text("delete it"),
        )
        for piece in paper.of(Element.PAGE_TEXT)
        if any(c.isalnum() for c in piece.text) and not is_draft_stamp(piece.text)
    )


@rule("TB512", "draft-stamp", Severity.INFO, Certainty.PRACTICE, LOOKS)
def draft_stamp(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The pages are stamped as a draft.

    A draft bears DỰ THẢO in its upper margin, so that nobody takes it for the issued text; what is
    signed and issued must not.

    Wrong: bản trình ký còn ghi "DỰ THẢO LẦN 2" ở đầu trang
    Right: bản trình ký không ghi "DỰ THẢO"
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ soạn thảo văn bản (PG-11)
    """
    stamp = next((p for p in paper.of(Element.PAGE_TEXT) if is_draft_stamp(p.text)), None)
    if stamp is not None:
        words = " ".join(stamp.text.split())
        yield Remark(
            text("this is a draft: “{words}”", words=words),
            text("what is to be signed is made without the stamp"),
            stamp,
        )
