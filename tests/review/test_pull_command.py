"""`qdgen pull` as its user calls it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import docx
import pytest
from pull_desk import Desk, open_desk, paragraph_with, retype

from building import qdgen_run
from qdgen.content.loader import load_dossier
from qdgen.pipeline.base_copies import keep_copy
from qdgen.pipeline.reading import content_hash


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = open_desk(tmp_path)
    desk.review(retype("đôn đốc việc", "kiểm tra việc"))
    return desk


def test_it_shows_the_patch_and_writes_only_when_told(desk: Desk) -> None:
    before = desk.file("quyet-dinh.yaml")
    shown = qdgen_run("--lang", "en", "pull", "reviewed.docx", cwd=desk.root)
    assert shown.returncode == 1, shown.stderr
    added = [line for line in shown.stdout.splitlines() if line.startswith("+ ")]
    assert any("kiểm tra việc thực hiện." in line for line in added)
    assert desk.file("quyet-dinh.yaml") == before
    dry = qdgen_run("--lang", "en", "pull", "reviewed.docx", "--dry-run", cwd=desk.root)
    assert (dry.returncode, desk.file("quyet-dinh.yaml")) == (0, before)
    told = qdgen_run("pull", "reviewed.docx", "--yes", "--format", "json", cwd=desk.root)
    assert told.returncode == 0, told.stderr
    data = json.loads(told.stdout)
    assert [(e["state"], e["before"], e["after"]) for e in data["edits"]] == [
        ("applied", "đôn đốc", "kiểm tra")
    ]
    assert data["written"] == ["content/2025-thu/quyet-dinh.yaml"]
    assert "kiểm tra việc" in desk.file("quyet-dinh.yaml")


def test_what_is_left_open_stands_in_ra_soat_once_and_the_exit_code_says_so(desk: Desk) -> None:
    word = docx.Document(str(desk.reviewed))
    paragraph = paragraph_with(word, "Kinh phí theo quy định")
    word.add_comment(paragraph.runs[0], text="Nguồn nào?", author="Vụ Tài chính")
    word.save(str(desk.reviewed))
    for _ in range(2):
        done = qdgen_run(
            "pull", "reviewed.docx", "2025-thu", "--yes", "--comments",
            "--base", "content/2025-thu", cwd=desk.root,
        )  # fmt: skip
        assert done.returncode == 1, done.stderr
    assert desk.file("ra-soat.yaml").count("Nguồn nào?") == 1
    assert "cho: kinh-phi-kh" in desk.file("ra-soat.yaml")
    assert desk.file("ke-hoach.yaml").count("# Vụ Tài chính: Nguồn nào?") == 1
    found, problems = load_dossier(desk.dossier)
    assert found is not None, problems


def test_the_base_is_found_in_the_copy_a_build_kept_or_asked_for(desk: Desk) -> None:
    dossier, _ = load_dossier(desk.dossier)
    assert dossier is not None
    mark = content_hash(dossier)
    path = desk.dossier / "quyet-dinh.yaml"
    path.write_text(desk.file("quyet-dinh.yaml").replace("năm 2025.", "năm 2026."), "utf-8")
    lost = qdgen_run("--lang", "en", "pull", "reviewed.docx", cwd=desk.root)
    assert lost.returncode == 2
    assert "--base" in lost.stderr
    outputs = desk.root / "output" / "2025-thu"
    outputs.mkdir(parents=True)
    old = desk.root / "old" / "2025-thu"
    shutil.copytree(desk.dossier, old)
    shutil.copy(desk.root / "content/van-ban.yaml", old.parent)
    was = old / "quyet-dinh.yaml"
    was.write_text(was.read_text("utf-8").replace("năm 2026.", "năm 2025."), "utf-8")
    kept, _ = load_dossier(old)
    assert kept is not None
    assert content_hash(kept) == mark
    keep_copy(kept, mark, outputs)
    done = qdgen_run("--lang", "en", "pull", "reviewed.docx", "--yes", cwd=desk.root)
    assert done.returncode == 0, done.stderr
    assert "copy that its build kept" in done.stdout
    assert "năm 2026." in desk.file("quyet-dinh.yaml")
    assert "kiểm tra việc" in desk.file("quyet-dinh.yaml")


def test_a_copy_that_was_tampered_with_is_no_base(desk: Desk) -> None:
    outputs = desk.root / "output" / "2025-thu"
    (outputs / ".goc").mkdir(parents=True)
    dossier, _ = load_dossier(desk.dossier)
    assert dossier is not None
    (desk.root / "content/van-ban.yaml").write_text("{}", "utf-8")
    (outputs / ".goc" / f"{content_hash(dossier)[:32]}.zip").write_bytes(b"PK broken")
    done = qdgen_run("--lang", "en", "pull", "reviewed.docx", cwd=desk.root)
    assert done.returncode in (2, 3)
    assert "Traceback" not in done.stderr
