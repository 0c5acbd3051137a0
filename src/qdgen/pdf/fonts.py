"""The fonts of the pages: which are wanted, and what a PDF really embeds and draws.

A PDF can hold perfect text and show empty boxes: LibreOffice draws a letter its font lacks from
another font, or as nothing at all, and still notes down which letter was meant.
"""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path

import pikepdf
from fontTools.ttLib import TTFont, TTLibError
from pikepdf import Dictionary, Name

from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import ConversionError, MissingToolError
from qdgen.messages import Text, text
from qdgen.pdf.font_set import FontSet
from qdgen.reasons import reason

_SUBSET_TAG = re.compile(r"^[A-Z]{6}\+")
_SECTION = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>")
# LibreOffice's subsets carry no date, which fontTools would remark upon on the terminal.
logging.getLogger("fontTools.ttLib.tables._h_e_a_d").setLevel(logging.ERROR)
_REMEDY = text(
    "use a font with the metrics of Times New Roman and all Vietnamese letters "
    "(Liberation Serif 2); `qdgen doctor` gives the command"
)


def missing_letters(fonts: FontSet, letters: Iterable[str]) -> str:
    """Those of `letters` that some face of `fonts` lacks, sorted; white space is not asked for.

    Raises MissingToolError when a file is not a font.
    """
    wanted = {letter for letter in letters if _is_drawn(letter)}
    lacking: set[str] = set()
    for file in fonts.files:
        with _opened(file) as font:
            lacking |= {letter for letter in wanted if ord(letter) not in font.getBestCmap()}
    return "".join(sorted(lacking))


@cache
def known_faces(fonts: FontSet) -> tuple[frozenset[str], tuple[bytes, ...]]:
    """The names of the faces, and what each draws for a letter it lacks. Asked while the engine
    works, so that it need not be waited for. Raises MissingToolError when a file is not a font."""
    names: set[str] = set()
    blanks: list[bytes] = []
    for file in fonts.files:
        with _opened(file) as font:
            names.add(_plain(font["name"].getDebugName(6) or ""))
            blanks.append(_outline(font, 0))
    return frozenset(names), tuple(blanks)


def check_fonts(pdf: Path, allowed: FontSet) -> list[Diagnostic]:
    """What is wrong with the fonts of `pdf`; empty when every letter is drawn from `allowed`.

    Each font must be embedded, be one of the faces of `allowed`, and have a drawing for each
    letter it is used for (not the empty glyph that stands for a missing one).
    Raises ConversionError when `pdf` is not a PDF, MissingToolError when `allowed` are no fonts.
    """
    names, blanks = known_faces(allowed)
    findings: list[Diagnostic] = []
    try:
        with pikepdf.open(pdf) as document:
            for font in _fonts(document):
                findings += [
                    Diagnostic(code, message, Location(str(pdf)), _REMEDY)
                    for code, message in _check_font(font, names, blanks)
                ]
    except pikepdf.PdfError as error:
        raise ConversionError(
            text("{path} is not a whole PDF: {reason}", path=str(pdf), reason=str(error)),
            text("build it again"),
        ) from error
    return findings


def _check_font(
    font: Dictionary, names: Collection[str], blanks: Collection[bytes]
) -> Iterator[tuple[str, Text]]:
    name = _SUBSET_TAG.sub("", str(font.get(Name.BaseFont, "/?"))[1:])
    if _plain(name) not in names:
        yield (
            "pdf-font-foreign",
            text("the PDF uses the font {name}, which is not wanted", name=name),
        )
        return
    composite = font.get(Name.Subtype) == Name.Type0
    described = font.DescendantFonts[0] if composite else font
    program = described.get(Name.FontDescriptor, Dictionary()).get(Name.FontFile2)
    if program is None:
        yield "pdf-font-not-embedded", text("the font {name} is not embedded", name=name)
        return
    undrawn = _undrawn(font, program.read_bytes(), composite, blanks)
    if undrawn:
        yield (
            "pdf-letter-not-drawn",
            text(
                "the font {name} has no drawing for {letters}; the pages show nothing or a box",
                name=name,
                letters=" ".join(undrawn),
            ),
        )


