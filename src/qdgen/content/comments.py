"""The comments and blank lines of a content file, each with the entry or item it belongs to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from qdgen.content.nodes import ListNode, MapNode, Scalar, Style
from qdgen.content.text_checks import find_comments

BLANK = ""
WHOLE_FILE = -1
_MODELINE = "# yaml-language-server:"


@dataclass
class Comments:
    """Comment lines (with their #) and blank lines (`BLANK`), by where they are to be written."""

    header: list[str] = field(default_factory=list)
    """At the top of the file, whatever comes first below."""
    before: dict[int, list[str]] = field(default_factory=dict)
    """By the start index of the entry or item below them."""
    beside: dict[int, str] = field(default_factory=dict)
    """By the start index of the entry or item on whose line they stand."""
    after: dict[int, list[str]] = field(default_factory=dict)
    """By the id of the map or list at whose end they stand."""
    footer: list[str] = field(default_factory=list)
    """At the end of the file."""
    owners: dict[int, int] = field(default_factory=dict)
    """By the index of each # in the file: the start index of the entry or item it belongs to;
    `WHOLE_FILE` where it stands in the header."""


@dataclass(frozen=True)
class _Place:
    start: int
    column: int
    depth: tuple[MapNode | ListNode, ...]
    value: object = None
    """Of an entry: what stands behind its colon."""


def comments_of(root: MapNode) -> Comments:
    """The comments of the file of `root`, attached."""
    source = root.source
    places = sorted(_places(root), key=lambda place: place.start)
    starts = [place.start for place in places]
    opaque = list(opaque_spans(root))
    comments = Comments()
    lines = _own_lines(source.text, set(find_comments(source, opaque)), opaque)
    for index, line in lines:
        _attach_line(comments, places, starts, index, line)
    for index in find_comments(source, opaque):
        if _stands_alone(source.text, index):
            continue
        nth = bisect_right(starts, index) - 1
        if nth < 0:  # beside the dash of the first item
            comments.before.setdefault(starts[0], []).append(_comment_at(source.text, index))
            comments.owners[index] = starts[0]
            continue
        owner = comments.owners[index] = starts[nth]
        # `- # text` above a map: nothing on its line for it to stand beside
        if owner < source.text.rfind("\n", 0, index) and _only_dashes(source.text, index):
            owner = comments.owners[index] = starts[nth + 1]
            comments.before.setdefault(owner, []).append(_comment_at(source.text, index))
        elif owner in comments.beside:
            comments.before.setdefault(owner, []).append(_comment_at(source.text, index))
        else:
            comments.beside[owner] = _comment_at(source.text, index)
    _split_header(comments, starts[0])
    return comments


def _places(root: MapNode) -> Iterator[_Place]:
    """Every entry (at its key) and every list item that is not a map (at its start)."""
    waiting: list[tuple[MapNode | ListNode, tuple[MapNode | ListNode, ...]]] = [(root, (root,))]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, MapNode):
            for name, key in node.keys_at.items():
                child = node[name]
                yield _Place(key.start, key.column, depth, child)
                if isinstance(child, (MapNode, ListNode)) and not is_flow(child):
                    waiting.append((child, (*depth, child)))
            continue
        for item in node:
            if isinstance(item, MapNode):
                waiting.append((item, (*depth, item)))
            elif isinstance(item, Scalar):
                yield _Place(item.start, item.column, depth)


def is_flow(node: MapNode | ListNode) -> bool:
    """Whether `node` is written between brackets."""
    return isinstance(node, ListNode) and node.source.text[node.start] == "["


def opaque_spans(root: MapNode) -> Iterator[tuple[int, int]]:
    """The spans of all texts, in the order of the file: a # in them is no comment."""
    waiting: list[object] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MapNode):
            waiting += reversed(list(node.values()))
        elif isinstance(node, ListNode):
            waiting += reversed(node)
        elif isinstance(node, Scalar) and node.end > node.start:
            if node.style in (Style.FOLDED, Style.LITERAL):
                if node.value:
                    yield node.source.line_start(node.line + 1), node.end
            else:
                yield node.start, node.end


