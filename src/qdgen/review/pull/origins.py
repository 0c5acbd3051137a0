"""Every paragraph a dossier prints, joined to the characters of the content it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from qdgen.content.loader import Dossier
from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    FilingRecipient,
    ProposalBasis,
    VerbatimBasis,
)
from qdgen.content.nodes import Scalar
from qdgen.document.model import (
    Annex,
    Attachment,
    CellParagraph,
    Decision,
    Document,
    Inlines,
    Paragraph,
    Role,
    Row,
    Run,
    Table,
)
from qdgen.document.passages import Passage
from qdgen.review.unit import marked_text

_FILING = "Lưu: "
_PROPOSAL = "Theo đề nghị của "
_LITERAL_LABEL = (Role.POINT, Role.OUTLINE_3)


class Sort(Enum):
    """What a paragraph is in the structure of the content."""

    HEAD = "head"
    """What stands once: names, subject, title, signature."""
    BASIS = "can_cu"
    RECIPIENT = "noi_nhan"
    PROVISION = "provision"
    """The first paragraph of what an id names: Điều, khoản, a section, a chapter."""
    TEXT = "noi_dung"
    DASH = "gach"
    PLUS = "gach-plus"
    ROW = "hang"
    """A row, by its heading or by the mark of its number."""
    CELL = "cell"
    FIXED = "fixed"
    """Words of the template."""


@dataclass(slots=True, eq=False)
class Origin:
    """A printed paragraph (or a line of a cell). `text` is as printed, NOTE_MARK for a footnote;
    `passage` the content it was made from, `shift` how many printed characters come before the
    passage's first one (negative where that many of its own are left out), `alone` a scalar that
    is printed as it stands, or that the program made the text of (`is_made`)."""

    sort: Sort
    key: str
    owner: str
    part: str
    text: str
    role: Role | None = None
    anchor: str = ""
    label: str = ""
    passage: Passage | None = None
    alone: Scalar | None = None
    shift: int = 0
    is_made: bool = False
    is_upper: bool = False
    notes: list[Passage] = field(default_factory=list)
    column: str = ""
    """The key of the column of a cell."""
    level: int = 0

    @property
    def scalar(self) -> Scalar | None:
        """The text of the content it comes from."""
        return self.passage.scalar if self.passage is not None else self.alone


def origins(dossier: Dossier, document: Document, passages: Sequence[Passage]) -> list[Origin]:
    """Everything `document` prints, in the order of the content; `passages` as `resolve` gives
    them."""
    return _Walk(dossier, document, passages).all()


class _Walk:
    def __init__(self, dossier: Dossier, document: Document, passages: Sequence[Passage]) -> None:
        self._dossier = dossier
        self._document = document
        self._passages = passages
        self._next = 0
        self._found: list[Origin] = []
        self._part = ""
        self._owner = ""
        self._counts: dict[str, int] = {}

    def all(self) -> list[Origin]:
        for part in self._document.parts:
            self._part = self._owner = part.anchor
            match part:
                case Decision():
                    self._decision(part)
                case Attachment():
                    self._attachment(part)
                case Annex():
                    self._annex(part)
        return self._found

    # --- parts -----------------------------------------------------------------------------------

    def _decision(self, decision: Decision) -> None:
        content = self._dossier.decision
        header = content.header
        if header.parent is not None:
            self._alone("co_quan_chu_quan", header.parent, decision.parent_organ)
        self._alone("co_quan_ban_hanh", header.organ, decision.organ)
        self._made("so", decision.number_line, header.number or header.symbol)
        self._made("ngay", decision.date_line, header.day or header.place)
        self._alone("loai", header.type, decision.type, anchor=decision.anchor)
        self._taken(Sort.HEAD, "trich_yeu", decision.subject)
        self._alone("tham_quyen", header.authority, decision.authority)
        for basis, printed in zip(content.bases, decision.bases, strict=True):
            shift = len(_PROPOSAL) if isinstance(basis, ProposalBasis) else 0
            origin = self._taken(Sort.BASIS, self._count("can_cu"), printed, shift=shift)
            origin.is_made = not isinstance(basis, VerbatimBasis | ProposalBasis)
        self._body(decision.body)
        self._owner = decision.anchor
        for recipient, printed in zip(content.recipients, decision.recipients, strict=True):
            shift = len(_FILING) if isinstance(recipient, FilingRecipient) else 0
            origin = self._taken(Sort.RECIPIENT, self._count("noi_nhan"), printed, shift=shift)
            origin.label = "-"
        signature, signed = decision.signature, content.signature
        from_capacity = len(signed.capacity.value.splitlines()) if signed.capacity else 0
        for nth, line in enumerate(signature.capacity):
            of_capacity = nth < from_capacity and signed.capacity is not None
            self._line("quyen_han" if of_capacity else "chuc_vu",
                       signed.capacity if of_capacity and signed.capacity else signed.position,
                       line, nth if of_capacity else nth - from_capacity)  # fmt: skip
        last = len(signed.position.value.splitlines()) - 1
        self._line("chuc_vu", signed.position, signature.position, last)
        if signed.name is not None:
            self._alone("ho_ten", signed.name, signature.name)

    def _attachment(self, attachment: Attachment) -> None:
        file = self._dossier.attachments[attachment.anchor]
        if not isinstance(file, AttachedFile):
            raise TypeError(attachment.anchor)
        header = self._dossier.decision.header
        if header.parent is not None:
            self._made("co_quan_chu_quan", attachment.parent_organ, header.parent)
        self._made("co_quan_ban_hanh", attachment.organ, header.organ)
        if attachment.type_line:
            self._made("loai", attachment.type_line, file.header.type)
        title = self._taken(Sort.HEAD, "tieu_de", attachment.title, anchor=attachment.anchor)
        if title.passage is not None and attachment.type_line:
            title.shift = len(title.text) - len(_marked(title.passage, title.notes))
        self._made("dan_chieu", marked_text(attachment.reference_line),
                   file.header.lead or file.header.title)  # fmt: skip
        self._body(attachment.body)
        self._owner = attachment.anchor
        if file.closing is not None:
            self._alone("cuoi", file.closing, attachment.closing)

    def _annex(self, annex: Annex) -> None:
        file = self._dossier.attachments[annex.anchor]
        if not isinstance(file, AnnexFile):
            raise TypeError(annex.anchor)
        label = f"Phụ lục {annex.number}".rstrip()
        self._made("phu_luc", label, file.header.title, anchor=annex.anchor)
        self._taken(Sort.HEAD, "tieu_de", annex.title)
        self._made("dan_chieu", marked_text(annex.reference_line),
                   file.header.lead or file.header.title)  # fmt: skip
        self._body(annex.before)
        if annex.table is not None:
            self._table(annex.table, file)
        self._owner = annex.anchor
        self._body(annex.after)

    # --- body and table --------------------------------------------------------------------------

    def _body(self, paragraphs: Sequence[Paragraph]) -> None:
        for paragraph in paragraphs:
            role, anchor = paragraph.role, paragraph.anchor or ""
            sort = {Role.TEXT: Sort.TEXT, Role.DASH: Sort.DASH, Role.PLUS: Sort.PLUS}.get(
                role, Sort.PROVISION
            )
            if sort is Sort.PROVISION:
                self._owner = anchor
            key = "" if anchor else self._count(sort.value)
            label, text = paragraph.label, marked_text(paragraph.inlines)
            origin = self._taken(sort, key, paragraph.inlines, anchor=anchor)
            origin.role, origin.label = role, label
            origin.is_upper = bool(text) and role in (
                Role.PART, Role.CHAPTER, Role.SECTION, Role.SUBSECTION, Role.OUTLINE_1
            )  # fmt: skip

    def _table(self, table: Table, file: AnnexFile) -> None:
        for column in file.columns:
            origin = self._alone(f"cot/{column.key}", column.heading, column.heading.value)
            origin.column = column.key.value
        for row in table.rows:
            self._owner = row.anchor
            if row.heading is not None:
                origin = self._taken(Sort.ROW, "", row.heading, anchor=row.anchor)
                origin.label, origin.level = row.label, row.level
            else:
                self._row(row, table)

    def _row(self, row: Row, table: Table) -> None:
        self._found.append(
            Origin(Sort.ROW, row.anchor, row.anchor, self._part, "", anchor=row.anchor,
                   label=row.label, is_made=True, level=row.level)
        )  # fmt: skip
        for column, cell in zip(table.columns, row.cells, strict=True):
            key = f"{row.anchor}/{column.key}"
            passage, notes = None, []
            if cell:
                passage = self._take()
                notes = list(self._following_notes())
            self._found.append(
                Origin(Sort.CELL, key, row.anchor, self._part, cell_text(cell),
                       passage=passage, notes=notes, column=column.key, level=row.level)
            )  # fmt: skip

    # --- origins ---------------------------------------------------------------------------------

    def _count(self, what: str) -> str:
        name = f"{self._owner}/{what}"
        self._counts[name] = self._counts.get(name, 0) + 1
        return f"{what}/{self._counts[name]}"

    def _taken(
        self, sort: Sort, key: str, printed: Inlines, *, shift: int = 0, anchor: str = ""
    ) -> Origin:
        passage = self._take()
        notes = list(self._following_notes())
        whole = f"{self._owner}/{key}" if key else anchor
        origin = Origin(
            sort, whole, self._owner, self._part, marked_text(printed),
            anchor=anchor, passage=passage, shift=shift, notes=notes,
        )  # fmt: skip
        origin.is_upper = _is_upper(origin)
        self._found.append(origin)
        return origin

    def _alone(self, key: str, scalar: Scalar, printed: str, *, anchor: str = "") -> Origin:
        origin = Origin(
            Sort.HEAD, f"{self._part}/{key}", self._owner, self._part, printed,
            anchor=anchor, alone=scalar, is_upper=printed != scalar.value,
        )  # fmt: skip
        self._found.append(origin)
        return origin

    def _line(self, key: str, scalar: Scalar, printed: str, nth: int) -> None:
        lines = scalar.value.split("\n")
        origin = self._alone(f"{key}/{nth + 1}", scalar, printed)
        origin.shift = -sum(len(line) + 1 for line in lines[:nth])
        origin.is_upper = False

    def _made(self, key: str, printed: str, scalar: Scalar, *, anchor: str = "") -> None:
        origin = self._alone(key, scalar, printed, anchor=anchor)
        origin.is_made = True

    def _take(self) -> Passage:
        self._next += 1
        return self._passages[self._next - 1]

    def _following_notes(self) -> Iterator[Passage]:
        while self._next < len(self._passages) and self._passages[self._next].in_note:
            yield self._take()


def cell_text(cell: Sequence[CellParagraph]) -> str:
    """A cell as one text, a line each, a dash line with its dash."""
    return "\n".join(("- " if line.dash else "") + marked_text(line.inlines) for line in cell)


def _is_upper(origin: Origin) -> bool:
    passage = origin.passage
    if passage is None or not origin.text:
        return False
    words = passage.text
    return origin.text.isupper() and not words.isupper() and len(words) > 1


def _marked(passage: Passage, notes: Sequence[Passage]) -> str:
    return passage.text + "\ufffc" * len(notes)


__all__ = ["Origin", "Run", "Sort", "cell_text", "origins"]
