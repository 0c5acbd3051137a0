"""The page set-up of a part: paper, page numbers, headers (ECMA-376 Part 1, 17.6)."""

from __future__ import annotations

from lxml import etree

from qdgen.word.elements import drop_attribute, remove, w

TWIPS_PER_POINT = 20
_DEFAULT_TEXT_WIDTH = 9000
# The order of CT_SectPr's children (17.6.17).
_ORDER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
    "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote",
    "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid", "printerSettings",
)  # fmt: skip


def text_width_twips(section: etree._Element) -> int:
    """The width between the margins of a w:sectPr."""
    page, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if page is None or margins is None:
        return _DEFAULT_TEXT_WIDTH
    sides = sum(int(margins.get(w(side), "0")) for side in ("left", "right", "gutter"))
    return int(page.get(w("w"), "11906")) - sides


def text_height_twips(section: etree._Element) -> int:
    """The height between the margins of a w:sectPr."""
    page, margins = section.find(w("pgSz")), section.find(w("pgMar"))
    if page is None or margins is None:
        return _DEFAULT_TEXT_WIDTH
    sides = sum(int(margins.get(w(side), "0")) for side in ("top", "bottom"))
    return int(page.get(w("h"), "16838")) - sides


def turn(section: etree._Element, *, landscape: bool) -> None:
    """Set the paper's direction; the four margins keep their names, so the binding margin stays
    at the left (the decree gives one set of margins only: Phụ lục I, I.3)."""
    page = section.find(w("pgSz"))
    if page is None:
        return
    sides = sorted((int(page.get(w("w"), "11906")), int(page.get(w("h"), "16838"))))
    width, height = reversed(sides) if landscape else sides
    page.set(w("w"), str(width))
    page.set(w("h"), str(height))
    if landscape:
        page.set(w("orient"), "landscape")
    else:
        drop_attribute(page, w("orient"))


def number_pages(section: etree._Element, *, restart: bool, first_shown: bool) -> None:
    """Count from 1 or on from the part before; print the number on the first page or not
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, I.7 and III.1.đ)."""
    numbers = section.find(w("pgNumType"))
    if numbers is None:
        numbers = insert(section, "pgNumType")
    if restart:
        numbers.set(w("start"), "1")
    else:
        drop_attribute(numbers, w("start"))
    for mark in section.findall(w("titlePg")):
        remove(mark)
    if not first_shown:
        insert(section, "titlePg")


def insert(section: etree._Element, name: str) -> etree._Element:
    """Put a new element of that name in its place in a w:sectPr."""
    before = _ORDER[: _ORDER.index(name)]
    place = sum(etree.QName(child).localname in before for child in section)
    element = etree.Element(w(name))
    section.insert(place, element)
    return element
