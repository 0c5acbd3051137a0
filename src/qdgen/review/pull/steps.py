"""What is to be done to the content: steps on the nodes of the base version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.content.fresh_ids import fresh_id
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.review.pull.outcome import Edit
from qdgen.review.pull.tree import Item


@dataclass(frozen=True, slots=True, eq=False)
class Keep:
    """Stands in new data for what is there already, with whatever is reworded in it."""

    node: Item


Data = str | Keep | Mapping[str, "Data"] | Sequence["Data"]


@dataclass(slots=True, eq=False)
class Reword:
    """A text gets another value."""

    scalar: Scalar
    value: str
    edits: list[Edit]


@dataclass(slots=True, eq=False)
class Fill:
    """A cell, or another key of a map, that held nothing gets a value."""

    owner: MapNode
    key: str
    value: str
    edits: list[Edit]


@dataclass(slots=True, eq=False)
class Drop:
    """An item goes out of its list, or a text with its key."""

    node: Item
    edits: list[Edit]


@dataclass(slots=True, eq=False)
class Put:
    """Something comes into a list behind `after` (before `before`, where that is given; else at
    the end): new `data`, or `moved`, an item that is there already. `holder` None: the list
    `key` of `owner` is not there yet; a dash line of words alone may be the owner of a new one."""

    owner: Item
    key: str
    holder: ListNode | None
    edits: list[Edit]
    data: Data | None = None
    moved: Item | None = None
    after: Item | None = None
    before: Item | None = None


@dataclass(slots=True, eq=False)
class Rewrite:
    """The keys of a map get new values whole; an empty value takes the key away."""

    owner: MapNode
    values: dict[str, Data | None]
    edits: list[Edit]


Step = Reword | Fill | Drop | Put | Rewrite


@dataclass(slots=True)
class Plan:
    """All steps, and the edits that none of them takes."""

    steps: list[Step] = field(default_factory=list)
    held: list[Edit] = field(default_factory=list)
    looks: list[Edit] = field(default_factory=list)
    """Looks given by hand that no content can hold."""
    typed: list[tuple[str, str, Edit]] = field(default_factory=list)
    """Numbers typed by hand: the id, the number, the edit if it turns out to be wrong."""


class FreshIds:
    """Ids for what is new, made from its words; each is given once."""

    def __init__(self, taken: Sequence[str]) -> None:
        self._taken = set(taken)

    def of(self, words: str, fallback: str) -> str:
        """An id nobody has yet; `fallback` begins it where the words give none."""
        name = fresh_id(words, self._taken, otherwise=fallback)
        self._taken.add(name)
        return name
