"""What each paragraph of a file is, by its words and its place: for Word and PDF alike.

No name of a style decides, since a file made elsewhere has none of ours; nor does any one property
of the look, since it may be the very thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.check.paper import PaperPart, Piece, Table
from qdgen.check.raw import RawParagraph


@dataclass(slots=True)
class Identified:
    """The pieces of a document with their parts and tables."""

    pieces: list[Piece] = field(default_factory=list)
    parts: list[PaperPart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    raw_of: list[int] = field(default_factory=list)
    """For each piece, the index of the raw paragraph it (or its first words) came from."""


def identify(raws: Sequence[RawParagraph], *, numbers_are_native: bool) -> Identified:
    """The pieces that `raws` are.

    `numbers_are_native` says that a number found at the start of a text was typed there although
    the file could number by itself (Word); a PDF shows no difference.
    """
    del raws, numbers_are_native
    return Identified()
