"""Tables so long that the PDF is made from a copy with the table in pieces.

LibreOffice lays a table out in worse than quadratic time. In pieces it is linear, but a heading row
repeated by each piece would stand in mid-page; so the heading row stands in the page header from
the second page on, at the top of every page wherever the pieces end.
"""

from __future__ import annotations

import copy

from lxml import etree

from qdgen.document.model import Annex, Document
from qdgen.word.elements import w
from qdgen.word.lines import LINE_HEIGHT, setting_of
from qdgen.word.sections import TWIPS_PER_POINT, insert
from qdgen.word.styles import StyleSheet

LONG_TABLE = 300


def needs_layout_copy(document: Document) -> bool:
    """Whether a table of the document is so long."""
    tables = (p.table for p in document.parts if isinstance(p, Annex) and p.table)
    return any(len(table.rows) > LONG_TABLE for table in tables)


def keep_first_header(section: etree._Element, reference: etree._Element) -> None:
    """The first page keeps the header as it was, when its number is printed."""
    if section.find(w("titlePg")) is None:
        first = copy.deepcopy(reference)
        first.set(w("type"), "first")
        reference.addprevious(first)


def with_heading(
    header: etree._Element,
    heading: etree._Element,
    end: etree._Element,
    section: etree._Element,
    styles: StyleSheet,
) -> None:
    """Put the heading row into `header`, beginning at the top margin; `end` is the paragraph that
    a header must end with."""
    _lower_to_margin(header, section, styles)
    header.append(heading)
    header.append(end)


def tell_first_page(section: etree._Element) -> None:
    """The first page has a header of its own: without the heading row."""
    if section.find(w("titlePg")) is None:
        insert(section, "titlePg")


def _lower_to_margin(header: etree._Element, section: etree._Element, styles: StyleSheet) -> None:
    paragraph, margins = header.find(w("p")), section.find(w("pgMar"))
    if paragraph is None or margins is None:
        return
    size = setting_of(paragraph, styles, 0).look.size_pt
    top, start = (int(margins.get(w(side), "0")) for side in ("top", "header"))
    space = top - start - round(size * LINE_HEIGHT * TWIPS_PER_POINT)
    properties = paragraph.find(w("pPr"))
    if properties is not None and space > 0 and properties.find(w("spacing")) is None:
        place = 1 if properties.find(w("pStyle")) is not None else 0
        properties.insert(place, etree.Element(w("spacing"), {w("after"): str(space)}))
