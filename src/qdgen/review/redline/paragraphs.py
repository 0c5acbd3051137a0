"""Two paragraphs into one: the words that changed as deleted and inserted runs."""

from __future__ import annotations

import copy
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from lxml import etree

from qdgen.review.redline.atoms import Atom, Line, Mark, Signs, cut, line_of
from qdgen.review.words import Edit, word_edits, words_of
from qdgen.word.elements import w
from qdgen.word.tracking import Tracking

_LINK, _PPR, _RPR = w("hyperlink"), w("pPr"), w("rPr")
_LEAST_IN_COMMON = 0.3
"""Below this share of common words a text is replaced as a whole: confetti helps no reader."""


class Notes(Protocol):
    """The footnotes of both versions."""

    def sign(self, note: str, *, is_old: bool) -> str:
        """The character that stands for the note with this id: equal for equal words."""

    def alike(self, old: str, new: str) -> float:
        """How alike two notes are, by their ids."""

    def keep(self, old: str, new: str) -> None:
        """The mark stayed: the note's own words are compared."""

    def insert(self, new: str) -> None:
        """The mark was inserted."""

    def delete(self, old: str) -> str:
        """The mark was deleted. Returns the id of the note in the file being made."""


class Bookmarks(Protocol):
    """What becomes of bookmarks of the old version."""

    def left_behind(self, element: etree._Element, own: frozenset[str]) -> etree._Element | None:
        """The old bookmark's `element` as it may stand in the new file, None where it may not;
        `own` are the names of the paragraph it was in that are there still."""

    def has_moved_target(self, xml: str) -> bool:
        """Whether a reference in `xml`, of the old version, goes to what has moved."""


class State(Enum):
    """What became of some words."""

    KEPT = "kept"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(slots=True)
class ParagraphMerger:
    """Writes tracked changes into paragraphs of the new version."""

    tracking: Tracking
    signs: Signs
    notes: Notes
    bookmarks: Bookmarks
    links_changed: int = 0
    """How often a link was added, removed or turned elsewhere while its words stayed."""

    def line(self, paragraph: etree._Element, *, is_old: bool) -> Line:
        """The contents of a paragraph."""
        return line_of(paragraph, self.signs, lambda note: self.notes.sign(note, is_old=is_old))

    def insert(self, paragraph: etree._Element) -> None:
        """Everything in `paragraph` was inserted."""
        line = self.line(paragraph, is_old=False)
        output = _Output(self, paragraph)
        _New(line, self, output).region(0, len(line.text), State.INSERTED)

    def delete(self, paragraph: etree._Element) -> None:
        """Everything in `paragraph`, one of the old version, was deleted."""
        line = self.line(paragraph, is_old=True)
        output = _Output(self, paragraph)
        _Old(line, self, output, frozenset()).region(0, len(line.text))

    def merge(self, old: etree._Element, new: etree._Element) -> None:
        """Mark in `new` what it has otherwise than `old`, words and looks."""
        before, after = self.line(old, is_old=True), self.line(new, is_old=False)
        self._pair_notes(before, after)
        edits = edits_between(before.text, after.text)
        self._count_links(before, after, edits)
        own = bookmark_names(new)
        notes = any(atom.note for atom in before.atoms)
        if not edits and not notes and _same_looks(before, after) and bookmark_names(old) <= own:
            return
        _Weaver(self, _Output(self, new), before, after, own).weave(edits)

    def _pair_notes(self, before: Line, after: Line) -> None:
        """A note whose words were changed keeps the character of the one it was."""
        there = {a.text for a in after.atoms if a.note}
        lost = [a for a in before.atoms if a.note and a.text not in there]
        were = {a.text for a in before.atoms if a.note}
        come = [a for a in after.atoms if a.note and a.text not in were]
        if not lost or not come:
            return
        if len(lost) == len(come):
            pairs = list(zip(lost, come, strict=True))
        else:
            pairs = []
            for atom in lost:
                found = next((c for c in come if self.notes.alike(atom.note, c.note) >= 0.5), None)
                if found is not None:
                    pairs.append((atom, found))
                    come = come[come.index(found) + 1 :]
        for atom, other in pairs:
            atom.text = other.text

    def _count_links(self, before: Line, after: Line, edits: Sequence[Edit]) -> None:
        olds = _Looks(before)
        for start, end, shift in _equal_parts(edits, len(after.text)):
            at = start
            for atom in cut(after.atoms, start, end):
                if _target(olds.atom(at + shift).link) != _target(atom.link):
                    self.links_changed += 1
                at += len(atom.text)


def edits_between(old: str, new: str) -> list[Edit]:
    """The edits by words; one for the whole where hardly a word is common to both."""
    edits = word_edits(old, new)
    if len(edits) > 1 and common_words(old, new) < _LEAST_IN_COMMON:
        return [Edit(0, len(old), 0, len(new))]
    return edits


