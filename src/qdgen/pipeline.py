"""The recipe: content → document → Word → PDF, each proven against the one before.

Everything is made in a folder of its own beside the outputs and moved into place at the end, so
that a build that fails or is interrupted leaves the earlier files as they were.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.content.loader import Dossier, load_dossier
from qdgen.diagnostics import Diagnostic, Location, Severity, has_errors
from qdgen.document.model import Document
from qdgen.document.printed import Piece, Printed, PrintedPart, PrintedTable
from qdgen.document.resolve import resolve
from qdgen.document.split import split
from qdgen.errors import ContentError, ConversionError, MissingToolError, OutputError, TemplateError
from qdgen.freshness import build_options, is_fresh, make_stamp, write_stamp
from qdgen.messages import Text, text
from qdgen.tree import OutputFolder, output_folder, shown, template_candidates, template_folder
from qdgen.word.compose import compose, needs_layout_copy
from qdgen.word.package import write_package
from qdgen.word.proof import prove_docx
from qdgen.word.properties import document_date
from qdgen.word.templates import Kind, Templates


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked for."""

    output: Path
    here: Path
    pdf: bool = True
    split: bool = False

    @property
    def stamp(self) -> dict[str, object]:
        """What of the options the outputs depend on."""
        return build_options(pdf=self.pdf, split=self.split)


@dataclass(slots=True)
class Result:
    """What became of one dossier: files written, what was noticed, and the error if it failed."""

    dossier: Path
    written: list[Path] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: int = 0
    unchanged: bool = False
    error: Exception | None = None


Progress = Callable[[Text], None]


@dataclass(slots=True)
class _File:
    """A file on its way: the DOCX, the one the PDF is made from, and what must be read in that."""

    document: Document
    printed: Printed
    docx: Path
    layout: Path
    part: str


@dataclass(slots=True)
class _Work:
    result: Result
    target: OutputFolder
    dossier: Dossier
    templates: Templates
    stage: Path
    files: list[_File] = field(default_factory=list)


def build(dossiers: Sequence[Path], options: Options, progress: Progress) -> list[Result]:
    """Build every dossier. A mistake in one does not stop the others: see `Result.error`.

    Raises nothing of its own but OutputError where the output folder cannot be made.
    """
    results = []
    works: list[_Work] = []
    with ExitStack() as stack:
        for index, folder in enumerate(dossiers, 1):
            progress(
                text("{name}: content and Word ({index}/{count})",
                     name=folder.name, index=index, count=len(dossiers))
            )
            result = Result(folder)
            results.append(result)
            target = output_folder(folder, options.output)
            if (stamp := is_fresh(target.stamp, options.stamp)) is not None:
                result.unchanged = True
                result.written = [Path(p) for p in stamp["written"]]  # type: ignore[attr-defined]
                continue
            try:
                works.append(_to_word(folder, options, result, stack))
            except (ContentError, TemplateError, OutputError) as error:
                _fail(result, error)
        if options.pdf:
            _to_pdf(works, progress)
        for work in works:
            _publish(work, options)
    return results


def read_document(folder: Path, here: Path) -> tuple[Dossier, Document, list[Diagnostic]]:
    """The resolved document of a dossier, and what was noticed. Raises ContentError."""
    dossier, diagnostics = load_dossier(folder, shown(folder, here))
    if dossier is None or has_errors(diagnostics):
        raise _content_error(folder, diagnostics)
    document, more = resolve(dossier)
    diagnostics += more
    if has_errors(diagnostics):
        raise _content_error(folder, diagnostics)
    diagnostics += [_blank(blank.location, blank.remark) for blank in document.blanks()]
    return dossier, document, diagnostics


