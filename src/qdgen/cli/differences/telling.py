"""A comparison as all its forms tell it: named places, words kept, lost and put in, groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from qdgen.check.elements import Element
from qdgen.document.model import Blank, Link, Reference, Run
from qdgen.messages import Text, render, text
from qdgen.review.changes import Change, Comparison, Group, Kind, Level
from qdgen.review.levels import rule_named
from qdgen.review.naming import Names
from qdgen.review.unit import Unit
from qdgen.review.words import NOTE_MARK, Edit

KINDS = {
    Kind.ADDED: text("added"),
    Kind.REMOVED: text("removed"),
    Kind.MOVED: text("moved"),
    Kind.REWORDED: text("reworded"),
    Kind.EMPHASIS: text("emphasis changed"),
    Kind.SHAPE: text("made another kind of paragraph"),
    Kind.REGISTER: text("register entry changed"),
    Kind.SETTING: text("layout changed"),
    Kind.RENAMED: text("id changed"),
    Kind.WRITTEN: text("written otherwise"),
    Kind.RENUMBERED: text("renumbered"),
    Kind.FOLLOWS: text("follows"),
}
LEVELS = {
    Level.FORM: text("form"),
    Level.EDITORIAL: text("editorial"),
    Level.WORDING: text("wording"),
    Level.SUBSTANCE: text("substance"),
}
SHOWN_NOTE_MARK = "[*]"
"""Stands where a footnote is marked."""


class Piece(NamedTuple):
    """Words of a text: `sign` is " " for what stayed, "-" for what went, "+" for what came."""

    sign: str
    words: str


class Line(NamedTuple):
    """A text that came or went whole, with its number in front."""

    label: str
    words: str


@dataclass(frozen=True)
class Told:
    """A change ready to be told."""

    change: Change
    place: str
    kind: str
    level: str
    reason: str
    details: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()
    lines: tuple[Line, ...] = ()
    old_location: str = ""
    new_location: str = ""


@dataclass(frozen=True)
class ToldGroup:
    """A replacement in several places."""

    group: Group
    level: str
    told: tuple[Told, ...]


@dataclass(frozen=True)
class Telling:
    """A comparison in the language it is told in. `remarks` say how the sides were read."""

    comparison: Comparison
    language: str
    remarks: Sequence[Text] = field(default=())

    def say(self, message: Text) -> str:
        """A sentence in the language it is told in."""
        return render(message, self.language)

    @cached_property
    def _names(self) -> tuple[Names, Names]:
        return Names(self.comparison.old), Names(self.comparison.new)

    @cached_property
    def made(self) -> list[Told]:
        """What somebody changed, in print order; registers and settings last."""
        return [self._told(change) for change in self.comparison.made]

    @cached_property
    def entries(self) -> list[Told | ToldGroup]:
        """The same, the members of a group where the first of them stands."""
        groups = {id(c): group for group in self.comparison.groups for c in group.changes}
        told_by_change = {id(told.change): told for told in self.made}
        entries: list[Told | ToldGroup] = []
        seen: set[int] = set()
        for told in self.made:
            group = groups.get(id(told.change))
            if group is None:
                entries.append(told)
            elif id(group) not in seen:
                seen.add(id(group))
                members = tuple(told_by_change[id(change)] for change in group.changes)
                entries.append(ToldGroup(group, self.say(LEVELS[group.level]), members))
        return entries

    @cached_property
    def renumbered(self) -> list[Told]:
        """What only got another number."""
        return [self._told(change) for change in self.comparison.renumbered]

    @cached_property
    def following(self) -> list[Told]:
        """What only follows from other changes."""
        return [self._told(change) for change in self.comparison.following]

    @cached_property
    def levels(self) -> Counter[Level]:
        """How many changes of each level somebody made."""
        return Counter(change.level for change in self.comparison.made)

    @property
    def exit_code(self) -> int:
        """1 where there is any difference."""
        return int(bool(self.comparison.changes))

    def summary(self) -> list[str]:
        """What was counted, a sentence each."""
        if not self.comparison.changes:
            return [self.say(text("no differences"))]
        counted = ", ".join(
            f"{self.say(LEVELS[level])} {self.levels[level]}"
            for level in sorted(Level, reverse=True)
            if self.levels[level]
        )
        made = len(self.comparison.made)
        lines = [
            self.say(text("changes: {count} ({levels})", count=made, levels=counted))
            if made
            else self.say(text("changes: {count}", count=0))
        ]
        if self.comparison.renumbered:
            lines.append(self.say(text("renumbered only: {count}", count=len(self.renumbered))))
        if self.comparison.following:
            lines.append(self.say(text("follow from these: {count}", count=len(self.following))))
        return lines

    # --- one change ------------------------------------------------------------------------------

    def _told(self, change: Change) -> Told:
        old, new = change.old, change.new
        return Told(
            change,
            self.place(change),
            self.say(KINDS[change.kind]),
            self.say(LEVELS[change.level]),
            self.say(rule_named(change.rule).what),
            tuple(self._details(change)),
            tuple(self._pieces(change)),
            tuple(_lines(change)),
            "" if old is None or old.location is None else str(old.location),
            "" if new is None or new.location is None else str(new.location),
        )

    def place(self, change: Change) -> str:
        """Where a change is, in a clerk's words: as the new version numbers it, if it is there."""
        if change.kind is Kind.REGISTER:
            return self.say(text("register, {key}", key=change.key))
        if change.kind is Kind.SETTING:
            return change.key
        names = self._names[1] if change.new is not None else self._names[0]
        unit = change.unit
        if unit is None:
            return change.key
        if unit.part == change.key:
            return names.part(unit.part)
        whole = change.key != unit.key and change.key in self._parents_of(change)
        return names.id(change.key) if whole else names.unit(unit)

    def _parents_of(self, change: Change) -> Container[str]:
        side = self.comparison.new if change.new is not None else self.comparison.old
        return side.parents

    def _details(self, change: Change) -> Iterator[str]:
        """What the words alone do not show."""
        match change.kind:
            case Kind.MOVED:
                yield from self._of_move(change)
            case Kind.RENAMED:
                yield f"{change.old_place} → {change.new_place}"
            case Kind.RENUMBERED:
                yield _number_change(change)
            case Kind.REGISTER:
                for value in change.fields:
                    yield f"{value.name}: {value.old or '∅'} → {value.new or '∅'}"
                if change.effects:
                    places = self._effects(change)
                    count = len(change.effects)
                    yield self.say(
                        text("printed in {count} places: {places}", count=count, places=places)
                    )
            case Kind.SETTING:
                for value in change.fields:
                    yield f"{value.old or '∅'} → {value.new or '∅'}"
            case Kind.WRITTEN if change.old and change.new:
                yield f"{_short(change.old.written)} → {_short(change.new.written)}"
            case Kind.EMPHASIS if change.old and change.new:
                yield f"{_marked_up(change.old)} → {_marked_up(change.new)}"
            case Kind.SHAPE if change.old and change.new:
                yield f"{change.old.element.value} → {change.new.element.value}"
            case _:
                return

    def _of_move(self, change: Change) -> Iterator[str]:
        names, now = self._names
        if change.rule == "moved-away":
            yield self.say(
                text(
                    "from {old} to {new}",
                    old=names.id(change.old_place) or names.part(change.old_place),
                    new=now.id(change.new_place) or now.part(change.new_place),
                )
            )
        if change.old and change.new and change.old.label != change.new.label:
            yield self.say(text("was {old}, is {new}", old=change.old.label, new=change.new.label))

    def _effects(self, change: Change) -> str:
        units = {unit.key: unit for unit in self.comparison.new.units} if change.effects else {}
        places = [self._names[1].unit(units[key]) for key in change.effects[:8] if key in units]
        return "; ".join(places) + ("; …" if len(change.effects) > 8 else "")

    @staticmethod
    def _pieces(change: Change) -> Iterator[Piece]:
        if change.old is None or change.new is None or not change.edits:
            return
        yield from pieces(change.old.text, change.new.text, change.edits)


