"""Words wider than their column are named, whatever else stands in the table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.document.model import CellParagraph, Column, LineBreak, Row, Run, Table
from qdgen.word import cell_fit
from qdgen.word.cell_fit import CutWord, examine
from qdgen.word.styles import Look
from qdgen.word.text_width import text_width

HEADING, LOOK = Look(13, True, False), Look(13, False, False)
WIDTHS = [600, 1200, 4000]  # twips
PAGE = 12_000


def _table(rows: list[list[str]]) -> Table:
    columns = tuple(Column(f"c{n}", f"Cột {n}", 1.0) for n in range(len(WIDTHS)))
    made = tuple(
        Row(f"h-{n}", 0, "", None, tuple((CellParagraph((Run(words),)),) for words in row))
        for n, row in enumerate(rows)
    )
    return Table(columns, (), made, 1.0)


def _cut(rows: list[list[str]]) -> list[CutWord]:
    return list(examine(_table(rows), WIDTHS, 100, (HEADING, LOOK), PAGE).cut_words)


def _measured_one_by_one(rows: list[list[str]]) -> list[CutWord]:
    found = [
        CutWord(word, f"Cột {column}")
        for row in rows
        for column, words in enumerate(row)
        for word in words.replace("-", "- ").split()
        if text_width(word, 13) > (WIDTHS[column] - 100) / 20
    ]
    return found[:5]


_words = st.lists(
    st.sampled_from(
        ["dữ liệu", "a", "CSDL", "QĐ-BKHCN", "nghiêng", "https://example.org/", "–", ""]
    ),
    max_size=4,
).map(" ".join)


@pytest.mark.parametrize("remembered", [20_000, 1])
@given(rows=st.lists(st.lists(_words, min_size=3, max_size=3), max_size=8))
def test_the_first_five_words_that_do_not_fit_are_named(
    remembered: int, rows: list[list[str]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cell_fit, "_MOST_REMEMBERED", remembered)
        assert _cut(rows) == _measured_one_by_one(rows)


def test_a_word_fits_one_column_and_not_another() -> None:
    assert _cut([["nghiêng", "nghiêng", "nghiêng"]]) == [CutWord("nghiêng", "Cột 0")]


def test_a_word_is_named_for_each_cell_it_is_cut_in() -> None:
    assert _cut([["nghiêng", "", ""]] * 7) == [CutWord("nghiêng", "Cột 0")] * 5


def test_a_line_of_several_runs_is_looked_at_as_one() -> None:
    column = Column("c", "Cột", 1.0)
    line = CellParagraph((Run("nghi"), Run("êng", bold=True), LineBreak(), Run("a")))
    table = Table((column,), (), (Row("h", 0, "", None, ((line,),)),), 1.0)
    fit = examine(table, WIDTHS[:1], 100, (HEADING, LOOK), PAGE)
    assert fit.cut_words == (CutWord("nghiêng", "Cột"),)


def test_a_heading_that_does_not_fit_is_named_first() -> None:
    table = Table((Column("c", "Nghiêng", 1.0),), (), (), 1.0)
    fit = examine(table, WIDTHS[:1], 100, (HEADING, LOOK), PAGE)
    assert fit.cut_words == (CutWord("Nghiêng", "Nghiêng"),)


def test_a_row_too_tall_to_hold_together_is_told_by_its_number() -> None:
    fit = examine(
        _table([["a", "a", "a"], ["a", "dữ liệu " * 40, "a"]]), WIDTHS, 100, (HEADING, LOOK), PAGE
    )
    assert fit.tall_rows == {1}
