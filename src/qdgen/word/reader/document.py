"""A whole DOCX: its parts brought together, its body walked, its sections filled."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from qdgen.messages import text
from qdgen.word.package import OpenPackage, UnreadableFileError, XmlFaultError
from qdgen.word.reader.body import (
    CellStart,
    Collector,
    Event,
    RowStart,
    SectionEnd,
    TableEnd,
    TableStart,
    collected,
    walk,
    walk_tree,
)
from qdgen.word.reader.inline import Inline
from qdgen.word.reader.model import (
    Block,
    BodyPiece,
    DocxText,
    PageTexts,
    Paragraph,
    Section,
    paragraphs_of,
)
from qdgen.word.reader.names import w
from qdgen.word.reader.notes import NoteShelf
from qdgen.word.reader.numbering import Counters, Numbering
from qdgen.word.reader.parts import Parts
from qdgen.word.reader.properties import core_properties, custom_properties
from qdgen.word.reader.sections import DEFAULT_SETUP, References
from qdgen.word.reader.stream import BodyStream
from qdgen.word.reader.styles import Styles
from qdgen.word.reader.values import is_on
from qdgen.word.reading_xml import xml_fault

_BOXES_DEEP = 4


class Document:
    """A DOCX being read; its body can be walked once."""

    def __init__(self, package: OpenPackage) -> None:
        self._parts = Parts(package)
        self._styles = Styles(self._parts.related_tree("styles"))
        self._numbering = Numbering(self._parts.related_tree("numbering"), self._styles)
        self._notes = NoteShelf(
            {False: self._note_part("footnotes"), True: self._note_part("endnotes")},
            self._read_part,
        )
        self._relationships = self._parts.relationships(self._parts.main)
        settings = self._parts.related_tree("settings")
        self._has_even_pages = settings is not None and is_on(settings, "evenAndOddHeaders")
        self._page_texts: dict[str, tuple[Block, ...]] = {}
        self.commented: dict[str, list[str]] = {}
        """By the id of a comment the words it is about, once the body has been walked."""

    def events(self) -> Iterator[Event]:
        """The blocks of the body, streamed."""
        name = self._parts.main
        inline = self._inline(Counters(self._numbering), self._parts.links(name), self._notes)
        self.commented = inline.commented
        try:
            with self._parts.package.stream(name) as part:
                stream = BodyStream(part)
                steps = stream.steps()
                yield from walk(steps, inline, stream.forget)
                _refuse_other_roots(steps.root)
        except KeyError:
            raise self._parts.fault(name, XmlFaultError(text("The part is missing."))) from None
        except etree.XMLSyntaxError as error:
            raise self._parts.fault(name, xml_fault(error)) from error
        except XmlFaultError as error:
            raise self._parts.fault(name, error) from error

    def pieces(self) -> Iterator[BodyPiece]:
        """The paragraphs of the body with their places, streamed."""
        count = -1
        places: list[tuple[int, int, int]] = []
        table, row, cell = -1, -1, -1
        for event in self.events():
            if isinstance(event, Paragraph):
                yield BodyPiece(event, table, row, cell)
                if event.boxes:
                    for paragraph in paragraphs_of(event.boxes):
                        yield BodyPiece(paragraph, table, row, cell, True)
            elif isinstance(event, CellStart):
                cell += 1
            elif isinstance(event, RowStart):
                row, cell = row + 1, -1
            elif isinstance(event, TableStart):
                places.append((table, row, cell))
                count += 1
                table, row, cell = count, -1, -1
            elif isinstance(event, TableEnd):
                table, row, cell = places.pop()

    def page_headers(self) -> Iterator[PageTexts]:
        """The headers of each section, in order; the body is only passed through."""
        references: References = {}
        for event in self.events():
            if isinstance(event, SectionEnd):
                references = {**references, **event.references}
                yield self._texts("header", references, event.setup.has_title_page)

    def read(self) -> DocxText:
        """Everything."""
        sections: list[Section] = []
        collector = Collector()
        references: References = {}
        for event in self.events():
            if not isinstance(event, SectionEnd):
                collector.add(event)
                continue
            # A kind of header that a section does not name is the one before (§17.10.5).
            references = {**references, **event.references}
            headers, footers = (
                self._texts(kind, references, event.setup.has_title_page)
                for kind in ("header", "footer")
            )
            sections.append(Section(event.setup, headers, footers, collector.take()))
        rest = collector.take()
        if rest or not sections:
            sections.append(Section(DEFAULT_SETUP, PageTexts(), PageTexts(), rest))
        return DocxText(
            tuple(sections), core_properties(self._parts), custom_properties(self._parts)
        )

    def _inline(
        self, counters: Counters, links: dict[str, str], notes: NoteShelf | None, depth: int = 0
    ) -> Inline:
        def read_box(element: etree._Element) -> tuple[Block, ...]:
            check_depth(depth)
            # A field outside does not reach into the box, but numbers run on through it.
            inner = self._inline(counters, links, notes, depth + 1)
            return collected(walk_tree(element, inner))

        return Inline(self._styles, self._numbering, counters, links, notes, read_box)

    def _read_part(self, element: etree._Element, name: str) -> tuple[Block, ...]:
        inline = self._inline(Counters(self._numbering), self._parts.links(name), None)
        return collected(walk_tree(element, inline))

    def _note_part(self, kind: str) -> tuple[str, etree._Element] | None:
        name = self._parts.related(self._parts.main, kind)
        return None if name is None else (name, self._parts.tree(name))

    def _texts(self, kind: str, references: References, has_title_page: bool) -> PageTexts:
        def read(which: str) -> tuple[Block, ...]:
            reference = references.get((kind, which), "")
            if reference not in self._page_texts:
                self._page_texts[reference] = self._read_reference(reference)
            return self._page_texts[reference]

        return PageTexts(
            read("default"),
            read("first") if has_title_page else None,
            read("even") if self._has_even_pages else None,
        )

    def _read_reference(self, reference: str) -> tuple[Block, ...]:
        relationship = self._relationships.get(reference)
        if relationship is None or relationship.target not in self._parts.package:
            return ()
        return self._read_part(self._parts.tree(relationship.target), relationship.target)


def check_depth(depth: int) -> None:
    """Refuse text boxes in text boxes in text boxes. Raises UnreadableFileError."""
    if depth == _BOXES_DEEP:
        raise UnreadableFileError(
            text("The document is nested deeper than any word processor writes.")
        )


def _refuse_other_roots(root: etree._Element | None) -> None:
    if root is None or root.tag != w("document"):
        raise XmlFaultError(text("It is not a word processing document."))
