"""Rules that need pages, on papers laid out as data."""

from __future__ import annotations

import pytest
from paged import PdfCase, paged, pdf_cases

from qdgen.check.examine import Finding, examine
from qdgen.check.paper import Medium
from qdgen.check.rule import all_rules

RULES = [rule for rule in all_rules() if rule.media is Medium.PDF]


def _told(findings: list[Finding]) -> list[str]:
    return [f"{f.rule.code} {f.message} {f.located.where}" for f in findings]


def test_the_base_on_pages_has_no_fault() -> None:
    examined = examine(paged([]), RULES)
    assert _told(examined.findings) == []
    assert examined.reasons == {}


def test_every_rule_of_pages_has_its_cases() -> None:
    cases = pdf_cases()
    for rule in RULES:
        own = [case.fires for case in cases if case.code == rule.code]
        assert own.count(True) >= 2, rule.code
        assert own.count(False) >= 2, rule.code


@pytest.mark.parametrize("case", pdf_cases(), ids=str)
def test_pages_give_their_finding_and_no_other(case: PdfCase) -> None:
    found = examine(paged(case.edits), RULES).findings
    own = [f for f in found if f.rule.code == case.code]
    if not case.fires:
        assert _told(own) == []
        return
    assert own, "the rule did not fire"
    assert _told([f for f in found if f.rule.code not in (case.code, *case.also)]) == []
