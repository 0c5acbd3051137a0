"""The Bảng so sánh as a Word file, in the looks of templates/bang-so-sanh.docx.

The template has one table with `{{ hang.moi }}`: its heading row, a row for the name of a part, and
a row of three cells. They are prototypes, as in the table of an annex. What was changed is marked
with character styles that the template names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from lxml import etree

from qdgen.document.model import Run
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.review.side_by_side.rows import Group, Line, Mark, Row, SideBySide, Span
from qdgen.word.carried import carry_over, public_settings, refuse_what_acts, whole_parts
from qdgen.word.elements import bare_xml, remove, w
from qdgen.word.expand import Bookmarks, expand
from qdgen.word.lines import set_lengths
from qdgen.word.merge import merge, prepared
from qdgen.word.package import PartData
from qdgen.word.page_number import check_page_number
from qdgen.word.parts_list import PartsList
from qdgen.word.properties import titled_core_part
from qdgen.word.prototypes import ParagraphLook, paragraph_look, row_open, tag_paragraph
from qdgen.word.runs import RunWriter
from qdgen.word.sections import TWIPS_PER_POINT, text_width_twips
from qdgen.word.slots import SlotBook
from qdgen.word.styles import StyleSheet, check_styles, style_id
from qdgen.word.templates import Template, header_references

MARK_STYLES = {Mark.REMOVED: "Chữ bỏ", Mark.ADDED: "Chữ thêm", Mark.REMARK: "Nhận xét"}
HEADING_TAGS = ("cot.cu", "cot.moi", "cot.thuyet_minh")
PART_TAG = "phan.ten"
ROW_TAGS = ("hang.vi_tri_cu", "hang.cu", "hang.vi_tri_moi", "hang.moi", "hang.thuyet_minh")
TITLE = "Bảng so sánh, thuyết minh"

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TABLE_MARK = "\ue002"
_ROWS_MARK = b"<?qdgen-rows all?>"
_ROWS_PER_CHUNK = 200
# A letter of 12 points is about so wide; a landscape page has some 30 lines of them.
_TWIPS_PER_LETTER = 110
_TALL = 18
_COMPARE = text("compare the table with the template that comes with the program")


def word_parts(table: SideBySide, template: Template) -> dict[str, PartData]:
    """The parts of the file, its rows as a stream. Raises TemplateError."""
    book = SlotBook()
    source = prepared(template)
    prototype = _take_table(source, template)
    root = merge(template.path.name, source, _view(table, book), book)
    refuse_what_acts(root, template)
    check_styles(root, template)
    check_styles(prototype, template)
    parts = PartsList()
    carry_over(root, template, parts.link)
    styles = StyleSheet(template)
    section = root.find(f"{w('body')}/{w('sectPr')}")
    if section is None:
        raise TemplateError(
            text("{path}: the page set-up is missing", path=template.path.name),
            text("save the template again in Word as .docx"),
        )
    writer = RunWriter(
        parts.link, style_id("footnote reference", template), style_id("Hyperlink", template)
    )
    expand(root, book, writer, Bookmarks())
    set_lengths(root, styles, text_width_twips(section) / TWIPS_PER_POINT)
    rows = _RowWriter(template, prototype)
    rows.set_headings(table.headings)
    mark = next(p for p in root.iter(w("p")) if _words(p) == _TABLE_MARK)
    mark.addprevious(prototype)
    remove(mark)
    _add_headers(section, template, parts)
    before, _, after = etree.tostring(root, encoding="UTF-8").partition(_ROWS_MARK)
    parts.add("word/document.xml", "document", _stream(before, rows.write(table), after))
    _add_other_parts(table, template, parts)
    return parts.package()


def _view(table: SideBySide, book: SlotBook) -> dict[str, object]:
    """The variables of bang-so-sanh.docx."""
    return {
        "co_quan_chu_quan": book.words(
            "co_quan_chu_quan", table.parent_organ, text("superior organ")
        ),
        "co_quan": book.words("co_quan", table.organ, text("organ")),
        "ten_van_ban": book.words("ten_van_ban", table.subject, text("subject")),
        "cac_ban": book.words("cac_ban", table.versions, text("versions compared")),
        "ghi_chu": [book.words("dong", note, text("note below the table")) for note in table.notes],
    }


def _take_table(source: etree._Element, template: Template) -> etree._Element:
    for table in source.iter(w("tbl")):
        if tag_paragraph(table, "hang.moi") is not None:
            mark = etree.Element(w("p"))
            run = etree.SubElement(mark, w("r"))
            etree.SubElement(run, w("t")).text = _TABLE_MARK
            table.addprevious(mark)
            remove(table)
            return table
    raise TemplateError(
        text("{path}: there is no table with {{{{ hang.moi }}}}", path=template.path.name), _COMPARE
    )


@dataclass(frozen=True, slots=True)
class _CellLook:
    """A prototype cell: what stands before its first paragraph, and the looks of its paragraphs."""

    open: str
    place: ParagraphLook | None
    words: ParagraphLook


class _RowWriter:
    """Writes the rows from the prototypes of the template's table, which it empties of them."""

    def __init__(self, template: Template, table: etree._Element) -> None:
        self._template = template
        self._headings = self._find(table, HEADING_TAGS)
        group = self._find(table, (PART_TAG,))
        row = self._find(table, ROW_TAGS)
        cells = row.findall(w("tc"))
        if len(cells) != 3:
            raise TemplateError(
                text("{path}: the row with {tag} must have three cells",
                     path=template.path.name, tag="{{ hang.moi }}"),
                _COMPARE,
            )  # fmt: skip
        self._group_open = _opening("<w:tr>", group, "trPr")
        self._group = self._cell(group.findall(w("tc"))[0], "", PART_TAG)
        properties = row.find(w("trPr"))
        self._row_open = row_open(properties, held=True)
        self._tall_row_open = row_open(properties, held=False)
        self._line = [_width(cell) / _TWIPS_PER_LETTER for cell in cells]
        self._old = self._cell(cells[0], "hang.vi_tri_cu", "hang.cu")
        self._new = self._cell(cells[1], "hang.vi_tri_moi", "hang.moi")
        self._reason = self._cell(cells[2], "", "hang.thuyet_minh")
        self._marks = {
            mark: f'<w:rStyle w:val="{style_id(name, template)}"/>'
            for mark, name in MARK_STYLES.items()
        }
        for prototype in (group, row):
            table.remove(prototype)
        table.append(etree.ProcessingInstruction("qdgen-rows", "all"))

    def set_headings(self, headings: tuple[str, str, str]) -> None:
        """Put the words of the heading row in their places."""
        for tag, words in zip(HEADING_TAGS, headings, strict=True):
            paragraph = tag_paragraph(self._headings, tag)
            places = list(paragraph.iter(w("t"))) if paragraph is not None else []
            for nth, place in enumerate(places):
                place.text = "" if nth else words

    def write(self, table: SideBySide) -> Iterator[bytes]:
        """The XML of all rows, in chunks of UTF-8."""
        chunk: list[str] = []
        for index, row in enumerate(table.rows, 1):
            if isinstance(row, Group):
                self._put_group(row, chunk)
            else:
                self._put_row(row, chunk)
            if index % _ROWS_PER_CHUNK == 0:
                yield "".join(chunk).encode()
                chunk.clear()
        yield "".join(chunk).encode()

    def _put_group(self, group: Group, chunk: list[str]) -> None:
        chunk.append(self._group_open)
        self._put_cell(self._group, "", [(Span(group.title),)], chunk)
        chunk.append("</w:tr>")

    def _put_row(self, row: Row, chunk: list[str]) -> None:
        old = [pair.old for pair in row.pairs if pair.old]
        new = [pair.new for pair in row.pairs if pair.new]
        reasons: list[Line] = [(Span(line),) for line in row.reason.splitlines() if line]
        chunk.append(self._tall_row_open if self._is_tall(old, new, reasons) else self._row_open)
        self._put_cell(self._old, row.old_place, old, chunk)
        self._put_cell(self._new, row.new_place, new, chunk)
        self._put_cell(self._reason, "", reasons, chunk)
        chunk.append("</w:tr>")

    def _is_tall(self, *cells: list[Line]) -> bool:
        """Whether a row may need more than most of a page: then it may go over its end."""
        return any(
            sum(1 + sum(len(span.text) for span in line) / letters for line in lines) > _TALL
            for lines, letters in zip(cells, self._line, strict=True)
        )

    def _put_cell(self, look: _CellLook, place: str, lines: list[Line], chunk: list[str]) -> None:
        chunk.append(look.open)
        if place and look.place is not None:
            self._put_paragraph(look.place, (Span(place),), chunk)
        for line in lines or ([] if place else [()]):
            self._put_paragraph(look.words, line, chunk)
        chunk.append("</w:tc>")

    def _put_paragraph(self, look: ParagraphLook, line: Line, chunk: list[str]) -> None:
        chunk.append(look.open)
        for span in line:
            properties = self._properties(look, span)
            words = '</w:t><w:br/><w:t xml:space="preserve">'.join(
                escape(part, quote=False) for part in span.text.split("\n")
            )
            chunk.append(f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>')
        chunk.append("</w:p>")

    def _properties(self, look: ParagraphLook, span: Span) -> str:
        properties = look.look.of(Run(span.text, span.bold, span.italic))
        style = self._marks.get(span.mark, "")
        raised = '<w:vertAlign w:val="superscript"/>' if span.raised else ""
        if not style and not raised:
            return properties
        inner = properties.removeprefix("<w:rPr>").removesuffix("</w:rPr>")
        return f"<w:rPr>{style}{inner}{raised}</w:rPr>"

    def _find(self, table: etree._Element, tags: tuple[str, ...]) -> etree._Element:
        for row in table.findall(w("tr")):
            if all(tag_paragraph(row, tag) is not None for tag in tags):
                return row
        raise TemplateError(
            text("{path}: the table has no row with {tags}", path=self._template.path.name,
                 tags=", ".join(f"{{{{ {tag} }}}}" for tag in tags)),
            _COMPARE,
        )  # fmt: skip

    def _cell(self, cell: etree._Element, place_tag: str, tag: str) -> _CellLook:
        words = tag_paragraph(cell, tag)
        place = tag_paragraph(cell, place_tag) if place_tag else None
        if words is None or (place_tag and place is None):
            raise TemplateError(
                text("{path}: {tag} stands in another cell than it should",
                     path=self._template.path.name, tag=f"{{{{ {tag} }}}}"),
                _COMPARE,
            )  # fmt: skip
        return _CellLook(
            _opening("<w:tc>", cell, "tcPr"),
            None if place is None else paragraph_look(place),
            paragraph_look(words),
        )


def _width(cell: etree._Element) -> int:
    width = cell.find(f"{w('tcPr')}/{w('tcW')}")
    return max(1000, int(width.get(w("w"), "0"))) if width is not None else 5000


def _opening(start: str, element: etree._Element, properties: str) -> str:
    own = element.find(w(properties))
    return start + (bare_xml(own) if own is not None else "")


def _words(paragraph: etree._Element) -> str:
    return "".join(words.text or "" for words in paragraph.iter(w("t")))


def _stream(before: bytes, rows: Iterator[bytes], after: bytes) -> Iterator[bytes]:
    yield _DECLARATION
    yield before
    yield from rows
    yield after


def _add_headers(section: etree._Element, template: Template, parts: PartsList) -> None:
    for reference, relationship in header_references(section):
        kind = "header" if reference.tag == w("headerReference") else "footer"
        header = template.header_footer(relationship)
        refuse_what_acts(header, template)
        check_page_number(header, kind, template)
        check_styles(header, template)
        own = parts.add_header(kind, _serialised(header))
        reference.set(f"{{{reference.nsmap['r']}}}id", own)


def _add_other_parts(table: SideBySide, template: Template, parts: PartsList) -> None:
    parts.add("word/styles.xml", "styles", _serialised(template.styles))
    parts.add("word/numbering.xml", "numbering", _serialised(template.numbering))
    parts.add("word/settings.xml", "settings", _serialised(public_settings(template)))
    for name, kind, data in whole_parts(template):
        parts.add(name, kind, data)
    parts.add("docProps/core.xml", "core", titled_core_part(TITLE, table.subject, table.date))


def _serialised(root: etree._Element) -> bytes:
    return _DECLARATION + etree.tostring(root, encoding="UTF-8")
