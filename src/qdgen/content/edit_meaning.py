"""What a file means after its changes, reckoned from the nodes alone; and what a file does mean."""

from __future__ import annotations

from collections.abc import Sequence

from qdgen.content.edit_state import Changes, Name, New, Piece
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.rendering import plain


def meant(changes: Changes, node: object) -> object:
    """`node` after the changes, as texts, dicts and lists. Raises ValueError."""
    if id(node) not in changes.touched:
        return plain_node(node)
    if isinstance(node, MapNode):
        renamed = changes.renamed.get(id(node), {})
        return {
            renamed.get(name.key, name.key): _entry(changes, node, name)
            for name in changes.names_of(node)
        }
    if isinstance(node, ListNode):
        return [
            plain(piece.data) if isinstance(piece, New) else meant(changes, piece)
            for piece in changes.pieces_of(node)
        ]
    if not isinstance(node, Scalar):
        raise TypeError(node)
    words = changes.changed(node).value
    if id(node) not in changes.puts and id(node) not in changes.made:
        return words
    whole: dict[str, object] = {"noi_dung": words}
    for key, new in changes.puts.get(id(node), {}).items():
        whole[key] = plain(new.data)
    for key, pieces in changes.made.get(id(node), {}).items():
        whole[key] = _list(changes, pieces)
    return whole


def _entry(changes: Changes, holder: MapNode, name: Name) -> object:
    made = changes.made.get(id(holder), {}).get(name.key)
    if made is not None:
        return _list(changes, made)
    if name.new is not None:
        return plain(name.new.data)
    value = holder[name.key]
    if isinstance(value, Scalar):
        around = changes.expanded([value])
        if len(around) > 1:
            return [
                changes.changed(value).value
                if piece is value
                else plain(piece.data)
                if isinstance(piece, New)
                else meant(changes, piece)
                for piece in around
            ]
    return meant(changes, value)


def _list(changes: Changes, pieces: Sequence[Piece]) -> object:
    return [
        plain(piece.data) if isinstance(piece, New) else meant(changes, piece)
        for piece in changes.expanded(pieces)
    ]


def plain_node(node: object) -> object:
    """`node` as texts, dicts and lists, without places."""
    if isinstance(node, MapNode):
        return {key: plain_node(child) for key, child in node.items()}
    if isinstance(node, ListNode):
        return [plain_node(child) for child in node]
    return str(node)
