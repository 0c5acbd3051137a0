"""From the parser's events to nodes."""

from __future__ import annotations

import re
from typing import Any

import yaml

from qdgen.content.nodes import ListNode, MapNode, Node, Scalar, Style
from qdgen.content.positions import owner_indent
from qdgen.content.problems import Problems
from qdgen.content.refusals import KEY, Refusals, TooBad
from qdgen.content.text_checks import GLUED, TextChecks
from qdgen.content.vocabulary import known_keys
from qdgen.messages import text

DEEPEST = 40
"""How many maps and lists may stand inside one another."""

# The Python parser, an order of magnitude slower, where PyYAML was built without the C one.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ITEM_KEY = re.compile(r"[a-z][a-z0-9_]*")
_STYLES = {"'": Style.SINGLE, '"': Style.DOUBLE, ">": Style.FOLDED, "|": Style.LITERAL}
_BLOCK_SIGN = re.compile(r"[>|](?P<mark>[-+0-9]*)[ ]*(?:#.*)?")


class _Frame:
    """A collection being read."""

    __slots__ = ("bad_keys", "flow", "key", "last", "map", "node")

    def __init__(self, node: MapNode | ListNode, flow: bool) -> None:
        self.node = node
        self.map = node if isinstance(node, MapNode) else None
        self.flow = flow
        self.key: Scalar | None = None
        self.bad_keys: list[Scalar] | None = None
        self.last: Node | None = None


