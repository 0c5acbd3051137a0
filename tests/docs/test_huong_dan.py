"""The Vietnamese guide is true: its files build, its commands and mistakes give what it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from guide_pages import FILES_OF, GUIDE, PROJECT, Desk, steps

PAGES = sorted(GUIDE.glob("*.md"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_the_guide_shows_is_what_happens(
    page: Path, tmp_path: Path, update_golden: bool
) -> None:
    """With --update-golden, what is shown is written anew."""
    desk = Desk(tmp_path / "ho-so", tmp_path / "bin")
    shown = page.read_text(encoding="utf-8")
    happens = desk.replay(shown)
    if update_golden:
        page.write_text(happens, encoding="utf-8")
    else:
        assert happens == shown


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
