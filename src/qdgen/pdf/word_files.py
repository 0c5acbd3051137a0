"""ODT, DOC and RTF into DOCX through LibreOffice: looked at first, then converted.

Nothing of the file runs and nothing it names is fetched: what would do either is refused before
the engine sees it, and the engine's own settings forbid it again.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from qdgen.cache import cache_folder
from qdgen.errors import ConversionError, MissingToolError
from qdgen.messages import Text, text
from qdgen.pdf.processes import Program, interrupts_held, plain_environment
from qdgen.pdf.profiles import own_profile, profile_root
from qdgen.reasons import reason

MOST_BYTES = 64 << 20
_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 256 << 20
_POLL_SECONDS = 0.02
_ZIP, _OLE, _RTF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"
_ODT_KIND = b"application/vnd.oasis.opendocument.text"
_SAVE_AGAIN = text("open it in Word or LibreOffice and save it as a Word document (.docx)")
# Of an ODF: what is loaded from elsewhere when it is opened; a link of words is not.
_ODF_LOADED = re.compile(
    rb"<(?:draw:(?:image|object|object-ole|plugin|floating-frame)|text:section-source|"
    rb"office:dde-source|form:form|presentation:sound)\b[^>]*?"
    rb"xlink:href=\"(?!\.?/?(?:Pictures|Object|ObjectReplacements|media)\b|#|\"|\./)"
)
_RTF_LOADED = re.compile(
    rb"\\object\b|\\objupdate\b|\\objdata\b|INCLUDEPICTURE|INCLUDETEXT|\bDDEAUTO\b|\\template\b"
)

_STRAY_DATE = re.compile(rb"(?<!\\)\{\d{9,10} (?=\\loch)")


def kind_of_file(path: Path) -> str:
    """ "docx", "odt", "doc" or "rtf", told by what is in the file. Raises ConversionError for
    anything else, OSError where it cannot be read."""
    if path.stat().st_size > MOST_BYTES:
        raise _refused(path, text("it is larger than {most} MB", most=MOST_BYTES >> 20))
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(_RTF):
        return "rtf"
    if head.startswith(_OLE):
        return "doc"
    if head.startswith(_ZIP):
        return "odt" if _ODT_KIND in head[:200] else "docx"
    raise _refused(path, text("it is neither a Word document nor ODT nor RTF"))


def to_docx(
    source: Path,
    kind: str,
    target: Path,
    *,
    soffice: Path,
    seconds: float = 120,
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Write `target`, a DOCX, from `source`, of the kind that `kind_of_file` tells.

    Raises ConversionError where the file may not be opened, or cannot be converted in `seconds`;
    MissingToolError where `soffice` cannot be started.
    """
    {"odt": _check_odt, "doc": _check_doc, "rtf": _check_rtf}[kind](source)
    with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as made:
        stage = Path(made)
        if kind == "rtf":
            (stage / "in.rtf").write_bytes(_mended(source.read_bytes()))
        else:
            shutil.copyfile(source, stage / f"in.{kind}")
        errors = _run(stage, kind, soffice, seconds, environ)
        result = stage / "out" / "in.docx"
        if not result.is_file():
            raise _refused(
                source,
                text("LibreOffice could not open it: {errors}",
                     errors=errors or text("it gave no reason")),
                text("it may be damaged or protected by a password; save it again as .docx"),
            )  # fmt: skip
        shutil.move(result, target)


def _run(stage: Path, kind: str, soffice: Path, seconds: float, environ: Mapping[str, str]) -> str:
    (stage / "out").mkdir()
    profiles = profile_root(cache_folder(environ), soffice)
    with own_profile(profiles) as profile:
        arguments = [
            str(soffice), "--headless", "--norestore", "--nolockcheck", "--nologo",
            f"-env:UserInstallation={profile.folder.as_uri()}",
            "--convert-to", "docx:MS Word 2007 XML", "--outdir", "out", f"in.{kind}",
        ]  # fmt: skip
        try:
            with interrupts_held():
                program = Program(
                    arguments,
                    folder=stage,
                    environ=plain_environment(environ),
                    hand_on=[profile.lock] if profile.lock >= 0 else [],
                )
        except OSError as error:
            raise MissingToolError(
                text("{program} cannot be started: {reason}", program=str(soffice),
                     reason=reason(error)),
                text("`qdgen doctor` says how to install LibreOffice on this system"),
            ) from error  # fmt: skip
        until = time.monotonic() + seconds
        try:
            while program.exit_code is None:
                if time.monotonic() > until:
                    raise ConversionError(
                        text("LibreOffice made no progress for {seconds} seconds and was ended",
                             seconds=round(seconds)),
                        _SAVE_AGAIN,
                    )  # fmt: skip
                time.sleep(_POLL_SECONDS)
        finally:
            program.end()
            errors = program.last_words()
            program.close()
    return "\n".join(line for line in errors.splitlines() if "javaldx" not in line)


def _check_odt(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as package:
            entries = package.infolist()
            size = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_ENTRIES or size > _MOST_UNPACKED:
                raise _refused(path, text("it unpacks to more than any document holds"))
            names = {entry.filename for entry in entries}
            if any(name.startswith(("Basic/", "Scripts/", "Dialogs/")) for name in names):
                raise _with_macros(path)
            if "META-INF/manifest.xml" in names and b"encryption-data" in package.read(
                "META-INF/manifest.xml"
            ):
                raise _locked(path)
            for name in ("content.xml", "styles.xml"):
                if name in names:
                    data = package.read(name)
                    if b"<!DOCTYPE" in data[:65536] or b"<!ENTITY" in data[:65536]:
                        raise _refused(path, text("its XML has a DTD"))
                    if _ODF_LOADED.search(data):
                        raise _linked(path)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error) as error:
        raise _refused(path, text("the file is damaged")) from error


def _check_doc(path: Path) -> None:
    data = path.read_bytes()
    for name in ("EncryptedPackage", "EncryptionInfo"):
        if name.encode("utf-16-le") in data:
            raise _locked(path)
    for name in ("_VBA_PROJECT", "Macros"):
        if name.encode("utf-16-le") in data:
            raise _with_macros(path)
    if "WordDocument".encode("utf-16-le") not in data:
        raise _refused(path, text("it is neither a Word document nor ODT nor RTF"))


def _check_rtf(path: Path) -> None:
    if _RTF_LOADED.search(path.read_bytes()):
        raise _linked(path)


def _mended(rtf: bytes) -> bytes:
    """Without the dates that LibreOffice 7 writes as words where bold or italic was tracked."""
    return _STRAY_DATE.sub(b"{", rtf) if b"LibreOffice" in rtf[:65536] else rtf


def _refused(path: Path, why: Text, hint: Text = _SAVE_AGAIN) -> ConversionError:
    return ConversionError(
        text("{path} cannot be read: {reason}", path=path.name, reason=why), hint
    )


def _locked(path: Path) -> ConversionError:
    return _refused(
        path,
        text("it is protected by a password"),
        text("open it with its password and save it without one"),
    )


def _with_macros(path: Path) -> ConversionError:
    return _refused(path, text("it holds macros"), text("save it again as .docx, without macros"))


def _linked(path: Path) -> ConversionError:
    return _refused(
        path,
        text("it loads something from outside itself"),
        text("put the picture or text into the document instead of linking to it"),
    )
