"""What a printed text was generated from: the `@key` that stand in the content."""

from __future__ import annotations

import re
from typing import NamedTuple

from qdgen.document.model import NoteMark, plain_text
from qdgen.review.unit import Unit

_MENTION = re.compile(r"@([a-z0-9]+(?:-[a-z0-9]+)*)(?:\([^()\n]*\))?")
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Mention(NamedTuple):
    """The characters `start` up to `end` of a unit's text were generated from `written`, which
    names `key`."""

    start: int
    end: int
    key: str
    written: str


def mentions_of(unit: Unit) -> list[Mention]:
    """The mentions printed in a unit, in order; none where it was not read from content."""
    passage = unit.passage
    if passage is None or all(stretch.written for stretch in passage.stretches):
        return []
    text = unit.text
    marks = _note_marks(unit)
    # What stands in front of the passage: "Theo đề nghị của ", "Lưu: ".
    shift = len(plain_text(unit.inlines)) - len(unit.ending) - len(passage.text)
    ends = [stretch.start for stretch in passage.stretches[1:]] + [len(passage.text)]
    found: list[Mention] = []
    searched = 0
    for stretch, end in zip(passage.stretches, ends, strict=True):
        if stretch.written or stretch.is_blank:
            continue
        written = _written_at(passage.scalar.value, stretch.offset)
        if written is None:
            continue
        words = passage.text[stretch.start : end]
        start = stretch.start + shift
        start += sum(mark <= start for mark in marks)
        if text[start : start + len(words)] != words:
            # Lines of a cell lose their blanks, titles change their case.
            start = text.casefold().find(words.casefold(), searched)
        if start >= 0:
            found.append(Mention(start, start + len(words), *written))
            searched = start + len(words)
    return found


def keys_in(unit: Unit) -> set[str]:
    """The register keys and ids that a unit mentions."""
    return {mention.key for mention in mentions_of(unit)}


def _written_at(value: str, offset: int) -> tuple[str, str] | None:
    match = _MENTION.match(value, offset)
    if match is not None:
        return match[1], match[0]
    if offset == 0 and _KEY.fullmatch(value):  # a căn cứ that is a register key
        return value, value
    return None


def _note_marks(unit: Unit) -> list[int]:
    """Where the note marks stand, in characters printed without them."""
    marks = []
    printed = 0
    for inline in unit.inlines:
        if isinstance(inline, NoteMark):
            marks.append(printed)
        else:
            printed += len(plain_text((inline,)))
    return marks
