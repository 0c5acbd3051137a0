"""What of an old sequence stands where in the new one.

Things with an id meet by it; what lies between is paired by likeness. Linear for sequences that
have ids or are mostly the same; the quadratic part is bounded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

ENOUGH = 0.5
"""How alike two things must be to be taken for one: half of their words."""

_MOST_PAIRS = 40_000


class Item(Protocol):
    """What can be aligned."""

    @property
    def anchor(self) -> str:
        """Its id, "" without one."""

    @property
    def trace(self) -> str:
        """Equal for equal things."""


class Pair(NamedTuple):
    """Indexes of what is one thing in both; None where a side has it not."""

    old: int | None
    new: int | None


T = TypeVar("T", bound=Item)


def align(old: Sequence[T], new: Sequence[T], likeness: Callable[[T, T], float]) -> list[Pair]:
    """Every index of `old` and `new` once, both in order; between two pairs first what only the
    old side has. `likeness` of two items is from 0 to 1; below ENOUGH they are never paired."""
    met = _by_id(old, new)
    pairs: list[Pair] = []
    i = j = 0
    for k, m in [*met, (len(old), len(new))]:
        pairs += _between(old, new, (i, k), (j, m), likeness)
        if k < len(old) or m < len(new):
            pairs.append(Pair(k, m))
        i, j = k + 1, m + 1
    return pairs


def _by_id(old: Sequence[Item], new: Sequence[Item]) -> list[tuple[int, int]]:
    """The most things with ids that can stay in their order; the others have moved."""
    places = {item.anchor: index for index, item in enumerate(new) if item.anchor}
    return _rising(
        [
            (index, places[item.anchor])
            for index, item in enumerate(old)
            if item.anchor and item.anchor in places
        ]
    )


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of `pairs` (rising on the left) that rises on the right too."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, right) in enumerate(pairs):
        place = bisect_left(ends, right)
        before.append(last[place - 1] if place else -1)
        if place == len(ends):
            ends.append(right)
            last.append(index)
        else:
            ends[place], last[place] = right, index
    found: list[tuple[int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _between(
    old: Sequence[T],
    new: Sequence[T],
    olds: tuple[int, int],
    news: tuple[int, int],
    likeness: Callable[[T, T], float],
) -> list[Pair]:
    """The pairs of two gaps, from and up to these indexes."""
    (i, k), (j, m) = olds, news
    head: list[Pair] = []
    while i < k and j < m and old[i].trace == new[j].trace:
        head.append(Pair(i, j))
        i, j = i + 1, j + 1
    tail: list[Pair] = []
    while i < k and j < m and old[k - 1].trace == new[m - 1].trace:
        k, m = k - 1, m - 1
        tail.append(Pair(k, m))
    if (k - i) * (m - j) <= _MOST_PAIRS:
        middle = _most_alike(old, new, (i, k), (j, m), likeness)
    else:
        middle = _same_once(old, new, (i, k), (j, m))
    return [*head, *_filled(middle, (i, k), (j, m)), *tail[::-1]]


def _filled(
    met: Sequence[tuple[int, int]], olds: tuple[int, int], news: tuple[int, int]
) -> list[Pair]:
    (i, k), (j, m) = olds, news
    pairs: list[Pair] = []
    for left, right in [*met, (k, m)]:
        pairs += [Pair(index, None) for index in range(i, left)]
        pairs += [Pair(None, index) for index in range(j, right)]
        if (left, right) != (k, m):
            pairs.append(Pair(left, right))
        i, j = left + 1, right + 1
    return pairs


def _same_once(
    old: Sequence[Item], new: Sequence[Item], olds: tuple[int, int], news: tuple[int, int]
) -> list[tuple[int, int]]:
    """What stands exactly so on both sides, and only once on each."""
    counts = Counter(old[i].trace for i in range(*olds))
    new_counts = Counter(new[j].trace for j in range(*news))
    places = {new[j].trace: j for j in range(*news) if new_counts[new[j].trace] == 1}
    return _rising(
        [
            (i, places[old[i].trace])
            for i in range(*olds)
            if counts[old[i].trace] == 1 and old[i].trace in places
        ]
    )


def _most_alike(
    old: Sequence[T],
    new: Sequence[T],
    olds: tuple[int, int],
    news: tuple[int, int],
    likeness: Callable[[T, T], float],
) -> list[tuple[int, int]]:
    """The pairs in order with the greatest likeness in all."""
    height, width = olds[1] - olds[0], news[1] - news[0]
    if not height or not width:
        return []
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    taken = [[False] * width for _ in range(height)]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            skipped = max(best[i + 1][j], best[i][j + 1])
            alike = likeness(old[olds[0] + i], new[news[0] + j])
            paired = alike + best[i + 1][j + 1]
            taken[i][j] = alike >= ENOUGH and paired > skipped
            best[i][j] = paired if taken[i][j] else skipped
    found: list[tuple[int, int]] = []
    i = j = 0
    while i < height and j < width:
        if taken[i][j]:
            found.append((olds[0] + i, news[0] + j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return found
