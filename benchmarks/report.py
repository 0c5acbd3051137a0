"""Outcomes as Markdown for people, and as JSON for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict

from benchmarks.suite import Outcome, Ratio, Series

_FROM, _TO = "<!-- measured -->", "<!-- end of measured -->"
_RATIO_HEAD = "| work | ratio | measured | to reach | |\n| --- | --- | ---: | ---: | --- |"
_SERIES_HEAD = (
    "| work | who | median | quickest to slowest | peak memory | rounds |\n"
    "| --- | --- | ---: | ---: | ---: | ---: |"
)


def markdown(outcomes: Sequence[Outcome], about: Mapping[str, str]) -> str:
    """The targets first, then every series."""
    blocks = [
        "\n".join(["| | |\n| --- | --- |", *(_line(*item) for item in about.items())]),
        "\n".join([_RATIO_HEAD, *(line for o in outcomes for line in _ratios(o))]),
        "\n".join([_SERIES_HEAD, *(line for o in outcomes for line in _series(o))]),
    ]
    failures = [line for o in outcomes for line in _failures(o)]
    if failures:
        blocks.append("\n".join(failures))
    return "\n\n".join(blocks) + "\n"


def inserted(page: str, measured: str) -> str:
    """`page` with `measured` between its two marks. Raises ValueError where they are missing."""
    before, first, rest = page.partition(_FROM)
    _, last, after = rest.partition(_TO)
    if not first or not last:
        raise ValueError(f"no {_FROM} … {_TO}")
    return f"{before}{_FROM}\n\n{measured}\n{_TO}{after}"


def as_data(outcomes: Sequence[Outcome], about: Mapping[str, str]) -> dict[str, object]:
    """Every sample, for JSON."""
    return {
        "about": dict(about),
        "benchmarks": [
            {
                "title": o.plan.title,
                "series": [
                    {
                        "who": s.who,
                        "per": s.per,
                        "samples": [asdict(x) if x else None for x in o.samples.get(s.key, ())],
                    }
                    for s in o.plan.series
                ],
                "ratios": [
                    {"label": r.label, "measured": o.ratio(r), "to_reach": r.limit, "of": r.of}
                    for r in o.plan.ratios
                ],
                "failures": o.failures,
            }
            for o in outcomes
        ],
    }


def verdict(outcome: Outcome, ratio: Ratio) -> str:
    """Whether the target was reached; empty where there is none."""
    if ratio.limit is None:
        return ""
    measured = outcome.ratio(ratio)
    if measured is None:
        return "**not measured**"
    return "met" if measured <= ratio.limit else "**not met**"


def _ratios(outcome: Outcome) -> Iterator[str]:
    for ratio in outcome.plan.ratios:
        measured = outcome.ratio(ratio)
        shown = "-" if measured is None else f"{measured:.2f}"
        limit = "" if ratio.limit is None else f"{ratio.limit:g}"
        yield _line(outcome.plan.title, ratio.label, shown, limit, verdict(outcome, ratio))
    for marginal in outcome.plan.marginals:
        more = _seconds(outcome.marginal(marginal))
        yield _line(outcome.plan.title, marginal.label, more, "", "")


def _series(outcome: Outcome) -> Iterator[str]:
    title = outcome.plan.title
    for series in outcome.plan.series:
        yield _line(title, series.who, *_measured(outcome, series))
    for left_out in outcome.plan.left_out:
        yield _line(title, left_out.who, f"not run: {left_out.why}", "", "", "")


def _measured(outcome: Outcome, series: Series) -> tuple[str, str, str, str]:
    samples = outcome.samples.get(series.key, [])
    if series.key in outcome.failures:
        return "failed", "", "", ""
    spread = outcome.spread(series.key)
    if spread is None:
        return f"over {series.command.timeout:g} s", "", "", ""
    peak = outcome.median(series.key, "peak_mb")
    return (
        _seconds(outcome.median(series.key)) + (" or more" if None in samples else ""),
        f"{_seconds(spread[0])} to {_seconds(spread[1])}",
        f"{peak:.0f} MiB" if peak else "",
        str(len(samples)),
    )


def _failures(outcome: Outcome) -> Iterator[str]:
    for key, words in outcome.failures.items():
        yield f"{outcome.plan.title}: {key} failed:\n\n```\n{words}\n```"


def _seconds(seconds: float | None) -> str:
    if seconds is None:
        return "-"
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.0f} ms"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"
