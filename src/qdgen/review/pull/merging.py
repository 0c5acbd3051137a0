"""Two changes of one text, made from the same base, brought together word by word."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from qdgen.review.words import Edit, word_edits

MARKS = ("<<<<<<<", "=======", ">>>>>>>")


def merged(base: str, ours: str, theirs: str) -> str | None:
    """`base` with the changes of both; None where they change the same words differently."""
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    one, other = word_edits(base, ours), word_edits(base, theirs)
    pieces: list[str] = []
    at = 0
    changes = sorted(
        {*_replacements(one, ours), *_replacements(other, theirs)}, key=lambda c: (c[0], c[1])
    )
    for (start, end), group in groupby(changes, key=lambda c: (c[0], c[1])):
        words = [c[2] for c in group]
        if start < at or len(words) > 1 or (start == at and pieces and start == end):
            return None
        pieces += [base[at:start], words[0]]
        at = end
    return "".join([*pieces, base[at:]])


def _replacements(edits: list[Edit], new: str) -> Iterator[tuple[int, int, str]]:
    return ((e.start, e.end, new[e.new_start : e.new_end]) for e in edits)
