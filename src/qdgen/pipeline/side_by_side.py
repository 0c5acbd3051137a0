"""The Bảng so sánh of two versions, from what they are to the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from qdgen.check.elements import Element
from qdgen.errors import UsageError
from qdgen.messages import text
from qdgen.pipeline.versions import Side
from qdgen.review.compare import compare
from qdgen.review.side_by_side.from_versions import rows_of, subject_of
from qdgen.review.side_by_side.reasons import Reasons, read_reasons
from qdgen.review.side_by_side.rows import Row, SideBySide
from qdgen.tree import shipped_templates, shown, template_folder
from qdgen.word.package import write_package
from qdgen.word.properties import document_date
from qdgen.word.templates import COMPARISON, load_template

CURRENT, EARLIER, DRAFT, REASON = "HIỆN HÀNH", "BẢN TRƯỚC", "DỰ THẢO", "THUYẾT MINH"
SUFFIXES = (".docx", ".xlsx")
# What a file bears whose decision is not known but from its own words.
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class TableOrder:
    """What is asked for: the heading of the old column ("" for the usual one), and whether what
    stays as it is is shown too; `here` is the current folder."""

    here: Path
    old_heading: str = ""
    with_unchanged: bool = False


@dataclass(frozen=True, slots=True)
class MadeTable:
    """The table, with the reasons it was made with (None where no dossier lies here to keep them),
    the changes that lack one, and the keys of reasons for what is not changed."""

    table: SideBySide
    reasons: Reasons | None
    without_reason: Sequence[Row]
    idle: Sequence[str]

    @property
    def new_entries(self) -> list[tuple[str, str]]:
        """The key and the name of each change that the file of reasons knows nothing of."""
        known = self.reasons.words if self.reasons is not None else {}
        return [(row.key, row.name) for row in self.without_reason if row.key not in known]


def check_target(path: Path) -> None:
    """Raise UsageError where `path` names no file that a table can be written to."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(
            text("{file} is neither a .docx nor a .xlsx", file=path),
            text("End the name in .docx for Word, in .xlsx for Excel."),
        )


def make_table(old: Side, new: Side, order: TableOrder) -> MadeTable:
    """Compare two sides. Raises ContentError for mistakes in the file of reasons."""
    folder = new.path or old.path
    reasons = read_reasons(folder, shown(folder, order.here)) if folder is not None else None
    words = reasons.words if reasons is not None else {}
    rows, notes = rows_of(
        compare(old.version, new.version), words, with_unchanged=order.with_unchanged
    )
    is_same = old.path is not None and new.path is not None and old.path.samefile(new.path)
    old_heading = order.old_heading or (EARLIER if is_same else CURRENT)
    document = new.document or old.document
    heads = {unit.element: unit.text for unit in reversed(new.version.units)}
    table = SideBySide(
        parent_organ=heads.get(Element.PARENT_ORGAN, ""),
        organ=heads.get(Element.ORGAN, ""),
        subject=f"Dự thảo {subject_of(new.version.units)}",
        versions=f"({old_heading.capitalize()}: {old.name}; dự thảo: {new.name})",
        headings=(old_heading, DRAFT, REASON),
        rows=rows,
        date=_NO_DATE if document is None else document_date(document),
        notes=notes,
    )
    changes = list(table.changes())
    changed = {row.key for row in changes}
    return MadeTable(
        table,
        reasons,
        [row for row in changes if not row.reason],
        [key for key, reason in words.items() if reason and key not in changed],
    )


def write_table(table: SideBySide, path: Path, dossier: Path | None, here: Path) -> None:
    """Write the table as its suffix says (see `check_target`); a Word file in the looks of the
    nearest template. Raises TemplateError, OutputError."""
    if path.suffix.lower() == ".xlsx":
        from qdgen.review.side_by_side.workbook import workbook_parts

        write_package(workbook_parts(table), path)
        return
    from qdgen.review.side_by_side.word_file import word_parts

    # A folder of templates may be older than this one.
    folders = (template_folder(dossier or here, here), shipped_templates())
    folder = next((f for f in folders if (f / COMPARISON).is_file()), folders[0])
    write_package(word_parts(table, load_template(folder / COMPARISON)), path)
