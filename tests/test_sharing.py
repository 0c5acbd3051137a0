"""What spares the suite time changes nothing that a test sees."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from building import DOSSIERS, REAL, environment, qdgen_run
from sharing import LONGEST

TESTS = Path(__file__).parent


@pytest.mark.parametrize(
    "arguments",
    [
        ("--lang", "en", "--help"),
        ("--lang", "vi", "build", "khong-co"),
        ("--lang", "en", "check", str(DOSSIERS[REAL])),
        ("explain", "--khong-co"),
    ],
    ids=" ".join,
)
def test_a_forked_call_says_what_one_says_that_is_started_anew(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    forked = qdgen_run(*arguments, cwd=tmp_path)
    anew = qdgen_run(*arguments, cwd=tmp_path, env=environment())
    assert forked.returncode == anew.returncode
    # It bears the name of the installed program, not that of the module.
    assert forked.stdout == anew.stdout.replace("python -m qdgen", "qdgen")
    assert forked.stderr == anew.stderr.replace("python -m qdgen", "qdgen")


def test_a_forked_call_has_folder_and_environment_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDGEN_LANG", "en")
    assert "Usage" in qdgen_run("--help", cwd=tmp_path).stdout
    monkeypatch.setenv("QDGEN_LANG", "vi")
    assert "Usage" not in qdgen_run("--help", cwd=tmp_path).stdout
    assert Path.cwd() != tmp_path
    assert os.environ["QDGEN_LANG"] == "vi"


def test_a_forked_call_out_of_time_is_ended_and_the_next_one_runs(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(subprocess.TimeoutExpired):
        qdgen_run("build", DOSSIERS[REAL], "--watch", "--no-pdf", "-o", tmp_path, seconds=1)
    assert qdgen_run("--version").stdout.startswith("qdgen ")


def test_the_files_that_begin_are_there() -> None:
    assert [name for name in LONGEST if not (TESTS / name).is_file()] == []
