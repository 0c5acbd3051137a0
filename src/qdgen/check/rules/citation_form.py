"""VD10: how kind and number of a cited document are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Medium, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import TYPES
from qdgen.check.text.cited import Mention, mentions_in
from qdgen.check.text.symbols import kinds_of, right_code, right_issuer
from qdgen.diagnostics import Severity
from qdgen.messages import text

_PLURAL = re.compile(r"(?:\bcác|\bnhững|\bmột số|\bnhiều)\s+$", re.IGNORECASE)
_SPACED = re.compile(r"\s*([/-])\s*")
_ALONE = re.compile(r"\s+số\s+")
_SPACE = re.compile(r"\s")
_SPACE_BEFORE = re.compile(r"\s+[/-]")
_TYPE_NAMES = {name.casefold(): name for name in TYPES}
_WITHOUT_CODE = "công văn"
_WORD = re.compile(r"[^\W\d_]+")


def _numbers(paper: Paper) -> Iterator[tuple[Piece, int, str, str]]:
    """Numbers that someone wrote, in the text or in the register: piece, start, number, kind."""
    for mention in _typed(paper):
        c = mention.citation
        if c.type.isupper():
            continue  # a title printed in capitals
        yield mention.piece, c.number_start, c.number, c.type.casefold()
    for piece in paper.of(Element.REGISTER):
        if piece.label == "so":
            entry = paper.registers.documents.get(piece.anchor or "")
            yield piece, 0, piece.text, entry.type.casefold() if entry else ""


def _typed(paper: Paper) -> Iterator[Mention]:
    """The mentions that someone wrote: what a key prints is right by itself."""
    return (m for m in mentions_in(paper) if not m.is_generated)


@rule("VD101", "number-word-missing", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def number_word_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The word "số" is missing between the kind of a document and its number.

    The decree writes "số" in front of the number wherever a document is cited.

    Wrong: Quyết định 142/QĐ-TTg
    Right: Quyết định số 142/QĐ-TTg
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II khoản 6 (CC-06), đã đối chiếu
    """
    for mention in _typed(paper):
        c = mention.citation
        if not c.between.strip():
            yield Remark(
                text('"số" is missing in "{words}"', words=f"{c.type}{c.between}{c.number}"),
                text('write "{right}"', right=f"{c.type} số {c.number}"),
                mention.piece,
                c.number_start,
                c.number_end,
                fix=f"số {c.number}" if c.between else f" số {c.number}",
            )


@rule("VD102", "number-word-spacing", Severity.WARNING, Certainty.DERIVED, TEXTS)
def number_word_spacing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The word "số" runs into the number of a cited document, or bears a mark.

    "Số:" with a colon stands only in front of the document's own number; in a citation "số" is a
    word like others, with a space on each side.

    Wrong: Quyết định số142/QĐ-TTg
    Wrong: Quyết định số: 142/QĐ-TTg
    Right: Quyết định số 142/QĐ-TTg
    Source: suy ra từ cách viết của Nghị định số 30/2020/NĐ-CP, Phụ lục I, II.6 (CC-06)
    """
    for mention in _typed(paper):
        c = mention.citation
        words = c.between.strip()
        as_written = c.between.casefold() if c.type.isupper() else c.between
        if not words or _ALONE.fullmatch(as_written):
            continue
        spaced = c.between[:1].isspace()
        right = f"số {c.number}"
        yield Remark(
            text('"{words}" is not written as in a citation', words=f"{words} {c.number}")
            if c.between[-1:].isspace()
            else text('no space in "{words}"', words=f"{words}{c.number}"),
            text('write "{right}"', right=right),
            mention.piece,
            c.start + len(c.type) + (len(c.between) - len(c.between.lstrip())),
            c.number_end,
            fix=right if spaced else f" {right}",
        )


@rule("VD103", "number-with-spaces", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def number_with_spaces(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Spaces inside the number and symbol of a cited document.

    Number, year, kind and issuer are joined by "/" and "-" without spaces.

    Wrong: Quyết định số 142 /QĐ - TTg
    Right: Quyết định số 142/QĐ-TTg
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II khoản 3 (EL-12), đã đối chiếu
    """
    # In a PDF a line may end behind "/" or "-", and no space was written.
    sign = _SPACE_BEFORE if paper.medium is Medium.PDF else _SPACE
    for piece, start, number, _ in _numbers(paper):
        if sign.search(number):
            right = _SPACED.sub(r"\1", number)
            yield Remark(
                text('spaces inside the number "{words}"', words=number),
                text('write "{right}"', right=right),
                piece,
                start,
                start + len(number),
                fix=right,
            )


