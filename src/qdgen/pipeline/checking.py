"""What breaks the decree for certain, looked for while the engine works. It stops no build."""

from __future__ import annotations

from qdgen.check.dossier import paper_of
from qdgen.check.examine import Finding, examine
from qdgen.check.paper import Medium, Paper
from qdgen.check.rule import all_rules
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.pipeline.work import Options, Work
from qdgen.tree import shown


def find_errors(work: Work, options: Options) -> None:
    """Note in the result what the rules that can be errors find in the content."""
    work.result.checked = errors_of(
        paper_of(work.dossier, shown(work.dossier.folder, options.here))
    )


def errors_of(paper: Paper) -> list[Diagnostic]:
    """What breaks the decree for certain in the content of a dossier, but for what is let pass
    beside the text."""
    rules = [
        rule
        for rule in all_rules()
        if rule.severity is Severity.ERROR and rule.media & Medium.CONTENT
    ]
    found = examine(paper, rules).findings
    return [_diagnostic(f) for f in found if f.severity is Severity.ERROR]


def _diagnostic(finding: Finding) -> Diagnostic:
    return Diagnostic(
        f"{finding.rule.code} {finding.rule.name}",
        finding.message,
        finding.located.location,
        finding.hint,
        finding.located.source_line,
    )