def _undrawn(
    font: Dictionary, program: bytes, composite: bool, blanks: Collection[bytes]
) -> list[str]:
    """The letters a font is used for and shows nothing, or its box for missing letters, for."""
    letters = _letters(font)
    undrawn: list[str] = []
    with TTFont(io.BytesIO(program), lazy=True) as subset:
        if composite:
            glyphs = {code: code for code in letters}
        else:
            glyphs = {
                code: subset.getGlyphID(glyph)
                for table in subset["cmap"].tables
                for code, glyph in table.cmap.items()
            }
        for code, glyph in sorted(glyphs.items()):
            meant = letters.get(code, "")
            outline = _outline(subset, glyph)
            if outline and outline not in blanks:
                continue
            if outline or any(map(_is_drawn, meant)):
                undrawn.append(meant or "?")
    return undrawn


def _letters(font: Dictionary) -> dict[int, str]:
    """What each code of `font` stands for, by its ToUnicode map (ISO 32000-1, 9.10.3)."""
    found: dict[int, str] = {}
    if Name.ToUnicode not in font:
        return found
    for kind, body in _SECTION.findall(font.ToUnicode.read_bytes()):
        values = [bytes.fromhex(value.decode("ascii")) for value in _HEX.findall(body)]
        if kind == b"bfchar":
            for code, meant in zip(values[::2], values[1::2], strict=False):
                found[int.from_bytes(code, "big")] = meant.decode("utf-16-be", "replace")
            continue
        for first, last, meant in zip(values[::3], values[1::3], values[2::3], strict=False):
            start = int.from_bytes(first, "big")
            words = meant.decode("utf-16-be", "replace")
            for step in range(min(int.from_bytes(last, "big") - start, 0xFFFF) + 1):
                found[start + step] = words[:-1] + chr(ord(words[-1]) + step) if words else ""
    return found


def _fonts(document: pikepdf.Pdf) -> Iterator[Dictionary]:
    """Each font of the pages, and of the drawings on them, once."""
    seen: set[tuple[int, int]] = set()
    todo = [page.obj.get(Name.Resources) for page in document.pages]
    while todo:
        resources = todo.pop()
        if resources is None or (resources.is_indirect and resources.objgen in seen):
            continue
        if resources.is_indirect:
            seen.add(resources.objgen)
        forms = dict(resources.get(Name.XObject, {})).values()
        todo.extend(form.get(Name.Resources) for form in forms)
        for font in dict(resources.get(Name.Font, {})).values():
            if isinstance(font, Dictionary) and font.objgen not in seen:
                if font.is_indirect:
                    seen.add(font.objgen)
                yield font


def _outline(font: TTFont, glyph: int) -> bytes:
    """The points of a glyph's outline as bytes, empty when it draws nothing."""
    table = font["glyf"]
    shape = table[font.getGlyphName(glyph)]
    if shape.numberOfContours == 0:
        return b""
    points, _, _ = shape.getCoordinates(table)
    return repr(list(points)).encode()


def _opened(file: Path) -> TTFont:
    try:
        return TTFont(io.BytesIO(file.read_bytes()), lazy=True)
    except (OSError, TTLibError) as error:
        raise MissingToolError(
            text("{path} is not a usable font: {reason}", path=str(file), reason=reason(error)),
            _REMEDY,
        ) from error


def _plain(name: str) -> str:
    return name.replace(" ", "").replace("-", "").lower()


def _is_drawn(letter: str) -> bool:
    """Whether a letter leaves a mark on paper: not a space, control or format character."""
    return unicodedata.category(letter) not in ("Zs", "Zl", "Zp", "Cc", "Cf")
