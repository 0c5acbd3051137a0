"""What a person sees in the diff after a change: the fewest lines, their comments, their layout."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.nodes import MapNode, Scalar, SourceFile
from qdgen.content.rendering import Data

FILE = """\
# yaml-language-server: $schema=a.json

# phần đầu
van_ban:
  loai: Quyết định
  # điền khi ban hành
  so:  # số
  trich_yeu: >-
    Phê duyệt Kế hoạch hành động của Bộ Khoa học và Công nghệ
    triển khai Chiến lược dữ liệu quốc gia
can_cu: [nd55, qd142]
dieu:
  # giữ nguyên câu này
  - id: mot
    noi_dung: Một đoạn.  # xem lại

  # điều hai
  - id: hai
    # lời văn
    noi_dung:
      - Đoạn đầu
      - gach:
          - gạch một
          # gạch hai
          - gạch hai

  # nhóm khác

  - id: ba
    noi_dung: 'Ba: bốn'
ky:
  ho_ten: Nguyễn Văn A
"""


def _changed(change: Callable[[Edits], None]) -> tuple[list[str], list[str]]:
    """The lines that went and the lines that came, in order."""
    import difflib

    edits = Edits(SourceFile("f.yaml", FILE))
    change(edits)
    lines = list(difflib.ndiff(FILE.splitlines(), edits.text().splitlines()))
    return (
        [line[2:] for line in lines if line[0] == "-"],
        [line[2:] for line in lines if line[0] == "+"],
    )


def _text(edits: Edits, *path: str | int) -> Scalar:
    return edits.scalar_at(*path)


def _replace(path: tuple[str | int, ...], old: str, new: str) -> Callable[[Edits], None]:
    def change(edits: Edits) -> None:
        scalar = edits.scalar_at(*path)
        start = scalar.value.index(old)
        edits.replace(scalar, start, start + len(old), new)

    return change


def _put(path: tuple[str | int, ...], key: str, data: Data) -> Callable[[Edits], None]:
    return lambda edits: edits.put(edits.map_at(*path), key, data)


def _remove(path: tuple[str | int, ...], key: str) -> Callable[[Edits], None]:
    return lambda edits: edits.remove(edits.map_at(*path), key)


def _delete(*path: str | int) -> Callable[[Edits], None]:
    def change(edits: Edits) -> None:
        item = edits.at(*path)
        assert isinstance(item, (Scalar, MapNode))
        edits.delete(item)

    return change


def _after(path: tuple[str | int, ...], data: Data, comment: str = "") -> Callable[[Edits], None]:
    def change(edits: Edits) -> None:
        item = edits.at(*path)
        assert isinstance(item, (Scalar, MapNode))
        edits.insert_after(item, data, comment=comment)

    return change


GAP = "    noi_dung: Một đoạn.  # xem lại"


@pytest.mark.parametrize(
    ("change", "went", "came"),
    [
        # words
        (
            _replace(("van_ban", "trich_yeu"), "của Bộ", "năm 2026 của Bộ"),
            ["    Phê duyệt Kế hoạch hành động của Bộ Khoa học và Công nghệ"],
            ["    Phê duyệt Kế hoạch hành động năm 2026 của Bộ Khoa học và Công nghệ"],
        ),
        (
            _replace(
                ("van_ban", "trich_yeu"),
                "của Bộ",
                "giai đoạn 2026 - 2030, có xét đến năm 2035, của Bộ",
            ),
            ["    Phê duyệt Kế hoạch hành động của Bộ Khoa học và Công nghệ"],
            [
                "    Phê duyệt Kế hoạch hành động giai đoạn 2026 - 2030, có xét đến năm 2035,",
                "    của Bộ Khoa học và Công nghệ",
            ],
        ),
        (
            _replace(("dieu", 0, "noi_dung"), "đoạn", "đoạn: hai"),
            [GAP],
            ["    noi_dung: 'Một đoạn: hai.'  # xem lại"],
        ),
        (
            _replace(("dieu", 2, "noi_dung"), "Ba:", "Ba 'và'"),
            ["    noi_dung: 'Ba: bốn'"],
            ["    noi_dung: 'Ba ''và'' bốn'"],
        ),
        (_put(("van_ban",), "so", "142"), ["  so:  # số"], ["  so: 142  # số"]),
        (_put(("ky",), "ho_ten", ""), ["  ho_ten: Nguyễn Văn A"], ["  ho_ten:"]),
        # keys
        (_put(("van_ban",), "ky_hieu", "QĐ-X"), [], ["  ky_hieu: QĐ-X"]),
        (_remove(("van_ban",), "so"), ["  # điền khi ban hành", "  so:  # số"], []),
        (
            _remove(("dieu", 1), "id"),
            ["  - id: hai", "    # lời văn", "    noi_dung:"],
            ["  # lời văn", "  - noi_dung:"],
        ),
        (
            _remove(("ky",), "ho_ten"),  # nothing is left of the map
            ["ky:", "  ho_ten: Nguyễn Văn A"],
            [],
        ),
        # items
        (
            _delete("dieu", 1, "noi_dung", 1, "gach", 1),
            ["          # gạch hai", "          - gạch hai"],
            [],
        ),
        (_delete("can_cu", 0), ["can_cu: [nd55, qd142]"], ["can_cu: [qd142]"]),
        (
            _after(("can_cu", 0), "qd813"),
            ["can_cu: [nd55, qd142]"],
            ["can_cu: [nd55, qd813, qd142]"],
        ),
        (
            _after(("can_cu", 1), {"de_nghi": "Viện trưởng"}),
            ["can_cu: [nd55, qd142]"],
            ["can_cu:", "  - nd55", "  - qd142", "  - de_nghi: Viện trưởng"],
        ),
        (
            _after(("dieu", 0), {"noi_dung": "Mới.", "id": "moi"}, "từ góp ý"),
            [],
            ["", "  # từ góp ý", "  - id: moi", "    noi_dung: Mới."],
        ),
        (
            _after(("dieu", 0, "noi_dung"), {"gach": ["gạch"]}),
            [GAP],
            ["    noi_dung:  # xem lại", "      - Một đoạn.", "      - gach:", "          - gạch"],
        ),
        (
            lambda edits: edits.insert_into(
                edits.with_id("mot"), "khoan", {"id": "k", "noi_dung": "Khoản."}
            ),
            [],
            ["    khoan:", "      - id: k", "        noi_dung: Khoản."],
        ),
        (
            lambda edits: edits.insert_into(
                _text(edits, "dieu", 1, "noi_dung", 1, "gach", 0), "gach", "dấu cộng"
            ),
            ["          - gạch một"],
            ["          - noi_dung: gạch một", "            gach:", "              - dấu cộng"],
        ),
    ],
)  # fmt: skip
def test_the_lines_that_change(
    change: Callable[[Edits], None], went: list[str], came: list[str]
) -> None:
    assert _changed(change) == (went, came)


def test_an_item_moves_with_its_comments_and_the_others_stay() -> None:
    edits = Edits(SourceFile("f.yaml", FILE))
    edits.move_before(edits.with_id("hai"), edits.with_id("mot"))
    moved = FILE[FILE.index("  # điều hai") : FILE.index("\n  # nhóm khác")]
    assert edits.text() == FILE.replace(moved + "\n", "").replace(
        "  # giữ nguyên", moved + "\n  # giữ nguyên"
    )


def test_an_item_moved_deeper_is_indented_there() -> None:
    edits = Edits(SourceFile("f.yaml", FILE))
    edits.move_into(edits.with_id("ba"), edits.with_id("hai"), "khoan")
    assert "    khoan:\n      - id: ba\n        noi_dung: 'Ba: bốn'\n" in edits.text()


def test_what_is_changed_inside_of_what_moves_goes_along() -> None:
    edits = Edits(SourceFile("f.yaml", FILE))
    edits.move_before(edits.with_id("ba"), edits.with_id("mot"))
    edits.set_text(edits.scalar_at("dieu", 2, "noi_dung"), "Ba là bốn")
    edits.insert_into(edits.with_id("ba"), "gach", "và năm")
    assert (
        "dieu:\n  - id: ba\n    noi_dung: 'Ba là bốn'\n    gach:\n      - và năm\n" in edits.text()
    )


def test_a_deleted_list_goes_with_its_key() -> None:
    edits = Edits(SourceFile("f.yaml", FILE))
    for nth in (0, 1):
        _delete("dieu", 1, "noi_dung", 1, "gach", nth)(edits)
    assert "gach" not in edits.text()
    assert "- Đoạn đầu\n" in edits.text()


@pytest.mark.parametrize(
    "change",
    [
        lambda edits: edits.replace(_text(edits, "ky", "ho_ten"), 0, 99, "x"),
        lambda edits: edits.set_text(_text(edits, "ky", "ho_ten"), "một\nhai \nba"),
        lambda edits: edits.set_text(_text(edits, "ky", "ho_ten"), "tab\there"),
        lambda edits: edits.set_text(_text(edits, "ky", "ho_ten"), "x\u200by"),
        lambda edits: edits.put(edits.map_at("ky"), "Chức vụ", "x"),
        lambda edits: edits.put(edits.map_at("ky"), "chuc_vu", ["x", ["y"]]),
        lambda edits: edits.insert_after(edits.with_id("mot"), {}),
        lambda edits: edits.delete(edits.map_at("ky")),
        lambda edits: edits.move_after(edits.with_id("mot"), edits.with_id("mot")),
        lambda edits: edits.move_into(edits.with_id("hai"), edits.with_id("hai"), "khoan"),
        lambda edits: edits.at("ky", "khong_co"),
        lambda edits: edits.with_id("khong-co"),
        lambda edits: edits.remark(edits.with_id("mot"), "x\u200by"),
        lambda edits: [edits.remove(edits.root, key) for key in list(edits.root)],
    ],
)
def test_what_cannot_be_done_is_refused_whole(change: Callable[[Edits], object]) -> None:
    with pytest.raises(SplicingError):
        _changed(change)


def test_nodes_of_another_reading_serve_and_those_of_another_text_do_not() -> None:
    other = Edits(SourceFile("g.yaml", FILE))
    edits = Edits(SourceFile("f.yaml", FILE))
    edits.set_text(other.scalar_at("ky", "ho_ten"), "Trần Thị B")
    edits.delete(other.with_id("mot"))
    assert "Trần Thị B" in edits.text()
    assert "mot" not in edits.text()
    changed = Edits(SourceFile("f.yaml", FILE + "cuoi: x\n"))
    with pytest.raises(SplicingError):
        changed.delete(other.with_id("mot"))


def test_a_file_that_is_not_correct_is_not_touched() -> None:
    with pytest.raises(SplicingError) as refused:
        Edits(SourceFile("f.yaml", FILE + "ky: x\n"))
    assert str(refused.value.place).startswith("f.yaml:")


def test_thousands_of_changes_in_a_long_annex() -> None:
    rows = "".join(
        f"  - id: h{n}\n    viec: >-\n      Việc {n} của\n      các đơn vị\n    han: Tháng 6/2025\n"
        for n in range(500)
    )
    edits = Edits(SourceFile("f.yaml", f"phu_luc:\n  tieu_de: X\nhang:\n{rows}"))
    found = edits.at("hang")
    assert isinstance(found, list)
    for nth, row in enumerate(found):
        han = row["han"]
        edits.replace(han, 8, 12, "2026")
        if nth % 2:
            edits.insert_after(row, {"id": f"m{nth}", "viec": "Mới", "han": ""})
    result = edits.text()
    assert (result.count("2026"), result.count("2025"), result.count("id: m")) == (500, 0, 250)
