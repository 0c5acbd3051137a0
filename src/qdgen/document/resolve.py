"""A dossier's content into the resolved document, in print order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qdgen.content.figures import FIGURES
from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    FilingRecipient,
    ProposalBasis,
    VerbatimBasis,
    cells_of,
    parse_date,
)
from qdgen.content.model import Row as RowContent
from qdgen.content.nodes import Scalar
from qdgen.diagnostics import Diagnostic
from qdgen.document.body import BodyResolver
from qdgen.document.inlines import InlineResolver, merge_runs
from qdgen.document.model import (
    Annex,
    Attachment,
    Cell,
    CellParagraph,
    Column,
    Decision,
    Document,
    Inline,
    Inlines,
    Layout,
    LineBreak,
    Link,
    PageNumbering,
    Part,
    Reference,
    Row,
    Run,
    SignatureBlock,
    Table,
    plain_text,
)
from qdgen.document.passages import Passage
from qdgen.document.places import DECISION, Place, find_places, row_numbering
from qdgen.messages import text
from qdgen.vietnamese import document_number, long_date

if TYPE_CHECKING:
    from qdgen.content.loader import Dossier

_SYMBOL = re.compile(r"(\d+(?:/\d{4})?/[^\W\d_][\w-]*)")
_ENDINGS = (";", ",", ".")
_NUMBER_BLANK = " " * 8
_DATE_BLANK = " " * 5
_DASH = "- "
DEFAULT_LEAD = "Kèm theo"
"""How a reference line begins where `loi_dan` does not say."""
_DEFAULT_NUMBER_WIDTH_CM = 1.2


def resolve(
    dossier: Dossier, passages: list[Passage] | None = None, *, annex_lines_open: bool = False
) -> tuple[Document, list[Diagnostic]]:
    """Settle everything in `dossier`. With errors among them, do not use the document.

    Where `passages` is given, every text resolved is added to it, in print order. With
    `annex_lines_open` the reference lines of annexes leave number and date open, as an electronic
    document may (NĐ 30/2020/NĐ-CP, Phụ lục I, III.1.c).
    """
    return _Resolver(dossier, passages, annex_lines_open).document()


class _Resolver:
    def __init__(
        self, dossier: Dossier, passages: list[Passage] | None, annex_lines_open: bool
    ) -> None:
        self._dossier = dossier
        self._annex_lines_open = annex_lines_open
        self._header = dossier.decision.header
        self._presentation = dossier.decision.presentation
        self._places = find_places(dossier)
        self._inlines = InlineResolver(dossier, self._places, passages)
        self._body = BodyResolver(self._inlines, self._places)
        self._day = parse_date(self._header.day.value) if self._header.day else None

    def document(self) -> tuple[Document, list[Diagnostic]]:
        self._check_header()
        for declared in self._places.overfull:
            self._inlines.report(
                "list-too-long",
                text("there is no letter left for this item"),
                text("a list has 23 letters (a to y) and an outline three levels: divide it"),
                declared,
            )
        parts: list[Part] = [self._decision()]
        for stem, file in self._dossier.attachments.items():
            place = self._places[stem]
            if isinstance(file, AnnexFile):
                parts.append(self._annex(file, place))
            else:
                parts.append(self._attachment(file, place))
        subject = _one_line(plain_text(self._decision_subject))
        document = Document(
            name=self._dossier.name,
            title=f"{self._header.type} {subject}",
            subject=subject,
            year=int(self._header.year.value),
            day=self._day,
            parts=tuple(parts),
            notes=tuple(self._inlines.notes),
            pages=PageNumbering(
                restart=_chosen(self._presentation.page_numbers) != "liên tục",
                first_annex_page_shown=_chosen(self._presentation.first_annex_page_number)
                == "hiện",
            ),
            anchors=tuple(self._places),
            presentation=tuple(self._chosen_otherwise()),
        )
        return document, self._inlines.found()

    def _chosen_otherwise(self) -> Iterator[tuple[str, str]]:
        chosen = self._presentation
        for key, scalar, usual in (
            ("so_trang", chosen.page_numbers, "riêng từng phần"),
            ("so_trang_dau_phu_luc", chosen.first_annex_page_number, "ẩn"),
            ("ten_phu_luc", chosen.annex_title, "chữ hoa"),
            ("ten_kem_theo", chosen.attached_title, "tách tên loại"),
        ):
            value = _chosen(scalar)
            if value and value != usual:
                yield key, value

    def _check_header(self) -> None:
        header = self._header
        if self._day is not None and header.day and str(self._day.year) != header.year.value:
            self._inlines.report(
                "year-differs",
                text(
                    "ngay is in {year}, but nam is {other}", year=self._day.year, other=header.year
                ),
                text("make nam and ngay agree"),
                header.day,
            )

    def _decision(self) -> Decision:
        content, header = self._dossier.decision, self._header
        place = self._places[DECISION]
        self._decision_subject = self._inlines.resolve(header.subject, place)
        bases = [self._basis(basis, place) for basis in content.bases]
        body = self._body.articles(content.articles)
        recipients: list[Inlines] = []
        for recipient in content.recipients:
            if isinstance(recipient, FilingRecipient):
                found = self._inlines.resolve(recipient.filing, place)
                recipients.append(merge_runs((Run("Lưu: "), *found)))
            else:
                recipients.append(self._inlines.resolve(recipient, place))
        number = document_number(int(header.number.value)) if header.number else _NUMBER_BLANK
        signature = content.signature
        above = signature.capacity.value.splitlines() if signature.capacity else []
        *more_above, position = signature.position.value.splitlines()
        return Decision(
            anchor=DECISION,
            type=header.type.value.upper(),
            parent_organ=header.parent.value.upper() if header.parent else "",
            organ=header.organ.value.upper(),
            number_line=f"Số: {number}/{header.symbol}"
            if header.number
            else f"Số:{number}/{header.symbol}",
            date_line=f"{header.place}, {self._date_words()}",
            subject=self._decision_subject,
            authority=header.authority.value.upper(),
            bases=tuple(_ended(bases)),
            body=body,
            recipients=tuple(_ended(recipients)),
            signature=SignatureBlock(
                capacity=(*above, *more_above),
                position=position,
                name=signature.name.value if signature.name else "",
            ),
        )

    def _basis(self, basis: Scalar | VerbatimBasis | ProposalBasis, place: Place) -> Inlines:
        if isinstance(basis, VerbatimBasis):
            return self._inlines.resolve(basis.verbatim, place)
        if isinstance(basis, ProposalBasis):
            found = self._inlines.resolve(basis.proposer, place)
            return merge_runs((Run("Theo đề nghị của "), *found))
        return self._inlines.basis(basis, place)

    def _attachment(self, file: AttachedFile, place: Place) -> Attachment:
        title = self._inlines.resolve(file.header.title, place)
        type_line = ""
        if _chosen(self._presentation.attached_title) == "chữ hoa":
            title = _upper(title)
        else:
            type_line, title = _split_type(file.header.type.value, title)
        layout = Layout.ARTICLES if file.parts or file.chapters or file.articles else Layout.OUTLINE
        return Attachment(
            anchor=place.id,
            layout=layout,
            parent_organ=self._header.parent.value.upper() if self._header.parent else "",
            organ=self._header.organ.value.upper(),
            type_line=type_line,
            title=title,
            reference_line=self._reference_line(file.header.lead),
            body=self._body.attached(file, place),
            closing=file.closing.value if file.closing else "",
        )

    def _annex(self, file: AnnexFile, place: Place) -> Annex:
        title = self._inlines.resolve(file.header.title, place)
        if _chosen(self._presentation.annex_title) != "chữ thường":
            title = _upper(title)
        reference_line = self._reference_line(file.header.lead, is_open=self._annex_lines_open)
        before = self._body.outline(file.text, file.sections, place)
        table = self._table(file) if file.columns else None
        return Annex(
            anchor=place.id,
            number=place.number,
            title=title,
            reference_line=reference_line,
            landscape=_chosen(file.header.orientation) == "ngang",
            before=before,
            table=table,
            after=self._body.outline(file.notes, (), place),
        )

    def _table(self, file: AnnexFile) -> Table:
        columns = tuple(
            Column(
                c.key.value,
                c.heading.value,
                _centimetres(c.width),
                c.kind is not None and c.kind.value == FIGURES,
            )
            for c in file.columns
        )
        keys = tuple(c.key for c in columns)
        return Table(
            columns=columns,
            numbering=row_numbering(file),
            rows=tuple(self._rows(file.rows, keys, 0)),
            number_width_cm=_centimetres(file.number_width)
            if file.number_width
            else _DEFAULT_NUMBER_WIDTH_CM,
        )

    def _rows(self, rows: Sequence[RowContent], keys: tuple[str, ...], level: int) -> Iterator[Row]:
        labels = self._places.row_labels
        for row in rows:
            anchor = row.id.value
            place = self._places[anchor]
            if row.title is not None:
                heading = self._inlines.resolve(row.title, place)
                yield Row(anchor, level, labels[anchor], heading)
            else:
                given = cells_of(row)
                cells = tuple(self._cell(given.get(key), place) for key in keys)
                yield Row(anchor, level, labels[anchor], None, cells)
            yield from self._rows(row.rows, keys, level + 1)

    def _cell(self, scalar: Scalar | None, place: Place) -> Cell:
        if scalar is None or not scalar.value:
            return ()
        inlines = self._inlines.resolve(scalar, place)
        only = inlines[0] if len(inlines) == 1 else None
        if isinstance(only, Run) and not only.text.startswith(_DASH):
            return (CellParagraph(inlines),)  # nearly every cell: kept short
        return tuple(_cell_lines(inlines))

    def _reference_line(self, lead: Scalar | None, *, is_open: bool = False) -> Inlines:
        header = self._header
        number = _NUMBER_BLANK
        if header.number and not is_open:
            number = f" {document_number(int(header.number.value))}"
        words = (
            f"({lead or DEFAULT_LEAD} {header.type} số{number}/{header.symbol}"
            f" {self._date_words(is_open=is_open)} của {header.authority})"
        )
        return (Run(words),)

    def _date_words(self, *, is_open: bool = False) -> str:
        if self._day is not None and not is_open:
            return f"ngày {long_date(self._day)}"
        return f"ngày{_DATE_BLANK}tháng{_DATE_BLANK}năm {self._header.year}"


def _chosen(scalar: Scalar | None) -> str:
    return scalar.value if scalar is not None else ""


def _centimetres(scalar: Scalar) -> float:
    return float(scalar.value.replace(",", "."))


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _upper(inlines: Inlines) -> Inlines:
    return tuple(_upper_inline(i) for i in inlines)


def _upper_inline(inline: Inline) -> Inline:
    match inline:
        case Run():
            return replace(inline, text=_capitals(inline.text))
        case Link() | Reference():
            return replace(inline, run=replace(inline.run, text=_capitals(inline.run.text)))
    return inline


def _capitals(words: str) -> str:
    """`words` in capitals, but for the number and symbol of a document: 142/QĐ-TTg."""
    pieces = _SYMBOL.split(words)
    return "".join(p if i % 2 else p.upper() for i, p in enumerate(pieces))


def _split_type(type_name: str, title: Inlines) -> tuple[str, Inlines]:
    """The type as a line of its own, and the rest of the title in sentence case."""
    first = title[0] if title else None
    if not isinstance(first, Run) or not first.text.casefold().startswith(type_name.casefold()):
        return type_name.upper(), title
    rest = first.text[len(type_name) :].lstrip()
    rest = rest[:1].upper() + rest[1:]
    return type_name.upper(), merge_runs((Run(rest, first.bold, first.italic), *title[1:]))


def _ended(lines: Sequence[Inlines]) -> Iterator[Inlines]:
    """ ";" after each line and "." after the last, unless the words already end in a mark
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.a and II.9.d)."""
    for index, line in enumerate(lines):
        if plain_text(line).endswith(_ENDINGS):
            yield line
        else:
            yield merge_runs((*line, Run("." if index == len(lines) - 1 else ";")))


def _cell_lines(inlines: Inlines) -> Iterator[CellParagraph]:
    line: list[Inline] = []
    for inline in (*inlines, LineBreak()):
        if not isinstance(inline, LineBreak):
            line.append(inline)
            continue
        if line:
            first = line[0]
            dash = isinstance(first, Run) and first.text.startswith(_DASH)
            if dash and isinstance(first, Run):
                line[0] = Run(first.text[len(_DASH) :].lstrip(), first.bold, first.italic)
            yield CellParagraph(merge_runs(line), dash)
        line = []
