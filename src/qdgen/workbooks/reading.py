"""A workbook or CSV file as texts with their places; nothing in it runs and nothing is fetched.

A workbook comes by mail like any file: it is opened within the bounds of `word.package` and without
a DTD before openpyxl (ECMA-376 Part 1, 18) sees it. Formulas are never worked out: what the program
that saved the file showed last is taken, and a formula that none has worked out is no empty cell.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from qdgen.errors import OutputError
from qdgen.messages import Text, text
from qdgen.reasons import reason
from qdgen.word.package import PackageFile
from qdgen.word.reading_xml import PROLOG_BYTES, UnreadableFileError, refuse_dtd

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS = 200_000
MOST_COLUMNS = 1_000
MOST_CSV_BYTES = 64 << 20
_DELIMITERS = ";,\t"
_UNCOMPUTED = re.compile(
    rb'<c(?![^>]*\st="str")(?=[^>]*\sr="(?P<cell>\w+)")\s[^>]*>'
    rb"\s*<f(?:\s[^>]*)?(?:/>|(?<!/)>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""A formula without the value it had (18.3.1.4); of one that gives no words the type is str."""


class Cell(NamedTuple):
    """A cell: its words (NFC; lines joined by \\n), and its place, counted from 1."""

    text: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """As the program that shows the sheet calls it: B7."""
        letters, left = "", self.column
        while left:
            left, digit = divmod(left - 1, 26)
            letters = chr(65 + digit) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows of cells, those without any words left out. `merged` are the areas of merged
    cells: first row, first column, last row, last column, from 1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def headings(self) -> frozenset[str]:
        """The words of the first row, in small letters."""
        cells = self.rows[0] if self.rows else ()
        return frozenset(cell.text.strip().casefold() for cell in cells if cell.text)

    def table(self) -> Iterator[tuple[int, dict[str, Cell]]]:
        """The rows below the first, each with its number and its cells by the words of the first
        row (no matter their case); cells without words are left out."""
        if not self.rows:
            return
        keys = {cell.column: cell.text.strip().casefold() for cell in self.rows[0]}
        for row in self.rows[1:]:
            yield row[0].row, {keys[c.column]: c for c in row if keys.get(c.column) and c.text}


def read_workbook(path: Path) -> tuple[Sheet, ...]:
    """The sheets of the XLSX or CSV file at `path`.

    Raises UnreadableFileError for a file that is damaged, hostile, encrypted, too big or neither,
    OutputError where it cannot be opened.
    """
    head = _head(path)
    if head.startswith(b"PK"):
        return tuple(_sheets(path))
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unreadable(
            path,
            text("it is an old workbook (.xls), or one with a password"),
            text("Open it in Excel and save it as .xlsx without a password."),
        )
    if path.suffix.casefold() in (".csv", ".txt"):
        return (_csv(path),)
    raise _unreadable(
        path,
        text("it is neither an Excel workbook nor a CSV file"),
        text("Save it in Excel as .xlsx."),
    )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise _cannot_read(path, error) from error


# --- XLSX ---------------------------------------------------------------------------------------


def _sheets(path: Path) -> Iterator[Sheet]:
    from openpyxl import load_workbook

    content = _bounded(path)
    try:
        book = load_workbook(content, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets pass whatever its readers stumble over
        raise _unreadable(
            path, text("it is damaged"), text("Open it in Excel and save it again as .xlsx.")
        ) from error
    for sheet in book.worksheets:
        yield _sheet(sheet, path)


def _bounded(path: Path) -> io.BytesIO:
    """The workbook as a zip in memory, every part within bounds and without a DTD."""
    content = io.BytesIO()
    uncomputed: re.Match[bytes] | None = None
    try:
        with PackageFile(path) as package, zipfile.ZipFile(content, "w") as copy:
            for name in package.names():
                data = package.read(name)
                if name.endswith((".xml", ".rels", ".vml")):
                    refuse_dtd(data[:PROLOG_BYTES])
                if name.startswith("xl/worksheets/") and b"<f" in data:
                    uncomputed = uncomputed or _UNCOMPUTED.search(data)
                if not name.endswith(".bin"):  # macros and settings of printers
                    copy.writestr(name, data)
    except UnreadableFileError as error:
        raise _unreadable(path, error.message, error.hint) from error
    if uncomputed:
        raise _unreadable(
            path,
            text("the formula in cell {cell} has no value yet",
                 cell=uncomputed["cell"].decode("utf-8", "replace")),
            text("Open it in Excel and save it, or write words in the cell."),
        )  # fmt: skip
    content.seek(0)
    return content


def _sheet(sheet: Worksheet, path: Path) -> Sheet:
    if sheet.max_row > MOST_ROWS or sheet.max_column > MOST_COLUMNS:
        raise _unreadable(
            path,
            text(
                "the sheet {name} reaches to row {row} and column {column}",
                name=sheet.title,
                row=sheet.max_row,
                column=sheet.max_column,
            ),
            text(
                "At most {rows} rows and {columns} columns; delete the empty ones at its end.",
                rows=MOST_ROWS,
                columns=MOST_COLUMNS,
            ),
        )
    rows = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        cells = tuple(Cell(_words(value), number, nth) for nth, value in enumerate(values, 1))
        if any(cell.text for cell in cells):
            rows.append(cells)
    merged = tuple((m.min_row, m.min_col, m.max_row, m.max_col) for m in sheet.merged_cells.ranges)
    return Sheet(sheet.title, tuple(rows), sheet.sheet_state != "visible", merged)


def _words(value: object) -> str:
    """A value as a Vietnamese office writes it: days d/m/yyyy, a comma before decimals."""
    match value:
        case None:
            return ""
        case bool():
            return "có" if value else "không"
        case datetime() if value.time() != time():
            return f"{value.day:02d}/{value.month:02d}/{value.year} {value:%H:%M}"
        case date():
            return f"{value.day:02d}/{value.month:02d}/{value.year}"
        case float():
            words = f"{value:.15g}"
            return words.replace(".", ",") if "e" not in words else words
        case _:
            lines = unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").split("\n")
            return "\n".join(line.strip() for line in lines).strip()


# --- CSV ----------------------------------------------------------------------------------------


def _csv(path: Path) -> Sheet:
    try:
        data = path.read_bytes()[: MOST_CSV_BYTES + 1]
    except OSError as error:
        raise _cannot_read(path, error) from error
    if len(data) > MOST_CSV_BYTES:
        raise _unreadable(
            path,
            text("it is bigger than {most} MB", most=MOST_CSV_BYTES >> 20),
            text("Divide it into several files."),
        )
    try:
        content = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(
            path,
            text("it is not UTF-8"),
            text("Save it in Excel as “CSV UTF-8”, or as .xlsx."),
        ) from error
    first = content.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = []
    try:
        for number, values in enumerate(csv.reader(io.StringIO(content), delimiter=delimiter), 1):
            cells = tuple(Cell(_words(value), number, nth) for nth, value in enumerate(values, 1))
            if any(cell.text for cell in cells):
                rows.append(cells)
    except csv.Error as error:
        raise _unreadable(
            path, text("it is damaged"), text("Save it in Excel as .xlsx.")
        ) from error
    return Sheet(path.stem, tuple(rows))


# --- what went wrong ----------------------------------------------------------------------------


def _unreadable(path: Path, why: Text, hint: Text) -> UnreadableFileError:
    return UnreadableFileError(
        text("{path} cannot be read as a workbook: {why}", path=path, why=why), hint
    )


def _cannot_read(path: Path, error: OSError) -> OutputError:
    return OutputError(text("{path} cannot be read: {detail}.", path=path, detail=reason(error)))
