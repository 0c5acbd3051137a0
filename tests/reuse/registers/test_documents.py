"""The register of documents: what holds on a day, who cites what, entries that come in."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook

from building import qdgen_run
from qdgen.content.fields import parse_date
from qdgen.diagnostics import Severity
from qdgen.errors import ContentError, UsageError
from qdgen.reuse.registers.adding import Added, Candidate, added
from qdgen.reuse.registers.desk import Desk, read_desk
from qdgen.reuse.registers.findings import document_findings
from qdgen.reuse.registers.importing import candidates_in
from qdgen.reuse.registers.uses import Way, uses_of
from small_dossiers import decision, write_dossier

HERE = Path(__file__).parent
DAYS: dict[str, dict[str, str]] = yaml.safe_load((HERE / "days.yaml").read_text(encoding="utf-8"))
ARTICLES = """\
- id: mot
  noi_dung: Thực hiện theo @nd30(số) và @qd5.
- id: hai
  noi_dung: Bãi bỏ Nghị định số 10 /2010/NĐ-CP.^(Xem @nd10.)
"""
BY_DAY = "".join(
    f"{key}:\n  loai: Luật\n  ngay: 01/01/{year}\n"
    for key, year in (("b", 2020), ("c", 2025), ("a", 2026))
)
MINISTER = "Bộ trưởng Bộ Nội vụ"
NEW = {
    "loai": "Thông tư",
    "so": "3/2026/TT-BNV",
    "ngay": "04/5/2026",
    "co_quan": "Bộ trưởng Bộ Nội vụ",
    "trich_yeu": "hướng dẫn công tác văn thư: lưu trữ",
}


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    bases = "- luat-vt\n- nd10\n- nguyen_van: Căn cứ Chỉ thị số 7/CT-TTg\n"
    write_dossier(folder, quyet_dinh=decision(ARTICLES, can_cu=bases))
    shutil.copy(HERE / "van-ban.yaml", folder / "van-ban.yaml")
    return folder


@pytest.fixture
def desk(content: Path) -> Desk:
    return read_desk(content, "content")


def test_every_day_tells_of_every_document_what_was_judged_by_hand(content: Path) -> None:
    # all days of the table, and each through the command itself
    for day, wanted in DAYS.items():
        if day.startswith(("01/5", "01/01/2027")):
            told = _listed(content, day)
        else:
            told = _standing(read_desk(content, "content"), day)
        assert {key: told[key] for key in wanted} == wanted, day


def _listed(content: Path, day: str) -> dict[str, str]:
    done = qdgen_run("van-ban", "list", "--ngay", day, "--format", "json", cwd=content.parent)
    assert done.returncode == 0, done.stderr
    data: dict[str, Any] = json.loads(done.stdout)
    return {
        row["key"]: " ".join([row["state"], *filter(None, [row["successor"], *row["amended_by"]])])
        for row in data["documents"]
    }


def _standing(desk: Desk, day: str) -> dict[str, str]:
    from qdgen.check.in_force import document_on

    found = {}
    for key, entry in desk.registers.documents.items():
        one = document_on(parse_date(day), entry, desk.registers)
        words = [one.force.name.lower(), *filter(None, [one.successor, *one.amended_by])]
        found[key] = " ".join(words)
    return found


def test_who_cites_what_is_told_with_its_line(desk: Desk) -> None:
    told = []
    for key, uses in sorted(uses_of(desk).items()):
        for use in uses:
            line = use.scalar.source.line_text(use.location.line)
            there = line[use.location.column - 1 :].split(" ")[0]
            told.append((key, use.way, use.owner, use.location.line, there, use.is_verbatim))
    assert told == [
        ("ct7", Way.TYPED, "can_cu", 12, "7/CT-TTg", True),
        ("luat-vt", Way.BASIS, "can_cu", 10, "luat-vt", False),
        ("nd10", Way.BASIS, "can_cu", 11, "nd10", False),
        ("nd10", Way.KEY, "hai", 17, "@nd10.)", False),
        ("nd30", Way.KEY, "mot", 15, "@nd30(số)", False),
        ("qd5", Way.KEY, "mot", 15, "@qd5.", False),
    ]


def test_the_check_names_what_is_not_in_force_where_it_is_cited(desk: Desk) -> None:
    found = document_findings(desk, uses_of(desk), parse_date("01/9/2026"))
    wrong = [
        (f.severity, f.location.line, str(f.hint))
        for f in found
        if f.code == "register-not-in-force" and f.severity is not Severity.INFO
    ]
    assert wrong == [
        (Severity.ERROR, 11, "cite @nd30, if it says the same"),
        (Severity.WARNING, 17, "cite @nd30, if it says the same"),
        (Severity.WARNING, 15, "cite what is in force"),
    ]
    # nd30 was looked up three months ago, qd5 far too long ago, the others never
    looked = [f for f in found if f.code == "register-looked-up"]
    assert [f.location.line for f in looked if f.severity is Severity.WARNING] == [57]
    assert len(looked) == 7
    assert not [f for f in found if f.code in ("register-entry", "register-twice")]


@pytest.mark.parametrize(
    ("change", "key", "right"),
    [
        ({"loai": "thông tư"}, "loai", "Thông tư"),
        ({"so": "3 / 2026/TT - BNV"}, "so", "3/2026/TT-BNV"),
        ({"so": "3/2026/tt-bnv"}, "so", "3/2026/TT-BNV"),
        ({"so": "3/2026/ND-CP", "loai": "Nghị định", "co_quan": ""}, "so", "3/2026/NĐ-CP"),
        ({"so": "142/QĐ-TTG", "loai": "Quyết định", "co_quan": ""}, "so", "142/QĐ-TTg"),
        ({"so": "số 3"}, "so", ""),
        ({"so": ""}, "so", ""),
        ({"ngay": "30/02/2026"}, "ngay", ""),
        ({"hieu_luc_tu": "01/6/2026", "hieu_luc_den": "01/5/2026"}, "hieu_luc_den", ""),
        ({"url": "luatvietnam.vn/a b"}, "url", ""),
        ({"thay_the_boi": "nd31"}, "thay_the_boi", ""),
    ],
)  # fmt: skip
def test_what_is_written_wrong_is_named_and_not_added(
    desk: Desk, change: dict[str, str], key: str, right: str
) -> None:
    result = added(desk, [Candidate({**NEW, **change})])
    assert result.content == desk.documents.content
    errors = [f for f in result.faults[0] if f.severity is Severity.ERROR]
    assert [(f.key, f.right) for f in errors] == [(key, right)]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"loai": "Nghị định"}, "so"),  # TT is no Nghị định
        ({"co_quan": "Bộ trưởng Bộ Tư pháp"}, "co_quan"),
        ({"so": "3/2025/TT-BNV"}, "ngay"),
        ({"loai": "Giấy nhắn"}, "loai"),
        ({"trich_yeu": ""}, "trich_yeu"),
    ],
)
def test_what_can_hardly_be_right_is_added_and_told(
    desk: Desk, change: dict[str, str], key: str
) -> None:
    result = added(desk, [Candidate({**NEW, **change})])
    assert result.keys
    assert [f.key for f in result.faults[0]] == [key]


def test_an_entry_is_added_and_the_rest_of_the_file_stays(desk: Desk) -> None:
    result = added(desk, [Candidate({**NEW, "kiem_tra_ngay": "02/6/2026"}, replaces=["ct7"])])
    assert (result.keys, result.faults) == ({0: "tt3"}, {})
    assert result.content == desk.documents.content + (
        "  thay_the_boi: tt3\n"
        "tt3:\n"
        "  loai: Thông tư\n"
        "  so: 3/2026/TT-BNV\n"
        "  ngay: 04/5/2026\n"
        "  co_quan: Bộ trưởng Bộ Nội vụ\n"
        "  trich_yeu: 'hướng dẫn công tác văn thư: lưu trữ'\n"
        "  kiem_tra_ngay: 02/6/2026\n"
    )


@pytest.mark.parametrize(
    ("register", "lines"),
    [
        ("", ["nd7:"]),
        ("# danh mục\n", ["# danh mục", "nd7:"]),
        (
            "nd1:\n  loai: Luật\n\nnd5:\n  loai: Luật\n\nnd9:\n  loai: Luật\n",
            ["nd5:", "nd7:", "nd9:"],
        ),
        ("nd8:\n  loai: Luật\nnd9:\n  loai: Luật\nnd91:\n  loai: Luật\n", ["nd7:", "nd8:"]),
        (
            BY_DAY,
            ["c:", "nd7:", "a:"],
        ),
        ("b:\n  loai: Luật\nc:\n  loai: Luật\na:\n  loai: Luật", ["a:", "nd7:"]),
    ],
)  # fmt: skip
def test_an_entry_stands_where_the_order_of_the_register_wants_it(
    tmp_path: Path, register: str, lines: list[str]
) -> None:
    (tmp_path / "van-ban.yaml").write_text(register, encoding="utf-8")
    new = {"loai": "Nghị định", "so": "7/2025/NĐ-CP", "ngay": "05/5/2025"}
    result = added(read_desk(tmp_path, "content"), [Candidate(new)])
    heads = [line for line in result.content.splitlines() if line[:1] not in ("", " ")]
    at = heads.index("nd7:")
    start = at - lines.index("nd7:")
    assert heads[start : start + len(lines)] == lines
    assert ("\n\n" in register) == ("\n\nnd7:" in result.content)


def test_keys_are_free_and_say_which_document_it_is(desk: Desk) -> None:
    def key(**values: str) -> str:
        result: Added = added(desk, [Candidate({**NEW, **values})])
        return result.keys[0]

    assert key(loai="Nghị định", so="30/2026/NĐ-CP", co_quan="Chính phủ") == "nd30-2026"
    assert key(loai="Luật", so="", trich_yeu="Dữ liệu") == "luat-du-lieu"
    assert key(loai="Nghị quyết", so="57-NQ/TW", co_quan="Bộ Chính trị") == "nq57"
    taken = added(desk, [Candidate(NEW, key="nd30")])
    assert "nd30" in str(taken.faults[0][0].message)
    assert not taken.keys


def test_a_document_that_is_there_is_named_with_what_differs(desk: Desk) -> None:
    again = {"loai": "Nghị định", "so": "30/2020/nđ-cp", "ngay": "05/3/2020", "co_quan": "CP"}
    result = added(desk, [Candidate(NEW), Candidate(NEW), Candidate(again)])
    assert result.keys == {0: "tt3"}
    assert result.twice == {1: "tt3", 2: "nd30"}
    assert result.differing == {1: [], 2: ["so", "co_quan"]}


def _workbook(path: Path, rows: list[list[Any]]) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_workbook_comes_in_row_by_row(content: Path, tmp_path: Path) -> None:
    book = _workbook(
        tmp_path / "vb.xlsx",
        [
            ["STT", "Loại văn bản", "Số, ký hiệu", "Ngày ban hành", "Cơ quan", "Trích yếu"],
            [1, "Thông tư", "3/2026/TT-BNV", date(2026, 5, 4), MINISTER, "về A"],
            [2, "Nghị định", "30/2020/NĐ-CP", "05/3/2020", "Chính phủ", "về công tác văn thư"],
            [3, "Thông tư", "3/2026/TT-BNV", "04/5/2026", MINISTER, "về A"],
            [4, "Thông tư", "bốn", "04/5/2026", MINISTER, "về {{ B }} & <C>"],
            [5, "Chỉ thị", "8/CT-TTg", "08/5/2026", "Thủ tướng Chính phủ", "về {{ B }} & <C>"],
        ],
    )
    before = (content / "van-ban.yaml").read_text(encoding="utf-8")
    done = qdgen_run("--lang", "en", "van-ban", "add", "--tu", book, cwd=content.parent)
    assert done.returncode == 1
    assert [line for line in done.stdout.splitlines() if line] == [
        "row 2: added Thông tư 3/2026/TT-BNV: @tt3",
        "row 6: added Chỉ thị 8/CT-TTg: @ct8",
        "2 added to content/van-ban.yaml, 3 not",
    ]
    assert "row 3: Nghị định 30/2020/NĐ-CP is there already, as nd30" in done.stderr
    assert "row 4: Thông tư 3/2026/TT-BNV is there already, as tt3" in done.stderr
    assert "row 5: Thông tư bốn: error" in done.stderr
    after = (content / "van-ban.yaml").read_text(encoding="utf-8")
    assert after.startswith(before)
    assert "  ngay: 04/5/2026\n" in after.removeprefix(before)
    assert "  trich_yeu: về {{ B }} & <C>\n" in after
    read_desk(content, "content")


def test_a_csv_with_the_keys_as_headings_comes_in_too(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "vb.csv"
    path.write_text("khoa;loai;so;ngay\nx1;Quyết định;9/QĐ-TTg;09/9/2025\n", encoding="utf-8-sig")
    result = added(desk, candidates_in(path))
    assert result.keys == {0: "x1"}
    (tmp_path / "khac.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    with pytest.raises(UsageError):
        candidates_in(tmp_path / "khac.csv")


def test_a_register_with_mistakes_is_not_touched(content: Path) -> None:
    path = content / "van-ban.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "nd10:\n  loai: x\n", encoding="utf-8")
    with pytest.raises(ContentError):
        read_desk(content, "content")


def test_nothing_is_asked_where_nobody_is_there(content: Path) -> None:
    done = qdgen_run("--lang", "en", "van-ban", "add", cwd=content.parent)
    assert done.returncode == 2
    assert "--loai" in done.stderr
