"""Issuing: number and date into the source, a package proven and complete, the dossier frozen.

Everything is made from a copy first. Then come three steps, each of one rename: the decision's
file, the record, the package. Ended between two of them, the same command takes it up again.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from qdgen.abandoned import clear_abandoned
from qdgen.check.dossier import read_dossier
from qdgen.diagnostics import Diagnostic
from qdgen.document.model import Document
from qdgen.errors import RefusedError
from qdgen.messages import text
from qdgen.pdf.processes import interrupts_held
from qdgen.pipeline.issue_order import Issued, IssueOrder
from qdgen.pipeline.obstacles import is_taken_up, obstacles, refuse_other_year
from qdgen.pipeline.package import content_files, copied, into_place, packaged
from qdgen.pipeline.work import Progress
from qdgen.replacing import replacing
from qdgen.signing.alone import alone
from qdgen.signing.document_hash import document_hash
from qdgen.signing.numbering import decision_text, numbered
from qdgen.signing.record import (
    RECORD,
    IssueRecord,
    Reopening,
    own_record,
    record_bytes,
    write_record,
)
from qdgen.tree import DECISION_FILE, shown
from qdgen.vietnamese import short_date


def issue(order: IssueOrder, progress: Progress) -> Issued:
    """Issue a dossier.

    Raises RefusedError with all that stands in the way, ContentError, TemplateError,
    MissingToolError, ConversionError, OutputError; then nothing was changed.
    """
    with alone(order.folder, order.name):
        clear_abandoned(order.folder)
        return _issue(order, progress)


def _issue(order: IssueOrder, progress: Progress) -> Issued:
    name = order.name
    record = own_record(order.folder, name)
    files = content_files(order.folder)
    decision = order.folder / DECISION_FILE
    refuse_other_year(read_dossier(order.folder, name).document, order)
    content = numbered(
        decision_text(decision, f"{name}/{DECISION_FILE}"),
        f"{name}/{DECISION_FILE}",
        order.number,
        order.day,
    )
    with copied(order, content, files) as copy:
        read = read_dossier(copy, name)
        found = list(obstacles(order, record, read))
        if found and not order.force:
            raise RefusedError(
                text("{name} cannot be issued yet: {count} reasons", name=name, count=len(found)),
                text("set them right; or issue all the same with --force “the reason”"),
                found,
            )
        new = _record(order, read.document, record, found)
        with packaged(order, copy, read, new.nth, found, progress) as package:
            if content_files(order.folder) != files or own_record(order.folder, name) != record:
                raise RefusedError(
                    text("{name} was changed while it was being issued", name=name),
                    text("nothing was written; look at the change, and run it again"),
                )
            with interrupts_held():
                _write(order.folder, content, new)
                place = into_place(package, order.target)
    return Issued(place, sorted(place.iterdir()), found)


def _write(folder: Path, content: str, record: IssueRecord) -> None:
    """Content and record into their places, once both are on the disk."""
    with replacing(folder / RECORD) as told:
        told.write(record_bytes(record))
        told.flush()
        os.fsync(told.fileno())
        with replacing(folder / DECISION_FILE) as file:
            file.write(content.encode())


def reopen(folder: Path, here: Path, why: str, day: date) -> IssueRecord:
    """Let an issued dossier be changed again, for the reason `why`, on `day`. Raises RefusedError
    where it is not issued, or open already."""
    name = shown(folder, here)
    with alone(folder, name):
        record = own_record(folder, name)
        if record is None or record.dang_mo:
            raise RefusedError(
                text("{name} is not issued, so it need not be opened again", name=name),
                text("`qdgen issue` issues it"),
            )
        opened = record.reopened(why, short_date(day), folder.resolve().name)
        write_record(folder, opened)
        return opened


def _record(
    order: IssueOrder,
    document: Document,
    before: IssueRecord | None,
    found: Sequence[Diagnostic],
) -> IssueRecord:
    taken_up = is_taken_up(order, before, document)
    return IssueRecord(
        ho_so=order.folder.resolve().name,
        so=str(order.number),
        ngay=short_date(order.day),
        van_ban_sha256=document_hash(document),
        ban=order.edition,
        tach=order.split,
        ly_do_bo_qua=order.force if found else "",
        bo_qua=tuple(f"{d.location} {d.code}" for d in found),
        mo_lai=() if before is None else before.mo_lai if taken_up else _past(before, order),
    )


def _past(before: IssueRecord, order: IssueOrder) -> tuple[Reopening, ...]:
    """What the dossier had been; one issued anew by force was opened by that."""
    if before.dang_mo:
        return before.mo_lai
    return before.reopened(order.force, short_date(order.day), before.ho_so).mo_lai
