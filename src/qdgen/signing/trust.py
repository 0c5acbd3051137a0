"""Whom to trust, and at which moment: authorities, their lists of revoked certificates, and what a
time stamp proves of a certificate that has expired or was revoked since.

A signature that a trusted authority has time-stamped is judged at the moment of the stamp: it is
proven that it was there then (ETSI EN 319 102-1, 5.5 and 5.6.2; PAdES-T).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import crl, pem, x509
from pyhanko.keys import load_certs_from_pemder
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    FreshnessReqType,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from qdgen.errors import UsageError
from qdgen.messages import Text, text
from qdgen.reasons import reason
from qdgen.signing.changes import Problem

_MOST_BYTES = 1 << 26
_EVER = timedelta(days=36_500)
_NO, _MUST = RevocationCheckingRule.NO_CHECK, RevocationCheckingRule.CRL_REQUIRED
_NOBODY = RevocationCheckingPolicy(_NO, _NO)
_SIGNER = RevocationCheckingPolicy(_MUST, _NO)
_AUTHORITIES = RevocationCheckingPolicy(_NO, _MUST)
"""Whose revocation a list must tell of. Each apart: a list may tell of one and not of the other."""


@dataclass(frozen=True, slots=True)
class Trust:
    """Authorities that are trusted, and lists of what they have revoked."""

    roots: Sequence[x509.Certificate]
    lists: Sequence[crl.CertificateList] = ()


@dataclass
class Standing:
    """What is known of a signature's certificate: what is wrong, what a time stamp makes good,
    when it was proven to be there, and whether anybody told if it was revoked."""

    problems: list[Problem] = field(default_factory=list)
    remarks: list[Text] = field(default_factory=list)
    stamped: datetime | None = None
    is_revocation_known: bool = False


def trusted_roots(files: Sequence[Path]) -> list[x509.Certificate]:
    """The certificates in `files` (PEM or DER). Raises UsageError."""
    load: Callable[[list[str]], Iterator[x509.Certificate]] = load_certs_from_pemder
    found: list[x509.Certificate] = []
    for path in files:
        try:
            found += load([str(path)])
        except OSError as error:
            raise _unreadable(path, error) from error
        except ValueError as error:
            raise UsageError(
                text("{path} is not a certificate", path=str(path)), text("give PEM or DER")
            ) from error
    return found


def revocation_lists(files: Sequence[Path]) -> list[crl.CertificateList]:
    """The lists of revoked certificates (CRLs) in `files` (PEM or DER). Raises UsageError."""
    found = []
    for path in files:
        try:
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES)
            if pem.detect(data):
                data = pem.unarmor(data)[2]
            read = crl.CertificateList.load(data, strict=True)
            _ = (read.issuer.native, read["tbs_cert_list"]["this_update"].native)
        except OSError as error:
            raise _unreadable(path, error) from error
        except (ValueError, TypeError, KeyError) as error:
            raise UsageError(
                text("{path} is not a list of revoked certificates (CRL)", path=str(path)),
                text("give PEM or DER, as the authority publishes it"),
            ) from error
        found.append(read)
    return found


def judged(embedded: EmbeddedPdfSignature, trust: Trust, now: datetime) -> PdfSignatureStatus:
    """What pyHanko says of the signature at the moment `now`, without what came after it."""
    return _judged(embedded, trust, now, (), CertRevTrustPolicy(_NOBODY))


def standing(
    embedded: EmbeddedPdfSignature, status: PdfSignatureStatus, trust: Trust, now: datetime
) -> Standing:
    """Whether the certificate counts, where `status` is what `judged` gave at `now`."""
    found = Standing()
    if status.timestamp_validity is not None:
        _stamp(status.timestamp_validity, now, found)
    moment, then = now, status
    if found.stamped is not None:
        moment = found.stamped
        then = judged(embedded, trust, moment)
    certificate = embedded.signer_cert
    validity = certificate["tbs_certificate"]["validity"]
    begin, end = validity["not_before"].native, validity["not_after"].native
    found.problems += [*_revoked(embedded, trust, moment), *_wrong(then, begin, end, moment)][:1]
    if found.problems:
        return found
    found.is_revocation_known = _is_told_of(embedded, trust, moment, end)
    if now > end:
        found.remarks.append(
            text("the certificate has expired since, on {day}; the time stamp proves that it was "
                 "valid when it signed", day=_day(end))
        )  # fmt: skip
    elif moment < now:
        found.remarks += [
            text("{what}; the time stamp proves that it signed before", what=problem.message)
            for problem in _revoked(embedded, trust, now)
        ]
    return found


def _is_told_of(
    embedded: EmbeddedPdfSignature, trust: Trust, moment: datetime, end: datetime
) -> bool:
    """Whether current lists tell of every certificate; `end` is when the signer's expires."""
    # What has expired may be taken off the lists made afterwards.
    lists = [one for one in trust.lists if one["tbs_cert_list"]["this_update"].native <= end]
    return bool(lists) and all(
        _judged(
            embedded, trust, moment, lists, CertRevTrustPolicy(whose, retroactive_revinfo=True)
        ).trusted
        for whose in (_SIGNER, _AUTHORITIES)
    )


