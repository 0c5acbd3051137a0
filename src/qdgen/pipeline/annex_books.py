"""Annexes out into workbooks and back in: files, proof, and what each unit is to do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.loader import Dossier, load_dossier
from qdgen.content.model import AnnexFile
from qdgen.content.nodes import SourceFile
from qdgen.content.problems import Problems
from qdgen.content.text_scan import scan_characters
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, Location, has_errors
from qdgen.document.model import Annex, Document
from qdgen.document.resolve import resolve
from qdgen.errors import ContentError, RefusedError, UsageError
from qdgen.messages import Text, text
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.pipeline.tried import with_texts
from qdgen.replacing import Replacement, cannot_write, replace_together, replacing
from qdgen.reuse.annex_book import book_of, read_book
from qdgen.reuse.annex_edits import carry
from qdgen.reuse.annex_merge import FilledRow, Merge, merge
from qdgen.reuse.annex_table import AnnexTable, TableRow, table_of
from qdgen.reuse.by_unit import rows_by_unit, unit_names
from qdgen.reuse.calendar import calendar_of
from qdgen.reuse.task_slip import task_slip
from qdgen.signing.record import refuse_if_frozen
from qdgen.tree import find_dossiers, shown, template_folder
from qdgen.vietnamese import without_marks
from qdgen.word.compose import compose
from qdgen.word.package import write_package
from qdgen.word.proof import prove_docx
from qdgen.word.templates import Templates
from qdgen.workbooks.reading import read_workbook
from qdgen.workbooks.writing import write_workbook

_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Annexes:
    """A dossier and the tables of its annexes."""

    folder: Path
    dossier: Dossier
    document: Document
    tables: tuple[AnnexTable, ...]


def read_annexes(folder: Path, here: Path, annex: str = "") -> Annexes:
    """The tables of the annexes of a dossier, or of the one called `annex`.

    Raises ContentError, UsageError where there is no such table.
    """
    dossier, document, _ = read_document(folder, here)
    tables = _tables(dossier, document)
    names = [table.annex for table in tables]
    chosen = tuple(table for table in tables if not annex or table.annex == annex)
    if not chosen:
        raise UsageError(
            text("{folder} has no annex with a table called {annex}", folder=shown(folder, here),
                 annex=annex)
            if annex
            else text("{folder} has no annex with a table", folder=shown(folder, here)),
            text("annexes with a table: {names}", names=", ".join(names)) if names else Text(""),
        )  # fmt: skip
    return Annexes(folder, dossier, document, chosen)


def _tables(dossier: Dossier, document: Document) -> tuple[AnnexTable, ...]:
    found = []
    for part in document.parts:
        if not isinstance(part, Annex) or part.table is None:
            continue
        file = dossier.attachments[part.anchor]
        if isinstance(file, AnnexFile):
            found.append(table_of(dossier.name, part.anchor, file, part))
    return tuple(found)


# --- out ----------------------------------------------------------------------------------------


def export_book(annexes: Annexes, table: AnnexTable, path: Path) -> None:
    """Write the workbook of `table`. Raises OutputError."""
    _make_folder(path.parent)
    units = unit_names(annexes.dossier.units.values())
    write_workbook(book_of(table, table.rows, units), path)


@dataclass(slots=True)
class UnitFiles:
    """What was made for one unit, and its tasks whose deadline names no date."""

    unit: str
    files: list[Path] = field(default_factory=list)
    tasks: int = 0
    dateless: int = 0


def export_by_unit(
    annexes: Annexes, table: AnnexTable, folder: Path, here: Path
) -> list[UnitFiles]:
    """A workbook, a phiếu giao việc and a calendar for each leading unit, into `folder`.

    Raises RefusedError where no column says who leads, TemplateError, OutputError.
    """
    units = tuple(annexes.dossier.units.values())
    names = unit_names(units)
    templates = Templates(template_folder(annexes.folder, here))
    _make_folder(folder)
    day = annexes.document.day or date(annexes.document.year, 1, 1)
    made = []
    taken: set[str] = set()
    for unit, rows in rows_by_unit(table, units).items():
        stem = _file_name(unit, taken)
        done = UnitFiles(unit, tasks=sum(not row.is_heading for row in rows))
        book = folder / f"{stem}.xlsx"
        write_workbook(book_of(table, rows, names), book)
        slip = folder / f"{stem}.docx"
        _write_slip(annexes, table, unit, rows, templates, slip)
        calendar, dateless = calendar_of(table, rows, day)
        ics = folder / f"{stem}.ics"
        with replacing(ics, shown(ics, here)) as file:
            file.write(calendar)
        done.files, done.dateless = [book, slip, ics], len(dateless)
        made.append(done)
    return made


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error


def _write_slip(
    annexes: Annexes,
    table: AnnexTable,
    unit: str,
    rows: Sequence[TableRow],
    templates: Templates,
    path: Path,
) -> None:
    slip = task_slip(annexes.document, table.annex, unit, {row.id for row in rows})
    composition = compose(slip, templates, content_hash(annexes.dossier))
    write_package(composition.parts, path)
    findings = prove_docx(path, composition.printed, slip.anchors)
    if findings:
        path.unlink()
        raise ContentError(text("{file} does not hold what it should", file=path.name),
                           diagnostics=findings)  # fmt: skip


def _file_name(unit: str, taken: set[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", without_marks(unit).casefold()).strip("-")
    stem = plain[:_LONGEST_NAME].rstrip("-") or "don-vi"
    name, again = stem, 2
    while name in taken:
        name, again = f"{stem}-{again}", again + 1
    taken.add(name)
    return name


# --- in -----------------------------------------------------------------------------------------


@dataclass(slots=True)
class Imported:
    """What a workbook comes to, before anything is written."""

    folder: Path
    path: Path
    """The content file of the annex."""
    table: AnnexTable
    merged: Merge
    made: dict[int, str]
    """The ids of the new rows, by their places in the sheet."""
    before: str
    after: str
    noticed: list[Diagnostic] = field(default_factory=list)


def propose_import(book: Path, dossier: Path | None, here: Path) -> Imported:
    """Bring a filled-in workbook together with the content; nothing is written.

    Raises UnreadableFileError, RefusedError for a workbook that is none of ours and where the
    dossier is issued and would change, UsageError where its dossier is not there, ContentError
    where the content has mistakes, or would have.
    """
    base, theirs = read_book(read_workbook(book), book.name)
    folder = _folder_of(base, dossier, here)
    annexes = read_annexes(folder, here, base.annex)
    table = annexes.tables[0]
    merged = merge(base, table, theirs)
    _refuse_strange(merged, theirs, book.name)
    path = next(p for p in annexes.dossier.files if p.name == f"{base.annex}.yaml")
    root, _, _ = read_file(path, shown(path, here))
    if root is None:
        raise RefusedError(text("{file} has changed meanwhile", file=shown(path, here)))
    edits = Edits(root)
    try:
        made = carry(edits, table, merged, annexes.dossier.key_places)
        after = edits.text()
    except SplicingError as error:
        raise RefusedError(
            error.message,
            text("change it by hand in {file}", file=str(error.place or shown(path, here))),
        ) from error
    imported = Imported(folder, path, table, merged, made, root.source.text, after)
    imported.noticed = _proven(annexes, imported, here)
    return imported


def _refuse_strange(merged: Merge, theirs: Sequence[FilledRow], name: str) -> None:
    """Characters that may not stand in the content, with their rows of the workbook `name`."""
    places = {row.id: row.place for row in theirs if row.id}
    cells = [(places[change.row.id], change.words) for change in merged.cells]
    cells += [(new.place, words) for new in merged.added for words in new.words.values()]
    found = []
    for row, words in cells:
        problems = Problems(SourceFile(name, words))
        scan_characters(problems)
        found += [replace(d, location=Location(name, row)) for d in problems.listed()]
    if found:
        raise _mistaken(found)


def write_import(imported: Imported) -> None:
    """Write what was proposed. Raises OutputError, also where the file has changed meanwhile."""
    replace_together(
        [
            Replacement(
                imported.path.resolve(),
                imported.before.encode("utf-8"),
                imported.after.encode("utf-8"),
                imported.path.name,
            )
        ]
    )


def _folder_of(base: AnnexTable, dossier: Path | None, here: Path) -> Path:
    folders = find_dossiers([dossier] if dossier is not None else [], here)
    if dossier is not None and len(folders) == 1:
        return folders[0]
    for folder in folders:
        if folder.resolve().name == base.name:
            return folder
    raise UsageError(
        text("the dossier {name}, which the workbook is of, is not there", name=base.name),
        text("name the dossier it belongs to behind the workbook"),
    )


def _proven(annexes: Annexes, imported: Imported, here: Path) -> list[Diagnostic]:
    """What is noticed in the content as it will be; it must be without mistakes, and its cells must
    say what was meant."""
    with with_texts(annexes.dossier, {imported.path.name: imported.after}) as folder:
        dossier, found = load_dossier(folder, shown(imported.folder, here))
        if dossier is None or has_errors(found):
            raise _mistaken(found)
        document, more = resolve(dossier)
        if has_errors(more):
            raise _mistaken(more)
        now = next(t for t in _tables(dossier, document) if t.annex == imported.table.annex).by_id()
    for change in imported.merged.cells:
        row = now.get(change.row.id)
        if row is None or row.words.get(change.column) is None:
            raise RefusedError(text("the change of {row} was lost; nothing was written",
                                    row=change.row.id))  # fmt: skip
    if any(name not in now for name in imported.made.values()):
        raise RefusedError(text("a new row was lost; nothing was written"))
    if imported.after != imported.before:
        refuse_if_frozen(imported.folder, shown(imported.folder, here), document)
    return [*found, *more]


def _mistaken(found: list[Diagnostic]) -> ContentError:
    return ContentError(
        text("what the workbook says cannot stand in the content; nothing was written"),
        text("mend the cells named above in the workbook, and import again"),
        found,
    )
