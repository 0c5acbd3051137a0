"""docs/rules.md and its Vietnamese sister are what the rules themselves say."""

from __future__ import annotations

from pathlib import Path

import pytest

from qdgen.check.rule import Certainty, Rule, all_rules
from qdgen.check.selection import FAMILIES
from qdgen.cli.manual import as_reference
from qdgen.diagnostics import Severity

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = {"en": DOCS / "rules.md", "vi": DOCS / "huong-dan/quy-tac.md"}
RULES = all_rules()


@pytest.mark.parametrize("language", PAGES)
def test_the_reference_is_current(language: str, update_golden: bool) -> None:
    """With --update-golden, it is written anew."""
    page = as_reference(RULES, language)
    if update_golden:
        PAGES[language].write_text(page, encoding="utf-8")
    assert PAGES[language].read_text(encoding="utf-8") == page


def test_there_are_as_many_rules_as_promised_in_every_family() -> None:
    assert len(RULES) >= 90
    assert {rule.family for rule in RULES} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_whole_page(rule: Rule) -> None:
    manual = rule.manual
    assert manual.summary.endswith(".")
    assert manual.why
    assert manual.wrong
    assert manual.right
    assert manual.source
    if rule.severity is Severity.ERROR:
        assert rule.certainty in (Certainty.CONFIRMED, Certainty.DERIVED)
