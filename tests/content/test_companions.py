"""Companion files lie beside a decision without being part of it; what is open in them is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import qdgen_run
from qdgen.content.companions import COMPANIONS, NEXT_YEAR, companion_items
from qdgen.content.loader import load_dossier
from qdgen.pipeline.reading import content_hash

BASE = Path(__file__).parent / "cases" / "base"
REVIEW = """\
muc:
  - id: kinh-phi
    noi_dung: Vụ Kế hoạch - Tài chính hỏi nguồn kinh phí
    cho: cap-kinh-phi
    xu_ly:
  - id: ten-goi
    noi_dung: Thống nhất tên gọi
    xu_ly: đã sửa
"""


@pytest.mark.parametrize(
    ("proposed", "is_open"), [("", True), ("qd-moi:\n        so:", True), ("giữ", False)]
)
def test_nobody_agrees_to_what_is_not_proposed(folder: Path, proposed: str, is_open: bool) -> None:
    proposal = f" |-\n      {proposed}" if proposed else ""
    (folder / NEXT_YEAR).write_text(
        f"muc:\n  - id: a\n    de_xuat:{proposal}\n    quyet_dinh: Đồng ý.\n", encoding="utf-8"
    )

    (item,), wrong = companion_items(folder, "ho-so")

    assert wrong == []
    assert item.is_open is is_open


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "content")
    return tmp_path / "content/ho-so"


def test_companions_are_no_part_of_the_decision(folder: Path) -> None:
    before, _ = load_dossier(folder)
    assert before is not None
    was = content_hash(before)
    for name in COMPANIONS:
        (folder / name).write_text(REVIEW, encoding="utf-8")
    dossier, diagnostics = load_dossier(folder)
    assert dossier is not None
    assert (diagnostics, content_hash(dossier)) == ([], was)


def test_what_is_open_is_told_with_its_line(folder: Path) -> None:
    (folder / "ra-soat.yaml").write_text(REVIEW, encoding="utf-8")
    (folder / NEXT_YEAR).write_text(
        "nam: 2026\nmuc:\n  - id: han-1\n    dong: 3\n    quyet_dinh:\n", encoding="utf-8"
    )
    items, diagnostics = companion_items(folder, "ho-so")
    assert diagnostics == []
    assert [(i.id, i.where, str(i.location)) for i in items if i.is_open] == [
        ("kinh-phi", "cap-kinh-phi", "ho-so/ra-soat.yaml:2:5"),
        ("han-1", "", "ho-so/chuyen-nam.yaml:3:5"),
    ]
    assert [i.outcome for i in items if not i.is_open] == ["đã sửa"]
    assert items[-1].keys["dong"] == "3"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("muc:\n  - noi_dung: a\n", "missing-key"),
        ("muc:\n  - id: a\n    noi_dung: a\n    su_ly: b\n", "unknown-key"),
        (REVIEW.replace("ten-goi", "kinh-phi"), "duplicate-id"),
        ("muc: a: b\n", "colon-in-text"),
        ("", "empty-file"),
    ],
)
def test_a_companion_that_cannot_be_trusted_is_an_error(
    folder: Path, content: str, code: str
) -> None:
    (folder / "ra-soat.yaml").write_text(content, encoding="utf-8")
    _, diagnostics = companion_items(folder, "ho-so")
    assert [d.code for d in diagnostics] == [code]
    assert diagnostics[0].location.file == "ho-so/ra-soat.yaml"


def test_a_companion_that_leads_elsewhere_is_not_read(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "khac.yaml").write_text(REVIEW, encoding="utf-8")
    (folder / "ra-soat.yaml").symlink_to(tmp_path / "khac.yaml")
    items, diagnostics = companion_items(folder, "ho-so")
    assert (items, [d.code for d in diagnostics]) == ([], ["link-outside"])


def test_laying_out_a_folder_leaves_companions_as_they_are(folder: Path) -> None:
    odd = "muc:\n- id:   a\n  noi_dung: 'b'\n"
    (folder / "ra-soat.yaml").write_text(odd, encoding="utf-8")
    done = qdgen_run("fmt", folder)
    assert done.returncode == 0, done.stderr
    assert (folder / "ra-soat.yaml").read_text(encoding="utf-8") == odd
