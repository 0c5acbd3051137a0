"""Issuing: number and date into the source, a package proven and complete, the dossier frozen.

Everything is made from a copy first. Then come three steps, each of one rename: the decision's
file, the record, the package. Ended between two of them, the same command takes it up again.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qdgen import __version__
from qdgen.check.dossier import ReadDossier, read_dossier
from qdgen.content.loader import DOCUMENTS, UNITS, Dossier
from qdgen.diagnostics import Diagnostic, Location
from qdgen.document.model import Decision, Document
from qdgen.document.split import split
from qdgen.errors import ContentError, RefusedError
from qdgen.messages import text
from qdgen.outside import engine_version, find_engine, font_families
from qdgen.pipeline.checking import errors_of
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.pipeline.recipe import build
from qdgen.pipeline.work import Options, Progress
from qdgen.replacing import cannot_write, replacing
from qdgen.signing.attached import attach, sources
from qdgen.signing.committed import head, last_committed, uncommitted
from qdgen.signing.fields import add_fields
from qdgen.signing.manifest import MANIFEST, Origin, PackageFile, file_hash, manifest
from qdgen.signing.numbering import decision_text, numbered
from qdgen.signing.places import SEAL_MM, corner_place, decision_places
from qdgen.signing.record import (
    RECORD,
    IssueRecord,
    Reopening,
    document_hash,
    read_record,
    write_record,
)
from qdgen.tree import DECISION_FILE, output_folder, shown, template_folder
from qdgen.vietnamese import short_date
from qdgen.word.properties import document_date
from qdgen.word.templates import Kind, Templates

PACKAGE = "ban-hanh"
EARLIER = "ban-hanh-lan-{}"
ELECTRONIC, PAPER = "điện tử", "giấy"


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """What the clerk asks for. `force` is the reason for issuing in spite of refusals."""

    folder: Path
    number: int
    day: date
    output: Path
    here: Path
    split: bool = False
    paper: bool = False
    seal_mm: float = SEAL_MM
    with_sources: bool = False
    """The PDFs carry the content files and the annexes' tables (PDF/A-3b)."""
    force: str = ""


@dataclass(slots=True)
class Issued:
    """The package made: its folder and files, and what was overridden."""

    package: Path
    files: list[Path] = field(default_factory=list)
    overridden: Sequence[Diagnostic] = ()


def issue(order: IssueOrder, progress: Progress) -> Issued:
    """Issue a dossier.

    Raises RefusedError with all that stands in the way, ContentError, TemplateError,
    MissingToolError, ConversionError, OutputError; then nothing was changed.
    """
    name = shown(order.folder, order.here)
    record = read_record(order.folder, name)
    decision = order.folder / DECISION_FILE
    _refuse_other_year(read_dossier(order.folder, name).document, order)
    before = decision_text(decision, f"{name}/{DECISION_FILE}")
    content = numbered(before, f"{name}/{DECISION_FILE}", order.number, order.day)
    with _copied(order, content) as copy:
        read = read_dossier(copy, name)
        found = [*_earlier(record, read.document, order), *_obstacles(order, read)]
        if found and not order.force:
            raise RefusedError(
                text("{name} cannot be issued yet: {count} reasons", name=name, count=len(found)),
                text("set them right; or issue all the same with --force “the reason”"),
                found,
            )
        package = _package(order, copy, read, found, progress)
    target = output_folder(order.folder, order.output).folder
    try:
        if decision_text(decision, name) != before or read_record(order.folder, name) != record:
            raise RefusedError(
                text("{name} was changed while it was being issued", name=name),
                text("nothing was written; look at the change, and run it again"),
            )
        with replacing(decision) as file:
            file.write(content.encode())
        write_record(order.folder, _record(order, read.document, record, found))
        _into_place(package, target)
    finally:
        shutil.rmtree(package.parent, ignore_errors=True)
    place = target / PACKAGE
    return Issued(place, sorted(place.iterdir()), found)


