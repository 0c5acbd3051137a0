"""How far a comment that lets a rule pass reaches, and that it keeps its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from seeded import BASE, check_content, told

from qdgen.check.examine import Examined, Verdict
from qdgen.content.formatter import format_file

ANNEX = "phu-luc.yaml"
NOTE = "# bỏ qua TN101: như văn bản gốc"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    shutil.copytree(BASE / "content", tmp_path / "content")
    return tmp_path / "content/ho-so"


def _edit(dossier: Path, *edits: tuple[str, str], name: str = ANNEX) -> Examined:
    path = dossier / name
    words = path.read_text(encoding="utf-8")
    for old, new in edits:
        assert words.count(old) == 1, old
        words = words.replace(old, new)
    path.write_text(words, encoding="utf-8")
    return check_content(dossier)


TWO_SPACES = ("nhiem_vu: Vận hành cổng", "nhiem_vu: Vận  hành cổng")


@pytest.mark.parametrize(
    "edit",
    [
        ("phu_luc:\n", f"{NOTE}\n\nphu_luc:\n"),
        ("hang:\n  - id: the-che", f"{NOTE}\nhang:\n  - id: the-che"),
        ("  - id: ha-tang", f"  {NOTE}\n  - id: ha-tang"),
        ("  - id: ha-tang", f"  - id: ha-tang  {NOTE}"),
        ("      - id: cong", f"      {NOTE}\n      - id: cong"),
        ("nhiem_vu: Vận  hành cổng", f"{NOTE}\n        nhiem_vu: Vận  hành cổng"),
        ("hành cổng dữ liệu mở", f"hành cổng dữ liệu mở  {NOTE}"),
    ],
)
def test_it_holds_for_the_file_the_entry_or_the_item(dossier: Path, edit: tuple[str, str]) -> None:
    examined = _edit(dossier, TWO_SPACES, edit)
    assert told(examined.findings) == []
    assert [(f.rule.code, f.reason) for f in examined.suppressed] == [("TN101", "như văn bản gốc")]
    assert examined.verdicts["TN101"] is Verdict.MEETS


@pytest.mark.parametrize(
    "edit",
    [
        ("phu_luc:\n", f"{NOTE}\nphu_luc:\n"),
        ("  - id: the-che", f"  {NOTE}\n  - id: the-che"),
        ("        san_pham: Báo cáo", f"        {NOTE}\n        san_pham: Báo cáo"),
        ("ghi_chu:", f"{NOTE}\nghi_chu:"),
    ],
)
def test_it_does_not_reach_further(dossier: Path, edit: tuple[str, str]) -> None:
    examined = _edit(dossier, TWO_SPACES, edit)
    assert [f.rule.code for f in examined.findings] in (["CT903", "TN101"], ["TN101", "CT903"])


def test_it_names_several_rules_by_code_or_name(dossier: Path) -> None:
    note = "# bỏ qua double-space, CT101: như văn bản gốc"
    examined = _edit(dossier, TWO_SPACES, ("  - id: ha-tang", f"  {note}\n  - id: ha-tang"))
    assert "TN101" not in [f.rule.code for f in examined.findings]


def test_it_is_judged_only_where_its_rule_was(dossier: Path) -> None:
    from qdgen.check.dossier import read_dossier
    from qdgen.check.examine import examine
    from qdgen.check.rule import all_rules

    _edit(dossier, ("ghi_chu:", f"{NOTE}\nghi_chu:"))
    rules = [rule for rule in all_rules() if rule.code != "TN101"]
    assert told(examine(read_dossier(dossier, "ho-so").paper, rules).findings) == []


def test_laying_a_file_out_anew_keeps_it_with_its_text(dossier: Path) -> None:
    careless = (
        "        don_vi_chu_tri: Cục Viễn thông\n        don_vi_phoi_hop: Văn phòng Bộ",
        (
            f"        don_vi_phoi_hop: Văn phòng Bộ\n        {NOTE}\n"
            "        don_vi_chu_tri:    Cục  Viễn thông"
        ),
    )
    beside = ("nhiem_vu: Vận hành cổng dữ liệu mở", f"nhiem_vu: 'Vận  hành cổng'   {NOTE}")
    before = _edit(dossier, careless, beside)
    assert format_file(dossier / ANNEX)
    after = check_content(dossier)
    assert told(before.findings) == told(after.findings) == []
    assert len(before.suppressed) == len(after.suppressed) == 2
