"""A dossier's content as a version: every text it prints, by id, and all else that it says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.check.elements import Element
from qdgen.content.fields import Model
from qdgen.content.loader import Dossier
from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    VerbatimBasis,
    cells_of,
)
from qdgen.content.model import Row as RowContent
from qdgen.content.nodes import Scalar
from qdgen.document.model import (
    Annex,
    Attachment,
    Cell,
    Decision,
    Document,
    Inline,
    Inlines,
    LineBreak,
    Row,
    Run,
    Table,
    plain_text,
)
from qdgen.document.passages import Passage
from qdgen.document.resolve import DEFAULT_LEAD, resolve
from qdgen.review.content_bodies import BodyReader
from qdgen.review.unit import Unit, Version
from qdgen.review.unit_writer import UnitWriter

HEAD = "quyet-dinh"
"""What the keys of the decision's own head and foot begin with; no id may be called so."""


def content_version(dossier: Dossier, name: str) -> Version:
    """The version of a dossier that is known to resolve without mistakes, called `name`."""
    passages: list[Passage] = []
    document, _ = resolve(dossier, passages)
    return version_of(dossier, document, passages, name)


def version_of(
    dossier: Dossier, document: Document, passages: Sequence[Passage], name: str
) -> Version:
    """The version of a resolved dossier; `passages` are all its texts in print order, as `resolve`
    gives them."""
    reader = _Reader(dossier, document, passages)
    reader.read()
    return Version(
        name,
        reader.writer.units,
        reader.writer.parents,
        dict(_registers(dossier)),
        dict(_settings(dossier)),
    )


class _Reader:
    def __init__(self, dossier: Dossier, document: Document, passages: Sequence[Passage]) -> None:
        self._dossier = dossier
        self._document = document
        self.writer = UnitWriter(document, passages)
        self._attached_to = dict(_attached_to(dossier))

    def read(self) -> None:
        for part in self._document.parts:
            self.writer.enter(part.anchor, self._attached_to.get(part.anchor, ""))
            match part:
                case Decision():
                    self._decision(part)
                case Attachment():
                    self._attachment(part)
                case Annex():
                    self._annex(part)

    # --- the decision ----------------------------------------------------------------------------

    def _decision(self, decision: Decision) -> None:
        content = self._dossier.decision
        header = content.header
        if header.parent is not None:
            self._line(
                "co_quan_chu_quan", Element.PARENT_ORGAN, decision.parent_organ, header.parent
            )
        self._line("co_quan_ban_hanh", Element.ORGAN, decision.organ, header.organ)
        self._line("so", Element.NUMBER, decision.number_line, header.number, header.symbol)
        self._line(
            "ngay", Element.PLACE_DATE, decision.date_line, header.place, header.day, header.year
        )
        self._line("loai", Element.TYPE, decision.type, header.type)
        self._taken(f"{HEAD}/trich_yeu", Element.SUBJECT, decision.subject)
        self._line("tham_quyen", Element.AUTHORITY, decision.authority, header.authority)
        counts = {"nguyen_van": 0, "de_nghi": 0}
        for basis, printed in zip(content.bases, decision.bases, strict=True):
            if isinstance(basis, Scalar):
                self._taken(f"{HEAD}/can_cu/{basis}", Element.BASIS, printed)
                continue
            name = "nguyen_van" if isinstance(basis, VerbatimBasis) else "de_nghi"
            counts[name] += 1
            key = f"{HEAD}/can_cu/{name}/{counts[name]}"
            self._taken(key, Element.BASIS, printed, is_counted=True)
        BodyReader(self.writer, decision.body).articles(content.articles, HEAD)
        for nth, printed in enumerate(decision.recipients, 1):
            key = f"{HEAD}/noi_nhan/{nth}"
            self._taken(key, Element.RECIPIENT, printed, label="-", is_counted=True)
        signature, printed_block = content.signature, decision.signature
        if printed_block.capacity or signature.capacity:
            self._line(
                "ky/quyen_han",
                Element.CAPACITY,
                "\n".join(printed_block.capacity),
                signature.capacity or signature.position,
            )
        self._line("ky/chuc_vu", Element.POSITION, printed_block.position, signature.position)
        if signature.name is not None:
            self._line("ky/ho_ten", Element.SIGNER, printed_block.name, signature.name)

    def _taken(
        self,
        key: str,
        element: Element,
        printed: Inlines,
        *,
        label: str = "",
        is_counted: bool = False,
    ) -> None:
        """The next text of the head or foot that was resolved."""
        passage = self.writer.take()
        words = plain_text(printed)
        self.writer.put(
            Unit(
                key,
                element,
                HEAD,
                "",
                printed,
                label,
                is_counted=is_counted,
                # The mark that `resolve` sets between căn cứ and between recipients.
                ending="" if words.endswith(passage.text) else words[-1:],
                written=passage.scalar.value,
                scalar=passage.scalar,
                passage=passage,
            )
        )

    def _line(self, name: str, element: Element, words: str, *scalars: Scalar | None) -> None:
        """A text of the head or the foot, made from `scalars`."""
        self.writer.put(
            Unit(
                f"{HEAD}/{name}",
                element,
                HEAD,
                "",
                _as_inlines(words),
                written="\n".join("" if scalar is None else scalar.value for scalar in scalars),
                scalar=next((scalar for scalar in scalars if scalar is not None), None),
            )
        )

    # --- what is attached ------------------------------------------------------------------------

    def _attachment(self, attachment: Attachment) -> None:
        stem = attachment.anchor
        file = self._dossier.attachments[stem]
        if not isinstance(file, AttachedFile):
            raise TypeError(stem)
        header = self._dossier.decision.header
        if header.parent is not None:
            self._part_line(
                "co_quan_chu_quan",
                Element.PARENT_ORGAN,
                attachment.parent_organ,
                header.parent,
                is_derived=True,
            )
        self._part_line(
            "co_quan_ban_hanh", Element.ORGAN, attachment.organ, header.organ, is_derived=True
        )
        self._part_line("loai", Element.TYPE, attachment.type_line, file.header.type)
        self._part_title(attachment.title)
        self._reference_line(attachment.reference_line, file.header.lead)
        BodyReader(self.writer, attachment.body).attached(file, stem)
        if file.closing is not None:
            self._part_line("cuoi", Element.CLOSING, attachment.closing, file.closing)

    def _part_title(self, printed: Inlines, label: str = "") -> None:
        passage, stem = self.writer.take(), self.writer.part
        self.writer.put(
            Unit(
                stem,
                Element.TITLE,
                stem,
                stem,
                printed,
                label,
                is_title=True,
                written=passage.scalar.value,
                scalar=passage.scalar,
                passage=passage,
            )
        )

    def _reference_line(self, printed: Inlines, lead: Scalar | None) -> None:
        self._part_line(
            "loi_dan", Element.REFERENCE_LINE, plain_text(printed), lead, default=DEFAULT_LEAD
        )

    def _part_line(
        self,
        name: str,
        element: Element,
        words: str,
        scalar: Scalar | None,
        *,
        is_derived: bool = False,
        default: str = "",
    ) -> None:
        stem = self.writer.part
        self.writer.put(
            Unit(
                f"{stem}/{name}",
                element,
                stem,
                stem,
                _as_inlines(words),
                is_derived=is_derived,
                written=default if scalar is None else scalar.value,
                scalar=scalar,
            )
        )

    def _annex(self, annex: Annex) -> None:
        stem = annex.anchor
        file = self._dossier.attachments[stem]
        if not isinstance(file, AnnexFile):
            raise TypeError(stem)
        self._part_title(annex.title, f"Phụ lục {annex.number}".rstrip())
        self._reference_line(annex.reference_line, file.header.lead)
        BodyReader(self.writer, annex.before).outline(file.text, file.sections, stem, "noi_dung")
        if annex.table is not None:
            for column in file.columns:
                heading = column.heading
                self._part_line(f"cot/{column.key}", Element.COLUMN_HEADING, heading.value, heading)
            above = [stem]
            for row, content in zip(annex.table.rows, _all_rows(file.rows), strict=True):
                del above[row.level + 1 :]
                self.writer.parents[row.anchor] = above[-1]
                above.append(row.anchor)
                self._row(row, annex.table, content)
        BodyReader(self.writer, annex.after).outline(file.notes, (), stem, "ghi_chu")

    def _row(self, row: Row, table: Table, content: RowContent) -> None:
        anchor, written = row.anchor, cells_of(content)
        passage = None if row.heading is None else self.writer.take()
        self.writer.put(
            Unit(
                anchor,
                Element.ROW_NUMBER if row.heading is None else Element.ROW_HEADING,
                self.writer.part,
                anchor,
                row.heading or (),
                row.label,
                is_title=passage is not None,
                level=row.level,
                written="" if passage is None else passage.scalar.value,
                scalar=content.id if passage is None else passage.scalar,
                passage=passage,
            )
        )
        for column, cell in zip(table.columns, row.cells, strict=False):
            passage = self.writer.take() if cell or written.get(column.key) else None
            self.writer.put(
                Unit(
                    f"{anchor}/{column.key}",
                    Element.CELL,
                    self.writer.part,
                    anchor,
                    _lines(cell),
                    written="" if passage is None else passage.scalar.value,
                    scalar=None if passage is None else passage.scalar,
                    passage=passage,
                )
            )


