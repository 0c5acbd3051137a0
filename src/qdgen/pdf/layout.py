"""What stands where on the pages of any PDF: words with their font, size and place, and lines.

Lengths are millimetres from the left and upper edge of the page as it is seen, sizes are points.
Words come in the order they are drawn in. Files of others are read too, so all is bounded.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import hypot
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

from qdgen.errors import ConversionError
from qdgen.messages import Text, text
from qdgen.pdf.drawings import Drawings, Stroke, colour_of
from qdgen.pdf.faces import Face, face_of
from qdgen.reasons import reason

MOST_PAGES = 3000
_MOST_LETTERS = 120_000
_MM = 25.4 / 72
_UPRIGHT = 0.02
_ASLANT = 0.25
_HEAD = 1024
_INVISIBLE = 3

# PDFium puts one of these where a line ends with a hyphen, which it takes for hyphenation.
_HYPHENS = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00a0": " ", "\u202f": " ", "\t": " "})
_SOFT_HYPHEN = "\u00ad"


class Word(NamedTuple):
    """Letters drawn together. `is_followed` says that a space was drawn after them."""

    text: str
    left: float
    right: float
    baseline: float
    size: float
    face: Face
    colour: str
    is_followed: bool


@dataclass(slots=True)
class PageLayout:
    """A page. `cut` says that it holds more than is read of a page."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    pictures: int = 0
    picture_share: float = 0.0
    """How much of the page pictures cover, 0 to 1."""
    hidden_share: float = 0.0
    """How many of its letters are drawn invisibly, 0 to 1: text recognised in a scan."""
    tilted: str = ""
    """Words that stand aslant."""
    letters: int = 0
    unreadable: int = 0
    """How many of its letters the file does not say the meaning of."""
    cut: bool = False


