"""The workbook of an annex that people fill in, and what it was made from, kept in it unseen."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from qdgen.check.columns import columns_of_headings
from qdgen.errors import RefusedError
from qdgen.messages import text
from qdgen.reuse.annex_cells import written_words
from qdgen.reuse.annex_merge import FilledRow
from qdgen.reuse.annex_table import HEADING, AnnexTable, TableColumn, TableRow
from qdgen.workbooks.reading import Sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

BASE = "_qdgen"
"""The sheet, hidden, that keeps what the workbook was made from."""
UNITS = "_don_vi"
"""The sheet, hidden, that keeps the names of the units to choose from."""
ID_HEADING, LABEL_HEADING = "Mã", "STT"

_FIRST = 3
"""The first column with words of the annex: the id and the number stand before it."""
_VERSION = "1"
_LONGEST_TITLE = 31
_FORBIDDEN = re.compile(r"[\\/*?:\[\]]")
_CHARACTERS_A_CM = 5.0
_TIME_WORDS = ("20", "quý", "tháng", "thường xuyên", "hằng", "hàng")


def book_of(table: AnnexTable, rows: Sequence[TableRow], units: Sequence[str]) -> Workbook:
    """A workbook with `rows` of `table`, all cells text; `units` are to be chosen from where units
    are named."""
    from openpyxl import Workbook

    book = Workbook()
    sheet: Any = book.active
    sheet.title = sheet_title(table)
    _fill(sheet, table, rows)
    _choices(book, sheet, table, rows, units)
    _keep_base(book, table, rows)
    return book


def sheet_title(table: AnnexTable) -> str:
    """What the sheet of words is called."""
    return _FORBIDDEN.sub(" ", table.annex)[:_LONGEST_TITLE]


def _fill(sheet: Worksheet, table: AnnexTable, rows: Sequence[TableRow]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter

    wrap = Alignment(wrap_text=True, vertical="top")
    right = Alignment(wrap_text=True, vertical="top", horizontal="right")
    bold, open_cell = Font(bold=True), Protection(locked=False)
    grey = PatternFill("solid", fgColor="EEEEEE")
    headings = [ID_HEADING, LABEL_HEADING, *(column.heading for column in table.columns)]
    for nth, heading in enumerate(headings, 1):
        cell = put_text(sheet, 1, nth, heading)
        cell.font, cell.fill = bold, grey
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for number, row in enumerate(rows, 2):
        put_text(sheet, number, 1, row.id)
        put_text(sheet, number, 2, table.labels.get(row.id, "")).alignment = wrap
        for nth, column in enumerate(table.columns, _FIRST):
            key = HEADING if row.is_heading and nth == _FIRST else column.key
            cell = put_text(sheet, number, nth, row.words.get(key, ""))
            cell.alignment = right if column.holds_figures else wrap
            if row.is_heading:
                cell.font, cell.fill = bold, grey
            if not row.is_heading or nth == _FIRST:
                cell.protection = open_cell
    sheet.column_dimensions["A"].hidden = True
    sheet.column_dimensions["B"].width = 7
    for nth, column in enumerate(table.columns, _FIRST):
        letter = get_column_letter(nth)
        sheet.column_dimensions[letter].width = max(8.0, column.width_cm * _CHARACTERS_A_CM)
    sheet.freeze_panes = sheet.cell(2, _FIRST).coordinate
    sheet.auto_filter.ref = sheet.dimensions
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    # What is False may be done on the protected sheet; there is no password.
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("insertRows", "deleteRows", "sort", "autoFilter", "formatCells",
                    "formatColumns", "formatRows"):  # fmt: skip
        setattr(protection, allowed, False)


def put_text(sheet: Worksheet, row: int, column: int, words: str) -> Any:
    """Write words into a cell that stays text, whatever they begin with; the cell."""
    cell = sheet.cell(row, column)
    cell.value = words or None
    if words:
        cell.data_type = "s"  # or "=1+1" would be a formula
    cell.number_format = "@"
    return cell


def _choices(
    book: Workbook,
    sheet: Worksheet,
    table: AnnexTable,
    rows: Sequence[TableRow],
    units: Sequence[str],
) -> None:
    """Lists of units and the look of deadlines: Excel warns, and takes other words all the same."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    last = max(len(rows) * 2, 200)
    kinds = columns_of_headings([column.heading for column in table.columns])
    if units:
        names = book.create_sheet(UNITS)
        names.sheet_state = "hidden"
        for nth, name in enumerate(units, 1):
            put_text(names, nth, 1, name)
        chosen = DataValidation(
            type="list",
            formula1=f"{UNITS}!$A$1:$A${len(units)}",
            allow_blank=True,
            showErrorMessage=False,
        )
        for place in (kinds.leader, kinds.partner):
            if place >= 0:
                letter = get_column_letter(_FIRST + place)
                chosen.add(f"{letter}2:{letter}{last}")
        if chosen.sqref:
            sheet.add_data_validation(chosen)
    if kinds.deadline >= 0:
        letter = get_column_letter(_FIRST + kinds.deadline)
        tests = ",".join(f'ISNUMBER(SEARCH("{w}",{letter}2))' for w in _TIME_WORDS)
        dated = DataValidation(
            type="custom", formula1=f'OR({letter}2="",{tests})', allow_blank=True,
            errorStyle="warning", errorTitle="Thời hạn",
            error="Viết như: 15/12/2026; Tháng 6/2026; Quý III/2026; Thường xuyên.",
        )  # fmt: skip
        dated.showErrorMessage = True
        dated.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(dated)


