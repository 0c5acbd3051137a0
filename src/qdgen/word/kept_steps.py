"""The steps of templates, kept in the user's cache: who builds again need not load what reads tags.

A file is found by the hash of the template's XML and of the modules that read it, and holds steps
alone: data that is checked when it is read, and that can do no more than any template. So what
someone else may have put there is at worst another template, proven as every template is.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from qdgen.cache import cache_folder
from qdgen.errors import OutputError
from qdgen.replacing import replacing
from qdgen.word.steps import Fill, understood

_MOST_FILES = 64
_MOST_BYTES = 8 << 20
_HERE = Path(__file__).parent
_READERS = (
    ("docxtpl", "template.py"),
    ("jinja2", "lexer.py"),
    ("jinja2", "parser.py"),
)
_OWN_READERS = ("merge.py", "template_tags.py", "steps.py")


def kept(source: str) -> Fill | None:
    """What fills the template with the XML `source`; None where nothing usable is kept."""
    try:
        path = _place(source)
        with path.open("rb") as file:
            if not _is_ours(os.fstat(file.fileno())):
                return None
            return understood(json.loads(file.read(_MOST_BYTES)))
    except (OSError, ValueError, RecursionError):
        return None


def keep(source: str, steps: list[object]) -> None:
    """Keep the steps of the template with the XML `source`; where that cannot be, nothing is."""
    with suppress(OSError, OutputError, ValueError):
        path = _place(source)
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as file:
            file.write(json.dumps(steps, ensure_ascii=False).encode())
        path.chmod(0o600)
        _make_room(path.parent)


def _place(source: str) -> Path:
    digest = hashlib.sha256(_readers() + source.encode()).hexdigest()
    return cache_folder() / "templates" / f"{digest}.json"


@cache
def _readers() -> bytes:
    """A mark of all that turns a template into steps; OSError where it is not in plain files."""
    files = [_HERE / name for name in _OWN_READERS]
    for package, name in _READERS:
        spec = find_spec(package)  # looks where it is, and does not load it
        if spec is None or spec.origin is None:
            raise FileNotFoundError(package)
        files.append(Path(spec.origin).with_name(name))
    return b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)


def _is_ours(status: os.stat_result) -> bool:
    """Only what this user wrote, and nobody else can, is read."""
    if not hasattr(os, "geteuid"):
        return True  # Windows: the cache lies in the user's own profile
    return status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _make_room(folder: Path) -> None:
    """Leave the newest; a template that is edited leaves a file each time."""
    files = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in files[:-_MOST_FILES]:
        path.unlink(missing_ok=True)
