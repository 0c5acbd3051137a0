"""git, asked about a folder: what it holds at a revision, and what has changed since.

A repository may come from anybody, and its configuration names programs that git would run: hooks,
filters, monitors, transports, signature checkers. None of them runs here, nothing is fetched, and
nothing in the repository is written.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_SECONDS = 30
_SAFE = (
    "--no-pager",
    "--no-replace-objects",
    "--no-optional-locks",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor="),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.untrackedCache=keep"),
    *("-c", "core.alternateRefsCommand="),
    *("-c", "core.attributesFile=/dev/null"),
    *("-c", "diff.external="),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "submodule.recurse=false"),
)
_SAFE_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "LC_ALL": "C",
}
_UNWANTED = ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_TRACE", "GIT_CONFIG_PARAMETERS")
_FILE_MODES = (b"100644", b"100755", b"100664")


class Entry(NamedTuple):
    """A file of a revision: its name in its folder, the id of its bytes, and how many they are."""

    name: str
    blob: str
    size: int


def has_git() -> bool:
    """Whether git is installed."""
    return shutil.which("git") is not None


def find_repository(folder: Path) -> Repository | None:
    """The repository that holds `folder`; None where there is none, or no git."""
    answer = _git(folder, "rev-parse", "--show-toplevel")
    return None if answer is None else Repository(Path(os.fsdecode(answer.rstrip(b"\r\n"))))


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository; `top` is the folder it is checked out in."""

    top: Path

    def commit(self, revision: str) -> str | None:
        """The id of the commit that `revision` names (`HEAD~3`, a tag, a branch, an id); None where
        there is none."""
        if not revision or revision.startswith("-") or "\0" in revision:
            return None
        words = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        answer = _git(self.top, *words)
        return None if answer is None else answer.decode("ascii", "replace").strip()

    def path_of(self, path: Path) -> str | None:
        """`path` as git writes it, from the top; None where it lies elsewhere."""
        try:
            inside = path.resolve().relative_to(self.top.resolve())
        except ValueError:
            return None
        return "" if inside == Path() else inside.as_posix()

    def files(self, commit: str, folder: str) -> list[Entry] | None:
        """The ordinary files in `folder` (from the top, "" for the top itself) at `commit`; None
        where there is no such folder. Links and submodules are left out."""
        answer = _git(self.top, "ls-tree", "-z", "-l", "--full-tree", f"{commit}:{folder}")
        return None if answer is None else list(_entries(answer))

    def read(self, blob: str) -> bytes | None:
        """The bytes whose id is `blob`, as they were committed."""
        return _git(self.top, "cat-file", "blob", blob)

    def commits_of(self, paths: Sequence[str], most: int) -> list[str]:
        """The newest commits, `most` of them, of all branches and tags and of what is checked out,
        in which one of `paths` (from the top) changed."""
        words = ("log", "--no-show-signature", "--format=%H", f"-n{most}", "--branches", "--tags")
        answer = _git(self.top, *words, "HEAD", "--", *paths)
        return [] if answer is None else answer.decode("ascii", "replace").split()

    def changed(self, path: Path) -> bool:
        """Whether the file differs from the last commit or is not in it."""
        filters = self._filters()
        if any("=" in name for name in filters):
            return True  # -c ends a key at its first "=", so git would run this one
        overrides = [word for name in filters for word in _without_filter(name)]
        words = ("status", "--porcelain", "--no-renames", "--", path.name)
        answer = _git(path.parent, *overrides, *words)
        return answer is None or bool(answer.strip())

    def _filters(self) -> set[str]:
        """The filters that the repository's own configuration would run on a file."""
        names: set[str] = set()
        for scope in ("--local", "--worktree"):
            words = ("config", scope, "--includes", "-z", "--name-only", "--get-regexp")
            answer = _git(self.top, *words, r"^filter\.")
            for key in (answer or b"").split(b"\0"):
                _, _, rest = os.fsdecode(key).partition(".")
                name, dot, _ = rest.rpartition(".")
                if dot:  # a filter may be called ""
                    names.add(name)
        return names


def head(folder: Path) -> str | None:
    """The commit that `folder` is at; None where there is none."""
    answer = _git(folder, "rev-parse", "--verify", "HEAD")
    return answer.decode("ascii", "replace").strip() if answer else None


def last_committed(path: Path) -> bytes | None:
    """The bytes of the file in the last commit; None where it is not in it."""
    return _git(path.parent, "cat-file", "blob", f"HEAD:./{path.name}")


def _without_filter(name: str) -> Iterator[str]:
    for command in ("clean", "smudge", "process"):
        yield from ("-c", f"filter.{name}.{command}=")
    yield from ("-c", f"filter.{name}.required=false")


def _entries(answer: bytes) -> Iterator[Entry]:
    for line in answer.split(b"\0"):
        about, _, name = line.partition(b"\t")
        words = about.split()
        if len(words) == 4 and words[0] in _FILE_MODES and words[1] == b"blob":
            yield Entry(os.fsdecode(name), words[2].decode("ascii"), int(words[3]))


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says; None where it is not installed, refuses or hangs."""
    git = shutil.which("git")
    if git is None:
        return None
    environ = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    try:
        done = subprocess.run(
            [git, *_SAFE, "-C", str(folder), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={**environ, **_SAFE_ENVIRONMENT},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
