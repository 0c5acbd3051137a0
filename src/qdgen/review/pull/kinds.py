"""What a new paragraph is: by its style, by its list, by the number somebody typed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qdgen.document.model import Role
from qdgen.review.pull.blocks import Block
from qdgen.review.pull.paragraphs import Words

_STYLES = {role.value: role for role in Role}
TYPED = {
    Role.ARTICLE: re.compile(r"Điều\s+\d+\s*[.:]?\s+", re.IGNORECASE),
    Role.CLAUSE: re.compile(r"\d{1,3}\s*[.)]\s+"),
    Role.POINT: re.compile(r"[a-zđ]{1,2}\s?\)\s+"),
    Role.OUTLINE_1: re.compile(r"[IVXL]+\s*[.)]\s+"),
    Role.OUTLINE_2: re.compile(r"\d{1,3}\s*[.)]\s+"),
    Role.OUTLINE_3: re.compile(r"[a-zđ]{1,2}\s?\)\s+"),
    Role.DASH: re.compile(r"[-–—−•]\s+"),
    Role.PLUS: re.compile(r"\+\s+"),
}
_UNTITLED = {
    Role.ARTICLE_TITLED: Role.ARTICLE,
    Role.CLAUSE_TITLED: Role.CLAUSE,
    Role.OUTLINE_2_TITLED: Role.OUTLINE_2,
}
_BY_ARTICLES = (Role.ARTICLE, Role.CLAUSE, Role.POINT)
_BY_OUTLINE = (Role.OUTLINE_1, Role.OUTLINE_2, Role.OUTLINE_3)
_AUTOMATIC = frozenset({Role.TEXT})


@dataclass(frozen=True, slots=True)
class Known:
    """What a new paragraph is, its words without a typed number, and that number ("3.")."""

    role: Role
    words: Words
    typed: str = ""


def kind_of(block: Block, *, by_articles: bool) -> Known:
    """What `block` is in a part divided by articles or as an outline."""
    role = _STYLES.get(block.style)
    if role is not None and (block.label or role in (Role.TEXT, Role.POINT, Role.OUTLINE_3)):
        words, typed = without_typed(block.words, role)
        if role is not Role.TEXT and not (not block.label and not typed):
            return Known(role, words, typed)
    found = _by_signs(block, by_articles=by_articles)
    if found is not None:
        return found
    if role is not None and not block.label and role not in _AUTOMATIC:
        return Known(role, block.words)
    return Known(Role.TEXT, block.words)


def is_another_kind(block: Block, base: Block) -> bool:
    """Whether a paragraph of the base has become one of another kind: by a style of this program,
    or by numbering taken off or of another form."""
    one, two = (_STYLES.get(b.style) for b in (base, block))
    if one is None or two is None:
        return False
    if _UNTITLED.get(one, one) is not _UNTITLED.get(two, two):
        return True
    return one is two and _form(block.label) != _form(base.label)


def _form(label: str) -> str:
    """The form of a number: "1.", "a)"; with a word before it, which RTF spells anew, only that
    there is one."""
    if " " in label.strip():
        return "…"
    return re.sub(r"\d+", "1", re.sub(r"[^\W\d]+", "a", label))


def without_typed(words: Words, role: Role) -> tuple[Words, str]:
    """The words without the number of `role` somebody typed, and that number."""
    pattern = TYPED.get(_UNTITLED.get(role, role))
    found = pattern.match(words.text) if pattern else None
    if found is None:
        return words, ""
    return words.part(found.end()), found[0].strip()


def _by_signs(block: Block, *, by_articles: bool) -> Known | None:
    roles = (*(_BY_ARTICLES if by_articles else _BY_OUTLINE), Role.DASH, Role.PLUS)
    for role in roles:
        words, typed = without_typed(block.words, role)
        if typed:
            return Known(role, words, typed)
    label = f"{block.label} " if block.label else ""
    for role in roles:
        if label and TYPED[role].match(label):
            return Known(role, block.words)
    return None
