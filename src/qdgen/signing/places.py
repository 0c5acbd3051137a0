"""Where signatures go, from what is really on the page.

The person's signature stands between title and name, centred; the organ's covers a third of it, on
its left, at the seal's real size (NĐ 30/2020/NĐ-CP, Phụ lục I, II.7.d and II.8.a). On a separate
file of an attachment the organ's alone, at the top right of page 1 (II.8.b, III.1.d).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from qdgen.errors import ConversionError
from qdgen.messages import text

SIGNER = "nguoi-ky"
ORGAN = "co-quan"
DECISION_PART = "quyet-dinh"
"""The content's name of the decision, where it is a file of its own."""
SEAL_MM = 36.0
"""The diameter of the seal of a ministry or a province."""
SIGNATURE_WIDTH_MM = 45.0
_OVERLAP = 1 / 3
_GAP_MM = 1.0
_LEAST_HEIGHT_MM = 12.0
_CORNER_MM = (78.0, 12.0)
_CORNER_RIGHT_MM = 15.0
_CORNER_TOP_MM = 5.0
_PT = 72 / 25.4


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """An empty signature field: its name, the page (from 0), and its corners in pt from the lower
    left of the page as seen."""

    name: str
    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def rectangle(self) -> tuple[float, float, float, float]:
        """The corners as ISO 32000-1, 7.9.5 wants them."""
        return self.left, self.bottom, self.right, self.top


def decision_places(
    pdf: Path, position: str, name: str, *, seal_mm: float = SEAL_MM
) -> list[FieldPlace]:
    """The places of both signatures on a decision, by the words of the title and the name.

    Raises ConversionError where they do not stand on any page.
    """
    document = pdfium.PdfDocument(pdf)
    try:
        for number in range(len(document) - 1, -1, -1):
            page = document[number]
            words = page.get_textpage()
            width, _ = page.get_size()
            title = _last(_boxes(words, position), width)
            below = _last(_boxes(words, name), width) if name else None
            words.close()
            page.close()
            if title is not None and (below is not None or not name):
                return _both(number, title, below, seal_mm)
    finally:
        document.close()
    raise ConversionError(
        text("the place of the signature was not found in {file}", file=pdf.name),
        text("it stands between “{title}” and “{name}”", title=position, name=name),
    )


def corner_place(pdf: Path) -> FieldPlace:
    """The place of the organ's signature on a separate file: the top right of page 1."""
    document = pdfium.PdfDocument(pdf)
    try:
        page = document[0]
        width, height = page.get_size()
        page.close()
    finally:
        document.close()
    right, top = width - _CORNER_RIGHT_MM * _PT, height - _CORNER_TOP_MM * _PT
    wide, high = (length * _PT for length in _CORNER_MM)
    return FieldPlace(ORGAN, 0, right - wide, top - high, right, top)


_Rectangle = tuple[float, float, float, float]


def _both(
    page: int, title: _Rectangle, name: _Rectangle | None, seal_mm: float
) -> list[FieldPlace]:
    centre = (title[0] + title[2]) / 2 if name is None else (name[0] + name[2]) / 2
    top = title[1] - _GAP_MM * _PT
    bottom = top - _LEAST_HEIGHT_MM * 2 * _PT if name is None else name[3] + _GAP_MM * _PT
    half = SIGNATURE_WIDTH_MM * _PT / 2
    signer = FieldPlace(SIGNER, page, centre - half, bottom, centre + half, top)
    seal = seal_mm * _PT
    right = signer.left + (signer.right - signer.left) * _OVERLAP
    middle = (signer.bottom + signer.top) / 2
    organ = FieldPlace(ORGAN, page, right - seal, middle - seal / 2, right, middle + seal / 2)
    return [signer, organ]


def _last(found: Iterable[_Rectangle], width: float) -> _Rectangle | None:
    """The lowest of the rectangles whose middle lies in the right half of the page."""
    right = [r for r in found if (r[0] + r[2]) / 2 > width / 2]
    return min(right, key=lambda r: r[1], default=None)


def _boxes(words: pdfium.PdfTextPage, wanted: str) -> Iterator[_Rectangle]:
    """The rectangle around each place where `wanted` stands, over however many lines."""
    search = words.search(wanted, match_case=True)
    while (found := search.get_next()) is not None:
        index, count = found
        boxes = [
            words.get_charbox(n)
            for n in range(index, index + count)
            if words.get_text_range(n, 1).strip()
        ]
        yield (
            min(b[0] for b in boxes),
            min(b[1] for b in boxes),
            max(b[2] for b in boxes),
            max(b[3] for b in boxes),
        )
    search.close()
