"""Figures as Vietnamese offices write them: dots between thousands, a comma before decimals; and
in words."""

from __future__ import annotations

import re
from decimal import Decimal

_WRITTEN = re.compile(
    r"(?P<sign>[-−]?)(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<part>[0-9]+))?"
)
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_STEPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def parse_number(words: str) -> Decimal | None:
    """The number written as `1.250.000`, `1250` or `-12,5`; None where it is written otherwise."""
    found = _WRITTEN.fullmatch(words)
    if found is None:
        return None
    sign = "-" if found["sign"] else ""
    return Decimal(f"{sign}{found['whole'].replace('.', '')}.{found['part'] or '0'}").normalize()


def is_grouped(words: str) -> bool:
    """Whether a number from 10.000 on has its dots; those below may go without."""
    whole = words.lstrip("-−").partition(",")[0]
    return "." in whole or len(whole) <= 4


def write_number(number: Decimal, places: int = 0) -> str:
    """`number` with dots between thousands and at least `places` decimals."""
    places = max(places, decimals(number))
    words = f"{number:,.{places}f}"
    return words.translate(str.maketrans(",.", ".,"))


def decimals(number: Decimal) -> int:
    """How many decimals `number` needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def in_words(number: Decimal) -> str:
    """`number` as it is read, in small letters: một tỷ hai trăm linh năm nghìn, năm phẩy hai."""
    sign = "âm " if number < 0 else ""
    whole, _, part = f"{abs(number):f}".partition(".")
    words = sign + (_whole(int(whole)) or _DIGITS[0])
    part = part.rstrip("0")
    if not part:
        return words
    # Zeros in front are read one by one, the rest as a number: không phẩy không năm.
    zeros = len(part) - len(part.lstrip("0"))
    return " ".join([words, "phẩy", *[_DIGITS[0]] * zeros, _whole(int(part))])


def _whole(number: int) -> str:
    """The words of a number from 0; "" for 0. Billions are counted anew: tỷ tỷ."""
    billions, rest = divmod(number, _BILLION)
    said = []
    if billions:
        said += [_whole(billions), "tỷ"]
    begun = bool(billions)
    for step in (2, 1, 0):
        group = rest // 1000**step % 1000
        if group:
            said.append(_group(group, whole=begun))
            if _STEPS[step]:
                said.append(_STEPS[step])
            begun = True
    return " ".join(said)


def _group(number: int, *, whole: bool) -> str:
    """Three digits; `whole`: behind higher ones, so that hundreds are said even where there are
    none."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    said = []
    if hundreds or whole:
        said += [_DIGITS[hundreds], "trăm"]
    if tens == 1:
        said.append("mười")
    elif tens:
        said += [_DIGITS[tens], "mươi"]
    elif ones and said:
        said.append("linh")
    if ones:
        said.append(_one(ones, tens))
    return " ".join(said)


def _one(ones: int, tens: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 5 and tens:
        return "lăm"
    return _DIGITS[ones]
