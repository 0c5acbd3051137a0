"""The stamp of a draft in the upper margin of a page, taken out before the page is taken apart: it
is none of the elements that stand there by the decree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qdgen.check.pages.lines import Line, lines_of
from qdgen.check.text.drafts import is_draft_stamp
from qdgen.pdf.drawings import Stroke
from qdgen.pdf.layout import PageLayout, Word

_MARGIN_MM = 20.0
"""The least upper margin (Nghị định 30/2020/NĐ-CP, Phụ lục I, I.3): below it the text may begin."""
_MOST_WORDS = 8
_BOX_MM = 30.0


def without_stamp(layout: PageLayout) -> tuple[PageLayout, list[Line]]:
    """The page without the stamp and the box around it, and the stamp's lines; none where there is
    no stamp."""
    span = _stamp(layout.words)
    if span is None:
        return layout, []
    first, last = span
    taken = layout.words[first:last]
    left, right = min(w.left for w in taken), max(w.right for w in taken)

    def is_box(stroke: Stroke) -> bool:
        is_near = left - _BOX_MM < stroke.left and stroke.right < right + _BOX_MM
        return is_near and stroke.bottom < _MARGIN_MM

    words = layout.words[:first] + layout.words[last:]
    strokes = [stroke for stroke in layout.strokes if not is_box(stroke)]
    return replace(layout, words=words, strokes=strokes), lines_of(taken, layout.number)


def _stamp(words: Sequence[Word]) -> tuple[int, int] | None:
    """The longest run of words in the margin that is a stamp: they are drawn one after another."""
    for first, word in enumerate(words):
        if word.baseline > _MARGIN_MM or not word.text.casefold().lstrip("[(").startswith("dự"):
            continue
        for last in range(min(first + _MOST_WORDS, len(words)), first + 1, -1):
            run = words[first:last]
            if max(w.baseline for w in run) <= _MARGIN_MM and is_draft_stamp(
                " ".join(w.text for w in run)
            ):
                return first, last
    return None
