"""`qdgen fmt`: a content file laid out anew without a change of meaning."""

from __future__ import annotations

import unicodedata
from collections import Counter
from pathlib import Path

from qdgen.content.comments import BLANK, Comments, comments_of
from qdgen.content.layout import laid_out
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.yaml_reader import decode, parse
from qdgen.errors import ContentError
from qdgen.messages import text
from qdgen.replacing import replacing


def format_text(content: str, shown_as: str = "") -> str:
    """`content` with ordered keys, one clause a line and the letters in NFC.

    Texts, keys and comments stay what they are. Raises ContentError where the file cannot be
    read, or where the result would not mean the same.
    """
    composed = unicodedata.normalize("NFC", content.removeprefix("\ufeff"))
    root, _, diagnostics = parse(composed, shown_as)
    if root is None:
        raise ContentError(
            text("{file} cannot be laid out before it is correct", file=shown_as or "YAML"),
            diagnostics=diagnostics,
        )
    result = laid_out(root)
    again, _, diagnostics = parse(result, shown_as)
    if (
        again is None
        or not _same(root, again)
        or _all(comments_of(root)) != _all(comments_of(again))
    ):
        raise ContentError(
            text(
                "{file} was left as it is: laid out anew it would not mean the same",
                file=shown_as or "YAML",
            ),
            text("Lay out the part with unusual quotes or comments by hand."),
            diagnostics,
        )
    return result


def format_file(path: Path, shown_as: str | None = None, *, write: bool = True) -> bool:
    """Lay out the file at `path`; whether it changed, or would without `write`.

    Written beside its place, then renamed. Raises ContentError as `format_text` does, OutputError
    where the file cannot be replaced.
    """
    shown = path.as_posix() if shown_as is None else shown_as
    content, diagnostics = decode(path, shown)
    if content is None:
        raise ContentError(
            text("{file} cannot be laid out before it is correct", file=shown),
            diagnostics=diagnostics,
        )
    result = format_text(content, shown)
    if result == content:
        return False
    if write:
        with replacing(path.resolve(), shown) as file:
            file.write(result.encode("utf-8"))
    return True


def _same(left: object, right: object) -> bool:
    """Whether two nodes hold the same texts, keys and items; the order of keys does not matter."""
    waiting = [(left, right)]
    while waiting:
        one, other = waiting.pop()
        if type(one) is not type(other):
            return False
        if isinstance(one, Scalar) and isinstance(other, Scalar):
            if one.value != other.value:
                return False
        elif isinstance(one, MapNode) and isinstance(other, MapNode):
            if one.keys() != other.keys():
                return False
            waiting += [(one[key], other[key]) for key in one]
        elif isinstance(one, ListNode) and isinstance(other, ListNode):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
    return True


def _all(comments: Comments) -> Counter[str]:
    lines = [
        comments.header,
        comments.footer,
        list(comments.beside.values()),
        *comments.before.values(),
        *comments.after.values(),
    ]
    return Counter(line for group in lines for line in group if line != BLANK)
