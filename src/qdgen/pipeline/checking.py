"""What breaks the decree for certain, looked for while the engine works. It stops no build."""

from __future__ import annotations

from qdgen.check.dossier import paper_of
from qdgen.check.examine import Finding, examine
from qdgen.check.paper import Medium, Paper
from qdgen.check.rule import rules_in
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.pipeline.work import Options, Work
from qdgen.tree import shown

# Where the rules stand that can be errors in content: a build loads no others.
ERRORS_IN = (
    "announcements",
    "bases",
    "characters",
    "choices",
    "citation_agreement",
    "citation_extent",
    "citation_form",
    "citation_laws",
    "citation_register",
    "date_words",
    "filing",
    "head_texts",
    "name_capitals",
    "number_line",
    "place_and_date",
    "recipients",
    "reference_capitals",
    "references",
    "repeated_facts",
    "sentence_capitals",
    "signer_name",
    "signing",
    "unit_names",
    "validity",
)


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
        for rule in rules_in(ERRORS_IN)
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
