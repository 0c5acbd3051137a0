"""A public key infrastructure made for the tests: a root, people's and organs' certificates, and a
software token (SoftHSM2) that holds one of them."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

PASSWORD = "mật khẩu"  # noqa: S105 - of a key made for one test
PIN = "123456"
TOKEN = "van-thu"  # noqa: S105 - a label
_LONG_AGO = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)
_LONG_HENCE = dt.datetime(2046, 1, 1, tzinfo=dt.UTC)
LIBRARIES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")


@dataclass(frozen=True)
class Issued:
    """A key and its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)


@dataclass(frozen=True)
class Keys:
    """The root, the signer's file of key and certificates, and the organ's token."""

    authority: Issued
    signer: Issued
    organ: Issued
    root: Path
    file: Path
    library: Path
    environ: dict[str, str]


def root(name: str = "CA thử nghiệm") -> Issued:
    """A root that trusts itself."""
    key = rsa.generate_private_key(65537, 2048)
    return Issued(key, _certificate(name, key, name, key, is_authority=True))


def leaf(
    authority: Issued,
    name: str,
    *,
    expired: bool = False,
    stamps_time: bool = False,
    until: dt.datetime | None = None,
) -> Issued:
    """Someone's certificate, valid `until` then; `stamps_time` that of an authority for time
    stamps."""
    key = rsa.generate_private_key(65537, 2048)
    issuer = authority.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value
    return Issued(
        key,
        _certificate(
            name,
            key,
            str(issuer),
            authority.key,
            is_authority=False,
            end=until or (_LONG_AGO if expired else _LONG_HENCE),
            stamps_time=stamps_time,
        ),
    )


def crl(
    authority: Issued,
    revoked: Mapping[Issued, dt.datetime],
    made: dt.datetime,
    path: Path,
    *,
    signed_by: Issued | None = None,
) -> Path:
    """A list, made on that day and good for 90, of what the authority revoked, and when."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(made)
        .next_update(made + dt.timedelta(days=90))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()),
            critical=False,
        )
    )
    for owner, day in revoked.items():
        builder = builder.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(owner.certificate.serial_number)
            .revocation_date(day)
            .build()
        )
    made_list = builder.sign((signed_by or authority).key, hashes.SHA256())
    path.write_bytes(made_list.public_bytes(serialization.Encoding.DER))
    return path


def asn1(owner: Issued) -> asn1_x509.Certificate:
    """The certificate as pyHanko takes it."""
    return asn1_x509.Certificate.load(owner.certificate.public_bytes(serialization.Encoding.DER))


def asn1_key(owner: Issued) -> asn1_keys.PrivateKeyInfo:
    """The key as pyHanko takes it."""
    return asn1_keys.PrivateKeyInfo.load(
        owner.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def p12(owner: Issued, authority: Issued, path: Path) -> Path:
    """Key and certificates as a file."""
    path.write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"ky",
            owner.key,
            owner.certificate,
            [authority.certificate],
            serialization.BestAvailableEncryption(PASSWORD.encode()),
        )
    )
    return path


def soft_token(owner: Issued, folder: Path) -> tuple[Path, dict[str, str]]:
    """A SoftHSM2 token that holds `owner`: its library, and the environment that leads to it."""
    folder.mkdir()
    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    environ = {"SOFTHSM2_CONF": str(configuration)}
    env = {**os.environ, **environ}
    library = next(Path(p) for p in LIBRARIES if Path(p).is_file())

    def run(*words: str) -> None:
        subprocess.run(words, env=env, check=True, capture_output=True)

    run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        TOKEN,
        "--so-pin",
        "0000",
        "--pin",
        PIN,
    )
    key = folder / "key.pem"
    key.write_bytes(
        owner.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    run(
        *("softhsm2-util", "--import", str(key), "--token", TOKEN, "--label", "ky"),
        *("--id", "01", "--pin", PIN),
    )
    certificate = folder / "cert.der"
    certificate.write_bytes(owner.certificate.public_bytes(serialization.Encoding.DER))
    run(
        *("pkcs11-tool", "--module", str(library), "--token-label", TOKEN, "--login", "--pin", PIN),
        *("--write-object", str(certificate), "--type", "cert", "--label", "ky", "--id", "01"),
    )
    return library, environ


def _certificate(
    name: str,
    key: rsa.RSAPrivateKey,
    issuer: str,
    signing: rsa.RSAPrivateKey,
    *,
    is_authority: bool,
    end: dt.datetime = _LONG_HENCE,
    stamps_time: bool = False,
) -> x509.Certificate:
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(end)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority,
                content_commitment=not is_authority,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=is_authority,
                crl_sign=is_authority,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing.public_key()), critical=False
        )
    )
    if stamps_time:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(signing, hashes.SHA256())


def _name(words: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.COMMON_NAME, words),
        ]
    )
