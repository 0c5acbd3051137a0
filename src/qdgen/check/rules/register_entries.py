"""VD41: the register's own entries, as far as the paper uses them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from qdgen.check.elements import Element
from qdgen.check.paper import Medium, Paper, Piece
from qdgen.check.registers import KnownDocument
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.validity import NO_DAY, name_of, signing_span, uses_of
from qdgen.check.text.citations import LAWS
from qdgen.check.text.cited import RUNNING, documents_in
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text
from qdgen.vietnamese import short_date

_YEAR = timedelta(days=366)


def _entry_piece(paper: Paper, key: str) -> Piece | None:
    """Where the register tells of it."""
    return next((p for p in paper.of(Element.REGISTER) if p.anchor == key), None)


@rule("VD406", "validity-checked-long-ago", Severity.INFO, Certainty.PRACTICE, Medium.CONTENT)
def checked_long_ago(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Nobody has looked for more than a year whether a cited document is still in force.

    The register bears the day of the last look (kiem_tra_ngay). Entries that never bore one are
    not meant.

    Wrong: kiem_tra_ngay: 01/3/2024 (ký ngày 10 tháng 6 năm 2026)
    Right: kiem_tra_ngay: 02/6/2026
    Source: quy ước của bộ công cụ, không phải của Nghị định
    """
    span = signing_span(paper)
    if span is None:
        yield Unchecked(NO_DAY)
        return
    for use in uses_of(paper):
        checked = use.entry.checked_on
        if checked is not None and span[0] - checked > _YEAR:
            yield Remark(
                text(
                    "whether {name} is in force was last looked up on {day}",
                    name=use.name,
                    day=short_date(checked),
                ),
                text("look it up again and correct kiem_tra_ngay"),
                _entry_piece(paper, use.entry.key),
            )


@rule("VD407", "register-entry-incomplete", Severity.INFO, Certainty.PRACTICE, Medium.CONTENT)
def entry_incomplete(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The register's entry of a cited document lacks its date, issuer or subject.

    Without them nothing can be printed in full, nor compared with what the text says. Entries that
    the document does not use are not meant.

    Wrong: mục trong danh mục chỉ có loai và so
    Right: mục trong danh mục có loai, so, ngay, co_quan, trich_yeu
    Source: quy ước của bộ công cụ; các yếu tố theo Phụ lục I, II.6.b (CC-04)
    """
    for document in documents_in(paper):
        entry = document.entry
        if entry is None or entry.type in LAWS:
            continue
        missing = [
            key
            for key, value in (
                ("ngay", entry.day),
                ("co_quan", entry.issuer),
                ("trich_yeu", entry.subject),
            )
            if not value
        ]
        if missing and any(m.role in RUNNING for m in document.mentions):
            yield Remark(
                text(
                    "the register's entry {key} lacks {missing}",
                    key=entry.key,
                    missing=", ".join(missing),
                ),
                text("add it to van-ban.yaml"),
                _entry_piece(paper, entry.key),
            )


@rule("VD408", "register-dates-contradict", Severity.WARNING, Certainty.DERIVED, Medium.CONTENT)
def dates_contradict(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The dates of a document in the register contradict each other.

    A document does not go out of force before it is issued or comes into force, and is not
    replaced or amended by an older one.

    Wrong: hieu_luc_tu: 02/3/2025, hieu_luc_den: 01/3/2024
    Right: hieu_luc_tu: 02/3/2025, hieu_luc_den: 01/3/2026
    Source: suy ra
    """
    known = paper.registers.documents
    for entry in known.values():
        for told in _contradictions(
            entry, known.get(entry.replaced_by), known.get(entry.amended_by)
        ):
            yield Remark(told, text("find out which date is right"), _entry_piece(paper, entry.key))


def _contradictions(
    entry: KnownDocument, successor: KnownDocument | None, amending: KnownDocument | None
) -> Iterator[Text]:
    day, begins, ends = entry.day, entry.in_force_from, entry.in_force_until
    name = name_of(entry)
    if day and ends and ends < day:
        yield text("{name} goes out of force before its date", name=name)
    elif begins and ends and ends < begins:
        yield text("{name} goes out of force before it comes into force", name=name)
    for later in (successor, amending):
        if later is not None and day and later.day and later.day < day:
            yield text("{later} is older than {name}", later=name_of(later), name=name)
