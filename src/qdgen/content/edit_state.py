"""What is to change in one content file, collected by the places it concerns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from qdgen.content.comments import is_flow
from qdgen.content.key_order import (
    Models,
    column_keys,
    fitting,
    models_below,
    models_of_entry,
    models_of_file,
    ordered,
)
from qdgen.content.nodes import Item, ListNode, MapNode, Node, Scalar, items_of
from qdgen.content.rendering import Data, Plan
from qdgen.content.word_changes import ChangedText, Stretch


@dataclass(frozen=True, slots=True, eq=False)
class New:
    """What is put in anew, with the comment that stands above it."""

    data: Data
    comment: str = ""


Piece: TypeAlias = Item | New
"""What stands in a list afterwards: an item that was there, here or elsewhere, or a new one."""


@dataclass(frozen=True, slots=True)
class Name:
    """A key of a map afterwards; `new` where it was not there, or gets another value whole."""

    key: str
    new: New | None = None


@dataclass
class Changes:
    """The changes of the file of `root`. Nodes are told apart by their identity."""

    root: MapNode
    spots: dict[int, tuple[MapNode | ListNode, str | int]] = field(default_factory=dict)
    """What holds each node, and at which key or number."""
    stretches: dict[int, list[Stretch]] = field(default_factory=dict)
    before: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    after: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    heads: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    """By list: what stands before all its items; `tails` behind them."""
    tails: dict[int, list[Piece]] = field(default_factory=lambda: defaultdict(list))
    made: dict[int, dict[str, list[Piece]]] = field(default_factory=lambda: defaultdict(dict))
    """By map (or text that becomes one): the lists that were not there."""
    puts: dict[int, dict[str, New]] = field(default_factory=lambda: defaultdict(dict))
    """By map (or text that becomes one): the values that are new."""
    behind: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By map: the key behind which a new one stands, where the format does not say it."""
    removed: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    renamed: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    """By map: the new names of keys."""
    gone: set[int] = field(default_factory=set)
    moved: dict[int, Item] = field(default_factory=dict)
    remarks: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    touched: dict[int, Node] = field(default_factory=dict)
    plan: Plan = field(default_factory=Plan)

    def __post_init__(self) -> None:
        dashes = 2
        waiting: list[MapNode | ListNode] = [self.root]
        while waiting:
            node = waiting.pop()
            for key, child in node.items() if isinstance(node, MapNode) else enumerate(node):
                self.spots[id(child)] = (node, key)
                if isinstance(child, (MapNode, ListNode)):
                    waiting.append(child)
                    if isinstance(child, ListNode) and child and not is_flow(child):
                        dashes = child.column - node.column
        self.plan = Plan(column_keys(self.root), max(dashes, 0))
        self._models: dict[int, Models] = {id(self.root): models_of_file(self.root)}

    def touch(self, node: Node) -> None:
        """Note that something changes at `node`, and so in all that holds it."""
        at: Node | None = node
        while at is not None and id(at) not in self.touched:
            self.touched[id(at)] = at
            at = self.spots[id(at)][0] if id(at) in self.spots else None

    def models(self, node: Node) -> Models:
        """The models that may describe `node`, or the items of a list."""
        if id(node) in self._models:
            return self._models[id(node)]
        holder, key = self.spots[id(node)]
        found = self.models(holder)
        if isinstance(key, str):
            found = models_below(found, key)
            if not found and holder is self.root:
                found = models_of_entry(node)
        if isinstance(node, MapNode):
            found = fitting(found, node)
        self._models[id(node)] = found
        return found

    # --- what there is afterwards ----------------------------------------------------------------

    def changed(self, scalar: Scalar) -> ChangedText:
        """The text as it becomes. Raises ValueError where its stretches overlap."""
        holder, _ = self.spots[id(scalar)]
        is_item = isinstance(holder, ListNode)
        indent = holder.column - 1 + 2
        stretches = sorted(self.stretches.get(id(scalar), ()), key=lambda s: (s.start, s.end))
        return ChangedText(scalar, stretches, item=is_item, indent=indent)

    def pieces_at(self, node: Item) -> list[Piece]:
        """What stands where `node` stood: new ones before it, itself, new ones after it."""
        if id(node) in self.moved:
            return []
        if id(node) not in self.gone:
            return self.expanded([node])
        return self.expanded([*self.before.get(id(node), ()), *self.after.get(id(node), ())])

    def pieces_of(self, holder: ListNode) -> list[Piece]:
        """What the list holds afterwards."""
        found = self.expanded(self.heads.get(id(holder), ()))
        for item in items_of(holder):
            found += self.pieces_at(item)
        return found + self.expanded(self.tails.get(id(holder), ()))

    def expanded(self, pieces: Iterable[Piece]) -> list[Piece]:
        """`pieces`, each old one with what was put before and after it."""
        found: list[Piece] = []
        waiting = [(piece, False) for piece in reversed(list(pieces))]
        while waiting:
            piece, is_done = waiting.pop()
            if is_done or isinstance(piece, New):
                found.append(piece)
                continue
            waiting += [(p, False) for p in reversed(self.after.get(id(piece), ()))]
            waiting.append((piece, True))
            waiting += [(p, False) for p in reversed(self.before.get(id(piece), ()))]
        return found

    def names_of(self, holder: MapNode) -> list[Name]:
        """The keys of the map afterwards, in order."""
        removed = self.removed.get(id(holder), set())
        new = {key: New("") for key in self.made.get(id(holder), {})}
        new |= self.puts.get(id(holder), {})
        if not new:
            return [Name(key) for key in holder if key not in removed]
        kept = [key for key in holder if key not in removed]
        added = [key for key in new if key not in kept]
        rank = {
            key: nth
            for nth, key in enumerate(
                ordered([*kept, *added], self.models(holder), self.plan.columns)
            )
        }
        behind = self.behind.get(id(holder), {})
        following: dict[str, list[str]] = defaultdict(list)
        for key in sorted(added, key=lambda key: rank[key]):
            lower = [other for other in kept if rank[other] < rank[key]]
            place = lower[-1] if lower else ""
            if key in behind and behind[key] in ("", *kept):
                place = behind[key]
            following[place].append(key)
        names: list[Name] = []
        for key in ["", *kept]:
            if key:
                names.append(Name(key, new.get(key)))
            names += [Name(other, new[other]) for other in following.get(key, ())]
        return names

    def settle(self) -> bool:
        """Let what has become empty go with its key or dash; whether the file itself is left."""

        def depth(node: Node) -> int:
            count = 0
            while id(node) in self.spots:
                node, count = self.spots[id(node)][0], count + 1
            return count

        waiting = sorted(self.touched.values(), key=depth, reverse=True)
        for node in waiting:
            if isinstance(node, Scalar) or not node or not self._is_empty(node):
                continue
            if node is self.root:
                return False
            holder, key = self.spots[id(node)]
            if isinstance(holder, MapNode):
                self.removed[id(holder)].add(str(key))
            elif id(node) not in self.moved:
                self.gone.add(id(node))
        return True

    def _is_empty(self, node: MapNode | ListNode) -> bool:
        if isinstance(node, MapNode):
            return not self.names_of(node)
        if all(id(item) in self.gone or id(item) in self.moved for item in node):
            return not self.pieces_of(node)
        return False
