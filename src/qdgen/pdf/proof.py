"""Nothing lost, nothing added: the text of the pages against the text of the document."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.messages import Text, text
from qdgen.pdf.alignment import Place, Row, Stop, Streams, meeting, solid
from qdgen.pdf.reading import PageText

_MOST_FINDINGS = 10
_OPENING = 24
_NOTE_OPENING = 10
_EXCERPT = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that must be on the pages as drawn, with its labels and footnote marks.

    `name` says to a person where it stands ("khoản 3 Điều 2"). Pieces of one table row share
    `row` (not 0, another for each row of the document), those of one cell also `cell`.
    """

    text: str
    name: Text | str
    row: int = 0
    cell: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """The column headings of a table that are drawn again on each page it goes on to.

    The table is the pieces `first` to `last` (included) of its part, and `text` the headings as
    they stand at its beginning.
    """

    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part that begins on a new page: its pieces in order, and what its pages show besides.

    `first_number` is the number of its first page, None where numbers run on; each page shows
    its number at the top, the first one only with `number_on_first_page`.
    """

    pieces: Sequence[Piece]
    first_number: int | None = 1
    number_on_first_page: bool = False
    headings: Sequence[Heading] = ()


@dataclass(frozen=True, slots=True)
class Expected:
    """All that must be on the pages: the parts in order, the footnotes in order, and the stamp
    that a draft bears on every page."""

    parts: Sequence[Part]
    notes: Sequence[Piece] = ()
    stamp: str = ""


def prove(pages: Iterable[PageText], expected: Expected, file: str = "") -> list[Diagnostic]:
    """What is missing from, doubled in or foreign to `pages`; empty when they are as expected.

    Texts are compared in NFC without white space, so that it does not matter how the lines were
    broken. `file` is the PDF's name in the findings; at most ten findings are listed.
    """
    return _Proof(expected, file).run(pages)


@dataclass(frozen=True, slots=True)
class _Repeated:
    words: str
    after: int
    end: int


@dataclass(frozen=True, slots=True)
class _Section:
    part: Part
    end: int
    headings: tuple[_Repeated, ...]


class _Proof:
    def __init__(self, expected: Expected, file: str) -> None:
        self.file = file
        self.findings: list[Diagnostic] = []
        self.stamp = solid(expected.stamp)
        self.pieces = [piece for part in expected.parts for piece in part.pieces]
        self.note_pieces = list(expected.notes)
        texts = [solid(piece.text) for piece in self.pieces]
        notes = [solid(piece.text) for piece in self.note_pieces]
        self.starts = list(itertools.accumulate(map(len, texts), initial=0))
        self.note_starts = list(itertools.accumulate(map(len, notes), initial=0))
        self.streams = Streams("".join(texts), "".join(notes), list(self._rows()))
        self.sections = list(self._sections(expected.parts))

    def _rows(self) -> Iterator[Row]:
        counted = enumerate(self.pieces)
        for row, members in itertools.groupby(counted, key=lambda item: item[1].row):
            if row == 0:
                continue
            ends: dict[int, int] = {}
            first = None
            for index, piece in members:
                first = index if first is None else first
                ends[piece.cell] = self.starts[index + 1]
            if first is not None:
                yield Row(self.starts[first], tuple(ends.values()))

    def _sections(self, parts: Sequence[Part]) -> Iterator[_Section]:
        first = 0
        for part in parts:
            headings = tuple(
                _Repeated(
                    words := solid(heading.text),
                    self.starts[first + heading.first] + len(words),
                    self.starts[first + heading.last + 1],
                )
                for heading in part.headings
            )
            first += len(part.pieces)
            yield _Section(part, self.starts[first], headings)

    def run(self, pages: Iterable[PageText]) -> list[Diagnostic]:
        place = Place(0, 0)
        current = -1
        number = 0
        opening = False
        for page in map(self._unstamped, pages):
            if self._cut_short(page, place, current):
                place = self._report_rest_of(self.sections[current], place)
            ended = current < 0 or (
                place.broken is None and place.body == self.sections[current].end
            )
            if ended and self._opens_next(page, place, current):
                current += 1
                opening = True
                restart = self.sections[current].part.first_number
                number = number + 1 if restart is None else restart
            else:
                opening = False
                number += 1
            if current < 0:
                break
            reached = self._page(page, place, self.sections[current], number, opening)
            if reached is None:
                return self.findings
            place = reached
        self._report_rest(place)
        return self.findings[:_MOST_FINDINGS]

    def _unstamped(self, page: PageText) -> PageText:
        """The page without the stamp above its text. As a frame it is drawn last, after all else;
        set without one it comes first, or after the number."""
        if not self.stamp:
            return page
        words = solid(page.text)
        before = len(words) - len(words.lstrip("0123456789"))
        places = (len(words) - len(self.stamp), 0, before)
        at = next((n for n in places if n >= 0 and words.startswith(self.stamp, n)), None)
        if at is None:
            self._find(
                "pdf-draft-stamp",
                text("page {page} does not bear the stamp of the draft", page=page.number),
            )
            return page
        rest = _without(page.text, at, at + len(self.stamp))
        return replace(page, text=rest)

    def _opens_next(self, page: PageText, place: Place, current: int) -> bool:
        """Whether a page after the end of a part opens the next: it does not only hold notes."""
        rest = solid(page.text).lstrip("0123456789")
        only_notes = current >= 0 and rest and self.streams.notes.startswith(rest, place.notes)
        return current + 1 < len(self.sections) and not only_notes

    def _cut_short(self, page: PageText, place: Place, current: int) -> bool:
        """Whether `page` opens the next part although the current one is not at its end."""
        if current < 0 or place.body == self.sections[current].end:
            return False
        end = self.sections[current].end
        opening = self.streams.body[end : end + _OPENING]
        going_on = self.streams.body[place.body : place.body + _OPENING]
        rest = solid(page.text)
        return bool(opening) and rest.startswith(opening) and not rest.startswith(going_on)

    def _page(
        self, page: PageText, place: Place, section: _Section, number: int, opening: bool
    ) -> Place | None:
        """Read one page; None when reading on makes no sense."""
        words = solid(page.text)
        at = self._furniture(page, words, place, section, number, opening)
        if at == len(words):
            self._find(
                "pdf-page-empty",
                text("page {page} is empty", page=page.number),
                severity=Severity.WARNING,
            )
        while True:
            result = self.streams.read(words, at, place, section.end)
            if isinstance(result, Place):
                return result
            if len(self.findings) >= _MOST_FINDINGS:
                return None
            resumed = self._explain(page, words, result, section)
            if resumed is None:
                return None
            at, place = resumed

    def _furniture(
        self,
        page: PageText,
        words: str,
        place: Place,
        section: _Section,
        number: int,
        opening: bool,
    ) -> int:
        """The index where the page's own text begins, after its number and repeated headings."""
        at = 0
        if not opening or section.part.number_on_first_page:
            if words.startswith(str(number)):
                at = len(str(number))
            else:
                self._find(
                    "pdf-page-number-missing",
                    text(
                        "page {page} does not begin with its page number {number}",
                        page=page.number,
                        number=number,
                    ),
                )
        for heading in section.headings:
            if not heading.after <= place.body < heading.end:
                continue
            if words.startswith(heading.words, at):
                at += len(heading.words)
            else:
                self._find(
                    "pdf-heading-missing",
                    text(
                        "page {page} goes on with a table without its column headings",
                        page=page.number,
                    ),
                )
        return at

    def _explain(
        self, page: PageText, words: str, stop: Stop, section: _Section
    ) -> tuple[int, Place] | None:
        """Report a departure and say where both go on together, None when they never do."""
        if stop.in_notes:
            stream, here, end = self.streams.notes, stop.notes, len(self.streams.notes)
        else:
            stream, here, end = self.streams.body, stop.body, section.end
        at, here, found_at, going_on = self._difference(words, stop, stream, here, end)
        found = _shown(page.text, at, found_at)
        piece, expected = self._excerpt(stop.in_notes, here, going_on)
        if going_on == here and found_at > at:
            extra = words[at:found_at]
            twice = len(extra) > 3 and (
                extra in self.streams.body[:here] or extra in self.streams.notes[: stop.notes]
            )
            if twice:
                message = text(
                    "page {page} repeats “{found}” before {piece}",
                    page=page.number,
                    found=found,
                    piece=piece,
                )
            else:
                message = text(
                    "page {page} has “{found}” before {piece}, which the document has not",
                    page=page.number,
                    found=found,
                    piece=piece,
                )
            self._find("pdf-text-doubled" if twice else "pdf-text-foreign", message)
        elif found_at == at:
            self._find(
                "pdf-text-missing",
                text(
                    "page {page} lacks “{expected}” of {piece}",
                    page=page.number,
                    expected=expected,
                    piece=piece,
                ),
            )
        else:
            self._find(
                "pdf-text-differs",
                text(
                    "page {page}, {piece}: expected “{expected}”, found “{found}”",
                    page=page.number,
                    piece=piece,
                    expected=expected,
                    found=found,
                ),
            )
        if found_at == len(words) and going_on == end:
            return None
        if stop.in_notes:
            return found_at, Place(stop.body, going_on)
        return found_at, Place(going_on, stop.notes)

    def _difference(
        self, words: str, stop: Stop, stream: str, here: int, end: int
    ) -> tuple[int, int, int, int]:
        """The stretch of the page and that of the stream (starts, then ends) that do not match."""
        at = stop.page
        starts = self.note_starts if stop.in_notes else self.starts
        found_at, going_on = meeting(words, at, stream, here, end)
        if found_at == len(words) and not stop.in_notes:
            opening = self.streams.notes[stop.notes : stop.notes + _NOTE_OPENING]
            notes_at = words.find(opening, at) if opening else -1
            piece_end = min(starts[bisect_right(starts, here)], end) if here < end else end
            if notes_at > at or (notes_at == at and piece_end > here):
                return at, here, notes_at, piece_end
        # An insertion or omission may as well be said to begin where a piece begins, when the
        # letters before it are also its last letters.
        if found_at == at or going_on == here:
            text_of, first, last = (
                (words, at, found_at) if going_on == here else (stream, here, going_on)
            )
            back = here - starts[bisect_right(starts, here) - 1]
            if 0 < back <= min(first, last - first) and (
                text_of[first - back : first] == text_of[last - back : last]
            ):
                return at - back, here - back, found_at - back, going_on - back
        return at, here, found_at, going_on

    def _excerpt(self, in_notes: bool, start: int, end: int) -> tuple[Text | str, str]:
        """The name of the piece at `start` of a stream, and its words up to `end`."""
        pieces, starts = (
            (self.note_pieces, self.note_starts) if in_notes else (self.pieces, self.starts)
        )
        if start >= starts[-1]:
            return text("the end"), ""
        index = bisect_right(starts, start) - 1
        within = start - starts[index]
        stop = min(max(end, start + 1), starts[index + 1]) - starts[index]
        return pieces[index].name, _shown(pieces[index].text, within, stop)

    def _report_rest_of(self, section: _Section, place: Place) -> Place:
        """Name what the pages lack at the end of a part, and go on behind it."""
        self._report_lacking(False, _next_unseen(place), section.end)
        return Place(section.end, place.notes)

    def _report_rest(self, place: Place) -> None:
        """Name what never came."""
        self._report_lacking(False, _next_unseen(place), self.starts[-1])
        self._report_lacking(True, place.notes, self.note_starts[-1])

    def _report_lacking(self, in_notes: bool, here: int, end: int) -> None:
        starts = self.note_starts if in_notes else self.starts
        while here < end and len(self.findings) < _MOST_FINDINGS:
            next_piece = starts[bisect_right(starts, here)]
            piece, expected = self._excerpt(in_notes, here, next_piece)
            self._find(
                "pdf-text-missing",
                text("the pages lack “{expected}” of {piece}", expected=expected, piece=piece),
            )
            here = next_piece

    def _find(self, code: str, message: Text, severity: Severity = Severity.ERROR) -> None:
        hint = text("the PDF must hold the document's text exactly; report this with the dossier")
        self.findings.append(Diagnostic(code, message, Location(self.file), hint, "", severity))


def _next_unseen(place: Place) -> int:
    if place.broken is None:
        return place.body
    row, seen = place.broken.row, place.broken.seen
    cells = zip(row.cells(), seen, strict=True)
    return next((start + taken for (start, end), taken in cells if start + taken < end), row.end)


def _without(original: str, start: int, end: int) -> str:
    """A text without its characters `start` to `end` (not counting white space)."""
    count = 0
    kept: list[str] = []
    for letter in original:
        counted = bool(solid(letter))
        if not (counted and start <= count < end):
            kept.append(letter)
        count += counted
    return "".join(kept)


def _shown(original: str, start: int, end: int) -> str:
    """Characters `start` to `end` (not counting white space) of a text, as it is written."""
    count = 0
    kept: list[str] = []
    for letter in original:
        counted = bool(solid(letter))
        if count >= end:
            break
        if count >= start and (counted or kept):
            kept.append(letter if counted else " ")
        count += counted
        if len(kept) > _EXCERPT:
            return "".join(kept).strip() + "…"
    return "".join(kept).strip()
