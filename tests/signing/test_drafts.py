"""No draft is issued, and what is issued becomes no draft again."""

from __future__ import annotations

import subprocess
from pathlib import Path

from issuing_desk import NAME, clerk_desk

from building import qdgen_run
from qdgen.pdf.reading import pages
from qdgen.signing.record import RECORD
from qdgen.word.reading import read_docx


def run(desk: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return qdgen_run("--lang", "en", *arguments, cwd=desk)


def draft(desk: Path) -> subprocess.CompletedProcess[str]:
    return run(desk, "build", "--no-pdf", "--ban-thao", "2")


def test_what_is_issued_bears_no_stamp_and_a_draft_is_made_of_it_no_more(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path, in_git=False)
    assert draft(desk).returncode == 0
    done = run(desk, "issue", NAME, "--so", "7", "--ngay", "5/2/2026")
    assert done.returncode == 0, done.stderr
    package = desk / "output" / NAME / "ban-hanh"
    assert not [path.name for path in package.iterdir() if "du-thao" in path.name]
    assert "DỰ THẢO" not in "".join(page.text for page in pages(package / f"{NAME}.pdf"))
    assert "DỰ THẢO" not in str(read_docx(package / f"{NAME}.docx"))
    refused = draft(desk)
    assert refused.returncode == 7
    assert "issued as number 7 on 05/02/2026; no draft is made of it" in refused.stderr
    assert "qdgen reopen" in refused.stderr


def test_an_issued_dossier_opened_again_may_be_drafted_until_it_is_issued(desk: Path) -> None:
    record = desk / "content" / NAME / RECORD
    issued = record.read_bytes()
    assert run(desk, "reopen", NAME, "--ly-do", "sai số liệu").returncode == 0
    assert draft(desk).returncode == 0
    assert "nothing has changed" in draft(desk).stdout
    # The content is as it was, the stamp of the last build fresh: what is issued is refused still.
    record.write_bytes(issued)
    assert draft(desk).returncode == 7
    assert run(desk, "build", "--no-pdf").returncode == 0
