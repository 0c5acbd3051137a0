"""`qdgen issue` and `qdgen reopen`"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from qdgen.cli.output import chosen_language, say, say_diagnostics
from qdgen.errors import UsageError
from qdgen.messages import Text, render, text
from qdgen.tree import OUTPUT, find_dossiers, shown


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--so", type=int, default=None, help="The number given to the decision.")
@click.option("--ngay", default=None, help="The day of issue: d/m/yyyy.")
@click.option(
    "--ban",
    type=click.Choice(["dien-tu", "giay"]),
    default="dien-tu",
    help="Electronic (the default) or on paper: dien-tu, giay.",
)
@click.option("--split", is_flag=True, help="Make a file of each part: decision, plan, annexes.")
@click.option(
    "--dinh-kem-nguon",
    is_flag=True,
    help="Let the PDF carry its content files and tables (PDF/A-3b).",
)
@click.option("--dau", type=float, default=36.0, help="Diameter of the seal in mm (default: 36).")
@click.option(
    "--force", default="", metavar="LY_DO", help="Issue in spite of what is found, and why."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder for the files made (default: output).",
)
def issue(dossier: Path, so: int | None, ngay: str | None, **choices: Any) -> None:
    """Issue a DOSSIER: give it number and day, and make the package to be signed."""
    from qdgen.pipeline.issue import issue as issue_dossier
    from qdgen.pipeline.issue_order import IssueOrder

    language = chosen_language()
    here = Path.cwd()
    folder = _one(dossier, here)
    number = _asked(so, text("Number of the decision"), language)
    day = parse_day(_asked(ngay, text("Day of issue (d/m/yyyy)"), language))
    order = IssueOrder(
        folder,
        _number(number),
        day,
        choices["output"] or here / OUTPUT,
        here,
        split=choices["split"],
        paper=choices["ban"] == "giay",
        seal_mm=choices["dau"],
        with_sources=choices["dinh_kem_nguon"],
        force=choices["force"].strip(),
    )
    issued = issue_dossier(order, lambda _message: None)
    if issued.overridden:
        say_diagnostics(issued.overridden, language)
        say(
            text("issued in spite of this; the reason is recorded: {why}", why=order.force),
            language,
        )
    for path in issued.files:
        say(text("wrote {file}", file=shown(path, here)), language)
    say(
        text("{name} is issued and frozen; commit {folder}", name=folder.name,
             folder=shown(folder, here)),
        language,
    )  # fmt: skip


@click.command()
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--ly-do", required=True, help="Why it is opened again; it is recorded.")
def reopen(dossier: Path, ly_do: str) -> None:
    """Open an issued DOSSIER again, so that its content may change."""
    from qdgen.pipeline.issue import reopen as reopen_dossier

    if not ly_do.strip():
        raise UsageError(text("a reason is needed"), text("--ly-do “…” says why"))
    here = Path.cwd()
    folder = _one(dossier, here)
    today = date.today()  # noqa: DTZ011 - the clerk's own day is what is recorded
    record = reopen_dossier(folder, here, ly_do.strip(), today)
    say(
        text("{name} is open again; it was number {number} of {day}", name=folder.name,
             number=record.so, day=record.ngay),
        chosen_language(),
    )  # fmt: skip


def _one(dossier: Path, here: Path) -> Path:
    found = find_dossiers([dossier], here)
    if len(found) != 1:
        raise UsageError(
            text("one dossier is issued at a time"), text("name the folder of one dossier")
        )
    return found[0]


def _asked(given: object, question: Text, language: str) -> str:
    """What was given, else what is answered on the terminal."""
    if given is not None:
        return str(given)
    if not sys.stdin.isatty():
        raise UsageError(
            text("number and day are needed"),
            text("qdgen issue DOSSIER --so 1234 --ngay 10/6/2025"),
        )
    answer: str = click.prompt(render(question, language))
    return answer


def _number(words: str) -> int:
    if not words.strip().isdecimal() or int(words) < 1:
        raise UsageError(
            text("“{words}” is no number of a decision", words=words), text("write figures: 12")
        )
    return int(words)


def parse_day(words: str) -> date:
    """A day given as d/m/yyyy. Raises UsageError."""
    from qdgen.content.model import parse_date

    try:
        return parse_date(words.strip())
    except ValueError:
        raise UsageError(
            text("“{words}” is no day of the calendar", words=words),
            text("write d/m/yyyy: 10/6/2025"),
        ) from None
