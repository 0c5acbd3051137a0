"""`qdgen show`: a Word file as text."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from raw_docx import Raw, p, r

from qdgen.cli.main import cli
from qdgen.word.package import UnreadableFileError, write_package


def _write(path: Path, words: str) -> None:
    write_package(Raw(p(r(words))).parts(), path)


def test_show_prints_the_golden_text_in_utf_8(tmp_path: Path) -> None:
    _write(tmp_path / "a.docx", "Quyết định")
    result = CliRunner().invoke(cli, ["show", str(tmp_path / "a.docx")])
    assert result.exit_code == 0
    assert "[Normal] Quyết định\n" in result.stdout_bytes.decode("utf-8")


def test_show_refuses_a_file_that_is_no_docx(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    result = CliRunner().invoke(cli, ["show", str(tmp_path / "a.docx")])
    assert isinstance(result.exception, UnreadableFileError)


def test_for_git_a_broken_file_is_shown_as_its_fault(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_text("x")
    result = CliRunner().invoke(cli, ["show", "--textconv", str(tmp_path / "a.docx")])
    assert result.exit_code == 0
    assert "a.docx" in result.stdout


def test_show_of_a_file_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    assert CliRunner().invoke(cli, ["show", str(tmp_path / "a.docx")]).exit_code == 2
