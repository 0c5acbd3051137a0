"""Comments: who wrote what, by the ids their marks bear (ECMA-376 Part 1, §17.13.4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from qdgen.word.reader.names import ID, P, T, w
from qdgen.word.reader.values import NAME_LENGTH

MOST_COMMENTS = 10_000
_MOST_WORDS = 5_000


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment: `words` a line a paragraph, `about` the words it is about as they are shown."""

    id: str
    author: str
    words: str
    about: str = ""


def comments_of(
    root: etree._Element | None, commented: Mapping[str, Sequence[str]]
) -> Iterator[WordComment]:
    """The comments of a comments part, at most MOST_COMMENTS; `commented` are the words they are
    about by id."""
    if root is None:
        return
    for nth, element in enumerate(root.iterchildren(w("comment"))):
        if nth == MOST_COMMENTS:
            return
        name = element.get(ID, "")
        lines = ("".join(t.text or "" for t in line.iter(T)) for line in element.iter(P))
        words = "\n".join(line for line in lines if line.strip())[:_MOST_WORDS]
        author = element.get(w("author"), "")[:NAME_LENGTH]
        yield WordComment(name, author, words, "".join(commented.get(name, ())))
