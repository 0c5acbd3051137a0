"""One error for each rule, seeded into decisions of several kinds that have none: exactly that
rule's finding comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from seeded import HERE, check_content, edit_files, marked, told

from qdgen.check.paper import Medium
from qdgen.check.rule import all_rules

PRECISION = HERE / "precision"
SEEDS: dict[str, dict[str, Any]] = yaml.load(
    (HERE / "precision_seeds.yaml").read_bytes(), Loader=yaml.CSafeLoader
)
NOT_IN_CONTENT = {
    "CT111": "qdgen prints “Số:” itself",
    "CT112": "qdgen prints the zero of the number itself",
    "CT121": "qdgen puts place and date together itself",
    "CT122": "qdgen prints the zeros of the date itself",
    "CT123": "qdgen prints the zeros of the date itself",
    "CT408": "none of the three is a plan",
    "PL116": "qdgen counts the rows itself",
    "TN201": "the content is refused before any rule sees it",
    "TN203": "the content is refused before any rule sees it",
}
"""Rules that judge content too, and why no edit of these dossiers can break them."""


@pytest.mark.parametrize("code", SEEDS)
def test_a_seeded_error_is_found_alone(code: str, tmp_path: Path) -> None:
    seed = SEEDS[code]
    root = tmp_path / "content"
    folder = edit_files(PRECISION / seed["of"], root, seed.get("edits") or [seed])
    found = check_content(folder).findings
    assert {f.rule.code for f in found} == {code, *seed.get("also", [])}, told(found)
    if "at" in seed:
        assert seed["at"] in [marked(f) for f in found if f.rule.code == code]


def test_every_rule_that_judges_content_has_its_error() -> None:
    judging = {rule.code for rule in all_rules() if rule.media & Medium.CONTENT}
    assert sorted(judging) == sorted([*SEEDS, *NOT_IN_CONTENT])


def test_the_errors_stand_in_all_three_dossiers() -> None:
    assert {seed["of"] for seed in SEEDS.values()} == {p.name for p in PRECISION.iterdir()}
