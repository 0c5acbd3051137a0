"""The notes at the foot of pages, and where their marks stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qdgen.check.pages.blocks import PageBlocks
from qdgen.check.pages.lines import Line
from qdgen.check.pages.paragraphs import Frame, Paragraph
from qdgen.check.raw import Zone


def notes_of(page: PageBlocks, previous: Sequence[Paragraph]) -> list[Paragraph]:
    """The notes at the foot of a page. One that goes on from the page before joins the last of
    `previous`."""
    found: list[Paragraph] = []
    if not page.notes:
        return found
    left = min(line.left for line in page.notes)
    frame = Frame(left, max(line.right for line in page.notes))
    for line in page.notes:
        first = line.words[0]
        raised = first.size <= 0.8 * line.size or (
            len(line.words) > 1 and first.baseline < line.words[1].baseline - 0.5
        )
        plain = first.text.rstrip(".)").isdigit() and len(first.text) <= 3
        is_new = len(line.words) > 1 and plain and (raised or not found)
        if is_new:
            number = first.text.rstrip(".)")
            rest = Line(line.words[1:], line.page, line.marks)
            found.append(Paragraph([rest], frame, zone=Zone.NOTE, note=number))
        elif found:
            found[-1].lines.append(line)
        elif previous:
            previous[-1].lines.append(line)
        else:
            found.append(Paragraph([line], frame, zone=Zone.NOTE))
    return found


def with_notes(
    paragraphs: Sequence[Paragraph], notes_by_page: Mapping[int, Sequence[Paragraph]]
) -> list[Paragraph]:
    """Each note behind the paragraph that bears its mark."""
    waiting: dict[str, list[Paragraph]] = {}
    for notes in notes_by_page.values():
        for note in notes:
            waiting.setdefault(note.note, []).append(note)
    ordered: list[Paragraph] = []
    for paragraph in paragraphs:
        ordered.append(paragraph)
        last = paragraph.lines[-1].page
        for mark in paragraph.marks:
            own = waiting.get(mark, [])
            found = next((n for n in own if paragraph.page <= n.page <= last + 1), None)
            if found is not None:
                own.remove(found)
                ordered.append(found.settle())
    left = [note for own in waiting.values() for note in own]
    ordered += [note.settle() for note in left]
    return ordered
