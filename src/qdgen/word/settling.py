"""A file with tracked changes as it is once all of them are accepted, or rejected.

By the rules of ECMA-376 Part 1, 17.13.5: an end of a paragraph that goes joins it to the next one,
whose properties hold for both; a row that goes takes its cells along.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from qdgen.word.elements import remove, w
from qdgen.word.package import Package, PartData, parse_xml

_STORIES = ("word/document.xml", "word/footnotes.xml")
_P, _TBL, _TR, _PPR = w("p"), w("tbl"), w("tr"), w("pPr")
_WRITTEN_AS = {w("delText"): w("t"), w("delInstrText"): w("instrText")}
_KEPT_WITH_PARAGRAPH = (w("rPr"), w("sectPr"))


def settled(parts: Mapping[str, PartData], *, accept: bool) -> Package:
    """The parts of a file without tracked changes: all accepted or all rejected.

    Raises XmlFaultError for a part that cannot be read.
    """
    package = {
        name: data if isinstance(data, bytes) else b"".join(data) for name, data in parts.items()
    }
    for name in _STORIES:
        if name in package:
            root = parse_xml(package[name], large=True)
            _settle(root, accept)
            package[name] = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return package


def _settle(root: etree._Element, accept: bool) -> None:
    goes, stays = (w("del"), w("ins")) if accept else (w("ins"), w("del"))
    ends: list[etree._Element] = []
    for mark in list(root.iter(goes, stays)):
        parent = mark.getparent()
        if parent is None:
            continue
        if parent.tag == w("trPr"):
            _settle_row(parent, mark, goes)
        elif parent.tag == w("rPr"):
            ends.append(mark)
        else:
            _settle_words(parent, mark, goes)
    for words in list(root.iter(*_WRITTEN_AS)):
        words.tag = _WRITTEN_AS[words.tag]
    for change in list(root.iter(w("rPrChange"), w("pPrChange"))):
        _settle_look(change, accept)
    for mark in ends:
        _settle_end(mark, goes)


def _settle_row(properties: etree._Element, mark: etree._Element, goes: str) -> None:
    if mark.tag != goes:
        properties.remove(mark)
        return
    row = properties.getparent()
    table = row.getparent() if row is not None else None
    if row is None or table is None:
        return
    table.remove(row)
    if table.find(_TR) is None:
        remove(table)


def _settle_words(parent: etree._Element, mark: etree._Element, goes: str) -> None:
    if mark.tag != goes:
        for child in list(mark):
            mark.addprevious(child)
    parent.remove(mark)


def _settle_look(change: etree._Element, accept: bool) -> None:
    properties = change.getparent()
    if properties is None:
        return
    properties.remove(change)
    if accept or not len(change):
        return
    kept = _KEPT_WITH_PARAGRAPH if properties.tag == _PPR else ()
    for child in [c for c in properties if c.tag not in kept]:
        properties.remove(child)
    for index, child in enumerate(list(change[0])):
        properties.insert(index, child)


def _settle_end(mark: etree._Element, goes: str) -> None:
    """The mark stands in the properties of a paragraph's end."""
    paragraph = next(mark.iterancestors(_P), None)
    remove(mark)
    following = paragraph.getnext() if paragraph is not None else None
    if mark.tag != goes or paragraph is None or following is None or following.tag != _P:
        return
    properties = following.find(_PPR)
    place = 0 if properties is None else 1
    for child in reversed([c for c in paragraph if c.tag != _PPR]):
        following.insert(place, child)
    remove(paragraph)
