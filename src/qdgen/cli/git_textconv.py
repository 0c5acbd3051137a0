"""The wiring of `git diff` for Word files: a text conversion in .git/config and .gitattributes.

See gitattributes(5), "Performing text diffs of binary files".
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from qdgen.errors import MissingToolError, OutputError, UsageError
from qdgen.messages import Text, text
from qdgen.reasons import reason
from qdgen.replacing import replacing

DRIVER = "qdgen-docx"
ATTRIBUTE_LINE = f"*.docx diff={DRIVER}"
_TEXTCONV = f"diff.{DRIVER}.textconv"
_CACHE = f"diff.{DRIVER}.cachetextconv"
# What git-setup did to .gitattributes, so that --undo takes out that and nothing else.
_DONE = "qdgen.gitattributes"
_SECONDS = 30


def textconv_command(python: str) -> str:
    """The command git hands to its shell; `python` is the path of the interpreter."""
    # -P keeps the repository's own folder out of the import path: nothing in it may run.
    return f"{shlex.quote(python.replace(os.sep, '/'))} -P -m qdgen show --textconv"


def connect() -> list[Text]:
    """Wire this repository; what was done. Raises UsageError outside a repository."""
    top = _top()
    _git("config", "--local", _TEXTCONV, textconv_command(sys.executable))
    _git("config", "--local", _CACHE, "true")
    _forget_cache()
    said = [text("git diff shows .docx files as text in {folder}.", folder=top)]
    attributes = top / ".gitattributes"
    probe = _git("check-attr", "-z", "diff", "--", str(top / "x.docx")).split("\0")
    if len(probe) > 2 and probe[2] == DRIVER:
        said.append(text("{file} has the line it needs.", file=attributes))
        return said
    old = _read(attributes)
    newline = b"\r\n" if b"\r\n" in old else b"\n"
    joint = newline if old and not old.endswith(b"\n") else b""
    _replace(attributes, old + joint + ATTRIBUTE_LINE.encode() + newline)
    _git("config", "--local", _DONE, ("joined" if joint else "line") if old else "file")
    said.append(text("{file} now has the line {line}", file=attributes, line=ATTRIBUTE_LINE))
    return said


def disconnect() -> list[Text]:
    """Take out what `connect` set; what was done. Raises UsageError outside a repository."""
    top = _top()
    for key in (_TEXTCONV, _CACHE):
        _git("config", "--local", "--unset-all", key, may_fail=True)
    _forget_cache()
    done = _git("config", "--local", "--get", _DONE, may_fail=True).strip()
    if done:
        _take_line_out(top / ".gitattributes", done)
        _git("config", "--local", "--unset-all", _DONE)
    return [text("git diff treats .docx files in {folder} as before.", folder=top)]


def _take_line_out(attributes: Path, done: str) -> None:
    lines = _read(attributes).splitlines(keepends=True)
    for index in reversed(range(len(lines))):
        if lines[index].strip() == ATTRIBUTE_LINE.encode():
            break
    else:
        return
    if done == "joined" and index == len(lines) - 1:
        lines[index - 1] = lines[index - 1].rstrip(b"\r\n")  # it had no line end before us
    del lines[index]
    if lines or done != "file":
        _replace(attributes, b"".join(lines))
    else:
        attributes.unlink()


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
    _git("update-ref", "-d", f"refs/notes/textconv/{DRIVER}", may_fail=True)


def _git(*arguments: str, may_fail: bool = False) -> str:
    program = shutil.which("git")
    if program is None:
        raise MissingToolError(
            text("git is not installed."), text("Get it from https://git-scm.com")
        )
    try:
        done = subprocess.run(
            [program, *arguments], capture_output=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise OutputError(text("git did not answer.")) from None
    if done.returncode and not may_fail:
        detail = done.stderr.decode("utf-8", "replace").strip()
        raise OutputError(text("git refused: {detail}", detail=detail))
    return done.stdout.decode("utf-8", "surrogateescape")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise OutputError(
            text("{path} cannot be read: {detail}.", path=path, detail=reason(error))
        ) from error


def _replace(path: Path, data: bytes) -> None:
    with replacing(path) as file:
        file.write(data)
