"""A cross-reference says what a lawyer would write where it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from qdgen.document.model import Reference, plain_text
from small_dossiers import annex, decision, mistakes, resolved, words_at, write_dossier

CASES: list[dict[str, str]] = yaml.safe_load(
    Path(__file__).with_name("references.yaml").read_text(encoding="utf-8")
)
STEMS = ("ke-hoach", "quy-che", "bang-mot", "bang-hai")


class Words(dict[str, str]):
    """What stands in each provision: something of no consequence where nothing is given."""

    def __missing__(self, key: str) -> str:
        return "Nội dung."


def tree(content: Path, **given: str) -> Path:
    """A dossier with every kind of place; `given` are words by id, `_` for `-`."""
    say = Words({key.replace("_", "-"): f"'{value}'" for key, value in given.items()})
    articles = f"""\
    - id: mot
      noi_dung: {say["mot"]}
    - id: hai
      tieu_de: Tổ chức thực hiện
      khoan:
        - id: hai-1
          noi_dung: {say["hai-1"]}
          diem:
            - id: hai-1-a
              noi_dung: {say["hai-1-a"]}
            - id: hai-1-b
              noi_dung: Nội dung.
            - id: hai-1-c
              noi_dung: Nội dung.
            - id: hai-1-d
              noi_dung: Nội dung.
            - id: hai-1-dd
              noi_dung: Nội dung.
        - id: hai-2
          noi_dung:
            - {say["hai-2"]}
            - gach:
                - id: gach-1
                  noi_dung: {say["gach-1"]}
                - id: gach-2
                  noi_dung: Nội dung.
            - Đoạn tiếp theo.
          gach:
            - id: gach-3
              noi_dung: Nội dung.
    - id: ba
      tieu_de: Hiệu lực
      diem:
        - id: ba-a
          noi_dung: {say["ba-a"]}
        - id: ba-b
          noi_dung: Nội dung.
    """
    plan = f"""\
van_ban:
  loai: Kế hoạch
  tieu_de: Kế hoạch hành động
muc:
  - id: i
    tieu_de: Mục đích
    muc:
      - id: i-1
        tieu_de: Mục đích
        muc:
          - id: i-1-a
            noi_dung: {say["i-1-a"]}
          - id: i-1-b
            noi_dung: Nội dung.
      - id: i-2
        noi_dung: {say["i-2"]}
  - id: ii
    noi_dung: {say["ii"]}
"""
    rules = f"""\
van_ban:
  loai: Quy chế
  tieu_de: Quy chế làm việc
chuong:
  - id: c1
    tieu_de: Quy định chung
    muc:
      - id: c1-m1
        tieu_de: Phạm vi
        tieu_muc:
          - id: c1-m1-t1
            tieu_de: Đối tượng
            dieu:
              - id: q1
                noi_dung: {say["q1"]}
  - id: c2
    tieu_de: Tổ chức
    dieu:
      - id: q2
        tieu_de: Trách nhiệm
        khoan:
          - id: q2-1
            noi_dung: {say["q2-1"]}
  - id: c3
    tieu_de: Hiệu lực
    dieu:
      - id: q3
        noi_dung: Nội dung.
