"""Tables of a page, by their ruling lines."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from qdgen.check.pages.lines import MM, Line, lines_of
from qdgen.pdf.drawings import Stroke
from qdgen.pdf.layout import Word

_TOUCH_MM = 1.1
_SAME_MM = 0.9
MOST_STROKES = 6000
_MOST_COLUMNS = 60
_MOST_ROWS = 400


@dataclass(slots=True)
class Cell:
    """A cell: `column` and `span` in columns of the grid; its lines."""

    column: int
    span: int
    left: float
    right: float
    lines: list[Line] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Grid:
    """A table, or the part of one that stands on this page."""

    page: int
    columns: list[float]
    """The edges of its columns."""
    rows_at: list[float]
    """The edges of its rows."""
    rows: list[list[Cell]]

    @property
    def top(self) -> float:
        """Its upper edge."""
        return self.rows_at[0]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.rows_at[-1]


def grids(
    strokes: Sequence[Stroke], words: Sequence[Word], page: int
) -> tuple[list[Grid], list[Word]]:
    """The tables, and the words that stand in none."""
    if len(strokes) > MOST_STROKES:
        return [], list(words)
    found: list[Grid] = []
    left = list(words)
    for group in _groups(strokes):
        grid, left = _grid(group, left, page)
        if grid is not None:
            found.append(grid)
    found.sort(key=lambda grid: grid.top)
    return found, left


def _groups(strokes: Sequence[Stroke]) -> list[list[Stroke]]:
    """Strokes that touch, together; only groups that may be tables."""
    lying = sorted((s for s in strokes if s.is_horizontal), key=lambda s: s.top)
    tops = [s.top for s in lying]
    parent = list(range(len(lying)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    owners: list[tuple[Stroke, int]] = []
    for standing in strokes:
        if standing.is_horizontal:
            continue
        first = bisect_right(tops, standing.top - _TOUCH_MM)
        home = -1
        for index in range(first, len(lying)):
            if tops[index] > standing.bottom + _TOUCH_MM:
                break
            line = lying[index]
            if line.left - _TOUCH_MM <= standing.left <= line.right + _TOUCH_MM:
                if home < 0:
                    home = root(index)
                else:
                    parent[root(index)] = home
        if home >= 0:
            owners.append((standing, home))
    groups: dict[int, list[Stroke]] = {}
    for index, line in enumerate(lying):
        groups.setdefault(root(index), []).append(line)
    standing_in: dict[int, int] = {}
    for standing, home in owners:
        groups[root(home)].append(standing)
        standing_in[root(home)] = standing_in.get(root(home), 0) + 1
    return [group for key, group in groups.items() if standing_in.get(key, 0) >= 2]


def _edges(values: list[float]) -> list[float]:
    """Positions that are nearly the same, as one."""
    edges: list[list[float]] = []
    for value in sorted(values):
        if edges and value - edges[-1][-1] <= _SAME_MM:
            edges[-1].append(value)
        else:
            edges.append([value])
    return [sum(group) / len(group) for group in edges]


def _grid(strokes: list[Stroke], words: list[Word], page: int) -> tuple[Grid | None, list[Word]]:
    lying = [s for s in strokes if s.is_horizontal]
    standing = [s for s in strokes if not s.is_horizontal]
    columns = _edges([(s.left + s.right) / 2 for s in standing])
    rows_at = _edges([(s.top + s.bottom) / 2 for s in lying])
    if not 2 <= len(columns) <= _MOST_COLUMNS or not 2 <= len(rows_at) <= _MOST_ROWS:
        return None, words
    if len(columns) == 2 and len(rows_at) == 2:
        return None, words
    rows = _cells(lying, standing, columns, rows_at)
    outside = []
    taken: set[int] = set()
    for word in words:
        across = (word.left + word.right) / 2
        height = word.baseline - 0.3 * word.size * MM
        row = bisect_right(rows_at, height) - 1
        inside = columns[0] <= across <= columns[-1] and 0 <= row < len(rows)
        cell = next((c for c in rows[row] if c.left <= across <= c.right), None) if inside else None
        if cell is None:
            outside.append(word)
        else:
            cell.words.append(word)
            taken.add(id(cell))
    if not taken:
        return None, words
    for cells in rows:
        for cell in cells:
            cell.lines = lines_of(cell.words, page)
    return Grid(page, columns, rows_at, rows), outside


def _cells(
    lying: list[Stroke], standing: list[Stroke], columns: list[float], rows_at: list[float]
) -> list[list[Cell]]:
    """Cells row by row; one that goes on from the row above is the same object."""
    covered = [
        [
            any(
                s.top <= (above + below) / 2 <= s.bottom
                for s in standing
                if abs((s.left + s.right) / 2 - edge) <= _SAME_MM
            )
            for edge in columns
        ]
        for above, below in pairwise(rows_at)
    ]
    rows: list[list[Cell]] = []
    by_edge: list[list[Stroke]] = [
        [s for s in lying if abs((s.top + s.bottom) / 2 - edge) <= _SAME_MM] for edge in rows_at
    ]
    for index, edges in enumerate(covered):
        cells: list[Cell] = []
        start = 0
        for column in range(1, len(columns)):
            if not edges[column] and column < len(columns) - 1:
                continue
            cell = Cell(start, column - start, columns[start], columns[column])
            middle = (cell.left + cell.right) / 2
            ruled = any(s.left <= middle <= s.right for s in by_edge[index])
            above = (
                next((c for c in rows[-1] if (c.column, c.span) == (cell.column, cell.span)), None)
                if rows
                else None
            )
            cells.append(cell if ruled or above is None else above)
            start = column
        rows.append(cells)
    return rows
