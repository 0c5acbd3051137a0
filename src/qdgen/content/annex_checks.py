"""What the model alone cannot see in an annex: cells against columns, rows against `stt`."""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.content.figures import TOTAL, Holds, figure_columns, meant, read_figure
from qdgen.content.model import RESERVED_ROW_KEYS, AnnexFile, Row
from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.problems import Problems
from qdgen.content.row_numbering import parse_pattern
from qdgen.content.vocabulary import nearest
from qdgen.diagnostics import Diagnostic
from qdgen.messages import text


def check_annex(annex: AnnexFile, root: MapNode) -> list[Diagnostic]:
    """What is wrong with the table of `annex`, read from `root`."""
    problems = Problems(root.source)
    _check_structure(problems, annex, root)
    _check_columns(problems, annex)
    _check_patterns(problems, annex)
    columns = [column.key.value for column in annex.columns]
    if columns:
        _check_rows(problems, annex, columns)
    if figures := figure_columns(annex):
        _check_figures(problems, annex.rows, figures)
    return problems.listed()


def _check_structure(problems: Problems, annex: AnnexFile, root: MapNode) -> None:
    def note(key: str, code: str, message: str) -> None:
        scalar = root.keys_at[key]
        problems.at(scalar.line, scalar.column, code, *_STRUCTURE[message])

    if annex.rows and not annex.columns:
        note("hang", "columns-missing", "rows")
    elif annex.columns and not annex.rows:
        note("cot", "rows-missing", "columns")
    elif not annex.rows and not annex.columns and not annex.text and not annex.sections:
        note("phu_luc", "annex-empty", "empty")
    if annex.columns and annex.sections:
        note("muc", "structure-ambiguous", "both")
    if annex.numbering and not annex.columns:
        note("stt", "columns-missing", "numbering")


_STRUCTURE = {
    "rows": (
        text("the annex has rows but no columns"),
        text("Declare them under cot, each with khoa, tieu_de and rong."),
    ),
    "columns": (
        text("the annex has columns but no rows"),
        text("Write the rows under hang."),
    ),
    "empty": (
        text("the annex has neither a table nor text"),
        text("Write cot and hang, or muc, or noi_dung."),
    ),
    "both": (
        text("an annex is a table or an outline, not both"),
        text("Put the outline into an annex of its own."),
    ),
    "numbering": (
        text("stt numbers the rows of a table, and there is none"),
        text("Delete stt, or declare the columns under cot."),
    ),
}


def _check_columns(problems: Problems, annex: AnnexFile) -> None:
    seen: dict[str, Scalar] = {}
    for column in annex.columns:
        key = column.key
        if key.value in RESERVED_ROW_KEYS:
            problems.at(
                key.line,
                key.column,
                "column-reserved",
                text(
                    "{key} has a meaning of its own in a row and cannot name a column",
                    key=key.value,
                ),
                text("Choose another key, such as {key}.", key=f"cot_{key.value}"),
            )
        elif key.value in seen:
            problems.at(
                key.line,
                key.column,
                "column-twice",
                text("the column {key} is declared a second time", key=key.value),
                text(
                    "It is already on line {line}; keep one of the two.", line=seen[key.value].line
                ),
            )
        seen.setdefault(key.value, key)


MOST_LEVELS = 9
"""Of a list in Word (ECMA-376 Part 1, 17.9.6)."""


def _check_patterns(problems: Problems, annex: AnnexFile) -> None:
    for level, scalar in enumerate(annex.numbering):
        if level == MOST_LEVELS:
            problems.at(
                scalar.line,
                scalar.column,
                "stt-pattern",
                text("rows are numbered on {most} levels at the most", most=MOST_LEVELS),
                text("Write fewer levels: Word has no more."),
            )
        try:
            pattern = parse_pattern(scalar)
        except ValueError:
            problems.at(
                scalar.line,
                scalar.column,
                "stt-pattern",
                text("{value} is not a pattern of row numbers", value=scalar.value[:40]),
                text(
                    "Write I, i, 1, a or A, with signs around it; 1.1 with the parent's number; "
                    "and liên tục where it runs on."
                ),
            )
            continue
        if level == 0 and pattern.with_parent:
            problems.at(
                scalar.line,
                scalar.column,
                "stt-pattern",
                text("the first level has no parent whose number it could repeat"),
                text("Write 1 instead of 1.1."),
            )


