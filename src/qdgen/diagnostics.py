"""Bad news as data: what was noticed, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from qdgen.messages import Text


class Severity(IntEnum):
    """How bad: an ERROR stops the build, a WARNING and an INFO do not."""

    INFO = 0
    WARNING = 1
    ERROR = 2


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path as the user knows it, line and column counted from 1."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding. `code` is permanent (kebab-case); `source_line` is the line as written."""

    code: str
    message: Text
    location: Location
    hint: Text = Text("")
    source_line: str = ""
    severity: Severity = Severity.ERROR


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any of `diagnostics` must stop the build."""
    return any(d.severity is Severity.ERROR for d in diagnostics)
