"""The parts into one Word file: sections, styles, lists, notes, links, properties.

docxcompose drops headers and sections of what it appends, by design; so the file is put together
here, from the XML of the merged parts.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from qdgen.document.model import Annex, Decision, Document
from qdgen.document.printed import Printed, PrintedPart
from qdgen.word.elements import W, drop_attribute, paragraph_properties, put_list, w
from qdgen.word.expand import Bookmarks, expand, keep_with_next
from qdgen.word.footnotes import announce, footnotes_part
from qdgen.word.headings import balance
from qdgen.word.lines import set_lengths, setting_of
from qdgen.word.numbering import Numbering
from qdgen.word.package import PartData
from qdgen.word.part_merge import MergedPart, merge_part, text_width_twips, turn
from qdgen.word.parts_list import PartsList
from qdgen.word.properties import core_part, custom_part
from qdgen.word.reading_xml import parse_xml
from qdgen.word.runs import RunWriter
from qdgen.word.styles import StyleSheet, rename_styles
from qdgen.word.table import ROWS_TARGET, TableMaker
from qdgen.word.templates import Template, Templates, header_references

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MC_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_WP_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_ROWS_MARK = re.compile(rb"<\?" + ROWS_TARGET.encode() + rb" (\d+)\?>")
_TWIPS_PER_POINT = 20
_LINE_HEIGHT = 1.15  # of Times New Roman, as a part of its size
LONG_TABLE = 300
# What stands before w:titlePg in CT_SectPr (17.6.17).
_BEFORE_TITLE_PAGE = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
    "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote",
)  # fmt: skip
# What a template's settings may say of the machine or of other files.
_PRIVATE_SETTINGS = ("rsids", "attachedTemplate", "mailMerge", "docVars", "writeProtection")


@dataclass(frozen=True)
class Composition:
    """A file ready to be written: its parts (the body as a stream), and what must be read in it."""

    parts: dict[str, PartData]
    printed: Printed


def compose(
    document: Document, templates: Templates, content_hash: str, *, for_layout: bool = False
) -> Composition:
    """Put `document` together; `for_layout` cuts long tables into pieces for LibreOffice.

    Raises TemplateError.
    """
    merged = [merge_part(p, templates) for p in document.parts]
    return _Composer(document, merged, for_layout).file(content_hash)


def needs_layout_copy(document: Document) -> bool:
    """Whether a table is so long that the PDF is made from a copy with the table in pieces."""
    tables = (p.table for p in document.parts if isinstance(p, Annex) and p.table)
    return any(len(table.rows) > LONG_TABLE for table in tables)


@dataclass
class _Composer:
    document: Document
    merged: Sequence[MergedPart]
    for_layout: bool
    bookmarks: Bookmarks = field(default_factory=Bookmarks)
    package: PartsList = field(default_factory=PartsList)
    tables: list[Iterator[bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.base: Template = self.merged[0].template
        self.styles = StyleSheet(self.base)
        self.numbering = Numbering(self.base)
        self.writer = RunWriter(
            self.package.link,
            self.styles.id_of("footnote reference", self.base),
            self.styles.id_of("Hyperlink", self.base),
        )

    def file(self, content_hash: str) -> Composition:
        for address in self.document.links():
            # The relationships are written before the rows that need them.
            self.package.link(address)
        printed = []
        elements: list[etree._Element] = []
        for index, part in enumerate(self.merged):
            printed.append(self._printed(part, index))
            elements += self._section(part, index)
        self._close_last(elements)
        root = self._root(elements)
        for number, shape in enumerate(root.iter(_WP_DOC_PR), 1):
            shape.set("id", str(number))
        body = etree.tostring(root, encoding="UTF-8")
        parts = self.package
        parts.add("word/document.xml", "document", self._stream(body))
        parts.add("word/styles.xml", "styles", _serialised(self.styles.root))
        parts.add("word/numbering.xml", "numbering", _serialised(self.numbering.root))
        settings = parse_xml(self.base.parts["word/settings.xml"])
        for name in _PRIVATE_SETTINGS:
            for found in settings.findall(w(name)):
                settings.remove(found)
        if self.document.notes:
            announce(settings)
            links = PartsList()
            notes = footnotes_part(
                self.document.notes,
                RunWriter(links.link, self.writer.note_style, self.writer.link_style),
                self.styles.id_of("footnote text", self.base),
            )
            parts.add("word/footnotes.xml", "footnotes", notes, links)
        parts.add("word/settings.xml", "settings", _serialised(settings))
        for name, kind in (("theme/theme1", "theme"), ("fontTable", "fontTable")):
            carried = self.base.parts.get(f"word/{name}.xml")
            if carried and b"r:id" not in carried:  # what it embeds does not come along
                parts.add(f"word/{name}.xml", kind, carried)
        parts.add("docProps/core.xml", "core", core_part(self.document))
        parts.add("docProps/custom.xml", "custom", custom_part(content_hash))
        return Composition(parts.package(), Printed(tuple(printed), self.document.notes))

    def _printed(self, part: MergedPart, index: int) -> PrintedPart:
        pages = self.document.pages
        shown = index > 0 and not pages.restart
        pieces = False
        if isinstance(part.part, Annex):
            shown = shown or pages.first_annex_page_shown
        self._prepare_section(part, index, first_page_number_shown=shown)
        if part.maker is not None and part.content_table is not None:
            content = part.content_table
            lists = self.numbering.add_row_numbers(content.numbering)
            widths = part.maker.shell(content, text_width_twips(part.section), len(self.tables))
            pieces = self.for_layout and len(content.rows) > LONG_TABLE
            cut = self._cut(part, part.maker, shown) if pieces else ""
            self.tables.append(
                part.maker.rows(content, widths, self.writer, lists, self.bookmarks.next, cut)
            )
        return PrintedPart(
            blocks=tuple(part.printed(heading_on_every_page=pieces)),
            landscape=isinstance(part.part, Annex) and part.part.landscape,
            first_page=1 if index == 0 or pages.restart else None,
            first_page_number_shown=shown,
        )

    def _cut(self, part: MergedPart, maker: TableMaker, first_page_number_shown: bool) -> str:
        """Cut the table into pieces, its heading row in the page header from the second page on.

        A heading row repeated by each piece would stand in mid-page; in the page header it stands
        at the top of every page, wherever the pieces end.
        """
        section = part.section
        for reference, relationship in header_references(section):
            if reference.tag != w("headerReference"):
                continue
            header = parse_xml(self.package.header(relationship))
            if first_page_number_shown:
                first = copy.deepcopy(reference)
                first.set(w("type"), "first")
                reference.addprevious(first)
            self._lower_to_margin(header, section)
            header.append(maker.heading_table())
            header.append(self._paragraph("Cuối phần", part.template))
            own = self.package.add_header("header", _serialised(header))
            reference.set(f"{{{section.nsmap['r']}}}id", own)
        if section.find(w("titlePg")) is None:
            after = sum(etree.QName(c).localname in _BEFORE_TITLE_PAGE for c in section)
            section.insert(after, etree.Element(w("titlePg")))
        separator = self._paragraph("Cuối phần", part.template)
        keep_with_next(separator)
        return maker.cut(separator)

    def _lower_to_margin(self, header: etree._Element, section: etree._Element) -> None:
        """Space below the page number, so that what follows begins at the top margin."""
        paragraph, margins = header.find(w("p")), section.find(w("pgMar"))
        if paragraph is None or margins is None:
            return
        size = setting_of(paragraph, self.styles, 0).look.size_pt
        top, start = (int(margins.get(w(side), "0")) for side in ("top", "header"))
        space = top - start - round(size * _LINE_HEIGHT * _TWIPS_PER_POINT)
        properties = paragraph.find(w("pPr"))
        if properties is not None and space > 0 and properties.find(w("spacing")) is None:
            place = 1 if properties.find(w("pStyle")) is not None else 0
            properties.insert(place, etree.Element(w("spacing"), {w("after"): str(space)}))

    def _prepare_section(
        self, part: MergedPart, index: int, *, first_page_number_shown: bool
    ) -> None:
        section = part.section
        if isinstance(part.part, Annex):
            turn(section, landscape=part.part.landscape)
        for reference, relationship in header_references(section):
            kind = "header" if reference.tag == w("headerReference") else "footer"
            own = self.package.add_header(kind, part.template.header_footer(relationship))
            reference.set(f"{{{section.nsmap['r']}}}id", own)
        numbers = section.find(w("pgNumType"))
        if numbers is not None and index and not self.document.pages.restart:
            drop_attribute(numbers, w("start"))
        elif numbers is not None:
            numbers.set(w("start"), "1")
        title_page = section.find(w("titlePg"))
        if first_page_number_shown and title_page is not None:
            section.remove(title_page)

    def _section(self, part: MergedPart, index: int) -> list[etree._Element]:
        numbers = self.numbering.adopt(part.template) if index else {}
        renamed = self.styles.adopt(part.template, numbers) if index else {}
        rename_styles(part.root, renamed)
        for number in part.body.iter(w("numId")):
            number.set(w("val"), numbers.get(number.get(w("val"), ""), number.get(w("val"), "")))
        if index:
            self._restart_lists(part, index)
        width = text_width_twips(part.section) / _TWIPS_PER_POINT
        balance(part.body, part.book, self.styles, width)
        self._expand(part)
        set_lengths(part.body, self.styles, width)
        elements = [e for e in part.body if e.tag != w("sectPr")]
        if index and elements[0].tag == w("tbl"):
            # LibreOffice loses the page break and the page style of a section that starts with
            # a table; Word does not mind the anchor.
            elements.insert(0, self._paragraph("Neo phần", part.template))
        if elements[-1].tag == w("tbl"):
            elements.append(self._paragraph("Cuối phần", part.template))
        section = copy.deepcopy(part.section)
        paragraph_properties(elements[-1]).append(section)
        return elements

    def _restart_lists(self, part: MergedPart, index: int) -> None:
        for paragraph in part.body.iter(w("p")):
            properties = paragraph.find(w("pPr"))
            style = properties.find(w("pStyle")) if properties is not None else None
            if properties is None or style is None:
                continue
            inherited = self.styles.number_of(style.get(w("val"), ""))
            if properties.find(w("numPr")) is not None or inherited is None:
                continue
            number, level = inherited
            if not self.numbering.is_counted(number):
                continue
            own = etree.Element(w("numPr"))
            etree.SubElement(own, w("ilvl"), {w("val"): level})
            etree.SubElement(own, w("numId"), {w("val"): self.numbering.restarted(index, number)})
            put_list(properties, own)

    def _expand(self, part: MergedPart) -> None:
        expand(part.body, part.book, self.writer, self.bookmarks)
        if isinstance(part.part, Decision):
            # The signature block stands on a page with the end of the text.
            table = part.body.findall(w("tbl"))[-1]
            above = table.getprevious()
            if above is not None and above.tag == w("p"):
                keep_with_next(above)

    def _close_last(self, elements: list[etree._Element]) -> None:
        """The last section's set-up stands in the body, not in a paragraph (17.6.17)."""
        elements += paragraph_properties(elements[-1]).findall(w("sectPr"))

    def _paragraph(self, style: str, template: Template) -> etree._Element:
        paragraph = etree.Element(w("p"), nsmap={"w": W})
        properties = etree.SubElement(paragraph, w("pPr"))
        etree.SubElement(properties, w("pStyle"), {w("val"): self.styles.id_of(style, template)})
        return paragraph

    def _root(self, elements: list[etree._Element]) -> etree._Element:
        spaces: dict[str, str] = {}
        ignorable: dict[str, None] = {}
        for part in self.merged:
            for prefix, uri in part.root.nsmap.items():
                if prefix:
                    spaces.setdefault(prefix, uri)
            ignorable |= dict.fromkeys(part.root.get(_MC_IGNORABLE, "").split())
        root = etree.Element(w("document"), nsmap=spaces)
        if ignorable:
            root.set(_MC_IGNORABLE, " ".join(p for p in ignorable if p in spaces))
        body = etree.SubElement(root, w("body"))
        body.extend(elements)
        return root

    def _stream(self, body: bytes) -> Iterator[bytes]:
        yield _DECLARATION
        pieces = _ROWS_MARK.split(body)
        for index, piece in enumerate(pieces):
            if index % 2:
                yield from self.tables[int(piece)]
            else:
                yield piece


def _serialised(root: etree._Element) -> bytes:
    return _DECLARATION + etree.tostring(root, encoding="UTF-8")
