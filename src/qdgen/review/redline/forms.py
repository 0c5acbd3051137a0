"""The form of a paragraph: its style and its number, as far as a reader sees them."""

from __future__ import annotations

import copy

from lxml import etree

from qdgen.word.elements import put_list, w
from qdgen.word.tracking import Tracking

_PPR, _STYLE, _NUMBER, _VAL = w("pPr"), w("pStyle"), w("numPr"), w("val")
_NUM_ID, _LEVEL = w("numId"), w("ilvl")
_NO_LIST = "0"
"""The number of a list that says: none (ECMA-376 Part 1, 17.9.18)."""
_MOST_ANCESTORS = 20

Form = tuple[str, str, str]


class Forms:
    """Knows the styles (a w:styles) that paragraphs are in."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._styles = (
            {s.get(w("styleId"), ""): s for s in styles.iterchildren(w("style"))}
            if styles is not None
            else {}
        )

    def change(
        self, tracking: Tracking, paragraph: etree._Element, before: etree._Element | None
    ) -> None:
        """Say that `paragraph` had the properties `before` until now.

        LibreOffice rejects a change of style without giving back the number that comes with the
        style: so the old properties name it themselves.
        """
        old = etree.Element(_PPR) if before is None else copy.deepcopy(before)
        style = style_of(old)
        number = self._number_of(style)
        if old.find(_NUMBER) is None and (
            number or self._number_of(style_of(paragraph.find(_PPR)))
        ):
            own = etree.Element(_NUMBER)
            list_, level = number or (_NO_LIST, "0")
            etree.SubElement(own, _LEVEL, {_VAL: level})
            etree.SubElement(own, _NUM_ID, {_VAL: list_})
            put_list(old, own)
        tracking.paragraph_was(paragraph, old)

    def _number_of(self, style: str) -> tuple[str, str] | None:
        """The list and level that a style brings along."""
        list_, level = "", ""
        for _ in range(_MOST_ANCESTORS):
            element = self._styles.get(style)
            if element is None:
                break
            number = element.find(f"{_PPR}/{_NUMBER}")
            if number is not None:
                list_ = list_ or _value(number, _NUM_ID)
                level = level or _value(number, _LEVEL)
            style = _value(element, w("basedOn"))
        return (list_, level or "0") if list_ and list_ != _NO_LIST else None


def form(paragraph: etree._Element) -> Form:
    """Style, list and level of a paragraph."""
    return form_of(paragraph.find(_PPR))


def form_of(properties: etree._Element | None) -> Form:
    """The same of a w:pPr."""
    number = properties.find(_NUMBER) if properties is not None else None
    if number is None:
        return style_of(properties), "", ""
    return style_of(properties), _value(number, _NUM_ID), _value(number, _LEVEL) or "0"


def style_of(properties: etree._Element | None) -> str:
    """The id of the style that a w:pPr names."""
    return "" if properties is None else _value(properties, _STYLE)


def without_change(properties: etree._Element | None) -> etree._Element | None:
    """A copy, without what says that it was otherwise or that its end was changed."""
    if properties is None:
        return None
    own = copy.deepcopy(properties)
    for name in ("pPrChange", "rPr", "sectPr"):
        for found in own.findall(w(name)):
            own.remove(found)
    return own


def _value(parent: etree._Element, tag: str) -> str:
    found = parent.find(tag)
    return found.get(_VAL, "") if found is not None else ""
