"""Figures are read and written with Vietnamese separators, and said in words as they are read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.vietnamese_numbers import in_words, is_grouped, parse_number, write_number

WORDS = {
    "0": "không",
    "1": "một",
    "4": "bốn",
    "5": "năm",
    "10": "mười",
    "11": "mười một",
    "14": "mười bốn",
    "15": "mười lăm",
    "20": "hai mươi",
    "21": "hai mươi mốt",
    "24": "hai mươi bốn",
    "25": "hai mươi lăm",
    "55": "năm mươi lăm",
    "91": "chín mươi mốt",
    "100": "một trăm",
    "101": "một trăm linh một",
    "105": "một trăm linh năm",
    "110": "một trăm mười",
    "111": "một trăm mười một",
    "115": "một trăm mười lăm",
    "121": "một trăm hai mươi mốt",
    "500": "năm trăm",
    "999": "chín trăm chín mươi chín",
    "1.000": "một nghìn",
    "1.001": "một nghìn không trăm linh một",
    "1.010": "một nghìn không trăm mười",
    "1.015": "một nghìn không trăm mười lăm",
    "1.100": "một nghìn một trăm",
    "2.025": "hai nghìn không trăm hai mươi lăm",
    "10.000": "mười nghìn",
    "15.500": "mười lăm nghìn năm trăm",
    "21.000": "hai mươi mốt nghìn",
    "100.000": "một trăm nghìn",
    "100.005": "một trăm nghìn không trăm linh năm",
    "105.000": "một trăm linh năm nghìn",
    "1.000.000": "một triệu",
    "1.000.001": "một triệu không trăm linh một",
    "1.005.000": "một triệu không trăm linh năm nghìn",
    "1.250.000": "một triệu hai trăm năm mươi nghìn",
    "12.500.000": "mười hai triệu năm trăm nghìn",
    "105.000.000": "một trăm linh năm triệu",
    "1.000.000.000": "một tỷ",
    "1.250.000.000": "một tỷ hai trăm năm mươi triệu",
    "1.000.000.001": "một tỷ không trăm linh một",
    "1.050.000.000": "một tỷ không trăm năm mươi triệu",
    "12.345.678.912": "mười hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn "
    "chín trăm mười hai",
    "100.000.000.000": "một trăm tỷ",
    "999.000.000.000": "chín trăm chín mươi chín tỷ",
    "1.000.000.000.000": "một nghìn tỷ",
    "1.205.000.000.000": "một nghìn hai trăm linh năm tỷ",
    "1.000.000.000.000.000": "một triệu tỷ",
    "1.000.000.000.000.000.000": "một tỷ tỷ",
    "-3": "âm ba",
    "0,5": "không phẩy năm",
    "0,05": "không phẩy không năm",
    "12,5": "mười hai phẩy năm",
    "12,25": "mười hai phẩy hai mươi lăm",
    "1.250,75": "một nghìn hai trăm năm mươi phẩy bảy mươi lăm",
    "-0,1": "âm không phẩy một",
    "3,141": "ba phẩy một trăm bốn mươi mốt",
}


@pytest.mark.parametrize(("figures", "words"), WORDS.items())
def test_figures_are_said_as_they_are_read(figures: str, words: str) -> None:
    number = parse_number(figures)
    assert number is not None
    assert in_words(number) == words


@pytest.mark.parametrize(
    "words", ["", "1,250,000", "12.5.0", "1.25", "a", "1 000", "1.000.00", "٣"]
)
def test_what_is_no_figure_is_none(words: str) -> None:
    assert parse_number(words) is None


@given(st.decimals(min_value=-(10**15), max_value=10**15, places=2))
def test_what_is_written_is_read_as_the_same(number: Decimal) -> None:
    written = write_number(number)
    assert parse_number(written) == number
    assert is_grouped(written)


def test_dots_are_wanted_from_ten_thousand_on() -> None:
    assert [is_grouped(words) for words in ("1250", "10000", "10.000", "12,12345")] == [
        True,
        False,
        True,
        True,
    ]


def test_decimals_are_as_many_as_asked_for_or_needed() -> None:
    assert write_number(Decimal("1250.5"), 2) == "1.250,50"
    assert write_number(Decimal("1250.125"), 2) == "1.250,125"
    assert write_number(Decimal(0)) == "0"
