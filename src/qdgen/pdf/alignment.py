"""Aligning the text of one page with the streams of text that must be on the pages.

All texts here are without white space. Two streams run through the pages: the body and the
footnotes. A page holds the next stretch of the body and then the next stretch of the notes. Only
a table row that breaks over a page leaves this order: the page then ends with the beginnings of
the row's cells, and the next page starts with what remains of each.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

# Hyphens that are drawn as a hyphen, and characters that are drawn as nothing.
_DRAWN_ALIKE = {0x2010: "-", 0x2011: "-", 0xAD: None, 0xFEFF: None}
_DRAWN_ALIKE |= dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F)])
_DRAWN_ALIKE |= dict.fromkeys(range(0x2060, 0x2065))
_BLOCK = 4096
# How many letters in a row must agree before two texts are said to go on together.
_ANCHORS = (24, 10, 5)


def solid(words: str) -> str:
    """`words` in NFC without white space and without characters that are drawn as nothing."""
    return "".join(unicodedata.normalize("NFC", words).split()).translate(_DRAWN_ALIKE)


@dataclass(frozen=True, slots=True)
class Row:
    """A table row in the body stream: the ends of its cells, whose first begins at `start`."""

    start: int
    cell_ends: tuple[int, ...]

    @property
    def end(self) -> int:
        return self.cell_ends[-1]

    def cells(self) -> list[tuple[int, int]]:
        return list(zip((self.start, *self.cell_ends[:-1]), self.cell_ends, strict=True))


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that goes on over the page, and how much of each of its cells has been seen."""

    row: Row
    seen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """How far both streams have been read; inside a broken row `body` is the row's start."""

    body: int
    notes: int
    broken: Broken | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a page departs from both streams: index in the page, in the body and in the notes.

    `in_notes` says that the page had already come to its notes.
    """

    page: int
    body: int
    notes: int
    in_notes: bool


class Streams:
    """The text that must be on the pages, and the reading of one page of it."""

    def __init__(self, body: str, notes: str, rows: Sequence[Row]) -> None:
        self.body = body
        self.notes = notes
        self._rows = rows
        self._row_ends = [row.end for row in rows]

    def read(self, page: str, at: int, place: Place, limit: int) -> Place | Stop:
        """Read `page` from index `at` on, with the body standing at `place` and ending at `limit`.

        Returns the place reached when the page holds exactly a stretch of the body and of the
        notes, else where it departs from them.
        """
        if at == len(page):
            return place
        body = place.body
        if place.broken is not None:
            row, seen = place.broken.row, place.broken.seen
            rest = "".join(
                self.body[start + taken : end]
                for (start, end), taken in zip(row.cells(), seen, strict=True)
            )
            same = common(page, at, rest, 0, len(rest))
            if same < len(rest):
                reached = self._broken(page, at, row, seen, place.notes)
                return reached or Stop(at + same, _unseen(row, seen, same), place.notes, False)
            at += same
            body = row.end
        same = common(page, at, self.body, body, limit)
        for taken in range(same, -1, -1):
            if self._closes(page, at + taken, place.notes):
                return Place(body + taken, place.notes + len(page) - at - taken)
        for row in self._rows_at(body + same):
            begun = max(0, body - row.start)
            seen = tuple(
                min(max(row.start + begun - start, 0), end - start) for start, end in row.cells()
            )
            from_here = at + max(0, row.start - body)
            if reached := self._broken(page, from_here, row, seen, place.notes):
                return reached
        return self._stop(page, at, body, same, place.notes)

    def _closes(self, page: str, at: int, notes: int) -> bool:
        """Whether the rest of the page is a stretch of the notes."""
        if at == len(page):
            return True
        return self.notes.startswith(page[at : at + 1], notes) and self.notes.startswith(
            page[at:], notes
        )

    def _rows_at(self, body: int) -> list[Row]:
        """The rows that hold index `body` or end there, the later first."""
        first = bisect_left(self._row_ends, body)
        near = self._rows[first : first + 2]
        return [row for row in reversed(near) if row.start <= body <= row.end]

    def _broken(
        self, page: str, at: int, row: Row, seen: tuple[int, ...], notes: int
    ) -> Place | None:
        """Read the rest of the page as a piece of each cell of `row`, in order, then notes.

        For each cell in turn, `reach` maps each index of the page where its piece can end to the
        index where it then began; one sweep over the page for each cell.
        """
        ways: list[dict[int, int]] = []
        ends = {at}
        for (start, end), taken in zip(row.cells(), seen, strict=True):
            reach: dict[int, int] = {}
            furthest = -1
            for begin in sorted(ends):
                last = begin + common(page, begin, self.body, start + taken, end)
                for index in range(max(begin, furthest + 1), last + 1):
                    reach[index] = begin
                furthest = max(furthest, last)
            ways.append(reach)
            ends = set(reach)
        for index in sorted(ends, reverse=True):
            if self._closes(page, index, notes):
                now = list(seen)
                here = index
                for number in range(len(ways) - 1, -1, -1):
                    begin = ways[number][here]
                    now[number] += here - begin
                    here = begin
                return Place(row.start, notes + len(page) - index, Broken(row, tuple(now)))
        return None

    def _stop(self, page: str, at: int, body: int, same: int, notes: int) -> Stop:
        """Where the departure begins: in the notes when they plainly begin where the body ends."""
        opening = self.notes[notes : notes + 12]
        found = page.rfind(opening, at, at + same + len(opening)) if len(opening) > 3 else -1
        if found >= 0:
            alike = common(page, found, self.notes, notes, len(self.notes))
            return Stop(found + alike, body + found - at, notes + alike, True)
        return Stop(at + same, body + same, notes, False)


def common(one: str, i: int, other: str, j: int, limit: int) -> int:
    """How many characters `one` from `i` and `other` from `j` up to `limit` have in common."""
    most = min(len(one) - i, limit - j)
    same = 0
    while same < most:
        size = min(_BLOCK, most - same)
        if one[i + same : i + same + size] == other[j + same : j + same + size]:
            same += size
            continue
        while size > 1:
            half = size // 2
            if one[i + same : i + same + half] == other[j + same : j + same + half]:
                same += half
                size -= half
            else:
                size = half
        return same + (one[i + same] == other[j + same])
    return max(same, 0)


def meeting(words: str, at: int, stream: str, here: int, end: int) -> tuple[int, int]:
    """Where `words` from `at` and `stream` from `here` agree again; both ends if they never do."""
    for size in _ANCHORS:
        for ahead in (0, *(2**power for power in range(11))):
            # The page goes on with what was expected: something was added.
            expected = stream[here + ahead : min(here + ahead + size, end)]
            extra = words.find(expected, at) if len(expected) == size else -1
            # The stream holds further on what the page goes on with: something was lost.
            found = words[at + ahead : at + ahead + size]
            lost = stream.find(found, here, end) if len(found) == size else -1
            if extra >= 0 and (lost < 0 or extra - at <= lost - here):
                return _back(words, extra, at, stream, here + ahead, here)
            if lost >= 0:
                return _back(words, at + ahead, at, stream, lost, here)
    return len(words), end


def _back(words: str, i: int, at: int, stream: str, j: int, here: int) -> tuple[int, int]:
    """The first index of a stretch both share, from one in its middle."""
    while i > at and j > here and words[i - 1] == stream[j - 1]:
        i -= 1
        j -= 1
    return i, j


def _unseen(row: Row, seen: tuple[int, ...], count: int) -> int:
    """The index in the body of the `count`-th character of a row that has not been seen."""
    for (start, end), taken in zip(row.cells(), seen, strict=True):
        left = end - start - taken
        if count < left:
            return start + taken + count
        count -= left
    return row.end