def _stands_alone(content: str, index: int) -> bool:
    return not content[content.rfind("\n", 0, index) + 1 : index].strip(" ")


def _only_dashes(content: str, index: int) -> bool:
    return not content[content.rfind("\n", 0, index) + 1 : index].strip(" -")


def _comment_at(content: str, index: int) -> str:
    end = content.find("\n", index)
    return content[index : end if end >= 0 else len(content)].rstrip(" \r")


def _own_lines(
    content: str, comments: set[int], opaque: list[tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    """Comment and blank lines outside of texts: the index of the # or of the line, the line."""
    position = 0
    spans = iter(opaque)
    span = next(spans, None)
    for line in content.split("\n"):
        bare = line.strip(" \r")
        index = position + len(line) - len(line.lstrip(" "))
        while span is not None and span[1] <= position:
            span = next(spans, None)
        inside = span is not None and span[0] <= position
        if not bare and not inside:
            yield position, BLANK
        elif index in comments:
            yield index, bare
        position += len(line) + 1


def _attach_line(
    comments: Comments, places: list[_Place], starts: list[int], index: int, line: str
) -> None:
    nth = bisect_right(starts, index)
    following = places[nth] if nth < len(places) else None
    previous = places[nth - 1] if nth else None
    if previous is not None and _inside_value(previous, index):
        if line != BLANK:
            _append(comments.before.setdefault(previous.start, []), line)
            comments.owners[index] = previous.start
        return
    if line != BLANK and previous is not None:
        content = previous.depth[0].source.text
        column = index - content.rfind("\n", 0, index)
        closed = [
            node
            for node in previous.depth
            if following is None or all(node is not other for other in following.depth)
        ]
        outer_column = following.column if following is not None else 0
        fitting = [node for node in closed if outer_column < node.column <= column]
        if fitting:
            owner = max(fitting, key=lambda node: node.column)
            waiting = _take_blanks(comments, following)
            _append_all(comments.after.setdefault(id(owner), []), [*waiting, line])
            return
    if following is not None:
        _append(comments.before.setdefault(following.start, []), line)
        if line != BLANK:
            comments.owners[index] = following.start
    else:
        _append(comments.footer, line)


def _take_blanks(comments: Comments, following: _Place | None) -> list[str]:
    """Blank lines above a comment that turns out to close a collection go along with it."""
    held = comments.footer if following is None else comments.before.get(following.start, [])
    taken: list[str] = []
    while held and held[-1] == BLANK:
        taken.append(held.pop())
    return taken


def _inside_value(place: _Place, index: int) -> bool:
    """Whether `index` lies between the key of an entry and the end of its text or [list]."""
    value = place.value
    if isinstance(value, Scalar):
        return bool(value.value) and index < value.start
    return isinstance(value, ListNode) and is_flow(value) and index < value.end


def _append(lines: list[str], line: str) -> None:
    if line != BLANK or (lines and lines[-1] != BLANK) or not lines:
        lines.append(line)


def _append_all(lines: list[str], more: list[str]) -> None:
    for line in more:
        _append(lines, line)


def _split_header(comments: Comments, first: int) -> None:
    """What stands above the first key and apart from it, and an editor's modeline, stay on top."""
    lines = comments.before.get(first, [])
    while lines and lines[0] == BLANK:
        del lines[0]
    cut = 0
    if BLANK in lines:
        cut = len(lines) - lines[::-1].index(BLANK)
    elif lines and lines[0].startswith(_MODELINE):
        cut = 1
    comments.header = lines[:cut]
    comments.before[first] = lines[cut:]
    owned = sorted(index for index, owner in comments.owners.items() if owner == first)
    for index in owned[: cut - comments.header.count(BLANK)]:
        comments.owners[index] = WHOLE_FILE
