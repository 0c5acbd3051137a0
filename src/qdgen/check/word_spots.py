"""Where a piece of a Word file stands, in words with which a clerk finds it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from qdgen.check.paper import Located
from qdgen.diagnostics import Location
from qdgen.messages import Text, text

_WORDS = 40


class Within(Enum):
    """In what a paragraph stands."""

    BODY = "body"
    TABLE = "table"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"


@dataclass(slots=True, eq=False)
class WordSpot:
    """A paragraph of a Word file. The numbers count from 1; `nth` is that of the paragraph outside
    the tables of annexes, of the table, or of the footnote."""

    shown_as: str
    words: str
    within: Within = Within.BODY
    nth: int = 0
    row: int = 0
    column: int = 0

    def located(self, start: int, end: int) -> Located:
        """The words of the paragraph, and the place in words."""
        line = self.words.replace("\n", " ").replace("\t", " ")
        mark = min(start, len(line)), min(max(end, start), len(line))
        return Located(Location(self.shown_as), self._where(), line, mark)

    def is_generated(self, _start: int, _end: int) -> bool:
        """Never known of a Word file."""
        return False

    def _where(self) -> Text:
        match self.within:
            case Within.TABLE:
                return text(
                    "table {table}, row {row}, column {column}",
                    table=self.nth,
                    row=self.row,
                    column=self.column,
                )
            case Within.HEADER:
                return text("page header")
            case Within.FOOTER:
                return text("page footer")
            case Within.NOTE:
                return text("footnote {nth}", nth=self.nth)
            case Within.BODY:
                words = " ".join(self.words.split())
                if not words:
                    return text("paragraph {nth}", nth=self.nth)
                if len(words) > _WORDS:
                    words = words[:_WORDS].rsplit(" ", 1)[0] + "…"
                return text("paragraph {nth}: “{words}”", nth=self.nth, words=words)
