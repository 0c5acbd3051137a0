"""Are the signatures of a PDF whole, by whom, when; and was anything changed afterwards?"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as also
from datetime import datetime
from pathlib import Path

from asn1crypto import x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from qdgen.errors import UsageError
from qdgen.messages import text
from qdgen.reasons import reason
from qdgen.signing.changes import Problem, changes
from qdgen.signing.manifest import ToldFile
from qdgen.signing.places import ORGAN, SIGNER
from qdgen.signing.quiet import quiet

_MOST_BYTES = 1 << 30
_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


@dataclass
class SignatureVerdict:
    """One signature: who, when (the time claimed, and the time an authority stamped), what is
    wrong with it."""

    field: str
    by: str = ""
    issuer: str = ""
    claimed: datetime | None = None
    stamped: datetime | None = None
    problems: list[Problem] = also(default_factory=list)

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


def trusted_roots(files: Sequence[Path]) -> list[x509.Certificate]:
    """The certificates in `files` (PEM or DER). Raises UsageError."""
    load: Callable[[list[str]], Iterator[x509.Certificate]] = load_certs_from_pemder
    found: list[x509.Certificate] = []
    for path in files:
        try:
            found += load([str(path)])
        except OSError as error:
            raise UsageError(
                text("{path} cannot be read: {reason}", path=str(path), reason=reason(error))
            ) from error
        except ValueError as error:
            raise UsageError(
                text("{path} is not a certificate", path=str(path)), text("give PEM or DER")
            ) from error
    return found


def verify_pdf(
    pdf: Path, roots: Sequence[x509.Certificate], now: datetime, told: ToldFile | None = None
) -> FileVerdict:
    """Judge the signatures of `pdf` at the moment `now`; `told` is what the manifest says of it.

    Nothing is fetched: a certificate is trusted where it leads to one of `roots` by the
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
        verdict.signatures = [_signature(s, data, roots, now) for s in signatures]
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
    embedded: EmbeddedPdfSignature, data: bytes, roots: Sequence[x509.Certificate], now: datetime
) -> SignatureVerdict:
    verdict = SignatureVerdict(embedded.field_name or "?")
    try:
        certificate = embedded.signer_cert
        verdict.by = _common_name(certificate.subject)
        verdict.issuer = _common_name(certificate.issuer)
        verdict.claimed = embedded.self_reported_timestamp
        context = ValidationContext(
            trust_roots=list(roots), allow_fetching=False, moment=now, revocation_mode="soft-fail"
        )
        status = validate_pdf_signature(embedded, context, skip_diff=True)
    except Exception as error:  # noqa: BLE001 - whatever damage makes of the reader
        verdict.problems.append(_damaged_signature(error))
        return verdict
    if status.timestamp_validity is not None:
        verdict.stamped = status.timestamp_validity.timestamp
        if not (status.timestamp_validity.valid and status.timestamp_validity.intact):
            verdict.problems.append(Problem("timestamp", text("the time stamp does not hold")))
    verdict.problems += _integrity(status, embedded, data)
    if status.intact and status.valid:  # else nothing is known of whose it is
        verdict.problems += _trust(status, certificate, now)
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


def _trust(
    status: PdfSignatureStatus, certificate: x509.Certificate, now: datetime
) -> list[Problem]:
    validity = certificate["tbs_certificate"]["validity"]
    if now > validity["not_after"].native:
        return [
            Problem(
                "certificate-expired",
                text("the certificate expired on {day}",
                     day=f"{validity['not_after'].native:%d/%m/%Y}"),
            )
        ]  # fmt: skip
    if now < validity["not_before"].native:
        return [
            Problem(
                "certificate-early",
                text("the certificate is valid only from {day}",
                     day=f"{validity['not_before'].native:%d/%m/%Y}"),
            )
        ]  # fmt: skip
    if not status.trusted:
        return [
            Problem(
                "certificate-unknown",
                text("no trusted authority stands behind the certificate; --trust names one"),
            )
        ]
    return []


def _bytes(pdf: Path) -> bytes:
    with pdf.open("rb") as file:
        return file.read(_MOST_BYTES)


def _common_name(name: x509.Name) -> str:
    found = name.native.get("common_name", "")
    return str(found[0] if isinstance(found, list) else found) or name.human_friendly


def _words(error: BaseException) -> str:
    return str(error) or type(error).__name__
