"""Killed at any moment, `qdgen issue` leaves nothing half, and the same command ends it well."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from issuing_desk import NAME, edit, tree

from building import environment, program, qdgen_run
from qdgen.abandoned import is_passing
from qdgen.signing.alone import LOCK
from qdgen.signing.manifest import file_hash

DYING = Path(__file__).with_name("dying.py")
GIVEN = ("issue", NAME, "--so", "8", "--ngay", "6/2/2026")
OLD, NEW = "7", "8"
WHY = "đính chính"


@pytest.fixture(scope="module")
def reopened(issued_desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk whose dossier was issued as number 7, opened again and changed. Copy it."""
    desk = tmp_path_factory.mktemp("reopened") / "desk"
    shutil.copytree(issued_desk, desk)
    assert qdgen_run("reopen", NAME, "--ly-do", WHY, cwd=desk).returncode == 0
    edit(desk, "ke-hoach.yaml", "chất lượng dữ liệu", "chất lượng số liệu")
    return desk


@pytest.fixture(scope="module")
def pictures(reopened: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The desk before each change that `qdgen issue` makes to it: what a kill there would leave."""
    folder = tmp_path_factory.mktemp("pictures")
    desk = folder / "desk"
    shutil.copytree(reopened, desk)
    done = _dying("pictures", desk, str(folder / "taken"), desk)
    assert done.returncode == 0, done.stderr
    return [*sorted((folder / "taken").iterdir()), desk]


def _dying(mode: str, watched: Path, aim: str, desk: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(DYING), mode, str(watched), aim, *GIVEN],
        cwd=desk,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )


def standing(desk: Path) -> tuple[str, str, str]:
    """The numbers that content, record and package bear, after a look at whether each is whole;
    a record that is open again and a package that is not there have none."""
    folder = desk / "content" / NAME
    words = (folder / "quyet-dinh.yaml").read_text(encoding="utf-8")
    (content,) = {n for n in (OLD, NEW) if f"  so: {n}   # chờ cấp\n" in words}
    assert words.endswith("\n")
    record = json.loads((folder / "ban-hanh.json").read_text(encoding="utf-8"))
    assert [past["ly_do"] for past in record["mo_lai"]] == [WHY]
    package = desk / "output" / NAME / "ban-hanh"
    return content, "" if record["dang_mo"] else record["so"], _whole(package)


def _whole(package: Path) -> str:
    if not package.exists():
        return ""
    told = json.loads((package / "ke-khai.json").read_text(encoding="utf-8"))
    there = {path.name: file_hash(path) for path in package.iterdir()}
    del there["ke-khai.json"]
    assert there == {file["ten"]: file["sha256"] for file in told["tep"]}
    return str(told["so"])


def strays(desk: Path) -> list[str]:
    """What only passes, in the dossier and among the outputs."""
    places = (desk / "content" / NAME, desk / "output" / NAME)
    return [p.name for place in places for p in place.iterdir()
            if is_passing(p.name) or p.name == LOCK]  # fmt: skip


# before anything, then after each of the three steps; the last moves two folders
WAY = [
    (OLD, "", OLD),
    (NEW, "", OLD),
    (NEW, NEW, OLD),
    (NEW, NEW, ""),
    (NEW, NEW, NEW),
]


def test_before_each_change_to_the_disk_everything_is_wholly_old_or_wholly_new(
    pictures: list[Path], reopened: Path
) -> None:
    seen = []
    for picture in pictures:
        now = standing(picture)
        if not seen or seen[-1] != now:
            seen.append(now)
        if now == WAY[0]:  # what was there before is there to the byte
            before, there = tree(reopened / "content"), tree(picture / "content")
            assert {n: b for n, b in there.items() if "/.qdgen" not in n} == before
    assert seen == WAY
    assert strays(pictures[-1]) == []
    assert len(pictures) > 30


@pytest.mark.parametrize("state", WAY[:-1], ids="-".join)
def test_the_same_command_takes_up_what_was_killed(
    pictures: list[Path], tmp_path: Path, state: tuple[str, str, str], *, whole: bool
) -> None:
    left = [picture for picture in pictures if standing(picture) == state]
    for number, picture in enumerate(left if whole else left[-1:]):
        desk = tmp_path / str(number)
        shutil.copytree(picture, desk)
        again = qdgen_run(*GIVEN, cwd=desk)
        assert again.returncode == 0, again.stderr
        assert standing(desk) == WAY[-1]
        assert strays(desk) == []
        assert tree(desk / "output") == tree(pictures[-1] / "output")
        assert tree(desk / "content") == tree(pictures[-1] / "content")


def test_killed_by_the_system_at_any_time_it_leaves_one_of_these_states(
    pictures: list[Path], reopened: Path, tmp_path: Path, *, whole: bool
) -> None:
    chance = random.Random(2026)  # noqa: S311 - chance, not secrecy
    moments = range(1, len(pictures)) if whole else chance.sample(range(1, len(pictures)), 2)
    for nth in moments:
        desk = tmp_path / f"nth-{nth}"
        shutil.copytree(reopened, desk)
        assert _dying("kill", desk, str(nth), desk).returncode == -signal.SIGKILL
        assert standing(desk) == standing(pictures[nth - 1])
        shutil.rmtree(desk)
    for number in range(30 if whole else 1):
        desk = tmp_path / f"time-{number}"
        shutil.copytree(reopened, desk)
        running = subprocess.Popen(
            program(*GIVEN),
            cwd=desk,
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 3))
        running.kill()
        running.wait()
        assert standing(desk) in WAY
        shutil.rmtree(desk)
