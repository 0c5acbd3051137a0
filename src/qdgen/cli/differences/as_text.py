"""A comparison for the terminal: in colours there, with signs where none can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from qdgen.cli.differences.telling import Line, Piece, Telling, Told, ToldGroup
from qdgen.cli.output import printable
from qdgen.messages import Text, text
from qdgen.review.changes import Kind, Level

_COLOURS = {
    Level.FORM: "white",
    Level.EDITORIAL: "cyan",
    Level.WORDING: "yellow",
    Level.SUBSTANCE: "red",
}
_AROUND = 48
"""So many characters of what stayed are shown around a change."""
_MOST_LINES = 12
_MOST_WIDE = 300
_MOST_FOLDED = 30


def as_text(telling: Telling, *, colour: bool) -> str:
    """The comparison; `colour` says whether words are told apart by colours or by signs."""
    writer = _Writer(telling, colour)
    return "".join(f"{line}\n" for line in writer.lines())


class _Writer:
    def __init__(self, telling: Telling, colour: bool) -> None:
        self._telling = telling
        self._colour = colour

    def lines(self) -> Iterator[str]:
        telling = self._telling
        comparison = telling.comparison
        if not comparison.changes:
            yield from telling.summary()
            return
        yield self._style(f"--- {printable(comparison.old.name)}", bold=True)
        yield self._style(f"+++ {printable(comparison.new.name)}", bold=True)
        yield ""
        for entry in telling.entries:
            if isinstance(entry, ToldGroup):
                yield from self._group(entry)
            else:
                yield from self._change(entry)
            yield ""
        yield from self._folded(text("Renumbered only"), telling.renumbered)
        yield from self._folded(text("Follow from these"), telling.following)
        yield from telling.summary()

    # --- changes ---------------------------------------------------------------------------------

    def _group(self, entry: ToldGroup) -> Iterator[str]:
        group = entry.group
        pieces = [Piece("-", group.old), Piece("+", group.new)]
        head = self._telling.say(text("in {count} places:", count=len(entry.told)))
        words = "".join(map(self._piece, (piece for piece in pieces if piece.words)))
        colour = _COLOURS[group.level]
        yield f"{words}  {head} {self._style(f'[{entry.level}]', fg=colour)}"
        for told in entry.told[:_MOST_FOLDED]:
            yield f"    {self._place(told)}"
        if len(entry.told) > _MOST_FOLDED:
            yield f"    {self._more(len(entry.told) - _MOST_FOLDED)}"

    def _change(self, told: Told) -> Iterator[str]:
        change = told.change
        colour = _COLOURS[change.level]
        level = self._style(f"[{told.level}: {told.reason}]", fg=colour)
        yield f"{self._place(told)}: {self._style(told.kind, bold=True)} {level}"
        for detail in told.details:
            yield f"    {self._even(detail)}"
        if told.pieces:
            yield f"    {self._words(told.pieces)}"
        sign = "-" if change.kind is Kind.REMOVED else "+"
        yield from self._whole(told.lines, sign)
        location = told.new_location or told.old_location
        if location:
            yield self._style(f"    {printable(location)}", dim=True)

    def _place(self, told: Told) -> str:
        name = self._style(self._even(told.place), bold=True)
        return f"{name} [{printable(told.change.key)}]"

    def _whole(self, lines: Sequence[Line], sign: str) -> Iterator[str]:
        for line in lines[:_MOST_LINES]:
            words = self._even(f"{line.label} {line.words}".strip())
            if len(words) > _MOST_WIDE:
                words = f"{words[: _MOST_WIDE - 1]}…"
            yield f"    {self._style(f'{sign} {words}', fg='green' if sign == '+' else 'red')}"
        if len(lines) > _MOST_LINES:
            yield f"    {sign} {self._more(len(lines) - _MOST_LINES)}"

    def _words(self, pieces: Sequence[Piece]) -> str:
        out = []
        for nth, piece in enumerate(pieces):
            if piece.sign == " ":
                out.append(_clean(_around(piece.words, nth == 0, nth == len(pieces) - 1)))
            else:
                out.append(self._piece(piece))
        return "".join(out)

    def _piece(self, piece: Piece) -> str:
        words = _clean(piece.words)
        if not self._colour:
            return f"[-{words}-]" if piece.sign == "-" else f"{{+{words}+}}"
        if piece.sign == "-":
            return click.style(words, fg="red", strikethrough=True)
        return click.style(words, fg="green", underline=True)

    # --- what is folded --------------------------------------------------------------------------

    def _folded(self, title: Text, told: Sequence[Told]) -> Iterator[str]:
        if not told:
            return
        head = self._telling.say(title)
        first = [
            f"{self._even(one.place)}" + (f" ({one.details[0]})" if one.details else "")
            for one in told[:_MOST_FOLDED]
        ]
        rest = len(told) - len(first)
        words = "; ".join(first) + (f"; {self._more(rest)}" if rest else "")
        yield f"{self._style(head, bold=True)}: {words}"
        yield ""

    def _more(self, count: int) -> str:
        return self._telling.say(text("{count} more", count=count))

    def _style(self, words: str, **style: object) -> str:
        return click.style(words, **style) if self._colour else words  # type: ignore[arg-type]

    @staticmethod
    def _even(words: str) -> str:
        """On one line."""
        return " ".join(printable(words).split())


def _clean(words: str) -> str:
    """On one line, its spaces kept, without what a terminal would obey."""
    return printable(words).replace("\n", " ⏎ ")


def _around(words: str, is_first: bool, is_last: bool) -> str:
    """What stayed beside a change: a few words of it."""
    if len(words) <= 2 * _AROUND and not (is_first or is_last):
        return words
    head, tail = words[:_AROUND], words[-_AROUND:]
    if is_first:
        return words if len(words) <= _AROUND else f"… {_from_word(tail)}"
    if is_last:
        return words if len(words) <= _AROUND else f"{_to_word(head)} …"
    return f"{_to_word(head)} … {_from_word(tail)}"


def _from_word(words: str) -> str:
    return words.partition(" ")[2] or words


def _to_word(words: str) -> str:
    return words.rpartition(" ")[0] or words
