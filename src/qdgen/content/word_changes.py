"""Some words of a text changed: what the text becomes, and its lines, the untouched ones kept.

A stretch of a text is given by character offsets into its value, however the text is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate

from qdgen.content.clauses import WIDTH, can_fold, can_start_line, clause_lines
from qdgen.content.nodes import Scalar, Style
from qdgen.content.rendering import (
    Written,
    can_be_literal,
    fits_plain,
    line_width,
    text_lines,
)
from qdgen.content.yaml_reader import parse

_CONTINUED = re.compile(r"[a-z][a-z0-9_]*[ ]*:(?!//)|[-\u2013\u2014\u2022](?=[ ]|\w)|#|\?(?: |$)")
_MOST_COMPARED = 2000
_BLOCKS = (Style.FOLDED, Style.LITERAL)


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """`words` for the characters `start` up to `end` of a text's value."""

    start: int
    end: int
    words: str


def stretches_between(old: str, new: str) -> list[Stretch]:
    """What turns `old` into `new`, word by word, so that lines without a change stay."""
    before, after = re.split("([ \n])", old), re.split("([ \n])", new)
    if old == new:
        return []
    if len(before) + len(after) > _MOST_COMPARED:
        return [_without_ends(old, new)]
    at, new_at = [0, *accumulate(map(len, before))], [0, *accumulate(map(len, after))]
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        Stretch(at[i], at[j], new[new_at[k] : new_at[m]])
        for tag, i, j, k, m in codes
        if tag != "equal"
    ]


