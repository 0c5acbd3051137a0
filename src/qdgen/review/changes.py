"""What a comparison finds: the changes between two versions, each with its level and its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from qdgen.review.joining import Pair
from qdgen.review.unit import Unit, Version
from qdgen.review.words import Edit


class Kind(StrEnum):
    """What became of a text, a provision, a row, an entry."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    REWORDED = "reworded"
    EMPHASIS = "emphasis"
    """The same words in bold, in italics, as a link, or no longer."""
    SHAPE = "shape"
    """The same words as another thing: a dash line that was a paragraph."""
    REGISTER = "register"
    """An entry of a register changed."""
    SETTING = "setting"
    RENAMED = "renamed"
    """An id is called otherwise."""
    WRITTEN = "written"
    """Written otherwise in the content, printed the same."""
    RENUMBERED = "renumbered"
    """Only its number, or the mark that ends it in a list, is another."""
    FOLLOWS = "follows"
    """Printed otherwise because something else changed: a register entry, a number, a choice."""


class Level(IntEnum):
    """How much a reviewer should mind."""

    FORM = 1
    EDITORIAL = 2
    WORDING = 3
    SUBSTANCE = 4


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a register entry: "" where there is none."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `key` is that of the unit (the new one where there are two), the id of a
    provision or row that came, went, moved or was renamed, the register key, or the setting's path.

    `old` and `new` are the unit before and after, or the first of several; `units` all that came
    or went with it. `edits` are the characters of `old.text` and `new.text` that differ. `rule`
    names what decided the level (levels.RULES).
    """

    kind: Kind
    key: str
    level: Level
    rule: str
    old: Unit | None = None
    new: Unit | None = None
    edits: tuple[Edit, ...] = ()
    aside: tuple[Edit, ...] = ()
    """Those of `edits` that nobody made here: they follow from another change."""
    units: tuple[Unit, ...] = ()
    fields: tuple[Field, ...] = ()
    old_place: str = ""
    """Of what moved or was renamed: the id it stood in, or was called."""
    new_place: str = ""
    effects: tuple[str, ...] = ()
    """Of a register entry: the keys of the units that print it otherwise now."""
    causes: tuple[str, ...] = ()
    """Of what follows, or holds edits that do: the register keys and ids whose change it shows."""

    @property
    def unit(self) -> Unit | None:
        """The unit to name it by."""
        return self.new or self.old


@dataclass(frozen=True, slots=True)
class Group:
    """The same replacement in several places: `old` became `new` in each of `changes`."""

    old: str
    new: str
    changes: tuple[Change, ...]

    @property
    def level(self) -> Level:
        """That of the gravest."""
        return max(change.level for change in self.changes)


@dataclass(frozen=True)
class Comparison:
    """Two versions compared. `changes` stand in print order; `pairs` are all units side by side."""

    old: Version
    new: Version
    pairs: Sequence[Pair]
    changes: Sequence[Change]
    groups: Sequence[Group] = field(default=())

    @property
    def renumbered(self) -> list[Change]:
        """What got another number and nothing else."""
        return [change for change in self.changes if change.kind is Kind.RENUMBERED]

    @property
    def following(self) -> list[Change]:
        """What is printed otherwise because of another change."""
        return [change for change in self.changes if change.kind is Kind.FOLLOWS]

    @property
    def made(self) -> list[Change]:
        """What somebody changed: neither numbers nor what follows from other changes."""
        aside = (Kind.RENUMBERED, Kind.FOLLOWS)
        return [change for change in self.changes if change.kind not in aside]

    @property
    def level(self) -> Level | None:
        """That of the gravest change; None where there is none."""
        return max((change.level for change in self.changes), default=None)
