"""TB10: paper and margins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qdgen.check.look import Sheet
from qdgen.check.paper import LOOKS, Medium, Paper
from qdgen.check.profile import Entry, Range, nd30, shown
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_MOST_PAGES = 8


@rule("TB101", "paper-not-a4", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def paper_not_a4(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The paper is not A4.

    Every page is A4, 210 x 297 mm.

    Wrong: khổ Letter, 216 x 279 mm
    Right: khổ A4, 210 x 297 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 1 (PG-01); xác nhận theo
    bản sao của Nghị định
    """
    page = nd30().page
    short, long = page.size_mm.value
    near = page.size_tolerance_mm.value
    yield from _told(
        paper,
        (
            (
                sheet,
                text(
                    "the paper is {width} x {height} mm",
                    width=shown(round(sheet.width)),
                    height=shown(round(sheet.height)),
                ),
                text(
                    "set the paper to A4, {width} x {height} mm",
                    width=shown(short),
                    height=shown(long),
                ),
            )
            for sheet in paper.sheets
            if abs(min(sheet.width, sheet.height) - short) > near
            or abs(max(sheet.width, sheet.height) - long) > near
        ),
    )


@rule("TB102", "page-landscape", Severity.WARNING, Certainty.CONFIRMED, LOOKS)
def page_landscape(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A page lies on its side without a table that needs it.

    Pages stand upright; only tables may be laid across.

    Wrong: trang lời văn nằm ngang
    Right: trang lời văn dọc; bảng nhiều cột nằm ngang
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 2 (PG-02); xác nhận theo
    bản sao của Nghị định
    """
    yield from _told(
        paper,
        (
            (
                sheet,
                text("the page lies on its side and holds no table"),
                text("turn the page upright"),
            )
            for sheet in paper.sheets
            if sheet.is_landscape and not sheet.has_wide_table and not sheet.is_empty
        ),
    )


@rule("TB103", "margin-top", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def margin_top(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The upper margin is not 20 to 25 mm.

    Margins leave room for binding, stamps and the number of the page.

    Wrong: lề trên 10 mm
    Right: lề trên 20 - 25 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3 (PG-03, L33); xác nhận
    theo bản sao của Nghị định
    """
    return _margin(paper, "top", nd30().page.margin_top_mm)


@rule("TB104", "margin-bottom", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def margin_bottom(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The lower margin is not 20 to 25 mm.

    Margins leave room for binding, stamps and the number of the page.

    Wrong: lề dưới 15 mm
    Right: lề dưới 20 - 25 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3 (PG-03, L33); xác nhận
    theo bản sao của Nghị định
    """
    return _margin(paper, "bottom", nd30().page.margin_bottom_mm)


@rule("TB105", "margin-left", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def margin_left(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The left margin is not 30 to 35 mm.

    It is the widest, for the document is bound there.

    Wrong: lề trái 25 mm
    Right: lề trái 30 - 35 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3 (PG-03, L33); xác nhận
    theo bản sao của Nghị định
    """
    return _margin(paper, "left", nd30().page.margin_left_mm)


@rule("TB106", "margin-right", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def margin_right(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The right margin is not 15 to 20 mm.

    Margins leave room for binding, stamps and the number of the page.

    Wrong: lề phải 25 mm
    Right: lề phải 15 - 20 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3 (PG-03, L33); xác nhận
    theo bản sao của Nghị định
    """
    return _margin(paper, "right", nd30().page.margin_right_mm)


@rule("TB107", "margins-landscape", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def margins_landscape(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The margins of a page on its side are neither the decree's nor turned with the page.

    The decree gives one set of margins. On a page that lies on its side offices keep it as it is,
    or turn it with the page, so that the wide margin is at the edge where it is bound.

    Wrong: trang ngang, bốn lề 10 mm
    Right: trang ngang, lề trên 20 mm, dưới 20 mm, trái 30 mm, phải 15 mm
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 3 không nói riêng về trang
    ngang (PG-04); thông lệ trình bày
    """
    if paper.medium is Medium.PDF:
        if any(s.is_landscape for s in paper.sheets):
            yield Unchecked(text("a PDF does not show the margins of a table's page"))
        return
    page = nd30().page
    top, bottom = page.margin_top_mm.value, page.margin_bottom_mm.value
    left, right = page.margin_left_mm.value, page.margin_right_mm.value
    yield from _told(
        paper,
        (
            (
                sheet,
                text(
                    "margins of a page on its side: top {top}, bottom {bottom}, left {left}, right "
                    "{right} mm",
                    top=shown(sheet.top or 0),
                    bottom=shown(sheet.bottom or 0),
                    left=shown(sheet.left or 0),
                    right=shown(sheet.right or 0),
                ),
                text(
                    "top {top}, bottom {bottom}, left {left}, right {right} mm",
                    top=str(top),
                    bottom=str(bottom),
                    left=str(left),
                    right=str(right),
                ),
            )
            for sheet in paper.sheets
            if sheet.is_landscape
            and not _within(sheet, top, bottom, left, right)
            and not _within(sheet, left, right, bottom, top)
        ),
    )


def _within(sheet: Sheet, top: Range, bottom: Range, left: Range, right: Range) -> bool:
    near = nd30().page.margin_tolerance_mm.value
    given = ((sheet.top, top), (sheet.bottom, bottom), (sheet.left, left), (sheet.right, right))
    return all(value is None or wanted.holds(value, near) for value, wanted in given)


def _margin(paper: Paper, side: str, entry: Entry[Range]) -> Iterator[Remark | Unchecked]:
    """Upright pages; those of a PDF together, since not every page is full."""
    near = nd30().page.margin_tolerance_mm.value
    sheets = [s for s in paper.sheets if not s.is_landscape and not s.is_empty]
    known = [(s, v) for s in sheets if (v := getattr(s, side)) is not None]
    if sheets and not known:
        yield Unchecked(text("the file does not show this margin"))
        return
    is_pdf = paper.medium is Medium.PDF
    if is_pdf:
        narrowest = {s.part: v for s, v in sorted(known, key=lambda each: -each[1])}
        known = [
            (s, v)
            for s, v in known
            if v < entry.value.least - near or narrowest[s.part] > entry.value.most + near
        ]
        if side == "bottom":
            known = [(s, v) for s, v in known if v < entry.value.least]
    hint = text("make it {wanted} mm", wanted=str(entry.value))
    yield from _told(
        paper,
        (
            (sheet, _margin_told(side, value), hint)
            for sheet, value in known
            if not entry.value.holds(value, near)
        ),
    )


def _margin_told(side: str, value: float) -> Text:
    match side:
        case "top":
            return text("the upper margin is {value} mm", value=shown(round(value, 1)))
        case "bottom":
            return text("the lower margin is {value} mm", value=shown(round(value, 1)))
        case "left":
            return text("the left margin is {value} mm", value=shown(round(value, 1)))
        case _:
            return text("the right margin is {value} mm", value=shown(round(value, 1)))


def _told(paper: Paper, found: Iterable[tuple[Sheet, Text, Text]]) -> Iterator[Remark | Unchecked]:
    """One remark for all pages that are alike."""
    places = {id(sheet): n for n, sheet in enumerate(paper.sheets, 1)}
    groups: dict[tuple[Text, Text], list[int]] = {}
    by_page = paper.medium is Medium.PDF
    for sheet, message, hint in found:
        place = sheet.page if sheet.page is not None else places[id(sheet)]
        groups.setdefault((message, hint), []).append(place)
    for (message, hint), numbers in groups.items():
        names = ", ".join(map(str, numbers[:_MOST_PAGES]))
        if len(numbers) > _MOST_PAGES:
            names += ", …"
        where = text("page {pages}", pages=names) if by_page else text("section {nth}", nth=names)
        yield Remark(message, hint, where=where)
