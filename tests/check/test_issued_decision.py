"""The decision of 2025 was really signed, and holds real slips. They were listed by eye; the check
finds each where it stands, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from seeded import check_content, marked

HERE = Path(__file__).parent
DECISION = HERE.parents[1] / "content/2025-du-lieu-quoc-gia"
SLIPS = yaml.safe_load((HERE / "issued-2025.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def found() -> list[str]:
    """Each finding as the list writes it."""
    return [
        f"{Path(f.located.location.file).name} {f.located.location.line} {f.rule.code} {marked(f)}"
        for f in check_content(DECISION).findings
    ]


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: slip["slip"])
def test_a_slip_found_by_eye_is_found_by_the_check(slip: dict[str, str], found: list[str]) -> None:
    assert [line for line in slip["found"].splitlines() if line not in found] == []


def test_nothing_is_found_that_is_no_slip(found: list[str]) -> None:
    listed = [line for slip in SLIPS for line in slip["found"].splitlines()]
    assert sorted(found) == sorted(listed)
