"""Running the program as its users do, and what it built of the four dossiers of the project."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import qdgen
from fork_server import ForkServer

PROJECT = Path(__file__).resolve().parents[1]
SOURCE = Path(qdgen.__file__).resolve().parents[1]
REAL = "2025-du-lieu-quoc-gia"
DOSSIERS = {
    REAL: PROJECT / "content" / REAL,
    "2025-bo-nhiem": PROJECT / "tests/dossiers/bo-nhiem/2025-bo-nhiem",
    "2025-quy-che-du-lieu-mo": PROJECT / "tests/dossiers/quy-che/2025-quy-che-du-lieu-mo",
    "2025-phan-bo-thiet-bi": PROJECT / "tests/dossiers/ba-phu-luc/2025-phan-bo-thiet-bi",
}
_SECONDS = 180
_FORKS = ForkServer()


@dataclass(frozen=True)
class Built:
    """An output folder."""

    folder: Path

    def docx(self, name: str) -> Path:
        """The Word file of the dossier called `name`."""
        return self.folder / name / f"{name}.docx"

    def pdf(self, name: str) -> Path:
        """Its PDF."""
        return self.folder / name / f"{name}.pdf"


def program(*arguments: str | Path) -> list[str]:
    """The words that start `qdgen` with `arguments`, as one reads them in a terminal."""
    return [sys.executable, "-m", "qdgen", *map(str, arguments)]


def environment(**more: str | None) -> dict[str, str]:
    """This process's environment for a program started from any folder; None takes one away."""
    environ = {**os.environ, "PYTHONPATH": str(SOURCE)}
    for name, value in more.items():
        if value is None:
            environ.pop(name, None)
        else:
            environ[name] = value
    return environ


def qdgen_run(
    *arguments: str | Path,
    cwd: Path = PROJECT,
    env: Mapping[str, str] | None = None,
    seconds: float = _SECONDS,
) -> subprocess.CompletedProcess[str]:
    """Run `qdgen` to its end; what it says is captured. With `env` Python starts anew for it;
    without it is forked, which takes a fraction of the time (see `fork_server`)."""
    if env is None:
        return _FORKS.run(list(map(str, arguments)), cwd, environment(), seconds)
    return subprocess.run(
        program(*arguments),
        cwd=cwd,
        env=env,
        capture_output=True,
        encoding="utf-8",
        timeout=seconds,
        check=False,
    )
