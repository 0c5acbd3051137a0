"""Words into DOCX: the real dossier, and annexes of many rows."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Command, MeasurementError
from benchmarks.places import PEERS, QDGEN, REAL_DOSSIER, TEMPLATES
from benchmarks.suite import NotRun, Plan, Ratio, Scale, Series, prepare, start

_PATIENCE = 240.0
_PATIENCE_WITH_SLOW = 120.0
_LEFT_TO_FULL = "takes long; the full sizes have it"
_SLOW = 5_000  # rows from which a measurement is long enough to need few rounds
_SLOWEST = 20_000
_TIME_LIMITS = {10_000: 0.15, 50_000: 0.1}


def real_to_docx(made: Path, scale: Scale) -> Sequence[Plan]:
    """The real dossier against a bare script that merges the same templates."""
    prepare("real", str(made))
    out = made / "out"
    ours = Command(
        (*QDGEN, "build", str(REAL_DOSSIER), "--no-pdf", "--output", str(out)), cleared=(out,),
        made=(_built(out, REAL_DOSSIER.name),),
    )  # fmt: skip
    bare = made / "bare"
    script = str(PEERS / "docxtpl_same_templates.py")
    theirs = Command(
        (sys.executable, script, str(made / "context.json"), str(bare)), cleared=(bare,),
        made=tuple(bare / f"{number}.docx" for number in range(3)),
    )  # fmt: skip
    return [
        Plan(
            "real dossier to DOCX, whole process",
            [Series("qdgen", "qdgen build --no-pdf", ours), Series("docxtpl", "docxtpl", theirs)],
            [Ratio("qdgen : docxtpl", "qdgen", "docxtpl", 2.0)],
            rounds=scale.rounds,
        )
    ]


def annex_merge(made: Path, scale: Scale) -> Sequence[Plan]:
    """The merge alone, from data in memory to a written DOCX."""
    modules, why_not = _javascript(made / "node") if scale.slow_merged else (None, "")
    return [_merge_plan(rows, made / f"{rows}", scale, modules, why_not) for rows in scale.merged]


def annex_whole(made: Path, scale: Scale) -> Sequence[Plan]:
    """From YAML to a proven DOCX as a whole command, and how it grows."""
    series: list[Series] = []
    ratios: list[Ratio] = []
    for rows in scale.whole:
        folder = made / f"{rows}"
        prepare("rows", str(rows), str(folder))
        out = folder / "out"
        ours = Command(
            (*QDGEN, "build", str(folder / "dossier"), "--no-pdf", "--output", str(out)),
            cleared=(out,), made=(_built(out, "dossier"),), timeout=_PATIENCE,
        )  # fmt: skip
        few = 2 if rows >= _SLOWEST else None
        series.append(Series(f"qdgen {rows}", f"qdgen build --no-pdf, {rows:,} rows", ours, 1, few))
        if rows in scale.compared:
            theirs = _docxtpl(folder)
            series.append(Series(f"docxtpl {rows}", f"docxtpl, merge alone, {rows:,} rows", theirs))
            limit = 1.5 if rows == 10_000 else None
            ratios.append(
                Ratio(f"qdgen : docxtpl's merge, {rows:,} rows", f"qdgen {rows}",
                      f"docxtpl {rows}", limit)
            )  # fmt: skip
    for less, more in zip(scale.whole, scale.whole[1:], strict=False):
        times = more / less
        limit = 11.0 if times == 10 else None
        label = f"{more:,} rows : {less:,} rows ({times:g} times the rows)"
        ratios.append(Ratio(label, f"qdgen {more}", f"qdgen {less}", limit))
    title = "annex from YAML to a proven DOCX, whole command"
    return [Plan(title, series, ratios, rounds=scale.slow_rounds)]


def _merge_plan(rows: int, folder: Path, scale: Scale, modules: Path | None, why_not: str) -> Plan:
    prepare("rows", str(rows), str(folder))
    ours = Command(
        (sys.executable, "-m", "benchmarks.merge_rows", str(folder / "document.pickle"),
         str(TEMPLATES), str(folder / "qdgen-out.docx")),
        made=(folder / "qdgen-out.docx",), own_clock=True, timeout=_PATIENCE,
    )  # fmt: skip
    few = 2 if rows >= _SLOWEST else None
    series = [
        Series("qdgen", "qdgen", ours),
        Series("docxtpl", "docxtpl, plain row loop", _docxtpl(folder), 1, few),
    ]
    left_out = []
    if rows in scale.slow_merged:
        added = folder / "python-docx-out.docx"
        series.append(
            Series("python-docx", "python-docx, add_row", Command(
                (sys.executable, "-m", "benchmarks.peers.python_docx_rows",
                 str(folder / "python-docx.docx"), str(folder / "rows.json"), str(added)),
                made=(added,), own_clock=True, timeout=_PATIENCE_WITH_SLOW,
            ), 1, 1 if rows >= _SLOW else None)
        )  # fmt: skip
    else:
        left_out.append(NotRun("python-docx, add_row", _LEFT_TO_FULL))
    if modules is None:
        left_out.append(NotRun("docxtemplater", why_not))
    else:
        looped = folder / "docxtemplater-out.docx"
        series.append(
            Series("docxtemplater", "docxtemplater (JavaScript)", Command(
                ("node", str(PEERS / "docxtemplater_rows.mjs"), str(modules),
                 str(folder / "docxtemplater.docx"), str(folder / "rows.json"), str(looped)),
                made=(looped,), own_clock=True, timeout=_PATIENCE,
            ), 1, few)
        )  # fmt: skip
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        left_out.append(NotRun("pandoc", "not installed"))
    elif rows not in scale.slow_merged:
        left_out.append(NotRun("pandoc", _LEFT_TO_FULL))
    else:
        read = folder / "pandoc-out.docx"
        series.append(
            Series("pandoc", "pandoc, HTML table, whole process", Command(
                (pandoc, str(folder / "rows.html"), "--output", str(read)),
                made=(read,), timeout=_PATIENCE_WITH_SLOW,
            ), 1, 1 if rows >= _SLOW else None)
        )  # fmt: skip
    slow = rows >= _SLOW
    return Plan(
        f"annex of {rows:,} rows to DOCX, merge only",
        series,
        [
            Ratio("time, qdgen : docxtpl", "qdgen", "docxtpl", _TIME_LIMITS.get(rows)),
            Ratio("peak memory, qdgen : docxtpl", "qdgen", "docxtpl",
                  0.5 if rows == 10_000 else None, "peak_mb"),
        ],
        left_out=left_out,
        rounds=scale.slow_rounds if slow else scale.rounds,
    )  # fmt: skip


def _docxtpl(folder: Path) -> Command:
    out = folder / "docxtpl-out.docx"
    return Command(
        (sys.executable, "-m", "benchmarks.peers.docxtpl_rows", str(folder / "docxtpl.docx"),
         str(folder / "rows.json"), str(out)),
        made=(out,), own_clock=True, timeout=_PATIENCE,
    )  # fmt: skip


def _javascript(folder: Path) -> tuple[Path | None, str]:
    """Install the JavaScript engine into `folder`, or say why not."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        return None, "Node.js and npm are not installed"
    if (folder / "node_modules" / "docxtemplater").is_dir():
        return folder, ""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(PEERS / name, folder / name)
    try:
        start([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", str(folder)])
    except MeasurementError:
        return None, "npm could not install it"
    return folder, ""


def _built(out: Path, name: str) -> Path:
    return out / name / f"{name}.docx"
