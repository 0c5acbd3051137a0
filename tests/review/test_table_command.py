"""`qdgen bang-so-sanh` as the legal unit calls it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from building import PROJECT
from qdgen.cli.main import cli
from qdgen.errors import ContentError, UsageError
from qdgen.word.package import read_package, write_package
from qdgen.word.templates import COMPARISON

DECISION = "2025-du-lieu-quoc-gia"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the decision of 2025, tagged lan-1, and one date changed since."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    folder = tmp_path / "kho"
    shutil.copytree(PROJECT / "content", folder / "content")
    monkeypatch.chdir(folder)
    for words in (
        "init -q", "config user.name An", "config user.email an@x.example", "add .",
        "commit -qm x", "tag lan-1",
    ):  # fmt: skip
        subprocess.run(["git", *words.split()], check=True, timeout=60)
    path = _dossier(folder) / "quyet-dinh.yaml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("15/12/2025", "10/12/2025"), encoding="utf-8")
    return folder


def _dossier(desk: Path) -> Path:
    return desk / "content" / DECISION


def _call(*words: str) -> Result:
    return CliRunner().invoke(cli, ["--lang", "en", "bang-so-sanh", *words])


def _made(*words: str) -> str:
    result = _call(*words)
    assert result.exit_code == 0, result.exception
    return result.stdout


def _row(path: Path, number: int = 9) -> list[str]:
    sheet = openpyxl.load_workbook(path).active
    return [str(cell.value or "") for cell in sheet[number]]


def test_reasons_are_asked_for_kept_by_id_and_survive_the_next_run(desk: Path) -> None:
    reasons = _dossier(desk) / "thuyet-minh.yaml"
    said = _made("lan-1", DECISION, "-o", "a.xlsx")
    assert "rows with changes: 1" in said
    assert "  bao-cao: khoản 3 Điều 2" in said
    assert not reasons.exists()
    _made("lan-1", DECISION, "-o", "a.xlsx", "--ghi-thuyet-minh")
    entries = reasons.read_bytes()
    assert b"- id: bao-cao\n    ly_do:\n" in entries
    _made("lan-1", DECISION, "-o", "a.xlsx", "--ghi-thuyet-minh")
    assert reasons.read_bytes() == entries
    words = entries.decode().replace("ly_do:", "ly_do: Cho kịp kỳ họp & =1+1.")
    reasons.write_text(words, encoding="utf-8")
    for _ in range(2):
        said = _made("lan-1", DECISION, "-o", "a.xlsx", "--ghi-thuyet-minh")
        assert "bao-cao" not in said
        assert _row(Path("a.xlsx"))[2] == "Cho kịp kỳ họp & =1+1."
    assert reasons.read_text(encoding="utf-8") == words


def test_a_reason_of_what_is_no_longer_changed_is_told_and_kept(desk: Path) -> None:
    reasons = _dossier(desk) / "thuyet-minh.yaml"
    reasons.write_text("muc:\n  - id: kinh-phi\n    ly_do: Đã bỏ.\n", encoding="utf-8")
    said = _made("lan-1", DECISION, "-o", "a.xlsx", "--ghi-thuyet-minh")
    assert "kept: kinh-phi" in said
    assert reasons.read_text(encoding="utf-8").startswith("muc:\n  - id: kinh-phi\n    ly_do: Đã")


def test_the_heading_of_the_old_column_follows_what_is_compared(desk: Path) -> None:
    _made("lan-1", DECISION, "-o", "a.xlsx")
    assert _row(Path("a.xlsx"), 7)[0] == "BẢN TRƯỚC"
    shutil.copytree(_dossier(desk), desk / "content/2024-cu")
    _made("2024-cu", DECISION, "-o", "a.xlsx")
    assert _row(Path("a.xlsx"), 7)[0] == "HIỆN HÀNH"
    _made("lan-1", DECISION, "-o", "a.xlsx", "--cot-cu", "QUYẾT ĐỊNH CŨ & =1")
    assert _row(Path("a.xlsx"), 7)[0] == "QUYẾT ĐỊNH CŨ & =1"


@pytest.mark.usefixtures("desk")
def test_what_stays_is_shown_where_it_is_asked_for() -> None:
    _made("lan-1", DECISION, "-o", "a.xlsx")
    _made("lan-1", DECISION, "-o", "b.xlsx", "--ca-phan-giu-nguyen")
    rows = [openpyxl.load_workbook(name).active.max_row for name in ("a.xlsx", "b.xlsx")]
    assert rows[0] == 9
    assert rows[1] > 60


def test_the_nearest_template_is_used_and_the_programs_where_there_is_none(desk: Path) -> None:
    (desk / "templates").mkdir()
    _made("lan-1", DECISION, "-o", "a.docx")
    assert "BẢNG SO SÁNH, THUYẾT MINH" in _document(Path("a.docx"))
    shutil.copy(PROJECT / "templates" / COMPARISON, desk / "templates/khac.docx")
    shutil.copy(PROJECT / "templates/quyet-dinh.docx", desk / "templates" / COMPARISON)
    assert _call("lan-1", DECISION, "-o", "a.docx").exit_code != 0
    assert "BẢNG SO SÁNH, THUYẾT MINH" in _document(Path("a.docx"))


def _document(path: Path) -> str:
    return read_package(path)["word/document.xml"].decode()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("lan-1", DECISION, "-o", "a.pdf"), "a.pdf"),
        (("lan-1", "không có", "-o", "a.docx"), "không có"),
        (("lan-1", "lan-1", "-o", "thư mục/a.docx"), "thư mục"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_written(
    desk: Path, words: tuple[str, ...], said: str
) -> None:
    result = _call(*words)
    assert result.exit_code != 0
    assert said in str(getattr(result.exception, "message", ""))
    assert {path.name for path in desk.iterdir()} == {".git", "content"}


def test_a_mistake_in_the_reasons_stops_it_before_anything_is_written(desk: Path) -> None:
    (_dossier(desk) / "thuyet-minh.yaml").write_text("muc:\n  - x: y\n", encoding="utf-8")
    result = _call("lan-1", DECISION, "-o", "a.docx")
    assert isinstance(result.exception, ContentError)
    assert not Path("a.docx").exists()


def test_one_of_the_two_versions_is_never_written_over(built_docx: Path) -> None:
    before = built_docx.read_bytes()
    result = _call(str(built_docx), DECISION, "-o", str(built_docx))
    assert isinstance(result.exception, UsageError)
    assert built_docx.read_bytes() == before


@pytest.fixture
def built_docx(desk: Path) -> Path:
    done = CliRunner().invoke(cli, ["build", "--no-pdf", DECISION])
    assert done.exit_code == 0
    return desk / f"output/{DECISION}/{DECISION}.docx"


def test_a_word_file_edited_by_hand_differs_where_it_was_edited_alone(
    desk: Path, built_docx: Path
) -> None:
    parts = dict(read_package(built_docx))
    document = parts["word/document.xml"].decode()
    assert document.count("kể từ ngày ký ban hành") == 1
    parts["word/document.xml"] = document.replace("ngày ký ban hành", "ngày ký").encode()
    write_package(parts, desk / "sua-tay.docx")
    said = _made(str(built_docx), "sua-tay.docx", "-o", "a.xlsx")
    assert "rows with changes: 1\n" in said
    assert "  hieu-luc: Điều 3" in said
