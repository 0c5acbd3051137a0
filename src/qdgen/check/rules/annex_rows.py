"""PL1: the rows of an annex's table."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.columns import (
    columns_of,
    is_empty,
    is_total,
    label_piece,
    task_rows,
)
from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper, Piece, Row, Table
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.check.text.labels import Label, parse_label
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text
from qdgen.vietnamese_numbers import parse_number

_TIME = re.compile(
    r"\d|năm|quý|tháng|tuần|ngày|thường xuyên|định kỳ|hằng|hàng|liên tục|sau khi|trước khi|ngay"
    r"|theo tiến độ|giai đoạn|đột xuất|khi có|…|\.\.\."
)
_SUM = re.compile(r"(?:tổng cộng|tổng số|cộng)\b")
"""How a heading row begins that tells a sum."""


def _empty(paper: Paper, name: str) -> Iterator[tuple[Table, Row]]:
    """The rows whose cell in that column is empty."""
    for table in paper.tables:
        columns = columns_of(table)
        column = getattr(columns, name)
        if column < 0 or not columns.are_tasks:
            continue
        for row in task_rows(table):
            filled = any(not is_empty(row, n) for n in range(len(row.cells)))
            if filled and is_empty(row, column) and not _is_total(row):
                yield table, row


def _is_total(row: Row) -> bool:
    """A row of sums, known by its words, or by one figure that stands alone."""
    filled = [words for words in map(row.cell_text, range(len(row.cells))) if words.strip()]
    alone = len(filled) == 1 and parse_number(filled[0].strip()) is not None
    return is_total(row) or (not row.label and alone)


def _below(table: Table) -> set[int]:
    """The rows (by identity) that have rows below them: what is written there serves for all."""
    return {
        id(row)
        for row, following in zip(table.rows, table.rows[1:], strict=False)
        if following.level > row.level
    }


def _missing(paper: Paper, name: str, said: Text, hint: Text) -> Iterator[Remark]:
    parents: dict[int, set[int]] = {}
    for table, row in _empty(paper, name):
        if id(table) not in parents:
            parents[id(table)] = _below(table)
        if id(row) not in parents[id(table)]:
            yield Remark(said, hint, label_piece(paper, table, row))


@rule("PL111", "leader-missing", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def leader_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A task has nobody who leads it.

    A task without a unit in charge is nobody's.

    Wrong: Vận hành cổng dữ liệu mở | (trống) | Văn phòng Bộ
    Right: Vận hành cổng dữ liệu mở | Cục Viễn thông | Văn phòng Bộ
    Source: không có quy định về thể thức; thông lệ soạn kế hoạch
    """
    yield from _missing(
        paper, "leader", text("nobody leads this task"), text("name the unit in charge")
    )


