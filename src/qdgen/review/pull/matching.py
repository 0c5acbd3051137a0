"""Which block of the reviewed file is which block of the base: by bookmark, then by likeness."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from qdgen.review.pull.blocks import Block
from qdgen.review.words import words_of

_LIKE = 0.45
"""Below this share of common words two texts are different ones."""
_MOST_PAIRS = 4_000
"""So many pairs are compared in one stretch; longer ones are first cut at equal texts."""
_MOST_STRAY = 60_000


def match(base: Sequence[Block], reviewed: Sequence[Block]) -> dict[int, int]:
    """For each block of `reviewed` (by number) the block of `base` it is; each at most once.

    Linear in the number of blocks: by bookmark, then between bookmarks in order, then what has
    moved by equal and by like text, within bounds.
    """
    return _Matching(base, reviewed).run()


class _Matching:
    def __init__(self, base: Sequence[Block], reviewed: Sequence[Block]) -> None:
        self._base = base
        self._reviewed = reviewed
        self._pairs: dict[int, int] = {}
        self._taken: set[int] = set()
        self._bags: dict[tuple[bool, int], Counter[str]] = {}

    def run(self) -> dict[int, int]:
        at = {anchor: i for i, block in enumerate(self._base) for anchor in block.anchors}
        for j, block in enumerate(self._reviewed):
            for anchor in block.anchors:
                i = at.get(anchor)
                if i is not None and i not in self._taken and self._agree(i, j):
                    self._pair(i, j)
                    break
        self._between()
        self._strays()
        return self._pairs

    def _agree(self, i: int, j: int) -> bool:
        return self._base[i].is_row == self._reviewed[j].is_row

    def _pair(self, i: int, j: int) -> None:
        self._pairs[j] = i
        self._taken.add(i)

    def _between(self) -> None:
        """What follows a bookmark here against what follows it there."""
        starts = {i: j for j, i in self._pairs.items()}
        base_after = _segments(len(self._base), starts)
        reviewed_after = _segments(len(self._reviewed), self._pairs)
        for i, members in base_after.items():
            j = -1 if i < 0 else starts[i]
            self._align(members, reviewed_after.get(j, []))

    def _align(self, base: list[int], reviewed: list[int]) -> None:
        if not base or not reviewed:
            return
        if len(base) * len(reviewed) <= _MOST_PAIRS:
            self._best(base, reviewed)
            self._lone(base, reviewed)
            return
        ours = [self._sign(self._base[i]) for i in base]
        theirs = [self._sign(self._reviewed[j]) for j in reviewed]
        for tag, a, b, c, d in _opcodes(ours, theirs):
            if tag == "equal":
                for i, j in zip(base[a:b], reviewed[c:d], strict=True):
                    self._pair(i, j)
            elif tag == "replace":
                if (b - a) * (d - c) <= _MOST_PAIRS:
                    self._best(base[a:b], reviewed[c:d])
                else:
                    self._in_order(base[a:b], reviewed[c:d])

    @staticmethod
    def _sign(block: Block) -> str:
        return f"{block.is_row:d}{block.text}"

    def _in_order(self, base: list[int], reviewed: list[int]) -> None:
        """A stretch too long to compare all with all: each with its neighbours only."""
        step = 8
        for first in range(0, max(len(base), len(reviewed)), step):
            self._best(base[first : first + step], reviewed[first : first + step])

    def _best(self, base: list[int], reviewed: list[int]) -> None:
        """The pairing in order with the most likeness in all."""
        rows, columns = len(base), len(reviewed)
        score = [[0.0] * (columns + 1) for _ in range(rows + 1)]
        like = [[self._like(i, j) for j in reviewed] for i in base]
        for a in range(rows - 1, -1, -1):
            for b in range(columns - 1, -1, -1):
                best = max(score[a + 1][b], score[a][b + 1])
                if like[a][b] >= _LIKE:
                    best = max(best, like[a][b] + score[a + 1][b + 1])
                score[a][b] = best
        a = b = 0
        while a < rows and b < columns:
            if like[a][b] >= _LIKE and score[a][b] == like[a][b] + score[a + 1][b + 1]:
                self._pair(base[a], reviewed[b])
                a, b = a + 1, b + 1
            elif score[a][b] == score[a + 1][b]:
                a += 1
            else:
                b += 1

    def _lone(self, base: list[int], reviewed: list[int]) -> None:
        """One text left between the same neighbours, in the same style, is that text written anew:
        a name in place of another name."""
        at = {i: n for n, i in enumerate(base)}
        gaps: list[tuple[list[int], list[int]]] = [([], [])]
        last = -1
        for j in reviewed:
            i = self._pairs.get(j)
            if i is None:
                gaps[-1][1].append(j)
            elif i in at:
                gaps[-1][0].extend(base[last + 1 : at[i]])
                last = at[i]
                gaps.append(([], []))
        gaps[-1][0].extend(base[last + 1 :])
        for ours, theirs in gaps:
            if len(ours) == len(theirs) == 1:
                one, other = self._base[ours[0]], self._reviewed[theirs[0]]
                alike = one.style == other.style and bool(one.text) == bool(other.text)
                if alike and not (one.is_row or other.is_row or other.anchors):
                    self._pair(ours[0], theirs[0])

    def _like(self, i: int, j: int) -> float:
        ours, theirs = self._base[i], self._reviewed[j]
        if ours.is_row != theirs.is_row:
            return 0.0
        same_style = 0.1 if ours.style == theirs.style else 0.0
        if ours.text == theirs.text:
            return 1.0 + same_style
        one, two = self._bag(True, i), self._bag(False, j)
        size = one.total() + two.total()
        if not size:
            return 0.5
        return 2 * (one & two).total() / size + same_style

    def _bag(self, of_base: bool, index: int) -> Counter[str]:
        key = of_base, index
        if key not in self._bags:
            text = (self._base if of_base else self._reviewed)[index].text
            self._bags[key] = Counter(w for w in words_of(text) if not w.isspace())
        return self._bags[key]

    def _strays(self) -> None:
        """What is left over: equal texts elsewhere have moved, like ones too."""
        left = [i for i in range(len(self._base)) if i not in self._taken and self._base[i].text]
        come = [
            j
            for j, block in enumerate(self._reviewed)
            if j not in self._pairs and block.text and not self._names_other(block)
        ]
        by_text: dict[str, list[int]] = defaultdict(list)
        for i in reversed(left):
            by_text[self._sign(self._base[i])].append(i)
        for j in come:
            if waiting := by_text.get(self._sign(self._reviewed[j])):
                self._pair(waiting.pop(), j)
        left = [i for i in left if i not in self._taken]
        come = [j for j in come if j not in self._pairs]
        if len(left) * len(come) > _MOST_STRAY:
            return
        likeness = sorted(
            ((like, i, j) for i in left for j in come if (like := self._like(i, j)) >= 0.75),
            reverse=True,
        )
        for _, i, j in likeness:
            if i not in self._taken and j not in self._pairs:
                self._pair(i, j)

    def _names_other(self, block: Block) -> bool:
        """Whether the block has a bookmark of its own that is no longer free: it was copied."""
        return bool(block.anchors)


def _segments(count: int, pinned: dict[int, int]) -> dict[int, list[int]]:
    """The blocks that follow each pinned one, up to the next; those before the first under -1."""
    found: dict[int, list[int]] = {-1: []}
    at = -1
    for index in range(count):
        if index in pinned:
            at = index
            found[at] = []
        else:
            found[at].append(index)
    return found


def _opcodes(one: list[str], two: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """difflib over texts; texts that stand there very often would make it slow and tell nothing."""
    often = {text for text, count in Counter(two).items() if count > 50}
    marked = [f"{text}\0{n}" if text in often else text for n, text in enumerate(one)]
    return SequenceMatcher(None, marked, two, autojunk=False).get_opcodes()
