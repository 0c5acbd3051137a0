"""Texts as they are printed, each joined to the characters of the content it was made from.

The checks read what is printed and must point at what was written: a `Passage` leads from one to
the other.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from qdgen.content.nodes import Scalar
from qdgen.content.positions import locate, source_line
from qdgen.diagnostics import Location
from qdgen.document.model import Blank, Inline, plain_text
from qdgen.document.places import Place


class Stretch(NamedTuple):
    """Printed characters from `start` (from 0, in the passage) that come from `offset` on in the
    scalar's value: one for one where `written`, else generated from what stands there, or the
    dots of a blank."""

    start: int
    offset: int
    written: bool
    is_blank: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """A printed text of `viewer` and the scalar it comes from. Without `stretches` every character
    was written as it is printed."""

    scalar: Scalar
    viewer: Place
    text: str
    stretches: tuple[Stretch, ...] = ()
    in_note: bool = False

    def stretch_at(self, index: int) -> Stretch:
        """The stretch that holds the printed character `index` (from 0)."""
        if not self.stretches:
            return Stretch(0, 0, written=True)
        nth = bisect_right(self.stretches, index, key=lambda stretch: stretch.start) - 1
        return self.stretches[max(0, nth)]

    def offset_of(self, index: int) -> int:
        """Where in the scalar's value the printed character `index` comes from."""
        stretch = self.stretch_at(index)
        return stretch.offset + (index - stretch.start if stretch.written else 0)

    def last_offset_of(self, index: int) -> int:
        """Where in the scalar's value ends (last character) what the printed character `index`
        comes from: itself, or the mention it was generated from."""
        stretch = self.stretch_at(index)
        if stretch.written:
            return self.offset_of(index)
        following = self.stretches.index(stretch) + 1
        if following < len(self.stretches):
            return max(stretch.offset, self.stretches[following].offset - 1)
        return max(stretch.offset, len(self.scalar.value.rstrip()) - 1)

    def is_generated(self, start: int, end: int) -> bool:
        """Whether all printed characters from `start` up to `end` were put there by the program: a
        blank was not, somebody must fill it."""
        found = [s for s in self.stretches if _overlaps(s, self, start, end)]
        return bool(found) and not any(s.written or s.is_blank for s in found)

    def locate(self, index: int) -> Location:
        """The place in the file of the printed character `index`."""
        return locate(self.scalar, self.offset_of(index))

    def source_line(self, index: int) -> str:
        """The line of the file, as written, that the printed character `index` comes from."""
        return source_line(self.scalar, self.offset_of(index))


def _overlaps(stretch: Stretch, passage: Passage, start: int, end: int) -> bool:
    nth = passage.stretches.index(stretch) + 1
    until = passage.stretches[nth].start if nth < len(passage.stretches) else len(passage.text)
    return stretch.start < max(end, start + 1) and start < max(until, stretch.start + 1)


class PassageWriter:
    """Collects the printed words of one text, node by node."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._length = 0
        self._stretches: list[Stretch] = []

    def add(self, printed: Sequence[Inline], offset: int, *, written: bool) -> None:
        """`printed` comes from what stands at `offset` of the scalar's value."""
        words = plain_text(tuple(printed))
        if words:
            is_blank = any(isinstance(inline, Blank) for inline in printed)
            self._stretches.append(Stretch(self._length, offset, written, is_blank))
            self._words.append(words)
            self._length += len(words)

    def passage(self, scalar: Scalar, viewer: Place, *, in_note: bool = False) -> Passage:
        """What was collected."""
        return Passage(
            scalar, viewer, "".join(self._words), tuple(self._stretches), in_note=in_note
        )
