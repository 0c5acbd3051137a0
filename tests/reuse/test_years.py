"""What a year means: cases judged by hand, and that no year is passed over."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qdgen.reuse.next_year.years import Setting, Verdict, YearMention, judge_years, shifted

CASES = yaml.safe_load((Path(__file__).parent / "years.yaml").read_text(encoding="utf-8"))
DOCUMENTS = frozenset({"nd55", "qd142"})


def _judged(words: str, setting: Setting = Setting.BODY) -> list[YearMention]:
    return judge_years(words, setting, 2025, 2026, DOCUMENTS)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_a_year_is_judged_as_a_person_would(case: dict[str, Any]) -> None:
    found = _judged(case["text"], Setting[case.get("in", "body").upper()])
    told: list[str] = []
    for mention in found:
        told += [f"{mention.words} → {mention.proposed}", mention.verdict.value, mention.why.name]
    assert told == case["are"]


_WORDS = st.sampled_from(
    ["năm ", "đến năm ", "2025", "2030", "Tháng 6/", "trước ngày 15/12/", "55/", "/NĐ-CP", " ",
     ", ", "@qd142(số) ngày 02/2/", "Luật Dữ liệu", "-", ". ", "1999", "so với ", "“", "”",
     "^(", ")",     "Quyết định số ", "https://a.vn/", "giai đoạn ", "\n"]
)  # fmt: skip


@given(words=st.lists(_WORDS, max_size=12).map("".join), setting=st.sampled_from(list(Setting)))
def test_no_year_is_passed_over_and_each_is_told_once(words: str, setting: Setting) -> None:
    found = _judged(words, setting)
    assert [(m.start, m.end) for m in found] == sorted((m.start, m.end) for m in found)
    for one, other in pairwise(found):
        assert one.end <= other.start
    for mention in found:
        assert words[mention.start : mention.end] == mention.words
    for year in re.finditer(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,])", words):
        assert any(m.start <= year.start() and year.end() <= m.end for m in found), year


@given(words=st.lists(_WORDS, max_size=12).map("".join), setting=st.sampled_from(list(Setting)))
def test_what_is_kept_is_proposed_as_it_stands(words: str, setting: Setting) -> None:
    for mention in _judged(words, setting):
        if mention.verdict is Verdict.KEPT:
            assert mention.proposed == mention.words
        else:
            assert mention.proposed in (mention.words, shifted(mention.words, 1))
