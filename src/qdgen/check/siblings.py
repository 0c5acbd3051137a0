"""Provisions of one level below one parent: what must be numbered in a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import Paper, Piece
from qdgen.check.text.labels import Kind, Label, parse_label

_HEADINGS = (Element.HEADING_LABEL, Element.HEADING_TITLE)
_ARTICLE, _WITHIN_ARTICLE, _CLAUSE, _POINT = 4, 5, 6, 7
_OUTLINE = (_ARTICLE, _CLAUSE, _POINT)
_RANKS = {Element.ARTICLE: _ARTICLE, Element.CLAUSE: _CLAUSE, Element.POINT: _POINT}
LEVELS = ("Phần", "Chương", "Mục", "Tiểu mục")


@dataclass(slots=True, eq=False)
class Siblings:
    """Provisions below `parent` (None: of the whole part), with whatever stands below each."""

    element: Element
    level: int
    parent: Piece | None
    children: list[Piece] = field(default_factory=list)
    below: list[list[Piece]] = field(default_factory=list)


def label_of(piece: Piece) -> str:
    """The number of a provision or a heading, as printed."""
    return piece.text if piece.element is Element.HEADING_LABEL and not piece.label else piece.label


def counted(piece: Piece) -> Label | None:
    """What the number of `piece` says, read as its element wants it."""
    if piece.element is Element.POINT or (piece.element is Element.OUTLINE and piece.level == 2):
        return parse_label(piece.label, Kind.LETTER)
    return parse_label(label_of(piece), None)


def siblings(paper: Paper) -> Iterator[Siblings]:
    """Every group of the paper, the part's articles together, in the order they begin."""
    for number, part in enumerate(paper.parts):
        if part.kind is not PartKind.REGISTER:
            yield from _of_part(paper.of(*BODY, *_HEADINGS, part=number))


def _of_part(pieces: list[Piece]) -> list[Siblings]:
    found: list[Siblings] = []
    open_groups: dict[int, Siblings] = {}
    in_article = False
    for piece in _once_each(pieces):
        in_article = in_article or piece.element is Element.ARTICLE
        rank = _rank(piece, in_article=in_article)
        if rank is None:
            for group in open_groups.values():
                group.below[-1].append(piece)
            continue
        for other in [r for r in open_groups if r > rank]:
            if not (other == _ARTICLE and rank < _ARTICLE):
                del open_groups[other]
        for other, group in open_groups.items():
            if other < rank:
                group.below[-1].append(piece)
        if rank not in open_groups:
            above = [g for r, g in sorted(open_groups.items()) if r < rank]
            parent = above[-1].children[-1] if above and rank != _ARTICLE else None
            open_groups[rank] = Siblings(piece.element, piece.level, parent)
            found.append(open_groups[rank])
        open_groups[rank].children.append(piece)
        open_groups[rank].below.append([])
    return found


def _once_each(pieces: list[Piece]) -> list[Piece]:
    """Without the lines "Chương I" whose title, on the next line, bears the number as well."""
    return [
        piece
        for piece, after in zip_longest(pieces, pieces[1:])
        if after is None
        or piece.element is not Element.HEADING_LABEL
        or after.element is not Element.HEADING_TITLE
        or after.label != label_of(piece)
    ]


def _rank(piece: Piece, *, in_article: bool) -> int | None:
    if piece.element in _HEADINGS:
        return piece.level if label_of(piece) else None
    if piece.element is Element.OUTLINE:
        if in_article and not piece.level:
            return _WITHIN_ARTICLE  # Điều 1. … with the plan itself below: I. QUAN ĐIỂM
        return _OUTLINE[min(piece.level, 2)]
    return _RANKS.get(piece.element)


def is_title(piece: Piece, below: list[Piece]) -> bool:
    """Whether the words of a provision are a title: no sentence, and the text follows below."""
    return bool(below) and not piece.text.rstrip().endswith((".", ";", ":", ",", "!", "?"))
