"""Workbooks written canonically: the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from qdgen.word.package import write_package

if TYPE_CHECKING:
    from openpyxl import Workbook

_MADE = datetime(2000, 1, 1)  # noqa: DTZ001  (openpyxl wants it without a zone and means UTC)
"""What a workbook says of its making: nothing that differs from run to run."""
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
_CORE = "docProps/core.xml"


def write_workbook(book: Workbook, path: Path) -> None:
    """Write `book` beside `path`, then rename it. Raises OutputError."""
    book.properties.creator = ""
    book.properties.created = book.properties.modified = _MADE
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as saved:
        parts = {name: saved.read(name) for name in saved.namelist()}
    # openpyxl puts the moment of saving there.
    stamp = rf"\g<1>{_MADE.isoformat()}Z\g<2>".encode()
    parts[_CORE] = _MODIFIED.sub(stamp, parts[_CORE])
    write_package(parts, path)
