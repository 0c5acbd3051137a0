"""Subjects read and examined, one after the other; what cannot be read does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from qdgen.check.dossier import read_dossier
from qdgen.check.examine import Examined, Verdict, examine
from qdgen.check.paper import Medium
from qdgen.check.rule import Rule
from qdgen.check.subjects import Subject
from qdgen.diagnostics import Diagnostic
from qdgen.errors import QdgenError


@dataclass
class Inspected:
    """What came of a subject: what the rules say, or why it could not be read. `noticed` is what
    reading noticed besides."""

    subject: Subject
    examined: Examined | None = None
    error: QdgenError | None = None
    noticed: Sequence[Diagnostic] = field(default=())


def inspect(subjects: Sequence[Subject], rules: Sequence[Rule]) -> Iterator[Inspected]:
    """Let `rules` look at each subject, in order."""
    return (inspect_one(subject, rules) for subject in subjects)


def inspect_one(subject: Subject, rules: Sequence[Rule]) -> Inspected:
    """Let `rules` look at one subject."""
    try:
        return _inspected(subject, rules)
    except QdgenError as error:
        return Inspected(subject, error=error)


def _inspected(subject: Subject, rules: Sequence[Rule]) -> Inspected:
    if subject.medium is not Medium.CONTENT:
        raise NotImplementedError
    read = read_dossier(subject.path, subject.shown)
    examined = examine(read.paper, rules)
    if subject.only:
        examined = _only(examined, subject.only)
    return Inspected(subject, examined, noticed=read.noticed)


def _only(examined: Examined, files: frozenset[str]) -> Examined:
    """What is found in these files alone."""
    found = [f for f in examined.findings if f.located.location.file in files]
    failing = {f.rule.code for f in found}
    verdicts = {
        code: Verdict.MEETS if verdict is Verdict.FAILS and code not in failing else verdict
        for code, verdict in examined.verdicts.items()
    }
    return replace(examined, findings=found, verdicts=verdicts)