def _as_inlines(words: str) -> Inlines:
    return (Run(words),) if words else ()


def _all_rows(rows: Sequence[RowContent]) -> Iterator[RowContent]:
    for row in rows:
        yield row
        yield from _all_rows(row.rows)


def _lines(cell: Cell) -> Inlines:
    """A cell as one text: a line break between its lines, "- " before a dash line."""
    if not cell:
        return ()
    if len(cell) == 1 and not cell[0].dash:
        return cell[0].inlines
    inlines: list[Inline] = []
    for line in cell:
        if inlines:
            inlines.append(LineBreak())
        if line.dash:
            inlines.append(Run("- "))
        inlines += line.inlines
    return tuple(inlines)


# --- what is not printed by itself ----------------------------------------------------------------


def _attached_to(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for stem in dossier.decision.attachments:
        yield stem.value, HEAD
    for name, file in dossier.attachments.items():
        for stem in getattr(file, "attachments", ()):
            yield stem.value, name


def _registers(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for register in (dossier.documents, dossier.units):
        for key, entry in register.items():
            for name, value in _scalars(entry):
                yield f"{key}/{name}", value


def _settings(dossier: Dossier) -> Iterator[tuple[str, str]]:
    for name, value in _scalars(dossier.decision.presentation):
        yield f"trinh_bay/{name}", value
    for stem, file in dossier.attachments.items():
        if not isinstance(file, AnnexFile):
            continue
        if file.header.orientation is not None:
            yield f"{stem}/huong_giay", file.header.orientation.value
        if file.number_width is not None:
            yield f"{stem}/rong_stt", file.number_width.value
        if file.numbering:
            yield f"{stem}/stt", " · ".join(pattern.value for pattern in file.numbering)
        if file.columns:
            yield f"{stem}/cot", ", ".join(column.key.value for column in file.columns)
        for shape in file.columns:
            yield f"{stem}/cot/{shape.key}/rong", shape.width.value


def _scalars(model: Model) -> Iterator[tuple[str, str]]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, Scalar):
            yield field.alias or name, value.value
