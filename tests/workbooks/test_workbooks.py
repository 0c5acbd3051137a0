"""Workbooks are read as the words they show, within bounds, and written the same every time."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from qdgen.errors import QdgenError
from qdgen.messages import render
from qdgen.word.reading_xml import UnreadableFileError
from qdgen.workbooks.reading import read_workbook
from qdgen.workbooks.writing import write_workbook


@pytest.fixture
def book() -> Workbook:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Danh sách"
    sheet.append(["Họ và tên", "Ngày", "Hệ số", "Số"])
    sheet.append(["Nguyễn Văn A\n(Tổ trưởng)", date(2026, 4, 1), 0.3, 12])
    sheet.append([None, None, None, None])
    sheet.append([" & < {{ x }} ", None, None, True])
    return made


def test_cells_are_read_as_a_vietnamese_office_writes_them(tmp_path: Path, book: Workbook) -> None:
    path = tmp_path / "a.xlsx"
    write_workbook(book, path)

    (sheet,) = read_workbook(path)

    rows = dict(sheet.table())
    assert {k: c.text for k, c in rows[2].items()} == {
        "họ và tên": "Nguyễn Văn A\n(Tổ trưởng)",
        "ngày": "01/04/2026",
        "hệ số": "0,3",
        "số": "12",
    }
    assert rows[4]["họ và tên"].text == "& < {{ x }}"
    assert rows[4]["số"].name == "D4"
    assert 3 not in rows


def test_the_same_workbook_gives_the_same_bytes(tmp_path: Path, book: Workbook) -> None:
    write_workbook(book, tmp_path / "a.xlsx")
    write_workbook(book, tmp_path / "b.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_whatever_it_is_divided_by(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"\ufeffTên{delimiter}Số\nAn{delimiter}3\n", encoding="utf-8")

    (sheet,) = read_workbook(path)

    assert [(n, r["tên"].text, r["số"].text) for n, r in sheet.table()] == [(2, "An", "3")]


def _without(name: str, source: Path, target: Path, put: bytes) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, put if entry == name else old.read(entry))


def test_hostile_and_broken_files_are_refused_in_words(tmp_path: Path, book: Workbook) -> None:
    good = tmp_path / "good.xlsx"
    write_workbook(book, good)
    sheet = "xl/worksheets/sheet1.xml"
    files = {
        "entity": b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>',
        "broken": b"<worksheet><sheetData>",
        "bomb": b" " * (64 << 20),
    }
    for name, put in files.items():
        target = tmp_path / f"{name}.xlsx"
        if name == "bomb":
            with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
                new.writestr(sheet, put)
        else:
            _without(sheet, good, target, put)
    (tmp_path / "old.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600)
    (tmp_path / "empty.xlsx").write_bytes(b"")
    (tmp_path / "cut.xlsx").write_bytes(good.read_bytes()[:300])
    (tmp_path / "latin.csv").write_bytes("Tên;Số\nÂn;1\n".encode("latin-1", "replace"))

    for name in (*files, "old", "empty", "cut"):
        with pytest.raises(UnreadableFileError) as found:
            read_workbook(tmp_path / f"{name}.xlsx")
        assert f"{name}.xlsx" in render(found.value.message, "en")
    with pytest.raises(UnreadableFileError, match="UTF-8"):
        read_workbook(tmp_path / "latin.csv")
    with pytest.raises(QdgenError):
        read_workbook(tmp_path / "none.xlsx")


def test_a_sheet_that_reaches_to_the_last_row_of_excel_is_refused(
    tmp_path: Path, book: Workbook
) -> None:
    sheet = book.active
    assert sheet is not None
    sheet.cell(1_048_576, 1, "x")
    write_workbook(book, tmp_path / "a.xlsx")

    with pytest.raises(UnreadableFileError, match="1048576"):
        read_workbook(tmp_path / "a.xlsx")
