"""Numbers and letters are computed from the order in which provisions stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qdgen.document.model import LineBreak, NumberKind, RowNumbering, Run
from qdgen.document.rows import format_number, number_rows
from small_dossiers import annex, decision, labels, mistakes, paragraphs, resolved, write_dossier

TYPED_BY_HAND = "abcdđeghiklmnopqrstuvxy"


def points(count: int) -> str:
    return "".join(f"    - id: diem-{n}\n      noi_dung: Nội dung;\n" for n in range(1, count + 1))


def with_points(content: Path, count: int) -> Path:
    articles = f"- id: mot\n  tieu_de: Nhóm dữ liệu\n  diem:\n{points(count)}"
    return write_dossier(content, quyet_dinh=decision(articles))


def test_points_run_through_the_vietnamese_letters_and_skip_f_j_w_z(
    tmp_path: Path,
) -> None:
    found = labels(resolved(with_points(tmp_path, 23)))
    assert "".join(found[f"diem-{n}"][0] for n in range(1, 24)) == TYPED_BY_HAND
    assert found["diem-5"] == "đ)"


def test_a_twenty_fourth_point_has_no_letter_left_and_is_named(tmp_path: Path) -> None:
    (found,) = mistakes(with_points(tmp_path, 25))
    assert found.code == "list-too-long"
    assert "diem-24" in found.source_line


def test_articles_run_on_through_parts_and_chapters_and_sections_begin_anew_in_each_chapter(
    tmp_path: Path,
) -> None:
    def chapter(number: int) -> str:
        return f"""\
      - id: chuong-{number}
        tieu_de: Chương {number}
        muc:
          - id: muc-{number}
            tieu_de: Mục
            dieu:
              - id: dieu-{number}
                noi_dung: Nội dung.
"""

    rules = (
        "van_ban:\n  loai: Quy chế\n  tieu_de: Quy chế làm việc\nphan:\n"
        "  - id: phan-1\n    tieu_de: Phần đầu\n    chuong:\n" + chapter(1) + chapter(2)
        + "  - id: phan-2\n    tieu_de: Phần sau\n    chuong:\n" + chapter(3)
    )  # fmt: skip
    found = labels(resolved(write_dossier(tmp_path, files={"quy-che": rules})))
    assert [found[f"phan-{n}"] for n in (1, 2)] == ["Phần I", "Phần II"]
    assert [found[f"chuong-{n}"] for n in (1, 2, 3)] == ["Chương I", "Chương II", "Chương III"]
    assert [found[f"muc-{n}"] for n in (1, 2, 3)] == ["Mục 1"] * 3
    assert [found[f"dieu-{n}"] for n in (1, 2, 3)] == ["Điều 1.", "Điều 2.", "Điều 3."]


def test_an_attached_document_counts_its_articles_from_one(tmp_path: Path) -> None:
    rules = (
        "van_ban:\n  loai: Quy chế\n  tieu_de: Quy chế làm việc\n"
        "dieu:\n  - id: trong\n    noi_dung: Nội dung.\n"
    )
    assert labels(resolved(write_dossier(tmp_path, files={"quy-che": rules})))["trong"] == "Điều 1."


def test_an_outline_runs_from_roman_numerals_to_numbers_to_letters(tmp_path: Path) -> None:
    plan = """\
van_ban:
  loai: Kế hoạch
  tieu_de: Kế hoạch hành động
muc:
  - id: mot
    tieu_de: Mục đích
  - id: hai
    tieu_de: Nội dung
    muc:
      - id: hai-mot
        tieu_de: Nhiệm vụ
        muc:
          - id: hai-mot-a
            noi_dung: Việc thứ nhất;
          - id: hai-mot-b
            noi_dung: Việc thứ hai.
      - id: hai-hai
        noi_dung: Không có tên.
"""
    articles = "- id: dieu-mot\n  noi_dung: Ban hành Kế hoạch.\n"
    quyet_dinh = decision(articles, kem_theo=("ke-hoach",))
    folder = write_dossier(tmp_path, quyet_dinh=quyet_dinh, files={"ke-hoach": plan})
    found = labels(resolved(folder))
    assert [found[i] for i in ("mot", "hai", "hai-mot", "hai-mot-a", "hai-mot-b", "hai-hai")] == [
        *("I.", "II.", "1.", "a)", "b)", "2."),
    ]


def test_an_outline_of_four_levels_is_refused_by_name(tmp_path: Path) -> None:
    plan = "van_ban:\n  loai: Kế hoạch\n  tieu_de: Kế hoạch hành động\n"
    for depth in range(4):
        indent = "  " * (2 * depth)
        plan += f"{indent}muc:\n{indent}  - id: muc-{depth}\n{indent}    tieu_de: Tên\n"
    found = mistakes(write_dossier(tmp_path, files={"ke-hoach": plan}))
    assert [d.code for d in found] == ["list-too-long"]
    assert "muc-3" in found[0].source_line


def test_dashes_of_two_levels_and_paragraphs_keep_their_order(tmp_path: Path) -> None:
    articles = """\
