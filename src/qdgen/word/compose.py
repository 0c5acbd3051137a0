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

from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.document.draft import Draft
from qdgen.document.model import Annex, Document, Table
from qdgen.document.printed import Printed, PrintedPart
from qdgen.messages import text
from qdgen.word import long_tables
from qdgen.word.carried import carry_over, public_settings, refuse_what_acts, whole_parts
from qdgen.word.cell_fit import CutWord, examine
from qdgen.word.draft_stamp import put_stamp, without_words
from qdgen.word.elements import W, paragraph_properties, put_list, w
from qdgen.word.expand import Bookmarks, expand
from qdgen.word.footnotes import announce, footnotes_part
from qdgen.word.headings import balance
from qdgen.word.lines import set_lengths
from qdgen.word.numbering import Numbering
from qdgen.word.package import PartData
from qdgen.word.page_number import check_page_number, require_page_number
from qdgen.word.part_merge import MergedPart, merge_part
from qdgen.word.parts_list import PartsList
from qdgen.word.properties import core_part, custom_part
from qdgen.word.runs import RunWriter
from qdgen.word.sections import (
    TWIPS_PER_POINT,
    number_pages,
    text_height_twips,
    text_width_twips,
    turn,
)
from qdgen.word.signature import height_of, keep_signature_with_text
from qdgen.word.styles import StyleSheet, check_styles, rename_styles, style_id
from qdgen.word.table import ROWS_TARGET, Breaks, TableMaker
from qdgen.word.templates import Template, Templates, header_references

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MC_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_WP_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_ROWS_MARK = re.compile(rb"<\?" + ROWS_TARGET.encode() + rb" (\d+)\?>")


@dataclass(frozen=True)
class Composition:
    """A file ready to be written: its parts (the body as a stream), what must be read in it, and
    what was noticed of its looks."""

    parts: dict[str, PartData]
    printed: Printed
    findings: tuple[Diagnostic, ...]


def compose(
    document: Document,
    templates: Templates,
    content_hash: str,
    *,
    draft: Draft | None = None,
    for_layout: bool = False,
) -> Composition:
    """Put `document` together, stamped where it is a `draft`; `for_layout` cuts long tables into
    pieces for LibreOffice.

    Raises TemplateError.
    """
    merged = [merge_part(p, templates) for p in document.parts]
    return _Composer(document, merged, for_layout, draft).file(content_hash)


@dataclass
class _Names:
    """What the styles and lists of a part's template are called in the new file."""

    template: Template
    styles: dict[str, str]
    lists: dict[str, str]

    def style(self, name: str) -> str:
        """The id of the style called `name` in the template. Raises TemplateError."""
        own = style_id(name, self.template)
        return self.styles.get(own, own)

    def apply(self, root: etree._Element) -> None:
        """Use the new names in the text below `root`."""
        rename_styles(root, self.styles, self.template)
        for number in root.iter(w("numId")):
            number.set(w("val"), self.lists.get(number.get(w("val"), ""), number.get(w("val"), "")))


