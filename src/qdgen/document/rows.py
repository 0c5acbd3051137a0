"""The running numbers (STT) of an annex's rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qdgen.document.model import NumberKind, RowNumbering
from qdgen.vietnamese import roman


def number_rows(levels: Iterable[int | None], numbering: Sequence[RowNumbering]) -> Iterator[str]:
    """The printed number of each row, given the depth of every row in print order, None for a row
    that bears no number.

    A level counts anew below each row above it, unless it runs on. Yields "" for every row where
    nothing is declared.
    """
    counts = [0] * len(numbering)
    for level in levels:
        if level is None or not numbering:
            yield ""
            continue
        counts[level] += 1
        for deeper in range(level + 1, len(numbering)):
            if not numbering[deeper].runs_on:
                counts[deeper] = 0
        style = numbering[level]
        own = format_number(counts[level], style.kind)
        if style.with_parent and level:
            own = f"{format_number(counts[level - 1], numbering[level - 1].kind)}.{own}"
        yield f"{style.prefix}{own}{style.suffix}"


def format_number(number: int, kind: NumberKind) -> str:
    """`number` (from 1) written as `kind` asks, as Word's numbering writes it."""
    match kind:
        case NumberKind.UPPER_ROMAN:
            return roman(number)
        case NumberKind.LOWER_ROMAN:
            return roman(number).lower()
        case NumberKind.ARABIC:
            return str(number)
        case NumberKind.LOWER_LETTER:
            return _letters(number)
        case NumberKind.UPPER_LETTER:
            return _letters(number).upper()


def _letters(number: int) -> str:
    """Word's lowerLetter: a … z, aa, bb, … (ECMA-376 Part 1, 17.18.59)."""
    count, index = divmod(number - 1, 26)
    return "abcdefghijklmnopqrstuvwxyz"[index] * (count + 1)
