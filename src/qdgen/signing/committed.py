"""What git knows of a dossier's files: whether they are committed, and in which commit."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

_SECONDS = 30


def uncommitted(files: Sequence[Path]) -> list[Path] | None:
    """Those of `files` that differ from the last commit or are not in it; None where they are in
    no repository, or git is not installed."""
    if not files or head(files[0].parent) is None:
        return None
    changed = []
    for path in files:
        answer = _git(path.parent, "status", "--porcelain", "--", path.name)
        if answer is None or answer.strip():
            changed.append(path)
    return changed


def last_committed(path: Path) -> str | None:
    """The text of the file in the last commit; None where it is not in it, or is no text."""
    return _git(path.parent, "show", f"HEAD:./{path.name}")


def head(folder: Path) -> str | None:
    """The commit that `folder` is at; None where there is none."""
    answer = _git(folder, "rev-parse", "--verify", "HEAD")
    return answer.strip() if answer else None


def _git(folder: Path, *arguments: str) -> str | None:
    git = shutil.which("git")
    if git is None:
        return None
    # Nothing that a repository's own configuration names may run.
    safe = ("-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null")
    try:
        done = subprocess.run(
            [git, *safe, "-C", str(folder), *arguments],
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
