"""A report as one page for a reviewer: no script, nothing fetched, made to be printed too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from qdgen import __version__
from qdgen.check.examine import Examined, Finding, Verdict
from qdgen.check.inspection import Inspected
from qdgen.check.rule import Rule
from qdgen.check.selection import FAMILIES
from qdgen.cli.manual import by_family, facts
from qdgen.cli.output import WORDS
from qdgen.cli.report.as_text import further_places, place_in_file
from qdgen.cli.report.report import MEDIA, VERDICTS, Alike, Report
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_PAGE = Path(__file__).with_name("page.html.jinja")
_MOST_COLUMNS = 4
_AROUND = 160
_KINDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SIGNS = {Verdict.MEETS: "✓", Verdict.FAILS: "✗", Verdict.UNCHECKED: "–"}

_SAID = {
    "title": text("Check against Nghị định 30/2020/NĐ-CP"),
    "show": text("Show"),
    "errors": text("errors"),
    "warnings": text("warnings"),
    "notes": text("notes"),
    "met": text("rules met"),
    "not_met": text("rules not met"),
    "unchecked": text("rules that could not be checked"),
    "nothing": text("Nothing found."),
    "source": text("Source:"),
    "reason": text("Reason:"),
    "suppressed": text("Let pass by comments"),
    "verdicts": text("What each rule says"),
    "rule": text("Rule"),
    "finds": text("What it finds"),
    "rules": text("The rules that found something"),
    "wrong": text("Wrong:"),
    "right": text("Right:"),
    "failed": text("This document could not be read:"),
    "legend": text(
        "✓ met, ✗ not met, – could not be checked; "
        "empty: the rule does not judge this kind of file."
    ),
}


def as_html(report: Report) -> str:
    """The page."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(_PAGE.read_text(encoding="utf-8"))
    return page.render(_page(report))


def _page(report: Report) -> Mapping[str, Any]:
    said = {name: report.say(words) for name, words in _SAID.items()}
    now = datetime.now().astimezone()
    day = f"{now:%d/%m/%Y %H:%M}" if report.language == "vi" else f"{now:%Y-%m-%d %H:%M}"
    failing = {f.rule.code for f in report.findings}
    columns = report.examined if 1 < len(report.examined) <= _MOST_COLUMNS else []
    return {
        "language": report.language,
        "said": said,
        "made": report.say(text("Made by qdgen {version} on {day}", version=__version__, day=day)),
        "counts": [
            ("error", said["errors"], report.severities[Severity.ERROR]),
            ("warning", said["warnings"], report.severities[Severity.WARNING]),
            ("note", said["notes"], report.severities[Severity.INFO]),
        ],
        "rule_counts": [
            ("met", said["met"], report.counted[Verdict.MEETS]),
            ("failed", said["not_met"], report.counted[Verdict.FAILS]),
            ("unchecked", said["unchecked"], report.counted[Verdict.UNCHECKED]),
        ],
        "documents": [
            _document(report, one, f"d{nth}") for nth, one in enumerate(report.inspected, 1)
        ],
        "columns": [
            (number, one.subject.shown, report.say(MEDIA[one.subject.medium]))
            for number, one in enumerate(report.inspected, 1)
            if columns and one.examined is not None
        ],
        "families": _families(report, columns),
        "manuals": [_manual(report, r) for r in by_family(report.rules) if r.code in failing],
    }


def _document(report: Report, one: Inspected, anchor: str) -> Mapping[str, Any]:
    examined = one.examined
    findings = [] if examined is None else list(report.grouped(examined.findings))
    suppressed = [] if examined is None else [Alike(f) for f in examined.suppressed]
    errors = []
    if one.error is not None:
        errors = [report.say(one.error.message), report.say(one.error.hint)]
        errors += [f"{d.location}: {report.say(d.message)}" for d in one.error.diagnostics]
    return {
        "name": one.subject.shown,
        "anchor": anchor,
        "medium": report.say(MEDIA[one.subject.medium]),
        "errors": [words for words in errors if words],
        "noticed": [f"{d.location}: {report.say(d.message)}" for d in one.noticed],
        "count": 0 if examined is None else len(examined.findings),
        "files": list(_by_file(report, findings, one.subject.shown)),
        "suppressed": [_finding(report, alike) for alike in suppressed],
    }


