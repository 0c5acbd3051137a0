"""What the parts of a page are: its number, the head in two columns, the foot with nơi nhận and
signature, tables, notes, and the running text between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.check.pages.lines import MM, Line, lines_of
from qdgen.check.pages.stamps import without_stamp
from qdgen.check.pages.tables import Grid, grids
from qdgen.pdf.drawings import Stroke
from qdgen.pdf.layout import PageLayout, Word

_NUMBER = re.compile(
    r"(?:(?:trang|page)\s*)?[-–—]?\s*(\d{1,4}|[ivxlc]{1,6})\s*[-–—]?", re.IGNORECASE
)
_NATIONAL = re.compile(r"cộng\s+h(?:òa|oà)\s+xã", re.IGNORECASE)
_RECIPIENTS = re.compile(r"nơi\s+nhận\s*:?\s*$|nơi\s+nhận\s*:", re.IGNORECASE)
_SHORTEST_NOTE_RULE_MM, _LONGEST_NOTE_RULE_MM = 15.0, 90.0
_HEAD_GAP_MM = 22.0
_CENTRED_MM = 3.0
_GUTTER_MM = 18.0
_MARGIN_TEXT_MM = 22.0


@dataclass(slots=True)
class Columns:
    """A stretch of page in two columns: the head, or nơi nhận beside the signature."""

    left: list[Line]
    right: list[Line]
    is_head: bool

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(line.top for line in (*self.left, *self.right))

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(line.bottom for line in (*self.left, *self.right))


@dataclass(slots=True)
class PageBlocks:
    """A page taken apart. `flow` holds lines, columns and grids from top to bottom."""

    layout: PageLayout
    number: Line | None = None
    number_shown: str = ""
    number_is_above: bool = True
    flow: list[Line | Columns | Grid] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    note_rule: Stroke | None = None
    rules: list[Stroke] = field(default_factory=list)
    """Horizontal lines that belong to no table and are no note rule."""
    stamp: list[Line] = field(default_factory=list)
    """What says in the upper margin that it is a draft."""

    @property
    def lines(self) -> list[Line]:
        """All lines of its running text and columns, no cells."""
        found: list[Line] = []
        for block in self.flow:
            match block:
                case Line():
                    found.append(block)
                case Columns():
                    found += [*block.left, *block.right]
                case _:
                    pass
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing but its number stands on it."""
        return not self.flow and not self.notes and not self.layout.pictures


def take_apart(layout: PageLayout) -> PageBlocks:
    """The blocks of a page."""
    layout, stamp = without_stamp(layout)
    blocks = PageBlocks(layout, stamp=stamp)
    found, words = grids(layout.strokes, layout.words, layout.number)
    lines = lines_of(words, layout.number)
    _take_number(blocks, lines, found)
    lines = _take_notes(blocks, lines)
    flow: list[Line | Columns | Grid] = [*_in_columns(lines), *found]
    blocks.flow = sorted(flow, key=_top)
    inside = [(g.columns[0] - 1, g.top - 1, g.columns[-1] + 1, g.bottom + 1) for g in found]
    blocks.rules = [
        s
        for s in layout.strokes
        if s.is_horizontal
        and s is not blocks.note_rule
        and not any(
            left <= s.left and s.right <= right and top <= s.top <= bottom
            for left, top, right, bottom in inside
        )
    ]
    return blocks


def _top(block: Line | Columns | Grid) -> float:
    return block.top


# --- number and notes --------------------------------------------------------------------------


def _take_number(blocks: PageBlocks, lines: list[Line], found: Sequence[Grid]) -> None:
    if not lines:
        return
    for line, is_above in ((lines[0], True), (lines[-1], False)):
        match = _NUMBER.fullmatch(line.text.strip())
        if match is None:
            continue
        others: list[Line | Grid] = [*(o for o in lines if o is not line), *found]
        height = blocks.layout.height
        if is_above:
            free = min((o.top for o in others), default=height) - line.bottom
            at_edge = line.baseline < min(30.0, height / 6)
        else:
            free = line.top - max((o.bottom for o in others), default=0.0)
            at_edge = line.baseline > height - min(28.0, height / 6)
        if at_edge and free > 0.2 * line.size * MM:
            blocks.number, blocks.number_shown = line, match[1]
            blocks.number_is_above = is_above
            lines.remove(line)
            return


def _take_notes(blocks: PageBlocks, lines: list[Line]) -> list[Line]:
    """The lines above the short rule; those below it are notes."""
    if not lines:
        return lines
    left = min(line.left for line in lines)
    height = blocks.layout.height
    main = _main_size(lines)
    for stroke in sorted(blocks.layout.strokes, key=lambda s: -s.top):
        length = stroke.right - stroke.left
        if (
            not stroke.is_horizontal
            or stroke.top < height / 4
            or not _SHORTEST_NOTE_RULE_MM <= length <= _LONGEST_NOTE_RULE_MM
            or stroke.left > left + 3.0
        ):
            continue
        below = [line for line in lines if line.top > stroke.top - 1.0]
        above = [line for line in lines if line.top <= stroke.top - 1.0]
        if not below:
            continue
        if all(line.size < main - 0.9 for line in below) or (_begins_note(below[0]) and not above):
            blocks.notes, blocks.note_rule = below, stroke
            return above
    return lines


