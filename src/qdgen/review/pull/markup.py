"""Words that come from Word, as inline markup: signs escaped, emphasis and footnotes written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qdgen.content.fields import ID_PATTERN
from qdgen.review.pull.paragraphs import Words
from qdgen.review.words import NOTE_MARK

_SIGNS = re.compile(r"[\\@*^]|<(?=(?:https?:|www\.|mailto:|ftp:))", re.IGNORECASE)
_ID = re.compile(ID_PATTERN)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one emphasis (0 plain, 1 bold, 2 italic, 3 both), or markup as it is written."""

    words: str
    look: int = 0
    is_markup: bool = False


def escaped(words: str) -> str:
    """`words` so that they are printed as they stand."""
    return _SIGNS.sub(lambda sign: f"\\{sign[0]}", words)


def pieces_of(
    words: Words,
    usual: int,
    notes: Sequence[Words],
    mentions: Mapping[str, str],
    *,
    plain: bool = False,
) -> list[Piece]:
    """The pieces of `words`; `usual` is the look of the paragraph itself, `notes` are those of its
    marks in order, `mentions` markup to be written for certain words. `plain`: without emphasis."""
    pieces: list[Piece] = []
    waiting = iter(notes)
    for start, end, markup in _spots(words, mentions):
        look = 0 if plain else int(words.looks[start]) ^ usual
        if markup is not None:
            pieces.append(Piece(markup, look, is_markup=True))
            continue
        for i in range(start, end):
            letter = words.text[i]
            if letter == NOTE_MARK:
                note = next(waiting, None)
                if note is not None and note.text:
                    own = serialised(pieces_of(note, 0, (), mentions, plain=True), in_note=True)
                    pieces.append(Piece(f"^({own})", 0, is_markup=True))
            else:
                pieces.append(Piece(letter, 0 if plain else int(words.looks[i]) ^ usual))
    return pieces


def _spots(words: Words, mentions: Mapping[str, str]) -> Iterator[tuple[int, int, str | None]]:
    """The text in order: stretches that become a mention, and those between."""
    found: list[tuple[int, int, str]] = []
    for start, end, target in words.references:
        key = target.replace("_", "-")
        if _ID.fullmatch(key) and words.text[start:end]:
            markup = mentions.get(f"@{key}:{words.text[start:end]}")
            if markup is not None:
                found.append((start, end, markup))
    for said, markup in mentions.items():
        if said.startswith("@") or not said:
            continue
        at = words.text.find(said)
        while at >= 0:
            found.append((at, at + len(said), markup))
            at = words.text.find(said, at + len(said))
    found.sort(key=lambda spot: (spot[0], -spot[1]))
    at = 0
    for start, end, markup in found:
        if start < at:
            continue
        if at < start:
            yield at, start, None
        yield start, end, markup
        at = end
    if at < len(words.text):
        yield at, len(words.text), None


def serialised(pieces: Sequence[Piece], *, in_note: bool = False) -> str:
    """The pieces as markup. Spaces at the edge of emphasis are left outside of it."""
    looks = _settled(pieces)
    written: list[str] = []
    open_signs: list[int] = []
    plain: list[str] = []

    def flush() -> None:
        if plain:
            words = escaped("".join(plain))
            if in_note:
                words = _balanced(words)
            written.append(words)
            plain.clear()

    for piece, look in zip(pieces, looks, strict=True):
        wanted = [bit for bit in (1, 2) if look & bit]
        if sorted(open_signs) != wanted:
            flush()
            kept = 0
            while kept < len(open_signs) and open_signs[kept] in wanted:
                kept += 1
            written += [_sign(bit) for bit in reversed(open_signs[kept:])]
            open_signs = open_signs[:kept]
            for bit in wanted:
                if bit not in open_signs:
                    written.append(_sign(bit))
                    open_signs.append(bit)
        if piece.is_markup:
            flush()
            written.append(piece.words)
        else:
            plain.append(piece.words)
    flush()
    written += [_sign(bit) for bit in reversed(open_signs)]
    return "".join(written)


def _sign(bit: int) -> str:
    return "**" if bit == 1 else "*"


def _settled(pieces: Sequence[Piece]) -> list[int]:
    """The look of each piece; a space has one only where the words on both sides share it."""
    looks = [piece.look for piece in pieces]
    last = 0
    for i, piece in enumerate(pieces):
        if piece.is_markup or not piece.words.isspace():
            last = looks[i]
            continue
        following = next(
            (
                looks[k]
                for k in range(i + 1, len(pieces))
                if pieces[k].is_markup or not pieces[k].words.isspace()
            ),
            0,
        )
        looks[i] = last & following
    return looks


def _balanced(words: str) -> str:
    """Brackets that close nothing, or are never closed, escaped: they would end the footnote."""
    open_at: list[int] = []
    bad: set[int] = set()
    for i, letter in enumerate(words):
        if letter == "(":
            open_at.append(i)
        elif letter == ")":
            if open_at:
                open_at.pop()
            else:
                bad.add(i)
    bad.update(open_at)
    return "".join(f"\\{c}" if i in bad else c for i, c in enumerate(words))
