"""The widths the drawn rules are made from, against widths measured on the page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.word.text_width import _widths, lines, longest_line, text_width

MM = 25.4 / 72
TITLE = (
    "Phê duyệt Kế hoạch hành động năm 2025 của Bộ Khoa học và Công nghệ "
    "triển khai Chiến lược dữ liệu quốc gia đến năm 2030"
)
# The letters of a Vietnamese alphabet with their tones, and what decisions write besides.
VIETNAMESE = "".join(
    sorted(
        {
            unicodedata.normalize("NFC", letter + tone)
            for letter in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
            for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        }
        | set("bcdđghklmnpqrstvxBCDĐGHKLMNPQRSTVX0123456789 .,;:!?()/-–—“”‘’…%&+=→•\u00a0")
    )
)


@pytest.mark.parametrize(
    ("words", "size", "bold", "italic", "millimetres"),
    [
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, True, False, 88.3),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False, 95.7),
        ("Độc lập - Tự do - Hạnh phúc", 13, True, False, 56.1),
        ("Độc lập - Tự do - Hạnh phúc", 14, True, False, 60.5),
        ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", 12, True, False, 65.3),
        ("BỘ KHOA HỌC VÀ CÔNG NGHỆ", 13, True, False, 70.7),
        ("Hà Nội, ngày 05 tháng 02 năm 2026", 13, False, True, 67.0),
        ("Hà Nội, ngày 05 tháng 02 năm 2026", 14, False, True, 72.2),
        ("Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm 2026", 13, False, True, 98.7),
        ("Thành phố Hồ Chí Minh, ngày 29 tháng 12 năm 2026", 14, False, True, 106.3),
    ],
)
def test_a_text_is_as_wide_as_it_was_measured_on_paper(
    words: str, size: float, bold: bool, italic: bool, millimetres: float
) -> None:
    assert text_width(words, size, bold, italic) * MM == pytest.approx(millimetres, abs=0.06)


def test_decomposed_letters_are_as_wide_as_composed_ones() -> None:
    words = "Độc lập - Tự do - Hạnh phúc"
    assert text_width(unicodedata.normalize("NFD", words), 13) == text_width(words, 13)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_every_letter_of_a_decision_has_a_width_of_its_own(bold: bool, italic: bool) -> None:
    assert [letter for letter in VIETNAMESE if letter not in _widths(bold, italic)] == []


def test_invisible_characters_have_no_width() -> None:
    assert text_width("a\u200bb\u00ad", 13) == text_width("ab", 13)


def test_a_long_title_breaks_where_the_column_ends() -> None:
    first, second = lines(TITLE, 14, 165 / MM, bold=True)

    assert first == "Phê duyệt Kế hoạch hành động năm 2025 của Bộ Khoa học và Công nghệ"
    assert second == "triển khai Chiến lược dữ liệu quốc gia đến năm 2030"
    assert longest_line(TITLE, 14, 165 / MM, bold=True) == text_width(first, 14, bold=True)


def test_a_line_breaks_where_its_author_broke_it() -> None:
    assert lines("BỘ KHOA HỌC\nVÀ CÔNG NGHỆ", 12, 1000) == ["BỘ KHOA HỌC", "VÀ CÔNG NGHỆ"]


def test_a_line_may_break_behind_a_hyphen_but_not_before_a_number_or_at_a_no_break_space() -> None:
    assert lines("QĐ-BKHCN", 12, 30) == ["QĐ-", "BKHCN"]
    assert lines("57-2024", 12, 30) == ["57-2024"]
    assert lines("Điều\u00a02", 12, 30) == ["Điều\u00a02"]


def test_a_word_wider_than_the_column_stands_alone() -> None:
    assert lines("a nghiêngngả b", 12, 20) == ["a", "nghiêngngả", "b"]


@given(st.text(alphabet=VIETNAMESE + "\n", max_size=200), st.floats(10, 500))
def test_breaking_loses_no_letter_and_no_line_that_could_break_is_too_wide(
    words: str, width: float
) -> None:
    broken = lines(words, 13, width)

    assert "".join("".join(broken).split()) == "".join(words.split())
    for line in broken:
        assert text_width(line, 13) <= width or len(lines(line, 13, width)) == 1
