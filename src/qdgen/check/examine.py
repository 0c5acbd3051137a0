"""Rules applied to a paper: findings, and a verdict for every rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum

from qdgen.check.look import Box
from qdgen.check.paper import Located, Medium, Paper, Suppression, Written
from qdgen.check.rule import Remark, Rule, Unchecked
from qdgen.diagnostics import Location, Severity
from qdgen.messages import Text

AFTER_THE_OTHERS = "CT903"
"""The rule that tells which suppressions let nothing pass."""
SUPPRESSION_RULES = ("CT901", "CT902", AFTER_THE_OTHERS)
"""No comment lets these pass."""


class Verdict(Enum):
    """What a rule says of a document."""

    MEETS = "meets"
    FAILS = "does not meet"
    UNCHECKED = "could not be checked"


@dataclass(frozen=True, slots=True)
class Fix:
    """The one right text for the characters `written`."""

    written: Written
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A remark with its place in the file."""

    rule: Rule
    severity: Severity
    message: Text
    hint: Text
    located: Located
    fix: Fix | None = None
    verbatim: bool = False
    box: Box | None = None
    reason: str = ""
    """Why it is let pass, in the drafter's words."""


@dataclass
class Examined:
    """What came of one document: `findings` by place, one verdict a rule, and why a rule could not
    judge. `suppressed` are findings that a comment lets pass."""

    paper: Paper
    findings: list[Finding] = field(default_factory=list)
    suppressed: list[Finding] = field(default_factory=list)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    reasons: dict[str, Text] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The document as the user knows it."""
        return self.paper.name


def examine(paper: Paper, rules: Iterable[Rule]) -> Examined:
    """Let every rule that can judge this kind of file look at `paper`."""
    examined = Examined(paper)
    for rule in sorted(rules, key=lambda rule: rule.code == AFTER_THE_OTHERS):
        if rule.media & paper.medium:
            _let_judge(rule, examined)
    examined.findings.sort(key=_order)
    examined.suppressed.sort(key=_order)
    return examined


def _let_judge(rule: Rule, examined: Examined) -> None:
    paper = examined.paper
    if paper.unread is not None:
        examined.verdicts[rule.code] = Verdict.UNCHECKED
        examined.reasons[rule.code] = paper.unread
        return
    suppressions = [s for s in paper.suppressions if s.code == rule.code]
    if rule.code in SUPPRESSION_RULES:
        suppressions = []
    verdict = Verdict.MEETS
    for remark in rule.check(paper):
        if isinstance(remark, Unchecked):
            examined.reasons.setdefault(rule.code, remark.reason)
            if verdict is Verdict.MEETS:
                verdict = Verdict.UNCHECKED
        elif not _is_generated(rule, remark):
            finding = _finding(rule, remark, paper)
            suppression = _suppression_of(finding, suppressions)
            if suppression is None:
                examined.findings.append(finding)
                verdict = Verdict.FAILS
            else:
                suppression.used += 1
                examined.suppressed.append(replace(finding, reason=suppression.reason or "–"))
    for suppression in suppressions:
        suppression.judged = verdict is not Verdict.UNCHECKED
    examined.verdicts[rule.code] = verdict


def _suppression_of(finding: Finding, suppressions: list[Suppression]) -> Suppression | None:
    """The narrowest that holds where the finding is."""
    place = finding.located.location
    holding = [s for s in suppressions if s.shown == place.file and s.first <= place.line <= s.last]
    return min(holding, key=lambda s: s.last - s.first, default=None)


def _is_generated(rule: Rule, remark: Remark) -> bool:
    """Words that come from a register are judged once, in the register."""
    piece = remark.piece
    if rule.family != "TN" or piece is None:
        return False
    end = len(piece.text) if remark.end is None else remark.end
    return piece.spot.is_generated(remark.start, end)


def _finding(rule: Rule, remark: Remark, paper: Paper) -> Finding:
    piece = remark.piece
    severity = rule.severity if remark.severity is None else min(rule.severity, remark.severity)
    if piece is None:
        located = Located(Location(paper.name), remark.where)
        return Finding(rule, severity, remark.message, remark.hint, located, box=remark.box)
    end = len(piece.text) if remark.end is None else remark.end
    located = piece.spot.located(remark.start, end)
    fix = None
    if remark.fix is not None and located.written is not None:
        fix = Fix(located.written, remark.fix)
    return Finding(
        rule,
        severity,
        remark.message,
        remark.hint,
        located,
        fix,
        piece.verbatim,
        remark.box or _box_of(remark),
    )


def _box_of(remark: Remark) -> Box | None:
    look = remark.piece.look if remark.piece else None
    return look.boxes[0] if look and look.boxes else None


def _order(finding: Finding) -> tuple[str, int, int, int, str]:
    place = finding.located.location
    page = finding.box.page if finding.box else 0
    return place.file, page, place.line, place.column, finding.rule.code


def worst(examined: Iterable[Examined]) -> Severity | None:
    """The gravest severity found; None where nothing was."""
    return max((f.severity for e in examined for f in e.findings), default=None)


def can_judge(rule: Rule, media: Medium) -> bool:
    """Whether the rule judges any of these kinds of file."""
    return bool(rule.media & media)
