"""A dossier taken to another year: a new folder with its worksheet, decisions carried out in it.

Everything is tried in a copy first. A new folder is made beside its place and renamed into it; in
one that is there, each file is replaced, the worksheet last, so that a run that was interrupted is
simply repeated.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qdgen.abandoned import passing_folder
from qdgen.check.dossier import ReadDossier, read_dossier
from qdgen.content.editing import SplicingError
from qdgen.content.fields import ID_PATTERN
from qdgen.content.loader import DOCUMENTS, UNITS, Dossier
from qdgen.content.model import AnnexFile, Row
from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.errors import ContentError, RefusedError, UsageError
from qdgen.messages import text
from qdgen.replacing import cannot_write, replacing
from qdgen.reuse.next_year.applying import Applied, apply
from qdgen.reuse.next_year.as_workbook import Taken, taken_from
from qdgen.reuse.next_year.desk import Desk, desk_for
from qdgen.reuse.next_year.items import WORKSHEET, Item
from qdgen.reuse.next_year.results import TaskResult, read_results
from qdgen.reuse.next_year.rolling import (
    Roll,
    has_last_year,
    last_decision,
    plan_year,
    rolled,
    rolled_again,
)
from qdgen.reuse.next_year.worksheet import Origin, Worksheet, read_worksheet, worksheet_text
from qdgen.signing.alone import alone
from qdgen.signing.record import own_record, read_record
from qdgen.tree import shown
from qdgen.vietnamese import short_date

_NAME = re.compile(ID_PATTERN)


@dataclass(frozen=True, slots=True)
class RollOrder:
    """What is asked for: the dossier `origin` taken to the year `target`. `name` is the new
    folder's ("" for the old one's with its year replaced), `day` the day on which the registers are
    asked (None for the first of the new year), `results` a file with last year's results."""

    origin: Path
    target: int
    here: Path
    name: str = ""
    day: date | None = None
    results: Path | None = None


@dataclass(slots=True)
class Rolled:
    """What came of it: the new dossier and its worksheet; `is_new` where it was not there before;
    `added` the items that are new, `closed` those that were found done."""

    folder: Path
    worksheet: Worksheet
    is_new: bool
    added: list[Item] = field(default_factory=list)
    closed: list[Item] = field(default_factory=list)


def roll(order: RollOrder) -> Rolled:
    """Make the new dossier, or go on with the one that an earlier roll has made.

    Raises UsageError, ContentError, RefusedError, OutputError; then nothing was changed.
    """
    read = read_dossier(order.origin, shown(order.origin, order.here))
    plan = plan_year(read.dossier, read.document)
    if order.target <= plan:
        raise UsageError(
            text("the plan of {name} is for {year} already", name=order.origin.name, year=plan),
            text("--nam takes a later year"),
        )
    folder = _new_folder(order, plan)
    name = shown(folder, order.here)
    if folder.exists():
        with alone(folder, name):
            return _again(order, read, folder)
    return _first(order, read, plan, folder)


def _new_folder(order: RollOrder, plan: int) -> Path:
    old = order.origin.resolve()
    if order.name:
        if not _NAME.fullmatch(order.name):
            raise UsageError(
                text("“{name}” cannot be the name of a dossier", name=order.name),
                text("small letters without marks, digits and hyphens: {example}",
                     example=f"{order.target}-ke-hoach"),
            )  # fmt: skip
        return old.parent / order.name
    year = re.compile(rf"(?<!\d){plan}(?!\d)")
    if len(year.findall(old.name)) != 1:
        raise UsageError(
            text("the name of {name} does not tell its year {year}", name=old.name, year=plan),
            text("say what the new folder is called: --thanh TEN"),
        )
    return old.parent / year.sub(str(order.target), old.name)


# --- a first time, and again ----------------------------------------------------------------------


