"""What only a page shows of itself: words cut off or drawn over others, fonts that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from qdgen.check.look import Box, Printed
from qdgen.check.pages.lines import MM
from qdgen.pdf.layout import PageLayout, Word

_EDGE_MM = 0.6
_PICTURE = 0.6
_FEW_LETTERS = 20
_SAME_LINE_MM = 0.7
_OVER = 0.45
"""How much of a word must be covered, and how near in height (of the size) the other must be."""


def printed_of(layout: PageLayout) -> Printed:
    """What is to be said of a page besides its texts."""
    over = _overprinted(layout.words)
    return Printed(
        is_picture=layout.picture_share > _PICTURE and layout.letters < _FEW_LETTERS,
        unembedded=tuple(
            sorted({word.face.name for word in layout.words if not word.face.is_embedded})
        ),
        unreadable=layout.unreadable,
        letters=layout.letters,
        cut_off=" ".join(word.text for word in layout.words if _is_cut(word, layout))[:60],
        overprinted=over.text if over else "",
        overprinted_at=_box(over, layout.number) if over else None,
        tilted=" ".join(layout.tilted.split())[:60],
    )


def _is_cut(word: Word, layout: PageLayout) -> bool:
    return (
        word.left < -_EDGE_MM
        or word.right > layout.width + _EDGE_MM
        or word.baseline < 0
        or word.baseline > layout.height + _EDGE_MM
    )


def _overprinted(words: Sequence[Word]) -> Word | None:
    """A word that another one is drawn over; the same word drawn twice is bold in an old way."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("baseline")):
        if rows and word.baseline - rows[-1][0].baseline <= _SAME_LINE_MM:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=attrgetter("left"))
    for row in rows:
        for one, other in pairwise(row):
            if _covers(one, other):
                return other
    for upper, lower in pairwise(rows):
        nearest = min(upper[0].size, lower[0].size) * MM * _OVER
        if lower[0].baseline - upper[-1].baseline >= nearest:
            continue
        at = 0
        for word in lower:
            while at < len(upper) and upper[at].right <= word.left:
                at += 1
            if at < len(upper) and _covers(upper[at], word):
                return word
    return None


def _covers(one: Word, other: Word) -> bool:
    common = min(one.right, other.right) - max(one.left, other.left)
    shorter = min(one.right - one.left, other.right - other.left)
    alike = one.text == other.text or one.text in other.text or other.text in one.text
    near = abs(one.baseline - other.baseline) < _OVER * min(one.size, other.size) * MM
    return not alike and near and shorter > 0.5 and common > _OVER * shorter


def _box(word: Word, page: int) -> Box:
    height = word.size * MM
    return Box(
        page, word.left, word.baseline - 0.9 * height, word.right, word.baseline + 0.22 * height
    )
