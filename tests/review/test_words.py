"""The edits between two texts make the new one of the old one, as a reader would say it."""

from __future__ import annotations

import random
import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qdgen.review.sequences import longest_increasing
from qdgen.review.words import word_edits, words_of

WORDS = st.lists(
    st.sampled_from(
        ["cơ quan", "đơn vị", ",", ".", "  ", "\n", "15/12/2025", "￼", "và", "Bộ", "A"]
    ),
    max_size=12,
).map(" ".join)


def applied(old: str, new: str) -> str:
    words, at = [], 0
    for edit in word_edits(old, new):
        assert edit.start >= at
        assert old[at : edit.start] == new[edit.new_start - (edit.start - at) : edit.new_start]
        words += [old[at : edit.start], new[edit.new_start : edit.new_end]]
        at = edit.end
    return "".join(words) + old[at:]


@given(WORDS, WORDS)
def test_the_edits_make_the_new_text_of_the_old(old: str, new: str) -> None:
    assert applied(old, new) == new


@given(st.text(max_size=40), st.text(max_size=40))
def test_of_any_text(old: str, new: str) -> None:
    assert applied(old, new) == new
    assert "".join(words_of(old)) == old


def said(old: str, new: str) -> list[tuple[str, str]]:
    return [(old[e.start : e.end], new[e.new_start : e.new_end]) for e in word_edits(old, new)]


def test_dates_and_numbers_of_documents_are_whole() -> None:
    assert said("trước ngày 15/12/2025.", "trước ngày 15/11/2025.") == [
        ("15/12/2025", "15/11/2025")
    ]
    assert said("theo 142/QĐ-TTg và", "theo 143/QĐ-TTg và") == [("142/QĐ-TTg", "143/QĐ-TTg")]


def test_a_phrase_is_replaced_as_a_whole() -> None:
    old, new = "của Bộ Thông tin và Truyền thông trình", "của Bộ Khoa học và Công nghệ trình"
    assert said(old, new) == [("Thông tin", "Khoa học"), ("Truyền thông", "Công nghệ")]


def test_long_texts_take_no_longer_than_their_length() -> None:
    dice = random.Random(1)  # noqa: S311
    words = [
        dice.choice(["và", "của", "các", "đơn", "vị", "cơ", "quan", "dữ", "liệu"])
        for _ in range(40_000)
    ]
    other = [
        dice.choice(["theo", "quy", "định", "này", "được", "tại", "nơi"]) for _ in range(40_000)
    ]
    began = time.perf_counter()
    assert len(said(" ".join(words), " ".join(other))) == 1
    changed = [*words[:20_000], "chèn", *words[20_000:]]
    assert len(said(" ".join(words), " ".join(changed))) == 1
    assert time.perf_counter() - began < 5


@given(st.lists(st.integers(0, 20), max_size=12))
def test_what_moved_is_the_least_that_can_have_moved(values: list[int]) -> None:
    kept = longest_increasing(values)
    run = [values[index] for index in kept]
    assert run == sorted(set(run))
    best = 0
    for mask in range(1 << min(len(values), 10)):
        chosen = [v for n, v in enumerate(values[:10]) if mask >> n & 1]
        if all(a < b for a, b in pairwise(chosen)):
            best = max(best, len(chosen))
    assert len(kept) >= best
