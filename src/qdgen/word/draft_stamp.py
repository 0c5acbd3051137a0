"""The stamp of a draft in the headers of a part. Its looks and its place are the style's: a frame,
so that the page number beside it stays where it is."""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from qdgen.word.elements import W, remove, w


def put_stamp(
    header: etree._Element, lines: Sequence[str], style: str, frame: etree._Element | None
) -> None:
    """Put the stamp above what stands in a header; `style` is the id of its style, and `frame` the
    w:framePr of that: LibreOffice 7.4 sees a frame only in the paragraph itself."""
    paragraph = etree.Element(w("p"), nsmap={"w": W})
    properties = etree.SubElement(paragraph, w("pPr"))
    etree.SubElement(properties, w("pStyle"), {w("val"): style})
    if frame is not None:
        properties.append(copy.deepcopy(frame))
    run = etree.SubElement(paragraph, w("r"))
    for number, line in enumerate(lines):
        if number:
            etree.SubElement(run, w("br"))
        etree.SubElement(run, w("t")).text = line
    header.insert(0, paragraph)


def without_words(header: etree._Element) -> etree._Element:
    """A header as high as `header`, with nothing in it: that of a page without a number."""
    bare = copy.deepcopy(header)
    for paragraph in list(bare.iter(w("p"))):
        for child in list(paragraph):
            if child.tag != w("pPr"):
                remove(child)
    return bare
