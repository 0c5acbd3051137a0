"""Changing a content file by changing only the characters that change.

Never dump YAML over a person's file: folds are lost and comments move. Every change of the program
to what a person wrote goes through `Edits`: collected, then made all at once, read again and
compared with what was meant.

    edits = Edits(source)                        # a SourceFile, or the root read from it
    edits.replace(scalar, 4, 9, "Công nghệ")     # characters 4 to 9 of the value of a text
    edits.set_text(scalar, "Điều mới")           # the whole of a text; "" empties it
    edits.put(map, "ho_ten", "Phạm Đức Long")    # a key with its value, there or not there yet
    edits.remove(map, "so")                      # a key, with the comments directly above it
    edits.insert_after(item, {"id": …, …})       # and insert_before: provision, row, dash line …
    edits.insert_into(map, "khoan", {…})         # at the end of a list, made if need be
    edits.delete(item)                           # with the comments directly above it
    edits.move_after(item, other)                # move_before, move_into: with its comments
    edits.remark(item, "từ 2025: …")             # a comment above an item or an entry
    changed = edits.text()                       # raises SplicingError, or all of it is right

Nodes are those of `edits.root` (`edits.at("van_ban", "so")`, `edits.with_id("thi-hanh")`) or of any
other reading of the same text, so the scalars of a loaded `Dossier` serve. What is new is plain
data (`Data`: texts, dicts, lists; `Written` for a text with its style), laid out as `qdgen fmt`
does, keys in the order of the format. Words are markup: `as_markup` makes it of plain words.

What stays is copied byte for byte: line ends, a missing last one, blank lines, breaks of folded
lines that do not change. A text keeps its style unless the new words cannot stand in it (`: `, a
sign at the start, nothing at all) or outgrow a line that they fitted.

- Comments directly above an item or entry (no blank line between), beside it and inside it are its
  own: they go, move and stay with it. Others stay where they are.
- A list or map left without anything goes with its key or dash.
- Several things put before (after) one item come in the order of the calls. An item that was moved
  takes with it what was put beside it; where one was deleted, what was put beside it stands.
- What is changed inside of something deleted is lost with it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from qdgen.content.comments import BLANK, comments_of, is_flow
from qdgen.content.edit_meaning import meant, plain_node
from qdgen.content.edit_state import Changes, New, Piece
from qdgen.content.edited_text import EditedText
from qdgen.content.nodes import Item, ListNode, MapNode, Node, Scalar, SourceFile, as_node
from qdgen.content.positions import offset_at
from qdgen.content.rendering import Data
from qdgen.content.word_changes import Stretch, stretches_between
from qdgen.content.yaml_reader import parse
from qdgen.diagnostics import Location
from qdgen.messages import Text, text

N = TypeVar("N", bound=Node)


class SplicingError(Exception):
    """The change cannot be made without touching something else; nothing was made of it.

    `message` says what, `place` where, as far as that is known.
    """

    def __init__(self, message: Text, place: Location | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


class Edits:
    """Changes of one content file; see the module. Every method raises SplicingError where what it
    is given cannot be changed so."""

    def __init__(self, content: SourceFile | MapNode) -> None:
        source = content if isinstance(content, SourceFile) else content.source
        self.source = source
        self._added_end = ""
        written = source.text
        if not written.endswith("\n"):
            self._added_end = source.line_end
            written += self._added_end
        root = content if isinstance(content, MapNode) and not self._added_end else None
        if root is None:
            root, _, problems = parse(written, source.path)
            if root is None:
                raise SplicingError(
                    text("{file} cannot be changed before it is correct", file=source.path),
                    problems[0].location if problems else None,
                )
        self.root: MapNode = root
        self._changes = Changes(root)
        self._by_start: dict[tuple[type, int], Node] = {}
        self._known: set[int] = set()
        self._texts: list[Scalar] = []

    # --- where -----------------------------------------------------------------------------------

    def at(self, *path: str | int) -> Node:
        """The node at these keys and numbers (from 0)."""
        node: object = self.root
        for step in path:
            try:
                node = node[step]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                raise SplicingError(
                    text("{file} has nothing at {key}", file=self.source.path, key=str(step))
                ) from None
        return as_node(node)

    def map_at(self, *path: str | int) -> MapNode:
        """As `at`, where a map stands there."""
        node = self.at(*path)
        if not isinstance(node, MapNode):
            raise _failed(node)
        return node

    def scalar_at(self, *path: str | int) -> Scalar:
        """As `at`, where a text stands there."""
        node = self.at(*path)
        if not isinstance(node, Scalar):
            raise _failed(node)
        return node

    def with_id(self, name: str) -> MapNode:
        """The map whose `id` is `name`."""
        waiting: list[object] = [self.root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, MapNode):
                if str(node.get("id", "")) == name:
                    return node
                waiting += node.values()
            elif isinstance(node, ListNode):
                waiting += node
        raise SplicingError(text("{file} has nothing at {key}", file=self.source.path, key=name))

    def _own(self, node: N) -> N:
        """`node` as one of the nodes of `root`."""
        if node.source is self.root.source:
            return node
        if id(node.source) not in self._known:
            if node.source.text not in (self.source.text, self.root.source.text):
                raise SplicingError(
                    text("{file} has changed since it was read", file=self.source.path)
                )
            self._known.add(id(node.source))
        if not self._by_start:
            for holder, key in self._changes.spots.values():
                child = as_node(holder[key])  # type: ignore[index]
                self._by_start[type(child), child.start] = child
            self._by_start[MapNode, self.root.start] = self.root
        found = self._by_start.get((type(node), node.start))
        if not isinstance(found, type(node)):
            raise _failed(node)
        return found

    # --- words -----------------------------------------------------------------------------------

    def replace(self, scalar: Scalar, start: int, end: int, words: str) -> None:
        """`words` for the characters `start` up to `end` of the value of `scalar`; several
        stretches of one text may be changed, apart from each other."""
        scalar = self._own(scalar)
        if not 0 <= start <= end <= len(scalar.value):
            raise _failed(scalar)
        stretch = Stretch(start, end, words)
        stretches = self._changes.stretches.setdefault(id(scalar), [])
        for other in stretches:
            if (
                max(other.start, start) < min(other.end, end)
                or (start == end and other.start < start < other.end)
                or (other.start == other.end and start < other.start < end)
            ):
                raise _failed(scalar)
        stretches.append(stretch)
        self._changes.touch(scalar)

    def replace_written(self, start: int, end: int, words: str) -> None:
        """As `replace`, for the characters `start` up to `end` of the file, all of one text."""
        if not self._texts:
            nodes = (as_node(holder[key]) for holder, key in self._changes.spots.values())  # type: ignore[index]
            self._texts = sorted(
                (node for node in nodes if isinstance(node, Scalar)), key=lambda node: node.start
            )
        nth = bisect_right(self._texts, start, key=lambda node: node.start) - 1
        if nth < 0:
            raise _failed(self.root)
        scalar = self._texts[nth]
        first, last = offset_at(scalar, start), offset_at(scalar, end)
        if last is None and end > start:
            last = offset_at(scalar, end - 1)
            last = None if last is None else last + 1
        if first is None or last is None:
            raise _failed(scalar)
        self.replace(scalar, first, last, words)

    def set_text(self, scalar: Scalar, words: str) -> None:
        """`words` for the whole value of `scalar`, "" to leave it empty."""
        scalar = self._own(scalar)
        if id(scalar) in self._changes.stretches:
            raise _failed(scalar)
        if words != scalar.value:
            self._changes.stretches[id(scalar)] = stretches_between(scalar.value, words)
            self._changes.touch(scalar)

    # --- keys ------------------------------------------------------------------------------------

    def put(
        self,
        holder: MapNode | Scalar,
        key: str,
        data: Data,
        *,
        comment: str = "",
        behind: str | None = None,
    ) -> None:
        """`data` at `key` of a map. A key not there yet stands where the format wants it, or behind
        the key `behind` ("": first of all); `comment` stands above it. A dash line of words alone
        (a text) becomes a map with these words as its `noi_dung`."""
        holder = self._own(holder)
        if isinstance(holder, Scalar):
            self._only_dash_lines(holder)
        elif key in holder and key not in self._changes.removed[id(holder)]:
            value = holder[key]
            if isinstance(value, Scalar) and isinstance(data, str) and not comment:
                self.set_text(value, data)
                return
        if key in self._changes.made[id(holder)] or key in self._changes.puts[id(holder)]:
            raise _failed(holder)
        self._changes.removed[id(holder)].discard(key)
        self._changes.puts[id(holder)][key] = New(data, comment)
        if behind is not None:
            self._changes.behind[id(holder)][key] = behind
        self._touch_entry(holder, key)

    def remove(self, holder: MapNode, key: str) -> None:
        """Take the entry `key` out of a map, with the comments that are its own."""
        holder = self._own(holder)
        if key not in holder:
            raise _failed(holder)
        self._changes.removed[id(holder)].add(key)
        self._changes.touch(holder)

    def rename_key(self, holder: MapNode, key: str, new: str) -> None:
        """Another name for the entry `key` of a map; its value stays."""
        holder = self._own(holder)
        if key not in holder or new in holder or new in self._changes.renamed[id(holder)].values():
            raise _failed(holder)
        self._changes.renamed[id(holder)][key] = new
        self._touch_entry(holder, key)

    # --- items -----------------------------------------------------------------------------------

    def insert_before(self, item: Item, data: Data, *, comment: str = "") -> None:
        """A new item before `item` of a list, or a paragraph before the text of a key, whose value
        becomes a list."""
        self._beside(item, New(data, comment), self._changes.before)

    def insert_after(self, item: Item, data: Data, *, comment: str = "") -> None:
        """As `insert_before`, after it."""
        self._beside(item, New(data, comment), self._changes.after)

    def insert_into(
        self,
        holder: MapNode | Scalar,
        key: str,
        data: Data,
        *,
        first: bool = False,
        comment: str = "",
    ) -> None:
        """A new item in the list at `key` of `holder`: its last, or its first. The list is made
        where there is none; a text there becomes the list's other item."""
        self._into(self._own(holder), key, New(data, comment), first=first)

    def delete(self, item: Item) -> None:
        """Take an item out of its list, with the comments that are its own."""
        item = self._item(item)
        if id(item) in self._changes.moved:
            raise _failed(item)
        self._changes.gone.add(id(item))
        self._changes.touch(self._changes.spots[id(item)][0])

    def move_before(self, item: Item, other: Item) -> None:
        """Take `item` out of its list and put it before `other`, of any list of the file."""
        self._beside(other, self._taken(item, other), self._changes.before)

    def move_after(self, item: Item, other: Item) -> None:
        """As `move_before`, after it."""
        self._beside(other, self._taken(item, other), self._changes.after)

    def move_into(
        self, item: Item, holder: MapNode | Scalar, key: str, *, first: bool = False
    ) -> None:
        """As `insert_into`, with an item taken out of its list."""
        self._into(self._own(holder), key, self._taken(item, holder), first=first)

    def remark(self, node: Node, words: str) -> None:
        """A comment of these words (without the #) directly above an item, or above the key that
        `node` is the value of."""
        node = self._own(node)
        self._changes.remarks[id(node)].append(words)
        self._changes.touch(node)

    # --- the outcome -----------------------------------------------------------------------------

    def text(self) -> str:
        """The text of the file with all changes made, proven to mean what was meant."""
        changes = self._changes
        if not changes.touched:
            return self.source.text
        failed = SplicingError(
            text("{file} cannot be changed so without changing more of it", file=self.source.path)
        )
        try:
            if not changes.settle():
                raise failed
            writing = EditedText(changes)
            written = writing.whole()
            wanted = meant(changes, self.root)
        except (ValueError, RecursionError) as error:
            raise failed from error
        if self._added_end:
            written = written.removesuffix(self._added_end)
        again, _, problems = parse(written, self.source.path)
        if again is None:
            failed.place = problems[0].location if problems else None
            raise failed
        kept = Counter(writing.comments)
        kept.subtract(writing.lost)
        kept.update(writing.gained)
        if (
            plain_node(again) != wanted
            or +kept != Counter(_comments(again))
            or len(writing.placed) != len(changes.moved)
        ):
            raise failed
        return written

    # --- small things ----------------------------------------------------------------------------

    def _touch_entry(self, holder: MapNode | Scalar, key: str) -> None:
        value = holder.get(key) if isinstance(holder, MapNode) else None
        self._changes.touch(value if isinstance(value, (Scalar, MapNode, ListNode)) else holder)

    def _item(self, item: Item) -> Item:
        item = self._own(item)
        if not isinstance(self._changes.spots.get(id(item), (None,))[0], ListNode):
            raise _failed(item)
        return item

    def _only_dash_lines(self, item: Scalar) -> None:
        holder, _ = self._changes.spots[id(item)]
        if not isinstance(holder, ListNode) or is_flow(holder):
            raise _failed(item)

    def _beside(self, item: Item, piece: Piece, side: dict[int, list[Piece]]) -> None:
        item = self._own(item)
        holder, _ = self._changes.spots.get(id(item), (None, 0))
        if not isinstance(holder, ListNode) and not (
            isinstance(holder, MapNode) and isinstance(item, Scalar) and item.value
        ):
            raise _failed(item)
        side[id(item)].append(piece)
        self._changes.touch(item)

    def _into(self, holder: MapNode | Scalar, key: str, piece: Piece, *, first: bool) -> None:
        changes = self._changes
        value = holder.get(key) if isinstance(holder, MapNode) else None
        if isinstance(holder, Scalar):
            self._only_dash_lines(holder)
        if isinstance(holder, MapNode) and key in changes.removed[id(holder)]:
            value = None
        if key in changes.puts[id(holder)] or isinstance(value, MapNode):
            raise _failed(holder)
        if isinstance(value, Scalar) and value.value:
            self._beside(value, piece, changes.before if first else changes.after)
            return
        if isinstance(value, ListNode) and value:
            pieces = (changes.heads if first else changes.tails)[id(value)]
        else:
            changes.removed[id(holder)].discard(key)
            pieces = changes.made[id(holder)].setdefault(key, [])
        pieces.insert(0 if first else len(pieces), piece)
        self._touch_entry(holder, key)

    def _taken(self, item: Item, beside: object) -> Item:
        item = self._item(item)
        if id(item) in self._changes.gone or id(item) in self._changes.moved or item is beside:
            raise _failed(item)
        self._changes.moved[id(item)] = item
        self._changes.touch(self._changes.spots[id(item)][0])
        return item


def _failed(node: Node) -> SplicingError:
    source = node.source
    return SplicingError(
        text("{file} cannot be changed so without changing more of it", file=source.path),
        source.location(node.line, node.column),
    )


def _comments(root: MapNode) -> Sequence[str]:
    found = comments_of(root)
    groups = [
        found.header,
        found.footer,
        list(found.beside.values()),
        *found.before.values(),
        *found.after.values(),
    ]
    return [line for group in groups for line in group if line != BLANK]
