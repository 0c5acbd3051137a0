"""TN12: how numbers are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.phrases import Phrase, drafted, matches, phrases
from qdgen.diagnostics import Severity
from qdgen.messages import text

_ENGLISH = re.compile(
    r"(?<![\w.,/-])(?:\d{1,3}(?:,\d{3}){2,}(?:\.\d+)?|\d{1,3},\d{3}\.\d+)(?![\w/]|[.,]\d)"
)


@rule("TN121", "english-number", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def english_number(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A number with commas between the thousands, or a point before the decimals.

    In Vietnam the comma parts the decimals and the point the thousands; the reader may take one
    for the other, and the sum is a thousand times wrong.

    Wrong: 1,250,000 đồng
    Right: 1.250.000 đồng
    Source: Nghị định 86/2012/NĐ-CP về đơn vị đo lường: dấu phẩy thập phân (PU-02, có bản xác nhận)
    """
    for phrase, match in matches(paper, _ENGLISH):
        right = match[0].translate({44: 46, 46: 44})
        yield from phrase.remarks(
            match.span(),
            text("the number “{number}” is written the English way", number=match[0]),
            text("write “{number}”", number=right),
            fix=right,
        )


_POINTED = re.compile(r"(?<![\w.,/-])\d{1,3}(?:\.\d{3}){2,}(?![\w/]|[.,]\d)")
_SPACED = re.compile(r"(?<![\w.,/-])\d{1,3}(?:[ \u00a0]\d{3}){2,}(?![\w/]|[.,]\d)")
_PLAIN = re.compile(r"(?<![\w.,/-])[1-9]\d{6,}(?=\s*(?:đồng|VND|VNĐ|người|m2|m²|USD|tấn|lượt)\b)")


@rule("TN122", "mixed-thousands", Severity.INFO, Certainty.PRACTICE, TEXTS)
def mixed_thousands(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Large numbers parted with points in one place and otherwise in another.

    One way in one document is easier to compare.

    Wrong: 1.250.000 đồng … 780 000 000 đồng
    Right: 1.250.000 đồng … 780.000.000 đồng
    Source: không có quy định; thông lệ dùng dấu chấm (PU-02)
    """
    pointed = False
    others: list[tuple[Phrase, re.Match[str]]] = []
    for phrase in phrases(paper):
        if not any(c.isdigit() for c in phrase.text):
            continue
        pointed = pointed or bool(_POINTED.search(phrase.bare))
        others += (
            (phrase, match)
            for pattern in (_SPACED, _PLAIN)
            for match in pattern.finditer(phrase.bare)
            if any(drafted(p, *match.span()) for p in phrase.pieces)
        )
    if not pointed:
        return
    for phrase, match in others:
        digits = "".join(c for c in match[0] if c.isdigit())
        right = f"{int(digits):,}".replace(",", ".")
        yield from phrase.remarks(
            match.span(),
            text("“{number}”: elsewhere thousands are parted with points", number=match[0]),
            text("write “{number}”", number=right),
            fix=right,
        )