def pieces(old: str, new: str, edits: Sequence[Edit]) -> Iterator[Piece]:
    """The old text and the new one in one: what stayed, what went, what came."""
    at = 0
    for edit in edits:
        for sign, words in (
            (" ", old[at : edit.start]),
            ("-", old[edit.start : edit.end]),
            ("+", new[edit.new_start : edit.new_end]),
        ):
            if words:
                yield Piece(sign, shown(words))
        at = edit.end
    if rest := new[edits[-1].new_end :]:
        yield Piece(" ", shown(rest))


def shown(words: str) -> str:
    """The words, a sign where a footnote is marked."""
    return words.replace(NOTE_MARK, SHOWN_NOTE_MARK)


def _lines(change: Change) -> Iterator[Line]:
    for unit in change.units:
        label = unit.label
        if unit.element is Element.NOTE:
            label = f"({unit.label})"
        if unit.text or label:
            yield Line(label, shown(unit.text))


def _number_change(change: Change) -> str:
    old, new = change.old, change.new
    if old is None or new is None:
        return ""
    if old.label != new.label:
        return f"{old.label or '∅'} → {new.label or '∅'}"
    return f"“{old.ending}” → “{new.ending}”"


def _short(words: str) -> str:
    return words if len(words) <= 160 else f"{words[:159]}…"


def _marked_up(unit: Unit) -> str:
    """The parts of a text that are not plain, in the notation of the content."""
    found = []
    for inline in unit.inlines:
        match inline:
            case Run(bold=bold, italic=italic) if bold or italic:
                sign = "**" if bold else "*"
                found.append(f"{sign}{inline.text}{sign}")
            case Link(url=url):
                found.append(f"<{url}>")
            case Reference(anchor=anchor):
                found.append(f"@{anchor}")
            case Blank(remark=remark):
                found.append(f"@trống({remark})")
    return _short(" ".join(found)) or "∅"
