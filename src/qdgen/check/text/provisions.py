"""References to provisions in running text, and whose provisions they are: "khoản 2 Điều 5 của
Quyết định này", "điểm a khoản 1 Điều 7 Luật Dữ liệu"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from qdgen.check.text.citations import TYPES

_REFERENCE = re.compile(
    r"\b(?:điểm\s+(?P<point>[a-zđ])\s+)?"
    r"(?:khoản\s+(?P<clause>\d+)\s+Điều\s+(?P<of>\d+|này)\b"
    r"|khoản\s+(?P<this>này)\b|Điều\s+(?P<article>\d+)\b(?!\s*\.\s))",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"(?:\s*(?:,|;|và|hoặc|đến|các)?\s*(?:điểm\s+[a-zđ]|(?:khoản|Điều|Mục)\s+\d+|"
    r"(?:Chương|Phần|Mục)\s+[IVXLC]+|\d+|[a-zđ](?=\s*(?:,|và|khoản)))\b)*",
    re.IGNORECASE,
)
_TYPE = "|".join(sorted((*TYPES, "Điều lệ", "Chiến lược", "Nội quy"), key=len, reverse=True))
_OWNER = re.compile(
    rf"\s*,?\s*\(?(?:(?:của|tại|thuộc|trong)\s+)?(?P<type>{_TYPE})\b(?P<rest>[^.;]*)", re.IGNORECASE
)
_OF_DECISION = re.compile(r"\s+(?:ban hành|phê duyệt)\s[^.;]{0,80}?\bnày\b", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Thông tư|Chỉ thị)\b"
    r"|\b(?:Hiệp định|Công ước)\b|\b\d+(?:/\d{4})?/[A-ZĐ]|\bĐiều lệ\b",
)


class Owner(Enum):
    """Whose provision is meant."""

    THIS = "named: Quyết định này, Điều này"
    BARE = "nothing is named"
    OTHER = "another document, or it is not clear"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference at `start` up to `end`. `article` 0 means "Điều này", -1 "khoản này". `type` is
    that of the document named, "" where none is."""

    start: int
    end: int
    point: str
    clause: int
    article: int
    owner: Owner
    type: str = ""


def find_references(text: str) -> Iterator[Reference]:
    """Every reference with a number to an article, or to this one, in order."""
    lowered = text.casefold()
    if "điều" not in lowered and "khoản" not in lowered:
        return
    outside = bool(_OUTSIDE.search(text))
    for match in _REFERENCE.finditer(text):
        clause = int(match["clause"]) if match["clause"] else 0
        number = match["of"] or match["article"] or ""
        article = int(number) if number.isdecimal() else 0
        if match["this"]:
            article = -1
        owner, kind = Owner.THIS, ""
        if article > 0:
            owner, kind = _owner(text, match.end(), outside)
        yield Reference(
            match.start(), match.end(), (match["point"] or "").lower(), clause, article, owner, kind
        )


def _owner(text: str, end: int, outside: bool) -> tuple[Owner, str]:
    more = _MORE.match(text, end)
    named = _OWNER.match(text, more.end() if more else end)
    if named is None:
        return (Owner.OTHER if outside else Owner.BARE), ""
    kind, rest = named["type"], named["rest"]
    if re.match(r"\s+này\b", rest):
        return Owner.THIS, kind
    if _OF_DECISION.match(rest) and kind.casefold() == "quyết định":
        return Owner.THIS, kind
    is_own = re.match(r"\s*(?:$|,|được|và\s|ban hành kèm theo Quyết định này)", rest)
    if is_own and not outside and kind[:1].isupper():
        return Owner.THIS, kind
    return Owner.OTHER, kind
