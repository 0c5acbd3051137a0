"""Names of the unit register found in running text, also where they are written almost right."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from weakref import WeakKeyDictionary

from qdgen.check.paper import Paper
from qdgen.check.registers import KnownUnit, Registers
from qdgen.check.text.phrases import Phrase, groups
from qdgen.vietnamese import old_tone_style, without_marks

_WORD = re.compile(r"[^\W_]+(?:&[^\W_]+)?")


class Likeness(Enum):
    """How what is written differs from the register."""

    SAME = "same"
    CAPITALS = "capitals"
    MARKS = "a diacritic"
    SIGNS = "commas and hyphens"
    SYLLABLE = "a syllable"


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name, or almost one, at `start` up to `end` of `phrase`."""

    phrase: Phrase
    start: int
    end: int
    unit: KnownUnit
    likeness: Likeness
    is_short: bool = False

    @property
    def written(self) -> str:
        """The words as they stand."""
        return self.phrase.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class _Name:
    unit: KnownUnit
    name: str
    words: tuple[str, ...]
    bare: tuple[str, ...]
    is_short: bool


class _Index:
    """The names of a register by their syllables without marks, and by these with one left out."""

    def __init__(self, registers: Registers) -> None:
        self.names: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self.almost: dict[tuple[str, ...], list[_Name]] = defaultdict(list)
        self.firsts: set[str] = set()
        self.longest = 0
        for unit in registers.units.values():
            for name, is_short in ((unit.name, False), (unit.short_name, True)):
                words = tuple(_WORD.findall(name))
                if len(words) < 2:
                    continue
                entry = _Name(unit, name, words, tuple(map(without_marks, words)), is_short)
                self.names[entry.bare].append(entry)
                self.firsts.add(entry.bare[0])
                self.longest = max(self.longest, len(words))
                if len(words) >= 5 and not is_short:
                    for i in range(1, len(words)):
                        self.almost[entry.bare[:i] + entry.bare[i + 1 :]].append(entry)


_found: WeakKeyDictionary[Paper, list[NameMention]] = WeakKeyDictionary()


def unit_names(paper: Paper) -> list[NameMention]:
    """Every mention of a unit of the register, in whatever spelling."""
    found = _found.get(paper)
    if found is None:
        found = _found[paper] = list(_search(paper))
    return found


def _search(paper: Paper) -> Iterator[NameMention]:
    index = _Index(paper.registers)
    if not index.names:
        return
    for _, group in groups(paper):
        for phrase in group:
            yield from _in_phrase(phrase, index)


def _in_phrase(phrase: Phrase, index: _Index) -> Iterator[NameMention]:
    tokens = list(_WORD.finditer(phrase.bare))
    if len(tokens) < 2:
        return
    bare = [without_marks(t[0]) for t in tokens]
    at = 0
    while at < len(tokens) - 1:
        found = None
        if bare[at] in index.firsts and tokens[at][0][0].isupper():
            found = _exact(phrase, tokens, bare, at, index) or _near(
                phrase, tokens, bare, at, index
            )
        if found is None:
            at += 1
            continue
        count, mention = found
        yield mention
        at += count


_Found = tuple[int, NameMention]


def _exact(
    phrase: Phrase, tokens: list[re.Match[str]], bare: list[str], at: int, index: _Index
) -> _Found | None:
    """The longest name whose syllables, but for marks, stand at token `at`."""
    for count in range(min(index.longest, len(tokens) - at), 1, -1):
        names = index.names.get(tuple(bare[at : at + count]))
        if not names or _breaks(phrase, tokens, at, count):
            continue
        start, end = tokens[at].start(), tokens[at + count - 1].end()
        written = phrase.text[start:end]
        name = min(names, key=lambda n: _distance(n.name, written))
        likeness = _compare(name, [t[0] for t in tokens[at : at + count]], written)
        return count, NameMention(phrase, start, end, name.unit, likeness, name.is_short)
    return None


def _distance(name: str, written: str) -> int:
    return sum(a != b for a, b in zip(name, written, strict=False)) + abs(len(name) - len(written))


def _compare(name: _Name, words: list[str], written: str) -> Likeness:
    mine = [old_tone_style(w) for w in words]
    right = [old_tone_style(w) for w in name.words]
    if [w.lower() for w in mine] != [w.lower() for w in right]:
        return Likeness.MARKS
    if mine != right:
        return Likeness.CAPITALS
    if old_tone_style(_flat(written)) != old_tone_style(_flat(name.name)):
        is_list = len(words) < 4 and written.count(",") > name.name.count(",")
        return Likeness.SAME if is_list else Likeness.SIGNS
    return Likeness.SAME


def _flat(words: str) -> str:
    return " ".join(words.split())


def _near(
    phrase: Phrase, tokens: list[re.Match[str]], bare: list[str], at: int, index: _Index
) -> _Found | None:
    """A name with one syllable too many, too few, or slightly different."""
    for count in range(min(index.longest + 1, len(tokens) - at), 3, -1):
        window = tuple(bare[at : at + count])
        name = _one_off(window, index)
        if name is None or _breaks(phrase, tokens, at, count):
            continue
        start, end = tokens[at].start(), tokens[at + count - 1].end()
        return count, NameMention(phrase, start, end, name.unit, Likeness.SYLLABLE)
    return None


_LINKS = frozenset(("va", "cua", "cac", "ve", "cho"))


def _one_off(window: tuple[str, ...], index: _Index) -> _Name | None:
    missing = index.almost.get(window, ())  # one syllable of the name is missing inside
    for name in missing:
        if name.bare[-1] == window[-1]:
            return name
    for i in range(1, len(window) - 1):
        shorter = window[:i] + window[i + 1 :]
        for name in index.names.get(shorter, ()):  # one too many
            if len(name.bare) >= 5 and not name.is_short and window[i] in _LINKS:
                return name
    for i in range(1, len(window)):
        for name in index.almost.get(window[:i] + window[i + 1 :], ()):
            if len(name.bare) == len(window) and _is_slip(name.bare, window, i):
                return name
    return None


def _is_slip(name: tuple[str, ...], window: tuple[str, ...], at: int) -> bool:
    """Whether they differ only at `at`, by a letter or two."""
    if name[:at] + name[at + 1 :] != window[:at] + window[at + 1 :]:
        return False
    mine, right = window[at], name[at]
    if abs(len(mine) - len(right)) > 1 or min(len(mine), len(right)) < 3:
        return False
    same = sum(a == b for a, b in zip(mine, right, strict=False))
    return same >= max(len(mine), len(right)) - 1 or mine[::-1][:-1] == right[::-1][:-1]


def _breaks(phrase: Phrase, tokens: list[re.Match[str]], at: int, count: int) -> bool:
    """Whether a sign other than a comma or hyphen stands between the words, or the name goes on to
    another one: Trung tâm Công nghệ thông tin Bưu điện."""
    for i in range(at, at + count - 1):
        between = phrase.bare[tokens[i].end() : tokens[i + 1].start()]
        if between.strip() not in ("", ",", "-", "–") or "\n\n" in between:
            return True
    if at + count == len(tokens):
        return False
    after = phrase.bare[tokens[at + count - 1].end() : tokens[at + count].start()]
    following = tokens[at + count][0]
    return after == " " and following[0].isupper() and not phrase.is_capitals