@rule("PL112", "product-missing", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def product_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A task has no product.

    By its product one sees whether a task is done.

    Wrong: Vận hành cổng dữ liệu mở | Cục Viễn thông | (trống)
    Right: Vận hành cổng dữ liệu mở | Cục Viễn thông | Báo cáo kết quả
    Source: không có quy định về thể thức; thông lệ soạn kế hoạch
    """
    yield from _missing(
        paper, "product", text("this task has no product"), text("say what comes of it")
    )


@rule("PL113", "deadline-missing", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def deadline_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A task has no deadline.

    Without one nobody can follow it up. "Thường xuyên" is one.

    Wrong: Vận hành cổng dữ liệu mở | Cục Viễn thông | (trống)
    Right: Vận hành cổng dữ liệu mở | Cục Viễn thông | Tháng 12/2026
    Source: không có quy định về thể thức; thông lệ soạn kế hoạch
    """
    yield from _missing(
        paper, "deadline", text("this task has no deadline"), text("say by when, or “Thường xuyên”")
    )


@rule("PL114", "deadline-without-date", Severity.INFO, Certainty.PRACTICE, TEXTS)
def deadline_without_date(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The cell of a deadline names no time.

    It says how or with whom something is done, not by when.

    Wrong: Phối hợp theo kế hoạch của Bộ Công an
    Right: Tháng 6/2025 (theo kế hoạch của Bộ Công an)
    Source: không có quy định về thể thức; thông lệ soạn kế hoạch
    """
    for table in paper.tables:
        columns = columns_of(table)
        if columns.deadline < 0 or not columns.are_tasks:
            continue
        for row in task_rows(table):
            words = row.cell_text(columns.deadline)
            if re.search(r"\w", words) and not _TIME.search(plain(words)):
                yield Remark(
                    text("“{words}” names no time", words=words.replace("\n", " ")),
                    text("say by when; what else is to be said goes behind it in brackets"),
                    row.cells[columns.deadline][0],
                )


@rule("PL115", "cell-empty", Severity.INFO, Certainty.PRACTICE, TEXTS)
def cell_empty(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A cell of a table is empty, while the rest of its column is filled.

    One cannot see whether there is nothing to say or something was forgotten. A dash, or "Không",
    says that there is nothing.

    Wrong: Vận hành cổng dữ liệu mở | Cục Viễn thông | (trống)
    Right: Vận hành cổng dữ liệu mở | Cục Viễn thông | -
    Source: không có quy định; thông lệ trình bày
    """
    for table in paper.tables:
        columns = columns_of(table)
        tasks = columns.are_tasks
        own = {columns.leader, columns.product, columns.deadline} if tasks else set()
        rows = [r for r in task_rows(table) if not _is_total(r)]
        parents = _below(table)
        for column in range(len(table.headings)):
            empty = [r for r in rows if is_empty(r, column) and id(r) not in parents]
            is_remark = "ghi chú" in plain(table.headings[column])
            if column in own or is_remark or len(empty) * 2 > len(rows):
                continue
            for row in empty:
                yield Remark(
                    text("the cell below “{heading}” is empty", heading=table.headings[column]),
                    text("fill it in, or put a dash where there is nothing to say"),
                    label_piece(paper, table, row),
                )


@rule("PL116", "row-sequence", Severity.WARNING, Certainty.DERIVED, TEXTS)
def row_sequence(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The numbers of a table's rows do not follow each other.

    They begin at the first number and leave out none. Numbers of a level below may begin anew in
    each group, or run on through all of them; so may those of the next table.

    Wrong: 1, 2, 4, 5
    Right: 1, 2, 3, 4
    Source: suy ra; không có quy định riêng về cột số thứ tự
    """
    last: dict[int, Label] = {}
    part = -1
    for table in paper.tables:
        by_hand = columns_of(table).number
        if table.part != part:
            part, last = table.part, {}
        begun_anew: set[int] = set(last)
        for row in table.rows:
            written = row.label or (row.cell_text(by_hand) if by_hand >= 0 else "")
            before = last.get(row.level)
            label = parse_label(written, before.kind if before else None) if written else None
            if label is None or not label.value:
                continue
            begun_anew |= {depth for depth in last if depth > row.level}
            begins = label.value == 1 and (before is None or row.level in begun_anew)
            follows = before is not None and label.value == before.value + 1
            same_kind = before is None or label.kind is before.kind
            if same_kind and not begins and not follows:
                yield Remark(
                    text("the row has the number “{label}”", label=written),
                    text(
                        "it would be number {expected} of its level",
                        expected=before.value + 1 if before else 1,
                    ),
                    label_piece(paper, table, row),
                    end=0,
                )
            begun_anew.discard(row.level)
            last[row.level] = label


@rule("PL117", "row-twice", Severity.WARNING, Certainty.DERIVED, TEXTS)
def row_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two rows of a table say the same.

    A row copied and not changed counts a task twice. The same task below another leader is only
    remarked on.

    Wrong: 1. Vận hành cổng dữ liệu mở … / 2. Vận hành cổng dữ liệu mở …
    Right: 1. Vận hành cổng dữ liệu mở …
    Source: suy ra, đối chiếu giữa các hàng
    """
    for table in paper.tables:
        columns = columns_of(table)
        seen: dict[tuple[str, ...], Row] = {}
        tasks: dict[tuple[int, str], Row] = {}
        group = 0
        for row in table.rows:
            if row.heading is not None:
                group += 1
                continue
            words = tuple(
                plain(row.cell_text(n)) for n in range(len(row.cells)) if n != columns.number
            )
            if sum(map(len, words)) < 10:
                continue
            first = seen.setdefault((str(group) if not columns.are_tasks else "", *words), row)
            if first is not row:
                yield _twice(paper, table, row, first, None)
                continue
            task = words[columns.task] if 0 <= columns.task < len(words) else ""
            if columns.are_tasks and task:
                same = tasks.setdefault((group, task), row)
                if same is not row:
                    yield _twice(paper, table, row, same, Severity.INFO)


def _twice(paper: Paper, table: Table, row: Row, first: Row, severity: Severity | None) -> Remark:
    said = text("the row says the same as row {label}", label=first.label or "—")
    if severity is not None:
        said = text("row {label} has the same task", label=first.label or "—")
    return Remark(
        said, text("leave one of them out"), label_piece(paper, table, row), severity=severity
    )


@rule("PL118", "group-empty", Severity.WARNING, Certainty.DERIVED, TEXTS)
def group_empty(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A heading of a table has no rows below it.

    Either its rows were forgotten, or the heading was left when they were taken out.

    Wrong: II. Phát triển hạ tầng / III. Nhiệm vụ khác / 1. …
    Right: II. Phát triển hạ tầng / 1. … / III. Nhiệm vụ khác / 2. …
    Source: suy ra, đối chiếu giữa các hàng
    """
    for table in paper.tables:
        if not any(row.heading is None for row in table.rows):
            continue
        for row, following in zip(table.rows, [*table.rows[1:], None], strict=False):
            if row.heading is None or _SUM.match(plain(row.heading.text)):
                continue
            stands_alone = following is None or (
                following.heading is not None and following.level <= row.level
            )
            if stands_alone:
                yield Remark(
                    text("nothing stands below “{heading}”", heading=row.heading.text),
                    text("add its rows, or leave the heading out"),
                    row.heading,
                )


@rule("PL119", "column-twice", Severity.WARNING, Certainty.DERIVED, TEXTS)
def column_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two columns of a table have the same heading.

    The reader cannot tell what is in them.

    Wrong: Đơn vị chủ trì | Đơn vị chủ trì
    Right: Đơn vị chủ trì | Đơn vị phối hợp
    Source: suy ra; thông lệ trình bày
    """
    for table in paper.tables:
        pieces: list[Piece] = paper.of(Element.COLUMN_HEADING, part=table.part)
        seen: set[str] = set()
        for heading in table.headings:
            words = plain(heading)
            if words and words in seen:
                same = [p for p in pieces if plain(p.text) == words]
                yield Remark(
                    text("two columns are headed “{heading}”", heading=heading),
                    text("say what each of them holds"),
                    same[-1] if same else None,
                )
            seen.add(words)
