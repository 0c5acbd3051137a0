"""Steps onto the content as it is now: three ways where it has moved on since the base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.positions import locate
from qdgen.content.rendering import Data as Plain
from qdgen.content.rendering import Written, plain
from qdgen.messages import Text, text
from qdgen.review.merging import Conflict, merge
from qdgen.review.pull.outcome import Edit, State
from qdgen.review.pull.steps import Data, Drop, Fill, Keep, Put, Reword, Rewrite, Step
from qdgen.review.pull.tree import Item, Joined, Node, Tree, file_name

_CHANGED = text("the content has changed here since the file was sent out")


@dataclass(slots=True)
class Applied:
    """The new text of each file that changes, by name; the edits as they turned out."""

    texts: dict[str, str] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)


class _Conflict(Exception):
    def __init__(self, reason: Text, current: str = "", node: Node | None = None) -> None:
        super().__init__(reason)
        self.reason, self.current, self.node = reason, current, node


Change = Callable[[Edits], None]


@dataclass(slots=True)
class _Ready:
    """A step made for one file."""

    file: str
    change: Change
    edits: list[Edit]


def apply(
    steps: Sequence[Step],
    tree: Tree,
    joined: Joined | None = None,
    remarks: Sequence[tuple[Item, str]] = (),
) -> Applied:
    """Make `steps`, which speak of the base, on `tree`; `joined` leads from the base to it where
    it is another version. `remarks` are comments to be put above nodes of the base."""
    return _Applying(steps, tree, joined).run(remarks)


class _Applying:
    def __init__(self, steps: Sequence[Step], tree: Tree, joined: Joined | None) -> None:
        self._steps = steps
        self._tree = tree
        self._joined = joined
        self._values: dict[int, str] = {}
        self._result = Applied()
        self._gone = [s.node for s in steps if isinstance(s, Drop)]

    def run(self, remarks: Sequence[tuple[Item, str]]) -> Applied:
        """The outcome."""
        ready: dict[str, list[_Ready]] = {}
        ordered = sorted(self._steps, key=lambda step: not isinstance(step, Reword))
        for step in ordered:
            try:
                for one in self._ready(step):
                    ready.setdefault(one.file, []).append(one)
            except _Conflict as conflict:
                self._conflict(step, conflict)
        for node, words in remarks:
            current = self._now(node)
            if isinstance(current, Scalar | MapNode):
                file = self._tree.root_of(current)[0]
                said = " ".join(words.split())
                ready.setdefault(file, []).append(
                    _Ready(file, lambda e, n=current, w=said: e.remark(n, w), [])  # type: ignore[misc]
                )
        for file, own in ready.items():
            self._file(file, own)
        return self._result

    def _file(self, file: str, ready: list[_Ready]) -> None:
        root = self._tree.roots[file]
        made, changed = self._longest(root, ready)
        for one in ready:
            taken = any(one is m for m in made)
            for edit in one.edits:
                if taken:
                    self._result.edits.append(edit)
                else:
                    self._result.edits.append(
                        edit.refused(
                            text("it cannot be put into the file without changing more of it"),
                            text("change it in the content by hand"),
                        )
                    )
        if changed != root.source.text:
            self._result.texts[file] = changed

    def _longest(self, root: MapNode, ready: list[_Ready]) -> tuple[list[_Ready], str]:
        """As many of the changes as can be made together, and the text they give."""
        whole = _tried(root, ready)
        if whole is not None:
            return ready, whole
        good: list[_Ready] = []
        best = root.source.text
        waiting = [ready]
        while waiting:
            chunk = waiting.pop()
            made = _tried(root, [*good, *chunk])
            if made is not None:
                good, best = [*good, *chunk], made
            elif len(chunk) > 1:
                half = len(chunk) // 2
                waiting += [chunk[half:], chunk[:half]]
        return good, best

    def _conflict(self, step: Step, conflict: _Conflict) -> None:
        place = None
        if isinstance(conflict.node, Scalar):
            place = locate(conflict.node, 0)
        for edit in step.edits:
            self._result.edits.append(
                edit.held(
                    State.CONFLICT, conflict.reason,
                    text("decide which words shall stand"),
                    location=place, current=conflict.current,
                )
            )  # fmt: skip

    # --- steps -----------------------------------------------------------------------------------

    def _ready(self, step: Step) -> Iterator[_Ready]:
        match step:
            case Reword():
                yield from self._reword(step)
            case Fill():
                yield from self._fill(step)
            case Drop():
                yield from self._drop(step)
            case Put():
                yield from self._put(step)
            case Rewrite():
                yield from self._rewrite(step)

    def _reword(self, step: Reword) -> Iterator[_Ready]:
        current = self._now(step.scalar)
        if not isinstance(current, Scalar):
            raise _Conflict(text("the content no longer has this text"))
        value, edits = step.value, step.edits
        if current.value != step.scalar.value:
            found = merge(step.scalar.value, current.value, step.value)
            value = _with_ours(found.text, current.value, found.conflicts)
            edits = self._sorted_out(step, current, found.conflicts)
        self._values[id(step.scalar)] = value
        if self._is_gone(step.scalar):
            return
        file = file_name(current)
        if value == current.value:
            yield _Ready(file, lambda _: None, edits)
        else:
            yield _Ready(file, lambda e: e.set_text(current, value), edits)

    def _sorted_out(
        self, step: Reword, current: Scalar, conflicts: Sequence[Conflict]
    ) -> list[Edit]:
        """The edits that do not conflict; the others are told of."""
        if not conflicts:
            return step.edits
        free = [e for e in step.edits if not any(_meets(e, c, step) for c in conflicts)]
        if len(free) == len(step.edits):
            free = []
        for edit in step.edits:
            if not any(edit is f for f in free):
                met = [c for c in conflicts if _meets(edit, c, step)] or conflicts
                words = " … ".join(_around(current.value, *c.ours) for c in met)
                self._result.edits.append(_in_conflict(edit, _CHANGED, words, current))
        return free

    def _is_gone(self, node: Node) -> bool:
        """Whether the node goes with something that is dropped: its words are used elsewhere."""
        return False if not self._gone else any(node is g for g in self._gone)

    def _fill(self, step: Fill) -> Iterator[_Ready]:
        owner = self._owner(step.owner)
        value = owner.get(step.key)
        if isinstance(value, Scalar) and value.value and value.value != step.value:
            raise _Conflict(_CHANGED, value.value, value)
        file = self._tree.root_of(owner)[0]
        yield _Ready(file, lambda e: e.put(owner, step.key, step.value), step.edits)

    def _drop(self, step: Drop) -> Iterator[_Ready]:
        current = self._now(step.node)
        if current is None:
            yield _Ready(next(iter(self._tree.roots)), lambda _: None, step.edits)
            return
        if isinstance(current, ListNode):
            raise _Conflict(_CHANGED)
        if _meaning(current) != _meaning(step.node):
            raise _Conflict(_CHANGED, _said(current), current)
        file = self._tree.root_of(current)[0]
        holder, key = self._tree.spot(current)
        if isinstance(holder, MapNode):
            yield _Ready(file, lambda e: e.remove(holder, str(key)), step.edits)
        else:
            yield _Ready(file, lambda e: e.delete(current), step.edits)

    def _put(self, step: Put) -> Iterator[_Ready]:
        owner = self._now(step.owner)
        if not isinstance(owner, Scalar | MapNode):
            raise _Conflict(text("what it stands in is no longer in the content"))
        file = self._tree.root_of(owner)[0]
        after, before = self._beside(step)
        moved: Item | None = None
        if step.moved is not None:
            found = self._now(step.moved)
            if not isinstance(found, Scalar | MapNode):
                raise _Conflict(text("the content no longer has this text"))
            moved = found
        data = None if step.data is None else self._plain(step.data)
        if data is not None and self._joined is not None and _has(owner, step.key, data):
            yield _Ready(file, lambda _: None, step.edits)
            return

        def change(edits: Edits) -> None:
            if after is not None:
                if moved is not None:
                    edits.move_after(moved, after)
                else:
                    edits.insert_after(after, data or "")
            elif before is not None:
                if moved is not None:
                    edits.move_before(moved, before)
                else:
                    edits.insert_before(before, data or "")
            elif moved is not None:
                edits.move_into(moved, owner, step.key)
            else:
                edits.insert_into(owner, step.key, data or "")

        yield _Ready(file, change, step.edits)

    def _beside(self, step: Put) -> tuple[Item | None, Item | None]:
        """The neighbours as they are now; where one has gone, the next one that is still there."""
        after = None if step.after is None else self._now(step.after)
        before = None if step.before is None else self._now(step.before)
        if step.after is not None and after is None and isinstance(step.holder, ListNode):
            items = list(step.holder)
            at = next((n for n, item in enumerate(items) if item is step.after), 0)
            for item in reversed(items[:at]):
                found = self._now(item)  # type: ignore[arg-type]
                if found is not None:
                    after = found
                    break
        if (step.after is not None and after is None) or (
            step.before is not None and before is None
        ):
            raise _Conflict(text("what stood beside it is no longer in the content"))
        return _item(after), _item(before)

    def _rewrite(self, step: Rewrite) -> Iterator[_Ready]:
        owner = self._owner(step.owner)
        for key in step.values:
            if _meaning(owner.get(key)) != _meaning(step.owner.get(key)):
                raise _Conflict(_CHANGED, _said(owner.get(key)), owner)
        file = self._tree.root_of(owner)[0]
        values = {
            key: None if data is None else self._plain(data) for key, data in step.values.items()
        }

        def change(edits: Edits) -> None:
            for key, data in values.items():
                if data is None:
                    if key in owner:
                        edits.remove(owner, key)
                else:
                    edits.put(owner, key, data)

        yield _Ready(file, change, step.edits)

    # --- nodes and data --------------------------------------------------------------------------

    def _now(self, node: Node) -> Node | None:
        return node if self._joined is None else self._joined.of(node)

    def _owner(self, node: MapNode) -> MapNode:
        current = self._now(node)
        if not isinstance(current, MapNode):
            raise _Conflict(text("what it stands in is no longer in the content"))
        return current

    def _plain(self, data: Data) -> Plain:
        if isinstance(data, str):
            return data
        if isinstance(data, Keep):
            return self._kept(data.node)
        if isinstance(data, Mapping):
            return {key: self._plain(value) for key, value in data.items()}
        return [self._plain(item) for item in data]

    def _kept(self, node: object) -> Plain:
        if isinstance(node, Scalar):
            value = self._values.get(id(node))
            if value is None:
                current = self._now(node)
                value = current.value if isinstance(current, Scalar) else node.value
            return Written(value, node.style)
        if isinstance(node, MapNode):
            return {key: self._kept(value) for key, value in node.items()}
        return [self._kept(item) for item in node] if isinstance(node, ListNode) else ""


def _in_conflict(edit: Edit, reason: Text, current: str, node: Node | None) -> Edit:
    place = locate(node, 0) if isinstance(node, Scalar) else None
    hint = text("decide which words shall stand")
    return edit.held(State.CONFLICT, reason, hint, location=place, current=current)


def _with_ours(merged: str, ours: str, conflicts: Sequence[Conflict]) -> str:
    """The merged text, where both changed the same words those of the content."""
    for conflict in reversed(conflicts):
        start, end = conflict.merged
        merged = merged[:start] + ours[slice(*conflict.ours)] + merged[end:]
    return merged


def _meets(edit: Edit, conflict: Conflict, step: Reword) -> bool:
    """Whether the edit is one of those in conflict."""
    before = step.scalar.value[slice(*conflict.base)]
    after = step.value[slice(*conflict.theirs)]
    return (bool(edit.after) and edit.after.strip() in after) or (
        not edit.after and edit.before.strip() in before
    )


def _around(words: str, start: int, end: int) -> str:
    """The words in conflict with a few whole ones beside them."""
    begin = words.rfind(" ", 0, max(0, start - 20) + 1) + 1
    stop = words.find(" ", end + 20)
    return words[min(begin, start) : stop if stop >= 0 else len(words)].strip()


def _item(node: Node | None) -> Item | None:
    return None if isinstance(node, ListNode) else node


def _tried(root: MapNode, ready: Sequence[_Ready]) -> str | None:
    edits = Edits(root)
    try:
        for one in ready:
            one.change(edits)
        return edits.text()
    except SplicingError:
        return None


def _has(owner: Item, key: str, data: Plain) -> bool:
    """Whether the list holds the same already, be it by another id: it was brought home before."""
    held = owner.get(key) if isinstance(owner, MapNode) else None
    wanted = _nameless(plain(data))
    items = held if isinstance(held, ListNode) else [held]
    return any(_nameless(_meaning(item)) == wanted for item in items)


def _nameless(meaning: object) -> object:
    if isinstance(meaning, dict):
        return {key: _nameless(value) for key, value in meaning.items() if key != "id"}
    if isinstance(meaning, list):
        return [_nameless(item) for item in meaning]
    return meaning


def _meaning(node: object) -> object:
    if isinstance(node, MapNode):
        return {key: _meaning(value) for key, value in node.items()}
    if isinstance(node, ListNode):
        return [_meaning(item) for item in node]
    return None if node is None else str(node)


def _said(node: object) -> str:
    if isinstance(node, MapNode):
        return "\n".join(_said(value) for key, value in node.items() if key != "id")
    if isinstance(node, ListNode):
        return "\n".join(map(_said, node))
    return "" if node is None else str(node)
