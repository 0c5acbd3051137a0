"""Number and date into the decision's file, touching nothing else of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.nodes import SourceFile
from qdgen.content.yaml_reader import decode
from qdgen.errors import ContentError
from qdgen.messages import text
from qdgen.vietnamese import short_date


def numbered(content: str, shown: str, number: int, day: date) -> str:
    """`content`, the text of the decision's file (called `shown`), with `number` and `day` in their
    places.

    Raises ContentError where it cannot be changed without touching anything else.
    """
    try:
        edits = Edits(SourceFile(shown, content))
        header = edits.map_at("van_ban")
        edits.put(header, "so", str(number))
        edits.put(header, "ngay", short_date(day))
        return edits.text()
    except SplicingError as error:
        raise ContentError(
            text("number and date cannot be written into {file}", file=shown),
            text("write so: {number} and ngay: {day} yourself", number=number, day=short_date(day)),
        ) from error


def decision_text(path: Path, shown: str) -> str:
    """The text of the decision's file. Raises ContentError."""
    content, problems = decode(path, shown)
    if content is None:
        raise ContentError(text("{file} cannot be read", file=shown), diagnostics=problems)
    return content
