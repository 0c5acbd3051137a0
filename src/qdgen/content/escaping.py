"""Plain words as inline markup that gives just these words."""

from __future__ import annotations

import re

from qdgen.content.markup_parser import ADDRESS_START

_SIGN = re.compile(r"[\\^@<]|\*+|[()]")


def as_markup(words: str, *, in_note: bool = False, before: str = " ", after: str = " ") -> str:
    """`words` with a backslash before each sign that would not stand for itself.

    `before` and `after` are the characters of the text beside them; `in_note` says that they stand
    inside a footnote, whose bracket they must not close. What no sign can help, the caller must
    see to: a letter, digit, hyphen or bracket directly behind a mention belongs to the mention.
    """
    unpaired = _unpaired(words) if in_note else frozenset()
    around = f"{before[-1:] or ' '}{words}{after[:1] or ' '}"

    def escaped(match: re.Match[str]) -> str:
        sign, at = match[0], match.start() + 1
        if sign[0] == "*":
            alone = around[at - 1].isspace() and around[at + len(sign)].isspace()
            return sign if alone and len(sign) <= 2 else "\\*" * len(sign)
        if sign == "@":
            stays = around[at - 1].isalnum() or around[at - 1] == "_"  # an e-mail address
        elif sign == "<":
            stays = ADDRESS_START.match(words, match.start()) is None
        else:
            stays = sign in "()" and match.start() not in unpaired
        return sign if stays else "\\" + sign

    return _SIGN.sub(escaped, words)


def _unpaired(words: str) -> frozenset[int]:
    """Where the brackets stand that have no partner in `words`."""
    opened: list[int] = []
    alone: list[int] = []
    for at, sign in enumerate(words):
        if sign == "(":
            opened.append(at)
        elif sign == ")":
            if opened:
                opened.pop()
            else:
                alone.append(at)
    return frozenset((*opened, *alone))