def _first(order: RollOrder, read: ReadDossier, plan: int, folder: Path) -> Rolled:
    name = shown(folder, order.here)
    with _desk(order.origin, read, folder.name, name) as desk:
        worksheet = rolled(desk, _roll(order, read, plan))
        files = {n: desk.files[n] for n in desk.files if n not in (DOCUMENTS, UNITS)}
        files[WORKSHEET] = _text(worksheet, name)
    try:
        with passing_folder(folder.parent) as place:
            made = place / folder.name
            made.mkdir()
            for file, content in files.items():
                with replacing(made / file) as out:
                    out.write(content.encode("utf-8"))
            made.rename(folder)
    except OSError as error:
        raise cannot_write(folder, error) from error
    return Rolled(folder, worksheet, is_new=True, added=worksheet.items)


def _again(order: RollOrder, read: ReadDossier, folder: Path) -> Rolled:
    name = shown(folder, order.here)
    before = read_worksheet(folder, name) if folder.is_dir() else None
    if before is None:
        raise RefusedError(
            text("{name} is there already, and was not made by a roll", name=name),
            text("move it away, or choose another name: --thanh TEN"),
        )
    origin = before.origin
    if (origin.dossier, origin.target) != (order.origin.resolve().name, order.target):
        raise RefusedError(
            text("{name} was made from {origin} for {year}", name=name, origin=origin.dossier,
                 year=origin.target),
            text("choose another name: --thanh TEN"),
        )  # fmt: skip
    _refuse_if_issued(folder, name)
    now = read_dossier(folder, name)
    with _desk(folder, now, folder.name, name) as desk:
        worksheet = rolled_again(desk, _roll(order, read, origin.plan, origin.day), before)
        _write(desk, folder, worksheet, name)
    were = {item.id: item for item in before.items}
    return Rolled(
        folder,
        worksheet,
        is_new=False,
        added=[item for item in worksheet.items if item.id not in were],
        closed=[
            item
            for item in worksheet.items
            if item.id in were and were[item.id].is_open and not item.is_open
        ],
    )


def _roll(order: RollOrder, read: ReadDossier, plan: int, told_day: str = "") -> Roll:
    name = shown(order.origin, order.here)
    record = read_record(order.origin, name)
    number, issued_on = (record.so, record.ngay) if record is not None else ("", "")
    earlier = read_worksheet(order.origin, name)
    day = order.day or _day(told_day) or date(order.target, 1, 1)
    last = last_decision(
        read.dossier,
        read.document,
        number,
        issued_on,
        has_last_year(earlier.items) if earlier is not None else "",
    )
    origin = Origin(
        order.origin.resolve().name,
        _own_hash(read.dossier),
        plan,
        order.target,
        short_date(day),
    )
    return Roll(origin, day, last, _results(order, read))