def common_words(old: str, new: str) -> float:
    """The share of words that two texts have in common, from 0 to 1; spaces do not count."""
    before = Counter(word for word in words_of(old) if not word.isspace())
    after = Counter(word for word in words_of(new) if not word.isspace())
    return common(before, after)


def common(before: Counter[str], after: Counter[str]) -> float:
    """The same of counted words; two empty texts are alike."""
    both = before.total() + after.total()
    return 1.0 if not both else 2 * (before & after).total() / both


def bookmark_names(paragraph: etree._Element) -> frozenset[str]:
    """The bookmarks that begin in `paragraph`."""
    return frozenset(b.get(w("name"), "") for b in paragraph.iter(w("bookmarkStart")))


def _same_looks(before: Line, after: Line) -> bool:
    olds = _Looks(before)
    at = 0
    for atom in after.atoms:
        for place in (at, at + len(atom.text) - 1):
            if olds.atom(place).look != atom.look:
                return False
        at += len(atom.text)
    return len(before.atoms) == len(after.atoms)


def _equal_parts(edits: Sequence[Edit], length: int) -> Iterable[tuple[int, int, int]]:
    """The stretches of the new text that stayed, and how much further left or right they were."""
    at = shift = 0
    for edit in edits:
        if edit.new_start > at:
            yield at, edit.new_start, edit.start - edit.new_start
        at, shift = edit.new_end, edit.end - edit.new_end
    if at < length:
        yield at, length, shift


def _target(link: etree._Element | None) -> tuple[tuple[str, str], ...]:
    return () if link is None else tuple(sorted((str(k), str(v)) for k, v in link.attrib.items()))


class _Looks:
    """Which atom of a line stands at a character."""

    def __init__(self, line: Line) -> None:
        self._atoms = line.atoms
        self._starts: list[int] = []
        at = 0
        for atom in line.atoms:
            self._starts.append(at)
            at += len(atom.text)

    def atom(self, at: int) -> Atom:
        return self._atoms[bisect_right(self._starts, at) - 1]

    def end(self, at: int) -> int:
        """Where the atom at this character ends."""
        index = bisect_right(self._starts, at)
        return self._starts[index] if index < len(self._starts) else 1 << 60


class _Output:
    """The contents of a paragraph in the making."""

    def __init__(self, merger: ParagraphMerger, paragraph: etree._Element) -> None:
        self._tracking = merger.tracking
        self._paragraph = paragraph
        for child in [c for c in paragraph if c.tag != _PPR]:
            paragraph.remove(child)
        self._runs: list[etree._Element] = []
        self._state = State.KEPT
        self._link: etree._Element | None = None
        self._open_link: etree._Element | None = None

    def add(self, atom: Atom, state: State) -> None:
        if state is not self._state or _target(atom.link) != _target(self._link):
            self.close()
            self._state, self._link = state, atom.link
        self._runs += atom.runs

    def mark(self, element: etree._Element) -> None:
        """Something that takes no room."""
        self.close()
        self._open_link = None
        self._paragraph.append(element)

    def close(self) -> None:
        """What was added is in the paragraph."""
        if not self._runs:
            return
        place = self._place()
        if self._state is State.KEPT:
            place.extend(self._runs)
        elif self._state is State.INSERTED:
            place.append(self._tracking.inserted(self._runs))
        else:
            place.append(self._tracking.deleted(self._runs))
        self._runs = []

    def _place(self) -> etree._Element:
        if self._link is None:
            self._open_link = None
            return self._paragraph
        if self._open_link is None or _target(self._open_link) != _target(self._link):
            self._open_link = etree.SubElement(self._paragraph, _LINK)
            for name, value in self._link.attrib.items():
                self._open_link.set(name, value)
        return self._open_link


