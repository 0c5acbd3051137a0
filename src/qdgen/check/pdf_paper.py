"""Any PDF as a paper: by what is really on its pages, whoever made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from qdgen.check.elements import Element
from qdgen.check.identify import Identified, identify
from qdgen.check.look import DrawnLine, LineKind, Sheet
from qdgen.check.pages.assemble import Assembled, Assembler
from qdgen.check.pages.blocks import PageBlocks, take_apart
from qdgen.check.pages.faults import printed_of
from qdgen.check.pages.lines import Line
from qdgen.check.pages.paragraphs import Paragraph
from qdgen.check.pages.tables import MOST_STROKES, Grid
from qdgen.check.paper import Chosen, Located, Medium, Paper, Piece
from qdgen.check.raw import RawParagraph, Zone
from qdgen.check.registers import Registers
from qdgen.check.text.dates import find_dates
from qdgen.diagnostics import Location
from qdgen.messages import Text, text
from qdgen.pdf.drawings import Stroke
from qdgen.pdf.layout import MOST_PAGES, PageLayout, open_pdf, page_layouts

_NEAREST_MM = 9.0
_UNDERLINE_MM = 1.15
_SHORTEST_MM = 6.0
_SCANNED = 0.5
_EXCERPT = 60
_TOO_SHORT = 10


def read_pdf(
    path: Path,
    shown_as: str,
    registers: Registers | None = None,
    chosen: Chosen | None = None,
) -> Paper:
    """The paper a PDF is. Raises ConversionError when it cannot be opened: no PDF, damaged,
    encrypted. What cannot be made out is said in its `unknown`; a scan has no pieces at all."""
    document = open_pdf(path, shown_as)
    try:
        total = len(document)
        layouts = list(page_layouts(document))
    finally:
        document.close()
    unknown = list(_not_read(layouts, total))
    sheets_only = not any(layout.words for layout in layouts)
    is_recognised = _is_recognised(layouts)
    pages = [take_apart(layout) for layout in layouts]
    assembled = Assembler(pages).read()
    spots = [PageSpot(paragraph, shown_as) for paragraph in assembled.paragraphs]
    raws = [
        _raw(paragraph, spot, with_look=not is_recognised)
        for paragraph, spot in zip(assembled.paragraphs, spots, strict=True)
    ]
    found = identify(raws, numbers_are_native=False)
    _tables_by_pages(found, assembled)
    day = _day(found.pieces)
    return Paper(
        medium=Medium.PDF,
        name=shown_as,
        pieces=found.pieces,
        parts=found.parts,
        tables=found.tables,
        registers=registers or Registers(),
        day=day,
        year=day.year if day else None,
        lines=() if sheets_only else _drawn_lines(pages, assembled, found),
        sheets=_sheets(pages, assembled, found),
        chosen=chosen or Chosen(),
        unknown=unknown,
        unread=unknown[0] if sheets_only and unknown else None,
    )


@dataclass(frozen=True, slots=True)
class PageSpot:
    """Characters on pages."""

    paragraph: Paragraph
    file: str

    def located(self, start: int, end: int) -> Located:
        """The page, how far down, and the words."""
        words = self.paragraph.text
        page, down = self.paragraph.place(start)
        first, last = _around(words, start, max(end, start + 1))
        excerpt = " ".join(words[first:last].split()) or words
        if len(excerpt) > _EXCERPT:
            excerpt = excerpt[: _EXCERPT - 1].rstrip() + "…"
        where = text(
            "page {page}, {mm} mm from the top: “{words}”",
            page=page,
            mm=max(0, round(down)),
            words=excerpt,
        )
        return Located(Location(self.file), where, words, (start, end))

    def is_generated(self, _start: int, _end: int) -> bool:
        """A PDF does not show what was generated."""
        return False


def _around(words: str, start: int, end: int) -> tuple[int, int]:
    """A place of a few characters with the words around it, by which it can be found."""
    if end - start >= _TOO_SHORT:
        return start, end
    first = words.rfind(" ", 0, max(0, start - _TOO_SHORT)) + 1
    last = words.find(" ", min(len(words), end + 2 * _TOO_SHORT))
    return first, last if last >= 0 else len(words)


def _raw(paragraph: Paragraph, spot: PageSpot, *, with_look: bool) -> RawParagraph:
    return RawParagraph(
        paragraph.text,
        spot,
        shown=paragraph if with_look else None,
        zone=paragraph.zone,
        table=paragraph.table,
        row=paragraph.row,
        column=paragraph.column,
        span=paragraph.span,
        is_header_row=paragraph.is_header_row,
        is_page_number=paragraph.is_page_number,
        starts_page=paragraph.starts_page,
        sheet=paragraph.page - 1,
    )


# --- what could not be read ----------------------------------------------------------------


def _not_read(layouts: Sequence[PageLayout], total: int) -> list[Text]:
    found = []
    if not any(layout.words for layout in layouts):
        pictures = any(layout.pictures for layout in layouts)
        found.append(
            text("its pages are pictures (a scan) without text")
            if pictures
            else text("there is no text on its pages")
        )
    elif _is_recognised(layouts):
        found.append(
            text("its pages are pictures with recognised text: how they look cannot be judged")
        )
    if total > MOST_PAGES:
        found.append(text("only the first {count} pages were read", count=MOST_PAGES))
    cut = [layout.number for layout in layouts if layout.cut]
    if cut:
        found.append(
            text(
                "page {pages} could not be read in full",
                pages=", ".join(map(str, cut[:5])) + (" …" if len(cut) > 5 else ""),
            )
        )
    crowded = [layout.number for layout in layouts if len(layout.strokes) > MOST_STROKES]
    if crowded:
        found.append(text("page {page} has too many lines to make out its tables", page=crowded[0]))
    return found


def _is_recognised(layouts: Sequence[PageLayout]) -> bool:
    with_words = [layout for layout in layouts if layout.words]
    hidden = [layout for layout in with_words if layout.hidden_share > _SCANNED]
    return bool(hidden) and len(hidden) * 2 > len(with_words)


# --- tables, lines, sheets ----------------------------------------------------------------


def _tables_by_pages(found: Identified, assembled: Assembled) -> None:
    """Whether the headings of each table stand again on each page it goes on to."""
    raw_tables = _raw_tables(found, assembled)
    for index, table in enumerate(found.tables):
        number = raw_tables.get(index)
        if number is not None:
            table.repeats_headings = assembled.repeats.get(number)
            places = {row.first.row: n for n, row in enumerate(table.rows) if row.first}
            table.split_rows = tuple(
                (places[row], page)
                for own, row, page in assembled.split_rows
                if own == number and row in places
            )
            table.headings_missing_on = tuple(
                page for own, page in assembled.continued_without_heading if own == number
            )


def _raw_tables(found: Identified, assembled: Assembled) -> dict[int, int]:
    """For each table found, which of the tables on the pages it is."""
    of_piece = {
        id(piece): assembled.paragraphs[index].table
        for piece, index in zip(found.pieces, found.raw_of, strict=True)
        if index >= 0
    }
    numbers: dict[int, int] = {}
    for index, table in enumerate(found.tables):
        for row in table.rows:
            if row.first is not None and id(row.first) in of_piece:
                numbers[index] = of_piece[id(row.first)]
                break
    return numbers


def _drawn_lines(
    pages: Sequence[PageBlocks], assembled: Assembled, found: Identified
) -> list[DrawnLine]:
    """The horizontal lines below texts."""
    by_page: dict[int, list[tuple[Line, int]]] = {}
    for number, index in enumerate(found.raw_of):
        paragraph = assembled.paragraphs[index]
        if paragraph.zone is Zone.BODY and not paragraph.bordered:
            for line in paragraph.lines:
                by_page.setdefault(line.page, []).append((line, number))
    drawn: list[DrawnLine] = []
    taken: set[tuple[int, LineKind]] = set()
    for page in pages:
        lines = by_page.get(page.layout.number, [])
        for stroke in page.rules:
            if stroke.right - stroke.left < _SHORTEST_MM:
                continue
            found_line = _line_below(stroke, lines, assembled, found)
            if found_line is None:
                continue
            key = found_line.below, found_line.kind
            if found_line.kind is LineKind.DRAWN or key not in taken:
                taken.add(key)
                drawn.append(found_line)
    for typed in assembled.typed_rules:
        stroke = Stroke(typed.left, typed.baseline, typed.right, typed.baseline, True)
        lines = by_page.get(typed.page, [])
        found_line = _line_below(stroke, lines, assembled, found, is_typed=True)
        if found_line is not None:
            drawn.append(found_line)
    return drawn


def _line_below(
    stroke: Stroke,
    lines: Sequence[tuple[Line, int]],
    assembled: Assembled,
    found: Identified,
    *,
    is_typed: bool = False,
) -> DrawnLine | None:
    height = (stroke.top + stroke.bottom) / 2
    above = [
        (height - line.baseline, line, piece)
        for line, piece in lines
        if -0.2 < height - line.baseline < _NEAREST_MM
        and line.left < stroke.right
        and line.right > stroke.left
    ]
    if not above:
        return None
    distance, _, piece = min(above, key=lambda each: each[0])
    paragraph = assembled.paragraphs[found.raw_of[piece]]
    longest = max(paragraph.lines, key=lambda one: one.width)
    kind = LineKind.DRAWN
    if is_typed:
        kind = LineKind.CHARACTERS
    elif distance < _UNDERLINE_MM:
        kind = LineKind.UNDERLINE
    return DrawnLine(
        below=piece,
        kind=kind,
        length_mm=round(stroke.right - stroke.left, 2),
        text_mm=round(longest.width, 2),
        is_solid=stroke.is_solid,
        off_centre_mm=round(abs((stroke.left + stroke.right) / 2 - longest.centre), 2),
    )


def _sheets(pages: Sequence[PageBlocks], assembled: Assembled, found: Identified) -> list[Sheet]:
    parts: dict[int, int] = {}
    for piece, index in zip(found.pieces, found.raw_of, strict=True):
        paragraph = assembled.paragraphs[index]
        if paragraph.zone is Zone.BODY:
            for line in paragraph.lines:
                parts.setdefault(line.page, piece.part)
    sheets = []
    part = 0
    for page in pages:
        layout = page.layout
        part = parts.get(layout.number, part)
        sheets.append(_sheet(page, part))
    return sheets


def _sheet(page: PageBlocks, part: int) -> Sheet:
    layout = page.layout
    tables = [block for block in page.flow if isinstance(block, Grid)]
    number = page.number
    own = {id(word) for word in number.words} if number else set()
    words = [word for word in layout.words if id(word) not in own]
    edges = [(word.left, word.right) for word in words]
    has_edges = bool(edges) and all(word.face.is_embedded for word in words)
    lines = [*page.lines, *page.notes]
    tops = [*(line.top for line in lines), *(table.top for table in tables)]
    bottoms = [*(line.bottom for line in lines), *(table.bottom for table in tables)]
    # Words in the last column end where they will; the table itself ends at the margin.
    rights = [r for _, r in edges] + [table.columns[-1] for table in tables]
    text_width = max((r for _, r in edges), default=0.0) - min((le for le, _ in edges), default=0.0)
    above = "header" if page.number_is_above else "footer"
    return Sheet(
        round(layout.width, 1),
        round(layout.height, 1),
        top=round(min(tops), 1) if tops else None,
        bottom=round(layout.height - max(bottoms), 1) if bottoms else None,
        left=round(min(le for le, _ in edges), 1) if edges else None,
        right=round(layout.width - max(rights), 1) if has_edges else None,
        part=part,
        page=layout.number,
        number_shown=page.number_shown,
        has_wide_table=any(t.columns[-1] - t.columns[0] > 0.6 * text_width for t in tables),
        is_empty=page.is_empty,
        number_place="" if number is None else above,
        printed=printed_of(layout),
    )


def _day(pieces: Sequence[Piece]) -> date | None:
    for piece in pieces:
        if piece.element is Element.PLACE_DATE:
            return next((found.first for found in find_dates(piece.text) if found.day_text), None)
    return None
