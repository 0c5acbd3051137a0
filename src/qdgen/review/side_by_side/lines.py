"""Two texts as paragraphs of the table, the words that differ marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qdgen.check.elements import Element
from qdgen.document.model import Inline, LineBreak, Link, NoteMark, Reference, Run, plain_text
from qdgen.review.side_by_side.rows import Line, Mark, Pair, Span
from qdgen.review.unit import Unit
from qdgen.review.words import word_edits

_TITLED = (Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.OUTLINE, Element.HEADING_TITLE)
Ranges = Sequence[tuple[int, int]]


def pair_of(old: Unit | None, new: Unit | None, column: str = "") -> Pair:
    """The paragraphs of a text in both versions; `column` is the heading a cell stands below."""
    if old is None or new is None:
        return Pair(
            _line(old, Mark.REMOVED, column) if old is not None else (),
            _line(new, Mark.ADDED, column) if new is not None else (),
        )
    edits = word_edits(old.text, new.text)
    relabelled = _label(old) != _label(new)
    return Pair(
        _marked(old, [(e.start, e.end) for e in edits], Mark.REMOVED, relabelled, column),
        _marked(new, [(e.new_start, e.new_end) for e in edits], Mark.ADDED, relabelled, column),
    )


def _line(unit: Unit, mark: Mark, column: str) -> Line:
    return _marked(unit, [(0, len(unit.text))], mark, True, column)


def _marked(unit: Unit, ranges: Ranges, mark: Mark, relabelled: bool, column: str) -> Line:
    spans = list(_pieces(_characters(unit), ranges, mark))
    if not spans:
        return ()
    head = []
    if column:
        head.append(Span(f"{column}: ", italic=True))
    if label := _label(unit):
        of_label = mark if relabelled else Mark.SAME
        is_note = unit.element is Element.NOTE
        head.append(Span(label, of_label, bold=_is_bold(unit), raised=is_note))
        head.append(Span(" ", of_label))
    return (*head, *spans)


def _label(unit: Unit) -> str:
    if unit.element in (Element.ROW_HEADING, Element.ROW_NUMBER, Element.TITLE):
        return ""  # told as the place of the row, or by the heading above
    return unit.label


def _is_bold(unit: Unit) -> bool:
    return unit.is_title and unit.element in _TITLED


def _characters(unit: Unit) -> Iterator[Span]:
    """What the unit prints, as spans; a footnote's mark is one character of the unit's text, which
    is shown as the note's number."""
    bold = _is_bold(unit)
    for inline in unit.inlines:
        run = _run_of(inline)
        if isinstance(inline, NoteMark):
            yield Span(str(inline.number), raised=True)
        elif isinstance(inline, LineBreak):
            yield Span("\n")
        elif run is not None:
            yield Span(run.text, bold=bold or run.bold, italic=run.italic)
        else:
            yield Span(plain_text((inline,)), bold=bold)


def _run_of(inline: Inline) -> Run | None:
    if isinstance(inline, Run):
        return inline
    return inline.run if isinstance(inline, (Link, Reference)) else None


def _pieces(spans: Iterable[Span], ranges: Ranges, mark: Mark) -> Iterator[Span]:
    """`spans` cut at the ends of `ranges`, what lies in them marked."""
    at = 0
    waiting = [found for found in ranges if found[0] < found[1]]
    waiting.reverse()
    for span in spans:
        length = 1 if span.raised else len(span.text)
        begin, end = at, at + length
        while begin < end:
            while waiting and waiting[-1][1] <= begin:
                waiting.pop()
            start, stop = waiting[-1] if waiting else (end, end)
            inside = start <= begin
            cut = min(end, stop if inside else start)
            words = span.text if span.raised else span.text[begin - at : cut - at]
            yield Span(words, mark if inside else Mark.SAME, span.bold, span.italic, span.raised)
            begin = cut
        at = end