class _Side:
    """Hands the contents of a line over, marks among them."""

    def __init__(self, line: Line, merger: ParagraphMerger, output: _Output) -> None:
        self._line = line
        self._merger = merger
        self._output = output
        self._starts: dict[int, list[Mark]] = {}
        self._ends: dict[int, list[Mark]] = {}
        for mark in line.marks:
            (self._ends if mark.is_end else self._starts).setdefault(mark.at, []).append(mark)

    def starts(self, at: int) -> None:
        self._hand_over(self._starts.pop(at, ()))

    def ends(self, at: int) -> None:
        self._hand_over(self._ends.pop(at, ()))

    def inner(self, start: int, end: int) -> list[int]:
        """The places strictly between where a mark stands."""
        return sorted({p for p in (*self._starts, *self._ends) if start < p < end})

    def _hand_over(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            for element in mark.elements:
                own = self._own(element)
                if own is not None:
                    self._output.mark(own)

    def _own(self, element: etree._Element) -> etree._Element | None:
        return element


class _New(_Side):
    """The new version's line."""

    def region(self, start: int, end: int, state: State) -> None:
        """The whole line, which is all inserted."""
        self.starts(start)
        self.pieces(start, end, state)
        self.ends(end)
        self.starts(end)
        self._output.close()

    def pieces(self, start: int, end: int, state: State) -> None:
        """What stands from `start` to `end`, without the marks at both."""
        at = start
        for place in [*self.inner(start, end), end]:
            for atom in cut(self._line.atoms, at, place):
                if atom.note and state is State.INSERTED:
                    self._merger.notes.insert(atom.note)
                self._output.add(atom, state)
            if place != end:
                self.ends(place)
                self.starts(place)
            at = place


class _Old(_Side):
    """The old version's line; `own` are the names of the bookmarks that its paragraph has still."""

    def __init__(
        self, line: Line, merger: ParagraphMerger, output: _Output, own: frozenset[str]
    ) -> None:
        super().__init__(line, merger, output)
        self._names = own

    def region(self, start: int, end: int) -> None:
        """The whole line, which is all deleted."""
        self.starts(start)
        self.pieces(start, end)
        self.ends(end)
        self.starts(end)
        self._output.close()

    def pieces(self, start: int, end: int) -> None:
        """The deleted characters from `start` to `end`, without the marks at both."""
        at = start
        for place in [*self.inner(start, end), end]:
            for atom in cut(self._line.atoms, at, place):
                self._output.add(self._deleted(atom), State.DELETED)
            if place != end:
                self.ends(place)
                self.starts(place)
            at = place

    def _deleted(self, atom: Atom) -> Atom:
        runs = [copy.deepcopy(run) for run in atom.runs]
        if atom.note:
            number = self._merger.notes.delete(atom.note)
            for run in runs:
                for reference in run.iter(w("footnoteReference")):
                    reference.set(w("id"), number)
        return Atom(atom.text, runs, atom.link)

    def _own(self, element: etree._Element) -> etree._Element | None:
        return self._merger.bookmarks.left_behind(element, self._names)


class _Weaver:
    """Weaves an old and a new line into one."""

    def __init__(
        self,
        merger: ParagraphMerger,
        output: _Output,
        before: Line,
        after: Line,
        own: frozenset[str],
    ) -> None:
        self._merger = merger
        self._output = output
        self._after = after
        self._looks = _Looks(before)
        self._old = _Old(before, merger, output, own)
        self._new = _New(after, merger, output)
        self._lengths = len(before.text), len(after.text)

    def weave(self, edits: Sequence[Edit]) -> None:
        old, new = self._old, self._new
        at = new_at = 0
        for edit in edits:
            self._kept(at, edit.start, new_at, edit.new_start)
            # A bookmark around changed words holds both, the deleted and the inserted ones.
            old.starts(edit.start)
            new.starts(edit.new_start)
            old.pieces(edit.start, edit.end)
            if edit.start < edit.end:
                old.ends(edit.end)
            new.ends(edit.new_start)
            new.pieces(edit.new_start, edit.new_end, State.INSERTED)
            new.ends(edit.new_end)
            at, new_at = edit.end, edit.new_end
        self._kept(at, self._lengths[0], new_at, self._lengths[1])
        for side, length in ((old, self._lengths[0]), (new, self._lengths[1])):
            side.ends(length)
            side.starts(length)
        self._output.close()

    def _kept(self, at: int, end: int, new_at: int, new_end: int) -> None:
        """Equal characters, with the marks before and in them; marks at their end may wait."""
        old, new, shift = self._old, self._new, at - new_at
        if new_at == new_end:
            return
        places = {p - shift for p in old.inner(at, end)} | set(new.inner(new_at, new_end))
        for place in [*sorted(places), new_end]:
            old.ends(new_at + shift)
            new.ends(new_at)
            old.starts(new_at + shift)
            new.starts(new_at)
            self._words(new_at, place, shift)
            new_at = place

    def _words(self, start: int, end: int, shift: int) -> None:
        at = start
        for atom in cut(self._after.atoms, start, end):
            done = 0
            while done < len(atom.text):
                was = self._looks.atom(at + shift)
                length = min(len(atom.text), self._looks.end(at + shift) - shift - at + done)
                piece = atom.part(done, length)
                if was.note and atom.note:
                    self._merger.notes.keep(was.note, atom.note)
                elif was.look != piece.look and piece.is_words:
                    piece = self._relooked(piece, was)
                self._output.add(piece, State.KEPT)
                at += length - done
                done = length

    def _relooked(self, piece: Atom, was: Atom) -> Atom:
        run = copy.deepcopy(piece.runs[0])
        self._merger.tracking.run_was(run, was.runs[0].find(_RPR))
        return Atom(piece.text, [run], piece.link, is_words=True)
