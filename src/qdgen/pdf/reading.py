"""Reading a PDF back: the text of its pages in drawing order, and pictures of them."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from qdgen.errors import ConversionError
from qdgen.messages import text
from qdgen.reasons import reason

# PDFium replaces a hyphen at a line's end, which it takes for hyphenation, by one of these.
_LINE_END_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-"})
_POINTS_PER_INCH = 72


@dataclass(frozen=True, slots=True)
class PageText:
    """One page: its number from 1, its size in points as seen, and its text in NFC."""

    number: int
    width_pt: float
    height_pt: float
    text: str


def pages(pdf: Path) -> Iterator[PageText]:
    """The pages of `pdf` in order. Raises ConversionError when it is not a readable PDF."""
    with _opened(pdf) as document:
        for index in range(len(document)):
            page = document[index]
            words = page.get_textpage()
            width, height = page.get_size()
            found = words.get_text_range().translate(_LINE_END_HYPHENS)
            words.close()
            page.close()
            yield PageText(index + 1, width, height, unicodedata.normalize("NFC", found))


def render_page(pdf: Path, index: int, dpi: float = 100) -> bytes:
    """A PNG picture of page `index` (from 0) at `dpi`; needs Pillow, which builds do not install.

    Raises ConversionError when `pdf` is not a readable PDF, IndexError when it has no such page.
    """
    with _opened(pdf) as document:
        if not 0 <= index < len(document):
            raise IndexError(index)
        picture = document[index].render(scale=dpi / _POINTS_PER_INCH).to_pil()
    png = io.BytesIO()
    picture.save(png, "PNG")
    return png.getvalue()


def _opened(pdf: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(pdf)
    except (pdfium.PdfiumError, OSError) as error:
        raise ConversionError(
            text("{path} is not a readable PDF: {reason}", path=str(pdf), reason=reason(error)),
            text("build it again"),
        ) from error
