"""From Word files to PDFs that have been read back: one engine run for all of a build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from qdgen.diagnostics import Location, has_errors
from qdgen.document.printed import Piece, Printed, PrintedPart, PrintedTable
from qdgen.errors import ConversionError, MissingToolError, OutputError, QdgenError
from qdgen.messages import Text, text
from qdgen.outside import find_engine, font_families, how_to_get
from qdgen.pdf import proof
from qdgen.pdf.engine import Job, convert
from qdgen.pdf.finishing import finish
from qdgen.pdf.fonts import FontSet, check_fonts, missing_letters
from qdgen.pdf.reading import pages
from qdgen.pipeline.work import File, Progress, Work
from qdgen.word.properties import document_date

_ENGINE_FILES = ("soffice.bin", "versionrc", "version.ini", "versioninfo.ini")


def to_pdf(works: Sequence[Work], progress: Progress) -> None:
    """Make the PDF of every file of `works`; what fails is told in the work's result."""
    if not works:
        return
    soffice = find_engine()
    family = next((f for f in font_families() if f.is_complete), None)
    if soffice is None or family is None:
        missing = [
            what for what, found in (("engine", soffice), ("fonts", family)) if found is None
        ]
        error = MissingToolError(
            text("the PDF was not made: {reason}", reason=_missing_words(missing)),
            how_to_get(missing),
        )
        for work in works:
            work.result.fail(error)
        return
    fonts = FontSet(family.name, tuple(family.files.values()))
    files = [(work, file) for work in works for file in work.files]

    def told(done: int, count: int) -> None:
        progress(text("PDF ({done}/{count})", done=done, count=count))

    failed: ConversionError | MissingToolError | OutputError | None = None
    try:
        convert(
            [Job(file.layout, file.raw_pdf) for _, file in files],
            soffice=soffice,
            fonts=fonts,
            on_progress=told,
        )
    except (ConversionError, MissingToolError, OutputError) as error:
        failed = error
    for work, file in files:
        work.engine_files = [*_program(soffice), *fonts.files]
        if work.result.error is not None:
            continue
        if failed is not None and not file.raw_pdf.exists():
            work.result.fail(_of(file, work, failed))
            continue
        try:
            _finish(file, work, fonts)
        except (ConversionError, MissingToolError, OutputError) as error:
            work.result.fail(error)


def _program(soffice: Path) -> Iterator[Path]:
    """The files that change with an upgrade of the engine: what is started may be only a script."""
    yield soffice
    folder = soffice.resolve().parent
    yield from (p for name in _ENGINE_FILES if (p := folder / name).is_file())


def _of(
    file: File, work: Work, failed: ConversionError | MissingToolError | OutputError
) -> QdgenError:
    """What the engine said of `file`, under the name it would have had."""
    if isinstance(failed, MissingToolError):
        return failed
    pdf = work.target.file(".pdf", file.part)
    own = [d for d in failed.diagnostics if d.location.file == str(file.layout)]
    return type(failed)(
        text("{file} could not be made; the files of the last build are as they were", file=pdf),
        failed.hint if not own else text("`qdgen doctor` checks LibreOffice"),
        [replace(d, location=Location(str(pdf))) for d in own],
    )


def _missing_words(missing: Sequence[str]) -> Text:
    if "engine" in missing:
        return text("LibreOffice Writer is not installed")
    return text(
        "no font with the metrics of Times New Roman and all Vietnamese letters is installed"
    )


def _finish(file: File, work: Work, fonts: FontSet) -> None:
    document = file.document
    finish(
        file.raw_pdf,
        file.pdf,
        title=document.title,
        subject=document.subject,
        date=document_date(document),
    )
    file.raw_pdf.unlink()
    place = work.target.file(".pdf", file.part)
    texts = list(pages(file.pdf))
    found = [*check_fonts(file.pdf, fonts), *proof.prove(texts, _expected(file.printed))]
    findings = [replace(finding, location=Location(str(place))) for finding in found]
    if any(finding.code == "pdf-letter-not-drawn" for finding in findings):
        raise ConversionError(
            text(
                "{file}: the font {family} lacks {letters}",
                file=file.pdf.name,
                family=fonts.family,
                letters=" ".join(missing_letters(fonts, _letters(file.printed))),
            ),
            text("write these letters otherwise, or name another font folder in QDGEN_FONTS"),
        )
    if has_errors(findings):
        raise ConversionError(
            text("{file} does not hold what it should; it was not written", file=file.pdf.name),
            text("`qdgen doctor` tells which engine and fonts are used"),
            findings,
        )
    work.result.pages[place] = len(texts)
    work.result.diagnostics += findings


def _letters(printed: Printed) -> set[str]:
    letters: set[str] = set()
    for part in printed.parts:
        for piece in part.pieces():
            letters.update(piece.words)
    for note in printed.note_pieces():
        letters.update(note.words)
    return letters


def _expected(printed: Printed) -> proof.Expected:
    rows = iter(range(1, 1 << 62))
    return proof.Expected(
        tuple(_drawn_part(part, rows) for part in printed.parts),
        tuple(proof.Piece(p.words_with_marks, p.name) for p in printed.note_pieces()),
    )


def _drawn_part(part: PrintedPart, rows: Iterator[int]) -> proof.Part:
    pieces: list[proof.Piece] = []
    headings: list[proof.Heading] = []
    for block in part.blocks:
        if isinstance(block, PrintedTable):
            first = len(pieces)
            pieces += _drawn_table(block, rows)
            headings.append(proof.Heading("".join(block.heading), first, len(pieces) - 1))
        else:
            pieces.append(_drawn(block))
    return proof.Part(tuple(pieces), part.first_page, part.first_page_number_shown, tuple(headings))


def _drawn_table(block: PrintedTable, rows: Iterator[int]) -> Iterator[proof.Piece]:
    for piece in block.heading_pieces():
        yield _drawn(piece)
    for row in block.table.rows:
        number = next(rows)
        for cell, piece in block.row_cells(row):
            yield _drawn(piece, number, cell)


def _drawn(piece: Piece, row: int = 0, cell: int = 0) -> proof.Piece:
    return proof.Piece(piece.words_with_marks, piece.name, row, cell)