def _main_size(lines: Sequence[Line]) -> float:
    counted: dict[float, int] = {}
    for line in lines:
        counted[line.size] = counted.get(line.size, 0) + len(line.text)
    common = max(counted, key=lambda size: counted[size])
    return max(common, 12.0)


def _begins_note(line: Line) -> bool:
    first = line.words[0]
    return first.text.isdigit() and (first.size < 0.8 * line.size or len(first.text) <= 2)


# --- columns -----------------------------------------------------------------------------------


def _in_columns(lines: list[Line]) -> list[Line | Columns]:
    found: list[Line | Columns] = []
    index = 0
    if not lines:
        return found
    middle = (min(line.left for line in lines) + max(line.right for line in lines)) / 2
    while index < len(lines):
        line = lines[index]
        columns: Columns | None = None
        taken = 1
        if _NATIONAL.search(line.text):
            taken, columns = _head(lines, index, found, middle)
        elif _is_recipients(line):
            taken, columns = _foot(lines, index, found)
        found.append(line if columns is None else columns)
        index += taken
    return found


def _split(line: Line, gutter: float) -> tuple[Line | None, Line | None]:
    """A line in two at `gutter`."""
    left = [word for word in line.words if (word.left + word.right) / 2 < gutter]
    right = line.words[len(left) :]
    return (
        Line(left, line.page, [m for m in line.marks if m[1] <= len(left)]) if left else None,
        Line(right, line.page, [(m, n - len(left)) for m, n in line.marks if n > len(left)])
        if right
        else None,
    )


def _gap_near(line: Line, gutter: float) -> float:
    """The middle of the widest gap of a line that lies near `gutter`; `gutter` where none does."""
    best, widest = gutter, 0.0
    for one, other in zip(line.words, line.words[1:], strict=False):
        gap = other.left - one.right
        if gap > widest and abs((one.right + other.left) / 2 - gutter) <= _GUTTER_MM + gap / 2:
            best, widest = (one.right + other.left) / 2, gap
    return best


def _head(
    lines: list[Line], index: int, above: list[Line | Columns], middle: float
) -> tuple[int, Columns]:
    """Names of organs beside Quốc hiệu and Tiêu ngữ, and the line of number and day."""
    national = lines[index]
    start = next(
        (n for n, word in enumerate(national.words) if word.text.casefold().startswith("cộng")), 0
    )
    right = Line(national.words[start:], national.page)
    gutter = right.left - 0.5
    if start:
        gutter = (national.words[start - 1].right + right.left) / 2
    columns = Columns([], [right], is_head=True)
    if start:
        columns.left.append(Line(national.words[:start], national.page))
    while above and isinstance(above[-1], Line) and above[-1].right < gutter + 2:
        columns.left.insert(0, above[-1])
        above.pop()
    taken = 1
    bottom = national.bottom
    for line in lines[index + 1 :]:
        if line.top - bottom > _HEAD_GAP_MM:
            break
        sides = _sides(line, gutter, right, middle)
        if sides is None:
            break
        one, other = sides
        if one is not None:
            columns.left.append(one)
        if other is not None:
            columns.right.append(other)
        bottom = max(bottom, line.bottom)
        taken += 1
    return taken, columns


def _sides(
    line: Line, gutter: float, right: Line, middle: float
) -> tuple[Line | None, Line | None] | None:
    """What of a line stands in the left and in the right column of a head; None where it is none
    of the head's. `right` is Quốc hiệu, `middle` the middle of the text."""
    one, other = _split(line, _gap_near(line, gutter))
    if other is None:
        return None if line.right > gutter + 1 else (one, None)
    in_right = abs(other.centre - right.centre) <= _CENTRED_MM or other.left > gutter + 6
    if one is None:
        away = abs(other.centre - middle) < abs(other.centre - right.centre)
        return None if away else (None, other)
    if not in_right or other.left - one.right < 0.6 * line.size * MM:
        return None
    return one, other


def _is_recipients(line: Line) -> bool:
    first = Line(line.words[:3], line.page)
    return bool(_RECIPIENTS.match(first.text)) or bool(_RECIPIENTS.match(line.text))


def _foot(lines: list[Line], index: int, above: list[Line | Columns]) -> tuple[int, Columns]:
    """Nơi nhận and what stands beside it, to the end of the page."""
    label = lines[index]
    rest = lines[index:]
    extra = 0
    while extra < 3 and extra < len(above):
        line = above[-1 - extra]
        near = isinstance(line, Line) and line.left > label.left + 60
        if not isinstance(line, Line) or not near:
            break
        extra += 1
    rest = [line for line in above[len(above) - extra :] if isinstance(line, Line)] + rest
    del above[len(above) - extra :]
    gutter = _gutter([word for line in rest for word in line.words], label.left)
    columns = Columns([], [], is_head=False)
    for line in rest:
        one, other = _split(line, gutter)
        if one is not None:
            columns.left.append(one)
        if other is not None:
            columns.right.append(other)
    return len(lines) - index, columns


def _gutter(words: Sequence[Word], left: float) -> float:
    """The widest stretch that no word covers, not too near the edges."""
    far = max(word.right for word in words)
    spans = sorted((word.left, word.right) for word in words)
    best, widest = far + 1.0, 0.0
    reached = spans[0][1]
    for begin, end in spans:
        gap = begin - reached
        if gap > widest and reached > left + 10:
            best, widest = (begin + reached) / 2, gap
        reached = max(reached, end)
    return best
