"""The rows of a Bảng so sánh from two versions compared.

A row is a provision, a row of an annex, or a text without an id; it shows all that the provision
says, so that a reader needs no other paper. What was only renumbered is told below the table.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.check.elements import Element
from qdgen.review.changes import Comparison, Kind
from qdgen.review.joining import Pair as Joined
from qdgen.review.side_by_side.lines import pair_of
from qdgen.review.side_by_side.places import Places
from qdgen.review.side_by_side.rows import Group, Mark, Pair, Row, Span
from qdgen.review.unit import Unit

ADDED, REMOVED, UNCHANGED = "Bổ sung mới", "Bỏ", "Giữ nguyên"
FOLLOWS = "Thay đổi theo chỗ được dẫn chiếu."
GONE = "/bo"
"""Ends the key of a text without an id that is gone."""
EMPHASIS = "(Chỉ đổi kiểu chữ)"
_MOST_TOLD = 12
_ROWS = (Element.ROW_HEADING, Element.ROW_NUMBER)
# What changes no printed word of the decision, or is told below the table.
_ASIDE = (Kind.RENUMBERED, Kind.RENAMED, Kind.WRITTEN, Kind.SETTING, Kind.REGISTER)


@dataclass(slots=True)
class _Collected:
    """The units of a row, in print order."""

    key: str
    part: str
    pairs: list[Joined] = field(default_factory=list)


def rows_of(
    comparison: Comparison, reasons: Mapping[str, str], *, with_unchanged: bool = False
) -> tuple[list[Group | Row], list[str]]:
    """The rows in print order, each part below its title, and the notes below the table.

    `reasons` are the words of the last column by the key of the row.
    """
    return _Builder(comparison, reasons, with_unchanged).build()


class _Builder:
    def __init__(
        self, comparison: Comparison, reasons: Mapping[str, str], with_unchanged: bool
    ) -> None:
        self._comparison = comparison
        old, new = comparison.old, comparison.new
        self._old_places, self._new_places = Places(old), Places(new)
        self._units = (*new.units, *old.units)
        self._columns = {u.key: u.text for u in self._units if u.element is Element.COLUMN_HEADING}
        self._reasons = reasons
        self._with_unchanged = with_unchanged
        self._kinds = _kinds_by_unit(comparison)
        self._moved = {c.key for c in comparison.changes if c.kind is Kind.MOVED}
        self._old_order = {unit.key: nth for nth, unit in enumerate(old.units)}
        self._new_order = {unit.key: nth for nth, unit in enumerate(new.units)}

    def build(self) -> tuple[list[Group | Row], list[str]]:
        rows: list[Group | Row] = []
        part = ""
        for collected in self._collected():
            row = self._row(collected)
            if row is None:
                continue
            if collected.part != part:
                part = collected.part
                rows.append(Group(self._title(part)))
            rows.append(row)
        return rows, list(self._notes())

    def _collected(self) -> Iterable[_Collected]:
        parts = {unit.part for unit in self._units}
        renamed = {
            change.old_place: change.key
            for change in self._comparison.changes
            if change.kind is Kind.RENAMED
        }
        hosts: dict[str, str] = {}

        def key_of(unit: Unit) -> str:
            owner = renamed.get(unit.owner, unit.owner)
            if unit.host:
                return hosts.get(unit.host, owner or unit.key)
            return owner if owner and unit.owner not in parts else unit.key

        found: dict[str, _Collected] = {}
        for old, new in self._comparison.pairs:
            halves = [Joined(old, new)]
            if old is not None and new is not None and self._is_moved_line(old, new, key_of):
                halves = [Joined(old, None), Joined(None, new)]
            for half in halves:
                unit = half.new or half.old
                if unit is None:
                    continue
                hosts[unit.key] = key = key_of(unit)
                if half.new is None and key == unit.key and unit.is_counted:
                    key += GONE  # its number in the list may be another's now
                if unit.is_derived and unit.element is not Element.NOTE:
                    continue
                found.setdefault(key, _Collected(key, unit.part)).pairs.append(half)
        return found.values()

    def _is_moved_line(self, old: Unit, new: Unit, key_of: Callable[[Unit], str]) -> bool:
        """Whether a text without an id went elsewhere: it stands in two places of the table."""
        if new.key == new.owner or not new.owner:
            return False
        return new.key in self._moved or key_of(old) != key_of(new)

    def _row(self, collected: _Collected) -> Row | None:
        shown = [pair for pair in self._in_order(collected.pairs) if _says_something(pair)]
        kinds = {kind for pair in collected.pairs for kind in self._kinds_of(pair)}
        is_moved = collected.key in self._moved
        is_change = is_moved or bool(kinds)
        if not shown or not (is_change or self._with_unchanged):
            return None
        old = next((old for old, _ in collected.pairs if old is not None), None)
        new = next((new for _, new in collected.pairs if new is not None), None)
        pairs = [pair_of(*pair, self._column(pair)) for pair in shown]
        if not is_change:
            pairs = [*(Pair(old=pair.old) for pair in pairs), _remark(new=UNCHANGED)]
        elif old is None:
            pairs.insert(0, _remark(old=ADDED))
        elif new is None:
            pairs.append(_remark(new=REMOVED))
        elif is_moved:
            place = self._old_places.within_a_sentence(old)
            pairs.append(_remark(new=f"(Chuyển từ {place})"))
        elif kinds == {Kind.EMPHASIS}:
            pairs.append(_remark(new=EMPHASIS))
        reason = self._reasons.get(collected.key, "")
        if not reason and kinds == {Kind.FOLLOWS} and not is_moved:
            reason = FOLLOWS
        old_place = self._old_places.of(old) if old is not None else ""
        new_place = self._new_places.of(new) if new is not None else ""
        places, unit = (self._new_places, new) if new is not None else (self._old_places, old)
        name = places.within_a_sentence(unit) if unit is not None else ""
        return Row(collected.key, pairs, old_place, new_place, reason, is_change, name)

    def _in_order(self, pairs: Sequence[Joined]) -> Iterator[Joined]:
        """Each column in its own order, texts that are one beside each other."""
        both = [pair for pair in pairs if pair.old is not None and pair.new is not None]
        gone = deque(sorted((p for p in pairs if p.new is None), key=self._old_index))
        come = deque(sorted((p for p in pairs if p.old is None), key=self._new_index))
        for pair in sorted(both, key=self._new_index):
            while gone and self._old_index(gone[0]) < self._old_index(pair):
                yield gone.popleft()
            while come and self._new_index(come[0]) < self._new_index(pair):
                yield come.popleft()
            yield pair
        yield from gone
        yield from come

    def _old_index(self, pair: Joined) -> int:
        return self._old_order[pair.old.key] if pair.old is not None else -1

    def _new_index(self, pair: Joined) -> int:
        return self._new_order[pair.new.key] if pair.new is not None else -1

    def _kinds_of(self, pair: Joined) -> set[Kind]:
        """What was done to a text; a half of a text that went elsewhere came or went itself."""
        unit = pair.new or pair.old
        if unit is None:
            return set()
        if pair.old is None:
            return {Kind.ADDED}
        return {Kind.REMOVED} if pair.new is None else self._kinds.get(unit.key, set())

    def _column(self, pair: Joined) -> str:
        unit = pair.new or pair.old
        if unit is None or unit.element is not Element.CELL:
            return ""
        return self._columns.get(f"{unit.part}/cot/{unit.key.rpartition('/')[2]}", "")

    def _title(self, part: str) -> str:
        units = self._units
        for unit in units:
            if unit.key == part and unit.element is Element.TITLE:
                words = " ".join(unit.text.split())
                return f"{unit.label}: {words}" if unit.label else words
        return next((unit.text for unit in units if unit.element is Element.TYPE), "")

    def _notes(self) -> Iterator[str]:
        renumbered = list(self._renumbered())
        told = renumbered[:_MOST_TOLD]
        if len(renumbered) > _MOST_TOLD:
            told.append(f"{len(renumbered) - _MOST_TOLD} chỗ khác")
        rows = [c for c in self._comparison.renumbered if c.new is not None]
        if count := sum(c.new is not None and c.new.element in _ROWS for c in rows):
            told.append(f"{count} hàng của phụ lục")
        if told:
            yield f"Chỉ đổi số, giữ nguyên nội dung: {'; '.join(told)}."
        for kind, words in (
            (Kind.SETTING, "Thay đổi cách trình bày"),
            (Kind.REGISTER, "Thay đổi trong danh mục văn bản, đơn vị"),
        ):
            keys = [change.key for change in self._comparison.changes if change.kind is kind]
            if keys:
                yield f"{words}: {', '.join(keys)}."

    def _renumbered(self) -> Iterator[str]:
        for change in self._comparison.renumbered:
            old, new = change.old, change.new
            if old is None or new is None or old.key != old.owner or old.element in _ROWS:
                continue
            if old.label != new.label:
                before = self._old_places.within_a_sentence(old)
                yield f"{before} thành {self._new_places.within_a_sentence(new)}"


def _kinds_by_unit(comparison: Comparison) -> dict[str, set[Kind]]:
    """What was done to the units that are in both versions, by the new key."""
    kinds: dict[str, set[Kind]] = defaultdict(set)
    for change in comparison.changes:
        if change.kind not in (*_ASIDE, Kind.MOVED) and change.old and change.new:
            kinds[change.new.key].add(change.kind)
    return kinds


def _says_something(pair: Joined) -> bool:
    return any(unit is not None and unit.text for unit in pair)


def _remark(*, old: str = "", new: str = "") -> Pair:
    return Pair((Span(old, Mark.REMARK),) if old else (), (Span(new, Mark.REMARK),) if new else ())


def subject_of(units: Sequence[Unit]) -> str:
    """Type and subject of the decision in one phrase: "Quyết định phê duyệt …"."""
    found = {unit.element: " ".join(unit.text.split()) for unit in reversed(units)}
    kind, subject = found.get(Element.TYPE, ""), found.get(Element.SUBJECT, "")
    if len(subject) > 1 and subject[1].islower():
        subject = subject[0].lower() + subject[1:]
    return f"{kind.capitalize()} {subject}".strip()
