"""What a clerk calls a place of a version: "khoản 3 Điều 2", "hàng 12, cột “Sản phẩm”, Phụ lục"."""

from __future__ import annotations

from qdgen.check.elements import Element
from qdgen.review.unit import Unit, Version

_WORDS = {
    Element.CLAUSE: "khoản",
    Element.POINT: "điểm",
    Element.OUTLINE: "mục",
    Element.ROW_NUMBER: "hàng",
    Element.ROW_HEADING: "hàng",
}
_ROWS = frozenset({Element.ROW_NUMBER, Element.ROW_HEADING})
_HEAD = "quyet-dinh"
_MOST_WORDS = 8


class Names:
    """Names the places of one version."""

    def __init__(self, version: Version) -> None:
        self._parents = version.parents
        self._own = {unit.key: unit for unit in version.units if unit.key == unit.owner}
        self._by_key = {unit.key: unit for unit in version.units if unit.host or unit.is_counted}
        self._columns = {
            unit.key: unit.text for unit in version.units if unit.element is Element.COLUMN_HEADING
        }
        self._parts: dict[str, str] = {}
        for unit in version.units:
            if unit.element is Element.TITLE:
                self._parts[unit.key] = unit.label or self._parts.get(unit.key, unit.text)
            elif unit.element is Element.TYPE and unit.part != _HEAD and unit.written:
                self._parts[unit.part] = unit.written

    def unit(self, unit: Unit) -> str:
        """The place of a unit."""
        where = self._within(unit)
        part = "" if unit.part == _HEAD else self.part(unit.part)
        return ", ".join(words for words in (where, part) if words) or unit.element.value

    def id(self, id_: str) -> str:
        """The place that an id names; the id itself where it prints nothing."""
        own = self._own.get(id_)
        if own is not None:
            return self.unit(own)
        return "" if id_ == _HEAD else self._parts.get(id_, id_)

    def part(self, stem: str) -> str:
        """What an attached document is called."""
        return self._parts.get(stem, stem)

    def _within(self, unit: Unit) -> str:
        if unit.host:
            return f"chú thích {unit.label}"
        if unit.element is Element.CELL:
            column = unit.key.rpartition("/")[2]
            heading = " ".join(self._columns.get(f"{unit.part}/cot/{column}", column).split())
            return f"{self._path(unit.owner)}, cột “{heading}”"
        if unit.element is Element.COLUMN_HEADING:
            return f"cột “{unit.text}”"
        if unit.key == unit.part:
            return "tên" if unit.element is Element.TITLE else unit.element.value
        if unit.owner in {"", unit.part}:
            return self._of_part(unit)
        path = self._path(unit.owner)
        if unit.key == unit.owner:
            return path
        name = "gạch đầu dòng" if unit.element is Element.DASH else "đoạn"
        nth = unit.key.rpartition("/")[2]
        return f"{name} {nth} {path}" if nth.isdigit() else f"lời văn {path}"

    @staticmethod
    def _of_part(unit: Unit) -> str:
        nth = unit.key.rpartition("/")[2]
        if unit.element in {Element.RECIPIENT, Element.TEXT, Element.DASH} and nth.isdigit():
            return f"{unit.element.value} {nth}"
        if unit.element is Element.BASIS:
            words = unit.text.split()[:_MOST_WORDS]
            return f"căn cứ “{' '.join(words)} …”"
        return unit.element.value

    def _path(self, id_: str) -> str:
        """The numbers from an id up, as a reference would tell them."""
        names: list[str] = []
        numbers: list[str] = []
        while id_ in self._parents and id_ in self._own:
            unit = self._own[id_]
            if unit.element is Element.TITLE:
                break
            if unit.element is Element.OUTLINE:
                numbers.append(unit.label.rstrip(".)"))
            else:
                names.append(self._name(unit))
                if unit.element is Element.ARTICLE or unit.element in _ROWS:
                    break
            id_ = self._parents[id_]
        if numbers:
            names.append(f"mục {'.'.join(reversed(numbers))}")
        return " ".join(names)

    @staticmethod
    def _name(unit: Unit) -> str:
        number = unit.label.rstrip(".)")
        word = _WORDS.get(unit.element)
        if unit.element in _ROWS and not number:
            return f"hàng “{' '.join(unit.text.split()[:_MOST_WORDS]) or unit.key}”"
        if unit.element is Element.DASH:
            return f"gạch đầu dòng [{unit.key}]"
        return f"{word} {number}" if word else number or unit.element.value
