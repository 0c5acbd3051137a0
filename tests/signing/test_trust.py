"""Which certificates count, and when: expired, revoked, with and without a trusted time stamp."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from issuing_desk import NAME
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

import pki
from building import qdgen_run
from pki import Issued, Keys
from qdgen.errors import UsageError
from qdgen.messages import render
from qdgen.signing.trust import Trust, revocation_lists, trusted_roots
from qdgen.signing.verify import SignatureVerdict, verify_pdf

JANUARY, STAMPED = datetime(2026, 1, 10, tzinfo=UTC), datetime(2026, 2, 5, tzinfo=UTC)
FEBRUARY, NOW = datetime(2026, 2, 20, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
SINCE = "the certificate has expired since, on 20/02/2026"
REVOKED_SINCE = "the certificate was revoked on 20/02/2026"


class Bench:
    """A PDF to sign, and whose certificates there are."""

    def __init__(self, folder: Path, pdf: Path, keys: Keys) -> None:
        self.folder, self.pdf, self.keys = folder, pdf, keys
        self.stamps = pki.leaf(keys.authority, "Cơ quan cấp dấu thời gian", stamps_time=True)

    def owner(self, until: datetime | None = None) -> Issued:
        return pki.leaf(self.keys.authority, "Sở Nội vụ", until=until)

    def signed(self, owner: Issued, stamps: Issued | None = None) -> Path:
        store = SimpleCertificateStore()
        store.register(pki.asn1(self.keys.authority))
        signer = signers.SimpleSigner(pki.asn1(owner), pki.asn1_key(owner), store)
        stamper = stamps and DummyTimeStamper(
            pki.asn1(stamps), pki.asn1_key(stamps), certs_to_embed=store, fixed_dt=STAMPED
        )
        made = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name="co-quan", subfilter=fields.SigSeedSubFilter.PADES
            ),
            signer,
            timestamper=stamper,
        )
        out = self.folder / "signed.pdf"
        with self.pdf.open("rb") as source:
            out.write_bytes(made.sign_pdf(IncrementalPdfFileWriter(source)).getvalue())
        return out

    def revoked(self, owner: Issued, day: datetime, made: datetime = FEBRUARY) -> Path:
        return pki.crl(self.keys.authority, {owner: day}, made, self.folder / "thu-hoi.crl")

    def judged(self, pdf: Path, lists: Sequence[Path] = ()) -> SignatureVerdict:
        trust = Trust(trusted_roots([self.keys.root]), revocation_lists(lists))
        (signature,) = verify_pdf(pdf, trust, NOW).signatures
        return signature


@pytest.fixture
def bench(issued_desk: Path, keys: Keys, tmp_path: Path) -> Bench:
    pdf = tmp_path / "phu-luc.pdf"
    shutil.copyfile(issued_desk / "output" / NAME / "ban-hanh" / f"{NAME}-phu-luc.pdf", pdf)
    return Bench(tmp_path, pdf, keys)


def codes(signature: SignatureVerdict) -> list[str]:
    return [problem.code for problem in signature.problems]


def remarks(signature: SignatureVerdict) -> list[str]:
    return [render(remark, "en").split(";")[0] for remark in signature.remarks]


def test_what_has_expired_since_a_trusted_time_stamp_still_counts(bench: Bench) -> None:
    signature = bench.judged(bench.signed(bench.owner(FEBRUARY), bench.stamps))
    assert codes(signature) == []
    assert remarks(signature) == [SINCE]
    assert signature.stamped == STAMPED


def test_without_a_time_stamp_it_counts_no_more(bench: Bench) -> None:
    assert codes(bench.judged(bench.signed(bench.owner(FEBRUARY)))) == ["certificate-expired"]


def test_what_had_expired_before_the_time_stamp_does_not_count(bench: Bench) -> None:
    signature = bench.judged(bench.signed(bench.owner(JANUARY), bench.stamps))
    assert codes(signature) == ["certificate-expired"]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        (None, "no trusted authority stands behind the time stamp"),
        (FEBRUARY, "the time stamp proves nothing any more: its certificate expired on 20/02/2026"),
    ],
)
def test_a_time_stamp_that_nobody_trusted_stands_behind_proves_nothing(
    bench: Bench, until: datetime | None, said: str
) -> None:
    authority = pki.root("CA lạ") if until is None else bench.keys.authority
    stamps = pki.leaf(authority, "Dấu thời gian lạ", stamps_time=True, until=until)
    signature = bench.judged(bench.signed(bench.owner(), stamps))
    assert (codes(signature), remarks(signature), signature.stamped) == ([], [said], None)
    signature = bench.judged(bench.signed(bench.owner(FEBRUARY), stamps))
    assert (codes(signature), remarks(signature)) == (["certificate-expired"], [said])


def test_a_revoked_certificate_is_named_where_a_list_tells_of_it(bench: Bench) -> None:
    owner = bench.owner()
    pdf = bench.signed(owner)
    assert codes(bench.judged(pdf)) == []
    signature = bench.judged(pdf, [bench.revoked(owner, JANUARY)])
    assert codes(signature) == ["certificate-revoked"]
    assert render(signature.problems[0].message, "en") == (
        "the certificate was revoked on 10/01/2026"
    )


def test_what_was_revoked_since_a_trusted_time_stamp_still_counts(bench: Bench) -> None:
    owner = bench.owner()
    since = bench.revoked(owner, FEBRUARY)
    signature = bench.judged(bench.signed(owner, bench.stamps), [since])
    assert (codes(signature), remarks(signature)) == ([], [REVOKED_SINCE])
    assert codes(bench.judged(bench.signed(owner), [since])) == ["certificate-revoked"]


def test_what_was_revoked_before_the_time_stamp_does_not_count(bench: Bench) -> None:
    owner = bench.owner()
    pdf = bench.signed(owner, bench.stamps)
    assert codes(bench.judged(pdf, [bench.revoked(owner, JANUARY)])) == ["certificate-revoked"]


def test_a_list_that_is_old_still_tells_what_was_revoked(bench: Bench) -> None:
    owner = bench.owner()
    autumn = datetime(2025, 9, 1, tzinfo=UTC)
    signature = bench.judged(bench.signed(owner), [bench.revoked(owner, autumn, made=autumn)])
    assert codes(signature) == ["certificate-revoked"]


def test_a_list_that_is_current_makes_known_that_nothing_was_revoked(bench: Bench) -> None:
    owner, other = bench.owner(), bench.owner()
    pdf = bench.signed(owner)
    assert not bench.judged(pdf).is_revocation_known
    assert bench.judged(pdf, [bench.revoked(other, JANUARY)]).is_revocation_known


def test_an_old_list_or_one_that_another_signed_makes_nothing_known(bench: Bench) -> None:
    owner = bench.owner()
    pdf = bench.signed(owner)
    old = bench.revoked(bench.owner(), JANUARY, made=datetime(2025, 9, 1, tzinfo=UTC))
    assert not bench.judged(pdf, [old]).is_revocation_known
    forged = pki.crl(bench.keys.authority, {owner: JANUARY}, FEBRUARY, bench.folder / "x.crl",
                     signed_by=pki.root("CA lạ"))  # fmt: skip
    signature = bench.judged(pdf, [forged])
    assert (codes(signature), signature.is_revocation_known) == ([], False)


def test_a_list_made_after_the_certificate_expired_makes_nothing_known(bench: Bench) -> None:
    pdf = bench.signed(bench.owner(FEBRUARY), bench.stamps)
    late = bench.revoked(bench.owner(), JANUARY, made=datetime(2026, 2, 25, tzinfo=UTC))
    assert not bench.judged(pdf, [late]).is_revocation_known


def test_the_command_takes_lists_and_says_of_whom_nobody_told(bench: Bench) -> None:
    owner = bench.owner()
    pdf = bench.signed(owner)
    words = ("--lang", "en", "verify", pdf, "--trust", bench.keys.root)
    plain = qdgen_run(*words, cwd=bench.folder)
    assert plain.returncode == 0, plain.stdout
    assert "? not looked at: whether a certificate was revoked: Sở Nội vụ" in plain.stdout
    revoked = qdgen_run(*words, "--crl", bench.revoked(owner, JANUARY), cwd=bench.folder)
    assert revoked.returncode == 1
    assert "the certificate was revoked on 10/01/2026 [certificate-revoked]" in revoked.stdout


@pytest.mark.parametrize("data", [b"", b"\x30\x03\x02\x01\x01", b"-----BEGIN X509 CRL-----\n"])
def test_a_file_that_is_no_list_is_a_mistake_of_use(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.crl"
    path.write_bytes(data)
    with pytest.raises(UsageError, match="is not a list of revoked certificates"):
        revocation_lists([path])
