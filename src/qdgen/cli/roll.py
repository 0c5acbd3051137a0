"""`qdgen roll`: a dossier for another year, what is to be decided, and decisions carried out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.issue import parse_day
from qdgen.cli.output import chosen_language, printable, say, say_diagnostics
from qdgen.diagnostics import Location
from qdgen.errors import UsageError
from qdgen.messages import text
from qdgen.tree import find_dossiers, shown

if TYPE_CHECKING:
    from qdgen.pipeline.roll import Rolled
    from qdgen.reuse.next_year.items import Item
    from qdgen.reuse.next_year.worksheet import Worksheet

_FILE = click.Path(dir_okay=False, path_type=Path)
_WIDTH = 72


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option(
    "--nam", type=click.IntRange(1900, 2999), default=None, help="The year of the new plan."
)
@click.option("--thanh", default="", metavar="TEN", help="Name of the new dossier's folder.")
@click.option(
    "--ngay", default=None, help="Day on which documents and units must be valid: d/m/yyyy."
)
@click.option(
    "--ket-qua",
    type=_FILE,
    default=None,
    help="Last year's results by id: hoàn thành, chuyển tiếp, bỏ (YAML, XLSX, CSV).",
)
@click.option("--status", is_flag=True, help="Tell what is still to be decided in DOSSIER.")
@click.option("--apply", is_flag=True, help="Carry out in DOSSIER what is decided.")
@click.option("--xlsx", type=_FILE, default=None, help="Write the worksheet as a workbook, too.")
@click.option("--nhap", type=_FILE, default=None, help="Take decisions from such a workbook.")
def roll(dossier: Path, **choices: Any) -> None:
    """Take a DOSSIER to another year, with a list of all that a person must decide.

    The list is chuyen-nam.yaml in the new dossier; --status, --apply, --xlsx and --nhap are for
    the new dossier."""
    asked = _Choices(**choices)
    here = Path.cwd()
    folder = _one(dossier, here)
    language = chosen_language()
    if asked.nam is not None:
        if asked.status or asked.apply or asked.nhap is not None:
            raise UsageError(
                text("--nam makes a new dossier; it does not go with --status, --apply or --nhap"),
                text("first: qdgen roll DOSSIER --nam {year}", year=asked.nam),
            )
        folder = _roll(folder, asked, here, language)
    elif not (asked.status or asked.apply or asked.xlsx is not None or asked.nhap is not None):
        raise UsageError(
            text("--nam is needed: the year of the new plan"),
            text("qdgen roll {name} --nam 2026", name=folder.name),
        )
    if asked.nhap is not None:
        _take(folder, asked.nhap, here, language)
    is_left = asked.apply and _apply(folder, here, language)
    if asked.xlsx is not None:
        _export(folder, asked.xlsx, here, language)
    if asked.status:
        is_left = _status(folder, here, language) or is_left
    click.get_current_context().exit(int(is_left))


@dataclass(frozen=True, slots=True)
class _Choices:
    nam: int | None
    thanh: str
    ngay: str | None
    ket_qua: Path | None
    status: bool
    apply: bool
    xlsx: Path | None
    nhap: Path | None


def _one(dossier: Path, here: Path) -> Path:
    found = find_dossiers([dossier], here)
    if len(found) != 1:
        raise UsageError(
            text("one dossier is rolled at a time"), text("name the folder of one dossier")
        )
    return found[0]


# --- a roll ---------------------------------------------------------------------------------------


def _roll(folder: Path, asked: _Choices, here: Path, language: str) -> Path:
    from qdgen.pipeline.roll import RollOrder
    from qdgen.pipeline.roll import roll as roll_dossier

    day = parse_day(asked.ngay) if asked.ngay is not None else None
    order = RollOrder(folder, asked.nam or 0, here, asked.thanh, day, asked.ket_qua)
    rolled = roll_dossier(order)
    name = shown(rolled.folder, here)
    if rolled.is_new:
        say(text("made {new} from {old}", new=name, old=rolled.worksheet.origin.dossier), language)
    else:
        say(
            text(
                "{new} went on: {added} items are new, {closed} were found done",
                new=name,
                added=len(rolled.added),
                closed=len(rolled.closed),
            ),
            language,
        )
    _say_years(rolled, language)
    _say_counts(rolled.worksheet, language)
    _say_next(rolled.folder, here, language)
    return rolled.folder


def _say_years(rolled: Rolled, language: str) -> None:
    from qdgen.reuse.next_year.items import Kind

    years = [i for i in rolled.worksheet.items if i.kind in (Kind.YEAR, Kind.DEADLINE)]
    if not rolled.is_new or not years:
        return
    moved = [i for i in years if i.now is not None]
    say(
        text(
            "{year} became {target} at {moved} places; what was kept, moved or left to you is"
            " listed with its line",
            year=rolled.worksheet.origin.plan,
            target=rolled.worksheet.origin.target,
            moved=len(moved),
        ),
        language,
    )


def _say_counts(worksheet: Worksheet, language: str) -> None:
    """A line a kind: how many are open, how many decided, how many the program did."""
    from qdgen.reuse.next_year.items import AUTO, Kind

    for kind in Kind:
        own = [item for item in worksheet.items if item.kind is kind]
        if not own:
            continue
        waiting = sum(item.is_open for item in own)
        done = sum(item.decision == AUTO for item in own)
        say(
            text(
                "{kind}: {waiting} to decide, {decided} decided, {done} by the program",
                kind=kind.value,
                waiting=waiting,
                decided=len(own) - waiting - done,
                done=done,
            ),
            language,
            colour="yellow" if waiting else None,
            indent=2,
        )


def _say_next(folder: Path, here: Path, language: str) -> None:
    from qdgen.reuse.next_year.items import WORKSHEET

    place = f"{shown(folder, here)}/{WORKSHEET}"
    say(text("fill in quyet_dinh in {file}", file=place), language)
    say(text("then: qdgen roll --apply {name}", name=folder.name), language)


# --- the worksheet --------------------------------------------------------------------------------


def _status(folder: Path, here: Path, language: str) -> bool:
    from qdgen.pipeline.roll import new_ids, the_worksheet

    worksheet = the_worksheet(folder, here)
    origin = worksheet.origin
    say(
        text("{name} was made from {old}; registers as of {day}", name=folder.name,
             old=origin.dossier, day=origin.day),
        language,
    )  # fmt: skip
    added, gone = new_ids(folder, here, worksheet)
    if added:
        say(text("new against last year: {ids}", ids=", ".join(added)), language)
    if gone:
        say(text("no longer there: {ids}", ids=", ".join(gone)), language)
    _say_counts(worksheet, language)
    for item in worksheet.open:
        _say_item(item, shown(folder, here))
    waiting = len(worksheet.open)
    if waiting:
        say(text("{count} items are still to be decided", count=waiting), language)
    else:
        say(text("everything is decided"), language)
    return bool(waiting)


def _say_item(item: Item, folder: str) -> None:
    old, proposed = _short(item.old), _short(item.proposed)
    words = f"{old} → {proposed}" if proposed and proposed != old else old
    place = _place(item, folder)
    click.echo(f"{place}: {item.kind.value}: {printable(words.strip())} [{item.id}]")
    click.echo(printable(f"    {item.reason}"))


def _place(item: Item, folder: str) -> str:
    spot = Location(f"{folder}/{item.spot.file}", item.spot.line, item.spot.column)
    return click.style(printable(str(spot)), bold=True)


def _change(item: Item) -> str:
    """What stands there now for what stood there last year."""
    from qdgen.reuse.next_year.items import DROP

    return f"{_short(item.old)} → {_short(item.current) or DROP}".strip()


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _WIDTH else f"{line[:_WIDTH].rpartition(' ')[0]}…"


def _apply(folder: Path, here: Path, language: str) -> bool:
    from qdgen.pipeline.roll import apply_decisions

    decided = apply_decisions(folder, here)
    for item in decided.applied.done:
        click.echo(f"{_place(item, shown(folder, here))}: {printable(_change(item))}")
    say_diagnostics(decided.problems, language)
    for path in decided.files:
        say(text("wrote {file}", file=shown(path, here)), language)
    if not decided.files:
        say(text("nothing to carry out"), language)
    waiting = len(decided.worksheet.open)
    if waiting:
        say(
            text("{count} items are still to be decided; see: qdgen roll --status {name}",
                 count=waiting, name=folder.name),
            language,
        )  # fmt: skip
    else:
        say(text("everything is decided"), language)
    return bool(decided.problems)


def _export(folder: Path, path: Path, here: Path, language: str) -> None:
    from qdgen.pipeline.roll import the_worksheet
    from qdgen.reuse.next_year.as_workbook import write_as_workbook

    write_as_workbook(the_worksheet(folder, here), path)
    say(text("wrote {file}", file=shown(path, here)), language)


def _take(folder: Path, path: Path, here: Path, language: str) -> None:
    from qdgen.pipeline.roll import take_decisions

    taken = take_decisions(folder, path, here)
    say(
        text("{count} decisions taken from {file}", count=len(taken.taken), file=shown(path, here)),
        language,
    )
    say_diagnostics(taken.conflicts, language)