def _without_ends(old: str, new: str) -> Stretch:
    most = min(len(old), len(new))
    same = next((n for n in range(most) if old[n] != new[n]), most)
    most -= same
    tail = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    return Stretch(same, len(old) - tail, new[same : len(new) - tail])


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of a text: its part of the value; and how it stands in the file, where untouched."""

    value: str
    written: str | None


class ChangedText:
    """A scalar whose value changes at `stretches`, sorted and apart from each other. `item` says
    that it is an item of a list; lines that it gets anew stand at column `indent` (from 0).

    Raises ValueError where the stretches overlap or leave the text.
    """

    def __init__(
        self, scalar: Scalar, stretches: Sequence[Stretch], *, item: bool, indent: int
    ) -> None:
        self.scalar = scalar
        self.item = item
        self.indent = indent
        old = _rows_of(scalar)
        if scalar.style in _BLOCKS and scalar.value:
            first = scalar.source.line_text(scalar.line + 1)
            self._lead = len(first) - len(first.lstrip(" "))
        elif len(old) > 1:
            second = scalar.source.line_text(scalar.line + 1)
            self._lead = len(second) - len(second.lstrip(" "))
        else:
            self._lead = indent
        self._clean, self._longest = scalar.style is Style.FOLDED, 0
        self._rows = self._changed(old, stretches)
        self.value = self._separator.join(row.value for row in self._rows)

    def text(self, after: int) -> str:
        """What stands from `after` (behind the colon or the dash) to the end of the text's last
        line, the line end not included. Raises ValueError where no style can hold the value."""
        same = self._in_its_style(after) if self.value else None
        return self._in_another(after) if same is None else same

    def written(self) -> Written:
        """The text with its style and lines, to be laid out elsewhere."""
        style = self.scalar.style
        if style is Style.FOLDED:
            return Written(self.value, style, tuple(row.value for row in self._rows))
        if style is Style.PLAIN and not self._fits_plain():
            style = Style.DOUBLE
        return Written(self.value, style)

    # --- lines -----------------------------------------------------------------------------------

    @property
    def _separator(self) -> str:
        return "\n" if self.scalar.style is Style.LITERAL else " "

    def _changed(self, old: Sequence[_Row], stretches: Sequence[Stretch]) -> list[_Row]:
        """The lines after the change: those joined whose line end goes, the others where they
        were."""
        new, ends = self._new_value(old, stretches)
        rows: list[_Row] = []
        begun = nth = 0
        for count, end, touched in ends:
            if touched:
                for row in old[nth : nth + count]:
                    self._clean &= clause_lines(row.value, line_width(self._lead)) == [row.value]
                    self._longest = max(self._longest, len(row.value))
            rows.append(_Row(new[begun:end], None if touched else old[nth].written))
            begun, nth = end + 1, nth + count
        return rows

    def _new_value(
        self, old: Sequence[_Row], stretches: Sequence[Stretch]
    ) -> tuple[str, list[tuple[int, int, bool]]]:
        """The new value; and of each of its lines how many old ones it was, where it ends, and
        whether anything in it changed."""
        value = self.scalar.value
        parts: list[str] = []
        position = 0
        for stretch in stretches:
            if not position <= stretch.start <= stretch.end <= len(value):
                raise ValueError(stretch)
            parts += [value[position : stretch.start], stretch.words]
            position = stretch.end
        ends: list[tuple[int, int, bool]] = []
        nth = grown = count = 0
        end, touched = -1, False
        for row in old:
            end += 1 + len(row.value)
            count += 1
            while nth < len(stretches) and stretches[nth].start <= end:
                touched = True
                stretch = stretches[nth]
                if stretch.end > end:
                    break
                grown += len(stretch.words) - (stretch.end - stretch.start)
                nth += 1
            else:
                ends.append((count, end + grown, touched))
                count, touched = 0, False
        return "".join([*parts, value[position:]]), ends

    # --- the same style --------------------------------------------------------------------------

    def _in_its_style(self, after: int) -> str | None:
        scalar, source = self.scalar, self.scalar.source.text
        style = scalar.style
        if not scalar.value or ("\n" in self.value and style is not Style.LITERAL):
            return None
        tail = source[scalar.end : _line_end(source, scalar.end)]
        if style in _BLOCKS:
            rows = self._folded_rows() if style is Style.FOLDED else self._literal_rows()
            if rows is None:
                return None
            head = source[after : source.find("\n", scalar.start)]
            return f"{head}\n{self._written(rows, behind_key=False)}{tail}"
        flow = self._flow_rows()
        if flow is None:
            return None
        mark = "" if style is Style.PLAIN else style.value
        words = self._written(flow, behind_key=True)
        return f"{source[after : scalar.start]}{mark}{words}{mark}{tail}"

    def _written(self, rows: Sequence[_Row], *, behind_key: bool) -> str:
        """The lines as they stand in the file, the first of them behind the key or below it."""
        windows = self.scalar.source.line_end.removesuffix("\n")
        lines = []
        for nth, row in enumerate(rows):
            if row.written is not None:
                lines.append(row.written)
                continue
            lead = "" if behind_key and not nth else " " * self._lead
            lines.append((lead + self._escaped(row.value) if row.value else "") + windows)
        if rows[-1].written is None:
            lines[-1] = lines[-1].removesuffix("\r")
        return "\n".join(lines)

    def _escaped(self, words: str) -> str:
        if self.scalar.style is Style.SINGLE:
            return words.replace("'", "''")
        if self.scalar.style is Style.DOUBLE:
            return words.replace("\\", "\\\\").replace('"', '\\"')
        return words

    def _literal_rows(self) -> list[_Row] | None:
        if not can_be_literal(self.value):
            return None
        rows: list[_Row] = []
        for row in self._rows:
            changed = map(_new_row, row.value.split("\n"))
            rows += changed if row.written is None else [row]
        return rows

    def _folded_rows(self) -> list[_Row] | None:
        if not can_fold(self.value):
            return None
        return self._broken(_joined(self._rows, can_start_line), line_width(self._lead), 0)

    def _flow_rows(self) -> list[_Row] | None:
        scalar, column = self.scalar, self.scalar.column - 1
        is_plain = scalar.style is Style.PLAIN
        if is_plain and not self._fits_plain():
            return None
        rows = _joined(self._rows, _can_continue if is_plain else _is_no_space)
        if is_plain and len(rows) > 1 and not fits_plain(self.value, item=False):
            return None  # `- Lưu: VT` is read as text on one line alone
        if len(rows) == 1:
            fitted = column + self._longest <= WIDTH
            fits = column + len(self.value) <= WIDTH or " " not in self.value
            return None if fitted and not fits and can_fold(self.value) else rows
        return _joined(
            self._broken(rows, line_width(self._lead), column - self._lead), _can_continue
        )

    def _fits_plain(self) -> bool:
        if not fits_plain(self.value, self.item, Style.PLAIN):
            return False
        if not self.item or fits_plain(self.value, item=False):
            return True
        root, _, _ = parse(f"a:\n  - {self.value}\n", "")  # `- Lưu: VT`, read as text?
        items = root.get("a") if root is not None else None
        return isinstance(items, list) and [str(item) for item in items] == [self.value]

    def _broken(self, rows: Sequence[_Row], width: int, further: int) -> list[_Row]:
        """`rows`, those that were touched broken where they became too long, or where all were laid
        out before. The first stands `further` columns to the right."""
        broken: list[_Row] = []
        for nth, row in enumerate(rows):
            room = width if nth else max(width - further, 1)
            if row.written is None and (self._clean or len(row.value) > max(room, self._longest)):
                broken += map(_new_row, clause_lines(row.value, room))
            else:
                broken.append(row)
        return broken

    # --- another style ---------------------------------------------------------------------------

    def _in_another(self, after: int) -> str:
        source, scalar = self.scalar.source.text, self.scalar
        if scalar.style in _BLOCKS:
            header = source[scalar.start : _line_end(source, scalar.start)]
            beside = header.lstrip("|>+-0123456789")
        else:
            beside = source[scalar.end : _line_end(source, scalar.end)]
        lead = " " * (after - source.rfind("\n", 0, after) - 1)
        lines = text_lines(lead, self.written(), self.indent, item=self.item)
        lines[0] = lines[0][len(lead) :] + beside.rstrip(" ")
        return scalar.source.line_end.join(lines)


def _rows_of(scalar: Scalar) -> list[_Row]:
    """The lines of a text as written, each with its part of the value."""
    source, style = scalar.source, scalar.style
    if not scalar.value:
        return [_Row("", "")]
    if style in _BLOCKS:
        first = source.line_start(scalar.line + 1)
        written = source.text[first : scalar.end].split("\n")
        bare = written[0].lstrip(" ")
        indent = len(written[0]) - len(bare)
        values = [line[indent:].rstrip(" \r") for line in written]
    else:
        quote = 0 if style is Style.PLAIN else 1
        written = source.text[scalar.start + quote : scalar.end - quote].split("\n")
        values = list(written)
        for nth in range(len(written) - 1):
            values[nth] = values[nth].rstrip(" \r")
            values[nth + 1] = values[nth + 1].lstrip(" ")
        if style is Style.SINGLE:
            values = [line.replace("''", "'") for line in values]
        elif style is Style.DOUBLE:
            values = [re.sub(r"\\(.)", r"\1", line) for line in values]
    return [_Row(*row) for row in zip(values, written, strict=True)]


def _joined(rows: Sequence[_Row], can_start: Callable[[str], bool]) -> list[_Row]:
    """`rows`, those that cannot begin or end a line joined with the one before."""
    joined: list[_Row] = []
    for row in rows:
        before = joined[-1] if joined else None
        if (
            before is not None
            and (before.written is None or row.written is None)
            and not (before.value and not before.value[-1].isspace() and can_start(row.value))
        ):
            joined[-1] = _new_row(f"{before.value} {row.value}")
        else:
            joined.append(row)
    return joined


def _new_row(words: str) -> _Row:
    return _Row(words, None)


def _can_continue(words: str) -> bool:
    return can_start_line(words) and _CONTINUED.match(words) is None


def _is_no_space(words: str) -> bool:
    return bool(words) and not words[0].isspace()


def _line_end(content: str, index: int) -> int:
    """Where the line of `index` ends; CR LF counts as a whole."""
    end = content.find("\n", index)
    if end < 0:
        return len(content)
    return end - 1 if end > index and content[end - 1] == "\r" else end
