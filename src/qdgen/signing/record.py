"""The record of an issue: `ban-hanh.json` in the dossier, committed with the content.

While it stands there the dossier is frozen: what is printed may not change.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.document.model import Document
from qdgen.errors import ContentError, RefusedError
from qdgen.messages import Text, text
from qdgen.replacing import replacing
from qdgen.signing.document_hash import document_hash
from qdgen.signing.json_file import read_json_file

RECORD = "ban-hanh.json"
_FORMAT = 2
_NAMELESS = 1
"""The format before a record named its dossier."""
_MOST_BYTES = 1 << 20
_HINT_RENAMED = text(
    "is this a new dossier: delete {file}; "
    "is it the same under another name: qdgen reopen, or rename it back",
    file=RECORD,
)


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
    """What was issued. The names are those in the file, read by clerks; `ho_so` is the name of the
    dossier, `van_ban_sha256` the hash of all that is printed, `bo_qua` what was overridden and
    `ly_do_bo_qua` why."""

    ho_so: str
    so: str
    ngay: str
    van_ban_sha256: str
    ban: str
    tach: bool
    ly_do_bo_qua: str = ""
    bo_qua: tuple[str, ...] = ()
    mo_lai: tuple[Reopening, ...] = field(default=())
    dang_mo: bool = False

    @property
    def nth(self) -> int:
        """Which issue of the dossier it is: 1 for the first."""
        return len(self.mo_lai) + (0 if self.dang_mo else 1)

    def reopened(self, why: str, day: str, name: str) -> IssueRecord:
        """The record of a dossier, now called `name`, that may change again; its past is kept."""
        past = Reopening(why, day, self.so, self.ngay, self.van_ban_sha256)
        return replace(self, ho_so=name, dang_mo=True, mo_lai=(*self.mo_lai, past))


def read_record(folder: Path, shown: str) -> IssueRecord | None:
    """The record in the dossier `folder`; None where there is none. Raises ContentError.

    It may be another dossier's, see `own_record`.
    """
    return read_json_file(
        folder / RECORD, _parsed, lambda why: _unreadable(shown, why), _MOST_BYTES
    )


def _parsed(raw: dict[str, Any]) -> IssueRecord:
    number = raw.pop("dinh_dang")
    if number == _NAMELESS:
        raw["ho_so"] = ""
    elif number != _FORMAT or not isinstance(raw["ho_so"], str):
        raise ValueError(number)
    past = tuple(Reopening(**entry) for entry in raw.pop("mo_lai"))
    return IssueRecord(**{**raw, "bo_qua": tuple(raw["bo_qua"])}, mo_lai=past)


def own_record(folder: Path, shown: str) -> IssueRecord | None:
    """The record of the dossier `folder` itself; None where it was never issued, also where it came
    along with the copy of an issued one. Raises ContentError."""
    record = read_record(folder, shown)
    return None if record is None or _is_copied(folder, record) else record


def is_frozen(folder: Path, shown: str) -> bool:
    """Whether the dossier is issued and not open again. Raises ContentError."""
    record = own_record(folder, shown)
    return record is not None and not record.dang_mo


def record_of_another(folder: Path, shown: str) -> Diagnostic | None:
    """What to say of a record that names another dossier than the one it lies in."""
    record = read_record(folder, shown)
    if record is None or _is_named(folder, record):
        return None
    place = Location(f"{shown}/{RECORD}")
    if _is_copied(folder, record):
        return Diagnostic(
            "record-of-another",
            text("this is the record of {other}, copied along; it does not count here",
                 other=record.ho_so),
            place,
            text("delete it"),
            severity=Severity.WARNING,
        )  # fmt: skip
    return Diagnostic(
        "record-of-another",
        text("this is the record of {other}, and there is no {other} beside", other=record.ho_so),
        place,
        _HINT_RENAMED,
        severity=Severity.WARNING,
    )


def _is_named(folder: Path, record: IssueRecord) -> bool:
    name = unicodedata.normalize("NFC", folder.resolve().name)
    return record.ho_so == "" or unicodedata.normalize("NFC", record.ho_so) == name


def _is_copied(folder: Path, record: IssueRecord) -> bool:
    """Whether the dossier that the record names lies beside this one. Where it does not, this one
    may be it, renamed: so it stays issued."""
    other = record.ho_so
    if _is_named(folder, record) or other == ".." or Path(other).name != other:
        return False
    return (folder.resolve().parent / other / RECORD).is_file()


def record_bytes(record: IssueRecord) -> bytes:
    """The record as it is written."""
    data = {"dinh_dang": _FORMAT, **asdict(record)}
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def write_record(folder: Path, record: IssueRecord) -> None:
    """Leave the record in the dossier. Raises OutputError."""
    with replacing(folder / RECORD) as file:
        file.write(record_bytes(record))


def refuse_if_frozen(folder: Path, shown: str, document: Document) -> None:
    """Raises RefusedError where the dossier is issued and `document` is not what was issued."""
    record = own_record(folder, shown)
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
        )
        if _is_named(folder, record)
        else _HINT_RENAMED,
    )


def refuse_draft_if_issued(folder: Path, shown: str) -> None:
    """Raises RefusedError where the dossier is issued and not open again: what was issued is no
    draft any more."""
    record = own_record(folder, shown)
    if record is None or record.dang_mo:
        return
    raise RefusedError(
        text(
            "{name} was issued as number {number} on {day}; no draft is made of it",
            name=folder.name,
            number=record.so,
            day=record.ngay,
        ),
        hint_to_open(folder, record),
    )


def hint_to_open(folder: Path, record: IssueRecord) -> Text:
    """How an issued dossier may be changed."""
    if not _is_named(folder, record):
        return _HINT_RENAMED
    return text("to change it, open it again: qdgen reopen {name} --ly-do “…”", name=folder.name)


def _unreadable(shown: str, why: str | Text) -> ContentError:
    return ContentError(
        text("{path} is not a record of an issue: {reason}", path=f"{shown}/{RECORD}", reason=why),
        text("restore the file as it was committed; it is never written by hand"),
    )
