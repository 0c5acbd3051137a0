"""`qdgen show` and `qdgen git-setup`, with the real git."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from raw_docx import Raw, p, r

from qdgen.cli.git_textconv import textconv_command
from qdgen.cli.main import cli
from qdgen.errors import MissingToolError, UsageError
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


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "kho văn bản"
    folder.mkdir()
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "none"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2] / "src"))
    monkeypatch.chdir(folder)
    _git("init", "-q")
    _git("config", "user.name", "x")
    _git("config", "user.email", "x@x.example")
    return folder


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], check=True, capture_output=True, timeout=60)
    return done.stdout.decode("utf-8")


def _setup(*arguments: str) -> str:
    result = CliRunner().invoke(cli, ["git-setup", *arguments], catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def _config(folder: Path) -> bytes:
    return (folder / ".git" / "config").read_bytes()


def test_git_diff_shows_a_changed_word_and_only_the_changed_line(repository: Path) -> None:
    path = repository / "mẫu có dấu cách.docx"
    write_package(Raw(p(r("một")) + p(r("hai"))).parts(), path)
    _setup()
    _git("add", ".")
    _git("commit", "-qm", "x")
    write_package(Raw(p(r("một")) + p(r("ba"))).parts(), path)
    lines = _git("diff").splitlines()
    assert [line for line in lines if line.startswith(("-[", "+["))] == [
        "-[Normal] hai",
        "+[Normal] ba",
    ]


def test_git_diff_goes_on_past_a_broken_file(repository: Path) -> None:
    _setup()
    _write(repository / "a.docx", "một")
    (repository / "b.txt").write_text("b\n")
    _git("add", ".")
    _git("commit", "-qm", "x")
    (repository / "a.docx").write_bytes(b"PK, cut off")
    (repository / "b.txt").write_text("c\n")
    said = _git("diff")
    assert "-[Normal] một" in said
    assert "+c" in said


def test_nothing_in_the_repository_is_run(repository: Path) -> None:
    _setup()
    for name in ("qdgen.py", "click.py", "lxml.py"):
        (repository / name).write_text("raise SystemExit('ran')")
    _write(repository / "a.docx", "một")
    _git("add", ".")
    assert "+[Normal] một" in _git("diff", "--cached")


def test_only_this_repository_is_set_up_and_again_changes_nothing(repository: Path) -> None:
    _setup()
    config, attributes = _config(repository), (repository / ".gitattributes").read_bytes()
    assert attributes == b"*.docx diff=qdgen-docx\n"
    _setup()
    assert _config(repository) == config
    assert (repository / ".gitattributes").read_bytes() == attributes
    assert _git("config", "--local", "diff.qdgen-docx.cachetextconv") == "true\n"


@pytest.mark.parametrize(
    "earlier",
    [None, b"", b"*.pdf binary\n", b"*.pdf binary", b"*.pdf binary\r\n*.docx binary\r\n"],
)
def test_undo_takes_out_what_was_set_and_nothing_else(
    repository: Path, earlier: bytes | None
) -> None:
    attributes = repository / ".gitattributes"
    if earlier is not None:
        attributes.write_bytes(earlier)
    _git("config", "diff.other.textconv", "cat")
    config = _config(repository)
    _setup()
    assert _git("check-attr", "diff", "a.docx") == "a.docx: diff: qdgen-docx\n"
    if earlier:
        assert attributes.read_bytes().startswith(earlier)
    _setup("--undo")
    assert _config(repository) == config
    left = attributes.read_bytes() if attributes.exists() else None
    assert left == (earlier or None)


def test_a_line_that_was_there_before_stays_after_undo(repository: Path) -> None:
    attributes = repository / ".gitattributes"
    attributes.write_bytes(b"*.docx diff=qdgen-docx\n")
    _setup()
    _setup("--undo")
    assert attributes.read_bytes() == b"*.docx diff=qdgen-docx\n"


def test_undo_without_set_up_changes_nothing(repository: Path) -> None:
    config = _config(repository)
    _setup("--undo")
    assert _config(repository) == config


def test_it_works_from_a_folder_inside_the_repository(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = repository / "content"
    inner.mkdir()
    monkeypatch.chdir(inner)
    _setup()
    assert (repository / ".gitattributes").exists()
    assert not (inner / ".gitattributes").exists()


def test_outside_a_repository_it_is_a_usage_error(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.parent)
    for arguments in ([], ["--undo"]):
        result = CliRunner().invoke(cli, ["git-setup", *arguments])
        assert isinstance(result.exception, UsageError)
        assert result.exception.exit_code == 2


def test_without_git_the_missing_tool_is_named(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository))
    assert isinstance(CliRunner().invoke(cli, ["git-setup"]).exception, MissingToolError)


def test_the_command_is_quoted_for_gits_shell() -> None:
    for python in (sys.executable, "/opt/thư mục/it's/python"):
        command = textconv_command(python)
        assert shlex.split(command) == [python, "-P", "-m", "qdgen", "show", "--textconv"]
