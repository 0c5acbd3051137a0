"""Read a DOCX with its looks: any DOCX, also one that nobody here made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from qdgen.word.looks.hierarchy import Hierarchy
from qdgen.word.looks.model import (
    LookedDocument,
    LookedSection,
    PageWords,
    Placed,
)
from qdgen.word.looks.recorder import LookingInline, Recorder
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
from qdgen.word.reader.document import Document, check_depth
from qdgen.word.reader.inline import Inline
from qdgen.word.reader.model import (
    Block,
    Change,
    Merge,
    PageSetup,
    PageTexts,
    Paragraph,
    paragraphs_of,
)
from qdgen.word.reader.notes import NoteShelf
from qdgen.word.reader.numbering import Counters
from qdgen.word.reader.properties import custom_properties
from qdgen.word.reader.sections import DEFAULT_SETUP, References

_NEW_PAGE = frozenset({"nextPage", "oddPage", "evenPage"})


def read_looks(source: Path | Mapping[str, bytes]) -> LookedDocument:
    """Everything the DOCX shows. Raises as `qdgen.word.reading.read_docx`."""
    with open_package(source) as package:
        return _LookingDocument(package).looks()


@dataclass(slots=True)
class _Place:
    table: int = -1
    row: int = -1
    is_header_row: bool = False
    is_deleted: bool = False
    cell: CellStart | None = None


class _LookingDocument(Document):
    def __init__(self, package: OpenPackage) -> None:
        super().__init__(package)
        self._recorder = Recorder(
            Hierarchy(*(self._parts.related_tree(k) for k in ("styles", "numbering", "theme")))
        )

    def _inline(
        self, counters: Counters, links: dict[str, str], notes: NoteShelf | None, depth: int = 0
    ) -> Inline:
        def read_box(element: etree._Element) -> tuple[Block, ...]:
            check_depth(depth)
            inner = self._inline(counters, links, notes, depth + 1)
            return collected(walk_tree(element, inner))

        return LookingInline(
            self._styles, self._numbering, counters, links, notes, read_box, self._recorder
        )

    def looks(self) -> LookedDocument:
        """The body in order, and the sections."""
        found = LookedDocument()
        body = found.body
        references: References = {}
        places: list[_Place] = []
        place, tables, section_start = _Place(), -1, 0
        breaks = False
        for event in self.events():
            if isinstance(event, Paragraph):
                breaks = self._paragraph(event, place, len(found.sections), found, breaks=breaks)
            elif isinstance(event, CellStart):
                place.cell = event
            elif isinstance(event, CellEnd):
                place.cell = None
            elif isinstance(event, RowStart):
                place.row += 1
                place.is_header_row = event.is_header
                place.is_deleted = event.change is Change.DELETED
            elif isinstance(event, RowEnd):
                place.is_deleted = False
            elif isinstance(event, TableStart):
                places.append(place)
                tables += 1
                place = _Place(tables)
            elif isinstance(event, TableEnd):
                place = places.pop()
            elif isinstance(event, SectionEnd):
                references = {**references, **event.references}
                words = self._page_words(references, has_title_page=event.setup.has_title_page)
                self._end_section(found, event.setup, words, section_start)
                section_start = len(body)
        if section_start < len(body) or not found.sections:
            self._end_section(found, DEFAULT_SETUP, (), section_start)
        found.custom = custom_properties(self._parts)
        return found

    def _paragraph(
        self, paragraph: Paragraph, place: _Place, section: int, found: LookedDocument, *,
        breaks: bool,
    ) -> bool:  # fmt: skip
        """Add it with its notes and text boxes; whether it ends in a page break."""
        recorded = self._recorder.of(paragraph)
        table_look = recorded.table
        if place.table >= 0 and table_look is not None:
            found.tables[place.table] = table_look
        cell = place.cell
        placed = Placed(recorded, section, place.table, place.row)
        if cell is not None:
            placed.column, placed.span = cell.column, cell.span
            placed.is_continued = cell.merge is Merge.CONTINUED
        placed.is_header_row = place.is_header_row
        placed.is_deleted = place.is_deleted or (cell is not None and cell.change is Change.DELETED)
        words = recorded.text
        lead = len(words) - len(words.lstrip())
        placed.starts_page = breaks or recorded.look.page_break_before or "\f" in words[:lead]
        placed.notes = [
            (note, [self._recorder.of(p) for p in note.paragraphs]) for note in paragraph.notes
        ]
        found.body.append(placed)
        for inner in paragraphs_of(paragraph.boxes):
            box = Placed(
                self._recorder.of(inner), section, place.table, place.row, placed.column,
                placed.span, in_text_box=True,
            )  # fmt: skip
            found.body.append(box)
        return "\f" in words[lead:].rstrip(" ")[-1:] or (not words.strip() and "\f" in words)

    def _end_section(
        self, found: LookedDocument, setup: PageSetup, words: Sequence[PageWords], start: int
    ) -> None:
        width = setup.width - setup.left - setup.right - setup.gutter
        inside = found.body[start:]
        for placed in inside:
            recorded = placed.recorded
            if recorded.width is None and not placed.in_text_box:
                recorded.width = width / max(1, setup.columns)
        if inside and setup.start in _NEW_PAGE and found.sections:
            inside[0].starts_page = True
        has_table = any(placed.table >= 0 for placed in inside)
        found.sections.append(LookedSection(setup, words, has_table))

    def _page_words(self, references: References, *, has_title_page: bool) -> list[PageWords]:
        return [
            PageWords(kind == "footer", which, [self._recorder.of(p) for p in paragraphs_of(texts)])
            for kind in ("header", "footer")
            for which, texts in _by_page(self._texts(kind, references, has_title_page))
        ]


def _by_page(texts: PageTexts) -> list[tuple[str, tuple[Block, ...]]]:
    found = [("default", texts.default), ("first", texts.first), ("even", texts.even)]
    return [(which, blocks) for which, blocks in found if blocks is not None]
