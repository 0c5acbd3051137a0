"""The bodies of a dossier as units: provisions, their paragraphs and dashes, by id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.check.content_paper import ELEMENTS, HEADINGS
from qdgen.check.elements import Element
from qdgen.content.model import (
    Article,
    ArticleSection,
    ArticleSubsection,
    AttachedFile,
    Chapter,
    DashBlock,
    DashItem,
    OutlineSection,
    Provision,
)
from qdgen.content.nodes import Scalar
from qdgen.document.model import Paragraph
from qdgen.review.unit import Unit
from qdgen.review.unit_writer import UnitWriter

Blocks = Sequence[Scalar | DashBlock]


class BodyReader:
    """Walks the content beside the paragraphs made of it, which stand in the same order."""

    def __init__(self, writer: UnitWriter, paragraphs: Sequence[Paragraph]) -> None:
        self._writer = writer
        self._paragraphs: Iterator[Paragraph] = iter(paragraphs)

    def articles(self, articles: Sequence[Article], parent: str) -> None:
        """Điều, khoản, điểm."""
        for article in articles:
            self._provision(article, parent)
            for clause in article.clauses:
                self._provision(clause, article.id.value)
                for point in clause.points:
                    self._provision(point, clause.id.value)
            for point in article.points:
                self._provision(point, article.id.value)

    def outline(
        self, blocks: Blocks, sections: Sequence[OutlineSection], parent: str, name: str
    ) -> None:
        """Text that belongs to `parent` under the key `name`, then its sections."""
        self._blocks(blocks, parent, name)
        self._sections(sections, parent)

    def attached(self, file: AttachedFile, stem: str) -> None:
        """The whole body of an attached document."""
        self.outline(file.text, file.sections, stem, "noi_dung")
        for part in file.parts:
            self._heading(part.id, stem)
            self._chapters(part.chapters, part.id.value)
            self.articles(part.articles, part.id.value)
        self._chapters(file.chapters, stem)
        self.articles(file.articles, stem)

    def _chapters(self, chapters: Sequence[Chapter], parent: str) -> None:
        for chapter in chapters:
            self._heading(chapter.id, parent)
            for section in chapter.sections:
                self._article_section(section, chapter.id.value)
            self.articles(chapter.articles, chapter.id.value)

    def _article_section(self, section: ArticleSection | ArticleSubsection, parent: str) -> None:
        self._heading(section.id, parent)
        if isinstance(section, ArticleSection):
            for subsection in section.subsections:
                self._article_section(subsection, section.id.value)
        self.articles(section.articles, section.id.value)

    def _sections(self, sections: Sequence[OutlineSection], parent: str) -> None:
        for section in sections:
            self._provision(section, parent)
            self._sections(section.sections, section.id.value)

    def _heading(self, declared: Scalar, parent: str) -> None:
        self._own(declared.value, parent, is_title=True)

    def _provision(self, provision: Provision, parent: str) -> None:
        anchor = provision.id.value
        blocks: Blocks = provision.text
        self._own(anchor, parent, is_title=provision.title is not None)
        if provision.title is None:
            self._blocks(blocks, anchor, "noi_dung", first=1)
        else:
            self._blocks(blocks, anchor, "noi_dung")
        self._dashes(provision.dashes, anchor, f"{anchor}/gach")

    def _own(self, anchor: str, parent: str, *, is_title: bool) -> None:
        self._writer.parents[anchor] = parent
        self._paragraph(anchor, owner=anchor, is_title=is_title)

    def _blocks(self, blocks: Blocks, owner: str, name: str, first: int = 0) -> None:
        """The paragraphs of a list from the index `first` on (before it is the provision's own)."""
        for nth, block in enumerate(blocks[first:], first + 1):
            alone = len(blocks) == 1
            key = f"{owner}/{name}" if alone else f"{owner}/{name}/{nth}"
            if isinstance(block, DashBlock):
                self._dashes(block.dashes, owner, f"{key}/gach")
            else:
                self._paragraph(key, owner=owner, is_counted=not alone)

    def _dashes(self, items: Sequence[Scalar | DashItem], owner: str, key: str) -> None:
        for nth, item in enumerate(items, 1):
            mine, anchor = f"{key}/{nth}", owner
            if isinstance(item, DashItem) and item.id is not None:
                mine = anchor = item.id.value
                self._writer.parents[anchor] = owner
            self._paragraph(mine, owner=anchor, is_counted=mine != anchor)
            if isinstance(item, DashItem):
                self._dashes(item.dashes, anchor, f"{mine}/gach")

    def _paragraph(
        self, key: str, *, owner: str, is_counted: bool = False, is_title: bool = False
    ) -> None:
        paragraph = next(self._paragraphs)
        if paragraph.role in HEADINGS:
            element, level = Element.HEADING_TITLE, HEADINGS[paragraph.role]
        else:
            element, level = ELEMENTS[paragraph.role]
        passage = self._writer.take()
        self._writer.put(
            Unit(
                key,
                element,
                self._writer.part,
                owner,
                paragraph.inlines,
                paragraph.label,
                is_counted=is_counted,
                is_title=is_title,
                level=level,
                written=passage.scalar.value,
                scalar=passage.scalar,
                passage=passage,
            )
        )
