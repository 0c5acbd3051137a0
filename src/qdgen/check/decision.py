"""What a decision says of itself in several places: its parts, its titles, who carries it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import wraps

from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import Paper, Piece
from qdgen.check.rule import Check, Remark, Unchecked
from qdgen.check.text.compare import plain
from qdgen.messages import text

_EXECUTION = re.compile(
    r"chịu trách nhiệm\s+(?:tổ chức\s+|triển khai\s+)?(?:thi hành|thực hiện)", re.IGNORECASE
)
_BLANK = re.compile(r"(?:\.{3,}|…+|_{3,}|\s{3,})")
SENTENCE_END = (".", ";", ":", ",", "!", "?")


def decision_part(paper: Paper) -> int:
    """The index of the decision among the parts; -1 where the paper holds none."""
    return next((n for n, _ in paper.parts_of(PartKind.DECISION)), -1)


def about_a_decision(check: Check) -> Check:
    """The same rule, which says of a paper without a decision that it could not judge."""

    @wraps(check)
    def judge(paper: Paper) -> Iterator[Remark | Unchecked]:
        if decision_part(paper) < 0:
            yield Unchecked(text("no decision was found in this file"))
        else:
            yield from check(paper)

    return judge


def joined(paper: Paper, element: Element, part: int) -> str:
    """The words of all pieces of that element in that part, in one line."""
    return " ".join(" ".join(p.text.split()) for p in paper.of(element, part=part)).strip()


def full_title(paper: Paper, part: int) -> str:
    """The name of an attached document or annex, its type in front: "Kế hoạch …"."""
    title = joined(paper, Element.TITLE, part)
    kind = type_of(paper, part)
    if kind and not plain(title).startswith(plain(kind)):
        small = title[1:2].islower()
        return f"{kind.capitalize()} {title[:1].lower() if small else title[:1]}{title[1:]}".strip()
    return title


def type_of(paper: Paper, part: int) -> str:
    """The type of a part as printed; "" where it has none."""
    return joined(paper, Element.TYPE, part) or paper.parts[part].type


def first_words_of_type(words: str, kind: str) -> int:
    """Where a type of document is first named in `words`; -1 where it is not."""
    return words.casefold().find(kind.casefold())


@dataclass(slots=True)
class ArticleText:
    """An article with everything below it."""

    piece: Piece
    below: list[Piece] = field(default_factory=list)

    @property
    def words(self) -> str:
        """All its words, a line a paragraph."""
        return "\n".join(p.text for p in (self.piece, *self.below))

    @property
    def is_titled(self) -> bool:
        """Whether its first line is a title: no sentence, and the text follows below."""
        return bool(self.below) and not ends_sentence(self.piece.text)


def articles(paper: Paper, part: int) -> list[ArticleText]:
    """The articles of a part in order."""
    found: list[ArticleText] = []
    for piece in paper.of(*BODY, Element.HEADING_LABEL, Element.HEADING_TITLE, part=part):
        if piece.element is Element.ARTICLE:
            found.append(ArticleText(piece))
        elif found and piece.element in BODY:
            found[-1].below.append(piece)
    return found


def ends_sentence(words: str) -> bool:
    """Whether a sentence or a part of an enumeration ends there."""
    return words.rstrip().endswith(SENTENCE_END)


def execution_articles(paper: Paper) -> list[ArticleText]:
    """The articles that say who carries the decision out: usually one, the last."""
    part = decision_part(paper)
    return [a for a in articles(paper, part) if _EXECUTION.search(a.words)] if part >= 0 else []


def attached(paper: Paper) -> Iterator[int]:
    """The indexes of attached documents and annexes."""
    return (
        n
        for n, part in enumerate(paper.parts)
        if part.kind in (PartKind.ATTACHMENT, PartKind.ANNEX)
    )


def is_blank(words: str) -> bool:
    """Whether a place is left to be filled in: dots, underscores, many spaces, nothing."""
    return not words.strip() or bool(_BLANK.search(words))
