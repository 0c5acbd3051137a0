"""Lines that make one paragraph, and how it looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple, TypeVar

from qdgen.check.look import Align, Box, Look
from qdgen.check.pages.lines import MM, Line, spelled
from qdgen.check.raw import Zone
from qdgen.pdf.drawings import Stroke
from qdgen.pdf.layout import Word

_REACHES_MM = 0.9
_CENTRED_MM = 1.2
_CLEAR_MM = 2.5
_CELL_CLEAR_MM = 0.6
_NUMBER_MM = 3.0
_NATURAL = 1.149
"""Single line spacing of Times New Roman, as a multiple of its size."""
_UNDERLINE = 0.24
"""Of the size: how far below the letters an underline may be."""
_NBSP = "\u00a0"

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Frame:
    """The edges that the lines of a column reach, and, where known, the middle they stand on."""

    left: float
    right: float
    centre: float | None = None
    indents: tuple[float, ...] = ()
    """Where first lines usually begin, from `left`."""


class _Drawn(NamedTuple):
    start: int
    end: int
    word: Word
    line: int


@dataclass(slots=True, eq=False)
class Paragraph:
    """A paragraph on the pages. Call `settle` once all its lines are in."""

    lines: list[Line]
    frame: Frame
    zone: Zone = Zone.BODY
    table: int = -1
    row: int = -1
    column: int = -1
    span: int = 1
    is_header_row: bool = False
    is_page_number: bool = False
    starts_page: bool = False
    gap_pt: float | None = None
    """What is free above it beyond the usual distance of its lines."""
    is_centred_column: bool = False
    bordered: bool | None = None
    text: str = ""
    note: str = ""
    """The number of the footnote it is."""
    marks: list[str] = field(default_factory=list)
    underlines: Sequence[Stroke] = ()
    _drawn: list[_Drawn] = field(default_factory=list)

    @property
    def page(self) -> int:
        """Where it begins."""
        return self.lines[0].page

    def settle(self) -> Paragraph:
        """Put its text together."""
        parts: list[str] = []
        length = 0
        self._drawn, self.marks = [], []
        for number, line in enumerate(self.lines):
            if number and not _goes_on(parts[-1]):
                parts.append(" ")
                length += 1
            stretched = self.table < 0 and number < len(self.lines) - 1
            for words, word in spelled(line.words, tabs=self.table < 0, stretched=stretched):
                if word is not None:
                    self._drawn.append(_Drawn(length, length + len(words), word, number))
                parts.append(words.replace(_NBSP, " "))
                length += len(words)
            self.marks += [mark.text for mark, _ in line.marks]
        self.text = "".join(parts)
        return self

    def place(self, start: int) -> tuple[int, float]:
        """The page, and the millimetres from its upper edge, of a character."""
        for drawn in self._drawn:
            if drawn.end > start:
                line = self.lines[drawn.line]
                return line.page, line.top
        line = self.lines[-1]
        return line.page, line.top

    def look(self, start: int, end: int) -> Look:
        """How the characters `start` up to `end` look."""
        drawn = [d for d in self._drawn if d.end > start and d.start < end] or self._drawn
        words = [d.word for d in drawn]
        within = sorted({d.line for d in drawn})
        lines = [self.lines[n] for n in within]
        whole = len(within) == len(self.lines)
        known = [w for w in words if w.face.is_known]
        if 2 * len(known) < len(words):
            known = []
        # Where the font is not in the file, nobody knows where its letters end.
        has_edges = whole and all(word.face.is_embedded for word in words)
        align = self._align(lines) if has_edges else None
        shown_edges = whole and align is not Align.CENTRE and not self.bordered
        lead = self._leading(lines)
        size = lines[0].size
        return Look(
            fonts=_shares(known, [w.face.family for w in known]),
            sizes=_shares(words, [w.size for w in words]),
            colours=_shares(words, [w.colour for w in words]),
            bold=_share(known, [w.face.bold for w in known]) if known else None,
            italic=_share(known, [w.face.italic for w in known]) if known else None,
            underlined=_share(words, [self._is_underlined(w) for w in words]),
            align=align,
            first_line_mm=self._first_line(lines) if shown_edges else None,
            left_mm=self._left(lines) if shown_edges else None,
            before_pt=None if self.gap_pt is None or within[0] else round(self.gap_pt, 1),
            line_spacing=None if lead is None else round(lead / (size * _NATURAL), 2),
            lines=len(lines),
            boxes=tuple(_boxes(lines)),
            lines_by_page=tuple(Counter(line.page for line in lines).values()),
            widest_line_mm=max(line.width for line in lines),
            bordered=self.bordered,
        )

    def _align(self, lines: Sequence[Line]) -> Align | None:
        frame = self.frame
        if self.is_page_number:
            return self._align_of_number(lines[0])
        if self.bordered:
            middle = (frame.left + frame.right) / 2
            clear = all(line.left > frame.left + _CELL_CLEAR_MM for line in lines)
            is_centred = all(abs(line.centre - middle) <= _REACHES_MM for line in lines)
            return Align.CENTRE if clear and is_centred else None
        if self.is_centred_column:
            centre = frame.centre
            if centre is None:
                return None
            is_centred = all(abs(line.centre - centre) <= _CENTRED_MM for line in lines)
            return Align.CENTRE if is_centred else None
        centre = (frame.left + frame.right) / 2 if frame.centre is None else frame.centre
        # A full line of a centred paragraph reaches the edges; its last one does not.
        clear = min(lines[0].width, lines[-1].width) < frame.right - frame.left - 2 * _CELL_CLEAR_MM
        if clear and all(abs(line.centre - centre) <= _CENTRED_MM for line in lines):
            indent = lines[0].left - frame.left
            if len(lines) == 1 and any(
                abs(indent - usual) < _REACHES_MM for usual in frame.indents
            ):
                return None
            return Align.CENTRE
        if len(lines) == 1:
            line = lines[0]
            if line.left > centre and abs(line.right - frame.right) <= _REACHES_MM:
                return Align.RIGHT
            return None
        rest = lines[1:]
        if any(line.left - frame.left > _CLEAR_MM for line in rest):
            same = max(line.left for line in rest) - min(line.left for line in rest)
            if same > _REACHES_MM:
                return None
        reach = [abs(line.right - frame.right) <= _REACHES_MM for line in lines[:-1]]
        if all(reach):
            return Align.BOTH
        return Align.LEFT if not any(reach) or reach.count(False) >= 2 else None

    def _align_of_number(self, line: Line) -> Align:
        """In the middle of the text or of the page, or at a side."""
        middles = (self.frame.left + self.frame.right) / 2, self.frame.centre or 0.0
        if any(abs(line.centre - middle) <= _NUMBER_MM for middle in middles):
            return Align.CENTRE
        return Align.RIGHT if line.centre > middles[0] else Align.LEFT

    def _first_line(self, lines: Sequence[Line]) -> float:
        others = min((line.left for line in lines[1:]), default=self.frame.left)
        return round(lines[0].left - others, 1)

    def _left(self, lines: Sequence[Line]) -> float:
        return round(min((line.left for line in lines[1:]), default=self.frame.left)
                     - self.frame.left, 1)  # fmt: skip

    @staticmethod
    def _leading(lines: Sequence[Line]) -> float | None:
        """The distance of its lines in points."""
        steps = [
            (below.baseline - above.baseline) / MM
            for above, below in pairwise(lines)
            if above.page == below.page
        ]
        return sum(steps) / len(steps) if steps else None

    def _is_underlined(self, word: Word) -> bool:
        if not self.underlines:
            return False
        deepest = _UNDERLINE * word.size * MM
        middle = (word.left + word.right) / 2
        return any(
            0 <= stroke.top - word.baseline <= deepest and stroke.left <= middle <= stroke.right
            for stroke in self.underlines
        )


def _goes_on(before: str) -> bool:
    """Whether a word goes on in the next line: "142/QĐ-" and "TTg"."""
    return len(before) > 1 and before.endswith("-") and before[-2].isalnum()


def _shares(words: Sequence[Word], values: Sequence[Kind]) -> dict[Kind, float]:
    if len(set(values)) == 1:
        return {values[0]: 1.0}
    counted: Counter[Kind] = Counter()
    for word, value in zip(words, values, strict=True):
        counted[value] += len(word.text)
    total = counted.total() or 1
    return {value: count / total for value, count in counted.items()}


def _share(words: Sequence[Word], values: Sequence[bool]) -> float:
    return _shares(words, values).get(True, 0.0)


def _boxes(lines: Iterable[Line]) -> Iterable[Box]:
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    for page, own in by_page.items():
        yield Box(
            page,
            round(min(line.left for line in own), 2),
            round(min(line.top for line in own), 2),
            round(max(line.right for line in own), 2),
            round(max(line.bottom for line in own), 2),
        )
