"""Places in a file: of a character of a text's value, and of what owns a line."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from qdgen.content.nodes import Scalar, Style
from qdgen.diagnostics import Location

_QUOTED_PIECE = {
    Style.SINGLE: re.compile(r"''"),
    Style.DOUBLE: re.compile(r'\\["\\]'),
}
_DASHES = re.compile(r"[ ]*(?:-[ ]+)*")


def locate(scalar: Scalar, offset: int) -> Location:
    """The place in the file of character `offset` (from 0) of `scalar`'s value.

    `offset` may be the length of the value: the place just behind it.
    """
    line, column = _place(scalar, offset)
    return scalar.source.location(line, column)


def offset_at(scalar: Scalar, index: int) -> int | None:
    """Which character of `scalar`'s value (from 0; its length for the place behind the last) stands
    at character `index` of the file; None where none does."""
    if not scalar.value or not scalar.start <= index <= scalar.end:
        return None
    offsets, places = _pieces(scalar)
    starts = [scalar.source.line_start(line) + column - 1 for line, column in places]
    nth = bisect_right(starts, index) - 1
    if nth < 0:
        return None
    offset = offsets[nth] + index - starts[nth]
    last = offsets[nth + 1] if nth + 1 < len(offsets) else len(scalar.value) + 1
    return offset if offset < last else None


def source_line(scalar: Scalar, offset: int) -> str:
    """The line of the file, as written, that holds character `offset` of `scalar`'s value."""
    return scalar.source.line_text(_place(scalar, offset)[0])


def owner_indent(written: str) -> int:
    """The column (from 0) of the key or dash whose `>` or `|` ends the line `written`."""
    position = after_dashes(written)
    if written[position : position + 1] in (">", "|", "") and "-" in written[:position]:
        return written.rfind("-", 0, position)
    return position


def after_dashes(written: str) -> int:
    """The column (from 0) behind the indent and the list dashes that `written` begins with."""
    match = _DASHES.match(written)
    return match.end() if match else 0


def _place(scalar: Scalar, offset: int) -> tuple[int, int]:
    if scalar.style is Style.PLAIN and scalar.source.text.startswith(scalar.value, scalar.start):
        return scalar.line, scalar.column + offset
    offsets, places = _pieces(scalar)
    nth = max(0, bisect_right(offsets, offset) - 1)
    line, column = places[nth]
    return line, column + offset - offsets[nth]


@lru_cache(maxsize=8)  # a scalar with many findings is asked again and again
def _pieces(scalar: Scalar) -> tuple[list[int], list[tuple[int, int]]]:
    """Where each unbroken piece of the value begins: offsets into it, and their places."""
    if scalar.style in (Style.FOLDED, Style.LITERAL):
        return _block_pieces(scalar)
    return _flow_pieces(scalar)


def _block_pieces(scalar: Scalar) -> tuple[list[int], list[tuple[int, int]]]:
    if not scalar.value:
        return [0], [(scalar.line, scalar.column)]
    lines = scalar.source.lines
    last, _ = scalar.source.place(scalar.end)
    first = lines[scalar.line]
    indent = len(first) - len(first.lstrip(" "))
    offsets, places, offset = [], [], 0
    for number in range(scalar.line, last):
        written = lines[number].rstrip(" ")
        offsets.append(offset)
        places.append((number + 1, indent + 1))
        offset += max(0, len(written) - indent) + 1
    return offsets, places


def _flow_pieces(scalar: Scalar) -> tuple[list[int], list[tuple[int, int]]]:
    """Plain and quoted texts: a line break with the spaces around it became one space."""
    mark = _QUOTED_PIECE.get(scalar.style)
    quote = 0 if mark is None else 1
    written = scalar.source.text[scalar.start + quote : scalar.end - quote]
    lines = written.split("\n")
    offsets: list[int] = []
    places: list[tuple[int, int]] = []
    offset = 0
    for nth, line in enumerate(lines):
        column = scalar.column + quote if nth == 0 else 1
        begin, end = 0, len(line)
        if nth:
            begin = len(line) - len(line.lstrip(" "))
        if nth < len(lines) - 1:
            end = len(line.rstrip(" \r"))
        offsets.append(offset)
        places.append((scalar.line + nth, column + begin))
        position = begin
        if mark is not None:
            for match in mark.finditer(line, begin, end):
                offset += match.start() - position
                position = match.start() + 1
                # the sign itself is the second of the two characters
                offsets.append(offset)
                places.append((scalar.line + nth, column + position))
        offset += end - position
        offset += 1  # the space the line break became
    return offsets, places
