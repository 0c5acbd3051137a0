"""Lời văn: headings, điều, khoản, điểm, outlines, dashes and plain paragraphs."""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.check.elements import Element, PartKind
from qdgen.check.identify import signs
from qdgen.check.identify.gathering import Gathered
from qdgen.check.identify.labels import ARTICLES, OUTLINE, Label, native_label, typed_label
from qdgen.check.identify.segments import Segment
from qdgen.check.look import Align
from qdgen.check.paper import Piece

_CLOSING_LENGTH = 80


class Body:
    """The paragraphs of one part's body."""

    def __init__(self, gathered: Gathered, *, by_articles: bool) -> None:
        self._gathered = gathered
        self._by_articles = by_articles
        self._heading: tuple[Label, Segment] | None = None
        self._in_title = False
        self._last: tuple[Segment, Piece] | None = None

    def paragraph(self, whole: Segment) -> None:
        """Add a paragraph."""
        if not whole.text and not whole.raw.label:
            return
        if self._title_of_heading(whole):
            return
        label = native_label(whole.raw.label) if whole.raw.label else None
        if label is None or not label.kind:
            label = typed_label(whole.text) or label
        if label is None or not label.kind:
            self._add(Element.TEXT, whole, label)
        elif label.kind == "heading":
            self._heading_label(whole, label)
        elif label.kind == "article":
            self._add(Element.ARTICLE, whole, label)
        elif label.kind in ("dash", "plus"):
            self._add(Element.DASH, whole, label, label.level)
        elif self._by_articles and label.kind in ARTICLES:
            self._add(ARTICLES[label.kind], whole, label)
        else:
            level = OUTLINE[label.kind]
            if level == 1:
                level += min(1, label.words.strip(" .)/(").count("."))
            self._add(Element.OUTLINE, whole, label, level)

    def finish(self, kind: PartKind) -> None:
        """The body is done: a name alone at its end closes it."""
        self._end_heading()
        if self._last is None or kind not in (PartKind.ATTACHMENT, PartKind.ANNEX):
            return
        whole, piece = self._last
        if piece.element is Element.TEXT and _is_closing(whole, piece):
            piece.element = Element.CLOSING

    # --- headings --------------------------------------------------------------------------------

    def _heading_label(self, whole: Segment, label: Label) -> None:
        self._end_heading()
        label_at = whole.part(0, label.end) if label.end else None
        title = whole.part(label.end, len(whole.text)) if label.end else whole
        if title.text:
            self._title([title], label, label_at)
        else:
            self._gathered.add(Element.HEADING_LABEL, [whole], level=label.level)
            self._heading = label, whole

    def _title_of_heading(self, whole: Segment) -> bool:
        """The paragraph after a heading's label is its title, unless it begins something else."""
        if self._heading is None:
            return False
        label, at = self._heading
        own = typed_label(whole.text) if not whole.raw.label else native_label(whole.raw.label)
        if not whole.text or (own is not None and own.kind):
            self._end_heading()
            return False
        self._heading = None
        piece = self._title([whole], label, None)
        piece.title_on_own_line = True
        piece.label_is_typed = self._gathered.native and not at.raw.label
        return True

    def _end_heading(self) -> None:
        """A heading without a title has one of no words, which bears its number."""
        if self._heading is not None:
            label, at = self._heading
            self._heading = None
            piece = self._title([at.part(len(at.text), len(at.text))], label, None)
            piece.look, piece.title_on_own_line = None, None
            piece.label_is_typed = self._gathered.native and not at.raw.label

    def _title(self, title: Sequence[Segment], label: Label, label_at: Segment | None) -> Piece:
        piece = self._gathered.add(
            Element.HEADING_TITLE, title, label=label.words, label_at=label_at, level=label.level
        )
        begin = label_at.end if label_at else 0
        piece.title_on_own_line = "\n" in title[0].raw.text[begin : title[0].start]
        return piece

    # --- the rest --------------------------------------------------------------------------------

    def _add(self, element: Element, whole: Segment, label: Label | None, level: int = 0) -> None:
        self._end_heading()
        if label is None or not label.end:
            words = label.words if label is not None else ""
            piece = self._gathered.add(element, [whole], label=words, level=level)
        else:
            rest = whole.part(label.end, len(whole.text))
            sign = whole.part(0, label.end)
            piece = self._gathered.add(
                element, [rest], label=label.words, label_at=sign, level=level
            )
        self._last = whole, piece


def _is_closing(whole: Segment, piece: Piece) -> bool:
    text = whole.text.strip()
    if not text or len(text) > _CLOSING_LENGTH or text[-1] in ".;:,/":
        return False
    aside = piece.look is not None and piece.look.align in (Align.CENTRE, Align.RIGHT)
    return signs.is_upper(text) or (aside and (piece.look is None or piece.look.bold != 0.0))
