"""What has been found so far, put into the order of the document at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.check.elements import Element, PartKind
from qdgen.check.identify.segments import Segment, piece_of
from qdgen.check.paper import PaperPart, Piece, Table


@dataclass(slots=True)
class Gathered:
    """The pieces found, each with where it begins: the raw paragraph's index, the character."""

    native: bool
    """Whether a label found in a text was typed although the file could number by itself."""
    places: list[tuple[int, int, Piece]] = field(default_factory=list)
    parts: list[PaperPart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def open(self, kind: PartKind) -> PaperPart:
        """Begin a part."""
        self.parts.append(PaperPart(kind))
        return self.parts[-1]

    def add(
        self,
        element: Element,
        segments: Sequence[Segment],
        *,
        label: str = "",
        label_at: Segment | None = None,
        level: int = 0,
    ) -> Piece:
        """A piece of the part open now."""
        piece = piece_of(element, segments, label, label_at)
        if not self.native:
            piece.label_is_typed = False
        piece.part, piece.level = max(0, len(self.parts) - 1), level
        raw = segments[0].raw
        if raw.table >= 0:
            piece.row, piece.column = raw.row, raw.column
        self.places.append((segments[0].index, segments[0].start, piece))
        return piece
