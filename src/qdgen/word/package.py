"""The DOCX as a zip of parts: read within bounds, written the same bytes every time.

A DOCX comes by mail, so nothing in it is believed: sizes are bounded before anything is expanded,
names stay inside the package, XML has no DTD and no entities. The rules are those of the Open
Packaging Conventions (ECMA-376 Part 2): parts are UTF-8 or UTF-16 XML without a DTD (§9.1.4 in the
third edition), names are unique whatever their case (§9.1.1), entries are stored or deflated
(annex C).
"""

from __future__ import annotations

import contextlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from qdgen.errors import OutputError, QdgenError
from qdgen.messages import Text, text
from qdgen.reasons import reason
from qdgen.replacing import replacing
from qdgen.word.reading_xml import UnreadableFileError, XmlFaultError, parse_xml

__all__ = [
    "DEFAULT_LIMITS",
    "Limits",
    "OpenPackage",
    "Package",
    "PackageFile",
    "PackageInMemory",
    "PartData",
    "UnreadableFileError",
    "XmlFaultError",
    "open_package",
    "parse_xml",
    "part_name",
    "read_package",
    "write_package",
]

Package = dict[str, bytes]
"""Part name without a leading slash ("word/document.xml") to its bytes."""

CONTENT_TYPES = "[Content_Types].xml"
ROOT_RELATIONSHIPS = "_rels/.rels"

_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may cost. A part may grow `ratio` times, and any part `free_bytes` anyway."""

    entries: int = 5_000
    part_bytes: int = 256 << 20
    total_bytes: int = 512 << 20
    ratio: int = 250
    free_bytes: int = 32 << 20


DEFAULT_LIMITS = Limits()


# --- reading ------------------------------------------------------------------------------------


class PartStream:
    """The bytes of a part as they are asked for; damage raises UnreadableFileError."""

    def __init__(self, raw: IO[bytes], path: Path) -> None:
        self._raw = raw
        self._path = path

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes; none at the end."""
        try:
            return self._raw.read(size)
        except _ZIP_FAULTS as error:
            raise _broken(self._path, error) from error


class PackageFile:
    """An open package whose parts are read when asked for. Use it in a `with`.

    Raises UnreadableFileError for a broken or hostile file, OutputError where the file cannot be
    opened at all.
    """

    def __init__(self, path: Path, limits: Limits = DEFAULT_LIMITS) -> None:
        self.path = path
        try:
            self._file: IO[bytes] = path.open("rb")
        except OSError as error:
            raise _cannot_read(path, error) from error
        try:
            _refuse_other_formats(self._file, path)
            _refuse_long_directory(self._file, path, limits)
            self._zip = zipfile.ZipFile(self._file)
            self._entries = _checked_entries(self._zip, path, limits)
        except BaseException as error:
            self._file.close()
            if isinstance(error, _ZIP_FAULTS):
                raise _broken(path, error) from error
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._zip.close()
        self._file.close()

    def __contains__(self, name: object) -> bool:
        return name in self._entries

    def names(self) -> list[str]:
        """The part names in the order of the zip."""
        return list(self._entries)

    def read(self, name: str) -> bytes:
        """The whole part. Raises KeyError where there is none, UnreadableFileError if damaged."""
        entry = self._entries[name]
        try:
            return self._zip.read(entry)
        except _ZIP_FAULTS as error:
            raise _broken(self.path, error) from error

    @contextlib.contextmanager
    def stream(self, name: str) -> Iterator[PartStream]:
        """The part as a stream, never whole in memory. Raises as `read` does."""
        entry = self._entries[name]
        try:
            raw = self._zip.open(entry)
        except _ZIP_FAULTS as error:
            raise _broken(self.path, error) from error
        with raw:
            yield PartStream(raw, self.path)


class PackageInMemory:
    """A package already read, seen the way `PackageFile` is."""

    def __init__(self, parts: Mapping[str, bytes], path: Path = Path()) -> None:
        self.path = path
        self._parts = parts

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def names(self) -> list[str]:
        """The part names in the order of the mapping."""
        return list(self._parts)

    def read(self, name: str) -> bytes:
        """The whole part. Raises KeyError where there is none."""
        return self._parts[name]

    @contextlib.contextmanager
    def stream(self, name: str) -> Iterator[PartStream]:
        """The part as a stream."""
        yield PartStream(BytesIO(self._parts[name]), self.path)


OpenPackage = PackageFile | PackageInMemory


def read_package(path: Path, limits: Limits = DEFAULT_LIMITS) -> Package:
    """Every part of the DOCX at `path`, in memory. Raises as `PackageFile` does."""
    with PackageFile(path, limits) as package:
        return {name: package.read(name) for name in package.names()}


@contextlib.contextmanager
def open_package(source: Path | Mapping[str, bytes]) -> Iterator[OpenPackage]:
    """A package to read from, be it a file or parts in memory."""
    if isinstance(source, Path):
        with PackageFile(source) as package:
            yield package
    else:
        yield PackageInMemory(source)


_ZIP_FAULTS = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    UnicodeError,
    OSError,
)

_OTHER_FORMATS: tuple[tuple[bytes, Text], ...] = (
    (b"%PDF", text("it is a PDF")),
    (b"{\\rtf", text("it is an RTF file")),
)
_OLE_SIGNATURE = bytes.fromhex("d0cf11e0a1b11ae1")


