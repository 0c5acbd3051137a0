"""A redline is proven before anybody gets it: accepted it says what the new version says, rejected
what the old one does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from qdgen.errors import TemplateError
from qdgen.messages import Text, text
from qdgen.word.package import Package, PartData
from qdgen.word.reading import iter_body_texts
from qdgen.word.settling import settled

_SHOWN = 80


def prove_redline(
    redline: Mapping[str, PartData], old: Mapping[str, bytes], new: Mapping[str, bytes]
) -> None:
    """Every number, word, cell and note of both versions must be there. Raises TemplateError."""
    for accept, wanted, what in (
        (True, new, text("accepted, the redline does not say what the new version says")),
        (False, old, text("rejected, the redline does not say what the old version says")),
    ):
        found = settled(redline, accept=accept)
        for is_, should_be in zip_longest(_said(found), _said(wanted), fillvalue=""):
            if is_ != should_be:
                raise _unlike(what, is_, should_be)


def _said(parts: Package | Mapping[str, bytes]) -> Iterator[str]:
    """What stands in the file, a line a paragraph; empty ones take no part."""
    for piece in iter_body_texts(parts):
        words = f"{piece.label} {piece.text}".strip()
        if words or piece.notes:
            place = f"[{piece.table}:{piece.cell}] " if piece.table >= 0 else ""
            yield "\n".join([place + words, *(note.text for note in piece.notes)])


def _unlike(what: Text, found: str, wanted: str) -> TemplateError:
    return TemplateError(
        what,
        text(
            "nothing was written; “{found}” stands where “{wanted}” should",
            found=found[:_SHOWN],
            wanted=wanted[:_SHOWN],
        ),
    )
