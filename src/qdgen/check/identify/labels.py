"""Numbers and signs typed in front of a text."""

from __future__ import annotations

import re
from typing import NamedTuple

from qdgen.check.elements import Element

_LETTER = "[a-zăâđêôơư]"
_TYPED = re.compile(
    r"(?P<article>(?i:điều)\s*\d{1,3}[a-zđ]?(?:\s*[.:/)-](?=\s|$|[^\W\d])|(?=\s*$)|(?=\s+[^\W\d_a-zđ])))"
    r"|(?P<heading>(?i:(?:phần|chương|mục|tiểu\s*mục)(?:\s+thứ)?\s+(?:[ivxlc]+|\d{1,2}|nhất|hai|ba|tư|năm))"
    r"(?=\s*(?:[.:\n–-]|$)))\s*[.:–-]?"
    r"|(?P<roman>[IVXLC]{1,7}\s?(?:[.)](?=\s|[^\W\d])|/(?=\s))|[IVX]{1,5}\s+[-–](?=\s))"
    r"|(?P<number>\d{1,3}(?:\.\d{1,2}){0,3}\s?(?:[.)](?=\s|[^\W\d])|/(?=\s))|\d{1,2}(?:\.\d{1,2}){1,3}(?=\s)"
    r"|\(\d{1,2}\)(?=\s|[^\W\d]))"
    rf"|(?P<letter>{_LETTER}\d?\s?(?:[.)](?=\s|[^\W\d])|/(?=\s))|\({_LETTER}\)(?=\s))"
    r"|(?P<dash>[-–—−•●▪■◆❖➢✓o*](?=\s)|[-–—•●▪➢](?=[^\W\d]))"
    r"|(?P<plus>\+(?=\s|[^\W\d]))",
)
_SMALL = re.compile(r"\s*[a-zđăâêôơưàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ]")
_HEADING_LEVELS = (("phần", 0), ("chương", 1), ("tiểu", 3), ("mục", 2))


class Label(NamedTuple):
    """A number or sign: what it makes of the paragraph, and where it ends in the text."""

    kind: str
    """article, heading, roman, number, letter, dash, plus; "" for none of these."""
    words: str
    end: int
    """Where the text behind it begins."""
    level: int = 0


def typed_label(text: str) -> Label | None:
    """The label typed at the start of `text`; blanks before it are passed over."""
    start = len(text) - len(text.lstrip())
    found = _TYPED.match(text, start)
    if found is None:
        return None
    kind = found.lastgroup or ""
    if not _is_label(kind, found, text):
        return None
    end = found.end()
    while end < len(text) and text[end] in " \t\u00a0\n":
        end += 1
    words = found.group().strip()
    return Label(kind, words, end, _level(kind, words))


def native_label(label: str) -> Label:
    """What a number computed by the word processor is."""
    found = typed_label(f"{label}\n" if label else "")
    if found is not None:
        return Label(found.kind, label, 0, found.level)
    if label and not any(map(str.isalnum, label)):
        return Label("plus" if "+" in label else "dash", label, 0, int("+" in label))
    bare = label.strip(".)/( ")
    if bare.isdecimal():
        return Label("number", label, 0)
    if len(bare) == 1 and bare.isalpha():
        return Label("roman" if bare in "IVX" else "letter", label, 0)
    if bare and all(letter in "IVXLC" for letter in bare):
        return Label("roman", label, 0)
    return Label("", label, 0)


def _is_label(kind: str, found: re.Match[str], text: str) -> bool:
    """Whether what looks like a label is one: "điều 5 của Luật" and "o dài" are words."""
    words, rest = found.group(), text[found.end() :]
    if kind == "article":
        marked = words.rstrip()[-1:] in ".:/)-"
        return words[:1].isupper() or (marked and not _SMALL.match(rest))
    if kind == "heading":
        first = rest.split("\n", 1)[0].strip()
        return words[:1].isupper() and (not first or not _SMALL.match(first))
    if kind == "roman":
        return words[:1].isupper()
    if kind == "letter":
        return words.strip("( ")[:1].islower()
    return kind != "dash" or words.lower() != "o" or text[found.end() : found.end() + 1] == "\t"


def _level(kind: str, words: str) -> int:
    if kind == "heading":
        lower = words.casefold()
        return next(level for start, level in _HEADING_LEVELS if lower.startswith(start))
    return 1 if kind == "plus" else 0


OUTLINE = {"roman": 0, "number": 1, "letter": 2}
"""The levels of a document without articles."""
ARTICLES = {"number": Element.CLAUSE, "letter": Element.POINT}
"""What numbers mean in a document with articles."""
