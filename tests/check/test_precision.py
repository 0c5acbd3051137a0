"""Decisions of several kinds, drafted without a fault: no rule may find anything in them, neither
as content nor as Word and PDF files."""

from __future__ import annotations

from pathlib import Path

import pytest
from seeded import HERE, check_content, told

from building import qdgen_run

FAULTLESS = sorted(path.parent for path in (HERE / "precision").glob("*/*/quyet-dinh.yaml"))


def test_there_are_three_kinds() -> None:
    assert [folder.parent.name for folder in FAULTLESS] == ["bo-nhiem", "danh-sach", "quy-che"]


@pytest.mark.parametrize("folder", FAULTLESS, ids=lambda folder: folder.parent.name)
def test_nothing_is_found_where_nothing_is_wrong(folder: Path) -> None:
    assert told(check_content(folder).findings) == []


def test_nothing_is_found_in_what_is_built_of_them(tmp_path: Path) -> None:
    built = qdgen_run("--lang", "en", "build", *FAULTLESS, "--output", tmp_path)
    assert built.returncode == 0, built.stderr
    files = sorted(path for path in tmp_path.glob("*/*") if path.suffix in (".docx", ".pdf"))
    assert len(files) == 2 * len(FAULTLESS)
    checked = qdgen_run("--lang", "en", "check", *files)
    assert checked.returncode == 0, checked.stdout
    assert "nothing found" in checked.stdout
