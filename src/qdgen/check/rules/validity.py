"""VD4: whether a cited document is in force, as far as the register knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qdgen.check.elements import Element
from qdgen.check.in_force import amended_since, replaced_since
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.registers import KnownDocument
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.bases import after_signing
from qdgen.check.rules.citation_register import NO_REGISTER
from qdgen.check.text.citations import LAWS
from qdgen.check.text.cited import Role, cited_laws, documents_in
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text
from qdgen.vietnamese import short_date

_GOES_OUT = re.compile(
    r"(?:thay thế|bãi bỏ|hủy bỏ|huỷ bỏ|hết hiệu lực|trước đây)[^.;]{0,160}$", re.IGNORECASE
)
_ENDS = re.compile(r"[^.;]{0,300}?hết hiệu lực", re.IGNORECASE)
_AMENDED = re.compile(r"sửa đổi|bổ sung", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Use:
    """Where the paper uses an entry of the register: the first căn cứ, else the first place."""

    entry: KnownDocument
    piece: Piece
    start: int
    end: int

    @property
    def is_basis(self) -> bool:
        """Whether it is a căn cứ."""
        return self.piece.element is Element.BASIS

    @property
    def name(self) -> str:
        """The document in a few words."""
        return name_of(self.entry)

    @property
    def is_let_go(self) -> bool:
        """Whether the text itself ends its force or replaces it."""
        words = self.piece.text
        return bool(_GOES_OUT.search(words[: self.start]) or _ENDS.match(words, self.end))


def name_of(entry: KnownDocument) -> str:
    """A document in a few words."""
    if entry.type in LAWS:
        return f"{entry.type} {entry.subject}"
    return f"{entry.type} số {entry.number}"


def uses_of(paper: Paper) -> list[Use]:
    """What the paper uses of the register, but for what only stands in the subject of another."""
    found: dict[str, Use] = {}
    for document in documents_in(paper):
        own = [m for m in document.mentions if not m.nested]
        if document.entry is None or not own:
            continue
        mention = next((m for m in own if m.role is Role.BASIS), own[0])
        c = mention.citation
        found[document.entry.key] = Use(document.entry, mention.piece, c.start, c.number_end)
    for piece, start, end, entry in cited_laws(paper):
        found.setdefault(entry.key, Use(entry, piece, start, end))
    return list(found.values())


def signing_span(paper: Paper) -> tuple[date, date] | None:
    """The earliest and the latest day on which the paper may be signed."""
    if paper.day is not None:
        return paper.day, paper.day
    if paper.year is not None:
        return date(paper.year, 1, 1), date(paper.year, 12, 31)
    return None


NO_DAY = text("the document tells neither day nor year")
"""Why validity could not be judged."""


def _remark(use: Use, message: Text, hint: Text, mild: Severity | None = None) -> Remark:
    elsewhere = None if use.is_basis else Severity.INFO
    return Remark(message, hint, use.piece, use.start, use.end, severity=mild or elsewhere)


@rule("VD401", "cited-after-signing", Severity.WARNING, Certainty.DERIVED, TEXTS)
def cited_after_signing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The text cites a document dated after the day on which it is signed.

    One of the two dates is wrong, or the document is not issued yet and cannot be cited.

    Wrong: (ký ngày 10 tháng 6 năm 2026) … Quyết định số 15/QĐ-TTg ngày 12 tháng 6 năm 2026
    Right: … Quyết định số 15/QĐ-TTg ngày 02 tháng 6 năm 2026
    Source: suy ra: chỉ dẫn văn bản đã ban hành (CC-10)
    """
    yield from after_signing(paper, (Role.BODY, Role.NOTE, Role.TITLE))


