"""`python -m benchmarks`: run the suite and print its tables.

Run it with the Python of `.venv`, from the top of the repository, on a machine that does nothing
else.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import (
    checks,
    comparisons,
    conversions,
    documents,
    issuing,
    machine,
    report,
    serial,
    starts,
)
from benchmarks.measure import MeasurementError
from benchmarks.places import MADE
from benchmarks.suite import SCALES, Outcome, Planner, Scale, measure

BENCHMARKS: dict[str, Planner] = {
    "start": starts.start_up,
    "real-docx": documents.real_to_docx,
    "annex-merge": documents.annex_merge,
    "annex-whole": documents.annex_whole,
    "real-pdf": conversions.real_to_pdf,
    "annex-pdf": conversions.annex_to_pdf,
    "many-pdf": conversions.many_to_pdf,
    "engine": conversions.engine,
    "real-check": checks.real_check,
    "annex-check": checks.annex_check,
    "real-diff": comparisons.real_diff,
    "annex-diff": comparisons.annex_diff,
    "real-redline": comparisons.real_redline,
    "annex-redline": comparisons.annex_redline,
    "real-pull": comparisons.real_pull,
    "annex-pull": comparisons.annex_pull,
    "issue": issuing.issue_sign_verify,
    "serial": serial.serial_decisions,
}


def main(arguments: Sequence[str]) -> int:
    """Run what was asked for; 1 where something failed to run. A missed target is no failure."""
    asked = _parser().parse_args(arguments)
    scale = SCALES["smallest" if asked.smallest else "quick" if asked.quick else "full"]
    about = machine.described() | {
        "sizes": scale.name,
        "load at the start": f"{machine.load():.1f}",
    }
    outcomes: list[Outcome] = []
    broken = False
    for name in asked.only or BENCHMARKS:
        try:
            outcomes += run_benchmark(name, scale, asked.rounds, asked.folder)
        except MeasurementError as error:
            sys.stderr.write(f"{name} could not be prepared: {error}\n")
            broken = True
    about["load at the end"] = f"{machine.load():.1f}"
    table = report.markdown(outcomes, about)
    sys.stdout.write(table)
    if asked.into:
        page = asked.into.read_text(encoding="utf-8")
        asked.into.write_text(report.inserted(page, table), encoding="utf-8")
    if asked.json:
        asked.json.write_text(
            json.dumps(report.as_data(outcomes, about), ensure_ascii=False, indent=1),
            encoding="utf-8",
        )
    return int(broken or any(outcome.failures for outcome in outcomes))


def run_benchmark(name: str, scale: Scale, rounds: int | None, folder: Path) -> list[Outcome]:
    """Prepare and measure one benchmark in a new folder of its name below `folder`.

    Raises MeasurementError where it cannot be prepared.
    """
    made = folder.absolute() / name
    shutil.rmtree(made, ignore_errors=True)
    made.parent.mkdir(parents=True, exist_ok=True)
    _tell(f"{name}: preparing")
    plans = BENCHMARKS[name](made, scale)
    return [measure(plan, rounds, _tell) for plan in plans]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="sizes that end within minutes")
    size.add_argument(
        "--smallest", action="store_true", help="a few rows each, once: shows only that all runs"
    )
    parser.add_argument(
        "--only", action="append", choices=list(BENCHMARKS), help="this benchmark (may be repeated)"
    )
    parser.add_argument("--rounds", type=int, help="rounds of every measurement")
    parser.add_argument("--json", type=Path, help="write every sample into this file")
    parser.add_argument("--into", type=Path, help="put the tables between the marks of this file")
    parser.add_argument(
        "--folder", type=Path, default=MADE, help="where inputs and outputs go (%(default)s)"
    )
    return parser


def _tell(words: str) -> None:
    """A line of progress, on a terminal only."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{words}")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
