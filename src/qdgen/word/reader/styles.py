"""Paragraph styles: their human names, and the numbering they carry (ECMA-376 Part 1, §17.7)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from qdgen.word.reader.names import PPR, RPR, w
from qdgen.word.reader.values import NAME_LENGTH, is_on, number_of, value_of


@dataclass(frozen=True, slots=True)
class Style:
    """A style as written; `number_id` and `level` are those of its own numPr."""

    id: str
    name: str
    kind: str
    based_on: str | None
    number_id: str | None
    level: int | None
    is_hidden: bool


class Styles:
    """The styles of a document."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self.default = ""
        for element in () if root is None else root.iterchildren(w("style")):
            style = _style(element)
            self._styles[style.id] = style
            if style.kind == "paragraph" and element.get(w("default")) in ("1", "true", "on"):
                self.default = style.id
        self.hidden_characters = frozenset(
            style.id
            for style in self._styles.values()
            if style.kind == "character" and any(base.is_hidden for base in self.chain(style.id))
        )

    def name(self, style_id: str) -> str:
        """The name shown in Word; of the default style where there is no such style."""
        style = self._styles.get(style_id) or self._styles.get(self.default)
        return "Normal" if style is None else style.name

    def chain(self, style_id: str) -> Iterator[Style]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        style = self._styles.get(style_id) or self._styles.get(self.default)
        while style is not None and style.id not in seen:
            seen.add(style.id)
            yield style
            style = self._styles.get(style.based_on) if style.based_on else None

    def number_id_of_list_style(self, style_id: str) -> str | None:
        """The `w:numId` a numbering style stands for (§17.9.21 numStyleLink)."""
        style = self._styles.get(style_id)
        return None if style is None else style.number_id


def _style(element: etree._Element) -> Style:
    style_id = element.get(w("styleId"), "")
    name = (value_of(element, "name") or style_id)[:NAME_LENGTH]
    properties = element.find(PPR)
    numbering = None if properties is None else properties.find(w("numPr"))
    run = element.find(RPR)
    return Style(
        style_id,
        name,
        element.get(w("type"), "paragraph"),
        value_of(element, "basedOn"),
        None if numbering is None else value_of(numbering, "numId"),
        None if numbering is None else number_of(numbering, "ilvl"),
        run is not None and is_on(run, "vanish"),
    )
