"""Every character of a text knows its line and column, however the text was written."""

from __future__ import annotations

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from qdgen.content.clauses import can_fold, clause_lines
from qdgen.content.nodes import Scalar, Style
from qdgen.content.positions import locate, source_line
from qdgen.content.yaml_reader import parse

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy ầếộựĐẤ.,;()@*^'\"\\:#-/0123456789&<>{}%"
PROSE = st.text(LETTERS, min_size=1, max_size=120)
LINE_END = st.sampled_from(["\n", "\r\n"])


def _scalar(content: str) -> Scalar:
    root, _, diagnostics = parse(content, "f.yaml")
    assert diagnostics == []
    assert root is not None
    inner = root["a"]
    assert isinstance(inner, dict)
    scalar = inner["b"]
    assert isinstance(scalar, Scalar)
    return scalar


def _each_character_is_where_it_says(scalar: Scalar) -> None:
    for offset, character in enumerate(scalar.value):
        place = locate(scalar, offset)
        line = source_line(scalar, offset)
        if character in " \n" and place.column > len(line):
            continue  # a line break of the file became this character
        assert line[place.column - 1] == character


@given(PROSE, LINE_END)
def test_in_a_folded_text(value: str, end: str) -> None:
    value = unicodedata.normalize("NFC", value)
    assume(can_fold(value))
    lines = clause_lines(value, 30)
    scalar = _scalar(f"a:{end}  b: >-{end}" + "".join(f"    {line}{end}" for line in lines))
    assert scalar.value == value
    _each_character_is_where_it_says(scalar)


@given(st.lists(PROSE, min_size=1, max_size=4), LINE_END)
def test_in_a_literal_text(lines: list[str], end: str) -> None:
    lines = [unicodedata.normalize("NFC", line).strip(" ") for line in lines]
    assume(all(lines))
    scalar = _scalar(f"a:{end}  b: |-{end}" + "".join(f"    {line}{end}" for line in lines))
    assert scalar.value == "\n".join(lines)
    _each_character_is_where_it_says(scalar)


@given(PROSE, LINE_END, st.integers(0, 120))
def test_in_a_text_in_single_quotes_over_two_lines(value: str, end: str, cut: int) -> None:
    value = unicodedata.normalize("NFC", value)
    space = value.find(" ", cut)
    quoted = value
    if 0 < space < len(value) - 1 and value[space - 1] != " " and value[space + 1] != " ":
        quoted = f"{value[:space]}\0{value[space + 1 :]}"
    quoted = quoted.replace("'", "''").replace("\0", f"{end}      ")
    scalar = _scalar(f"a:{end}  b: '{quoted}'{end}")
    assert scalar.value == value
    assert scalar.style is Style.SINGLE
    _each_character_is_where_it_says(scalar)


@given(PROSE)
def test_in_a_text_in_double_quotes(value: str) -> None:
    value = unicodedata.normalize("NFC", value)
    quoted = value.replace("\\", "\\\\").replace('"', '\\"')
    scalar = _scalar(f'a:\n  b: "{quoted}"\n')
    assert scalar.value == value
    _each_character_is_where_it_says(scalar)


@given(st.lists(st.text("aăâbcdđ,.()", min_size=1, max_size=9), min_size=1, max_size=9), LINE_END)
def test_in_a_plain_text_over_several_lines(words: list[str], end: str) -> None:
    assume(words[0][0] != ",")
    scalar = _scalar(f"a:{end}  b: " + f"{end}     ".join(words) + end)
    assert scalar.value == " ".join(words)
    _each_character_is_where_it_says(scalar)


def test_the_place_behind_the_last_character_is_on_its_line() -> None:
    scalar = _scalar("a:\n  b: >-\n    một\n    hai\n")
    assert str(locate(scalar, len(scalar.value))) == "f.yaml:4:8"
    assert str(locate(scalar, 0)) == "f.yaml:3:5"
    assert str(locate(scalar, 4)) == "f.yaml:4:5"


def test_start_and_end_hold_the_whole_value() -> None:
    content = "a:\n  b: >-\n    một\n    hai   \nc: d\n"
    scalar = _scalar(content)
    assert content[scalar.start : scalar.end] == ">-\n    một\n    hai"
