"""Changing a content file by changing only the characters that change.

Never dump YAML over a person's file: folds are lost and comments move. A change is spliced in at
the marks of the parser, the result is parsed again and compared with what was meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.content.nodes import ListNode, MapNode, Scalar, SourceFile
from qdgen.content.yaml_reader import parse


class SplicingError(Exception):
    """The change would have touched something else; nothing was made of it."""


def with_entry(source: SourceFile, path: Sequence[str], value: str, *, behind: str) -> str:
    """The text of `source` with the one-line text `value` at the keys `path`, put behind the entry
    `behind` of the same map where the key is not there yet.

    Raises SplicingError where that cannot be done without touching anything else.
    """
    *outer, key = path
    holder = _map_at(_root(source.text, source.path), outer)
    found = holder.get(key)
    if isinstance(found, Scalar):
        before, after = _around(source.text, holder.keys_at[key], found)
        changed = f"{before} {value}{after}"
    else:
        changed = _inserted(source.text, holder, key, value, behind)
    _compare(source, changed, outer, key, value)
    return changed


def _root(content: str, name: str) -> MapNode:
    root, _, _ = parse(content, name)
    if root is None:
        raise SplicingError(name)
    return root


def _map_at(root: MapNode, path: Sequence[str]) -> MapNode:
    node: object = root
    for key in path:
        node = node.get(key) if isinstance(node, MapNode) else None
    if not isinstance(node, MapNode):
        raise SplicingError(".".join(path))
    return node


def _around(content: str, key: Scalar, value: Scalar) -> tuple[str, str]:
    """What stands before and behind the value of an entry; a comment beside it stays."""
    colon = content.index(":", key.end) + 1
    if value.value:
        return content[:colon], content[value.end :]
    return content[:colon], content[colon:]


def _inserted(content: str, holder: MapNode, key: str, value: str, behind: str) -> str:
    """A line of its own below the entry `behind`, as far in as its neighbours."""
    neighbour = holder.keys_at.get(behind)
    found = holder.get(behind)
    if neighbour is None or not isinstance(found, Scalar):
        raise SplicingError(behind)
    end = content.find("\n", max(found.end - 1, neighbour.end))
    ending = "\r\n" if "\r\n" in content else "\n"
    line = f"{' ' * (neighbour.column - 1)}{key}: {value}{ending}"
    if end < 0:
        return f"{content}{ending}{line}"
    return content[: end + 1] + line + content[end + 1 :]


def _compare(source: SourceFile, changed: str, outer: Sequence[str], key: str, value: str) -> None:
    before, after = _root(source.text, source.path), _root(changed, source.path)
    holder = _map_at(before, outer)
    now = _map_at(after, outer)
    if str(now.get(key, "")) != value:
        raise SplicingError(key)
    holder[key] = now[key] = value
    if _plain(before) != _plain(after):
        raise SplicingError(key)


def _plain(node: object) -> object:
    """Keys and values without their places; the order of a map does not count."""
    if isinstance(node, MapNode):
        return {key: _plain(child) for key, child in node.items()}
    if isinstance(node, ListNode):
        return [_plain(child) for child in node]
    return str(node)
