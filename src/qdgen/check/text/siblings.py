"""Paragraphs that stand beside one another: the clauses of an article, the points of a clause, the
dashes of a list."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import Paper, Piece

_RANKS = {
    Element.HEADING_TITLE: 0,
    Element.ARTICLE: 10,
    Element.OUTLINE: 20,
    Element.CLAUSE: 30,
    Element.POINT: 40,
    Element.DASH: 50,
    Element.TEXT: 60,
}


def siblings(paper: Paper) -> Iterator[list[Piece]]:
    """Groups of paragraphs of one kind and depth below one head, without those that have
    paragraphs below themselves: titles, and what introduces a list."""
    groups: dict[int, list[Piece]] = {}
    last: tuple[int, Piece] | None = None
    part = -1
    for piece in paper.pieces:
        if piece.element is Element.NOTE:
            continue
        rank = _RANKS.get(piece.element)
        if rank is not None:
            rank += min(piece.level, 9)
        if rank is None or piece.part != part:
            yield from groups.values()
            groups, last, part = {}, None, piece.part
        if rank is None:
            continue
        if last is not None and last[0] < rank:
            groups[last[0]].remove(last[1])
        for deeper in [r for r in groups if r > rank]:
            yield groups.pop(deeper)
        groups.setdefault(rank, []).append(piece)
        last = rank, piece
    yield from groups.values()