def reopen(folder: Path, here: Path, why: str, day: date) -> IssueRecord:
    """Let an issued dossier be changed again, for the reason `why`, on `day`. Raises RefusedError
    where it is not issued, or open already."""
    name = shown(folder, here)
    record = read_record(folder, name)
    if record is None or record.dang_mo:
        raise RefusedError(
            text("{name} is not issued, so it need not be opened again", name=name),
            text("`qdgen issue` issues it"),
        )
    opened = record.reopened(why, short_date(day))
    write_record(folder, opened)
    return opened


# --- what stands in the way -----------------------------------------------------------------------


def _refuse_other_year(document: Document, order: IssueOrder) -> None:
    if document.year != order.day.year:
        raise RefusedError(
            text("nam is {year}, but the day of issue is {day}", year=document.year,
                 day=short_date(order.day)),
            text("set nam right in {file}, and see what else bears the year", file=DECISION_FILE),
        )  # fmt: skip


def _earlier(
    record: IssueRecord | None, document: Document, order: IssueOrder
) -> Iterator[Diagnostic]:
    if record is None or record.dang_mo:
        return
    same = (str(order.number), short_date(order.day), document_hash(document)) == (
        record.so,
        record.ngay,
        record.van_ban_sha256,
    )
    package = output_folder(order.folder, order.output).folder / PACKAGE
    if same and not (package / MANIFEST).is_file():
        return  # its package is made again, as it was
    yield Diagnostic(
        "issued-already",
        text("issued already as number {number} on {day}", number=record.so, day=record.ngay),
        Location(f"{shown(order.folder, order.here)}/{RECORD}"),
        text("to issue it anew, open it first: qdgen reopen {name} --ly-do “…”",
             name=order.folder.name),
    )  # fmt: skip


def _obstacles(order: IssueOrder, read: ReadDossier) -> Iterator[Diagnostic]:
    for blank in read.document.blanks():
        yield Diagnostic(
            "blank", text("a blank is left: {remark}", remark=blank.remark or "……"), blank.location
        )
    yield from errors_of(read.paper)
    files = [order.folder / path.name if path.parent.name == order.folder.name
             else order.folder.parent / path.name for path in read.dossier.files]  # fmt: skip
    for path in uncommitted(files) or ():
        if path.name == DECISION_FILE and _only_numbered(path, order):
            continue  # an issue that was interrupted has given number and day already
        yield Diagnostic(
            "uncommitted",
            text("this file has changes that are not committed"),
            Location(shown(path, order.here)),
            text("git add and git commit it, so that what is issued can be found again"),
        )


def _only_numbered(decision: Path, order: IssueOrder) -> bool:
    """Whether the decision's file differs from the last commit by number and day alone."""
    committed = last_committed(decision)
    if committed is None:
        return False
    name = shown(decision, order.here)
    try:
        wanted = numbered(committed, name, order.number, order.day)
    except ContentError:
        return False
    return wanted == decision_text(decision, name)


# --- the package ----------------------------------------------------------------------------------


@contextmanager
def _copied(order: IssueOrder, content: str) -> Iterator[Path]:
    """A copy of the dossier and its registers with number and date given, gone afterwards."""
    above = order.folder.resolve().parent
    with tempfile.TemporaryDirectory(prefix="qdgen-") as place:
        copy = Path(place) / order.folder.resolve().name
        copy.mkdir()
        for register in (DOCUMENTS, UNITS):
            if (above / register).is_file():
                shutil.copyfile(above / register, copy.parent / register)
        for path in order.folder.glob("*.yaml"):
            shutil.copyfile(path, copy / path.name)
        (copy / DECISION_FILE).write_bytes(content.encode())
        yield copy


