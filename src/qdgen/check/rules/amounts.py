"""PL1, TN7: figures that do not come to what the text says they come to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from qdgen.check.columns import is_total
from qdgen.check.paper import TEXTS, Paper, Row, Table
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.phrases import matches
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese_numbers import decimals, in_words, parse_number, write_number


@rule("PL131", "total-differs", Severity.WARNING, Certainty.DERIVED, TEXTS)
def total_differs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The total of a column is not what its figures add up to.

    A row was added or a figure changed, and the total was left. Whoever pays or audits adds up the
    column first.

    Wrong: 120.000.000 | 80.000.000 | Tổng cộng: 220.000.000
    Right: 120.000.000 | 80.000.000 | Tổng cộng: 200.000.000
    Source: suy ra, đối chiếu trong bảng
    """
    for table in paper.tables:
        for nth, row in enumerate(table.rows):
            if row.cells and is_total(row):
                for column in range(len(row.cells)):
                    yield from _compared(table, nth, column)


def _compared(table: Table, nth: int, column: int) -> Iterator[Remark]:
    row = table.rows[nth]
    said = parse_number(row.cell_text(column).strip())
    if said is None or nth < 2:
        return
    sums = _sums(table.rows[:nth], column)
    if sums and said not in sums:
        expected = sums[0]
        yield Remark(
            text(
                "the column adds up to {sum}, and the total says {said}",
                sum=write_number(expected, decimals(said)),
                said=row.cell_text(column).strip(),
            ),
            text("look for the figure that was changed, or correct the total"),
            next(iter(row.cells[column]), row.first),
        )


def _sums(rows: Sequence[Row], column: int) -> list[Decimal]:
    """What a total below `rows` may mean: all rows that have none below them, the rows of the first
    level, the rows since the last total. Nothing where a cell holds anything but a figure."""
    own: list[tuple[Row, Decimal]] = []
    leaves = Decimal(0)
    for nth, row in enumerate(rows):
        if row.heading is not None or not row.cell_text(column).strip():
            continue
        number = parse_number(row.cell_text(column).strip())
        if number is None:
            return []
        if is_total(row):
            continue
        own.append((row, number))
        if nth + 1 == len(rows) or rows[nth + 1].level <= row.level:
            leaves += number
    if len(own) < 2:
        return []
    top = min(row.level for row, _ in own)
    since = Decimal(0)
    for row in reversed(rows):
        if row.cells and is_total(row):
            break
        number = parse_number(row.cell_text(column).strip()) if row.cells else None
        since += number or 0
    return [
        leaves,
        sum((number for row, number in own if row.level == top), Decimal(0)),
        sum((number for _, number in own), Decimal(0)),
        since,
    ]


# --- amounts in words ---------------------------------------------------------------------------

_FIGURES = r"(?<![\w.,/-])(?P<figures>[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?|[0-9]{1,4}(?:,[0-9]+)?)"
_IN_WORDS = re.compile(
    rf"{_FIGURES}\s*(?P<unit>(?:[^\W\d_]{{1,12}}\s*){{0,3}})[(]\s*(?:viết\s+)?[Bb]ằng\s+chữ\s*:?\s*"
    r"(?P<words>[^()]{3,300})[)]"
)
_VARIANTS = {"lẻ": "linh", "ngàn": "nghìn", "tư": "bốn", "tỉ": "tỷ", "nhăm": "lăm"}
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mốt", "lăm")
_SAID = frozenset((*_DIGITS, "mười", "mươi", "linh", "trăm", "nghìn", "triệu", "tỷ", "phẩy", "âm"))
_SILENT = frozenset({"chẵn", "và"})


@rule("TN709", "amount-in-words", Severity.WARNING, Certainty.DERIVED, TEXTS)
def amount_in_words(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An amount in words is another number than its figures.

    The words are there so that nobody can doubt the figures; where they differ, nobody knows which
    is meant.

    Wrong: 1.250.000 đồng (bằng chữ: một triệu hai trăm nghìn đồng)
    Right: 1.250.000 đồng (bằng chữ: một triệu hai trăm năm mươi nghìn đồng)
    Source: suy ra, đối chiếu số với chữ
    """
    for phrase, match in matches(paper, _IN_WORDS):
        number = parse_number(match["figures"])
        said = _words_of(match["words"], match["unit"])
        if number is None or said is None or said == _words_of(in_words(number), ""):
            continue
        yield from phrase.remarks(
            match.span("words"),
            text("{figures} is said “{words}”", figures=match["figures"], words=in_words(number)),
            text("make words and figures agree"),
        )


def _words_of(words: str, unit: str) -> list[str] | None:
    """The words of a number in their usual forms, without those that may be left out; None where
    other words are among them."""
    spoken = [_VARIANTS.get(w, w) for w in re.findall(r"[^\W\d_]+", words.lower())]
    own = [w for w in spoken if w not in _SILENT and w not in unit.lower().split()]
    if any(w not in _SAID for w in own) or not own:
        return None
    # "không trăm" may be left out: một nghìn linh năm.
    kept: list[str] = []
    for word in own:
        if word == "trăm" and kept and kept[-1] == "không" and len(kept) > 1:
            kept.pop()
            continue
        kept.append(word)
    return [w for w in kept if w != "linh"]
