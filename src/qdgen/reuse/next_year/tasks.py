"""Rows of last year's annex: which stay, and what is taken out, with its words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.errors import ContentError
from qdgen.reuse.next_year.desk import Desk
from qdgen.reuse.next_year.items import DROP, KEEP, Item, Kind, Spot
from qdgen.reuse.next_year.results import Result, TaskResult

ALL_TASKS = "nhiem-vu/ket-qua"
"""The id of the item that asks for results where none were given."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of an annex: its file, its node, and the rows below it."""

    file: str
    id: str
    node: MapNode
    below: tuple[Row, ...] = ()


def rows_of(desk: Desk) -> list[Row]:
    """The rows of all annexes, those at the top; in order."""
    found: list[Row] = []
    for name in desk.own:
        found += _rows(name, desk.roots[name])
    return found


def every_row(rows: list[Row]) -> Iterator[Row]:
    """These rows and all below them, in order."""
    for row in rows:
        yield row
        yield from every_row(list(row.below))


def _rows(file: str, holder: MapNode) -> list[Row]:
    items = holder.get("hang")
    found = []
    for node in items if isinstance(items, ListNode) else ():
        name = node.get("id") if isinstance(node, MapNode) else None
        if isinstance(node, MapNode) and isinstance(name, Scalar):
            found.append(Row(file, name.value, node, tuple(_rows(file, node))))
    return found


def is_task(row: Row) -> bool:
    """Whether a row is a task, no heading."""
    return "tieu_de" not in row.node


def row_words(row: Row) -> str:
    """A row as it was written, its first line without what stood before the dash."""
    source = row.node.source
    first, _ = source.place(row.node.start)
    last, _ = source.place(max(row.node.start, row.node.end - 1))
    return textwrap.dedent("\n".join(source.lines[first - 1 : last])).strip("\n")


def drop_rows(desk: Desk, results: Mapping[str, TaskResult], plan: int) -> list[Item]:
    """Take the rows out that are done or dropped, and headings with nothing left below them, and
    tell each; a row that the text still refers to stays, for a person to decide."""
    rows = rows_of(desk)
    reasons: dict[str, str] = {}
    going = [row for row in every_row(rows) if _goes(row, results, reasons, plan)]
    taken = _taken_out(desk, going)
    items = []
    for row in going:
        line, column = row.node.source.place(row.node.start)
        spot = Spot(row.file, line, column, row.id)
        reason = reasons[row.id]
        decision, now = (DROP, "") if row.id in taken else ("", None)
        if row.id not in taken:
            reason += "; nội dung còn viện dẫn tới hàng này: sửa rồi quyết định"
        items.append(
            Item(f"nhiem-vu/{row.id}", Kind.TASK, spot, row_words(row), DROP, reason, decision, now)
        )
    return items


def _goes(row: Row, results: Mapping[str, TaskResult], reasons: dict[str, str], plan: int) -> bool:
    """Whether a row is taken out, and why; with a task go no tasks below it."""
    below = [_goes(inner, results, reasons, plan) for inner in row.below]
    told = results.get(row.id)
    if is_task(row):
        if told is None or told.result is Result.CARRIED or not all(below):
            return False
        note = f" ({told.note})" if told.note else ""
        reasons[row.id] = f"kết quả năm {plan}: {told.result.value}{note}"
        return True
    if below and all(below):
        reasons[row.id] = "không còn nhiệm vụ nào trong nhóm"
        return True
    return False


def _taken_out(desk: Desk, going: list[Row]) -> set[str]:
    """The ids of the rows that could go: all at once, or, where something refers to one of them,
    one by one."""
    return set(_those_that_can(desk, list(reversed(going))))


def _those_that_can(desk: Desk, rows: list[Row]) -> list[str]:
    """Found by halving, what stands below before what it stands in: most often all of them."""
    if not rows:
        return []
    if _try_without(desk, rows):
        return [row.id for row in rows]
    if len(rows) == 1:
        return []
    middle = len(rows) // 2
    return _those_that_can(desk, rows[:middle]) + _those_that_can(desk, rows[middle:])


def _try_without(desk: Desk, rows: list[Row]) -> bool:
    before = {row.file: desk.files[row.file] for row in rows}
    # what stands below a row goes with it
    carried = {inner.id for row in rows for inner in every_row(list(row.below))}
    try:
        for name in before:
            edits = Edits(desk.roots[name])
            nodes = {row.id: row.node for row in every_row(_rows(name, edits.root))}
            for row in rows:
                if row.file == name and row.id not in carried:
                    edits.delete(nodes[row.id])
            desk.write(name, edits.text())
        _ = desk.read
    except (ContentError, SplicingError):
        for name, content in before.items():
            desk.write(name, content)
        return False
    return True


def task_items(desk: Desk, results: Mapping[str, TaskResult] | None, plan: int) -> Iterator[Item]:
    """What is to be decided on the rows that stay: one item for all where there are no results, and
    one for each task that the results say nothing of."""
    tasks = [row for row in every_row(rows_of(desk)) if is_task(row)]
    if not tasks:
        return
    if results is None:
        spot = Spot(tasks[0].file)
        reason = (
            f"chưa có kết quả thực hiện năm {plan} nên giữ lại tất cả; "
            "xem việc nào đã xong, hoặc chạy lại với --ket-qua"
        )
        yield Item(ALL_TASKS, Kind.TASK, spot, f"{len(tasks)} nhiệm vụ", KEEP, reason)
        return
    for row in tasks:
        if row.id not in results:
            line, column = row.node.source.place(row.node.start)
            yield Item(
                f"nhiem-vu/{row.id}",
                Kind.TASK,
                Spot(row.file, line, column, row.id),
                row_words(row),
                KEEP,
                f"tệp kết quả năm {plan} không nói đến nhiệm vụ này",
            )
