"""What the registers beside a dossier know: documents and units, ready for the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from qdgen.content.model import CitedDocument, Unit, parse_date
from qdgen.content.nodes import Scalar


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document of the register. `number` is số and ký hiệu as written: "142/QĐ-TTg"."""

    key: str
    type: str
    number: str
    day: date | None
    issuer: str
    subject: str
    in_force_from: date | None = None
    in_force_until: date | None = None
    replaced_by: str = ""
    amended_by: str = ""
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit of the register."""

    key: str
    name: str
    short_name: str
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Registers:
    """Both registers, by key."""

    documents: Mapping[str, KnownDocument] = field(default_factory=dict)
    units: Mapping[str, KnownUnit] = field(default_factory=dict)


def registers_of(documents: Mapping[str, CitedDocument], units: Mapping[str, Unit]) -> Registers:
    """The registers of a dossier."""
    return Registers(
        {
            key: KnownDocument(
                key,
                entry.type.value,
                _text(entry.number),
                _day(entry.day),
                _text(entry.issuer),
                _text(entry.subject),
                _day(entry.in_force_from),
                _day(entry.in_force_until),
                _text(entry.replaced_by),
                _text(entry.amended_by),
                _day(entry.checked_on),
            )
            for key, entry in documents.items()
        },
        {
            key: KnownUnit(
                key,
                unit.name.value,
                _text(unit.short_name),
                _day(unit.valid_from),
                _day(unit.valid_until),
                _text(unit.successor),
            )
            for key, unit in units.items()
        },
    )


def _text(scalar: Scalar | None) -> str:
    return "" if scalar is None else scalar.value


def _day(scalar: Scalar | None) -> date | None:
    return None if scalar is None else parse_date(scalar.value)
