"""Whether a build would give again what is there: a stamp beside the outputs.

The stamp holds what was read (files, and places where no file was found), what was written, the
options, the program and the engine. Standard library only, because this is all that an unchanged
build loads.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from pathlib import Path

from qdgen.replacing import replacing

_FORMAT = 1
_PROGRAM = Path(__file__).parent

Stamp = dict[str, object]
Seen = dict[Path, tuple[int, int]]


def build_options(
    folder: Path, target: Path, *, pdf: bool, split: bool, draft: Sequence[str] = ()
) -> dict[str, object]:
    """What the outputs depend on besides the files: which dossier goes where (a copied project is
    another one), the options, the words stamped on a draft, and the environment."""
    return {
        "dossier": str(folder.absolute()),
        "target": str(target.absolute()),
        "pdf": pdf,
        "split": split,
        "draft": list(draft),
        "engine": os.environ.get("QDGEN_SOFFICE", ""),
        "fonts": os.environ.get("QDGEN_FONTS", ""),
    }


def glance(files: Iterable[Path]) -> Seen:
    """Size and time of each file that is there, to tell later whether it was saved meanwhile."""
    seen: Seen = {}
    for path in files:
        try:
            stat = path.stat()
        except OSError:
            continue
        seen[path.absolute()] = (stat.st_size, stat.st_mtime_ns)
    return seen


def make_stamp(
    *,
    options: Mapping[str, object],
    read: Iterable[Path],
    absent: Iterable[Path],
    written: Iterable[Path],
) -> Stamp:
    """The stamp of a build that has just been done."""
    return {
        "format": _FORMAT,
        "program": _program(),
        "options": dict(options),
        "read": {str(path.absolute()): _seen(path) for path in read},
        "absent": sorted(str(path.absolute()) for path in absent),
        "written": {str(path.absolute()): _seen(path) for path in written},
    }


def is_fresh(stamp_file: Path, options: Mapping[str, object]) -> Stamp | None:
    """The stamp, where everything it names is still as it was; else None."""
    try:
        stamp = json.loads(stamp_file.read_text(encoding="utf-8"))
        fresh = (
            stamp["format"] == _FORMAT
            and stamp["options"] == dict(options)
            and stamp["program"] == _program()
            and all(_same(Path(p), seen) for p, seen in stamp["read"].items())
            and all(_same(Path(p), seen) for p, seen in stamp["written"].items())
            and not any(os.path.lexists(p) for p in stamp["absent"])
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None  # no stamp, or not one of ours: build
    return stamp if fresh else None


class Standing(Enum):
    """What an output is, against the content beside which it was found."""

    AS_BUILT = "as built"
    """Just what the build wrote, from content that is still the same."""
    OUTDATED = "outdated"
    """What the build wrote, but content was changed since."""
    UNKNOWN = "unknown"
    """Changed since it was built, or not built here."""


def standing(output: Path, stamp_file: Path) -> Standing:
    """What `output` is, by the stamp of the last build; programs and fonts do not matter."""
    try:
        stamp = json.loads(stamp_file.read_text(encoding="utf-8"))
        if not _same(output, stamp["written"][str(output.absolute())]):
            return Standing.UNKNOWN
        content = {Path(path): seen for path, seen in stamp["read"].items()}
        same = all(_same(p, seen) for p, seen in content.items() if p.suffix == ".yaml")
        same = same and not any(os.path.lexists(p) for p in stamp["absent"] if p.endswith(".yaml"))
    except FileNotFoundError:
        return Standing.OUTDATED if stamp_file.exists() and output.exists() else Standing.UNKNOWN
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Standing.UNKNOWN
    return Standing.AS_BUILT if same else Standing.OUTDATED


def write_stamp(stamp: Stamp, stamp_file: Path) -> None:
    """Leave the stamp for the next build. Raises OutputError."""
    with replacing(stamp_file) as file:
        file.write(json.dumps(stamp, ensure_ascii=False, indent=1).encode("utf-8"))


def _seen(path: Path) -> list[object]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns, _hash(path)]


def _same(path: Path, seen: list[object]) -> bool:
    stat = path.stat()
    size, changed, digest = seen
    if stat.st_size != size:
        return False
    return stat.st_mtime_ns == changed or _hash(path) == digest


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _program() -> str:
    """A mark of the program itself: another version builds anew."""
    digest = hashlib.sha256()
    for folder, folders, files in os.walk(_PROGRAM):
        folders[:] = sorted(f for f in folders if f != "__pycache__")
        for name in sorted(files):
            stat = os.stat(os.path.join(folder, name))
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
