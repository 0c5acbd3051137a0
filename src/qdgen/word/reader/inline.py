"""What stands in a paragraph: runs, fields, links, tracked changes, notes, drawings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from lxml import etree

from qdgen.messages import text
from qdgen.word.package import UnreadableFileError
from qdgen.word.reader.fields import OpenField, link_target, page_field
from qdgen.word.reader.model import Block, Change, Kind, Note, Paragraph, Span
from qdgen.word.reader.names import (
    ALTERNATE,
    BOOKMARK_START,
    CHOICE,
    DOC_PR,
    FALLBACK,
    ID,
    MATHS,
    PPR,
    R_ID,
    RPR,
    SECTPR,
    TXBX_CONTENT,
    VAL,
    VML,
    R,
    T,
    w,
)
from qdgen.word.reader.numbering import Counters, Numbering
from qdgen.word.reader.styles import Styles
from qdgen.word.reader.symbols import unsymboled
from qdgen.word.reader.values import OFF, integer

ANCHOR_PREFIX = "_qd_"
_NESTING = 60
_PIECES_QUOTED = 40
"""So many runs of the words a comment is about are kept."""
_PSTYLE, _NUMPR = w("pStyle"), w("numPr")
_RSTYLE, _VANISH, _NAME = w("rStyle"), w("vanish"), w("name")
_PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart",
    f"{{{VML}}}imagedata",
)
_CHANGES = {
    w("ins"): Change.INSERTED,
    w("moveTo"): Change.INSERTED,
    w("del"): Change.DELETED,
    w("moveFrom"): Change.DELETED,
}
_CHARACTERS = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
    w("softHyphen"): "\u00ad",
}
_PASSED_OVER = frozenset({w("sdtPr"), w("sdtEndPr"), w("customXmlPr"), w("smartTagPr"), w("rt")})


class Notes(Protocol):
    """Gives a note for its mark, in the order of the marks."""

    def note(self, note_id: str, is_endnote: bool, is_counted: bool) -> Note | None:
        """The note with this id; None where there is none."""


class Inline:
    """Reads the paragraphs of one story in order, since fields and numbers run on through it."""

    def __init__(
        self,
        styles: Styles,
        numbering: Numbering,
        counters: Counters,
        links: Mapping[str, str],
        notes: Notes | None,
        read_box: Callable[[etree._Element], tuple[Block, ...]],
    ) -> None:
        self._styles = styles
        self._numbering = numbering
        self._counters = counters
        self._links = links
        self._notes = notes
        self._read_box = read_box
        self._fields: list[OpenField] = []
        self._nesting = 0
        self._change = Change.NONE
        self._target = ""
        self._page = ""
        self._spans: list[Span] = []
        self._pieces: list[str] = []
        self._key = (Kind.TEXT, Change.NONE, "")
        self._mark: Note | None = None
        self._anchors: list[str] = []
        self._boxes: list[etree._Element] = []
        self.commented: dict[str, list[str]] = {}
        """By the id of a comment the words it is about, as they are met."""
        self._open_comments: list[str] = []
        self._comments: list[str] = []
        self._handlers: dict[str, Callable[[etree._Element], None]] = {
            R: self._run,
            BOOKMARK_START: self._bookmark,
            ALTERNATE: self._alternate,
            w("commentRangeStart"): self._comment_start,
            w("commentRangeEnd"): self._comment_end,
            w("hyperlink"): self._hyperlink,
            w("fldSimple"): self._simple_field,
            f"{{{MATHS}}}t": self._words,
            **dict.fromkeys(_CHANGES, self._changed),
        }
        self._run_handlers: dict[str, Callable[[etree._Element], None]] = {
            ALTERNATE: self._alternate_in_run,
            w("delText"): self._words,
            w("br"): self._break,
            w("fldChar"): self._field_character,
            w("instrText"): self._field_code,
            w("sym"): self._symbol,
            w("pgNum"): self._page_number,
            w("commentReference"): self._comment_mark,
            w("footnoteReference"): self._footnote,
            w("endnoteReference"): self._endnote,
            w("drawing"): self._drawing,
            w("pict"): self._drawing,
            w("object"): self._drawing,
            w("ruby"): self._inside,
        }

    def paragraph(
        self, element: etree._Element, anchors: list[str]
    ) -> tuple[Paragraph, etree._Element | None]:
        """The paragraph, and the sectPr that ends a section with it, if any.

        `anchors` are ids of bookmarks that began before it. Raises UnreadableFileError where the
        nesting is deeper than any word processor writes.
        """
        self._spans, self._anchors, self._boxes = [], anchors, []
        self._comments = []
        style_id, number_id, level = "", None, None
        mark, section = Change.NONE, None
        handlers = self._handlers
        for child in element:
            tag = child.tag
            if tag == R:
                self._run(child)
            elif tag == PPR:
                for item in child:
                    name = item.tag
                    if name == _PSTYLE:
                        style_id = item.get(VAL, "")
                    elif name == _NUMPR:
                        number_id, level = own_numbering(item)
                    elif name == RPR:
                        mark = _mark_change(item)
                    elif name == SECTPR:
                        section = item
            else:
                handlers.get(tag, self._inside)(child)
        self._close_span()
        spans = tuple(self._spans)
        label, gap = "", ""
        chosen = self._numbering.level_of(style_id, number_id, level)
        if chosen is not None and not _is_deleted(mark, spans):
            label, gap = self._counters.next(*chosen)
        anchors_found = tuple(self._anchors)
        boxes = tuple(block for box in self._boxes for block in self._read_box(box))
        name = self._styles.name(style_id)
        comments = tuple(self._comments)
        return Paragraph(name, label, gap, spans, anchors_found, boxes, mark, comments), section

    @property
    def is_at_rest(self) -> bool:
        """Whether no field, change or link is open, so that a run of words is only that."""
        return not (self._fields or self._page or self._target or self._change is not Change.NONE)

    def plain_paragraph(
        self,
        style_id: str,
        number_id: str | None,
        level: int | None,
        words: list[str],
        anchors: list[str],
    ) -> Paragraph:
        """The paragraph of one run of `words`, numbered where its style or own list says so."""
        label, gap = "", ""
        chosen = self._numbering.level_of(style_id, number_id, level)
        if chosen is not None:
            label, gap = self._counters.next(*chosen)
        spans = (Span("".join(words)),) if words else ()
        return Paragraph(self._styles.name(style_id), label, gap, spans, tuple(anchors))

    # --- containers -----------------------------------------------------------------------------

    def _inside(self, element: etree._Element) -> None:
        if element.tag in _PASSED_OVER:
            return
        self._nesting += 1
        if self._nesting > _NESTING:
            raise UnreadableFileError(
                text("The document is nested deeper than any word processor writes.")
            )
        for child in element:
            self._handlers.get(child.tag, self._inside)(child)
        self._nesting -= 1

    def _changed(self, element: etree._Element) -> None:
        before = self._change
        change = _CHANGES[element.tag]
        if before is not Change.NONE and before is not change:
            change = Change.PASSING
        self._change = change
        self._inside(element)
        self._change = before

    def _hyperlink(self, element: etree._Element) -> None:
        before = self._target
        target = self._links.get(element.get(R_ID, ""), "")
        anchor = element.get(w("anchor"))
        self._target = f"{target}#{anchor}" if anchor else target
        self._inside(element)
        self._target = before

    def _simple_field(self, element: etree._Element) -> None:
        code = element.get(w("instr"), "")
        before = self._target, self._page
        self._page = page_field(code)
        self._target = link_target(code) or self._target
        if self._page:
            self._emit("")  # a page field without a saved result is still there
        self._inside(element)
        self._target, self._page = before

    def _alternate(self, element: etree._Element) -> None:
        chosen = _alternative(element)
        if chosen is not None:
            self._inside(chosen)

    def _alternate_in_run(self, element: etree._Element) -> None:
        chosen = _alternative(element)
        if chosen is not None:
            self._run(chosen)

    def _bookmark(self, element: etree._Element) -> None:
        name = element.get(_NAME, "")
        if name.startswith(ANCHOR_PREFIX):
            self._anchors.append(name[len(ANCHOR_PREFIX) :])

    def _comment_start(self, element: etree._Element) -> None:
        self._comment_mark(element)
        if len(self._open_comments) < _NESTING:
            self._open_comments.append(element.get(ID, ""))

    def _comment_end(self, element: etree._Element) -> None:
        name = element.get(ID, "")
        if name in self._open_comments:
            self._open_comments.remove(name)

    def _comment_mark(self, element: etree._Element) -> None:
        """Where a comment begins, or where it is marked if it has no range."""
        name = element.get(ID, "")
        if name not in self.commented:
            self.commented[name] = []
            self._comments.append(name)

    # --- runs -----------------------------------------------------------------------------------

    def _run(self, element: etree._Element) -> None:
        kind = Kind.TEXT
        for child in element:
            tag = child.tag
            if tag == T:
                self._emit(child.text or "", kind)
            elif tag == RPR:
                if self.is_hidden(child):
                    kind = Kind.HIDDEN
            elif tag in _CHARACTERS:
                self._emit(_CHARACTERS[tag], kind)
            elif tag in self._run_handlers:
                self._run_handlers[tag](child)

    def is_hidden(self, properties: etree._Element) -> bool:
        """Whether a run with these properties is formatted as hidden."""
        own = next(properties.iterchildren(_VANISH), None)
        if own is not None:
            return own.get(VAL, "1") not in OFF
        hidden = self._styles.hidden_characters
        style = properties.find(_RSTYLE) if hidden else None
        return style is not None and style.get(VAL) in hidden

    def is_telling(self, properties: etree._Element) -> bool:
        """Whether a run with these properties must be read by itself, not with its row."""
        return self.is_hidden(properties)

    def _emit(self, words: str, kind: Kind = Kind.TEXT, note: Note | None = None) -> None:
        target = self._target
        if self._fields:
            for open_field in self._fields:
                if not open_field.in_result:
                    return
                target = open_field.target or target
            page = next((f.page for f in reversed(self._fields) if f.page), self._page)
        else:
            page = self._page
        if page and kind is Kind.TEXT:
            kind, target = Kind.PAGE_FIELD, page
        key = kind, self._change, target
        if key != self._key or note is not None or kind is Kind.PICTURE:
            self._close_span()
            self._key, self._mark = key, note
        self._pieces.append(words)
        for name in self._open_comments:
            if len(self.commented[name]) < _PIECES_QUOTED:
                self.commented[name].append(words)

    def _close_span(self) -> None:
        if self._pieces:
            kind, change, target = self._key
            self._spans.append(Span("".join(self._pieces), kind, change, target, self._mark))
            self._pieces = []

    def _words(self, element: etree._Element) -> None:
        self._emit(element.text or "")

    def _break(self, element: etree._Element) -> None:
        self._emit("\f" if element.get(w("type")) in ("page", "column") else "\n")

    def _symbol(self, element: etree._Element) -> None:
        code = element.get(w("char"), "")
        try:
            character = chr(int(code[:6], 16))
        except (ValueError, OverflowError):
            return
        self._emit(unsymboled(character, element.get(w("font"), "")))

    def _page_number(self, _element: etree._Element) -> None:
        before, self._page = self._page, "PAGE"
        self._emit("")
        self._page = before

    # --- fields ---------------------------------------------------------------------------------

    def _field_character(self, element: etree._Element) -> None:
        kind = element.get(w("fldCharType"))
        if kind == "begin":
            if len(self._fields) < _NESTING:
                self._fields.append(OpenField())
        elif kind == "separate" and self._fields:
            self._fields[-1].separate()
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if not ended.in_result:
                ended.separate()
                if ended.page:
                    before, self._page = self._page, ended.page
                    self._emit("")
                    self._page = before

    def _field_code(self, element: etree._Element) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].code.append(element.text or "")

    # --- notes and drawings ---------------------------------------------------------------------

    def _footnote(self, element: etree._Element) -> None:
        self._note(element, is_endnote=False)

    def _endnote(self, element: etree._Element) -> None:
        self._note(element, is_endnote=True)

    def _note(self, element: etree._Element, *, is_endnote: bool) -> None:
        if self._notes is None or any(not f.in_result for f in self._fields):
            return
        counted = (
            self._change in (Change.NONE, Change.INSERTED)
            and element.get(w("customMarkFollows"), "0") in OFF
        )
        note = self._notes.note(element.get(ID, ""), is_endnote, counted)
        if note is not None:
            self._emit("", Kind.NOTE, note)

    def _drawing(self, element: etree._Element) -> None:
        words = _alternative_text(element)
        if words or any(next(element.iter(tag), None) is not None for tag in _PICTURES):
            self._emit(words, Kind.PICTURE)
        for box in element.iter(TXBX_CONTENT):
            if _is_shown_by(element, box):
                self._boxes.append(box)


def own_numbering(properties: etree._Element) -> tuple[str | None, int | None]:
    """The list and level that a w:numPr names."""
    number_id, level = None, None
    for item in properties:
        if item.tag == w("numId"):
            number_id = item.get(VAL)
        elif item.tag == w("ilvl"):
            level = integer(item.get(VAL), 0)
    return number_id, level


def _mark_change(properties: etree._Element) -> Change:
    for item in properties:
        change = _CHANGES.get(item.tag)
        if change is not None:
            return change
    return Change.NONE


def _is_deleted(mark: Change, spans: tuple[Span, ...]) -> bool:
    return mark is Change.DELETED and all(
        span.change in (Change.DELETED, Change.PASSING) for span in spans
    )


def _alternative(element: etree._Element) -> etree._Element | None:
    """The first Choice; the Fallback where there is none (ECMA-376 Part 3, §9.3)."""
    chosen = element.find(CHOICE)
    return element.find(FALLBACK) if chosen is None else chosen


def _is_shown_by(drawing: etree._Element, box: etree._Element) -> bool:
    """Whether `box` is one of the drawing's own: in no other box, and in the alternative chosen."""
    child = box
    for parent in box.iterancestors():
        if parent is drawing:
            return True
        if parent.tag == TXBX_CONTENT or (
            parent.tag == ALTERNATE and _alternative(parent) is not child
        ):
            return False
        child = parent
    return False


def _alternative_text(element: etree._Element) -> str:
    properties = next(element.iter(DOC_PR), None)
    if properties is not None:
        return properties.get("descr") or properties.get("title") or ""
    for shape in element.iter(f"{{{VML}}}textpath", f"{{{VML}}}shape"):
        words = shape.get("string") or shape.get("alt")
        if words:
            return words
    return ""
