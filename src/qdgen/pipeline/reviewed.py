"""A file that came back from review: what it is, whether it may be opened, and its paragraphs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qdgen.errors import ConversionError, MissingToolError, OutputError
from qdgen.messages import text
from qdgen.outside import find_engine, how_to_get
from qdgen.pdf.word_files import kind_of_file, to_docx
from qdgen.reasons import reason
from qdgen.review.pull.paragraphs import WordFile, read_paragraphs
from qdgen.word.package import PackageFile, UnreadableFileError

MOST_PARAGRAPHS = 500_000
_PARAGRAPH = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?p[ />]")
_CHUNK = 1 << 20
_EXTERNAL = re.compile(
    rb"<(?:\w+:)?Relationship\b(?=[^>]*TargetMode\s*=\s*[\"']External[\"'])[^>]*>", re.DOTALL
)
_HYPERLINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']")


@contextmanager
def as_docx(path: Path) -> Iterator[Path]:
    """The file as a DOCX: itself, or what LibreOffice makes of an ODT, DOC or RTF, gone afterwards.

    Raises OutputError where it cannot be read, ConversionError where it may not be opened or
    cannot be converted, MissingToolError without LibreOffice.
    """
    try:
        kind = kind_of_file(path)
    except OSError as error:
        raise OutputError(
            text("{path} cannot be read: {reason}", path=str(path), reason=reason(error))
        ) from error
    if kind == "docx":
        yield path
        return
    engine = find_engine()
    if engine is None:
        raise MissingToolError(
            text("LibreOffice, which opens {kind} files, is not installed", kind=kind.upper()),
            text("install it, or save the file as .docx: {how}", how=how_to_get("engine")),
        )
    with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as made:
        target = Path(made) / f"{path.stem}.docx"
        to_docx(path, kind, target, soffice=engine)
        yield target


def read_reviewed(path: Path) -> WordFile:
    """The paragraphs of a DOCX from outside, looked at first. Raises UnreadableFileError,
    ConversionError for what may not be opened."""
    with PackageFile(path) as package:
        names = package.names()
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise ConversionError(
                text("{path} cannot be read: {reason}", path=path.name,
                     reason=text("it holds macros")),
                text("save it again as .docx, without macros"),
            )  # fmt: skip
        for name in names:
            if name.endswith(".rels"):
                _refuse_links(path, package.read(name))
        count = 0
        for name in names:
            if name.startswith("word/") and name.endswith(".xml"):
                count += _paragraphs(package, name)
                if count > MOST_PARAGRAPHS:
                    raise UnreadableFileError(
                        text("{path} holds more than {most} paragraphs", path=path.name,
                             most=MOST_PARAGRAPHS)
                    )  # fmt: skip
    return read_paragraphs(path)


def _paragraphs(package: PackageFile, name: str) -> int:
    count, rest = 0, b""
    with package.stream(name) as stream:
        while chunk := stream.read(_CHUNK):
            count += len(_PARAGRAPH.findall(rest + chunk))
            if count > MOST_PARAGRAPHS:
                break
            rest = chunk[-40:] if not _PARAGRAPH.search(chunk[-40:]) else b""
    return count


def _refuse_links(path: Path, relationships: bytes) -> None:
    for found in _EXTERNAL.finditer(relationships):
        if not _HYPERLINK.search(found[0]):
            raise ConversionError(
                text("{path} cannot be read: {reason}", path=path.name,
                     reason=text("it loads something from outside itself")),
                text("put the picture or text into the document instead of linking to it"),
            )  # fmt: skip
