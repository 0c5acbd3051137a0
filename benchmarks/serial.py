"""Serial decisions: one spreadsheet, a dossier and a Word file for each of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.places import QDGEN
from benchmarks.suite import Plan, Ratio, Scale, Series, prepare, start

_PATIENCE = 900.0


def serial_decisions(made: Path, scale: Scale) -> Sequence[Plan]:
    """Appointments from a spreadsheet, a tenth of them and all."""
    series = []
    counts = (max(1, scale.serial // 10), scale.serial)
    for key, count in zip(("few", "many"), counts, strict=True):
        folder = made / key
        folder.mkdir(parents=True)
        table = folder / "danh-sach.xlsx"
        prepare("spreadsheet", str(count), str(table))
        order = (
            *QDGEN, "new", "bo-nhiem", "--co-quan", "Bộ Tư pháp", "--nam", "2026",
            "--from", str(table), "--content", str(folder / "content"),
        )  # fmt: skip
        start(order)
        content, out = folder / "content", folder / "out"
        series += [
            Series(f"new-{key}", f"qdgen new --from, {count:,} rows", Command(
                order, cleared=(content,), timeout=_PATIENCE)),
            Series(f"build-{key}", f"qdgen build --no-pdf of {count:,} dossiers", Command(
                (*QDGEN, "build", str(content), "--no-pdf", "--output", str(out)),
                cleared=(out,), timeout=_PATIENCE)),
        ]  # fmt: skip
    return [
        Plan(
            f"{scale.serial:,} serial decisions from one spreadsheet",
            series,
            [
                Ratio("new: ten times the rows", "new-many", "new-few", 11),
                Ratio("build: ten times the dossiers", "build-many", "build-few", 11),
            ],
            rounds=1,
        )
    ]
