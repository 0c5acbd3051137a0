"""The proof of a draft's Word file looks into its headers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from template_desk import resolved

from building import PROJECT, REAL
from qdgen.document.draft import Draft
from qdgen.word.compose import Composition, compose
from qdgen.word.package import read_package, write_package
from qdgen.word.proof import prove_docx
from qdgen.word.templates import Templates

DRAFT = Draft(2, date(2025, 6, 10))


def composed(draft: Draft | None) -> Composition:
    return compose(resolved()[REAL], Templates(PROJECT / "templates"), "0" * 64, draft=draft)


def written(folder: Path, composition: Composition) -> Path:
    path = folder / "x.docx"
    write_package(composition.parts, path)
    return path


def test_a_draft_is_proven(tmp_path: Path) -> None:
    composition = composed(DRAFT)
    assert composition.printed.stamp == ("DỰ THẢO LẦN 2", "ngày 10/6/2025")
    assert prove_docx(written(tmp_path, composition), composition.printed, _anchors()) == []


def test_a_clean_file_is_no_draft(tmp_path: Path) -> None:
    path = written(tmp_path, composed(None))
    found = prove_docx(path, composed(DRAFT).printed, _anchors())
    assert {f.code for f in found} == {"docx-draft-stamp"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("LẦN 2", "LẦN 3"),
        ("10/6/2025", "11/6/2025"),
        ("DỰ THẢO", "BẢN CHÍNH"),
        ("</w:hdr>", "<w:p><w:r><w:t>Mật</w:t></w:r></w:p></w:hdr>"),
    ],
)
def test_a_header_that_says_something_else_is_named(tmp_path: Path, old: str, new: str) -> None:
    composition = composed(DRAFT)
    path = written(tmp_path, composition)
    parts = read_package(path)
    headers = [name for name in parts if "/header" in name]
    for name in headers:
        words = parts[name].decode()
        assert old in words
        write_package({**parts, name: words.replace(old, new).encode()}, path)
        found = prove_docx(path, composition.printed, _anchors())
        assert {f.code for f in found} == {"docx-draft-stamp"}
    assert len(headers) == 2


def test_the_style_is_the_same_in_all_templates() -> None:
    looks = {
        read_package(path)["word/styles.xml"].decode().partition('w:styleId="DuThao"')[2]
        for path in (PROJECT / "templates").glob("*.docx")
    }
    assert len(looks) == 1
    assert "w:framePr" in looks.pop()


def _anchors() -> tuple[str, ...]:
    return resolved()[REAL].anchors
