"""Phiếu giao việc: the tasks of one unit as a document of their own, in the looks of the annex."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from qdgen.document.model import (
    Annex,
    Document,
    Inline,
    Inlines,
    Row,
    RowNumbering,
    Run,
    Table,
    plain_text,
)
from qdgen.document.rows import number_rows
from qdgen.document.split import split

LABEL = "Phiếu giao việc"
_DECISION = "Quyết định"


def task_slip(document: Document, annex: str, unit: str, rows: Collection[str]) -> Document:
    """The document with `rows` (ids) of the annex, given to `unit`. Footnotes and numbers count
    anew, references to what is elsewhere are words."""
    part = next(p for p in document.parts if isinstance(p, Annex) and p.anchor == annex)
    if part.table is None:
        raise ValueError(annex)
    table = replace(part.table, rows=tuple(_chosen(part.table, rows)))
    title: tuple[Inline, ...] = (Run(f"Các nhiệm vụ giao {unit} chủ trì thực hiện"),)
    slip = replace(
        part,
        label=LABEL,
        number="",
        title=title,
        reference_line=_decision_named(part.reference_line),
        before=(),
        after=(),
        table=table,
    )
    _, alone = next(split(replace(document, parts=(slip,))))
    return replace(alone, title=f"{LABEL}: {unit}", subject=f"{LABEL}: {unit}")


def _decision_named(line: Inlines) -> Inlines:
    """The decision that the annex's reference line names, as what the tasks come from."""
    words = plain_text(line)
    at = words.find(_DECISION)
    return (Run(f"(Theo {words[at:]}"),) if at >= 0 else line


def _chosen(table: Table, wanted: Collection[str]) -> Iterator[Row]:
    rows = [row for row in table.rows if row.anchor in wanted]
    for row, label in zip(rows, _labels(rows, table.numbering), strict=True):
        yield replace(row, label=label)


def _labels(rows: Sequence[Row], numbering: Sequence[RowNumbering]) -> Iterator[str]:
    # A row that only adds up the others bears no number.
    return number_rows((row.level if row.label else None for row in rows), numbering)
