"""Collecting what is wrong with one content file, in order, without drowning the reader."""

from __future__ import annotations

from collections import Counter

from qdgen.content.nodes import SourceFile
from qdgen.diagnostics import Diagnostic, Severity
from qdgen.messages import Text, text

MOST_OF_ONE_KIND = 20
"""How many places are named for one code in one file; the rest are counted."""


class Problems:
    """The diagnostics of one file; past `MOST_OF_ONE_KIND` of a code only their number is kept."""

    def __init__(self, source: SourceFile) -> None:
        self.source = source
        self._found: list[Diagnostic] = []
        self._seen: Counter[str] = Counter()
        self._places: set[tuple[str, int, int]] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def at(self, line: int, column: int, code: str, message: Text, hint: Text) -> None:
        """Note `code` at `line` and `column` (from 1)."""
        if (code, line, column) in self._places:
            return
        self._seen[code] += 1
        if self._seen[code] > MOST_OF_ONE_KIND:
            return
        self._places.add((code, line, column))
        self._found.append(
            Diagnostic(
                code,
                message,
                self.source.location(line, column),
                hint,
                self.source.line_text(line),
            )
        )

    def at_index(self, index: int, code: str, message: Text, hint: Text) -> None:
        """Note `code` at the character `index` of the file."""
        line, column = self.source.place(index)
        self.at(line, column, code, message, hint)

    def listed(self) -> list[Diagnostic]:
        """All diagnostics by place, then how many more there are of a kind too frequent to list."""
        found = sorted(self._found, key=lambda d: (d.location.line, d.location.column))
        for code, count in self._seen.items():
            if count > MOST_OF_ONE_KIND:
                last = max(d.location.line for d in found if d.code == code)
                found.append(
                    Diagnostic(
                        code,
                        text(
                            "{count} more places of this kind in this file",
                            count=count - MOST_OF_ONE_KIND,
                        ),
                        self.source.location(last, 0),
                        severity=Severity.ERROR,
                    )
                )
        return found
