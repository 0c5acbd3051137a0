"""What stands in the way of issuing a dossier."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from qdgen.check.dossier import ReadDossier
from qdgen.content.companions import NEXT_YEAR, REVIEW, companion_items
from qdgen.diagnostics import Diagnostic, Location
from qdgen.document.model import Document
from qdgen.errors import ContentError, RefusedError
from qdgen.messages import text
from qdgen.pipeline.checking import errors_of
from qdgen.pipeline.issue_order import PACKAGE, IssueOrder
from qdgen.signing.committed import last_committed, uncommitted
from qdgen.signing.document_hash import document_hash
from qdgen.signing.manifest import read_manifest
from qdgen.signing.numbering import decision_text, numbered
from qdgen.signing.record import RECORD, IssueRecord, hint_to_open
from qdgen.tree import DECISION_FILE, shown
from qdgen.vietnamese import short_date


def refuse_other_year(document: Document, order: IssueOrder) -> None:
    """Raises RefusedError where the decision is of another year than its day of issue."""
    if document.year != order.day.year:
        raise RefusedError(
            text("nam is {year}, but the day of issue is {day}", year=document.year,
                 day=short_date(order.day)),
            text("set nam right in {file}, and see what else bears the year", file=DECISION_FILE),
        )  # fmt: skip


def is_taken_up(order: IssueOrder, record: IssueRecord | None, document: Document) -> bool:
    """Whether the dossier is issued as ordered but its package is not there: an issue that was
    interrupted, or a package that was lost, and is made again."""
    if record is None or record.dang_mo:
        return False
    told = (record.so, record.ngay, record.van_ban_sha256)
    if told != (str(order.number), short_date(order.day), document_hash(document)):
        return False
    try:
        made = read_manifest(order.target / PACKAGE)
    except ContentError:
        return False
    return made is None or (made.nth, made.document_hash) != (record.nth, record.van_ban_sha256)


def obstacles(
    order: IssueOrder, record: IssueRecord | None, read: ReadDossier
) -> Iterator[Diagnostic]:
    """Everything that must be set right, or overridden with a reason."""
    if record is not None and not record.dang_mo and not is_taken_up(order, record, read.document):
        yield Diagnostic(
            "issued-already",
            text("issued already as number {number} on {day}", number=record.so, day=record.ngay),
            Location(f"{order.name}/{RECORD}"),
            hint_to_open(order.folder, record),
        )
    for blank in read.document.blanks():
        yield Diagnostic(
            "blank", text("a blank is left: {remark}", remark=blank.remark or "……"), blank.location
        )
    yield from _open_items(order)
    yield from _undone_decisions(order)
    yield from errors_of(read.paper)
    files = [order.folder / path.name if path.parent.name == order.folder.name
             else order.folder.parent / path.name for path in read.dossier.files]  # fmt: skip
    for path in uncommitted(files) or ():
        if path.name == DECISION_FILE and _only_numbered(path, order):
            continue  # an issue that was interrupted has given number and day already
        yield Diagnostic(
            "uncommitted",
            text("this file has changes that are not committed"),
            Location(shown(path, order.here)),
            text("git add and git commit it, so that what is issued can be found again"),
        )


def _open_items(order: IssueOrder) -> Iterator[Diagnostic]:
    """What reviewers asked and nobody answered, what is not decided for the new year; and what is
    wrong with the files that tell."""
    items, wrong = companion_items(order.folder, order.name)
    yield from wrong
    for item in items:
        if not item.is_open:
            continue
        is_review = item.file == REVIEW
        yield Diagnostic(
            "review-open" if is_review else "roll-open",
            text("still to be settled: {words}", words=item.words)
            if is_review
            else text("still to be decided for the new year: {words}", words=item.words),
            item.location,
            text("do it, and write below {key} what was done", key="xu_ly")
            if is_review
            else text("decide it, and write the decision below {key}", key="quyet_dinh"),
        )


def _undone_decisions(order: IssueOrder) -> Iterator[Diagnostic]:
    """What is decided for the new year and not carried out."""
    if not (order.folder / NEXT_YEAR).exists():
        return
    from qdgen.reuse.next_year.worksheet import undone

    try:
        yield from undone(order.folder, order.name)
    except ContentError as error:
        yield from error.diagnostics


def _only_numbered(decision: Path, order: IssueOrder) -> bool:
    """Whether the decision's file differs from the last commit by number and day alone."""
    committed = last_committed(decision)
    if committed is None:
        return False
    name = shown(decision, order.here)
    try:
        wanted = numbered(committed, name, order.number, order.day)
    except ContentError:
        return False
    return wanted == decision_text(decision, name)
