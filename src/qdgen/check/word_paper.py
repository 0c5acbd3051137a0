"""Any Word file as a paper: read with its looks, its paragraphs known for what they are."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qdgen.check.elements import TABLE, Element
from qdgen.check.identify import Identified, identify
from qdgen.check.look import Sheet
from qdgen.check.paper import Chosen, Medium, Paper
from qdgen.check.raw import RawParagraph, Zone
from qdgen.check.registers import Registers
from qdgen.check.text.dates import find_dates
from qdgen.check.word_lines import drawn_lines
from qdgen.check.word_looks import WordShown
from qdgen.check.word_spots import Within, WordSpot
from qdgen.word.looks.model import LookedDocument, LookedSection, Placed, Recorded
from qdgen.word.looks.reading import read_looks
from qdgen.word.properties import PRESENTATION, parse_presentation
from qdgen.word.reader.model import Change

_NEW_PAGE = frozenset({"nextPage", "oddPage", "evenPage"})
_YEAR = re.compile(r"\bnăm\s+(\d{4})\b|[/.-](\d{4})\b")
_UNSEEN_PT = 6.0
"""A blank line that is not higher than this is no blank line to the eye."""
_FEW_ROWS = 12
"""The tables of a head or a foot have no more rows."""


def read_word(
    source: Path | Mapping[str, bytes],
    shown_as: str,
    registers: Registers | None = None,
    chosen: Chosen | None = None,
) -> Paper:
    """The paper of a DOCX, a file or its parts, whoever made it.

    `registers` are those beside its dossier, `chosen` what the dossier chose; a file that was
    built here knows that by itself.

    Raises UnreadableFileError for a file that is damaged, hostile, encrypted or no DOCX, and
    OutputError where it cannot be opened.
    """
    document = read_looks(source)
    reader = _WordReader(document, shown_as)
    return reader.paper(registers or Registers(), chosen)


@dataclass(slots=True)
class _Held:
    """What came before a paragraph whose mark was deleted, and now stands at the next one's
    start."""

    recorded: list[Recorded] = field(default_factory=list)
    starts_page: bool = False


class _WordReader:
    def __init__(self, document: LookedDocument, shown_as: str) -> None:
        self._document = document
        self._shown_as = shown_as
        self._raws: list[RawParagraph] = []
        self._recorded: list[Recorded] = []
        self._notes = 0

    def paper(self, registers: Registers, chosen: Chosen | None) -> Paper:
        self._body()
        self._page_words()
        found = identify(self._raws, numbers_are_native=True)
        self._name_places(found)
        self._judge_tables(found)
        day_line = next((p for p in found.pieces if p.element is Element.PLACE_DATE), None)
        dates = [] if day_line is None else [*find_dates(day_line.text)]
        day = dates[0].first if dates else None
        year = day.year if day else _year("" if day_line is None else day_line.text)
        return Paper(
            medium=Medium.WORD,
            name=self._shown_as,
            pieces=found.pieces,
            parts=found.parts,
            tables=found.tables,
            registers=registers,
            day=day,
            year=year,
            lines=drawn_lines(found, self._raws, self._recorded),
            sheets=self._sheets(found),
            chosen=chosen or _chosen(self._document),
        )

    # --- paragraphs ------------------------------------------------------------------------------

    def _body(self) -> None:
        held = _Held()
        body = [placed for placed in self._document.body if not placed.is_deleted]
        for nth, placed in enumerate(body):
            recorded = placed.recorded
            if recorded.paragraph.mark_change is Change.DELETED:
                if recorded.text:
                    held.recorded.append(recorded)
                held.starts_page |= placed.starts_page
                continue
            if held.recorded:
                recorded = _joined([*held.recorded, recorded])
            raw = self._raw(recorded, Zone.BODY)
            self._place(raw, placed)
            raw.starts_page |= held.starts_page
            # A page that begins with a paragraph without words begins with the next one as well.
            held = _Held(starts_page=raw.starts_page and not raw.text.strip())
            before = body[nth - 1] if nth else None
            after = body[nth + 1] if nth + 1 < len(body) else None
            raw.is_kept = _is_kept(recorded, placed, before, after)
            in_long_table = placed.table >= 0 and placed.row >= _FEW_ROWS
            spacing = _spacing(placed, before, after)
            raw.shown = WordShown(recorded, *spacing, reckons_lines=not in_long_table)
            self._add(raw, recorded)
            for note, paragraphs in placed.notes:
                self._notes += 1
                for one in paragraphs:
                    if one.text.strip():
                        self._note(one, note.number or self._notes)
        if held.recorded:
            recorded = _joined(held.recorded)
            self._add(self._raw(recorded, Zone.BODY), recorded)

    def _raw(self, recorded: Recorded, zone: Zone) -> RawParagraph:
        words = recorded.text.replace("\f", "\n")
        anchors = recorded.paragraph.anchors
        return RawParagraph(
            words,
            WordSpot(self._shown_as, words),
            WordShown(recorded, recorded.look.before, recorded.look.after),
            label=recorded.paragraph.label,
            zone=zone,
            anchor=anchors[0] if anchors else None,
            style=recorded.paragraph.style,
        )

    @staticmethod
    def _place(raw: RawParagraph, placed: Placed) -> None:
        raw.table, raw.row = placed.table, placed.row
        raw.column, raw.span = placed.column, placed.span
        raw.is_header_row, raw.is_continued = placed.is_header_row, placed.is_continued
        raw.in_text_box, raw.starts_page = placed.in_text_box, placed.starts_page
        raw.sheet = placed.section

    def _note(self, recorded: Recorded, number: int) -> None:
        raw = self._raw(recorded, Zone.NOTE)
        raw.spot = WordSpot(self._shown_as, raw.text, Within.NOTE, number)
        self._add(raw, recorded)

    def _add(self, raw: RawParagraph, recorded: Recorded) -> None:
        self._raws.append(raw)
        self._recorded.append(recorded)

    def _page_words(self) -> None:
        seen: set[int] = set()
        for number, section in enumerate(self._document.sections):
            for words in section.words:
                for recorded in words.paragraphs:
                    if id(recorded) in seen:
                        continue
                    seen.add(id(recorded))
                    zone = Zone.FOOTER if words.in_footer else Zone.HEADER
                    raw = self._raw(recorded, zone)
                    within = Within.FOOTER if words.in_footer else Within.HEADER
                    raw.spot = WordSpot(self._shown_as, raw.text, within)
                    raw.is_page_number = recorded.holds_page_number
                    raw.sheet = number
                    self._add(raw, recorded)

    # --- what was found --------------------------------------------------------------------------

    def _name_places(self, found: Identified) -> None:
        """Tell each place so that a clerk finds it: tables and paragraphs are counted."""
        table_of = {table: n for n, table in enumerate(found.table_of, 1)}
        in_table = {
            raw: piece
            for raw, piece in zip(found.raw_of, found.pieces, strict=True)
            if piece.element in TABLE
        }
        nth = 0
        for index, raw in enumerate(self._raws):
            spot = raw.spot
            if not isinstance(spot, WordSpot) or raw.zone is not Zone.BODY:
                continue
            piece = in_table.get(index)
            if piece is not None and raw.table in table_of:
                spot.within, spot.nth = Within.TABLE, table_of[raw.table]
                spot.row, spot.column = piece.row + 1, piece.column + 1
            else:
                nth += bool(raw.text.strip())
                spot.nth = nth

    def _judge_tables(self, found: Identified) -> None:
        for number, table in zip(found.table_of, found.tables, strict=True):
            look = self._document.tables.get(number)
            if look is not None:
                table.rows_may_split = look.rows_may_split

    def _sheets(self, found: Identified) -> list[Sheet]:
        part_of: dict[int, int] = {}
        wide: set[int] = set()
        full: set[int] = set()
        for index, piece in zip(found.raw_of, found.pieces, strict=True):
            raw = self._raws[index]
            if raw.zone is not Zone.BODY:
                continue
            if piece.element in TABLE:
                wide.add(raw.sheet)
            if piece.text.strip():
                part_of.setdefault(raw.sheet, piece.part)
                full.add(raw.sheet)
        sheets = []
        part = 0
        for number, section in enumerate(self._document.sections):
            part = part_of.get(number, part)
            sheets.append(
                replace(
                    _sheet(section),
                    part=part,
                    has_wide_table=number in wide,
                    is_empty=number not in full,
                )
            )
        return sheets


def _sheet(section: LookedSection) -> Sheet:
    setup = section.setup
    numbered = {
        (words.in_footer, words.which)
        for words in section.words
        if any(recorded.holds_page_number for recorded in words.paragraphs)
    }
    place = ""
    for in_footer, name in ((True, "footer"), (False, "header")):
        if (in_footer, "default") in numbered:
            place = name
    first = {in_footer for in_footer, which in numbered if which == "first"}
    return Sheet(
        round(setup.width, 1),
        round(setup.height, 1),
        round(abs(setup.top), 1),
        round(abs(setup.bottom), 1),
        round(setup.left + setup.gutter, 1),
        round(setup.right, 1),
        first_page_differs=setup.has_title_page,
        restarts_at=setup.page_start,
        number_format=setup.page_format,
        starts_new_page=setup.start in _NEW_PAGE,
        number_place=place,
        first_number_shown=bool(first) if setup.has_title_page else bool(place),
    )


def _is_kept(
    recorded: Recorded, placed: Placed, before: Placed | None, after: Placed | None
) -> bool:
    """Whether a paragraph without words is no blank line: it holds something, cannot be seen, or
    must stand between two tables or after the last."""
    if recorded.has_drawing or recorded.ends_section or "\f" in recorded.text:
        return True
    height = recorded.look.line_height
    if (height is not None and height <= _UNSEEN_PT) or recorded.mark_look.size <= _UNSEEN_PT / 2:
        return True
    after_table = placed.table < 0 and before is not None and before.table >= 0
    return after_table and (after is None or after.table >= 0)


def _spacing(placed: Placed, before: Placed | None, after: Placed | None) -> tuple[float, float]:
    """The spacing above and below; contextual spacing leaves it out between paragraphs of one
    style (§17.3.1.9)."""
    recorded = placed.recorded
    above, below = recorded.look.before, recorded.look.after
    if recorded.look.contextual:
        if before is not None and _are_alike(placed, before):
            above = 0.0
        if after is not None and _are_alike(placed, after):
            below = 0.0
    return round(above, 2), round(below, 2)


def _are_alike(one: Placed, other: Placed) -> bool:
    return one.recorded.style == other.recorded.style and (one.table, one.row, one.column) == (
        other.table,
        other.row,
        other.column,
    )


def _joined(several: Sequence[Recorded]) -> Recorded:
    """Paragraphs that became one when the marks between them were deleted: the last's."""
    words: list[str] = []
    runs = []
    at = 0
    for one in several:
        words.append(one.text)
        runs += [(first + at, last + at, look) for first, last, look in one.runs]
        at += len(one.text)
    last = several[-1]
    return replace(
        last,
        text="".join(words),
        runs=runs,
        lines=[line for one in several for line in one.lines],
        has_drawing=any(one.has_drawing for one in several),
    )


def _year(words: str) -> int | None:
    found = _YEAR.search(words)
    return int(found[1] or found[2]) if found else None


def _chosen(document: LookedDocument) -> Chosen:
    """What the dossier of a file built here chose."""
    names = parse_presentation(document.custom.get(PRESENTATION, ""))
    return Chosen(
        pages_run_on=names.get("so_trang") == "liên tục",
        first_annex_page_shown=names.get("so_trang_dau_phu_luc") == "hiện",
        annex_title_upper=names.get("ten_phu_luc") != "chữ thường",
        attached_title_upper=names.get("ten_kem_theo") == "chữ hoa",
    )
