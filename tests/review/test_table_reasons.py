"""thuyet-minh.yaml: reasons by id, read strictly and added to by the fewest characters."""

from __future__ import annotations

from pathlib import Path

import pytest

from qdgen.errors import ContentError
from qdgen.review.side_by_side.reasons import add_entries, read_reasons

WRITTEN = """\
# Người ghi: Vụ Pháp chế
muc:
  - id: bao-cao
    ly_do: >-
      Để kịp kỳ họp
      cuối năm & {{ x }}.   
  # chưa có
  - id: quyet-dinh/can_cu/qd570
    ly_do:

  - id: kinh-phi
    ly_do: |-
      Dòng một
      =1+1
"""  # noqa: W291


def _file(folder: Path, words: str) -> Path:
    path = folder / "thuyet-minh.yaml"
    path.write_text(words, encoding="utf-8", newline="")
    return path


def test_reasons_are_read_by_id_and_by_key(tmp_path: Path) -> None:
    _file(tmp_path, WRITTEN.replace(".   ", "."))
    assert read_reasons(tmp_path, "ho-so").words == {
        "bao-cao": "Để kịp kỳ họp cuối năm & {{ x }}.",
        "quyet-dinh/can_cu/qd570": "",
        "kinh-phi": "Dòng một\n=1+1",
    }


def test_where_there_is_no_file_there_are_no_reasons(tmp_path: Path) -> None:
    assert read_reasons(tmp_path, "ho-so").words == {}


def test_a_new_file_holds_the_entries_and_says_what_it_is_for(tmp_path: Path) -> None:
    add_entries(
        read_reasons(tmp_path, "ho-so"),
        [("bao-cao", "Khoản 3 Điều 2"), ("quyet-dinh/can_cu/nd55", "Căn cứ")],
    )
    assert (tmp_path / "thuyet-minh.yaml").read_text(encoding="utf-8") == (
        "# Lý do của từng chỗ sửa, cho Bảng so sánh, thuyết minh: ghi vào ly_do.\n"
        "muc:\n"
        "  # Khoản 3 Điều 2\n"
        "  - id: bao-cao\n"
        "    ly_do:\n"
        "  # Căn cứ\n"
        "  - id: quyet-dinh/can_cu/nd55\n"
        "    ly_do:\n"
    )
    assert set(read_reasons(tmp_path, "ho-so").words.values()) == {""}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_what_was_written_stays_as_it_is_to_the_byte(tmp_path: Path, newline: str) -> None:
    before = WRITTEN.replace(".   ", ".").replace("\n", newline)
    path = _file(tmp_path, before)
    add_entries(read_reasons(tmp_path, "ho-so"), [("moi", "Điều 9")])
    after = path.read_bytes().decode()
    assert after.startswith(before)
    assert after[len(before) :].removeprefix(newline) == newline.join(
        ["  # Điều 9", "  - id: moi", "    ly_do:", ""]
    )
    words = read_reasons(tmp_path, "ho-so").words
    assert words["kinh-phi"] == "Dòng một\n=1+1"
    assert words["moi"] == ""


@pytest.mark.parametrize("words", ["", "muc:\n", "# chưa có gì\n"])
def test_an_empty_file_takes_its_first_entry(tmp_path: Path, words: str) -> None:
    _file(tmp_path, words)
    add_entries(read_reasons(tmp_path, "ho-so"), [("a", "Điều 1")])
    assert read_reasons(tmp_path, "ho-so").words == {"a": ""}


@pytest.mark.parametrize(
    ("words", "code", "line"),
    [
        ("muc:\n  - id: a\n    ly_do: x\n  - id: a\n    ly_do: y\n", "duplicate-id", 4),
        ("muc:\n  - ly_do: x\n", "missing-key", 2),
        ("muc:\n  - id: a\n    lydo: x\n", "unknown-key", 3),
        ("muc: [a: b]\n", "flow-map", 1),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_place(
    tmp_path: Path, words: str, code: str, line: int
) -> None:
    path = _file(tmp_path, words)
    with pytest.raises(ContentError) as caught:
        read_reasons(tmp_path, "ho-so")
    (found,) = caught.value.diagnostics
    assert (found.code, found.location.line) == (code, line)
    assert found.location.file == "ho-so/thuyet-minh.yaml"
    assert path.read_text(encoding="utf-8") == words


def test_a_link_that_leads_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    outside = tmp_path / "khác.yaml"
    outside.write_text("muc:\n", encoding="utf-8")
    folder = tmp_path / "ho-so"
    folder.mkdir()
    (folder / "thuyet-minh.yaml").symlink_to(outside)
    with pytest.raises(ContentError):
        read_reasons(folder, "ho-so")
