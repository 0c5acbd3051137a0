"""Vietnamese letters, numbers and dates as official texts write them."""

from __future__ import annotations

from datetime import date

POINT_LETTERS = "abcdđeghiklmnopqrstuvxy"
"""Letters of điểm in order (NĐ 30/2020/NĐ-CP, Phụ lục I, II.6.đ): đ after d; no f, j, w, z."""

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(number: int) -> str:
    """`number` (from 1) as an upper-case Roman numeral."""
    digits = []
    for value, numeral in _ROMAN:
        count, number = divmod(number, value)
        digits.append(numeral * count)
    return "".join(digits)


def point_letter(number: int) -> str:
    """The letter of the `number`th điểm (from 1). Raises IndexError beyond the 23rd."""
    if not 1 <= number <= len(POINT_LETTERS):
        raise IndexError(number)
    return POINT_LETTERS[number - 1]


def day_and_month(day: date) -> tuple[str, str]:
    """Day and month with the decree's zeros: days below 10, months 1 and 2 (PL I, II.4.b)."""
    return f"{day.day:02d}", f"{day.month:02d}" if day.month < 3 else str(day.month)


def short_date(day: date) -> str:
    """`02/3/2025`"""
    dd, mm = day_and_month(day)
    return f"{dd}/{mm}/{day.year}"


def long_date(day: date) -> str:
    """`02 tháng 3 năm 2025`, to stand after "ngày"."""
    dd, mm = day_and_month(day)
    return f"{dd} tháng {mm} năm {day.year}"


def document_number(number: int) -> str:
    """A document's number with the decree's zero below 10 (PL I, II.3.c)."""
    return f"{number:02d}"
