"""The Bảng so sánh as a workbook: all cells text, changed words marked, printed as it is read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.escape import unescape
from table_samples import HOSTILE, table

from qdgen.review.side_by_side.rows import Group, Mark, Pair, Row, SideBySide, Span
from qdgen.review.side_by_side.workbook import workbook_parts
from qdgen.word.package import write_package

_HEADING = 7


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(table(), tmp_path_factory.mktemp("bang") / "a.xlsx")


def _written(content: SideBySide, path: Path) -> Path:
    write_package(workbook_parts(content), path)
    return path


def _cells(path: Path) -> list[list[str]]:
    """The words of the rows below the heading, as Excel reads them."""
    sheet = openpyxl.load_workbook(path).active
    return [
        [unescape(str(cell.value or "")) for cell in row]
        for row in sheet.iter_rows(min_row=_HEADING + 1, max_col=3)
    ]


def test_every_word_stands_in_its_column(written: Path) -> None:
    sheet = openpyxl.load_workbook(written).active
    assert [c.value for c in sheet[_HEADING]] == ["HIỆN HÀNH", "DỰ THẢO", "THUYẾT MINH"]
    group, basis, added, removed, *rest = _cells(written)
    assert group[0] == "QUYẾT ĐỊNH"
    assert basis == [
        "Căn cứ\nQuyết định số 570/QĐ-BKHCN;",
        "Căn cứ\nQuyết định số 571/QĐ-BKHCN;",
        "Cho đúng số & ký hiệu.\nTheo ý kiến của <Văn thư>.",
    ]
    assert added == ["Bổ sung mới", "Khoản 3 Điều 2\n3. Khoản mới1\nxuống\ndòng", ""]
    assert removed == ["Khoản 4 Điều 2\n4. Khoản cũ", "Bỏ", ""]
    assert rest[:-1] == [[f"{words}\n{words}", f"{words}\n{words}", words] for words in HOSTILE]
    assert rest[-1][0] == "Ngoài ra, 3 hàng chỉ đổi số."


def test_no_cell_is_a_formula_and_none_becomes_one_when_it_is_edited(written: Path) -> None:
    sheet = openpyxl.load_workbook(written).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    quoted = {str(c.value)[0] for c in cells if c.quotePrefix}
    assert quoted == {"=", "+", "-", "@"}
    bare = [c for c in cells if not c.quotePrefix]
    assert not [c for c in bare if str(c.value).startswith(("=", "+", "-", "@"))]


def test_changed_words_are_struck_out_or_bold_and_underlined(written: Path) -> None:
    sheet = openpyxl.load_workbook(written, rich_text=True).active
    blocks = [
        block
        for row in sheet.iter_rows(min_row=_HEADING + 1)
        for cell in row
        if isinstance(cell.value, CellRichText)
        for block in cell.value
        if isinstance(block, TextBlock)
    ]
    assert [b.text for b in blocks if b.font.strike] == ["570/QĐ-BKHCN", "4. Khoản cũ"]
    underlined = [b for b in blocks if b.font.u]
    assert [b.text for b in underlined] == ["571/QĐ-BKHCN", "3. Khoản mới", "1", "xuống\ndòng"]
    assert all(b.font.b for b in underlined)
    assert [b.text for b in blocks if b.font.vertAlign == "superscript"] == ["1"]
    assert [b.text for b in blocks if b.font.i and not b.font.strike] == ["Bổ sung mới", "Bỏ"]


def test_it_prints_on_landscape_a4_with_the_heading_on_each_page(written: Path) -> None:
    sheet = openpyxl.load_workbook(written).active
    assert sheet.print_title_rows == f"${_HEADING}:${_HEADING}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.freeze_panes == f"A{_HEADING + 1}"
    body = sheet.cell(_HEADING + 2, 1)
    assert body.alignment.wrap_text
    assert body.font.name == "Times New Roman"


def test_what_no_row_of_excel_can_hold_goes_on_below_without_losing_a_word(tmp_path: Path) -> None:
    old = " ".join(f"cũ{n}" for n in range(3_000))
    new = " ".join(f"mới{n}" for n in range(2_500))
    why = " ".join(f"vì{n}" for n in range(700))
    rows: list[Group | Row] = [
        Row("dai", [Pair((Span(old, Mark.REMOVED),), (Span(new, Mark.ADDED),))], "Điều 1", "", why),
        Row("gach", [Pair((Span(f"- dòng {n}"),), (Span(f"- dòng {n}"),)) for n in range(90)]),
    ]
    path = _written(table(rows), tmp_path / "a.xlsx")
    cells = _cells(path)[:-1]
    columns = [" ".join(" ".join(row[n] for row in cells).split()) for n in range(3)]
    dashes = " ".join(f"- dòng {n}" for n in range(90))
    assert columns == [f"Điều 1 {old} {dashes}", f"{new} {dashes}", why]
    sheet = openpyxl.load_workbook(path).active
    assert max(height.height for height in sheet.row_dimensions.values() if height.height) <= 409
    assert max(len(words) for row in cells for words in row) < 2_000


def test_a_word_longer_than_a_cell_is_cut(tmp_path: Path) -> None:
    word = "x" * 40_000
    path = _written(table([Row("x", [Pair((Span(word),))])]), tmp_path / "a.xlsx")
    assert "".join(row[0] for row in _cells(path)[:-1]) == word


def test_the_same_table_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = _written(table(), tmp_path / "b.xlsx")
    assert again.read_bytes() == written.read_bytes()


def test_the_file_is_valid(written: Path, ooxml_validator: list[str]) -> None:
    done = subprocess.run([*ooxml_validator, written], capture_output=True, check=False, timeout=60)
    assert json.loads(done.stdout)["errors"] == []
