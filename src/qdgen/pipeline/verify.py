"""An issued package judged: its files against the manifest, its signatures, its text against the
content it says it was made from."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, x509

from qdgen.abandoned import is_passing
from qdgen.diagnostics import has_errors
from qdgen.document.resolve import resolve
from qdgen.document.split import split
from qdgen.errors import ContentError, ConversionError, QdgenError, UsageError
from qdgen.messages import Text, text
from qdgen.pdf import proof
from qdgen.pdf.reading import pages
from qdgen.pipeline.finished_pdf import expected
from qdgen.pipeline.issue_order import ELECTRONIC
from qdgen.pipeline.reading import read_document
from qdgen.signing.alone import LOCK
from qdgen.signing.changes import Problem
from qdgen.signing.document_hash import document_hash
from qdgen.signing.manifest import MANIFEST, Told, ToldFile, file_hash, read_manifest
from qdgen.signing.places import DECISION_PART
from qdgen.signing.trust import Trust
from qdgen.signing.verify import FileVerdict, verify_pdf
from qdgen.tree import CONTENT, DECISION_FILE, template_folder
from qdgen.word.compose import compose
from qdgen.word.templates import Templates


@dataclass
class Verified:
    """What came of it. `unchecked` says in words what could not be looked at."""

    name: str
    files: list[FileVerdict] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unchecked: list[Text] = field(default_factory=list)
    told: Told | None = None
    content_agrees: bool | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong anywhere."""
        return not self.problems and all(file.holds for file in self.files)


@dataclass(frozen=True, slots=True)
class VerifyOrder:
    """A PDF or the folder of a package; the content it is compared with, where it is given."""

    target: Path
    here: Path
    roots: Sequence[x509.Certificate]
    now: datetime
    content: Path | None = None
    lists: Sequence[crl.CertificateList] = ()
    """Lists of revoked certificates."""


def verify(order: VerifyOrder) -> Verified:
    """Judge a PDF or a package. Raises UsageError where there is neither."""
    target = order.target
    verified = Verified(str(target))
    if not target.exists():
        raise UsageError(text("there is no {path}", path=str(target)))
    folder = target if target.is_dir() else target.parent
    told = verified.told = _manifest(folder, verified, is_wanted=target.is_dir())
    if target.is_dir():
        paths = sorted(p for p in target.iterdir() if not _is_none_of_the_package(p.name))
        if told is not None:
            _against_list(paths, told, verified)
    else:
        paths = [target]
        if told is None or told.part_of(target.name) is None:
            verified.told = None
            verified.unchecked.append(
                text("there is no {manifest} beside it that tells how it was issued",
                     manifest=MANIFEST)
            )  # fmt: skip
    for path in paths:
        if path.suffix.lower() == ".pdf":
            trust = Trust(order.roots, order.lists)
            verdict = verify_pdf(path, trust, order.now, _told_of(path, verified.told))
            if verified.told is not None and not _is_unreadable(verdict):
                _number(path, verified.told, verdict)
            verified.files.append(verdict)
    _revocation(verified)
    if verified.told is not None:
        _against_content(order, paths, verified.told, verified)
    return verified


def _revocation(verified: Verified) -> None:
    """Say of whose certificates nobody told whether they were revoked."""
    names = {
        signature.by
        for file in verified.files
        for signature in file.signatures
        if signature.holds and not signature.is_revocation_known
    }
    if names:
        verified.unchecked.append(
            text("whether a certificate was revoked: {names}; --crl names the authority's list",
                 names=", ".join(sorted(names)))
        )  # fmt: skip


def _manifest(folder: Path, verified: Verified, *, is_wanted: bool) -> Told | None:
    try:
        told = read_manifest(folder)
    except ContentError as error:
        verified.problems.append(Problem("manifest-damaged", error.message))
        return None
    if told is None and is_wanted:
        verified.problems.append(
            Problem("manifest-missing", text("{manifest} is missing", manifest=MANIFEST))
        )
    return told


def _is_none_of_the_package(name: str) -> bool:
    """Whether a file is what tells of the package, or what signing leaves for a moment."""
    return name in (MANIFEST, LOCK) or is_passing(name)


def _told_of(path: Path, told: Told | None) -> ToldFile | None:
    return next((f for f in told.files if f.name == path.name), None) if told else None


def _against_list(paths: Sequence[Path], told: Told, verified: Verified) -> None:
    there = {path.name: path for path in paths}
    for file in told.files:
        path = there.pop(file.name, None)
        if path is None:
            verified.problems.append(
                Problem("file-missing", text("{name} is missing", name=file.name))
            )
        elif path.suffix != ".pdf" and file_hash(path) != file.sha256:
            verified.problems.append(
                Problem("file-changed", text("{name} is not as it was issued", name=file.name))
            )
    for name in there:
        verified.problems.append(
            Problem("file-foreign", text("{name} does not belong to the package", name=name))
        )


def _is_unreadable(verdict: FileVerdict) -> bool:
    return any(p.code in ("unreadable", "damaged") for p in verdict.problems)


def _number(path: Path, told: Told, verdict: FileVerdict) -> None:
    """The decision bears the number the manifest tells."""
    if told.part_of(path.name) not in ("", DECISION_PART):
        return
    first = next(iter(pages(path)), None)
    words = unicodedata.normalize("NFC", first.text) if first else ""
    if f"Số: {told.number_and_symbol}" not in words:
        verdict.problems.append(
            Problem(
                "number-differs",
                text("it does not bear the number {number}", number=told.number_and_symbol),
            )
        )


def _against_content(
    order: VerifyOrder, paths: Sequence[Path], told: Told, verified: Verified
) -> None:
    folder = order.content or order.here / CONTENT / told.dossier
    if not (folder / DECISION_FILE).is_file():
        verified.unchecked.append(
            text("the content of {name} is not here to be compared with", name=told.dossier)
        )
        return
    try:
        dossier, plain, _ = read_document(folder, order.here)
        document = plain
        if told.edition == ELECTRONIC:
            document, _ = resolve(dossier, annex_lines_open=True)
        templates = Templates(template_folder(folder, order.here))
        wanted = {"": document, **dict(split(document))}
        texts = {
            part: expected(compose(whole, templates, "").printed)
            for part, whole in wanted.items()
            if part in {file.part for file in told.files}
        }
    except QdgenError as error:
        verified.unchecked.append(
            text("the content of {name} cannot be read: {reason}", name=told.dossier,
                 reason=error.message)
        )  # fmt: skip
        return
    verified.content_agrees = document_hash(plain) == told.document_hash
    if not verified.content_agrees:
        verified.problems.append(
            Problem("content-differs", text("the content here is not what was issued"))
        )
    for path, verdict in zip(
        [p for p in paths if p.suffix.lower() == ".pdf"], verified.files, strict=True
    ):
        part = told.part_of(path.name)
        if part is None or _is_unreadable(verdict):
            continue
        try:
            found = proof.prove(list(pages(path)), texts[part])
        except (ConversionError, KeyError):
            continue
        if has_errors(found):
            verified.content_agrees = False
            verdict.problems.append(
                Problem(
                    "text-differs",
                    text("its text is not the content's: {reason}", reason=found[0].message),
                )
            )
