"""A PDF as the engine wrote it into a finished one that has been read back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qdgen.diagnostics import Location, has_errors
from qdgen.document.printed import Piece, Printed, PrintedPart, PrintedTable
from qdgen.errors import ConversionError
from qdgen.messages import text
from qdgen.pdf import proof
from qdgen.pdf.finishing import finish
from qdgen.pdf.font_set import FontSet
from qdgen.pdf.fonts import check_fonts, missing_letters
from qdgen.pdf.reading import pages
from qdgen.pipeline.work import File, Work
from qdgen.word.properties import document_date


def finish_pdf(file: File, work: Work, fonts: FontSet) -> None:
    """Give the PDF of `file` its metadata, look at its fonts, and read it back.

    Raises ConversionError, MissingToolError, OutputError.
    """
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
    found = [*check_fonts(file.pdf, fonts), *proof.prove(texts, expected(file.drawn))]
    findings = [replace(finding, location=Location(str(place))) for finding in found]
    if any(finding.code == "pdf-letter-not-drawn" for finding in findings):
        raise ConversionError(
            text(
                "{file}: the font {family} lacks {letters}",
                file=file.pdf.name,
                family=fonts.family,
                letters=" ".join(missing_letters(fonts, _letters(file.drawn))),
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
    letters.update(*printed.stamp)
    return letters


def expected(printed: Printed) -> proof.Expected:
    """What the pages must hold, in the words of the proof."""
    rows = iter(range(1, 1 << 62))
    return proof.Expected(
        tuple(_drawn_part(part, rows) for part in printed.parts),
        tuple(proof.Piece(p.words_with_marks, p.name) for p in printed.note_pieces()),
        "".join(printed.stamp),
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
