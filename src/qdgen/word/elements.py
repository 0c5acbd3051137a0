"""Small acts on WordprocessingML elements, and the order its schema asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# What stands before w:numPr in CT_PPr (ECMA-376 Part 1, 17.3.1.26), in order.
_BEFORE_LIST = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl",
)  # fmt: skip
_NAMESPACE_DECLARATION = re.compile(r' xmlns(:\w+)?="[^"]*"')


def w(name: str) -> str:
    """`name` in the WordprocessingML namespace, as lxml writes it."""
    return f"{{{W}}}{name}"


def remove(element: etree._Element) -> None:
    """Take `element` out of its parent."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def drop_attribute(element: etree._Element, name: str) -> None:
    """Take the attribute out, where it is there."""
    if name in element.attrib:
        del element.attrib[name]


def put_in_order(
    parent: etree._Element, elements: Sequence[etree._Element], end: etree._Element | None = None
) -> None:
    """Let `elements` be children of `parent` in this order, before `end` or at the very end.

    Those that are there already must be so in this order: they are not touched, since lxml takes
    long to move what is large.
    """
    following = end
    for element in reversed(elements):
        if element.getparent() is not parent:
            if following is None:
                parent.append(element)
            else:
                following.addprevious(element)
        following = element


def paragraph_properties(paragraph: etree._Element) -> etree._Element:
    """The w:pPr of a paragraph, made where there is none."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    return properties


def put_list(properties: etree._Element, element: etree._Element) -> None:
    """Put a w:numPr (or what stands for it) in its place in a w:pPr."""
    before = sum(etree.QName(child).localname in _BEFORE_LIST for child in properties)
    properties.insert(before, element)


def bare_xml(element: etree._Element) -> str:
    """`element` as XML without namespace declarations, to stand inside a root that has them."""
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    return _NAMESPACE_DECLARATION.sub("", xml)
