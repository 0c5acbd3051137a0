"""The figures of annexes: totals added up exactly, and numbers that the text repeats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from qdgen.content.figures import Holds, figure_columns, read_figure
from qdgen.content.model import AnnexFile, Row, cells_of
from qdgen.content.nodes import Scalar
from qdgen.vietnamese_numbers import decimals, in_words, write_number

if TYPE_CHECKING:
    from qdgen.content.loader import Dossier

IN_WORDS = ("bằng chữ", "Bằng chữ")
"""What stands behind a column's key in a form that asks for words; the second begins with a
capital."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, as many decimals as it is printed with at least; no number where a blank is
    among what makes it."""

    number: Decimal | None
    places: int = 0

    @property
    def words(self) -> str:
        """As printed in a table; "" where there is no number."""
        return "" if self.number is None else write_number(self.number, self.places)

    def __add__(self, other: Amount) -> Amount:
        known = self.number is not None and other.number is not None
        total = (self.number or Decimal(0)) + (other.number or Decimal(0)) if known else None
        return Amount(total, max(self.places, other.places))


_NONE = Amount(Decimal(0))


@dataclass(slots=True)
class Figures:
    """`totals` by the cell that asks for one; `cells` by the id of a row and the key of a column
    of figures; `columns` the keys of such columns by the id of a row."""

    totals: dict[Scalar, Amount] = field(default_factory=dict)
    cells: dict[tuple[str, str], Amount] = field(default_factory=dict)
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def forms(self, row: str) -> list[str]:
        """The forms in which a mention of `row` prints a figure."""
        keys = self.columns.get(row, ())
        return [form for key in keys for form in (key, f"{key} {IN_WORDS[0]}")]

    def phrase(self, row: str, form: str) -> str | None:
        """The words of that form; "" for a blank, None where there is no such form."""
        key, _, how = form.partition(" ")
        amount = self.cells.get((row, key))
        if amount is None or (how and how not in IN_WORDS):
            return None
        if amount.number is None or not how:
            return amount.words
        words = in_words(amount.number)
        return words if how == IN_WORDS[0] else words[0].upper() + words[1:]


def find_figures(dossier: Dossier) -> Figures:
    """All figures of the annexes of `dossier`."""
    figures = Figures()
    for file in dossier.attachments.values():
        if isinstance(file, AnnexFile) and (columns := figure_columns(file)):
            for key in columns:
                _add_up(file.rows, key, figures)
            _enter(file.rows, columns, figures)
    return figures


def _enter(rows: Sequence[Row], columns: tuple[str, ...], figures: Figures) -> None:
    for row in rows:
        if row.title is None:
            figures.columns[row.id.value] = columns
        _enter(row.rows, columns, figures)


def _add_up(rows: Sequence[Row], key: str, figures: Figures) -> Amount:
    """What `rows` come to; a row that is only their total adds nothing."""
    total = _NONE
    for row in rows:
        below = _add_up(row.rows, key, figures)
        if row.title is not None:
            total += below
            continue
        scalar = cells_of(row).get(key)
        figure = read_figure(scalar.value if scalar else "")
        match figure.holds:
            case Holds.NUMBER:
                amount = Amount(figure.number, decimals(figure.number))
            case Holds.TOTAL:
                amount = below if row.rows else total
            case Holds.NOTHING:
                amount = below
            case _:
                amount = Amount(None)
        if figure.holds is not Holds.NOTHING:
            figures.cells[row.id.value, key] = amount
        if figure.holds is Holds.TOTAL and scalar is not None:
            figures.totals[scalar] = amount
            if not row.rows:
                continue
        total += amount
    return total
