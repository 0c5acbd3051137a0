"""Profile folders for LibreOffice: kept warm between runs, never shared by two processes.

A first start fills a profile and costs time; two processes on one profile lose a document. So
each process works in a numbered folder of the cache, held by a lock for as long as it runs, and
in a temporary folder where the cache cannot be written.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qdgen.file_lock import try_lock

_MOST_SLOTS = 32

# No wizard, no Java, no macros, and nothing a document links to is fetched.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">\
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">\
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">\
<prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Office.Java/VirtualMachine">\
<prop oor:name="Enable" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile folder of one's own; `lock` is the descriptor to hand on, -1 when temporary."""

    folder: Path
    lock: int = -1

    def discard(self) -> None:
        """Throw away what is in the folder and start afresh, after the engine failed in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
        _prepare(self.folder)


def profile_root(cache: Path, soffice: Path) -> Path:
    """The folder of the profiles of one installation: another version keeps its own."""
    real = soffice.resolve()
    try:
        stamp = f"{real}|{real.stat().st_mtime_ns}"
    except OSError:
        stamp = str(real)
    return cache / f"engine-{hashlib.sha256(stamp.encode()).hexdigest()[:12]}"


@contextmanager
def own_profile(root: Path) -> Iterator[Profile]:
    """Hold a profile below `root` that no other process uses until the block ends."""
    held = _first_free(root)
    if held is None:
        with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as folder:
            profile = Profile(Path(folder) / "profile")
            _prepare(profile.folder)
            yield profile
        return
    try:
        yield held
    finally:
        os.close(held.lock)


def _first_free(root: Path) -> Profile | None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        for slot in range(_MOST_SLOTS):
            descriptor = os.open(root / f"{slot}.lock", os.O_RDWR | os.O_CREAT, 0o600)
            if not try_lock(descriptor):
                os.close(descriptor)
                continue
            profile = Profile(root / str(slot), descriptor)
            try:
                _prepare(profile.folder)
            except OSError:
                os.close(descriptor)
                raise
            return profile
    except OSError:
        pass
    return None


def _prepare(folder: Path) -> None:
    """Write the settings into a folder that has none; a warm profile is left as it is."""
    settings = folder / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
    # A killed engine leaves its own lock file, which would only slow the next start.
    with suppress(OSError):
        (folder / ".lock").unlink()
