"""Files as they come by mail: encodings, sizes, links, what is attached and what is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from qdgen.content import yaml_reader
from qdgen.content.loader import load_dossier
from qdgen.content.model import AnnexFile, AttachedFile
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, Severity

CASES = Path(__file__).parent / "cases"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CASES / "base", tmp_path / "noi-dung")) / "ho-so"


def _codes(diagnostics: list[Diagnostic]) -> list[str]:
    return [d.code for d in diagnostics]


@pytest.mark.parametrize(
    ("data", "place", "word"),
    [
        ("so: Số\n".encode("utf-16"), "f.yaml:1:1", "Notepad"),
        ("so: So\n".encode("utf-16-be"), "f.yaml:1:1", "Notepad"),
        (b"so: 1\nloai: Quy\xd5t \xae\xdenh\n", "f.yaml:2:10", "TCVN3"),
        ("so: Số\n".encode("cp1258", "replace") + b"\xf0\n", "f.yaml:2:1", "VNI"),
        (b"a: \xed\xa0\x80\n", "f.yaml:1:4", "UTF-8"),
    ],
    ids=["Notepad", "UTF-16 without a mark", "TCVN3", "Windows-1258", "half a character"],
)
def test_a_file_in_another_encoding_is_refused_with_its_place(
    data: bytes, place: str, word: str, tmp_path: Path
) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(data)
    root, source, diagnostics = read_file(path, "f.yaml")
    assert (root, source) == (None, None)
    assert _codes(diagnostics) == ["not-utf8"]
    assert str(diagnostics[0].location) == place
    assert word in str(diagnostics[0].hint)


def test_a_byte_order_mark_of_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes("so: 12\n".encode("utf-8-sig"))
    assert _codes(read_file(path, "f.yaml")[2]) == ["bom"]


def test_a_file_larger_than_the_bound_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_reader, "MOST_BYTES", 1024)
    path = tmp_path / "f.yaml"
    path.write_text("a: " + "b" * 1022, encoding="utf-8")
    assert _codes(read_file(path, "f.yaml")[2]) == ["file-too-large"]
    path.write_text("a: " + "b" * 1021, encoding="utf-8")
    assert _codes(read_file(path, "f.yaml")[2]) == []


def test_the_bound_is_64_megabytes() -> None:
    assert yaml_reader.MOST_BYTES == 64 * 1024 * 1024


def test_a_folder_in_the_place_of_a_file_is_unreadable(folder: Path) -> None:
    (folder / "ke-hoach.yaml").unlink()
    (folder / "ke-hoach.yaml").mkdir()
    assert "file-unreadable" in _codes(load_dossier(folder)[1])
    assert _codes(read_file(folder, "ho-so")[2]) == ["file-unreadable"]


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(folder: Path) -> None:
    (folder / "ke-hoach.yaml").unlink()
    os.mkfifo(folder / "ke-hoach.yaml")
    assert "file-unreadable" in _codes(load_dossier(folder)[1])


def test_a_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "ngoai.yaml"
    shutil.move(folder / "ke-hoach.yaml", outside)
    (folder / "ke-hoach.yaml").symlink_to(outside)
    dossier, diagnostics = load_dossier(folder, "ho-so")
    assert dossier is None
    assert [(d.code, d.location.file) for d in diagnostics if d.code == "link-outside"] == [
        ("link-outside", "ho-so/ke-hoach.yaml")
    ]


def test_a_link_that_stays_in_the_folder_is_followed(folder: Path) -> None:
    shutil.move(folder / "ke-hoach.yaml", folder / ".ke-hoach-2025.yaml")
    (folder / "ke-hoach.yaml").symlink_to(folder / ".ke-hoach-2025.yaml")
    assert load_dossier(folder)[1] == []


def test_a_link_to_itself_is_unreadable(folder: Path) -> None:
    (folder / "ke-hoach.yaml").unlink()
    (folder / "ke-hoach.yaml").symlink_to(folder / "ke-hoach.yaml")
    assert "file-unreadable" in _codes(load_dossier(folder)[1])


def test_a_folder_without_a_decision_is_no_dossier(tmp_path: Path) -> None:
    dossier, diagnostics = load_dossier(tmp_path)
    assert dossier is None
    assert _codes(diagnostics) == ["decision-missing"]


def test_a_file_that_nothing_attaches_gives_a_warning_alone(folder: Path) -> None:
    (folder / "nhap.yaml").write_text("so: 1\n", encoding="utf-8")
    dossier, diagnostics = load_dossier(folder, "ho-so")
    assert dossier is not None
    assert [(d.code, d.severity, str(d.location)) for d in diagnostics] == [
        ("unattached-file", Severity.WARNING, "ho-so/nhap.yaml")
    ]


def test_a_file_with_the_other_ending_is_named(folder: Path) -> None:
    shutil.move(folder / "ke-hoach.yaml", folder / "ke-hoach.yml")
    missing = [d for d in load_dossier(folder)[1] if d.code == "attached-missing"]
    assert ["ke-hoach.yaml" in str(d.hint) for d in missing] == [True]


def test_more_files_than_the_bound_are_refused(folder: Path) -> None:
    names = [f"phu-luc-{n}" for n in range(201)]
    for name in names:
        (folder / f"{name}.yaml").write_text(
            "phu_luc:\n  tieu_de: a\nnoi_dung: b\n", encoding="utf-8"
        )
    decision = folder / "quyet-dinh.yaml"
    listed = "".join(f"  - {name}\n" for name in names)
    decision.write_text(
        decision.read_text(encoding="utf-8").replace("  - ke-hoach\n", listed), encoding="utf-8"
    )
    assert "too-many-attached" in _codes(load_dossier(folder)[1])


def test_a_dossier_knows_its_files_in_the_order_they_are_attached(folder: Path) -> None:
    dossier, _ = load_dossier(folder, "ho-so")
    assert dossier is not None
    assert isinstance(dossier.attachments["ke-hoach"], AttachedFile)
    assert isinstance(dossier.attachments["phu-luc"], AnnexFile)
    assert [path.name for path in dossier.files] == [
        "van-ban.yaml",
        "don-vi.yaml",
        "quyet-dinh.yaml",
        "ke-hoach.yaml",
        "phu-luc.yaml",
    ]
    assert dossier.absent == ()
    assert list(dossier.documents) == ["qd142", "nd55"]
    assert list(dossier.units) == ["vien", "vu"]
    assert dossier.name == "ho-so"


def test_every_key_and_id_of_a_dossier_knows_where_it_is_declared(folder: Path) -> None:
    dossier, _ = load_dossier(folder, "ho-so")
    assert dossier is not None
    assert {key: str(place) for key, place in dossier.key_places.items()} == {
        "qd142": "van-ban.yaml:1:1",
        "nd55": "van-ban.yaml:8:1",
        "vien": "don-vi.yaml:1:1",
        "vu": "don-vi.yaml:5:1",
        "ke-hoach": "ho-so/quyet-dinh.yaml:37:5",
        "phu-luc": "ho-so/ke-hoach.yaml:9:5",
        "ban-hanh": "ho-so/quyet-dinh.yaml:16:9",
        "thi-hanh": "ho-so/quyet-dinh.yaml:24:9",
        "bao-cao": "ho-so/quyet-dinh.yaml:27:13",
        "muc-dich": "ho-so/ke-hoach.yaml:5:9",
        "nhom": "ho-so/phu-luc.yaml:15:9",
        "viec": "ho-so/phu-luc.yaml:18:13",
    }


def test_registers_that_are_not_there_are_known_to_be_absent(folder: Path) -> None:
    (folder.parent / "don-vi.yaml").unlink()
    dossier, diagnostics = load_dossier(folder)
    assert diagnostics == []
    assert dossier is not None
    assert [path.name for path in dossier.absent] == ["don-vi.yaml"]


def test_empty_values_of_keys_that_may_be_left_out_count_as_absent(folder: Path) -> None:
    decision = folder / "quyet-dinh.yaml"
    content = decision.read_text(encoding="utf-8").replace("  - ke-hoach\n", "")
    decision.write_text(content + "trinh_bay:\n", encoding="utf-8")
    for name in ("ke-hoach", "phu-luc"):
        (folder / f"{name}.yaml").unlink()
    dossier, diagnostics = load_dossier(folder)
    assert diagnostics == []
    assert dossier is not None
    assert dossier.attachments == {}
    assert dossier.decision.header.number is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("phu_luc:\n  tieu_de: a\n", "annex-empty"),
        (
            "phu_luc:\n  tieu_de: a\ncot:\n  - khoa: a\n    tieu_de: A\n    rong: 3\n",
            "rows-missing",
        ),
    ],
)
def test_an_annex_must_hold_something(folder: Path, content: str, code: str) -> None:
    (folder / "phu-luc.yaml").write_text(content, encoding="utf-8")
    assert _codes(load_dossier(folder)[1]) == [code]


def test_a_missing_dash_between_items_is_named(folder: Path) -> None:
    decision = folder / "quyet-dinh.yaml"
    content = decision.read_text(encoding="utf-8")
    decision.write_text(content.replace("  - luu: VT", "  -luu: VT"), encoding="utf-8")
    assert [(d.code, str(d.location)) for d in load_dossier(folder, "ho-so")[1]] == [
        ("no-space-after-dash", "ho-so/quyet-dinh.yaml:32:3")
    ]
