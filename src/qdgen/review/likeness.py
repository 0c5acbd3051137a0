"""Texts without ids joined by how alike they are, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from qdgen.review.sequences import gaps
from qdgen.review.words import words_of

LIKE = 0.45
"""Two texts that share fewer of their words are two texts, not one reworded."""
_MOST_PAIRS = 10_000
_NEAR = 16
_MOST_WORDS = 2_000


def likeness(one: str, other: str) -> float:
    """What part of the words of both texts they share, from 0 to 1; spaces and signs count not."""
    if one == other:
        return 1.0
    mine, its = _bag(one), _bag(other)
    total = mine.total() + its.total()
    return 2 * (mine & its).total() / total if total else 0.0


@lru_cache(maxsize=20_000)
def _bag(text: str) -> Counter[str]:
    words = (word.casefold() for word in words_of(text[: _MOST_WORDS * 8]))
    return Counter(word for word in words if word[0].isalnum())


def aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of indexes, rising on both sides, of texts that are one and the same, or alike."""
    found: list[tuple[int, int]] = []
    i = k = 0
    for start, end, new_start, new_end in gaps(old, new):
        found += zip(range(i, start), range(k, new_start), strict=True)
        found += _in_gap(old, new, range(start, end), range(new_start, new_end))
        i, k = end, new_end
    return [*found, *zip(range(i, len(old)), range(k, len(new)), strict=True)]


def _in_gap(
    old: Sequence[str], new: Sequence[str], mine: range, its: range
) -> list[tuple[int, int]]:
    """The pairs with the most likeness in all; in a long gap only near ones are looked at."""
    wide = len(mine) * len(its) > _MOST_PAIRS
    slope = len(its) / len(mine) if mine else 0.0
    best: dict[tuple[int, int], float] = {}
    for a in range(len(mine) - 1, -1, -1):
        middle = int(a * slope)
        columns = range(max(0, middle - _NEAR), min(len(its), middle + _NEAR)) if wide else None
        for b in reversed(columns if columns is not None else range(len(its))):
            alike = likeness(old[mine[a]], new[its[b]])
            joined = alike + best.get((a + 1, b + 1), 0.0) if alike >= LIKE else 0.0
            best[a, b] = max(joined, best.get((a + 1, b), 0.0), best.get((a, b + 1), 0.0))
    return list(_path(old, new, mine, its, best))


def _path(
    old: Sequence[str],
    new: Sequence[str],
    mine: range,
    its: range,
    best: dict[tuple[int, int], float],
) -> list[tuple[int, int]]:
    found = []
    a = b = 0
    while a < len(mine) and b < len(its):
        alike = likeness(old[mine[a]], new[its[b]])
        here = best.get((a, b), 0.0)
        if alike >= LIKE and here and here == alike + best.get((a + 1, b + 1), 0.0):
            found.append((mine[a], its[b]))
            a, b = a + 1, b + 1
        elif best.get((a + 1, b), 0.0) >= best.get((a, b + 1), 0.0):
            a += 1
        else:
            b += 1
    return found
