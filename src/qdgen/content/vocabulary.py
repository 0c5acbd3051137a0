"""The keys the format knows, and the nearest of several names to a mistyped one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

_MOST_COMPARED = 64


@cache
def known_keys() -> frozenset[str]:
    """Every key of every kind of content file."""
    from pydantic import BaseModel

    from qdgen.content import model

    return frozenset(
        field.alias
        for thing in vars(model).values()
        if isinstance(thing, type) and issubclass(thing, BaseModel)
        for field in thing.model_fields.values()
        if field.alias
    )


def plain_letters(word: str) -> str:
    """`word` in lower case without diacritics, đ as d."""
    folded = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(c for c in folded if not unicodedata.combining(c))


def as_key(word: str) -> str:
    """How a drafter's words would be written as a key: "Tiêu đề" gives "tieu_de"."""
    return "_".join(plain_letters(word).replace("-", " ").split())


def nearest(word: str, names: Iterable[str]) -> str | None:
    """The name most like `word`: case, diacritics and one or two slips of the finger apart.

    None where nothing is near. Ties go to the first in alphabetical order.
    """
    wanted = plain_letters(word.strip())[:_MOST_COMPARED].replace(" ", "_")
    if not wanted:
        return None
    allowed = 1 if len(wanted) <= 4 else 2 if len(wanted) <= 8 else 3
    best: tuple[int, str] | None = None
    for name in sorted(names):
        folded = plain_letters(name)
        if abs(len(folded) - len(wanted)) > allowed:
            continue
        distance = _distance(wanted, folded, allowed)
        if distance <= allowed and distance < len(wanted) and (best is None or distance < best[0]):
            best = distance, name
    return best[1] if best else None


def _distance(left: str, right: str, most: int) -> int:
    """Damerau-Levenshtein (adjacent letters swapped count once), `most` + 1 where it is more."""
    before: list[int] = []
    last = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
