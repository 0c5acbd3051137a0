"""What a comparison says of a change: its kind, its level, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qdgen.review.changes import Change, Comparison, Kind, Level
from qdgen.review.compare import compare
from qdgen.review.content_version import content_version
from qdgen.review.levels import RULES, UNEXPLAINED
from small_dossiers import annex, decision, load, write_dossier

REGISTER = """\
qd1:
  loai: Quyết định
  so: 1/QĐ-TTg
  ngay: 01/2/2024
  co_quan: Thủ tướng Chính phủ
  trich_yeu: về dữ liệu
"""
PROJECT = Path(__file__).resolve().parents[2]


def dossier(folder: Path, text: str = "", **more: str) -> Path:
    articles = text if text.startswith("- id") else f"- id: mot\n  noi_dung: >-\n    {text}\n"
    given = {
        key: value for key, value in more.items() if key in {"noi_nhan", "can_cu", "trinh_bay"}
    }
    return write_dossier(
        folder,
        quyet_dinh=decision(articles, kem_theo=("phu-luc",) if "rows" in more else (), **given),
        van_ban=more.get("register", REGISTER),
        don_vi="v:\n  ten: Viện Chiến lược\n",
        files={"phu-luc": more["rows"]} if "rows" in more else {},
    )


def compared(old: Path, new: Path) -> Comparison:
    return compare(content_version(load(old), "cũ"), content_version(load(new), "mới"))


def of_texts(tmp_path: Path, old: str, new: str) -> Comparison:
    return compared(dossier(tmp_path / "a", old), dossier(tmp_path / "b", new))


def only(comparison: Comparison) -> Change:
    assert len(comparison.made) == 1, [(c.kind, c.key, c.rule) for c in comparison.made]
    return comparison.made[0]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("Bộ,  trình duyệt", "Bộ, trình duyệt", "spacing"),
        ("Lập, trình duyệt", "Lập trình duyệt", "punctuation"),
        ("trình Cấp trên", "trình cấp trên", "capitals"),
        ("văn hoá của xã", "văn hóa của xã", "tone-place"),
        ("kế hoặch chung", "kế hoạch chung", "spelling"),
        ("từ 02/3/2025 đến", "từ 2/3/2025 đến", "same-date"),
        ("trước 15/12/2025", "trước 15/11/2025", "amount"),
        ("trong hai tháng", "trong ba tháng", "amount"),
        ("nộp 3 bản", "nộp 4 bản", "amount"),
        ("giao Vụ Pháp chế", "giao Sở Pháp chế", "organ"),
        ("giao Viện Chiến lược", "giao Viện Chiến thuật", "organ"),
        ("được nộp lại", "không nộp lại", "duty"),
        ("phải trình duyệt", "trình duyệt", "duty"),
        ("rà soát tài liệu", "xem xét tài liệu", "wording"),
        ("theo mẫu α", "theo mẫu ≠", "unexplained"),
        ("xong^(Một.) mọi việc chung", "xong mọi việc chung^(Một.)", "note-mark"),
    ],
)
def test_a_rule_decides_how_grave_a_replacement_is(
    tmp_path: Path, old: str, new: str, rule: str
) -> None:
    change = only(of_texts(tmp_path, f"Các đơn vị {old}.", f"Các đơn vị {new}."))
    assert (change.kind, change.rule) == (Kind.REWORDED, rule)


def test_what_no_rule_explains_is_as_grave_as_can_be() -> None:
    assert UNEXPLAINED.level is max(Level)


def test_the_gravest_of_several_edits_decides(tmp_path: Path) -> None:
    change = only(of_texts(tmp_path, "Rà soát, nộp trước 1/5/2025.", "Xem xét nộp trước 2/5/2025."))
    assert (change.level, change.rule) == (Level.SUBSTANCE, "amount")


def test_the_rules_are_listed_in_the_documents() -> None:
    page = (PROJECT / "docs/review.md").read_text(encoding="utf-8")
    for rule in (*RULES, UNEXPLAINED):
        assert f"| `{rule.name}` | {rule.level.name.lower()} |" in page, rule.name


def test_a_changed_entry_is_one_change_and_tells_where_it_is_printed(tmp_path: Path) -> None:
    text = "Theo @qd1 và^(Xem @qd1(số).) của xã."
    old = dossier(tmp_path / "a", text, can_cu="- qd1\n")
    new = dossier(
        tmp_path / "b", text, can_cu="- qd1\n", register=REGISTER.replace("1/QĐ", "12/QĐ")
    )
    comparison = compared(old, new)
    change = only(comparison)
    assert (change.kind, change.key, change.rule) == (Kind.REGISTER, "qd1", "entry-printed")
    assert change.effects == ("quyet-dinh/can_cu/qd1", "mot", "mot/chu_thich/1")
    assert {c.key for c in comparison.following} == set(change.effects)
    assert all(c.causes == ("qd1",) for c in comparison.following)


def test_an_entry_that_is_not_printed_hardly_matters(tmp_path: Path) -> None:
    old = dossier(tmp_path / "a", "Xong.")
    new = dossier(tmp_path / "b", "Xong.", register=REGISTER.replace("1/QĐ", "12/QĐ"))
    change = only(compared(old, new))
    assert (change.rule, change.level, change.effects) == ("entry-aside", Level.FORM, ())


def test_an_edit_beside_a_citation_is_told_apart_from_what_the_citation_became(
    tmp_path: Path,
) -> None:
    old = dossier(tmp_path / "a", "Theo @qd1 lập kế hoạch.")
    new = dossier(
        tmp_path / "b", "Theo @qd1 lập báo cáo.", register=REGISTER.replace("1/QĐ", "12/QĐ")
    )
    reworded, entry = compared(old, new).made
    assert (reworded.rule, reworded.causes) == ("wording", ("qd1",))
    assert [edit in reworded.aside for edit in reworded.edits] == [True, False]
    assert entry.effects == ("mot",)


def test_a_provision_put_in_renumbers_and_references_follow(tmp_path: Path) -> None:
    old = "- id: a\n  noi_dung: Theo @c.\n- id: b\n  noi_dung: Hai.\n- id: c\n  noi_dung: Ba.\n"
    new = old.replace("- id: b", "- id: x\n  noi_dung: Mới.\n- id: b")
    comparison = of_texts(tmp_path, old, new)
    change = only(comparison)
    assert (change.kind, change.key, change.rule) == (Kind.ADDED, "x", "provision")
    assert [c.key for c in comparison.renumbered] == ["b", "c"]
    assert [(c.key, c.causes) for c in comparison.following] == [("a", ("c",))]


def rows_of(*order: int) -> str:
    return "".join(f"- id: r{n}\n  viec: Việc thứ {n} của đơn vị\n" for n in order)


def test_the_fewest_rows_have_moved(tmp_path: Path) -> None:
    old = dossier(tmp_path / "a", "Xong.", rows=annex(rows_of(1, 2, 3, 4, 5, 6), stt="- 1\n"))
    new = dossier(tmp_path / "b", "Xong.", rows=annex(rows_of(2, 3, 6, 4, 5, 1), stt="- 1\n"))
    comparison = compared(old, new)
    assert {(c.kind, c.key) for c in comparison.made} == {(Kind.MOVED, "r1"), (Kind.MOVED, "r6")}


def test_a_row_below_another_heading_is_told_so(tmp_path: Path) -> None:
    def table(first: str, second: str) -> str:
        groups = f"- id: g1\n  tieu_de: Một\n  hang:\n{first}- id: g2\n  tieu_de: Hai\n  hang:\n"
        return annex(groups + second, stt="- I\n- 1 liên tục\n")

    def row(n: int) -> str:
        return f"    - id: r{n}\n      viec: Việc thứ {n}\n"

    old = dossier(tmp_path / "a", "Xong.", rows=table(row(1) + row(2), row(3)))
    new = dossier(tmp_path / "b", "Xong.", rows=table(row(1), row(2) + row(3)))
    change = only(compared(old, new))
    assert (change.kind, change.key, change.rule) == (Kind.MOVED, "r2", "moved-away")
    assert (change.old_place, change.new_place) == ("g1", "g2")


def test_a_column_put_in_is_one_change(tmp_path: Path) -> None:
    rows = rows_of(1, 2, 3)
    more = rows.replace("của đơn vị\n", "của đơn vị\n  noi: Hà Nội\n")
    column = "  - khoa: noi\n    tieu_de: Nơi\n    rong: 3\nhang:"
    wider = annex(more, stt="- 1\n").replace("hang:", column, 1)
    old = dossier(tmp_path / "a", "Xong.", rows=annex(rows, stt="- 1\n"))
    new = dossier(tmp_path / "b", "Xong.", rows=wider)
    change = only(compared(old, new))
    assert (change.kind, change.key, change.rule) == (Kind.ADDED, "phu-luc/cot/noi", "column")
    assert len(change.units) == 4


def test_an_id_that_is_called_otherwise_is_no_other_provision(tmp_path: Path) -> None:
    text = "- id: {}\n  noi_dung: Các cơ quan lập kế hoạch hằng năm.\n- id: b\n  noi_dung: Xong.\n"
    change = only(of_texts(tmp_path, text.format("a"), text.format("c")))
    assert (change.kind, change.old_place, change.new_place) == (Kind.RENAMED, "a", "c")


def test_paragraphs_without_ids_are_known_again(tmp_path: Path) -> None:
    head = "- id: a\n  tieu_de: Việc\n  noi_dung:\n"
    one = "    - Các cơ quan lập kế hoạch hằng năm theo mẫu.\n"
    two = "    - Báo cáo gửi về đầu mối tổng hợp của Bộ.\n"
    three = "    - Kinh phí bố trí trong dự toán được giao.\n"
    gone = only(of_texts(tmp_path / "1", head + one + two + three, head + two + three))
    assert (gone.kind, gone.old and gone.old.text) == (Kind.REMOVED, one.strip(" -\n"))
    moved = only(of_texts(tmp_path / "2", head + one + two + three, head + two + three + one))
    assert (moved.kind, moved.new and moved.new.text) == (Kind.MOVED, one.strip(" -\n"))
    new = head + one + two.replace("về", "cho") + three
    changed = of_texts(tmp_path / "3", head + one + two, new)
    assert {c.kind for c in changed.made} == {Kind.REWORDED, Kind.ADDED}


def test_a_paragraph_in_another_provision_has_moved_there(tmp_path: Path) -> None:
    def text(first: str, second: str) -> str:
        return (
            f"- id: a\n  tieu_de: Việc\n  noi_dung:\n    - Một đoạn.\n{first}"
            f"- id: b\n  tieu_de: Khác\n  noi_dung:\n    - Hai đoạn.\n{second}"
        )

    it = "    - Kinh phí bố trí trong dự toán được giao.\n"
    change = only(of_texts(tmp_path, text(it, ""), text("", it)))
    assert (change.kind, change.rule) == (Kind.MOVED, "moved-away")
    assert (change.old_place, change.new_place) == ("a", "b")


def test_the_same_replacement_is_grouped(tmp_path: Path) -> None:
    text = "".join(f"- id: m{n}\n  noi_dung: Giao Vụ Bưu chính làm việc {n}.\n" for n in "abc")
    comparison = of_texts(tmp_path, text, text.replace("Vụ Bưu", "Cục Bưu"))
    assert [(g.old, g.new, len(g.changes)) for g in comparison.groups] == [("Vụ", "Cục", 3)]


def test_a_citation_typed_out_is_told_though_it_prints_the_same(tmp_path: Path) -> None:
    change = only(of_texts(tmp_path, "Theo @v lập.", "Theo Viện Chiến lược lập."))
    assert (change.kind, change.rule) == (Kind.WRITTEN, "written")


def test_emphasis_in_a_reworded_text_is_not_lost(tmp_path: Path) -> None:
    comparison = of_texts(tmp_path, "Lập kế hoạch chung.", "**Lập** kế hoạch riêng.")
    assert [c.kind for c in comparison.made] == [Kind.REWORDED, Kind.EMPHASIS]


def test_marks_between_recipients_only_follow(tmp_path: Path) -> None:
    old = dossier(tmp_path / "a", "Xong.", noi_nhan="- Như trên\n- Lưu trữ\n")
    new = dossier(tmp_path / "b", "Xong.", noi_nhan="- Như trên\n- Lưu trữ\n- Thư viện\n")
    comparison = compared(old, new)
    assert only(comparison).rule == "recipient"
    assert [(c.kind, c.key) for c in comparison.changes if c is not only(comparison)] == [
        (Kind.RENUMBERED, "quyet-dinh/noi_nhan/2")
    ]
