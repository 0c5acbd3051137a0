"""The paragraphs of a Word file as they read once every tracked change is accepted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.review.words import NOTE_MARK
from qdgen.word.looks.emphasis import Weighed, WeighedDocument, read_emphasis
from qdgen.word.reader.comments import WordComment
from qdgen.word.reader.inline import ANCHOR_PREFIX
from qdgen.word.reader.model import Change, Kind, Note, Paragraph, Span

PLAIN = "0"
_COPY = re.compile(r"_Copy_\d+$")
_SHOWN = (Change.NONE, Change.INSERTED)
# Word processors put these between letters without anybody seeing it; content may not hold them.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069\ufffc]")


@dataclass(slots=True)
class Words:
    """A text: `text` in NFC with NOTE_MARK where a footnote is marked, `looks` a digit a character,
    as it is shown: 0 plain, 1 bold, 2 italic, 3 both."""

    text: str = ""
    looks: str = ""
    references: list[tuple[int, int, str]] = field(default_factory=list)
    """Live references: start, end, and the id they lead to with _ for -."""
    links: list[tuple[int, int, str]] = field(default_factory=list)
    """Hyperlinks: start, end, address."""

    def part(self, start: int, end: int | None = None) -> Words:
        """The words from `start` up to `end`, spaces at both ends left out."""
        return stripped(self.part_raw(start, len(self.text) if end is None else end))

    def part_raw(self, start: int, stop: int) -> Words:
        """The words from `start` up to `stop`."""

        def inside(pointed: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
            return [
                (max(a, start) - start, min(b, stop) - start, to)
                for a, b, to in pointed
                if a < stop and b > start
            ]

        return Words(
            self.text[start:stop], self.looks[start:stop],
            inside(self.references), inside(self.links),
        )  # fmt: skip

    def followed_by(self, other: Words, between: str = "") -> Words:
        """These words, `between`, and the other ones."""
        shift = len(self.text) + len(between)
        return Words(
            self.text + between + other.text,
            self.looks + (self.looks[-1:] or PLAIN) * len(between) + other.looks,
            self.references + [(a + shift, b + shift, to) for a, b, to in other.references],
            self.links + [(a + shift, b + shift, to) for a, b, to in other.links],
        )


@dataclass(slots=True)
class Para:
    """A paragraph. `table` counts tables from 0 and is -1 outside, `row` and `column` are its place
    in it; `anchors` the ids of bookmarks that begin in it, with _ for -."""

    words: Words
    style: str
    label: str
    anchors: tuple[str, ...]
    table: int = -1
    row: int = -1
    column: int = -1
    span: int = 1
    notes: list[Words] = field(default_factory=list)
    is_tracked: bool = False
    has_picture: bool = False
    in_text_box: bool = False
    index: int = -1
    """Its place in the file, counted from 0 over all paragraphs of the body."""
    comments: tuple[str, ...] = ()
    """The ids of the comments that begin in it."""
    marks: tuple[tuple[str, str], ...] = ()
    """Words a person struck out, highlighted, underlined or raised, as `Weighed.marks`."""

    @property
    def text(self) -> str:
        """The words, without the label."""
        return self.words.text

    @property
    def cell(self) -> tuple[int, int, int]:
        """Table, row and column."""
        return self.table, self.row, self.column


@dataclass(slots=True)
class WordFile:
    """A whole file: its paragraphs in order, its custom properties, and the words of its headers
    and footers."""

    paras: list[Para]
    custom: Mapping[str, str]
    page_words: list[str]
    comments: list[WordComment] = field(default_factory=list)


def read_paragraphs(source: Path | Mapping[str, bytes]) -> WordFile:
    """The paragraphs of a DOCX, changes accepted. Raises as `read_emphasis`."""
    looked = read_emphasis(source)
    paras = list(_joined(_read(index, weighed, looked) for index, weighed in _kept(looked)))
    return WordFile(paras, looked.custom, _page_words(looked), looked.comments)


def _kept(looked: WeighedDocument) -> Iterator[tuple[int, Weighed]]:
    return ((i, weighed) for i, weighed in enumerate(looked.body) if not weighed.is_gone)


def _page_words(looked: WeighedDocument) -> list[str]:
    found: dict[str, None] = {}
    for paragraph in looked.page_paragraphs:
        text = "".join(
            s.text for s in paragraph.spans if s.kind is Kind.TEXT and s.change in _SHOWN
        )
        if said := " ".join(_clean(text).split()):
            found[said] = None
    return list(found)


@dataclass(slots=True)
class _Read:
    para: Para
    mark: Change
    is_gone: bool


def _read(index: int, weighed: Weighed, looked: WeighedDocument) -> _Read:
    paragraph = weighed.paragraph
    words = _words(paragraph, weighed.looks)
    plain = len(paragraph.spans) == 1 and paragraph.spans[0].kind is Kind.TEXT
    notes = [] if plain else [_note(note, looked) for note in paragraph.notes]
    para = Para(
        words,
        paragraph.style,
        paragraph.label,
        _anchors(paragraph),
        weighed.table,
        weighed.row,
        weighed.column,
        weighed.span,
        notes,
        is_tracked=_is_tracked(paragraph),
        has_picture=any(s.kind is Kind.PICTURE and s.change in _SHOWN for s in paragraph.spans),
        in_text_box=weighed.in_text_box,
        index=index,
        comments=paragraph.comments,
        marks=weighed.marks,
    )
    mark = paragraph.mark_change
    is_gone = mark is Change.DELETED and not words.text
    return _Read(para, mark, is_gone)


def _anchors(paragraph: Paragraph) -> tuple[str, ...]:
    """The ids of the bookmarks; LibreOffice calls a second one of a name by a name of its own."""
    if not paragraph.anchors:
        return ()
    return tuple(dict.fromkeys(_COPY.sub("", anchor) for anchor in paragraph.anchors))


def _is_tracked(paragraph: Paragraph) -> bool:
    return paragraph.mark_change is not Change.NONE or any(
        span.change is not Change.NONE for span in paragraph.spans
    )


def _joined(read: Iterator[_Read]) -> Iterator[Para]:
    """Paragraphs whose mark was deleted run on into the next one of the same cell."""
    open_para: Para | None = None
    for item in read:
        para = item.para
        if open_para is not None and open_para.cell != para.cell:
            yield open_para
            open_para = None
        if item.is_gone:
            if open_para is None:
                continue
            para = open_para
        elif open_para is not None:
            para = _run_on(open_para, para)
        open_para = None
        if item.mark is Change.DELETED:
            open_para = para
        else:
            yield para
    if open_para is not None:
        yield open_para


def _run_on(first: Para, second: Para) -> Para:
    if second.words.text or not first.words.text:
        # Of a paragraph without a word left nothing has come along, its bookmark neither.
        first.anchors = tuple(dict.fromkeys((*first.anchors, *second.anchors)))
    first.words = first.words.followed_by(second.words)
    first.notes += second.notes
    first.comments += second.comments
    first.marks += second.marks
    return first


def _note(note: Note, looked: WeighedDocument) -> Words:
    """A footnote's paragraphs as one text."""
    whole = Words()
    for paragraph in note.paragraphs:
        words = _words(paragraph, looked.looks_of(paragraph))
        if words.text:
            whole = whole.followed_by(words, " ") if whole.text else words
    return whole


