"""A clerk's desk: the faultless dossier of the checks, not yet numbered, in a git repository."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
BASE = PROJECT / "tests/check/base/content"
NAME = "ho-so"


def clerk_desk(folder: Path, *, in_git: bool = True) -> Path:
    """A project in `folder` with the dossier `ho-so`, whose number and day are not given yet."""
    shutil.copytree(BASE, folder / "content")
    decision = folder / "content" / NAME / "quyet-dinh.yaml"
    words = decision.read_text(encoding="utf-8")
    words = words.replace("so: 1234", "so:   # chờ cấp").replace("ngay: 10/6/2026", "ngay:")
    decision.write_text(words, encoding="utf-8")
    if in_git:
        git(folder, "init", "--quiet")
        commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Commit whatever there is."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", "nội dung")


def git(folder: Path, *arguments: str) -> str:
    """Run git there, as nobody in particular."""
    who = ("-c", "user.name=Văn thư", "-c", "user.email=van-thu@example.vn")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def edit(folder: Path, name: str, old: str, new: str) -> None:
    """Replace words of a content file."""
    path = folder / "content" / NAME / name
    words = path.read_text(encoding="utf-8")
    assert words.count(old) == 1, old
    path.write_text(words.replace(old, new), encoding="utf-8")


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder` but git's own, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