"""
    if "q1-sau" in say:
        rules = rules.replace(
            "    muc:\n      - id: c1-m1\n",
            "    dieu:\n"
            f"      - id: q1-sau\n        noi_dung: {say['q1-sau']}\n"
            "    muc:\n      - id: c1-m1\n",
        )
    first = annex(
        f"""\
        - id: nhom-mot
          tieu_de: Nhóm một
          hang:
            - id: viec-1
              viec: {say["viec-1"]}
              hang:
                - id: phan-1
                  viec: Phần
            - id: viec-2
              viec: Nội dung
              hang:
                - id: phan-2
                  viec: Phần
        - id: nhom-hai
          tieu_de: Nhóm hai
        """,
        stt="- I\n- 1 liên tục\n- (1)\n",
    )
    second = annex("- id: viec-khac\n  viec: Nội dung\n", stt="- 1\n")
    return write_dossier(
        content,
        quyet_dinh=decision(articles, kem_theo=STEMS),
        files=dict(zip(STEMS, (plan, rules, first, second), strict=True)),
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['tu']} {case['viet']}")
def test_a_reference_says(case: dict[str, str], tmp_path: Path) -> None:
    where = case["tu"].replace("-", "_")
    document = resolved(tree(tmp_path, **{where: f"Theo {case['viet']}."}))
    assert words_at(document, case["tu"]) == f"Theo {case['ra']}."


def test_every_number_in_a_reference_is_live_and_leads_to_something_that_is_there(
    tmp_path: Path,
) -> None:
    document = resolved(tree(tmp_path, mot="Theo @hai-1-dd, @i-1-b, @c1-m1-t1 và @viec-2."))
    found = [i for inlines in document.texts() for i in inlines if isinstance(i, Reference)]
    assert [r.run.text for r in found] == [
        *("đ", "1", "Điều 2"),
        *("b", "1", "I"),
        *("Tiểu mục 1", "Mục 1", "Chương I"),
        *("2", "I"),
    ]
    assert {r.anchor for r in found} <= set(document.anchors)


def test_a_reference_keeps_the_weight_and_slant_it_stands_in(tmp_path: Path) -> None:
    document = resolved(tree(tmp_path, mot="Theo *@hai-2* và **@hai**."))
    inlines = next(p for p in document.parts[0].body if p.anchor == "mot").inlines
    runs = [getattr(i, "run", i) for i in inlines]
    assert [(r.text, r.bold, r.italic) for r in runs if r.bold or r.italic] == [
        ("khoản ", False, True),
        ("2", False, True),
        (" ", False, True),
        ("Điều 2", False, True),
        ("Điều 2", True, False),
    ]


def test_told_whole_a_reference_names_the_document_also_from_inside_it(tmp_path: Path) -> None:
    document = resolved(tree(tmp_path, hai_1="Theo @hai-2(đầy đủ)."))
    assert words_at(document, "hai-1") == "Theo khoản 2 Điều 2 của Quyết định này."


@pytest.mark.parametrize(
    ("written", "code", "hint"),
    [
        ("@hai-11", "reference-unknown", "@hai-1"),
        ("@khong-he-co-o-dau-ca", "reference-unknown", "van-ban.yaml"),
        ("@hai-1(tóm tắt)", "reference-form-unknown", "@hai-1(đầy đủ)"),
        ("@ke-hoach(số)", "reference-form-unknown", "@ke-hoach(tên)"),
        ("@hai-1(tên)", "reference-untitled", "tieu_de"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named_with_its_place_and_the_remedy(
    tmp_path: Path, written: str, code: str, hint: str
) -> None:
    (found,) = mistakes(tree(tmp_path, mot=f"Thực hiện theo {written}."))
    assert found.code == code
    assert hint in str(found.hint)
    assert written in found.source_line
    assert found.source_line[found.location.column - 1 :].startswith(written)


def test_a_title_that_leads_back_to_itself_is_refused(tmp_path: Path) -> None:
    plan = (
        "van_ban:\n  loai: Kế hoạch\n  tieu_de: Kế hoạch theo @bang(tên)\n"
        "noi_dung: Nội dung.\nkem_theo:\n  - bang\n"
    )
    table = annex("- id: hang-1\n  viec: Việc\n", tieu_de="Phụ lục của @ke-hoach(tên)")
    folder = write_dossier(
        tmp_path,
        quyet_dinh=decision(kem_theo=("ke-hoach",)),
        files={"ke-hoach": plan, "bang": table},
    )
    found = mistakes(folder)
    assert {d.code for d in found} == {"reference-circular"}
    assert "ke-hoach → bang → ke-hoach" in " ".join(str(d.message) for d in found) or (
        "bang → ke-hoach → bang" in " ".join(str(d.message) for d in found)
    )


def test_a_mistake_in_a_title_is_told_once_however_often_the_title_is_repeated(
    tmp_path: Path,
) -> None:
    plan = "van_ban:\n  loai: Kế hoạch\n  tieu_de: Kế hoạch theo @khong-co\nnoi_dung: Nội dung.\n"
    articles = "- id: mot\n  noi_dung: Ban hành @ke-hoach(tên) và @ke-hoach(tên).\n"
    folder = write_dossier(
        tmp_path, quyet_dinh=decision(articles, kem_theo=("ke-hoach",)), files={"ke-hoach": plan}
    )
    assert [d.code for d in mistakes(folder)] == ["reference-unknown"]


def test_a_reference_to_a_row_without_a_number_is_refused(tmp_path: Path) -> None:
    table = annex("- id: viec-mot\n  viec: Việc\n")
    articles = "- id: mot\n  noi_dung: Theo @viec-mot.\n"
    folder = write_dossier(
        tmp_path, quyet_dinh=decision(articles, kem_theo=("bang",)), files={"bang": table}
    )
    found = mistakes(folder)
    assert found, words_at(resolved(folder), "mot")
    assert "viec-mot" in str(found[0].message)


def test_two_attached_documents_of_one_type_are_told_apart_by_a_reference(tmp_path: Path) -> None:
    def rules(name: str) -> str:
        return (
            f"van_ban:\n  loai: Quy chế\n  tieu_de: Quy chế {name}\n"
            f"dieu:\n  - id: {name}-1\n    noi_dung: Nội dung.\n"
        )

    articles = "- id: mot\n  noi_dung: Theo @thi-1 và @thi-dua-1.\n"
    folder = write_dossier(
        tmp_path,
        quyet_dinh=decision(articles, kem_theo=("quy-che-thi", "quy-che-thi-dua")),
        files={"quy-che-thi": rules("thi"), "quy-che-thi-dua": rules("thi-dua")},
    )
    found = mistakes(folder)
    if not found:
        words = words_at(resolved(folder), "mot")
        one, other = words.removeprefix("Theo ").removesuffix(".").split(" và ")
        assert one != other, words


def test_a_reference_stays_as_words_when_its_target_is_in_another_file(tmp_path: Path) -> None:
    from qdgen.document.split import split

    document = resolved(tree(tmp_path, mot="Theo @hai và @i-1.", ii="Theo @i-1 và @hai."))
    parts: dict[str, Any] = dict(split(document))
    for anchor, alone in parts.items():
        live = [i.anchor for t in alone.texts() for i in t if isinstance(i, Reference)]
        assert set(live) <= set(alone.anchors), anchor
    own = parts["ke-hoach"].parts[0].body[-1]
    assert plain_text(own.inlines) == "Theo khoản 1 Mục I và Điều 2 của Quyết định."
