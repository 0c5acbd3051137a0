"""A report as text: each finding with its place and line, then what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from qdgen.check.examine import Examined, Finding, Verdict
from qdgen.cli.output import COLOURS, WORDS, excerpt, printable
from qdgen.cli.report.report import Report
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_MOST_PLACES = 20


def as_text(report: Report) -> str:
    """The report, with the colours of a terminal."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for examined in report.examined:
        yield from _findings(report, examined)
    yield from _summary(report)


def _findings(report: Report, examined: Examined) -> Iterator[str]:
    file = ""
    for alike in report.grouped(examined.findings):
        if file and file != alike.file:
            yield ""
        file = alike.file
        yield from _finding(report, alike.first)
        if alike.further:
            yield f"    + {report.say(further_places(alike.further, report))}"
    if examined.findings:
        yield ""


def _finding(report: Report, finding: Finding) -> Iterator[str]:
    place = click.style(printable(place_of(finding, report)), bold=True)
    kind = click.style(report.say(WORDS[finding.severity]), fg=COLOURS[finding.severity])
    rule = click.style(f"[{finding.rule.code} {finding.rule.name}]", dim=True)
    yield f"{place}: {kind}: {report.say(finding.message)} {rule}"
    located = finding.located
    if located.source_line.strip():
        words, marks = excerpt(located.source_line, *located.mark)
        yield f"    | {words}"
        yield f"    | {click.style(marks, fg=COLOURS[finding.severity])}"
    if finding.hint.msgid:
        yield f"    → {report.say(finding.hint)}"


def place_of(finding: Finding, report: Report) -> str:
    """Where a finding is: file, line and column, or the file and where in words."""
    where = report.say(finding.located.where)
    return f"{finding.located.location}: {where}" if where else str(finding.located.location)


def place_in_file(finding: Finding, report: Report) -> str:
    """Where in its file a finding is, in words."""
    place, where = finding.located.location, report.say(finding.located.where)
    if where or not place.line:
        return where
    return report.say(text("line {line}, column {column}", line=place.line, column=place.column))


def further_places(others: Sequence[Finding], report: Report) -> Text:
    """How many more places say the same, and where."""
    first = others[:_MOST_PLACES]
    in_lines = all(f.located.location.line for f in first)
    places = (", " if in_lines else "; ").join(
        str(f.located.location.line) if in_lines else place_in_file(f, report) for f in first
    )
    if len(others) > len(first):
        places += " …"
    if in_lines:
        return text("{count} more, in lines {places}", count=len(others), places=places)
    return text("{count} more: {places}", count=len(others), places=places)


def _summary(report: Report) -> Iterator[str]:
    found = report.severities
    if not report.examined:
        return
    if not sum(found.values()):
        yield click.style(report.say(text("nothing found")), fg="green")
    else:
        yield report.say(
            text(
                "errors: {errors}, warnings: {warnings}, notes: {notes}",
                errors=found[Severity.ERROR],
                warnings=found[Severity.WARNING],
                notes=found[Severity.INFO],
            )
        )
    if report.suppressed:
        yield report.say(text("let pass by comments: {count}", count=report.suppressed))
    yield report.say(
        text(
            "rules met: {met}, not met: {failed}, could not be checked: {unchecked}",
            met=report.counted[Verdict.MEETS],
            failed=report.counted[Verdict.FAILS],
            unchecked=report.counted[Verdict.UNCHECKED],
        )
    )
    yield from _unchecked(report)
    if report.fixable:
        yield report.say(text("{count} can be mended by: qdgen check --fix", count=report.fixable))
    if sum(found.values()):
        first = max(report.findings, key=lambda finding: finding.severity)
        yield report.say(
            text("what a rule asks and why: qdgen explain {code}", code=first.rule.code)
        )


def _unchecked(report: Report) -> Iterator[str]:
    """The rules that could not judge, together where document and reason are the same."""
    codes: dict[tuple[str, str], list[str]] = {}
    for code, (examined, reason) in sorted(report.unchecked.items()):
        codes.setdefault((examined.name, report.say(reason)), []).append(code)
    for (name, why), those in codes.items():
        where = f"{printable(name)}: " if len(report.examined) > 1 else ""
        yield f"    {where}{', '.join(those)}: {why}"
