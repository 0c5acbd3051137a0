"""The keys that sign: a PKCS#12 file, or a token spoken to through PKCS#11. Secrets are asked of
`ask` when they are needed and kept nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyhanko.sign import signers

from qdgen.errors import MissingToolError, RefusedError, UsageError
from qdgen.messages import Text, text
from qdgen.reasons import reason

Ask = Callable[[Text], str]
_MOST_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Pkcs12:
    """A file with key and certificates (RFC 7292)."""

    path: Path


@dataclass(frozen=True, slots=True)
class Token:
    """A token: the library that speaks to it, its label, and the label of certificate and key where
    it holds several."""

    library: Path
    label: str
    certificate: str = ""


@contextmanager
def opened(key: Pkcs12 | Token, ask: Ask) -> Iterator[signers.Signer]:
    """The signer of `key`, until the `with` ends.

    Raises UsageError where there is no such key, RefusedError where password or PIN is wrong.
    """
    if isinstance(key, Pkcs12):
        yield _from_file(key, ask)
        return
    with _session(key, ask) as session:
        yield _from_token(key, session)


def _from_file(key: Pkcs12, ask: Ask) -> signers.Signer:
    try:
        if key.path.stat().st_size > _MOST_BYTES:
            raise _no_key(key.path)
        data = key.path.read_bytes()
    except OSError as error:
        raise UsageError(
            text("{path} cannot be read: {reason}", path=str(key.path), reason=reason(error))
        ) from error
    secret = ask(text("Password of {file}", file=key.path.name))
    try:
        found: signers.Signer | None = signers.SimpleSigner.load_pkcs12_data(
            data, other_certs=[], passphrase=secret.encode() or None
        )
    except ValueError:
        found = None
    if found is None:
        raise RefusedError(
            text("{file} could not be opened: the password is wrong, or it is no PKCS#12 file",
                 file=key.path.name),
            text("nothing was signed; try again"),
        )  # fmt: skip
    return found


@contextmanager
def _session(key: Token, ask: Ask) -> Iterator[object]:
    try:
        import pkcs11
        from pkcs11 import exceptions
        from pyhanko.config.pkcs11 import TokenCriteria
        from pyhanko.sign.pkcs11 import open_pkcs11_session
    except ImportError as error:
        raise MissingToolError(
            text("PKCS#11 is not supported here: {reason}", reason=str(error))
        ) from error
    if not key.library.is_file():
        raise UsageError(
            text("there is no PKCS#11 library {path}", path=str(key.library)),
            text("the maker of the token says where it is installed"),
        )
    pin = ask(text("PIN of the token {label}", label=key.label))
    try:
        session = open_pkcs11_session(
            str(key.library), token_criteria=TokenCriteria(label=key.label), user_pin=pin
        )
    except exceptions.PinLocked as error:
        raise RefusedError(
            text("the token {label} is locked", label=key.label),
            text("its maker's tool unlocks it"),
        ) from error
    except (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange) as error:
        raise RefusedError(
            text("the PIN is wrong; nothing was signed"),
            text("mind: after a few wrong ones the token locks itself"),
        ) from error
    except (pkcs11.PKCS11Error, Exception) as error:
        raise UsageError(
            text("the token {label} cannot be used: {reason}", label=key.label,
                 reason=str(error) or type(error).__name__),
            text("plug it in, and compare its label"),
        ) from error  # fmt: skip
    try:
        yield session
    finally:
        session.close()


def _from_token(key: Token, session: object) -> signers.Signer:
    from pkcs11 import Attribute, ObjectClass
    from pyhanko.sign.pkcs11 import PKCS11Signer

    label = key.certificate
    if not label:
        found = session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE})  # type: ignore[attr-defined]
        labels = sorted({str(entry[Attribute.LABEL]) for entry in found})
        if len(labels) != 1:
            raise UsageError(
                text("the token holds {count} certificates: {labels}", count=len(labels),
                     labels=", ".join(labels)),
                text("say which with --certificate"),
            )  # fmt: skip
        (label,) = labels
    return PKCS11Signer(session, cert_label=label)  # type: ignore[arg-type]


def _no_key(path: Path) -> UsageError:
    return UsageError(text("{file} is no PKCS#12 file", file=path.name))
