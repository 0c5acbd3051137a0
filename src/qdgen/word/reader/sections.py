"""Sections: paper, margins, page numbers, and which headers and footers they name (§17.6)."""

from __future__ import annotations

from lxml import etree

from qdgen.word.reader.model import PageSetup
from qdgen.word.reader.names import R_ID, w
from qdgen.word.reader.values import integer, is_on, millimetres, value_of

References = dict[tuple[str, str], str]
"""("header" or "footer", "default", "first" or "even") to a relationship id."""

# What Word takes where a section says nothing: Letter with margins of an inch.
DEFAULT_SETUP = PageSetup(215.9, 279.4, 25.4, 25.4, 25.4, 25.4, 12.7, 12.7)


def page_setup(properties: etree._Element) -> PageSetup:
    """The setup a `w:sectPr` gives, in millimetres."""
    size = _attributes(properties, "pgSz")
    margins = _attributes(properties, "pgMar")
    numbers = _attributes(properties, "pgNumType")
    columns = _attributes(properties, "cols")
    width = millimetres(size.get(w("w")), DEFAULT_SETUP.width)
    height = millimetres(size.get(w("h")), DEFAULT_SETUP.height)

    def margin(name: str, default: float) -> float:
        return millimetres(margins.get(w(name)), default)

    start = numbers.get(w("start"))
    return PageSetup(
        width=width,
        height=height,
        top=margin("top", DEFAULT_SETUP.top),
        right=margin("right", DEFAULT_SETUP.right),
        bottom=margin("bottom", DEFAULT_SETUP.bottom),
        left=margin("left", DEFAULT_SETUP.left),
        header_distance=margin("header", DEFAULT_SETUP.header_distance),
        footer_distance=margin("footer", DEFAULT_SETUP.footer_distance),
        gutter=margin("gutter", 0.0),
        is_landscape=size.get(w("orient")) == "landscape" or width > height,
        start=value_of(properties, "type") or "nextPage",
        page_start=None if start is None else integer(start, 1),
        page_format=numbers.get(w("fmt")) or "decimal",
        has_title_page=is_on(properties, "titlePg"),
        columns=integer(columns.get(w("num")), 1),
    )


def page_text_references(properties: etree._Element) -> References:
    """The headers and footers a `w:sectPr` names."""
    return {
        (kind, element.get(w("type"), "default")): element.get(R_ID, "")
        for kind in ("header", "footer")
        for element in properties.iterchildren(w(f"{kind}Reference"))
    }


def _attributes(properties: etree._Element, child: str) -> dict[str, str]:
    element = properties.find(w(child))
    return {} if element is None else {str(k): str(v) for k, v in element.attrib.items()}
