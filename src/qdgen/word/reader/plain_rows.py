"""The rows that nearly all long tables are made of, read in one flat pass.

A plain row holds cells of paragraphs of runs of words, and nothing else: no merge, tracked change,
field, link, note, break or drawing. Whatever is more than that is left to the general walk, which
gives the same for a plain row, only slower.
"""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from qdgen.word.reader.inline import ANCHOR_PREFIX, Inline, own_numbering
from qdgen.word.reader.names import BOOKMARK_START, PPR, RPR, TC, VAL, P, R, T, w
from qdgen.word.reader.values import integer

_NAME = w("name")
_BOOKMARK_END = w("bookmarkEnd")
_TRPR, _TCPR, _GRIDSPAN = w("trPr"), w("tcPr"), w("gridSpan")
_PSTYLE, _NUMPR = w("pStyle"), w("numPr")
_PLAIN_ROW = frozenset({w("cantSplit"), w("tblHeader"), w("trHeight"), w("jc")})
_PLAIN_CELL = frozenset({w("tcW"), _GRIDSPAN, w("vAlign"), w("tcBorders"), w("shd"), w("tcMar")})
_TELLING = frozenset({RPR, w("sectPr"), w("pPrChange")})


_Properties = tuple[str, str | None, int | None]
_NO_PROPERTIES: _Properties = ("", None, None)


class PlainParagraph(NamedTuple):
    """What `Inline.plain_paragraph` needs."""

    style_id: str
    number_id: str | None
    level: int | None
    words: list[str]
    anchors: list[str]


class PlainCell(NamedTuple):
    """A cell: how many grid columns it takes, and its paragraphs."""

    span: int
    paragraphs: list[PlainParagraph]


def plain_cells(row: etree._Element, inline: Inline) -> list[PlainCell] | None:
    """The cells of a plain row; None where the row is anything more."""
    if not inline.is_at_rest:
        return None
    cells: list[PlainCell] = []
    for element in row:
        tag = element.tag
        if tag == TC:
            cell = _cell(element, inline)
            if cell is None:
                return None
            cells.append(cell)
        elif tag != _TRPR or any(item.tag not in _PLAIN_ROW for item in element):
            return None
    return cells


def _cell(element: etree._Element, inline: Inline) -> PlainCell | None:
    span = 1
    paragraphs: list[PlainParagraph] = []
    for block in element:
        tag = block.tag
        if tag == P:
            paragraph = _paragraph(block, inline)
            if paragraph is None:
                return None
            paragraphs.append(paragraph)
        elif tag == _TCPR:
            for item in block:
                if item.tag == _GRIDSPAN:
                    span = max(1, integer(item.get(VAL), 1))
                elif item.tag not in _PLAIN_CELL:
                    return None
        else:
            return None
    return PlainCell(span, paragraphs)


def _paragraph(element: etree._Element, inline: Inline) -> PlainParagraph | None:
    properties: _Properties | None = _NO_PROPERTIES
    words: list[str] = []
    anchors: list[str] = []
    for child in element:
        tag = child.tag
        if tag == R:
            for item in child:
                item_tag = item.tag
                if item_tag == T:
                    words.append(item.text or "")
                elif item_tag != RPR or inline.is_telling(item):
                    return None
        elif tag == PPR:
            properties = _properties(child)
        elif tag == BOOKMARK_START:
            name = child.get(_NAME, "")
            if name.startswith(ANCHOR_PREFIX):
                anchors.append(name[len(ANCHOR_PREFIX) :])
        elif tag != _BOOKMARK_END:
            return None
    return None if properties is None else PlainParagraph(*properties, words, anchors)


def _properties(element: etree._Element) -> _Properties | None:
    """Style, list and level of a w:pPr; None where it tells of more."""
    style_id, number_id, level = _NO_PROPERTIES
    for item in element:
        tag = item.tag
        if tag == _PSTYLE:
            style_id = item.get(VAL, "")
        elif tag == _NUMPR:
            number_id, level = own_numbering(item)
        elif tag in _TELLING:
            return None
    return style_id, number_id, level
