"""Benchmarks as data, and running them in rounds that drift cannot favour."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.measure import Command, MeasurementError, Sample, run
from benchmarks.places import ROOT, environment

_PREPARING_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Scale:
    """How large the benchmarks are.

    `merged` rows for the merge alone, `slow_merged` for peers that need minutes, `whole` rows from
    YAML to DOCX, `compared` those of them that docxtpl merges too, `drawn` rows to PDF, `dossiers`
    in one build, `batch` files in one engine, `signed` rows of a decision that is signed (0: none);
    `serial` rows of a spreadsheet; `rounds` of quick and of slow measurements.
    """

    name: str
    merged: tuple[int, ...]
    slow_merged: tuple[int, ...]
    whole: tuple[int, ...]
    compared: tuple[int, ...]
    drawn: tuple[int, ...]
    dossiers: int
    batch: int
    signed: int
    rounds: int
    slow_rounds: int
    serial: int


SCALES = {
    scale.name: scale
    for scale in (
        Scale("smallest", (10,), (10,), (10, 20), (10,), (10, 20), 2, 2, 0, 1, 1, 10),
        Scale(
            "quick", (100, 1_000, 10_000), (100, 1_000), (1_000, 10_000), (10_000,),
            (100, 400), 10, 6, 400, 7, 3, 100,
        ),
        Scale(
            "full", (100, 1_000, 10_000, 50_000), (100, 1_000, 10_000, 50_000),
            (1_000, 10_000, 50_000), (1_000, 10_000), (1_000, 10_000), 100, 11, 2_735, 15, 5, 1_000,
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """Something measured again and again: `who` does it, `per` units (files) at a time."""

    key: str
    who: str
    command: Command
    per: int = 1
    rounds: int | None = None


@dataclass(frozen=True, slots=True)
class NotRun:
    """Something left out, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """One series over another in the same round, with the most it may be (None: to know only)."""

    label: str
    over: str
    under: str
    limit: float | None = None
    of: str = "seconds"


@dataclass(frozen=True, slots=True)
class Marginal:
    """What one more unit costs: (`more` - `less`) / `units`, in seconds."""

    label: str
    more: str
    less: str
    units: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A benchmark ready to run."""

    title: str
    series: Sequence[Series]
    ratios: Sequence[Ratio] = ()
    marginals: Sequence[Marginal] = ()
    left_out: Sequence[NotRun] = ()
    rounds: int = 1


Planner = Callable[[Path, Scale], Sequence[Plan]]
"""Prepares in a folder of its own, and gives the plans."""


@dataclass(slots=True)
class Outcome:
    """The samples of a plan by series, a round without one (out of time) as None."""

    plan: Plan
    samples: dict[str, list[Sample | None]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)

    def median(self, key: str, of: str = "seconds") -> float | None:
        """The median of a series, a unit; None where it was not measured."""
        per = next(s.per for s in self.plan.series if s.key == key)
        values = [_value(s, of, per) for s in self.samples.get(key, ()) if s is not None]
        return median(values) if values else None

    def spread(self, key: str) -> tuple[float, float] | None:
        """The quickest and the slowest of a series, a unit."""
        per = next(s.per for s in self.plan.series if s.key == key)
        values = [s.seconds / per for s in self.samples.get(key, ()) if s is not None]
        return (min(values), max(values)) if values else None

    def ratio(self, ratio: Ratio) -> float | None:
        """The median of the ratios of each round, so that drift between rounds cancels out.

        A series with fewer rounds than the other is compared by medians.
        """
        if {ratio.over, ratio.under} & set(self.failures):
            return None
        over, under = self.samples.get(ratio.over, []), self.samples.get(ratio.under, [])
        a, b = self.median(ratio.over, ratio.of), self.median(ratio.under, ratio.of)
        if not a or not b:
            return None
        if len(over) != len(under) or None in over or None in under:
            return a / b
        per = {s.key: s.per for s in self.plan.series}
        return median(
            _value(x, ratio.of, per[ratio.over]) / _value(y, ratio.of, per[ratio.under])
            for x, y in zip(over, under, strict=True)
            if x is not None and y is not None
        )

    def marginal(self, marginal: Marginal) -> float | None:
        """Seconds of one more unit."""
        sizes = {s.key: s.per for s in self.plan.series}
        more, less = self.median(marginal.more), self.median(marginal.less)
        if more is None or less is None:
            return None
        whole = more * sizes[marginal.more] - less * sizes[marginal.less]
        return whole / marginal.units


def _value(sample: Sample, of: str, per: int) -> float:
    """Seconds are for a unit; memory is for the process."""
    return sample.seconds / per if of == "seconds" else sample.peak_mb


def measure(plan: Plan, rounds: int | None, tell: Callable[[str], None]) -> Outcome:
    """Run a plan: every series once a round, in turn forwards and backwards.

    One more run of each before the first round, where there are several, warms caches and does not
    count. A series that fails or does not end in time is not tried again.
    """
    outcome = Outcome(plan)
    count = rounds or plan.rounds
    dropped: set[str] = set()
    for number in range(0 if count > 1 else 1, count + 1):
        for series in plan.series if number % 2 else reversed(plan.series):
            most = count if series.rounds is None or rounds else series.rounds
            # What is run only once or twice is too long to be warmed up.
            if series.key in dropped or number > most or (number == 0 and most < 3):
                continue
            tell(f"{plan.title}: {series.who} (round {number} of {most})")
            try:
                sample = run(series.command)
            except MeasurementError as error:
                outcome.failures[series.key] = str(error)
                dropped.add(series.key)
                continue
            if number or sample is None:
                outcome.samples.setdefault(series.key, []).append(sample)
            if sample is None:
                dropped.add(series.key)
    return outcome


def prepare(*words: str, extra: Mapping[str, str] | None = None) -> None:
    """Run `python -m benchmarks.prepare` with `words`. Raises MeasurementError."""
    start([sys.executable, "-m", "benchmarks.prepare", *words], extra)


def start(words: Sequence[str], extra: Mapping[str, str] | None = None) -> None:
    """Run something that is not measured. Raises MeasurementError where it fails."""
    try:
        done = subprocess.run(
            words,
            cwd=ROOT,
            env=environment() | dict(extra or {}),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PREPARING_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MeasurementError(f"{' '.join(words)}\n{error}") from error
    if done.returncode:
        tail = done.stderr.decode("utf-8", "replace")[-1000:]
        raise MeasurementError(f"{' '.join(words)}\nexit code {done.returncode}\n{tail}")
