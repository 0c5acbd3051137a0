"""What `qdgen van-ban` and `qdgen don-vi` have in common: where they look, what they print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from qdgen.cli.issue import parse_day
from qdgen.cli.output import chosen_language, printable, say, say_diagnostics
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.messages import render, text
from qdgen.tree import CONTENT, shown

if TYPE_CHECKING:
    from qdgen.reuse.registers.desk import Desk
    from qdgen.reuse.registers.uses import Use

F = TypeVar("F", bound=Callable[..., Any])
_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_MOST_PLACES = 5


def folder_option(command: F) -> F:
    """`--content`"""
    return click.option(
        "--content",
        type=click.Path(file_okay=False, path_type=Path),
        default=None,
        help="Folder with the registers and the dossiers (default: content).",
    )(command)


def looking_options(command: F) -> F:
    """`--ngay`, `--format` and `--content`"""
    command = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        help="text (the default) or json.",
    )(command)
    command = click.option("--ngay", default=None, help="On this day: d/m/yyyy (default: today).")(
        command
    )
    return folder_option(command)


def open_desk(content: Path | None) -> Desk:
    """The registers of the folder that was named, or of `content/`."""
    from qdgen.reuse.registers.desk import read_desk

    here = Path.cwd()
    folder = content if content is not None else here / CONTENT
    return read_desk(folder, shown(folder, here).replace("\\", "/"))


def chosen_day(ngay: str | None) -> date:
    """The day that was named, or today."""
    if ngay is not None:
        return parse_day(ngay)
    return date.today()  # noqa: DTZ011 - the clerk's own day


def tell(findings: Sequence[Diagnostic], desk: Desk, form: str, nothing: str) -> int:
    """Print what was found; the exit code."""
    language = chosen_language()
    found = [*desk.unread, *findings]
    if form == "json":
        print_json({"findings": [_finding(one, language) for one in found]})
    else:
        say_diagnostics(found, language)
        counts = [sum(one.severity is severity for one in found) for severity in _SEVERITIES]
        if found:
            say(
                text(
                    "{errors} errors, {warnings} warnings, {notes} notes",
                    errors=counts[0],
                    warnings=counts[1],
                    notes=counts[2],
                ),
                language,
            )
        else:
            click.echo(nothing)
    return int(any(one.severity is not Severity.INFO for one in found))


def print_json(data: dict[str, Any]) -> None:
    """Print `data`, the version of its form first."""
    click.echo(json.dumps({"version": 1, **data}, ensure_ascii=False, indent=2))


def _finding(found: Diagnostic, language: str) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": _SEVERITIES[found.severity],
        "message": render(found.message, language),
        "hint": render(found.hint, language),
        "file": found.location.file,
        "line": found.location.line or None,
        "column": found.location.column or None,
    }


def uses_as_json(uses: Sequence[Use]) -> list[dict[str, Any]]:
    """Where an entry is used."""
    return [
        {
            "dossier": use.dossier,
            "owner": use.owner,
            "way": use.way.name.lower(),
            "file": use.location.file,
            "line": use.location.line,
            "column": use.location.column,
        }
        for use in uses
    ]


def say_uses(uses: Sequence[Use], language: str) -> None:
    """Print where an entry is used: the first few places, then how many more."""
    for use in uses[:_MOST_PLACES]:
        place = printable(str(use.location))
        click.echo(f"    {place}  {printable(use.owner)}".rstrip())
    if len(uses) > _MOST_PLACES:
        say(text("and {count} more", count=len(uses) - _MOST_PLACES), language, indent=4)


def asks() -> bool:
    """Whether somebody is there to answer."""
    return sys.stdin.isatty()
