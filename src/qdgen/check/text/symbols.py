"""Number and symbol of a document (142/QĐ-TTg): how they are spelled, what they say of it."""

from __future__ import annotations

import re

from qdgen.check.organs import codes_of_organ, head_of, may_stand_for
from qdgen.check.text.citations import CODES, SYMBOL, code_of
from qdgen.check.text.compare import plain

_WORD = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"\s*([/-])\s*")
_RIGHT = {code.casefold().replace("đ", "d"): code for code in CODES}
_RIGHT_ISSUERS = {"ttg": "TTg", "cp": "CP", "tw": "TW"}
_AMBIGUOUS = ("hd", "da")
_PARTY = ("bộ chính trị", "ban bí thư", "ban chấp hành trung ương", "trung ương đảng")


def right_code(word: str) -> str:
    """The abbreviation of a kind of document in its right letters; `word` where it is none."""
    key = word.casefold().replace("đ", "d")
    if key in _AMBIGUOUS:
        return word.upper()
    return _RIGHT.get(key, word)


def right_issuer(word: str) -> str:
    """The abbreviation of an issuer in its right letters, as far as they are fixed."""
    return _RIGHT_ISSUERS.get(word.casefold(), word)


def respelled(number: str) -> str:
    """Number and symbol without spaces and in the right letters (Phụ lục I, II.3; Phụ lục III)."""
    words = _SPACED.sub(r"\1", number.strip())
    count = 0

    def right(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return right_code(match[0]) if count == 1 else right_issuer(match[0])

    return _WORD.sub(right, words)


def is_number(words: str) -> bool:
    """Whether `words` have the form of number and symbol."""
    return re.fullmatch(SYMBOL, words) is not None


def kinds_of(number: str) -> tuple[str, ...]:
    """The kinds of document that the symbol may stand for; none where it tells none."""
    return CODES.get(right_code(code_of(number)), ())


def year_of(number: str) -> int | None:
    """The year in 55/2025/NĐ-CP; None where there is none."""
    found = re.match(r"\d+/((?:19|20)\d\d)/", number)
    return int(found[1]) if found else None


def issuer_fits(number: str, issuer: str) -> bool:
    """Whether the symbol may be that of a document issued by `issuer` (an organ, or its head); what
    cannot be told is let pass."""
    words = _WORD.findall(number)
    if len(words) < 2:
        return True
    code = words[-1] if words[-1].casefold() != "tw" else "TW"
    name = plain(issuer)
    if code == "TW":
        return name.startswith(_PARTY)
    if name.startswith(("quốc hội", "ủy ban thường vụ quốc hội", "ủy ban trung ương")):
        return True
    organ = name.removeprefix(head_of(issuer)).strip()
    expected = codes_of_organ(issuer) | codes_of_organ(organ)
    if not expected:
        return True
    return any(
        may_stand_for(code, one) or may_stand_for(one, code) or may_stand_for(word, one)
        for one in expected
        for word in words[1:]
    )
