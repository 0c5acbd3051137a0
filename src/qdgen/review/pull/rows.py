"""How deep a new row of an annex stands, told by its number and by its neighbours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from qdgen.review.pull.base import Printed
from qdgen.review.pull.blocks import Block
from qdgen.review.pull.origins import Sort

_NUMBER = re.compile(r"\d+|[IVXLC]+|[ivxlc]+|[a-z]|[A-Z]")


class RowLevels:
    """The levels of the rows of a reviewed file."""

    def __init__(
        self, reviewed: Sequence[Block], printed: Sequence[Printed], pairs: Mapping[int, int]
    ) -> None:
        self._reviewed = reviewed
        self._known: dict[int, int] = {}
        self._by_sign: dict[tuple[int, str], int] = {}
        self._by_style: dict[tuple[int, str], int] = {}
        for j, i in pairs.items():
            origin = printed[i].origin
            if origin is None or origin.sort is not Sort.ROW:
                continue
            block = reviewed[j]
            self._known[j] = origin.level
            self._by_sign.setdefault((block.table, _sign(origin.label)), origin.level)
            self._by_style.setdefault((block.table, block.style), origin.level)

    def of(self, nth: int) -> int:
        """The level of row `nth` of the file, from 0; it counts as known from now on."""
        if nth not in self._known:
            self._known[nth] = self._guess(nth)
        return self._known[nth]

    def _guess(self, nth: int) -> int:
        block = self._reviewed[nth]
        neighbours = [self._neighbour(nth, -1), self._neighbour(nth, 1)]
        if block.label:
            for near in neighbours:
                if near is not None and _sign(self._reviewed[near].label) == _sign(block.label):
                    return self._known[near]
            level = self._by_sign.get((block.table, _sign(block.label)))
            if level is not None:
                return level
        alike = [n for n in neighbours if n is not None and self._alike(n, nth)]
        if alike:
            return self._known[alike[0]]
        near = next((n for n in neighbours if n is not None), None)
        if near is None:
            return self._by_style.get((block.table, block.style), 0)
        return self._known[near]

    def _alike(self, near: int, nth: int) -> bool:
        return len(self._reviewed[near].cells) == len(self._reviewed[nth].cells)

    def _neighbour(self, nth: int, step: int) -> int | None:
        at = nth + step
        while 0 <= at < len(self._reviewed) and abs(at - nth) < 50:
            block = self._reviewed[at]
            if not block.is_row or block.table != self._reviewed[nth].table:
                return None
            if at in self._known:
                return at
            at += step
        return None


def _sign(label: str) -> str:
    """The pattern of a number: "(12.1)" and "(13.4)" have the same."""
    return _NUMBER.sub(lambda found: "1" if found[0].isdecimal() else _kind(found[0]), label)


def _kind(number: str) -> str:
    if re.fullmatch(r"[IVXLC]+", number):
        return "I"
    if re.fullmatch(r"[ivxlc]+", number):
        return "i"
    return "A" if number.isupper() else "a"
