"""Blocks of both versions into one story: whole paragraphs and rows marked, the others compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from qdgen.review.redline.ends import Ends, Placed
from qdgen.review.redline.forms import form
from qdgen.review.redline.paragraphs import ParagraphMerger, State
from qdgen.review.redline.plan import Planner, Step
from qdgen.word.elements import put_in_order, w
from qdgen.word.tracking import Tracking

_P, _TBL, _TR, _TC, _PPR = w("p"), w("tbl"), w("tr"), w("tc"), w("pPr")
_T, _DELETED_T = w("t"), w("delText")
_STYLE, _NUMBER, _VAL = w("pStyle"), w("numPr"), w("val")


@dataclass(slots=True)
class Counts:
    """Paragraphs changed, inserted and deleted, in cells too; rows inserted and deleted."""

    changed: int = 0
    inserted: int = 0
    deleted: int = 0
    rows_inserted: int = 0
    rows_deleted: int = 0


@dataclass(slots=True)
class BlockMerger:
    """Makes the blocks of a story out of steps."""

    tracking: Tracking
    paragraphs: ParagraphMerger
    planner: Planner
    ends: Ends
    counts: Counts = field(default_factory=Counts)

    def story(self, steps: Sequence[Step], *, goes_on: bool = False) -> list[etree._Element]:
        """The elements in order. `goes_on` says that another paragraph follows the last one, so
        that its end can be taken away too."""
        placed = []
        for step in self.ends.paired(steps, goes_on):
            placed.append(self._placed(step))
            if placed[-1].state is State.KEPT:
                self.tracking.turn()
        self.ends.mark(placed, goes_on)
        return [block.element for block in placed]

    def _placed(self, step: Step) -> Placed:
        old, new, moment = step.old, step.new, self.tracking.moment
        if old is not None and new is not None:
            is_paragraph = new.element.tag == _P
            if not is_paragraph:
                self._table(new.element, step.inner)
            elif old.trace != new.trace or self.paragraphs.bookmarks.has_moved_target(old.trace):
                self._paragraph(old.element, new.element)
            return Placed(new.element, State.KEPT, is_paragraph, moment)
        block = step.block
        state = State.DELETED if new is None else State.INSERTED
        if block.element.tag == _P:
            self._whole(block.element, state)
            if state is State.DELETED:
                self.counts.deleted += 1
            else:
                self.counts.inserted += 1
            return Placed(block.element, state, True, moment)
        for row in block.element.iterchildren(_TR):
            self._whole_row(row, state)
        return Placed(block.element, state, False, moment)

    def _paragraph(self, old: etree._Element, new: etree._Element) -> None:
        marks = self.tracking.revisions
        self.paragraphs.merge(old, new)
        if form(old) != form(new):
            self.ends.forms.change(self.tracking, new, old.find(_PPR))
        self.counts.changed += self.tracking.revisions > marks

    def _whole(self, paragraph: etree._Element, state: State) -> None:
        if state is State.DELETED:
            self.paragraphs.delete(paragraph)
        else:
            self.paragraphs.insert(paragraph)

    # --- notes ----------------------------------------------------------------------------------

    def merge_note(self, old: etree._Element, new: etree._Element) -> None:
        """What the note `new` says otherwise than `old`."""
        self.inside(old, new)

    def insert_in_note(self, paragraph: etree._Element) -> None:
        """Everything in the note's paragraph was inserted."""
        self._whole(paragraph, State.INSERTED)

    def delete_in_note(self, paragraph: etree._Element) -> None:
        """Everything in the note's paragraph was deleted."""
        self._whole(paragraph, State.DELETED)

    # --- tables ---------------------------------------------------------------------------------

    def _table(self, table: etree._Element, rows: Sequence[Step]) -> None:
        if all(_is_untouched(step) for step in rows) and not self._has_moved(rows):
            return
        put_in_order(table, [self._row(step) for step in rows])

    def _has_moved(self, rows: Sequence[Step]) -> bool:
        moved = self.paragraphs.bookmarks.has_moved_target
        return any(step.old is not None and moved(step.old.trace) for step in rows)

    def _row(self, step: Step) -> etree._Element:
        old, new = step.old, step.new
        if old is not None and new is not None:
            if old.trace != new.trace or self.paragraphs.bookmarks.has_moved_target(old.trace):
                self._cells(old.element, new.element)
            return new.element
        block = step.block
        self._whole_row(block.element, State.DELETED if new is None else State.INSERTED)
        return block.element

    def _whole_row(self, row: etree._Element, state: State) -> None:
        if state is State.DELETED:
            self.tracking.delete_row(row)
            self.counts.rows_deleted += 1
        else:
            self.tracking.insert_row(row)
            self.counts.rows_inserted += 1
        for paragraph in row.iter(_P):
            self._whole(paragraph, state)
            self.ends.mark_end(paragraph, state)

    def _cells(self, old: etree._Element, new: etree._Element) -> None:
        for before, after in zip(old.iterchildren(_TC), new.iterchildren(_TC), strict=True):
            self.inside(before, after)

    def inside(self, old: etree._Element, new: etree._Element) -> None:
        """The blocks in two cells, or two notes, that are one."""
        before = self.planner.blocks(old, is_old=True)
        after = self.planner.blocks(new, is_old=False)
        if len(before) == len(after) == 1:
            steps = [Step(before[0], after[0])]
        else:
            steps = self.planner.steps(before, after)
        put_in_order(new, self.story(steps))


def _is_untouched(step: Step) -> bool:
    return step.old is not None and step.new is not None and step.old.trace == step.new.trace
