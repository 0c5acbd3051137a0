"""Tokens into runs: the paragraphs of a merged template get their words."""

from __future__ import annotations

import copy
from collections.abc import Iterator

from lxml import etree

from qdgen.word.elements import XML_SPACE, R, W, paragraph_properties, remove, w
from qdgen.word.runs import (
    RunWriter,
    bookmark_end,
    bookmark_name,
    bookmark_start,
    label_bookmark_name,
    look_of,
)
from qdgen.word.slots import TOKEN, Slot, SlotBook

_WRAPPER = f'<x xmlns:w="{W}" xmlns:r="{R}">%s</x>'
_FIRST_IN_PROPERTIES = (w("pStyle"),)


class Bookmarks:
    """Numbers the bookmarks of a file from 1."""

    def __init__(self) -> None:
        self._last = 0

    def next(self) -> int:
        """The next free number."""
        self._last += 1
        return self._last


def expand(root: etree._Element, book: SlotBook, writer: RunWriter, bookmarks: Bookmarks) -> None:
    """Replace every token below `root` by the runs of its slot, in the look of its own run."""
    for paragraph in [p for p in root.iter(w("p")) if _has_token(p)]:
        for run in list(paragraph.iter(w("r"))):
            for slot in _expand_run(run, book, writer, bookmarks):
                if slot.anchor:
                    _bookmark(paragraph, slot.anchor, bookmarks.next())


def keep_with_next(paragraph: etree._Element) -> None:
    """Hold `paragraph` on the page of the next one."""
    properties = paragraph_properties(paragraph)
    if properties.find(w("keepNext")) is None:
        place = 1 if len(properties) and properties[0].tag in _FIRST_IN_PROPERTIES else 0
        properties.insert(place, etree.Element(w("keepNext")))


def _has_token(paragraph: etree._Element) -> bool:
    return any(TOKEN.search(t.text or "") for t in paragraph.iter(w("t")))


def _expand_run(
    run: etree._Element, book: SlotBook, writer: RunWriter, bookmarks: Bookmarks
) -> Iterator[Slot]:
    if not any(TOKEN.search(t.text or "") for t in run.findall(w("t"))):
        return
    properties = run.find(w("rPr"))
    look = look_of(properties)
    slots: list[Slot] = []
    for child in run:
        if child is properties:
            continue
        if child.tag != w("t"):
            _beside(run, properties, child)
            continue
        for piece in book.split(child.text or ""):
            if isinstance(piece, str):
                words = etree.Element(w("t"))
                words.text = piece
                words.set(XML_SPACE, "preserve")
                _beside(run, properties, words)
                continue
            marked = None
            if piece.marked is not None:
                index, anchor = piece.marked
                marked = (index, label_bookmark_name(anchor), bookmarks.next())
            xml = writer.write(piece.inlines, look, marked)
            for element in etree.fromstring(_WRAPPER % xml):
                run.addprevious(element)
            slots.append(piece)
    remove(run)
    yield from slots


def _beside(
    run: etree._Element, properties: etree._Element | None, content: etree._Element
) -> None:
    new = etree.Element(w("r"))
    if properties is not None:
        new.append(copy.deepcopy(properties))
    new.append(copy.deepcopy(content))
    run.addprevious(new)


def _bookmark(paragraph: etree._Element, anchor: str, number: int) -> None:
    """A hidden bookmark around all of a paragraph."""
    start = etree.fromstring(_WRAPPER % bookmark_start(bookmark_name(anchor), number))[0]
    end = etree.fromstring(_WRAPPER % bookmark_end(number))[0]
    properties = paragraph.find(w("pPr"))
    paragraph.insert(0 if properties is None else 1, start)
    paragraph.append(end)
