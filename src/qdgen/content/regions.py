"""From where to where an entry or an item reaches in its file, with the comments that are its own.

Its own are the comment lines directly above it, without a blank line between, those beside it, and
those inside it, down to the comments at the end of its deepest list. Every other one stays.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from qdgen.content.comments import comments_of, is_flow, opaque_spans
from qdgen.content.nodes import ListNode, MapNode, Node, Scalar, as_node
from qdgen.content.text_checks import find_comments


class Region(NamedTuple):
    """Character indexes: where it begins, with its comments; where its key or dash stands; where
    it ends, behind the line end of its last line."""

    start: int
    head: int
    end: int


class Regions:
    """The regions of a file. Its text must end with a line end."""

    def __init__(self, root: MapNode) -> None:
        self._text = root.source.text
        self._source = root.source
        self.comments = comments_of(root)
        self.hashes = find_comments(root.source, list(opaque_spans(root)))

    def entry(self, holder: MapNode, key: str) -> Region:
        """Of the entry `key` of a map. The first entry of a list item begins behind its dash."""
        scalar = holder.keys_at[key]
        value = as_node(holder[key])
        start = self._line(scalar.start)
        if self._text[start : scalar.start].strip(" "):
            return Region(scalar.start, scalar.start, self._end(scalar, value))
        owner = scalar.start
        return Region(self._above(start, owner), scalar.start, self._end(scalar, value))

    def item(self, holder: ListNode, nth: int) -> Region:
        """Of item `nth` of a list in lines. Raises ValueError for a list in brackets."""
        if is_flow(holder):
            raise ValueError(holder)
        item = as_node(holder[nth])
        dash = self._dash(holder, item)
        return Region(self._above(self._line(dash), item.start), dash, self._end(item, item))

    def comments_in(self, start: int, end: int) -> list[str]:
        """The comments that stand between two indexes."""
        first, last = bisect_left(self.hashes, start), bisect_left(self.hashes, end)
        return [self._comment(index) for index in self.hashes[first:last]]

    # --- where lines begin and end ---------------------------------------------------------------

    def _line(self, index: int) -> int:
        return self._text.rfind("\n", 0, index) + 1

    def _behind_line(self, index: int) -> int:
        return self._text.index("\n", index) + 1

    def _comment(self, index: int) -> str:
        return self._text[index : self._text.index("\n", index)].rstrip(" \r")

    def _dash(self, holder: ListNode, item: Node) -> int:
        start = self._line(item.start)
        while True:
            dash = start + holder.column - 1
            if self._text.startswith("-", dash) and not self._text[start:dash].strip(" "):
                return dash
            if not start:
                raise ValueError(item)
            start = self._line(start - 1)

    def _above(self, start: int, owner: int) -> int:
        """Where the comment lines begin that stand directly above the line at `start`."""
        owners = self.comments.owners
        while start:
            line = self._line(start - 1)
            words = self._text[line:start]
            hash_at = line + len(words) - len(words.lstrip(" "))
            if not self._text.startswith("#", hash_at) or owners.get(hash_at) != owner:
                break
            start = line
        return start

    def _end(self, head: Node, value: Node) -> int:
        """Behind the last line of `value`, whose key (or first key) is `head`."""
        last = max(value.end - 1, head.end - 1 if isinstance(head, Scalar) else head.start)
        end = self._behind_line(last)
        if isinstance(value, Scalar) or (isinstance(value, ListNode) and is_flow(value)):
            return end
        # comments at the end of the collection belong to nothing that follows
        position = end
        while position < len(self._text):
            following = self._behind_line(position)
            line = self._text[position:following].rstrip(" \r\n")
            bare = line.lstrip(" ")
            column = len(line) - len(bare)
            if bare.startswith("#") and column >= value.column - 1 and column:
                if position + column in self.comments.owners:
                    break
                end = following
            elif bare:
                break
            position = following
        return end
