"""`ke-khai.json`: what an issued package is made of, and what it was made from.

It holds nothing that differs between two makings of the same: no clock, no folder, no user.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MANIFEST = "ke-khai.json"
FORMAT = 1


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
    overridden: Sequence[str] = ()
    why_overridden: str = ""


def manifest(origin: Origin, files: Sequence[PackageFile]) -> bytes:
    """The manifest as written; names in the file are Vietnamese, for whoever opens it."""
    data = {
        "dinh_dang": FORMAT,
        "ho_so": origin.dossier,
        "so": origin.number,
        "ky_hieu": origin.symbol,
        "ngay": origin.day,
        "ban": origin.edition,
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
