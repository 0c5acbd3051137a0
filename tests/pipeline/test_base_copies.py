"""A copy of the content beside the outputs is a file from outside: whatever it holds stays
within its folder and its bounds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qdgen.pipeline.base_copies import FOLDER, unpack_copy

MARK = "ab" * 32


def packed(outputs: Path, *names: str) -> Path:
    path = outputs / FOLDER / f"{MARK[:32]}.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as package:
        for name in names:
            package.writestr(name, "a")
    return path


@pytest.mark.parametrize("name", ["{outside}/x", "../x", "a/../../x", "a/b/c", "c:x", "a\\x"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    packed(tmp_path / "out", "ho-so/quyet-dinh.yaml", name.format(outside=outside))

    assert unpack_copy(MARK, [tmp_path / "out"], tmp_path / "to") is None

    assert list(outside.iterdir()) == []
    assert not (tmp_path / "x").exists()


def test_a_name_right_below_the_root_is_refused(tmp_path: Path) -> None:
    packed(tmp_path / "out", "/qdgen-x")

    assert unpack_copy(MARK, [tmp_path / "out"], tmp_path / "to") is None

    assert not Path("/qdgen-x").exists()


def test_an_entry_said_to_be_encrypted_is_none(tmp_path: Path) -> None:
    path = packed(tmp_path / "out", "ho-so/quyet-dinh.yaml")
    data = bytearray(path.read_bytes())
    for sign, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + at] |= 1
    path.write_bytes(data)

    assert unpack_copy(MARK, [tmp_path / "out"], tmp_path / "to") is None


def test_what_is_kept_is_laid_out(tmp_path: Path) -> None:
    packed(tmp_path / "out", "ho-so/quyet-dinh.yaml", "van-ban.yaml")

    assert unpack_copy(MARK, [tmp_path / "out"], tmp_path / "to") == tmp_path / "to" / "ho-so"
    assert (tmp_path / "to/van-ban.yaml").is_file()
