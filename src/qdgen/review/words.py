"""Vietnamese text cut into words for comparing, and the edits between two texts.

A word is what a reader would replace as a whole: a syllable, a date, the number and symbol of a
document. Spaces and signs are words of their own, so that the words of a text joined give the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

NOTE_MARK = "\ufffc"
"""Stands in a text where the mark of a footnote stands; U+FFFC, which content may not hold."""

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

    Two edits with nothing but spaces between them are one: a phrase is replaced, not its words.
    """
    if old == new:
        return []
    before, after = words_of(old), words_of(new)
    at, new_at = _starts(before), _starts(after)
    found: list[Edit] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        edit = Edit(at[i], at[j], new_at[k], new_at[m])
        if found and old[found[-1].end : edit.start].isspace():
            edit = Edit(found[-1].start, edit.end, found[-1].new_start, edit.new_end)
            found.pop()
        found.append(edit)
    return found


def _starts(words: Sequence[str]) -> list[int]:
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts
