"""A paragraph as a row of atoms: words that may be cut, and signs for all that may not.

A note's mark, a field and a drawing each stand for one private-use character in the text that is
compared: equal characters for what is the same in both versions.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from qdgen.word.elements import XML_SPACE, w

NOTE_REFERENCE = w("footnoteReference")
_LINK, _FIELD_MARK, _CODE = w("hyperlink"), w("fldChar"), w("instrText")
_RUN, _TEXT, _PROPERTIES = w("r"), w("t"), w("rPr")
_RUN_STYLE, _VAL = w("rStyle"), w("val")
_STARTS = frozenset((w("bookmarkStart"), w("commentRangeStart")))
_ENDS = frozenset((w("bookmarkEnd"), w("commentRangeEnd")))
_CHARACTERS = {w("tab"): "\t", w("cr"): "\n", w("noBreakHyphen"): "\u2011", w("br"): "\n"}
_PASSED_OVER = frozenset((w("pPr"), w("proofErr"), w("lastRenderedPageBreak")))
_XMLNS = re.compile(r' xmlns(:\w+)?="[^"]*"')
_LINK_STYLE = re.compile(r'<w:rStyle w:val="Hyperlink"/>')

# The supplementary private-use areas: content may hold none of their characters.
_FIRST_SIGN, _LAST_SIGN = 0xF0000, 0x10FFFD


class Signs:
    """Characters that stand for things: the same thing, the same character."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, thing: str) -> str:
        """The character of `thing`."""
        found = self._known.get(thing)
        if found is None:
            code = min(_FIRST_SIGN + len(self._known), _LAST_SIGN)
            found = self._known[thing] = chr(code)
        return found


@dataclass(slots=True)
class Atom:
    """`text` are the characters it stands for, `runs` its w:r elements, `link` the w:hyperlink it
    stands in. Words (`is_words`) are one run with one w:t, and may be cut."""

    text: str
    runs: list[etree._Element]
    link: etree._Element | None = None
    is_words: bool = False
    note: str = ""
    """The id of the note it marks."""

    @property
    def look(self) -> str:
        """The properties of its (first) run, without the style of a link."""
        return look_of(self.runs[0])

    def part(self, start: int, end: int) -> Atom:
        """Its characters from `start` to `end`, as runs of their own."""
        if not self.is_words or (start == 0 and end == len(self.text)):
            return self
        run = etree.Element(_RUN)
        properties = self.runs[0].find(_PROPERTIES)
        if properties is not None:
            run.append(copy.deepcopy(properties))
        words = etree.SubElement(run, _TEXT)
        words.text = self.text[start:end]
        words.set(XML_SPACE, "preserve")
        return Atom(self.text[start:end], [run], self.link, is_words=True)


@dataclass(slots=True)
class Mark:
    """What takes no room: the beginning or end of a bookmark, or a whole empty one."""

    at: int
    elements: list[etree._Element]
    is_end: bool


