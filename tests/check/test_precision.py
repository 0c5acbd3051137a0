"""Decisions of several kinds, drafted without a fault: no rule may find anything in them, neither
as content nor as Word and PDF files."""

from __future__ import annotations

from pathlib import Path

import pytest
from seeded import HERE, check_content, told

from building import qdgen_run

# Those of tests/dossiers are the examples of other tests, and shall be examples in this too.
FOLDERS = (HERE / "precision", HERE.parent / "dossiers")
FAULTLESS = sorted(path.parent for folder in FOLDERS for path in folder.glob("*/*/quyet-dinh.yaml"))


def test_there_are_six_of_four_kinds() -> None:
    kinds = ["bo-nhiem", "danh-sach", "quy-che", "ba-phu-luc", "bo-nhiem", "quy-che"]
    assert [folder.parent.name for folder in FAULTLESS] == kinds


@pytest.mark.parametrize("folder", FAULTLESS, ids=lambda folder: folder.name)
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