@rule("VD104", "cited-type-case", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def cited_type_case(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The kind of a document that is cited by its number does not begin with a capital.

    A certain document is a proper name: its kind begins with a capital, and only the first
    syllable does. Several ("các quyết định số …") stay lower case.

    Wrong: theo quyết định số 15/QĐ-BKHCN
    Right: theo Quyết định số 15/QĐ-BKHCN
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục II, Mục V khoản 6 (CAP-19), đã đối chiếu
    """
    for mention in _typed(paper):
        c = mention.citation
        right = _TYPE_NAMES[c.type.casefold()]
        if c.type == right or c.type.isupper():
            continue
        if c.type.islower() and _PLURAL.search(mention.piece.text[: c.start]):
            continue
        yield Remark(
            text('"{words}" names a certain document', words=c.type)
            if c.type.islower()
            else text('"{words}": only the first letter is a capital', words=c.type),
            text('write "{right}"', right=right),
            mention.piece,
            c.start,
            c.start + len(c.type),
            fix=right,
        )


@rule("VD105", "type-against-symbol", Severity.ERROR, Certainty.DERIVED, TEXTS)
def type_against_symbol(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A cited document is called one kind, and its symbol says another.

    The symbol begins with the abbreviation of the kind (NĐ, QĐ, TT …), so one of the two is wrong.
    Abbreviations that are easily taken for each other (QĐ and QyĐ, CT and CTr) are let pass.

    Wrong: Quyết định số 55/2025/NĐ-CP
    Right: Nghị định số 55/2025/NĐ-CP
    Source: suy ra từ Nghị định số 30/2020/NĐ-CP, Phụ lục III (mục 4.3 và 12 của bảng quy tắc)
    """
    for mention in mentions_in(paper):
        c = mention.citation
        kinds = kinds_of(c.number)
        name = _TYPE_NAMES[c.type.casefold()]
        if not kinds or name in kinds or c.type.casefold() == _WITHOUT_CODE:
            continue
        yield Remark(
            text('"{type}" with a symbol of {kind}', type=name, kind=kinds[0]),
            text(
                'find out which is right: "{kind} số {number}", or another number',
                kind=kinds[0],
                number=c.number,
            ),
            mention.piece,
            c.start,
            c.number_end,
        )


@rule("VD106", "symbol-letters", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def symbol_letters(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Letters of a cited document's symbol in the wrong case, or D where Đ belongs.

    Abbreviations in symbols are fixed: capitals, but for a few such as TTg, QyĐ, CTr and TTr.

    Wrong: Quyết định số 142/QĐ-TTG
    Wrong: Nghị định số 30/2020/ND-CP
    Right: Quyết định số 142/QĐ-TTg
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục III; Phụ lục I, II.3 (EL-12, EL-13), đã đối chiếu
    """
    for piece, start, number, kind in _numbers(paper):
        if kind == _WITHOUT_CODE:
            continue
        for nth, word in enumerate(_WORD.finditer(number)):
            right = right_code(word[0]) if nth == 0 else right_issuer(word[0])
            if right != word[0]:
                yield Remark(
                    text('"{words}" in the symbol {number}', words=word[0], number=number),
                    text('write "{right}"', right=right),
                    piece,
                    start + word.start(),
                    start + word.end(),
                    fix=right,
                )
