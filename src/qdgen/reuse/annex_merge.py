"""Three versions of an annex's table: what a workbook was made from, what people made of it, and
what the content says by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.messages import Text, text
from qdgen.reuse.annex_table import HEADING, AnnexTable, TableRow


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row of a filled-in workbook: its id ("" for a new one), its words by column, those of
    HEADING among them for a heading row, and its place in the sheet from 1. Columns that cannot be
    known are left out."""

    id: str
    words: Mapping[str, str]
    place: int


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell with other words than before."""

    row: TableRow
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that somebody added: behind the row `after`, "" for the first of the table."""

    words: Mapping[str, str]
    after: str
    place: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was not taken: a row, a column ("" for the row itself), the three versions of its words,
    and why."""

    row: str
    column: str
    base: str
    ours: str
    theirs: str
    why: Text


@dataclass(slots=True)
class Merge:
    """What becomes of the content: each difference between base and workbook is in exactly one of
    `cells`, `added`, `removed`, `same` (the content says so already) and `conflicts`."""

    cells: list[CellChange] = field(default_factory=list)
    added: list[NewRow] = field(default_factory=list)
    removed: list[TableRow] = field(default_factory=list)
    same: list[tuple[str, str]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    is_reordered: bool = False
    """Whether the sheet was sorted: its order is not taken."""

    @property
    def is_nothing(self) -> bool:
        """Whether the content stays as it is."""
        return not (self.cells or self.added or self.removed)


def merge(base: AnnexTable, ours: AnnexTable, theirs: Sequence[FilledRow]) -> Merge:
    """Bring the workbook `theirs`, made from `base`, together with the content `ours`."""
    merged = Merge()
    now, before = ours.by_id(), base.by_id()
    fresh = Counter(_said(row.words) for row in ours.rows if row.id not in before)
    seen: set[str] = set()
    order: list[str] = []
    last = ""
    for filled in theirs:
        known = before.get(filled.id)
        if known is None or known.id in seen:
            said = _said(filled.words)
            if fresh[said] > 0:  # imported before
                fresh[said] -= 1
                merged.same.append(("", str(filled.place)))
            elif said:
                merged.added.append(NewRow(filled.words, last, filled.place))
            continue
        seen.add(known.id)
        order.append(known.id)
        last = known.id
        _cells(merged, known, now.get(known.id), filled)
    wanted = [row.id for row in base.rows if row.id in seen]
    merged.is_reordered = order != wanted
    _removed(merged, base, now, seen)
    gone = {row.id for row in merged.removed}
    merged.added = [_placed(new, base, now, gone) for new in merged.added]
    return merged


def _said(words: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    return frozenset((column, said) for column, said in words.items() if said)


def _cells(merged: Merge, base: TableRow, ours: TableRow | None, filled: FilledRow) -> None:
    for column, words in filled.words.items():
        before = base.words.get(column)
        if before is None or words == before:
            if before is None and words:
                _conflict(merged, base.id, column, "", "", words, _HEADING_CELL)
            continue
        now = ours.words.get(column) if ours is not None else None
        if now is None:
            _conflict(merged, base.id, column, before, "", words, _ROW_GONE)
        elif now == words:
            merged.same.append((base.id, column))
        elif now != before:
            _conflict(merged, base.id, column, before, now, words, _BOTH)
        elif column == HEADING and not words:
            _conflict(merged, base.id, column, before, now, words, _HEADING_EMPTY)
        elif ours is not None:
            merged.cells.append(CellChange(ours, column, words))


def _removed(merged: Merge, base: AnnexTable, now: Mapping[str, TableRow], seen: set[str]) -> None:
    gone = [row for row in base.rows if row.id not in seen]
    gone_ids = {row.id for row in gone}
    children: dict[str, list[str]] = {}
    for row in now.values():
        children.setdefault(row.parent, []).append(row.id)
    kept: set[str] = set()
    for row in reversed(gone):
        ours = now.get(row.id)
        if ours is None:
            merged.same.append((row.id, ""))
        elif any(child not in gone_ids or child in kept for child in children.get(row.id, ())):
            kept.add(row.id)
            _conflict(merged, row.id, "", _line(row), _line(ours), "", _ROWS_BELOW)
        elif ours.words != row.words:
            kept.add(row.id)
            _conflict(merged, row.id, "", _line(row), _line(ours), "", _CHANGED_SINCE)
        else:
            merged.removed.insert(0, ours)


def _placed(new: NewRow, base: AnnexTable, now: Mapping[str, TableRow], gone: set[str]) -> NewRow:
    """The row, behind one that is there and stays: those before it in the base, from the last."""
    if new.after in now and new.after not in gone:
        return new
    ids = [row.id for row in base.rows]
    at = ids.index(new.after) if new.after in ids else -1
    for name in reversed(ids[:at]) if at > 0 else ():
        if name in now and name not in gone:
            return NewRow(new.words, name, new.place)
    return NewRow(new.words, "", new.place)


def _conflict(
    merged: Merge, row: str, column: str, base: str, ours: str, theirs: str, why: Text
) -> None:
    merged.conflicts.append(Conflict(row, column, base, ours, theirs, why))


def _line(row: TableRow) -> str:
    return " | ".join(words for words in row.words.values() if words)


_BOTH = text("the content was changed here too")
_ROW_GONE = text("the row is no longer in the content")
_CHANGED_SINCE = text("the row was taken out, but the content was changed since")
_ROWS_BELOW = text("the row was taken out, but rows below it stay")
_HEADING_CELL = text("a heading row has no such cell")
_HEADING_EMPTY = text("a heading row cannot be empty; take the row out instead")
