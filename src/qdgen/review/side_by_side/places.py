"""Where a text stands, in words a reader of the table finds it by: "Khoản 3 Điều 2", "STT 7"."""

from __future__ import annotations

from collections.abc import Mapping

from qdgen.check.elements import Element
from qdgen.review.unit import Unit, Version

_BRACKETS = ".)("


class Places:
    """The places in one version."""

    def __init__(self, version: Version) -> None:
        self._parents = version.parents
        self._own: Mapping[str, Unit] = {
            unit.owner: unit for unit in version.units if unit.key == unit.owner
        }

    def of(self, unit: Unit) -> str:
        """The place of a provision's or row's units; "" where the text says it itself, as an
        article does."""
        own = self._own.get(unit.owner)
        if own is None or own.element is Element.TITLE:
            return _named(unit)
        if own.element in (Element.ARTICLE, Element.HEADING_TITLE):
            return ""
        return _capital(self._path(own))

    def within_a_sentence(self, unit: Unit) -> str:
        """The place as it is spoken of: "khoản 3 Điều 2"; of an article its number too."""
        own = self._own.get(unit.owner, unit)
        return self._path(own) or unit.element.value

    def _path(self, own: Unit) -> str:
        label = own.label.strip().strip(_BRACKETS)
        match own.element:
            case Element.ARTICLE | Element.HEADING_TITLE:
                return label
            case Element.CLAUSE:
                return f"khoản {label} {self._above(own)}".rstrip()
            case Element.POINT:
                return f"điểm {label} {self._above(own)}".rstrip()
            case Element.OUTLINE:
                above = self._above(own)
                return f"{above}.{label}" if above.startswith("mục ") else f"mục {label}"
            case Element.ROW_HEADING | Element.ROW_NUMBER:
                return f"STT {own.label.strip()}" if label else "hàng"
            case Element.DASH:
                return f"gạch đầu dòng {self._above(own)}".rstrip()
        return ""

    def _above(self, own: Unit) -> str:
        above = self._own.get(self._parents.get(own.owner, ""))
        return "" if above is None else self._path(above)


def _named(unit: Unit) -> str:
    """What a text without an id is."""
    if unit.element in (Element.TEXT, Element.DASH):
        return ""
    return _capital(unit.element.value)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
