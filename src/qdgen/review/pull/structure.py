"""The structure a reviewed file shows against the base's: what is new, gone, moved, as steps."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Protocol

from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.review.pull.base import Printed
from qdgen.review.pull.blocks import Block
from qdgen.review.pull.lines import LineSteps
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.outline import Branch, Line, Outline
from qdgen.review.pull.steps import Data, Drop, Fill, Keep, Put, Step
from qdgen.review.pull.tree import Item, Tree

_LISTS = ("phan", "chuong", "muc", "tieu_muc", "dieu", "khoan", "diem", "hang")


class Writing(Protocol):
    """Makes content of what is new."""

    def branch(self, branch: Branch) -> dict[str, Data] | Edit:
        """The map of a new provision or row without what stands in it; or the edit that is refused
        because it cannot be one."""

    def line(self, line: Line) -> Data:
        """A new căn cứ, recipient, paragraph or dash line, without what stands in it."""

    def edit_of(self, kind: Kind, nth: int, words: str, origin: Origin | None) -> Edit:
        """The edit for block `nth` of the reviewed file."""


class Structure:
    """Finds the steps; `held` are edits that none takes."""

    def __init__(
        self,
        desired: Outline,
        base: Outline,
        tree: Tree,
        printed: Sequence[Printed],
        reviewed: Sequence[Block],
        writing: Writing,
    ) -> None:
        self._desired, self._base = desired, base
        self._tree = tree
        self._printed = printed
        self._reviewed = reviewed
        self._writing = writing
        self.steps: list[Step] = []
        self.held: list[Edit] = []
        self._base_branches = {id(b.node): b for b in _branches(base) if b.node is not None}
        self._kept = {id(b.node) for b in _branches(desired) if b.node is not None}
        self._dropped: set[int] = set()
        self._lines = LineSteps(desired, base, tree, writing, self.steps)

    def find(self) -> None:
        """Fill `steps` and `held`."""
        self._drops()
        for branch in list(_branches(self._desired)):
            if branch.node is not None:
                base = self._base_branches.get(id(branch.node))
                if base is not None:
                    self._compare(branch, base)
        self._lines.find(self._dropped)

    def _drops(self) -> None:
        for branch in _branches(self._base):
            node = branch.node
            if node is None or branch.parent is None or id(node) in self._kept:
                continue
            edit = self._writing.edit_of(Kind.DELETED, -1, _words(branch), branch.origin)
            above = branch.parent.node
            if above is not None and id(above) in self._dropped:
                self._dropped.add(id(node))
                self._step_of(above).edits.append(edit)
                continue
            self._dropped.add(id(node))
            self.steps.append(Drop(node, [edit]))

    def _step_of(self, node: MapNode) -> Drop:
        at: MapNode | None = node
        while at is not None:
            for step in self.steps:
                if isinstance(step, Drop) and step.node is at:
                    return step
            branch = self._base_branches[id(at)].parent
            at = branch.node if branch is not None else None
        raise KeyError(node)

    def _compare(self, branch: Branch, base: Branch) -> None:
        for key in _LISTS:
            wanted = branch.lists.get(key, [])
            before = base.lists.get(key, [])
            if wanted or before:
                self._list(branch, key, wanted, before)

    def _list(self, owner: Branch, key: str, wanted: list[Branch], before: list[Branch]) -> None:
        place = {id(b.node): n for n, b in enumerate(before)}
        own = [w for w in wanted if w.node is not None and id(w.node) in place]
        staying = staying_of([place[id(w.node)] for w in own])
        stay = {id(own[n].node) for n in staying}
        holder = owner.there.get(key)
        anchor: Item | None = None
        first = next((w.node for w in wanted if w.node is not None and id(w.node) in stay), None)
        for branch in wanted:
            if branch.node is not None and id(branch.node) in stay:
                anchor = branch.node
                continue
            self._put(owner.there, key, holder if isinstance(holder, ListNode) else None,
                      branch, anchor, first)  # fmt: skip

    def _put(
        self, owner: MapNode, key: str, holder: ListNode | None, branch: Branch,
        anchor: Item | None, first: Item | None,
    ) -> None:  # fmt: skip
        before = first if anchor is None else None
        if branch.node is not None:
            edit = self._writing.edit_of(Kind.MOVED, branch.nth, _words(branch), branch.origin)
            step = Put(owner, key, holder, [edit], moved=branch.node, after=anchor, before=before)
            if self._tree.root_of(branch.node)[0] != self._tree.root_of(owner)[0]:
                step.moved, step.data = None, Keep(branch.node)
                self.steps.append(Drop(branch.node, [edit]))
            self.steps.append(step)
            return
        edits: list[Edit] = []
        data = self._data(branch, edits)
        if data is None:
            self.held += edits
            return
        self.steps.append(Put(owner, key, holder, edits, data=data, after=anchor, before=before))

    def _data(self, branch: Branch, edits: list[Edit]) -> Data | None:
        """A new provision or row with all that is in it; None where it cannot be one."""
        made = self._writing.branch(branch)
        if isinstance(made, Edit):
            edits.append(made)
            return None
        edits.append(self._writing.edit_of(Kind.NEW, branch.nth, branch.seen.text, None))
        data = made
        self._lines.into_new(branch, data, edits)
        for key, children in branch.lists.items():
            items: list[Data] = []
            for child in children:
                if child.node is not None:
                    edits.append(
                        self._writing.edit_of(Kind.MOVED, child.nth, _words(child), child.origin)
                    )
                    self.steps.append(Drop(child.node, [edits[-1]]))
                    items.append(Keep(child.node))
                    continue
                below = self._data(child, edits)
                if below is not None:
                    items.append(below)
            if items:
                data[key] = items
        return data


def staying_of(places: Sequence[int]) -> list[int]:
    """Which of `places` stay where they are when the rest moves: a longest rising sequence."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for n, place in enumerate(places):
        at = bisect_left(ends, place)
        if at == len(ends):
            ends.append(place)
            last.append(n)
        else:
            ends[at] = place
            last[at] = n
        before.append(last[at - 1] if at else -1)
    chain: list[int] = []
    n = last[-1] if last else -1
    while n >= 0:
        chain.append(n)
        n = before[n]
    return chain[::-1]


def _branches(outline: Outline) -> Iterator[Branch]:
    waiting = list(reversed(outline.parts.values()))
    while waiting:
        branch = waiting.pop()
        yield branch
        for children in reversed(branch.lists.values()):
            waiting += reversed(children)


def _words(branch: Branch) -> str:
    return branch.block.text if branch.block is not None else ""


__all__ = ["Fill", "Scalar", "Sort", "Structure", "staying_of"]
