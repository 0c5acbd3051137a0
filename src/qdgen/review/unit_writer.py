"""Collects the units of a version, each joined to the passage it was made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qdgen.check.elements import Element
from qdgen.document.model import Document, NoteMark, plain_text
from qdgen.document.passages import Passage
from qdgen.review.unit import Unit


class UnitWriter:
    """Collects the units of a document in print order; `passages` are all its texts in that order,
    as `resolve` gives them. A unit's footnotes are put right after it."""

    def __init__(self, document: Document, passages: Sequence[Passage]) -> None:
        self.units: list[Unit] = []
        self.parents: dict[str, str] = {}
        self.part = ""
        self._notes = document.notes
        self._passages = passages
        self._next = 0
        self._keys: set[str] = set()

    def enter(self, part: str, parent: str) -> None:
        """What follows stands in `part`."""
        self.part = part
        self.parents[part] = parent

    def take(self) -> Passage:
        """The passage of the text that comes next."""
        self._next += 1
        return self._passages[self._next - 1]

    def put(self, unit: Unit) -> None:
        """The next unit. Where its key is taken (a register key may stand twice among the căn cứ)
        it is counted."""
        key = self._free(unit.key)
        if key != unit.key:
            unit = replace(unit, key=key, is_counted=True)
        self.units.append(unit)
        if unit.passage is not None and unit.passage.stretches:
            self._put_notes(unit)

    def _put_notes(self, host: Unit) -> None:
        numbers = [inline.number for inline in host.inlines if isinstance(inline, NoteMark)]
        for nth, number in enumerate(numbers, 1):
            inlines = self._notes[number - 1]
            passage = self._note_passage(plain_text(inlines))
            self.units.append(
                Unit(
                    self._free(f"{host.key}/chu_thich/{nth}"),
                    Element.NOTE,
                    self.part,
                    host.owner,
                    inlines,
                    str(number),
                    is_counted=True,
                    host=host.key,
                    # The note of a citation was not written: what it says stands in the register.
                    is_derived=passage is None,
                    scalar=host.scalar if passage is None else passage.scalar,
                    passage=passage,
                )
            )

    def _note_passage(self, words: str) -> Passage | None:
        if self._next < len(self._passages):
            passage = self._passages[self._next]
            if passage.in_note and passage.text == words:
                return self.take()
        return None

    def _free(self, key: str) -> str:
        free, nth = key, 1
        while free in self._keys:
            nth += 1
            free = f"{key}/{nth}"
        self._keys.add(free)
        return free
