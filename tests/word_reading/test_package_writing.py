"""The canonical zip: the same bytes every time, and never half a file."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from raw_docx import Raw, p, r

from qdgen.errors import OutputError
from qdgen.word.package import open_package, read_package, write_package
from qdgen.word.reading import iter_body_texts

PARTS = Raw(p(r("Điều 1")), styles='<w:style w:styleId="a"/>').parts()


def test_same_parts_give_the_same_bytes_in_any_folder_and_order(tmp_path: Path) -> None:
    first, second = tmp_path / "a.docx", tmp_path / "thư mục khác" / "b.docx"
    second.parent.mkdir()
    write_package(PARTS, first)
    write_package(dict(reversed(PARTS.items())), second)
    assert first.read_bytes() == second.read_bytes()


def test_a_part_given_in_chunks_gives_the_same_bytes(tmp_path: Path) -> None:
    whole, pieces = tmp_path / "a.docx", tmp_path / "b.docx"
    large = os.urandom(1 << 20) + b"<w:p/>" * 100_000
    write_package({**PARTS, "word/document.xml": large}, whole)
    chunks = (large[i : i + 777] for i in range(0, len(large), 777))
    write_package({**PARTS, "word/document.xml": chunks}, pieces)
    assert whole.read_bytes() == pieces.read_bytes()


def test_the_content_types_come_first_then_the_relationships_then_names_in_order(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.docx"
    write_package(PARTS, path)
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        infos = archive.infolist()
    assert names[:2] == ["[Content_Types].xml", "_rels/.rels"]
    assert names[2:] == sorted(names[2:])
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.compress_type for info in infos} == {zipfile.ZIP_DEFLATED}
    assert {(info.create_system, info.external_attr, info.extra) for info in infos} == {
        (0, 0o600 << 16, b"")
    }


def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_package(PARTS, path)
    assert read_package(path) == PARTS
    with open_package(path) as package, package.stream("word/document.xml") as stream:
        assert stream.read() == PARTS["word/document.xml"]


def test_an_earlier_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"earlier")
    write_package(PARTS, path)
    assert read_package(path) == PARTS
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_has_the_rights_that_any_new_file_has(tmp_path: Path) -> None:
    path, plain = tmp_path / "a.docx", tmp_path / "b"
    write_package(PARTS, path)
    plain.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


@pytest.mark.parametrize("fault", [KeyboardInterrupt, ValueError, MemoryError])
def test_a_failure_in_mid_write_leaves_the_earlier_file_and_nothing_else(
    tmp_path: Path, fault: type[BaseException]
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"earlier")

    def failing() -> Iterator[bytes]:
        yield b"x" * 1_000_000
        raise fault

    with pytest.raises(fault):
        write_package({"word/document.xml": failing()}, path)
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


FULL_DISK = """
import os, resource, signal, sys
from pathlib import Path
from qdgen.errors import OutputError
from qdgen.word.package import write_package
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    noise = (os.urandom(10_000) for _ in range(100))
    write_package({"word/document.xml": noise}, Path(sys.argv[1]))
except OutputError as error:
    print(error.exit_code, error.message)
"""


def _child(code: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdout=subprocess.PIPE, text=True
    )


def test_a_full_disk_is_told_and_leaves_the_earlier_file(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"earlier")
    with _child(FULL_DISK, str(path)) as child:
        said, _ = child.communicate(timeout=60)
    assert said.startswith(f"8 {path} cannot be written: ")
    assert path.read_bytes() == b"earlier"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.mkdir()
    with pytest.raises(OutputError):
        write_package(PARTS, path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_package(PARTS, tmp_path / "none" / "a.docx")


KILLED = """
import sys, time
from pathlib import Path
from qdgen.word.package import write_package
def slow():
    yield b"x" * 1_000_000
    print("writing", flush=True)
    time.sleep(60)
    yield b"x"
write_package({"word/document.xml": slow()}, Path(sys.argv[1]))
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_process_killed_in_mid_write_leaves_the_earlier_file(
    tmp_path: Path, how: signal.Signals
) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"earlier")
    with _child(KILLED, str(path)) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        child.send_signal(how)
        child.wait(timeout=60)
    assert path.read_bytes() == b"earlier"
    if how is signal.SIGINT:
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["../x", "/x", "word/", "a\\b", "", "word//x"])
def test_a_name_outside_the_package_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a part name"):
        write_package({name: b""}, tmp_path / "a.docx")


def _rows(count: int) -> Iterator[bytes]:
    head, tail = Raw("<!-- rows -->").parts()["word/document.xml"].split(b"<!-- rows -->")
    yield head + b"<w:tbl>"
    for row in range(count):
        cells = (f"<w:tc>{p(r(f'hàng {row} ô {cell}'))}</w:tc>" for cell in range(6))
        yield f"<w:tr>{''.join(cells)}</w:tr>".encode()
    yield b"</w:tbl>" + tail


def test_memory_does_not_grow_with_the_rows_written_and_read(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    peaks = []
    for rows in (200, 4_000):
        tracemalloc.start()
        write_package({**PARTS, "word/document.xml": _rows(rows)}, path)
        assert sum(1 for _ in iter_body_texts(path)) == rows * 6
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
