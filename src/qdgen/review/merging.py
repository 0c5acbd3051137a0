"""Two changes of one text made into one: word by word, what does not meet is joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qdgen.review.words import Edit, word_edits, words_of


@dataclass(frozen=True, slots=True)
class Conflict:
    """Words that both changed, each in another way: from where to where in each of the three, and
    in the merged text, which has the words of the base there."""

    base: tuple[int, int]
    ours: tuple[int, int]
    theirs: tuple[int, int]
    merged: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Merged:
    """The text with what both changed; where they conflict it has the words of the base."""

    text: str
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """`words` for the characters `start` up to `end` of the base, on one side."""

    start: int
    end: int
    words: str
    is_ours: bool

    def same(self, other: _Change) -> bool:
        return (self.start, self.end, self.words) == (other.start, other.end, other.words)


def merge(base: str, ours: str, theirs: str) -> Merged:
    """`base` with the changes of `ours` and of `theirs` (all three in NFC).

    Changes of different words are both made, the same change on both sides once. Changes of the
    same words conflict; so do changes that touch, unless each puts words in the place of others and
    no word comes of the two together.
    """
    if theirs in (ours, base):
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    changes = sorted(
        [*_changes(base, ours, is_ours=True), *_changes(base, theirs, is_ours=False)],
        key=lambda change: (change.start, change.end),
    )
    parts: list[str] = []
    conflicts: list[Conflict] = []
    position = length = 0
    grown = {True: 0, False: 0}
    for group in _groups(changes):
        start, end = group[0].start, max(change.end for change in group)
        parts.append(base[position:start])
        length += start - position
        position = end
        before = dict(grown)
        for change in group:
            grown[change.is_ours] += len(change.words) - (change.end - change.start)
        agreed = _agreed(group)
        parts.append(base[start:end] if agreed is None else agreed)
        length += len(parts[-1])
        if agreed is None:
            conflicts.append(
                Conflict(
                    (start, end),
                    (start + before[True], end + grown[True]),
                    (start + before[False], end + grown[False]),
                    (length - (end - start), length),
                )
            )
    return Merged("".join([*parts, base[position:]]), tuple(conflicts))


def _changes(base: str, new: str, *, is_ours: bool) -> list[_Change]:
    edits: list[Edit] = word_edits(base, new)
    return [_Change(e.start, e.end, new[e.new_start : e.new_end], is_ours) for e in edits]


def _groups(changes: Sequence[_Change]) -> list[list[_Change]]:
    """Changes that meet, together; sorted changes come in, those of one side are always apart."""
    groups: list[list[_Change]] = []
    end = -1
    for change in changes:
        if groups and (change.start < end or (change.start == end and _meets(groups[-1], change))):
            groups[-1].append(change)
        else:
            groups.append([change])
        end = max(end, change.end)
    return groups


def _meets(group: Sequence[_Change], change: _Change) -> bool:
    """Whether a change that touches the end of a group may not be made beside it."""
    if any(change.same(other) for other in group):
        return True
    before = next((c for c in group if c.end == change.start and c.is_ours != change.is_ours), None)
    if before is None or len(group) > 1:
        return True
    replaces = all(c.words and c.end > c.start for c in (before, change))
    seam = words_of(before.words + change.words)
    return not replaces or seam != words_of(before.words) + words_of(change.words)


def _agreed(group: Sequence[_Change]) -> str | None:
    """The words that all of a group agree on; None where they do not."""
    first = group[0]
    return first.words if all(first.same(change) for change in group) else None
