"""Numbers and letters in front of provisions and rows, as printed: "Điều 2.", "a)", "(3)"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from qdgen.vietnamese import POINT_LETTERS, roman


class Kind(Enum):
    """How a label counts."""

    ARABIC = "1, 2, 3"
    ROMAN = "I, II, III"
    LETTER = "a, b, c"


@dataclass(frozen=True, slots=True)
class Label:
    """A label: the word before the number, the number as written and its value from 1, and the
    signs around it. `value` is 0 for a letter that no điểm has (f, j, w, z, ă …)."""

    word: str
    kind: Kind
    written: str
    value: int
    before: str
    after: str


_LABEL = re.compile(
    r"(?:(?P<word>Điều|Khoản|Điểm|Phần|Chương|Mục|Tiểu mục|Phụ lục)\s+)?"
    r"(?P<before>\(?)(?P<number>(?:\d+\.)*\d+|[IVXLCDM]+|[^\W\d_])(?P<after>[).:/]*)",
    re.IGNORECASE,
)


def roman_value(numeral: str) -> int:
    """The value of an upper-case Roman numeral; 0 where it is none."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    numbers = [values.get(sign, 0) for sign in numeral]
    total = sum(
        -one if one < following else one
        for one, following in zip(numbers, [*numbers[1:], 0], strict=False)
    )
    return total if total > 0 and roman(total) == numeral else 0


def parse_label(label: str, kind: Kind | None = None) -> Label | None:
    """What `label` says; `kind` decides where it could be a letter or a Roman numeral ("i)", "V").
    None where it is no such label."""
    match = _LABEL.fullmatch(label.strip())
    if match is None:
        return None
    number = match["number"]
    found, value = _value(number, kind)
    return Label(match["word"] or "", found, number, value, match["before"], match["after"])


def _value(number: str, kind: Kind | None) -> tuple[Kind, int]:
    if number[-1].isdigit():
        return Kind.ARABIC, int(number.rpartition(".")[2])
    if kind is not Kind.LETTER and number.isupper() and (value := roman_value(number)):
        return Kind.ROMAN, value
    if kind is Kind.ROMAN and (value := roman_value(number.upper())):
        return Kind.ROMAN, value
    letter = number.lower()
    return Kind.LETTER, POINT_LETTERS.find(letter) + 1 if len(letter) == 1 else 0


def next_letter(value: int) -> str:
    """The letter of the điểm after the one of `value`; "" where there is none."""
    return POINT_LETTERS[value] if value < len(POINT_LETTERS) else ""
