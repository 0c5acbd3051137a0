"""Stretches of raw paragraphs, and the pieces made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qdgen.check.elements import Element
from qdgen.check.look import Look
from qdgen.check.paper import Located, Piece, Spot
from qdgen.check.raw import RawParagraph

_BLANK = " \t\n\f\r\v"
_LINE = re.compile(r"[^\n\f]+")


@dataclass(slots=True, eq=False)
class Segment:
    """The characters `start` up to `end` of the raw paragraph with the index `index`."""

    raw: RawParagraph
    index: int
    start: int
    end: int

    @property
    def text(self) -> str:
        """Its characters."""
        return self.raw.text[self.start : self.end]

    def part(self, start: int, end: int) -> Segment:
        """The segment from `start` to `end` of this one's text, without blanks around it."""
        return segment(self.raw, self.index, self.start + start, self.start + end)

    def lines(self) -> list[Segment]:
        """A segment a line; lines of blanks are left out."""
        found = [self.part(m.start(), m.end()) for m in _LINE.finditer(self.text)]
        return [line for line in found if line.text]


def segment(raw: RawParagraph, index: int, start: int = 0, end: int | None = None) -> Segment:
    """A segment without the blanks around it."""
    end = len(raw.text) if end is None else end
    words = raw.text
    while start < end and words[start] in _BLANK:
        start += 1
    while end > start and words[end - 1] in _BLANK:
        end -= 1
    return Segment(raw, index, start, end)


@dataclass(frozen=True, slots=True)
class _ShiftedSpot:
    spot: Spot
    shift: int

    def located(self, start: int, end: int) -> Located:
        return self.spot.located(start + self.shift, end + self.shift)

    def is_generated(self, start: int, end: int) -> bool:
        return self.spot.is_generated(start + self.shift, end + self.shift)


@dataclass(frozen=True, slots=True)
class _JoinedSpot:
    """Several stretches, each with where it begins in the joined text."""

    spots: tuple[tuple[int, int, Spot], ...]

    def _of(self, start: int) -> tuple[int, int, Spot]:
        return next((s for s in reversed(self.spots) if s[0] <= start), self.spots[0])

    def located(self, start: int, end: int) -> Located:
        begin, length, spot = self._of(start)
        return spot.located(start - begin, min(end - begin, length))

    def is_generated(self, start: int, end: int) -> bool:
        begin, length, spot = self._of(start)
        return spot.is_generated(start - begin, min(end - begin, length))


def piece_of(
    element: Element, segments: Sequence[Segment], label: str = "", label_at: Segment | None = None
) -> Piece:
    """The piece that `segments` make up, a line each. `label_at` is where its label is typed."""
    first = segments[0]
    if len(segments) == 1:
        spot: Spot = _spot(first)
        text, look = first.text, _look(first)
    else:
        spots: list[tuple[int, int, Spot]] = []
        at = 0
        for one in segments:
            spots.append((at, len(one.text), _spot(one)))
            at += len(one.text) + 1
        spot, text = _JoinedSpot(tuple(spots)), "\n".join(one.text for one in segments)
        look = _joined([(one.text, _look(one)) for one in segments])
    raw = first.raw
    if look is not None and label_at is not None:
        look = _with_typed_label(look, _look(label_at))
    return Piece(
        element,
        text,
        spot,
        label=label,
        anchor=raw.anchor,
        row=raw.row if raw.table >= 0 else -1,
        column=raw.column if raw.table >= 0 else -1,
        look=look,
        label_is_typed=label_at is not None,
        blanks=_blanks(label_at or first),
        starts_page=raw.starts_page,
    )


def _blanks(one: Segment) -> str:
    """The blanks between the beginning of its line and itself."""
    before = one.raw.text[: one.start].rpartition("\n")[2]
    return "" if before.strip(_BLANK) else before


def _spot(one: Segment) -> Spot:
    return _ShiftedSpot(one.raw.spot, one.start) if one.start else one.raw.spot


def _look(one: Segment) -> Look | None:
    return None if one.raw.shown is None else one.raw.shown.look(one.start, one.end)


def _with_typed_label(look: Look, label: Look | None) -> Look:
    if label is None:
        return look
    return replace(
        look,
        label_bold=None if label.bold is None else label.bold > 0.5,
        label_italic=None if label.italic is None else label.italic > 0.5,
        label_font=max(label.fonts, key=label.fonts.__getitem__, default=None),
        label_size=max(label.sizes, key=label.sizes.__getitem__, default=None),
    )


def _joined(looks: Sequence[tuple[str, Look | None]]) -> Look | None:
    known = [(len(text), look) for text, look in looks if look is not None]
    if not known:
        return None
    total = sum(weight for weight, _ in known) or 1
    first, last = known[0][1], known[-1][1]

    def share(values: Iterable[float | None]) -> float | None:
        found = list(values)
        if any(value is None for value in found):
            return None
        pairs = zip(known, found, strict=True)
        return sum(weight * (value or 0.0) for (weight, _), value in pairs) / total

    fonts: dict[str, float] = {}
    sizes: dict[float, float] = {}
    colours: dict[str, float] = {}
    for weight, look in known:
        for name, part in look.fonts.items():
            fonts[name] = fonts.get(name, 0.0) + weight * part / total
        for size, part in look.sizes.items():
            sizes[size] = sizes.get(size, 0.0) + weight * part / total
        for colour, part in look.colours.items():
            colours[colour] = colours.get(colour, 0.0) + weight * part / total
    widths = [look.widest_line_mm for _, look in known if look.widest_line_mm is not None]
    counts = [look.lines for _, look in known]
    return replace(
        first,
        fonts=fonts,
        sizes=sizes,
        colours=colours,
        bold=share(look.bold for _, look in known),
        italic=share(look.italic for _, look in known),
        underlined=share(look.underlined for _, look in known),
        after_pt=last.after_pt,
        keep_next=last.keep_next,
        lines=None if None in counts else sum(count or 0 for count in counts),
        boxes=tuple(box for _, look in known for box in look.boxes),
        widest_line_mm=max(widths, default=None),
    )
