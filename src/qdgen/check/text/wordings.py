"""Whether two wordings of a name or a subject are the same."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from enum import Enum, auto

from qdgen.check.text.cited import plain

_ABOUT = re.compile(r"^(?:về việc|về|v/v)\s+")
_CLAUSE_END = re.compile(r"[;()]|\.(?:\s|$)|/\.")
_SIGNS = re.compile(r"\W+")
_ALIKE = 0.6
_SPARE = 12


class Difference(Enum):
    """How one wording of a subject differs from another."""

    ONLY_ABOUT = auto()
    """In "về việc" at its beginning."""
    WORDS = auto()


def clause(words: str) -> str:
    """The words up to the end of their clause."""
    found = _CLAUSE_END.search(words)
    return words[: found.start()] if found else words


def same_name(one: str, other: str) -> bool:
    """Whether two names are the same, or one tells more at its end (… tỉnh Bình Minh)."""
    a, b = plain(one), plain(other)
    return a == b or a.startswith(f"{b} ") or b.startswith(f"{a} ")


def difference(told: str, right: str) -> Difference | None:
    """How `told`, which may go on behind the subject or break off in it, differs from `right`;
    None where it does not, or is about something else altogether."""
    core, right_core = _ABOUT.sub("", plain(told)), _ABOUT.sub("", plain(right))
    bare, right_bare = _SIGNS.sub("", core), _SIGNS.sub("", right_core)
    if not bare or not right_bare:
        return None
    if bare.startswith(right_bare) or right_bare.startswith(bare):
        begins, should = plain(told)[:7] == "về việc", plain(right)[:7] == "về việc"
        return Difference.ONLY_ABOUT if begins != should else None
    until = len(right_core) + _SPARE
    alike = SequenceMatcher(None, core[:until], right_core, autojunk=False).ratio() >= _ALIKE
    return Difference.WORDS if alike else None


def bare_subject(words: str) -> str:
    """The letters of a subject, without "về việc"."""
    return _SIGNS.sub("", _ABOUT.sub("", plain(clause(words))))


def same_subject(one: str, other: str) -> bool:
    """Whether both are told and are the same, as far as they go."""
    a, b = bare_subject(one), bare_subject(other)
    return bool(a and b) and (a.startswith(b) or b.startswith(a))
