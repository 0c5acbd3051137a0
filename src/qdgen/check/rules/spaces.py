"""TN1: spaces and punctuation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import text

_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


@rule("TN101", "double-space", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def double_space(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two or more spaces in a row between words.

    They come from moving words about, and show as holes in a justified line. Blanks for a number
    or a day that is not given yet are not meant.

    Wrong: Bộ  Khoa học và Công nghệ
    Right: Bộ Khoa học và Công nghệ
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for piece in paper.of(*paper.prose):
        for match in _SPACES.finditer(piece.text):
            yield Remark(
                text("{count} spaces in a row", count=match.end() - match.start()),
                text("keep one"),
                piece,
                match.start(),
                match.end(),
                fix=" ",
            )
