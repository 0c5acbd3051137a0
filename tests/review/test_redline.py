"""A redline holds both versions: accepted it is the new one, rejected the old one.

LibreOffice is the judge; the Open XML SDK says whether the file is sound, pandoc whether the
paragraphs touched are those that differ.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from dataclasses import astuple
from datetime import UTC, datetime
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from lxml import etree
from office import Office, Task
from random_edits import random_pair
from redline_pairs import PAIRS, Edited, write_pair
from redline_reading import said

from building import DOSSIERS, PROJECT, REAL, environment, qdgen_run
from qdgen.errors import RefusedError
from qdgen.messages import render
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.review.redline.proof import prove_redline
from qdgen.review.redline.redline import Redline, redline
from qdgen.word.compose import compose
from qdgen.word.package import Package, read_package, write_package
from qdgen.word.settling import settled
from qdgen.word.templates import Templates

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTHOR, WHEN = "Trần Thị Bình", datetime(2025, 11, 25, tzinfo=UTC)
_NOTE = "†"
_OTHERWISE = {f"{W}br": " ", f"{W}footnoteReference": _NOTE}
_ALL = 300
# A moved provision before one of another kind; the first note of the document in a paragraph that
# goes; edits at both sides of a paragraph's end; a long insertion at the end of a part.
_DAILY = (5, 18, 69, 181)
_DAILY_PAIRS = (
    "the last annex goes",
    "a table has a column less",
    "lines of a cell",
    "both sides of a paragraph's end",
    "a row becomes a group",
)


def built(dossier: Path) -> Package:
    """The parts of a dossier's Word file."""
    loaded, document, _ = read_document(dossier, dossier)
    composition = compose(document, Templates(PROJECT / "templates"), content_hash(loaded))
    return {
        name: data if isinstance(data, bytes) else b"".join(data)
        for name, data in composition.parts.items()
    }


class Case:
    """A pair of dossiers, both built, and their redline."""

    def __init__(self, folder: Path, old: Path, new: Path) -> None:
        self.folder = folder
        self.old, self.new = built(old), built(new)
        self.redline: Redline = redline(self.old, self.new, AUTHOR, WHEN)
        self.docx = folder / "redline.docx"
        write_package(self.redline.parts, self.docx)

    def tasks(self) -> list[Task]:
        """What LibreOffice is to do with it."""
        return [
            Task(self.docx).accept_all().save(self.folder / "accepted.docx"),
            Task(self.docx).reject_all().save(self.folder / "rejected.docx"),
        ]

    def check(self, name: object) -> None:
        """What came of it."""
        assert said(self.folder / "accepted.docx") == said(self.new), name
        assert said(self.folder / "rejected.docx") == said(self.old), name


def judged(cases: dict[object, Case], office: Office) -> None:
    """LibreOffice accepts and rejects all of them."""
    office.run([task for case in cases.values() for task in case.tasks()], seconds=3_000)
    for name, case in cases.items():
        case.check(name)


@pytest.mark.timeout(3_600)
def test_libreoffice_accepts_into_the_new_version_and_rejects_into_the_old(
    tmp_path: Path, office: Office, whole: bool
) -> None:
    cases: dict[object, Case] = {}
    for seed in range(_ALL) if whole else _DAILY:
        folder = tmp_path / f"{seed}"
        cases[seed] = Case(folder, *random_pair(seed).write(folder))
    for number, name in enumerate(PAIRS if whole else _DAILY_PAIRS):
        folder = tmp_path / f"pair-{number}"
        old, new = write_pair(name, folder)
        cases[name] = Case(folder, old, new)
        (folder / "back").mkdir()
        if whole:
            cases[f"{name}, backwards"] = Case(folder / "back", new, old)
    judged(cases, office)


def test_every_redline_is_proven_before_it_is_written(tmp_path: Path, whole: bool) -> None:
    for number, name in enumerate(PAIRS if whole else _DAILY_PAIRS):
        old, new = map(built, write_pair(name, tmp_path / f"{number}"))
        prove_redline(redline(old, new, AUTHOR, WHEN).parts, old, new)
        if whole:
            prove_redline(redline(new, old, AUTHOR, WHEN).parts, new, old)
    for seed in range(_ALL) if whole else range(0, _ALL, 150):
        old, new = map(built, random_pair(seed).write(tmp_path / f"seed-{seed}"))
        prove_redline(redline(old, new, AUTHOR, WHEN).parts, old, new)