# --- what it was made from ----------------------------------------------------------------------


def _keep_base(book: Workbook, table: AnnexTable, rows: Sequence[TableRow]) -> None:
    kept = book.create_sheet(BASE)
    kept.sheet_state = "veryHidden"
    columns = [[c.key, c.heading, c.width_cm, c.holds_figures] for c in table.columns]
    head = (_VERSION, table.name, table.annex, table.title, json.dumps(columns))
    for nth, words in enumerate(head, 1):
        put_text(kept, 1, nth, words)
    for number, row in enumerate(rows, 2):
        for nth, words in enumerate((row.id, row.parent, str(row.level)), 1):
            put_text(kept, number, nth, words)
        put_text(kept, number, 4, json.dumps(dict(row.words), ensure_ascii=False))


def read_book(sheets: Sequence[Sheet], shown_as: str) -> tuple[AnnexTable, list[FilledRow]]:
    """What a filled-in workbook was made from, and the rows that people left in it.

    Raises RefusedError where it is none of ours, or has lost what it was made from.
    """
    by_name = {sheet.name: sheet for sheet in sheets}
    kept = by_name.get(BASE)
    base = _base(kept) if kept is not None else None
    if base is None:
        raise RefusedError(
            text("{file} was not made by qdgen xlsx export, or has lost its hidden sheet",
                 file=shown_as),
            text("copy the words into a workbook that was exported, and import that"),
        )  # fmt: skip
    wanted = sheet_title(base)
    sheet = by_name.get(wanted) or next(
        (s for s in sheets if not s.is_hidden and s.rows and s.rows[0][0].text == ID_HEADING), None
    )
    if sheet is None:
        raise RefusedError(
            text("{file} has no sheet {sheet}", file=shown_as, sheet=wanted),
            text("give the sheet with the table its name back"),
        )
    return base, list(_filled(sheet, base, shown_as))


def _base(kept: Sheet) -> AnnexTable | None:
    try:
        head = [cell.text for cell in kept.rows[0]]
        columns = tuple(TableColumn(*told) for told in json.loads(head[4]))
        rows = tuple(
            TableRow(r[0].text, r[1].text, int(r[2].text), _strings(json.loads(r[3].text)))
            for r in kept.rows[1:]
        )
    except (ValueError, IndexError, TypeError, RecursionError):
        return None
    return AnnexTable(head[1], head[2], head[3], columns, rows) if head[0] == _VERSION else None


def _strings(told: object) -> dict[str, str]:
    if not isinstance(told, dict) or not all(isinstance(v, str) for v in told.values()):
        raise ValueError(told)
    return told


def _filled(sheet: Sheet, base: AnnexTable, shown_as: str) -> Iterator[FilledRow]:
    if not sheet.rows:
        return
    places = {cell.text: cell.column for cell in reversed(sheet.rows[0]) if cell.text}
    id_place = places.get(ID_HEADING)
    if id_place is None:
        raise RefusedError(
            text(
                "{file} has lost its hidden column “{heading}”", file=shown_as, heading=ID_HEADING
            ),
            text("copy the words into a workbook that was exported, and import that"),
        )
    at = {}
    for nth, column in enumerate(base.columns, _FIRST):
        own = next((c.text for c in sheet.rows[0] if c.column == nth), "")
        place = nth if own == column.heading else places.get(column.heading)
        if place is not None:
            at[column] = place
    before = base.by_id()
    covered = _covered(sheet)
    for row in sheet.rows[1:]:
        number = row[0].row
        words = {cell.column: cell.text.replace("\t", " ") for cell in row}
        for hidden, source in covered.get(number, {}).items():
            words[hidden] = source if source is not None else "\0"
        known = before.get(words.get(id_place, ""))
        told = {}
        for nth, (column, place) in enumerate(at.items()):
            value = words.get(place, "")
            if value == "\0":
                continue
            is_title = known is not None and known.is_heading
            key = HEADING if is_title and nth == 0 else column.key
            told[key] = (
                written_words(value, None, is_figure=True) if column.holds_figures else value
            )
        yield FilledRow(words.get(id_place, ""), told, number)


def _covered(sheet: Sheet) -> dict[int, dict[int, str | None]]:
    """The cells hidden below merged ones, by row and column: down a column they say the same as the
    one that is seen, across they are unknown."""
    words = {(c.row, c.column): c.text for row in sheet.rows for c in row}
    covered: dict[int, dict[int, str | None]] = {}
    for top, left, bottom, right in sheet.merged:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if (row, column) != (top, left):
                    seen = words.get((top, left), "") if column == left else None
                    covered.setdefault(row, {})[column] = seen
    return covered
