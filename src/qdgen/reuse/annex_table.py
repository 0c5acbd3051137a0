"""The table of an annex as rows of words by id: from the content, and from a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.content.figures import figure_columns
from qdgen.content.model import AnnexFile, Row, cells_of
from qdgen.content.nodes import Scalar
from qdgen.document.model import Annex, plain_text
from qdgen.reuse.annex_cells import shown_words

HEADING = "tieu_de"
"""Where a heading row keeps its words, among the keys of the columns."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its id, that of the row it stands below ("" at the top), its depth from 0, its words
    by column, or under HEADING for a heading row; `printed` are these as printed."""

    id: str
    parent: str
    level: int
    words: Mapping[str, str]
    scalars: Mapping[str, Scalar | None] = field(default_factory=dict, compare=False)
    printed: Mapping[str, str] = field(default_factory=dict, compare=False)

    @property
    def is_heading(self) -> bool:
        """Whether it runs across the table."""
        return HEADING in self.words


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its key, the words above it, its width in cm, whether it holds figures."""

    key: str
    heading: str
    width_cm: float
    holds_figures: bool = False


@dataclass(frozen=True, slots=True)
class AnnexTable:
    """The table of the annex whose file is called `annex` (without .yaml) of the dossier `name`."""

    name: str
    annex: str
    title: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    """The printed numbers of the rows, by id."""

    def by_id(self) -> dict[str, TableRow]:
        """Its rows by id."""
        return {row.id: row for row in self.rows}


def table_of(name: str, annex: str, file: AnnexFile, part: Annex) -> AnnexTable:
    """The table of a content file, resolved to `part`."""
    printed = dict(_printed(part))
    title = " ".join(plain_text(part.title).split())
    labels = {row.anchor: row.label for row in part.table.rows} if part.table else {}
    figures = figure_columns(file)
    columns = tuple(
        TableColumn(
            c.key.value,
            c.heading.value,
            float(c.width.value.replace(",", ".")),
            c.key.value in figures,
        )
        for c in file.columns
    )
    keys = [column.key for column in columns]
    rows = tuple(_rows(file.rows, keys, printed, "", 0))
    return AnnexTable(name, annex, title, columns, rows, labels)


def _printed(part: Annex) -> Iterator[tuple[str, dict[str, str]]]:
    """The printed words of each row, by id and column."""
    table = part.table
    for row in table.rows if table else ():
        if table is None or row.heading is not None:
            yield row.anchor, {HEADING: plain_text(row.heading or ())}
            continue
        cells = zip(table.columns, row.cells, strict=True)
        yield (
            row.anchor,
            {column.key: "\n".join(plain_text(p.inlines) for p in cell) for column, cell in cells},
        )


def _rows(
    rows: Sequence[Row],
    keys: Sequence[str],
    printed: Mapping[str, Mapping[str, str]],
    parent: str,
    level: int,
) -> Iterator[TableRow]:
    for row in rows:
        scalars: dict[str, Scalar | None] = {HEADING: row.title}
        if row.title is None:
            cells = cells_of(row)
            scalars = {key: cells.get(key) for key in keys}
        own = printed.get(row.id.value, {})
        words = {key: shown_words(scalar, own.get(key, "")) for key, scalar in scalars.items()}
        yield TableRow(row.id.value, parent, level, words, scalars, own)
        yield from _rows(row.rows, keys, printed, row.id.value, level + 1)
