"""What an engine has made: whether it is a PDF, and all of it, and into its place."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from qdgen.replacing import cannot_write, replacing_by_path

_END_BYTES = 32


def is_whole(path: Path) -> bool:
    """Whether a file ends as a PDF does: one that is being written does not yet."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - _END_BYTES))
            return file.read().rstrip().endswith(b"%%EOF")
    except OSError:
        return False


def is_pdf(path: Path) -> bool:
    """Whether a file is a PDF with pages, whatever its name says."""
    import pypdfium2 as pdfium  # loaded while the engine works

    try:
        with path.open("rb") as file:
            if file.read(5) != b"%PDF-":
                return False
        pdf = pdfium.PdfDocument(path)
    except (OSError, pdfium.PdfiumError):
        return False
    with pdf:
        return len(pdf) > 0


def deliver(made: Path, wanted: Path) -> None:
    """Move `made` into place in one step, also from another file system. Raises OutputError."""
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(wanted, error) from error
    with replacing_by_path(wanted) as beside:
        shutil.move(made, beside)
