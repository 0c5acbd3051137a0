"""Footnotes and endnotes, numbered in the order of their marks."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from qdgen.word.reader.model import Block, Note, Paragraph, paragraphs_of
from qdgen.word.reader.names import ID, w

ReadNote = Callable[[etree._Element, str], tuple[Block, ...]]  # noqa: SLF001 - lxml names it so


class NoteShelf:
    """The notes of a document by id. A note's text is read once, when its mark is met."""

    def __init__(
        self,
        roots: dict[bool, tuple[str, etree._Element] | None],
        read: ReadNote,
    ) -> None:
        """`roots` holds the part name and root of the footnotes (False) and endnotes (True)."""
        self._read = read
        self._counts = {False: 0, True: 0}
        self._elements: dict[tuple[bool, str], tuple[str, etree._Element]] = {}
        self._texts: dict[tuple[bool, str], tuple[Paragraph, ...]] = {}
        for is_endnote, part in roots.items():
            if part is None:
                continue
            name, root = part
            for element in root.iterchildren(w("endnote" if is_endnote else "footnote")):
                if element.get(w("type"), "normal") == "normal":
                    self._elements[is_endnote, element.get(ID, "")] = name, element

    def note(self, note_id: str, is_endnote: bool, is_counted: bool) -> Note | None:
        """The note with this id; None where there is none."""
        key = is_endnote, note_id
        if key not in self._elements:
            return None
        if key not in self._texts:
            name, element = self._elements[key]
            self._texts[key] = tuple(paragraphs_of(self._read(element, name)))
        if is_counted:
            self._counts[is_endnote] += 1
        return Note(self._counts[is_endnote] if is_counted else 0, self._texts[key], is_endnote)
