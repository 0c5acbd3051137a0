"""The document's core and custom properties (ECMA-376 Part 2 §11, Part 1 §22.3)."""

from __future__ import annotations

from lxml import etree

from qdgen.word.reader.names import CUSTOM
from qdgen.word.reader.parts import Parts


def core_properties(parts: Parts) -> dict[str, str]:
    """Title, subject, creator, dates and so on by their local names, as written."""
    name = parts.related("", "core-properties")
    if name is None:
        return {}
    return {etree.QName(element).localname: element.text or "" for element in parts.tree(name)}


def custom_properties(parts: Parts) -> dict[str, str]:
    """The custom properties by name, each value as text."""
    name = parts.related("", "custom-properties")
    if name is None:
        return {}
    return {
        element.get("name", ""): "".join(map(str, element.itertext("*")))
        for element in parts.tree(name).iterchildren(f"{{{CUSTOM}}}property")
    }
