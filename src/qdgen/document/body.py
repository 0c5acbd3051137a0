"""The paragraphs of a body: articles with their clauses and points, or an outline."""

from __future__ import annotations

from collections.abc import Sequence

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
from qdgen.document.inlines import InlineResolver
from qdgen.document.model import Inlines, LineBreak, Paragraph, Role, Run
from qdgen.document.places import Kind, Place, Places
from qdgen.messages import text

Blocks = Sequence[Scalar | DashBlock]

# kind: (role with text only, role with a title, how its label is written)
_LOOKS = {
    Kind.ARTICLE: (Role.ARTICLE, Role.ARTICLE_TITLED, "Điều {}."),
    Kind.CLAUSE: (Role.CLAUSE, Role.CLAUSE_TITLED, "{}."),
    Kind.POINT: (Role.POINT, Role.POINT, "{})"),
    Kind.OUTLINE_1: (Role.OUTLINE_1, Role.OUTLINE_1, "{}."),
    Kind.OUTLINE_2: (Role.OUTLINE_2, Role.OUTLINE_2_TITLED, "{}."),
    Kind.OUTLINE_3: (Role.OUTLINE_3, Role.OUTLINE_3, "{})"),
}


class BodyResolver:
    """Turns provisions into paragraphs, in print order."""

    def __init__(self, inlines: InlineResolver, places: Places) -> None:
        self._inlines = inlines
        self._places = places

    def articles(self, articles: Sequence[Article]) -> tuple[Paragraph, ...]:
        """The paragraphs of Điều, khoản and điểm."""
        paragraphs: list[Paragraph] = []
        self._articles(articles, paragraphs)
        return tuple(paragraphs)

    def outline(
        self, blocks: Blocks, sections: Sequence[OutlineSection], viewer: Place
    ) -> tuple[Paragraph, ...]:
        """Text, then sections I., 1., a)."""
        paragraphs: list[Paragraph] = []
        self._blocks(blocks, viewer, paragraphs)
        self._sections(sections, paragraphs)
        return tuple(paragraphs)

    def attached(self, file: AttachedFile, viewer: Place) -> tuple[Paragraph, ...]:
        """The whole body of an attached document."""
        paragraphs = list(self.outline(file.text, file.sections, viewer))
        for part in file.parts:
            self._heading(Role.PART, "Phần", part.id, part.title, paragraphs)
            self._chapters(part.chapters, paragraphs)
            self._articles(part.articles, paragraphs)
        self._chapters(file.chapters, paragraphs)
        self._articles(file.articles, paragraphs)
        return tuple(paragraphs)

    def _chapters(self, chapters: Sequence[Chapter], out: list[Paragraph]) -> None:
        for chapter in chapters:
            self._heading(Role.CHAPTER, "Chương", chapter.id, chapter.title, out)
            for section in chapter.sections:
                self._article_section(section, out)
            self._articles(chapter.articles, out)

    def _article_section(
        self, section: ArticleSection | ArticleSubsection, out: list[Paragraph]
    ) -> None:
        if isinstance(section, ArticleSection):
            self._heading(Role.SECTION, "Mục", section.id, section.title, out)
            for subsection in section.subsections:
                self._article_section(subsection, out)
        else:
            self._heading(Role.SUBSECTION, "Tiểu mục", section.id, section.title, out)
        self._articles(section.articles, out)

    def _heading(
        self, role: Role, word: str, declared: Scalar, title: Scalar, out: list[Paragraph]
    ) -> None:
        place = self._places[declared.value]
        out.append(
            Paragraph(
                role,
                _lines(self._inlines.plain_title(title, place).upper()),
                f"{word} {place.number}",
                declared.value,
            )
        )

    def _articles(self, articles: Sequence[Article], out: list[Paragraph]) -> None:
        for article in articles:
            self._provision(article, out)
            for clause in article.clauses:
                self._provision(clause, out)
                for point in clause.points:
                    self._provision(point, out)
            for point in article.points:
                self._provision(point, out)

    def _sections(self, sections: Sequence[OutlineSection], out: list[Paragraph]) -> None:
        for section in sections:
            if section.id.value not in self._places:
                continue  # deeper than an outline goes: reported with the places
            self._provision(section, out)
            self._sections(section.sections, out)

    def _provision(self, provision: Provision, out: list[Paragraph]) -> None:
        anchor = provision.id.value
        place = self._places[anchor]
        with_text, with_title, pattern = _LOOKS[place.kind]
        label = pattern.format(place.number)
        blocks: Blocks = provision.text
        if provision.title is not None:
            title = self._inlines.plain_title(provision.title, place)
            if place.kind is Kind.OUTLINE_1:
                title = title.upper()
            out.append(Paragraph(with_title, _lines(title), label, anchor))
        elif blocks and isinstance(blocks[0], Scalar):
            first = self._inlines.resolve(blocks[0], place)
            out.append(Paragraph(with_text, first, label, anchor))
            blocks = blocks[1:]
        else:
            self._inlines.report(
                "provision-empty",
                text("{label} has neither a title nor a text of its own", label=label),
                text("give it a tieu_de or begin its noi_dung with a paragraph"),
                provision.id,
            )
        self._blocks(blocks, place, out)
        self._dashes(provision.dashes, place, out, Role.DASH)

    def _blocks(self, blocks: Blocks, place: Place, out: list[Paragraph]) -> None:
        for block in blocks:
            if isinstance(block, DashBlock):
                self._dashes(block.dashes, place, out, Role.DASH)
            else:
                out.append(Paragraph(Role.TEXT, self._inlines.resolve(block, place)))

    def _dashes(
        self, items: Sequence[Scalar | DashItem], place: Place, out: list[Paragraph], role: Role
    ) -> None:
        label = "-" if role is Role.DASH else "+"
        for item in items:
            if isinstance(item, Scalar):
                out.append(Paragraph(role, self._inlines.resolve(item, place), label))
                continue
            anchor = item.id.value if item.id is not None else None
            inner = self._places[anchor] if anchor else place
            inlines: Inlines = self._inlines.resolve(item.text, inner)
            out.append(Paragraph(role, inlines, label, anchor))
            if role is Role.PLUS and item.dashes:
                self._inlines.report(
                    "list-too-deep",
                    text("dash items go two levels deep: - and +"),
                    text("move this item one level up"),
                    item.text,
                )
                continue
            self._dashes(item.dashes, inner, out, Role.PLUS)


def _lines(words: str) -> Inlines:
    """Words without markup; a line of a literal text stays a line."""
    first, *others = words.split("\n")
    return (Run(first), *(i for line in others for i in (LineBreak(), Run(line))))