def open_pdf(path: Path, shown_as: str) -> pdfium.PdfDocument:
    """The PDF, opened. Raises ConversionError saying why it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            file.seek(0, 2)
            file.seek(max(0, file.tell() - _HEAD))
            tail = file.read()
    except OSError as error:
        raise _refusal(
            text("{path} cannot be read: {reason}", path=shown_as, reason=reason(error)), Text("")
        ) from error
    if b"%PDF-" not in head:
        raise _refusal(
            text("{path} is not a PDF", path=shown_as),
            text("check the file itself; its name alone does not make it a PDF"),
        )
    if b"%%EOF" not in tail:
        raise _refusal(
            text("{path} is damaged: its end is missing", path=shown_as),
            text("copy or make it again"),
        )
    try:
        document = pdfium.PdfDocument(path)
        if len(document) == 0:
            raise _refusal(text("{path} has no page", path=shown_as), text("copy or make it again"))
    except (pdfium.PdfiumError, OSError) as error:
        if "password" in str(error).lower() or "security" in str(error).lower():
            raise _refusal(
                text("{path} is encrypted and asks for a password", path=shown_as),
                text("save a copy without a password and check that"),
            ) from error
        raise _refusal(
            text("{path} is damaged and cannot be read as a PDF", path=shown_as),
            text("copy or make it again"),
        ) from error
    return document


def _refusal(message: Text, hint: Text) -> ConversionError:
    return ConversionError(message, hint)


def page_layouts(document: pdfium.PdfDocument) -> Iterator[PageLayout]:
    """The pages in order, at most MOST_PAGES; one that cannot be read comes empty and `cut`."""
    for index in range(min(len(document), MOST_PAGES)):
        try:
            page = document[index]
        except pdfium.PdfiumError:
            yield PageLayout(index + 1, 0, 0, cut=True)
            continue
        try:
            yield _PageReader(page, index + 1).read()
        finally:
            page.close()


def _prototype(function: Any, result: Any, *arguments: Any) -> Any:
    """A function of PDFium that takes bare addresses, which is several times faster to call."""
    return ctypes.cast(function, ctypes.CFUNCTYPE(result, *arguments))


_address = ctypes.c_void_p
_object_of = _prototype(raw.FPDFText_GetTextObject, _address, _address, ctypes.c_int)
_box_of = _prototype(
    raw.FPDFText_GetLooseCharBox, ctypes.c_int, _address, ctypes.c_int, ctypes.POINTER(raw.FS_RECTF)
)
_origin_of = _prototype(
    raw.FPDFText_GetCharOrigin,
    ctypes.c_int,
    _address,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_double),
    ctypes.POINTER(ctypes.c_double),
)


class _Style(NamedTuple):
    face: Face
    size: float
    colour: str
    is_upright: bool
    is_aslant: bool
    is_hidden: bool


class _PageReader:
    """Reads one page; turns its coordinates into those of the page as it is seen."""

    def __init__(self, page: pdfium.PdfPage, number: int) -> None:
        self._page = page
        self._rotation = page.get_rotation()
        left, bottom, right, top = page.get_cropbox()
        media = page.get_mediabox()
        left, bottom = max(left, media[0]), max(bottom, media[1])
        right, top = min(right, media[2]), min(top, media[3])
        self._left, self._bottom, self._right, self._top = left, bottom, right, top
        width, height = page.get_size()
        self._layout = PageLayout(number, width * _MM, height * _MM)
        self._faces: dict[int, Face] = {}

    def read(self) -> PageLayout:
        area = (self._right - self._left) * (self._top - self._bottom)
        drawings = Drawings(self._seen, area)
        drawings.read(self._page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        layout = self._layout
        layout.strokes, layout.cut = drawings.strokes, drawings.cut
        layout.pictures, layout.picture_share = drawings.pictures, drawings.picture_share
        words = raw.FPDFText_LoadPage(self._page)
        if words:
            try:
                self._words(words)
            finally:
                raw.FPDFText_ClosePage(words)
        return self._layout

    def _seen(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page's own space as millimetres from the upper left corner."""
        match self._rotation:
            case 90:
                across, down = y - self._bottom, x - self._left
            case 180:
                across, down = self._right - x, y - self._bottom
            case 270:
                across, down = self._top - y, self._right - x
            case _:
                across, down = x - self._left, self._top - y
        return across * _MM, down * _MM

    # --- words -----------------------------------------------------------------------------------

    def _words(self, page_text: Any) -> None:
        count = raw.FPDFText_CountChars(page_text)
        if count > _MOST_LETTERS:
            self._layout.cut = True
            count = _MOST_LETTERS
        if count <= 0:
            return
        page = ctypes.cast(page_text, _address)
        letters = self._letters(page_text, count)
        owners = [_object_of(page, index) for index in range(count)]
        total = hidden = 0
        start = 0
        while start < count:
            owner = owners[start]
            end = start + 1
            while end < count and owners[end] == owner:
                end += 1
            if owner is not None:
                style = self._style(page_text, start, owner)
                drawn = end - start
                total += drawn
                if style.is_hidden:
                    hidden += drawn
                if style.is_upright:
                    self._run(page, letters, start, end, style)
                elif style.is_aslant:
                    self._layout.tilted += " " + "".join(letters[start:end])
                self._layout.unreadable += sum(map(_is_unknown, letters[start:end]))
            start = end
        self._layout.hidden_share = hidden / total if total else 0.0
        self._layout.letters = total

    @staticmethod
    def _letters(page_text: Any, count: int) -> list[str]:
        """The character of each index. In bulk where PDFium's two ways of counting agree."""
        buffer = (ctypes.c_ushort * (2 * count + 2))()
        written = raw.FPDFText_GetText(page_text, 0, count, buffer)
        found = bytes(buffer)[: max(0, 2 * written - 2)].decode("utf-16-le", "replace")
        if len(found) != count:
            found = "".join(
                _letter(raw.FPDFText_GetUnicode(page_text, index)) for index in range(count)
            )
        return list(found.translate(_HYPHENS))

    def _run(self, page: Any, letters: list[str], start: int, end: int, style: _Style) -> None:
        """The words of one text object: letters `start` up to `end`."""
        index = start
        baseline: float | None = None
        while index < end:
            while index < end and letters[index] in " \r\n\x00":
                index += 1
            first = index
            while index < end and letters[index] not in " \r\n\x00":
                index += 1
            if index == first:
                return
            words = unicodedata.normalize("NFC", "".join(letters[first:index]))
            words = words.replace(_SOFT_HYPHEN, "")
            if not words:
                continue
            left, _ = self._edges(page, first)
            _, right = self._edges(page, index - 1)
            if baseline is None:
                baseline = self._baseline(page, first)
            followed = index < end and letters[index] == " "
            self._layout.words.append(
                Word(words, left, right, baseline, style.size, style.face, style.colour, followed)
            )

    def _edges(self, page: Any, index: int) -> tuple[float, float]:
        """Where a letter begins and ends."""
        rectangle = raw.FS_RECTF()
        _box_of(page, index, ctypes.byref(rectangle))
        one, _ = self._seen(rectangle.left, rectangle.bottom)
        other, _ = self._seen(rectangle.right, rectangle.top)
        return (one, other) if one <= other else (other, one)

    def _baseline(self, page: Any, index: int) -> float:
        """The foot of a letter's line."""
        x, y = ctypes.c_double(), ctypes.c_double()
        _origin_of(page, index, ctypes.byref(x), ctypes.byref(y))
        return self._seen(x.value, y.value)[1]

    def _style(self, page_text: Any, index: int, owner: int) -> _Style:
        handle = ctypes.cast(owner, raw.FPDF_PAGEOBJECT)
        size = ctypes.c_float()
        raw.FPDFTextObj_GetFontSize(handle, size)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(page_text, index, matrix)
        scale = hypot(matrix.c, matrix.d)
        font = raw.FPDFTextObj_GetFont(handle)
        key = ctypes.cast(font, _address).value or 0
        face = self._faces.get(key)
        if face is None:
            face = self._faces[key] = face_of(font)
        # Where its letters run to the right on the page as seen.
        runs_to = {0: (matrix.a, matrix.b), 90: (matrix.b, -matrix.a)}
        runs_to[180], runs_to[270] = (-matrix.a, -matrix.b), (-matrix.b, matrix.a)
        across, up = runs_to.get(self._rotation, (matrix.a, matrix.b))
        is_upright = across > 0 and abs(up) <= _UPRIGHT * across
        mode = raw.FPDFTextObj_GetTextRenderMode(handle)
        return _Style(
            face,
            round(abs(size.value) * scale, 1),
            colour_of(handle, stroked=mode == 1),
            is_upright,
            min(abs(across), abs(up)) > _ASLANT * max(abs(across), abs(up)),
            mode == _INVISIBLE,
        )


def _is_unknown(letter: str) -> bool:
    """Whether it stands for nothing: no meaning given, or one that only its font knows."""
    return letter in "\x00\ufffd" or "\ue000" <= letter <= "\uf8ff"


def _letter(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\x00"