def _refuse_other_formats(file: IO[bytes], path: Path) -> None:
    head = file.read(8)
    if head.startswith(b"PK"):
        return
    hint = text("Open it in Word and save it as a Word document (.docx).")
    if not head:
        raise _not_docx(path, text("it is empty"))
    if head == _OLE_SIGNATURE:
        file.seek(0)
        # Word keeps an encrypted DOCX in an OLE file, under this name (MS-OFFCRYPTO 2.3.4.4).
        if "EncryptedPackage".encode("utf-16-le") in file.read(4 << 20):
            raise _not_docx(
                path,
                text("it is protected by a password"),
                text("Open it in Word and save it without a password."),
            )
        raise _not_docx(path, text("it is an old Word file (.doc)"), hint)
    for signature, what in _OTHER_FORMATS:
        if head.startswith(signature):
            raise _not_docx(path, what, hint)
    raise _not_docx(path, text("it is not a zip file"), hint)


def _refuse_long_directory(file: IO[bytes], path: Path, limits: Limits) -> None:
    """Look at the length of the central directory before `zipfile` reads the whole of it."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - (22 + 20 + 56 + 0xFFFF))
    file.seek(start)
    tail = file.read()
    file.seek(0)
    end = tail[-22:]
    at = len(tail) - 22
    if not (end[:4] == b"PK\5\6" and end[-2:] == b"\0\0"):
        at = tail.rfind(b"PK\5\6")
    if at < 0 or len(tail) - at < 22:
        raise _not_docx(path, text("it is cut off or is not a zip file"))
    (length,) = struct.unpack_from("<L", tail, at + 12)
    if at >= 76 and tail[at - 20 : at - 16] == b"PK\6\7":
        (length,) = struct.unpack_from("<Q", tail, at - 76 + 40)
    if length > limits.entries * (46 + 256):
        raise _hostile(path, text("it has more than {limit} entries", limit=limits.entries))


def _checked_entries(
    archive: zipfile.ZipFile, path: Path, limits: Limits
) -> dict[str, zipfile.ZipInfo]:
    infos = archive.infolist()
    if len(infos) > limits.entries:
        raise _hostile(path, text("it has more than {limit} entries", limit=limits.entries))
    entries: dict[str, zipfile.ZipInfo] = {}
    seen: set[str] = set()
    total = 0
    for info in infos:
        name = part_name(info.filename)
        if name is None:
            raise _hostile(
                path, text("the name {name} leaves the package", name=_shown(info.filename))
            )
        if not name:
            continue
        if name.casefold() in seen:
            raise _hostile(path, text("{name} is there twice", name=_shown(name)))
        if info.flag_bits & 0x1:
            raise _not_docx(
                path,
                text("it is protected by a password"),
                text("Open it in Word and save it without a password."),
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _not_docx(path, text("{name} is compressed in an unknown way", name=_shown(name)))
        grown = info.file_size > max(limits.free_bytes, info.compress_size * limits.ratio)
        total += info.file_size
        if grown or info.file_size > limits.part_bytes or total > limits.total_bytes:
            raise _hostile(path, text("{name} would expand without measure", name=_shown(name)))
        seen.add(name.casefold())
        entries[name] = info
    return entries


def part_name(name: str) -> str | None:
    """`name` with forward slashes; "" for a folder; None where it is absolute or climbs."""
    name = name.replace("\\", "/")
    if name.endswith("/") and ".." not in name.split("/") and not name.startswith("/"):
        return ""
    segments = name.split("/")
    if any(segment in ("", ".", "..") for segment in segments) or ":" in segments[0]:
        return None
    return None if any(ord(character) < 32 for character in name) else name


def _shown(name: str) -> str:
    return ascii(name)[1:-1][:80]


_NO_HINT = Text("")


def _not_docx(path: Path, reason: Text, hint: Text = _NO_HINT) -> UnreadableFileError:
    return UnreadableFileError(
        text("{path} is not a readable Word document: {reason}.", path=path, reason=reason), hint
    )


def _hostile(path: Path, reason: Text) -> UnreadableFileError:
    return UnreadableFileError(
        text("{path} was refused: {reason}.", path=path, reason=reason),
        text("No word processor writes such a file; ask where it comes from."),
    )


def _broken(path: Path, error: BaseException) -> QdgenError:
    if isinstance(error, OSError):
        return _cannot_read(path, error)
    return UnreadableFileError(
        text("{path} is damaged: {detail}.", path=path, detail=ascii(str(error))[1:-1].rstrip(".")),
        text("Ask for the file again, or open it in Word and let Word repair it."),
    )


def _cannot_read(path: Path, error: OSError) -> OutputError:
    return OutputError(text("{path} cannot be read: {detail}.", path=path, detail=reason(error)))


# --- writing ------------------------------------------------------------------------------------

PartData = bytes | Iterable[bytes]


def write_package(parts: Mapping[str, PartData], path: Path) -> None:
    """Write the canonical zip of `parts` to `path`, beside it first and then renamed.

    Same parts, same bytes: fixed date, [Content_Types].xml and _rels/.rels first, the rest by
    name, one compression level. A part given as chunks is written as they come. Whatever goes
    wrong, the file at `path` stays as it was and nothing is left beside it. Raises OutputError.
    """
    first = [name for name in (CONTENT_TYPES, ROOT_RELATIONSHIPS) if name in parts]
    names = [*first, *sorted(name for name in parts if name not in first)]
    for name in names:
        if part_name(name) != name or not name:
            raise ValueError(f"not a part name: {name!r}")
    with replacing(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            with archive.open(_entry(name), "w") as target:
                for chunk in _chunks(parts[name]):
                    target.write(chunk)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_DATE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 0  # zipfile would write 3 on Unix and 0 on Windows
    return entry


def _chunks(data: PartData) -> Iterator[bytes]:
    if not isinstance(data, (bytes, bytearray, memoryview)):
        yield from data
        return
    for start in range(0, len(data), _CHUNK):
        yield bytes(data[start : start + _CHUNK])
