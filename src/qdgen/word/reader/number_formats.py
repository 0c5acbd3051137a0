"""Numbers in the formats of `w:numFmt` (ECMA-376 Part 1, §17.18.59 ST_NumberFormat)."""

from __future__ import annotations

_ROMAN = (
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
)
_ROMAN_LIMIT = 32767
_LETTER_LIMIT = 780


def formatted(number: int, number_format: str, custom: str = "") -> str:
    """`number` as Word writes it; a format that depends on a language falls back to decimal.

    `custom` is the `w:format` of a custom format, such as "001, 002, 003, ...".
    """
    if number_format in ("none", "bullet"):
        return ""
    if number_format == "custom":
        return str(number).zfill(min(len(custom.partition(",")[0].strip()), 20))
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format in ("upperRoman", "lowerRoman") and 0 < number <= _ROMAN_LIMIT:
        roman = _roman(number)
        return roman if number_format == "upperRoman" else roman.lower()
    if number_format in ("upperLetter", "lowerLetter") and 0 < number <= _LETTER_LIMIT:
        # After z comes aa, then bb: the letter is repeated, not counted in base 26.
        times, place = divmod(number - 1, 26)
        return chr(ord("A" if number_format == "upperLetter" else "a") + place) * (times + 1)
    return str(number)


def _roman(number: int) -> str:
    digits = []
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        digits.append(letters * times)
    return "".join(digits)
