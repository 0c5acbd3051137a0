"""What a dossier's companion files leave open, for the check to tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qdgen.content.companions import NEXT_YEAR, REVIEW, companion_items
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.messages import text


def open_items(folder: Path, shown: str) -> Iterator[Diagnostic]:
    """A warning for each companion file of the dossier in `folder`, called `shown`, with something
    to decide; and what is wrong with these files."""
    for name in (REVIEW, NEXT_YEAR):
        items, problems = companion_items(folder, shown, [name])
        yield from problems
        waiting = [item for item in items if item.is_open]
        if not waiting:
            continue
        place = waiting[0].location
        if name == NEXT_YEAR:
            yield Diagnostic(
                "roll-open",
                text("{count} items of the roll are still to be decided", count=len(waiting)),
                place,
                text("see them: qdgen roll --status {name}", name=folder.name),
                severity=Severity.WARNING,
            )
        else:
            yield Diagnostic(
                "review-open",
                text("{count} remarks of the review are still open", count=len(waiting)),
                place,
                text("see to them in {file}", file=name),
                severity=Severity.WARNING,
            )