# --- what is marked, and nothing else ------------------------------------------------------------


def _roll(rows: range) -> str:
    lines = "".join(
        f"- id: hang-{n}\n  viec: Nhiệm vụ số {n} của đơn vị\n  han: Tháng {n % 12 + 1}/2025\n"
        for n in rows
    )
    return (
        "phu_luc:\n  tieu_de: Danh mục nhiệm vụ\nstt:\n  - 1\ncot:\n"
        "  - khoa: viec\n    tieu_de: Nhiệm vụ\n    rong: 9\n"
        "  - khoa: han\n    tieu_de: Thời hạn\n    rong: 5\n"
        f"hang:\n{''.join(f'  {line}' for line in lines.splitlines(True))}"
    )


def test_a_row_deleted_and_one_inserted_among_120_are_two_revisions(tmp_path: Path) -> None:
    made = {}
    for name, words in (
        ("old", _roll(range(120))),
        ("new", _roll(range(40)) + _in_rows(range(500, 501)) + _in_rows(range(40, 90))
         + _in_rows(range(91, 120))),
    ):  # fmt: skip
        edited = Edited(tmp_path / name)
        (edited.folder / "danh-sach.yaml").write_text(words, encoding="utf-8")
        made[name] = built(edited.folder)
    done = redline(made["old"], made["new"], AUTHOR, WHEN)
    root = etree.fromstring(done.parts["word/document.xml"])

    rows = [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}ins") is not None]
    gone = [row for row in root.iter(f"{W}tr") if row.find(f"{W}trPr/{W}del") is not None]
    assert (len(rows), len(gone)) == (1, 1)
    inside = {m for row in [*rows, *gone] for m in row.iter(f"{W}ins", f"{W}del")}
    assert set(root.iter(f"{W}ins", f"{W}del", f"{W}rPrChange", f"{W}pPrChange")) == inside
    assert astuple(done.counts) == (0, 0, 0, 1, 1)
    assert done.untracked == ()


def _in_rows(rows: range) -> str:
    return _roll(rows).partition("hang:\n")[2]


def test_nothing_but_the_marks_differs_from_the_new_version(real: Case) -> None:
    after = real.redline.parts
    assert after.keys() == real.new.keys()
    for name in after.keys() - {"word/document.xml", "word/footnotes.xml"}:
        assert etree.tostring(etree.fromstring(after[name]), method="c14n") == etree.tostring(
            etree.fromstring(real.new[name]), method="c14n"
        ), name
    accepted = settled(after, accept=True)
    assert said(accepted) == said(real.new)


def test_every_mark_bears_the_author_and_the_day(real: Case) -> None:
    marks = [
        mark
        for name in ("word/document.xml", "word/footnotes.xml")
        for mark in etree.fromstring(real.redline.parts[name]).iter(
            f"{W}ins", f"{W}del", f"{W}rPrChange", f"{W}pPrChange"
        )
    ]
    assert {mark.get(f"{W}author") for mark in marks} == {AUTHOR}
    assert {(mark.get(f"{W}date") or "")[:10] for mark in marks} == {"2025-11-25"}
    numbers = Counter(mark.get(f"{W}id") for mark in marks)
    assert max(numbers.values()) == 1


def test_an_edit_is_as_small_as_its_words(real: Case) -> None:
    root = etree.fromstring(real.redline.parts["word/document.xml"])
    deleted = {"".join(t.text or "" for t in d.iter(f"{W}delText")) for d in root.iter(f"{W}del")}
    inserted = {"".join(t.text or "" for t in i.iter(f"{W}t")) for i in root.iter(f"{W}ins")}
    assert "15/12/2025" in deleted
    assert {"30/11/2025", ", kiểm tra", ", Cục Thông tin"} <= inserted


def test_emphasis_is_a_change_of_looks_and_not_of_words(real: Case) -> None:
    root = etree.fromstring(real.redline.parts["word/document.xml"])
    changed = list(root.iter(f"{W}rPrChange"))
    runs = [c.getparent().getparent() for c in changed]
    assert ["".join(t.text or "" for t in run.iter(f"{W}t")) for run in runs] == [
        "trách nhiệm của người đứng đầu"
    ]


