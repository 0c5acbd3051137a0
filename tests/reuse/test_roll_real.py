"""The real decision of 2025 taken to 2026: the worksheet says what a person had judged before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from year_office import NEXT, Office

from building import REAL
from qdgen.reuse.next_year.items import AUTO, Item, Kind
from qdgen.reuse.next_year.worksheet import Worksheet

WANTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "roll-2025-2026.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = Office(tmp_path_factory.mktemp("office"))
    office.roll()
    return office


@pytest.fixture(scope="module")
def worksheet(office: Office) -> Worksheet:
    return office.worksheet()


def _of(worksheet: Worksheet, kind: Kind) -> list[Item]:
    return [item for item in worksheet.items if item.kind is kind]


def _verdict(item: Item) -> str:
    if item.kind is Kind.DEADLINE:
        return "xác nhận"
    return "chuyển" if item.now is not None else "giữ"


def test_every_year_is_listed_with_its_line_and_the_right_verdict(worksheet: Worksheet) -> None:
    told = []
    for item in (*_of(worksheet, Kind.YEAR), *_of(worksheet, Kind.DEADLINE)):
        place = f"{item.spot.file}:{item.spot.line}"
        years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", item.old)
        told += [f"{place} {year} {_verdict(item)}" for year in years]
    assert sorted(told) == sorted(WANTED["years"])
    assert not [i.id for i in _of(worksheet, Kind.YEAR) if i.is_open]


def test_the_list_of_years_made_by_hand_is_whole(office: Office) -> None:
    wanted = [" ".join(entry.split()[:2]) for entry in WANTED["years"]]
    there = []
    for year in range(1900, 2100):
        there += [f"{place} {year}" for place in office.years(year, REAL)]
    assert sorted(there) == sorted(wanted)


def test_every_deadline_is_proposed_or_carried_on(worksheet: Worksheet) -> None:
    told: dict[str, Any] = {}
    for item in _of(worksheet, Kind.DEADLINE):
        row = item.spot.path.partition("/")[0]
        if item.decision == AUTO:
            told[row] = "thường xuyên"
        elif item.now is None:
            told[row] = "mở"
        else:
            assert item.is_open
            assert item.now == item.proposed
            told[row] = {"old": item.old, "new": item.now}
            if "là ngày nghỉ" in item.reason:
                told[row]["warned"] = item.reason.partition("ngày nghỉ: ")[2].partition(";")[0]
    assert told == WANTED["deadlines"]


def test_every_basis_is_to_be_confirmed_in_order(worksheet: Worksheet) -> None:
    keys = {"nguyen-van-1": "nq71", "nguyen-van-2": "qd570", "de-nghi-1": "đề nghị"}
    told = []
    for item in _of(worksheet, Kind.BASIS):
        assert item.is_open
        name = item.id.removeprefix("can-cu/")
        if name == "nam-truoc":
            told.append("năm trước thêm")
            assert item.proposed.startswith("qd-2025-du-lieu-quoc-gia:\n  loai: Quyết định\n  so:")
        else:
            told.append(f"{keys.get(name, name)} xác nhận")
            assert item.proposed == "giữ"
    assert told == WANTED["bases"]


def test_every_unit_is_to_be_confirmed_but_those_of_old_titles(worksheet: Worksheet) -> None:
    told = {
        item.id.removeprefix("don-vi/"): "trích dẫn" if item.decision == AUTO else "xác nhận"
        for item in _of(worksheet, Kind.UNIT)
    }
    assert told == WANTED["units"]
    assert list(told) == list(WANTED["units"])


def test_signer_tasks_and_registers_are_asked(worksheet: Worksheet) -> None:
    assert [i.old for i in _of(worksheet, Kind.SIGNATURE)] == [
        "KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Phạm Đức Long",
    ]  # fmt: skip
    assert [i.id for i in _of(worksheet, Kind.TASK)] == ["nhiem-vu/ket-qua"]
    assert [i.spot.file for i in _of(worksheet, Kind.REGISTER)] == ["van-ban.yaml", "don-vi.yaml"]


def test_slips_that_the_check_knows_are_offered(worksheet: Worksheet) -> None:
    offered = {(i.old, i.proposed) for i in _of(worksheet, Kind.SLIP) if i.proposed}
    assert {
        ("Bộ Khoa học và Công nghê", "Bộ Khoa học và Công nghệ"),
        ("Bộ Bộ", "Bộ"),
        ("số142/QĐ-TTg", "số 142/QĐ-TTg"),
        ("02/2/2024", "02/02/2024"),
        ("Báo Vnexpress", "Báo VnExpress"),
        ("Uỷ", "Ủy"),
    } <= offered
    assert all(item.is_open for item in _of(worksheet, Kind.SLIP))


def test_a_year_stands_in_the_new_dossier_only_where_the_worksheet_says_so(
    office: Office, worksheet: Worksheet
) -> None:
    kept = [
        f"{item.spot.file}:{item.spot.line}"
        for item in worksheet.items
        if item.kind in (Kind.YEAR, Kind.DEADLINE) and "2025" in item.current
    ]
    assert office.years(2025) == sorted(kept, key=office.years(2025).index)
    assert sorted(kept) == sorted(e.split()[0] for e in WANTED["years"] if e.endswith("2025 giữ"))


def test_comments_and_layout_survive(office: Office) -> None:
    for name in ("quyet-dinh.yaml", "ke-hoach.yaml", "phu-luc.yaml"):
        before, after = office.text(name, REAL).splitlines(), office.text(name).splitlines()
        assert len(before) == len(after)
        for one, other in zip(before, after, strict=True):
            assert one == other or one.replace("2025", "2026") == other


def test_rolled_again_nothing_is_new_and_nothing_changes(office: Office) -> None:
    before = {p.name: p.read_bytes() for p in (office.content / NEXT).iterdir()}
    again = office.roll()
    assert (again.is_new, again.added, again.closed) == (False, [], [])
    assert {p.name: p.read_bytes() for p in (office.content / NEXT).iterdir()} == before