def content_hash(dossier: Dossier) -> str:
    """SHA-256 over the files of a dossier, by their names beside each other."""
    digest = hashlib.sha256()
    root = dossier.folder.parent
    for path in sorted(dossier.files):
        name = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        data = path.read_bytes()
        digest.update(f"{name.as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _to_word(folder: Path, options: Options, result: Result, stack: ExitStack) -> _Work:
    dossier, document, result.diagnostics = read_document(folder, options.here)
    target = output_folder(folder, options.output)
    stage = _stage(target, stack)
    templates = Templates(template_folder(folder, options.here))
    work = _Work(result, target, dossier, templates, stage)
    mark = content_hash(dossier)
    for part, whole in split(document) if options.split else [("", document)]:
        composition = compose(whole, templates, mark)
        path = stage / target.file(".docx", part).name
        write_package(composition.parts, path)
        findings = prove_docx(path, composition.printed, whole.anchors)
        if findings:
            raise TemplateError(
                text("{file} does not hold what it should", file=path.name),
                text("nothing was written; compare the template with the one that comes with the "
                     "program"),
                findings,
            )
        layout, printed = path, composition.printed
        if options.pdf and needs_layout_copy(whole):
            composition = compose(whole, templates, mark, for_layout=True)
            layout, printed = path.with_suffix(".layout.docx"), composition.printed
            write_package(composition.parts, layout)
        work.files.append(_File(whole, printed, path, layout, part))
    return work


def _stage(target: OutputFolder, stack: ExitStack) -> Path:
    try:
        target.folder.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=".qdgen-", dir=target.folder))
    except OSError as error:
        raise OutputError(
            text("cannot write into {folder}: {reason}", folder=target.folder, reason=error.strerror or ""),
            text("choose another folder with --output"),
        ) from error
    stack.callback(shutil.rmtree, stage, ignore_errors=True)
    return stage


def _to_pdf(works: Sequence[_Work], progress: Progress) -> None:
    """One engine run for all documents of the build."""
    from qdgen.outside import find_engine, font_families, how_to_get
    from qdgen.pdf.engine import Job, convert
    from qdgen.pdf.fonts import FontSet

    waiting = [work for work in works if work.result.error is None]
    if not waiting:
        return
    soffice = find_engine()
    family = next((f for f in font_families() if f.is_complete), None)
    if soffice is None or family is None:
        missing = [what for what, found in (("engine", soffice), ("fonts", family)) if found is None]
        for work in waiting:
            work.result.error = MissingToolError(
                text("the PDF was not made: {what}", what=_missing_words(missing)), how_to_get(missing)
            )
        return
    fonts = FontSet(family.name, tuple(family.files.values()))
    jobs = {
        Job(file.layout, file.docx.with_suffix(".raw.pdf")): (work, file)
        for work in waiting
        for file in work.files
    }

    def told(done: int, count: int) -> None:
        progress(text("PDF ({done}/{count})", done=done, count=count))

    try:
        convert(list(jobs), soffice=soffice, fonts=fonts, on_progress=told)
    except (ConversionError, MissingToolError, OutputError) as error:
        for job, (work, _) in jobs.items():
            if not job.pdf.exists():
                _fail(work.result, error)
    for job, (work, file) in jobs.items():
        if work.result.error is None:
            try:
                _finish_pdf(job.pdf, file, work, fonts)
            except (ConversionError, MissingToolError, OutputError) as error:
                _fail(work.result, error)


def _missing_words(missing: Sequence[str]) -> Text:
    if "engine" in missing:
        return text("LibreOffice Writer is not installed")
    return text("no font with the metrics of Times New Roman and all Vietnamese letters is installed")


def _finish_pdf(raw: Path, file: _File, work: _Work, fonts: object) -> None:
    from qdgen.pdf.finishing import finish
    from qdgen.pdf.fonts import FontSet, check_fonts
    from qdgen.pdf.proof import prove
    from qdgen.pdf.reading import pages

    assert isinstance(fonts, FontSet)
    pdf = file.docx.with_suffix(".pdf")
    document = file.document
    finish(
        raw, pdf, title=document.title, subject=document.subject, date=document_date(document)
    )
    raw.unlink()
    findings = check_fonts(pdf, fonts)
    texts = list(pages(pdf))
    findings += prove(texts, _expected(file.printed), pdf.name)
    if has_errors(findings):
        raise ConversionError(
            text("{file} does not hold what it should", file=pdf.name),
            text("nothing was written; `qdgen doctor` tells which engine and fonts are used"),
            findings,
        )
    work.result.pages += len(texts)
    work.result.diagnostics += findings


