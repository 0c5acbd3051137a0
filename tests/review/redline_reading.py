"""What a Word file says, as lines: numbers, words, notes, and the cells they stand in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qdgen.word.reading import Block, Kind, Paragraph, Span, read_docx

# LibreOffice puts one into the cells of a row that was inserted with tracking.
_JOINER = "\u200d"


def said(source: Path | Mapping[str, bytes]) -> list[str]:
    """A line a paragraph, empty ones left out."""
    return list(_blocks(read_docx(source).blocks, ""))


def _blocks(blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _paragraph(block, indent)
            continue
        yield f"{indent}table"
        for row in block.rows:
            yield f"{indent} row"
            for cell in row.cells:
                yield f"{indent}  columns {cell.column} to {cell.column + cell.span}"
                yield from _blocks(cell.blocks, f"{indent}   ")


def _paragraph(paragraph: Paragraph, indent: str) -> Iterator[str]:
    words = "".join(map(_span, paragraph.spans)).replace(_JOINER, "")
    line = f"{paragraph.label} {words}".strip()
    if line:
        yield indent + line
    for note in paragraph.notes:
        yield f"{indent}  note {note.number}: {note.text}"


def _span(span: Span) -> str:
    if span.kind is Kind.NOTE and span.note is not None:
        return f"⁽{span.note.number}⁾"
    return span.text if span.kind in (Kind.TEXT, Kind.PAGE_FIELD) else ""
