"""One error for each rule, seeded into decisions of several kinds that have none: exactly that
rule's finding comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from case_files import rule_cases
from mutated import edited, read
from seeded import HERE, check_content, edit_files, marked, told

from building import qdgen_run
from qdgen.check.examine import examine
from qdgen.check.paper import Medium
from qdgen.check.rule import all_rules
from qdgen.word.package import Package, read_package

PRECISION = HERE / "precision"


def _seeds(name: str) -> dict[str, dict[str, Any]]:
    return dict(yaml.load((HERE / name).read_bytes(), Loader=yaml.CSafeLoader))


SEEDS = _seeds("precision_seeds.yaml")
WORD_SEEDS = _seeds("precision_word_seeds.yaml")
DAILY = list(WORD_SEEDS)[::3]
NOT_IN_CONTENT = {
    "CT111": "qdgen prints “Số:” itself",
    "CT112": "qdgen prints the zero of the number itself",
    "CT121": "qdgen puts place and date together itself",
    "CT122": "qdgen prints the zeros of the date itself",
    "CT123": "qdgen prints the zeros of the date itself",
    "PL116": "qdgen counts the rows itself",
    "TN201": "the content is refused before any rule sees it",
    "TN203": "the content is refused before any rule sees it",
}
"""Rules that judge content too, and why their error is in a Word file."""


NOT_IN_ANY = {
    "CT408": "none of the three is a plan",
    "TB223": "none of the three has a Mục",
    "TB224": "none of the three has a Mục",
    "TB603": "no table of the three is long",
    "TB604": "no table of the three is long",
}
"""Rules that no edit of these dossiers and their Word files can break, and why; besides these only
the rules that need pages, which have papers laid out as data (test_pdf_cases.py)."""


@pytest.fixture(scope="module")
def word_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Package]:
    """The Word files of the dossiers, by the name of their folder."""
    folder = tmp_path_factory.mktemp("precision")
    dossiers = {place.name: next(place.glob("*/quyet-dinh.yaml")) for place in _places()}
    sources = [path.parent for path in dossiers.values()]
    made = qdgen_run("--lang", "en", "build", *sources, "--no-pdf", "--output", folder)
    assert made.returncode == 0, made.stderr
    return {
        name: read_package(folder / path.parent.name / f"{path.parent.name}.docx")
        for name, path in dossiers.items()
    }


def _places() -> list[Path]:
    return sorted(PRECISION.iterdir())


@pytest.mark.parametrize("code", SEEDS)
def test_a_seeded_error_is_found_alone(code: str, tmp_path: Path) -> None:
    seed = SEEDS[code]
    root = tmp_path / "content"
    folder = edit_files(PRECISION / seed["of"], root, seed.get("edits") or [seed])
    found = check_content(folder).findings
    assert {f.rule.code for f in found} == {code, *seed.get("also", [])}, told(found)
    if "at" in seed:
        assert seed["at"] in [marked(f) for f in found if f.rule.code == code]


@pytest.mark.parametrize(
    "code",
    [c if c in DAILY else pytest.param(c, marks=pytest.mark.whole) for c in WORD_SEEDS],
)
def test_an_error_seeded_into_a_word_file_is_found_alone(
    code: str, word_files: dict[str, Package]
) -> None:
    seed = WORD_SEEDS[code]
    edits = seed.get("docx") or _word_cases(code)[seed["case"]]
    paper = read(edited(word_files[seed["of"]], edits), seed["of"])
    found = examine(paper, all_rules()).findings
    assert {f.rule.code for f in found} == {code, *seed.get("also", [])}, told(found)


def _word_cases(code: str) -> list[list[dict[str, Any]]]:
    return [
        case["docx"] for c, fires, case in rule_cases() if c == code and fires and "docx" in case
    ]


def test_every_rule_that_judges_content_has_its_error() -> None:
    judging = {rule.code for rule in all_rules() if rule.media & Medium.CONTENT}
    assert sorted(judging) == sorted([*SEEDS, *NOT_IN_CONTENT, "CT408"])


def test_every_rule_has_its_error() -> None:
    judging = {rule.code for rule in all_rules() if rule.media is not Medium.PDF}
    assert judging - {*SEEDS, *WORD_SEEDS} == set(NOT_IN_ANY)


def test_the_errors_stand_in_all_three_dossiers() -> None:
    for seeds in (SEEDS, WORD_SEEDS):
        assert {seed["of"] for seed in seeds.values()} == {place.name for place in _places()}
