"""A cell of an annex as people see it in a workbook, and back: plain words, or its markup where it
holds more than words."""

from __future__ import annotations

from decimal import Decimal

from qdgen.content.escaping import as_markup
from qdgen.content.figures import Holds, read_figure
from qdgen.content.markup import Break, Mention, Span
from qdgen.content.markup_parser import parse_inline
from qdgen.content.nodes import Scalar
from qdgen.vietnamese_numbers import is_grouped, parse_number, write_number


def shown_words(scalar: Scalar | None, printed: str) -> str:
    """What stands in the workbook for a cell that is printed as `printed`: its words, a line a
    line; for a mention alone (a unit, a document) what it prints."""
    if scalar is None or not scalar.value:
        return ""
    if _is_mention(scalar):
        return _lines(printed)
    return _lines(_bare(scalar) if is_plain(scalar) else scalar.value)


def is_plain(scalar: Scalar | None) -> bool:
    """Whether people see words in a cell, and no markup."""
    if scalar is None:
        return True
    nodes, _ = parse_inline(scalar)
    return _is_mention(scalar) or all(
        isinstance(n, Break) or (isinstance(n, Span) and not (n.bold or n.italic)) for n in nodes
    )


def _is_mention(scalar: Scalar) -> bool:
    nodes, _ = parse_inline(scalar)
    return len(nodes) == 1 and isinstance(nodes[0], Mention)


def written_words(words: str, before: Scalar | None, *, is_figure: bool = False) -> str:
    """What is written into the content for the words of a cell, which held `before`: plain words
    where that was plain, else markup."""
    words = _lines(words)
    if is_figure:
        return _figure(words)
    return as_markup(words) if is_plain(before) else words


def _figure(words: str) -> str:
    """A figure as typed into a workbook, with its dots; anything else as it is."""
    if read_figure(words).holds is Holds.OTHER:
        number: Decimal | None = parse_number(words)
        if number is not None and not is_grouped(words):
            return write_number(number)
    return words


def _bare(scalar: Scalar) -> str:
    nodes, _ = parse_inline(scalar)
    return "".join(n.text if isinstance(n, Span) else "\n" for n in nodes)


def _lines(words: str) -> str:
    return "\n".join(line.strip() for line in words.split("\n")).strip()
