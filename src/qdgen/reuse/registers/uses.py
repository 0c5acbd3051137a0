"""Who uses an entry of the registers, and where: by its key, or by its number or name typed out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from qdgen.check.text.citations import SYMBOL, number_key
from qdgen.content.markup import Footnote, Inline, Mention
from qdgen.content.markup_parser import parse_inline
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.positions import locate
from qdgen.diagnostics import Location
from qdgen.reuse.registers.desk import Desk

_SYMBOL = re.compile(rf"(?<![\w/]){SYMBOL}")


class Way(Enum):
    """How an entry is used."""

    BASIS = auto()
    """As a căn cứ, by its key."""
    KEY = auto()
    """By `@key` in a text."""
    TYPED = auto()
    """By its number, or the official name of the unit, typed out."""
    SHORT = auto()
    """By the unit's short name."""
    CAPITALS = auto()
    """By the unit's official name in other capitals, as in a title."""


@dataclass(frozen=True, slots=True)
class Use:
    """A use of `key` at `location`: in the dossier of that name, in the provision, row or căn cứ
    `owner` (where nothing above has an id, the key at the top). `scalar` and `start`, `end` are the
    text and the characters of its value."""

    key: str
    dossier: str
    owner: str
    way: Way
    location: Location
    scalar: Scalar
    start: int
    end: int
    is_verbatim: bool = False
    """It stands in `nguyen_van`."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A text of a content file, and what it belongs to."""

    scalar: Scalar
    owner: str
    path: tuple[str, ...]
    """The keys above it."""

    @property
    def is_verbatim(self) -> bool:
        """Whether it is quoted as it must stand."""
        return "nguyen_van" in self.path


def uses_of(desk: Desk) -> dict[str, list[Use]]:
    """The uses of every entry that is used, by its key, in the order of the files."""
    numbers = {
        number_key(entry.number): key
        for key, entry in desk.registers.documents.items()
        if entry.number
    }
    names = _Names(desk)
    known = {*desk.registers.documents, *desk.registers.units}
    found: dict[str, list[Use]] = defaultdict(list)
    for dossier in desk.dossiers:
        for file in dossier.files:
            for spot in spots(file.root):
                for key, way, start, end in _in_text(spot, known, numbers, names):
                    found[key].append(
                        Use(
                            key,
                            dossier.name,
                            spot.owner or spot.path[0],
                            way,
                            locate(spot.scalar, start),
                            spot.scalar,
                            start,
                            end,
                            spot.is_verbatim,
                        )
                    )
    return found


def spots(root: MapNode | None) -> Iterator[Spot]:
    """Every text below `root` but for ids, in the order of the file."""
    waiting: list[tuple[object, str, tuple[str, ...]]] = [(root, "", ())]
    while waiting:
        node, owner, path = waiting.pop()
        if isinstance(node, Scalar):
            if node.value and path[-1:] != ("id",):
                yield Spot(node, owner, path)
        elif isinstance(node, MapNode):
            owner = str(node.get("id") or owner)
            waiting += [(v, owner, (*path, k)) for k, v in reversed(list(node.items()))]
        elif isinstance(node, ListNode):
            waiting += [(item, owner, path) for item in reversed(node)]


def _in_text(
    spot: Spot,
    known: set[str],
    numbers: Mapping[str, str],
    names: _Names,
) -> Iterator[tuple[str, Way, int, int]]:
    value = spot.scalar.value
    if spot.path == ("can_cu",):
        if value in known:
            yield value, Way.BASIS, 0, len(value)
        return
    if "@" in value:
        for mention in _mentions(parse_inline(spot.scalar)[0]):
            if mention.key in known:
                end = mention.offset + 1 + len(mention.key)
                yield mention.key, Way.KEY, mention.offset, end
    for match in _SYMBOL.finditer(value) if "/" in value else ():
        key = numbers.get(number_key(match[0]))
        if key is not None and not value[: match.start()].endswith("@"):
            yield key, Way.TYPED, match.start(), match.end()
    yield from names.found_in(value)


class _Names:
    """The names of all units, as whole words, of which the longest is found."""

    def __init__(self, desk: Desk) -> None:
        units = desk.registers.units
        short = {u.short_name: key for key, u in units.items() if " " in u.short_name}
        self._official = {unit.name: key for key, unit in units.items()}
        self._keys = {name.casefold(): key for name, key in {**short, **self._official}.items()}
        self._short = set(short)
        names = sorted(map(re.escape, {*short, *self._official}), key=len, reverse=True)
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(names)})(?!\w)", re.IGNORECASE) if names else None
        )

    def found_in(self, words: str) -> Iterator[tuple[str, Way, int, int]]:
        """The key, the way, and from where to where."""
        for match in self._pattern.finditer(words) if self._pattern is not None else ():
            key = self._keys.get(match[0].casefold())
            if key is None:
                continue
            way = Way.CAPITALS
            if match[0] in self._official:
                way = Way.TYPED
            elif match[0] in self._short:
                way = Way.SHORT
            yield key, way, match.start(), match.end()


def _mentions(nodes: Sequence[Inline]) -> Iterator[Mention]:
    for node in nodes:
        if isinstance(node, Mention):
            yield node
        elif isinstance(node, Footnote):
            yield from _mentions(node.content)
