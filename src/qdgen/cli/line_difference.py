"""The lines in which two texts differ, as `diff -u` shows them; in linear time for long files."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

import click

from qdgen.cli.output import printable

_COLOURS = {"+": "green", "-": "red", "@": "cyan"}
_LONG = 2_000
"""Lines from which on differences are looked for nearby alone: difflib takes quadratic time."""
_NEARBY = 120
_Opcode = tuple[str, int, int, int, int]


def difference(before: str, after: str, shown: str) -> Iterator[str]:
    """The lines that differ, three lines around them, in colour where there is any."""
    old, new = before.splitlines(), after.splitlines()
    matcher: difflib.SequenceMatcher[str] = difflib.SequenceMatcher(None, [], [])
    if max(len(old), len(new)) > _LONG:
        matcher.opcodes = _nearby(old, new)  # type: ignore[attr-defined]
    else:
        matcher.set_seqs(old, new)
    groups = [g for g in matcher.get_grouped_opcodes(3) if any(o[0] != "equal" for o in g)]
    if groups:
        yield f"--- a/{printable(shown)}"
        yield f"+++ b/{printable(shown)}"
    for group in groups:
        _, start, _, new_start, _ = group[0]
        _, _, end, _, new_end = group[-1]
        place = f"-{_span(start, end)} +{_span(new_start, new_end)}"
        yield click.style(f"@@ {place} @@", fg=_COLOURS["@"])
        for tag, i, j, k, m in group:
            if tag == "equal":
                yield from (f" {printable(line)}" for line in old[i:j])
                continue
            yield from (click.style(f"-{printable(x)}", fg=_COLOURS["-"]) for x in old[i:j])
            yield from (click.style(f"+{printable(x)}", fg=_COLOURS["+"]) for x in new[k:m])


def _span(start: int, end: int) -> str:
    count = end - start
    first = start if not count else start + 1
    return str(first) if count == 1 else f"{first},{count}"


def _nearby(old: Sequence[str], new: Sequence[str]) -> list[_Opcode]:
    """What turns `old` into `new`, equal lines taken as soon as two in a row fit again."""
    found: list[_Opcode] = []
    i = k = 0
    while i < len(old) or k < len(new):
        start, new_start = i, k
        while i < len(old) and k < len(new) and old[i] == new[k]:
            i, k = i + 1, k + 1
        if i > start:
            found.append(("equal", start, i, new_start, k))
        if i == len(old) and k == len(new):
            break
        skip, new_skip = _next_fit(old, new, i, k)
        tag = "replace" if skip and new_skip else "delete" if skip else "insert"
        found.append((tag, i, i + skip, k, k + new_skip))
        i, k = i + skip, k + new_skip
    return found


def _next_fit(old: Sequence[str], new: Sequence[str], i: int, k: int) -> tuple[int, int]:
    """How many lines of each to pass over until they fit again."""
    for total in range(1, _NEARBY):
        for skip in range(total + 1):
            x, y = i + skip, k + total - skip
            if x <= len(old) and y <= len(new) and old[x : x + 2] == new[y : y + 2]:
                return skip, total - skip
    return len(old) - i, len(new) - k
