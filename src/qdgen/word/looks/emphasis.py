"""A DOCX with the weight and slant of every letter, and nothing else of its looks.

What a table's style says is left out: it is the table's, not an emphasis of words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from qdgen.word.looks.formats import run_format
from qdgen.word.looks.hierarchy import NO_TABLE, Hierarchy
from qdgen.word.package import OpenPackage, open_package
from qdgen.word.reader.body import (
    CellEnd,
    CellStart,
    RowEnd,
    RowStart,
    SectionEnd,
    TableEnd,
    TableStart,
    collected,
    walk_tree,
)
from qdgen.word.reader.comments import WordComment, comments_of
from qdgen.word.reader.document import Document, check_depth
from qdgen.word.reader.inline import Inline
from qdgen.word.reader.model import Block, Change, Kind, Note, Paragraph, paragraphs_of
from qdgen.word.reader.names import PPR, RPR, VAL, R, w
from qdgen.word.reader.notes import NoteShelf
from qdgen.word.reader.numbering import Counters
from qdgen.word.reader.properties import custom_properties
from qdgen.word.reader.sections import References
from qdgen.word.reader.values import OFF

_SHOWN = (Change.NONE, Change.INSERTED)
_EMPHASIS = frozenset(w(name) for name in ("b", "i", "rStyle"))
_MARKS = {
    w("strike"): "strike",
    w("dstrike"): "strike",
    w("highlight"): "highlight",
    w("u"): "underline",
    w("vertAlign"): "raised",
}
_TELLING = _EMPHASIS | _MARKS.keys()
_UNMARKED = OFF | {"none", "baseline"}
_PSTYLE = w("pStyle")
_KINDS = ("header", "footer")


@dataclass(slots=True)
class Weighed:
    """A paragraph of the body with its place. `looks` has a digit for each shown character of its
    text spans: 0 plain, 1 bold, 2 italic, 3 both. `is_gone`: in a row or cell that was deleted."""

    paragraph: Paragraph
    looks: str
    table: int = -1
    row: int = -1
    column: int = -1
    span: int = 1
    is_gone: bool = False
    in_text_box: bool = False
    marks: tuple[tuple[str, str], ...] = ()
    """Words a person marked: "strike", "highlight", "underline" or "raised" (or lowered)."""


@dataclass(slots=True)
class WeighedDocument:
    """A whole DOCX: the body in order, the paragraphs of headers and footers, what it carries."""

    body: list[Weighed] = field(default_factory=list)
    page_paragraphs: list[Paragraph] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)
    comments: list[WordComment] = field(default_factory=list)
    note_looks: dict[int, str] = field(default_factory=dict)

    def looks_of(self, paragraph: Paragraph) -> str:
        """The looks of a paragraph of a footnote."""
        return self.note_looks.get(id(paragraph), "")


def read_emphasis(source: Path | Mapping[str, bytes]) -> WeighedDocument:
    """The DOCX with the emphasis of its words. Raises as `qdgen.word.reading.read_docx`."""
    with open_package(source) as package:
        return _Weighing(package).read_whole()


@dataclass(slots=True)
class _Place:
    table: int = -1
    row: int = -1
    is_gone: bool = False
    cell: CellStart | None = None


class _Weighing(Document):
    def __init__(self, package: OpenPackage) -> None:
        super().__init__(package)
        self.hierarchy = Hierarchy(
            *(self._parts.related_tree(k) for k in ("styles", "numbering", "theme"))
        )
        self.looks: dict[int, str] = {}
        self.marks: dict[int, list[tuple[str, str]]] = {}
        self.styles: dict[str, str] = {}

    def _inline(
        self, counters: Counters, links: dict[str, str], notes: NoteShelf | None, depth: int = 0
    ) -> Inline:
        def read_box(element: etree._Element) -> tuple[Block, ...]:
            check_depth(depth)
            inner = self._inline(counters, links, notes, depth + 1)
            return collected(walk_tree(element, inner))

        inline = _WeighingInline(self._styles, self._numbering, counters, links, notes, read_box)
        inline.weigh_with(self)
        return inline

    def read_whole(self) -> WeighedDocument:
        """Everything."""
        found = WeighedDocument()
        references: References = {}
        places: list[_Place] = []
        place, tables = _Place(), -1
        for event in self.events():
            if isinstance(event, Paragraph):
                found.body += self._weighed(event, place)
            elif isinstance(event, CellStart):
                place.cell = event
            elif isinstance(event, CellEnd):
                place.cell = None
            elif isinstance(event, RowStart):
                place.row += 1
                place.is_gone = event.change is Change.DELETED
            elif isinstance(event, RowEnd):
                place.is_gone = False
            elif isinstance(event, TableStart):
                places.append(place)
                tables += 1
                place = _Place(tables)
            elif isinstance(event, TableEnd):
                place = places.pop()
            elif isinstance(event, SectionEnd):
                references = {**references, **event.references}
                for kind in _KINDS:
                    texts = self._texts(kind, references, event.setup.has_title_page)
                    for blocks in (texts.default, texts.first or (), texts.even or ()):
                        found.page_paragraphs += paragraphs_of(blocks)
        found.custom = custom_properties(self._parts)
        found.comments = list(comments_of(self._parts.related_tree("comments"), self.commented))
        found.note_looks = self.looks
        return found

    def _weighed(self, paragraph: Paragraph, place: _Place) -> Iterator[Weighed]:
        cell = place.cell
        is_gone = place.is_gone or (cell is not None and cell.change is Change.DELETED)
        column, span = (-1, 1) if cell is None else (cell.column, cell.span)
        yield Weighed(
            paragraph, self.looks.pop(id(paragraph), ""), place.table, place.row, column, span,
            is_gone, marks=tuple(self.marks.pop(id(paragraph), ())),
        )  # fmt: skip
        for inner in paragraphs_of(paragraph.boxes):
            looks = self.looks.pop(id(inner), "")
            yield Weighed(
                inner, looks, place.table, place.row, column, span, is_gone, in_text_box=True
            )

    def look_of_style(self, style_id: str) -> str:
        """The digit of words in this style that say nothing themselves."""
        if style_id not in self.styles:
            self.styles[style_id] = self.look_of_run(style_id, None)
        return self.styles[style_id]

    def look_of_run(self, style_id: str, properties: etree._Element | None) -> str:
        """The digit of a run with these properties in a paragraph of this style."""
        style = self.hierarchy.paragraph_style(style_id)
        look = self.hierarchy.run_look(style, run_format(properties), NO_TABLE, {})
        return str(look.bold + 2 * look.italic)


class _WeighingInline(Inline):
    """Reads paragraphs, and notes the weight and slant of what is shown."""

    def weigh_with(self, weighing: _Weighing) -> None:
        """Where looks are found and kept."""
        self._weighing = weighing
        self._properties: etree._Element | None = None
        self._style_id = ""
        self._said: list[str] = []
        self._marked: list[tuple[str, str]] = []

    def is_telling(self, properties: etree._Element) -> bool:
        """Whether it is hidden, or may have a look of its own."""
        return any(item.tag in _TELLING for item in properties) or self.is_hidden(properties)

    def _run(self, element: etree._Element) -> None:
        before = self._properties
        if element.tag == R:
            self._properties = element.find(RPR)
        super()._run(element)
        self._properties = before

    def _emit(self, words: str, kind: Kind = Kind.TEXT, note: Note | None = None) -> None:
        is_shown = kind is Kind.TEXT and self._change in _SHOWN
        if words and is_shown and all(open_field.in_result for open_field in self._fields):
            self._said.append(self._look() * len(words))
            self._note_marks(words)
        super()._emit(words, kind, note)

    def _note_marks(self, words: str) -> None:
        for item in () if self._properties is None else self._properties:
            mark = _MARKS.get(item.tag)
            if mark is not None and item.get(VAL, "1") not in _UNMARKED:
                self._marked.append((mark, words))

    def _look(self) -> str:
        properties = self._properties
        if properties is None or not any(item.tag in _EMPHASIS for item in properties):
            return self._weighing.look_of_style(self._style_id)
        return self._weighing.look_of_run(self._style_id, properties)

    def paragraph(
        self, element: etree._Element, anchors: list[str]
    ) -> tuple[Paragraph, etree._Element | None]:
        """The paragraph, weighed."""
        outer, self._said = self._said, []
        marked, self._marked = self._marked, []
        style, self._style_id = self._style_id, _style_of(element)
        paragraph, section = super().paragraph(element, anchors)
        self._weighing.looks[id(paragraph)] = "".join(self._said)
        if self._marked:
            self._weighing.marks[id(paragraph)] = self._marked
        self._said, self._marked, self._style_id = outer, marked, style
        return paragraph, section

    def plain_paragraph(
        self,
        style_id: str,
        number_id: str | None,
        level: int | None,
        words: list[str],
        anchors: list[str],
    ) -> Paragraph:
        """The paragraph of one run, weighed by its style."""
        paragraph = super().plain_paragraph(style_id, number_id, level, words, anchors)
        length = sum(map(len, words))
        self._weighing.looks[id(paragraph)] = self._weighing.look_of_style(style_id) * length
        return paragraph


def _style_of(element: etree._Element) -> str:
    properties = next(element.iterchildren(PPR), None)
    style = None if properties is None else next(properties.iterchildren(_PSTYLE), None)
    return "" if style is None else style.get(VAL, "")
