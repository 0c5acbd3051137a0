"""What a register says that somebody should look at, on a day: documents, units, their uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from qdgen.check.in_force import Being, DocumentStanding, Force, document_on, unit_on
from qdgen.check.inspection import Inspection
from qdgen.check.paper import Medium
from qdgen.check.registers import KnownDocument
from qdgen.check.rule import all_rules
from qdgen.check.rules.validity import name_of
from qdgen.check.subjects import Subject
from qdgen.content.nodes import MapNode
from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.messages import Text, text
from qdgen.reuse.registers.adding import values_of
from qdgen.reuse.registers.desk import Desk
from qdgen.reuse.registers.entry_faults import faults_of, same_document
from qdgen.reuse.registers.uses import Use, Way
from qdgen.vietnamese import short_date

OLD = 366
"""So many days after it was last looked up, whether a document is in force is asked again."""


def document_findings(
    desk: Desk, uses: dict[str, list[Use]], day: date, most_days: int = OLD
) -> list[Diagnostic]:
    """What is to be said of the register of documents on `day`, in its order: entries that are
    wrong or double, that are not in force though they are cited (at each place), that nobody has
    looked up for more than `most_days` days."""
    found: list[Diagnostic] = []
    for key, entry in desk.registers.documents.items():
        used = uses.get(key, [])
        standing = document_on(day, entry, desk.registers)
        found += _not_in_force(desk, entry, standing, used)
        found += _looked_up(desk, entry, day, most_days, is_used=bool(used))
    return [*_entries(desk), *found]


def _entries(desk: Desk) -> Iterator[Diagnostic]:
    root = desk.documents.root
    entries = {key: values_of(node) for key, node in (root or {}).items()}
    first: dict[tuple[str, str], str] = {}
    for key, values in entries.items():
        for fault in faults_of(values, set(entries)):
            yield Diagnostic(
                "register-entry",
                text("{key}: {what}", key=key, what=fault.message),
                desk.location(key, fault.key),
                fault.hint,
                _line(desk, key, fault.key),
                fault.severity if values.get(fault.key) else Severity.INFO,
            )
        mark = (values.get("loai", ""), values.get("so", "") or values.get("trich_yeu", ""))
        other = first.setdefault(mark, key)
        if other != key and same_document(values, entries[other]):
            yield Diagnostic(
                "register-twice",
                text("{key} and {other} are one document", key=key, other=other),
                desk.location(key),
                text("keep one of the two, and write its key where the other is used"),
                severity=Severity.WARNING,
            )


def _not_in_force(
    desk: Desk, entry: KnownDocument, standing: DocumentStanding, uses: Sequence[Use]
) -> Iterator[Diagnostic]:
    told = force_told(standing, desk)
    name = name_of(entry)
    if standing.force is Force.IN_FORCE:
        if standing.amended_by and uses:
            yield Diagnostic(
                "register-amended",
                text("{name} ({key}): {told}", name=name, key=entry.key, told=told),
                desk.location(entry.key),
                text("see whether what is cited still reads so"),
                severity=Severity.INFO,
            )
        return
    hint = _instead(standing)
    if not uses:
        yield Diagnostic(
            "register-not-in-force",
            text("{name} ({key}): {told}", name=name, key=entry.key, told=told),
            desk.location(entry.key),
            severity=Severity.INFO,
        )
    for use in uses:
        is_error = use.way is Way.BASIS and standing.force is not Force.NOT_YET
        yield Diagnostic(
            "register-not-in-force",
            text("{name} ({key}): {told}", name=name, key=entry.key, told=told),
            use.location,
            hint,
            use.scalar.source.line_text(use.location.line),
            Severity.ERROR if is_error else Severity.WARNING,
        )


def force_told(standing: DocumentStanding, desk: Desk) -> Text:
    """How a document stands, in a phrase."""
    since = None if standing.since is None else short_date(standing.since)
    if standing.force is Force.NOT_YET:
        return text("not yet in force, from {day} on", day=str(since))
    if standing.force is Force.ENDED:
        return text("no longer in force since {day}", day=str(since))
    if standing.force is Force.REPLACED:
        name = name_of(desk.registers.documents[standing.successor])
        if since is None:
            return text("replaced; now {name} holds", name=name)
        return text("replaced since {day}; now {name} holds", day=since, name=name)
    if standing.amended_by:
        names = ", ".join(name_of(desk.registers.documents[k]) for k in standing.amended_by)
        return text("in force, amended by {names}", names=names)
    if not standing.is_told:
        return text("the register tells no dates")
    return text("in force")


def _instead(standing: DocumentStanding) -> Text:
    if standing.successor:
        return text("cite @{key}, if it says the same", key=standing.successor)
    if standing.force is Force.NOT_YET:
        return text("cite what is in force on the day of signing, or sign after that day")
    return text("cite what is in force")


def _looked_up(
    desk: Desk, entry: KnownDocument, day: date, most_days: int, *, is_used: bool
) -> Iterator[Diagnostic]:
    checked = entry.checked_on
    if checked is not None and (day - checked).days <= most_days:
        return
    if checked is None:
        message = text(
            "nobody has noted looking up whether {name} is in force", name=name_of(entry)
        )
    else:
        message = text(
            "whether {name} is in force was last looked up on {day}, {days} days ago",
            name=name_of(entry),
            day=short_date(checked),
            days=(day - checked).days,
        )
    yield Diagnostic(
        "register-looked-up",
        message,
        desk.location(entry.key, "kiem_tra_ngay"),
        text("look it up again and correct kiem_tra_ngay"),
        severity=Severity.WARNING if is_used and checked is not None else Severity.INFO,
    )


# --- units --------------------------------------------------------------------------------------


def unit_findings(desk: Desk, uses: dict[str, list[Use]], day: date) -> list[Diagnostic]:
    """What is to be said of the register of units on `day`: units that are used though they are no
    longer or not yet, names that stand twice, dates that contradict each other."""
    found: list[Diagnostic] = list(_unit_entries(desk))
    for key, unit in desk.registers.units.items():
        standing = unit_on(day, unit, desk.registers)
        if standing.being is Being.EXISTS:
            continue
        message = text(
            "{name} ({key}): {told}", name=unit.name, key=key, told=being_told(key, desk, day)
        )
        used = uses.get(key, ())
        hint = (
            text("write @{key}, or its name", key=standing.successor)
            if standing.successor
            else text("find out who does its work on that day")
        )
        found += [
            Diagnostic(
                "unit-not-there",
                message,
                use.location,
                hint,
                use.scalar.source.line_text(use.location.line),
                Severity.WARNING,
            )
            for use in used
        ]
        if not used:
            found.append(
                Diagnostic("unit-not-there", message, desk.location(key), severity=Severity.INFO)
            )
    return [*found, *_misnamed(desk)]


_NAME_RULES = ("TN501", "TN502", "TN503", "TN504", "PL123")


def _misnamed(desk: Desk) -> Iterator[Diagnostic]:
    """Units of tables and texts that are almost, or not at all, those of the register."""
    rules = [rule for rule in all_rules() if rule.code in _NAME_RULES]
    inspection = Inspection(rules, desk.folder)
    for dossier in desk.dossiers:
        inspected = inspection.one(Subject(Medium.CONTENT, dossier.path, dossier.shown))
        if inspected.error is not None:
            yield Diagnostic(
                "register-unread",
                text("{name} has mistakes and was not looked through", name=dossier.shown),
                Location(dossier.shown),
                text("see: qdgen check {name}", name=dossier.name),
                severity=Severity.WARNING,
            )
        for finding in inspected.examined.findings if inspected.examined else ():
            yield Diagnostic(
                finding.rule.code,
                finding.message,
                finding.located.location,
                finding.hint,
                finding.located.source_line,
                finding.severity,
            )


def being_told(key: str, desk: Desk, day: date) -> Text:
    """How a unit stands, in a phrase."""
    unit = desk.registers.units[key]
    standing = unit_on(day, unit, desk.registers)
    since = "" if standing.since is None else short_date(standing.since)
    if standing.being is Being.NOT_YET:
        return text("not yet, from {day} on", day=since)
    if standing.being is Being.DISSOLVED:
        return text("ended on {day}, without a successor", day=since)
    if standing.being is Being.EXISTS:
        return text("since {day}", day=since) if since else text("the register tells no dates")
    heir = desk.registers.units[standing.successor].name
    if standing.being is Being.MERGED:
        return text("until {day}; part of {heir} since", day=since, heir=heir)
    return text("until {day}; then called {heir}", day=since, heir=heir)


def _unit_entries(desk: Desk) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for key, unit in desk.registers.units.items():
        if (
            unit.valid_from is not None
            and unit.valid_until is not None
            and unit.valid_until < unit.valid_from
        ):
            yield Diagnostic(
                "register-entry",
                text("{key}: {what}", key=key, what=text("it would end before it begins")),
                desk.location(key, "hieu_luc_den"),
                text("find out which date is right"),
            )
        if unit.successor and unit.valid_until is None:
            yield Diagnostic(
                "register-entry",
                text(
                    "{key}: {what}",
                    key=key,
                    what=text("it has a successor, but no day on which it ended"),
                ),
                desk.location(key, "ke_thua"),
                text("add hieu_luc_den"),
                severity=Severity.WARNING,
            )
        other = first.setdefault(unit.name.casefold(), key)
        if other != key:
            yield Diagnostic(
                "register-twice",
                text("{key} and {other} have one name", key=key, other=other),
                desk.location(key),
                text("keep one of the two, and write its key where the other is used"),
                severity=Severity.WARNING,
            )


def _line(desk: Desk, key: str, entry_key: str) -> str:
    root = desk.documents.root
    entry = root.get(key) if root is not None else None
    if root is None or not isinstance(entry, MapNode) or entry_key not in entry:
        return ""
    return root.source.line_text(desk.location(key, entry_key).line)
