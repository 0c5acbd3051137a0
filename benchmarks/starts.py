"""What is done before anything is done: start-up, and seeing that nothing has changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import Command
from benchmarks.places import QDGEN, REAL_DOSSIER
from benchmarks.suite import Plan, Ratio, Scale, Series, start


def start_up(made: Path, scale: Scale) -> Sequence[Plan]:
    """`qdgen --help` and an unchanged rebuild against importing click."""
    build = (*QDGEN, "build", str(REAL_DOSSIER), "--output", str(made / "out"))
    start(build)
    return [
        Plan(
            "start-up",
            [
                Series("nothing", 'python -c "pass"', Command((sys.executable, "-c", "pass"))),
                Series("click", 'python -c "import click"',
                       Command((sys.executable, "-c", "import click"))),
                Series("help", "qdgen --help", Command((*QDGEN, "--help"))),
                Series("unchanged", "qdgen build, nothing changed", Command(build)),
            ],
            [
                Ratio("qdgen --help : import click", "help", "click", 2.5),
                Ratio("unchanged rebuild : qdgen --help", "unchanged", "help", 2.0),
            ],
            rounds=1 if scale.rounds == 1 else 2 * scale.rounds,
        )
    ]  # fmt: skip
