"""The edges that the running text of each page keeps to, and the usual distance of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from qdgen.check.pages.blocks import PageBlocks
from qdgen.check.pages.lines import MM, Line
from qdgen.check.pages.paragraphs import Frame
from qdgen.check.pages.tables import Grid

_MOST_LEADING = 1.95
_FEW_LINES = 8
_NEAR_MM = 1.0
_USUAL_INDENTS = (10.0, 12.7)


def frames_of(pages: Sequence[PageBlocks]) -> dict[int, Frame]:
    """The edges of the running text of each page; pages of one size and shape share them."""
    lefts: dict[tuple[int, int], Counter[float]] = {}
    rights: dict[tuple[int, int], Counter[float]] = {}
    for page in pages:
        key = round(page.layout.width), round(page.layout.height)
        left = lefts.setdefault(key, Counter())
        right = rights.setdefault(key, Counter())
        for line in page.lines:
            left[round(line.left * 2) / 2] += 1
            right[round(line.right * 2) / 2] += 1
    for page in pages:
        key = round(page.layout.width), round(page.layout.height)
        if lefts[key].total() < _FEW_LINES:
            for block in page.flow:
                if isinstance(block, Grid):
                    lefts[key][round(block.columns[0] * 2) / 2] += 2
                    rights[key][round(block.columns[-1] * 2) / 2] += 2
    found: dict[int, Frame] = {}
    for page in pages:
        key = round(page.layout.width), round(page.layout.height)
        found[page.layout.number] = _frame(lefts[key], rights[key], page)
    return found


def _frame(lefts: Counter[float], rights: Counter[float], page: PageBlocks) -> Frame:
    lines = page.lines
    width = page.layout.width
    if not lefts:
        return Frame(30.0, width - 15.0)
    half = [(edge, count) for edge, count in lefts.items() if edge < width / 2]
    # The text's left edge is the leftmost place where more than a stray line begins.
    most = max((count for _, count in half), default=0)
    left = min((edge for edge, count in half if count >= max(1, most * 0.15)), default=30.0)
    far = [(edge, count) for edge, count in rights.items() if edge > width / 2]
    top = max((count for _, count in far), default=0)
    right = max((edge for edge, count in far if count >= max(1, top * 0.3)), default=width - 15.0)
    left, right = _own_edges(lines, left, right)
    exact_left = [line.left for line in lines if abs(line.left - left) <= 0.5]
    exact_right = [line.right for line in lines if abs(line.right - right) <= 0.5]
    indents = Counter(
        round((edge - left) * 2) / 2 for edge, count in half for _ in range(count)
        if 3.0 < edge - left < 30.0
    )  # fmt: skip
    usual = tuple(edge for edge, count in indents.most_common(2) if count >= 2)
    return Frame(_middle(exact_left, left), _middle(exact_right, right), indents=usual)


def _own_edges(lines: Sequence[Line], left: float, right: float) -> tuple[float, float]:
    """The edges of a page where they are clearly not those of the other pages of its size."""
    if len(lines) < _FEW_LINES:
        return left, right
    own = Counter(round(line.left * 2) / 2 for line in lines)
    least = min((edge for edge, count in own.items() if count > 1), default=left)
    shift = least - left
    is_indent = any(abs(shift - usual) < _NEAR_MM for usual in _USUAL_INDENTS)
    if min(own) > left + _NEAR_MM and not is_indent:
        left = least
    ends = Counter(round(line.right * 2) / 2 for line in lines)
    most = max((edge for edge, count in ends.items() if count > 2), default=right)
    if abs(most - right) > _NEAR_MM and max(ends) <= most + _NEAR_MM:
        right = most
    return left, right


def _middle(values: list[float], otherwise: float) -> float:
    return sorted(values)[len(values) // 2] if values else otherwise


def leadings_of(pages: Sequence[PageBlocks], frames: dict[int, Frame]) -> dict[float, float]:
    """For each size the usual distance of the lines of one paragraph, in points."""
    counted: dict[float, Counter[float]] = {}
    for page in pages:
        frame = frames[page.layout.number]
        lines = [block for block in page.flow if isinstance(block, Line)]
        for above, below in pairwise(lines):
            if above.size != below.size:
                continue
            goes_on = abs(below.left - frame.left) < 1.0 and above.right > frame.right - 2.0
            step = (below.baseline - above.baseline) / MM
            if goes_on and step < _MOST_LEADING * above.size:
                counted.setdefault(above.size, Counter())[round(step, 1)] += 1
    return {size: steps.most_common(1)[0][0] for size, steps in counted.items()}
