"""The Vietnamese guide is true: its files build, its commands and mistakes give what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from guide_pages import FILES_OF, GUIDE, PROJECT, Desk, steps

from qdgen.word.reading import read_docx

PAGES = sorted(GUIDE.glob("*.md"))


REVIEW = GUIDE / "nguoi-soat.md"
Replay = Callable[[Path], tuple[Desk, str]]


@pytest.fixture(scope="module")
def replay(tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Does what a page says, once; the desk afterwards, and the page as it happened."""

    @cache
    def replayed(page: Path) -> tuple[Desk, str]:
        folder = tmp_path_factory.mktemp(page.stem)
        desk = Desk(folder / "ho-so", folder / "bin")
        return desk, desk.replay(page.read_text(encoding="utf-8"))

    return replayed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_guide_shows_is_what_happens(
    page: Path, replay: Replay, update_golden: bool
) -> None:
    """With --update-golden, what is shown is written anew."""
    shown = page.read_text(encoding="utf-8")
    _, happens = replay(page)
    if update_golden:
        page.write_text(happens, encoding="utf-8")
    else:
        assert happens == shown


def test_the_review_of_the_guide_ends_with_all_ten_edits_in_one_source(replay: Replay) -> None:
    desk, _ = replay(REVIEW)
    decision, plan, annex = (
        " ".join((desk.folder / f"content/2025-du-lieu-quoc-gia/{name}.yaml").read_text().split())
        for name in ("quyet-dinh", "ke-hoach", "phu-luc")
    )
    for words in (
        "theo Quyết định số 142/QĐ-TTg ngày",
        "- id: cong-khai noi_dung: >- Văn phòng Bộ công khai kết quả",
        "Bộ Khoa học và Công nghệ (qua đầu mối Viện Chiến lược)",
        "theo dõi, đôn đốc, kiểm tra, phối hợp",
        "kể từ ngày ký. - id: thi-hanh",
        "trước ngày 05/12/2025.",
    ):
        assert words in decision
    assert "10/12/2025" not in decision  # the drafter's day gave way to the leader's
    assert "^(Phê duyệt Kế hoạch hành động của Bộ Khoa học và Công nghệ" in plan
    assert "Nâng cao trách nhiệm của người đứng đầu" not in plan
    assert "Tháng 9/2025 (Phối hợp theo kế hoạch của Bộ Công an)" in annex
    read_docx(desk.folder / "ban-co-dau-sua.docx")
    sheet = openpyxl.load_workbook(desk.folder / "so-sanh.xlsx").active
    assert sum(str(cell.value).startswith("Theo ý kiến") for cell in sheet["C"]) == 7


def test_the_guide_shows_files_mistakes_and_templates() -> None:
    kinds = [step.kind for page in PAGES for step in steps(page.read_text(encoding="utf-8"))]
    assert kinds.count("sai") >= 20
    assert kinds.count("tệp") >= 5
    assert kinds.count("mẫu") >= 5
    assert kinds.count("chạy") >= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_is_in_the_table_of_contents(page: Path) -> None:
    contents = (GUIDE / "README.md").read_text(encoding="utf-8")
    assert page.name == "README.md" or f"]({page.name})" in contents


def test_no_block_of_yaml_stands_unproven() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        proven = {span for step in steps(text) for span in step.blocks}
        for block in re.finditer(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            assert block.span(1) in proven, block[1]


def test_the_files_of_the_guide_stand_on_one_page() -> None:
    for page in PAGES:
        found = [s for s in steps(page.read_text(encoding="utf-8")) if s.kind == "tệp"]
        assert bool(found) == (page == FILES_OF)


def test_the_set_up_is_told_in_its_own_words() -> None:
    program = (PROJECT / "build.py").read_text(encoding="utf-8")
    packages = (PROJECT / "requirements.lock").read_text(encoding="utf-8").count("==")
    contents = (GUIDE / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^(Đang .+|Đã cài .+)$", contents, re.MULTILINE)
    assert len(told) == 3
    for line in told:
        assert line.replace(str(packages), "{}") in program
