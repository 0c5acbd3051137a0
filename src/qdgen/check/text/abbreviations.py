"""Abbreviations in a paper: where each stands, and where it is explained."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from qdgen.check.elements import BODY, Element
from qdgen.check.paper import Paper, Piece
from qdgen.check.text.lexicon import words_of
from qdgen.check.text.phrases import Phrase, drafted, matches
from qdgen.check.text.syllables import is_syllable

_LETTERS = r"[A-ZĐƯƠĂÂÔÊ][A-ZĐƯƠĂÂÔÊ0-9]*(?:&[A-ZĐƯƠĂÂÔÊ]+)*[A-ZĐƯƠĂÂÔÊ0-9]"
_SHORT = re.compile(rf"(?<![\w\ue000&/.-]){_LETTERS}(?![\w\ue000&/]|-\w|\.\d)")
_EXPLAINED = re.compile(
    r"\((?:(?:sau đây|dưới đây) )?(?:(?:được )?(?:gọi|viết)(?: chung)?(?: tắt)?(?: là)?:? )?"
    rf"[“\"]?({_LETTERS})[”\"]?\)"
)
_TURNED = re.compile(rf"(?<![\w\ue000&/.-])({_LETTERS}) \(([^()]{{4,120}})\)")
_ROMAN = re.compile(r"[IVXLC]+")
_SKIPPED = frozenset(("và", "các", "của", "những", "về"))
_WORD = re.compile(r"[^\W\d_]+")

_WHERE = BODY | {
    Element.SUBJECT, Element.TITLE, Element.BASIS, Element.HEADING_TITLE, Element.ROW_HEADING,
    Element.CELL, Element.NOTE, Element.COLUMN_HEADING, Element.RECIPIENT,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` up to `end` of `piece`; `order` grows through the document."""

    order: tuple[int, int]
    piece: Piece
    start: int
    end: int
    phrase: Phrase


@dataclass(eq=False)
class Abbreviation:
    """Where `short` stands (explanations not counted) and where it is explained; `long` is its
    meaning in small letters, "" where it was not made out."""

    short: str
    used: list[Place] = field(default_factory=list)
    explained: list[Place] = field(default_factory=list)
    long: str = ""


_found: WeakKeyDictionary[Paper, list[Abbreviation]] = WeakKeyDictionary()


def abbreviations(paper: Paper) -> list[Abbreviation]:
    """Every abbreviation of the drafter's words, in order of its first place; without those that
    everybody knows and those of the unit register."""
    found = _found.get(paper)
    if found is None:
        found = _found[paper] = _collect(paper)
    return found


def _stands(piece: Piece) -> bool:
    if piece.element is Element.RECIPIENT:
        return not piece.text.startswith("Lưu")
    return piece.element in _WHERE


def _collect(paper: Paper) -> list[Abbreviation]:
    order = {id(piece): n for n, piece in enumerate(paper.pieces)}
    by_short: dict[str, Abbreviation] = {}
    brackets: set[tuple[str, int]] = set()
    for phrase, start, end, short, long in _explanations(paper):
        if not _is_abbreviation(short):
            continue
        entry = by_short.setdefault(short, Abbreviation(short))
        entry.explained += _places(phrase, start, end, order)
        entry.long = entry.long or long
        brackets.add((phrase.text, start))
    known = _known(paper)
    for phrase, match in matches(paper, _SHORT, where=_stands):
        if phrase.is_capitals or (phrase.text, match.start()) in brackets:
            continue
        short = match[0]
        if short in by_short or (_is_abbreviation(short) and short not in known):
            entry = by_short.setdefault(short, Abbreviation(short))
            entry.used += _places(phrase, *match.span(), order)
    for entry in by_short.values():
        entry.used.sort(key=lambda p: p.order)
        entry.explained.sort(key=lambda p: p.order)
    kept = [e for e in by_short.values() if e.used or e.explained]
    return sorted(kept, key=lambda e: (e.used + e.explained)[0].order)


def _places(phrase: Phrase, start: int, end: int, order: dict[int, int]) -> Iterator[Place]:
    for piece in phrase.pieces:
        if drafted(piece, start, end):
            yield Place((order[id(piece)], start), piece, start, end, phrase)


def _is_abbreviation(short: str) -> bool:
    return (
        sum(c.isupper() for c in short) >= 2
        and not _ROMAN.fullmatch(short)
        and not is_syllable(short)
        and short not in words_of("viet-tat", "pho_bien")
        and short not in words_of("viet-tat", "chuc_danh")
    )


def _known(paper: Paper) -> frozenset[str]:
    units = paper.registers.units.values()
    return frozenset(w for unit in units for w in unit.short_name.split())


def _explanations(paper: Paper) -> Iterator[tuple[Phrase, int, int, str, str]]:
    """Where an abbreviation stands alone in brackets behind words, or before its meaning."""
    for phrase, match in matches(paper, _EXPLAINED, where=_stands):
        before = phrase.bare[: match.start()]
        if before[-1:] == " " and before[-2:-1].isalpha():
            yield phrase, *match.span(1), match[1], meaning(before, match[1])
    for phrase, match in matches(paper, _TURNED, where=_stands):
        words = meaning(match[2], match[1])
        if words and len(words) >= len(match[2]) - 1:
            yield phrase, *match.span(1), match[1], words


def meaning(before: str, short: str) -> str:
    """The words at the end of `before` whose first letters are those of `short`; "" if none."""
    letters = [c for c in short if c.isalpha()]
    words = list(_WORD.finditer(before))
    start = -1
    while letters and words:
        word = words.pop()
        if word[0][0].upper() == letters[-1]:
            letters.pop()
            start = word.start()
        elif word[0].lower() not in _SKIPPED:
            return ""
    return before[start:].strip().lower() if not letters and start >= 0 else ""
