"""PL1: "Phụ lục", its number and its title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import LOOKS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.labels import roman_value
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import roman

_LABEL = re.compile(r"^\s*phụ lục\b\s*(?:số\s+)?(?P<number>[^\W_]*)", re.IGNORECASE)


def _labels(paper: Paper) -> list[tuple[int, str]]:
    """Each annex's part and the number written behind "Phụ lục", "" where there is none."""
    found = []
    for number, _ in paper.parts_of(PartKind.ANNEX):
        match = _LABEL.match(paper.text_of(Element.ANNEX_LABEL, number))
        found.append((number, match["number"] if match else ""))
    return found


@rule("PL101", "annex-number", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_number(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The only annex bears a number, or one of several bears none.

    With two annexes or more each has a number, so that the text can name it. The only one needs
    none: "Phụ lục I" makes the reader look for a second.

    Wrong: Phụ lục I (chỉ có 01 phụ lục)
    Right: Phụ lục
    Source: Phụ lục I, Phần I, Mục III.1.a (EL-47, PL-02); chắc chắn
    """
    labels = _labels(paper)
    for part, number in labels:
        piece = paper.first(Element.ANNEX_LABEL, part)
        if len(labels) == 1 and number:
            yield Remark(
                text("the only annex bears the number {number}", number=number),
                text("write “Phụ lục” alone"),
                piece,
                severity=Severity.WARNING,
            )
        elif len(labels) > 1 and not number and piece is not None:
            yield Remark(
                text("there are {count} annexes, and this one has no number", count=len(labels)),
                text("number them Phụ lục I, Phụ lục II, …"),
                piece,
            )


@rule("PL102", "annex-numeral", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_numeral(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of an annex is not a Roman numeral.

    Annexes are numbered I, II, III, whatever the document itself is divided by.

    Wrong: Phụ lục 01; Phụ lục số 2
    Right: Phụ lục I; Phụ lục II
    Source: Phụ lục I, Phần I, Mục III.1.a (EL-47, PL-02, L50); chắc chắn
    """
    for part, number in _labels(paper):
        piece = paper.first(Element.ANNEX_LABEL, part)
        if piece is None or not number or roman_value(number.upper()):
            continue
        digits = re.search(r"\d+", piece.text)
        right = f"Phụ lục {roman(int(digits[0]))}" if digits and int(digits[0]) else ""
        yield Remark(
            text("it is numbered “{label}”", label=piece.text.strip()),
            text("write “{right}”", right=right) if right else text("number it in Roman numerals"),
            piece,
        )


@rule("PL103", "annex-sequence", Severity.WARNING, Certainty.DERIVED, LOOKS)
def annex_sequence(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The annexes are not numbered I, II, III in their order.

    A number left out makes the reader look for an annex that is not there.

    Wrong: Phụ lục I, Phụ lục III
    Right: Phụ lục I, Phụ lục II
    Source: suy ra từ Phụ lục I, Phần I, Mục III.1.a (PL-02)
    """
    labels = _labels(paper)
    expected = 1
    for part, number in labels:
        value = int(number) if number.isdecimal() else roman_value(number.upper())
        if len(labels) > 1 and value:
            if value != expected:
                yield Remark(
                    text("it is Phụ lục {number}", number=number),
                    text("the next one would be Phụ lục {right}", right=roman(expected)),
                    paper.first(Element.ANNEX_LABEL, part),
                )
            expected = value
        expected += 1


@rule("PL104", "annex-title-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_title_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An annex has no title.

    Below "Phụ lục" stands what it holds.

    Wrong: Phụ lục / (Kèm theo Quyết định số …)
    Right: Phụ lục / DANH MỤC NHIỆM VỤ / (Kèm theo Quyết định số …)
    Source: Phụ lục I, Phần I, Mục III.1.b (EL-48, PL-04); chắc chắn
    """
    for number, _ in paper.parts_of(PartKind.ANNEX):
        if not paper.text_of(Element.TITLE, number).strip():
            yield Remark(
                text("the annex has no title"),
                text("put it on the line below “Phụ lục”"),
                paper.first(Element.ANNEX_LABEL, number),
            )
