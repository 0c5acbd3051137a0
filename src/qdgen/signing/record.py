"""The record of an issue: `ban-hanh.json` in the dossier, committed with the content.

While it stands there the dossier is frozen: what is printed may not change.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from qdgen.document.model import Document
from qdgen.errors import ContentError, RefusedError
from qdgen.messages import Text, text
from qdgen.replacing import replacing
from qdgen.signing.json_file import read_json_file

RECORD = "ban-hanh.json"
_FORMAT = 1
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Reopening:
    """An issued dossier was opened again: why, on which day (d/m/yyyy), and what it had been."""

    ly_do: str
    ngay_mo_lai: str
    so: str
    ngay: str
    van_ban_sha256: str


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """What was issued. The names are those in the file, read by clerks; `van_ban_sha256` is the
    hash of all that is printed, `bo_qua` what was overridden and `ly_do_bo_qua` why."""

    so: str
    ngay: str
    van_ban_sha256: str
    ban: str
    tach: bool
    ly_do_bo_qua: str = ""
    bo_qua: tuple[str, ...] = ()
    mo_lai: tuple[Reopening, ...] = field(default=())
    dang_mo: bool = False

    def reopened(self, why: str, day: str) -> IssueRecord:
        """The record of a dossier that may change again; its past is kept."""
        past = Reopening(why, day, self.so, self.ngay, self.van_ban_sha256)
        return replace(self, dang_mo=True, mo_lai=(*self.mo_lai, past))


def document_hash(document: Document) -> str:
    """SHA-256 over all that `document` prints: the same words and looks give the same hash,
    whatever files they come from."""
    shown = repr((document.title, document.parts, document.notes, document.pages))
    return hashlib.sha256(shown.encode()).hexdigest()


def read_record(folder: Path, shown: str) -> IssueRecord | None:
    """The record in the dossier `folder`; None where it was never issued. Raises ContentError."""
    return read_json_file(
        folder / RECORD, _parsed, lambda why: _unreadable(shown, why), _MOST_BYTES
    )


def _parsed(raw: dict[str, Any]) -> IssueRecord:
    if raw.pop("dinh_dang") != _FORMAT:
        raise ValueError(_FORMAT)
    past = tuple(Reopening(**entry) for entry in raw.pop("mo_lai"))
    return IssueRecord(**{**raw, "bo_qua": tuple(raw["bo_qua"])}, mo_lai=past)


def write_record(folder: Path, record: IssueRecord) -> None:
    """Leave the record in the dossier. Raises OutputError."""
    data = {"dinh_dang": _FORMAT, **asdict(record)}
    with replacing(folder / RECORD) as file:
        file.write((json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode())


def refuse_if_frozen(folder: Path, shown: str, document: Document) -> None:
    """Raises RefusedError where the dossier is issued and `document` is not what was issued."""
    record = read_record(folder, shown)
    if record is None or record.dang_mo or record.van_ban_sha256 == document_hash(document):
        return
    raise RefusedError(
        text(
            "{name} was issued as number {number} on {day}, and its content has changed since",
            name=folder.name,
            number=record.so,
            day=record.ngay,
        ),
        text(
            "take the change back; or open it again: qdgen reopen {name} --ly-do “…”",
            name=folder.name,
        ),
    )


def refuse_draft_if_issued(folder: Path, shown: str) -> None:
    """Raises RefusedError where the dossier is issued and not open again: what was issued is no
    draft any more."""
    record = read_record(folder, shown)
    if record is None or record.dang_mo:
        return
    raise RefusedError(
        text(
            "{name} was issued as number {number} on {day}; no draft is made of it",
            name=folder.name,
            number=record.so,
            day=record.ngay,
        ),
        text("to change it, open it again: qdgen reopen {name} --ly-do “…”", name=folder.name),
    )


def _unreadable(shown: str, why: str | Text) -> ContentError:
    return ContentError(
        text("{path} is not a record of an issue: {reason}", path=f"{shown}/{RECORD}", reason=why),
        text("restore the file as it was committed; it is never written by hand"),
    )
