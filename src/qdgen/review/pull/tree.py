"""The nodes of a dossier's files, found by id and by place, and joined between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from qdgen.content.loader import Dossier
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.yaml_reader import read_file

Node = Scalar | MapNode | ListNode
Item = Scalar | MapNode
Spot = tuple[MapNode | ListNode, str | int]


class Tree:
    """All files of a dossier as nodes; `roots` by the file's name, the registers left out."""

    def __init__(self, roots: Mapping[str, MapNode]) -> None:
        self.roots = dict(roots)
        self._spots: dict[int, Spot] = {}
        self.by_id: dict[str, MapNode] = {}
        self._scalars: dict[tuple[str, int], Scalar] = {}
        self._files: dict[int, str] = {}
        for name, root in self.roots.items():
            self._files[id(root)] = name
            waiting: list[MapNode | ListNode] = [root]
            while waiting:
                node = waiting.pop()
                children = node.items() if isinstance(node, MapNode) else enumerate(node)
                for key, child in children:
                    self._spots[id(child)] = node, key
                    if isinstance(child, Scalar):
                        self._scalars[name, child.start] = child
                    elif isinstance(child, MapNode | ListNode):
                        waiting.append(child)
                        own = child.get("id") if isinstance(child, MapNode) else None
                        if isinstance(own, Scalar) and isinstance(child, MapNode):
                            self.by_id[own.value] = child

    def spot(self, node: Node) -> Spot:
        """What holds the node, and at which key or number."""
        return self._spots[id(node)]

    def has(self, node: Node) -> bool:
        """Whether the node is held by another one of this tree."""
        return id(node) in self._spots

    def holder(self, node: Node) -> MapNode | ListNode:
        """What holds the node."""
        return self._spots[id(node)][0]

    def own(self, scalar: Scalar) -> Scalar:
        """The scalar of this tree that stands where `scalar`, of the same files, does."""
        return self._scalars[file_name(scalar), scalar.start]

    def item(self, scalar: Scalar) -> Item:
        """What stands in a list for a text: itself, or the map that holds it; a text that is the
        value of a provision's own key is itself."""
        holder, key = self.spot(scalar)
        if isinstance(holder, MapNode) and self.has(holder):
            above, _ = self.spot(holder)
            if isinstance(above, ListNode) and key in ("nguyen_van", "de_nghi", "luu"):
                return holder
            if isinstance(above, ListNode) and key == "noi_dung":
                _, list_key = self.spot(above)
                if list_key == "gach":
                    return holder
        return scalar

    def root_of(self, node: Node) -> tuple[str, MapNode]:
        """The file's name and root of a node."""
        at: Node = node
        while id(at) in self._spots:
            at = self._spots[id(at)][0]
        if not isinstance(at, MapNode):
            raise TypeError(at)
        return self._files[id(at)], at


def read_tree(dossier: Dossier) -> Tree:
    """The nodes of the dossier's own files, read anew. Raises KeyError where one cannot be."""
    inside = dossier.folder.resolve()
    roots: dict[str, MapNode] = {}
    for path in dossier.files:
        if path.parent.resolve() != inside:
            continue
        root, _, _ = read_file(path, path.name)
        if root is None:
            raise KeyError(path.name)
        roots[path.name] = root
    return Tree(roots)


def file_name(scalar: Scalar) -> str:
    """The name of the file a scalar stands in."""
    return Path(scalar.source.path.replace("\\", "/")).name


class Joined:
    """For each node of an old tree the one it has become in a newer one."""

    def __init__(self, old: Tree, new: Tree) -> None:
        self._old, self._new = old, new
        self._map: dict[int, Node] = {}
        for name, root in old.roots.items():
            if name in new.roots:
                self._pair(root, new.roots[name])
        for key, node in old.by_id.items():
            if key in new.by_id:
                self._pair(node, new.by_id[key])

    def of(self, node: Node) -> Node | None:
        """The node now; None where it has gone."""
        return self._map.get(id(node))

    def _pair(self, one: Node, other: Node) -> None:
        waiting = [(one, other)]
        while waiting:
            old, new = waiting.pop()
            if id(old) in self._map:
                continue
            self._map[id(old)] = new
            if isinstance(old, MapNode) and isinstance(new, MapNode):
                waiting += [
                    (a, b)
                    for key, a in old.items()
                    if isinstance(b := new.get(key), Scalar | MapNode | ListNode)
                    and isinstance(a, Scalar | MapNode | ListNode)
                ]
            elif isinstance(old, ListNode) and isinstance(new, ListNode):
                waiting += self._items(old, new)

    def _items(self, old: ListNode, new: ListNode) -> Iterator[tuple[Node, Node]]:
        """Items with an id are joined by it, the others by their words, in order."""
        ones = [i for i in old if isinstance(i, Scalar | MapNode) and not _has_id(i)]
        others = [i for i in new if isinstance(i, Scalar | MapNode) and not _has_id(i)]
        signs = [_sign(i) for i in ones], [_sign(i) for i in others]
        matcher = SequenceMatcher(None, *signs, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag == "equal" or (tag == "replace" and b - a == d - c):
                yield from zip(ones[a:b], others[c:d], strict=True)
            elif tag == "replace":
                yield from _alike(ones[a:b], others[c:d], signs[0][a:b], signs[1][c:d])


def _alike(
    ones: Sequence[Item], others: Sequence[Item], before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[Node, Node]]:
    at = 0
    for node, words in zip(ones, before, strict=True):
        for nth in range(at, min(len(others), at + 20)):
            if SequenceMatcher(None, words, after[nth], autojunk=False).quick_ratio() > 0.6:
                yield node, others[nth]
                at = nth + 1
                break


def _has_id(node: object) -> bool:
    return isinstance(node, MapNode) and "id" in node


def _sign(node: object) -> str:
    if isinstance(node, MapNode):
        return "\n".join(f"{key}:{_sign(child)}" for key, child in node.items())
    if isinstance(node, ListNode):
        return "\n".join(map(_sign, node))
    return str(node)
