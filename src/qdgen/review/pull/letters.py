"""From a printed character to the characters of the content it stands for, footnotes included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from qdgen.content.markup import Address, Blank, Break, Footnote, Inline, Mention, Span, Total
from qdgen.content.markup_parser import parse_inline
from qdgen.content.nodes import Scalar, SourceFile
from qdgen.document.citations import Form
from qdgen.document.passages import Passage
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.words import NOTE_MARK


class Made(Enum):
    """Who put a character there."""

    WRITTEN = "written"
    MENTION = "mention"
    """A citation or reference, made from `@key`."""
    TOTAL = "total"
    """Added up from the figures of a column."""
    BLANK = "blank"
    ADDRESS = "address"
    NOTE = "note"
    """The mark of a written footnote."""
    PROGRAM = "program"
    """Put there by the program alone: a number, an ending, a fixed word."""


class Letter(NamedTuple):
    """A printed character, and where in the scalar's value (`start` up to `end`) it comes from;
    both -1 for what comes from nowhere in it. `look` is its emphasis in the content: 0 plain,
    1 bold, 2 italic, 3 both."""

    letter: str
    made: Made
    start: int
    end: int
    look: int = 0


_MADE = {Address: Made.ADDRESS, Blank: Made.BLANK, Total: Made.TOTAL}
_TOTAL = "@tổng"
_PROGRAM = Letter("", Made.PROGRAM, -1, -1)


@dataclass(frozen=True, slots=True)
class NoteSpot:
    """A written footnote: where it stands in the value with its signs, and its letters."""

    start: int
    end: int
    letters: list[Letter]


@dataclass(frozen=True, slots=True)
class Letters:
    """All printed characters of an origin, and its written footnotes in order. `has_markup`:
    signs in the value mean something."""

    printed: list[Letter]
    notes: list[NoteSpot]
    has_markup: bool

    @property
    def text(self) -> str:
        """As printed."""
        return "".join(letter.letter for letter in self.printed)


def letters_of(origin: Origin) -> Letters:
    """The letters of `origin.text`."""
    if origin.scalar is None or origin.is_made:
        return Letters([_PROGRAM._replace(letter=c) for c in origin.text], [], False)
    passage = origin.passage
    if passage is None or not passage.stretches:
        value = origin.scalar.value
        plain = [Letter(c, Made.WRITTEN, i, i + 1) for i, c in enumerate(value)]
        return Letters(_laid(origin, plain), [], passage is not None and _reads_markup(origin))
    nodes, _ = parse_inline(passage.scalar)
    notes: list[NoteSpot] = []
    waiting = iter(origin.notes)
    found = list(_of_nodes(nodes, passage, waiting, notes))
    return Letters(_laid(origin, found), notes, True)


def _reads_markup(origin: Origin) -> bool:
    """Titles of provisions hold none: what stands there is printed as it stands."""
    return origin.sort is not Sort.PROVISION or origin.role is None or not is_title(origin)


def is_title(origin: Origin) -> bool:
    """Whether it is a title of a provision, which knows no markup."""
    return origin.role is not None and origin.role.value in _TITLES


_TITLES = frozenset(
    {"Phần", "Chương", "Mục", "Tiểu mục", "Điều có tên", "Khoản có tên", "Mục 1 có tên"}
)


def _of_nodes(
    nodes: Sequence[Inline],
    passage: Passage,
    notes: Iterator[Passage],
    found: list[NoteSpot],
) -> Iterator[Letter]:
    value = passage.scalar.value
    stretches = list(passage.stretches)
    at = 0
    for node in nodes:
        words = ""
        if at < len(stretches) and stretches[at].offset == node.offset:
            end = stretches[at + 1].start if at + 1 < len(stretches) else len(passage.text)
            words = passage.text[stretches[at].start : end]
            at += 1
        match node:
            case Span():
                look = node.bold + 2 * node.italic
                for nth, letter in enumerate(words):
                    start = node.offset + nth
                    own = start - 1 if nth == 0 and _is_escaped(value, start) else start
                    yield Letter(letter, Made.WRITTEN, own, start + 1, look)
            case Break():
                yield Letter("\n", Made.WRITTEN, node.offset, node.offset + 1)
            case Footnote():
                end = note_end(value, node.offset)
                inner = next(notes, None)
                letters = (
                    [] if inner is None else list(_of_nodes(node.content, inner, iter(()), []))
                )
                found.append(NoteSpot(node.offset, end, letters))
                yield Letter(NOTE_MARK, Made.NOTE, node.offset, end)
            case Mention() | Address() | Blank() | Total():
                end = _end(value, node)
                made = _MADE.get(type(node), Made.MENTION)
                look = 0 if isinstance(node, Blank) else node.bold + 2 * node.italic
                for letter in words:
                    yield Letter(letter, made, node.offset, end, look)
                if isinstance(node, Mention) and node.form == Form.NOTE:
                    yield Letter(NOTE_MARK, made, node.offset, end, look)


def _is_escaped(value: str, at: int) -> bool:
    """Whether a backslash of its own stands before the character: it begins its span."""
    before = at
    while before and value[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1 and value[at] in "@*^\\()<"


def note_end(value: str, at: int) -> int:
    """Behind the bracket that closes the footnote opened at `at`."""
    depth, index = 0, at + 1
    while index < len(value):
        letter = value[index]
        if letter == "\\":
            index += 1
        elif letter == "(":
            depth += 1
        elif letter == ")":
            depth -= 1
            if depth == 0:
                return index + 1
        index += 1
    return len(value)


def _end(value: str, node: Mention | Address | Blank | Total) -> int:
    if isinstance(node, Total):
        return node.offset + len(_TOTAL)
    if isinstance(node, Address):
        return node.offset + len(node.url) + 2
    if isinstance(node, Blank):
        return note_end(value, node.offset)
    end = node.offset + 1 + len(node.key)
    return value.index(")", end) + 1 if node.form is not None else end


def _laid(origin: Origin, found: Sequence[Letter]) -> list[Letter]:
    """`found`, the content's letters, laid along the text as printed."""
    printed = origin.text
    if origin.sort is Sort.CELL:
        return list(_along(printed, found))
    laid: list[Letter] = []
    for index, letter in enumerate(printed):
        at = index - origin.shift
        own = found[at] if 0 <= at < len(found) else _PROGRAM
        laid.append(own if own.letter == letter else own._replace(letter=letter))
    return laid


