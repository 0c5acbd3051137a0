"""The package of an issued dossier, made beside its place from a copy of the content."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from qdgen import __version__
from qdgen.abandoned import passing_folder
from qdgen.check.dossier import ReadDossier
from qdgen.content.loader import DOCUMENTS, UNITS, Dossier
from qdgen.diagnostics import Diagnostic
from qdgen.document.model import Decision, Document
from qdgen.document.split import split
from qdgen.messages import text
from qdgen.outside import engine_version, find_engine, font_families
from qdgen.pipeline.base_copies import FOLDER as COPIES
from qdgen.pipeline.issue_order import EARLIER, PACKAGE, IssueOrder
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.pipeline.recipe import build
from qdgen.pipeline.work import Options, Progress
from qdgen.replacing import cannot_write
from qdgen.signing.attached import attach, sources
from qdgen.signing.committed import head
from qdgen.signing.document_hash import document_hash
from qdgen.signing.fields import add_fields
from qdgen.signing.manifest import MANIFEST, Origin, PackageFile, file_hash, manifest
from qdgen.signing.places import corner_place, decision_places
from qdgen.tree import DECISION_FILE, output_folder, template_folder
from qdgen.vietnamese import short_date
from qdgen.word.properties import document_date
from qdgen.word.templates import Kind, Templates


def content_files(folder: Path) -> dict[Path, str]:
    """The files a dossier may read, with their hashes. Raises OutputError."""
    above = folder.resolve().parent
    registers = [above / name for name in (DOCUMENTS, UNITS) if (above / name).is_file()]
    try:
        return {
            path: file_hash(path)
            for path in (*registers, *sorted(p for p in folder.glob("*.yaml") if p.is_file()))
        }
    except OSError as error:
        raise cannot_write(folder, error) from error


@contextmanager
def copied(order: IssueOrder, content: str, files: Mapping[Path, str]) -> Iterator[Path]:
    """A copy of the dossier's `files` whose decision reads `content`, gone afterwards."""
    above = Path(tempfile.gettempdir())
    try:
        with passing_folder(above) as place:
            copy = place / order.folder.resolve().name
            copy.mkdir()
            for path in files:
                inside = path.parent == order.folder
                shutil.copyfile(path, (copy if inside else place) / path.name)
            (copy / DECISION_FILE).write_bytes(content.encode())
            yield copy
    except OSError as error:
        raise cannot_write(above, error) from error


@contextmanager
def packaged(
    order: IssueOrder,
    copy: Path,
    read: ReadDossier,
    nth: int,
    found: Sequence[Diagnostic],
    progress: Progress,
) -> Iterator[Path]:
    """The finished package, in a stage beside its place: gone when the `with` ends, unless it was
    moved. `nth` says which issue of the dossier it is, `found` what is overridden."""
    target = order.target
    was_there = target.exists()
    try:
        target.mkdir(parents=True, exist_ok=True)
        with passing_folder(target) as stage:
            yield _made(order, copy, read, stage, nth, found, progress)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        if not was_there and target.is_dir() and not any(target.iterdir()):
            target.rmdir()


def _made(
    order: IssueOrder,
    copy: Path,
    read: ReadDossier,
    stage: Path,
    nth: int,
    found: Sequence[Diagnostic],
    progress: Progress,
) -> Path:
    templates = template_folder(order.folder, order.here)
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
    shutil.rmtree(package / COPIES, ignore_errors=True)  # what a build keeps for drafts
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
    origin = _origin(order, dossier, read.document, Templates(templates), nth, found)
    (package / MANIFEST).write_bytes(manifest(origin, files))
    _on_the_disk(package)
    return package


def into_place(package: Path, target: Path) -> Path:
    """Move the package into its place, and give that; an earlier one keeps a name of its own.

    Raises OutputError.
    """
    place = target / PACKAGE
    try:
        if place.exists():
            number = 1
            while (target / EARLIER.format(number)).exists():
                number += 1
            place.rename(target / EARLIER.format(number))
        package.rename(place)
    except OSError as error:
        raise cannot_write(
            place,
            error,
            text("number and day are given and recorded already; close the files of the package "
                 "in other programs, and run the same command again"),
        ) from error  # fmt: skip
    return place


def _on_the_disk(package: Path) -> None:
    """See that every byte of the package is on the disk before it gets its name."""
    for path in package.iterdir():
        with path.open("r+b") as file:
            os.fsync(file.fileno())


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
    nth: int,
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
        edition=order.edition,
        content={_name(path, dossier): file_hash(path) for path in dossier.files},
        content_hash=content_hash(dossier),
        document_hash=document_hash(document),
        templates={p.name: file_hash(p) for kind in Kind if (p := templates.path(kind)).is_file()},
        tools=tools,
        commit=head(order.folder) or "",
        nth=nth,
        overridden=[d.code for d in found],
        why_overridden=order.force if found else "",
    )


def _name(path: Path, dossier: Dossier) -> str:
    """A content file as its neighbours know it: a register lies beside the dossier's folder."""
    inside = path.parent.resolve() == dossier.folder.resolve()
    return f"{dossier.name}/{path.name}" if inside else path.name
