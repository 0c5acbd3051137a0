"""The footnotes of both versions in one part."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Protocol

from lxml import etree

from qdgen.review.redline.atoms import Signs
from qdgen.review.redline.paragraphs import common_words
from qdgen.word.elements import w

_NOTE, _ID, _T, _P = w("footnote"), w("id"), w("t"), w("p")
_XMLNS = re.compile(r' xmlns(?::\w+)?="[^"]*"')


class NoteWriter(Protocol):
    """Writes changes into the paragraphs of notes."""

    def merge_note(self, old: etree._Element, new: etree._Element) -> None:
        """What `new` says otherwise than `old`."""

    def insert_in_note(self, paragraph: etree._Element) -> None:
        """Everything in it was inserted."""

    def delete_in_note(self, paragraph: etree._Element) -> None:
        """Everything in it was deleted."""


class FootNotes:
    """`old` and `new` are the notes by their ids, `part` the w:footnotes being made."""

    def __init__(
        self,
        signs: Signs,
        part: etree._Element | None,
        old: Mapping[str, etree._Element],
        new: Mapping[str, etree._Element],
    ) -> None:
        self._signs = signs
        self._part = part
        self._sides = {True: old, False: new}
        self._says: dict[tuple[bool, str], str] = {}
        self._next = 1 + max((int(n) for n in new if n.lstrip("-").isdecimal()), default=0)
        self._writer: NoteWriter | None = None

    def use(self, writer: NoteWriter) -> None:
        """Who writes changes into notes; it needs the notes itself, so it comes later."""
        self._writer = writer

    def says(self, note: str, *, is_old: bool) -> str:
        """What the note is, without its number: equal for equal words and looks."""
        key = is_old, note
        if key not in self._says:
            element = self._sides[is_old].get(note)
            xml = ""
            if element is not None:
                xml = "".join(
                    etree.tostring(child, encoding="unicode", with_tail=False) for child in element
                )
            self._says[key] = _XMLNS.sub("", xml)
        return self._says[key]

    def sign(self, note: str, *, is_old: bool) -> str:
        """The character that stands for it."""
        return self._signs.of(f"note {self.says(note, is_old=is_old)}")

    def alike(self, old: str, new: str) -> float:
        """The share of words two notes have in common."""
        return common_words(self._words(old, True), self._words(new, False))

    def keep(self, old: str, new: str) -> None:
        """Compare the words of two notes that are one."""
        before, after = self._sides[True].get(old), self._sides[False].get(new)
        if before is None or after is None:
            return
        if self.says(old, is_old=True) != self.says(new, is_old=False):
            self._written_by().merge_note(before, after)

    def insert(self, new: str) -> None:
        """All of the note was inserted."""
        element = self._sides[False].get(new)
        for paragraph in element.iter(_P) if element is not None else ():
            self._written_by().insert_in_note(paragraph)

    def delete(self, old: str) -> str:
        """Keep the old note as a deleted one. Returns its id in the file being made."""
        element = self._sides[True].get(old)
        if element is None or self._part is None:
            return old
        own = copy.deepcopy(element)
        own.set(_ID, str(self._next))
        self._next += 1
        for paragraph in own.iter(_P):
            self._written_by().delete_in_note(paragraph)
        self._part.append(own)
        return own.get(_ID, "")

    def put_in_order(self, root: etree._Element) -> None:
        """Number the notes as they are marked below `root`, the document; deleted ones count too.

        LibreOffice takes the notes of a file in the order in which they stand, whatever their ids.
        """
        if self._part is None:
            return
        known = notes_by_id(self._part)
        for number, reference in enumerate(root.iter(w("footnoteReference")), 1):
            note = known.get(reference.get(_ID, ""))
            if note is not None:
                reference.set(_ID, str(number))
                note.set(_ID, str(number))
                self._part.append(note)

    def _written_by(self) -> NoteWriter:
        if self._writer is None:
            raise RuntimeError
        return self._writer

    def _words(self, note: str, is_old: bool) -> str:
        element = self._sides[is_old].get(note)
        return "" if element is None else " ".join(t.text or "" for t in element.iter(_T))


def notes_by_id(part: etree._Element | None) -> dict[str, etree._Element]:
    """The notes of a w:footnotes by their ids, separators among them."""
    return {} if part is None else {n.get(_ID, ""): n for n in part.iterchildren(_NOTE)}
