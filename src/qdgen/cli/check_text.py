"""What a check found, as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import click

from qdgen.check.examine import Examined, Finding, Verdict
from qdgen.check.inspection import Inspected
from qdgen.cli.output import COLOURS, WORDS, excerpt, printable, say_error
from qdgen.diagnostics import Severity
from qdgen.messages import render, text


def say_inspected(inspected: Sequence[Inspected], language: str) -> int:
    """Print what was found; the exit code."""
    code = 0
    for outcome in inspected:
        if outcome.error is not None:
            say_error(outcome.error, language)
            code = code or outcome.error.exit_code
        elif outcome.examined is not None:
            for finding in outcome.examined.findings:
                _say_finding(finding, language)
    examined = [o.examined for o in inspected if o.examined is not None]
    found = Counter(f.severity for e in examined for f in e.findings)
    click.echo(
        render(
            text(
                "errors: {errors}, warnings: {warnings}, notes: {notes}",
                errors=found[Severity.ERROR],
                warnings=found[Severity.WARNING],
                notes=found[Severity.INFO],
            ),
            language,
        )
    )
    counted = _verdicts(examined)
    click.echo(
        render(
            text(
                "rules met: {met}, not met: {failed}, could not be checked: {unchecked}",
                met=counted[Verdict.MEETS],
                failed=counted[Verdict.FAILS],
                unchecked=counted[Verdict.UNCHECKED],
            ),
            language,
        )
    )
    return code or int(bool(found[Severity.ERROR] or found[Severity.WARNING]))


def _verdicts(examined: Iterable[Examined]) -> Counter[Verdict]:
    return Counter(v for e in examined for v in e.verdicts.values())


def _say_finding(finding: Finding, language: str) -> None:
    located = finding.located
    where = f": {render(located.where, language)}" if located.where.msgid else ""
    place = click.style(printable(f"{located.location}{where}"), bold=True)
    kind = click.style(render(WORDS[finding.severity], language), fg=COLOURS[finding.severity])
    message = render(finding.message, language)
    click.echo(f"{place}: {kind}: {message} [{finding.rule.code} {finding.rule.name}]")
    if located.source_line.strip():
        for line in excerpt(located.source_line, *located.mark):
            click.echo(f"    | {line}")
    if finding.hint.msgid:
        click.echo(f"    → {render(finding.hint, language)}")
