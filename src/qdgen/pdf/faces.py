"""What a font of a PDF is, by its name and flags."""

from __future__ import annotations

import ctypes
import re
import struct
from typing import Any, NamedTuple

from pypdfium2 import raw

_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
_FACE = re.compile(
    r"(?:PSMT|MT|PS|[-, ]+(?:Regular|Normal|Roman|Book|Semi|Demi|Bold|Italic|Oblique|PS|MT)+)$",
    re.IGNORECASE,
)
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|kursiv", re.IGNORECASE)
_WORD_BREAK = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ITALIC_FLAG = 1 << 6
_BOLD_FLAG = 1 << 18
_LARGEST_FONT = 8_000_000
_NO_NAME = re.compile(
    r"(?:CIDFont\+)?(?:(?:F|T|TT|C\d+_|R|f-)[\d_-]*|Type3|Unnamed|CairoFont[-\d]*|)"
)


class Face(NamedTuple):
    """A font as a PDF names it: `name` without the tag of a subset, and what follows from it."""

    name: str
    family: str
    bold: bool
    italic: bool
    is_embedded: bool
    is_known: bool = True
    """Whether anything says what font it is."""


def face_of(font: Any) -> Face:
    """A font of PDFium by its name. Where the name means nothing ("F1"), by what the embedded font
    says of itself. Weights that PDFium reckons are no proof: some programs write any."""
    name = _SUBSET_TAG.sub("", _name(raw.FPDFFont_GetBaseFontName, font))
    is_embedded = raw.FPDFFont_GetIsEmbedded(font) == 1
    if _NO_NAME.fullmatch(name):
        return _face_by_program(font, name, is_embedded)
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    bold = bool(_BOLD.search(name)) or bool(flags & _BOLD_FLAG)
    italic = bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG)
    return Face(name, family_of(name), bold, italic, is_embedded)


def _face_by_program(font: Any, name: str, is_embedded: bool) -> Face:
    unknown = Face(name, "", False, False, is_embedded, is_known=False)
    needed = ctypes.c_size_t()
    raw.FPDFFont_GetFontData(font, None, 0, needed)
    if not is_embedded or not 0 < needed.value <= _LARGEST_FONT:
        return unknown
    buffer = (ctypes.c_uint8 * needed.value)()
    raw.FPDFFont_GetFontData(font, buffer, needed.value, needed)
    style = _mac_style(bytes(buffer))
    family = _name(raw.FPDFFont_GetFamilyName, font)
    if style is None or not family or _NO_NAME.fullmatch(family):
        return unknown
    return Face(name, family, bool(style & 1), bool(style & 2), is_embedded)


def _mac_style(program: bytes) -> int | None:
    """Bold and italic as a TrueType font says it in `head`, the one table no subset leaves out."""
    try:
        (tables,) = struct.unpack_from(">H", program, 4)
        for nth in range(min(tables, 64)):
            tag, _, offset, _ = struct.unpack_from(">4sLLL", program, 12 + 16 * nth)
            if tag == b"head":
                return int(struct.unpack_from(">H", program, offset + 44)[0])
    except struct.error:
        pass
    return None


def _name(get: Any, font: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = get(font, buffer, 256)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


def family_of(name: str) -> str:
    """The family a PostScript name speaks of: "TimesNewRomanPS-BoldMT" is "Times New Roman"."""
    if name.startswith((".", "VNI-")):
        return name
    shorter = name
    while cut := _FACE.sub("", shorter):
        if cut == shorter:
            break
        shorter = cut
    return _WORD_BREAK.sub(" ", shorter.replace("-", " ")).strip(" ,")
