"""The distinct texts of a paper: a table repeats the same words in thousands of cells, and a rule
need read them only once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

from qdgen.check.elements import Element
from qdgen.check.paper import Paper, Piece
from qdgen.check.rule import Remark
from qdgen.messages import Text

MASK = "\ue000"
"""Stands for each character of an address: it is neither letter, digit, space nor sign."""

_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>“”\"]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:vn|com|net|org|gov|edu|info|io|docx?|xlsx?|pdf|json|csv|xml|yaml)"
    r"(?:/[^\s<>“”\"]*)?(?!\w)",
    re.IGNORECASE,
)
_SYMBOL = re.compile(
    r"(?<![\w/])\d+(?:/\d{4})?"
    r"(?: ?/ ?(?:NQ|NĐ|QĐ|CT|TT|KH|TB|BC|TTr|CTr|HD) ?- ?[A-ZĐ][\wĐđ&.]*"
    r"|[/-][A-ZĐ][\wĐđ&.]*(?:[-/][A-ZĐ][\wĐđ&.]*)*)"
)
_ENDS = frozenset(".?!:;…\n-–—•+*")
_OPENING = " \t\u00a0\"'“‘«(["

READ = frozenset(
    {
        Element.SUBJECT, Element.TITLE, Element.BASIS, Element.HEADING_TITLE, Element.ARTICLE,
        Element.CLAUSE, Element.POINT, Element.OUTLINE, Element.TEXT, Element.DASH, Element.CLOSING,
        Element.RECIPIENT, Element.REFERENCE_LINE, Element.COLUMN_HEADING, Element.ROW_HEADING,
        Element.CELL, Element.NOTE, Element.REGISTER, Element.ADDRESSEE, Element.OTHER,
    }
)  # fmt: skip
"""Where words of the drafter may stand."""


@dataclass(eq=False)
class Phrase:
    """A text and all the pieces that say it."""

    text: str
    pieces: list[Piece]

    @cached_property
    def bare(self) -> str:
        """The text with addresses, file names and symbols of documents blotted out by MASK: same
        length, same places."""
        words = self.text
        if "." in words or "@" in words or "/" in words or "-" in words:
            words = _SYMBOL.sub(_blot, _ADDRESS.sub(_blot, words))
        return words

    @cached_property
    def folded(self) -> str:
        """The text in small letters, of the same length."""
        low = self.text.lower()
        return low if len(low) == len(self.text) else self.text

    @cached_property
    def is_capitals(self) -> bool:
        """Whether it is written in capitals, or has no letters."""
        letters = [c for c in self.text if c.isalpha()]
        return sum(c.isupper() for c in letters) * 4 >= len(letters) * 3

    def only(self, where: Callable[[Piece], bool]) -> Phrase:
        """The same text, with those pieces for which `where` holds."""
        pieces = [p for p in self.pieces if where(p)]
        if len(pieces) == len(self.pieces):
            return self
        fewer = Phrase(self.text, pieces)
        fewer.__dict__.update(bare=self.bare)
        return fewer

    def starts_sentence(self, index: int) -> bool:
        """Whether a sentence, an item or a quotation may begin at `index`."""
        before = self.text[:index].rstrip(_OPENING)
        return not before or before[-1] in _ENDS

    def remarks(
        self,
        span: tuple[int, int],
        message: Text,
        hint: Text = Text(""),
        fix: str | None = None,
    ) -> Iterator[Remark]:
        """The same remark about `span` in every piece that says this text."""
        for piece in self.pieces:
            yield Remark(message, hint, piece, span[0], span[1], fix)


def _blot(match: re.Match[str]) -> str:
    return MASK * len(match[0])


class _Read:
    """The distinct texts of one paper, and groups of them run together."""

    def __init__(self, paper: Paper) -> None:
        by_text: dict[str, Phrase] = {}
        for piece in paper.pieces:
            if piece.element in READ and piece.text and not is_number(piece):
                phrase = by_text.get(piece.text)
                if phrase is None:
                    by_text[piece.text] = Phrase(piece.text, [piece])
                else:
                    phrase.pieces.append(piece)
        self.phrases = list(by_text.values())
        self._groups: dict[str, list[tuple[str, list[Phrase]]]] = {}

    def groups(self, form: str) -> list[tuple[str, list[Phrase]]]:
        """The texts in `form` ("text", "bare", "folded"), many at a time."""
        found = self._groups.get(form)
        if found is None:
            parts = [self.phrases[i : i + _MANY] for i in range(0, len(self.phrases), _MANY)]
            found = [("\n\n".join(getattr(p, form) for p in part), part) for part in parts]
            self._groups[form] = found
        return found


_MANY = 100
_read: WeakKeyDictionary[Paper, _Read] = WeakKeyDictionary()


def _reading(paper: Paper) -> _Read:
    found = _read.get(paper)
    if found is None:
        found = _read[paper] = _Read(paper)
    return found


def phrases(paper: Paper, where: Callable[[Piece], bool] | None = None) -> list[Phrase]:
    """The distinct texts of `paper`, in order; of the pieces for which `where` holds. Numbers of
    documents in a register are none."""
    found = _reading(paper).phrases
    return found if where is None else [p for p in (f.only(where) for f in found) if p.pieces]


def matches(
    paper: Paper,
    pattern: re.Pattern[str],
    form: str = "bare",
    where: Callable[[Piece], bool] | None = None,
) -> Iterator[tuple[Phrase, re.Match[str]]]:
    """Where `pattern` matches in the texts, in `form` "text", "bare" or "folded". It must not ask
    what a text begins or ends with."""
    for together, group in _reading(paper).groups(form):
        if pattern.search(together) is None:
            continue
        for whole in group:
            found = pattern.finditer(getattr(whole, form))
            first = next(found, None)
            if first is None:
                continue
            phrase = whole if where is None else whole.only(where)
            if phrase.pieces:
                yield phrase, first
                yield from ((phrase, match) for match in found)


def groups(paper: Paper) -> Iterable[tuple[str, list[Phrase]]]:
    """The bare texts, many at a time with two line breaks between."""
    return _reading(paper).groups("bare")


def is_number(piece: Piece) -> bool:
    """Whether it is số, ký hiệu of an entry of the register."""
    return piece.element is Element.REGISTER and piece.label == "so"


def within(*elements: Element) -> Callable[[Piece], bool]:
    """For `phrases`: pieces of these elements."""
    wanted = frozenset(elements)
    return lambda piece: piece.element in wanted


def drafted(piece: Piece, start: int, end: int) -> bool:
    """Whether the drafter wrote some of these characters himself."""
    return not piece.spot.is_generated(start, end)
