"""What is kept of templates saves time and decides nothing, whatever lies there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from template_desk import Desk, resolved

from building import PROJECT, REAL, environment
from qdgen.document.model import Document
from qdgen.word import merge
from qdgen.word.kept_steps import keep, kept

KEPT = 3  # the real decision uses three templates


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return resolved()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QDGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "templates"


class _Desk(Desk):
    """A desk whose every build begins as a new process does."""

    def build(self, name: str = REAL) -> Path:
        merge._fill.cache_clear()
        return super().build(name)


@pytest.fixture
def desk(cache: Path, documents: dict[str, Document]) -> _Desk:
    return _Desk(cache.parents[1], documents)


def test_the_second_build_loads_neither_docxtpl_nor_jinja(tmp_path: Path) -> None:
    words = [sys.executable, "-X", "importtime", "-m", "qdgen", "build", "--no-pdf"]
    loaded = []
    for number in range(2):
        done = subprocess.run(
            [*words, str(PROJECT / "content" / REAL), "--output", str(tmp_path / str(number))],
            env=environment(QDGEN_CACHE=str(tmp_path / "cache")),
            cwd=PROJECT,
            capture_output=True,
            text=True,
            check=True,
        )
        names = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
        assert "qdgen.word.merge" in names
        loaded.append(names & {"docxtpl", "docx", "jinja2"})
    assert loaded == [{"docxtpl", "docx", "jinja2"}, set()]


def test_a_template_that_has_changed_is_read_anew(desk: _Desk, cache: Path) -> None:
    desk.build()
    before = set(cache.iterdir())
    assert len(before) == KEPT
    desk.tag("quyet-dinh", "{{ ky.ho_ten }}", "Ký thay")
    assert "ky.ho_ten" in desk.refusal()
    assert len(set(cache.iterdir()) - before) == 1


def _whole_file(data: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(data) and None


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _open_to_all(path: Path) -> None:
    path.write_text('["lời của người khác"]', encoding="utf-8")
    path.chmod(0o666)


@pytest.mark.parametrize(
    "damage",
    [
        _whole_file(b""), _whole_file(b"\xff\xfe"), _whole_file(b"[" * 200_000), _whole_file(b"{}"),
        _whole_file(b'[["call", "os.system"]]'), _whole_file(b"\x80\x04K\x01."), _folder,
        _open_to_all, Path.unlink,
    ],
    ids=["empty", "no text", "deep", "no list", "no steps", "a pickle", "a folder", "open", "gone"],
)  # fmt: skip
def test_what_cannot_be_used_is_ignored(
    desk: _Desk, cache: Path, damage: Callable[[Path], None]
) -> None:
    right = desk.build().read_bytes()
    for path in cache.iterdir():
        damage(path)
    assert desk.build().read_bytes() == right


def test_what_could_not_be_used_is_made_anew(desk: _Desk, cache: Path) -> None:
    desk.build()
    right = {path: path.read_bytes() for path in cache.iterdir()}
    for path in right:
        path.write_bytes(b"{}")
    desk.build()
    assert {path: path.read_bytes() for path in cache.iterdir()} == right


def _without_prints(steps: object) -> object:
    if isinstance(steps, list):
        return [
            _without_prints(s) for s in steps if not (isinstance(s, list) and s[:1] == ["print"])
        ]
    return steps


def test_steps_that_leave_out_a_text_are_refused_as_a_template_would_be(
    desk: _Desk, cache: Path
) -> None:
    desk.build()
    for path in cache.iterdir():
        steps = _without_prints(json.loads(path.read_bytes()))
        path.write_text(json.dumps(steps), encoding="utf-8")
    assert "is not printed" in desk.refusal()


def test_without_a_place_to_keep_anything_a_build_goes_on(
    desk: _Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = desk.build().read_bytes()
    occupied = tmp_path / "occupied"
    occupied.touch()
    monkeypatch.setenv("QDGEN_CACHE", str(occupied))
    assert desk.build().read_bytes() == right


def test_what_is_kept_is_for_the_owner_alone(desk: _Desk, cache: Path) -> None:
    desk.build()
    assert {path.stat().st_mode & 0o777 for path in cache.iterdir()} == {0o600}


def test_only_the_newest_are_kept(cache: Path) -> None:
    for number in range(70):
        keep(f"mẫu {number}", [str(number)])
        for age, path in enumerate(sorted(cache.iterdir(), key=lambda p: p.stat().st_mtime_ns)):
            os.utime(path, ns=(age, age))  # clocks may be too coarse to tell them apart
    assert len(list(cache.iterdir())) == 64
    newest, oldest = kept("mẫu 69"), kept("mẫu 0")
    assert newest is not None
    assert newest({}) == "69"
    assert oldest is None
