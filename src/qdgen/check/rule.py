"""What a rule is: a documented function from a paper to remarks.

Its docstring is its manual page: a sentence that says what it finds; why; then what is wrong, what
is right, and the source. Codes and names are permanent.

    TB trình bày (format) · CT cấu trúc (structure) · VD viện dẫn (citations)
    TN từ ngữ (wording) · PL phụ lục (annexes)
"""

from __future__ import annotations

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property
from importlib import import_module

from qdgen.check.look import Box
from qdgen.check.paper import Medium, Paper, Piece
from qdgen.diagnostics import Severity
from qdgen.messages import Text

CODE = re.compile(r"(TB|CT|VD|TN|PL)\d{3}")
NAME = re.compile(r"[a-z]+(?:-[a-z0-9]+)*")
_RULES = "qdgen.check.rules"


class Certainty(Enum):
    """How sure the source is. Only CONFIRMED and DERIVED rules may be errors."""

    CONFIRMED = "✓"
    """A copy of the decree says so."""
    DERIVED = "derived"
    """Follows from a rule, or was measured."""
    UNCONFIRMED = "?"
    """Known, but not confirmed by a copy."""
    PRACTICE = "practice"
    """Office custom, not in the decree."""
    DISPUTED = "⚠"
    """Copies disagree."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a rule found: about the characters `start` up to `end` of `piece` (to its end where
    None), or about the whole document. `fix` is what should stand there instead, where only one
    answer is right. `severity` may only be milder than the rule's."""

    message: Text
    hint: Text = Text("")
    piece: Piece | None = None
    start: int = 0
    end: int | None = None
    fix: str | None = None
    severity: Severity | None = None
    where: Text = Text("")
    """A place in words, where there is no piece: "page 3"."""
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Unchecked:
    """The rule could not judge; never shown as a pass."""

    reason: Text


Check = Callable[[Paper], Iterator[Remark | Unchecked]]


@dataclass(frozen=True, slots=True)
class Manual:
    """The page of a rule. `wrong` and `right` are examples in Vietnamese, a line each."""

    summary: str
    why: str
    wrong: tuple[str, ...]
    right: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Rule:
    """A rule. `media` says for which kinds of file it can judge."""

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    media: Medium
    check: Check

    @property
    def family(self) -> str:
        """The two letters of its code."""
        return self.code[:2]

    @cached_property
    def manual(self) -> Manual:
        """Its page, from the docstring."""
        return parse_manual(inspect.getdoc(self.check) or "")


_known: dict[str, Rule] = {}


def rule(
    code: str,
    name: str,
    severity: Severity,
    certainty: Certainty,
    media: Medium,
) -> Callable[[Check], Check]:
    """Make a rule of a function. `code` is permanent; `name` reads after "allow": kebab-case."""

    def register(check: Check) -> Check:
        if not CODE.fullmatch(code) or not NAME.fullmatch(name):
            raise ValueError(f"no code or name of a rule: {code} {name}")
        if any(code == other.code or name == other.name for other in _known.values()):
            raise ValueError(f"twice: {code} {name}")
        if severity is Severity.ERROR and certainty not in _SURE:
            raise ValueError(f"an uncertain rule is no error: {code}")
        _known[code] = Rule(code, name, severity, certainty, media, check)
        return check

    return register


_SURE = (Certainty.CONFIRMED, Certainty.DERIVED)


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule there is, by code."""
    package = import_module(_RULES)
    for module in pkgutil.iter_modules(package.__path__):
        import_module(f"{_RULES}.{module.name}")
    return tuple(_known[code] for code in sorted(_known))


def rules_in(modules: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of these modules of `check.rules` alone, by code: the others are not loaded."""
    names = {import_module(f"{_RULES}.{module}").__name__ for module in modules}
    return tuple(r for _, r in sorted(_known.items()) if r.check.__module__ in names)


_SECTION = re.compile(r"^(Wrong|Right|Source):[ \t]*(.*)$")


def parse_manual(docstring: str) -> Manual:
    """A docstring as a page: summary line, paragraphs, then "Wrong:", "Right:", "Source:", each
    followed by its lines."""
    summary, _, rest = docstring.partition("\n")
    prose: list[str] = []
    sections: dict[str, list[str]] = {"Wrong": [], "Right": [], "Source": []}
    lines = prose
    for line in rest.splitlines():
        words = line
        if found := _SECTION.match(line):
            lines, words = sections[found[1]], found[2]
        if words.strip():
            lines.append(words.strip())
    return Manual(
        summary.strip(),
        " ".join(prose),
        tuple(sections["Wrong"]),
        tuple(sections["Right"]),
        " ".join(sections["Source"]),
    )
