"""Of random pairs of versions the comparison finds every edit, and invents none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from random_edits import Done, Pair, random_pair, seeds

from qdgen.check.elements import Element
from qdgen.content.loader import load_dossier
from qdgen.diagnostics import has_errors
from qdgen.document.passages import Passage
from qdgen.document.resolve import resolve
from qdgen.review.changes import Change, Comparison, Kind
from qdgen.review.compare import compare
from qdgen.review.content_version import version_of
from qdgen.review.unit import Unit, Version


def version(folder: Path) -> Version:
    dossier, diagnostics = load_dossier(folder)
    assert dossier is not None
    passages: list[Passage] = []
    document, more = resolve(dossier, passages)
    assert not has_errors([*diagnostics, *more]), folder
    return version_of(dossier, document, passages, folder.name)


def compared(pair: Pair, folder: Path) -> Comparison:
    old, new = pair.write(folder / str(pair.seed))
    return compare(version(old), version(new))


def written(unit: Unit | None) -> str:
    return "" if unit is None else unit.written


def host(change: Change, comparison: Comparison) -> tuple[str, str]:
    """The words that the text of a footnote was written with, before and now."""
    found = ["", ""]
    for nth, (unit, side) in enumerate(
        ((change.old, comparison.old), (change.new, comparison.new))
    ):
        if unit is not None:
            found[nth] = next(u.written for u in side.units if u.key == unit.host)
    return found[0], found[1]


WHAT = {
    "reworded": (Kind.REWORDED, {"spacing", "wording", "amount", "duty", "organ", "unexplained"}),
    "emphasis": (Kind.EMPHASIS, {"emphasis"}),
    "note added": (Kind.ADDED, {"note"}),
    "note removed": (Kind.REMOVED, {"note"}),
    "note reworded": (Kind.REWORDED, {"wording", "amount", "duty", "organ", "unexplained"}),
    "text added": (Kind.ADDED, {"paragraph", "basis", "recipient"}),
    "text removed": (Kind.REMOVED, {"paragraph", "basis", "recipient"}),
    "node added": (Kind.ADDED, {"provision", "row"}),
    "node removed": (Kind.REMOVED, {"provision", "row"}),
    "node moved": (Kind.MOVED, {"order", "moved-away"}),
    "cell filled": (Kind.REWORDED, {"cell"}),
    "cell emptied": (Kind.REWORDED, {"cell"}),
    "basis added": (Kind.ADDED, {"basis"}),
    "basis removed": (Kind.REMOVED, {"basis"}),
    "register": (Kind.REGISTER, {"entry-printed", "entry-aside"}),
    "width": (Kind.SETTING, {"setting"}),
}


def shows(change: Change, done: Done, comparison: Comparison) -> bool:
    """Whether this change is that edit."""
    kind, rules = WHAT[done.what]
    if change.kind is not kind or change.rule not in rules:
        return False
    unit = change.unit
    if done.what.startswith("node"):
        return change.key == done.where
    if done.what.startswith("basis"):
        return change.key == f"quyet-dinh/can_cu/{done.where}"
    if done.what.startswith("cell") and change.key != f"{done.where}/thoi_gian":
        return False
    if kind in {Kind.REGISTER, Kind.SETTING}:
        name = f"/{change.fields[0].name}" if kind is Kind.REGISTER else ""
        fields = [(field.old, field.new) for field in change.fields]
        return change.key + name == done.where and fields == [(done.old, done.new)]
    if done.what.startswith("note"):
        sides = host(change, comparison) if unit and unit.element is Element.NOTE else ("", "")
        return (change.old is None or sides[0] == done.old) and (
            change.new is None or sides[1] == done.new
        )
    words = [written(side).removeprefix("Căn cứ ") for side in (change.old, change.new)]
    return words == [done.old, done.new]


def told(changes: Sequence[Change]) -> list[str]:
    return [f"{c.kind} {c.key} {c.rule}: {written(c.old)!r} → {written(c.new)!r}" for c in changes]


def test_every_edit_is_found_and_none_invented(tmp_path: Path, whole: bool) -> None:
    for seed in seeds(whole=whole):
        pair = random_pair(seed)
        comparison = compared(pair, tmp_path)
        left = list(comparison.made)
        for done in pair.done:
            found = [change for change in left if shows(change, done, comparison)]
            assert len(found) == 1, (seed, done, told(comparison.made))
            left.remove(found[0])
        assert not left, (seed, told(left), pair.done)


def test_what_follows_has_a_cause(tmp_path: Path, whole: bool) -> None:
    for seed in seeds(whole=whole)[: None if whole else 10]:
        comparison = compared(random_pair(seed), tmp_path)
        for change in comparison.following:
            unit = change.unit
            assert unit is not None
            assert change.causes or unit.is_derived, (seed, told([change]))


def test_a_version_is_no_other_than_itself(tmp_path: Path) -> None:
    pair = random_pair(3)
    old, _ = pair.write(tmp_path)
    assert not compare(version(old), version(old)).changes
