"""Slots: where the words of the document go in a merged template.

The text of a decision never passes through the template engine. The engine sees only tokens, each
a private-use character pair around a number; after the merge, each token is replaced by the runs
of its slot. So `&`, `<`, `{{` or `{%` in a text are just text, and a text that a template forgets,
repeats or cuts is found by counting tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from qdgen.document.model import Inline, Inlines, LineBreak, Run, plain_text
from qdgen.messages import Text

OPEN, CLOSE = "\ue000", "\ue001"
TOKEN = re.compile(f"{OPEN}(\\d+){CLOSE}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A text of the view.

    `label` is the number Word's own numbering prints before it; `anchor` the id of the provision
    whose paragraph this is; `marked` names the inline (by index) that a reference may repeat;
    `name` says in words where it stands; `balanced` is a heading to be broken into like lines.
    """

    variable: str
    inlines: Inlines
    name: Text
    label: str = ""
    anchor: str | None = None
    marked: tuple[int, str] | None = None
    balanced: bool = False

    @property
    def text(self) -> str:
        """The words as printed, without the label."""
        return plain_text(self.inlines)


@dataclass(slots=True)
class SlotBook:
    """All slots of a merge, by the number in their token."""

    slots: list[Slot] = field(default_factory=list)

    def put(self, slot: Slot) -> Token | str:
        """The token to give to the template; an empty text is given as an empty string."""
        if not slot.inlines and not slot.label and not slot.anchor:
            return ""
        self.slots.append(slot)
        return Token(f"{OPEN}{len(self.slots) - 1}{CLOSE}")

    def words(
        self, variable: str, words: str, name: Text, *, balanced: bool = False
    ) -> Token | str:
        """A token for plain words; a line of `words` is a line in print."""
        inlines: list[Inline] = []
        for line in words.splitlines():
            if inlines:
                inlines.append(LineBreak())
            inlines.append(Run(line))
        return self.put(Slot(variable, tuple(inlines), name, balanced=balanced))

    def split(self, text: str) -> Iterator[str | Slot]:
        """The pieces of a template's text after the merge: fixed words and slots."""
        for index, piece in enumerate(TOKEN.split(text)):
            if index % 2:
                yield self.slots[int(piece)]
            elif piece:
                yield piece


class Token(str):
    """A slot's stand-in. It is a str, so that a template may test and print it."""

    __slots__ = ()
