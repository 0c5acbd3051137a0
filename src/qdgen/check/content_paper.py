"""A dossier's content as a paper: what is printed, each piece joined to where it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import Chosen, Located, Medium, Paper, PaperPart, Piece, Row, Table, Written
from qdgen.check.registers import registers_of
from qdgen.content.loader import Dossier
from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    FilingRecipient,
    ProposalBasis,
    VerbatimBasis,
    parse_date,
)
from qdgen.content.nodes import Scalar
from qdgen.content.positions import locate, source_line
from qdgen.document.model import (
    Annex,
    Attachment,
    Decision,
    Document,
    Layout,
    Paragraph,
    Role,
    plain_text,
)
from qdgen.document.model import Table as TableContent
from qdgen.document.passages import Passage

HEADINGS = {Role.PART: 0, Role.CHAPTER: 1, Role.SECTION: 2, Role.SUBSECTION: 3}
ELEMENTS = {
    Role.ARTICLE: (Element.ARTICLE, 0),
    Role.ARTICLE_TITLED: (Element.ARTICLE, 0),
    Role.CLAUSE: (Element.CLAUSE, 0),
    Role.CLAUSE_TITLED: (Element.CLAUSE, 0),
    Role.POINT: (Element.POINT, 0),
    Role.OUTLINE_1: (Element.OUTLINE, 0),
    Role.OUTLINE_2: (Element.OUTLINE, 1),
    Role.OUTLINE_2_TITLED: (Element.OUTLINE, 1),
    Role.OUTLINE_3: (Element.OUTLINE, 2),
    Role.TEXT: (Element.TEXT, 0),
    Role.DASH: (Element.DASH, 0),
    Role.PLUS: (Element.DASH, 1),
}
_FILING = "Lưu: "
_PROPOSAL = "Theo đề nghị của "


@dataclass(frozen=True, slots=True)
class _PassageSpot:
    """A piece made of a passage: character i of the piece is character i - `shift` of it."""

    passage: Passage
    file: Path
    shift: int = 0

    def located(self, start: int, end: int) -> Located:
        begin, until = self._within(start), self._within(max(end - 1, start))
        place = self.passage.locate(begin)
        line = self.passage.source_line(begin)
        source = self.passage.scalar.source
        first = source.line_start(place.line) + place.column - 1
        last_place = locate(self.passage.scalar, self.passage.last_offset_of(until))
        last = source.line_start(last_place.line) + last_place.column
        column = place.column - 1
        on_line = last_place.line == place.line and last > first
        length = last - first if on_line else len(line) - column
        words = self.passage.text[begin : until + 1]
        written = None
        inside = self.shift <= start <= end <= self.shift + len(self.passage.text)
        if end > start and inside and source.text[first:last] == words:
            written = Written(self.file, first, last)
        return Located(
            place, source_line=line, mark=(column, column + max(1, length)), written=written
        )

    def is_generated(self, start: int, end: int) -> bool:
        if end <= self.shift or start >= self.shift + len(self.passage.text):
            return True
        return self.passage.is_generated(self._within(start), self._within(end))

    def _within(self, index: int) -> int:
        return min(max(index - self.shift, 0), max(len(self.passage.text) - 1, 0))


@dataclass(frozen=True, slots=True)
class _ScalarSpot:
    """A piece that is a scalar's value, or (`composed`) was made with it."""

    scalar: Scalar
    file: Path
    composed: bool = False

    def located(self, start: int, end: int) -> Located:
        if self.composed:
            start, end = 0, len(self.scalar.value)
        place = locate(self.scalar, start)
        line = source_line(self.scalar, start)
        first = self.scalar.source.line_start(place.line) + place.column - 1
        words = self.scalar.value[start:end]
        same = bool(words) and self.scalar.source.text.startswith(words, first)
        column = place.column - 1
        length = len(words) if same else max(1, len(line) - column)
        written = Written(self.file, first, first + len(words)) if same else None
        return Located(
            place,
            source_line=line,
            mark=(column, column + length),
            written=None if self.composed else written,
        )

    def is_generated(self, _start: int, _end: int) -> bool:
        return self.composed


def content_paper(
    dossier: Dossier, document: Document, passages: Sequence[Passage], name: str
) -> Paper:
    """The paper of a dossier, resolved without errors; `passages` are all its texts in print
    order, as `resolve` gives them."""
    return _ContentReader(dossier, document, passages).paper(name)


