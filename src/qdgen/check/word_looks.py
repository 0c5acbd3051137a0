"""The looks of a Word file's paragraphs as the rules want them."""

from __future__ import annotations

from dataclasses import dataclass

from qdgen.check.look import Align, Look
from qdgen.word.looks.model import Recorded, RunLook
from qdgen.word.text_width import lines, text_width

_MM_PER_PT = 25.4 / 72
_RECKONED = 240
"""Texts no longer than this are laid out in lines here: those of the head and the foot."""
_FAMILY = "times new roman"


@dataclass(frozen=True, slots=True)
class WordShown:
    """How a paragraph of a Word file looks. `before` and `after`: the spacing around it, with
    contextual spacing reckoned."""

    recorded: Recorded
    before: float
    after: float
    reckons_lines: bool = True
    """Whether its lines are laid out here: not in the rows of a long table."""

    def look(self, start: int, end: int) -> Look:
        """The look of a stretch; of the empty one the look its letters would have."""
        recorded = self.recorded
        fonts: dict[str, float] = {}
        sizes: dict[float, float] = {}
        colours: dict[str, float] = {}
        bold = italic = underlined = total = 0.0
        for first, last, run in recorded.runs:
            if last <= start or first >= end:
                continue
            letters = "".join(recorded.text[max(first, start) : min(last, end)].split())
            count = len(letters)
            if not count:
                continue
            if run.latin == run.other == run.east:
                fonts[run.latin] = fonts.get(run.latin, 0.0) + count
            else:
                for letter in letters:
                    font = run.font_of(letter)
                    fonts[font] = fonts.get(font, 0.0) + 1
            total += count
            sizes[run.size] = sizes.get(run.size, 0.0) + count
            colours[run.colour] = colours.get(run.colour, 0.0) + count
            bold += count * run.bold
            italic += count * run.italic
            underlined += count * run.underlined
        look, label = recorded.look, recorded.label_look
        share = total or 1.0
        count_of_lines, widest = self._lines(start, end)
        cell = recorded.cell
        return Look(
            {name: part / share for name, part in fonts.items()},
            {size: part / share for size, part in sizes.items()},
            {colour: part / share for colour, part in colours.items()},
            bold / share if total else None,
            italic / share if total else None,
            underlined / share if total else None,
            Align(look.align),
            round(look.first_line, 2),
            round(look.left, 2),
            round(look.right, 2),
            self.before,
            self.after,
            look.line_spacing,
            look.line_height,
            look.keep_next,
            look.page_break_before,
            lines=count_of_lines,
            widest_line_mm=widest,
            bordered=bool(look.borders) or (cell is not None and bool(cell.borders)),
            label_bold=None if label is None else label.bold,
            label_italic=None if label is None else label.italic,
            label_font=None if label is None else _label_font(label, recorded.paragraph.label),
            label_size=None if label is None else label.size,
        )

    def _lines(self, start: int, end: int) -> tuple[int | None, float | None]:
        """How many lines it takes and how wide the widest is, where that is safe to say."""
        found = _set_lines(self.recorded, start, end) if self.reckons_lines else None
        if found is None:
            return None, None
        words, look = found
        return len(words), round(_widest(words, look), 2)


def _set_lines(recorded: Recorded, start: int, end: int) -> tuple[list[str], RunLook] | None:
    """The lines of a short text in one look, set in Times New Roman; None of any other."""
    words = recorded.text[start:end]
    if not words.strip() or len(words) > _RECKONED or "\t" in words or recorded.width is None:
        return None
    runs = [run for first, last, run in recorded.runs if last > start and first < end]
    look = max(runs, key=lambda run: run.size, default=None)
    if look is None or _FAMILY not in look.other.lower():
        return None
    indent = recorded.look
    width = (recorded.width - indent.left - indent.right) / _MM_PER_PT
    return lines(words, look.size, width, look.bold, look.italic), look


def _widest(words: list[str], look: RunLook) -> float:
    widths = (text_width(line, look.size, look.bold, look.italic) for line in words)
    return max(widths, default=0.0) * _MM_PER_PT


def _label_font(look: RunLook, label: str) -> str:
    return look.font_of(next((letter for letter in label if letter.isalnum()), "A"))