- id: mot
  noi_dung:
    - "Gồm:"
    - gach:
        - noi_dung: Một
          gach:
            - Một một
        - Hai
    - Đoạn giữa.
  gach:
    - Ba
"""
    document = resolved(write_dossier(tmp_path, quyet_dinh=decision(articles)))
    found = [(p.label, p.inlines[0].text) for p in paragraphs(document)]  # type: ignore[union-attr]
    assert found == [
        ("Điều 1.", "Gồm:"),
        ("-", "Một"),
        ("+", "Một một"),
        ("-", "Hai"),
        ("", "Đoạn giữa."),
        ("-", "Ba"),
    ]


def test_dashes_of_three_levels_are_refused(tmp_path: Path) -> None:
    articles = """\
- id: mot
  noi_dung: "Gồm:"
  gach:
    - noi_dung: Một
      gach:
        - noi_dung: Hai
          gach:
            - Ba
"""
    found = mistakes(write_dossier(tmp_path, quyet_dinh=decision(articles)))
    assert [d.code for d in found] == ["list-too-deep"]


def test_a_provision_without_a_title_or_words_of_its_own_is_refused(tmp_path: Path) -> None:
    articles = "- id: mot\n  khoan:\n    - id: mot-mot\n      noi_dung: Nội dung.\n"
    (found,) = mistakes(write_dossier(tmp_path, quyet_dinh=decision(articles)))
    assert found.code == "provision-empty"
    assert "mot" in found.source_line


def test_a_title_written_on_two_lines_stands_on_two_lines(tmp_path: Path) -> None:
    articles = "- id: mot\n  tieu_de: |-\n    Hiệu lực\n    và thi hành\n  noi_dung: Nội dung.\n"
    document = resolved(write_dossier(tmp_path, quyet_dinh=decision(articles)))
    title = next(p for p in paragraphs(document) if p.anchor == "mot").inlines
    assert title == (Run("Hiệu lực"), LineBreak(), Run("và thi hành"))


def test_a_position_written_on_two_lines_does_not_run_together(tmp_path: Path) -> None:
    signature = "chuc_vu: |-\n  PHÓ CHỦ TỊCH\n  KIÊM GIÁM ĐỐC\n"
    document = resolved(write_dossier(tmp_path, quyet_dinh=decision(ky=signature)))
    position = document.parts[0].signature.position  # type: ignore[union-attr]
    assert "\n" not in position, "Word prints a line break in a run's text as a space"


@pytest.mark.parametrize("key", ["quyet-dinh"])
def test_a_provision_cannot_take_the_name_of_the_decision_itself(tmp_path: Path, key: str) -> None:
    from qdgen.content.loader import load_dossier
    from qdgen.document.resolve import resolve

    articles = f"- id: {key}\n  noi_dung: Nội dung.\n"
    folder = write_dossier(tmp_path, quyet_dinh=decision(articles))
    dossier, found = load_dossier(folder)
    if dossier is not None:
        found = found + resolve(dossier)[1]
    assert any(key in d.source_line for d in found)


# --- rows ---------------------------------------------------------------------------------------

ROWS = """\
- id: nhom-1
  tieu_de: Nhóm
  hang:
    - id: viec-1
      viec: Việc
      hang:
        - id: phan-1
          viec: Phần
          hang:
            - id: nho-1
              viec: Nhỏ
            - id: nho-2
              viec: Nhỏ
        - id: phan-2
          viec: Phần
    - id: viec-2
      viec: Việc
      hang:
        - id: phan-3
          viec: Phần
- id: nhom-2
  tieu_de: Nhóm
  hang:
    - id: viec-3
      viec: Việc
      hang:
        - id: phan-4
          viec: Phần