# --- soundness, and a second opinion -------------------------------------------------------------


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Case:
    """The real decision and what a few people would do to it."""
    folder = tmp_path_factory.mktemp("real")
    new = ten_edits(folder)
    return Case(folder, DOSSIERS[REAL], new)


def ten_edits(folder: Path) -> Path:
    """A copy of the real decision with ten edits."""
    edited = Edited(folder / "content", DOSSIERS[REAL])
    edited.change("quyet-dinh", "trước ngày 15/12/2025.", "trước ngày 30/11/2025.")
    edited.change(
        "quyet-dinh", "chủ trì theo dõi, đôn đốc,", "chủ trì theo dõi, đôn đốc, kiểm tra,"
    )
    edited.change(
        "quyet-dinh",
        "  - id: hieu-luc\n",
        "      - id: cong-bo\n        noi_dung: Trung tâm Công nghệ thông tin công bố Kế hoạch.\n"
        "  - id: hieu-luc\n",
    )
    edited.change("quyet-dinh", "  - nd55\n", "")
    edited.change("ke-hoach", "            của Bộ Bộ Khoa học", "            của Bộ Khoa học")
    edited.change(
        "ke-hoach",
        "Nâng cao trách nhiệm của người đứng đầu các cơ quan, đơn vị\n",
        "Nâng cao **trách nhiệm của người đứng đầu** các cơ quan, đơn vị^(Ghi chú mới.)\n",
    )
    edited.change(
        "phu-luc", "don_vi_phoi_hop: Vụ Pháp chế\n", "don_vi_phoi_hop: Vụ Pháp chế, Cục Thông tin\n"
    )
    path = edited.folder / "phu-luc.yaml"
    words = path.read_text(encoding="utf-8")
    start = words.index("      - id: ra-soat-chien-luoc")
    end = words.index("      - id: danh-muc-csdl")
    row = words[start:end].replace("ra-soat-chien-luoc", "nhiem-vu-moi")
    path.write_text(
        words[:start] + row.replace("Bộ Công an", "Bộ Tài chính") + words[end:], encoding="utf-8"
    )
    return edited.folder


