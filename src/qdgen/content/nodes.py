"""The nodes of a content file: text, maps and lists that know their place.

They are `dict` and `list` so that pydantic validates them without a copy; text stays a `Scalar`
all the way into the models, so that any later message can point at its line and column.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from qdgen.diagnostics import Location


class Style(Enum):
    """How a text was written in the YAML."""

    PLAIN = "plain"
    SINGLE = "'"
    DOUBLE = '"'
    FOLDED = ">"
    LITERAL = "|"


class SourceFile:
    """A content file as read: its path as the user knows it, its text, its lines.

    Lines end at LF or CRLF alone, as in YAML and in editors.
    """

    __slots__ = ("_line_end", "_starts", "lines", "path", "text")

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.replace("\r\n", "\n").split("\n")
        self._starts: list[int] | None = None
        self._line_end = ""

    @property
    def line_end(self) -> str:
        """What ends its lines; CR LF where any line ends so."""
        if not self._line_end:
            self._line_end = "\r\n" if "\r\n" in self.text else "\n"
        return self._line_end

    def line_start(self, line: int) -> int:
        """The character index where `line` (from 1) begins."""
        return self._line_starts()[line - 1]

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, both from 1, of the character at `index`."""
        starts = self._line_starts()
        line = bisect_right(starts, index)
        return line, index - starts[line - 1] + 1

    def location(self, line: int, column: int) -> Location:
        """`line` and `column` (from 1) as a place in this file."""
        return Location(self.path, line, column)

    def line_text(self, line: int) -> str:
        """The text of `line` (from 1) as written; empty where there is no such line."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            starts, position = [0], self.text.find("\n")
            while position >= 0:
                starts.append(position + 1)
                position = self.text.find("\n", position + 1)
            self._starts = starts
        return self._starts


@dataclass(frozen=True, slots=True, eq=False)
class Scalar:
    """A text and its place. `line` and `column` (from 1) are where the value begins: for a folded
    or literal text the `>` or `|`; `start` and `end` are character indexes of the whole value."""

    value: str
    source: SourceFile
    line: int
    column: int
    start: int
    end: int
    style: Style = Style.PLAIN

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


class MapNode(dict[str, object]):
    """A block map; `keys_at` holds the key scalars by name, in order."""

    __slots__ = ("column", "end", "keys_at", "line", "source", "start")

    source: SourceFile
    line: int
    column: int
    start: int
    end: int
    keys_at: dict[str, Scalar]


class ListNode(list[object]):
    """A block list (or a flow list of bare keys)."""

    __slots__ = ("column", "end", "line", "source", "start")

    source: SourceFile
    line: int
    column: int
    start: int
    end: int


Node: TypeAlias = Scalar | MapNode | ListNode
Item: TypeAlias = Scalar | MapNode
"""What a list holds."""


def as_node(found: object) -> Node:
    """`found`, the value of an entry or an item, as the node it is. Raises TypeError."""
    if isinstance(found, (Scalar, MapNode, ListNode)):
        return found
    raise TypeError(found)


def items_of(holder: ListNode) -> list[Item]:
    """The items of a list; no list stands directly in a list."""
    return [item for item in holder if isinstance(item, (Scalar, MapNode))]