def _words(paragraph: Paragraph, looks: str) -> Words:
    made = Words()
    at = 0
    text: list[str] = []
    signs: list[str] = []
    length = 0
    for span in paragraph.spans:
        if span.change not in _SHOWN:
            continue
        if span.kind is Kind.NOTE:
            text.append(NOTE_MARK)
            signs.append(PLAIN)
            length += 1
            continue
        if span.kind not in (Kind.TEXT, Kind.PAGE_FIELD):
            continue
        own = looks[at : at + len(span.text)].ljust(len(span.text), PLAIN)
        at += len(span.text)
        words, own = _cleaned(span.text, own)
        if span.target:
            _point(made, span, length, length + len(words))
        text.append(words)
        signs.append(own)
        length += len(words)
    made.text, made.looks = "".join(text), "".join(signs)
    return stripped(made)


def _point(made: Words, span: Span, start: int, end: int) -> None:
    target = span.target
    if target.startswith(("#_qd_", "#_qn_")):
        _put(made.references, start, end, target[len(ANCHOR_PREFIX) + 1 :])
    elif not target.startswith("#"):
        _put(made.links, start, end, target)


def _put(pointed: list[tuple[int, int, str]], start: int, end: int, to: str) -> None:
    """Neighbours that lead to the same place are one."""
    if pointed and pointed[-1][1] == start and pointed[-1][2] == to:
        pointed[-1] = (pointed[-1][0], end, to)
    else:
        pointed.append((start, end, to))


def _clean(words: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", words))


def _cleaned(words: str, looks: str) -> tuple[str, str]:
    """NFC, without what nobody sees; tabs and page breaks are spaces."""
    if words.isascii():
        if "\t" in words or "\f" in words:
            words = words.replace("\t", " ").replace("\f", " ")
        return words, looks
    clean = _UNSEEN.sub("", words)
    if clean is not words and len(clean) != len(words):
        looks = "".join(
            sign for letter, sign in zip(words, looks, strict=True) if not _UNSEEN.match(letter)
        )
    if not unicodedata.is_normalized("NFC", clean):
        pieces, signs = [], []
        for start, end in _clusters(clean):
            composed = unicodedata.normalize("NFC", clean[start:end])
            pieces.append(composed)
            signs.append(looks[start] * len(composed))
        clean, looks = "".join(pieces), "".join(signs)
    return clean.replace("\t", " ").replace("\f", " "), looks


def _clusters(words: str) -> Iterator[tuple[int, int]]:
    """A letter with its combining marks."""
    start = 0
    for index in range(1, len(words)):
        if not unicodedata.combining(words[index]):
            yield start, index
            start = index
    if words:
        yield start, len(words)


def stripped(words: Words) -> Words:
    """Without spaces at either end, which nobody sees."""
    text = words.text
    lead = len(text) - len(text.lstrip())
    bare = text.strip()
    if len(bare) == len(text):
        return words
    words.text, words.looks = bare, words.looks[lead : lead + len(bare)]
    for pointed in (words.references, words.links):
        pointed[:] = [
            (max(0, a - lead), min(len(bare), b - lead), to)
            for a, b, to in pointed
            if b - lead > 0 and a - lead < len(bare)
        ]
    return words
