"""Texts of two Word files made alike before they are compared: what a program adds is left out."""

from __future__ import annotations

from dataclasses import replace

from qdgen.review.pull.letters import Letters, Made
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.paragraphs import Words

_ENDS = ";.,"


def same_words(one: Words, other: Words) -> bool:
    """Whether they say the same and look the same; the look of spaces and signs does not count."""
    return one.text == other.text and (
        one.looks == other.looks
        or all(
            a == b or not letter.isalnum()
            for letter, a, b in zip(one.text, one.looks, other.looks, strict=True)
        )
    )


def on_one_line(words: Words) -> Words:
    """A heading that was broken into lines as one line."""
    return replace(words, text=words.text.replace("\n", " "))


def without_end(
    origin: Origin, letters: Letters, shown: Words, new: Words
) -> tuple[Letters, Words, Words]:
    """Without the sign at the end that is put there by the place in the list."""
    last = letters.printed[-1] if letters.printed else None
    if (
        last is None or last.made is not Made.PROGRAM
        or last.letter not in _ENDS or origin.sort not in (Sort.BASIS, Sort.RECIPIENT)
    ):  # fmt: skip
        return letters, shown, new
    if new.text.endswith(tuple(_ENDS)):
        new = new.part_raw(0, len(new.text) - 1)
    return (
        Letters(letters.printed[:-1], letters.notes, letters.has_markup),
        shown.part_raw(0, len(shown.text) - 1),
        new,
    )


def with_base_references(shown: Words, new: Words) -> Words:
    """Live references show what they showed in the base: a number counted anew is no edit."""
    if not new.references:
        return new
    was: dict[str, list[str]] = {}
    for start, end, to in shown.references:
        was.setdefault(to, []).append(shown.text[start:end])
    made = Words()
    at = 0
    for start, end, to in new.references:
        made = made.followed_by(new.part_raw(at, start))
        before = was.get(to)
        said = new.part_raw(start, end)
        if before:
            words = before.pop(0) if len(before) > 1 else before[0]
            said = Words(words, (said.looks[:1] or "0") * len(words), [(0, len(words), to)])
        made = made.followed_by(said)
        at = end
    return made.followed_by(new.part_raw(at, len(new.text)))
