"""Citations as offices write them, and what is read of them."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from qdgen.check.elements import Element, PartKind
from qdgen.check.examine import examine
from qdgen.check.paper import Located, Medium, Paper, PaperPart, Piece
from qdgen.check.rule import all_rules
from qdgen.check.text.citations import Citation, find_citations
from qdgen.check.text.wordings import Difference, difference
from qdgen.diagnostics import Location

TEXTS = yaml.safe_load((Path(__file__).parent / "citations.yaml").read_text(encoding="utf-8"))
RULES = [rule for rule in all_rules() if rule.family == "VD"]


class _Here:
    """Nowhere in particular, all of it written by the drafter."""

    def located(self, start: int, end: int) -> Located:
        return Located(Location("x.docx"), mark=(start, end))

    def is_generated(self, _start: int, _end: int) -> bool:
        return False


def _paper(*pieces: tuple[Element, str], medium: Medium = Medium.WORD) -> Paper:
    return Paper(
        medium,
        "x.docx",
        [Piece(element, words, _Here()) for element, words in pieces],
        [PaperPart(PartKind.DECISION)],
        year=2026,
    )


def _codes(paper: Paper) -> list[str]:
    return [finding.rule.code for finding in examine(paper, RULES).findings]


@pytest.mark.parametrize("case", TEXTS["issuers"], ids=lambda case: case["words"][:30])
def test_an_issuer_ends_where_its_name_ends(case: dict[str, Any]) -> None:
    assert [c.issuer for c in find_citations(case["words"])] == case["issuers"]


def _only(words: str) -> Citation:
    (found,) = find_citations(words)
    return found


def test_a_date_behind_the_issuer_is_found() -> None:
    found = _only(
        "Quyết định số 5/2024/QĐ-UBND của Ủy ban nhân dân tỉnh ngày 05 tháng 01 năm 2024 quy định"
    )
    assert found.is_dated
    assert found.date_behind_issuer
    assert found.subject_start > found.told_until


def test_what_stands_in_the_subject_of_another_is_nested() -> None:
    words = (
        "Nghị quyết số 71/NQ-CP ngày 01/4/2025 của Chính phủ sửa đổi Chương trình thực hiện Nghị"
        " quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị, Quyết định số 06/QĐ-TTg"
    )
    assert [c.nested for c in find_citations(words)] == [False, True, False]


def test_what_amended_another_is_known() -> None:
    words = (
        "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ được sửa đổi, bổ sung theo Nghị"
        " định số 187/2025/NĐ-CP ngày 01/7/2025 của Chính phủ"
    )
    assert [c.amending for c in find_citations(words)] == [False, True]


@pytest.mark.parametrize(
    "words",
    [
        "Chương trình 135/CP; Kế hoạch 5/2025; Dự án 661-A; kế hoạch 03 lần/năm",
        "văn bản quy phạm pháp luật số 64/2025/QH15",
        "Quyết định này, Kế hoạch 2026-2030, TCVN 6909:2001",
    ],
)
def test_names_with_figures_are_no_citations(words: str) -> None:
    assert list(find_citations(words)) == []


@pytest.mark.parametrize(
    ("told", "right", "differs"),
    [
        ("phê duyệt Chiến lược A, đạt mục tiêu", "phê duyệt Chiến lược A", None),
        ("về việc phê duyệt Chiến lược A", "phê duyệt Chiến lược A", Difference.ONLY_ABOUT),
        ("phê duyệt Chương trình A B C", "phê duyệt Chiến lược A B C", Difference.WORDS),
        ("theo Quyết định số142/QĐ-TTg", "theo Quyết định số 142/QĐ-TTg", None),
        ("giao nhiệm vụ cho các đơn vị", "phê duyệt Chiến lược dữ liệu quốc gia", None),
        ("", "phê duyệt", None),
    ],
)
def test_subjects_are_compared(told: str, right: str, differs: Difference | None) -> None:
    assert difference(told, right) is differs


def test_a_line_of_a_pdf_may_end_in_a_number() -> None:
    basis = (Element.BASIS, "Căn cứ Quyết định số 142/QĐ- TTg về chức năng.")
    assert "VD103" in _codes(_paper(basis))
    assert "VD103" not in _codes(_paper(basis, medium=Medium.PDF))


def test_what_offices_write_well_is_let_be() -> None:
    bases = [(Element.BASIS, words) for words in TEXTS["faultless"]["căn cứ"]]
    body = [(Element.TEXT, words) for words in TEXTS["faultless"]["lời văn"]]
    cells = [(Element.CELL, words) for words in TEXTS["faultless"]["bảng"]]
    assert _codes(_paper(*bases, *body, *cells)) == []


def test_a_long_annex_takes_no_longer_a_row() -> None:
    def seconds(rows: int) -> float:
        paper = _paper(
            *(
                (Element.CELL, f"Thực hiện Quyết định số {n}/QĐ-UBND ngày 05/3/2025 của Bộ Y tế")
                for n in range(1, rows + 1)
            )
        )
        began = time.process_time()
        examine(paper, RULES)
        return time.process_time() - began

    seconds(100)
    few = min(seconds(500) for _ in range(2))
    assert min(seconds(2500) for _ in range(2)) < few * 15
