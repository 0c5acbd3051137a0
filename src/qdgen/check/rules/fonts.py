"""TB11: fonts and colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from qdgen.check.deviations import Deviation, told
from qdgen.check.elements import Element
from qdgen.check.paper import LOOKS, Medium, Paper, Piece
from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_HALF = 0.5
_LINED = (Element.MOTTO, Element.ORGAN, Element.PARENT_ORGAN, Element.SUBJECT)
"""What has a drawn line below it, or might: underlining it is told of the line."""
_STAMPS = (Element.OTHER, Element.PAGE_TEXT)
"""Where a red stamp (HỎA TỐC, MẬT) or the text of a signature may stand."""


@rule("TB111", "font-not-times", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def font_not_times(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A paragraph is set in another font than Times New Roman.

    The whole document is set in Times New Roman: tables, footnotes and page numbers too.

    Wrong: Bộ Khoa học và Công nghệ (phông Calibri)
    Right: Bộ Khoa học và Công nghệ (phông Times New Roman)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 (PG-05, L29); xác nhận
    theo bản sao của Nghị định
    """
    yield from _unknown_looks(paper)
    yield from told(
        Deviation(
            piece,
            text("set in the font {font}", font=font),
            text("use {font}", font=nd30().page.font.value),
        )
        for piece, font, share in _foreign_fonts(paper)
        if share >= _HALF and not _is_legacy(font)
    )


@rule("TB112", "font-mixed-in", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def font_mixed_in(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Some words of a paragraph are set in another font than the rest.

    They often come with text that was pasted. The whole document is set in Times New Roman.

    Wrong: Bộ Khoa học và Công nghệ (riêng "Công nghệ" phông Arial)
    Right: Bộ Khoa học và Công nghệ (cả dòng phông Times New Roman)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 (PG-05, L29); xác nhận
    theo bản sao của Nghị định
    """
    hint = text("use {font}", font=nd30().page.font.value)
    yield from told(
        Deviation(piece, text("some words are set in the font {font}", font=font), hint)
        for piece, font, share in _foreign_fonts(paper)
        if 0 < share < _HALF and not _is_legacy(font)
    )
    yield from told(
        Deviation(
            piece, text("the number is set in the font {font}", font=piece.look.label_font), hint
        )
        for piece in paper.pieces
        if piece.look
        and piece.look.label_font
        and any(c.isalnum() for c in piece.label)
        and not _is_right(piece.look.label_font, paper.medium)
    )


@rule("TB113", "legacy-font", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def legacy_font(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Text in an old font (.VnTime, VNI-Times) with letters of its own.

    The letters of these fonts are not Unicode: elsewhere the text is unreadable, and it cannot be
    searched. Converting it takes more than another font.

    Wrong: phông .VnTime, VNI-Times
    Right: phông Times New Roman, bộ mã Unicode theo TCVN 6909:2001
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 (PG-06); xác nhận theo
    bản sao của Nghị định
    """
    yield from told(
        Deviation(
            piece,
            text("set in the old font {font}, which is not Unicode", font=font),
            text("convert the text to Unicode and use {font}", font=nd30().page.font.value),
        )
        for piece, font, _share in _foreign_fonts(paper)
        if _is_legacy(font)
    )


@rule("TB114", "colour-not-black", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def colour_not_black(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Text in another colour than black.

    Only seals, the image of a signature and stamps of urgency or secrecy have a colour.

    Wrong: chữ màu xanh, màu đỏ
    Right: chữ màu đen
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 4 (PG-07); xác nhận theo
    bản sao của Nghị định
    """
    yield from told(
        Deviation(
            piece,
            text("text in the colour {colour}", colour=f"#{colour}"),
            text("set it in black"),
        )
        for piece in paper.pieces
        if piece.look and piece.element not in _STAMPS
        for colour, share in piece.look.colours.items()
        if share > 0 and not _is_black(colour)
    )


@rule("TB118", "underlined-text", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def underlined_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Underlined words.

    The decree knows bold and italics; no element is underlined. An underlined "Nơi nhận:" is the
    form of documents of the Party.

    Wrong: Nơi nhận: (gạch chân)
    Right: Nơi nhận: (nghiêng, đậm, không gạch chân)
    Source: Nghị định số 30/2020/NĐ-CP không quy định gạch chân; thông lệ trình bày (EL-26, EL-40)
    """
    yield from told(
        Deviation(
            piece, text("underlined words"), text("take the underline off; use bold or italics")
        )
        for piece in paper.pieces
        if piece.look and piece.look.underlined and piece.element not in (*_LINED, *_STAMPS)
    )


def _unknown_looks(paper: Paper) -> Iterator[Unchecked]:
    if not any(p.look and p.look.fonts for p in paper.pieces):
        yield Unchecked(text("the file does not show its fonts"))


def _foreign_fonts(paper: Paper) -> Iterator[tuple[Piece, str, float]]:
    for piece in paper.pieces:
        shares: Mapping[str, float] = piece.look.fonts if piece.look else {}
        for font, share in shares.items():
            if share > 0 and not _is_right(font, paper.medium):
                yield piece, font, share


@cache
def _is_right(font: str, medium: Medium) -> bool:
    page = nd30().page
    names = [*page.font_names.value, *page.symbol_fonts.value]
    if medium is Medium.PDF:
        names += page.font_names_in_pdf.value
    name = _plain(font)
    return any(name.startswith(_plain(known)) for known in names)


def _is_legacy(font: str) -> bool:
    return font.casefold().startswith(tuple(p.casefold() for p in nd30().page.legacy_fonts.value))


def _plain(font: str) -> str:
    """The name without a subset's prefix, spaces and hyphens."""
    return font.rpartition("+")[2].replace(" ", "").replace("-", "").casefold()


def _is_black(colour: str) -> bool:
    try:
        value = int(colour, 16)
    except ValueError:
        return True
    most = nd30().page.colour_tolerance.value
    return max(value >> 16, value >> 8 & 255, value & 255) <= most
