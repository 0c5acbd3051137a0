"""The edits of one text: reviewed words against base words, as a new value of the scalar."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qdgen.messages import text
from qdgen.review.pull.letters import Letter, Letters, Made, NoteSpot, reading
from qdgen.review.pull.markup import Piece, pieces_of, serialised
from qdgen.review.pull.outcome import Edit, Kind, State
from qdgen.review.pull.paragraphs import Words
from qdgen.review.pull.spans import (
    Change,
    kept,
    moved_to,
    recased,
    same,
    shown,
    spliced,
    stretches,
    upper,
)
from qdgen.review.words import NOTE_MARK, word_edits

_MOST_SHOWN = 160


@dataclass(slots=True)
class Revised:
    """What a text becomes: `value` for the scalar (the old one where nothing is taken), `printed`
    what is printed then, with the edits that led there and those held back."""

    value: str
    printed: str
    edits: list[Edit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


MadeReason = Callable[[Edit, Sequence[Letter], str], Edit]
"""Explains an edit of made letters: the edit, the letters touched, the new words."""


@dataclass(slots=True)
class Wording:
    """Compares one text. `value` is that of the scalar, `letters` its printed characters, `shown`
    and `shown_notes` the same as the base's Word file has them; `model` an edit of the unit to be
    filled in; `explain` tells of edits of what the program made; `moved` the markup of mentions
    that were taken away elsewhere, by their printed words; `no_markup` says why signs cannot be
    written here."""

    value: str
    letters: Letters
    shown: Words
    shown_notes: Sequence[Words]
    model: Edit
    explain: MadeReason
    moved: Mapping[str, str]
    has_markup: bool = True
    is_upper: bool = False
    """Printed in capitals, whatever is written."""
    is_restyled: bool = False
    """The paragraph has another style in the reviewed file, with a look of its own."""

    def revise(self, new: Words, notes: Sequence[Words]) -> Revised:
        """What the text becomes with the reviewed words."""
        old = self.letters.text
        result = Revised(self.value, old, notes=[_note_text(n) for n in self.letters.notes])
        if new.text == old and new.looks == self.shown.looks and not notes:
            return result
        typed = new
        if self.is_upper:
            new = Words(upper(new.text), new.looks, new.references, new.links)
        usual = self._usual()
        changes: list[Change] = []
        taken: list[tuple[int, int, int, int]] = []
        for start, end, new_start, new_end in word_edits(old, new.text):
            edit = self._edit(old[start:end], new.text[new_start:new_end])
            made = self._made_at(start, end)
            if made:
                result.edits.append(self._explained(edit, made, new))
                continue
            coming = typed.part_raw(new_start, new_end)
            if self.is_upper:
                coming = recased(coming, at_start=start == 0)
            markup = self._markup(coming, usual, notes, new, new_start)
            if markup is None:
                result.edits.append(
                    edit.refused(text("this text cannot hold a footnote or bold and italic words"))
                )
                continue
            changes.append(Change(*self._range(start, end), markup))
            taken.append((start, end, new_start, new_end))
            result.edits.append(self._with_lost(edit, start, end))
        self._compare_notes(new, notes, result, changes)
        looks = self._emphasis(new, usual, result)
        self._settle(new, notes, taken, changes, looks, usual, result)
        return result

    # --- edits -----------------------------------------------------------------------------------

    def _edit(self, before: str, after: str) -> Edit:
        kind = self.model.kind
        if NOTE_MARK in before or NOTE_MARK in after:
            kind = Kind.NOTE
        return replace(self.model, kind=kind, before=_short(before), after=_short(after))

    def _with_lost(self, edit: Edit, start: int, end: int) -> Edit:
        """The edit, telling of citations and references that go with the words."""
        lost = dict.fromkeys(
            self.value[x.start : x.end]
            for x in self.letters.printed[start:end]
            if x.made is Made.MENTION
        )
        if not lost:
            return edit
        return replace(edit, hint=text("{mentions} went with it", mentions=", ".join(lost)))

    def _explained(self, edit: Edit, made: Sequence[Letter], new: Words) -> Edit:
        """The edit of what the program made, explained with the words that would stand there."""
        first = made[0]
        printed = self.letters.printed
        own = [i for i, x in enumerate(printed) if x.start == first.start and x.made is first.made]
        start, end = own[0], own[-1] + 1
        edits = word_edits(self.letters.text, new.text)
        after = new.text[moved_to(start, edits) : moved_to(end, edits, behind=True)]
        return self.explain(edit, made, after)

    def _made_at(self, start: int, end: int) -> Sequence[Letter]:
        """The letters the program made that would be changed by an edit here: some of what was
        made together, or what words are put into."""
        printed = self.letters.printed
        if start < end:
            return [x for x in printed[start:end] if self._cannot_go(x, start, end)]
        around = printed[max(0, start - 1) : start + 1]
        if printed and all(x.made is Made.PROGRAM for x in printed):
            return around
        if len(around) < 2 or around[0].made in (Made.WRITTEN, Made.NOTE):
            return ()
        return around if around[0].start == around[1].start else ()

    def _cannot_go(self, letter: Letter, start: int, end: int) -> bool:
        """Whether the letter was made, and only a part of what made it is touched."""
        if letter.made in (Made.WRITTEN, Made.NOTE):
            return False
        if letter.made is Made.PROGRAM:
            return True
        printed = self.letters.printed
        around = [*printed[:start], *printed[end:]]
        return any(x.start == letter.start and x.made is letter.made for x in around)

    def _range(self, start: int, end: int) -> tuple[int, int]:
        printed = self.letters.printed
        if start < end:
            inside = printed[start:end]
            return min(x.start for x in inside), max(x.end for x in inside)
        for letter in reversed(printed[:start]):
            if letter.end >= 0:
                return letter.end, letter.end
        for letter in printed[start:]:
            if letter.start >= 0:
                return letter.start, letter.start
        return len(self.value), len(self.value)

    def _usual(self) -> int:
        """What the paragraph's own look is, as a number: what is shown less what is written."""
        for letter, sign in zip(self.letters.printed, self.shown.looks, strict=False):
            if letter.made in (Made.WRITTEN, Made.MENTION) and not letter.letter.isspace():
                return int(sign) ^ letter.look
        return 0

    def _markup(
        self, new: Words, usual: int, notes: Sequence[Words], whole: Words, start: int
    ) -> str | None:
        """The markup of words that come in; None where this text can hold none of it."""
        first = whole.text.count(NOTE_MARK, 0, start)
        pieces = pieces_of(new, usual, notes[first:], self.moved)
        if self.has_markup:
            return serialised(pieces)
        if any(piece.look or piece.is_markup for piece in pieces):
            return None
        return new.text

    # --- footnotes and emphasis ------------------------------------------------------------------

    def _compare_notes(
        self,
        new: Words,
        notes: Sequence[Words],
        result: Revised,
        changes: list[Change],
    ) -> None:
        printed = self.letters.printed
        for i, j in kept(len(printed), word_edits(self.letters.text, new.text)):
            if printed[i].letter != NOTE_MARK:
                continue
            nth = self.letters.text.count(NOTE_MARK, 0, i)
            theirs = notes[new.text.count(NOTE_MARK, 0, j)] if notes else Words()
            ours = self.shown_notes[nth] if nth < len(self.shown_notes) else Words()
            if theirs.text == ours.text:
                continue
            edit = replace(
                self.model, kind=Kind.NOTE, before=_short(ours.text), after=_short(theirs.text)
            )
            if printed[i].made is not Made.NOTE:
                result.edits.append(self.explain(edit, [printed[i]], theirs.text))
                continue
            spot = self._spot(printed[i])
            self._note(spot, ours, theirs, edit, result, changes)

    def _spot(self, letter: Letter) -> NoteSpot:
        return next(spot for spot in self.letters.notes if spot.start == letter.start)

    def _note(
        self, spot: NoteSpot, ours: Words, theirs: Words, model: Edit, result: Revised,
        changes: list[Change],
    ) -> None:  # fmt: skip
        inner = Wording(
            self.value, Letters(spot.letters, [], True), ours, (), model, self.explain, self.moved
        )
        old = inner.letters.text
        for start, end, new_start, new_end in word_edits(old, theirs.text):
            after = theirs.text[new_start:new_end]
            edit = replace(model, before=_short(old[start:end]), after=_short(after))
            made = inner._made_at(start, end)
            if made:
                result.edits.append(self.explain(edit, made, after))
                continue
            where = inner._range(start, end)
            if where[0] >= len(self.value) and spot.letters == []:
                where = spot.end - 1, spot.end - 1
            pieces = pieces_of(theirs.part_raw(new_start, new_end), 0, (), self.moved, plain=True)
            changes.append(Change(*where, serialised(pieces, in_note=True)))
            result.edits.append(edit)

    def _emphasis(
        self,
        new: Words,
        usual: int,
        result: Revised,
    ) -> dict[int, int]:
        """The new look of each kept character whose look was changed."""
        found: dict[int, int] = {}
        shown = self.shown.looks
        for i, j in kept(len(self.letters.printed), word_edits(self.letters.text, new.text)):
            if i < len(shown) and j < len(new.looks) and shown[i] != new.looks[j]:
                letter = self.letters.printed[i]
                if letter.letter.isalnum():
                    found[i] = int(new.looks[j]) ^ usual
        if self.is_restyled and len({*found.values()}) == 1 and self._is_all(found):
            return {}
        for start, end in stretches(found, self.letters.text):
            words = self.letters.text[start:end]
            edit = replace(
                self.model, kind=Kind.EMPHASIS, before=_short(words), after=_short(words)
            )
            if not self.has_markup or any(
                x.made is Made.PROGRAM for x in self.letters.printed[start:end]
            ):
                result.edits.append(
                    edit.refused(
                        text("the look of these words comes from the template"),
                        text("bold and italic of titles and fixed lines are the template's"),
                    )
                )
                for i in range(start, end):
                    found.pop(i, None)
            else:
                for i in range(start, end):
                    found.setdefault(i, found[start])
                result.edits.append(edit)
        return found

    def _is_all(self, found: dict[int, int]) -> bool:
        """Whether that is every letter of the text."""
        return all(i in found for i, c in enumerate(self.letters.text) if c.isalnum())

    # --- the new value ---------------------------------------------------------------------------

    def _settle(
        self,
        new: Words,
        notes: Sequence[Words],
        taken: Sequence[tuple[int, int, int, int]],
        changes: list[Change],
        looks: dict[int, int],
        usual: int,
        result: Revised,
    ) -> None:
        """Make the value; where it would not be read as it should, hold the edits back."""
        if not changes and not looks:
            return
        wanted = self._wanted(new, taken, looks, usual)
        words = "".join(letter for letter, _ in wanted)
        if not self.has_markup:
            if changes:
                result.value, result.printed = spliced(self.value, changes), words
            return
        mentions = self._mentions()
        signs = "".join(str(look) for _, look in wanted)
        tries = [] if looks else [spliced(self.value, changes)]
        tries.append(self._serialised(new, notes, taken, looks, usual))
        for value in tries:
            read = reading(value, mentions)
            if read is None:
                continue
            if same(shown(read[0], self.is_upper), read[1], shown(words, self.is_upper), signs):
                result.value, result.printed, result.notes = value, words, read[2]
                return
        reason = text("these words cannot be written as they stand in the Word file")
        hint = text("change them in the content by hand")
        result.edits = [
            edit if edit.state is not State.APPLIED else edit.refused(reason, hint)
            for edit in result.edits
        ]

    def _wanted(
        self,
        new: Words,
        taken: Sequence[tuple[int, int, int, int]],
        looks: Mapping[int, int],
        usual: int,
    ) -> list[tuple[str, int]]:
        wanted: list[tuple[str, int]] = []
        at = 0
        printed = self.letters.printed
        for start, end, new_start, new_end in (*taken, (len(printed), len(printed), 0, 0)):
            wanted += [
                (printed[i].letter, looks.get(i, printed[i].look))
                for i in range(at, start)
                if printed[i].made is not Made.PROGRAM
            ]
            for j in range(new_start, new_end):
                look = int(new.looks[j]) ^ usual if new.text[j] != NOTE_MARK else 0
                wanted.append((new.text[j], look))
            at = end
        return wanted

    def _mentions(self) -> dict[str, str]:
        """The printed words of every mention of the value, and of those that may come in."""
        found: dict[str, str] = {
            markup: words.partition(":")[2] if words.startswith("@") else words
            for words, markup in self.moved.items()
        }
        groups: dict[str, list[str]] = {}
        for letters in (self.letters.printed, *(spot.letters for spot in self.letters.notes)):
            at: dict[str, dict[int, list[str]]] = {}
            for letter in letters:
                if letter.made not in (Made.WRITTEN, Made.NOTE, Made.PROGRAM):
                    written = self.value[letter.start : letter.end]
                    at.setdefault(written, {}).setdefault(letter.start, []).append(letter.letter)
            for written, spots in at.items():
                groups[written] = next(iter(spots.values()))
        found.update({written: "".join(words) for written, words in groups.items()})
        return found

    def _serialised(
        self,
        new: Words,
        notes: Sequence[Words],
        taken: Sequence[tuple[int, int, int, int]],
        looks: Mapping[int, int],
        usual: int,
    ) -> str:
        """The whole value written anew, what stays as it was written."""
        pieces: list[Piece] = []
        at = 0
        printed = self.letters.printed
        for start, end, new_start, new_end in (*taken, (len(printed), len(printed), 0, 0)):
            pieces += self._kept_pieces(at, start, looks)
            first = new.text.count(NOTE_MARK, 0, new_start)
            pieces += pieces_of(new.part_raw(new_start, new_end), usual, notes[first:], self.moved)
            at = end
        return serialised(pieces)

    def _kept_pieces(self, start: int, end: int, looks: Mapping[int, int]) -> Iterator[Piece]:
        last = -1
        for i in range(start, end):
            letter = self.letters.printed[i]
            look = looks.get(i, letter.look)
            if letter.made is Made.PROGRAM:
                continue
            if letter.made is Made.WRITTEN:
                yield Piece(letter.letter, look)
            elif letter.start != last:
                yield Piece(self.value[letter.start : letter.end], look, is_markup=True)
                last = letter.start


def _note_text(spot: NoteSpot) -> str:
    return "".join(letter.letter for letter in spot.letters)


def _short(words: str) -> str:
    shown = words.replace(NOTE_MARK, "¹").strip("\n")
    return shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
