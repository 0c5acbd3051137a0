"""`qdgen check` and `qdgen explain` as their users meet them."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qdgen.check.rule import all_rules
from qdgen.cli.main import cli
from qdgen.errors import QdgenError, UsageError
from qdgen.messages import render

PROJECT = Path(__file__).resolve().parents[2]
BASE = PROJECT / "tests/check/base/content"
DOSSIER = "content/ho-so"
PLAN = f"{DOSSIER}/ke-hoach.yaml"
ANNEX = f"{DOSSIER}/phu-luc.yaml"


@dataclass(frozen=True)
class Said:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


class Desk:
    """A folder with a dossier that has no fault, and `qdgen` run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(BASE, folder / "content")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        words = path.read_text(encoding="utf-8")
        assert words.count(old) == 1, old
        path.write_text(words.replace(old, new), encoding="utf-8")

    def spoil(self) -> None:
        """Two spaces in the plan and three in the annex."""
        self.edit(PLAN, "sự phối hợp", "sự  phối hợp")
        self.edit(ANNEX, "nhiem_vu: Vận hành cổng", "nhiem_vu: Vận   hành cổng")

    def place(self, name: str, words: str) -> tuple[int, int, str]:
        """Line, column and the whole line of the first place where `words` stand."""
        for number, line in enumerate((self.folder / name).read_text().splitlines(), 1):
            if words in line:
                return number, line.index(words) + 1, line
        raise AssertionError(words)

    def run(self, *words: str, language: str = "en") -> Said:
        result = CliRunner().invoke(cli, ["--lang", language, *words])
        if isinstance(result.exception, QdgenError):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), result.output
        return Said(result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path)


# --- what is checked -----------------------------------------------------------------------------


def test_nothing_found_ends_with_0(desk: Desk) -> None:
    said = desk.run("check")
    assert said.code == 0
    assert said.out.startswith("nothing found\n")
    assert "not met: 0" in said.out


def test_findings_end_with_1_and_say_where_what_and_what_instead(desk: Desk) -> None:
    desk.spoil()
    said = desk.run("check")
    assert said.code == 1
    number, column, line = desk.place(PLAN, "  phối")
    assert said.out.startswith(
        f"{PLAN}:{number}:{column}: warning: 2 spaces in a row [TN101 double-space]\n"
        f"    | {line}\n"
        f"    | {' ' * (column - 1)}^^\n"
        "    → keep one\n"
        "\n"
        f"{ANNEX}:"
    ), said.out
    assert "errors: 0, warnings: 2, notes: 0\n" in said.out
    assert "2 can be mended by: qdgen check --fix\n" in said.out
    assert "what a rule asks and why: qdgen explain TN101\n" in said.out


@pytest.mark.parametrize("path", ["ho-so", DOSSIER, "content", f"./{DOSSIER}/"])
def test_a_dossier_is_named_by_folder_or_name(desk: Desk, path: str) -> None:
    desk.spoil()
    assert [d["name"] for d in desk.run("check", path, "--format", "json").data["documents"]] == [
        DOSSIER
    ]


def test_of_a_content_file_only_its_findings_are_told(desk: Desk) -> None:
    desk.spoil()
    data = desk.run("check", ANNEX, "--format", "json").data
    (document,) = data["documents"]
    assert {f["file"] for f in document["findings"]} == {ANNEX}
    quiet = desk.run("check", f"{DOSSIER}/quyet-dinh.yaml", "--format", "json")
    assert quiet.code == 0
    assert quiet.data["documents"][0]["verdicts"]["TN101"] == {"verdict": "met"}


def test_a_register_is_checked_once_for_all_dossiers(desk: Desk) -> None:
    shutil.copytree(desk.folder / DOSSIER, desk.folder / "content/ho-so-2")
    desk.edit("content/don-vi.yaml", "ten: Cục Viễn thông", "ten: Cục  Viễn thông")
    for paths in (["content/don-vi.yaml"], []):
        said = desk.run("check", *paths, "--select", "double-space", "--format", "json")
        files = [f["file"] for d in said.data["documents"] for f in d["findings"]]
        assert files == ["content/don-vi.yaml"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("khong-co", "khong-co is not a dossier"),
        ("khong-co.docx", "there is no file khong-co.docx"),
        ("cu.doc", "cu.doc is neither a .docx nor a .pdf"),
    ],
)
def test_what_cannot_be_checked_is_said(desk: Desk, path: str, told: str) -> None:
    (desk.folder / "cu.doc").write_bytes(b"")
    with pytest.raises(UsageError) as caught:
        desk.run("check", path)
    assert render(caught.value.message, "en") == told


