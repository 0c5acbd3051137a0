"""The pages of a paper: by part, and how they are called."""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.check.elements import PartKind
from qdgen.check.look import Sheet
from qdgen.check.paper import Medium, Paper
from qdgen.messages import Text, text

_COUNTED = (PartKind.DECISION, PartKind.ATTACHMENT, PartKind.ANNEX)
_MOST = 8


def sheets_by_part(paper: Paper) -> list[tuple[int, list[Sheet]]]:
    """The sheets of each part that has some of its own."""
    found: dict[int, list[Sheet]] = {}
    for sheet in paper.sheets:
        if sheet.part < len(paper.parts) and paper.parts[sheet.part].kind in _COUNTED:
            found.setdefault(sheet.part, []).append(sheet)
    return list(found.items())


def where(paper: Paper, sheets: Sequence[tuple[int, Sheet]]) -> Text:
    """Sheets, each with its place from 1, in words."""
    if paper.medium is Medium.PDF:
        return text("page {pages}", pages=", ".join(str(s.page or n) for n, s in sheets[:8]))
    return text("section {nth}", nth=", ".join(str(n) for n, _ in sheets[:8]))


def begins_at(paper: Paper, sheets: Sequence[Sheet]) -> int | None:
    """The number of its first page, as far as it shows."""
    if paper.medium is not Medium.PDF:
        first = sheets[0]
        return 1 if first is paper.sheets[0] and first.restarts_at is None else first.restarts_at
    for nth, sheet in enumerate(sheets):
        digits = (sheet.number_shown or "").strip("-– ")
        if digits.isdecimal():
            return int(digits) - nth
    return None
