"""On a full disk `qdgen issue` fails with a word, changes nothing, and goes on with room."""

from __future__ import annotations

import random
from pathlib import Path

from issuing_desk import NAME, clerk_desk, tree
from small_disk import on_small_disk

from building import program

GIVEN = ("--lang", "en", "issue", NAME, "--so", "7", "--ngay", "5/2/2026")
ENOUGH = 380
"""Kilobytes that always suffice."""


def test_wherever_the_disk_is_full_nothing_is_half_and_with_room_it_goes_on(
    tmp_path: Path, *, whole: bool
) -> None:
    desk = clerk_desk(tmp_path / "desk", in_git=False)
    before = tree(desk)
    chance = random.Random(30)  # noqa: S311 - chance, not secrecy
    rooms = [0, *chance.sample(range(4, ENOUGH, 4), 60 if whole else 1)]
    codes = set()
    for room in rooms:
        after = tmp_path / f"after-{room}"
        goes_on = whole or room == 0
        answer = on_small_disk(program(*GIVEN), desk, room, after, again=goes_on)
        assert "Traceback" not in answer.said
        codes.add(answer.code)
        if answer.code:
            assert answer.code in (6, 8), answer.said
            assert tree(after) == before, room
        if goes_on:  # 7: there was room enough the first time
            assert answer.again == (0 if answer.code else 7), room
    assert 8 in codes


def test_content_on_a_full_disk_stays_as_it_is_when_all_else_is_done(tmp_path: Path) -> None:
    desk = clerk_desk(tmp_path / "desk", in_git=False)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    words = program(*GIVEN, "--output", elsewhere / "output")
    answer = on_small_disk(words, desk, 0, tmp_path / "after", passing=elsewhere, again=False)
    assert answer.code == 8, answer.said
    assert "ban-hanh.json cannot be written" in answer.said
    assert tree(tmp_path / "after") == tree(desk)
    assert not list((elsewhere / "output").rglob("*.pdf"))
