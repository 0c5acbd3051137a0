"""DOCX into PDF: one document, many, long ones."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.places import QDGEN, REAL_DOSSIER
from benchmarks.suite import Marginal, Plan, Ratio, Scale, Series, prepare

_PATIENCE = 420.0
_SLOW = 2_000


def real_to_pdf(made: Path, scale: Scale) -> Sequence[Plan]:
    """The real dossier to PDF against LibreOffice alone on the DOCX of it."""
    docx = made / "real.docx"
    made.mkdir(parents=True)
    prepare("docx", str(REAL_DOSSIER), str(docx))
    return [
        Plan(
            "real dossier to PDF, whole process",
            [
                Series("qdgen", "qdgen build", _build(REAL_DOSSIER, made / "out")),
                Series("soffice", "soffice --convert-to pdf of that DOCX", _bare([docx], made)),
            ],
            [Ratio("qdgen : soffice", "qdgen", "soffice", 1.5)],
            rounds=max(1, scale.rounds // 2),
        )
    ]


def annex_to_pdf(made: Path, scale: Scale) -> Sequence[Plan]:
    """Long annexes to PDF as a whole command, and how that grows."""
    series = []
    for rows in scale.drawn:
        folder = made / f"{rows}"
        prepare("rows", str(rows), str(folder))
        command = _build(folder / "dossier", folder / "out")
        few = 1 if rows >= _SLOW else None
        series.append(Series(f"{rows}", f"qdgen build, {rows:,} rows", command, 1, few))
    ratios = []
    for less, more in zip(scale.drawn, scale.drawn[1:], strict=False):
        limit = 12.0 if (less, more) == (1_000, 10_000) else None
        ratios.append(Ratio(f"{more:,} rows : {less:,} rows", f"{more}", f"{less}", limit))
    rounds = min(3, scale.slow_rounds)
    return [Plan("annex to PDF, whole command", series, ratios, rounds=rounds)]


def many_to_pdf(made: Path, scale: Scale) -> Sequence[Plan]:
    """Many dossiers in one build against a cold conversion of each."""
    count = scale.dossiers
    prepare("copies", str(count), str(made / "content"))
    docx = made / "real.docx"
    prepare("docx", str(REAL_DOSSIER), str(docx))
    out = made / "out"
    ours = Command(
        (*QDGEN, "build", str(made / "content"), "--output", str(out)), cleared=(out,),
        made=tuple(_pdf(out, f"{n:03d}-{REAL_DOSSIER.name}") for n in range(1, count + 1)),
        timeout=_PATIENCE,
    )  # fmt: skip
    limit = 0.35 if count == 100 else None
    return [
        Plan(
            f"{count} dossiers to PDF in one build, a dossier",
            [
                Series("qdgen", f"qdgen build of {count}", ours, count),
                Series("soffice", "soffice --convert-to pdf, a process each", _bare([docx], made)),
            ],
            [Ratio("qdgen : soffice", "qdgen", "soffice", limit)],
            rounds=min(3, scale.slow_rounds),
        )
    ]


def engine(made: Path, scale: Scale) -> Sequence[Plan]:
    """The engine alone: the first file, and one more when it runs."""
    made.mkdir(parents=True)
    docx = made / "real.docx"
    prepare("docx", str(REAL_DOSSIER), str(docx))
    batch = scale.batch
    copies = []
    for number in range(batch):
        copies.append(made / "copies" / f"{number}.docx")
        copies[-1].parent.mkdir(exist_ok=True)
        shutil.copyfile(docx, copies[-1])
    cache = made / "new-cache"
    new = {"QDGEN_CACHE": str(cache)}
    new_bare = made / "new-profile"
    series = [
        Series("new", "qdgen's engine, one file, new profile",
               _convert(docx, made / "a", 1, 1, cleared=(cache,), extra=new)),
        Series("one", "qdgen's engine, one file", _convert(docx, made / "b", 1, 1)),
        Series("batch", f"qdgen's engine, {batch} files, one process, a file",
               _convert(docx, made / "c", batch, 1), batch),
        Series("both", f"qdgen's engine, {batch} files, two processes, a file",
               _convert(docx, made / "d", batch, 2), batch),
        Series("bare new", "soffice, one file, new profile",
               _bare([docx], made, profile=new_bare, cleared=(new_bare,))),
        Series("bare", "soffice, one file", _bare([docx], made)),
        Series("bare batch", f"soffice, {batch} files, a file", _bare(copies, made), batch),
    ]  # fmt: skip
    return [
        Plan(
            "DOCX to PDF by the engine alone",
            series,
            [
                Ratio("one file, qdgen's engine : soffice", "one", "bare"),
                Ratio("two processes : one", "both", "batch"),
            ],
            [
                Marginal("one more file, qdgen's engine running", "batch", "one", batch - 1),
                Marginal("one more file, soffice running", "bare batch", "bare", batch - 1),
            ],
            rounds=scale.slow_rounds,
        )
    ]


def _build(dossier: Path, out: Path) -> Command:
    return Command(
        (*QDGEN, "build", str(dossier), "--output", str(out)),
        cleared=(out,),
        made=(_pdf(out, dossier.name),),
        timeout=_PATIENCE,
    )


def _bare(
    files: Sequence[Path], made: Path, profile: Path | None = None, cleared: tuple[Path, ...] = ()
) -> Command:
    """LibreOffice's own conversion, with a profile that is kept unless it is `cleared`."""
    out = made / "bare"
    own = profile or made / "profile"
    return Command(
        ("soffice", "--headless", f"-env:UserInstallation={own.absolute().as_uri()}",
         "--convert-to", "pdf", "--outdir", str(out), *map(str, files)),
        cleared=(out, *cleared),
        made=tuple(out / f"{file.stem}.pdf" for file in files),
        timeout=_PATIENCE,
    )  # fmt: skip


def _convert(
    docx: Path,
    out: Path,
    count: int,
    workers: int,
    cleared: tuple[Path, ...] = (),
    extra: dict[str, str] | None = None,
) -> Command:
    return Command(
        (sys.executable, "-m", "benchmarks.convert_files", str(docx), str(out), str(count),
         str(workers)),
        cleared=(out, *cleared),
        made=tuple(out / f"{number}.pdf" for number in range(count)),
        own_clock=True,
        timeout=_PATIENCE,
        extra_environment=extra or {},
    )  # fmt: skip


def _pdf(out: Path, name: str) -> Path:
    return out / name / f"{name}.pdf"
