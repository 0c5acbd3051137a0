"""The decree as data: complete, typed, never surer than its source."""

from __future__ import annotations

import pytest

from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, all_rules
from qdgen.diagnostics import Severity

SURE = (Certainty.CONFIRMED, Certainty.DERIVED)


@pytest.mark.parametrize(("name", "entry"), nd30().entries().items())
def test_an_uncertain_entry_is_no_error(name: str, entry: object) -> None:
    entry = nd30().entries()[name]
    assert entry.certainty in SURE or entry.severity is not Severity.ERROR
    assert entry.id
    assert entry.cite


def test_ranges_run_upwards() -> None:
    for name, entry in nd30().entries().items():
        if hasattr(entry.value, "least"):
            assert entry.value.least <= entry.value.most, name


def test_the_profile_is_read_once() -> None:
    assert nd30() is nd30()


def test_format_rules_cite_what_the_profile_knows() -> None:
    known = {entry.id for entry in nd30().entries().values()}
    cited = " ".join(rule.manual.source for rule in all_rules() if rule.family == "TB")
    assert [entry for entry in sorted(known) if entry not in cited] == []
