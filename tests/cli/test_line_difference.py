"""A difference shown applies: what `patch` would make of it is the new text, however long."""

from __future__ import annotations

import re

import click
from hypothesis import given
from hypothesis import strategies as st

from qdgen.cli.line_difference import _nearby, difference


def _applied(old: list[str], shown: list[str]) -> list[str]:
    """`old` with the hunks of a difference carried out."""
    out, at = [], 0
    for line in shown[2:]:
        place = re.match(r"@@ -(\d+)(?:,(\d+))? ", line)
        if place:
            start = int(place[1]) - (0 if place[2] == "0" else 1)
            out += old[at:start]
            at = start
        elif line[0] in " -":
            assert old[at] == line[1:]
            out += [line[1:]] if line[0] == " " else []
            at += 1
        else:
            out.append(line[1:])
    return out + old[at:]


LINES = st.lists(st.sampled_from(["a", "b", "c", "", "d e"]), max_size=30)


@given(LINES, LINES, st.booleans())
def test_the_difference_gives_the_new_text(old: list[str], new: list[str], is_long: bool) -> None:
    padding = [f"hàng {n}" for n in range(2_100)] if is_long else []
    before, after = [*padding, *old, *padding], [*padding, *new, *padding]
    shown = [
        click.unstyle(line) for line in difference("\n".join(before), "\n".join(after), "f.yaml")
    ]
    if before == after:
        assert shown == []
    else:
        assert _applied("\n".join(before).splitlines(), shown) == "\n".join(after).splitlines()
        assert len(shown) < len(old) + len(new) + 30


def test_many_changes_far_apart_are_each_found_in_one_pass() -> None:
    old = [f"hàng {n}" for n in range(30_000)]
    new = [f"{line} đổi" if n % 6 == 0 else line for n, line in enumerate(old)]
    assert sum(code[0] == "replace" for code in _nearby(old, new)) == 5_000