class _ContentReader:
    def __init__(self, dossier: Dossier, document: Document, passages: Sequence[Passage]) -> None:
        self._dossier = dossier
        self._document = document
        self._passages = passages
        self._next = 0
        self._pieces: list[Piece] = []
        self._parts: list[PaperPart] = []
        self._tables: list[Table] = []
        self._files = {path.name: path for path in dossier.files}

    def paper(self, name: str) -> Paper:
        for part in self._document.parts:
            match part:
                case Decision():
                    self._decision(part)
                case Attachment():
                    self._attachment(part)
                case Annex():
                    self._annex(part)
        self._registers()
        header = self._dossier.decision.header
        presentation = self._dossier.decision.presentation
        return Paper(
            medium=Medium.CONTENT,
            name=name,
            pieces=self._pieces,
            parts=self._parts,
            tables=self._tables,
            registers=registers_of(self._dossier.documents, self._dossier.units),
            day=parse_date(header.day.value) if header.day else None,
            year=self._document.year,
            chosen=Chosen(
                pages_run_on=not self._document.pages.restart,
                first_annex_page_shown=self._document.pages.first_annex_page_shown,
                annex_title_upper=_value(presentation.annex_title) != "chữ thường",
                attached_title_upper=_value(presentation.attached_title) == "chữ hoa",
            ),
        )

    # --- parts -----------------------------------------------------------------------------------

    def _decision(self, decision: Decision) -> None:
        content = self._dossier.decision
        header = content.header
        self._part(PartKind.DECISION, plain_text(decision.subject), decision.anchor)
        self._parts[-1].type = decision.type
        self._parts[-1].by_articles = True
        if header.parent is not None:
            self._scalar(Element.PARENT_ORGAN, header.parent)
        self._scalar(Element.ORGAN, header.organ)
        self._composed(Element.NUMBER, decision.number_line, header.number or header.symbol)
        self._composed(Element.PLACE_DATE, decision.date_line, header.day or header.place)
        self._scalar(Element.TYPE, header.type)
        self._taken(Element.SUBJECT)
        self._scalar(Element.AUTHORITY, header.authority)
        for basis, printed in zip(content.bases, decision.bases, strict=True):
            shift = len(_PROPOSAL) if isinstance(basis, ProposalBasis) else 0
            piece = self._taken(Element.BASIS, plain_text(printed), shift)
            piece.verbatim = isinstance(basis, VerbatimBasis)
        self._body(decision.body)
        for recipient, printed in zip(content.recipients, decision.recipients, strict=True):
            shift = len(_FILING) if isinstance(recipient, FilingRecipient) else 0
            self._taken(Element.RECIPIENT, plain_text(printed), shift).label = "-"
        signature = content.signature
        above = decision.signature.capacity
        for line in above:
            from_position = signature.capacity is None
            owner = signature.position if from_position else signature.capacity
            if owner is not None:
                self._composed(Element.CAPACITY, line, owner)
        self._composed(Element.POSITION, decision.signature.position, signature.position)
        if signature.name is not None:
            self._scalar(Element.SIGNER, signature.name)

    def _attachment(self, attachment: Attachment) -> None:
        file = self._dossier.attachments[attachment.anchor]
        if not isinstance(file, AttachedFile):
            raise TypeError(attachment.anchor)
        title = self._part(PartKind.ATTACHMENT, plain_text(attachment.title), attachment.anchor)
        title.type = file.header.type.value
        title.by_articles = attachment.layout is Layout.ARTICLES
        self._taken(Element.TITLE)
        self._composed(
            Element.REFERENCE_LINE,
            plain_text(attachment.reference_line),
            file.header.lead or file.header.title,
        )
        self._body(attachment.body)
        if file.closing is not None:
            self._scalar(Element.CLOSING, file.closing)

    def _annex(self, annex: Annex) -> None:
        file = self._dossier.attachments[annex.anchor]
        if not isinstance(file, AnnexFile):
            raise TypeError(annex.anchor)
        self._part(PartKind.ANNEX, plain_text(annex.title), annex.anchor).number = annex.number
        label = f"Phụ lục {annex.number}".rstrip()
        self._composed(Element.ANNEX_LABEL, label, file.header.title)
        self._taken(Element.TITLE)
        self._composed(
            Element.REFERENCE_LINE,
            plain_text(annex.reference_line),
            file.header.lead or file.header.title,
        )
        self._body(annex.before)
        if annex.table is not None:
            self._table(annex.table, file)
        self._body(annex.after)

    def _table(self, table: TableContent, file: AnnexFile) -> None:
        part = len(self._parts) - 1
        shift = 1 if table.numbering else 0
        for nth, column in enumerate(file.columns):
            piece = self._scalar(Element.COLUMN_HEADING, column.heading)
            piece.row, piece.column = 0, nth + shift
        rows: list[Row] = []
        for number, row in enumerate(table.rows, 1):
            heading = None
            cells: list[tuple[Piece, ...]] = []
            if row.heading is not None:
                heading = self._taken(Element.ROW_HEADING)
                heading.row, heading.column, heading.anchor = number, 0, row.anchor
                heading.label, heading.level = row.label, row.level
            else:
                for nth, cell in enumerate(row.cells):
                    lines = self._cell() if cell else ()
                    for piece in lines:
                        piece.row, piece.column, piece.anchor = number, nth + shift, row.anchor
                        piece.level = row.level
                    cells.append(lines)
            rows.append(Row(part, row.label, row.level, heading, tuple(cells), row.anchor))
        headings = tuple(c.heading for c in table.columns)
        self._tables.append(Table(part, headings, rows, numbered=bool(table.numbering)))

    def _cell(self) -> tuple[Piece, ...]:
        """The pieces of one cell: a line each, a dash in front of it taken off."""
        passage = self._take()
        pieces: list[Piece] = []
        start = 0
        for line in passage.text.split("\n"):
            words = line.removeprefix("- ").lstrip() if line.startswith("- ") else line
            if words:
                begin = start + len(line) - len(words)
                spot = _PassageSpot(passage, self._file(passage.scalar), -begin)
                piece = self._put(Element.CELL, words, spot)
                piece.label = "-" if words is not line else ""
                pieces.append(piece)
            start += len(line) + 1
        self._notes()
        return tuple(pieces)

    def _body(self, paragraphs: Sequence[Paragraph]) -> None:
        for paragraph in paragraphs:
            if paragraph.role in HEADINGS:
                piece = self._taken(Element.HEADING_TITLE)
                piece.level = HEADINGS[paragraph.role]
            else:
                element, level = ELEMENTS[paragraph.role]
                piece = self._taken(element)
                piece.level = level
            piece.label, piece.anchor = paragraph.label, paragraph.anchor

    def _registers(self) -> None:
        self._part(PartKind.REGISTER, "", None)
        for key, entry in self._dossier.documents.items():
            for name, value in (("so", entry.number), ("co_quan", entry.issuer),
                                ("trich_yeu", entry.subject)):  # fmt: skip
                self._entry(key, name, value)
        for key, unit in self._dossier.units.items():
            self._entry(key, "ten", unit.name)
            self._entry(key, "ten_tat", unit.short_name)
        presentation = self._dossier.decision.presentation
        for name, field in type(presentation).model_fields.items():
            value = getattr(presentation, name)
            if isinstance(value, Scalar):
                self._scalar(Element.CHOICE, value).label = field.alias or name

    def _entry(self, key: str, name: str, value: Scalar | None) -> None:
        if value is not None:
            piece = self._scalar(Element.REGISTER, value)
            piece.anchor, piece.label = key, name

    # --- pieces ----------------------------------------------------------------------------------

    def _part(self, kind: PartKind, title: str, anchor: str | None) -> PaperPart:
        part = PaperPart(kind, title, anchor=anchor)
        self._parts.append(part)
        return part

    def _put(self, element: Element, words: str, spot: _PassageSpot | _ScalarSpot) -> Piece:
        piece = Piece(element, words, spot, len(self._parts) - 1)
        self._pieces.append(piece)
        return piece

    def _scalar(self, element: Element, scalar: Scalar) -> Piece:
        return self._put(element, scalar.value, _ScalarSpot(scalar, self._file(scalar)))

    def _composed(self, element: Element, words: str, scalar: Scalar) -> Piece:
        return self._put(element, words, _ScalarSpot(scalar, self._file(scalar), composed=True))

    def _taken(self, element: Element, printed: str | None = None, shift: int = 0) -> Piece:
        """The next text, printed as it was written unless `printed` says how."""
        passage = self._take()
        spot = _PassageSpot(passage, self._file(passage.scalar), shift)
        piece = self._put(element, passage.text if printed is None else printed, spot)
        self._notes()
        return piece

    def _notes(self) -> None:
        for passage in self._following_notes():
            self._put(Element.NOTE, passage.text, _PassageSpot(passage, self._file(passage.scalar)))

    def _take(self) -> Passage:
        self._next += 1
        return self._passages[self._next - 1]

    def _following_notes(self) -> Iterator[Passage]:
        while self._next < len(self._passages) and self._passages[self._next].in_note:
            yield self._take()

    def _file(self, scalar: Scalar) -> Path:
        name = scalar.source.path.replace("\\", "/").rpartition("/")[2]
        return self._files[name]


def _value(scalar: Scalar | None) -> str:
    return "" if scalar is None else scalar.value
