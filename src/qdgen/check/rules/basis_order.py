"""VD31: the order of the căn cứ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.bases import bases_of
from qdgen.check.text.cited import Mention, Role, mentions_in
from qdgen.check.text.dates import find_dates
from qdgen.diagnostics import Severity
from qdgen.messages import text

_LAW = re.compile(
    r"\s*Căn cứ (?P<name>(Hiến pháp|Bộ luật|Luật|Pháp lệnh)\s[^;.(]+?)(?=\s+ngày\s|[;.(]|$)"
)
_LAW_RANKS = {"Hiến pháp": 0, "Bộ luật": 1, "Luật": 1, "Pháp lệnh": 2}
_SYMBOLS = (
    (re.compile(r"/QH\d*$|-QH\d*$"), 1),
    (re.compile(r"UBTVQH\d*$"), 2),
    (re.compile(r"-CTN$"), 3),
    (re.compile(r"/(?:NĐ|NQ)-CP$"), 4),
    (re.compile(r"-TTg$"), 5),
    (re.compile(r"/(?:TT|TTLT)-"), 6),
    (re.compile(r"/QĐ-"), 7),
)
_AMENDING = re.compile(r"sửa đổi|bổ sung|thay thế|bãi bỏ|đính chính", re.IGNORECASE)
_ON_POWERS = re.compile(r"chức năng|quyền hạn|điều lệ|^Luật Tổ chức", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Basis:
    piece: Piece
    start: int
    end: int
    rank: int
    day: date | None
    kind: str

    @property
    def words(self) -> str:
        return self.piece.text[self.start : self.end]


def _ranked(paper: Paper) -> list[_Basis]:
    """The căn cứ whose rank is known; those on the office's own powers stand where they like."""
    first: dict[Piece, Mention] = {}
    for mention in mentions_in(paper):
        if mention.role is Role.BASIS:
            first.setdefault(mention.piece, mention)
    found = []
    for piece in bases_of(paper):
        law = _LAW.match(piece.text)
        cited = first.get(piece)
        if law is not None:
            day = next((d.first for d in find_dates(piece.text)), None)
            rank, start, end, kind = _LAW_RANKS[law[2]], *law.span("name"), "law"
        elif cited is not None:
            c = cited.citation
            number = re.sub(r"\s", "", c.number)
            known = next((r for pattern, r in _SYMBOLS if pattern.search(number)), None)
            if known is None:
                continue
            rank, start, end, day = known, c.start, c.number_end, cited.day
            kind = re.sub(r"^\d+(?:/\d{4})?", "", number)
        else:
            continue
        if not _ON_POWERS.search(piece.text[start:]):
            found.append(_Basis(piece, start, end, rank, day, kind))
    return found


@rule("VD311", "basis-rank-order", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def basis_rank_order(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ of higher rank stands behind one of lower rank.

    The căn cứ go from high to low: law, resolution and decree of the Government, decision of the
    Prime Minister, circular, other decisions. What sets the office's own functions may stand
    anywhere.

    Wrong: Căn cứ Quyết định số 142/QĐ-TTg …; Căn cứ Nghị quyết số 71/NQ-CP …;
    Right: Căn cứ Nghị quyết số 71/NQ-CP …; Căn cứ Quyết định số 142/QĐ-TTg …;
    Source: thông lệ soạn thảo (CC-09)
    """
    lowest: _Basis | None = None
    for basis in _ranked(paper):
        if lowest is not None and basis.rank < lowest.rank:
            yield Remark(
                text("{this} stands behind {lower}", this=basis.words, lower=lowest.words),
                text("put what has the higher rank first"),
                basis.piece,
                basis.start,
                basis.end,
            )
        elif lowest is None or basis.rank > lowest.rank:
            lowest = basis


@rule("VD312", "basis-date-order", Severity.INFO, Certainty.PRACTICE, TEXTS)
def basis_date_order(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Of two căn cứ of one kind, the newer stands directly before the older.

    Among documents of one kind and issuer, the older is usually named first. Laws, and what amends
    another document, are put in order by what they are about.

    Wrong: Căn cứ Nghị định số 187/2025/NĐ-CP …; Căn cứ Nghị định số 30/2020/NĐ-CP …;
    Right: Căn cứ Nghị định số 30/2020/NĐ-CP …; Căn cứ Nghị định số 187/2025/NĐ-CP …;
    Source: thông lệ soạn thảo (CC-09)
    """
    ranked = _ranked(paper)
    for before, basis in pairwise(ranked):
        if basis.kind == "law" or _AMENDING.search(before.piece.text):
            continue
        if before.kind == basis.kind and before.day and basis.day and basis.day < before.day:
            yield Remark(
                text(
                    "{this} is older than {newer} before it", this=basis.words, newer=before.words
                ),
                text("put the older first"),
                basis.piece,
                basis.start,
                basis.end,
            )
