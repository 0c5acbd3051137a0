"""Items found again in the texts as they stand now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from qdgen.reuse.next_year.items import IN_TEXT, Item
from qdgen.reuse.next_year.texts import FileText


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words of an item stand: `start` up to `end` of a text."""

    text: FileText
    start: int
    end: int


def find_items(
    items: Iterable[Item], texts: Sequence[FileText], words: Mapping[str, str] | None = None
) -> dict[str, Found]:
    """By id, where what each item says now (or `words` of it, by id) stands in its text.

    The same words may stand in a text several times, and a person may have changed what is around
    them: each item takes the place nearest to where it was, in their order. What is not there any
    more is not found.
    """
    by_path = {text.path: text for text in texts}
    groups: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        looked_for = item.current if words is None else words.get(item.id, item.current)
        if item.kind in IN_TEXT and item.spot.path in by_path and looked_for:
            groups[item.spot.path, looked_for].append(item)
    found: dict[str, Found] = {}
    for (path, looked_for), same in groups.items():
        text = by_path[path]
        spots = _occurrences(text.words, looked_for)
        same.sort(key=lambda item: (item.spot.line, item.spot.column))
        for item, start in _paired(same, spots, text):
            found[item.id] = Found(text, start, start + len(looked_for))
    return found


def _occurrences(words: str, looked_for: str) -> list[int]:
    spots, at = [], words.find(looked_for)
    while at >= 0:
        before, after = words[:at][-1:], words[at + len(looked_for) :][:1]
        inside = (before.isdigit() and looked_for[0].isdigit()) or (
            after.isdigit() and looked_for[-1].isdigit()
        )
        if not inside:
            spots.append(at)
        at = words.find(looked_for, at + 1)
    return spots


def _paired(
    items: Sequence[Item], spots: Sequence[int], text: FileText
) -> Iterable[tuple[Item, int]]:
    if len(items) == len(spots):
        return list(zip(items, spots, strict=True))
    left = list(spots)
    pairs = []
    for item in items:
        if not left:
            break
        was = (item.spot.line, item.spot.column)
        nearest = min(left, key=lambda at: _distance(text.place(at), was))
        pairs.append((item, nearest))
        left = [at for at in left if at > nearest]
    return pairs


def _distance(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    return abs(one[0] - other[0]), abs(one[1] - other[1])
