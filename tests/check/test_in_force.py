"""Validity on a date: a register with every case, each on the days around its turning points."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qdgen.check.in_force import Being, Force, document_on, unit_on
from qdgen.check.registers import KnownDocument, KnownUnit, Registers


def _day(words: str) -> date:
    day, month, year = map(int, words.split("/"))
    return date(year, month, day)


def _document(key: str, day: str, **more: str) -> KnownDocument:
    dates = {k: _day(v) for k, v in more.items() if k.startswith("in_force")}
    keys = {k: v for k, v in more.items() if k in ("replaced_by", "amended_by")}
    return KnownDocument(key, "Nghị định", key, _day(day), "Chính phủ", "về …", **dates, **keys)


def _unit(key: str, since: str = "", until: str = "", successor: str = "") -> KnownUnit:
    return KnownUnit(
        key, f"Cục {key}", "", _day(since) if since else None, _day(until) if until else None,
        successor,
    )  # fmt: skip


_DOCUMENTS = [
    _document("silent", "1/1/2020"),
    _document("ended", "1/1/2020", in_force_until="1/7/2025"),
    _document("begins", "1/6/2025", in_force_from="1/1/2026"),
    _document("first", "1/1/2018", replaced_by="second", in_force_until="1/3/2021"),
    _document("second", "1/2/2021", in_force_from="1/3/2021", replaced_by="third"),
    _document("third", "15/5/2024", in_force_from="1/7/2024"),
    _document("by-day", "1/1/2019", replaced_by="third-by-day"),
    _document("third-by-day", "10/10/2022"),
    _document("amended", "1/1/2019", amended_by="amending"),
    _document("amending", "1/1/2022", in_force_from="15/2/2022", amended_by="again"),
    _document("again", "1/1/2024"),
]
_UNITS = [
    _unit("silent"),
    _unit("renamed", until="28/2/2025", successor="heir"),
    _unit("heir", since="1/3/2025", until="31/12/2025", successor="grand"),
    _unit("grand", since="1/1/2026"),
    _unit("one", until="28/2/2025", successor="both"),
    _unit("two", until="28/2/2025", successor="both"),
    _unit("both", since="1/3/2025"),
    _unit("taken", until="28/2/2025", successor="older"),
    _unit("older", since="1/1/2000"),
    _unit("gone", until="28/2/2025"),
]
REGISTERS = Registers({d.key: d for d in _DOCUMENTS}, {u.key: u for u in _UNITS})


@pytest.mark.parametrize(
    ("key", "day", "force", "successor"),
    [
        ("silent", "1/1/2026", Force.IN_FORCE, ""),
        ("ended", "30/6/2025", Force.IN_FORCE, ""),
        ("ended", "1/7/2025", Force.ENDED, ""),  # hết hiệu lực từ ngày
        ("begins", "31/12/2025", Force.NOT_YET, ""),
        ("begins", "1/1/2026", Force.IN_FORCE, ""),
        ("first", "28/2/2021", Force.IN_FORCE, ""),
        ("first", "1/3/2021", Force.REPLACED, "second"),
        ("first", "30/6/2024", Force.REPLACED, "second"),
        ("first", "1/7/2024", Force.REPLACED, "third"),  # superseded twice
        ("second", "30/6/2024", Force.IN_FORCE, ""),
        ("second", "1/7/2024", Force.REPLACED, "third"),
        ("third", "1/7/2024", Force.IN_FORCE, ""),
        ("by-day", "9/10/2022", Force.IN_FORCE, ""),
        ("by-day", "10/10/2022", Force.REPLACED, "third-by-day"),
    ],
)  # fmt: skip
def test_a_document_on_a_day(key: str, day: str, force: Force, successor: str) -> None:
    standing = document_on(_day(day), REGISTERS.documents[key], REGISTERS)
    assert (standing.force, standing.successor) == (force, successor)


@pytest.mark.parametrize(
    ("day", "by"),
    [
        ("14/2/2022", ()),
        ("15/2/2022", ("amending",)),
        ("31/12/2023", ("amending",)),
        ("1/1/2024", ("amending", "again")),
    ],
)
def test_what_had_amended_a_document_by_a_day(day: str, by: tuple[str, ...]) -> None:
    standing = document_on(_day(day), REGISTERS.documents["amended"], REGISTERS)
    assert (standing.force, standing.amended_by) == (Force.IN_FORCE, by)


def test_a_register_that_tells_nothing_proves_nothing() -> None:
    day = _day("1/1/2026")
    assert not document_on(day, REGISTERS.documents["silent"], REGISTERS).is_told
    assert document_on(day, REGISTERS.documents["begins"], REGISTERS).is_told


@pytest.mark.parametrize(
    ("key", "day", "being", "successor"),
    [
        ("silent", "1/1/2026", Being.EXISTS, ""),
        ("heir", "28/2/2025", Being.NOT_YET, ""),
        ("renamed", "28/2/2025", Being.EXISTS, ""),  # mang tên này đến ngày
        ("renamed", "1/3/2025", Being.RENAMED, "heir"),
        ("renamed", "1/1/2026", Being.RENAMED, "grand"),
        ("one", "1/3/2025", Being.MERGED, "both"),
        ("two", "1/3/2025", Being.MERGED, "both"),
        ("taken", "1/3/2025", Being.MERGED, "older"),
        ("gone", "28/2/2025", Being.EXISTS, ""),
        ("gone", "1/3/2025", Being.DISSOLVED, ""),
    ],
)  # fmt: skip
def test_a_unit_on_a_day(key: str, day: str, being: Being, successor: str) -> None:
    standing = unit_on(_day(day), REGISTERS.units[key], REGISTERS)
    assert (standing.being, standing.successor) == (being, successor)


def test_a_circle_in_a_broken_register_ends() -> None:
    one = _document("a", "1/1/2020", replaced_by="b", amended_by="b")
    other = _document("b", "1/1/2021", replaced_by="a", amended_by="a")
    registers = Registers({"a": one, "b": other}, {})
    for offset in range(3):
        day = _day("1/1/2025") + timedelta(days=offset)
        assert document_on(day, one, registers).force is Force.REPLACED
