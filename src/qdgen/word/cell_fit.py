"""How an annex's texts fit their columns: words cut in two, rows too tall to hold together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qdgen.document.model import CellParagraph, Run, Table, plain_text
from qdgen.word.lines import LINE_HEIGHT
from qdgen.word.sections import TWIPS_PER_POINT
from qdgen.word.styles import Look
from qdgen.word.text_width import text_width

_USUAL_LETTER = 0.45  # the mean width of a letter, as a part of the size
_TALL = 0.3  # of the page
_MOST_NAMED = 5
_MOST_REMEMBERED = 20_000  # words: numbers and codes may all be different


@dataclass(frozen=True, slots=True)
class CutWord:
    """A word wider than its column, and the column's heading."""

    word: str
    heading: str


@dataclass(frozen=True, slots=True)
class Fit:
    """`cut_words`: the first few words that do not fit. `tall_rows`: the rows, by index, that may
    go over the end of a page, since together they would leave much of a page empty."""

    cut_words: tuple[CutWord, ...]
    tall_rows: frozenset[int]


def examine(
    content: Table, widths: Sequence[int], padding: int, looks: tuple[Look, Look], page: int
) -> Fit:
    """Look at all cells of `content`, with column `widths`, the cells' `padding` and the height of
    the `page` in twips, and the looks of the headings and of the cells."""
    heading_look, look = looks
    rooms = [(width - padding) / TWIPS_PER_POINT for width in widths]
    most_lines = _TALL * page / TWIPS_PER_POINT / (look.size_pt * LINE_HEIGHT)
    most_letters = [most_lines * room / (look.size_pt * _USUAL_LETTER) for room in rooms]
    cut = [
        CutWord(word, column.heading)
        for column, room in zip(content.columns, rooms, strict=True)
        for word in column.heading.split()
        if _width(word, heading_look) > room
    ]
    # The words of a table come again and again: each is measured once for a column.
    fitting: list[set[str]] = [set() for _ in rooms]
    tall = set()
    for index, row in enumerate(content.rows):
        for column, cell in enumerate(row.cells):
            for paragraph in cell:
                words = _words(paragraph)
                if len(words) > most_letters[column]:
                    tall.add(index)
                if len(cut) < _MOST_NAMED:
                    pieces = words.replace("-", "- ").split()
                    if not fitting[column].issuperset(pieces):
                        cut += (
                            CutWord(word, content.columns[column].heading)
                            for word in _too_wide(pieces, rooms[column], look, fitting[column])
                        )
    return Fit(tuple(cut[:_MOST_NAMED]), frozenset(tall))


def _too_wide(words: Sequence[str], room: float, look: Look, fitting: set[str]) -> Iterator[str]:
    """Those of `words` that are wider than `room`; the others are added to `fitting`."""
    if len(fitting) > _MOST_REMEMBERED:
        fitting.clear()
    for word in words:
        if word in fitting:
            continue
        if _width(word, look) > room:
            yield word
        else:
            fitting.add(word)


def _words(paragraph: CellParagraph) -> str:
    only = paragraph.inlines[0] if len(paragraph.inlines) == 1 else None
    return only.text if isinstance(only, Run) else plain_text(paragraph.inlines)


def _width(word: str, look: Look) -> float:
    return text_width(word, look.size_pt, look.bold, look.italic)
