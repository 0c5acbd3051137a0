"""Run and paragraph properties as written in one place: a style, a level, a run (ECMA-376 Part 1).

A format is a plain mapping, so that layers are laid over each other as `{**lower, **upper}`.
"""

from __future__ import annotations

from lxml import etree

from qdgen.word.reader.names import VAL, w
from qdgen.word.reader.values import OFF

Format = dict[str, str]

TOGGLES = ("b", "i", "caps", "smallCaps", "bCs", "iCs")
"""Toggle properties (§17.7.3) that show in what is read here."""
_FLAGS = {w(name): name for name in (*TOGGLES, "rtl", "cs")}
_VALUES = {w("sz"): "sz", w("szCs"): "szCs", w("u"): "u", w("rStyle"): "rStyle"}
_SLOTS = ("ascii", "hAnsi", "eastAsia", "cs")
_THEME_ATTRIBUTE = {slot: w(f"{slot}Theme") for slot in _SLOTS}
_THEME_ATTRIBUTE["cs"] = w("cstheme")
_FONT_ATTRIBUTE = {slot: w(slot) for slot in _SLOTS}
_RFONTS, _COLOR, _HINT = w("rFonts"), w("color"), w("hint")
THEMED = "\0"
"""Begins the name of a font that the theme gives."""

_PARAGRAPH_FLAGS = {
    w(name): name for name in ("keepNext", "pageBreakBefore", "contextualSpacing", "bidi")
}
_JC, _SPACING, _IND, _PBDR = w("jc"), w("spacing"), w("ind"), w("pBdr")
_SPACINGS = {
    w(name): name
    for name in ("before", "after", "line", "lineRule", "beforeAutospacing", "afterAutospacing",
                 "beforeLines", "afterLines")
}  # fmt: skip
_INDENTS = {
    w("left"): "left",
    w("start"): "left",
    w("right"): "right",
    w("end"): "right",
    w("firstLine"): "firstLine",
    w("leftChars"): "leftChars",
    w("startChars"): "leftChars",
    w("rightChars"): "rightChars",
    w("endChars"): "rightChars",
    w("firstLineChars"): "firstLineChars",
}
_HANGING = {w("hanging"): "firstLine", w("hangingChars"): "firstLineChars"}
SIDES = ("top", "bottom", "left", "right")
_SIDE_NAMES = {
    w("top"): "top",
    w("bottom"): "bottom",
    w("left"): "left",
    w("start"): "left",
    w("right"): "right",
    w("end"): "right",
    w("insideH"): "insideH",
    w("insideV"): "insideV",
}


def run_format(properties: etree._Element | None) -> Format:
    """What a `w:rPr` says."""
    found: Format = {}
    for item in () if properties is None else properties:
        tag = item.tag
        if tag in _FLAGS:
            found[_FLAGS[tag]] = "0" if item.get(VAL, "1") in OFF else "1"
        elif tag in _VALUES:
            found[_VALUES[tag]] = item.get(VAL, "")
        elif tag == _RFONTS:
            _fonts(item, found)
        elif tag == _COLOR:
            found["color"] = item.get(VAL, "auto")
            found["themeColor"] = item.get(w("themeColor"), "")
    return found


def _fonts(element: etree._Element, found: Format) -> None:
    for slot in _SLOTS:
        theme = element.get(_THEME_ATTRIBUTE[slot])
        name = element.get(_FONT_ATTRIBUTE[slot])
        if theme:  # outranks a name given beside it (§17.3.2.26)
            found[f"font.{slot}"] = THEMED + theme
        elif name:
            found[f"font.{slot}"] = name
    hint = element.get(_HINT)
    if hint:
        found["hint"] = hint


def paragraph_format(properties: etree._Element | None) -> Format:
    """What a `w:pPr` says."""
    found: Format = {}
    for item in () if properties is None else properties:
        tag = item.tag
        if tag == _JC:
            found["jc"] = item.get(VAL, "")
        elif tag == _SPACING:
            found.update((v, item.get(k, "")) for k, v in _SPACINGS.items() if k in item.attrib)
        elif tag == _IND:
            _indents(item, found)
        elif tag in _PARAGRAPH_FLAGS:
            found[_PARAGRAPH_FLAGS[tag]] = "0" if item.get(VAL, "1") in OFF else "1"
        elif tag == _PBDR:
            found.update((f"border.{k}", v) for k, v in borders(item).items())
    return found


def _indents(element: etree._Element, found: Format) -> None:
    for key, own in _INDENTS.items():
        if key in element.attrib:
            found[own] = element.get(key, "")
    for key, own in _HANGING.items():  # supersedes a first line given beside it (§17.3.1.12)
        value = element.get(key)
        if value is not None:
            found[own] = value[1:] if value.startswith("-") else f"-{value}"


def borders(element: etree._Element | None) -> dict[str, str]:
    """The sides that have a border by name: "" where it is taken away or cannot be seen."""
    found: dict[str, str] = {}
    for item in () if element is None else element:
        side = _SIDE_NAMES.get(item.tag)
        if side is not None:
            found[side] = _visible(item)
    return found


def _visible(border: etree._Element) -> str:
    kind = border.get(VAL, "none")
    unseen = kind in ("nil", "none") or border.get(w("color"), "").upper() == "FFFFFF"
    return "" if unseen else kind
