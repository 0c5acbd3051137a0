"""New entries at the end of a register, every character that was there before left as it is."""

from __future__ import annotations

from collections.abc import Mapping

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.nodes import SourceFile
from qdgen.content.rendering import Plan, entry_lines
from qdgen.errors import ContentError
from qdgen.messages import text


def with_entries(content: str, entries: Mapping[str, Mapping[str, str]], shown_as: str) -> str:
    """The text of a register, `content` ("" for a new one), with `entries` behind it; `shown_as` is
    its name in messages.

    Raises ContentError where the register cannot be changed so, or has one of the keys.
    """
    if not any(_is_said(line) for line in content.splitlines()):
        return content + _first(content, entries)
    try:
        edits = Edits(SourceFile(shown_as, content))
        last = list(edits.root)[-1]
        for key, entry in entries.items():
            if key in edits.root:
                raise ContentError(
                    text("{file} has the key {key} already", file=shown_as, key=key),
                    text("run it again"),
                )
            edits.put(edits.root, key, entry, behind=last)
        return edits.text()
    except SplicingError as error:
        raise ContentError(error.message, text("add the entry by hand")) from error


def _first(content: str, entries: Mapping[str, Mapping[str, str]]) -> str:
    """The lines of entries of a register that holds none yet."""
    ending = SourceFile("", content).line_end
    joint = [""] if content and not content.endswith("\n") else []
    lines = [line for key in entries for line in entry_lines(key, entries[key], 0, [], Plan())]
    return "".join(f"{line}{ending}" for line in (*joint, *lines))


def _is_said(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")
