"""Looks given to words by hand that no content holds: struck out, highlighted, underlined."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from qdgen.content.positions import locate
from qdgen.messages import Text, text
from qdgen.review.pull.origins import Origin
from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.paragraphs import Para

_TOLD: dict[str, tuple[Text, Text]] = {
    "strike": (
        text("words struck out by hand are not deleted"),
        text("delete them in Word, and pull again"),
    ),
    "highlight": (
        text("highlighting is no change of the content"),
        text("write in a comment what is meant"),
    ),
    "underline": (
        text("the content has no underlined words"),
        text("set them in bold or italic"),
    ),
    "raised": (
        text("the content has no raised or lowered words"),
        text("write them so that they read right on the line"),
    ),
    "link": (
        text("a link in the content is an address that is printed"),
        text("write the address itself in the text"),
    ),
}


def looks_by_hand(
    reviewed: Sequence[Para],
    base: Sequence[Para],
    places: Mapping[int, tuple[str, str, Origin | None]],
) -> Iterator[Edit]:
    """An edit, refused with its reason, for each look of each paragraph that the base does not
    have; `places` says where a paragraph stands, by its number."""
    before = {mark for para in base for mark in _marks(para)}
    for para in reviewed:
        for name, words in _marks(para):
            if (name, words) in before:
                continue
            key, place, origin = places.get(para.index, ("", "", None))
            scalar = None if origin is None else origin.scalar
            where = None if scalar is None else locate(scalar, 0)
            edit = Edit(Kind.EMPHASIS, key, place, "", words[:160], location=where)
            yield edit.refused(*_TOLD[name])


def _marks(para: Para) -> list[tuple[str, str]]:
    joined: dict[str, str] = {}
    for name, words in para.marks:
        joined[name] = joined.get(name, "") + words
    for start, end, address in para.words.links:
        said = para.words.text[start:end].strip()
        if said and said not in address:
            joined["link"] = f"{said} <{address}>"
    return [(name, " ".join(words.split())) for name, words in joined.items() if words.strip()]
