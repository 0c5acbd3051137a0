"""The wiring of `git diff`: drivers in .git/config, and which files they are for in .gitattributes.

What was added is noted in .git/config, a worktree at a time, so that `disconnect` takes out that
and nothing else. Nothing outside the repository is read or changed.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from qdgen.cli.git_attributes import put_in, state_of, take_out
from qdgen.cli.git_drivers import (
    CONTENT_DRIVER,
    CONTENT_LINE,
    WORD_DRIVER,
    WORD_LINE,
    content_lines,
    content_lines_of_top,
    settings,
)
from qdgen.errors import MissingToolError, OutputError, UsageError
from qdgen.messages import Text, text
from qdgen.replacing import replacing
from qdgen.tree import DECISION_FILE

_ATTRIBUTES = ".gitattributes"
_STATE = "gitattributes"
_LINE = "gitattributesline"
_JOINED_CONFIG = "qdgen.joinedconfig"
_SECONDS = 30


def connect() -> list[Text]:
    """Wire this repository; what was done. Raises UsageError outside a repository."""
    top = _top()
    attributes = top / _ATTRIBUTES
    state = state_of(attributes)
    _note_end_of_config(top)
    for key, value in settings(sys.executable):
        _git("config", "--local", key, value)
    _forget_cache()
    said = [
        text("git diff shows .docx files as text in {folder}.", folder=top),
        text(
            "In content files it names the id above a change, and keeps dates and document "
            "numbers whole."
        ),
    ]
    lines = list(_missing_lines(top))
    if not lines:
        said.append(text("{file} has the lines it needs.", file=attributes))
        return said
    section = _section(top)
    if not _values(f"{section}.{_STATE}"):
        _git("config", "--local", f"{section}.{_STATE}", state)
    for line in lines:
        _git("config", "--local", "--add", f"{section}.{_LINE}", line)
    put_in(attributes, lines)
    said += [text("{file} now has the line {line}", file=attributes, line=line) for line in lines]
    return said


def disconnect() -> list[Text]:
    """Take out what `connect` set, in all worktrees; what was done. Raises UsageError outside a
    repository."""
    top = _top()
    for key, _ in settings(sys.executable):
        _git("config", "--local", "--unset-all", key, may_fail=True)
    _forget_cache()
    for folder in _worktrees():
        section = _section(folder)
        if state := _values(f"{section}.{_STATE}"):
            # A set-up of an earlier version noted no lines: it knew one.
            lines = _values(f"{section}.{_LINE}") or [WORD_LINE]
            take_out(folder / _ATTRIBUTES, lines, state[0])
            for key in (_STATE, _LINE):
                _git("config", "--local", "--unset-all", f"{section}.{key}", may_fail=True)
    if _values(_JOINED_CONFIG):
        _git("config", "--local", "--unset-all", _JOINED_CONFIG)
        config = _config_file(top)
        whole = config.read_bytes()
        with replacing(config) as file:
            file.write(whole.removesuffix(b"\n"))
    return [text("git diff in {folder} is as before.", folder=top)]


def _missing_lines(top: Path) -> Iterator[str]:
    """The lines of .gitattributes without which a file would have another driver, or none."""
    if not _have(top, ["x.docx"], WORD_DRIVER)[0]:
        yield WORD_LINE
    if not all(_have(top, ["content/van-ban.yaml", "x/content/y/z.yaml"], CONTENT_DRIVER)):
        yield CONTENT_LINE
    listed = _git(
        "-C", str(top), "ls-files", "-z", "--cached", "--others", "--exclude-standard",
        "--", f":(glob)**/{DECISION_FILE}",
    )  # fmt: skip
    elsewhere = [
        path
        for name in listed.split("\0")
        if name and "content" not in (path := PurePosixPath(name)).parts
    ]
    probes = [str(path.with_name("x.yaml")) for path in elsewhere]
    lines: dict[str, None] = {}
    for path, has in zip(elsewhere, _have(top, probes, CONTENT_DRIVER), strict=True):
        if not has:
            folder = path.parent
            found = (
                content_lines_of_top()
                if folder == PurePosixPath()
                else content_lines("" if folder.parent == PurePosixPath() else str(folder.parent))
            )
            lines.update(dict.fromkeys(found))
    yield from lines


def _have(top: Path, paths: Sequence[str], driver: str) -> list[bool]:
    """Whether git would show each path, relative to the top, with `driver`."""
    if not paths:
        return []
    words = "\0".join(paths) + "\0"
    answer = _git("-C", str(top), "check-attr", "-z", "--stdin", "diff", given=words).split("\0")
    return [value == driver for value in answer[2::3]]


def _note_end_of_config(top: Path) -> None:
    # git ends the last line before it writes on; alone, that line end would stay after --undo.
    if not _config_file(top).read_bytes().endswith(b"\n"):
        _git("config", "--local", _JOINED_CONFIG, "true")


def _config_file(top: Path) -> Path:
    return top / _git("-C", str(top), "rev-parse", "--git-common-dir").rstrip("\r\n") / "config"


def _worktrees() -> list[Path]:
    """The tops of all worktrees that are there."""
    listed = _git("worktree", "list", "--porcelain").splitlines()
    folders = [Path(line.removeprefix("worktree ")) for line in listed if line[:9] == "worktree "]
    return [folder for folder in folders if (folder / ".git").exists()]


def _section(top: Path) -> str:
    """Where notes on this worktree are kept: its name in the repository stays if it is moved."""
    folder = Path(_git("-C", str(top), "rev-parse", "--absolute-git-dir").rstrip("\r\n"))
    return f"qdgen.{folder.name}" if folder.parent.name == "worktrees" else "qdgen"


def _values(key: str) -> list[str]:
    found = _git("config", "--local", "-z", "--get-all", key, may_fail=True)
    return found.split("\0")[:-1]


def _top() -> Path:
    found = _git("rev-parse", "--show-toplevel", may_fail=True).rstrip("\r\n")
    if not found:
        raise UsageError(
            text("{folder} is not in a git repository.", folder=Path.cwd()),
            text("Go into the repository and call it again, or make one with: git init"),
        )
    return Path(found)


def _forget_cache() -> None:
    # git keeps the texts it once converted; those of an earlier version are not to be shown.
    _git("update-ref", "-d", f"refs/notes/textconv/{WORD_DRIVER}", may_fail=True)


# What a repository's own configuration names must not run.
_SAFE = ("-c", "core.fsmonitor=", "-c", "core.hooksPath=/dev/null")


def _git(*arguments: str, may_fail: bool = False, given: str = "") -> str:
    program = shutil.which("git")
    if program is None:
        raise MissingToolError(
            text("git is not installed."), text("Get it from https://git-scm.com")
        )
    try:
        done = subprocess.run(
            [program, *_SAFE, *arguments],
            input=given.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise OutputError(text("git did not answer.")) from None
    if done.returncode and not may_fail:
        detail = done.stderr.decode("utf-8", "replace").strip()
        raise OutputError(text("git refused: {detail}", detail=detail))
    return done.stdout.decode("utf-8", "surrogateescape")
