"""The lines below the texts of a Word file, whatever they are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.check.elements import Element
from qdgen.check.identify import Identified
from qdgen.check.identify.signs import RULE_OF_SIGNS
from qdgen.check.look import DrawnLine, LineKind
from qdgen.check.raw import RawParagraph, Zone
from qdgen.word.looks.model import ParagraphLook, Recorded, ShapeLine

_HEAD = frozenset(
    {
        Element.NATIONAL_NAME,
        Element.MOTTO,
        Element.PARENT_ORGAN,
        Element.ORGAN,
        Element.TYPE,
        Element.SUBJECT,
        Element.AUTHORITY,
        Element.TITLE,
        Element.REFERENCE_LINE,
        Element.ANNEX_LABEL,
    }
)
_PASSED_OVER = frozenset({Element.EMPTY, Element.NOTE, Element.PAGE_NUMBER, Element.PAGE_TEXT})


def drawn_lines(
    found: Identified, raws: Sequence[RawParagraph], recorded: Sequence[Recorded]
) -> list[DrawnLine]:
    """The lines of the head and of every shape, in the order of the pieces above them."""
    reader = _Lines(found, raws, recorded)
    lines = [*reader.shapes(), *reader.borders(), *reader.underlines(), *reader.characters()]
    return sorted(lines, key=lambda line: line.below)


class _Lines:
    def __init__(
        self, found: Identified, raws: Sequence[RawParagraph], recorded: Sequence[Recorded]
    ) -> None:
        self._found = found
        self._raws = raws
        self._recorded = recorded
        self._pieces_of: dict[int, list[int]] = {}
        for number, raw in enumerate(found.raw_of):
            self._pieces_of.setdefault(raw, []).append(number)

    def shapes(self) -> Iterator[DrawnLine]:
        """Shapes and connectors."""
        for index, recorded in enumerate(self._recorded):
            for shape in recorded.lines:
                if self._raws[index].zone is not Zone.BODY:
                    continue
                has_words = bool(recorded.text.strip())
                above = self._piece(index) if has_words and shape.below_text else None
                if above is None:
                    above = self._above(index)
                if above is not None:
                    yield self._drawn(above, shape, recorded)

    def borders(self) -> Iterator[DrawnLine]:
        """Borders of paragraphs, and of cells that have one below only."""
        for index, recorded in enumerate(self._recorded):
            if not recorded.look.borders and not (recorded.cell and recorded.cell.borders):
                continue
            has_words = bool(recorded.text.strip())
            above = self._piece(index) if has_words else self._above(index)
            if above is None or self._found.pieces[above].element not in _HEAD:
                continue
            sides = recorded.look.borders
            by_itself = sides == {"bottom"} or (not has_words and sides == {"top"})
            of_cell = recorded.cell is not None and recorded.cell.borders == {"bottom"}
            if by_itself or (of_cell and has_words and self._is_last_in_cell(index)):
                length = _room(recorded)
                yield DrawnLine(above, LineKind.BORDER, length, self._text_mm(above))

    def underlines(self) -> Iterator[DrawnLine]:
        """Words of the head that are underlined."""
        for number, piece in enumerate(self._found.pieces):
            underlined = piece.look is not None and (piece.look.underlined or 0.0) > 0.5
            if underlined and piece.element in _HEAD:
                length = self._text_mm(number)
                yield DrawnLine(number, LineKind.UNDERLINE, length, length, off_centre_mm=0.0)

    def characters(self) -> Iterator[DrawnLine]:
        """Typed ____ and ────."""
        for number, piece in enumerate(self._found.pieces):
            if piece.element is not Element.OTHER or not RULE_OF_SIGNS.fullmatch(piece.text):
                continue
            if not piece.text.strip():
                continue
            index = self._found.raw_of[number]
            before = [n for n in self._pieces_of.get(index, ()) if n < number]
            above = before[-1] if before else self._above(index)
            if above is not None and self._found.pieces[above].element in _HEAD:
                length = piece.look.widest_line_mm if piece.look else None
                text = self._text_mm(above)
                yield DrawnLine(above, LineKind.CHARACTERS, length, text)

    # --- what stands above -----------------------------------------------------------------------

    def _piece(self, index: int) -> int | None:
        """The last piece of a raw paragraph."""
        pieces = self._pieces_of.get(index)
        if pieces:
            return pieces[-1]
        # Its words went to a piece that began in a paragraph before it.
        return self._above(index)

    def _above(self, index: int) -> int | None:
        """The piece above a paragraph: in its cell, or else in its column, or outside tables."""
        own = self._raws[index]
        for at in range(index - 1, max(-1, index - 60), -1):
            raw = self._raws[at]
            if raw.zone is not Zone.BODY or raw.in_text_box != own.in_text_box:
                continue
            if raw.table != own.table:
                if own.table >= 0:
                    return None
                continue
            if own.table >= 0 and raw.column != own.column:
                continue
            for number in reversed(self._pieces_of.get(at, ())):
                piece = self._found.pieces[number]
                is_rule = piece.element is Element.OTHER and not any(map(str.isalnum, piece.text))
                if piece.element not in _PASSED_OVER and piece.text.strip() and not is_rule:
                    return number
        return None

    def _is_last_in_cell(self, index: int) -> bool:
        own = self._raws[index]
        following = self._raws[index + 1] if index + 1 < len(self._raws) else None
        return following is None or (following.table, following.row, following.column) != (
            own.table,
            own.row,
            own.column,
        )

    def _text_mm(self, number: int) -> float | None:
        look = self._found.pieces[number].look
        return None if look is None else look.widest_line_mm

    def _drawn(self, above: int, shape: ShapeLine, holder: Recorded) -> DrawnLine:
        text = self._text_mm(above)
        at = self._found.raw_of[above]
        off = _off_centre(shape, holder, self._recorded[at], text)
        length = round(shape.length, 2)
        return DrawnLine(above, LineKind.DRAWN, length, text, shape.is_solid, off)


def _off_centre(
    shape: ShapeLine, holder: Recorded, above: Recorded, text: float | None
) -> float | None:
    middle = _middle_of_line(shape, holder)
    of_text = _middle(above.look, above.width, text)
    if middle is None or of_text is None:
        return None
    return round(middle - of_text, 2)


def _middle_of_line(shape: ShapeLine, holder: Recorded) -> float | None:
    if shape.is_inline:
        return _middle(holder.look, holder.width, shape.length)
    if shape.is_centred and holder.width is not None:
        return holder.width / 2
    return shape.middle


def _middle(look: ParagraphLook, width: float | None, length: float | None) -> float | None:
    """Where the middle of a line of this length stands, from the left edge of its column."""
    if look.align == "center":
        if width is None:
            return None
        return look.left + (width - look.left - look.right + look.first_line) / 2
    if length is None:
        return None
    if look.align == "right":
        return None if width is None else width - look.right - length / 2
    return look.left + look.first_line + length / 2


def _room(recorded: Recorded) -> float | None:
    if recorded.width is None:
        return None
    return round(recorded.width - recorded.look.left - recorded.look.right, 2)
