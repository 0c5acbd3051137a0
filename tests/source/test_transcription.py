"""The content of the decision of 2025 is its source, syllable for syllable."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from source_text import source_parts
from transcript import CONTENT, DOSSIER, Transcript

SOURCE = source_parts()
SLIPS = (
    "01/04/2025",
    "số142/QĐ-TTg",
    "Công nghê ",
    "Bộ Bộ Khoa học",
    "ngày 02/2/2024",
    "Uỷ ban",
    "Ủy ban",
    "VnExpress",
    "Vnexpress",
)


@pytest.fixture(scope="module")
def content() -> Transcript:
    return Transcript()


def test_the_decision_is_the_source_but_for_the_spelling_of_the_national_name(
    content: Transcript,
) -> None:
    official = ["HÒA" if word == "HOÀ" else word for word in SOURCE.decision]
    assert official != SOURCE.decision
    assert content.decision == official


def test_the_plan_is_the_source(content: Transcript) -> None:
    assert content.plan == SOURCE.plan


def test_both_footnotes_are_the_source(content: Transcript) -> None:
    assert content.notes == SOURCE.notes
    assert len(content.notes) == 2


def test_the_annex_heading_and_its_columns_are_the_source(content: Transcript) -> None:
    assert content.annex_head == SOURCE.annex_head


def test_the_rows_of_the_annex_come_in_the_order_and_with_the_numbers_of_the_source(
    content: Transcript,
) -> None:
    assert list(content.rows) == list(SOURCE.rows)
    assert len(content.rows) == 41


@pytest.mark.parametrize("stt", SOURCE.rows)
def test_a_row_has_the_syllables_of_the_source(content: Transcript, stt: str) -> None:
    assert Counter(content.rows[stt]) == SOURCE.rows[stt]


@pytest.mark.parametrize("stt", [stt for stt in SOURCE.rows if stt not in SOURCE.broken_rows])
def test_a_row_that_stays_on_its_page_has_its_cells_in_the_order_of_the_source(
    content: Transcript, stt: str
) -> None:
    assert content.rows[stt] == SOURCE.row_words[stt]


def test_only_three_rows_of_the_source_run_over_a_page_end() -> None:
    assert SOURCE.broken_rows == {"3", "(13.6)", "10"}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_source_stands_and_is_marked(slip: str) -> None:
    texts = [path.read_text(encoding="utf-8") for path in DOSSIER.glob("*.yaml")]
    lines = [line for text in texts for line in text.splitlines()]
    words = [line for line in lines if not line.lstrip().startswith("#")]
    remarks = [line for line in lines if line.lstrip().startswith("#")]
    assert any(slip in f"{line} " for line in words)
    assert any(slip.strip() in line for line in remarks)


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.yaml")), ids=lambda path: path.name)
def test_content_is_nfc_with_short_lines_and_names_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    assert unicodedata.is_normalized("NFC", text)
    assert lines[0].startswith("# yaml-language-server: $schema=../")
    assert not [line for line in lines if len(line) > 100 and "https://" not in line]
