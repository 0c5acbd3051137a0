"""A report for programs. Its form is described in docs/check-report.md and only ever grows."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from qdgen import __version__
from qdgen.check.examine import Examined, Finding, Verdict
from qdgen.check.inspection import Inspected
from qdgen.check.paper import Medium
from qdgen.cli.report.report import Report
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.errors import QdgenError

FORMAT = 1
SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
VERDICTS = {Verdict.MEETS: "met", Verdict.FAILS: "not-met", Verdict.UNCHECKED: "unchecked"}
MEDIA = {Medium.CONTENT: "content", Medium.WORD: "word", Medium.PDF: "pdf"}


def as_json(report: Report) -> str:
    """The report as one JSON object."""
    data = {
        "format": FORMAT,
        "program": f"qdgen {__version__}",
        "language": report.language,
        "exit_code": report.exit_code,
        "summary": {
            "errors": report.severities[Severity.ERROR],
            "warnings": report.severities[Severity.WARNING],
            "notes": report.severities[Severity.INFO],
            "suppressed": report.suppressed,
            "fixable": report.fixable,
            "met": report.counted[Verdict.MEETS],
            "not_met": report.counted[Verdict.FAILS],
            "unchecked": report.counted[Verdict.UNCHECKED],
        },
        "documents": [_document(report, one) for one in report.inspected],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _document(report: Report, one: Inspected) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": one.subject.shown,
        "medium": MEDIA[one.subject.medium],
        "error": None if one.error is None else _error(report, one.error),
        "noticed": [_diagnostic(report, noticed) for noticed in one.noticed],
        "verdicts": {},
        "findings": [],
        "suppressed": [],
    }
    if one.examined is not None:
        data["verdicts"] = _verdicts(report, one.examined)
        data["findings"] = [_finding(report, f) for f in one.examined.findings]
        data["suppressed"] = [
            {**_finding(report, f), "reason": f.reason} for f in one.examined.suppressed
        ]
    return data


def _verdicts(report: Report, examined: Examined) -> dict[str, Any]:
    return {
        code: {
            "verdict": VERDICTS[verdict],
            **(
                {"reason": report.say(examined.reasons[code])}
                if verdict is Verdict.UNCHECKED
                else {}
            ),
        }
        for code, verdict in sorted(examined.verdicts.items())
    }


def _finding(report: Report, finding: Finding) -> dict[str, Any]:
    located = finding.located
    place = located.location
    start, end = located.mark
    return {
        "code": finding.rule.code,
        "name": finding.rule.name,
        "severity": SEVERITIES[finding.severity],
        "message": report.say(finding.message),
        "hint": report.say(finding.hint),
        "file": place.file,
        "line": place.line or None,
        "column": place.column or None,
        "end_column": place.column + end - start if place.column else None,
        "where": report.say(located.where),
        "box": None if finding.box is None else asdict(finding.box),
        "source_line": located.source_line,
        "mark": [start, end],
        "verbatim": finding.verbatim,
        "fix": None
        if finding.fix is None
        else {
            "start": finding.fix.written.start,
            "end": finding.fix.written.end,
            "replacement": finding.fix.replacement,
        },
    }


def _error(report: Report, error: QdgenError) -> dict[str, Any]:
    return {
        "exit_code": error.exit_code,
        "message": report.say(error.message),
        "hint": report.say(error.hint),
        "diagnostics": [_diagnostic(report, found) for found in error.diagnostics],
    }


def _diagnostic(report: Report, found: Diagnostic) -> dict[str, Any]:
    return {
        "code": found.code,
        "severity": SEVERITIES[found.severity],
        "message": report.say(found.message),
        "hint": report.say(found.hint),
        "file": found.location.file,
        "line": found.location.line or None,
        "column": found.location.column or None,
    }
