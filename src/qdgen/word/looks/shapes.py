"""Horizontal lines drawn in a paragraph: DrawingML shapes and connectors, and VML ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from qdgen.word.looks.model import ShapeLine
from qdgen.word.reader.names import ALTERNATE, CHOICE, DRAWING, FALLBACK, VML, w
from qdgen.word.reader.values import integer

_WP = f"{{{DRAWING}}}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
_V = f"{{{VML}}}"
_O = "{urn:schemas-microsoft-com:office:office}"
_DRAWINGS = (w("drawing"), w("pict"), w("object"))
_UNSEEN = frozenset({w("del"), w("moveFrom"), w("pPr")})
_EMU_PER_MM = 36000
_THIN = 1.0
"""A shape lower than this many mm is a line, if it is much longer."""
_STRAIGHT = frozenset({"line", "straightConnector1", "rect", "flowChartProcess", "bentConnector2",
                       "bentConnector3", "mathMinus"})  # fmt: skip
_DASHES = frozenset({"", "solid"})
_LENGTH = re.compile(r"\s*(-?\d*\.?\d+)\s*(pt|px|in|cm|mm|emu)?\s*", re.IGNORECASE)
_MM_OF = {"pt": 25.4 / 72, "px": 25.4 / 96, "in": 25.4, "cm": 10.0, "mm": 1.0, "emu": 1 / 36000}
_HEIGHT_OF_TEXT = 2.5
"""mm: a line hung lower than this from the top of its paragraph is below its words."""


def drawn(paragraph: etree._Element) -> list[etree._Element]:
    """The drawings of a paragraph that are shown: of alternatives the first, no text box's own."""
    if next(paragraph.iter(*_DRAWINGS), None) is None:
        return []
    return [*_shown(paragraph)]


