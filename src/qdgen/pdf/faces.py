"""What a font of a PDF is, by its name and flags."""

from __future__ import annotations

import ctypes
import re
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
_BOLD_WEIGHT = 600


class Face(NamedTuple):
    """A font as a PDF names it: `name` without the tag of a subset, and what follows from it."""

    name: str
    family: str
    bold: bool
    italic: bool
    is_embedded: bool


def face_of(font: Any) -> Face:
    """A font of PDFium by its name; its flags and weight where the name does not say."""
    name = _SUBSET_TAG.sub("", _name(raw.FPDFFont_GetBaseFontName, font))
    flags = max(raw.FPDFFont_GetFlags(font), 0)
    bold = bool(_BOLD.search(name)) or bool(flags & _BOLD_FLAG)
    if not bold and not _ITALIC.search(name):
        bold = raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
    italic = bool(_ITALIC.search(name)) or bool(flags & _ITALIC_FLAG)
    family = family_of(name) or _name(raw.FPDFFont_GetFamilyName, font)
    return Face(name, family, bold, italic, raw.FPDFFont_GetIsEmbedded(font) == 1)


def _name(get: Any, font: Any) -> str:
    buffer = ctypes.create_string_buffer(256)
    length = get(font, buffer, 256)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


def family_of(name: str) -> str:
    """The family a PostScript name speaks of: "TimesNewRomanPS-BoldMT" is "Times New Roman"."""
    if name.startswith("."):
        return name
    shorter = name
    while cut := _FACE.sub("", shorter):
        if cut == shorter:
            break
        shorter = cut
    return _WORD_BREAK.sub(" ", shorter.replace("-", " ")).strip(" ,")
