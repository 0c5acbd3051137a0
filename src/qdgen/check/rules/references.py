"""CT3: references to provisions of the document itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qdgen.check.decision import (
    about_a_decision,
    decision_part,
    execution_articles,
    joined,
    type_of,
)
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.siblings import counted
from qdgen.check.text.compare import plain
from qdgen.check.text.labels import Kind
from qdgen.check.text.provisions import Owner, Reference, find_references
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

_AMENDING = re.compile(r"sửa đổi|bổ sung|bãi bỏ|đính chính|thay thế|hủy bỏ")
_QUOTED = re.compile(r"[“\"«]")
_COMMA = re.compile(
    r"\b(?:điểm\s+[a-zđ]\s*(?P<one>,\s*)khoản\s+\d+|khoản\s+\d+\s*(?P<two>,\s*)Điều\s+\d+)\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\bĐiều\s+\d+\s*,?\s*khoản\s+\d+\b(?!\s*(?:,|và|đến|hoặc)?\s*(?:khoản|Điều|các|\d))",
    re.IGNORECASE,
)
_AS_ARTICLE = re.compile(
    r"^Như\s+(?:các\s+)?Điều\s+(\d+)(?P<more>(?:\s*(?:,|và)\s*(?:Điều\s+)?\d+)*)"
)


@dataclass(slots=True)
class _Provisions:
    """The points of each clause of each article of a part; clause 0 is the article itself."""

    articles: dict[int, dict[int, set[str]]] = field(default_factory=dict)

    def lacks(self, article: int, clause: int, point: str) -> Text | None:
        """What is not there, in words."""
        if article not in self.articles:
            return text("there is no Điều {article}", article=article)
        clauses = self.articles[article]
        if clause and clause not in clauses:
            return text("Điều {article} has no khoản {clause}", article=article, clause=clause)
        if point and point not in clauses.get(clause, ()):
            if clause:
                return text(
                    "khoản {clause} Điều {article} has no điểm {point}",
                    clause=clause, article=article, point=point,
                )  # fmt: skip
            return text("Điều {article} has no điểm {point}", article=article, point=point)
        return None


@dataclass(slots=True)
class _Place:
    """Where in a part one is."""

    article: int = 0
    clause: int = 0


def _walk(paper: Paper, part: int) -> Iterator[tuple[Piece, _Place]]:
    place = _Place()
    for piece in paper.of(*BODY, part=part):
        label = counted(piece)
        if label is not None and label.kind is Kind.ARABIC:
            if piece.element is Element.ARTICLE:
                place = _Place(label.value)
            elif piece.element is Element.CLAUSE:
                place = _Place(place.article, label.value)
        yield piece, place


def _provisions(paper: Paper, part: int) -> _Provisions:
    found = _Provisions()
    for piece, place in _walk(paper, part):
        if piece.element in (Element.ARTICLE, Element.CLAUSE):
            found.articles.setdefault(place.article, {0: set()}).setdefault(place.clause, set())
        elif piece.element is Element.POINT and place.article and (label := counted(piece)):
            points = found.articles.setdefault(place.article, {0: set()})
            points.setdefault(place.clause, set()).add(label.written.lower())
    return found


class _Parts:
    """The provisions of each part, found when asked for."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._known: dict[int, _Provisions] = {}
        self.decision = decision_part(paper)

    def of(self, part: int) -> _Provisions:
        if part not in self._known:
            self._known[part] = _provisions(self._paper, part)
        return self._known[part]

    def meant(self, reference: Reference, part: int) -> int:
        """The part whose article is meant; -1 where that is not clear."""
        if not reference.type:
            return part if self.of(part).articles else -1
        kind = plain(reference.type)
        if kind == "quyết định":
            return self.decision
        named = [
            n
            for n, p in enumerate(self._paper.parts)
            if p.kind is PartKind.ATTACHMENT and plain(type_of(self._paper, n)) == kind
        ]
        return named[0] if len(named) == 1 and self.of(named[0]).articles else -1


