"""Word files that qdgen builds have no fault of format; change one property, and exactly that is
found."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import yaml
from mutated import (
    BASES,
    HERE,
    Edit,
    Package,
    built,
    check_word,
    docx_cases,
    edited,
)
from seeded import told

from qdgen.check.look import Align
from qdgen.check.paper import Medium
from qdgen.check.profile import Case, ElementFormat, nd30
from qdgen.check.rule import all_rules

ELEMENTS: dict[str, dict[str, Any]] = yaml.safe_load(
    (HERE / "mutations.yaml").read_text(encoding="utf-8")
)
CASES = docx_cases()
_LEVELS = {"Chuong": [6, 0], "Muc": [6, 1]}
score: dict[str, list[bool]] = {}


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Package]:
    folder = tmp_path_factory.mktemp("built")
    return lambda name: built(name, folder)


def _property_changes() -> Iterator[tuple[str, str, str, list[Edit]]]:
    """Element and property, code, base and edits, for each property the profile gives."""
    for key, where in ELEMENTS.items():
        wanted = nd30().elements[key]
        refit = [{"line": where["refit"], "refit": True}] if "refit" in where else []
        for name, change in _changes(wanted):
            if name in where.get("not", ()):
                continue
            if "level" in where:
                edit = _on_level(where["level"], change)
                if edit is None:
                    continue
            else:
                edit = {"of": where["style"], **change}
            if name == "align" and refit:
                refit = [{**refit[0], **change["p"]}]
            yield f"{key} {name}", where["code"], where.get("base", "ho-so"), [edit, *refit]


def _changes(wanted: ElementFormat) -> Iterator[tuple[str, Edit]]:
    if wanted.size:
        least, most = wanted.size.value
        yield "size below", {"r": {"sz": round(least * 2 - 2)}}
        yield "size above", {"r": {"sz": round(most * 2 + 1)}}
    if wanted.bold:
        yield "bold", {"r": {"b": 0 if wanted.bold.value else 1}}
    if wanted.italic:
        yield "italic", {"r": {"i": 0 if wanted.italic.value else 1}}
    if wanted.case:
        yield "case", {"case": "lower" if wanted.case.value is Case.UPPER else "upper"}
    if wanted.align:
        yield "align", {"p": {"jc": "right" if wanted.align.value is Align.LEFT else "left"}}


def _on_level(style: str, change: Edit) -> Edit | None:
    """The same change on the number that Word counts for that style."""
    if "case" in change:
        text = {"Chuong": "CHƯƠNG %1", "Muc": "MỤC %2"}[style]
        return {"level": _LEVELS[style], "text": text}
    return None if "p" in change else {"level": _LEVELS[style], **change}


CHANGES = list(_property_changes())


@pytest.mark.parametrize("name", BASES)
def test_what_qdgen_builds_has_no_fault_of_format(
    name: str, base: Callable[[str], Package]
) -> None:
    assert told(check_word(base(name), name).findings) == []


@pytest.mark.parametrize(
    ("code", "dossier", "edits"),
    [change[1:] for change in CHANGES],
    ids=[name for name, *_ in CHANGES],
)
def test_a_changed_property_is_found_alone(
    code: str,
    dossier: str,
    edits: list[Edit],
    base: Callable[[str], Package],
) -> None:
    _found_alone(code, dossier, edits, base)


@pytest.mark.parametrize(
    ("code", "case"),
    [(code, case) for code, fires, case in CASES if fires],
    ids=[f"{code}-{n}" for n, (code, fires, _) in enumerate(CASES) if fires],
)
def test_a_case_of_a_word_file_is_found_alone(
    code: str, case: dict[str, Any], base: Callable[[str], Package]
) -> None:
    _found_alone(code, case.get("base", "ho-so"), case["docx"], base)


@pytest.mark.parametrize(
    "case",
    [case for _, fires, case in CASES if not fires],
    ids=[f"{code}-{n}" for n, (code, fires, _) in enumerate(CASES) if not fires],
)
def test_a_near_miss_in_a_word_file_is_let_pass(
    case: dict[str, Any], base: Callable[[str], Package]
) -> None:
    dossier = case.get("base", "ho-so")
    parts = edited(base(dossier), case["docx"])
    assert told(check_word(parts, dossier).findings) == []


def _found_alone(
    code: str, dossier: str, edits: list[Edit], base: Callable[[str], Package]
) -> None:
    parts = edited(base(dossier), edits)
    found = check_word(parts, dossier).findings
    hit = bool(found) and {f.rule.code for f in found} == {code}
    score.setdefault(code, []).append(hit)
    assert hit, told(found) or "nothing found"


def test_every_element_of_the_profile_is_changed() -> None:
    assert set(ELEMENTS) == set(nd30().elements)


def test_the_mutation_score_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    """Stands last: it sums up those above (a run of only some of them counts only these)."""
    tried = sum(len(hits) for hits in score.values())
    found = sum(sum(hits) for hits in score.values())
    with capsys.disabled():
        sys.stdout.write(f"\nmutation score: {found} of {tried}\n")
    assert found == tried
    judging = {r.code for r in all_rules() if r.family == "TB" and r.media & Medium.WORD}
    changed = {code for code, fires, _ in CASES if fires} | {code for _, code, *_ in CHANGES}
    assert sorted(judging - changed) == []
