"""The worksheet as a workbook for people who decide in Excel, and their decisions back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.errors import ContentError
from qdgen.messages import Text, text
from qdgen.reuse.next_year.items import AGREE, DONE, DROP, KEEP, Item, decided
from qdgen.reuse.next_year.worksheet import Worksheet
from qdgen.workbooks.reading import Cell, read_workbook
from qdgen.workbooks.writing import write_workbook

_ID, _DECISION, _NOTE, _BASE = "Mã", "Quyết định", "Ghi chú", "Quyết định khi xuất"
_COLUMNS = (
    (_ID, 12), ("Loại", 12), ("Chỗ", 30), ("Năm trước", 40), ("Bản mới đang viết", 30),
    ("Đề xuất", 34), ("Lý do", 44), ("Trong câu", 44), (_DECISION, 30), (_NOTE, 30), (_BASE, 12),
)  # fmt: skip
_HIDDEN = (_ID, _BASE)
_OPEN_COLOUR = "FFF2CC"


@dataclass
class Taken:
    """What came of a workbook: the items as they are now, the ids of those decided anew, and the
    decisions that were not taken because both sides had decided differently."""

    items: list[Item]
    taken: list[str] = field(default_factory=list)
    conflicts: list[Diagnostic] = field(default_factory=list)


def write_as_workbook(worksheet: Worksheet, path: Path) -> None:
    """Write the worksheet as the workbook `path`: all cells are text, only the decisions and notes
    can be changed. Raises OutputError."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill, Protection
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = f"Chuyển sang {worksheet.origin.target}"
    names = [name for name, _ in _COLUMNS]
    for nth, (name, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(1, nth, name)
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        dimension = sheet.column_dimensions[get_column_letter(nth)]
        dimension.width = width
        dimension.hidden = name in _HIDDEN
    wrapped = Alignment(wrap_text=True, vertical="top")
    waiting = PatternFill("solid", fgColor=_OPEN_COLOUR)
    for number, item in enumerate(worksheet.items, 2):
        for nth, words in enumerate(_cells(item), 1):
            cell = sheet.cell(number, nth)
            cell.value, cell.data_type = (words, "s") if words else (None, "n")
            cell.number_format = "@"
            cell.alignment = wrapped
            is_theirs = names[nth - 1] in (_DECISION, _NOTE)
            cell.protection = Protection(locked=not is_theirs)
            if names[nth - 1] == _DECISION and item.is_open:
                cell.fill = waiting
    choices = DataValidation("list", f'"{AGREE},{KEEP},{DROP},{DONE}"', showErrorMessage=False)
    column = get_column_letter(names.index(_DECISION) + 1)
    choices.add(f"{column}2:{column}{max(2, len(worksheet.items) + 1)}")
    sheet.add_data_validation(choices)
    sheet.protection.sheet = True
    sheet.protection.autoFilter = sheet.protection.sort = False
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(worksheet.items) + 1}"
    write_workbook(book, path)


def _cells(item: Item) -> Sequence[str]:
    return (
        item.id, item.kind.value, str(item.spot), item.old, item.now or "", item.proposed,
        item.reason, item.around, item.decision, item.note, item.decision,
    )  # fmt: skip


def taken_from(worksheet: Worksheet, path: Path, shown: str) -> Taken:
    """The worksheet's items with the decisions and notes of the workbook `path`, called `shown`.

    What was decided in one of the two since the workbook was written is taken; where both were,
    differently, the worksheet's stays. Raises ContentError where it is no such workbook,
    UnreadableFileError, OutputError.
    """
    rows = _rows(path, shown)
    taken = Taken(list(worksheet.items))
    places = {item.id: nth for nth, item in enumerate(taken.items)}
    for name, (number, cells) in rows.items():
        nth = places.get(name)
        place = Location(shown, number)
        if nth is None:
            taken.conflicts.append(
                _told("item-unknown", place, text("the worksheet has no item {id}", id=name),
                      text("Write the workbook anew: qdgen roll --xlsx"))
            )  # fmt: skip
            continue
        item = taken.items[nth]
        theirs, base = _word(cells.get(_DECISION)), _word(cells.get(_BASE))
        note = _word(cells.get(_NOTE))
        if theirs not in (item.decision, base):
            if item.decision in (base, ""):
                item = replace(item, decision=theirs)
                taken.taken.append(name)
            else:
                taken.conflicts.append(
                    _told(
                        "decided-twice",
                        place,
                        text("{id} is decided here “{theirs}”, in the worksheet “{ours}”", id=name,
                             theirs=theirs, ours=item.decision),
                        text("The worksheet's stays; change it there if need be."),
                    )
                )  # fmt: skip
        if note and note != item.note:
            item = replace(item, note=note)
        taken.items[nth] = item
    return taken


def _told(code: str, place: Location, message: Text, hint: Text) -> Diagnostic:
    return Diagnostic(code, message, place, hint, severity=Severity.WARNING)


def _word(cell: Cell | None) -> str:
    return decided(cell.text) if cell is not None else ""


def _rows(path: Path, shown: str) -> dict[str, tuple[int, dict[str, Cell]]]:
    found: dict[str, tuple[int, dict[str, Cell]]] = {}
    for sheet in read_workbook(path):
        for number, cells in sheet.table() if _DECISION.casefold() in sheet.headings else ():
            named = {
                name: cell
                for name, _ in _COLUMNS
                if (cell := cells.get(name.casefold())) is not None
            }
            if _ID in named:
                found.setdefault(named[_ID].text.strip(), (number, named))
    if not found:
        raise ContentError(
            text("{file} is no worksheet of a roll", file=shown),
            text("Write one: qdgen roll DOSSIER --xlsx FILE.xlsx; its first row must stay."),
        )
    return found