def _expected(printed: Printed) -> object:
    from qdgen.pdf.proof import Expected
    from qdgen.pdf.proof import Piece as Drawn

    rows = iter(range(1, 1 << 30))
    return Expected(
        tuple(_drawn_part(part, rows) for part in printed.parts),
        tuple(Drawn(p.words_with_marks, p.name) for p in printed.note_pieces()),
    )


def _drawn_part(part: PrintedPart, rows: object) -> object:
    from qdgen.pdf.proof import Heading
    from qdgen.pdf.proof import Part as DrawnPart
    from qdgen.pdf.proof import Piece as Drawn

    pieces: list[Drawn] = []
    headings: list[Heading] = []
    for block in part.blocks:
        if isinstance(block, Piece):
            pieces.append(Drawn(block.words_with_marks, block.name))
            continue
        assert isinstance(block, PrintedTable)
        first = len(pieces)
        pieces += (Drawn(p.words_with_marks, p.name) for p in block.heading_pieces())
        for row in block.table.rows:
            number = next(rows)  # type: ignore[call-overload]
            pieces += (
                Drawn(p.words_with_marks, p.name, number, cell)
                for cell, p in block.row_cells(row)
            )
        headings.append(
            Heading(
                "".join(block.heading), first, len(pieces) - 1, block.heading_on_every_page
            )
        )
    return DrawnPart(
        tuple(pieces), part.first_page, part.first_page_number_shown, tuple(headings)
    )


def _publish(work: _Work, options: Options) -> None:
    """Move what was made into place; without a PDF at least the DOCX."""
    result = work.result
    if result.error is not None and not isinstance(result.error, (MissingToolError, ConversionError)):
        return
    if isinstance(result.error, ConversionError):
        return
    suffixes = (".docx",) if result.error or not options.pdf else (".docx", ".pdf")
    try:
        for file in work.files:
            for suffix in suffixes:
                made = file.docx.with_suffix(suffix)
                place = work.target.file(suffix, file.part)
                os.replace(made, place)
                result.written.append(place)
        if result.error is None:
            _stamp(work, options)
    except OSError as error:
        _fail(
            result,
            OutputError(
                text("cannot write {file}: {reason}", file=error.filename or work.target.folder,
                     reason=error.strerror or ""),
                text("close the file where it is open, or choose another folder with --output"),
            ),
        )


def _stamp(work: _Work, options: Options) -> None:
    folder = work.dossier.folder
    used = work.templates.folder
    templates = [work.templates.path(kind) for kind in Kind]
    candidates = template_candidates(folder, options.here)
    nearer = candidates[: candidates.index(used)] if used in candidates else []
    engine: list[Path] = []
    if options.pdf:
        from qdgen.outside import find_engine, font_families

        found = find_engine()
        family = next((f for f in font_families() if f.is_complete), None)
        engine = [p for p in (found, *(family.files.values() if family else ())) if p is not None]
    write_stamp(
        make_stamp(
            options=options.stamp,
            read=[*work.dossier.files, *(p for p in templates if p.is_file()), *engine],
            absent=[*work.dossier.absent, *nearer],
            written=work.result.written,
        ),
        work.target.stamp,
    )


def _fail(result: Result, error: Exception) -> None:
    result.error = error
    result.diagnostics += getattr(error, "diagnostics", ())


def _content_error(folder: Path, diagnostics: Sequence[Diagnostic]) -> ContentError:
    return ContentError(
        text("the content of {name} has mistakes", name=folder.name), diagnostics=diagnostics
    )


def _blank(location: Location, remark: str) -> Diagnostic:
    return Diagnostic(
        "blank",
        text("a blank is left: {remark}", remark=remark or "……"),
        location,
        severity=Severity.WARNING,
    )
