"""Two versions compared by id: what came, went, moved, was reworded, and what follows from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from qdgen.check.elements import Element
from qdgen.review.changes import Change, Comparison, Field, Group, Kind
from qdgen.review.joining import Joined, join
from qdgen.review.levels import rule_named
from qdgen.review.mentions import keys_in
from qdgen.review.rewording import Rewording, simple
from qdgen.review.unit import Unit, Version

_PRINTED_FIELDS = frozenset({"loai", "so", "ngay", "co_quan", "trich_yeu", "ten", "ten_tat"})
_CAME_OR_WENT = {
    Element.BASIS: "basis",
    Element.RECIPIENT: "recipient",
    Element.NOTE: "note",
    Element.CELL: "cell",
    Element.COLUMN_HEADING: "column",
    Element.ROW_HEADING: "row",
    Element.ROW_NUMBER: "row",
    Element.TEXT: "paragraph",
    Element.DASH: "paragraph",
    Element.CLOSING: "paragraph",
    Element.PARENT_ORGAN: "head",
    Element.ORGAN: "head",
    Element.NUMBER: "head",
    Element.PLACE_DATE: "head",
    Element.TYPE: "head",
    Element.CAPACITY: "head",
    Element.POSITION: "head",
    Element.SIGNER: "head",
}


def compare(old: Version, new: Version) -> Comparison:
    """What changed from `old` to `new`, in print order, with levels and groups; then registers and
    settings."""
    return _Comparing(old, new, join(old, new)).comparison()


class _Comparing:
    def __init__(self, old: Version, new: Version, joined: Joined) -> None:
        self._old = old
        self._new = new
        self._joined = joined
        self._words_alone = old.words_alone or new.words_alone
        self._called = {now: was for was, now in joined.renamed.items()}
        emptied = {
            unit.key
            for pair in joined.pairs
            if pair.old and pair.new and not (pair.old.inlines and pair.new.inlines)
            for unit in (pair.old, pair.new)
        }
        gone = [p.old for p in joined.pairs if p.old and not p.new and p.old.host not in emptied]
        come = [p.new for p in joined.pairs if p.new and not p.old and p.new.host not in emptied]
        if self._words_alone:  # of what prints nothing a Word file knows nothing
            gone = [unit for unit in gone if unit.inlines or unit.label]
            come = [unit for unit in come if unit.inlines or unit.label]
        self._went = _Alone(old, {*new.parents, *joined.renamed}, gone, new)
        self._came = _Alone(new, {*old.parents, *self._called}, come, old)
        to = {p.old.key: p.new.key for p in joined.pairs if p.old and p.new}
        self._rewording = Rewording(
            joined.renamed,
            _unit_names(old) | _unit_names(new),
            frozenset({*self._came.hosts, *(to.get(host, "") for host in self._went.hosts)}),
            words_alone=self._words_alone,
        )

    def comparison(self) -> Comparison:
        found = list(self._of_units())
        if not self._words_alone:
            found += self._of_registers(found)
            found += self._of_settings()
        return Comparison(self._old, self._new, self._joined.pairs, found, list(_groups(found)))

    # --- units -----------------------------------------------------------------------------------

    def _of_units(self) -> Iterator[Change]:
        placed: set[str] = set()
        for pair in self._joined.pairs:
            if pair.new is None:
                yield from self._went.told(pair.old, Kind.REMOVED)
            elif pair.old is None:
                yield from self._came.told(pair.new, Kind.ADDED)
            else:
                yield from self._of_place(pair.old, pair.new, placed)
                moved_away = pair.new.owner in self._joined.moved_away
                moved_away |= pair.new.key in self._joined.moved_away
                yield from self._rewording.changes(pair.old, pair.new, moved_away=moved_away)

    def _of_place(self, old: Unit, new: Unit, placed: set[str]) -> Iterator[Change]:
        id_ = new.owner
        if id_ in self._new.parents and id_ not in placed and not new.is_derived:
            placed.add(id_)
            was = self._called.get(id_)
            if was is not None:
                yield _placed(simple(Kind.RENAMED, "renamed", id_, old, new), was, id_)
            if id_ in self._joined.moved:
                stood = self._old.parents.get(was or id_, "")
                yield self._moved(id_, old, new, stood, self._new.parents[id_])
        if new.key != id_ and new.key in self._joined.moved:
            yield self._moved(new.key, old, new, old.owner, new.owner)

    def _moved(self, key: str, old: Unit, new: Unit, was: str, now: str) -> Change:
        rule = "moved-away" if key in self._joined.moved_away else "order"
        return _placed(simple(Kind.MOVED, rule, key, old, new), was, now)

    # --- registers and settings ------------------------------------------------------------------

    def _of_registers(self, found: Iterable[Change]) -> Iterator[Change]:
        shown: dict[str, list[str]] = defaultdict(list)
        for change in found:
            for key in change.causes:
                shown[key].append(change.key)
        old, new = self._old.registers, self._new.registers
        fields: dict[str, list[Field]] = defaultdict(list)
        for path in dict.fromkeys((*old, *new)):
            if old.get(path) != new.get(path):
                key, _, name = path.partition("/")
                fields[key].append(Field(name, old.get(path, ""), new.get(path, "")))
        printed = _printed(self._old, fields) | _printed(self._new, fields)
        for key, changed in fields.items():
            is_seen = key in printed and any(field.name in _PRINTED_FIELDS for field in changed)
            rule = rule_named("entry-printed" if is_seen else "entry-aside")
            yield Change(
                Kind.REGISTER,
                key,
                rule.level,
                rule.name,
                fields=tuple(changed),
                effects=tuple(dict.fromkeys(shown[key])),
            )

    def _of_settings(self) -> Iterator[Change]:
        old, new = self._old.settings, self._new.settings
        columns = _columns(self._old) ^ _columns(self._new)
        rule = rule_named("setting")
        for path in dict.fromkeys((*old, *new)):
            was, now = old.get(path, ""), new.get(path, "")
            if was == now or path.removesuffix("/rong") in columns:
                continue
            if path.endswith("/cot"):
                # Which columns there are is told by their headings; here, their order alone.
                left, right = was.split(", "), now.split(", ")
                if [c for c in left if c in right] == [c for c in right if c in left]:
                    continue
            field = Field(path.rpartition("/")[2], was, now)
            yield Change(Kind.SETTING, path, rule.level, rule.name, fields=(field,))


class _Alone:
    """The units of one version that the other has not, by what came or went as a whole."""

    def __init__(
        self,
        version: Version,
        known: Container[str],
        units: Iterable[Unit],
        other: Version,
    ) -> None:
        self._tops: dict[str, str] = {}
        for id_, parent in version.parents.items():
            if id_ not in known:
                self._tops[id_] = self._tops.get(parent, id_)
        self._columns = _columns(version) - _columns(other)
        self._by_key = {unit.key: unit for unit in units}
        self._units: dict[str, list[Unit]] = defaultdict(list)
        for unit in self._by_key.values():
            self._units[self._top(unit)].append(unit)
        self._told: set[str] = set()
        self.hosts = {u.host for u in self._by_key.values() if u.host}

    def told(self, unit: Unit | None, kind: Kind) -> Iterator[Change]:
        """The change a unit belongs to, the first time it is asked for."""
        if unit is None or unit.key not in self._by_key:
            return
        top = self._top(unit)
        if top in self._told:
            return
        self._told.add(top)
        units = self._units[top]
        first = next((u for u in units if u.key == top), units[0])
        if first.is_derived and first.element is not Element.NOTE and top == first.key:
            kind, rule = Kind.FOLLOWS, "follows"
        elif first.part == top:
            rule = "part"
        else:
            rule = _CAME_OR_WENT.get(first.element, "provision")
        is_new = kind is Kind.ADDED
        old, new = (None, first) if is_new else (first, None)
        yield Change(kind, top, rule_named(rule).level, rule, old, new, units=tuple(units))

    def _top(self, unit: Unit) -> str:
        if unit.owner in self._tops:
            return self._tops[unit.owner]
        host = self._by_key.get(unit.host)
        if host is not None:
            return self._top(host)
        if unit.element is Element.CELL:
            column = f"{unit.part}/cot/{unit.key.rpartition('/')[2]}"
            if column in self._columns:
                return column
        return unit.key


def _placed(change: Change, was: str, now: str) -> Change:
    return Change(
        change.kind,
        change.key,
        change.level,
        change.rule,
        change.old,
        change.new,
        old_place=was,
        new_place=now,
    )


def _columns(version: Version) -> set[str]:
    return {unit.key for unit in version.units if unit.element is Element.COLUMN_HEADING}


def _unit_names(version: Version) -> frozenset[str]:
    """The names that don-vi.yaml gives."""
    ends = ("/ten", "/ten_tat")
    return frozenset(value for path, value in version.registers.items() if path.endswith(ends))


def _printed(version: Version, keys: Mapping[str, Sequence[Field]]) -> set[str]:
    """Those of `keys` that a text of the version mentions."""
    if not keys:
        return set()
    found: set[str] = set()
    for unit in version.units:
        if unit.passage is not None:
            found |= keys_in(unit)
    return found & set(keys)


def _groups(changes: Iterable[Change]) -> Iterator[Group]:
    """The replacements that were made in several places."""
    alike: dict[tuple[str, str], list[Change]] = defaultdict(list)
    shown: dict[tuple[str, str], tuple[str, str]] = {}
    for change in changes:
        if change.kind is not Kind.REWORDED or change.old is None or change.new is None:
            continue
        old, new = change.old.text, change.new.text
        replaced = {
            (old[edit.start : edit.end].strip(), new[edit.new_start : edit.new_end].strip())
            for edit in change.edits
            if edit not in change.aside
        }
        keys = {(was.casefold(), now.casefold()) for was, now in replaced}
        if len(keys) == 1:
            key = keys.pop()
            alike[key].append(change)
            shown.setdefault(key, next(iter(replaced)))
    for key, those in alike.items():
        if len(those) > 1:
            yield Group(*shown[key], tuple(those))
