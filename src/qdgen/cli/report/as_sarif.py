"""A report as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qdgen import __version__
from qdgen.check.examine import Examined, Finding, Fix
from qdgen.check.inspection import Inspected
from qdgen.check.rule import Rule
from qdgen.cli.manual import as_markdown
from qdgen.cli.report.report import CERTAINTIES, Report
from qdgen.content.nodes import SourceFile
from qdgen.content.yaml_reader import decode
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.messages import Text

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(report: Report) -> str:
    """The report as one SARIF log with one run."""
    places = {rule.code: nth for nth, rule in enumerate(report.rules)}
    writer = _Results(report, places)
    run = {
        "tool": {
            "driver": {
                "name": "qdgen",
                "version": __version__,
                "semanticVersion": __version__,
                "language": report.language,
                "rules": [_rule(report, rule) for rule in report.rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": all(one.error is None for one in report.inspected),
                "exitCode": report.exit_code,
                "toolExecutionNotifications": [
                    notification
                    for one in report.inspected
                    for notification in _notifications(report, one)
                ],
            }
        ],
        "results": list(writer.results()),
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(report: Report, rule: Rule) -> dict[str, Any]:
    manual = rule.manual
    summary = report.say(Text(manual.summary))
    why = report.say(Text(manual.why))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": f"{summary} {why}".strip()},
        "help": {
            "text": f"{summary}\n\n{why}\n\n{manual.source}",
            "markdown": as_markdown(rule, report.language),
        },
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.family],
            "certainty": report.say(CERTAINTIES[rule.certainty]),
            "source": manual.source,
        },
    }


class _Results:
    def __init__(self, report: Report, places: dict[str, int]) -> None:
        self._report = report
        self._places = places
        self._sources: dict[Path, SourceFile] = {}
        self._alike: Counter[str] = Counter()

    def results(self) -> Iterator[dict[str, Any]]:
        for examined in self._report.examined:
            for finding in examined.findings:
                yield self._result(examined, finding)
            for finding in examined.suppressed:
                result = self._result(examined, finding)
                result["suppressions"] = [{"kind": "inSource", "justification": finding.reason}]
                yield result

    def _result(self, examined: Examined, finding: Finding) -> dict[str, Any]:
        message = self._report.say(finding.message)
        hint = self._report.say(finding.hint)
        result: dict[str, Any] = {
            "ruleId": finding.rule.code,
            "ruleIndex": self._places[finding.rule.code],
            "level": _LEVELS[finding.severity],
            "message": {"text": f"{message}. → {hint}" if hint else message},
            "locations": [self._location(finding)],
            "partialFingerprints": {"qdgenFinding/v1": self._fingerprint(finding, message)},
            "properties": {"document": examined.name},
        }
        if finding.fix is not None and not finding.verbatim:
            result["fixes"] = [self._fix(finding, finding.fix, hint or message)]
        return result

    def _location(self, finding: Finding) -> dict[str, Any]:
        located = finding.located
        place = located.location
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
        if place.line:
            start, end = located.mark
            physical["region"] = {
                "startLine": place.line,
                "startColumn": max(1, place.column),
                "endColumn": max(1, place.column) + max(0, end - start),
                "snippet": {"text": located.source_line},
            }
        location: dict[str, Any] = {"physicalLocation": physical}
        where = self._report.say(located.where)
        if where:
            location["message"] = {"text": where}
        if finding.box is not None:
            box = finding.box
            location["properties"] = {
                "page": box.page,
                "millimetres": [box.left, box.top, box.right, box.bottom],
            }
        return location

    def _fix(self, finding: Finding, fix: Fix, words: str) -> dict[str, Any]:
        written = fix.written
        source = self._source(written.file)
        line, column = source.place(written.start)
        last, until = source.place(written.end)
        return {
            "description": {"text": words},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": _uri(finding.located.location.file)},
                    "replacements": [
                        {
                            "deletedRegion": {
                                "startLine": line,
                                "startColumn": column,
                                "endLine": last,
                                "endColumn": until,
                            },
                            "insertedContent": {"text": fix.replacement},
                        }
                    ],
                }
            ],
        }

    def _source(self, path: Path) -> SourceFile:
        if path not in self._sources:
            self._sources[path] = SourceFile(path.name, decode(path, path.name)[0] or "")
        return self._sources[path]

    def _fingerprint(self, finding: Finding, message: str) -> str:
        """The same while lines above come and go: rule, file, sentence, line, and which of them."""
        located = finding.located
        parts = (finding.rule.code, located.location.file, message, located.source_line.strip())
        digest = hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
        self._alike[digest] += 1
        return f"{digest}:{self._alike[digest]}"


def _notifications(report: Report, one: Inspected) -> Iterator[dict[str, Any]]:
    error = one.error
    found = [*one.noticed, *(error.diagnostics if error is not None else ())]
    for diagnostic in found:
        yield _notification(report, diagnostic)
    if error is not None:
        hint = report.say(error.hint)
        message = report.say(error.message)
        yield {
            "level": "error",
            "message": {"text": f"{message}. → {hint}" if hint else message},
            "locations": [
                {"physicalLocation": {"artifactLocation": {"uri": _uri(one.subject.shown)}}}
            ],
        }


def _notification(report: Report, found: Diagnostic) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(found.location.file)}}
    if found.location.line:
        physical["region"] = {
            "startLine": found.location.line,
            "startColumn": max(1, found.location.column),
        }
    hint = report.say(found.hint)
    message = report.say(found.message)
    return {
        "level": _LEVELS[found.severity],
        "message": {"text": f"{message}. → {hint}" if hint else message},
        "descriptor": {"id": found.code},
        "locations": [{"physicalLocation": physical}],
    }


def _uri(shown: str) -> str:
    path = Path(shown)
    if path.is_absolute():
        return path.as_uri()
    return quote(shown.replace("\\", "/"))
