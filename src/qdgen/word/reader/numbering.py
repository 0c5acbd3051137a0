"""Paragraph numbers as Word computes them from numbering.xml (ECMA-376 Part 1, §17.9).

What the standard leaves open follows Word's habit: the counters belong to the abstract definition
and are shared by all its instances; a level passed over counts as used once; the start override
of an instance takes effect when that instance first uses the level.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from qdgen.word.reader.names import ALTERNATE, CHOICE, RPR, VAL, w
from qdgen.word.reader.number_formats import formatted
from qdgen.word.reader.styles import Styles
from qdgen.word.reader.symbols import unsymboled
from qdgen.word.reader.values import NAME_LENGTH, integer, is_on, number_of, value_of

LEVELS = 9
_GAPS = {"tab": "\t", "space": " ", "nothing": ""}
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """A `w:lvl`. `restart` is the level (from 1) whose use restarts it, 0 for never."""

    start: int
    number_format: str
    custom_format: str
    text: str
    restart: int | None
    is_legal: bool
    gap: str
    style: str | None


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, Level]
    link: str | None


@dataclass(slots=True)
class Instance:
    """A `w:num`: the key of its counters, its levels after overrides, the starts it overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """The numbering definitions of a document; the counting is done by `Counters`."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, _Abstract] = {}
        self._instances: dict[str, Instance] = {}
        self._chosen: dict[tuple[str, str | None, int | None], tuple[str, int] | None] = {}
        if root is None:
            return
        for element in root.iterchildren(w("abstractNum")):
            self._abstracts[element.get(w("abstractNumId"), "")] = _Abstract(
                dict(_levels(element)),
                value_of(element, "numStyleLink"),
            )
        references = {e.get(w("numId"), ""): e for e in root.iterchildren(w("num"))}
        for number_id, element in references.items():
            instance = self._instance(element, references)
            if instance is not None:
                self._instances[number_id] = instance

    def instance(self, number_id: str) -> Instance:
        """The `w:num` with this id. Raises KeyError."""
        return self._instances[number_id]

    def level_of(
        self, style_id: str, number_id: str | None, level: int | None
    ) -> tuple[str, int] | None:
        """The instance and level (from 0) that apply to a paragraph of this style with this numPr
        of its own (None where it has none); None where it is not numbered."""
        key = (style_id, number_id, level)
        if key not in self._chosen:
            self._chosen[key] = self._choose(*key)
        return self._chosen[key]

    def _choose(
        self, style_id: str, number_id: str | None, level: int | None
    ) -> tuple[str, int] | None:
        chain = list(self._styles.chain(style_id))
        if number_id is None:
            number_id = next((s.number_id for s in chain if s.number_id is not None), None)
        if number_id is None or number_id not in self._instances:
            return None  # 0 takes numbering away (§17.9.18), an unknown one has nothing to give
        if level is None:
            level = 0
            linked = {lvl.style: index for index, lvl in self._instances[number_id].levels.items()}
            for style in chain:
                if style.id in linked:  # the link of the level outranks the style's (§17.9.23)
                    level = linked[style.id]
                    break
                if style.level is not None:
                    level = style.level
                    break
        return (number_id, level) if 0 <= level < LEVELS else None

    def _instance(
        self, element: etree._Element, references: dict[str, etree._Element]
    ) -> Instance | None:
        key = value_of(element, "abstractNumId") or ""
        abstract = self._abstracts.get(key)
        if abstract is not None and abstract.link is not None and not abstract.levels:
            number_id = self._styles.number_id_of_list_style(abstract.link)
            linked = references.get(number_id or "")
            key = "" if linked is None else value_of(linked, "abstractNumId") or ""
            abstract = self._abstracts.get(key)
        if abstract is None or element.get(w("numId")) == "0":
            return None
        levels = dict(abstract.levels)
        starts: dict[int, int] = {}
        for override in element.iterchildren(w("lvlOverride")):
            index = integer(override.get(w("ilvl")), -1)
            levels.update((index, level) for _, level in _levels(override))
            start = number_of(override, "startOverride")
            if start is not None:
                starts[index] = start
                if index in levels:
                    levels[index] = replace(levels[index], start=start)
        return Instance(key, levels, starts)


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for element in parent.iterchildren(w("lvl")):
        index = integer(element.get(w("ilvl")), -1)
        if 0 <= index < LEVELS:
            yield index, _level(element)


def _level(element: etree._Element) -> Level:
    number_format, custom = _number_format(element)
    words = (value_of(element, "lvlText") or "")[:NAME_LENGTH]
    if number_format == "bullet":
        words = unsymboled(words, _font(element)).replace("\ufffd", "•")
    if element.find(w("lvlPicBulletId")) is not None:
        words = "•"
    return Level(
        start=number_of(element, "start") or 0,  # §17.9.25: zero where it is not given
        number_format=number_format,
        custom_format=custom,
        text=words,
        restart=number_of(element, "lvlRestart"),
        is_legal=is_on(element, "isLgl"),
        gap=_GAPS.get(value_of(element, "suff") or "tab", "\t"),
        style=value_of(element, "pStyle"),
    )


def _number_format(level: etree._Element) -> tuple[str, str]:
    element = level.find(w("numFmt"))
    if element is None:
        # Word wraps a custom format so that older readers find a plain one beside it.
        element = level.find(f"{ALTERNATE}/{CHOICE}/{w('numFmt')}")
    if element is None:
        return "decimal", ""
    return element.get(VAL, "decimal"), element.get(w("format"), "")[:NAME_LENGTH]


def _font(level: etree._Element) -> str:
    properties = level.find(RPR)
    fonts = None if properties is None else properties.find(w("rFonts"))
    return "" if fonts is None else fonts.get(w("ascii"), fonts.get(w("hAnsi"), ""))


class Counters:
    """The running numbers of one story: the body with its text boxes, a header, a note."""

    def __init__(self, numbering: Numbering) -> None:
        self._numbering = numbering
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def next(self, number_id: str, level: int) -> tuple[str, str]:
        """Count a paragraph and give its label and the gap after it."""
        instance = self._numbering.instance(number_id)
        definition = instance.levels.get(level)
        if definition is None:
            return "", ""
        counts = self._counts.setdefault(instance.abstract, [None] * LEVELS)
        if level in instance.starts and (number_id, level) not in self._begun:
            counts[level] = None
        self._begun.add((number_id, level))
        for upper in range(level):
            if counts[upper] is None:
                counts[upper] = _start(instance, upper)
        count = counts[level]
        counts[level] = definition.start if count is None else count + 1
        for lower in range(level + 1, LEVELS):
            deeper = instance.levels.get(lower)
            restart = None if deeper is None else deeper.restart
            # §17.9.10: a level is restarted by any above it, or by those down to lvlRestart.
            if level < (lower if restart is None or restart > lower else restart):
                counts[lower] = None
        return _label(instance, definition, counts), definition.gap


def _start(instance: Instance, level: int) -> int:
    definition = instance.levels.get(level)
    return 0 if definition is None else definition.start


def _label(instance: Instance, definition: Level, counts: list[int | None]) -> str:
    if "%" not in definition.text:
        return definition.text

    def number(place: re.Match[str]) -> str:
        index = int(place[1]) - 1
        level, count = instance.levels.get(index), counts[index]
        if level is None or count is None:
            return ""
        if definition.is_legal and level.number_format not in ("bullet", "none"):
            return str(count)
        return formatted(count, level.number_format, level.custom_format)

    return _PLACE.sub(number, definition.text)
