"""Where every provision, row and attachment stands, and its number: the first pass.

A `Place` is made for each id before any text is resolved, so that a reference may look forward.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from qdgen.content.figures import figure_columns, is_sum
from qdgen.content.model import (
    AnnexFile,
    Article,
    ArticleSection,
    ArticleSubsection,
    AttachedFile,
    Chapter,
    DashBlock,
    DashItem,
    OutlineSection,
    Point,
    Provision,
    Row,
)
from qdgen.content.nodes import Scalar
from qdgen.content.row_numbering import parse_pattern
from qdgen.document.model import NumberKind, RowNumbering
from qdgen.document.rows import number_rows
from qdgen.vietnamese import POINT_LETTERS, point_letter, roman

if TYPE_CHECKING:
    from qdgen.content.loader import Dossier

DECISION = "quyet-dinh"
"""The anchor of the decision itself: the name of its file."""


class Kind(StrEnum):
    """What an id names."""

    DECISION = "decision"
    ATTACHMENT = "attachment"
    ANNEX = "annex"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    OUTLINE_1 = "outline-1"
    OUTLINE_2 = "outline-2"
    OUTLINE_3 = "outline-3"
    DASH = "dash"
    ROW = "row"


OUTLINE_KINDS = (Kind.OUTLINE_1, Kind.OUTLINE_2, Kind.OUTLINE_3)


@dataclass(frozen=True, slots=True)
class Place:
    """An id's place: its number without punctuation, what it stands in, its title if it has one."""

    id: str
    kind: Kind
    number: str
    parent: Place | None
    title: Scalar | None = None
    declared: Scalar | None = None
    is_shared: bool = False
    """Whether another row of the same annex has the same number."""

    @property
    def root(self) -> Place:
        """The decision, attachment or annex it stands in."""
        place = self
        while place.parent is not None:
            place = place.parent
        return place

    def within(self, other: Place) -> bool:
        """Whether it is `other` or stands in it."""
        place: Place | None = self
        while place is not None:
            if place.id == other.id:
                return True
            place = place.parent
        return False


class Places(dict[str, Place]):
    """All places by id; `row_labels` the printed number of every row, `overfull` lists of points
    with more than the 23 letters there are."""

    def __init__(self) -> None:
        super().__init__()
        self.row_labels: dict[str, str] = {}
        self.overfull: list[Scalar] = []

    def put(
        self,
        declared: Scalar,
        kind: Kind,
        number: str,
        parent: Place,
        title: Scalar | None = None,
        *,
        is_shared: bool = False,
    ) -> Place:
        """Enter a provision; the loader has already refused a duplicate id."""
        place = Place(declared.value, kind, number, parent, title, declared, is_shared)
        self[place.id] = place
        return place


def find_places(dossier: Dossier) -> Places:
    """Number everything in `dossier` that has an id."""
    places = Places()
    root = places[DECISION] = Place(
        DECISION, Kind.DECISION, "", None, dossier.decision.header.subject
    )
    _articles(dossier.decision.articles, root, places, _Counter())
    annexes = [k for k, v in dossier.attachments.items() if isinstance(v, AnnexFile)]
    for stem, file in dossier.attachments.items():
        if isinstance(file, AnnexFile):
            number = roman(annexes.index(stem) + 1) if len(annexes) > 1 else ""
            root = places[stem] = Place(stem, Kind.ANNEX, number, None, file.header.title)
            _dashes_in(file.text, root, places)
            _outline(file.sections, root, places, 0)
            _rows(file, root, places)
            _dashes_in(file.notes, root, places)
        else:
            root = places[stem] = Place(stem, Kind.ATTACHMENT, "", None, file.header.title)
            _attached(file, root, places)
    return places


def row_numbering(file: AnnexFile) -> tuple[RowNumbering, ...]:
    """The numbering of each level of an annex's rows, as its `stt` declares it."""
    return tuple(
        RowNumbering(NumberKind(p.kind), p.prefix, p.suffix, p.with_parent, p.runs_on)
        for p in map(parse_pattern, file.numbering)
    )


class _Counter:
    """Counts from 1; Điều and Chương run on through a whole document."""

    def __init__(self) -> None:
        self.value = 0

    def next(self) -> int:
        self.value += 1
        return self.value


def _attached(file: AttachedFile, root: Place, places: Places) -> None:
    articles, chapters = _Counter(), _Counter()
    _dashes_in(file.text, root, places)
    _outline(file.sections, root, places, 0)
    for number, part in enumerate(file.parts, 1):
        place = places.put(part.id, Kind.PART, roman(number), root, part.title)
        _chapters(part.chapters, place, places, chapters, articles)
        _articles(part.articles, place, places, articles)
    _chapters(file.chapters, root, places, chapters, articles)
    _articles(file.articles, root, places, articles)


