"""New entries at the end of a register, every character that was there before left as it is."""

from __future__ import annotations

from collections.abc import Mapping

from qdgen.content.formatter import format_text
from qdgen.content.yaml_reader import parse


def with_entries(content: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """The text of a register, `content` ("" for a new one), with `entries` behind it.

    Raises ValueError where the register cannot be read or has one of the keys.
    """
    root, _, _ = parse(content, "") if content.strip() else (None, None, [])
    if content.strip() and root is None and any(_is_said(line) for line in content.split("\n")):
        raise ValueError("register")
    if root is not None and not entries.keys().isdisjoint(root):
        raise ValueError("key")
    added = "".join(
        format_text(f"{key}:\n" + "".join(f"  {k}: '{_quoted(v)}'\n" for k, v in entry.items()))
        for key, entry in entries.items()
    )
    ending = "\r\n" if "\r\n" in content else "\n"
    joint = ending if content and not content.endswith("\n") else ""
    return content + joint + added.replace("\n", ending)


def _quoted(words: str) -> str:
    return words.replace("'", "''")


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
