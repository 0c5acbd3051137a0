"""What is wrong with an entry of the register of documents: form, spelling, dates, relations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from qdgen.check.text.citations import LAWS, TYPES, number_key
from qdgen.check.text.symbols import (
    is_number,
    issuer_fits,
    kinds_of,
    respelled,
    year_of,
)
from qdgen.content.fields import ID_MAX_LENGTH, ID_PATTERN, parse_date
from qdgen.content.vocabulary import nearest
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

DAYS = ("ngay", "hieu_luc_tu", "hieu_luc_den", "kiem_tra_ngay")
RELATIONS = ("thay_the_boi", "sua_doi_boi")
KEYS = (
    "loai", "so", "ngay", "co_quan", "trich_yeu", "url", "hieu_luc_tu", "hieu_luc_den",
    "thay_the_boi", "sua_doi_boi", "kiem_tra_ngay", "nguon",
)  # fmt: skip
"""The keys of an entry, in the order of the format."""

_TYPES = {name.casefold(): name for name in TYPES}
_URL = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the value of `key`; an ERROR is not written. `right` is the one right
    value, where there is one."""

    key: str
    severity: Severity
    message: Text
    hint: Text = Text("")
    right: str = ""


def faults_of(entry: Mapping[str, str], known: frozenset[str] | set[str]) -> list[Fault]:
    """What is wrong with an entry (texts by key); `known` are the keys of the register."""
    return [
        *_kind(entry.get("loai", "")),
        *_number(entry),
        *_days(entry),
        *_others(entry, known),
    ]


def key_fault(key: str, taken: frozenset[str] | set[str]) -> Fault | None:
    """What is wrong with the key of a new entry."""
    if not re.fullmatch(ID_PATTERN, key) or len(key) > ID_MAX_LENGTH:
        return Fault(
            "",
            Severity.ERROR,
            text("{key} cannot be a key", key=key),
            text("a key is made of a-z, 0-9 and single hyphens, at most 36 characters"),
        )
    if key in taken:
        return Fault(
            "",
            Severity.ERROR,
            text("{key} is already the name of something else", key=key),
            text("choose another key with --khoa"),
        )
    return None


def _kind(kind: str) -> Iterator[Fault]:
    if not kind:
        yield Fault("loai", Severity.ERROR, text("the kind of document is missing"))
        return
    right = _TYPES.get(kind.casefold())
    if right is None:
        match = nearest(kind, TYPES)
        hint = text('write "{right}"', right=match) if match else text("see Điều 7 of the decree")
        yield Fault(
            "loai",
            Severity.WARNING,
            text('"{kind}" is no kind of document that is known', kind=kind),
            hint,
        )
    elif right != kind:
        yield Fault(
            "loai",
            Severity.ERROR,
            text('"{words}": only the first letter is a capital', words=kind),
            text('write "{right}"', right=right),
            right,
        )


