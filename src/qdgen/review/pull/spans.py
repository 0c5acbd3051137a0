"""Places and characters of a text before and after its edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qdgen.review.pull.paragraphs import Words


@dataclass(slots=True)
class Change:
    """Characters `start` up to `end` of the value become `markup`."""

    start: int
    end: int
    markup: str


def kept(length: int, edits: Sequence[tuple[int, int, int, int]]) -> Iterator[tuple[int, int]]:
    """The characters that stay: their place before and after."""
    i = j = 0
    for start, end, new_start, new_end in edits:
        while i < start:
            yield i, j
            i, j = i + 1, j + 1
        i, j = end, new_end
        del new_start
    while i < length:
        yield i, j
        i, j = i + 1, j + 1


def moved_to(
    index: int, edits: Sequence[tuple[int, int, int, int]], *, behind: bool = False
) -> int:
    """Where the place `index` of the old text is in the new one; inside an edit its start, or
    its end."""
    shift = 0
    for start, end, new_start, new_end in edits:
        if index < start or (index == start and not behind and start != end):
            break
        if index < end:
            return new_end if behind else new_start
        if index == start == end and not behind:
            break
        shift = new_end - end
    return index + shift


def upper(words: str) -> str:
    return "".join(u if len(u := letter.upper()) == 1 else letter for letter in words)


def recased(words: Words, *, at_start: bool) -> Words:
    """Words typed among capitals as they are written: small, but for a text's first letter."""
    said = words.text
    if said.isupper():
        said = said.lower()
        if at_start:
            said = said[:1].upper() + said[1:]
    return Words(said, words.looks, words.references, words.links)


def stretches(found: Mapping[int, int], words: str) -> list[tuple[int, int]]:
    """Neighbouring characters of one new look, over the spaces and signs between them."""
    stretches: list[tuple[int, int]] = []
    for i in sorted(found):
        if stretches:
            start, end = stretches[-1]
            between = words[end:i]
            if found[start] == found[i] and not any(c.isalnum() for c in between):
                stretches[-1] = start, i + 1
                continue
        stretches.append((i, i + 1))
    return stretches


def spliced(value: str, changes: Sequence[Change]) -> str:
    for change in sorted(changes, key=lambda c: (c.start, c.end), reverse=True):
        value = value[: change.start] + change.markup + value[change.end :]
    return value


def shown(words: str, is_upper: bool) -> str:
    """As it is compared: a line's end is a space, capitals where they are printed."""
    return upper(words.replace("\n", " ")) if is_upper else words.replace("\n", " ")


def same(words: str, signs: str, wanted: str, wanted_signs: str) -> bool:
    """Whether it reads as it should: the look of spaces and signs does not count."""
    return words == wanted and all(
        a == b for letter, a, b in zip(words, signs, wanted_signs, strict=True) if letter.isalnum()
    )
