"""Two versions joined: which unit of the old is which of the new, whatever numbers they print."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from qdgen.check.elements import Element
from qdgen.review.likeness import aligned, likeness
from qdgen.review.sequences import longest_increasing
from qdgen.review.unit import Unit, Version
from qdgen.review.words import NOTE_MARK

_RENAMED = 0.8
"""An id that is gone and one that is new, in one place, name the same text from here on."""
_MOST_RENAMED = 60
_FLOWING = frozenset({Element.TEXT, Element.DASH})


class Pair(NamedTuple):
    """A unit of the old version and what it is in the new one; None where it is not there."""

    old: Unit | None
    new: Unit | None


@dataclass(frozen=True)
class Joined:
    """Two versions side by side. `pairs` are in print order: of the new version, what is gone
    behind what stood before it. `renamed` are old ids by what they are called now; `moved` the
    new keys of units or ids that changed places: among their siblings the fewest that can have."""

    pairs: Sequence[Pair]
    renamed: Mapping[str, str] = field(default_factory=dict)
    moved: frozenset[str] = frozenset()
    moved_away: frozenset[str] = frozenset()
    """Those of `moved` that stand below another parent now."""


def join(old: Version, new: Version) -> Joined:
    """Join `old` to `new`, by keys first, what has no id by likeness."""
    return _Joining(old, new).joined()


class _Joining:
    def __init__(self, old: Version, new: Version) -> None:
        self._old = old
        self._new = new
        self._words_alone = old.words_alone or new.words_alone
        self._to: dict[str, Unit] = {}
        """What each unit of the old version is in the new one, by its old key."""
        self._from: dict[str, Unit] = {}
        self._renamed: dict[str, str] = {}
        self._moved: set[str] = set()
        self._moved_away: set[str] = set()

    def joined(self) -> Joined:
        self._renamed = dict(self._find_renamed())
        self._by_key()
        for mine, its in self._lists():
            self._by_likeness(mine, its)
        self._elsewhere()
        self._notes()
        self._find_moved()
        return Joined(
            list(self._in_order()),
            self._renamed,
            frozenset(self._moved),
            frozenset(self._moved_away),
        )

    # --- ids -------------------------------------------------------------------------------------

    def _find_renamed(self) -> Iterator[tuple[str, str]]:
        """Ids that are only in one version, below one parent, with the same words or like ones."""
        gone = [id_ for id_ in self._old.parents if id_ not in self._new.parents]
        come = [id_ for id_ in self._new.parents if id_ not in self._old.parents]
        if not gone or not come:
            return
        mine, its = _own_words(self._old, gone), _own_words(self._new, come)
        same: dict[str, list[str]] = defaultdict(list)
        for id_ in come:
            same[its[id_]].append(id_)
        below: dict[str, list[str]] = defaultdict(list)
        for id_ in come:
            below[self._new.parents[id_]].append(id_)
        taken: set[str] = set()
        left: dict[str, list[str]] = defaultdict(list)
        for id_ in gone:
            twins = same.get(mine[id_], []) if len(mine[id_].split()) > 2 else []
            if len(twins) == 1 and twins[0] not in taken:
                taken.add(twins[0])
                yield id_, twins[0]
            else:
                left[self._old.parents[id_]].append(id_)
        for parent, ids in left.items():
            others = [id_ for id_ in below[parent] if id_ not in taken]
            if len(ids) * len(others) > _MOST_RENAMED**2:
                continue
            for id_ in ids:
                twin = max(others, key=lambda other: likeness(mine[id_], its[other]), default=None)
                if twin is not None and likeness(mine[id_], its[twin]) >= _RENAMED:
                    others.remove(twin)
                    yield id_, twin

    def _key_now(self, key: str) -> str:
        owner, slash, rest = key.partition("/")
        return f"{self._renamed.get(owner, owner)}{slash}{rest}"

    # --- units -----------------------------------------------------------------------------------

    def _by_key(self) -> None:
        if self._words_alone:
            # A Word file does not say what is a title: its bookmarks say which provision it is.
            own = {unit.key: unit for unit in self._new.units if unit.key == unit.owner}
            for unit in self._old.units:
                other = own.get(self._key_now(unit.key)) if unit.key == unit.owner else None
                if other is not None:
                    self._put(unit, other)
        there = {unit.key: unit for unit in self._new.units if not _is_listed(unit)}
        for unit in self._old.units:
            if not _is_listed(unit):
                other = there.get(self._key_now(unit.key))
                if other is not None and _are_one(unit, other):
                    self._put(unit, other)

    def _put(self, unit: Unit, other: Unit) -> None:
        self._to[unit.key] = other
        self._from[other.key] = unit

    def _lists(self) -> Iterator[tuple[list[Unit], list[Unit]]]:
        """The texts that no id names, list by list: the paragraphs and dashes of a provision (with
        its own words where it has no title), căn cứ, recipients."""
        lists: tuple[dict[str, list[Unit]], dict[str, list[Unit]]] = ({}, {})
        for found, version, seen in (
            (lists[0], self._old, self._to),
            (lists[1], self._new, self._from),
        ):
            for unit in version.units:
                if unit.host or unit.key in seen:
                    continue
                name = _list_of(unit)
                if name:
                    owner = unit.owner if version is self._new else self._key_now(unit.owner)
                    found.setdefault(f"{owner}/{name}", []).append(unit)
        for name, mine in lists[0].items():
            if name in lists[1]:
                yield mine, lists[1][name]

    def _by_likeness(self, mine: list[Unit], its: list[Unit]) -> None:
        """Join two lists; what is the same or alike but out of order has moved."""
        if len(mine) == len(its) == 1 and not (_is_basis(mine[0]) or mine[0].is_counted):
            self._put(mine[0], its[0])
            return
        pairs = aligned([_plain(u) for u in mine], [_plain(u) for u in its])
        for i, k in pairs:
            self._put(mine[i], its[k])
        left = [u for u in mine if u.key not in self._to]
        free = [u for u in its if u.key not in self._from]
        for unit in left if len(left) * len(free) <= _MOST_RENAMED**2 else ():
            twin = max(free, key=lambda other: likeness(_plain(unit), _plain(other)), default=None)
            if twin is not None and likeness(_plain(unit), _plain(twin)) >= _RENAMED:
                free.remove(twin)
                self._put(unit, twin)
                self._moved.add(twin.key)

    def _elsewhere(self) -> None:
        """Texts without an id that went to another provision, word for word."""
        there: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._new.units:
            if unit.key not in self._from and unit.element in _FLOWING and not unit.host:
                there[_plain(unit)].append(unit)
        for unit in self._old.units:
            if unit.key in self._to or unit.element not in _FLOWING or unit.host:
                continue
            twins = there.get(_plain(unit), ())
            if len(twins) == 1 and len(_plain(unit).split()) > 3 and twins[0].key not in self._from:
                self._put(unit, twins[0])
                self._moved.add(twins[0].key)
                self._moved_away.add(twins[0].key)

    def _notes(self) -> None:
        """The footnotes of units that are one, by likeness."""
        mine, its = _notes_by_host(self._old), _notes_by_host(self._new)
        for key, notes in mine.items():
            host = self._to.get(key)
            others = its.get(host.key, []) if host is not None else []
            if len(notes) == len(others) == 1:
                self._put(notes[0], others[0])
                continue
            for i, k in aligned([_plain(n) for n in notes], [_plain(n) for n in others]):
                self._put(notes[i], others[k])

    # --- places ----------------------------------------------------------------------------------

    def _find_moved(self) -> None:
        parents = self._new.parents
        parts = {unit.part for unit in self._new.units} if self._words_alone else set()
        before: dict[str, list[str]] = defaultdict(list)
        stood = {self._renamed.get(id_, id_): self._parent_now(id_) for id_ in self._old.parents}
        for id_ in stood:
            if id_ in parents:
                before[stood[id_]].append(id_)
        after: dict[str, list[str]] = defaultdict(list)
        for id_, parent in parents.items():
            if id_ not in stood:
                continue
            if stood[id_] != parent and id_ not in parts:
                self._moved.add(id_)
                self._moved_away.add(id_)
            else:
                after[parent].append(id_)
        for parent, ids in after.items():
            self._moved |= _out_of_order(before[parent], ids)
        for element in (Element.BASIS, Element.RECIPIENT):
            came = [u.key for u in self._new.units if u.element is element and u.key in self._from]
            was = [
                self._to[u.key].key
                for u in self._old.units
                if u.element is element and u.key in self._to
            ]
            self._moved |= _out_of_order(was, came)

    def _parent_now(self, id_: str) -> str:
        parent = self._old.parents[id_]
        return self._renamed.get(parent, parent)

    def _in_order(self) -> Iterator[Pair]:
        gone_after: dict[str, list[Unit]] = defaultdict(list)
        last = ""
        for unit in self._old.units:
            other = self._to.get(unit.key)
            if other is None:
                gone_after[last].append(unit)
            elif other.key not in self._moved and other.owner not in self._moved:
                last = other.key
        for unit in gone_after.get("", ()):
            yield Pair(unit, None)
        for other in self._new.units:
            yield Pair(self._from.get(other.key), other)
            for unit in gone_after.get(other.key, ()):
                yield Pair(unit, None)


def _out_of_order(before: Sequence[str], after: Iterable[str]) -> set[str]:
    """The fewest of the names in both that must have changed places."""
    place = {name: nth for nth, name in enumerate(before)}
    common = [name for name in after if name in place]
    kept = longest_increasing([place[name] for name in common])
    return set(common) - {common[index] for index in kept}


def _is_listed(unit: Unit) -> bool:
    """Whether likeness tells what it is, not its key alone."""
    return bool(unit.host) or unit.is_counted or (bool(_list_of(unit)) and not _is_basis(unit))


def _list_of(unit: Unit) -> str:
    """The name of the list without ids that it stands in, "" for none."""
    if unit.element in _FLOWING and unit.key != unit.owner:
        return "loi"
    if _is_basis(unit) or unit.element is Element.RECIPIENT:
        return unit.element.value
    is_own = unit.key == unit.owner and not unit.is_title
    return "loi" if is_own and unit.element in _OWN_WORDS else ""


_OWN_WORDS = frozenset({Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.OUTLINE})


def _is_basis(unit: Unit) -> bool:
    return unit.element is Element.BASIS


def _are_one(unit: Unit, other: Unit) -> bool:
    """Whether one key means the same on both sides: a title is no first paragraph."""
    return unit.element in _FLOWING or unit.is_title == other.is_title or _is_row(unit)


def _is_row(unit: Unit) -> bool:
    return unit.element in {Element.ROW_NUMBER, Element.ROW_HEADING}


def _plain(unit: Unit) -> str:
    """The words by which it is known again: without the mark the program set, without note marks,
    spaces made even."""
    words = unit.text.removesuffix(unit.ending) if unit.ending else unit.text
    return " ".join(words.replace(NOTE_MARK, "").split())


def _own_words(version: Version, ids: Sequence[str]) -> dict[str, str]:
    """All that each of `ids` says itself, what stands in it left out."""
    words: dict[str, list[str]] = {id_: [] for id_ in ids}
    for unit in version.units:
        if unit.owner in words and not unit.host:
            words[unit.owner].append(_plain(unit))
    return {id_: "\n".join(texts).strip() for id_, texts in words.items()}


def _notes_by_host(version: Version) -> dict[str, list[Unit]]:
    notes: dict[str, list[Unit]] = defaultdict(list)
    for unit in version.units:
        if unit.host:
            notes[unit.host].append(unit)
    return notes
