"""Prototypes of a template's table: a row that a clerk has styled, as the XML to write its likes.

What stands in a prototype but the words (properties of row, cell, paragraph and run) is kept as
strings, so that a row is put together without building a tree.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass

from lxml import etree

from qdgen.word.elements import bare_xml, put_list, w
from qdgen.word.runs import RunLook, look_of


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """A prototype paragraph: its properties as XML, and the look of its run."""

    open: str
    look: RunLook


def tag_paragraph(row: etree._Element, tag: str) -> etree._Element | None:
    """The paragraph below `row` that holds `{{ tag }}` and nothing else."""
    for paragraph in row.iter(w("p")):
        words = "".join(t.text or "" for t in paragraph.iter(w("t")))
        if words.replace(" ", "") == "{{" + tag + "}}":
            return paragraph
    return None


def paragraph_look(paragraph: etree._Element, *, numbered: bool = False) -> ParagraphLook:
    """The look of `paragraph`; if `numbered`, a comment stands in the place of its w:numPr."""
    properties = paragraph.find(w("pPr"))
    run = next(paragraph.iter(w("r")), None)
    look = look_of(run.find(w("rPr")) if run is not None else None)
    opening = "<w:p>"
    if properties is not None:
        own = copy.deepcopy(properties)
        for number in own.findall(w("numPr")):
            own.remove(number)
        if numbered:
            put_list(own, etree.Comment("number"))
        opening += bare_xml(own)
    return ParagraphLook(opening, look)


def row_open(properties: etree._Element | None, *, held: bool) -> str:
    """The start of a row with these w:trPr; `held` keeps what holds it on one page."""
    if properties is None:
        return "<w:tr>"
    own = copy.deepcopy(properties)
    for mark in own.findall(w("cantSplit")) if not held else ():
        own.remove(mark)
    return "<w:tr>" + bare_xml(own)


def cell_open(cell: etree._Element) -> str:
    """The start of a cell like `cell`, with @WIDTH@ for its width and a comment for its span."""
    properties = cell.find(w("tcPr"))
    own = copy.deepcopy(properties) if properties is not None else etree.Element(w("tcPr"))
    for name in ("tcW", "gridSpan"):
        for found in own.findall(w(name)):
            own.remove(found)
    own.insert(0, etree.Comment("width"))
    width = '<w:tcW w:w="@WIDTH@" w:type="dxa"/><!--span-->'
    return "<w:tc>" + bare_xml(own).replace("<!--width-->", width)