def test_mistakes_of_content_are_shown_as_a_build_shows_them_and_end_with_3(desk: Desk) -> None:
    shutil.copytree(desk.folder / DOSSIER, desk.folder / "content/ho-so-2")
    desk.edit(PLAN, "sự phối hợp", "sự phối hợp @khong-co")
    desk.edit("content/ho-so-2/ke-hoach.yaml", "sự phối hợp", "sự  phối hợp")
    said = desk.run("check")
    assert said.code == 3
    assert f"{PLAN}:{desk.place(PLAN, '@khong-co')[0]}:" in said.err
    assert "[reference-unknown]" in said.err
    assert "error: the content of ho-so has mistakes\n" in said.err
    assert "[TN101 double-space]" in said.out
    assert said.out.count("spaces in a row") == 1


def test_a_damaged_pdf_does_not_stop_the_others(desk: Desk) -> None:
    desk.spoil()
    (desk.folder / "hong.pdf").write_bytes(b"%PDF-1.4\nhong")
    said = desk.run("check", "hong.pdf", DOSSIER)
    assert said.code not in (0, 1)
    assert "hong.pdf" in said.err
    assert "[TN101 double-space]" in said.out


# --- which rules ---------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["TN101", "tn101", "TN", "TN1", "double-space", "VD,double-space"])
def test_rules_are_chosen_by_code_family_or_name(desk: Desk, word: str) -> None:
    desk.spoil()
    assert "[TN101 double-space]" in desk.run("check", "--select", word).out
    assert "[TN101 double-space]" not in desk.run("check", "--ignore", word).out


def test_a_rule_that_does_not_exist_is_said_with_the_nearest(desk: Desk) -> None:
    with pytest.raises(UsageError) as caught:
        desk.run("check", "--select", "double-spaces")
    assert render(caught.value.hint, "en") == "perhaps double-space is meant"


# --- forms ---------------------------------------------------------------------------------------


def test_many_alike_are_told_once_with_all_places(desk: Desk) -> None:
    path = desk.folder / ANNEX
    words = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(: \S+) ", r"\1  ", words), encoding="utf-8")
    said = desk.run("check", "--select", "TN101")
    assert said.out.count("2 spaces in a row") == 1
    told = re.search(r"\+ (\d+) more, in lines ([\d, ]+)", said.out)
    assert told is not None
    assert int(told[1]) == len(told[2].split(", ")) >= 10


def test_json_tells_all_there_is(desk: Desk) -> None:
    desk.spoil()
    desk.edit(ANNEX, "phu_luc:\n", "# bỏ qua TN101: như văn bản gốc\n\nphu_luc:\n")
    said = desk.run("check", "--format", "json")
    data = said.data
    assert (data["format"], data["exit_code"], said.code) == (1, 1, 1)
    summary = data["summary"]
    assert (summary["warnings"], summary["suppressed"], summary["fixable"]) == (1, 1, 1)
    (document,) = data["documents"]
    assert (document["medium"], document["error"]) == ("content", None)
    (finding,) = document["findings"]
    line = (desk.folder / PLAN).read_text(encoding="utf-8").splitlines()[finding["line"] - 1]
    assert finding["source_line"] == line
    assert line[finding["column"] - 1 : finding["end_column"] - 1] == "  "
    fix = finding["fix"]
    text = (desk.folder / PLAN).read_text(encoding="utf-8")
    assert text[fix["start"] : fix["end"]] == "  "
    assert fix["replacement"] == " "
    (suppressed,) = document["suppressed"]
    assert (suppressed["code"], suppressed["reason"]) == ("TN101", "như văn bản gốc")
    assert document["verdicts"]["TN101"] == {"verdict": "not-met"}


def test_github_is_told_by_workflow_commands(desk: Desk) -> None:
    desk.spoil()
    lines = desk.run("check", "--format", "github").out.splitlines()
    line, column, _ = desk.place(PLAN, "  phối")
    assert lines[0] == (
        f"::warning file={PLAN},line={line},col={column},endColumn={column + 2},"
        "title=TN101 double-space"
        "::2 spaces in a row%0A→ keep one"
    )
    desk.edit(PLAN, "sự  phối hợp", "sự phối hợp @khong-co")
    assert desk.run("check", "--format", "github").out.startswith(
        f"::error file={PLAN},line={line},"
    )