@rule("VD402", "not-yet-in-force", Severity.WARNING, Certainty.DERIVED, TEXTS)
def not_yet_in_force(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ comes into force only after the decision is signed.

    On the day of signing it gives no power yet. In the text it is only remarked.

    Wrong: (ký ngày 10 tháng 6 năm 2026) căn cứ có hiệu lực từ ngày 01 tháng 7 năm 2026
    Right: căn cứ có hiệu lực trước ngày ký
    Source: suy ra: chỉ căn cứ văn bản đang có hiệu lực (CC-10)
    """
    span = signing_span(paper)
    if span is None or not paper.registers.documents:
        yield Unchecked(NO_DAY if span is None else NO_REGISTER)
        return
    for use in uses_of(paper):
        begins = use.entry.in_force_from
        if begins is not None and begins > span[1]:
            yield _remark(
                use,
                text("{name} is in force only from {day}", name=use.name, day=short_date(begins)),
                text("cite what is in force on the day of signing, or sign after that day"),
            )


@rule("VD403", "no-longer-in-force", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def no_longer_in_force(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ is no longer in force when the decision is signed.

    A decision rests on what is in force. In the text, where an older document may have to be
    named, it is only remarked. Where the register names what replaced it, VD404 tells that.

    Wrong: căn cứ hết hiệu lực từ ngày 01 tháng 3 năm 2025 (ký ngày 10 tháng 6 năm 2026)
    Right: căn cứ đang có hiệu lực
    Source: quy tắc soạn thảo, đã đối chiếu (CC-10, L26)
    """
    span = signing_span(paper)
    if span is None or not paper.registers.documents:
        yield Unchecked(NO_DAY if span is None else NO_REGISTER)
        return
    for use in uses_of(paper):
        ends = use.entry.in_force_until
        if ends is None or ends > span[0] or use.entry.replaced_by or use.is_let_go:
            continue
        yield _remark(
            use,
            text("{name} has not been in force since {day}", name=use.name, day=short_date(ends)),
            text("cite what is in force"),
        )


@rule("VD404", "replaced-document", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def replaced_document(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ was replaced by another document before the decision is signed.

    The register names the successor, which is the one to cite. In the text it is only remarked.

    Wrong: Căn cứ Nghị định số 95/2017/NĐ-CP … (đã được Nghị định số 55/2025/NĐ-CP thay thế)
    Right: Căn cứ Nghị định số 55/2025/NĐ-CP …
    Source: quy tắc soạn thảo, đã đối chiếu (CC-10, L26)
    """
    span = signing_span(paper)
    if span is None or not paper.registers.documents:
        yield Unchecked(NO_DAY if span is None else NO_REGISTER)
        return
    for use in uses_of(paper):
        successor = paper.registers.documents.get(use.entry.replaced_by)
        if successor is None or use.is_let_go:
            continue
        since = replaced_since(use.entry, paper.registers.documents)
        if since is not None and since > span[0]:
            continue
        yield _remark(
            use,
            text("{name} was replaced by {other}", name=use.name, other=name_of(successor)),
            text("cite @{key}, if it says the same", key=successor.key),
            Severity.WARNING if since is None and use.is_basis else None,
        )


@rule("VD405", "amended-document", Severity.INFO, Certainty.PRACTICE, TEXTS)
def amended_document(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document is cited without telling that it was amended.

    A reader who opens the document as first issued reads words that no longer hold.

    Wrong: Căn cứ Nghị định số 30/2020/NĐ-CP ngày … về công tác văn thư;
    Right: Căn cứ … về công tác văn thư được sửa đổi, bổ sung một số điều theo Nghị định số …;
    Source: thông lệ soạn thảo (CC-11)
    """
    span = signing_span(paper)
    if span is None or not paper.registers.documents:
        yield Unchecked(NO_DAY if span is None else NO_REGISTER)
        return
    for use in uses_of(paper):
        amending = paper.registers.documents.get(use.entry.amended_by)
        if amending is None or _AMENDED.search(use.piece.text, use.end):
            continue
        since = amended_since(amending)
        if since is not None and since > span[0]:
            continue
        yield _remark(
            use,
            text("{name} was amended by {other}", name=use.name, other=name_of(amending)),
            text('add "được sửa đổi, bổ sung một số điều theo {other}"', other=name_of(amending)),
        )
