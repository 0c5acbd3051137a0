"""Word files are read back while the engine works; what lacks something is never published."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pytest

from building import PROJECT
from qdgen.errors import TemplateError
from qdgen.messages import Text, render
from qdgen.pipeline import Options, Result, build
from small_dossiers import annex, write_dossier

_NAME = "2025-thu"


def _told(_message: Text) -> None:
    pass


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A dossier, and a template in which a clerk has hidden what the decision is about."""
    folder = tmp_path / "templates"
    shutil.copytree(PROJECT / "templates", folder)
    template = docx.Document(str(folder / "quyet-dinh.docx"))
    cells = [cell for table in template.tables for row in table.rows for cell in row.cells]
    lines = [*template.paragraphs, *(line for cell in cells for line in cell.paragraphs)]
    for line in lines:
        for run in line.runs:
            run.font.hidden = "trich_yeu" in line.text or None
    template.save(str(folder / "quyet-dinh.docx"))
    return write_dossier(tmp_path / "content")


def _engine(folder: Path, words: str) -> str:
    script = folder / "soffice-gia"
    script.write_text(f"#!/bin/sh\n{words}\n", encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def _built(dossier: Path, *, pdf: bool = True, split: bool = False) -> Result:
    here = dossier.parents[1]
    options = Options(here / "output", here, pdf=pdf, split=split)
    return build([dossier], options, _told)[0]


def _refused(result: Result, file: str = f"{_NAME}.docx") -> None:
    assert isinstance(result.error, TemplateError)
    said = render(result.error.message, "en")
    assert said == f"{file} does not hold what it should; nothing was written"
    assert [finding.code for finding in result.diagnostics] == ["docx-missing-text"]
    assert "Phê duyệt Kế hoạch hành động" in render(result.diagnostics[0].message, "en")
    assert result.written == []
    output = result.dossier.parents[1] / "output"
    assert [path.name for path in output.rglob("*") if path.name != _NAME] == []


def test_a_text_that_the_template_loses_fails_a_build_whose_engine_made_a_pdf(
    content: Path,
) -> None:
    _refused(_built(content))


@pytest.mark.parametrize("words", ["exit 1", "exit 0"])
def test_a_lost_text_counts_for_more_than_an_engine_that_failed(
    content: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("QDGEN_SOFFICE", _engine(content.parent, words))
    _refused(_built(content))


def test_a_lost_text_counts_for_more_than_an_engine_that_cannot_be_started(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDGEN_SOFFICE", _engine(content.parent, "").replace("gia", "khong-co"))
    _refused(_built(content))


def test_a_lost_text_fails_a_build_where_there_are_no_fonts(
    content: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDGEN_FONTS", str(content))
    _refused(_built(content))


def test_a_lost_text_fails_a_build_without_pdf(content: Path) -> None:
    _refused(_built(content, pdf=False))


def test_a_lost_text_in_one_part_leaves_no_part_of_it_written(content: Path) -> None:
    write_dossier(content.parent, files={"phu-luc": annex("- id: a\n  viec: Lập kế hoạch\n")})
    _refused(_built(content, pdf=False, split=True), f"{_NAME}-quyet-dinh.docx")


def test_what_is_proven_once_is_published(content: Path) -> None:
    shutil.rmtree(content.parents[1] / "templates")
    result = _built(content, pdf=False)
    assert result.error is None
    assert [path.name for path in result.written] == [f"{_NAME}.docx"]