@rule("CT301", "reference-to-nothing", Severity.ERROR, Certainty.DERIVED, TEXTS)
def reference_to_nothing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A reference names a Điều, khoản or điểm of this document that does not exist.

    It usually comes from an earlier draft, when the article had another number. Only references
    that plainly mean this document are judged, none that names a law or another document.

    Wrong: theo khoản 5 Điều 2 Quyết định này (Điều 2 chỉ có 02 khoản)
    Right: theo khoản 2 Điều 2 Quyết định này
    Source: suy ra từ Phụ lục I, Phần I, Mục II.6 và Phụ lục II, Mục V.7
    """
    parts = _Parts(paper)
    subject = plain(joined(paper, Element.SUBJECT, parts.decision))
    amending = bool(_AMENDING.search(subject))
    for number, part in enumerate(paper.parts):
        if part.kind is PartKind.REGISTER:
            continue
        for piece, place in _walk(paper, number):
            for reference in find_references(piece.text):
                if reference.owner is Owner.OTHER or (
                    reference.owner is Owner.BARE
                    and (amending or _QUOTED.search(piece.text, 0, reference.start))
                ):
                    continue
                found = _judge(parts, reference, number, place)
                if found is not None:
                    yield Remark(
                        found,
                        text("correct the number, or name the document that is meant"),
                        piece,
                        reference.start,
                        reference.end,
                    )


def _judge(parts: _Parts, reference: Reference, part: int, place: _Place) -> Text | None:
    if reference.article > 0:
        meant = parts.meant(reference, part)
        if meant < 0:
            return None
        return parts.of(meant).lacks(reference.article, reference.clause, reference.point)
    if not place.article:
        return None
    if reference.article == 0:
        return parts.of(part).lacks(place.article, reference.clause, reference.point)
    if not place.clause:
        return None
    return parts.of(part).lacks(place.article, place.clause, reference.point)


@rule("CT302", "reference-order", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def reference_order(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A reference does not go from the small to the large, or has commas between its steps.

    A provision is named from the smallest to the largest, without commas: điểm, khoản, Điều.

    Wrong: Điều 5 khoản 2; khoản 2, Điều 5
    Right: khoản 2 Điều 5
    Source: Phụ lục II, Mục V.7 (CC-13); chắc chắn
    """
    for piece in paper.of(*BODY, Element.BASIS, Element.NOTE, Element.CELL):
        if "hoản" not in piece.text:
            continue
        for match in _COMMA.finditer(piece.text):
            group = "one" if match["one"] else "two"
            yield Remark(
                text("“{words}” has a comma between its steps", words=match[0]),
                text("leave the comma out"),
                piece,
                *match.span(group),
                fix=" ",
            )
        for match in _TURNED.finditer(piece.text):
            yield Remark(
                text("“{words}” goes from the large to the small", words=match[0]),
                text("write khoản … Điều …"),
                piece,
                *match.span(),
            )


@rule("CT303", "recipients-article", Severity.ERROR, Certainty.DERIVED, TEXTS)
@about_a_decision
def recipients_article(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Nơi nhận says "Như Điều n", but another article says who carries the decision out.

    The first line of nơi nhận sends the decision to those whom that article names. When an article
    is put in or taken out, the number there is easily forgotten.

    Wrong: - Như Điều 3; (Điều 3 quy định hiệu lực, Điều 4 ghi người chịu trách nhiệm thi hành)
    Right: - Như Điều 4;
    Source: suy ra từ Phụ lục III, mẫu 1.2 và 1.3 (NN-01)
    """
    found = execution_articles(paper)
    numbers = [label.value for a in found if (label := counted(a.piece)) is not None]
    exists = _Parts(paper)
    for piece in paper.of(Element.RECIPIENT):
        match = _AS_ARTICLE.match(piece.text)
        if match is None:
            continue
        named = [int(match[1]), *map(int, re.findall(r"\d+", match["more"]))]
        if numbers and not set(named) & set(numbers):
            yield Remark(
                text(
                    "Điều {wrong} does not say who carries the decision out; Điều {right} does",
                    wrong=named[0], right=numbers[-1],
                ),
                text("write “Như Điều {right}”", right=numbers[-1]),
                piece,
                *match.span(),
            )  # fmt: skip
        elif not numbers and exists.decision >= 0:
            articles = exists.of(exists.decision).articles
            if articles and named[0] not in articles:
                yield Remark(
                    text("there is no Điều {article}", article=named[0]),
                    text("name the article that says who carries the decision out"),
                    piece,
                    *match.span(),
                )


@rule("CT304", "reference-to-itself", Severity.INFO, Certainty.PRACTICE, TEXTS)
def reference_to_itself(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A reference inside an article names that article by its number.

    Within an article one writes "Điều này", within a khoản "khoản này": it stays right when the
    numbers change.

    Wrong: (trong Điều 4) theo quy định tại khoản 1 Điều 4
    Right: (trong Điều 4) theo quy định tại khoản 1 Điều này
    Source: không có quy định; thông lệ soạn thảo
    """
    for number, part in enumerate(paper.parts):
        if part.kind is PartKind.REGISTER:
            continue
        for piece, place in _walk(paper, number):
            for reference in find_references(piece.text):
                if (
                    reference.article > 0
                    and reference.owner is Owner.BARE
                    and reference.article == place.article
                    and not _QUOTED.search(piece.text, 0, reference.start)
                ):
                    yield Remark(
                        text(
                            "the reference stands in Điều {article} itself", article=place.article
                        ),
                        text("write “Điều này”"),
                        piece,
                        reference.start,
                        reference.end,
                    )
