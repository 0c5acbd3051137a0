"""The user's cache folder: what may be thrown away at any time and is only kept to save time."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where this user's caches of qdgen live; the folder need not exist.

    QDGEN_CACHE says so outright; otherwise LOCALAPPDATA on Windows, ~/Library/Caches on macOS,
    XDG_CACHE_HOME (or ~/.cache) elsewhere.
    """
    if own := environ.get("QDGEN_CACHE"):
        return Path(own).absolute()
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "qdgen" / "cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "qdgen"
    xdg = Path(environ.get("XDG_CACHE_HOME") or "")
    # The XDG specification wants a relative path ignored.
    return (xdg if xdg.is_absolute() else home / ".cache") / "qdgen"