@dataclass(slots=True)
class Line:
    """The contents of a paragraph."""

    atoms: list[Atom] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What is compared."""
        return "".join(atom.text for atom in self.atoms)


def line_of(paragraph: etree._Element, signs: Signs, note_sign: Callable[[str], str]) -> Line:
    """The atoms of `paragraph`, whose elements they share; `note_sign` gives the character for the
    id of a note."""
    reader = _Reader(signs, note_sign)
    reader.read(paragraph, None)
    return reader.line()


def look_of(run: etree._Element) -> str:
    """The properties of a run as text, without the style of a link."""
    properties = run.find(_PROPERTIES)
    if properties is None or not len(properties):
        return ""
    xml = etree.tostring(properties, encoding="unicode", with_tail=False)
    xml = _LINK_STYLE.sub("", _XMLNS.sub("", xml))
    return "" if xml in ("<w:rPr></w:rPr>", "<w:rPr/>") else xml


class _Reader:
    def __init__(self, signs: Signs, note_sign: Callable[[str], str]) -> None:
        self._signs = signs
        self._note_sign = note_sign
        self._line = Line()
        self._at = 0
        self._field: list[etree._Element] = []
        self._depth = 0

    def line(self) -> Line:
        if self._field:  # a field that is never ended is as it is
            self._add(Atom(self._signs.of("field"), self._field))
        self._join_empty_bookmarks()
        return self._line

    def read(self, element: etree._Element, link: etree._Element | None) -> None:
        for child in element:
            if child.tag == _RUN:
                self._run(child, link)
            elif child.tag == _LINK:
                self.read(child, child)
            elif child.tag in _STARTS or child.tag in _ENDS:
                self._line.marks.append(Mark(self._at, [child], child.tag in _ENDS))
            elif child.tag not in _PASSED_OVER:
                self._opaque(child, link)

    def _opaque(self, child: etree._Element, link: etree._Element | None) -> None:
        words = "".join(t.text or "" for t in child.iter(_TEXT))
        self._add(Atom(self._signs.of(f"{child.tag} {words}"), [child], link))

    def _run(self, run: etree._Element, link: etree._Element | None) -> None:
        marks = [child.get(w("fldCharType")) for child in run if child.tag == _FIELD_MARK]
        if self._depth or marks:
            self._field.append(run)
            self._depth += marks.count("begin") - marks.count("end")
            if self._depth <= 0:
                self._depth = 0
                self._add(Atom(self._field_sign(), self._field, link))
                self._field = []
            return
        contents = [child for child in run if child.tag != _PROPERTIES]
        for child in contents:
            self._content(child, run if len(contents) == 1 else _alone(run, child), link)

    def _content(
        self, child: etree._Element, run: etree._Element, link: etree._Element | None
    ) -> None:
        if child.tag == _TEXT:
            if child.text:
                self._add(Atom(child.text, [run], link, is_words=True))
        elif child.tag == NOTE_REFERENCE:
            number = child.get(w("id"), "")
            self._add(Atom(self._note_sign(number), [run], link, note=number))
        elif child.tag in _CHARACTERS and child.get(w("type")) is None:
            self._add(Atom(_CHARACTERS[child.tag], [run], link))
        elif child.tag not in _PASSED_OVER:
            # The length of a drawn line follows the words above it.
            self._add(Atom(self._signs.of(str(child.tag)), [run], link))

    def _field_sign(self) -> str:
        code = "".join(c.text or "" for run in self._field for c in run.iter(_CODE))
        shown = "".join(t.text or "" for run in self._field for t in run.iter(_TEXT))
        return self._signs.of(f"field {' '.join(code.split())}\n{shown}")

    def _add(self, atom: Atom) -> None:
        self._line.atoms.append(atom)
        self._at += len(atom.text)

    def _join_empty_bookmarks(self) -> None:
        """A bookmark around nothing stays in one piece."""
        starts = {m.elements[0].get(w("id")): m for m in self._line.marks if not m.is_end}
        kept: list[Mark] = []
        for mark in self._line.marks:
            start = starts.get(mark.elements[0].get(w("id"))) if mark.is_end else None
            if start is not None and start.at == mark.at:
                start.elements += mark.elements
            else:
                kept.append(mark)
        self._line.marks = kept


def _alone(run: etree._Element, child: etree._Element) -> etree._Element:
    """A run with this one of its contents."""
    own = etree.Element(_RUN)
    properties = run.find(_PROPERTIES)
    if properties is not None:
        own.append(copy.deepcopy(properties))
    own.append(copy.deepcopy(child))
    return own


def cut(atoms: list[Atom], start: int, end: int) -> Iterator[Atom]:
    """The atoms of the characters from `start` up to `end`."""
    at = 0
    for atom in atoms if start < end else ():
        behind = at + len(atom.text)
        if behind > start and at < end:
            yield atom.part(max(start - at, 0), min(end, behind) - at)
        at = behind
        if at >= end:
            return
