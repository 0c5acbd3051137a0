"""The wording rules where content cannot show the fault, and what they are made of."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.check.elements import Element, PartKind
from qdgen.check.examine import Finding, examine
from qdgen.check.paper import Located, Medium, Paper, PaperPart, Piece
from qdgen.check.rule import all_rules
from qdgen.check.text.syllables import is_misplaced, is_syllable, meant
from qdgen.diagnostics import Location
from qdgen.vietnamese import NEW_STYLE, old_tone_style, without_marks

WORDING = [rule for rule in all_rules() if rule.family == "TN"]


class _Here:
    """Nowhere in particular, all of it written by the drafter."""

    def located(self, start: int, end: int) -> Located:
        return Located(Location("x.docx"), mark=(start, end))

    def is_generated(self, _start: int, _end: int) -> bool:
        return False


def _paper(*texts: str, element: Element = Element.TEXT) -> Paper:
    pieces = [Piece(element, words, _Here()) for words in texts]
    return Paper(
        Medium.WORD, "x.docx", pieces, [PaperPart(PartKind.DECISION)], day=date(2026, 6, 10)
    )


def _found(paper: Paper) -> list[Finding]:
    return examine(paper, WORDING).findings


def _codes(findings: Iterable[Finding]) -> set[str]:
    return {finding.rule.code for finding in findings}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (unicodedata.normalize("NFD", "dữ liệu mở"), "TN201"),
        ("du\u031b\u0303 liệu mở", "TN201"),
        ("QUYẾT ÐỊNH", "TN202"),
        ("dữ liệu\u200b mở", "TN203"),
        ("dữ liệu\u00ad mở", "TN203"),
        ("dữ liệu\u00a0 mở", "TN204"),
        ("dữ liệu\u3000mở", "TN204"),
        ("Dữ liệu mở. ", "TN108"),
        ("Dữ liệu mở.\u00a0", "TN108"),
    ],
)
def test_characters_that_only_other_files_can_hold(words: str, code: str) -> None:
    assert code in _codes(_found(_paper(words)))


@pytest.mark.parametrize("words", ["dữ liệu mở", "Điều\u00a05 của dữ liệu", "sai số µ và β, 5 Ω"])
def test_ordinary_characters_pass(words: str) -> None:
    assert not _codes(_found(_paper(words))) & {"TN108", "TN201", "TN202", "TN203", "TN204"}


_VOWELS = "aăâeêioôơuưy"
_syllables = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "b", "c", "ngh", "ng", "gi", "qu", "tr", "h", "đ", "kh"]),
        st.text(_VOWELS, min_size=1, max_size=3),
        st.sampled_from(["", "n", "ng", "nh", "c", "ch", "t", "p", "m", "i", "u", "o", "y"]),
        st.sampled_from(["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]),
    ),
).map(lambda s: unicodedata.normalize("NFC", s))


@given(_syllables)
def test_a_syllable_stays_one_in_either_case_and_style(word: str) -> None:
    assert is_syllable(word) == is_syllable(word.upper()) == is_syllable(word.capitalize())
    if is_syllable(word):
        assert is_syllable(old_tone_style(word))


@given(_syllables)
def test_what_was_meant_is_a_syllable(word: str) -> None:
    right = meant(word)
    if not is_syllable(word) and right is not None:
        assert is_syllable(right)


@given(st.text("hoàóảãạ òỏèéẻẽẹoe ỳýỷỹỵuyq HOÀ UỶ toàn", max_size=40))
def test_the_old_style_is_final_and_as_long(words: str) -> None:
    words = unicodedata.normalize("NFC", words)
    once = old_tone_style(words)
    assert old_tone_style(once) == once
    assert len(once) == len(words) == len(without_marks(words))
    assert not NEW_STYLE.search(once)
    assert without_marks(once) == without_marks(words)


@pytest.mark.parametrize(
    "word", ["hoà", "hòa", "quý", "quỵ", "toàn", "khoẻ", "uỷ", "giặt", "giếng", "gì", "nghiêng"]
)
def test_right_syllables(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("nghành", "ngành"),
        ("ngiệm", "nghiệm"),
        ("hòan", "hoàn"),
        ("Hùynh", "Huỳnh"),
        ("qúy", "quý"),
    ],
)
def test_wrong_syllables(wrong: str, right: str) -> None:
    assert not is_syllable(wrong)
    assert meant(wrong) == right
    assert is_misplaced(wrong) == (without_marks(wrong) == without_marks(right))


_FRAGMENTS = (
    "Uỷ ban nhân dân", "hoà", "hóa", "Bộ Khoa Học", "bộ khoa học và công nghệ", "Chính Phủ",
    "điều 5", "Khoản 2", "thành phố Hồ Chí Minh", "Tỉnh Nam Định", "5/6/2025", "ngày 31 tháng 4",
    "tháng 12/9999", "thứ hai, ngày 01/01/2026", "1,250,000", "780 000 000", "1.250.000", "80 %",
    "25km2", "(", ")", "“", "”", ",", " ,", ";.", "..", "…", "./.", "kinh tế-xã hội", "A -B",
    "Kế – hoạch", "của của", "bổ xung", "nghành", "khoa hoc", "vieejt", "CSDL",
    "cơ sở dữ liệu (CSDL)", "KH&CN", "b/c", "V/v", "và/hoặc", "xxx", "đảm bảo",
    "Luật ngân sách nhà nước", "Bộ Luật Dân sự", "tết nguyên đán", "quý 4/2026", "v.v", "\u00a0",
    "\u200b", "Ð", "а", "e\u0323\u0302", "İ", "ß", "²", "\n", ". ", " ", "các đơn vị",
    "mst.gov.vn", "142/QĐ-TTg", "Quyết định số142/QĐ-TTg ngày 2/2/2024", "giám đốc Sở Tài chính",
    "quận 1", "nhà nước",
)  # fmt: skip
_texts = st.lists(st.sampled_from(_FRAGMENTS), min_size=1, max_size=7).map(" ".join)


@given(st.lists(_texts | st.text(max_size=30), min_size=1, max_size=4))
def test_any_text_is_judged_and_marked_inside_itself(texts: list[str]) -> None:
    paper = _paper(*texts)
    for rule in WORDING:
        for remark in rule.check(paper):
            piece = getattr(remark, "piece", None)
            if piece is not None:
                end = len(piece.text) if remark.end is None else remark.end
                assert 0 <= remark.start <= end <= len(piece.text)


@given(_texts | st.text(max_size=30))
def test_a_repaired_text_needs_no_second_repair_of_its_kind(words: str) -> None:
    for rule in WORDING:
        before = words
        for _ in range(len(words) + 2):
            remarks = [r for r in rule.check(_paper(before)) if getattr(r, "fix", None) is not None]
            if not remarks:
                break
            after = before
            last = len(before) + 1
            for remark in sorted(remarks, key=lambda r: r.start, reverse=True):
                if remark.end <= last:
                    after = after[: remark.start] + remark.fix + after[remark.end :]
                    last = remark.start
            assert after != before, rule.code
            before = after
        else:
            raise AssertionError(rule.code)


ROOT = Path(__file__).parents[2]


def _words(files: Iterable[Path]) -> set[str]:
    return {
        word
        for path in files
        for word in re.findall(r"[^\W\d_]+", path.read_text(encoding="utf-8").replace("\\n", " "))
        if not word.isascii()
    }


def test_every_vietnamese_word_we_have_is_made_of_syllables() -> None:
    guide = [page for page in ROOT.glob("docs/huong-dan/*.md") if page.name != "quy-tac.md"]
    files = [*ROOT.glob("content/**/*.yaml"), *ROOT.glob("tests/dossiers/**/*.yaml"), *guide]
    strange = {w for w in _words(files) if not is_syllable(w)}
    assert {w for w in strange if not w.isupper()} <= {"ủl"}


def test_a_table_of_ten_thousand_rows_is_quick() -> None:
    cells = [
        Piece(Element.CELL, words.format(n), _Here(), row=n // 6, column=n % 6)
        for n in range(60_000)
        for words in (
            (
                "Xây dựng cơ sở dữ liệu (CSDL) số {0} của Cục Viễn thông",
                "Cục Chuyển đổi số quốc gia",
                "Tháng 12/2026",
                "Báo cáo kết quả số {0}, trình Bộ trưởng",
                "Thường xuyên",
                "Vụ Kế hoạch - Tài chính",
            )[n % 6],
        )
    ]
    paper = replace(_paper("Kế hoạch"), pieces=cells)
    start = time.process_time()
    examine(paper, WORDING)
    assert time.process_time() - start < 20
