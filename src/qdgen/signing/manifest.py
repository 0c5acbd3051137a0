"""`ke-khai.json`: what an issued package is made of, and what it was made from.

It holds nothing that differs between two makings of the same: no clock, no folder, no user.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qdgen.errors import ContentError
from qdgen.messages import Text, text
from qdgen.signing.json_file import read_json_file
from qdgen.vietnamese import document_number

MANIFEST = "ke-khai.json"
FORMAT = 1
_MOST_BYTES = 1 << 24


@dataclass(frozen=True, slots=True)
class PackageFile:
    """A file of the package. `pages` is 0 where it has none; `part` is the content's name of what
    it holds, "" for the whole dossier."""

    path: Path
    part: str
    pages: int


@dataclass(frozen=True, slots=True)
class Origin:
    """What the package was made from. Hashes are SHA-256; `tools` are versions by name."""

    dossier: str
    number: str
    symbol: str
    day: str
    edition: str
    content: Mapping[str, str]
    content_hash: str
    document_hash: str
    templates: Mapping[str, str]
    tools: Mapping[str, str]
    commit: str
    nth: int = 1
    """Which issue of the dossier it is."""
    overridden: Sequence[str] = ()
    why_overridden: str = ""


@dataclass(frozen=True, slots=True)
class ToldFile:
    """A file as the manifest tells of it."""

    name: str
    part: str
    pages: int
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Told:
    """A manifest that was read."""

    dossier: str
    number: str
    symbol: str
    day: str
    edition: str
    files: tuple[ToldFile, ...]
    content_hash: str
    document_hash: str
    overridden: str
    nth: int = 1

    @property
    def number_and_symbol(self) -> str:
        """As the decision bears them: 07/QĐ-BKHCN."""
        return f"{document_number(int(self.number))}/{self.symbol}"

    def part_of(self, name: str) -> str | None:
        """What the file called `name` holds; None where the package has no such file."""
        return next((file.part for file in self.files if file.name == name), None)


def read_manifest(folder: Path) -> Told | None:
    """The manifest in a package's folder; None where there is none. Raises ContentError."""
    path = folder / MANIFEST
    return read_json_file(path, _told, lambda why: _unreadable(path, why), _MOST_BYTES)


def _told(raw: dict[str, Any]) -> Told:
    if raw["dinh_dang"] != FORMAT:
        raise ValueError(raw["dinh_dang"])
    files = tuple(
        ToldFile(str(f["ten"]), str(f["phan"]), int(f["so_trang"]), int(f["so_byte"]), f["sha256"])
        for f in raw["tep"]
    )
    return Told(
        str(raw["ho_so"]),
        str(int(raw["so"])),
        str(raw["ky_hieu"]),
        str(raw["ngay"]),
        str(raw["ban"]),
        files,
        str(raw["noi_dung_sha256"]),
        str(raw["van_ban_sha256"]),
        str(raw["ly_do_bo_qua"]),
        int(raw.get("lan", 1)),
    )


def _unreadable(path: Path, why: str | Text) -> ContentError:
    return ContentError(
        text("{path} is not a manifest: {reason}", path=str(path), reason=why),
        text("take the package as it was issued"),
    )


def manifest(origin: Origin, files: Sequence[PackageFile]) -> bytes:
    """The manifest as written; names in the file are Vietnamese, for whoever opens it."""
    data = {
        "dinh_dang": FORMAT,
        "ho_so": origin.dossier,
        "so": origin.number,
        "ky_hieu": origin.symbol,
        "ngay": origin.day,
        "ban": origin.edition,
        "lan": origin.nth,
        "tep": [
            {
                "ten": file.path.name,
                "phan": file.part,
                "so_trang": file.pages,
                "so_byte": file.path.stat().st_size,
                "sha256": file_hash(file.path),
            }
            for file in files
        ],
        "noi_dung": dict(sorted(origin.content.items())),
        "noi_dung_sha256": origin.content_hash,
        "van_ban_sha256": origin.document_hash,
        "mau": dict(sorted(origin.templates.items())),
        "cong_cu": dict(sorted(origin.tools.items())),
        "git": origin.commit,
        "bo_qua": list(origin.overridden),
        "ly_do_bo_qua": origin.why_overridden,
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
