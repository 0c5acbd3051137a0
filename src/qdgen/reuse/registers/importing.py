"""Entries of the register of documents from a workbook or CSV file, a row each."""

from __future__ import annotations

from pathlib import Path

from qdgen.content.vocabulary import plain_letters
from qdgen.errors import UsageError
from qdgen.messages import text
from qdgen.reuse.registers.adding import Candidate
from qdgen.reuse.registers.entry_faults import KEYS
from qdgen.workbooks.reading import Sheet, read_workbook

_HEADINGS = {
    "loai": ("loai", "loai van ban", "ten loai", "ten loai van ban", "hinh thuc"),
    "so": ("so", "so ky hieu", "so va ky hieu", "so, ky hieu", "so/ky hieu", "so hieu"),
    "ngay": ("ngay", "ngay ban hanh", "ngay thang", "ngay thang ban hanh", "ngay ky"),
    "co_quan": (
        "co quan", "co quan ban hanh", "noi ban hanh", "co quan/nguoi ban hanh", "nguoi ban hanh",
    ),
    "trich_yeu": ("trich yeu", "trich yeu noi dung", "noi dung", "ten van ban", "ten goi"),
    "url": ("url", "dia chi", "duong dan", "lien ket", "link"),
    "hieu_luc_tu": ("hieu luc tu", "ngay hieu luc", "ngay co hieu luc", "co hieu luc tu"),
    "hieu_luc_den": ("hieu luc den", "ngay het hieu luc", "het hieu luc", "het hieu luc tu"),
    "thay_the_boi": ("thay the boi", "van ban thay the", "duoc thay the boi"),
    "sua_doi_boi": ("sua doi boi", "van ban sua doi", "duoc sua doi boi"),
    "kiem_tra_ngay": ("kiem tra ngay", "ngay kiem tra"),
    "nguon": ("nguon", "nguon tra cuu"),
    "khoa": ("khoa", "ma"),
}  # fmt: skip
_COLUMNS = {heading: key for key, headings in _HEADINGS.items() for heading in headings}


def candidates_in(path: Path) -> list[Candidate]:
    """A candidate for each row of the first sheet that has the headings `loai` and `so` (or what an
    office calls them). Raises UsageError where there is none, and as `read_workbook` does."""
    for sheet in read_workbook(path):
        columns = _columns(sheet)
        if {"loai", "so"} <= set(columns.values()):
            return _rows(sheet, columns)
    raise UsageError(
        text("{file} has no sheet with columns for kind and number", file=path.name),
        text("the first row names the columns: Loại, Số ký hiệu, Ngày, Cơ quan, Trích yếu, …"),
    )


def _columns(sheet: Sheet) -> dict[str, str]:
    """The key of each heading that is known, by the heading as the sheet has it."""
    if not sheet.rows:
        return {}
    found: dict[str, str] = {}
    for cell in sheet.rows[0]:
        heading = " ".join(plain_letters(cell.text).replace("_", " ").split())
        key = _COLUMNS.get(heading)
        if key is not None and key not in found.values():
            found[cell.text.strip().casefold()] = key
    return found


def _rows(sheet: Sheet, columns: dict[str, str]) -> list[Candidate]:
    found = []
    for number, cells in sheet.table():
        values = {key: cells[heading].text for heading, key in columns.items() if heading in cells}
        if any(values.get(key) for key in KEYS):
            found.append(Candidate(values, values.get("khoa", ""), str(number)))
    return found
