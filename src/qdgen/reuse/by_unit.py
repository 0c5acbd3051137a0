"""The tasks of an annex by the unit that leads them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qdgen.check.columns import columns_of_headings, units_in
from qdgen.check.text.compare import plain
from qdgen.content.model import Unit
from qdgen.errors import RefusedError
from qdgen.messages import text
from qdgen.reuse.annex_table import AnnexTable, TableRow


def unit_names(units: Iterable[Unit]) -> list[str]:
    """The official names of the units of the register, in its order."""
    return [unit.name.value for unit in units]


def rows_by_unit(table: AnnexTable, units: Iterable[Unit]) -> dict[str, tuple[TableRow, ...]]:
    """The rows that each unit leads, with the rows they stand below, by the unit's name as the
    register has it, else as it stands in the table.

    Raises RefusedError where no column says who leads.
    """
    place = columns_of_headings([column.heading for column in table.columns]).leader
    if place < 0:
        raise RefusedError(
            text("no column of {annex} says which unit leads", annex=table.annex),
            text("its heading says Đơn vị chủ trì or Đơn vị thực hiện"),
        )
    key = table.columns[place].key
    official = _official(units)
    known = frozenset(official)
    rows = table.by_id()
    found: dict[str, dict[str, None]] = {}
    for row in table.rows:
        words = row.printed.get(key, "")
        for unit in units_in(words, known) if words else ():
            wanted = found.setdefault(official.get(unit) or _as_written(words, unit), {})
            for name in _path(row, rows):
                wanted.setdefault(name)
    order = {row.id: nth for nth, row in enumerate(table.rows)}
    return {
        unit: tuple(rows[name] for name in sorted(wanted, key=order.__getitem__))
        for unit, wanted in found.items()
    }


def _official(units: Iterable[Unit]) -> dict[str, str]:
    """The official name by each name of a unit, plain."""
    return {
        plain(name.value): unit.name.value
        for unit in units
        for name in (unit.short_name, unit.name)
        if name is not None
    }


def _as_written(words: str, unit: str) -> str:
    """`unit`, which is plain, as it stands in `words`."""
    for segment in words.replace("\n", ";").split(";"):
        if plain(segment) == unit:
            return segment.strip()
    at = words.lower().find(unit)
    return words[at : at + len(unit)] if at >= 0 else unit[:1].upper() + unit[1:]


def _path(row: TableRow, rows: Mapping[str, TableRow]) -> Sequence[str]:
    path = [row.id]
    while row.parent:
        row = rows[row.parent]
        path.append(row.id)
    return path