def _package(
    order: IssueOrder,
    copy: Path,
    read: ReadDossier,
    found: Sequence[Diagnostic],
    progress: Progress,
) -> Path:
    """The finished package, in a stage beside its place."""
    target = output_folder(order.folder, order.output).folder
    templates = template_folder(order.folder, order.here)
    try:
        target.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".qdgen-{os.getpid()}-", dir=target))
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        options = Options(
            stage,
            order.here,
            split=order.split,
            templates=templates,
            annex_lines_open=not order.paper,
        )
        result = build([copy], options, progress)[0]
        result.raise_error()
        package = stage / PACKAGE
        output_folder(copy, stage).folder.rename(package)
        for stamp in package.glob(".qdgen*"):
            stamp.unlink()
        dossier, document, _ = read_document(
            copy, order.here, annex_lines_open=options.annex_lines_open
        )
        pages = {path.name: count for path, count in result.pages.items()}
        parts = list(split(document)) if order.split else [("", document)]
        files = [
            PackageFile(path, part, pages.get(path.name, 0))
            for part, _ in parts
            for path in sorted(package.glob(f"{copy.name}{'-' + part if part else ''}.*"))
        ]
        carried = list(sources(copy, dossier.files, document)) if order.with_sources else []
        for part, whole in parts:
            pdf = package / f"{copy.name}{'-' + part if part else ''}.pdf"
            if carried:
                attach(pdf, carried, document_date(whole))
            _add_fields(pdf, whole, order.seal_mm)
        origin = _origin(order, dossier, read.document, Templates(templates), found)
        (package / MANIFEST).write_bytes(manifest(origin, files))
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise
    return package


def _add_fields(pdf: Path, document: Document, seal_mm: float) -> None:
    first = document.parts[0]
    if isinstance(first, Decision):
        signature = first.signature
        places = decision_places(pdf, signature.position, signature.name, seal_mm=seal_mm)
    else:
        places = [corner_place(pdf)]
    add_fields(pdf, places)


def _origin(
    order: IssueOrder,
    dossier: Dossier,
    document: Document,
    templates: Templates,
    found: Sequence[Diagnostic],
) -> Origin:
    engine = find_engine()
    family = next((f for f in font_families() if f.is_complete), None)
    tools = {"qdgen": __version__}
    if engine is not None:
        tools["LibreOffice"] = engine_version(engine) or ""
    if family is not None:
        tools |= {f"{family.name} {style}": file_hash(p) for style, p in family.files.items()}
    return Origin(
        dossier=dossier.name,
        number=str(order.number),
        symbol=dossier.decision.header.symbol.value,
        day=short_date(order.day),
        edition=PAPER if order.paper else ELECTRONIC,
        content={_name(path, dossier): file_hash(path) for path in dossier.files},
        content_hash=content_hash(dossier),
        document_hash=document_hash(document),
        templates={p.name: file_hash(p) for kind in Kind if (p := templates.path(kind)).is_file()},
        tools=tools,
        commit=head(order.folder) or "",
        overridden=[d.code for d in found],
        why_overridden=order.force if found else "",
    )


def _name(path: Path, dossier: Dossier) -> str:
    """A content file as its neighbours know it: a register lies beside the dossier's folder."""
    inside = path.parent.resolve() == dossier.folder.resolve()
    return f"{dossier.name}/{path.name}" if inside else path.name


def _record(
    order: IssueOrder,
    document: Document,
    before: IssueRecord | None,
    found: Sequence[Diagnostic],
) -> IssueRecord:
    return IssueRecord(
        so=str(order.number),
        ngay=short_date(order.day),
        van_ban_sha256=document_hash(document),
        ban=PAPER if order.paper else ELECTRONIC,
        tach=order.split,
        ly_do_bo_qua=order.force if found else "",
        bo_qua=tuple(f"{d.location} {d.code}" for d in found),
        mo_lai=_past(before, order),
    )


def _past(before: IssueRecord | None, order: IssueOrder) -> tuple[Reopening, ...]:
    """What the dossier had been; one issued anew by force was opened by that."""
    if before is None:
        return ()
    if before.dang_mo or not order.force:
        return before.mo_lai
    return before.reopened(order.force, short_date(order.day)).mo_lai


def _into_place(package: Path, target: Path) -> None:
    """The package into its place; an earlier one keeps a name of its own."""
    place = target / PACKAGE
    try:
        if place.exists():
            number = 1
            while (target / EARLIER.format(number)).exists():
                number += 1
            place.rename(target / EARLIER.format(number))
        package.rename(place)
    except OSError as error:
        raise cannot_write(place, error) from error
