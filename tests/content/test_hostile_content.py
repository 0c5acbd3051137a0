"""Content made to exhaust or mislead: it is refused or read as the text it is, in linear time."""

from __future__ import annotations

import tracemalloc

import pytest

from qdgen.content.markup import Span
from qdgen.content.markup_parser import MOST_FINDINGS, parse_inline
from qdgen.content.node_builder import DEEPEST
from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.problems import MOST_OF_ONE_KIND
from qdgen.content.yaml_reader import parse


def _codes(content: str) -> list[str]:
    return [d.code for d in parse(content, "f.yaml")[2]]


def _scalar(content: str) -> Scalar:
    root, _, diagnostics = parse(content, "f.yaml")
    assert diagnostics == []
    assert isinstance(root, MapNode)
    scalar = root["a"]
    assert isinstance(scalar, Scalar)
    return scalar


def test_an_alias_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x]\n" + "".join(
        f"{c}: &{c} [{', '.join(['*' + p] * 8)}]\n"
        for p, c in zip("abcdefghijk", "bcdefghijkl", strict=True)
    )
    tracemalloc.start()
    try:
        codes = _codes(bomb)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert codes[0] == "anchor"
    assert "alias" in codes
    assert peak < 10_000_000


def test_ten_megabytes_of_text_in_one_cell_are_read_as_they_are() -> None:
    words = "một hai {{ ba }} {% bốn %} & < > " * 300_000
    scalar = _scalar(f"a: >-\n  {words}năm\n")
    assert scalar.value == words + "năm"
    nodes, diagnostics = parse_inline(scalar)
    assert diagnostics == []
    assert nodes == (Span(scalar.value, 0),)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("".join("  " * n + "a:\n" for n in range(DEEPEST + 1)), "too-deep"),
        ("a: " + "[" * 100_000, "flow-list"),
        ("a: " + "{" * 100_000, "flow-map"),
        ("- " * 100_000 + "a\n", "root-not-map"),
        ("a:\n  - " + "- " * 100_000 + "a\n", "list-in-list"),
        ("a: " + "? " * 100_000, "complex-key"),
        ("a: b: " + "c: " * 100_000, "colon-in-text"),
        ("a: x" + " #" * 100_000, "text-lost-after-hash"),
        ("a: '" + "b\n  '' " * 100_000, "unclosed-quote"),
        ("a: b\n c" + " " * 1_000_000 + "\n d: e\n", "indentation"),
    ],
    ids=["maps", "brackets", "braces", "dashes", "dashes below a key", "question marks", "colons",
         "number signs", "quotes", "spaces"],
)  # fmt: skip
def test_a_heap_of_one_sign_is_refused(content: str, code: str) -> None:
    assert code in _codes(content)


def test_forty_levels_are_read() -> None:
    content = "".join("  " * n + "a:\n" for n in range(DEEPEST - 1)) + "  " * 39 + "a: b\n"
    assert _codes(content) == []


def test_a_million_forbidden_characters_give_a_short_list() -> None:
    diagnostics = parse("a: " + "\u200b" * 1_000_000, "f.yaml")[2]
    assert len(diagnostics) == MOST_OF_ONE_KIND + 1
    assert "more places" in str(diagnostics[-1].message)


def test_a_million_no_break_spaces_are_looked_through_once() -> None:
    assert _codes("a: b" + "\u00a0" * 1_000_000 + "c\n") == []
    assert _codes("a: b" + "\u00a0 " * 1_000_000 + "\n") == ["odd-space"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("(" * 100_000 + ")" * 100_000, None),
        ("x^(" + "(" * 100_000 + ")" * 100_000 + ")", None),
        ("x^(" * 100_000, "footnote-in-footnote"),
        ("*a " * 100_000, "emphasis-space"),
        ("@trống(" * 100_000, "blank-without-note"),
        ("@nd55(" * 100_000, "mention-form"),
        ("<https://" * 100_000, "address-unclosed"),
        ("\\" * 100_001, "backslash"),
        ("x" + "*" * 100_000, "emphasis-signs"),
        ("@nd55 " * 100_000 + "x", None),
    ],
)
def test_a_heap_of_markup_is_read_once_and_its_findings_are_few(
    value: str, code: str | None
) -> None:
    _, diagnostics = parse_inline(_scalar(f"a: |-\n  {value}\n"))
    assert len(diagnostics) <= MOST_FINDINGS
    if code is None:
        assert diagnostics == []
    else:
        assert code in [d.code for d in diagnostics]
