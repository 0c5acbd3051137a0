"""What `qdgen check` makes of Word and PDF files: those just built, and those that are not."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import DOSSIERS, Built
from qdgen.cli.main import cli
from qdgen.freshness import Standing, standing

NAME = "2025-bo-nhiem"


def _check(*words: str | Path) -> dict[str, dict[str, object]]:
    """What is said of each document, by its name."""
    given = ["--lang", "en", "check", "--format", "json", *map(str, words)]
    result = CliRunner().invoke(cli, given)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return {document["name"]: document for document in json.loads(result.stdout)["documents"]}


@pytest.fixture
def project(tmp_path: Path, built: Built, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A dossier in content/ with its outputs in output/, as a build leaves them."""
    source = DOSSIERS[NAME]
    shutil.copytree(source.parent, tmp_path / "content")
    shutil.copytree(built.folder / NAME, tmp_path / "output" / NAME)
    stamp = tmp_path / "output" / NAME / ".qdgen.json"
    words = stamp.read_text(encoding="utf-8")
    words = words.replace(str(source.parent), str(tmp_path / "content"))
    words = words.replace(str(built.folder / NAME), str(tmp_path / "output" / NAME))
    stamp.write_text(words, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _standing(project: Path, suffix: str = ".docx") -> Standing:
    outputs = project / "output" / NAME
    return standing(outputs / f"{NAME}{suffix}", outputs / ".qdgen.json")


def test_without_a_path_the_outputs_are_checked_too(project: Path) -> None:
    assert _standing(project) is _standing(project, ".pdf") is Standing.AS_BUILT
    said = _check()
    assert list(said) == [
        f"content/{NAME}",
        f"output/{NAME}/{NAME}.docx",
        f"output/{NAME}/{NAME}.pdf",
    ]
    content, *outputs = said.values()
    assert all(document["noticed"] == [] for document in outputs)
    for document in outputs:
        assert all(code.startswith("TB") or code not in content["verdicts"]
                   for code in document["verdicts"])  # fmt: skip


@pytest.mark.usefixtures("project")
def test_what_is_said_of_the_content_is_not_said_again_of_its_outputs() -> None:
    said = list(_check().values())
    told = {(f["code"], f["message"]) for f in said[0]["findings"]}
    for document in said[1:]:
        assert not told & {(f["code"], f["message"]) for f in document["findings"]}


def test_an_output_of_older_content_is_said_to_be_outdated(project: Path) -> None:
    path = project / "content" / NAME / "quyet-dinh.yaml"
    path.write_text(f"# đã sửa\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    assert _standing(project) is Standing.OUTDATED
    outputs = list(_check().values())[1:]
    assert [[n["code"] for n in d["noticed"]] for d in outputs] == [["output-outdated"]] * 2


def test_an_output_changed_by_hand_is_a_file_like_any(project: Path) -> None:
    path = project / "output" / NAME / f"{NAME}.docx"
    shutil.copy(project / "output" / NAME / f"{NAME}.pdf", path.with_name("khac.pdf"))
    path.write_bytes(path.read_bytes() + b"\0")
    assert _standing(project) is Standing.UNKNOWN
    word = _check(path)[f"output/{NAME}/{NAME}.docx"]
    assert any(not code.startswith("TB") for code in word["verdicts"])


@pytest.mark.parametrize("name", ["khong.docx", "rong.docx", "khong.pdf", "rong.pdf"])
def test_a_file_that_cannot_be_read_is_said_and_the_others_are_checked(
    project: Path, name: str
) -> None:
    (project / name).write_bytes(b"" if name.startswith("rong") else b"khong phai")
    said = _check(name, project / "output" / NAME)
    assert said[name]["error"] is not None
    assert len(said) == 3
    assert all(d["error"] is None for n, d in said.items() if n != name)


def test_a_file_from_elsewhere_is_judged_whole(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("thu")
    for suffix in (".docx", ".pdf"):
        shutil.copy(project / "output" / NAME / f"{NAME}{suffix}", folder / f"thu{suffix}")
    for document in _check(folder).values():
        assert any(not code.startswith("TB") for code in document["verdicts"])
        assert document["error"] is None


def test_a_word_file_is_not_mended(project: Path) -> None:
    path = project / "output" / NAME / f"{NAME}.docx"
    before = path.read_bytes()
    result = CliRunner().invoke(cli, ["--lang", "en", "check", "--fix", str(path)])
    assert "only content is mended; mend a Word file in Word" in result.stderr
    assert path.read_bytes() == before
