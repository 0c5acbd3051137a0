"""Two people's changes of one text become one text; where they meet, it is said and not guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.review.merging import Conflict, merge
from qdgen.review.words import words_of

BASE = "Cục Chuyển đổi số chủ trì, phối hợp với Vụ Pháp chế trước ngày 15/12/2025."
WORDS = ["Vụ", "Cục", "trì", ",", ";", "(", ")", "ngày", "15/12/2025", "142/QĐ-TTg", "6", "￼\n"]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


@given(SENTENCES, SENTENCES)
def test_what_one_side_left_alone_is_as_the_other_has_it(base: str, new: str) -> None:
    for merged in (merge(base, base, new), merge(base, new, base), merge(base, new, new)):
        assert (merged.text, merged.conflicts) == (new, ())


@given(SENTENCES, SENTENCES, SENTENCES)
def test_it_does_not_matter_who_is_who(base: str, ours: str, theirs: str) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.text == other.text
    assert [(c.base, c.ours, c.theirs) for c in one.conflicts] == [
        (c.base, c.theirs, c.ours) for c in other.conflicts
    ]


@given(SENTENCES, SENTENCES, SENTENCES)
def test_each_conflict_names_the_words_of_all_and_between_them_all_is_merged(
    base: str, ours: str, theirs: str
) -> None:
    done = merge(base, ours, theirs)
    at = {"base": 0, "ours": 0, "theirs": 0, "merged": 0}
    texts = {"base": base, "ours": ours, "theirs": theirs, "merged": done.text}
    end = Conflict(*((len(text), len(text)) for text in texts.values()))
    for conflict in (*done.conflicts, end):
        between = {}
        for name, text in texts.items():
            start, stop = getattr(conflict, name)
            assert at[name] <= start <= stop <= len(text)
            between[name] = text[at[name] : start]
            at[name] = stop
        start, stop = conflict.merged
        assert done.text[start:stop] == base[slice(*conflict.base)]
        if between["theirs"] == between["base"]:
            assert between["merged"] == between["ours"]
        if between["ours"] == between["base"]:
            assert between["merged"] == between["theirs"]


# Among words that repeat nobody can tell which of them was changed.
@given(st.permutations(WORDS), st.data())
def test_changes_of_words_apart_are_both_made(words: list[str], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(words) - 4))
    second = data.draw(st.integers(first + 3, len(words) - 1))
    ours = [*words[:first], "CỦA-TA", *words[first + 1 :]]
    theirs = [*words[:second], "CỦA-HỌ", *words[second + 1 :]]
    both = list(ours)
    both[second] = "CỦA-HỌ"
    merged = merge(*(" ".join(w) for w in (words, ours, theirs)))
    assert (merged.text, merged.conflicts) == (" ".join(both), ())


@pytest.mark.parametrize(
    ("ours", "theirs", "merged"),
    [
        # apart
        (("chủ trì", "chịu trách nhiệm"), ("15/12", "20/12"), "chịu trách nhiệm, phối hợp với Vụ"),
        # one adds, the other deletes elsewhere
        (
            ("Pháp chế", "Pháp chế và Văn phòng"),
            ("chủ trì, ", ""),
            "số phối hợp với Vụ Pháp chế và",
        ),
        # the same on both sides, and more on one
        (("15/12/2025", "01/3/2026"), ("15/12/2025", "01/3/2026"), "trước ngày 01/3/2026."),
    ],
)
def test_what_does_not_meet_is_joined(
    ours: tuple[str, str], theirs: tuple[str, str], merged: str
) -> None:
    done = merge(BASE, BASE.replace(*ours), BASE.replace(*theirs))
    assert done.conflicts == ()
    assert merged in done.text


@pytest.mark.parametrize(
    ("ours", "theirs", "met"),
    [
        (("15/12/2025", "20/12/2025"), ("15/12/2025", "30/12/2025"), "15/12/2025"),
        (("chủ trì", "theo dõi"), ("chủ trì, ", ""), "chủ trì, "),
        (("Pháp chế", "Pháp chế, Cục A"), ("Pháp chế", "Pháp chế, Cục B"), ""),
        # an addition beside a deletion: whether it is still wanted, nobody can know
        (("Vụ Pháp chế ", ""), ("Pháp chế", "Pháp chế cùng Văn phòng"), "Vụ Pháp chế "),
    ],
)
def test_what_meets_is_a_conflict_and_keeps_the_words_of_the_base(
    ours: tuple[str, str], theirs: tuple[str, str], met: str
) -> None:
    done = merge(BASE, BASE.replace(*ours), BASE.replace(*theirs))
    assert done.text == BASE
    (conflict,) = done.conflicts
    start, end = conflict.base
    assert BASE[start:end].strip() == met.strip()


def test_words_that_would_grow_together_are_a_conflict() -> None:
    base = "Điều 5(a)"
    assert words_of(base)[-4:] == ["5", "(", "a", ")"]
    done = merge(base, base.replace("5", "6"), base.replace("(", "/"))
    assert done.conflicts
    assert merge(base, base.replace("5", "6"), base.replace("(", "[")).text == "Điều 6[a)"
