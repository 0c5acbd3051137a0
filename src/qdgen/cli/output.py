"""How the program speaks: findings with their place and line, errors with what to do."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import click

from qdgen.diagnostics import Diagnostic, Severity
from qdgen.errors import QdgenError
from qdgen.messages import Text, render, text

COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
WORDS = {
    Severity.ERROR: text("error"),
    Severity.WARNING: text("warning"),
    Severity.INFO: text("note"),
}
_LINE_WIDTH = 100


def chosen_language() -> str:
    """The language of the command that is running."""
    language: str = click.get_current_context().obj.language
    return language


def say(
    message: Text, language: str, *, err: bool = False, colour: str | None = None, indent: int = 0
) -> None:
    """Print one sentence, `indent` spaces before it."""
    words = " " * indent + printable(render(message, language))
    click.echo(click.style(words, fg=colour) if colour else words, err=err)


def say_diagnostics(diagnostics: Iterable[Diagnostic], language: str) -> None:
    """Print findings: place and message, the line as written with the place marked, what to do."""
    for finding in diagnostics:
        kind = click.style(render(WORDS[finding.severity], language), fg=COLOURS[finding.severity])
        place = click.style(printable(str(finding.location)), bold=True)
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
    head = click.style(render(WORDS[Severity.ERROR], language), fg="red")
    click.echo(f"{head}: {render(error.message, language)}", err=True)
    if error.hint.msgid:
        click.echo(f"    → {render(error.hint, language)}", err=True)


def _say_line(finding: Diagnostic) -> None:
    column = max(finding.location.column, 1)
    for line in excerpt(finding.source_line, column - 1, column):
        click.echo(f"    | {line}", err=True)


def excerpt(line: str, start: int, end: int) -> tuple[str, str]:
    """A line as written (or what is around the place, of a long one), and below it the marks under
    the characters `start` up to `end`."""
    words = line.rstrip().expandtabs(1)
    cut = 0
    if len(words) > _LINE_WIDTH:
        cut = min(max(0, start - _LINE_WIDTH // 2), max(0, len(words) - _LINE_WIDTH))
        words = words[cut : cut + _LINE_WIDTH]
    words = printable(words)
    begin = max(0, start - cut)
    before = words[:begin].ljust(begin)
    meant = words[begin : max(begin, end - cut)]
    return words, " " * _columns(before) + "^" * max(1, _columns(meant))


def _columns(words: str) -> int:
    """How many columns of a terminal the words take."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "FW" else 1
        for c in words
    )


def printable(words: str) -> str:
    """`words` without what a terminal would obey: names of files come from others too."""
    return "".join(
        c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in words
    )
