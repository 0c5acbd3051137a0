"""How the program speaks: findings with their place and line, errors with what to do."""

from __future__ import annotations

from collections.abc import Iterable

import click

from qdgen.diagnostics import Diagnostic, Severity
from qdgen.errors import QdgenError
from qdgen.messages import Text, render, text

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_WORDS = {
    Severity.ERROR: text("error"),
    Severity.WARNING: text("warning"),
    Severity.INFO: text("note"),
}


def chosen_language() -> str:
    """The language of the command that is running."""
    language: str = click.get_current_context().obj.language
    return language


def say(message: Text, language: str, *, err: bool = False, colour: str | None = None) -> None:
    """Print one sentence."""
    words = _printable(render(message, language))
    click.echo(click.style(words, fg=colour) if colour else words, err=err)


def say_diagnostics(diagnostics: Iterable[Diagnostic], language: str) -> None:
    """Print findings: place and message, the line as written with the place marked, what to do."""
    for finding in diagnostics:
        kind = click.style(
            render(_WORDS[finding.severity], language), fg=_COLOURS[finding.severity]
        )
        place = click.style(_printable(str(finding.location)), bold=True)
        message = render(finding.message, language)
        click.echo(f"{place}: {kind}: {message} [{finding.code}]", err=True)
        if finding.source_line.strip():
            _say_line(finding)
        if finding.hint.msgid:
            click.echo(f"    → {render(finding.hint, language)}", err=True)


def say_error(error: QdgenError, language: str) -> None:
    """Print why the run ended, and the findings that led to it."""
    say_diagnostics(error.diagnostics, language)
    say_reason(error, language)


def say_reason(error: QdgenError, language: str) -> None:
    """Print why the run ended, its findings having been told."""
    head = click.style(render(_WORDS[Severity.ERROR], language), fg="red")
    click.echo(f"{head}: {render(error.message, language)}", err=True)
    if error.hint.msgid:
        click.echo(f"    → {render(error.hint, language)}", err=True)


def _say_line(finding: Diagnostic) -> None:
    line = finding.source_line.rstrip().expandtabs(1)
    column = max(finding.location.column, 1)
    cut = 0
    width = 100
    if len(line) > width:
        cut = min(max(0, column - width // 2), max(0, len(line) - width))
        line = line[cut : cut + width]
    click.echo(f"    | {_printable(line)}", err=True)
    click.echo(f"    | {' ' * (column - 1 - cut)}^", err=True)


def _printable(words: str) -> str:
    """`words` without what a terminal would obey: names of files come from others too."""
    return "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in words
    )
