"""Sequences joined in order, in time that does not run away with their length."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence


def longest_increasing(values: Sequence[int]) -> list[int]:
    """The indexes of a longest strictly increasing run of `values` (O(n log n)); what is left out
    is the smallest set that must have moved."""
    tails: list[int] = []
    last_at: list[int] = []
    before = [-1] * len(values)
    for index, value in enumerate(values):
        place = bisect_left(tails, value)
        before[index] = last_at[place - 1] if place else -1
        if place == len(tails):
            tails.append(value)
            last_at.append(index)
        else:
            tails[place], last_at[place] = value, index
    found = []
    index = last_at[-1] if last_at else -1
    while index >= 0:
        found.append(index)
        index = before[index]
    return found[::-1]


def anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Pairs of indexes, rising on both sides, of items that are equal and stand once on each."""
    places = {item: index for index, item in enumerate(new)}
    counts, new_counts = Counter(old), Counter(new)
    common = [
        (index, places[item])
        for index, item in enumerate(old)
        if counts[item] == 1 and new_counts.get(item) == 1
    ]
    return [common[n] for n in longest_increasing([place for _, place in common])]


def gaps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[int, int, int, int]]:
    """What lies between the equal items at both ends and the anchors: old `i` up to `j`, new `k` up
    to `m`, nowhere empty on both sides. Everything outside is equal, item by item."""
    start = 0
    most = min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end, new_end = len(old), len(new)
    while end > start and new_end > start and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    i, k = start, start
    inner = anchors(old[start:end], new[start:new_end])
    for j, m in (*((start + a, start + b) for a, b in inner), (end, new_end)):
        # Equal items around an anchor belong to it.
        a, b = j, m
        while a > i and b > k and old[a - 1] == new[b - 1]:
            a, b = a - 1, b - 1
        if a > i or b > k:
            yield i, a, k, b
        i, k = j + 1, m + 1
        while i < end and k < new_end and old[i] == new[k]:
            i, k = i + 1, k + 1