def _number(entry: Mapping[str, str]) -> Iterator[Fault]:
    kind, number = entry.get("loai", ""), entry.get("so", "")
    is_law = _TYPES.get(kind.casefold()) in LAWS
    if not number:
        if is_law and not entry.get("trich_yeu"):
            yield Fault(
                "trich_yeu",
                Severity.ERROR,
                text("a law is cited by its name, which is missing"),
                text("write its name without “{kind}” in trich_yeu", kind=kind),
            )
        elif kind and not is_law:
            yield Fault("so", Severity.ERROR, text("number and symbol are missing"))
        return
    right = respelled(number)
    head, sign, issuer = right.rpartition("-")
    if sign and issuer.islower():
        right = f"{head}-{issuer.upper()}"
    if right != number:
        yield Fault(
            "so",
            Severity.ERROR,
            text('"{number}" is not how number and symbol are written', number=number),
            text('write "{right}"', right=right),
            right,
        )
        number = right
    if is_law:
        return
    if not is_number(number):
        yield Fault(
            "so",
            Severity.ERROR,
            text('"{number}" has not the form of number and symbol', number=number),
            text("as in 142/QĐ-TTg, 30/2020/NĐ-CP, 57-NQ/TW; without “số”"),
        )
        return
    kinds, issuer = kinds_of(number), entry.get("co_quan", "")
    name = _TYPES.get(kind.casefold(), "Công văn")
    if kinds and name not in (*kinds, "Công văn"):
        yield Fault(
            "so",
            Severity.WARNING,
            text('"{type}" with a symbol of {kind}', type=kind, kind=kinds[0]),
            text("find out which is right"),
        )
    if issuer and "liên tịch" not in kind.casefold() and not issuer_fits(number, issuer):
        yield Fault(
            "co_quan",
            Severity.WARNING,
            text("the symbol {number} is not one of {issuer}", number=number, issuer=issuer),
            text("find out which is right"),
        )
    day = day_of(entry.get("ngay", ""))
    year = year_of(number)
    if day is not None and year is not None and day.year != year:
        yield Fault(
            "ngay",
            Severity.WARNING,
            text("the number says {year}, the day {other}", year=year, other=day.year),
            text("find out which is right"),
        )


def _days(entry: Mapping[str, str]) -> Iterator[Fault]:
    days: dict[str, date] = {}
    for key in DAYS:
        words = entry.get(key, "")
        if not words:
            continue
        day = day_of(words)
        if day is None:
            yield Fault(
                key,
                Severity.ERROR,
                text("{key}: there is no day “{day}”", key=key, day=words),
                text("a day is written d/m/yyyy, as in 02/3/2025"),
            )
        else:
            days[key] = day
    first = days.get("hieu_luc_tu") or days.get("ngay")
    last = days.get("hieu_luc_den")
    if first is not None and last is not None and last < first:
        yield Fault(
            "hieu_luc_den",
            Severity.ERROR,
            text("it would end before it begins"),
            text("find out which date is right"),
        )


def _others(entry: Mapping[str, str], known: frozenset[str] | set[str]) -> Iterator[Fault]:
    url = entry.get("url", "")
    if url and not _URL.fullmatch(url):
        yield Fault(
            "url",
            Severity.ERROR,
            text("“{url}” is no address", url=url),
            text("an address begins with https:// and has no spaces"),
        )
    for key in RELATIONS:
        yield from relation_faults(key, entry.get(key, ""), known)
    missing = [k for k in ("ngay", "co_quan", "trich_yeu") if not entry.get(k)]
    if missing and _TYPES.get(entry.get("loai", "").casefold()) not in LAWS:
        yield Fault(
            missing[0],
            Severity.WARNING,
            text("{missing} is missing: it cannot be cited in full", missing=", ".join(missing)),
        )


def relation_faults(key: str, other: str, known: frozenset[str] | set[str]) -> list[Fault]:
    """What is wrong with `other` as the document that an entry names at `key`."""
    if not other or other in known:
        return []
    match = nearest(other, known)
    hint = text("Do you mean {key}?", key=match) if match else text("Add it to the register first.")
    message = text("{key} is not a key of this register", key=other)
    return [Fault(key, Severity.ERROR, message, hint)]


def same_document(entry: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether two entries are of one document."""
    kinds = [e.get("loai", "").casefold() for e in (entry, other)]
    numbers = [number_key(e.get("so", "")) for e in (entry, other)]
    if kinds[0] != kinds[1]:
        return False
    if all(numbers):
        days = {d for e in (entry, other) if (d := day_of(e.get("ngay", "")))}
        return numbers[0] == numbers[1] and len(days) < 2
    names = [" ".join(e.get("trich_yeu", "").casefold().split()) for e in (entry, other)]
    return not any(numbers) and bool(names[0]) and names[0] == names[1]


def day_of(words: str) -> date | None:
    """The day that `words` write as d/m/yyyy; None where they write none."""
    try:
        return parse_date(words)
    except ValueError:
        return None
