"""What a person must decide when a dossier is taken to another year, item by item."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import Enum

from qdgen.content.companions import AGREED, is_incomplete, plain_outcome

WORKSHEET = "chuyen-nam.yaml"


class Kind(Enum):
    """Kinds of items, in the order of the worksheet, in its words."""

    BASIS = "căn cứ"
    DOCUMENT = "văn bản"
    """A document cited in the text that is no longer, or not yet, in force."""
    SIGNATURE = "người ký"
    TASK = "nhiệm vụ"
    DEADLINE = "thời hạn"
    YEAR = "năm"
    UNIT = "đơn vị"
    REGISTER = "danh mục"
    SLIP = "lỗi"
    NUMBER = "số, ngày"
    ORIGIN = "bản gốc"
    """Last year's dossier has changed since."""


IN_TEXT = (Kind.YEAR, Kind.DEADLINE, Kind.SLIP, Kind.SIGNATURE)
"""Kinds about certain words of a text."""

AGREE, KEEP, DROP, DONE, AUTO = AGREED, "giữ", "bỏ", "đã sửa", "tự động"
"""Decisions in a word; anything else are the words to stand there. `AUTO`: decided by the program,
for a person to overrule. `DONE`: set right by hand in the content."""
WORDS = (AGREE, KEEP, DROP, DONE, AUTO)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the words of an item stand: the file of the new dossier, line and column from 1 (0 for
    the file as a whole), and the path of `texts`."""

    file: str
    line: int = 0
    column: int = 0
    path: str = ""

    def __str__(self) -> str:
        place = ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])
        return f"{place} {self.path}".rstrip()


_SPOT = re.compile(r"(?P<file>[^\s:]+)(?::(?P<line>\d+))?(?::(?P<column>\d+))?(?: (?P<path>\S+))?")


def parse_spot(words: str) -> Spot | None:
    """A spot as `str` writes it; None where it is none."""
    found = _SPOT.fullmatch(words)
    if found is None:
        return None
    line, column = int(found["line"] or 0), int(found["column"] or 0)
    return Spot(found["file"], line, column, found["path"] or "")


@dataclass(frozen=True, slots=True)
class Item:
    """Something to decide. `old` are last year's words; `now` what the new dossier says there, None
    where it says the same; `proposed` what might stand there ("" where a person must say). `around`
    shows the words in their sentence."""

    id: str
    kind: Kind
    spot: Spot
    old: str
    proposed: str
    reason: str
    decision: str = ""
    now: str | None = None
    around: str = ""
    note: str = field(default="", compare=False)
    """What the person wrote beside it."""

    @property
    def is_open(self) -> bool:
        """Whether a person must still decide."""
        return not self.decision or (self.decision == AGREE and is_incomplete(self.proposed))

    @property
    def current(self) -> str:
        """What the new dossier says there."""
        return self.old if self.now is None else self.now

    @property
    def wanted(self) -> str | None:
        """The words that should stand there by the decision; None where it asks for none."""
        match self.decision:
            case "bỏ" if self.kind is Kind.SLIP:
                return ""
            case "" | "tự động" | "đã sửa" | "bỏ":
                return None
            case "giữ":
                return self.old
            case "đồng ý":
                return None if self.is_open else self.old if self.keeps else self.proposed
            case words:
                return words

    @property
    def meant(self) -> str:
        """The decision, "đồng ý" taken for what it agrees to."""
        return self.proposed if self.decision == AGREE else self.decision

    @property
    def is_waiting(self) -> bool:
        """Whether what is decided does not stand in the content yet."""
        if self.is_open or self.decision in (DONE, AUTO):
            return False
        if self.kind in IN_TEXT:
            return self.wanted is not None and self.wanted != self.current
        if self.meant == KEEP or self.kind in (Kind.REGISTER, Kind.ORIGIN, Kind.NUMBER):
            return False
        if self.kind is Kind.BASIS and not self.old:  # last year's decision
            return self.meant != DROP and self.now is None
        if self.meant == DROP:
            return self.kind is not Kind.UNIT and self.now != ""
        if self.kind is Kind.DOCUMENT:
            return self.meant.startswith("@") and self.meant != self.now
        return self.kind is not Kind.TASK and self.meant != self.current

    @property
    def keeps(self) -> bool:
        """Whether what is proposed is to leave the words."""
        return self.proposed in (KEEP, self.old)

    def settled(self, words: str) -> Item:
        """With `words` standing there now."""
        return replace(self, now=None if words == self.old else words)


def decided(words: str) -> str:
    """A decision as a person types it: the words of WORDS whatever their case and stops."""
    bare = plain_outcome(words)
    return next((word for word in WORDS if bare == word), " ".join(words.split()))


def excerpt(words: str, start: int, end: int, most: int = 90) -> str:
    """The words `start` up to `end` in what stands around them, cut at spaces."""
    room = max(0, most - (end - start)) // 2
    first, last = max(0, start - room), min(len(words), end + room)
    if first:
        first = words.find(" ", first, start) + 1 or first
    if last < len(words):
        last = cut if (cut := words.rfind(" ", end, last)) > 0 else last
    cut_off = ("…" if first else "", "…" if last < len(words) else "")
    return " ".join(f"{cut_off[0]}{words[first:last]}{cut_off[1]}".split())
