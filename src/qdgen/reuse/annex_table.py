"""The table of an annex as rows of words by id: from the content, and from a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.content.figures import figure_columns
from qdgen.content.model import AnnexFile, Row, cells_of
from qdgen.content.nodes import Scalar
from qdgen.reuse.annex_cells import shown_words

HEADING = "tieu_de"
"""Where a heading row keeps its words, among the keys of the columns."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its id, that of the row it stands below ("" at the top), its depth from 0, its words
    by column, or under HEADING for a heading row."""

    id: str
    parent: str
    level: int
    words: Mapping[str, str]
    scalars: Mapping[str, Scalar | None] = field(default_factory=dict, compare=False)

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


def table_of(
    name: str, annex: str, file: AnnexFile, title: str, labels: Mapping[str, str]
) -> AnnexTable:
    """The table of a content file; `title` and `labels` as printed."""
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
    return AnnexTable(name, annex, title, columns, tuple(_rows(file.rows, keys, "", 0)), labels)


def _rows(rows: Sequence[Row], keys: Sequence[str], parent: str, level: int) -> Iterator[TableRow]:
    for row in rows:
        scalars: dict[str, Scalar | None] = {HEADING: row.title}
        if row.title is None:
            cells = cells_of(row)
            scalars = {key: cells.get(key) for key in keys}
        words = {key: shown_words(scalar) for key, scalar in scalars.items()}
        yield TableRow(row.id.value, parent, level, words, scalars)
        yield from _rows(row.rows, keys, row.id.value, level + 1)
