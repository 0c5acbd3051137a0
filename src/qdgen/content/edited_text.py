"""The text of a content file after its changes: what is not touched is copied, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.content.comments import is_flow
from qdgen.content.edit_state import Changes, Name, New, Piece
from qdgen.content.key_order import models_below
from qdgen.content.nodes import Item, ListNode, MapNode, Node, Scalar, Style, as_node, items_of
from qdgen.content.refusals import KEY
from qdgen.content.regions import Region, Regions
from qdgen.content.rendering import Data, entry_lines, item_lines, plain


class EditedText:
    """Writes the file of `changes` anew. `comments` is what its comments should be afterwards.

    The text must end with a line end. Raises ValueError where something cannot be written.
    """

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._root = changes.root
        self._text = changes.root.source.text
        self._line_end = changes.root.source.line_end
        self._regions = Regions(changes.root)
        self.comments = self._regions.comments_in(0, len(self._text))
        self.lost: list[str] = []
        """The comments that go with what goes."""
        self.gained: list[str] = []
        self.placed: set[int] = set()
        """The ids of the nodes that were moved and stand somewhere again."""

    def whole(self) -> str:
        """The text of the file."""
        return self._map(self._root, 0, len(self._text))

    # --- maps ------------------------------------------------------------------------------------

    def _map(self, node: MapNode, start: int, end: int) -> str:
        """The entries of a map, and all that stands from `start` to `end`."""
        out: list[str] = []
        position = start
        waiting = self._changes.names_of(node)
        staying = {name.key for name in waiting}
        waiting.reverse()
        blank = self._blank_between(node) if waiting and len(waiting) > len(node) else ""
        for key in node:
            while waiting and waiting[-1].key not in node:
                out.append(
                    self._new_entry(node, waiting.pop(), blank=blank if position > start else "")
                )
            region = self._regions.entry(node, key)
            out.append(self._text[position : region.start])
            position = region.end
            if key not in staying:
                self._drop(region.start, region.end)
                position = self._behind_blanks(region, is_first=not node or key == next(iter(node)))
                continue
            if region.start == region.head and any(out):  # it stood behind the dash
                out.append(" " * (node.column - 1))
            out.append(self._entry(node, waiting.pop(), region))
        out += [self._new_entry(node, name, blank=blank) for name in reversed(waiting)]
        out.append(self._text[position:end])
        return "".join(out)

    def _item_map(self, node: MapNode, region: Region) -> str:
        """A map that is an item of a list, with its dash."""
        key = next(iter(node))
        first = node.keys_at[key].start
        line = self._text.rfind("\n", 0, first) + 1
        entries = self._map(node, first, region.end)
        if self._changes.names_of(node)[0].key == key:
            return self._text[region.start : first] + entries
        prefix = self._text[line:first]
        dash = len(prefix) - len(prefix.lstrip(" "))
        return self._text[region.start : line] + _behind_dash(entries, prefix, dash)

    def _blank_between(self, node: MapNode) -> str:
        """A blank line where the entries of a map stand apart from each other."""
        ends = [self._regions.entry(node, key).end for key in list(node)[:2]]
        if len(ends) < 2 or self._text[ends[0] : self._line_after(ends[0])].strip():
            return ""
        return self._line_end

    def _new_entry(self, holder: MapNode, name: Name, *, blank: str) -> str:
        indent = holder.column - 1
        changes = self._changes
        made = changes.made.get(id(holder), {}).get(name.key)
        if made is not None:
            head = self._lines([f"{' ' * indent}{name.key}:"])
            return blank + head + self._made(holder, name.key, made)
        new = name.new or New("")
        lines = entry_lines(name.key, new.data, indent, changes.models(holder), changes.plan)
        return blank + self._remark(new.comment, indent) + self._lines(lines)

    def _entry(self, holder: MapNode, name: Name, region: Region) -> str:
        """An entry that was there, from its region's start."""
        key, value = name.key, as_node(holder[name.key])
        changes = self._changes
        if name.new is None and id(value) not in changes.touched:
            return self._text[region.start : region.end]
        indent = holder.column - 1
        colon = self._text.index(":", holder.keys_at[key].end) + 1
        called = changes.renamed.get(id(holder), {}).get(key, key)
        named = called + self._text[holder.keys_at[key].end : colon]
        above = self._text[region.start : region.head]
        if id(value) in changes.remarks:
            remark = self._remark("\n".join(changes.remarks[id(value)]), indent)
            above += remark.lstrip(" ") + " " * indent if above else remark + " " * indent
        made = changes.made.get(id(holder), {}).get(key)
        if made is not None:
            head = named + self._beside(colon, value)
            self._drop(self._line_after(colon), region.end)
            return self._lines([above + head]) + self._made(holder, key, made)
        if name.new is not None:
            beside = self._beside(colon, value).strip(" ")
            self._drop(self._line_after(colon), region.end)
            lines = entry_lines(
                key, name.new.data, indent, changes.models(holder), changes.plan, beside
            )
            if name.new.comment:
                above += self._remark(name.new.comment, indent).lstrip(" ") + " " * indent
            return above + self._lines(lines).lstrip(" ")
        head = above + named
        if isinstance(value, MapNode):
            below = self._line_after(colon)
            return head + self._text[colon:below] + self._map(value, below, region.end)
        if isinstance(value, ListNode):
            return head + self._list_entry(holder, key, value, colon, region)
        around = [*changes.before.get(id(value), ()), *changes.after.get(id(value), ())]
        if around:
            beside = self._beside(colon, value)
            pieces = changes.expanded([value])
            return self._lines([head + beside]) + self._made(holder, key, pieces)
        return head + self._scalar(value, colon, region)

    def _scalar(self, value: Scalar, after: int, region: Region) -> str:
        changed = self._changes.changed(value)
        if id(value) not in self._changes.stretches:
            return self._text[after : region.end]
        end = self._text.rindex("\n", 0, region.end)
        if self._text[end - 1 : end] == "\r":
            end -= 1
        return changed.text(after) + self._text[end : region.end]

    def _beside(self, colon: int, value: Node) -> str:
        """The comment beside the key or the value of an entry, with the space before it."""
        is_block = isinstance(value, Scalar) and value.style in (Style.FOLDED, Style.LITERAL)
        if is_block or isinstance(value, MapNode) or not is_flow_or_text(value):
            start = colon
        else:
            start = value.end
        line = self._text[start : self._line_after(start)].rstrip("\r\n ")
        at = line.find("#")
        while at > 0 and line[at - 1] != " ":
            at = line.find("#", at + 1)
        return "  " + line[at:] if at >= 0 else ""

    # --- lists -----------------------------------------------------------------------------------

    def _list_entry(
        self, holder: MapNode, key: str, node: ListNode, colon: int, region: Region
    ) -> str:
        changes = self._changes
        if not is_flow(node):
            below = self._line_after(colon)
            return self._text[colon:below] + self._list(node, below, region.end)
        datas = [self._as_data(piece) for piece in changes.pieces_of(node)]
        words = [plain(data) for data in datas]
        if all(isinstance(word, str) and KEY.fullmatch(word) for word in words):
            inside = ", ".join(map(str, words))
            return f"{self._text[colon : node.start]}[{inside}]{self._text[node.end : region.end]}"
        beside = self._beside(colon, node).strip(" ")
        lines = entry_lines(
            key, datas, holder.column - 1, changes.models(holder), changes.plan, beside
        )
        return self._lines(lines).lstrip(" ")[len(key) + 1 :]

    def _list(self, node: ListNode, start: int, end: int) -> str:
        changes, indent = self._changes, node.column - 1
        models = changes.models(node)
        out: list[str] = []
        position = start
        heads = changes.expanded(changes.heads.get(id(node), ()))
        for nth, item in enumerate(items_of(node)):
            if not (nth == 0 and heads) and not self._concerns(item):
                continue
            region = self._regions.item(node, nth)
            out.append(self._text[position : region.start])
            if nth == 0:
                out += [self._piece(piece, indent, models) for piece in heads]
            pieces = changes.pieces_at(item)
            blank = self._line_end if len(pieces) > 1 and self._is_spaced(node, nth) else ""
            out.append(blank.join(self._piece(piece, indent, models) for piece in pieces))
            position = region.end if pieces else self._behind_blanks(region, is_first=nth == 0)
            if id(item) in changes.gone:
                self._drop(region.start, region.end)
            elif id(item) in changes.moved:
                self.lost += self._regions.comments_in(region.start, region.end)
        tails = changes.expanded(changes.tails.get(id(node), ()))
        if tails:
            last = self._regions.item(node, len(node) - 1)
            if position < last.end:
                out.append(self._text[position : last.end])
                position = last.end
            blank = self._line_end if self._is_spaced(node, len(node) - 1) else ""
            out += [blank + self._piece(piece, indent, models) for piece in tails]
        out.append(self._text[position:end])
        return "".join(out)

    def _concerns(self, item: Item) -> bool:
        changes, key = self._changes, id(item)
        return any(
            key in found
            for found in (
                changes.touched, changes.gone, changes.moved, changes.before, changes.after
            )
        )  # fmt: skip

    def _is_spaced(self, node: ListNode, nth: int) -> bool:
        """Whether a blank line stands between the item and one beside it."""
        for first in (nth - 1, nth):
            if 0 <= first < len(node) - 1:
                end = self._regions.item(node, first).end
                if self._text[end : self._line_after(end)].strip() == "":
                    return True
        return False

    def _made(self, holder: MapNode, key: str, pieces: Sequence[Piece]) -> str:
        """The items of a list that was not there, at `key` of `holder`."""
        changes = self._changes
        indent = holder.column - 1 + changes.plan.dashes
        models = models_below(changes.models(holder), key)
        expanded = changes.expanded(pieces) if key in changes.made.get(id(holder), {}) else pieces
        return "".join(self._piece(piece, indent, models) for piece in expanded)

    def _piece(self, piece: Piece, indent: int, models: Sequence[type]) -> str:
        changes = self._changes
        if isinstance(piece, New):
            lines = item_lines(piece.data, indent, models, changes.plan)
            return self._remark(piece.comment, indent) + self._lines(lines)
        holder, nth = changes.spots[id(piece)]
        if not isinstance(holder, ListNode) or is_flow(holder):
            self._place(piece)
            return self._lines(item_lines(self._as_data(piece), indent, models, changes.plan))
        region = self._regions.item(holder, int(nth))
        written = self._item(piece, region, holder.column - 1)
        if id(piece) in changes.moved:
            self._place(piece)
            self.gained += self._regions.comments_in(region.start, region.end)
            written = _shifted(written, indent - (holder.column - 1))
        return written

    def _item(self, item: Item, region: Region, indent: int) -> str:
        changes = self._changes
        if id(item) not in changes.touched:
            return self._text[region.start : region.end]
        remark = self._remark("\n".join(changes.remarks.get(id(item), ())), indent)
        line = self._text.rfind("\n", 0, region.head) + 1
        above = self._text[region.start : line] + remark
        here = Region(line, region.head, region.end)
        if isinstance(item, MapNode):
            return above + self._item_map(item, here)
        if id(item) in changes.puts or id(item) in changes.made:
            beside = self._beside(region.head + 1, item).strip(" ")
            lines = item_lines(
                self._wrapped(item), indent, changes.models(item), changes.plan, beside
            )
            return above + self._lines(lines)
        dash = region.head + 1
        return above + self._text[line:dash] + self._scalar(item, dash, here)

    def _wrapped(self, item: Scalar) -> dict[str, Data]:
        """A dash line of words alone as the map it becomes."""
        changes = self._changes
        words: dict[str, Data] = {"noi_dung": changes.changed(item).written()}
        for key, new in changes.puts.get(id(item), {}).items():
            words[key] = new.data
        for key, pieces in changes.made.get(id(item), {}).items():
            words[key] = [self._as_data(piece) for piece in changes.expanded(pieces)]
        return words

    def _as_data(self, piece: Piece) -> Data:
        from qdgen.content.edit_meaning import meant

        if isinstance(piece, New):
            return piece.data
        self._place(piece)
        if isinstance(piece, Scalar):
            return self._changes.changed(piece).written()
        found: Data = meant(self._changes, piece)  # type: ignore[assignment]
        return found

    # --- small things ----------------------------------------------------------------------------

    def _place(self, piece: Item) -> None:
        if id(piece) in self._changes.moved:
            self.placed.add(id(piece))

    def _drop(self, start: int, end: int) -> None:
        self.lost += self._regions.comments_in(start, end)

    def _remark(self, words: str, indent: int) -> str:
        if not words:
            return ""
        lines = [f"# {line}".rstrip() for line in words.split("\n")]
        self.gained += lines
        return self._lines([" " * indent + line for line in lines])

    def _lines(self, lines: Sequence[str]) -> str:
        return "".join(line + self._line_end for line in lines)

    def _line_after(self, index: int) -> int:
        return self._text.index("\n", index) + 1

    def _behind_blanks(self, region: Region, *, is_first: bool) -> int:
        """Where to go on behind what was taken out: two runs of blank lines become one, and none is
        left at the beginning of a list."""
        line = self._text[self._text.rfind("\n", 0, max(region.start - 1, 0)) + 1 : region.start]
        position = region.end
        while (is_first or not line.strip()) and position < len(self._text):
            following = self._line_after(position)
            if self._text[position:following].strip():
                break
            position = following
        return position


def is_flow_or_text(value: object) -> bool:
    """Whether a value ends on the line of its key, or where its last words stand."""
    return isinstance(value, Scalar) or (isinstance(value, ListNode) and is_flow(value))


def _behind_dash(entries: str, prefix: str, dash: int) -> str:
    """The lines of an item, the comments above its first key put above the dash."""
    lines = entries.splitlines(keepends=True)
    head = next(n for n, line in enumerate(lines) if line.strip() and line.lstrip()[0] != "#")
    above = [" " * dash + line.lstrip(" ") if line.strip() else line for line in lines[:head]]
    return "".join([*above, prefix, lines[head].lstrip(" "), *lines[head + 1 :]])


def _shifted(written: str, by: int) -> str:
    """Lines moved to the right by so many columns, or to the left as far as they go."""
    if not by:
        return written
    lines = written.splitlines(keepends=True)
    return "".join(
        line
        if not line.strip()
        else " " * by + line
        if by > 0
        else line[min(-by, len(line) - len(line.lstrip(" "))) :]
        for line in lines
    )
