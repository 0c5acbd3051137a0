"""The comparison of two versions: the real dossier, and annexes of many rows."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from benchmarks.generate import write_dossier
from benchmarks.measure import Command
from benchmarks.places import QDGEN, REAL_DOSSIER
from benchmarks.suite import Plan, Ratio, Scale, Series, start

_PATIENCE = 240.0
_DIFFERENT = (1,)
_MOST_REDLINED = 10_000
_MOST_PULLED = 10_000
_ROW = re.compile(r"(?=^ *- id: )", re.MULTILINE)
_FORMS = ("text", "json", "html", "markdown")


def real_diff(made: Path, scale: Scale) -> Sequence[Plan]:
    """The real dossier against itself with some twenty edits, in each form, against what a user
    takes for no time at all."""
    sides = _real_sides(made)
    help_words = shlex.join([*QDGEN, "--help"])
    bound = f"{help_words} > /dev/null; {help_words} > /dev/null; sleep 1"
    series = [
        Series(form, f"qdgen diff --format {form}", _diff(*sides, made / f"told.{form}", form))
        for form in _FORMS
    ]
    return [
        Plan(
            "comparison of the real dossier, whole command",
            [
                *series,
                Series("bound", "qdgen --help twice and a second", Command(("sh", "-c", bound))),
            ],
            [Ratio("html : qdgen --help twice and a second", "html", "bound", 1.0)],
            rounds=scale.rounds,
        )
    ]


def annex_diff(made: Path, scale: Scale) -> Sequence[Plan]:
    """Long annexes with a change in every tenth row or so, and how that grows."""
    series: list[Series] = []
    for rows in scale.whole:
        told = made / f"{rows}" / "told.json"
        who = f"qdgen diff --format json, {rows:,} rows"
        command = _diff(*_annex_sides(made, rows), told, "json")
        series.append(Series(f"{rows}", who, command))
    title = "comparison of an annex, whole command"
    return [Plan(title, series, _growth(scale.whole), rounds=scale.slow_rounds)]


def real_redline(made: Path, scale: Scale) -> Sequence[Plan]:
    """The same two versions of the real dossier as a Word file with tracked changes, against
    building the new one."""
    old, new = _real_sides(made)
    out = made / "out"
    build = (*QDGEN, "build", str(new), "--no-pdf", "--output", str(out))
    return [
        Plan(
            "redline of the real dossier, whole command",
            [
                Series("redline", "qdgen redline", _redline(old, new, made / "redline.docx")),
                Series("build", "qdgen build --no-pdf", Command(build, cleared=(out,))),
            ],
            [Ratio("qdgen redline : qdgen build --no-pdf", "redline", "build")],
            rounds=scale.rounds,
        )
    ]


def annex_redline(made: Path, scale: Scale) -> Sequence[Plan]:
    """Long annexes as Word files with tracked changes, and how that grows."""
    sizes = [rows for rows in scale.whole if rows <= _MOST_REDLINED]
    series: list[Series] = []
    for rows in sizes:
        command = _redline(*_annex_sides(made, rows), made / f"{rows}" / "redline.docx")
        series.append(Series(f"{rows}", f"qdgen redline, {rows:,} rows", command))
    title = "redline of an annex, whole command"
    return [Plan(title, series, _growth(sizes), rounds=scale.slow_rounds)]


def real_pull(made: Path, scale: Scale) -> Sequence[Plan]:
    """The edits of the real dossier as tracked changes of a Word file, brought home, against
    building the dossier."""
    old, new = _real_sides(made)
    out = made / "out"
    build = (*QDGEN, "build", str(old), "--no-pdf", "--output", str(out))
    return [
        Plan(
            "pull into the real dossier, whole command",
            [
                Series("pull", "qdgen pull --dry-run", _pull(old, new, made / "reviewed.docx")),
                Series("build", "qdgen build --no-pdf", Command(build, cleared=(out,))),
            ],
            [Ratio("qdgen pull : qdgen build --no-pdf", "pull", "build")],
            rounds=scale.rounds,
        )
    ]


def annex_pull(made: Path, scale: Scale) -> Sequence[Plan]:
    """Long annexes with tracked changes brought home, and how that grows."""
    sizes = [rows for rows in scale.whole if rows <= _MOST_PULLED]
    series: list[Series] = []
    for rows in sizes:
        command = _pull(*_annex_sides(made, rows), made / f"{rows}" / "reviewed.docx")
        series.append(Series(f"{rows}", f"qdgen pull --dry-run, {rows:,} rows", command))
    title = "pull into an annex, whole command"
    return [Plan(title, series, _growth(sizes), rounds=scale.slow_rounds)]


def _pull(old: Path, new: Path, docx: Path) -> Command:
    """The differences of two versions as tracked changes, pulled into the older one."""
    start(_redline(old, new, docx).words)
    words = ("pull", str(docx), str(old), "--base", str(old), "--dry-run")
    return Command((*QDGEN, *words), ends=(0, 1), timeout=_PATIENCE)


def _real_sides(made: Path) -> tuple[Path, Path]:
    for side in ("old", "new"):
        shutil.copytree(REAL_DOSSIER.parent, made / side, dirs_exist_ok=True)
    new = made / "new" / REAL_DOSSIER.name
    _change(new / "phu-luc.yaml")
    plan = (new / "ke-hoach.yaml").read_text(encoding="utf-8")
    (new / "ke-hoach.yaml").write_text(plan.replace("chất lượng", "hiệu quả"), encoding="utf-8")
    return made / "old" / REAL_DOSSIER.name, new


def _annex_sides(made: Path, rows: int) -> tuple[Path, Path]:
    old, new = (write_dossier(made / f"{rows}" / side / "dossier", rows) for side in ("old", "new"))
    _change(new / "phu-luc.yaml")
    return old, new


def _growth(sizes: Sequence[int]) -> list[Ratio]:
    ratios: list[Ratio] = []
    for less, more in pairwise(sizes):
        times = more / less
        label = f"{more:,} rows : {less:,} rows ({times:g} times the rows)"
        ratios.append(Ratio(label, f"{more}", f"{less}", 11.0 if times == 10 else None))
    return ratios


def _redline(old: Path, new: Path, docx: Path) -> Command:
    words = ("redline", str(old), str(new), "--ngay", "1/12/2025", "-o", str(docx))
    return Command((*QDGEN, *words), cleared=(docx,), made=(docx,), timeout=_PATIENCE)


def _diff(old: Path, new: Path, told: Path, form: str) -> Command:
    words = ("diff", str(old), str(new), "--format", form, "-o", str(told))
    return Command(
        (*QDGEN, *words), cleared=(told,), made=(told,), ends=_DIFFERENT, timeout=_PATIENCE
    )


def _change(file: Path) -> None:
    """Delete, put in, move and reword some of the rows of an annex, the same ones every time."""
    text = file.read_text(encoding="utf-8")
    file.write_text("".join(_changed(_ROW.split(text))), encoding="utf-8")


def _changed(blocks: Sequence[str]) -> Iterator[str]:
    held = ""
    for nth, block in enumerate(blocks):
        is_row = "don_vi_thuc_hien:" in block and "khoa:" not in block and "hang:" not in block
        if is_row and nth % 37 == 5:
            continue
        if is_row and nth % 41 == 7 and not held:
            held = block
            continue
        if is_row and nth % 11 == 3:
            yield block.replace("Cục ", "Vụ ").replace("2025", "2026")
            yield block.replace("- id: ", "- id: them-") if nth % 29 == 3 else ""
        else:
            yield block
        if held and is_row and nth % 41 == 10:
            yield held
            held = ""
    yield held
