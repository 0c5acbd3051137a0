"""The benchmark suite runs and counts what it says it counts; how quick anything is, no test asks.

Every benchmark runs once at its smallest size: a few rows, two dossiers, two files.
"""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from benchmarks.__main__ import BENCHMARKS, run_benchmark  # noqa: E402
from benchmarks.generate import ROWS_PER_GROUP, Group, annex_rows, write_dossier  # noqa: E402
from benchmarks.measure import Command, MeasurementError, Sample, run  # noqa: E402
from benchmarks.suite import SCALES, Marginal, Outcome, Plan, Ratio, Series, measure  # noqa: E402

from benchmarks import report  # noqa: E402

_SMALLEST_ROWS = 10


Ran = Callable[[str], tuple[list[Outcome], Path]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    """A benchmark by name, run once at its smallest size: its outcomes and its folder."""
    folder = tmp_path_factory.mktemp("benchmarks")

    @cache
    def run_once(name: str) -> tuple[list[Outcome], Path]:
        return run_benchmark(name, SCALES["smallest"], None, folder), folder / name

    return run_once


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_runs_at_its_smallest_size_and_gives_its_rows(name: str, ran: Ran) -> None:
    outcomes, _ = ran(name)

    assert outcomes
    for outcome in outcomes:
        assert not outcome.failures
        for series in outcome.plan.series:
            sample = outcome.samples[series.key][0]
            assert sample is not None
            assert sample.seconds > 0
        for ratio in outcome.plan.ratios:
            measured = outcome.ratio(ratio)
            assert measured is not None
            assert measured > 0
    table = report.markdown(outcomes, {"date": "today"})
    for outcome in outcomes:
        for series in outcome.plan.series:
            assert f"| {outcome.plan.title} | {series.who} |" in table


def test_every_engine_merges_every_row_of_the_same_annex(ran: Ran) -> None:
    _, folder = ran("annex-merge")
    made = sorted((folder / f"{_SMALLEST_ROWS}").glob("*-out.docx"))
    tasks = [row.words[0] for row in annex_rows(_SMALLEST_ROWS) if not isinstance(row, Group)]

    assert {"qdgen-out.docx", "docxtpl-out.docx", "python-docx-out.docx"} <= {p.name for p in made}
    for path in made:
        words = _body(path)
        places = [words.find(task) for task in tasks]
        assert -1 not in places, path.name
        assert places == sorted(places), path.name


def test_the_bare_script_prints_the_words_of_the_real_decision(ran: Ran) -> None:
    _, folder = ran("real-docx")
    bare = folder / "bare"
    words = "".join(_body(bare / f"{number}.docx") for number in range(3))

    for phrase in (
        "Căn cứ Nghị định số 55/2025/NĐ-CP",
        "Phạm Đức Long",
        "Nâng cao trách nhiệm của người đứng đầu các cơ quan, đơn vị",
        "Quỹ Phát triển KH&amp;CN quốc gia",
        "CSDL tài nguyên viễn thông",
        "Báo cáo sơ kết",
    ):
        assert phrase in words
    assert "{{" not in words
    assert "{%" not in words


def test_a_made_up_annex_is_the_same_every_time_and_builds() -> None:
    first, again = list(annex_rows(120)), list(annex_rows(120))
    kinds = Counter(type(row).__name__ for row in first)

    assert first == again
    assert kinds == {"Task": 120, "Group": -(-120 // ROWS_PER_GROUP)}


def test_a_made_up_dossier_builds_without_a_word_of_complaint(tmp_path: Path) -> None:
    dossier = write_dossier(tmp_path / "annex", 60)
    done = subprocess.run(
        [sys.executable, "-m", "qdgen", "build", str(dossier), "--no-pdf", "-o", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert not done.stderr


@pytest.fixture
def plan() -> Plan:
    nothing = Command((sys.executable, "-c", "pass"))
    return Plan(
        "made up",
        [Series("ours", "ours", nothing, 2), Series("theirs", "theirs", nothing)],
        [Ratio("ours : theirs", "ours", "theirs", 0.5), Ratio("free", "ours", "theirs")],
        [Marginal("one more", "ours", "theirs", 2)],
        rounds=3,
    )


def _outcome(plan: Plan, ours: list[float | None], theirs: list[float | None]) -> Outcome:
    samples = {
        key: [None if s is None else Sample(s, 10.0) for s in seconds]
        for key, seconds in (("ours", ours), ("theirs", theirs))
    }
    return Outcome(plan, samples)


def test_a_ratio_is_taken_round_by_round_so_that_a_slow_round_does_not_count(plan: Plan) -> None:
    outcome = _outcome(plan, [2.0, 20.0, 2.0], [2.0, 20.0, 2.0])

    assert outcome.ratio(plan.ratios[0]) == pytest.approx(0.5)


def test_time_is_given_for_one_unit_and_memory_for_the_process(plan: Plan) -> None:
    outcome = _outcome(plan, [4.0], [1.0])

    assert outcome.median("ours") == pytest.approx(2.0)
    assert outcome.median("ours", "peak_mb") == pytest.approx(10.0)
    assert outcome.marginal(plan.marginals[0]) == pytest.approx(1.5)


@pytest.mark.parametrize(
    ("ours", "verdict"), [(1.0, "met"), (1.002, "**not met**"), (None, "**not measured**")]
)
def test_the_verdict_follows_the_limit(plan: Plan, ours: float | None, verdict: str) -> None:
    outcome = _outcome(plan, [ours], [1.0])

    assert report.verdict(outcome, plan.ratios[0]) == verdict
    assert report.verdict(outcome, plan.ratios[1]) == ""


def test_rounds_run_forwards_and_backwards_in_turn_after_one_to_warm_up(tmp_path: Path) -> None:
    log = tmp_path / "log"
    note = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"
    commands = [
        Series(name, name, Command((sys.executable, "-c", note, str(log), name))) for name in "ab"
    ]
    outcome = measure(Plan("order", commands, rounds=3), None, _hush)

    assert log.read_text() == "baabbaab"
    assert [len(samples) for samples in outcome.samples.values()] == [3, 3]


def test_what_fails_is_named_and_not_tried_again(tmp_path: Path) -> None:
    log = tmp_path / "log"
    fails = "import sys; open(sys.argv[1], 'a').write('x'); sys.exit('no luck')"
    broken = Series("bad", "bad", Command((sys.executable, "-c", fails, str(log))))
    outcome = measure(Plan("breaks", [broken], rounds=3), None, _hush)

    assert log.read_text() == "x"

    assert "no luck" in outcome.failures["bad"]
    assert "| breaks | bad | failed |" in report.markdown([outcome], {})


def test_a_ratio_with_something_that_failed_is_not_measured(plan: Plan) -> None:
    outcome = _outcome(plan, [1.0, 1.0], [1.0])
    outcome.failures["theirs"] = "broke down in the second round"

    assert report.verdict(outcome, plan.ratios[0]) == "**not measured**"


def test_a_process_that_makes_nothing_fails_though_it_says_all_is_well(tmp_path: Path) -> None:
    missing = tmp_path / "never.docx"

    with pytest.raises(MeasurementError, match=r"never\.docx"):
        run(Command((sys.executable, "-c", "pass"), made=(missing,)))


def test_what_an_earlier_round_made_does_not_count(tmp_path: Path) -> None:
    left = tmp_path / "out" / "left.docx"
    left.parent.mkdir()
    left.touch()

    with pytest.raises(MeasurementError, match=r"left\.docx"):
        run(Command((sys.executable, "-c", "pass"), made=(left,)))


def test_a_process_out_of_time_is_ended_and_said_to_be() -> None:
    forever = Command((sys.executable, "-c", "import time; time.sleep(600)"), timeout=1.0)
    outcome = measure(Plan("long", [Series("s", "sleeper", forever)], rounds=3), None, _hush)

    assert outcome.samples == {"s": [None]}
    assert "| long | sleeper | over 1 s |" in report.markdown([outcome], {})


def test_the_memory_of_a_large_process_is_seen() -> None:
    large = run(Command((sys.executable, "-c", "b = b'x' * (700 << 20)")))

    # A child is never told smaller than the process that starts it: this one may be large itself.
    assert large is not None
    assert large.peak_mb > 700


def test_the_documentation_has_the_place_where_the_tables_go() -> None:
    page = (PROJECT / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    new = report.inserted(page, "THE TABLE\n")

    assert "THE TABLE" in new
    assert report.inserted(new, "THE TABLE\n") == new
    assert new.startswith(page.partition("<!-- measured -->")[0])
    assert new.endswith(page.partition("<!-- end of measured -->")[2])


def test_the_command_prints_a_table_and_writes_every_sample(tmp_path: Path) -> None:
    samples, page = tmp_path / "samples.json", tmp_path / "page.md"
    page.write_text("# Speed\n\n<!-- measured -->\n<!-- end of measured -->\n", encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks", "--smallest", "--only", "real-docx"),
            *("--rounds", "2", "--folder", str(tmp_path / "made"), "--json", str(samples)),
            *("--into", str(page)),
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "| real dossier to DOCX, whole process | qdgen : docxtpl |" in done.stdout
    assert done.stdout in page.read_text(encoding="utf-8")
    (benchmark,) = json.loads(samples.read_text(encoding="utf-8"))["benchmarks"]
    assert [len(series["samples"]) for series in benchmark["series"]] == [2, 2]


def _hush(_: str) -> None:
    """Progress is not what these tests are about."""


def _body(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return "".join(_texts(package.read("word/document.xml").decode()))


def _texts(xml: str) -> Iterator[str]:
    for piece in xml.split("<w:t")[1:]:
        yield piece.partition(">")[2].partition("</w:t>")[0]
