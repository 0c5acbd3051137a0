"""A report as workflow commands: GitHub shows each finding beside its line in a pull request."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.cli.report.report import Report
from qdgen.diagnostics import Location, Severity

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(report: Report) -> str:
    """A command a line."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    for one in report.inspected:
        if one.error is not None:
            for found in one.error.diagnostics:
                message = _sentence(report.say(found.message), report.say(found.hint))
                yield _command(found.severity, found.location, 0, found.code, message)
            if not one.error.diagnostics:
                message = _sentence(report.say(one.error.message), report.say(one.error.hint))
                yield _command(Severity.ERROR, Location(one.subject.shown), 0, "qdgen", message)
    for finding in report.findings:
        located = finding.located
        start, end = located.mark
        message = _sentence(report.say(finding.message), report.say(finding.hint))
        where = report.say(located.where)
        title = f"{finding.rule.code} {finding.rule.name}"
        yield _command(
            finding.severity,
            located.location,
            end - start,
            title,
            f"{where}: {message}" if where else message,
        )


def _sentence(message: str, hint: str) -> str:
    return f"{message}\n→ {hint}" if hint else message


def _command(severity: Severity, place: Location, length: int, title: str, message: str) -> str:
    where = {"file": place.file.replace("\\", "/")}
    if place.line:
        where["line"] = str(place.line)
    if place.column:
        where["col"] = str(place.column)
        if length:
            where["endColumn"] = str(place.column + length)
    where["title"] = title
    told = ",".join(f"{name}={_property(value)}" for name, value in where.items())
    return f"::{_COMMANDS[severity]} {told}::{_data(message)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