def _revoked(embedded: EmbeddedPdfSignature, trust: Trust, moment: datetime) -> list[Problem]:
    """What was revoked up to `moment`, by any list, however old."""
    if not trust.lists:
        return []
    ever = FreshnessReqType.MAX_DIFF_REVOCATION_VALIDATION
    told = [
        _judged(embedded, trust, moment, trust.lists, CertRevTrustPolicy(whose, _EVER, ever))
        for whose in (_SIGNER, _AUTHORITIES)
    ]
    return [
        Problem(
            "certificate-revoked",
            text("an authority behind the certificate was revoked on {day}",
                 day=_day(details.revocation_date))
            if details.ca_revoked
            else text("the certificate was revoked on {day}", day=_day(details.revocation_date)),
        )
        for status in told
        if (details := status.revocation_details) is not None
    ]  # fmt: skip


def _judged(
    embedded: EmbeddedPdfSignature,
    trust: Trust,
    moment: datetime,
    lists: Sequence[crl.CertificateList],
    policy: CertRevTrustPolicy,
) -> PdfSignatureStatus:
    context = ValidationContext(
        trust_roots=list(trust.roots),
        allow_fetching=False,
        moment=moment,
        crls=list(lists),
        revinfo_policy=policy,
    )
    return validate_pdf_signature(embedded, context, skip_diff=True)


def _stamp(status: TimestampSignatureStatus, now: datetime, found: Standing) -> None:
    if not (status.valid and status.intact):
        found.problems.append(Problem("timestamp", text("the time stamp does not hold")))
    elif status.trusted:
        found.stamped = status.timestamp
    elif status.signing_cert.not_valid_after < now:
        found.remarks.append(
            text("the time stamp proves nothing any more: its certificate expired on {day}",
                 day=_day(status.signing_cert.not_valid_after))
        )  # fmt: skip
    elif status.revoked:
        found.remarks.append(text("the time stamp proves nothing: its certificate was revoked"))
    else:
        found.remarks.append(
            text("no trusted authority stands behind the time stamp; --trust names one")
        )


def _wrong(
    status: PdfSignatureStatus, begin: datetime, end: datetime, moment: datetime
) -> list[Problem]:
    if moment > end:
        return [
            Problem("certificate-expired", text("the certificate expired on {day}", day=_day(end)))
        ]
    if moment < begin:
        return [
            Problem(
                "certificate-early",
                text("the certificate is valid only from {day}", day=_day(begin)),
            )
        ]
    if not status.trusted:
        return [
            Problem(
                "certificate-unknown",
                text("no trusted authority stands behind the certificate; --trust names one"),
            )
        ]
    return []


def _day(moment: datetime) -> str:
    return f"{moment:%d/%m/%Y}"


def _unreadable(path: Path, error: OSError) -> UsageError:
    return UsageError(text("{path} cannot be read: {reason}", path=str(path), reason=reason(error)))
