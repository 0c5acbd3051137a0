"""What a pull leaves open, as items of the dossier's ra-soat.yaml."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from qdgen.content.companions import REVIEW
from qdgen.content.editing import Edits, SplicingError
from qdgen.content.nodes import SourceFile
from qdgen.content.rendering import Data, Plan, entry_lines
from qdgen.content.yaml_reader import decode
from qdgen.errors import ContentError
from qdgen.messages import Text, text
from qdgen.pipeline.pull import Patch, Pulled
from qdgen.review.pull.outcome import Comment, Edit

Say = Callable[[Text], str]
_MODELINE = "# yaml-language-server: $schema=../../schema/ra-soat.schema.json\n"


def with_open_items(pulled: Pulled, say: Say) -> None:
    """Add to the patches of `pulled` the items that are left open, each once. `say` gives the words
    of a message, which stand in the file.

    Raises ContentError where ra-soat.yaml cannot be read.
    """
    items = list(_items(pulled, say))
    if not items:
        return
    path = pulled.dossier / REVIEW
    before = _written(path)
    if before.strip():
        after = _added(path, before, items)
    else:
        lines = entry_lines("muc", items, 0, [], Plan())
        after = f"{before or _MODELINE}" + "\n".join(lines) + "\n"
    if after != before:
        pulled.patches.append(Patch(path, before, after))


def _added(path: Path, before: str, items: list[dict[str, Data]]) -> str:
    try:
        edits = Edits(SourceFile(path.name, before))
        there = before
        for item in items:
            if f"id: {item['id']}" not in there:
                edits.insert_into(edits.root, "muc", item)
        return edits.text()
    except SplicingError as error:
        raise ContentError(
            text("{file} has mistakes", file=path.name),
            text("mend it, or pull with --no-ra-soat"),
        ) from error


def _items(pulled: Pulled, say: Say) -> Iterator[dict[str, Data]]:
    for edit in pulled.outcome.held_back:
        words = _edit_words(edit, say)
        yield _item(words, edit.key)
    for comment in pulled.outcome.comments:
        yield _item(_comment_words(comment, say), comment.key)


def _item(words: str, key: str) -> dict[str, Data]:
    mark = hashlib.sha256(f"{key}\0{words}".encode()).hexdigest()[:8]
    item: dict[str, Data] = {"id": f"word-{mark}", "noi_dung": " ".join(words.split())}
    if where := key.partition("/")[0]:
        item["cho"] = where
    item["xu_ly"] = ""
    return item


def _edit_words(edit: Edit, say: Say) -> str:
    place = f"{edit.place}: " if edit.place else ""
    told = say(
        text("edit in Word not brought home: “{before}” → “{after}”", before=edit.before,
             after=edit.after)
    )  # fmt: skip
    return f"{place}{told}; {say(edit.reason)}"


def _comment_words(comment: Comment, say: Say) -> str:
    place = f"{comment.place}: " if comment.place else ""
    author = comment.author or say(text("somebody"))
    told = say(text("comment of {author}: {words}", author=author, words=comment.words))
    return f"{place}{told}"


def _written(path: Path) -> str:
    if not path.exists():
        return ""
    content, problems = decode(path, path.name)
    if content is None:
        raise ContentError(
            text("{file} has mistakes", file=path.name),
            text("mend it, or pull with --no-ra-soat"),
            problems,
        )
    return content
