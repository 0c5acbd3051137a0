"""A paragraph split in two, or two joined: told as that, not as words gone here and new there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.steps import Plan, Step

_ENOUGH = 30


def name_splits(plan: Plan) -> None:
    """Give such edits of `plan` their kind."""
    tails = {_start(e.before): e for _, _, e in _edits(plan) if _is(e, Kind.WORDS) and not e.after}
    heads = {_start(e.after): e for _, _, e in _edits(plan) if _is(e, Kind.WORDS) and not e.before}
    named: dict[int, Kind] = {}
    for _, _, edit in list(_edits(plan)):
        if edit.kind is Kind.NEW and (tail := tails.get(_start(edit.after))) is not None:
            named[id(edit)] = named[id(tail)] = Kind.SPLIT
        elif edit.kind is Kind.DELETED and (head := heads.get(_start(edit.before))) is not None:
            named[id(edit)] = named[id(head)] = Kind.JOINED
    for step, nth, edit in list(_edits(plan)):
        if id(edit) in named:
            step.edits[nth] = replace(edit, kind=named[id(edit)])


def _edits(plan: Plan) -> Iterator[tuple[Step, int, Edit]]:
    for step in plan.steps:
        for nth, edit in enumerate(step.edits):
            yield step, nth, edit


def _is(edit: Edit, kind: Kind) -> bool:
    return edit.kind is kind


def _start(words: str) -> str:
    """The first words, by which the same text is known."""
    return " ".join(words.split())[:_ENOUGH]