def _by_file(report: Report, found: Sequence[Alike], document: str) -> Iterator[Mapping[str, Any]]:
    files: dict[str, list[Alike]] = {}
    for alike in found:
        files.setdefault(alike.file, []).append(alike)
    for name, those in files.items():
        yield {
            "name": "" if name == document and len(files) == 1 else name,
            "findings": [_finding(report, alike) for alike in those],
        }


def _finding(report: Report, alike: Alike) -> Mapping[str, Any]:
    finding = alike.first
    return {
        "kind": _KINDS[finding.severity],
        "severity": report.say(WORDS[finding.severity]),
        "place": place_in_file(finding, report),
        "file": alike.file,
        "message": report.say(finding.message),
        "hint": report.say(finding.hint),
        "line": _line(finding),
        "further": report.say(further_places(alike.further, report)) if alike.further else "",
        "code": finding.rule.code,
        "name": finding.rule.name,
        "source": finding.rule.manual.source,
        "reason": finding.reason,
    }


def _line(finding: Finding) -> tuple[str, str, str] | None:
    """The line as written: before, in and after the place."""
    line = finding.located.source_line
    start, end = finding.located.mark
    if not line.strip():
        return None
    before, meant, after = line[:start], line[start:end], line[end:]
    if len(before) > _AROUND:
        before = f"… {before[-_AROUND:]}"
    if len(after) > _AROUND:
        after = f"{after[:_AROUND]} …"
    return before.lstrip(" "), meant, after.rstrip()


@dataclass(frozen=True)
class _Cell:
    kind: str
    sign: str
    words: str
    """For those who do not see the sign."""


def _families(report: Report, columns: Sequence[Examined]) -> list[Mapping[str, Any]]:
    families: dict[str, list[Mapping[str, Any]]] = {}
    for rule in by_family(report.rules):
        if rule.code in report.verdicts:
            families.setdefault(rule.family, []).append(_row(report, rule, columns))
    return [
        {"code": family, "name": report.say(FAMILIES[family]), "rows": rows}
        for family, rows in families.items()
    ]


def _row(report: Report, rule: Rule, columns: Sequence[Examined]) -> Mapping[str, Any]:
    verdict = report.verdicts[rule.code]
    reasons = {
        report.say(e.reasons[rule.code])
        for e in report.examined
        if e.verdicts.get(rule.code) is Verdict.UNCHECKED
    }
    return {
        "code": rule.code,
        "name": rule.name,
        "summary": report.say(Text(rule.manual.summary)),
        "all": _cell(report, verdict),
        "cells": [_cell(report, examined.verdicts.get(rule.code)) for examined in columns],
        "reasons": sorted(reasons),
        "linked": verdict is Verdict.FAILS,
    }


def _cell(report: Report, verdict: Verdict | None) -> _Cell:
    if verdict is None:
        return _Cell("none", "", "")
    kind = {"✓": "met", "✗": "failed", "–": "unchecked"}[_SIGNS[verdict]]
    return _Cell(kind, _SIGNS[verdict], report.say(VERDICTS[verdict]))


def _manual(report: Report, rule: Rule) -> Mapping[str, Any]:
    manual = rule.manual
    return {
        "code": rule.code,
        "name": rule.name,
        "kind": _KINDS[rule.severity],
        "summary": report.say(Text(manual.summary)),
        "why": report.say(Text(manual.why)) if manual.why else "",
        "wrong": manual.wrong,
        "right": manual.right,
        "facts": facts(rule, report.language),
    }
