"""CT1: the line with the number and the symbol of the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from qdgen.check.decision import about_a_decision, decision_part, is_blank, joined
from qdgen.check.elements import Element
from qdgen.check.organs import codes_of_organ, may_stand_for
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.check.types import CODES, code_of
from qdgen.diagnostics import Severity
from qdgen.messages import text

_LINE = re.compile(r"(?P<word>số)(?P<colon>\s*:)?\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d")
_SPACES = re.compile(r"\s+")
_SURE_CODES = ("bộ ", "sở ", "ủy ban nhân dân")
"""Organs whose codes follow their names everywhere; others make their own."""
_LAWMAKERS = ("UBND", "TTg", "KTNN", "HĐND")
_SYMBOL = re.compile(r"[^\W\d_]+-[^\W\d_][\w&.]*(?:-[\w&.]+)*")


@dataclass(frozen=True, slots=True)
class _Number:
    piece: Piece
    word: str
    colon: bool
    number: str
    """What stands before the first slash, blanks kept."""
    symbol: str
    """What follows it; "" where there is no slash."""
    symbol_start: int

    @property
    def code(self) -> str:
        """The code of the type: what stands before the first hyphen, spaces and a year aside."""
        return _tight(self.symbol).rpartition("/")[2].partition("-")[0]

    @property
    def organ(self) -> str:
        """The code of the organ."""
        return _tight(self.symbol).rpartition("/")[2].partition("-")[2]


def _tight(words: str) -> str:
    return _SPACES.sub("", words).replace("–", "-").replace("—", "-")


def _number_of(paper: Paper) -> _Number | None:
    piece = paper.first(Element.NUMBER, decision_part(paper))
    match = _LINE.match(piece.text) if piece else None
    if piece is None or match is None:
        return None
    number, slash, symbol = match["rest"].partition("/")
    start = match.start("rest") + len(number) + len(slash)
    return _Number(piece, match["word"], bool(match["colon"]), number, symbol.rstrip(), start)


@rule("CT111", "number-line-colon", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def number_line_colon(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number line does not begin with "Số:" and its colon.

    The word is "Số" with a capital S, followed by a colon; the number comes after it.

    Wrong: Số 15/QĐ-BKHCN
    Right: Số: 15/QĐ-BKHCN
    Source: Phụ lục I, Phần I, Mục II.3.c (EL-11); chắc chắn
    """
    line = _number_of(paper)
    if line and (not line.colon or line.word != "Số"):
        begin = line.piece.text.casefold().index("số")
        end = begin + 2
        if line.colon:
            end = line.piece.text.index(":", begin) + 1
        yield Remark(
            text("the number line begins with “{words}”", words=line.piece.text[begin:end]),
            text("write “Số:”"),
            line.piece,
            begin,
            end,
            fix="Số:",
        )


