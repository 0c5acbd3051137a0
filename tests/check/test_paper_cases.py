"""Rules of structure on papers as Word files show them: what no content can have."""

from __future__ import annotations

import pytest
from recast import PaperCase, paper_cases, recast
from seeded import marked, told

from qdgen.check.examine import Examined, examine
from qdgen.check.rule import all_rules

CASES = paper_cases()


def _examined(case_edits: list[dict[str, object]], code: str = "") -> Examined:
    rules = [r for r in all_rules() if r.family in ("CT", "PL") or r.code == code]
    return examine(recast(case_edits), rules)


def test_the_base_as_a_word_file_has_no_fault() -> None:
    assert told(_examined([]).findings) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_paper_gives_its_finding_and_no_other(case: PaperCase) -> None:
    found = _examined(case.edits, case.code).findings
    own = [f for f in found if f.rule.code == case.code]
    if not case.fires:
        assert told(own) == []
        return
    assert own, "the rule did not fire"
    assert told(f for f in found if f.rule.code not in (case.code, *case.also)) == []
    if case.at:
        assert case.at in [marked(f) for f in own]
