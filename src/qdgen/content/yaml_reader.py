"""The strict reader of the restricted YAML of docs/content-format.md.

PyYAML's parser (the C one where it is there) says what the structure is; nothing is taken from
its typing. Whatever ordinary YAML would change, lose or reinterpret silently is refused here.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from qdgen.content.line_diagnosis import explain_failure, owner_indent
from qdgen.content.nodes import ListNode, MapNode, Node, Scalar, SourceFile, Style
from qdgen.content.problems import Problems
from qdgen.content.text_scan import scan_characters
from qdgen.content.vocabulary import as_key, known_keys, nearest
from qdgen.diagnostics import Diagnostic, Location
from qdgen.messages import Text, text

MOST_BYTES = 64 * 1024 * 1024
DEEPEST = 40
KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ITEM_KEY = re.compile(r"[a-z][a-z0-9_]*")
_STYLES = {"'": Style.SINGLE, '"': Style.DOUBLE, ">": Style.FOLDED, "|": Style.LITERAL}
_BLOCK_SIGN = re.compile(r"[>|](?P<mark>[-+0-9]*)[ ]*(?:#.*)?")
_GLUED = re.compile(r"(?P<key>[a-z][a-z0-9_]*)(?P<colon>[:\uff1a\ufe55\ufe13])(?!//)(?=\S)")
_LINE_KEY = re.compile(r"(?P<key>[a-z][a-z0-9_]*)[ ]*:(?: |$)")
_CONTINUED_KEY = re.compile(r"\n[ ]*(?P<key>[a-z][a-z0-9_]*)[ ]*:(?!//)")
_CONTINUED_DASH = re.compile(r"\n[ ]*(?P<dash>[-\u2013\u2014\u2022])(?=[ ]|\w)")
_BLANK_LINE = re.compile(r"\n[ ]*\r?\n")
_ESCAPE = re.compile(r'\\(?:(?P<fine>["\\])|(?P<other>.|\r?\n))', re.DOTALL)
_HASH = re.compile(r"(?m)(?:^|(?<=[ ]))#")
_QUESTION = re.compile(r"(?m)^[ ]*(?:-[ ]+)*(?P<mark>\?)(?=[ \r\n]|$)")


def read_file(path: Path, shown_as: str) -> tuple[MapNode | None, SourceFile | None, list[Diagnostic]]:
    """Read the content file at `path`, called `shown_as` in messages.

    Gives the root map, the source and nothing wrong; or no map and the list of what is wrong
    (and no source where the bytes are not text at all).
    """
    content, problems = decode(path, shown_as)
    if content is None:
        return None, None, problems
    return parse(content, shown_as)


def decode(path: Path, shown_as: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of the file at `path`; or None and why it is not text in UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return None, [
            Diagnostic(
                "file-unreadable",
                text("the file cannot be read: {reason}", reason=error.strerror or str(error)),
                Location(shown_as),
                text("Check that it is an ordinary file and that you may read it."),
            )
        ]
    if len(data) > MOST_BYTES:
        return None, [
            Diagnostic(
                "file-too-large",
                text("the file is larger than {most} MB", most=MOST_BYTES // 1024 // 1024),
                Location(shown_as),
                text("Divide it into several annexes."),
            )
        ]
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, shown_as)]
    if "\0" in content[:64] and content.count("\0") * 3 > len(content):
        return None, [_not_utf8(data, 0, shown_as)]
    return content, []


def parse(content: str, shown_as: str) -> tuple[MapNode | None, SourceFile, list[Diagnostic]]:
    """Read `content` as one content file; see `read_file`."""
    source = SourceFile(shown_as, content)
    problems = Problems(source)
    scan_characters(problems)
    if problems:
        return None, source, problems.listed()
    with _without_collector():
        root = _Builder(source, problems).build()
    if problems or root is None:
        return None, source, problems.listed()
    return root, source, []


def _not_utf8(data: bytes, at: int, shown_as: str) -> Diagnostic:
    line_start = data.rfind(b"\n", 0, at) + 1
    place = Location(
        shown_as,
        data.count(b"\n", 0, at) + 1,
        len(data[line_start:at].decode("utf-8", "replace")) + 1,
    )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        return Diagnostic(
            "not-utf8",
            text("the file is in UTF-16, not in UTF-8"),
            place,
            text("In Notepad: Save as, Encoding: UTF-8 (not UTF-8 with BOM)."),
        )
    line_end = data.find(b"\n", at)
    line = data[line_start : line_end if line_end >= 0 else len(data)][:2000]
    return Diagnostic(
        "not-utf8",
        text("the file is not in UTF-8"),
        place,
        text("Convert it from TCVN3 (ABC), VNI or Windows-1258 to Unicode and save it as UTF-8."),
        line.decode("utf-8", "replace").rstrip("\r"),
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of thousands of nodes are made and none is garbage: let Python not look for any."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class _Frame:
    """A collection being read."""

    __slots__ = ("bad_keys", "flow", "key", "last", "node")

    def __init__(self, node: MapNode | ListNode, flow: bool) -> None:
        self.node = node
        self.flow = flow
        self.key: Scalar | None = None
        self.bad_keys: list[Scalar] | None = None
        self.last: Node | None = None


class _TooBad(Exception):
    """The rest of the file would only be misread."""


class _Builder:
    """Turns the parser's events into nodes."""

    def __init__(self, source: SourceFile, problems: Problems) -> None:
        self.source = source
        self.text = source.text
        self.problems = problems
        self.opaque: list[tuple[int, int]] = []  # quoted and block texts, where # is a letter
        self.good_keys: set[str] = set()
        self.item_keys: set[str] = set()  # those that may also begin a list item

    def build(self) -> MapNode | None:
        """The root map; None where there is none or where something was noted as wrong."""
        parser = _Loader(self.text)
        try:
            root = self._read(parser)
        except yaml.MarkedYAMLError as error:
            explain_failure(self.problems, error)
            return None
        except _TooBad:
            return None
        finally:
            parser.dispose()
        if root is None and not self.problems:
            self._nothing_here()
            return None
        self._check_question_marks()
        self._check_comments()
        return root

    def _read(self, parser: Any) -> MapNode | None:
        stack: list[_Frame] = []
        frame: _Frame | None = None
        root: MapNode | None = None
        scalar_event = yaml.ScalarEvent
        map_start, map_end = yaml.MappingStartEvent, yaml.MappingEndEvent
        list_start, list_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
        next_event = parser.get_event
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is scalar_event:
                if frame is None:
                    self._root_is_not_a_map(event)
                    raise _TooBad
                if frame.key is None and type(frame.node) is MapNode:
                    self._open_key(frame, event)
                else:
                    self._put(frame, self._scalar(event, frame))
            elif kind is map_start or kind is list_start:
                if event.anchor is not None or event.tag is not None:
                    self._anchor_or_tag(event)
                if len(stack) >= DEEPEST:
                    self._too_deep(event)
                node = MapNode() if kind is map_start else ListNode()
                mark = event.start_mark
                node.source, node.start = self.source, mark.index
                node.line, node.column = mark.line + 1, mark.column + 1
                if kind is map_start:
                    node.keys_at = {}
                    if event.flow_style:
                        self._flow_map(event)
                elif frame is None:
                    self._root_is_not_a_map(event)
                if frame is not None:
                    if type(frame.node) is MapNode and frame.key is None:
                        self._complex_key(event)
                    elif type(frame.node) is ListNode and kind is list_start:
                        self._list_in_list(event, frame)
                frame = _Frame(node, bool(event.flow_style))
                stack.append(frame)
            elif kind is map_end or kind is list_end:
                closed = stack.pop()
                assert frame is closed
                frame = stack[-1] if stack else None
                value = self._closed(closed, event, frame)
                if frame is not None:
                    self._put(frame, value)
                elif isinstance(value, MapNode):
                    root = value
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                if event.explicit or event.version or event.tags:
                    self._document_marker(event)
            elif kind is yaml.DocumentEndEvent and event.explicit:
                self._document_marker(event)
        return root

    # --- putting nodes together ------------------------------------------------------------------

    def _put(self, frame: _Frame, value: Node) -> None:
        frame.last = value
        node = frame.node
        if type(node) is ListNode:
            node.append(value)
            return
        assert frame.key is not None
        key, frame.key = frame.key, None
        node[key.value] = value  # type: ignore[index]

    def _open_key(self, frame: _Frame, event: Any) -> None:
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
        node = frame.node
        assert type(node) is MapNode
        if name not in self.good_keys:
            if event.style or not KEY.fullmatch(name) or event.anchor or event.tag:
                frame.bad_keys = [*(frame.bad_keys or ()), key]
                if event.anchor is not None or event.tag is not None:
                    self._anchor_or_tag(event)
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
                self._check_flow_list(node)
            return node
        if closed.bad_keys:
            assert type(node) is MapNode
            plain = self._as_item_text(node, closed, parent)
            if plain is not None:
                return plain
            for key in closed.bad_keys:
                self._bad_key(key, parent)
        elif type(node) is MapNode and parent is not None and type(parent.node) is ListNode:
            for name, key in node.keys_at.items():
                if name in self.item_keys:
                    continue
                if not _ITEM_KEY.fullmatch(name):
                    plain = self._as_item_text(node, closed, parent)
                    if plain is not None:
                        return plain
                    self._bad_key(key, parent)
                else:
                    self.item_keys.add(name)
        return node

    def _as_item_text(
        self, node: MapNode, closed: _Frame, parent: _Frame | None
    ) -> Scalar | None:
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

    # --- texts -----------------------------------------------------------------------------------

    def _scalar(self, event: Any, frame: _Frame) -> Scalar:
        start, end = event.start_mark, event.end_mark
        if event.anchor is not None or event.tag is not None:
            self._anchor_or_tag(event)
        value = event.value
        style = event.style
        if not style:
            scalar = Scalar(
                value, self.source, start.line + 1, start.column + 1, start.index, end.index
            )
            if end.line != start.line:
                self._check_continued(scalar)
            if (":" in value or "\uff1a" in value) and not frame.flow:
                self._check_glued(scalar)
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
            self.opaque.append((start.index, end.index))
            self._check_quoted(scalar)
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
                self._check_folded_line(number + 1, here, indent, bare)
                texts.append(bare.rstrip(" "))
            else:
                texts.append(written[indent:].rstrip(" "))
            last = number + 1
        del texts[last - line :]
        if "" in texts:
            self._check_blank_lines(line, texts, style)
        if last == line:
            end = start + 1
        else:
            end = self.source.line_start(last) + len(lines[last - 1].rstrip(" "))
            self.opaque.append((self.source.line_start(line + 1), end))
        joined = (" " if style is Style.FOLDED else "\n").join(texts)
        return Scalar(joined, self.source, line, column, start, end, style)

    def _check_blank_lines(self, line: int, texts: list[str], style: Style) -> None:
        for offset, content in enumerate(texts):
            if content:
                continue
            if style is Style.LITERAL and any(texts[:offset]):
                continue
            self.problems.at(
                line + offset + 1,
                1,
                "blank-line-in-text",
                text("a blank line inside a text would be lost"),
                text("Delete it; write paragraphs as list items (- >-)."),
            )

    def _check_folded_line(self, line: int, here: int, indent: int, bare: str) -> None:
        if here > indent:
            self.problems.at(
                line,
                indent + 1,
                "deeper-line",
                text("this line is indented deeper than the text it belongs to"),
                text("Indent it by {indent} spaces like the lines above it.", indent=indent),
            )
        elif bare[0] in "-\u2013\u2014\u2022+" and bare[1:2] in ("", " "):
            self.problems.at(
                line,
                here + 1,
                "dash-in-folded-text",
                text("a dash at the start of a line would run into the text before it"),
                text("Write dash lines as a list below the key gach; or move the dash off the line's start."),
            )
        elif bare[0] == "#" and bare[1:2] in ("", " ", "#"):
            self.problems.at(
                line,
                here + 1,
                "comment-in-text",
                text("this line looks like a comment but would be printed"),
                text("Put the comment above the key; or join the line with the one before it."),
            )
        else:
            match = _LINE_KEY.match(bare)
            if match and match.group("key") in known_keys():
                self._swallowed_key(line, here + 1, match.group("key"))

    def _swallowed_key(self, line: int, column: int, key: str) -> None:
        self.problems.at(
            line,
            column,
            "key-inside-text",
            text("{key}: would become part of the text above it", key=key),
            text("If it is a key, indent it like the key above; if it is text, join it with the line before."),
        )

    def _check_continued(self, scalar: Scalar) -> None:
        """A plain text of several lines must not swallow keys, dashes or paragraphs."""
        written = self.text[scalar.start : scalar.end]
        for match in _CONTINUED_KEY.finditer(written):
            line, column = self.source.place(scalar.start + match.start("key"))
            self._swallowed_key(line, column, match.group("key"))
        match = _CONTINUED_DASH.search(written)
        if match:
            self.problems.at_index(
                scalar.start + match.start("dash"),
                "dash-inside-text",
                text("a dash line would become part of the text above it"),
                text("Write - and a space, and indent it like the other items of its list."),
            )
        self._check_no_blank_line(scalar, written)

    def _check_no_blank_line(self, scalar: Scalar, written: str) -> None:
        match = _BLANK_LINE.search(written)
        if match:
            self.problems.at_index(
                scalar.start + match.start() + 1,
                "blank-line-in-text",
                text("a blank line inside a text would be lost"),
                text("Delete it; write paragraphs as list items (- >-)."),
            )

    def _check_glued(self, scalar: Scalar) -> None:
        match = _GLUED.match(scalar.value)
        if match is None:
            return
        place = scalar.start + match.start("colon")
        if match.group("colon") == ":":
            self.problems.at_index(
                place,
                "no-space-after-colon",
                text("a space is missing after the colon"),
                text("Write {key}: and a space; or put a text in single quotes.", key=match["key"]),
            )
        else:
            self._wide_colon(place, match.group("key"))

    def _wide_colon(self, place: int, key: str) -> None:
        self.problems.at_index(
            place,
            "wide-colon",
            text("this is a full-width colon"),
            text("Type an ordinary colon and a space: {key}:", key=key),
        )

    def _check_quoted(self, scalar: Scalar) -> None:
        written = self.text[scalar.start : scalar.end]
        if "\n" in written:
            self._check_no_blank_line(scalar, written)
        if scalar.style is not Style.DOUBLE or "\\" not in written:
            return
        for match in _ESCAPE.finditer(written):
            if match.group("other"):
                self.problems.at_index(
                    scalar.start + match.start(),
                    "escape-in-quotes",
                    text("between double quotes a backslash does not stay what it is"),
                    text("Use single quotes, or write the text below >- without quotes."),
                )

    def _check_flow_list(self, node: ListNode) -> None:
        for item in node:
            if not isinstance(item, Scalar):
                continue
            if item.style is not Style.PLAIN or not KEY.fullmatch(item.value):
                self._not_a_bare_key(item.line, item.column)

    def _not_a_bare_key(self, line: int, column: int) -> None:
        self.problems.at(
            line,
            column,
            "flow-list",
            text("only bare keys may stand in a list between [ and ]"),
            text("Write one item a line, each after - and a space."),
        )

    # --- what is refused -------------------------------------------------------------------------

    def _at(self, event: Any, code: str, message: Text, hint: Text) -> None:
        mark = event.start_mark
        self.problems.at(mark.line + 1, mark.column + 1, code, message, hint)

    def _bad_key(self, key: Scalar, parent: _Frame | None) -> None:
        wanted = as_key(key.value)
        known = known_keys()
        match = wanted if wanted in known else nearest(wanted, known)
        if match is None and " " not in key.value and KEY.fullmatch(wanted):
            match = wanted
        in_list = parent is not None and type(parent.node) is ListNode
        if match:
            hint = text("Do you mean {key}: ? A text with a colon is written below >-.", key=match)
        elif in_list:
            hint = text("If this is text, put it in single quotes or below >-.")
        else:
            hint = text("A key is written in a-z, 0-9, _ and -; a text with a colon below >-.")
        self.problems.at(
            key.line,
            key.column,
            "key-spelling",
            text("{key} is not a key: small letters without diacritics expected", key=key.value),
            hint,
        )

    def _anchor_or_tag(self, event: Any) -> None:
        if event.anchor is not None:
            self._at(
                event,
                "anchor",
                text("a text cannot begin with &"),
                text("Write it below >- or in single quotes."),
            )
        else:
            self._at(
                event,
                "tag",
                text("a text cannot begin with !"),
                text("Write it below >- or in single quotes."),
            )

    def _alias(self, event: Any) -> None:
        self._at(
            event,
            "alias",
            text("a text cannot begin with *"),
            text("Write it below >- or in single quotes: '*…*'."),
        )
        raise _TooBad

    def _too_deep(self, event: Any) -> None:
        self._at(
            event,
            "too-deep",
            text("more than {most} levels inside one another", most=DEEPEST),
            text("Check the indentation."),
        )
        raise _TooBad

    def _flow_map(self, event: Any) -> None:
        self._at(
            event,
            "flow-map",
            text("a text or a map cannot begin with {brace}", brace="{"),
            text("Write one key a line; write a text below >- or in single quotes."),
        )
        raise _TooBad

    def _list_in_list(self, event: Any, frame: _Frame) -> None:
        if frame.flow:
            self._not_a_bare_key(event.start_mark.line + 1, event.start_mark.column + 1)
            raise _TooBad
        self._at(
            event,
            "list-in-list",
            text("a list stands directly inside a list"),
            text("Write one dash; dash lines of a lower level go below the key gach."),
        )

    def _complex_key(self, event: Any) -> None:
        self._at(
            event,
            "complex-key",
            text("a key must be one word"),
            text("Write the key, a colon and a space; delete the question mark or the brackets."),
        )
        raise _TooBad

    def _document_marker(self, event: Any) -> None:
        line = event.start_mark.line + 1
        written = self.source.line_text(line)
        if written.startswith("%"):
            self.problems.at(
                line,
                1,
                "directive",
                text("a line cannot begin with %"),
                text("Delete it; write a text below >- or in single quotes."),
            )
            return
        self.problems.at(
            line,
            1,
            "document-marker",
            text("a file holds one document, without lines of --- or ..."),
            text("Delete the line; put a second document in a file of its own."),
        )

    def _root_is_not_a_map(self, event: Any) -> None:
        if not isinstance(event, yaml.SequenceStartEvent):
            glued = _GLUED.match(event.value)
            if glued and not event.style:
                scalar = self._scalar(event, _Frame(MapNode(), flow=False))
                if self.problems or scalar is None:
                    return
        self._at(
            event,
            "root-not-map",
            text("the file must begin with a key"),
            text("Begin with a key and a colon, such as van_ban:"),
        )
        raise _TooBad

    def _nothing_here(self) -> None:
        if self.text.strip():
            message = text("the file holds nothing but comments")
        else:
            message = text("the file is empty")
        self.problems.at(1, 1, "empty-file", message, text("Write its keys, or delete it."))

    # --- comments --------------------------------------------------------------------------------

    def _check_question_marks(self) -> None:
        if "?" not in self.text:
            return
        for match in _QUESTION.finditer(self.text):
            if not self._is_opaque(match.start("mark")):
                self.problems.at_index(
                    match.start("mark"),
                    "complex-key",
                    text("a line cannot begin with a question mark"),
                    text("Write the key, a colon and a space; write a text below >-."),
                )

    def _check_comments(self) -> None:
        for comment in find_comments(self.source, self.opaque):
            before = self.text[max(0, comment - 2) : comment]
            after = self.text[comment + 1 : comment + 2]
            line_start = self.text.rfind("\n", 0, comment) + 1
            if not self.text[line_start:comment].strip(" "):
                continue
            if before == "  " and after in (" ", "\r", "\n", ""):
                continue
            self.problems.at_index(
                comment,
                "text-lost-after-hash",
                text("the text from # on would be lost"),
                text("Write the text below >- ; before a comment put two spaces, after # one."),
            )

    def _is_opaque(self, index: int) -> bool:
        spot = bisect_right(self.opaque, (index, len(self.text))) - 1
        return spot >= 0 and index < self.opaque[spot][1]


def find_comments(source: SourceFile, opaque: list[tuple[int, int]]) -> list[int]:
    """The index of each # that begins a comment; `opaque` are the spans of texts, in order."""
    content = source.text
    if "#" not in content:
        return []
    found: list[int] = []
    spans = iter(opaque)
    span = next(spans, None)
    line_end = -1
    for match in _HASH.finditer(content):
        index = match.start()
        while span is not None and span[1] <= index:
            span = next(spans, None)
        if index < line_end or (span is not None and span[0] <= index):
            continue
        found.append(index)
        line_end = content.find("\n", index)
        if line_end < 0:
            line_end = len(content)
    return found


