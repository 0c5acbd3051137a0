"""What styles.xml and numbering.xml define, each style and level by itself (ECMA-376 Part 1)."""

from __future__ import annotations

from typing import NamedTuple

from lxml import etree

from qdgen.word.looks.formats import Format, borders, paragraph_format, run_format
from qdgen.word.reader.names import PPR, RPR, w
from qdgen.word.reader.values import integer, value_of

_TABLE_PART = w("tblStylePr")


class StyleFormat(NamedTuple):
    """What a style says, those it is based on not counted."""

    kind: str
    based_on: str | None
    run: Format
    paragraph: Format
    numbers: str | None
    """Its numId."""
    parts: dict[str, tuple[Format, Format, dict[str, str]]]
    """Of a table's style: run, paragraph and border formats of its parts, "" the whole."""
    margins: dict[str, str]


def style_format(element: etree._Element) -> StyleFormat:
    """A w:style."""
    properties, table = element.find(PPR), element.find(w("tblPr"))
    numbering = None if properties is None else properties.find(w("numPr"))
    parts: dict[str, tuple[Format, Format, dict[str, str]]] = {}
    margins: dict[str, str] = {}
    if table is not None:
        parts[""] = {}, {}, borders(table.find(w("tblBorders")))
        margins = cell_margins(table.find(w("tblCellMar")))
    for part in element.iterchildren(_TABLE_PART):
        cell = part.find(w("tcPr"))
        parts[part.get(w("type"), "")] = (
            run_format(part.find(RPR)),
            paragraph_format(part.find(PPR)),
            borders(None if cell is None else cell.find(w("tcBorders"))),
        )
    return StyleFormat(
        element.get(w("type"), "paragraph"),
        value_of(element, "basedOn"),
        run_format(element.find(RPR)),
        paragraph_format(properties),
        None if numbering is None else value_of(numbering, "numId"),
        parts,
        margins,
    )


def cell_margins(element: etree._Element | None) -> dict[str, str]:
    """The left and right margins of cells, in twips as written."""
    found: dict[str, str] = {}
    for item in () if element is None else element:
        name = etree.QName(item).localname
        side = {"start": "left", "end": "right"}.get(name, name)
        if item.get(w("type"), "dxa") == "dxa":
            found[side] = item.get(w("w"), "0")
    return found


Levels = dict[tuple[str, int], tuple[Format, Format]]


def levels_of(root: etree._Element | None) -> Levels:
    """The paragraph and run properties of each level of each w:num."""
    abstracts: dict[str, dict[int, tuple[Format, Format]]] = {}
    links: dict[str, str] = {}
    found: Levels = {}
    if root is None:
        return found
    styled: dict[str, str] = {}
    for element in root.iterchildren(w("abstractNum")):
        key = element.get(w("abstractNumId"), "")
        abstracts[key] = dict(map(_level, element.iterchildren(w("lvl"))))
        link, own = value_of(element, "numStyleLink"), value_of(element, "styleLink")
        if link:
            links[key] = link
        if own:
            styled[own] = key
    for element in root.iterchildren(w("num")):
        number = element.get(w("numId"), "")
        key = value_of(element, "abstractNumId") or ""
        levels = abstracts.get(key, {})
        if not levels and key in links:
            levels = abstracts.get(styled.get(links[key], ""), {})
        levels = {
            **levels,
            **dict(_level(lvl) for o in element.iterchildren(w("lvlOverride")) for lvl in o
                   if lvl.tag == w("lvl")),
        }  # fmt: skip
        found.update(((number, index), formats) for index, formats in levels.items())
    return found


def _level(element: etree._Element) -> tuple[int, tuple[Format, Format]]:
    index = integer(element.get(w("ilvl")), -1)
    return index, (paragraph_format(element.find(PPR)), run_format(element.find(RPR)))
