"""The documents a paper cites: every mention of each, in the order of the paper."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from weakref import WeakKeyDictionary

from qdgen.check.elements import BODY, TABLE, Element
from qdgen.check.paper import Paper, Piece
from qdgen.check.registers import KnownDocument
from qdgen.check.text.citations import LAWS, Citation, find_citations, number_key
from qdgen.check.text.issuers import begins_with_subject


class Role(Enum):
    """What the words around a mention are."""

    BASIS = auto()
    BODY = auto()
    NOTE = auto()
    TITLE = auto()
    TABLE = auto()
    REGISTER = auto()


RUNNING = (Role.BASIS, Role.BODY, Role.NOTE)
"""Where a first citation is given."""

_TITLES = (Element.SUBJECT, Element.TITLE, Element.HEADING_TITLE)
_DATED_NUMBER = re.compile(r"\d+/\d{4}/")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One citation in a piece. `nested`: it belongs to the subject of another; `noted`: a footnote
    of the piece tells the subject."""

    piece: Piece
    citation: Citation
    role: Role
    nested: bool = False
    noted: bool = False

    @property
    def is_generated(self) -> bool:
        """Whether its number was printed for a key (@qd142)."""
        c = self.citation
        return self.piece.spot.is_generated(c.number_start, c.number_end)

    @property
    def day(self) -> date | None:
        """The day it tells."""
        return self.citation.date.first if self.citation.date else None

    @property
    def subject(self) -> str:
        """What is told of its subject: the words up to the end of the clause or line."""
        c = self.citation
        return self.piece.text[c.subject_start :] if c.subject_start >= 0 else ""

    @property
    def name(self) -> str:
        """Kind and number as they should be written."""
        return f"{self.citation.type} số {self.citation.number}"


@dataclass(eq=False)
class CitedDocument:
    """A document and its mentions; `entry` where the register knows it."""

    entry: KnownDocument | None = None
    mentions: list[Mention] = field(default_factory=list)
    day: date | None = None

    @property
    def running(self) -> list[Mention]:
        """The mentions in căn cứ, body and notes."""
        return [m for m in self.mentions if m.role in RUNNING]

    @property
    def in_title(self) -> bool:
        """Whether a title names it."""
        return any(m.role is Role.TITLE for m in self.mentions)


@dataclass
class _Read:
    mentions: list[Mention] = field(default_factory=list)
    documents: list[CitedDocument] = field(default_factory=list)


_read: WeakKeyDictionary[Paper, _Read] = WeakKeyDictionary()


def mentions_in(paper: Paper) -> Sequence[Mention]:
    """Every citation with a number, in order; those in texts of the registers among them."""
    return _reading(paper).mentions


def documents_in(paper: Paper) -> Sequence[CitedDocument]:
    """The documents cited with a number outside the registers, in order of the first mention."""
    return _reading(paper).documents


def _reading(paper: Paper) -> _Read:
    found = _read.get(paper)
    if found is None:
        found = _Read(list(_find(paper)))
        found.documents = _grouped(paper, found.mentions)
        _read[paper] = found
    return found


def _role(piece: Piece) -> Role | None:
    element = piece.element
    if element is Element.BASIS:
        return Role.BASIS
    if element in BODY:
        return Role.BODY
    if element is Element.NOTE:
        return Role.NOTE
    if element in _TITLES:
        return Role.TITLE
    if element in TABLE:
        return Role.TABLE
    return Role.REGISTER if element is Element.REGISTER and piece.label == "trich_yeu" else None


def _find(paper: Paper) -> Iterator[Mention]:
    pieces = paper.pieces
    for index, piece in enumerate(pieces):
        role = _role(piece)
        if role is None:
            continue
        noted: bool | None = None
        within = role is Role.NOTE and begins_with_subject(piece.text)
        for citation in find_citations(piece.text):
            if noted is None:
                noted = _is_noted(pieces, index)
            yield Mention(piece, citation, role, citation.nested or within, noted)


def _is_noted(pieces: Sequence[Piece], index: int) -> bool:
    """Whether a footnote right behind the piece tells a subject."""
    for piece in pieces[index + 1 :]:
        if piece.element is not Element.NOTE:
            return False
        if begins_with_subject(piece.text):
            return True
    return False


def _grouped(paper: Paper, mentions: Sequence[Mention]) -> list[CitedDocument]:
    known: dict[tuple[str, str], list[KnownDocument]] = {}
    for entry in paper.registers.documents.values():
        if entry.number:
            known.setdefault((entry.type.casefold(), number_key(entry.number)), []).append(entry)
    groups: dict[tuple[str, str], list[CitedDocument]] = {}
    ordered: list[CitedDocument] = []
    for mention in mentions:
        if mention.role is Role.REGISTER:
            continue
        key = (mention.citation.type.casefold(), number_key(mention.citation.number))
        same = groups.setdefault(key, [])
        document = next((d for d in same if _may_be(d, mention)), None)
        if document is None:
            document = CitedDocument(_entry(known.get(key, ()), mention))
            same.append(document)
            ordered.append(document)
        document.mentions.append(mention)
        document.day = document.day or mention.day
    return ordered


def _entry(entries: Sequence[KnownDocument], mention: Mention) -> KnownDocument | None:
    if len(entries) == 1 and _may_be(CitedDocument(day=entries[0].day), mention):
        return entries[0]
    day = mention.day
    return next((e for e in entries if day and e.day and e.day.year == day.year), None)


def _may_be(document: CitedDocument, mention: Mention) -> bool:
    """Numbers begin anew each year: the same number in another year is another document, unless
    the number tells the year, or only the year differs."""
    day, other = mention.day, document.day or (document.entry.day if document.entry else None)
    if day is None or other is None or _DATED_NUMBER.match(mention.citation.number):
        return True
    return day.year == other.year or (day.day, day.month) == (other.day, other.month)


def is_own_number(paper: Paper, number: str) -> bool:
    """Whether `number` is that of the paper itself."""
    own = paper.text_of(Element.NUMBER)
    return ":" in own and number_key(own.split(":", 1)[1].strip()) == number_key(number)


def plain(words: str) -> str:
    """Words for comparing: one space, no case, no mark at the end, one way of writing tones."""
    words = _SPACE.sub(" ", words).strip().rstrip(".;,:/ ").casefold()
    return _TONES.sub(lambda m: _OLD[m[0]], words)


_OLD = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa", "oè": "òe", "oé": "óe", "oẻ": "ỏe",
    "oẽ": "õe", "oẹ": "ọe", "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_TONES = re.compile(rf"(?<!q)(?:{'|'.join(_OLD)})(?!\w)")


def cited_laws(paper: Paper) -> Iterator[tuple[Piece, int, int, KnownDocument]]:
    """Mentions of the register's laws, by name: piece, start, end, entry."""
    laws = {
        f"{e.type} {e.subject}".casefold(): e
        for e in paper.registers.documents.values()
        if e.type in LAWS and e.subject
    }
    if not laws:
        return
    names = "|".join(re.escape(n) for n in sorted(laws, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)", re.IGNORECASE)
    for piece in paper.pieces:
        if _role(piece) in RUNNING:
            for match in pattern.finditer(piece.text):
                if entry := laws.get(match[0].casefold()):
                    yield piece, match.start(), match.end(), entry
