"""Are the signatures of a PDF whole, by whom, when; and was anything changed afterwards?"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from dataclasses import field as also
from datetime import datetime
from pathlib import Path

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from qdgen.messages import Text, text
from qdgen.reasons import reason
from qdgen.signing.changes import Problem, changes
from qdgen.signing.manifest import ToldFile
from qdgen.signing.places import ORGAN, SIGNER
from qdgen.signing.quiet import quiet
from qdgen.signing.trust import Trust, judged, standing

_MOST_BYTES = 1 << 30
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass
class SignatureVerdict:
    """One signature: who, when (the time claimed, and the time a trusted authority stamped), what
    is wrong with it."""

    field: str
    by: str = ""
    issuer: str = ""
    claimed: datetime | None = None
    stamped: datetime | None = None
    problems: list[Problem] = also(default_factory=list)
    remarks: list[Text] = also(default_factory=list)
    """What is to be known of it, and does not speak against it."""
    is_revocation_known: bool = False
    """Whether a list told that its certificates were not revoked."""

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.problems


@dataclass
class FileVerdict:
    """A file: its signatures, and what is wrong with the file itself."""

    name: str
    signatures: list[SignatureVerdict] = also(default_factory=list)
    problems: list[Problem] = also(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong with the file or any signature."""
        return not self.problems and all(s.holds for s in self.signatures)


def verify_pdf(pdf: Path, trust: Trust, now: datetime, told: ToldFile | None = None) -> FileVerdict:
    """Judge the signatures of `pdf` at the moment `now`; `told` is what the manifest says of it.

    Nothing is fetched: a certificate is trusted where it leads to one of `trust.roots` by the
    certificates in the file. Whatever cannot be read counts as wrong.
    """
    verdict = FileVerdict(pdf.name)
    try:
        data = _bytes(pdf)
    except OSError as error:
        verdict.problems.append(
            Problem("unreadable", text("it cannot be read: {reason}", reason=reason(error)))
        )
        return verdict
    if told is not None:
        verdict.problems += _against_manifest(data, told)
    end = _end_of_last_revision(data)
    if end < len(data):
        verdict.problems.append(
            Problem("appended", text("bytes were appended behind the end of the file"))
        )
        data = data[:end]
    with quiet():
        try:
            reader = PdfFileReader(io.BytesIO(data), strict=False)
            empty = [n for n, value, _ in fields.enumerate_sig_fields(reader) if value is None]
        except Exception as error:  # noqa: BLE001 - whatever a damaged file makes of the reader
            verdict.problems.append(
                Problem("damaged", text("it is no whole PDF: {reason}", reason=_words(error)))
            )
            return verdict
        try:
            signatures = list(reader.embedded_signatures)
        except Exception as error:  # noqa: BLE001 - the same
            verdict.problems.append(_damaged_signature(error))
            return verdict
        verdict.signatures = [_signature(s, data, trust, now) for s in signatures]
    if not signatures and not empty:
        verdict.problems.append(Problem("unsigned", text("it bears no signature")))
    verdict.problems += [
        Problem("field-empty", text("{field} has not signed yet", field=name)) for name in empty
    ]
    order = [s.field for s in verdict.signatures]
    if order[:2] == [ORGAN, SIGNER]:
        verdict.problems.append(
            Problem("order", text("the organ signed before the person authorised to sign"))
        )
    return verdict


def _against_manifest(data: bytes, told: ToldFile) -> list[Problem]:
    issued = data[: told.size]
    if hashlib.sha256(issued).hexdigest() == told.sha256:
        return []
    return [
        Problem("not-as-issued", text("it is not the file that was issued, or was changed since"))
    ]


def _signature(
    embedded: EmbeddedPdfSignature, data: bytes, trust: Trust, now: datetime
) -> SignatureVerdict:
    verdict = SignatureVerdict(embedded.field_name or "?")
    try:
        certificate = embedded.signer_cert
        verdict.by = _common_name(certificate.subject)
        verdict.issuer = _common_name(certificate.issuer)
        verdict.claimed = embedded.self_reported_timestamp
        status = judged(embedded, trust, now)
        verdict.problems += _integrity(status, embedded, data)
        if status.intact and status.valid:  # else nothing is known of whose it is
            found = standing(embedded, status, trust, now)
            verdict.stamped = found.stamped
            verdict.remarks = found.remarks
            verdict.is_revocation_known = found.is_revocation_known
            verdict.problems += found.problems
    except Exception as error:  # noqa: BLE001 - whatever damage makes of the reader
        verdict.problems.append(_damaged_signature(error))
    return verdict


def _integrity(
    status: PdfSignatureStatus, embedded: EmbeddedPdfSignature, data: bytes
) -> list[Problem]:
    if not status.intact:
        return [Problem("bytes-changed", text("bytes that were signed have been changed"))]
    if not status.valid:
        return [Problem("forged", text("the signature was not made with this certificate's key"))]
    if status.coverage < SignatureCoverageLevel.ENTIRE_REVISION:
        return [Problem("not-covered", text("parts of the file are not covered by the signature"))]
    begin, until = embedded.byte_range[2], embedded.byte_range[3]
    signed = data[: int(begin) + int(until)]
    if len(signed) == len(data):
        return []
    return changes(signed, data, lambda: _is_allowed(embedded))


def _is_allowed(embedded: EmbeddedPdfSignature) -> bool:
    """Whether pyHanko allows what came after the signature. It is slow: a minute for 300 pages."""
    compare: Callable[[], None] = embedded.compute_integrity_info
    compare()
    return bool(embedded.summarise_integrity_info()["docmdp_ok"])


def _damaged_signature(error: BaseException) -> Problem:
    return Problem(
        "signature-damaged", text("the signature is damaged: {reason}", reason=_words(error))
    )


def _end_of_last_revision(data: bytes) -> int:
    """Where the last revision ends: behind it stands no further cross-reference, only garbage."""
    ends = [int(m[3]) + int(m[4]) for m in _BYTE_RANGE.finditer(data)]
    end = max((e for e in ends if e <= len(data)), default=len(data))
    return len(data) if b"startxref" in data[end:] else end


def _bytes(pdf: Path) -> bytes:
    with pdf.open("rb") as file:
        return file.read(_MOST_BYTES)


def _common_name(name: x509.Name) -> str:
    found = name.native.get("common_name", "")
    return str(found[0] if isinstance(found, list) else found) or name.human_friendly


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