class Builder:
    """Turns the parser's events into nodes."""

    def __init__(self, problems: Problems) -> None:
        self.source = problems.source
        self.text = problems.source.text
        self.problems = problems
        self.checks = TextChecks(problems)
        self.refuse = Refusals(problems)
        self.root: MapNode | None = None
        self.good_keys: set[str] = set()
        self.item_keys: set[str] = set()  # those that may also begin a list item

    def build(self) -> MapNode | None:
        """The root map; None where there is none or where something was noted as wrong."""
        parser = _Loader(self.text)
        try:
            root = self._read(parser)
        except yaml.MarkedYAMLError as error:
            from qdgen.content.line_diagnosis import explain_failure

            explain_failure(self.problems, error)
            return None
        except TooBad:
            return None
        finally:
            parser.dispose()
        if root is None and not self.problems:
            self.refuse.nothing_here()
            return None
        self.checks.question_marks()
        self.checks.comments()
        return root

    def _read(self, parser: Any) -> MapNode | None:
        stack: list[_Frame] = []
        scalar, opens = yaml.ScalarEvent, (yaml.MappingStartEvent, yaml.SequenceStartEvent)
        closes = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
        next_event = parser.get_event
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is scalar:
                if not stack:
                    self._root_is_not_a_map(event)
                    raise TooBad
                frame = stack[-1]
                if frame.key is None and frame.map is not None:
                    self._open_key(frame, frame.map, event)
                else:
                    self._put(frame, self._scalar(event, frame))
            elif kind in opens:
                stack.append(self._open(event, stack))
            elif kind in closes:
                closed = stack.pop()
                parent = stack[-1] if stack else None
                value = self._closed(closed, event, parent)
                if parent is not None:
                    self._put(parent, value)
                elif isinstance(value, MapNode):
                    self.root = value
            else:
                self._other(event, kind)
        return self.root

    def _open(self, event: Any, stack: list[_Frame]) -> _Frame:
        """A map or list begins."""
        if event.anchor is not None or event.tag is not None:
            self.refuse.anchor_or_tag(event)
        if len(stack) >= DEEPEST:
            self.refuse.too_deep(event, DEEPEST)
        is_list = type(event) is yaml.SequenceStartEvent
        if is_list and not stack:
            self._root_is_not_a_map(event)
        if stack and stack[-1].map is not None and stack[-1].key is None:
            self.refuse.complex_key(event)
        if stack and stack[-1].map is None and is_list:
            self.refuse.list_in_list(event, stack[-1].flow)
        node: MapNode | ListNode = ListNode() if is_list else MapNode()
        mark = event.start_mark
        node.source, node.start = self.source, mark.index
        node.line, node.column = mark.line + 1, mark.column + 1
        if isinstance(node, MapNode):
            node.keys_at = {}
            if event.flow_style:
                self.refuse.flow_map(event)
        return _Frame(node, bool(event.flow_style))

    def _other(self, event: Any, kind: type[Any]) -> None:
        if kind is yaml.AliasEvent:
            self.refuse.alias(event)
        elif kind is yaml.DocumentStartEvent:
            if event.explicit or event.version or event.tags:
                self.refuse.document_marker(event)
        elif kind is yaml.DocumentEndEvent and event.explicit:
            self.refuse.document_marker(event)

    def _put(self, frame: _Frame, value: Node) -> None:
        frame.last = value
        if frame.map is not None and frame.key is not None:
            frame.map[frame.key.value] = value
            frame.key = None
        elif isinstance(frame.node, ListNode):
            frame.node.append(value)

    def _open_key(self, frame: _Frame, node: MapNode, event: Any) -> None:
        mark = event.start_mark
        name = event.value
        key = Scalar(
            name,
            self.source,
            mark.line + 1,
            mark.column + 1,
            mark.index,
            event.end_mark.index,
            _STYLES.get(event.style, Style.PLAIN) if event.style else Style.PLAIN,
        )
        frame.key = key
        if name not in self.good_keys:
            if event.style or not KEY.fullmatch(name) or event.anchor or event.tag:
                frame.bad_keys = [*(frame.bad_keys or ()), key]
                if event.anchor is not None or event.tag is not None:
                    self.refuse.anchor_or_tag(event)
            else:
                self.good_keys.add(name)
        elif event.style or event.anchor is not None or event.tag is not None:
            frame.bad_keys = [*(frame.bad_keys or ()), key]
        if name in node and not frame.flow:
            first = node.keys_at[name]
            self.problems.at(
                key.line,
                key.column,
                "duplicate-key",
                text("the key {key} stands here a second time", key=name),
                text("It is already on line {line}; keep one of the two.", line=first.line),
            )
        else:
            node.keys_at[name] = key

    def _closed(self, closed: _Frame, event: Any, parent: _Frame | None) -> Node:
        node = closed.node
        last = closed.last
        if closed.flow or last is None:
            node.end = event.end_mark.index
        else:
            node.end = last.end
        if closed.flow:
            if type(node) is ListNode:
                self.refuse.unless_bare_keys(node)
            return node
        if closed.bad_keys and isinstance(node, MapNode):
            plain = self._as_item_text(node, parent)
            if plain is not None:
                return plain
            for key in closed.bad_keys:
                self.refuse.bad_key(key, _in_list(parent))
        elif type(node) is MapNode and parent is not None and type(parent.node) is ListNode:
            for name, key in node.keys_at.items():
                if name in self.item_keys:
                    continue
                if not _ITEM_KEY.fullmatch(name):
                    plain = self._as_item_text(node, parent)
                    if plain is not None:
                        return plain
                    self.refuse.bad_key(key, _in_list(parent))
                else:
                    self.item_keys.add(name)
        return node

    def _as_item_text(self, node: MapNode, parent: _Frame | None) -> Scalar | None:
        """`- Lưu: VT, VCL (3).` as the text it plainly is; None where it is not so plain."""
        if parent is None or type(parent.node) is not ListNode or len(node.keys_at) != 1:
            return None
        (key,) = node.keys_at.values()
        value = node.get(key.value)
        if key.style is not Style.PLAIN or not isinstance(value, Scalar):
            return None
        if value.line != key.line or value.style in (Style.FOLDED, Style.LITERAL):
            return None
        written = self.text[key.start : value.end]
        if "\n" in written or key.value.lower() in known_keys() or self.text[key.start] == "?":
            return None
        return Scalar(written, self.source, key.line, key.column, key.start, value.end)

    def _scalar(self, event: Any, frame: _Frame) -> Scalar:
        start, end = event.start_mark, event.end_mark
        if event.anchor is not None or event.tag is not None:
            self.refuse.anchor_or_tag(event)
        value = event.value
        style = event.style
        if not style:
            scalar = Scalar(
                value, self.source, start.line + 1, start.column + 1, start.index, end.index
            )
            if end.line != start.line:
                self.checks.continued(scalar)
            if (":" in value or "\uff1a" in value) and not frame.flow:
                self.checks.glued(scalar)
            return scalar
        if style in "'\"":
            scalar = Scalar(
                value,
                self.source,
                start.line + 1,
                start.column + 1,
                start.index,
                end.index,
                _STYLES[style],
            )
            self.checks.opaque.append((start.index, end.index))
            self.checks.quoted(scalar)
            return scalar
        return self._block(start.line + 1, start.column + 1, start.index, _STYLES[style])

    def _block(self, line: int, column: int, start: int, style: Style) -> Scalar:
        """A folded or literal text, from its lines: whatever the chomping, no final newline."""
        header = self.source.lines[line - 1][column - 1 :]
        sign = _BLOCK_SIGN.fullmatch(header)
        if sign is None or sign.group("mark") not in ("", "-", "+"):
            self.problems.at(
                line,
                column,
                "block-indicator",
                text("a number stands behind the sign {sign}", sign=style.value),
                text("Write {sign} and indent the text by two spaces.", sign=style.value + "-"),
            )
        lines = self.source.lines
        texts: list[str] = []
        indent = 0
        last = line
        for number in range(line, len(lines)):
            written = lines[number]
            bare = written.lstrip(" ")
            if not bare:
                texts.append("")
                continue
            here = len(written) - len(bare)
            if not indent:
                parent = owner_indent(lines[line - 1])
                if here <= parent:
                    break
                indent = here
            if here < indent:
                break
            if style is Style.FOLDED:
                self.checks.folded_line(number + 1, here, indent, bare)
                texts.append(bare.rstrip(" "))
            else:
                texts.append(written[indent:].rstrip(" "))
            last = number + 1
        del texts[last - line :]
        if "" in texts:
            self.checks.blank_lines(line, texts, style)
        if last == line:
            end = start + 1
        else:
            end = self.source.line_start(last) + len(lines[last - 1].rstrip(" "))
            self.checks.opaque.append((self.source.line_start(line + 1), end))
        joined = (" " if style is Style.FOLDED else "\n").join(texts)
        return Scalar(joined, self.source, line, column, start, end, style)

    def _root_is_not_a_map(self, event: Any) -> None:
        if not isinstance(event, yaml.SequenceStartEvent):
            glued = GLUED.match(event.value)
            if glued and not event.style:
                scalar = self._scalar(event, _Frame(MapNode(), flow=False))
                if self.problems or scalar is None:
                    return
        self.refuse.at(
            event,
            "root-not-map",
            text("the file must begin with a key"),
            text("Begin with a key and a colon, such as van_ban:"),
        )
        raise TooBad


def _in_list(frame: _Frame | None) -> bool:
    return frame is not None and frame.map is None
