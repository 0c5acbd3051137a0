"""The check: the real dossier with its Word file and PDF, and annexes of many rows."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.places import QDGEN, REAL_DOSSIER
from benchmarks.suite import Plan, Ratio, Scale, Series, prepare, start

_PATIENCE = 240.0
_ENDS = (0, 1)  # 1: something was found


def real_check(made: Path, scale: Scale) -> Sequence[Plan]:
    """Source, Word file and PDF in one command, against what a user takes for no time at all."""
    start((*QDGEN, "build", str(REAL_DOSSIER), "--output", str(made)))
    files = [made / REAL_DOSSIER.name / f"{REAL_DOSSIER.name}{s}" for s in (".docx", ".pdf")]
    help_words = shlex.join([*QDGEN, "--help"])
    bound = f"{help_words} > /dev/null; {help_words} > /dev/null; sleep 1"
    return [
        Plan(
            "check of the real dossier, whole command",
            [
                Series("all", "qdgen check, source, DOCX and PDF", _check(REAL_DOSSIER, *files)),
                Series("source", "qdgen check, source alone", _check(REAL_DOSSIER)),
                Series("docx", "qdgen check, DOCX alone", _check(files[0])),
                Series("pdf", "qdgen check, PDF alone", _check(files[1])),
                Series("bound", "qdgen --help twice and a second", Command(("sh", "-c", bound))),
            ],
            [Ratio("source, DOCX and PDF : qdgen --help twice and a second", "all", "bound", 1.0)],
            rounds=scale.rounds,
        )
    ]


def annex_check(made: Path, scale: Scale) -> Sequence[Plan]:
    """Long annexes, as content and as Word files, and how that grows."""
    series: list[Series] = []
    for rows in scale.whole:
        folder = made / f"{rows}"
        prepare("rows", str(rows), str(folder))
        dossier, out = folder / "dossier", folder / "out"
        start((*QDGEN, "build", str(dossier), "--no-pdf", "--output", str(out)))
        docx = out / "dossier" / "dossier.docx"
        series += [
            Series(f"content {rows}", f"qdgen check, content of {rows:,} rows", _check(dossier)),
            Series(f"docx {rows}", f"qdgen check, DOCX of {rows:,} rows", _check(docx)),
        ]
    ratios: list[Ratio] = []
    for less, more in zip(scale.whole, scale.whole[1:], strict=False):
        times = more / less
        limit = 11.0 if times == 10 else None
        for what in ("content", "docx"):
            label = f"{what}, {more:,} rows : {less:,} rows ({times:g} times the rows)"
            ratios.append(Ratio(label, f"{what} {more}", f"{what} {less}", limit))
    return [Plan("check of an annex, whole command", series, ratios, rounds=scale.slow_rounds)]


def _check(*paths: Path) -> Command:
    return Command((*QDGEN, "check", *map(str, paths)), ends=_ENDS, timeout=_PATIENCE)
