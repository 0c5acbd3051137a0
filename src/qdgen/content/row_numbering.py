"""How the rows of an annex are numbered: the patterns under `stt`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from qdgen.content.nodes import Scalar

Kind = Literal["upper-roman", "lower-roman", "arabic", "lower-letter", "upper-letter"]
RUNS_ON = "liên tục"

_NUMBER = r"\d+|[Ii]|[aA]"
_PATTERN = re.compile(
    rf"(?P<prefix>[^\w\s]*)(?:(?P<parent>{_NUMBER})\.)?(?P<own>{_NUMBER})(?P<suffix>[^\w\s]*)"
    rf"(?P<runs_on>[ ]+{RUNS_ON})?"
)
_KINDS: dict[str, Kind] = {
    "I": "upper-roman",
    "i": "lower-roman",
    "a": "lower-letter",
    "A": "upper-letter",
}


@dataclass(frozen=True, slots=True)
class RowPattern:
    """The number of one level of rows.

    `with_parent`: the parent's bare number and a full stop stand before the own one.
    `runs_on`: the numbering goes on through all parents instead of beginning anew.
    """

    prefix: str
    suffix: str
    kind: Kind
    with_parent: bool = False
    runs_on: bool = False


def parse_pattern(scalar: Scalar) -> RowPattern:
    """The pattern written as `I`, `i`, `1`, `a`, `A`, `(1)`, `1.`, `1.1`, `(12.1)` or `1 liên tục`.

    Raises ValueError where the text is none of these.
    """
    match = _PATTERN.fullmatch(scalar.value.strip())
    if match is None:
        raise ValueError(scalar.value)
    return RowPattern(
        match["prefix"],
        match["suffix"],
        _KINDS.get(match["own"], "arabic"),
        match["parent"] is not None,
        match["runs_on"] is not None,
    )
