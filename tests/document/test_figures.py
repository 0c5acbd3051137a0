"""Totals of an annex are added up exactly, and the text repeats its figures, in words too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from qdgen.content.figures import Holds, meant, read_figure
from qdgen.content.loader import load_dossier
from qdgen.document.model import Annex, Decision, plain_text
from qdgen.document.resolve import resolve

DECISION = """\
van_ban:
  loai: Quyết định
  co_quan_ban_hanh: Bộ Tư pháp
  ky_hieu: QĐ-BTP
  dia_danh: Hà Nội
  nam: 2026
  trich_yeu: Phê duyệt dự toán
  tham_quyen: Bộ trưởng Bộ Tư pháp
can_cu: []
dieu:
  - id: phe-duyet
    noi_dung: Tổng là SAY.
noi_nhan:
  - luu: VT
ky:
  chuc_vu: BỘ TRƯỞNG
kem_theo: [du-toan]
"""
ANNEX = """\
phu_luc:
  tieu_de: Dự toán
stt:
  - I
  - 1
  - a
cot:
  - khoa: ten
    tieu_de: Nội dung
    rong: 8
  - khoa: tien
    tieu_de: Kinh phí (đồng)
    rong: 4
    kieu: số
hang:
  - id: xay-lap
    tieu_de: Xây lắp
    hang:
      - id: nha
        ten: Nhà
        tien: 1.250.000,5
      - id: san
        ten: Sân
        tien: TIEN
      - id: cong-xay-lap
        ten: Cộng
        tien: '@tổng'
  - id: khac
    ten: Chi phí khác
    tien: '@tổng'
    hang:
      - id: khac-a
        ten: Thiết kế
        tien: 100.000
      - id: khac-b
        ten: Thẩm định
        tien:
  - id: tong-cong
    ten: Tổng cộng
    tien: '**@tổng**'
"""


@pytest.fixture
def dossier(tmp_path: Path) -> Callable[..., Path]:
    def make(say: str = "@tong-cong(tien)", money: str = "49.999,5", annex: str = ANNEX) -> Path:
        folder = tmp_path / "ho-so"
        folder.mkdir()
        decision = DECISION.replace("Tổng là SAY.", f"'{say}'")
        (folder / "quyet-dinh.yaml").write_text(decision, encoding="utf-8")
        (folder / "du-toan.yaml").write_text(annex.replace("TIEN", money), encoding="utf-8")
        return folder

    return make


def said(folder: Path) -> tuple[str, list[tuple[str, str]], list[str]]:
    """The words of Điều 1, the number and figure of each row, and the codes of what is wrong."""
    dossier, found = load_dossier(folder)
    assert dossier is not None, found
    document, more = resolve(dossier)
    decision, annex = document.parts
    assert isinstance(decision, Decision)
    assert isinstance(annex, Annex)
    assert annex.table is not None
    rows = [
        (row.label, plain_text(row.cells[1][0].inlines) if row.cells and row.cells[1] else "")
        for row in annex.table.rows
    ]
    return plain_text(decision.body[0].inlines), rows, [d.code for d in more]


def test_a_total_adds_up_what_is_below_it_or_before_it(dossier: Callable[..., Path]) -> None:
    words, rows, wrong = said(dossier())

    assert wrong == []
    assert rows == [
        ("I", ""),
        ("1", "1.250.000,5"),
        ("2", "49.999,5"),
        ("", "1.300.000,0"),
        ("II", "100.000"),
        ("1", "100.000"),
        ("2", ""),
        ("", "1.400.000,0"),
    ]
    assert words == "1.400.000,0"


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("tien", "1.400.000,0"),
        ("tien bằng chữ", "một triệu bốn trăm nghìn"),
        ("tien Bằng chữ", "Một triệu bốn trăm nghìn"),
    ],
)
def test_the_text_repeats_a_figure_in_figures_and_in_words(
    dossier: Callable[..., Path], form: str, words: str
) -> None:
    assert said(dossier(f"Là @tong-cong({form}) đồng"))[0] == f"Là {words} đồng"


def test_a_total_of_a_blank_is_a_blank(dossier: Callable[..., Path]) -> None:
    words, rows, wrong = said(dossier("@khac(tien), @tong-cong(tien)", "'@trống(giá sân)'"))

    assert wrong == []
    assert words == "100.000, ……"
    assert [figure for _, figure in rows] == [
        "", "1.250.000,5", "……", "……", "100.000", "100.000", "", "……",
    ]  # fmt: skip


@pytest.mark.parametrize("say", ["@tong-cong(ten)", "@tong-cong(tien bằng số)", "@nha(x)"])
def test_a_form_that_prints_no_figure_is_named(dossier: Callable[..., Path], say: str) -> None:
    assert said(dossier(say))[2] == ["reference-form-unknown"]


def test_a_total_outside_a_column_of_figures_is_named(dossier: Callable[..., Path]) -> None:
    assert said(dossier("Là @tổng đồng"))[2] == ["total-misplaced"]


@pytest.mark.parametrize(
    ("money", "right"),
    [
        ("1,250,000", "1.250.000"),
        ("1250000", "1.250.000"),
        ("1.250.000 đồng", "1.250.000"),
        ("12.5", "12,5"),
        ("khoảng 5", ""),
        ("@tổng + 1", ""),
    ],
)
def test_a_figure_written_otherwise_is_refused_with_the_right_form(
    dossier: Callable[..., Path], money: str, right: str
) -> None:
    _, found = load_dossier(dossier(money=f"'{money}'"))

    assert [(d.code, d.source_line.strip()) for d in found] == [("figure-form", f"tien: '{money}'")]
    assert meant(money) == right


def test_a_footnote_may_follow_a_figure() -> None:
    assert read_figure("1.250^(Chưa gồm thuế.)").holds is Holds.NUMBER
    assert read_figure("**02**").number == 2
    assert read_figure("@trống(giá)").holds is Holds.BLANK