def _chapters(
    chapters: Sequence[Chapter],
    parent: Place,
    places: Places,
    numbers: _Counter,
    articles: _Counter,
) -> None:
    for chapter in chapters:
        place = places.put(chapter.id, Kind.CHAPTER, roman(numbers.next()), parent, chapter.title)
        for number, section in enumerate(chapter.sections, 1):
            _section(section, Kind.SECTION, number, place, places, articles)
        _articles(chapter.articles, place, places, articles)


def _section(
    section: ArticleSection | ArticleSubsection,
    kind: Kind,
    number: int,
    parent: Place,
    places: Places,
    articles: _Counter,
) -> None:
    place = places.put(section.id, kind, str(number), parent, section.title)
    if isinstance(section, ArticleSection):
        for sub_number, subsection in enumerate(section.subsections, 1):
            _section(subsection, Kind.SUBSECTION, sub_number, place, places, articles)
    _articles(section.articles, place, places, articles)


def _articles(
    articles: Sequence[Article], parent: Place, places: Places, numbers: _Counter
) -> None:
    for article in articles:
        place = places.put(article.id, Kind.ARTICLE, str(numbers.next()), parent, article.title)
        _dashes_of(article, place, places)
        for number, clause in enumerate(article.clauses, 1):
            inner = places.put(clause.id, Kind.CLAUSE, str(number), place, clause.title)
            _dashes_of(clause, inner, places)
            _points(clause.points, inner, places)
        _points(article.points, place, places)


def _points(points: Sequence[Point], parent: Place, places: Places) -> None:
    for number, point in enumerate(points, 1):
        place = places.put(
            point.id, Kind.POINT, _letter(number, point.id, places), parent, point.title
        )
        _dashes_of(point, place, places)


def _letter(number: int, declared: Scalar, places: Places) -> str:
    if number == len(POINT_LETTERS) + 1:
        places.overfull.append(declared)
    return point_letter(min(number, len(POINT_LETTERS)))


def _outline(sections: Sequence[OutlineSection], parent: Place, places: Places, depth: int) -> None:
    if depth == len(OUTLINE_KINDS):
        places.overfull.extend(s.id for s in sections[:1])
        return
    for number, section in enumerate(sections, 1):
        shown = (roman(number), str(number), "")[depth] or _letter(number, section.id, places)
        place = places.put(section.id, OUTLINE_KINDS[depth], shown, parent, section.title)
        _dashes_of(section, place, places)
        _outline(section.sections, place, places, depth + 1)


def _dashes_of(provision: Provision, place: Place, places: Places) -> None:
    # A reader counts the dashes of a provision on through the paragraphs between them.
    before = _dashes_in(provision.text, place, places)
    _dashes(provision.dashes, place, places, before)


def _dashes_in(blocks: Sequence[Scalar | DashBlock], place: Place, places: Places) -> int:
    count = 0
    for block in blocks:
        if isinstance(block, DashBlock):
            _dashes(block.dashes, place, places, count)
            count += len(block.dashes)
    return count


def _dashes(
    items: Sequence[Scalar | DashItem], parent: Place, places: Places, before: int = 0
) -> None:
    for number, item in enumerate(items, before + 1):
        if isinstance(item, DashItem):
            place = parent
            if item.id is not None:
                place = places.put(item.id, Kind.DASH, str(number), parent)
            _dashes(item.dashes, place, places)


def _rows(file: AnnexFile, root: Place, places: Places) -> None:
    figures = figure_columns(file)
    numbered = list(number_rows(_shape(file.rows, figures), row_numbering(file)))
    counts = Counter(numbered)
    labels = iter(numbered)

    def enter(rows: Sequence[Row], parent: Place) -> None:
        for row in rows:
            label = next(labels)
            places.row_labels[row.id.value] = label
            place = places.put(
                row.id, Kind.ROW, label, parent, row.title, is_shared=counts[label] > 1
            )
            enter(row.rows, place)

    enter(file.rows, root)


def _shape(rows: Sequence[Row], figures: Sequence[str], level: int = 0) -> Iterator[int | None]:
    """The depth of every row, in print order; None for one that only adds up the others."""
    for row in rows:
        yield None if figures and is_sum(row, figures) else level
        yield from _shape(row.rows, figures, level + 1)
