"""What the registers say of a document or a unit on a day: in force or not, and what came after.

A register knows what was entered. Where it tells neither beginning nor end, that is no proof that
a document is in force; `is_told` says which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from qdgen.check.registers import KnownDocument, KnownUnit, Registers


class Force(Enum):
    """How a document stands on a day."""

    IN_FORCE = auto()
    NOT_YET = auto()
    ENDED = auto()
    """No longer in force, and nothing took its place."""
    REPLACED = auto()


@dataclass(frozen=True, slots=True)
class DocumentStanding:
    """A document on a day. `since` is the day from which it stands so, None where that is not
    known; `successor` the key of what is to be cited instead on that day, after however many
    replacements ("" where there is none); `amended_by` the keys of what had amended it by then."""

    force: Force
    since: date | None = None
    successor: str = ""
    amended_by: tuple[str, ...] = ()
    is_told: bool = False


def document_on(day: date, entry: KnownDocument, registers: Registers) -> DocumentStanding:
    """How `entry` stands on `day`."""
    documents = registers.documents
    is_told = entry.in_force_from is not None or entry.in_force_until is not None
    if entry.in_force_from is not None and entry.in_force_from > day:
        return DocumentStanding(Force.NOT_YET, entry.in_force_from, is_told=True)
    if entry.replaced_by in documents:
        since = replaced_since(entry, documents)
        if since is None or since <= day:
            successor = _last_in_force(day, documents[entry.replaced_by], documents)
            return DocumentStanding(Force.REPLACED, since, successor, is_told=True)
    elif entry.in_force_until is not None and entry.in_force_until <= day:
        return DocumentStanding(Force.ENDED, entry.in_force_until, is_told=True)
    amended = tuple(_amended_by(day, entry, documents))
    return DocumentStanding(Force.IN_FORCE, entry.in_force_from, "", amended, is_told)


def replaced_since(entry: KnownDocument, documents: Mapping[str, KnownDocument]) -> date | None:
    """From which day on its successor stands for a replaced document; None where no date tells."""
    successor = documents[entry.replaced_by]
    return entry.in_force_until or successor.in_force_from or successor.day


def amended_since(amending: KnownDocument) -> date | None:
    """From which day on what `amending` amends holds; None where no date tells."""
    return amending.in_force_from or amending.day


def _last_in_force(day: date, entry: KnownDocument, documents: Mapping[str, KnownDocument]) -> str:
    """Past every successor that had itself been replaced by `day`."""
    seen = {entry.key}
    while entry.replaced_by in documents and entry.replaced_by not in seen:
        since = replaced_since(entry, documents)
        if since is not None and since > day:
            break
        entry = documents[entry.replaced_by]
        seen.add(entry.key)
    return entry.key


def _amended_by(
    day: date, entry: KnownDocument, documents: Mapping[str, KnownDocument]
) -> Iterator[str]:
    """What amended it by `day`; an amendment may have been amended in its turn."""
    seen = {entry.key}
    while (amending := documents.get(entry.amended_by)) is not None and amending.key not in seen:
        since = amended_since(amending)
        if since is not None and since > day:
            return
        yield amending.key
        seen.add(amending.key)
        entry = amending


class Being(Enum):
    """How a unit stands on a day."""

    EXISTS = auto()
    NOT_YET = auto()
    RENAMED = auto()
    """One unit took its place, and nobody else's."""
    MERGED = auto()
    """What took its place has taken that of others too, or was there before."""
    DISSOLVED = auto()
    """It ended, and the register names nobody."""


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A unit on a day. `since` is the last day it had its name (RENAMED, MERGED, DISSOLVED) or the
    first (NOT_YET, EXISTS), None where that is not known; `successor` the key of the unit of that
    day ("" where there is none)."""

    being: Being
    since: date | None = None
    successor: str = ""


def unit_on(day: date, unit: KnownUnit, registers: Registers) -> UnitStanding:
    """How `unit` stands on `day`. Its `hieu_luc_den` is the last day of its name."""
    if unit.valid_from is not None and unit.valid_from > day:
        return UnitStanding(Being.NOT_YET, unit.valid_from)
    if not has_ended(unit, day):
        return UnitStanding(Being.EXISTS, unit.valid_from)
    units = registers.units
    if unit.successor not in units:
        return UnitStanding(Being.DISSOLVED, unit.valid_until)
    heir = units[unit.successor]
    seen = {unit.key, heir.key}
    while has_ended(heir, day) and heir.successor in units and heir.successor not in seen:
        heir = units[heir.successor]
        seen.add(heir.key)
    first = units[unit.successor]
    others = any(u.successor == first.key for u in units.values() if u.key != unit.key)
    was_there = (
        first.valid_from is not None
        and unit.valid_until is not None
        and first.valid_from <= unit.valid_until
    )
    being = Being.MERGED if others or was_there else Being.RENAMED
    return UnitStanding(being, unit.valid_until, heir.key)


def has_ended(unit: KnownUnit, day: date) -> bool:
    """Whether a unit no longer has its name on `day`."""
    return unit.valid_until is not None and unit.valid_until < day
