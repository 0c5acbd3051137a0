"""Comments of content files that let a rule pass: `# bỏ qua TN101: lý do`.

Such a comment holds for the entry or item it stands above or beside, and for the whole file where
it stands at its top, apart from the first key.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qdgen.check.elements import Element
from qdgen.check.paper import Located, Piece, Suppression
from qdgen.check.rule import Rule
from qdgen.content.comments import WHOLE_FILE, comments_of
from qdgen.content.nodes import ListNode, MapNode, Scalar, SourceFile
from qdgen.content.vocabulary import nearest
from qdgen.content.yaml_reader import read_file

_WORDS = re.compile(r"#+\s*b(?:ỏ|o)\s+qua\b", re.IGNORECASE)
_SUPPRESSION = re.compile(
    r"#+\s*b(?:ỏ|o)\s+qua\s+"
    r"(?P<rules>[a-z]+[a-z0-9-]*(?:\s*,\s*[a-z]+[a-z0-9-]*)*)\s*(?::\s*(?P<reason>.*?))?\s*$",
    re.IGNORECASE,
)
_LIKE_A_CODE = re.compile(r"(?=\D*\d)[a-z][a-z0-9]+", re.IGNORECASE)
_WORD = re.compile(r"[^\s,]+")


@dataclass(frozen=True, slots=True)
class _CommentSpot:
    """The place of a comment: its characters stand on one line."""

    source: SourceFile
    index: int

    def located(self, start: int, end: int) -> Located:
        line, column = self.source.place(self.index + start)
        mark = (column - 1, column - 1 + max(1, end - start))
        location = self.source.location(line, column)
        return Located(location, source_line=self.source.line_text(line), mark=mark)

    def is_generated(self, _start: int, _end: int) -> bool:
        return False


def read_suppressions(files: Mapping[Path, str], rules: Sequence[Rule]) -> list[Suppression]:
    """The suppressions in content files (each with its name as shown) that can be read."""
    codes = {word: rule.code for rule in rules for word in (rule.code.casefold(), rule.name)}
    found: list[Suppression] = []
    for path, shown in files.items():
        if _WORDS.search(path.read_text(encoding="utf-8")):
            root, _, _ = read_file(path, shown)
            if root is not None:
                found += _in_file(root, codes)
    return found


def _in_file(root: MapNode, codes: Mapping[str, str]) -> Iterator[Suppression]:
    source = root.source
    spans: dict[int, tuple[int, int]] = {}
    for index, owner in sorted(comments_of(root).owners.items()):
        comment = source.text[index:].partition("\n")[0].rstrip()
        match = _SUPPRESSION.match(comment)
        if match is None:
            continue
        words = list(_WORD.finditer(match["rules"]))
        if not any(_is_meant(word.group(), codes) for word in words):
            continue  # an ordinary remark that begins with these words
        spans = spans or _spans(root)
        span = (1, sys.maxsize) if owner == WHOLE_FILE else spans.get(owner, (0, 0))
        piece = Piece(Element.OTHER, comment, _CommentSpot(source, index))
        for word in words:
            yield Suppression(
                source.path,
                *span,
                piece,
                word.group(),
                match.start("rules") + word.start(),
                match["reason"] or "",
                codes.get(word.group().casefold(), ""),
            )


def _is_meant(word: str, codes: Mapping[str, str]) -> bool:
    return bool(word.casefold() in codes or _LIKE_A_CODE.fullmatch(word) or nearest(word, codes))


def _spans(root: MapNode) -> dict[int, tuple[int, int]]:
    """First and last line of every entry and item, by where it begins. The first key of an item
    stands for the whole item."""
    spans: dict[int, tuple[int, int]] = {}
    waiting: list[tuple[MapNode | ListNode, bool]] = [(root, False)]
    while waiting:
        node, is_item = waiting.pop()
        if isinstance(node, MapNode):
            for nth, (name, key) in enumerate(node.keys_at.items()):
                child = node[name]
                last = _last_line(node if is_item and nth == 0 else child, key)
                spans[key.start] = (key.line, last)
                if isinstance(child, (MapNode, ListNode)):
                    waiting.append((child, False))
            continue
        for item in node:
            if isinstance(item, MapNode):
                waiting.append((item, True))
            elif isinstance(item, Scalar):
                spans[item.start] = (item.line, _last_line(item, item))
    return spans


def _last_line(node: object, key: Scalar) -> int:
    """The line on which the last text of `node` ends."""
    while isinstance(node, (MapNode, ListNode)) and node:
        node = list(node.values())[-1] if isinstance(node, MapNode) else node[-1]
    if not isinstance(node, Scalar) or node.end <= node.start:
        return key.line
    last, _ = node.source.place(node.end - 1)
    return max(key.line, last)
