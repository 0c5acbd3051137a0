"""All that the forms of a report tell, counted once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from qdgen.check.examine import Examined, Finding, Verdict
from qdgen.check.inspection import Inspected
from qdgen.check.paper import Medium
from qdgen.check.rule import Certainty, Rule
from qdgen.diagnostics import Severity
from qdgen.messages import Text, render, text

MEDIA = {
    Medium.CONTENT: text("content"),
    Medium.WORD: text("Word file"),
    Medium.PDF: text("PDF"),
}
VERDICTS = {
    Verdict.MEETS: text("met"),
    Verdict.FAILS: text("not met"),
    Verdict.UNCHECKED: text("could not be checked"),
}
CERTAINTIES = {
    Certainty.CONFIRMED: text("confirmed by a copy of the decree"),
    Certainty.DERIVED: text("follows from the decree, or was measured"),
    Certainty.UNCONFIRMED: text("known, not confirmed by a copy"),
    Certainty.PRACTICE: text("office custom, not in the decree"),
    Certainty.DISPUTED: text("copies of the decree disagree"),
}


MOST_ALIKE = 5
"""The same sentence about more places of a file is said once, with all places."""


@dataclass(frozen=True)
class Alike:
    """A finding, and those of its file that say the same; few of them are told each by itself."""

    first: Finding
    further: Sequence[Finding] = ()

    @property
    def file(self) -> str:
        """The file they are in."""
        return self.first.located.location.file


@dataclass(frozen=True)
class Report:
    """What came of a check, in the language it is to be told in."""

    inspected: Sequence[Inspected]
    rules: Sequence[Rule]
    language: str

    def say(self, message: Text) -> str:
        """A sentence in the language of the report."""
        return render(message, self.language)

    @cached_property
    def examined(self) -> list[Examined]:
        """The documents that could be read."""
        return [one.examined for one in self.inspected if one.examined is not None]

    @property
    def findings(self) -> Iterator[Finding]:
        """All findings, document by document."""
        return (finding for examined in self.examined for finding in examined.findings)

    def grouped(self, findings: Sequence[Finding]) -> Iterator[Alike]:
        """The findings in their order, those that are too many alike together with the first."""
        alike: dict[tuple[str, str, str], list[Finding]] = {}
        keys = [(f.located.location.file, f.rule.code, self.say(f.message)) for f in findings]
        for key, finding in zip(keys, findings, strict=True):
            alike.setdefault(key, []).append(finding)
        for key, finding in zip(keys, findings, strict=True):
            together = alike[key]
            if len(together) <= MOST_ALIKE:
                yield Alike(finding)
            elif finding is together[0]:
                yield Alike(finding, together[1:])

    @cached_property
    def severities(self) -> Counter[Severity]:
        """How many findings there are of each severity."""
        return Counter(finding.severity for finding in self.findings)

    @cached_property
    def suppressed(self) -> int:
        """How many findings comments let pass."""
        return sum(len(examined.suppressed) for examined in self.examined)

    @cached_property
    def fixable(self) -> int:
        """How many findings `--fix` would mend."""
        return sum(f.fix is not None and not f.verbatim for f in self.findings)

    @cached_property
    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of each rule on all documents together: the worst of them."""
        together: dict[str, Verdict] = {}
        for examined in self.examined:
            for code, verdict in examined.verdicts.items():
                before = together.get(code, Verdict.MEETS)
                together[code] = max(before, verdict, key=_WORSE.index)
        return together

    @cached_property
    def counted(self) -> Counter[Verdict]:
        """How many rules there are of each verdict."""
        return Counter(self.verdicts.values())

    @cached_property
    def unchecked(self) -> dict[str, tuple[Examined, Text]]:
        """The rules that could not judge a document, with the first and why."""
        found: dict[str, tuple[Examined, Text]] = {}
        for examined in self.examined:
            for code, verdict in examined.verdicts.items():
                if verdict is Verdict.UNCHECKED and self.verdicts[code] is Verdict.UNCHECKED:
                    found.setdefault(code, (examined, examined.reasons[code]))
        return found

    @cached_property
    def exit_code(self) -> int:
        """That of the first document that could not be read; else 1 where there is an error or a
        warning."""
        for one in self.inspected:
            if one.error is not None:
                return one.error.exit_code
        return int(bool(self.severities[Severity.ERROR] or self.severities[Severity.WARNING]))


_WORSE = [Verdict.MEETS, Verdict.UNCHECKED, Verdict.FAILS]
