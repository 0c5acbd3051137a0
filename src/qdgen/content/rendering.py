"""Plain data as lines of a content file, laid out as `qdgen fmt` would lay them out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from qdgen.content.clauses import WIDTH, can_fold, clause_lines
from qdgen.content.key_order import (
    Models,
    fitting,
    models_below,
    models_of_entry,
    ordered,
)
from qdgen.content.nodes import Style
from qdgen.content.text_scan import beside_a_key

NARROWEST = 40
"""However deep a text stands, its lines may have so many characters."""

_UNSAFE_START = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.")
_UNSAFE_INSIDE = re.compile(r":(?:\s|$)|\s#")
_GLUED = re.compile(r"[a-z][a-z0-9_]*[:\uff1a\ufe55\ufe13](?!//)\S")


@dataclass(frozen=True, slots=True)
class Written:
    """A text and how it is written: its style, and the lines a folded one is broken into (they
    joined by single spaces are the text; none leaves the breaking to the layout)."""

    value: str
    style: Style = Style.PLAIN
    lines: tuple[str, ...] = ()


Data: TypeAlias = "str | Written | Mapping[str, Data] | Sequence[Data]"
"""What a block is built from: texts, maps with string keys, lists. An empty text is a key (or a
dash) with nothing behind it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is laid out where it may vary: `columns` are the keys of an annex's columns,
    `dashes` how far to the right of its key a list stands."""

    columns: Sequence[str] = ()
    dashes: int = 2


def plain(data: Data) -> object:
    """`data` as texts, dicts and lists alone."""
    if isinstance(data, str):
        return data
    if isinstance(data, Written):
        return data.value
    if isinstance(data, Mapping):
        return {key: plain(value) for key, value in data.items()}
    return [plain(item) for item in data]


def entry_lines(
    key: str, data: Data, indent: int, models: Models, plan: Plan, beside: str = ""
) -> list[str]:
    """The lines of an entry of a map whose keys stand at column `indent` (from 0); `models`
    describe the map, `beside` is a comment that stands beside the key.

    Raises ValueError where a list stands directly in a list, or a list holds an empty map.
    """
    lead = f"{' ' * indent}{key}:"
    if isinstance(data, (str, Written)):
        return text_lines(lead, data, indent + 2, beside, item=False)
    if not data:
        return [_with(f"{lead} []" if not isinstance(data, Mapping) else lead, beside)]
    below = models_below(models, key) or (models_of_entry(data) if not indent else [])
    lines = [_with(lead, beside)]
    if isinstance(data, Mapping):
        return lines + map_lines(data, indent + 2, fitting(below, data), plan)
    for item in data:
        lines += item_lines(item, indent + plan.dashes, below, plan)
    return lines


def item_lines(data: Data, indent: int, models: Models, plan: Plan, beside: str = "") -> list[str]:
    """The lines of an item whose dash stands at column `indent` (from 0). Raises ValueError."""
    lead = f"{' ' * indent}-"
    if isinstance(data, (str, Written)):
        return text_lines(lead, data, indent + 2, beside, item=True)
    if not isinstance(data, Mapping) or not data:
        raise ValueError(data)
    lines = map_lines(data, indent + 2, fitting(models, data), plan)
    lines[0] = _with(f"{lead} {lines[0].lstrip(' ')}", beside)
    return lines


def map_lines(data: Mapping[str, Data], indent: int, models: Models, plan: Plan) -> list[str]:
    """The lines of the entries of `data`, in the order of the format. Raises ValueError."""
    lines: list[str] = []
    for key in ordered(data, models, plan.columns):
        lines += entry_lines(key, data[key], indent, models, plan)
    return lines


def text_lines(
    lead: str, words: str | Written, indent: int, beside: str = "", *, item: bool
) -> list[str]:
    """The lines of a text behind `lead` (a key and its colon, or a dash), the lines below it at
    column `indent` (from 0). Raises ValueError where it has lines that no style can hold."""
    if isinstance(words, str):
        words = Written(words, Style.DOUBLE)  # as it must be read, whoever wrote it
    value, style = words.value, words.style
    if not value:
        return [_with(lead, beside)]
    width = line_width(indent)
    if (style is Style.LITERAL or "\n" in value) and can_be_literal(value):
        lines = [" " * indent + line if line else "" for line in value.split("\n")]
        return [_with(f"{lead} |-", beside), *lines]
    if "\n" in value:
        raise ValueError(value)
    fits = len(lead) + 1 + len(value) <= WIDTH or " " not in value
    foldable = can_fold(value)
    if (fits or not foldable) and style is not Style.FOLDED and fits_plain(value, item, style):
        return [_with(f"{lead} {value}", beside)]
    if foldable and (style is Style.FOLDED or len(lead) + 3 + len(value) > WIDTH):
        lines = [_with(f"{lead} >-", beside)]
        for line in words.lines or [value]:
            lines += [" " * indent + clause for clause in clause_lines(line, width)]
        return lines
    quoted = value.replace("'", "''")
    return [_with(f"{lead} '{quoted}'", beside)]


def can_be_literal(value: str) -> bool:
    """Whether `value` can be written below `|-` and be read back the same."""
    lines = value.split("\n")
    if not lines[0] or lines[0][0] == " " or not lines[-1]:
        return False
    return not any(line.endswith(" ") for line in lines)


def line_width(indent: int) -> int:
    """How many characters a line of a text at column `indent` may have."""
    return max(WIDTH - indent, NARROWEST)


def fits_plain(value: str, item: bool, style: Style = Style.DOUBLE) -> bool:
    """Whether `value` is read back the same without quotes, on one line."""
    if value != value.strip() or "\n" in value or _UNSAFE_START.match(value):
        return False
    if _GLUED.match(value) or beside_a_key(value):
        return False
    if not _UNSAFE_INSIDE.search(value):
        return True
    # "- Lưu: VT" is read as text; so it may stay as it was written
    return item and style is Style.PLAIN


def _with(line: str, beside: str) -> str:
    return f"{line}  {beside}" if beside else line
