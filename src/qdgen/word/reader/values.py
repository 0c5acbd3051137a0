"""Attribute values of WordprocessingML as Python values; nonsense gives the default."""

from __future__ import annotations

from lxml import etree

from qdgen.word.reader.names import VAL, w

OFF = frozenset({"0", "false", "off"})
_TWIPS_PER_MM = 1440 / 25.4
NAME_LENGTH = 255
"""Names and number texts are cut here: Word takes no longer ones, a hostile file does."""


def integer(value: str | None, default: int) -> int:
    """`value` as a whole number (ECMA-376 Part 1, §17.18.10 ST_DecimalNumber)."""
    if value is None or len(value) > 11:
        return default
    try:
        return int(value)
    except ValueError:
        return default


def value_of(parent: etree._Element, child: str) -> str | None:
    """The `w:val` of the child named `child`, or None."""
    element = parent.find(w(child))
    return None if element is None else element.get(VAL)


def number_of(parent: etree._Element, child: str) -> int | None:
    """The `w:val` of the child named `child` as a whole number, or None."""
    value = value_of(parent, child)
    return None if value is None else integer(value, 0)


def is_on(parent: etree._Element, child: str) -> bool:
    """Whether the on/off child named `child` is there and not off (§17.17.4)."""
    element = parent.find(w(child))
    return element is not None and element.get(VAL, "1") not in OFF


def millimetres(value: str | None, default: float) -> float:
    """A length in twips, or with its unit ("21cm", §22.9.2.15), in millimetres."""
    if value is None:
        return default
    for unit, size in (("mm", 1.0), ("cm", 10.0), ("in", 25.4), ("pt", 25.4 / 72)):
        if value.endswith(unit):
            try:
                return round(float(value[: -len(unit)]) * size, 2)
            except ValueError:
                return default
    return round(integer(value, round(default * _TWIPS_PER_MM)) / _TWIPS_PER_MM, 2)
