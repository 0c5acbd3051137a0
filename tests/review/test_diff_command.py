"""`qdgen diff` as its users meet it: forms, exit codes, languages, and texts that mean harm."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from building import qdgen_run
from small_dossiers import annex, decision, write_dossier

HOSTILE = (
    '</script><img src=x onerror=alert(1)> {{7*7}} `code` @everyone #1 [a](http://x.vn) "&" \\|'
)
NUMBERS = ", ".join(f"{n}" for n in range(1, 9))


def written(words: str) -> str:
    """Content that prints these words."""
    return re.sub(r"([\\@*^<])", r"\\\1", words)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two versions with a change of most kinds in them."""
    folder = tmp_path_factory.mktemp("desk")
    articles = """\
- id: mot
  noi_dung: Các đơn vị gửi báo cáo trước ngày 15/12/2025 về Vụ Bưu chính.
- id: hai
  noi_dung: Vụ Bưu chính tổng hợp.
- id: ba
  noi_dung: Quyết định có hiệu lực./.
"""
    rows = "".join(f"- id: r{n}\n  viec: Việc {n} của Vụ Bưu chính\n" for n in range(1, 5))
    changed = (
        articles.replace("15/12/2025", "15/11/2025")
        .replace("Vụ Bưu", "Cục Bưu")
        .replace("- id: ba", f"- id: moi\n  noi_dung: >-\n    {written(HOSTILE)}\n- id: ba")
    )
    for name, text, table in (
        ("cu", articles, rows),
        ("moi", changed, rows.replace("Vụ Bưu", "Cục Bưu")),
    ):
        write_dossier(
            folder / name,
            quyet_dinh=decision(text, kem_theo=("phu-luc",)),
            files={"phu-luc": annex(table, stt="- 1\n")},
        )
    return folder


def diff(desk: Path, *more: str, code: int = 1) -> str:
    done = qdgen_run("--lang", "en", "diff", "cu/2025-thu", "moi/2025-thu", *more, cwd=desk)
    assert (done.returncode, done.stderr) == (code, "")
    return done.stdout


def test_in_a_terminal_without_colours_signs_tell_words_apart(desk: Path) -> None:
    told = diff(desk)
    assert "[-15/12/2025-]{+15/11/2025+}" in told
    assert "[-Vụ-]{+Cục+}  in 5 places: [substance]" in told
    assert "Điều 3 [moi]: added [substance: a provision came or went]" in told
    assert "Renumbered only: Điều 4 (Điều 3. → Điều 4.)" in told
    assert "changes: 7 (substance 7)" in told
    assert "\x1b" not in told


def test_on_a_terminal_colours_tell_them_apart(desk: Path) -> None:
    command = ["qdgen", "diff", "cu/2025-thu", "moi/2025-thu"]
    import sys

    reader, writer = pty.openpty()
    started = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=desk,
        stdout=writer,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(writer)
    told = b""
    while True:
        try:
            part = os.read(reader, 65536)
        except OSError:
            break
        told += part
        if not part:
            break
    os.close(reader)
    assert started.wait(60) == 1
    assert "\x1b[31m\x1b[9m15/12/2025\x1b[0m\x1b[32m\x1b[4m15/11/2025\x1b[0m" in told.decode()


def test_versions_that_say_the_same_end_with_0(desk: Path) -> None:
    done = qdgen_run("--lang", "en", "diff", "cu/2025-thu", "cu/2025-thu", cwd=desk)
    assert (done.returncode, done.stdout.strip()) == (0, "no differences")


def test_as_json_every_edit_is_by_characters(desk: Path) -> None:
    told = json.loads(diff(desk, "--format", "json"))
    assert (told["format"], told["exit_code"], told["level"]) == (1, 1, "substance")
    assert told["summary"]["kinds"] == {"added": 1, "reworded": 6, "renumbered": 1}
    first = told["changes"][0]
    assert (first["kind"], first["key"], first["rule"]) == ("reworded", "mot", "amount")
    for edit in first["edits"]:
        assert first["old"]["text"][slice(*edit["old"])] == edit["was"]
        assert first["new"]["text"][slice(*edit["new"])] == edit["now"]
    assert first["new"]["file"].endswith("moi/2025-thu/quyet-dinh.yaml")
    (group,) = told["groups"]
    assert (group["old"], group["new"], len(group["changes"])) == ("Vụ", "Cục", 5)
    assert all(told["changes"][n]["kind"] == "reworded" for n in group["changes"])


def test_markdown_takes_nothing_of_a_text_for_its_own(desk: Path) -> None:
    told = diff(desk, "--format", "markdown")
    (line,) = (line for line in told.splitlines() if "onerror" in line)
    assert "<img" not in line
    assert "&#64;everyone" in line
    assert "\\[a\\](http&#58;//x.vn)" in line
    assert "\\`code\\`" in line
    assert "<del>15/12/2025</del><ins>15/11/2025</ins>" in told


def test_output_goes_to_a_file_whole(desk: Path, tmp_path: Path) -> None:
    for form in ("text", "json", "html", "markdown"):
        file = tmp_path / form
        assert diff(desk, "--format", form, "-o", str(file)) == ""
        assert "15/11/2025" in file.read_text(encoding="utf-8")


def test_mistakes_of_a_side_are_told(desk: Path, tmp_path: Path) -> None:
    folder = write_dossier(tmp_path, quyet_dinh=decision("- id: mot\n  noi_dung: Theo @sai.\n"))
    done = qdgen_run("--lang", "en", "diff", "cu/2025-thu", folder, cwd=desk)
    assert done.returncode == 3
    assert "reference-unknown" in done.stderr
    assert f"the content of {folder} has mistakes" in done.stderr


@pytest.mark.parametrize("asked", [["cu/2025-thu"], ["cu/2025-thu", "khong-co"], ["a", "b", "c"]])
def test_what_cannot_be_compared_is_a_mistake_of_use(desk: Path, asked: list[str]) -> None:
    done = qdgen_run("--lang", "en", "diff", *asked, cwd=desk)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
