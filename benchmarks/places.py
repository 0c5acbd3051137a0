"""Where things are, and the words that start qdgen. Standard library alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = ROOT / "templates"
REAL_DOSSIER = ROOT / "content" / "2025-du-lieu-quoc-gia"
PEERS = Path(__file__).parent / "peers"
MADE = Path(__file__).parent / ".made"

_SCRIPT = Path(sys.executable).parent / ("qdgen.exe" if sys.platform == "win32" else "qdgen")
QDGEN = (sys.executable, str(_SCRIPT)) if _SCRIPT.exists() else (sys.executable, "-m", "qdgen")


def environment() -> dict[str, str]:
    """The same for every process measured; where qdgen is not installed, its source is found."""
    own = {k: v for k, v in os.environ.items() if not k.startswith(("QDGEN_", "PYTHON"))}
    # Whoever names an engine or fonts means them for the measurements as well.
    own |= {k: os.environ[k] for k in ("QDGEN_SOFFICE", "QDGEN_FONTS") if k in os.environ}
    if not _SCRIPT.exists():
        own["PYTHONPATH"] = str(ROOT / "src")
    return own
