"""What came back from a workbook, carried into the content file of an annex."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from qdgen.content.editing import Edits
from qdgen.content.fresh_ids import fresh_id
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.rendering import Data
from qdgen.reuse.annex_cells import written_words
from qdgen.reuse.annex_merge import Merge, NewRow
from qdgen.reuse.annex_table import AnnexTable


def carry(edits: Edits, table: AnnexTable, merged: Merge, taken: Collection[str]) -> dict[int, str]:
    """Put the changes of `merged` into `edits`, the file of `table`; `taken` are the ids, keys and
    file stems of the dossier. The ids of the new rows, by their places in the sheet.

    Raises SplicingError where the file cannot be changed so.
    """
    nodes = _rows_by_id(edits.root)
    figures = {column.key for column in table.columns if column.holds_figures}
    for change in merged.cells:
        before = change.row.scalars.get(change.column)
        words = written_words(change.words, before, is_figure=change.column in figures)
        node = nodes[change.row.id]
        value = node.get(change.column)
        if isinstance(value, Scalar):
            edits.set_text(value, words)
        else:
            edits.put(node, change.column, words)
    gone = {row.id for row in merged.removed}
    for row in merged.removed:
        if row.parent not in gone:
            edits.delete(nodes[row.id])
    names = set(taken)
    made = {}
    for new in merged.added:
        made[new.place] = name = fresh_id(_called(new), names, otherwise="hang")
        names.add(name)
        _insert(edits, nodes, table, new, _data(new, name, table, figures))
    return made


def _rows_by_id(root: MapNode) -> dict[str, MapNode]:
    found: dict[str, MapNode] = {}
    waiting: list[object] = [root.get("hang")]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ListNode):
            waiting += node
        elif isinstance(node, MapNode):
            found[str(node.get("id", ""))] = node
            waiting.append(node.get("hang"))
    return found


def _called(new: NewRow) -> str:
    return next((words for words in new.words.values() if words), "")


def _data(
    new: NewRow, name: str, table: AnnexTable, figures: Collection[str]
) -> Mapping[str, Data]:
    cells: dict[str, Data] = {"id": name}
    for column in table.columns:
        words = new.words.get(column.key, "")
        cells[column.key] = written_words(words, None, is_figure=column.key in figures)
    return cells


def _insert(
    edits: Edits,
    nodes: Mapping[str, MapNode],
    table: AnnexTable,
    new: NewRow,
    data: Mapping[str, Data],
) -> None:
    before = nodes.get(new.after)
    if before is None:
        edits.insert_into(edits.root, "hang", data, first=True)
    elif table.by_id()[new.after].is_heading or "hang" in before:
        edits.insert_into(before, "hang", data, first=True)
    else:
        edits.insert_after(before, data)