def _own_hash(dossier: Dossier) -> str:
    """SHA-256 over the dossier's own files, by their names; registers are common to all."""
    digest = hashlib.sha256()
    for path in sorted(p for p in dossier.files if p.name not in (DOCUMENTS, UNITS)):
        data = path.read_bytes()
        digest.update(f"{path.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def _day(words: str) -> date | None:
    try:
        day, month, year = map(int, words.split("/"))
        return date(year, month, day)
    except ValueError:
        return None


def _results(order: RollOrder, read: ReadDossier) -> dict[str, TaskResult] | None:
    if order.results is None:
        return None
    rows = list(_row_ids(read))
    return read_results(order.results, shown(order.results, order.here), rows)


def _row_ids(read: ReadDossier) -> Iterator[str]:
    waiting: list[Row] = []
    for file in read.dossier.attachments.values():
        if isinstance(file, AnnexFile):
            waiting += file.rows
    while waiting:
        row = waiting.pop(0)
        yield row.id.value
        waiting += row.rows


# --- decisions ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Decided:
    """What came of carrying out decisions: the worksheet afterwards, the files written, and what
    could not be done."""

    folder: Path
    worksheet: Worksheet
    applied: Applied
    files: list[Path]
    problems: list[Diagnostic]


def apply_decisions(folder: Path, here: Path) -> Decided:
    """Carry out what is decided in the worksheet of the dossier `folder`.

    Raises ContentError, RefusedError, OutputError.
    """
    name = shown(folder, here)
    with alone(folder, name):
        worksheet = the_worksheet(folder, here)
        _refuse_if_issued(folder, name)
        with _desk(folder, read_dossier(folder, name), folder.resolve().name, name) as desk:
            applied = apply(desk, worksheet.items)
            after = worksheet.with_items(applied.items)
            files = _write(desk, folder, after, name)
    problems = [
        Diagnostic(
            "decision-not-applied",
            text("“{decision}” of {id} was not carried out: {why}", decision=item.decision,
                 id=item.id, why=why),
            Location(f"{name}/{item.spot.file}", item.spot.line, item.spot.column),
            severity=Severity.WARNING,
        )
        for item, why in applied.failed
    ]  # fmt: skip
    return Decided(folder, after, applied, files, problems)


def take_decisions(folder: Path, path: Path, here: Path) -> Taken:
    """Take decisions from the workbook `path` into the worksheet of the dossier `folder`.

    Raises UsageError, ContentError, UnreadableFileError, OutputError.
    """
    name = shown(folder, here)
    with alone(folder, name):
        worksheet = the_worksheet(folder, here)
        taken = taken_from(worksheet, path, shown(path, here))
        sheet = _text(worksheet.with_items(taken.items), name)
        if worksheet.source is None or sheet != worksheet.source.text:
            with replacing(folder / WORKSHEET) as out:
                out.write(sheet.encode("utf-8"))
    return taken


def the_worksheet(folder: Path, here: Path) -> Worksheet:
    """The worksheet of a dossier. Raises UsageError where it has none, ContentError."""
    name = shown(folder, here)
    worksheet = read_worksheet(folder, name)
    if worksheet is None:
        raise UsageError(
            text("{name} has no {file}: it was not made by a roll", name=name, file=WORKSHEET),
            text("qdgen roll DOSSIER --nam {year} makes one", year=2026),
        )
    return worksheet


def new_ids(folder: Path, here: Path, worksheet: Worksheet) -> tuple[list[str], list[str]]:
    """The ids of provisions and rows that are new against last year, and those that are gone."""
    name = shown(folder, here)
    with _desk(folder, read_dossier(folder, name), folder.resolve().name, name) as desk:
        now = desk.ids()
    there, were = set(now), set(worksheet.ids)
    return [n for n in now if n not in were], [n for n in worksheet.ids if n not in there]


# --- small things ---------------------------------------------------------------------------------


@contextmanager
def _desk(folder: Path, read: ReadDossier, name: str, label: str) -> Iterator[Desk]:
    """A desk with the files of a dossier, under the new folder's name."""
    inside = [path for path in read.dossier.files if path.name not in (DOCUMENTS, UNITS)]
    with desk_for(folder.resolve(), name, label, inside) as desk:
        yield desk


def _refuse_if_issued(folder: Path, name: str) -> None:
    record = own_record(folder, name)
    if record is not None and not record.dang_mo:
        raise RefusedError(
            text("{name} was issued as number {number} on {day}; its worksheet is closed",
                 name=name, number=record.so, day=record.ngay),
            text("to change it, open it again: qdgen reopen {name} --ly-do “…”", name=folder.name),
        )  # fmt: skip


def _text(worksheet: Worksheet, name: str) -> str:
    try:
        return worksheet_text(worksheet)
    except SplicingError as error:
        raise ContentError(error.message, text("Correct {file} first.", file=f"{name}/{WORKSHEET}")
                           ) from error  # fmt: skip


def _write(desk: Desk, folder: Path, worksheet: Worksheet, name: str) -> list[Path]:
    """Replace what has changed, the worksheet last."""
    changes: Sequence[tuple[Path, str]] = [
        ((folder.resolve().parent if file in (DOCUMENTS, UNITS) else folder) / file, content)
        for file, content in desk.changed.items()
    ]
    sheet = _text(worksheet, name)
    written = []
    for path, content in changes:
        with replacing(path) as out:
            out.write(content.encode("utf-8"))
        written.append(path)
    if worksheet.source is None or sheet != worksheet.source.text:
        with replacing(folder / WORKSHEET) as out:
            out.write(sheet.encode("utf-8"))
        written.append(folder / WORKSHEET)
    return written
