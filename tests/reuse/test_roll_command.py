"""`qdgen roll` as it is called: what it says and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from year_office import NEXT, Office

from building import REAL, qdgen_run


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("office") / "office")


def _run(office: Office, *arguments: str) -> tuple[int, str]:
    done = qdgen_run("--lang", "en", *arguments, cwd=office.here)
    return done.returncode, done.stdout + done.stderr


def test_a_roll_its_status_and_the_check_tell_what_is_open(office: Office) -> None:
    code, told = _run(office, "roll", REAL, "--nam", "2026", "--ngay", "15/01/2026")
    assert code == 0, told
    assert f"made content/{NEXT} from {REAL}" in told
    waiting = len(office.worksheet().open)
    code, told = _run(office, "roll", "--status", NEXT)
    assert code == 1
    assert f"{waiting} items are still to be decided" in told
    assert "registers as of 15/01/2026" in told
    for item in office.worksheet().open:
        assert f"[{item.id}]" in told
    code, told = _run(office, "check", f"content/{NEXT}", "--select", "TB101")
    assert f"{waiting} items of the roll are still to be decided [roll-open]" in told
    assert f"content/{NEXT}/chuyen-nam.yaml:" in told


def test_decisions_are_carried_out_and_told(office: Office) -> None:
    if not (office.content / NEXT).exists():
        office.roll()
    office.decide(lambda i: {"nguoi-ky/ho_ten": "Nguyễn Văn An",
                             "can-cu/qd813": "@khong-co"}.get(i.id, ""))  # fmt: skip
    code, told = _run(office, "roll", "--apply", NEXT)
    assert code == 1
    assert "quyet-dinh.yaml:93:11: Phạm Đức Long → Nguyễn Văn An" in told
    assert "“@khong-co” of can-cu/qd813 was not carried out" in told
    assert "[decision-not-applied]" in told


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ([REAL, "--nam", "2026", "--status"], 2, "does not go with"),
        ([REAL, "--status"], 2, "was not made by a roll"),
        ([REAL, "--nam", "2026", "--ngay", "31/2/2026"], 2, "no day of the calendar"),
        ([REAL, "--nam", "2026", "--ket-qua", "khong-co.yaml"], 3, "khong-co.yaml"),
        ([REAL, "--nam", "2027", "--thanh", REAL], 7, "was not made by a roll"),
    ],
)
def test_what_cannot_be_done_is_said_and_leaves_nothing(
    tmp_path: Path, arguments: list[str], code: int, words: str
) -> None:
    office = Office(tmp_path / "office")
    ended, told = _run(office, "roll", *arguments)
    assert ended == code, told
    assert words in told
    assert sorted(p.name for p in office.content.iterdir() if not p.name.startswith(".")) == [
        REAL, "don-vi.yaml", "van-ban.yaml",
    ]  # fmt: skip