def _shown(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        tag = child.tag
        if tag in _DRAWINGS:
            yield child
        elif tag == ALTERNATE:
            chosen = child.find(CHOICE)
            chosen = child.find(FALLBACK) if chosen is None else chosen
            if chosen is not None:
                yield from _shown(chosen)
        elif tag not in _UNSEEN:
            yield from _shown(child)


def lines_of(drawings: Iterable[etree._Element], text_width: float | None) -> list[ShapeLine]:
    """The horizontal lines among the drawings of a paragraph; `text_width` is its column's, in
    mm."""
    found: list[ShapeLine] = []
    for drawing in drawings:
        if drawing.tag == w("drawing"):
            for frame in drawing.iterchildren(_WP + "inline", _WP + "anchor"):
                found += _drawing_lines(frame, text_width)
        else:
            found += _vml_lines(drawing, text_width)
    return found


# --- DrawingML ----------------------------------------------------------------------------------


def _drawing_lines(frame: etree._Element, text_width: float | None) -> Iterator[ShapeLine]:
    extent = frame.find(_WP + "extent")
    shapes = [*frame.iter(_WPS + "wsp")]
    if extent is None or not shapes or not all(map(_is_straight, shapes)):
        return
    length = integer(extent.get("cx"), 0) / _EMU_PER_MM
    height = integer(extent.get("cy"), 0) / _EMU_PER_MM
    if length < 2 or height > _THIN or height * 4 > length:
        return
    is_inline = frame.tag == _WP + "inline"
    middle, is_centred = (None, False) if is_inline else _across(frame, length, text_width)
    solid = not any(map(_is_dashed, shapes))
    below = is_inline or _down(frame) >= _HEIGHT_OF_TEXT
    yield ShapeLine(length, solid, middle, is_inline, below, is_centred)


def _is_straight(shape: etree._Element) -> bool:
    geometry = next(shape.iter(_A + "prstGeom"), None)
    if geometry is None or geometry.get("prst") not in _STRAIGHT:
        return False
    outline = shape.find(f"{_WPS}spPr/{_A}ln")
    no_outline = outline is not None and outline.find(_A + "noFill") is not None
    filled = geometry.get("prst") not in ("line", "straightConnector1") and (
        shape.find(f"{_WPS}spPr/{_A}solidFill") is not None
    )
    return filled or not no_outline


def _is_dashed(shape: etree._Element) -> bool:
    dash = shape.find(f"{_WPS}spPr/{_A}ln/{_A}prstDash")
    custom = shape.find(f"{_WPS}spPr/{_A}ln/{_A}custDash")
    return custom is not None or (dash is not None and dash.get("val", "") not in _DASHES)


def _across(
    frame: etree._Element, length: float, text_width: float | None
) -> tuple[float | None, bool]:
    """The middle of an anchored line from the column's left edge, and whether it is centred."""
    position = frame.find(_WP + "positionH")
    if position is None:
        return None, False
    origin = position.get("relativeFrom", "column")
    align = position.find(_WP + "align")
    if align is not None and origin in ("column", "margin"):
        words = (align.text or "").strip()
        if words == "center":
            return (None if text_width is None else text_width / 2), True
        if words == "left":
            return length / 2, False
        if words == "right" and text_width is not None:
            return text_width - length / 2, False
        return None, False
    offset = position.find(_WP + "posOffset")
    if offset is not None and origin in ("column", "margin"):
        return integer((offset.text or "").strip(), 0) / _EMU_PER_MM + length / 2, False
    return None, False


def _down(frame: etree._Element) -> float:
    """How far below the top of its paragraph an anchored line hangs, mm."""
    position = frame.find(_WP + "positionV")
    if position is None or position.get("relativeFrom") not in ("paragraph", "line"):
        return _HEIGHT_OF_TEXT
    offset = position.find(_WP + "posOffset")
    text = "" if offset is None else (offset.text or "").strip()
    return integer(text, 0) / _EMU_PER_MM


# --- VML ----------------------------------------------------------------------------------------


def _vml_lines(picture: etree._Element, text_width: float | None) -> Iterator[ShapeLine]:
    for shape in picture.iterchildren():
        style = _style(shape.get("style", ""))
        if shape.tag == _V + "line":
            box = _ends(shape)
        elif shape.tag in (_V + "shape", _V + "rect"):
            is_line = (
                shape.tag == _V + "rect"
                or "_t32" in shape.get("type", "")
                or (shape.get(_O + "connectortype") == "straight")
            )
            box = _box(style) if is_line else None
            if shape.get(_O + "hr") in ("t", "true") and not box and text_width is not None:
                box = (0.0, 0.0, text_width, 0.0)
        else:
            box = None
        if box is None or shape.get("stroked") in ("f", "false"):
            continue
        left, top, right, bottom = box
        length, height = abs(right - left), abs(bottom - top)
        if length < 2 or height > _THIN or height * 4 > length:
            continue
        stroke = shape.find(_V + "stroke")
        dash = "" if stroke is None else stroke.get("dashstyle", "")
        is_inline = style.get("position") != "absolute" and shape.tag != _V + "line"
        is_centred = style.get("mso-position-horizontal") == "center"
        origin = style.get("mso-position-horizontal-relative", "text")
        middle: float | None = (left + right) / 2
        if is_centred:
            middle = None if text_width is None else text_width / 2
        elif is_inline or origin not in ("text", "margin", "column"):
            middle = None
        below = is_inline or top >= _HEIGHT_OF_TEXT
        yield ShapeLine(length, dash in _DASHES, middle, is_inline, below, is_centred)


def _style(words: str) -> dict[str, str]:
    pairs = (item.partition(":") for item in words[:2000].split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _ends(shape: etree._Element) -> tuple[float, float, float, float] | None:
    ends = [_length(v) for name in ("from", "to") for v in shape.get(name, "").split(",")]
    if len(ends) != 4 or any(end is None for end in ends):
        return None
    left, top, right, bottom = (end or 0.0 for end in ends)
    return left, top, right, bottom


def _box(style: dict[str, str]) -> tuple[float, float, float, float] | None:
    width, height = _length(style.get("width", "")), _length(style.get("height", "0"))
    if not width:
        return None
    left = _length(style.get("margin-left", "0")) or 0.0
    top = _length(style.get("margin-top", "0")) or 0.0
    return left, top, left + width, top + (height or 0.0)


def _length(words: str) -> float | None:
    found = _LENGTH.fullmatch(words[:24])
    if found is None:
        return None
    return float(found[1]) * _MM_OF[(found[2] or "pt").lower()]
