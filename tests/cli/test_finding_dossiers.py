"""Which dossiers a build without names, or with the name of a folder, takes up."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from qdgen.errors import UsageError
from qdgen.tree import find_dossiers, overlooked
from small_dossiers import write_dossier


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """`content/` with two dossiers, a folder without a decision, and a link that leads out."""
    content = tmp_path / "content"
    ours = write_dossier(content, "ho-so")
    shutil.copytree(ours, content / "a-truoc")
    shutil.copytree(ours, tmp_path / "ngoai")
    (content / "khac").mkdir()
    (content / "lien-ket").symlink_to(tmp_path / "ngoai", target_is_directory=True)
    return content


@pytest.mark.parametrize("given", [[], ["content"]])
def test_dossiers_are_the_folders_with_a_decision(content: Path, given: list[str]) -> None:
    found = find_dossiers([Path(name) for name in given], content.parent)
    assert [path.name for path in found] == ["a-truoc", "ho-so"]


def test_a_link_that_leads_out_is_a_dossier_when_it_is_named(content: Path) -> None:
    assert find_dossiers([Path("lien-ket")], content.parent) == [content / "lien-ket"]


def test_a_folder_that_is_not_there_is_told(content: Path) -> None:
    with pytest.raises(UsageError, match="there is no dossier"):
        find_dossiers([], content)


@pytest.mark.parametrize("name", ["QuyetDinh.yaml", "quyet-dinh.yaml.txt", "Quyết định.yaml"])
def test_a_folder_whose_decision_is_misnamed_is_told_of(content: Path, name: str) -> None:
    (content / "khac" / name).write_text("van_ban:\n", encoding="utf-8")
    assert overlooked(content.parent) == [(content / "khac", name)]


def test_an_empty_folder_is_no_overlooked_dossier(content: Path) -> None:
    assert overlooked(content.parent) == []
