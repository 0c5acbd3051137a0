"""Read a DOCX back as Word shows it: numbers computed, fields shown, notes gathered.

Works for any DOCX, also one that nobody here made. Whole (`read_docx`) or paragraph by paragraph
with bounded memory (`iter_body_texts`); both walk the same path.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qdgen.word.package import open_package
from qdgen.word.reader.document import Document
from qdgen.word.reader.model import (
    Block,
    BodyPiece,
    Cell,
    Change,
    DocxText,
    Kind,
    Merge,
    Note,
    PageSetup,
    PageTexts,
    Paragraph,
    Row,
    Section,
    Span,
    Table,
    paragraphs_of,
)

__all__ = [
    "Block",
    "BodyPiece",
    "Cell",
    "Change",
    "DocxText",
    "Kind",
    "Merge",
    "Note",
    "PageSetup",
    "PageTexts",
    "Paragraph",
    "Row",
    "Section",
    "Span",
    "Table",
    "iter_body_texts",
    "iter_page_headers",
    "paragraphs_of",
    "read_docx",
]


def read_docx(source: Path | Mapping[str, bytes]) -> DocxText:
    """Everything the DOCX says. `source` is a file, or its parts as `read_package` gives them.

    Raises UnreadableFileError for a file that is broken, hostile or no DOCX, OutputError where it
    cannot be opened.
    """
    with open_package(source) as package:
        return Document(package).read()


def iter_body_texts(source: Path | Mapping[str, bytes]) -> Iterator[BodyPiece]:
    """The paragraphs of the body with their places, in order; memory does not grow with the file.

    Text boxes come after the paragraph that holds them. Raises as `read_docx`.
    """
    with open_package(source) as package:
        yield from Document(package).pieces()


def iter_page_headers(source: Path | Mapping[str, bytes]) -> Iterator[PageTexts]:
    """The headers of each section, in order. Raises as `read_docx`."""
    with open_package(source) as package:
        yield from Document(package).page_headers()