def test_the_open_xml_sdk_and_another_validator_find_nothing_wrong(
    real: Case, tmp_path: Path, ooxml_validator: list[str], whole: bool
) -> None:
    from openxml_audit import OpenXmlValidator

    cases = [real]
    for number, name in enumerate(PAIRS if whole else ()):
        cases.append(Case(tmp_path / f"{number}", *write_pair(name, tmp_path / f"{number}")))
    for case in cases:
        done = subprocess.run(
            [*ooxml_validator, str(case.docx)],
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout[:4000]
        result = OpenXmlValidator().validate(case.docx)
        assert [error.description for error in result.errors] == []


def test_pandoc_reads_both_versions_and_finds_the_same_paragraphs_touched(real: Case) -> None:
    for name, parts in (("old", real.old), ("new", real.new)):
        write_package(parts, real.folder / f"{name}.docx")
    accepted, rejected = _pandoc(real.docx, "accept"), _pandoc(real.docx, "reject")
    new, old = _pandoc(real.folder / "new.docx"), _pandoc(real.folder / "old.docx")
    assert accepted == new
    assert rejected == old
    theirs = {
        line
        for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if tag != "equal"
        for line in [*old[i:j], *new[k:m]]
    }
    # Of a row that goes and one that comes, they take cells with the same words for unchanged.
    assert _touched(real.redline.parts, rows=False) <= theirs
    assert theirs <= _touched(real.redline.parts, rows=True)


def _pandoc(path: Path, changes: str = "accept") -> list[str]:
    """Every text block of the file, in order, notes left in their place."""
    done = subprocess.run(
        ["pandoc", path, f"--track-changes={changes}", "-t", "json"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return [line for line in _lines(done.stdout) if line]


def _lines(document: bytes) -> list[str]:
    found: list[str] = []
    _blocks(json.loads(document)["blocks"], found)
    return found


def _blocks(item: object, found: list[str]) -> None:
    if isinstance(item, list):
        for inner in item:
            _blocks(inner, found)
    elif isinstance(item, dict):
        if item["t"] in ("Para", "Plain", "Header"):
            found.append(" ".join(_inlines(item["c"], found).split()))
        else:
            _blocks(item.get("c"), found)


def _inlines(item: object, found: list[str]) -> str:
    """The words of inlines; the blocks of a note go to `found`."""
    if isinstance(item, list):
        return "".join(_inlines(inner, found) for inner in item)
    if not isinstance(item, dict):
        return ""
    if item["t"] == "Str":
        return str(item["c"])
    if item["t"] in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if item["t"] == "Note":
        _blocks(item["c"], found)
        return _NOTE
    return _inlines(item.get("c"), found)


def _touched(parts: Package, *, rows: bool) -> set[str]:
    """The paragraphs with a mark, as they were and as they are; with or without whole rows."""
    found: set[str] = set()
    for name in ("word/document.xml", "word/footnotes.xml"):
        for paragraph in etree.fromstring(parts[name]).iter(f"{W}p"):
            if next(paragraph.iter(f"{W}ins", f"{W}del"), None) is None:
                continue
            row = next(paragraph.iterancestors(f"{W}tr"), None)
            if not rows and row is not None and row.find(f"{W}trPr/{W}ins") is not None:
                continue
            if not rows and row is not None and row.find(f"{W}trPr/{W}del") is not None:
                continue
            for skipped in (f"{W}ins", f"{W}del"):
                words = "".join(
                    _OTHERWISE.get(t.tag, t.text or "")
                    for t in paragraph.iter(f"{W}t", f"{W}delText", *_OTHERWISE)
                    if not any(a.tag == skipped for a in t.iterancestors())
                )
                found.add(" ".join(words.split()))
    return found - {""}


# --- what cannot be tracked, and what is refused -------------------------------------------------


def test_what_word_cannot_track_is_said_in_words(tmp_path: Path) -> None:
    old, new = Edited(tmp_path / "old"), Edited(tmp_path / "new")
    new.change("danh-sach", "tieu_de: Địa chỉ\n    rong: 6,0", "tieu_de: Địa chỉ\n    rong: 7,5")
    new.change("thiet-bi", "  huong_giay: ngang\n", "")
    new.change("quyet-dinh", "  - yeu-cau-chung\n", "")
    new.change("quyet-dinh", "tại @yeu-cau-chung", "của Sở")
    new.change("thiet-bi", "theo @dieu-chuyen./.", "khi cần./.")
    (new.folder / "yeu-cau-chung.yaml").unlink()
    done = redline(built(old.folder), built(new.folder), AUTHOR, WHEN)
    told = "\n".join(render(what, "en") for what in done.untracked)
    assert "the widths of the columns in Phụ lục I" in told
    assert "the page set-up of Phụ lục II" in told
    assert "empty once Phụ lục III is gone" in told


def test_the_command_writes_it_and_says_what_is_in_it(tmp_path: Path) -> None:
    old, new = write_pair("head and foot", tmp_path)
    target = tmp_path / "so-sanh.docx"
    done = qdgen_run(
        *("--lang", "en", "redline", old, new, "-o", target),
        *("--tac-gia", AUTHOR, "--ngay", "25/11/2025"),
        cwd=tmp_path,
        env=environment(),
    )
    assert done.returncode == 0, done.stderr
    assert "2 changed, 1 inserted, 1 deleted; rows: 0 inserted, 0 deleted" in done.stdout
    marks = re.findall(
        rb'w:author="([^"]*)" w:date="([^"T]*)', read_package(target)["word/document.xml"]
    )
    assert {(a.decode(), d.decode()) for a, d in marks} == {(AUTHOR, "2025-11-25")}


def test_a_file_with_tracked_changes_is_no_side_of_a_comparison(real: Case) -> None:
    with pytest.raises(RefusedError):
        redline(real.old, real.redline.parts, AUTHOR, WHEN)


def test_the_target_is_a_word_file_and_none_of_the_two(real: Case) -> None:
    new, before = real.folder / "content" / REAL, real.docx.read_bytes()
    same = qdgen_run("--lang", "en", "redline", real.docx, new, "-o", real.docx)
    assert same.returncode == 2
    assert "is one of the two files" in same.stderr
    assert real.docx.read_bytes() == before
    other = qdgen_run("--lang", "en", "redline", new, new, "-o", real.folder / "x.pdf")
    assert other.returncode == 2
    assert not (real.folder / "x.pdf").exists()
