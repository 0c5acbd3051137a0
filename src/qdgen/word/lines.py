"""The drawn lines under Tiêu ngữ, the organ's name and the subject, set to their lawful length.

A line is a shape in a paragraph of its own, drawn in the template and known by its name there;
a clerk may change its weight or place. Only its length is set here, from the width of the text
above it (Nghị định 30/2020/NĐ-CP, Phụ lục I: II.1.b the whole text, II.2.b and II.5.b a third to
a half).
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from qdgen.word.elements import w
from qdgen.word.styles import Look, StyleSheet
from qdgen.word.text_width import longest_line

EMU_PER_POINT = 12700
_TWIPS_PER_POINT = 20
LINE_HEIGHT = 1.15
"""Of a line of Times New Roman, as a part of its size."""
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PART_OF_TEXT = 0.4
# The name of the line in the template, and its length as a part of the text's longest line.
RULES = {
    "Kẻ dưới Tiêu ngữ": 1.0,
    "Kẻ dưới tên cơ quan": _PART_OF_TEXT,
    "Kẻ dưới trích yếu": _PART_OF_TEXT,
    "Kẻ dưới tên văn bản": _PART_OF_TEXT,
}


def set_lengths(root: etree._Element, styles: StyleSheet, text_width_pt: float) -> None:
    """Give every named line below `root` the length that the paragraph above it asks for."""
    for drawing in root.iter(_WP + "inline", _WP + "anchor"):
        properties = drawing.find(_WP + "docPr")
        ratio = RULES.get(properties.get("name", "")) if properties is not None else None
        paragraph = next(drawing.iterancestors(w("p")), None)
        above = paragraph.getprevious() if paragraph is not None else None
        if ratio is None or above is None or above.tag != w("p"):
            continue
        length = round(ratio * _longest_line_pt(above, styles, text_width_pt) * EMU_PER_POINT)
        for extent in (drawing.find(_WP + "extent"), *drawing.iter(_A + "ext")):
            if extent is not None and extent.get("cx") is not None:
                extent.set("cx", str(length))


@dataclass(frozen=True, slots=True)
class Setting:
    """The look of a paragraph's text, and the width in points it has for a line."""

    look: Look
    width_pt: float


def setting_of(paragraph: etree._Element, styles: StyleSheet, text_width_pt: float) -> Setting:
    """How `paragraph` is set: in its cell, or between the margins."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    run = next((r for r in paragraph.iter(w("r")) if r.find(w("t")) is not None), None)
    look = styles.look(
        style.get(w("val"), "") if style is not None else "",
        run.find(w("rPr")) if run is not None else None,
    )
    cell = next(paragraph.iterancestors(w("tc")), None)
    width = cell.find(f"{w('tcPr')}/{w('tcW')}") if cell is not None else None
    available = (
        float(width.get(w("w"), "0")) / _TWIPS_PER_POINT if width is not None else text_width_pt
    )
    return Setting(look, available)


def _longest_line_pt(paragraph: etree._Element, styles: StyleSheet, text_width_pt: float) -> float:
    words = "".join(
        "\n" if e.tag == w("br") else e.text or "" for e in paragraph.iter(w("t"), w("br"))
    )
    setting = setting_of(paragraph, styles, text_width_pt)
    look = setting.look
    return longest_line(words, look.size_pt, setting.width_pt, look.bold, look.italic)
