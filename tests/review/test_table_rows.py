"""Which rows a Bảng so sánh has, and what stands in them: each change its row, and no other."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from random_edits import random_pair, seeds

from building import PROJECT
from qdgen.check.elements import Element
from qdgen.content.loader import load_dossier
from qdgen.review.changes import Comparison, Kind
from qdgen.review.compare import compare
from qdgen.review.content_version import content_version
from qdgen.review.side_by_side.from_versions import FOLLOWS, GONE, rows_of, subject_of
from qdgen.review.side_by_side.rows import Group, Line, Mark, Row
from qdgen.review.unit import Unit, Version

DECISION = "2025-du-lieu-quoc-gia"


def _version(folder: Path) -> Version:
    dossier, _ = load_dossier(folder)
    assert dossier is not None
    return content_version(dossier, folder.name)


@pytest.fixture(scope="module")
def base() -> Version:
    return _version(PROJECT / "content" / DECISION)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return tmp_path / "content" / DECISION


def _edit(folder: Path, file: str, *changes: tuple[str, str]) -> None:
    path = folder / file
    words = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert words.count(old) == 1, old
        words = words.replace(old, new)
    path.write_text(words, encoding="utf-8")


def _words(line: Line) -> str:
    return "".join(span.text for span in line)


def _marked(row: Row, mark: Mark) -> list[str]:
    lines = [line for pair in row.pairs for line in (pair.old, pair.new)]
    return [span.text for line in lines for span in line if span.mark is mark]


def _only(rows: Iterable[Group | Row]) -> Row:
    (row,) = [row for row in rows if isinstance(row, Row)]
    return row


def test_a_changed_word_is_struck_out_and_its_like_marked(base: Version, desk: Path) -> None:
    _edit(desk, "quyet-dinh.yaml", ("trước ngày 15/12/2025", "trước ngày 10/12/2025"))
    rows, notes = rows_of(compare(base, _version(desk)), {"bao-cao": "Cho kịp."})
    assert rows[0] == Group("QUYẾT ĐỊNH")
    row = _only(rows)
    assert (row.key, row.reason, row.name) == ("bao-cao", "Cho kịp.", "khoản 3 Điều 2")
    assert (row.old_place, row.new_place) == ("Khoản 3 Điều 2", "Khoản 3 Điều 2")
    (pair,) = row.pairs
    assert _words(pair.old).startswith("3. Các cơ quan, đơn vị thuộc Bộ")
    assert _marked(row, Mark.REMOVED) == ["15/12/2025"]
    assert _marked(row, Mark.ADDED) == ["10/12/2025"]
    assert notes == []


def test_what_is_new_what_is_gone_and_what_follows(base: Version, desk: Path) -> None:
    _edit(
        desk,
        "quyet-dinh.yaml",
        (
            "  - id: hieu-luc\n",
            "  - id: them\n    noi_dung: Điều *thêm* & {{ x }}.\n  - id: hieu-luc\n",
        ),
        ("  - Các Thứ trưởng\n", ""),
    )
    rows, notes = rows_of(compare(base, _version(desk)), {})
    group, added, follows, removed = rows
    assert group == Group("QUYẾT ĐỊNH")
    assert isinstance(added, Row)
    assert isinstance(follows, Row)
    assert isinstance(removed, Row)
    assert _marked(added, Mark.REMARK) == ["Bổ sung mới"]
    assert _words(added.pairs[1].new) == "Điều 3. Điều thêm & {{ x }}."
    assert [span.italic for span in added.pairs[1].new if span.text == "thêm"] == [True]
    assert (follows.reason, follows.new_place) == (FOLLOWS, "Nơi nhận")
    assert _words(follows.pairs[0].new) == "- Như Điều 5;"
    assert _marked(removed, Mark.REMARK) == ["Bỏ"]
    assert _words(removed.pairs[0].old) == "- Các Thứ trưởng;"
    assert notes == ["Chỉ đổi số, giữ nguyên nội dung: Điều 3 thành Điều 4; Điều 4 thành Điều 5."]


def test_a_row_of_an_annex_shows_all_its_cells_below_their_headings(
    base: Version, desk: Path
) -> None:
    _edit(
        desk,
        "phu-luc.yaml",
        ("của Bộ Công an)\n      - id: ra-soat", "của Bộ Y tế)\n      - id: ra-soat"),
    )
    rows, _ = rows_of(compare(base, _version(desk)), {})
    assert isinstance(rows[0], Group)
    assert rows[0].title.startswith("Phụ lục: Danh mục nhiệm vụ của các đơn vị")
    row = _only(rows)
    assert (row.key, row.new_place) == ("huong-dan-luat-du-lieu", "STT 1")
    assert [_words(pair.new).partition(":")[0] for pair in row.pairs] == [
        "Tên nhiệm vụ", "Đơn vị thực hiện", "Đơn vị phối hợp", "Sản phẩm", "Thời gian hoàn thành",
    ]  # fmt: skip
    assert _marked(row, Mark.ADDED) == ["Y tế"]


def test_a_row_that_is_gone_renumbers_the_others_and_that_is_told_below(
    base: Version, desk: Path
) -> None:
    path = desk / "phu-luc.yaml"
    words = path.read_text(encoding="utf-8")
    start, end = words.index("      - id: danh-muc-csdl"), words.index("      - id: quy-chuan")
    path.write_text(words[:start] + words[end:], encoding="utf-8")
    rows, notes = rows_of(compare(base, _version(desk)), {})
    row = _only(rows)
    assert (row.old_place, row.new_place) == ("STT 3", "")
    assert _marked(row, Mark.REMARK) == ["Bỏ"]
    (note,) = notes
    assert note.startswith("Chỉ đổi số, giữ nguyên nội dung: ")
    assert note.endswith(" hàng của phụ lục.")


def test_what_was_moved_says_where_from(base: Version, desk: Path) -> None:
    path = desk / "quyet-dinh.yaml"
    words = path.read_text(encoding="utf-8")
    clause = "      - id: theo-doi\n"
    start, end = words.index(clause), words.index("      - id: cap-kinh-phi")
    moved = words[start:end]
    rest = words[:start] + words[end:]
    before = rest.index("  - id: hieu-luc")
    path.write_text(rest[:before] + moved + rest[before:], encoding="utf-8")
    rows, _ = rows_of(compare(base, _version(desk)), {})
    row = _only(rows)
    assert row.key == "theo-doi"
    assert _marked(row, Mark.REMARK) == ["(Chuyển từ khoản 1 Điều 2)"]
    assert (row.old_place, row.new_place) == ("Khoản 1 Điều 2", "Khoản 3 Điều 2")


def test_what_stays_is_left_out_or_said_to_stay(base: Version, desk: Path) -> None:
    assert rows_of(compare(base, _version(desk)), {}) == ([], [])
    rows, _ = rows_of(compare(base, _version(desk)), {}, with_unchanged=True)
    told = [row for row in rows if isinstance(row, Row)]
    assert all(_marked(row, Mark.REMARK) == ["Giữ nguyên"] for row in told)
    assert not any(row.is_change for row in told)
    assert {"ban-hanh", "to-chuc", "bao-cao", "muc-dich", "the-che"} <= {row.key for row in told}


def test_settings_and_registers_are_told_below_the_table(base: Version, desk: Path) -> None:
    _edit(desk, "quyet-dinh.yaml", ("ten_phu_luc: chữ thường", "ten_phu_luc: chữ hoa"))
    _edit(desk.parent, "van-ban.yaml", ("  so: 71/NQ-CP", "  so: 72/NQ-CP"))
    _, notes = rows_of(compare(base, _version(desk)), {})
    assert "Thay đổi cách trình bày: trinh_bay/ten_phu_luc." in notes
    assert "Thay đổi trong danh mục văn bản, đơn vị: nq71." in notes


def test_the_decision_is_called_by_type_and_subject(base: Version) -> None:
    assert subject_of(base.units).startswith("Quyết định phê duyệt Kế hoạch hành động năm 2025")


# --- at random ------------------------------------------------------------------------------------


def test_every_change_has_its_row_and_no_other(tmp_path: Path, whole: bool) -> None:
    for seed in seeds(whole=whole)[: None if whole else 8]:
        old, new = map(_version, random_pair(seed).write(tmp_path / str(seed)))
        comparison = compare(old, new)
        rows, _ = rows_of(comparison, {})
        told = [row.key for row in rows if isinstance(row, Row)]
        assert len(told) == len(set(told)), seed
        assert set(told) == _keys_of_changes(comparison), seed
        everything, _ = rows_of(comparison, {}, with_unchanged=True)
        _check_columns(everything, old, new, seed)


def _keys_of_changes(comparison: Comparison) -> set[str]:
    """What the rows should be called, from the list of changes alone."""
    printed = {Kind.ADDED, Kind.REMOVED, Kind.REWORDED, Kind.EMPHASIS, Kind.SHAPE, Kind.FOLLOWS}
    parts = {unit.part for unit in (*comparison.old.units, *comparison.new.units)}
    renamed = {c.old_place: c.key for c in comparison.changes if c.kind is Kind.RENAMED}
    became = {p.old.key: p.new.key for p in comparison.pairs if p.old and p.new}
    keys = set()
    for change in comparison.changes:
        if change.kind not in printed | {Kind.MOVED}:
            continue
        for unit in {id(u): u for u in (*change.units, change.unit) if u is not None}.values():
            if unit.is_derived and unit.element is not Element.NOTE:
                continue
            if not unit.text and change.kind in (Kind.ADDED, Kind.REMOVED):
                continue
            owner = renamed.get(unit.owner, unit.owner)
            own = unit.host or unit.key
            if owner and unit.owner not in parts:
                keys.add(owner)
            elif change.kind is Kind.REMOVED and unit.is_counted and not unit.host:
                keys.add(f"{own}{GONE}")
            else:
                keys.add(became.get(own, own) if change.kind is Kind.REMOVED else own)
    return keys


def _check_columns(rows: list[Group | Row], old: Version, new: Version, seed: int) -> None:
    """Each column holds what its version prints, and what is not marked is the same in both."""
    for name, version in (("old", old), ("new", new)):
        lines = Counter(
            _words(line).rpartition(": ")[2]
            for row in rows
            if isinstance(row, Row) and (name == "old" or row.is_change)
            for pair in row.pairs
            if (line := getattr(pair, name))
        )
        for unit in version.units:
            if name == "old" and unit.text and not unit.is_derived:
                assert any(shown.endswith(_tail(unit)) for shown in lines), (seed, unit.key)
    for row in rows:
        for pair in row.pairs if isinstance(row, Row) else ():
            if pair.old and pair.new:
                kept = _kept(pair.old, Mark.REMOVED)
                assert kept == _kept(pair.new, Mark.ADDED), (seed, row)


def _kept(line: Line, mark: Mark) -> list[str]:
    """The words that are not marked, the numbers of footnotes left out."""
    return "".join(s.text for s in line if s.mark is not mark and not s.raised).split()


def _tail(unit: Unit) -> str:
    """The end of the unit's words, behind its last footnote's mark and colon."""
    return unit.text.rpartition("\ufffc")[2].rpartition(": ")[2]
