"""Each rule finds what its cases say, where they say it, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from seeded import BASE, Case, check_content, content_cases, marked, seeded, told

CASES = content_cases()


def test_the_base_dossier_has_no_fault() -> None:
    assert told(check_content(BASE / "content/ho-so").findings) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_gives_its_finding_and_no_other(case: Case, tmp_path: Path) -> None:
    found = check_content(seeded(case, tmp_path)).findings
    own = [f for f in found if f.rule.code == case.code]
    if not case.fires:
        assert told(own) == []
        return
    assert own, "the rule did not fire"
    assert told(f for f in found if f.rule.code not in (case.code, *case.also)) == []
    if case.at:
        assert case.at in [marked(f) for f in own]