def test_sarif_has_rules_places_fixes_and_suppressions(desk: Desk) -> None:
    desk.spoil()
    desk.edit(ANNEX, "phu_luc:\n", "# bỏ qua TN101: như văn bản gốc\n\nphu_luc:\n")
    log = desk.run("check", "--format", "sarif").data
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in all_rules()]
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["markdown"]
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    open_one, let_pass = run["results"]
    for result in (open_one, let_pass):
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"] == "TN101"
    (location,) = open_one["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"] == {"uri": PLAN}
    region = place["region"]
    line, column, _ = desk.place(PLAN, "  phối")
    assert region["startLine"] == line
    assert (region["startColumn"], region["endColumn"]) == (column, column + 2)
    (fix,) = open_one["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {
        "startLine": line, "startColumn": column, "endLine": line, "endColumn": column + 2
    }  # fmt: skip
    assert replacement["insertedContent"] == {"text": " "}
    assert let_pass["suppressions"] == [{"kind": "inSource", "justification": "như văn bản gốc"}]
    (invocation,) = run["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (True, 1)


def test_sarif_knows_a_finding_again_when_lines_move(desk: Desk) -> None:
    desk.spoil()

    def prints() -> list[str]:
        (run,) = desk.run("check", "--format", "sarif").data["runs"]
        return [result["partialFingerprints"]["qdgenFinding/v1"] for result in run["results"]]

    before = prints()
    desk.edit(PLAN, "van_ban:\n", "# một dòng\n# và một dòng\nvan_ban:\n")
    assert prints() == before


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_stands_alone_and_escapes_what_it_quotes(desk: Desk, language: str) -> None:
    desk.spoil()
    desk.edit(PLAN, "sự  phối hợp", "sự  phối <script>alert(1)</script> hợp")
    desk.edit(ANNEX, "phu_luc:\n", "# bỏ qua TN101: như <b>gốc</b>\n\nphu_luc:\n")
    said = desk.run("check", "--format", "html", "--output", "r.html", language=language)
    assert (said.code, said.out) == (1, "")
    page = (desk.folder / "r.html").read_text(encoding="utf-8")
    assert f'<html lang="{language}">' in page
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "như &lt;b&gt;gốc&lt;/b&gt;" in page
    assert not re.search(r"src=|href=\"(?!#)", page)
    assert "@import" not in page
    assert "url(" not in page
    assert "<mark>  </mark>" in page
    anchors = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= anchors
    for rule in all_rules():
        if rule.code in ("TN101", "CT901"):
            assert rule.code in page


def test_a_report_goes_to_a_file_without_colours(desk: Desk) -> None:
    desk.spoil()
    said = desk.run("check", "-o", "r.txt")
    assert said.out == ""
    words = (desk.folder / "r.txt").read_text(encoding="utf-8")
    assert "TN101" in words
    assert "\x1b" not in words


# --- mending -------------------------------------------------------------------------------------


def test_mending_is_shown_first_and_then_done(desk: Desk) -> None:
    clean = (desk.folder / PLAN).read_bytes()
    desk.spoil()
    before = (desk.folder / PLAN).read_bytes()
    shown = desk.run("check", "--diff")
    assert shown.code == 1
    assert f"--- a/{PLAN}\n+++ b/{PLAN}\n@@" in shown.out
    line = desk.place(PLAN, "sự  phối hợp")[2]
    assert f"\n-{line}\n+{line.replace('sự  phối', 'sự phối')}\n" in shown.out
    assert (desk.folder / PLAN).read_bytes() == before
    done = desk.run("check", "--fix")
    assert done.code == 0
    assert f"{PLAN}: 1 mended (TN101)\n{ANNEX}: 1 mended (TN101)\nnothing found\n" in done.out
    assert (desk.folder / PLAN).read_bytes() == clean
    again = desk.run("check", "--diff")
    assert (again.code, again.out) == (0, "")


def test_only_what_was_chosen_is_mended(desk: Desk) -> None:
    desk.spoil()
    assert "mended" not in desk.run("check", "--fix", "--ignore", "TN").out
    done = desk.run("check", "--fix", ANNEX)
    assert "mended" in done.out
    assert PLAN not in done.out
    assert "sự  phối hợp" in (desk.folder / PLAN).read_text(encoding="utf-8")


def test_programs_get_their_report_alone(desk: Desk) -> None:
    desk.spoil()
    said = desk.run("check", "--fix", "--format", "json")
    assert said.data["summary"]["warnings"] == 0
    assert "mended" in said.err


# --- explain -------------------------------------------------------------------------------------


def test_a_page_tells_what_why_and_how_to_let_it_pass(desk: Desk) -> None:
    said = desk.run("explain", "double-space")
    assert said.out == desk.run("explain", "TN101").out
    assert said.out.startswith("TN101 double-space (warning)\n\nTwo or more spaces in a row")
    assert "\nWrong:\n    Bộ  Khoa học và Công nghệ\n" in said.out
    assert "\nHow sure: office custom, not in the decree\n" in said.out
    assert "# bỏ qua double-space: the reason" in said.out


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_rule_is_listed_and_has_its_page(desk: Desk, language: str) -> None:
    listed = desk.run("explain", language=language).out
    for rule in all_rules():
        assert re.search(rf"^  {rule.code}  {rule.name} ", listed, re.MULTILINE), rule.code
    pages = desk.run("explain", *(rule.code for rule in all_rules()), language=language).out
    assert all(f"{rule.code} {rule.name} (" in pages for rule in all_rules())


def test_a_family_is_explained_together(desk: Desk) -> None:
    pages = desk.run("explain", "CT9").out
    assert re.findall(r"^(CT9\d\d) ", pages, re.MULTILINE) == [
        rule.code for rule in all_rules() if rule.code.startswith("CT9")
    ]


def test_an_unknown_rule_is_said(desk: Desk) -> None:
    with pytest.raises(UsageError):
        desk.run("explain", "XX999")
