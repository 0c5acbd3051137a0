"""A file is written whole or is as it was, whoever writes it and however that ends."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from qdgen.errors import OutputError
from qdgen.replacing import Replacement, replace_together, replacing, replacing_by_path

Write = Callable[[Path, bytes], None]


def _as_a_file(path: Path, data: bytes) -> None:
    with replacing(path) as file:
        file.write(data)


def _by_path(path: Path, data: bytes) -> None:
    with replacing_by_path(path) as beside:
        assert beside.parent == path.parent
        assert not beside.exists()
        beside.write_bytes(data)


both_ways = pytest.mark.parametrize("write", [_as_a_file, _by_path])


@contextmanager
def _umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@both_ways
def test_the_new_file_takes_the_place_of_the_earlier_one(tmp_path: Path, write: Write) -> None:
    path = tmp_path / "tệp"
    for data in (b"one\r\n", b"two"):
        write(path, data)
        assert path.read_bytes() == data
        assert list(tmp_path.iterdir()) == [path]


@both_ways
@pytest.mark.parametrize("mode", [0o600, 0o444, 0o664, 0o777])
def test_an_earlier_file_keeps_its_mode(tmp_path: Path, write: Write, mode: int) -> None:
    path = tmp_path / "a"
    path.touch()
    path.chmod(mode)
    with _umask(0o027):
        write(path, b"new")
    assert _mode(path) == mode
    assert path.read_bytes() == b"new"


@both_ways
def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path, write: Write) -> None:
    with _umask(0o027):
        write(tmp_path / "a", b"new")
    assert _mode(tmp_path / "a") == 0o640


def test_what_was_for_its_owner_alone_is_so_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch(0o600)
    with replacing(path) as file:
        assert stat.S_IMODE(os.fstat(file.fileno()).st_mode) == 0o600


def _half_of_a_file(path: Path, fault: type[BaseException]) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise fault


def _half_by_path(path: Path, fault: type[BaseException]) -> None:
    with replacing_by_path(path) as beside:
        beside.write_bytes(b"half")
        raise fault


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError, MemoryError, SystemExit])
@pytest.mark.parametrize("begin", [_half_of_a_file, _half_by_path])
def test_what_goes_wrong_in_between_goes_on_and_leaves_the_earlier_file(
    tmp_path: Path,
    begin: Callable[[Path, type[BaseException]], None],
    fault: type[BaseException],
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"earlier")
    with pytest.raises(fault):
        begin(path, fault)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


@both_ways
@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("folder", "it is a folder"),
        ("none/a", "there is no such file or folder"),
        ("file/a", "a part of the path is not a folder"),
        ("a" * 300, "the name is too long"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_with_the_reason(
    tmp_path: Path, write: Write, place: str, why: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    with pytest.raises(OutputError) as raised:
        write(tmp_path / place, b"new")
    assert str(raised.value.message) == f"{tmp_path / place} cannot be written: {why}"
    assert raised.value.hint.msgid
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_the_file_is_named_as_its_user_knows_it(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"^a/b\.yaml cannot be written: the disk is full$"),
        replacing(tmp_path / "b.yaml", "a/b.yaml"),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


# --- several files at once -----------------------------------------------------------------------


def _pair(folder: Path) -> list[Replacement]:
    (folder / "a").write_bytes(b"old a")
    return [
        Replacement(folder / "a", b"old a", b"new a"),
        Replacement(folder / "b", None, b"new b"),
    ]


def test_several_files_are_written_together(tmp_path: Path) -> None:
    replace_together(_pair(tmp_path))
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"new a", "b": b"new b"}


def test_a_file_that_somebody_else_has_changed_stops_all(tmp_path: Path) -> None:
    files = _pair(tmp_path)
    (tmp_path / "b").write_bytes(b"theirs")
    with pytest.raises(OutputError, match="changed"):
        replace_together(files)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a": b"old a", "b": b"theirs"}


def test_where_one_cannot_be_put_in_its_place_all_are_as_they_were(tmp_path: Path) -> None:
    files = _pair(tmp_path)
    (tmp_path / "c").mkdir()  # nothing is renamed over a folder with something in it
    (tmp_path / "c/d").touch()
    files.append(Replacement(tmp_path / "c", None, b"c"))
    with pytest.raises(OutputError):
        replace_together(files)
    assert (tmp_path / "a").read_bytes() == b"old a"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "c"]
