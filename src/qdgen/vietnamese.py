"""Vietnamese letters, numbers and dates as official texts write them."""

from __future__ import annotations

import re
import unicodedata
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


_NEW_STYLE = "oà|oá|oả|oã|oạ|oè|oé|oẻ|oẽ|oẹ|uỳ|uý|uỷ|uỹ|uỵ"
_OLD_STYLE = "òa|óa|ỏa|õa|ọa|òe|óe|ỏe|õe|ọe|ùy|úy|ủy|ũy|ụy"
_TO_OLD = dict(zip(_NEW_STYLE.split("|"), _OLD_STYLE.split("|"), strict=True))
NEW_STYLE = re.compile(rf"(?<![qQ])(?:{_NEW_STYLE})(?!\w)", re.IGNORECASE)
"""Where a tone mark stands on the second vowel: hoà, khoẻ, uỷ (not quý, hoàn)."""
OLD_STYLE = re.compile(rf"(?:{_OLD_STYLE})(?!\w)", re.IGNORECASE)
"""Where it stands on the first: hòa, khỏe, ủy."""


def old_tone_style(words: str) -> str:
    """`words` (NFC) with the tone marks of open oa, oe, uy on the first vowel, as state documents
    write them: hoà → hòa, UỶ → ỦY. Everything else stays."""
    return NEW_STYLE.sub(_old, words)


def _old(match: re.Match[str]) -> str:
    old = _TO_OLD[match[0].lower()]
    return "".join(o.upper() if m.isupper() else o for o, m in zip(old, match[0], strict=True))


_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}


def without_marks(words: str) -> str:
    """`words` in small letters without tones and marks, đ as d: what is left when someone forgets
    or mistakes a mark. As long as `words` in NFC."""
    return "".join(_PLAIN.get(c) or _plain(c) for c in words)


_PLAIN: dict[str, str] = {}


def _plain(char: str) -> str:
    low = char.lower()
    plain = "d" if low in "đð" else unicodedata.normalize("NFD", low)[0]
    return _PLAIN.setdefault(char, plain)


def tone_of(syllable: str) -> tuple[str, str, int]:
    """A syllable (NFC, small letters) as letters without tone, the tone's combining mark ("" for
    none; "?" for more than one) and the index of the letter that bears it (-1 for none)."""
    letters, tone, at = [], "", -1
    for index, char in enumerate(syllable):
        if char < "\u0080":
            letters.append(char)
            continue
        parts = unicodedata.normalize("NFD", char)
        marks = [p for p in parts if p in _TONES]
        if marks:
            tone, at = ("?" if tone or len(marks) > 1 else marks[0]), index
            bare = unicodedata.normalize("NFC", "".join(p for p in parts if p not in _TONES))
            letters.append(bare)
            continue
        letters.append(char)
    return "".join(letters), tone, at