def _along(printed: str, found: Sequence[Letter]) -> Iterator[Letter]:
    """A cell drops empty lines and spaces after a dash."""
    at = 0
    for letter in printed:
        while at < len(found) and found[at].letter != letter and found[at].letter in " \n":
            at += 1
        if at < len(found) and found[at].letter == letter:
            yield found[at]
            at += 1
        else:
            yield _PROGRAM._replace(letter=letter)


def reading(value: str, mentions: Mapping[str, str]) -> tuple[str, str, list[str]] | None:
    """What `value` prints, the emphasis of each character and the words of its footnotes;
    `mentions` gives the words for each mention as written. None where its markup is faulty."""
    source = SourceFile("", value)
    nodes, wrong = parse_inline(Scalar(value, source, 1, 1, 0, len(value)))
    if wrong:
        return None
    notes: list[str] = []
    words, looks = _read(nodes, value, mentions, notes)
    return words, looks, notes


def _read(
    nodes: Sequence[Inline], value: str, mentions: Mapping[str, str], notes: list[str]
) -> tuple[str, str]:
    words: list[str] = []
    looks: list[str] = []
    for node in nodes:
        look, said = 0, ""
        match node:
            case Span():
                said, look = node.text, node.bold + 2 * node.italic
            case Break():
                said = "\n"
            case Footnote():
                said = NOTE_MARK
                notes.append(_read(node.content, value, mentions, [])[0])
            case Mention() | Address() | Blank() | Total():
                end = _end(value, node)
                said = mentions.get(value[node.offset : end], "\ufffd")
                look = 0 if isinstance(node, Blank) else node.bold + 2 * node.italic
        words.append(said)
        looks.append(str(look) * len(said))
    return "".join(words), "".join(looks)
