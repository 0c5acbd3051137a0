"""One part of the document into merged XML with its words in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from qdgen.document.model import Annex, Attachment, Decision, Layout, Part, Run, Table
from qdgen.document.printed import Piece, PrintedTable
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import remove, w
from qdgen.word.merge import merge, prepared
from qdgen.word.slots import SlotBook
from qdgen.word.table import TableMaker
from qdgen.word.templates import Kind, Template, Templates
from qdgen.word.view import annex_view, attachment_view, decision_view

_SHOWN = (w("t"), w("br"), w("tab"))
_TABLE_MARK = "\ue002"


@dataclass(slots=True)
class MergedPart:
    """A part after the merge: `body` holds tokens of `book` still, `section` its page set-up."""

    part: Part
    template: Template
    root: etree._Element
    book: SlotBook
    maker: TableMaker | None
    table: etree._Element | None

    @property
    def body(self) -> etree._Element:
        """The w:body."""
        found = self.root.find(w("body"))
        if found is None:
            raise self._broken()
        return found

    @property
    def section(self) -> etree._Element:
        """The w:sectPr of the part."""
        found = self.body.find(w("sectPr"))
        if found is None:
            raise self._broken()
        return found

    def _broken(self) -> TemplateError:
        return TemplateError(
            text("{path}: the page set-up is missing", path=self.template.path.name),
            text("save the template again in Word as .docx"),
        )

    @property
    def content_table(self) -> Table | None:
        """The annex's table."""
        return self.part.table if isinstance(self.part, Annex) else None

    def printed(self) -> Iterator[Piece | PrintedTable]:
        """What stands in the part, in order. To be asked while the tokens are still there."""
        content = self.content_table
        for element in self.body.iter(w("p"), w("tbl")):
            if element is self.table and content is not None:
                heading = tuple(
                    "".join(t.text or "" for t in p.iter(w("t"))) for p in element.iter(w("p"))
                )
                yield PrintedTable(heading, content)
            elif element.tag == w("p") and not _inside(element, self.table):
                piece = self._piece(element)
                if piece.inlines or piece.label:
                    yield piece

    def _piece(self, paragraph: etree._Element) -> Piece:
        inlines: list[object] = []
        label, name = "", text("template text")
        for words in paragraph.iter(*_SHOWN):
            for piece in self.book.split(words.text or "" if words.tag == w("t") else " "):
                if isinstance(piece, str):
                    inlines.append(Run(piece))
                else:
                    inlines.extend(piece.inlines)
                    label, name = label or piece.label, piece.name
        return Piece(tuple(inlines), name, label)  # type: ignore[arg-type]


def merge_part(part: Part, templates: Templates) -> MergedPart:
    """Merge the template of `part` with its view. Raises TemplateError."""
    book = SlotBook()
    if isinstance(part, Decision):
        kind, view = Kind.DECISION, decision_view(part, book)
    elif isinstance(part, Attachment):
        kind = Kind.ARTICLES if part.layout is Layout.ARTICLES else Kind.OUTLINE
        view = attachment_view(part, book)
    else:
        kind, view = Kind.ANNEX, annex_view(part, book)
    template = templates.get(kind)
    source = prepared(template)
    prototype = _take_table(source, template) if kind is Kind.ANNEX else None
    root = merge(template.path.name, source, view, book)
    merged = MergedPart(part, template, root, book, None, None)
    if prototype is not None:
        _put_table(merged, prototype)
    return merged


def _take_table(source: etree._Element, template: Template) -> etree._Element:
    for table in source.iter(w("tbl")):
        words = "".join(t.text or "" for t in table.iter(w("t")))
        if "hang.o" in words:
            mark = etree.Element(w("p"))
            run = etree.SubElement(mark, w("r"))
            etree.SubElement(run, w("t")).text = _TABLE_MARK
            table.addprevious(mark)
            remove(table)
            return table
    raise TemplateError(
        text("{path}: there is no table with {{{{ hang.o }}}}", path=template.path.name),
        text("compare the template with the one that comes with the program"),
    )


def _put_table(merged: MergedPart, prototype: etree._Element) -> None:
    content = merged.content_table
    mark = next(
        p for p in merged.root.iter(w("p")) if any(t.text == _TABLE_MARK for t in p.iter(w("t")))
    )
    if content is not None:
        merged.maker = TableMaker(merged.template, prototype)
        merged.table = prototype
        mark.addprevious(prototype)
    remove(mark)


def _inside(element: etree._Element, table: etree._Element | None) -> bool:
    return table is not None and any(a is table for a in element.iterancestors(w("tbl")))
