"""Every rule has its page and its cases: two at least that must fire, two that must not."""

from __future__ import annotations

from collections import Counter

import pytest
from case_files import KINDS, rule_cases

from qdgen.check.paper import Medium
from qdgen.check.rule import Rule, all_rules
from qdgen.diagnostics import Severity
from qdgen.pipeline.checking import ERRORS_IN


def _counted() -> Counter[tuple[str, str]]:
    return Counter((code, "fires" if fires else "silent") for code, fires, _ in rule_cases())


COUNTS = _counted()


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_cases(rule: Rule) -> None:
    assert [kind for kind in KINDS if COUNTS[rule.code, kind] < 2] == []


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_a_rule_has_its_page(rule: Rule) -> None:
    page = rule.manual
    assert page.summary.endswith(".")
    assert page.why.endswith((".", "?", ")"))
    assert page.wrong
    assert page.right
    assert page.source


def test_cases_are_of_rules() -> None:
    assert {code for code, _ in COUNTS} - {rule.code for rule in all_rules()} == set()


def test_a_build_looks_at_every_rule_that_can_be_an_error_in_content() -> None:
    wanted = {
        rule.check.__module__.rpartition(".")[2]
        for rule in all_rules()
        if rule.severity is Severity.ERROR and rule.media & Medium.CONTENT
    }
    assert set(ERRORS_IN) == wanted