"""
ROW_CASES = {
    "as in the real annex": (
        ("I", "1 liên tục", "(1)", "(12.1)"),
        "I 1 (1) (1.1) (1.2) (2) 2 (1) II 3 (1)",
    ),
    "beginning anew in every group": (
        ("I", "1", "(1)", "(1.1)"),
        "I 1 (1) (1.1) (1.2) (2) 2 (1) II 1 (1)",
    ),
    "letters and small numerals": (
        ("A", "i", "a)", "-1-"),
        "A i a) -1- -2- b) ii a) B i a)",
    ),
    "a level below running on too": (
        ("I", "1 liên tục", "a) liên tục", "1.1"),
        "I 1 a) a.1 a.2 b) 2 c) II 3 d)",
    ),
    "with the parent's number": (
        ("1.", "1.1", "1.1", "1.1"),
        "1. 1.1 1.1 1.1 1.2 1.2 1.2 2.1 2. 2.1 1.1",
    ),
}


@pytest.mark.parametrize(("stt", "printed"), ROW_CASES.values(), ids=ROW_CASES.keys())
def test_rows_are_numbered(tmp_path: Path, stt: tuple[str, ...], printed: str) -> None:
    table = annex(ROWS, stt="".join(f'- "{pattern}"\n' for pattern in stt))
    document = resolved(write_dossier(tmp_path, files={"bang": table}))
    assert [r.label for r in document.parts[1].table.rows] == printed.split()  # type: ignore[union-attr]


def test_rows_without_a_pattern_have_no_number(tmp_path: Path) -> None:
    document = resolved(write_dossier(tmp_path, files={"bang": annex(ROWS)}))
    assert {r.label for r in document.parts[1].table.rows} == {""}  # type: ignore[union-attr]


# --- properties ---------------------------------------------------------------------------------

KINDS = st.sampled_from(list(NumberKind))


@st.composite
def shapes(draw: st.DrawFn) -> tuple[list[int], list[RowNumbering]]:
    """The depths of rows as a tree gives them, and a numbering for each depth."""
    levels = draw(st.integers(1, 4))
    depths = [0]
    for _ in range(draw(st.integers(0, 40))):
        depths.append(draw(st.integers(0, min(depths[-1] + 1, levels - 1))))
    numbering = [
        RowNumbering(draw(KINDS), with_parent=draw(st.booleans()), runs_on=draw(st.booleans()))
        for _ in range(levels)
    ]
    return depths, numbering


@given(shapes())
def test_every_row_has_a_number_and_neighbours_never_the_same_one(
    shape: tuple[list[int], list[RowNumbering]],
) -> None:
    depths, numbering = shape
    found = list(number_rows(depths, numbering))
    assert len(found) == len(depths)
    assert all(found)
    siblings = [
        (one, two) for (one, d1), (two, d2) in pairwise(zip(found, depths, strict=True)) if d1 == d2
    ]
    assert all(one != two for one, two in siblings)


@given(st.integers(1, 3000), KINDS)
def test_two_numbers_are_never_written_alike(number: int, kind: NumberKind) -> None:
    assert format_number(number, kind) != format_number(number + 1, kind)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), min_size=1, max_size=6))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_tree_of_provisions_is_numbered_in_order_and_every_one_can_be_referred_to(
    tmp_path: Path, tree: list[tuple[int, int]]
) -> None:
    lines, ids = [], []
    for a, (clauses, count) in enumerate(tree):
        lines.append(f"- id: d-{a}\n  tieu_de: Tên\n")
        ids.append(f"d-{a}")
        lines += ["  khoan:\n"] if clauses else []
        for c in range(clauses):
            lines.append(f"    - id: k-{a}-{c}\n      noi_dung: Nội dung\n")
            ids.append(f"k-{a}-{c}")
            lines += ["      diem:\n"] if count else []
            for p in range(count):
                lines.append(f"        - id: p-{a}-{c}-{p}\n          noi_dung: Nội dung\n")
                ids.append(f"p-{a}-{c}-{p}")
    mentions = " ".join(f"@{i}," for i in ids)
    lines.append(f"- id: cuoi\n  noi_dung: Theo {mentions} tất cả.\n")
    document = resolved(write_dossier(tmp_path, quyet_dinh=decision("".join(lines))))
    found = labels(document)
    assert list(found) == [*ids, "cuoi"]
    assert [found[f"d-{a}"] for a in range(len(tree))] == [
        f"Điều {a + 1}." for a in range(len(tree))
    ]
    for a, (clauses, count) in enumerate(tree):
        assert [found[f"k-{a}-{c}"] for c in range(clauses)] == [
            f"{c + 1}." for c in range(clauses)
        ]
        for c in range(clauses):
            assert (
                "".join(found[f"p-{a}-{c}-{p}"][0] for p in range(count)) == (TYPED_BY_HAND[:count])
            )
