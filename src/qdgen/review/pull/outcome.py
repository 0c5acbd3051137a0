"""What became of each edit in a reviewed file: applied, proposed, a conflict or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from qdgen.diagnostics import Location
from qdgen.messages import Text

NO_TEXT = Text("")


class State(StrEnum):
    """The one thing that became of an edit."""

    APPLIED = "applied"
    """It is in the patch."""
    PROPOSED = "proposed"
    """It is not in the patch: what it would mean is said, and a person decides."""
    CONFLICT = "conflict"
    """The content has changed the same words since."""
    REFUSED = "refused"
    """It cannot be taken into the content; why is said."""


class Kind(StrEnum):
    """What was done in the file."""

    WORDS = "words"
    EMPHASIS = "emphasis"
    NOTE = "note"
    CELL = "cell"
    NEW = "new"
    DELETED = "deleted"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"
    MADE = "made"
    """Something the program puts there: a number, a citation, a fixed word."""


@dataclass(frozen=True, slots=True)
class Edit:
    """An edit as a person speaks of it. `key` names the unit, `place` says where in words, `before`
    and `after` are the words; `reason` says why it is not simply applied, `location` where in the
    content. Raises ValueError for an edit that is held back without a reason."""

    kind: Kind
    key: str
    place: str
    before: str
    after: str
    state: State = State.APPLIED
    reason: Text = NO_TEXT
    hint: Text = NO_TEXT
    location: Location | None = None
    current: str = ""
    """Of a conflict: the words the content has now."""

    def __post_init__(self) -> None:
        if (self.state is State.APPLIED) != (not self.reason.msgid):
            raise ValueError("an edit is applied, or says why not")

    def held(
        self,
        state: State,
        reason: Text,
        hint: Text = NO_TEXT,
        *,
        location: Location | None = None,
        current: str = "",
    ) -> Edit:
        """The same edit, not applied."""
        return replace(
            self,
            state=state,
            reason=reason,
            hint=hint,
            location=location or self.location,
            current=current or self.current,
        )

    def refused(
        self, reason: Text, hint: Text = NO_TEXT, *, location: Location | None = None
    ) -> Edit:
        """The same edit, refused."""
        return self.held(State.REFUSED, reason, hint, location=location)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the reviewed file: who wrote it, the words it is about, and their unit."""

    author: str
    words: str
    about: str
    key: str
    place: str
    location: Location | None = None


@dataclass(slots=True)
class Outcome:
    """All of it: edits in print order, and comments."""

    edits: list[Edit] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    def by_state(self, state: State) -> Sequence[Edit]:
        """The edits in this state."""
        return [edit for edit in self.edits if edit.state is state]

    @property
    def held_back(self) -> Sequence[Edit]:
        """Whatever is not applied."""
        return [edit for edit in self.edits if edit.state is not State.APPLIED]