@dataclass
class _Composer:
    document: Document
    merged: Sequence[MergedPart]
    for_layout: bool
    draft: Draft | None = None
    bookmarks: Bookmarks = field(default_factory=Bookmarks)
    package: PartsList = field(default_factory=PartsList)
    tables: list[Iterator[bytes]] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.base: Template = self.merged[0].template
        self.styles = StyleSheet(self.base)
        self.numbering = Numbering(self.base)

    def file(self, content_hash: str) -> Composition:
        for address in self.document.links():
            # The relationships are written before the rows that need them.
            self.package.link(address)
        printed = []
        elements: list[etree._Element] = []
        for index, part in enumerate(self.merged):
            names = self._adopt(part, index)
            writer = self._writer(self.package, names)
            printed.append(self._printed(part, index, names, writer))
            elements += self._section(part, index, names, writer)
        # The last section's set-up stands in the body, not in a paragraph (17.6.17).
        elements += paragraph_properties(elements[-1]).findall(w("sectPr"))
        root = self._root(elements)
        for number, shape in enumerate(root.iter(_WP_DOC_PR), 1):
            shape.set("id", str(number))
        self._add_parts(self._stream(etree.tostring(root, encoding="UTF-8")), content_hash)
        return Composition(
            self.package.package(),
            Printed(tuple(printed), self.document.notes, self.draft.lines if self.draft else ()),
            tuple(self.findings),
        )

    def _adopt(self, part: MergedPart, index: int) -> _Names:
        refuse_what_acts(part.body, part.template)
        check_styles(part.body, part.template)
        carry_over(part.body, part.template, self.package.link)
        names = _Names(part.template, {}, {})
        if index:
            names.lists = self.numbering.adopt(part.template)
            names.styles = self.styles.adopt(part.template, names.lists)
            self.numbering.tie_styles(names.styles)
            names.apply(part.root)
            self._restart_lists(part, index)
        return names

    def _writer(self, parts: PartsList, names: _Names) -> RunWriter:
        return RunWriter(parts.link, names.style("footnote reference"), names.style("Hyperlink"))

    def _printed(
        self, part: MergedPart, index: int, names: _Names, writer: RunWriter
    ) -> PrintedPart:
        pages = self.document.pages
        annex = part.part if isinstance(part.part, Annex) else None
        restart = index == 0 or pages.restart
        shown = not restart or (annex is not None and pages.first_annex_page_shown)
        section = part.section
        if annex is not None:
            turn(section, landscape=annex.landscape)
        number_pages(section, restart=restart, first_shown=shown)
        references = header_references(section)
        require_page_number([r for r, _ in references], part.template)
        for reference, relationship in references:
            kind = "header" if reference.tag == w("headerReference") else "footer"
            header = part.template.header_footer(relationship)
            refuse_what_acts(header, part.template)
            check_page_number(header, kind, part.template)
            check_styles(header, part.template)
            names.apply(header)
            if self.draft is not None and kind == "header":
                self._stamp(section, reference, header, self.draft, names)
            self._refer(reference, kind, header)
        if part.maker is not None and part.content_table is not None:
            self._table(part, part.maker, part.content_table, names, writer)
        return PrintedPart(
            blocks=tuple(part.printed()),
            landscape=annex is not None and annex.landscape,
            first_page=1 if restart else None,
            first_page_number_shown=shown,
        )

    def _stamp(
        self,
        section: etree._Element,
        reference: etree._Element,
        header: etree._Element,
        draft: Draft,
        names: _Names,
    ) -> None:
        """Put the stamp into a header, and into that of the first page where it has one of its own:
        Word shows none there as long as no section names one (17.10.6)."""
        style = names.style("Dự thảo")
        frame = self.styles.frame(style)
        kinds = {r.get(w("type")) for r, _ in header_references(section)}
        if section.find(w("titlePg")) is not None and "first" not in kinds:
            first = without_words(header)
            put_stamp(first, draft.lines, style, frame)
            own = copy.deepcopy(reference)
            own.set(w("type"), "first")
            reference.addnext(own)
            self._refer(own, "header", first)
        put_stamp(header, draft.lines, style, frame)

    def _refer(self, reference: etree._Element, kind: str, header: etree._Element) -> None:
        own = self.package.add_header(kind, _serialised(header))
        reference.set(f"{{{reference.nsmap['r']}}}id", own)

    def _table(
        self, part: MergedPart, maker: TableMaker, content: Table, names: _Names, writer: RunWriter
    ) -> None:
        lists = self.numbering.add_row_numbers(content.numbering)
        widths = maker.shell(content, text_width_twips(part.section), len(self.tables))
        columns = widths[1:] if content.numbering else widths
        styles = tuple(names.styles.get(s, s) for s in maker.text_styles())
        page = text_height_twips(part.section)
        looks = self.styles.look(styles[0]), self.styles.look(styles[2])
        fit = examine(content, columns, maker.padding, looks, page)
        self.findings += (_cut_word(part.part.anchor, word) for word in fit.cut_words)
        ends: frozenset[int] = frozenset()
        if self.for_layout and len(content.rows) > long_tables.LONG_TABLE:
            ends = self._piece_ends(part, maker, content, columns, styles)
        separator = self._paragraph("Cuối phần", names)
        paragraph_properties(separator).append(etree.Element(w("pageBreakBefore")))
        self.tables.append(
            maker.rows(
                content,
                widths,
                writer,
                lists,
                self.bookmarks.next,
                Breaks(ends, maker.cut(separator) if ends else "", fit.tall_rows),
            )
        )

    def _piece_ends(
        self,
        part: MergedPart,
        maker: TableMaker,
        content: Table,
        columns: list[int],
        styles: tuple[str, ...],
    ) -> frozenset[int]:
        width = text_width_twips(part.section) / TWIPS_PER_POINT
        above = 0.0
        for element in part.body:
            if element is part.table:
                break
            if element.tag == w("p"):
                above += height_of(element, part.book, self.styles, width)
        heading, group, cell = (
            long_tables.CellLook(self.styles.look(s), self.styles.spacing_pt(s)) for s in styles
        )
        return long_tables.piece_ends(
            content,
            columns,
            maker.padding,
            (heading, group, cell),
            text_height_twips(part.section),
            above,
        )

    def _section(
        self, part: MergedPart, index: int, names: _Names, writer: RunWriter
    ) -> list[etree._Element]:
        width = text_width_twips(part.section) / TWIPS_PER_POINT
        keep_signature_with_text(part, self.styles, width)
        balance(part.body, part.book, self.styles, width)
        expand(part.body, part.book, writer, self.bookmarks)
        set_lengths(part.body, self.styles, width)
        elements = [e for e in part.body if e.tag != w("sectPr")]
        if index and elements[0].tag == w("tbl"):
            # LibreOffice loses the page break and the page style of a section that starts with
            # a table; Word does not mind the anchor.
            elements.insert(0, self._paragraph("Neo phần", names))
        if elements[-1].tag == w("tbl"):
            elements.append(self._paragraph("Cuối phần", names))
        paragraph_properties(elements[-1]).append(copy.deepcopy(part.section))
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

    def _paragraph(self, style: str, names: _Names) -> etree._Element:
        paragraph = etree.Element(w("p"), nsmap={"w": W})
        properties = etree.SubElement(paragraph, w("pPr"))
        etree.SubElement(properties, w("pStyle"), {w("val"): names.style(style)})
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

    def _add_parts(self, body: Iterator[bytes], content_hash: str) -> None:
        parts = self.package
        parts.add("word/document.xml", "document", body)
        parts.add("word/styles.xml", "styles", _serialised(self.styles.root))
        parts.add("word/numbering.xml", "numbering", _serialised(self.numbering.root))
        settings = public_settings(self.base)
        if self.document.notes:
            announce(settings)
            links = PartsList()
            names = _Names(self.base, {}, {})
            notes = footnotes_part(
                self.document.notes, self._writer(links, names), names.style("footnote text")
            )
            parts.add("word/footnotes.xml", "footnotes", notes, links)
        parts.add("word/settings.xml", "settings", _serialised(settings))
        for name, kind, data in whole_parts(self.base):
            parts.add(name, kind, data)
        parts.add("docProps/core.xml", "core", core_part(self.document))
        parts.add("docProps/custom.xml", "custom", custom_part(self.document, content_hash))


def _cut_word(anchor: str, cut: CutWord) -> Diagnostic:
    return Diagnostic(
        "word-cut",
        text(
            "“{word}” is wider than its column “{heading}” and is cut in two",
            word=cut.word,
            heading=cut.heading,
        ),
        Location(f"{anchor}.yaml"),
        text("make the column wider (rong), or turn the paper (huong_giay: ngang)"),
        severity=Severity.WARNING,
    )


def _serialised(root: etree._Element) -> bytes:
    return _DECLARATION + etree.tostring(root, encoding="UTF-8")
