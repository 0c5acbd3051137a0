"""What a text looks like beside its words: bold, italics, links, blanks."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from qdgen.document.model import (
    BLANK_TEXT,
    Blank,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Reference,
    Run,
)


class Look(NamedTuple):
    """Of a character: its weight and slant, where it leads, what is to be filled in."""

    bold: bool = False
    italic: bool = False
    leads_to: str = ""
    remark: str = ""


def looks_of(inlines: Inlines, renamed: Mapping[str, str]) -> tuple[tuple[Look, int], ...]:
    """The looks of a text, each with how many characters have it; ids by what `renamed` says they
    are called now. A note's mark has the look of none."""
    looks = (_look(inline, renamed) for inline in inlines)
    return tuple(
        (look, sum(length for _, length in group))
        for look, group in groupby(looks, key=lambda pair: pair[0])
    )


def _look(
    inline: Run | LineBreak | Link | Reference | NoteMark | Blank, renamed: Mapping[str, str]
) -> tuple[Look, int]:
    match inline:
        case Run():
            return Look(inline.bold, inline.italic), len(inline.text)
        case Link(url=url, run=run):
            return Look(run.bold, run.italic, url), len(run.text)
        case Reference(anchor=anchor, run=run):
            return Look(run.bold, run.italic, f"#{renamed.get(anchor, anchor)}"), len(run.text)
        case Blank(remark=remark):
            return Look(remark=remark), len(BLANK_TEXT)
        case NoteMark() | LineBreak():
            return Look(), 1
