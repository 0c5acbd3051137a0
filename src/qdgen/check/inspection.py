"""Subjects read and examined, one after the other; what cannot be read does not stop the rest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from qdgen.check.dossier import ReadDossier, read_dossier, read_registers
from qdgen.check.examine import Examined, Finding, Verdict, examine
from qdgen.check.open_items import open_items
from qdgen.check.paper import Chosen, Medium, Paper
from qdgen.check.registers import Registers
from qdgen.check.rule import Rule
from qdgen.check.subjects import Subject
from qdgen.content.loader import DECISION
from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.errors import QdgenError
from qdgen.freshness import Standing, standing
from qdgen.messages import text
from qdgen.tree import CONTENT, output_folder, shown


@dataclass
class Inspected:
    """What came of a subject: what the rules say, or why it could not be read. `noticed` is what
    reading noticed besides."""

    subject: Subject
    examined: Examined | None = None
    error: QdgenError | None = None
    noticed: Sequence[Diagnostic] = field(default=())


class Inspection:
    """A check under way: `rules` look at one subject after the other. What a dossier says is kept,
    for the files that were built from it."""

    def __init__(self, rules: Sequence[Rule], here: Path) -> None:
        self._rules = rules
        self._here = here
        self._read: dict[Path, ReadDossier | None] = {}
        self._told: dict[Path, frozenset[tuple[str, str]]] = {}
        self._told_of_registers: set[tuple[Location, str, str]] = set()

    def all(self, subjects: Sequence[Subject]) -> Iterator[Inspected]:
        """What comes of each subject, in order."""
        return (self.one(subject) for subject in subjects)

    def one(self, subject: Subject) -> Inspected:
        """What comes of one subject."""
        try:
            if subject.medium is Medium.CONTENT:
                return self._content(subject)
            return self._file(subject)
        except QdgenError as error:
            return Inspected(subject, error=error)

    # --- content ---------------------------------------------------------------------------------

    def _content(self, subject: Subject) -> Inspected:
        self._read[subject.path.resolve()] = None
        read = read_dossier(subject.path, subject.shown)
        self._read[subject.path.resolve()] = read
        examined = examine(read.paper, self._rules)
        _in_reading_order(examined, read)
        self._told[subject.path.resolve()] = frozenset(map(_said, examined.findings))
        if subject.only:
            examined = _only(examined, subject.only)
        noticed = (*read.noticed, *open_items(subject.path, subject.shown))
        return Inspected(subject, self._once(examined), noticed=noticed)

    def _once(self, examined: Examined) -> Examined:
        """Without what another dossier beside the same registers has already been told."""
        fresh = []
        for finding in examined.findings:
            key = (finding.located.location, *_said(finding))
            if not finding.located.location.line or key not in self._told_of_registers:
                self._told_of_registers.add(key)
                fresh.append(finding)
        return replace(examined, findings=fresh)

    # --- Word and PDF ----------------------------------------------------------------------------

    def _file(self, subject: Subject) -> Inspected:
        source = None if subject.dossier is None else self._dossier(subject.dossier)
        registers = self._registers if source is None else source.paper.registers
        chosen = None if source is None else source.paper.chosen
        rules, noticed = self._rules, []
        seen = Standing.UNKNOWN
        if subject.dossier is not None:
            is_draft = subject.path.stem != subject.dossier.resolve().name
            outputs = output_folder(subject.dossier, subject.path.parent.parent, draft=is_draft)
            seen = standing(subject.path, outputs.stamp(split=False))
        if seen is not Standing.UNKNOWN:
            # Its texts were proven to be those of the content, which says all that is in them.
            rules = [rule for rule in rules if _is_of_the_file_alone(rule)]
        if seen is Standing.OUTDATED:
            noticed = [_outdated(subject)]
        examined = examine(_read_file(subject, registers, chosen), rules)
        if seen is not Standing.UNKNOWN and subject.dossier is not None:
            examined = _without(examined, self._told.get(subject.dossier.resolve(), frozenset()))
        return Inspected(subject, examined, noticed=noticed)

    def _dossier(self, folder: Path) -> ReadDossier | None:
        key = folder.resolve()
        if key not in self._read:
            try:
                self._read[key] = read_dossier(folder, shown(folder, self._here))
            except QdgenError:
                self._read[key] = None  # told where the dossier itself is checked
        return self._read[key]

    @cached_property
    def _registers(self) -> Registers:
        return read_registers(self._here / CONTENT)


def _in_reading_order(examined: Examined, read: ReadDossier) -> None:
    """The decision first, then what it attaches; the registers last."""
    files = [f"{examined.name}/{stem}.yaml" for stem in (DECISION, *read.dossier.attachments)]
    order = {examined.name: -1} | {file: nth for nth, file in enumerate(files)}
    for findings in (examined.findings, examined.suppressed):
        findings.sort(key=lambda f: order.get(f.located.location.file, len(order)))


def _said(finding: Finding) -> tuple[str, str]:
    return finding.rule.code, str(finding.message)


def _read_file(subject: Subject, registers: Registers, chosen: Chosen | None) -> Paper:
    if subject.medium is Medium.WORD:
        from qdgen.check.word_paper import read_word

        return read_word(subject.path, subject.shown, registers, chosen)
    from qdgen.check.pdf_paper import read_pdf

    return read_pdf(subject.path, subject.shown, registers, chosen)


def _is_of_the_file_alone(rule: Rule) -> bool:
    return rule.family == "TB" or not rule.media & Medium.CONTENT


def _outdated(subject: Subject) -> Diagnostic:
    name = subject.dossier.name if subject.dossier is not None else ""
    return Diagnostic(
        "output-outdated",
        text("the content was changed after this file was built"),
        Location(subject.shown),
        text("build it again: qdgen build {name}", name=name),
        severity=Severity.INFO,
    )


def _only(examined: Examined, files: frozenset[str]) -> Examined:
    """What is found in these files alone."""
    found = [f for f in examined.findings if f.located.location.file in files]
    suppressed = [f for f in examined.suppressed if f.located.location.file in files]
    return _with_findings(replace(examined, suppressed=suppressed), found)


def _without(examined: Examined, told: frozenset[tuple[str, str]]) -> Examined:
    """Without what was said of the content it was built from."""
    return _with_findings(examined, [f for f in examined.findings if _said(f) not in told])


def _with_findings(examined: Examined, found: list[Finding]) -> Examined:
    failing = {f.rule.code for f in found}
    verdicts = {
        code: Verdict.MEETS if verdict is Verdict.FAILS and code not in failing else verdict
        for code, verdict in examined.verdicts.items()
    }
    return replace(examined, findings=found, verdicts=verdicts)
