"""Which rules are asked for: by code, by the beginning of a code, by family, by name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qdgen.check.rule import Rule
from qdgen.content.vocabulary import nearest
from qdgen.errors import UsageError
from qdgen.messages import Text, text

FAMILIES: dict[str, Text] = {
    "TB": text("Format: paper, fonts, sizes, lines, places of the parts"),
    "CT": text("Structure: parts, numbering, what must agree with each other"),
    "VD": text("Citations of other documents, and references inside"),
    "TN": text("Wording: capitals, spelling, names, dates, abbreviations"),
    "PL": text("Annexes and their tables"),
}


def selected(rules: Sequence[Rule], select: Iterable[str], ignore: Iterable[str]) -> list[Rule]:
    """The rules that `select` names (all where it is empty), without those that `ignore` names.

    Raises UsageError for a word that names no rule."""
    chosen = {rule.code for word in select for rule in named(rules, word)}
    left_out = {rule.code for word in ignore for rule in named(rules, word)}
    return [
        rule for rule in rules if (not chosen or rule.code in chosen) and rule.code not in left_out
    ]


def named(rules: Sequence[Rule], word: str) -> list[Rule]:
    """The rules that a word stands for. Raises UsageError where there are none."""
    code, name = word.strip().upper(), word.strip().casefold()
    found = [rule for rule in rules if rule.name == name or (code and rule.code.startswith(code))]
    if not found:
        near = nearest(word, [w for rule in rules for w in (rule.code, rule.name)])
        raise UsageError(
            text("there is no rule {word}", word=word),
            text("perhaps {near} is meant", near=near)
            if near
            else text("the rules are listed by: qdgen explain"),
        )
    return found
