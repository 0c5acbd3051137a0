"""Căn cứ, recipients, paragraphs and dash lines: what is new, gone, moved among them, as steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.document.model import Role
from qdgen.review.pull.letters import is_title
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.outline import Branch, Line, Outline
from qdgen.review.pull.steps import Data, Drop, Keep, Put, Rewrite, Step
from qdgen.review.pull.tree import Item, Tree

if TYPE_CHECKING:
    from qdgen.review.pull.structure import Writing

_TITLED = (Role.ARTICLE_TITLED, Role.CLAUSE_TITLED, Role.OUTLINE_2_TITLED, Role.OUTLINE_1)


class LineSteps:
    """Adds to `steps` what the lines need."""

    def __init__(
        self, desired: Outline, base: Outline, tree: Tree, writing: Writing, steps: list[Step]
    ) -> None:
        self._desired, self._base = desired, base
        self._tree = tree
        self._writing = writing
        self._steps = steps
        self._used = {id(line.origin) for line in _lines(desired) if line.origin is not None}
        self._home = {id(line.origin): owner for line, owner in _owned(base)}
        self._dropped: set[int] = set()

    def find(self, dropped: set[int]) -> None:
        """Everything; `dropped` are the provisions that go, with all that is in them."""
        self._dropped = dropped
        base = {id(b.node): b for b in _branches(self._base) if b.node is not None}
        self._drops()
        for branch in _branches(self._desired):
            if branch.node is not None:
                before = base.get(id(branch.node))
                if before is not None:
                    self._owner(branch, branch.lines, before.lines, "noi_dung")
                    self._owner(branch, branch.after, before.after, "ghi_chu")
        decision = next(iter(self._desired.parts.values()))
        self._flat(decision.there, "can_cu", self._desired.bases, self._base.bases)
        self._flat(decision.there, "noi_nhan", self._desired.recipients, self._base.recipients)

    def into_new(self, branch: Branch, data: dict[str, Data], edits: list[Edit]) -> None:
        """The lines of a new provision, into its `data`."""
        if not branch.lines:
            return
        own = [data["noi_dung"]] if "noi_dung" in data else []
        texts, dashes = self._written(branch.lines, own, edits)
        if texts:
            data["noi_dung"] = texts[0] if len(texts) == 1 and _is_text(texts[0]) else texts
        if dashes:
            data["gach"] = dashes

    # --- what goes -------------------------------------------------------------------------------

    def _drops(self) -> None:
        for line, owner in _owned(self._base):
            origin = line.origin
            if origin is None or id(origin) in self._used:
                continue
            node = None if isinstance(owner, str) else owner.there
            if node is not None and id(node) in self._dropped:
                continue
            self._drop(origin, Kind.DELETED)

    def _drop(self, origin: Origin, kind: Kind) -> None:
        item = self._item(origin)
        self._steps.append(Drop(item, [self._writing.edit_of(kind, -1, origin.text, origin)]))

    def _item(self, origin: Origin) -> Item:
        scalar = origin.scalar
        if scalar is None:
            raise TypeError(origin.key)
        return self._tree.item(self._tree.own(scalar))

    # --- one list --------------------------------------------------------------------------------

    def _flat(
        self, owner: MapNode, key: str, wanted: Sequence[Line], before: Sequence[Line]
    ) -> None:
        stay = self._staying(wanted, before)
        holder = owner.get(key)
        anchor: Item | None = None
        first = next((self._item(w.origin) for w in wanted if w.origin and id(w) in stay), None)
        for line in wanted:
            if id(line) in stay and line.origin is not None:
                anchor = self._item(line.origin)
                continue
            self._put(
                Put(owner, key, holder if isinstance(holder, ListNode) else None, [],
                    after=anchor, before=first if anchor is None else None),
                line,
            )  # fmt: skip

    def _staying(self, wanted: Sequence[Line], before: Sequence[Line]) -> set[int]:
        from qdgen.review.pull.structure import staying_of

        place = {id(line.origin): n for n, line in enumerate(before)}
        own = [line for line in wanted if line.origin is not None and id(line.origin) in place]
        return {id(own[n]) for n in staying_of([place[id(line.origin)] for line in own])}

    def _put(self, step: Put, line: Line) -> None:
        """Complete `step` with what comes in by `line`."""
        if line.origin is None:
            step.edits.append(self._writing.edit_of(Kind.NEW, line.nth, line.words.text, None))
            step.data = self._new(line, step.edits)
        else:
            edit = self._writing.edit_of(Kind.MOVED, line.nth, line.origin.text, line.origin)
            step.edits.append(edit)
            item = self._item(line.origin)
            same_file = self._tree.root_of(item)[0] == self._tree.root_of(step.owner)[0]
            if same_file and isinstance(self._tree.holder(item), ListNode):
                step.moved = item
            else:
                step.data = Keep(item)
                self._steps.append(Drop(item, [edit]))
        self._steps.append(step)

    def _new(self, line: Line, edits: list[Edit]) -> Data:
        words = self._writing.line(line)
        if not line.below:
            return words
        inner: list[Data] = [self._data(below, edits) for below in line.below]
        return {"noi_dung": words, "gach": inner}

    def _data(self, line: Line, edits: list[Edit]) -> Data:
        """A line as data, be it new or from elsewhere."""
        if line.origin is None:
            edits.append(self._writing.edit_of(Kind.NEW, line.nth, line.words.text, None))
            return self._new(line, edits)
        return Keep(self._item(line.origin))

    # --- the lines of a provision ----------------------------------------------------------------

    def _owner(
        self, owner: Branch, wanted: Sequence[Line], before: Sequence[Line], key: str
    ) -> None:
        stay = self._staying(wanted, before)
        for line in wanted:
            if id(line) in stay and line.origin is not None:
                self._plus(line, before)
        if len(stay) == len(wanted):
            return
        steps_before = len(self._steps)
        nth = 0
        while nth < len(wanted):
            line = wanted[nth]
            if id(line) in stay:
                nth += 1
                continue
            run = nth + 1
            while (
                run < len(wanted) and id(wanted[run]) not in stay
                and wanted[run].sort is line.sort
            ):  # fmt: skip
                run += 1
            if not self._run(owner, wanted, nth, run, stay, key):
                del self._steps[steps_before:]
                self._rewrite(owner, wanted, stay, key)
                return
            nth = run

    def _plus(self, line: Line, before: Sequence[Line]) -> None:
        """The + lines below a dash line that stays."""
        old = next(b for b in before if b.origin is line.origin)
        if old.origin is None:
            return
        if not line.below and not old.below:
            return
        stay = self._staying(line.below, old.below)
        item = self._item(old.origin)
        holder = item.get("gach") if isinstance(item, MapNode) else None
        anchor: Item | None = None
        first = next((self._item(b.origin) for b in line.below if b.origin and id(b) in stay), None)
        for below in line.below:
            if id(below) in stay and below.origin is not None:
                anchor = self._item(below.origin)
                continue
            step = Put(
                item, "gach", holder if isinstance(holder, ListNode) else None, [],
                after=anchor, before=first if anchor is None else None,
            )  # fmt: skip
            step.edits.append(
                self._writing.edit_of(Kind.NEW, below.nth, below.words.text, below.origin)
            )
            step.data = self._data_only(below)
            if below.origin is not None:
                self._drop(below.origin, Kind.MOVED)
            self._steps.append(step)

    def _data_only(self, line: Line) -> Data:
        if line.origin is None:
            return self._writing.line(line)
        return Keep(self._item(line.origin))

    def _run(
        self, owner: Branch, wanted: Sequence[Line], start: int, end: int, stay: set[int], key: str
    ) -> bool:
        """Put the lines `start` up to `end`, all of one sort; whether their place allows it."""
        previous = next(
            (wanted[n] for n in range(start - 1, -1, -1) if id(wanted[n]) in stay), None
        )
        direct = start == 0 or id(wanted[start - 1]) in stay
        following = wanted[end] if end < len(wanted) else None
        lines = wanted[start:end]
        sort = lines[0].sort
        if not direct and wanted[start - 1].sort is not sort:
            return False  # behind other new lines of another sort: written anew as a whole
        if sort is Sort.PLUS:
            return False
        if sort is Sort.TEXT:
            return self._texts(owner, lines, previous, following, stay, key)
        return self._dashes(owner, lines, previous, following, stay, key)

    def _texts(
        self, owner: Branch, lines: Sequence[Line], previous: Line | None,
        following: Line | None, stay: set[int], key: str,
    ) -> bool:  # fmt: skip
        after: Item | None = None
        before: Item | None = None
        if previous is not None and previous.origin is not None:
            item = self._item(previous.origin)
            if previous.sort is Sort.TEXT:
                after = item
            else:
                block = self._closed_by(item)
                if block is None:
                    return False
                after = block
        elif (own := self._own_text(owner)) is not None:
            after = own
        elif following is not None and following.origin is not None and id(following) in stay:
            before = self._beginning(following, owner, key)
            if before is None and key in owner.there:
                return False
        elif key in owner.there:
            return False
        if after is None and before is None:
            if key in owner.there:
                return False
            if len(lines) > 1:
                return False
        for line in lines:
            step = Put(owner.there, key, None, [], after=after, before=before)
            self._put(step, line)
        return True

    def _closed_by(self, item: Item) -> MapNode | None:
        """The `gach:` among paragraphs whose last line `item` is."""
        holder = self._tree.holder(item)
        block = self._tree.holder(holder)
        if not isinstance(block, MapNode) or "id" in block or not self._tree.has(block):
            return None
        is_last = isinstance(holder, ListNode) and holder[-1] is item
        return block if is_last and isinstance(self._tree.holder(block), ListNode) else None

    def _beginning(self, following: Line, owner: Branch, key: str) -> Item | None:
        """The item of `key` that begins with the line."""
        if following.origin is None:
            return None
        item = self._item(following.origin)
        if following.sort is Sort.TEXT:
            return item
        block = self._tree.holder(self._tree.holder(item))
        if key not in owner.there or not isinstance(block, MapNode) or block is owner.there:
            return None
        return block

    def _dashes(
        self, owner: Branch, lines: Sequence[Line], previous: Line | None,
        following: Line | None, stay: set[int], key: str,
    ) -> bool:  # fmt: skip
        after: Item | None = None
        before: Item | None = None
        if previous is not None and previous.origin is not None and previous.sort is Sort.DASH:
            after = self._item(previous.origin)
        elif (
            following is not None and following.origin is not None
            and id(following) in stay and following.sort is Sort.DASH
        ):  # fmt: skip
            before = self._item(following.origin)
        if after is not None or before is not None:
            for line in lines:
                self._put(Put(owner.there, "gach", None, [], after=after, before=before), line)
            return True
        at_end = following is None
        if at_end and owner.rank >= 0 and "gach" not in owner.there:
            for line in lines:
                self._put(Put(owner.there, "gach", None, []), line)
            return True
        anchor = None
        if previous is not None and previous.origin is not None:
            anchor = self._item(previous.origin)
        else:
            anchor = self._own_text(owner)
        if anchor is None or any(line.origin is not None for line in lines):
            return False
        edits: list[Edit] = []
        data: list[Data] = [self._data(line, edits) for line in lines]
        self._steps.append(Put(owner.there, key, None, edits, data={"gach": data}, after=anchor))
        return True

    def _own_text(self, owner: Branch) -> Scalar | None:
        """The paragraph that is the provision's own first one, where it has no title."""
        origin = owner.origin
        if origin is None or origin.sort is not Sort.PROVISION or origin.scalar is None:
            return None
        scalar = self._tree.own(origin.scalar)
        _, key = self._tree.spot(scalar)
        return None if key == "tieu_de" or is_title(origin) else scalar

    def _rewrite(self, owner: Branch, wanted: Sequence[Line], stay: set[int], key: str) -> None:
        edits: list[Edit] = []
        own_text = self._own_text(owner)
        own: list[Data] = [Keep(own_text)] if own_text is not None and key == "noi_dung" else []
        if owner.rank < 0:
            texts, dashes = self._written(wanted, own, edits, closing=False)
        else:
            texts, dashes = self._written(wanted, own, edits)
        for line in wanted:
            if id(line) not in stay and line.origin is not None:
                edits.append(
                    self._writing.edit_of(Kind.MOVED, line.nth, line.origin.text, line.origin)
                )
                if self._home.get(id(line.origin)) is not None and not self._is_home(line, owner):
                    self._steps.append(Drop(self._item(line.origin), [edits[-1]]))
        values: dict[str, Data | None] = {}
        if texts:
            values[key] = texts[0] if len(texts) == 1 and _is_text(texts[0]) else texts
        else:
            values[key] = None
        if owner.rank >= 0:
            values["gach"] = dashes or None
        self._steps.append(Rewrite(owner.there, values, edits))

    def _is_home(self, line: Line, owner: Branch) -> bool:
        home = self._home.get(id(line.origin))
        return isinstance(home, Branch) and home.node is owner.node

    def _written(
        self, lines: Sequence[Line], own: Sequence[Data], edits: list[Edit], *, closing: bool = True
    ) -> tuple[list[Data], list[Data]]:
        """Paragraphs with dash lists among them, and the dash list at the end."""
        texts: list[Data] = list(own)
        dashes: list[Data] = []
        for line in lines:
            data = self._data(line, edits)
            if line.sort is Sort.TEXT:
                if dashes:
                    texts.append({"gach": dashes})
                    dashes = []
                texts.append(data)
            else:
                dashes.append(data)
        if dashes and not closing:
            texts.append({"gach": dashes})
            dashes = []
        return texts, dashes


def _is_text(data: Data) -> bool:
    return isinstance(data, str) or (isinstance(data, Keep) and isinstance(data.node, Scalar))


def _branches(outline: Outline) -> Iterator[Branch]:
    waiting = list(reversed(outline.parts.values()))
    while waiting:
        branch = waiting.pop()
        yield branch
        for children in reversed(branch.lists.values()):
            waiting += reversed(children)


def _owned(outline: Outline) -> Iterator[tuple[Line, Branch | str]]:
    for line in outline.bases:
        yield line, "can_cu"
    for line in outline.recipients:
        yield line, "noi_nhan"
    for branch in _branches(outline):
        for line in (*branch.lines, *branch.after):
            yield line, branch
            for below in line.below:
                yield below, branch


def _lines(outline: Outline) -> Iterator[Line]:
    return (line for line, _ in _owned(outline))
