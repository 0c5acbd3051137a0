"""The ends of paragraphs that were inserted or deleted.

One cannot be taken away before a table, at the end of a cell or of a story; and LibreOffice needs a
little more regard. In such places the end before is marked instead, and the one that stays changes
its properties: what Word does when such a paragraph is deleted by hand.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from qdgen.review.redline.forms import Forms, form, form_of, without_change
from qdgen.review.redline.paragraphs import State
from qdgen.review.redline.plan import Step
from qdgen.word.elements import w
from qdgen.word.tracking import Tracking

_P, _PPR, _NOTE = w("p"), w("pPr"), w("footnoteReference")
_T, _DELETED_T = w("t"), w("delText")
_STYLE, _VAL = w("pStyle"), w("val")


@dataclass(slots=True)
class Placed:
    """A block in its place, what became of it as a whole, and the moment of its changes."""

    element: etree._Element
    state: State
    is_paragraph: bool
    moment: int


@dataclass(slots=True)
class Ends:
    """Marks the ends of the paragraphs of a story."""

    tracking: Tracking
    forms: Forms
    spare_style: str
    """The style of an empty paragraph that nobody should notice, "" where there is none."""
    moved_words: frozenset[str] = frozenset()
    """The words of paragraphs that are deleted in one place and inserted in another."""
    notes_met: bool = False
    """Whether a paragraph with a note has gone before: LibreOffice reads all notes at the first
    mark it meets, and forgets what it knew of the end of that mark's paragraph."""

    def paired(self, steps: Sequence[Step], goes_on: bool) -> list[Step]:
        """Where deleted and inserted paragraphs stand before an end that has to stay, the last of
        each share it; `goes_on` says that a paragraph follows the story."""
        first = self._first_with_note(steps)
        shared = list(steps)
        is_changed = [step.is_one_sided and step.block.element.tag == _P for step in steps]
        for start, end in reversed(list(_runs(is_changed))):
            run = list(steps[start:end])
            olds = [step for step in run if step.old is not None]
            news = [step for step in run if step.new is not None]
            if not olds or not news:
                continue
            following = steps[end].block.element if end < len(steps) else None
            if not _is_free(following, goes_on):
                partner = news[-1]
            elif first is not None and first in news:
                partner = first
            else:
                continue
            place = news.index(partner)
            pair = Step(olds[-1].old, partner.new)
            shared[start:end] = [*olds[:-1], *news[:place], pair, *news[place + 1 :]]
        return shared

    def mark(self, placed: Sequence[Placed], goes_on: bool) -> None:
        """Mark the ends of all whole paragraphs."""
        first = self._meet_note(placed)
        for state in (State.DELETED, State.INSERTED):
            flags = [block.is_paragraph and block.state is state for block in placed]
            for start, end in _runs(flags):
                before = placed[start - 1] if start and placed[start - 1].is_paragraph else None
                following = placed[end].element if end < len(placed) else None
                self._mark_run(placed[start:end], before, following, goes_on, first)

    def mark_end(self, paragraph: etree._Element, state: State) -> None:
        """Mark the end of one paragraph."""
        if state is State.DELETED:
            self.tracking.delete_end(paragraph)
        elif state is State.INSERTED:
            self.tracking.insert_end(paragraph)

    def _mark_run(
        self,
        run: Sequence[Placed],
        before: Placed | None,
        following: etree._Element | None,
        goes_on: bool,
        first_with_note: Placed | None,
    ) -> None:
        last, stays = run[-1], None
        if before is first_with_note:
            before = None
        if not _is_free(following, goes_on):
            stays = last
        elif before is not None and before.state is State.KEPT:
            stays = next((block for block in run if block is first_with_note), None)
        for block in run:
            if block is not stays:
                self.tracking.moment = block.moment
                self.mark_end(block.element, block.state)
        if stays is not None:
            self._let_stay(stays, before)
        elif following is not None and self._is_moved(run):
            for block in run:
                if form(block.element) != form(following):
                    self._take_form(block, following.find(_PPR))

    def _is_moved(self, run: Sequence[Placed]) -> bool:
        """Whether LibreOffice may take `run` for moved. That it accepts and rejects without regard
        to what comes behind, which would get the form of one of them."""
        return any(shown_words(block.element) in self.moved_words for block in run)

    def _let_stay(self, block: Placed, before: Placed | None) -> None:
        """The end of `block` stays, for `before` whose own end is marked instead."""
        own = block.element.find(_PPR)
        if before is not None:
            self.mark_end(before.element, block.state)
            base = before.element.find(_PPR)
        else:
            base = self._spare_properties()
        if form_of(base) != form_of(own):
            self._take_form(block, base)

    def _take_form(self, block: Placed, base: etree._Element | None) -> None:
        """Without the change that `block` is, its end has the properties `base`."""
        paragraph = block.element
        if block.state is State.INSERTED:
            self.forms.change(self.tracking, paragraph, without_change(base))
            return
        own = paragraph.find(_PPR)
        was = copy.deepcopy(own)
        end = own.find(w("rPr")) if own is not None else None
        if own is not None:
            paragraph.remove(own)
        properties = without_change(base)
        if properties is None:
            properties = etree.Element(_PPR)
        if end is not None:
            properties.append(end)
        paragraph.insert(0, properties)
        self.forms.change(self.tracking, paragraph, without_change(was))

    def _spare_properties(self) -> etree._Element | None:
        if not self.spare_style:
            return None
        properties = etree.Element(_PPR)
        etree.SubElement(properties, _STYLE, {_VAL: self.spare_style})
        return properties

    def _first_with_note(self, steps: Sequence[Step]) -> Step | None:
        if self.notes_met:
            return None
        return next((step for step in steps if _has_note(step.block.element)), None)

    def _meet_note(self, placed: Sequence[Placed]) -> Placed | None:
        """The paragraph with the first note of the document, if it is among these."""
        if self.notes_met:
            return None
        found = next((block for block in placed if _has_note(block.element)), None)
        self.notes_met = found is not None
        return found


def _is_free(following: etree._Element | None, goes_on: bool) -> bool:
    """Whether the end of a paragraph before `following` can be taken away."""
    return goes_on if following is None else following.tag == _P


def _has_note(element: etree._Element) -> bool:
    return next(element.iter(_NOTE), None) is not None


def _runs(flags: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """From where to where the flags are set."""
    start = None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            yield start, index
            start = None


def shown_words(paragraph: etree._Element) -> str:
    """The words of a paragraph, whatever was done to them."""
    return "".join(t.text or "" for t in paragraph.iter(_T, _DELETED_T)).strip()