def _check_rows(problems: Problems, annex: AnnexFile, columns: list[str]) -> None:
    declared = frozenset(columns)
    levels = len(annex.numbering)
    waiting: list[tuple[Row, int]] = [(row, 1) for row in reversed(annex.rows)]
    while waiting:
        row, depth = waiting.pop()
        cells = row.model_extra or {}
        if row.title is not None:
            if cells:
                _cells_in_heading(problems, row)
        elif cells.keys() != declared:
            _cells_and_columns(problems, row, columns)
        for key, cell in cells.items():
            if type(cell) is not Scalar:
                _cell_is_no_text(problems, key, cell)
        if levels and depth > levels:
            problems.at(
                row.id.line,
                row.id.column,
                "row-too-deep",
                text(
                    "this row is on level {depth}, and stt declares {levels}",
                    depth=depth,
                    levels=levels,
                ),
                text("Add a pattern to stt, or indent the row less."),
            )
        if row.rows:
            waiting += [(child, depth + 1) for child in reversed(row.rows)]


def _check_figures(problems: Problems, rows: Sequence[Row], columns: tuple[str, ...]) -> None:
    for row in rows:
        cells = row.model_extra or {}
        for key in columns:
            cell = cells.get(key)
            if isinstance(cell, Scalar) and read_figure(cell.value).holds is Holds.OTHER:
                right = meant(cell.value)
                problems.at(
                    cell.line,
                    cell.column,
                    "figure-form",
                    text(
                        "{value} is no figure of the column {key}", value=cell.value[:40], key=key
                    ),
                    text("Write {right}; the unit goes into the column's heading.", right=right)
                    if right
                    else text(
                        "Write it as 1.250.000 or 12,5; or {sign}, or @trống(…).", sign=TOTAL
                    ),
                )
        _check_figures(problems, row.rows, columns)


def _cells_in_heading(problems: Problems, row: Row) -> None:
    for name, cell in (row.model_extra or {}).items():
        line, column = _place(cell, row)
        problems.at(
            line,
            column,
            "cell-in-heading-row",
            text("a heading row has no cells, but {key} stands here", key=name),
            text("Delete the cell, or delete tieu_de."),
        )


def _cells_and_columns(problems: Problems, row: Row, columns: list[str]) -> None:
    cells = row.model_extra or {}
    missing = [name for name in columns if name not in cells]
    for name, cell in cells.items():
        if name in columns:
            continue
        line, column = _place(cell, row)
        match = nearest(name, missing) or nearest(name, columns)
        if match in missing:
            missing.remove(match)
        problems.at(
            line,
            column,
            "unknown-column",
            text("{key} is not a declared column", key=name),
            text("Do you mean {key}?", key=match)
            if match
            else text("Columns: {keys}", keys=", ".join(columns)),
        )
    if missing:
        problems.at(
            row.id.line,
            row.id.column,
            "missing-cell",
            text("the row {id} lacks cells: {keys}", id=row.id.value, keys=", ".join(missing)),
            text("Write {key}: and leave it empty where nothing belongs there.", key=missing[0]),
        )


def _cell_is_no_text(problems: Problems, key: str, cell: object) -> None:
    line, column = getattr(cell, "line", 1), getattr(cell, "column", 1)
    problems.at(
        line,
        column,
        "text-expected",
        text("the cell {key} takes one text", key=key),
        text("Write several lines below |- ; rows below this one go under hang."),
    )


def _place(cell: object, row: Row) -> tuple[int, int]:
    """The key of `cell`, which stands on the line where its value begins or just before it."""
    if not isinstance(cell, Scalar):
        return row.id.line, row.id.column
    written = cell.source.line_text(cell.line)
    return cell.line, len(written) - len(written.lstrip(" -")) + 1
