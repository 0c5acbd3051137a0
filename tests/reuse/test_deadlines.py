"""Deadlines for the new year: day and month stay, and what falls on a day off is told."""

from __future__ import annotations

import pytest

from qdgen.check.text.days_off import new_year_days
from qdgen.reuse.next_year.deadlines import Proposal, is_standing, propose
from qdgen.reuse.next_year.years import Setting, judge_years


def _proposed(words: str, target: int = 2026, setting: Setting = Setting.DEADLINE) -> Proposal:
    (mention,) = judge_years(words, setting, 2025, target)
    return propose(mention, words, target)


@pytest.mark.parametrize(
    ("words", "proposed", "warned"),
    [
        ("Tháng 6/2025", "Tháng 6/2026", []),
        ("Tháng 12/2025", "Tháng 12/2026", []),
        ("Tháng 10/2025", "Tháng 10/2026", ["31/10/2026", "thứ Bảy", "thứ Sáu 30/10/2026"]),
        ("Tháng 02/2025", "Tháng 02/2026", ["28/02/2026", "Tết Nguyên đán, 16/02/2026 đến"]),
        ("Quý I/2025", "Quý I/2026", []),
        ("02/9/2025", "02/9/2026", ["Ngày Quốc khánh", "thứ Ba 01/9/2026"]),
        ("17/02/2025", "17/02/2026", ["tết Nguyên đán"]),
        ("15/12/2025", "15/12/2026", []),
        ("Trước ngày 03/01/2025", "03/01/2026", []),
        ("Trước ngày 04/01/2025", "04/01/2026", ["hết ngày 03/01/2026", "thứ Bảy"]),
        ("15/3/2026", "15/3/2027", ["ngoài năm 2026"]),
        ("31/4/2025", "31/4/2026", ["lịch không có"]),
    ],
)  # fmt: skip
def test_a_deadline_keeps_day_and_month(words: str, proposed: str, warned: list[str]) -> None:
    found = _proposed(words)
    told = "; ".join(found.warnings)
    assert found.proposed == proposed
    assert bool(found.warnings) == bool(warned)
    for word in warned:
        assert word in told


def test_the_29th_of_february_becomes_the_day_before() -> None:
    (mention,) = judge_years("29/02/2024", Setting.DEADLINE, 2024, 2025)
    found = propose(mention, "29/02/2024", 2025)
    assert found.proposed == "28/02/2025"
    assert "29/02" in found.warnings[0]


def test_a_year_whose_new_year_is_not_known_is_told() -> None:
    assert new_year_days(2027) is not None
    assert new_year_days(2040) is None
    assert "chưa có lịch nghỉ Tết năm 2040" in _proposed("Tháng 01/2025", 2040).warnings


@pytest.mark.parametrize(
    "words", ["Thường xuyên", "thường xuyên, hằng quý", "Định kỳ", "Hàng năm", "Cả năm"]
)
def test_what_has_no_end_is_carried_on(words: str) -> None:
    assert is_standing(words)


def test_a_plan_of_somebody_else_is_no_standing_task() -> None:
    assert not is_standing("Phối hợp theo kế hoạch của Bộ Công an")


@pytest.mark.parametrize("words", ["Tháng 6/2025", "15/12/2025", "Quý IV/2025"])
def test_two_years_at_once_are_one_year_twice(words: str) -> None:
    (mention,) = judge_years(_proposed(words).proposed, Setting.DEADLINE, 2026, 2027)
    assert propose(mention, words, 2027).proposed == _proposed(words, 2027).proposed