@rule("CT112", "number-zero", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def number_zero(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document number below 10 has no zero before it.

    Numbers 1 to 9 are written with a zero, so that nothing can be put before them later. No other
    number begins with a zero.

    Wrong: Số: 5/QĐ-BKHCN
    Right: Số: 05/QĐ-BKHCN
    Source: Phụ lục I, Phần I, Mục II.3.c (EL-11); chắc chắn
    """
    line = _number_of(paper)
    number = line.number.strip() if line else ""
    if line is None or not number.isdecimal():
        return
    right = f"{int(number):02d}"
    if number != right:
        start = line.piece.text.index(number)
        yield Remark(
            text("the number is written {number}", number=number),
            text("write {right}", right=right),
            line.piece,
            start,
            start + len(number),
            fix=right,
            severity=None if len(number) < len(right) else Severity.WARNING,
        )


@rule("CT113", "symbol-form", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def symbol_form(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The symbol is not built as number/TYPE-ORGAN, without spaces.

    A slash stands between the number and the symbol, a hyphen between its groups, and no space
    anywhere: it must be found again in the registers exactly so.

    Wrong: Số: 15/QĐ - BKHCN
    Right: Số: 15/QĐ-BKHCN
    Source: Phụ lục I, Phần I, Mục II.3.c (EL-12); chắc chắn
    """
    line = _number_of(paper)
    if line is None:
        return
    symbol = line.symbol
    tight = _tight(symbol)
    start, end = line.symbol_start, line.symbol_start + len(symbol)
    if not symbol:
        if not is_blank(line.number):
            yield Remark(
                text("between number and symbol there is no slash"),
                text("write it so: Số: 15/QĐ-BKHCN"),
                line.piece,
            )
    elif symbol != tight and _SYMBOL.fullmatch(tight):
        yield Remark(
            text("the symbol is written “{symbol}”", symbol=symbol),
            text("write “{right}”: hyphens, no spaces", right=tight),
            line.piece,
            start,
            end,
            fix=tight,
        )
    elif not _SYMBOL.fullmatch(tight) and not _YEAR.match(tight):
        yield Remark(
            text("“{symbol}” is no symbol of the form TYPE-ORGAN", symbol=symbol),
            text("write the code of the type, a hyphen and the code of the organ: QĐ-BKHCN"),
            line.piece,
            start,
            end,
        )


@rule("CT114", "year-in-number", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def year_in_number(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The number of an administrative decision bears a year.

    A year between number and symbol marks legal normative documents (văn bản quy phạm pháp luật).
    An administrative decision has the number and the symbol only. One that cites the law on making
    legal documents is such a document.

    Wrong: Số: 15/2026/QĐ-BKHCN
    Right: Số: 15/QĐ-BKHCN
    Source: Phụ lục I, Phần I, Mục II.3 (EL-12); chắc chắn
    """
    line = _number_of(paper)
    year, slash, rest = line.symbol.partition("/") if line else ("", "", "")
    if line is None or not slash or not _YEAR.fullmatch(year.strip()):
        return
    normative = line.organ.startswith(_LAWMAKERS)
    if normative and "văn bản quy phạm pháp luật" in joined(
        paper, Element.BASIS, decision_part(paper)
    ):
        return
    yield Remark(
        text("the number bears the year {year}", year=year.strip()),
        text(
            "write number/{rest}; only a legal normative document bears a year", rest=rest.strip()
        ),
        line.piece,
        line.symbol_start,
        line.symbol_start + len(year) + len(slash),
        severity=Severity.INFO if normative else None,
    )


@rule("CT115", "type-code", Severity.ERROR, Certainty.DERIVED, TEXTS)
@about_a_decision
def type_code(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The symbol's first group is not the code of the document's type.

    Each of the 29 types has one code: QĐ for Quyết định, QyĐ for Quy định, KH for Kế hoạch. The
    code in the number line must be that of the type printed below it.

    Wrong: QUYẾT ĐỊNH với số, ký hiệu 15/KH-BKHCN
    Right: QUYẾT ĐỊNH với số, ký hiệu 15/QĐ-BKHCN
    Source: Phụ lục III, Mục I (29 loại văn bản); suy ra từ bảng chữ viết tắt
    """
    line = _number_of(paper)
    kind = joined(paper, Element.TYPE, decision_part(paper))
    expected = code_of(kind)
    if line is None or not line.code or expected is None or line.code == expected:
        return
    known = CODES.get(line.code)
    start = line.piece.text.find(line.code, line.symbol_start)
    if known is None:
        said = text("{code} is not the code of any type of document", code=line.code)
    else:
        said = text("{code} is the code of {type}", code=line.code, type=known)
    yield Remark(
        said,
        text("for {type} write {right}", type=kind, right=expected),
        line.piece,
        max(start, 0),
        max(start, 0) + len(line.code),
        fix=expected if start >= 0 else None,
    )


@rule("CT116", "organ-code", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def organ_code(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The symbol's last group does not fit the name of the issuing organ.

    The organ's code is made of the initials of its name (BKHCN: Bộ Khoa học và Công nghệ), or it is
    that of the head (TTg). A code that cannot be read from the name is often left from another
    document used as a pattern. Codes are set by the head of each organ, so this is a warning.

    Wrong: BỘ KHOA HỌC VÀ CÔNG NGHỆ, số 15/QĐ-BTTTT
    Right: BỘ KHOA HỌC VÀ CÔNG NGHỆ, số 15/QĐ-BKHCN
    Source: Phụ lục I, Phần I, Mục II.3.b (EL-13); suy ra, chữ viết tắt do người đứng đầu quy định
    """
    part = decision_part(paper)
    line = _number_of(paper)
    organ = joined(paper, Element.ORGAN, part)
    if line is None or not organ or not line.organ or is_blank(line.organ):
        return
    own = line.organ.partition("-")[0]
    fitting = codes_of_organ(organ, joined(paper, Element.PARENT_ORGAN, part))
    if not fitting or any(may_stand_for(own, code) for code in fitting):
        return
    start = line.piece.text.find(own, line.symbol_start)
    yield Remark(
        text("the code {code} does not fit {organ}", code=own, organ=organ),
        text("one would expect {codes}", codes=", ".join(sorted(fitting)[:1])),
        line.piece,
        max(start, 0),
        max(start, 0) + len(own),
        severity=None if plain(organ).startswith(_SURE_CODES) else Severity.INFO,
    )
