"""What is compared: a version of a decision as a list of units, each with a key that stays.

A unit is the smallest text a reviewer speaks of: a căn cứ, the words of a provision, a dash line, a
cell, a footnote. Its key is the id of what it belongs to and its place there, so that two versions
can be joined whatever numbers and order they print.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.check.elements import Element
from qdgen.content.nodes import Scalar
from qdgen.content.positions import locate
from qdgen.diagnostics import Location
from qdgen.document.model import Inline, Inlines, NoteMark, Run, plain_text
from qdgen.document.passages import Passage
from qdgen.review.words import NOTE_MARK


@dataclass(frozen=True, slots=True)
class Unit:
    """A text of a version.

    `key` is unique in its version. Where the unit is what an id names (an article's own words, a
    row's heading) it is that id; else the id it belongs to, a slash and what it is there:
    "thi-hanh/noi_dung", "hang-1/san_pham", "muc-dich/gach/2". `owner` is that id ("" for the head
    of the decision), `part` the anchor of the part it stands in. Units whose key holds a count are
    joined by likeness among those of the same owner, the others by key alone.
    """

    key: str
    element: Element
    part: str
    owner: str
    inlines: Inlines
    """As printed, `ending` included; a line of a cell begins after a LineBreak, a dash line of it
    with "- "."""
    label: str = ""
    """The number as printed; never compared but as a renumbering."""
    is_counted: bool = False
    """Whether its key ends in a count, for want of an id."""
    is_title: bool = False
    """Of a provision's own words: whether they are its `tieu_de`, not the first of its text."""
    is_derived: bool = False
    """Whether it only repeats what other units say: a reference line, the organ above an
    attachment."""
    ending: str = ""
    """The ";" or "." at the end of `inlines` that the program set, not the drafter."""
    host: str = ""
    """Of a footnote: the key of the unit it is marked in."""
    level: int = 0
    """How deep, from 0: of a dash, a heading of Phần, Chương, Mục, an outline's section, a row."""
    written: str = field(default="", compare=False)
    """The words of the content it was made of, markup and all; "" where that is not known. The same
    words may print otherwise: a number, a citation, a choice has changed."""
    scalar: Scalar | None = field(default=None, compare=False, repr=False)
    """Where these words stand in the file."""
    passage: Passage | None = field(default=None, compare=False, repr=False)
    """Leads from printed characters to written ones; of a text with inline markup."""

    @property
    def text(self) -> str:
        """The words, NOTE_MARK where a footnote is marked, without the label."""
        inlines = self.inlines
        if len(inlines) == 1 and isinstance(inlines[0], Run):
            return inlines[0].text
        return marked_text(inlines)

    @property
    def location(self) -> Location | None:
        """Where it begins in its file; None where it was not read from content."""
        return None if self.scalar is None else locate(self.scalar, 0)


@dataclass(frozen=True, slots=True)
class Version:
    """A whole decision at one moment. `name` is what the user called it; `units` in print order, a
    footnote after the unit it is marked in; `parents` the ids of parts, provisions and rows in
    print order, each with the id it stands in ("" for the decision); `registers` the entries of
    both registers, "nd55/trich_yeu" to its words; `settings` whatever else is printed or laid out
    by choice (`trinh_bay`, columns, widths), by its key path."""

    name: str
    units: Sequence[Unit]
    parents: Mapping[str, str] = field(default_factory=dict)
    registers: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    words_alone: bool = False
    """Read from a Word file: emphasis, links, the places of note marks, registers and settings are
    not known, and line breaks of a title are those of its layout."""


def marked_text(inlines: Inlines) -> str:
    """The words of `inlines` as printed, NOTE_MARK for each footnote's mark."""
    return plain_text(tuple(_shown(inline) for inline in inlines))


def _shown(inline: Inline) -> Inline:
    return Run(NOTE_MARK) if isinstance(inline, NoteMark) else inline
