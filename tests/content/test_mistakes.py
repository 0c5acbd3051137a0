"""Ordinary drafters' mistakes: each gives the text intact or a message that says what to do."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from qdgen.content.codes import CODES
from qdgen.content.loader import load_dossier
from qdgen.content.markup import Address, Blank, Break, Footnote, Inline, Mention, Span
from qdgen.content.markup_parser import parse_inline
from qdgen.content.nodes import Scalar
from qdgen.content.yaml_reader import parse
from qdgen.diagnostics import Diagnostic

CASES = Path(__file__).parent / "cases"


def _cases(name: str) -> list[Any]:
    listed = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in listed]


def _real(words: str) -> str:
    return re.sub(r"<U\+([0-9A-F]{4,6})>", lambda match: chr(int(match[1], 16)), words)


def _is_complete(diagnostic: Diagnostic) -> None:
    assert diagnostic.code in CODES
    assert str(diagnostic.message)
    assert str(diagnostic.hint), "a message says what to do"
    assert diagnostic.location.line
    assert diagnostic.location.column


def _value(node: Any, path: str) -> str:
    for step in path.split("/"):
        node = node[int(step) if isinstance(node, list) else step]
    assert isinstance(node, Scalar)
    return node.value


@pytest.mark.parametrize("case", _cases("reader.yaml"))
def test_the_reader_gives_the_text_intact_or_says_what_to_do(case: dict[str, Any]) -> None:
    written = _real(case["input"])
    root, source, diagnostics = parse(written, "van-ban.yaml")
    if "reads" in case:
        assert diagnostics == []
        assert {path: _value(root, path) for path in case["reads"]} == {
            path: _real(value) for path, value in case["reads"].items()
        }
        return
    assert root is None
    code, place, word = case["refused"].split(" ", 2)
    first = diagnostics[0]
    assert (first.code, f"{first.location.line}:{first.location.column}") == (code, place)
    assert word.strip('"') in str(first.hint)
    assert first.source_line == source.line_text(first.location.line)
    for diagnostic in diagnostics:
        _is_complete(diagnostic)


@pytest.mark.parametrize("case", _cases("reader.yaml"))
def test_the_python_parser_reads_and_refuses_the_same(
    case: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    written = _real(case["input"])
    _, _, expected = parse(written, "van-ban.yaml")
    monkeypatch.setattr("qdgen.content.node_builder._Loader", yaml.SafeLoader)
    root, _, diagnostics = parse(written, "van-ban.yaml")
    assert [(d.code, d.location) for d in diagnostics] == [(d.code, d.location) for d in expected]
    for path, value in case.get("reads", {}).items():
        assert _value(root, path) == _real(value)


@pytest.mark.parametrize("case", _cases("dossier.yaml"))
def test_a_mistake_in_a_dossier_is_named_at_its_place(case: dict[str, Any], tmp_path: Path) -> None:
    folder = _copy_of_base(tmp_path)
    changed = folder / case["in"]
    before = changed.read_text(encoding="utf-8")
    assert case["change"] in before
    changed.write_text(before.replace(case["change"], case["to"], 1), encoding="utf-8")

    dossier, diagnostics = load_dossier(folder / "ho-so", "ho-so")

    assert dossier is None
    code, place, word = case["refused"].split(" ", 2)
    found = [(d.code, str(d.location)) for d in diagnostics]
    assert (code, place) in found
    named = diagnostics[found.index((code, place))]
    assert word.strip('"') in str(named.hint)
    lines = (folder / named.location.file).read_text(encoding="utf-8").splitlines()
    assert named.source_line == lines[named.location.line - 1]
    for diagnostic in diagnostics:
        assert diagnostic.code in CODES


def test_the_dossier_that_the_cases_change_is_right(tmp_path: Path) -> None:
    dossier, diagnostics = load_dossier(_copy_of_base(tmp_path) / "ho-so", "ho-so")
    assert diagnostics == []
    assert dossier is not None
    assert list(dossier.attachments) == ["ke-hoach", "phu-luc"]


@pytest.mark.parametrize("case", _cases("markup.yaml"))
def test_markup_gives_what_it_says_or_is_named_at_its_place(case: dict[str, Any]) -> None:
    scalar = _literal(case["text"])
    nodes, diagnostics = parse_inline(scalar)
    if "gives" in case:
        assert diagnostics == []
        assert [_shown(node) for node in nodes] == case["gives"]
        return
    code, offset, word = case["refused"].split(" ", 2)
    assert [(d.code, str(d.location)) for d in diagnostics[:1]] == [
        (code, f"f.yaml:2:{int(offset) + 3}")
    ]
    assert word in str(diagnostics[0].hint)
    for diagnostic in diagnostics:
        _is_complete(diagnostic)


def test_there_are_enough_cases_and_each_has_a_name_of_its_own() -> None:
    for name in ("reader.yaml", "dossier.yaml", "markup.yaml"):
        names = [parameter.id for parameter in _cases(name)]
        assert len(names) >= 40
        assert len(names) == len(set(names))


def test_every_code_is_met_by_a_case_or_named_as_met_elsewhere() -> None:
    met = {
        parameter.values[0]["refused"].split(" ", 1)[0]
        for name in ("reader.yaml", "dossier.yaml", "markup.yaml")
        for parameter in _cases(name)
        if "refused" in parameter.values[0]
    }
    elsewhere = {
        path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")
    }
    unmet = {
        code for code in CODES if code not in met and not any(f'"{code}"' in t for t in elsewhere)
    }
    assert unmet == set()


def _copy_of_base(folder: Path) -> Path:
    return Path(shutil.copytree(CASES / "base", folder / "noi-dung"))


def _literal(value: str) -> Scalar:
    root, _, diagnostics = parse("a: |-\n  " + value.replace("\n", "\n  ") + "\n", "f.yaml")
    assert diagnostics == []
    assert root is not None
    scalar = root["a"]
    assert isinstance(scalar, Scalar)
    assert scalar.value == value
    return scalar


def _shown(node: Inline) -> object:
    if isinstance(node, Footnote):
        return [_shown(inner) for inner in node.content]
    if isinstance(node, Break):
        return "⏎"
    if isinstance(node, Blank):
        return f"…{node.note}…"
    if isinstance(node, Span):
        words = node.text
    elif isinstance(node, Mention):
        words = f"@{node.key}" + (f"({node.form})" if node.form else "")
    else:
        assert isinstance(node, Address)
        words = f"<{node.url}>"
    if node.italic:
        words = f"/{words}/"
    return f"[{words}]" if node.bold else words
