"""Which block of the old version is which of the new one: parts, paragraphs, tables, rows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from lxml import etree

from qdgen.review.redline.alignment import ENOUGH, align
from qdgen.review.redline.paragraphs import common
from qdgen.review.words import words_of
from qdgen.word.elements import w

_P, _TBL, _TR = w("p"), w("tbl"), w("tr")
_ANCHOR = re.compile(r'w:name="(_qd_[^"]+)"')
_NAME = re.compile(r'w:name="(_q[dn]_[^"]+)"')
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_STYLE = re.compile(r'<w:pStyle w:val="([^"]*)"')
_COUNTED = re.compile(r"<w:pPr>(?:(?!</w:pPr>).)*<w:numPr>(?:(?!</w:pPr>).)*")
_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"')
# What differs between two builds without anything being otherwise: numbers of bookmarks and shapes,
# the lengths of drawn lines, how a paragraph holds to the next.
_BOOKMARK_NUMBER = re.compile(r'<w:bookmark(Start|End) w:id="[^"]*"')
_DRAWN = re.compile(r'(?<=<wp:docPr) id="[^"]*"| c[xy]="[^"]*"')
_HEAD = re.compile(r' xmlns(?::\w+)?="[^"]*"')
_NOTE = re.compile(r'(<w:footnoteReference[^>]* w:id=")([^"]*)"')
_UNLIKE = 0.0
_LIKE_IN_ANOTHER_STYLE = 0.8

NoteWords = Callable[[str], str]


@dataclass(slots=True)
class Block:
    """A paragraph, a table, a row or a part, made comparable."""

    element: etree._Element
    anchor: str
    trace: str
    words: Counter[str]
    style: str
    names: frozenset[str] = frozenset()
    """All bookmarks of a paragraph or row."""
    shape: tuple[str, ...] = ()
    """Of a row: how many columns each cell takes, and what counts it."""
    ids: frozenset[str] = frozenset()
    """Of a table: those of its rows."""


@dataclass(slots=True)
class Step:
    """One block of the file being made: kept (both), inserted (`new` alone) or deleted."""

    old: Block | None
    new: Block | None
    inner: list[Step] = field(default_factory=list)
    """The rows of two tables that are one."""

    @property
    def is_one_sided(self) -> bool:
        """Whether only one version has it."""
        return self.old is None or self.new is None

    @property
    def block(self) -> Block:
        """The block of the new version where it has it, else of the old one."""
        block = self.new or self.old
        if block is None:
            raise ValueError
        return block


class Planner:
    """Reads both versions and joins what belongs together."""

    def __init__(self, old_note: NoteWords, new_note: NoteWords) -> None:
        self._note_words = {True: old_note, False: new_note}

    def blocks(self, elements: Iterable[etree._Element], *, is_old: bool) -> list[Block]:
        """The paragraphs and tables among `elements`."""
        return [self._block(e, is_old) for e in elements if e.tag in (_P, _TBL)]

    def steps(self, old: Sequence[Block], new: Sequence[Block]) -> list[Step]:
        """What becomes of each block, in order."""
        steps = []
        for pair in align(old, new, _likeness):
            before = None if pair.old is None else old[pair.old]
            after = None if pair.new is None else new[pair.new]
            step = Step(before, after)
            if before is not None and after is not None and after.element.tag == _TBL:
                step.inner = self._rows(before.element, after.element)
            steps.append(step)
        return steps

    def _rows(self, old: etree._Element, new: etree._Element) -> list[Step]:
        before = [self._block(row, True) for row in old.iterchildren(_TR)]
        after = [self._block(row, False) for row in new.iterchildren(_TR)]
        steps = []
        for pair in align(before, after, _row_likeness):
            left = None if pair.old is None else before[pair.old]
            right = None if pair.new is None else after[pair.new]
            if left is not None and right is not None and left.shape != right.shape:
                # One id, but its cells do not answer to each other, or it is counted otherwise.
                steps += [Step(left, None), Step(None, right)]
            else:
                steps.append(Step(left, right))
        return steps

    def _block(self, element: etree._Element, is_old: bool) -> Block:
        words = self._note_words[is_old]
        xml = etree.tostring(element, encoding="unicode", with_tail=False)
        if element.tag == _TBL:
            # Never the same at a glance: its rows are looked at one by one.
            own = f"table {id(element)}"
            head = _counted(xml.partition("</w:tr>")[0])
            return Block(element, "", own, head, "", ids=frozenset(_ANCHOR.findall(xml)))
        anchor = _ANCHOR.search(xml)
        style = _STYLE.search(xml)
        shape = _shape(xml) if element.tag == _TR else ()
        trace = _plain(xml)
        if "<w:footnoteReference" in trace:
            trace = _NOTE.sub(lambda m: f'{m[1]}{words(m[2])}"', trace)
        return Block(
            element,
            anchor[1] if anchor else "",
            trace,
            _counted(xml) if element.tag == _P or not anchor else Counter(),
            style[1] if style else "",
            frozenset(_NAME.findall(xml)),
            shape,
        )


def _plain(xml: str) -> str:
    """The XML of a block without what differs between two builds anyway."""
    end = xml.index(">")
    plain = _HEAD.sub("", xml[:end]) + xml[end:]
    plain = _BOOKMARK_NUMBER.sub(r"<w:bookmark\1", plain).replace("<w:keepNext/>", "")
    return _DRAWN.sub("", plain) if "<wp:" in plain else plain


def _counted(xml: str) -> Counter[str]:
    text = " ".join(_WORDS.findall(xml))
    return Counter(word for word in words_of(text) if not word.isspace())


def _shape(xml: str) -> tuple[str, ...]:
    """The number of a row stands in a paragraph without words, whose properties LibreOffice does
    not give back: a row that is counted otherwise is another row."""
    cells = xml.split("<w:tc>")[1:]
    spans = [_SPAN.search(cell) for cell in cells]
    counted = _COUNTED.search(cells[0]) if cells and not _WORDS.search(cells[0]) else None
    return (*(span[1] if span else "1" for span in spans), counted[0] if counted else "")


def _likeness(old: Block, new: Block) -> float:
    if old.element.tag != new.element.tag:
        return _UNLIKE
    if old.element.tag == _TBL:
        if bool(old.ids) != bool(new.ids):
            return _UNLIKE
        shared = 1.0 if old.ids & new.ids else common(old.words, new.words)
        return ENOUGH + shared / 2
    if old.anchor and new.anchor and old.trace != new.trace:
        return 1.0 if _same_but_id(old, new) else _UNLIKE
    alike = common(old.words, new.words)
    if old.style != new.style and alike < _LIKE_IN_ANOTHER_STYLE:
        return _UNLIKE
    return alike


def _row_likeness(old: Block, new: Block) -> float:
    if old.shape != new.shape or (old.anchor and new.anchor and not _same_but_id(old, new)):
        return _UNLIKE
    return 1.0 if old.anchor and new.anchor else common(old.words, new.words)


def _same_but_id(old: Block, new: Block) -> bool:
    return old.trace.replace(old.anchor, "") == new.trace.replace(new.anchor, "")
