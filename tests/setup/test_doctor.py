"""`qdgen doctor` says what is there, what is not, and how to get it."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from qdgen import outside
from qdgen.cli.main import cli


def _ask(*arguments: str, **environ: str) -> Result:
    return CliRunner().invoke(cli, ["doctor", *arguments], env=environ)


def _findings(result: Result) -> dict[str, dict[str, object]]:
    return {finding["name"]: finding for finding in json.loads(result.output)["findings"]}


def test_on_a_machine_with_everything_it_is_content() -> None:
    result = _ask()
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    for name in ("Python", "click", "docxtpl", "LibreOffice", "fonts", "git", "node"):
        assert any(line[2:].startswith(f"{name} ") for line in result.output.splitlines()), name


def test_it_names_the_engine_with_its_version_and_the_files_of_the_fonts() -> None:
    findings = _findings(_ask("--format", "json"))
    engine = outside.find_engine()
    assert engine is not None
    assert findings["LibreOffice"]["found"] == f"{outside.engine_version(engine)} ({engine})"
    files = outside.find_font_files()
    assert files is not None
    assert all(path.name in str(findings["fonts"]["found"]) for path in files.values())


def test_a_missing_engine_is_a_need_and_its_command_is_given() -> None:
    result = _ask("--format", "json", QDGEN_SOFFICE="/nowhere/soffice")
    assert result.exit_code == 5
    assert json.loads(result.output)["ok"] is False
    finding = _findings(result)["LibreOffice"]
    assert finding["there"] is False
    assert outside.how_to_install("engine") in str(finding["remedy"])


def test_missing_fonts_are_a_need(tmp_path: Path) -> None:
    result = _ask(QDGEN_FONTS=str(tmp_path), QDGEN_LANG="en")
    assert result.exit_code == 5
    lines = result.output.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("✗ fonts"))
    assert "not found" in lines[place]
    assert outside.how_to_install("fonts") in lines[place + 1]


def test_fonts_that_lack_letters_are_named_with_the_letters(tmp_path: Path) -> None:
    for name in ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"):
        (tmp_path / name).write_bytes(b"no font")
    result = _ask(QDGEN_FONTS=str(tmp_path), QDGEN_LANG="en")
    assert result.exit_code == 5
    assert f"Times New Roman in {tmp_path} lacks 146 of 146 letters: A" in result.output


def test_what_only_tests_need_does_not_count(tmp_path: Path) -> None:
    engine = tmp_path / "soffice"
    engine.write_text("#!/bin/sh\necho LibreOffice 7.4.7.2\n")
    engine.chmod(0o755)
    result = _ask("--format", "json", PATH=str(tmp_path))
    assert result.exit_code == 0, result.output
    findings = _findings(result)
    assert findings["node"]["there"] is False
    assert findings["git"]["there"] is False
