"""TB52: what the pages of a PDF show of themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from qdgen.check.look import Printed, Sheet
from qdgen.check.paper import Medium, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.sheets import sheets_by_part
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_MOST_PAGES = 8
_MANY_UNREADABLE = 0.02


@rule("TB521", "font-not-embedded", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def font_not_embedded(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A font of the PDF is not in the file.

    On a computer without that font the words are drawn in another one: lines break elsewhere,
    Vietnamese letters may be lost, and an archive cannot show the page as it was signed.

    Wrong: phông Times New Roman không nhúng trong tệp
    Right: mọi phông đều nhúng trong tệp (PDF/A)
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ lưu trữ tài liệu điện tử (PG-05)
    """
    pages: dict[str, list[Sheet]] = {}
    for sheet, printed in _printed(paper):
        for name in printed.unembedded:
            pages.setdefault(name, []).append(sheet)
    for name, sheets in pages.items():
        yield Remark(
            text("the font {name} is not embedded in the file", name=name),
            text("make the PDF again with all fonts embedded (PDF/A)"),
            where=_pages(sheets),
        )


@rule("TB522", "blank-page", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def blank_page(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A page is blank.

    A page with nothing on it but perhaps its number comes from a break too many, and makes the
    reader look for what is missing.

    Wrong: trang 3 để trắng
    Right: văn bản không có trang trắng
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày (PG-13)
    """
    blank = [sheet for sheet in paper.sheets if sheet.is_empty]
    if blank:
        yield Remark(
            text("the page is blank"),
            text("delete the empty paragraphs or the page break too many"),
            where=_pages(blank),
        )


@rule("TB523", "page-is-picture", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def page_is_picture(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A page is a picture, without text.

    A scanned page cannot be searched, copied or checked; an electronic original holds its text.

    Wrong: trang 2 là ảnh chụp
    Right: trang 2 là chữ, xuất từ tệp Word
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 nói về bộ mã ký tự; thông
    lệ (PG-06)
    """
    return _told(
        paper,
        lambda printed: printed.is_picture,
        text("the page is a picture and holds no text"),
        text("export the page from its Word file instead of scanning it"),
    )


@rule("TB524", "letters-without-meaning", Severity.WARNING, Certainty.DERIVED, Medium.PDF)
def letters_without_meaning(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Letters are drawn that are no Unicode characters.

    They look right but cannot be searched, copied or read aloud. The decree asks for Unicode.

    Wrong: chép chữ từ PDF ra thành ký hiệu lạ
    Right: chép chữ từ PDF ra đúng tiếng Việt
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 (PG-06); suy ra
    """
    return _told(
        paper,
        lambda printed: printed.unreadable > max(3.0, _MANY_UNREADABLE * printed.letters),
        text("letters on the page have no Unicode character"),
        text("make the PDF again from the Word file, with Unicode fonts"),
    )


@rule("TB525", "text-cut-off", Severity.ERROR, Certainty.DERIVED, Medium.PDF)
def text_cut_off(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Words run off the paper.

    What stands beyond the edge is not printed. Mostly a table is wider than the page.

    Wrong: cột cuối của bảng nằm ngoài mép giấy
    Right: bảng nằm trọn trong lề trang
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 1 và khoản 3 (PG-01,
    PG-03); suy ra
    """
    for sheet, printed in _printed(paper):
        if printed.cut_off:
            yield Remark(
                text("“{words}” runs off the paper", words=printed.cut_off),
                text("make the table or text narrower, or turn the page"),
                where=_pages([sheet]),
            )


@rule("TB526", "text-over-text", Severity.WARNING, Certainty.PRACTICE, Medium.PDF)
def text_over_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Words are printed over other words.

    Neither can be read. It comes from text boxes that were moved, or lines set too close.

    Wrong: chữ ký số đè lên dòng nội dung
    Right: mỗi dòng chữ có chỗ riêng
    Source: Nghị định số 30/2020/NĐ-CP không quy định; thông lệ trình bày
    """
    for sheet, printed in _printed(paper):
        if printed.overprinted:
            yield Remark(
                text("“{words}” is printed over other words", words=printed.overprinted),
                text("move the text box, or set the lines further apart"),
                where=_pages([sheet]),
                box=printed.overprinted_at,
            )


@rule("TB527", "watermark", Severity.INFO, Certainty.UNCONFIRMED, Medium.PDF)
def watermark(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Words stand aslant across the page.

    A watermark such as DỰ THẢO belongs to drafts; the decree's plan of the page has no place for
    one on what is issued.

    Wrong: chữ "DỰ THẢO" in chéo trên trang
    Right: trang chỉ có các thành phần thể thức
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, sơ đồ Mục IV (PG-11); chưa xác nhận
    được theo bản sao
    """
    found: dict[str, list[Sheet]] = {}
    for sheet, printed in _printed(paper):
        if printed.tilted:
            found.setdefault(printed.tilted, []).append(sheet)
    for words, sheets in found.items():
        yield Remark(
            text("“{words}” stands aslant across the page", words=words),
            text("take the watermark out before the document is signed"),
            where=_pages(sheets),
        )


@rule("TB528", "page-numbers-jump", Severity.ERROR, Certainty.CONFIRMED, Medium.PDF)
def page_numbers_jump(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The page numbers do not follow one another.

    Each page has the number after that of the page before it, from the first page of the
    document, of an attached document or of an annex on. A jump makes people miss a page.

    Wrong: trang 2, trang 4
    Right: trang 2, trang 3
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10); xác nhận theo
    bản sao của Nghị định
    """
    for _, sheets in sheets_by_part(paper):
        last: tuple[int, int] | None = None
        for nth, sheet in enumerate(sheets):
            digits = (sheet.number_shown or "").strip("-– ")
            if not digits.isdecimal():
                continue
            number = int(digits)
            if last is not None and number - last[1] != nth - last[0]:
                wanted = last[1] + nth - last[0]
                yield Remark(
                    text("the page has the number {number}", number=number),
                    text("let the numbers run on: {wanted}", wanted=wanted),
                    where=_pages([sheet]),
                )
            last = nth, number


def _printed(paper: Paper) -> Iterator[tuple[Sheet, Printed]]:
    return ((sheet, sheet.printed) for sheet in paper.sheets if sheet.printed is not None)


def _told(
    paper: Paper, is_wrong: Callable[[Printed], bool], message: Text, hint: Text
) -> Iterator[Remark | Unchecked]:
    sheets = [sheet for sheet, printed in _printed(paper) if is_wrong(printed)]
    if sheets:
        yield Remark(message, hint, where=_pages(sheets))


def _pages(sheets: list[Sheet]) -> Text:
    names = ", ".join(str(sheet.page) for sheet in sheets[:_MOST_PAGES])
    return text("page {pages}", pages=names + (", …" if len(sheets) > _MOST_PAGES else ""))
