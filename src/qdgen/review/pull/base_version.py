"""The version that was sent out: its content joined to its Word file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from qdgen.content.loader import Dossier
from qdgen.document.model import Document
from qdgen.document.passages import Passage
from qdgen.review.pull.base import Printed, join
from qdgen.review.pull.blocks import annex_tables, blocks_of
from qdgen.review.pull.naming import PlaceNames
from qdgen.review.pull.origins import Origin, Sort, origins
from qdgen.review.pull.paragraphs import WordFile
from qdgen.review.pull.tree import Tree


@dataclass(slots=True, eq=False)
class Base:
    """The version that was sent out: its content, and its Word file as it is read."""

    dossier: Dossier
    document: Document
    tree: Tree
    origins: list[Origin]
    printed: list[Printed]
    names: PlaceNames
    word: WordFile
    parts: list[str] = field(default_factory=list)
    """The anchors of the parts the file holds: all, or the one of a file of its own."""

    @property
    def row_anchors(self) -> frozenset[str]:
        """The bookmarks of all rows."""
        return _row_anchors(self.origins)


def base_of(
    dossier: Dossier,
    document: Document,
    passages: Sequence[Passage],
    tree: Tree,
    word: WordFile,
    only: str = "",
) -> Base:
    """The base version; `word` is the file its document gives, or that of the part `only`."""
    found = [o for o in origins(dossier, document, passages) if not only or o.part == only]
    tables = annex_tables(word.paras, _row_anchors(found))
    printed = join(blocks_of(word.paras, tables), found)
    parts = [only] if only else [part.anchor for part in document.parts]
    return Base(dossier, document, tree, found, printed, PlaceNames(found), word, parts)


def _row_anchors(found: Sequence[Origin]) -> frozenset[str]:
    return frozenset(o.anchor.replace("-", "_") for o in found if o.sort is Sort.ROW)
