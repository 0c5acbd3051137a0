"""Vietnamese text cut into words for comparing, and the edits between two texts.

A word is what a reader would replace as a whole: a syllable, a date, the number and symbol of a
document. Spaces and signs are words of their own, so that the words of a text joined give the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from qdgen.review.sequences import gaps

NOTE_MARK = "\ufffc"
"""Stands in a text where the mark of a footnote stands; U+FFFC, which content may not hold."""

_MOST_PAIRS = 1_000_000
"""Of words, one of each text: beyond that they are not all compared with each other."""

_WORD = re.compile(
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"  # 02/3/2025
    r"|\d+(?:/\d{4})?/[^\W\d_]+(?:[-/&][^\W\d_]+)*\d*"  # 142/QĐ-TTg, 55/2025/NĐ-CP, 25/2012/QH13
    r"|\d{1,2}/\d{4}"  # 6/2025
    r"|\d+-[^\W\d_]+(?:/[^\W\d_]+)+"  # 57-NQ/TW
    r"|\d+(?:[.,]\d+)*%?"  # 1.250.000, 12,5%
    r"|[^\W\d_]+[\w&]*"
    r"|\n|[^\S\n]+|."
)


class Edit(NamedTuple):
    """The characters `start` up to `end` of the old text became `new_start` up to `new_end` of the
    new one; either may be empty."""

    start: int
    end: int
    new_start: int
    new_end: int


def words_of(text: str) -> list[str]:
    """The words of `text` (NFC); joined they are the text again."""
    return [found[0] for found in _WORD.finditer(text)]


def word_edits(old: str, new: str) -> list[Edit]:
    """What turns `old` into `new` (both NFC), word by word; nothing for equal texts.

    A phrase is replaced as a whole, not word by word: spaces alone join nothing. Of two texts of
    thousands of words, long stretches without a word in common that stands but once are one edit.
    """
    if old == new:
        return []
    before, after = _Placed(old), _Placed(new)
    found: list[Edit] = []
    i = k = 0
    for start, end, new_start, new_end in _unequal(before.words, after.words):
        found += _spaces(before, after, (i, start), k)
        found += _edit(before, after, (start, end), (new_start, new_end))
        i, k = end, new_end
    return found + _spaces(before, after, (i, len(before.words) + 1), k)


class _Placed:
    """The words of a text that are no spaces, and where each begins and ends."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends = [0]
        """ends[n] is where the word before the nth ends: the text's beginning for the first."""
        at = 0
        for word in words_of(text):
            if word == "\n" or not word.isspace():
                self.words.append(word)
                self.starts.append(at)
                self.ends.append(at + len(word))
            at += len(word)
        self.starts.append(at)


_Span = tuple[int, int]


def _edit(before: _Placed, after: _Placed, old: _Span, new: _Span) -> list[Edit]:
    """Words `old` became words `new`, with what the spaces around them became."""
    start, end = before.ends[old[0]], before.starts[old[1]]
    new_start, new_end = after.ends[new[0]], after.starts[new[1]]
    while start < end and new_start < new_end and _same_space(before, after, start, new_start):
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and _same_space(before, after, end - 1, new_end - 1):
        end, new_end = end - 1, new_end - 1
    is_none = start == end and new_start == new_end
    return [] if is_none else [Edit(start, end, new_start, new_end)]


def _same_space(before: _Placed, after: _Placed, at: int, new_at: int) -> bool:
    space = before.text[at]
    return space.isspace() and space != "\n" and space == after.text[new_at]


def _spaces(before: _Placed, after: _Placed, old: _Span, new_start: int) -> list[Edit]:
    """Where the spaces between the words `old`, which are equal, differ; the new ones begin with
    word `new_start`. Those at either end belong to the edit there."""
    start, end = old
    found: list[Edit] = []
    for nth in range(start if start == new_start == 0 else start + 1, end):
        at = nth - start + new_start
        found += _edit(before, after, (nth, nth), (at, at))
    return found


def _unequal(before: list[str], after: list[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches of words that differ: old `i` up to `j`, new `k` up to `m`."""
    if len(before) * len(after) <= _MOST_PAIRS:
        yield from _matched(before, after, 0, 0)
        return
    for i, j, k, m in gaps(before, after):
        if (j - i) * (m - k) <= _MOST_PAIRS:
            yield from _matched(before[i:j], after[k:m], i, k)
        else:
            yield i, j, k, m


def _matched(
    before: list[str], after: list[str], first: int, new_first: int
) -> Iterator[tuple[int, int, int, int]]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            yield first + i, first + j, new_first + k, new_first + m
