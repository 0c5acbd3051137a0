"""What the restricted YAML refuses of YAML, each in a drafter's words."""

from __future__ import annotations

import re
from typing import Any

from qdgen.content.nodes import ListNode, Scalar, Style
from qdgen.content.problems import Problems
from qdgen.content.vocabulary import as_key, known_keys, nearest
from qdgen.messages import Text, text

KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")


class TooBad(Exception):
    """The rest of the file would only be misread."""


class Refusals:
    """Notes what may not stand in a content file; raises `TooBad` where reading on is no use."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.source = problems.source
        self.text = problems.source.text

    def at(self, event: Any, code: str, message: Text, hint: Text) -> None:
        mark = event.start_mark
        self.problems.at(mark.line + 1, mark.column + 1, code, message, hint)

    def bad_key(self, key: Scalar, in_list: bool) -> None:
        wanted = as_key(key.value)
        known = known_keys()
        match = wanted if wanted in known else nearest(wanted, known)
        if match is None and " " not in key.value and KEY.fullmatch(wanted):
            match = wanted
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

    def anchor_or_tag(self, event: Any) -> None:
        if event.anchor is not None:
            self.at(
                event,
                "anchor",
                text("a text cannot begin with &"),
                text("Write it below >- or in single quotes."),
            )
        else:
            self.at(
                event,
                "tag",
                text("a text cannot begin with !"),
                text("Write it below >- or in single quotes."),
            )

    def alias(self, event: Any) -> None:
        self.at(
            event,
            "alias",
            text("a text cannot begin with *"),
            text("Write it below >- or in single quotes: '*…*'."),
        )
        raise TooBad

    def too_deep(self, event: Any, most: int) -> None:
        self.at(
            event,
            "too-deep",
            text("more than {most} levels inside one another", most=most),
            text("Check the indentation."),
        )
        raise TooBad

    def flow_map(self, event: Any) -> None:
        self.at(
            event,
            "flow-map",
            text("a text or a map cannot begin with {brace}", brace="{"),
            text("Write one key a line; write a text below >- or in single quotes."),
        )
        raise TooBad

    def list_in_list(self, event: Any, in_brackets: bool) -> None:
        if in_brackets:
            self.not_a_bare_key(event.start_mark.line + 1, event.start_mark.column + 1)
            raise TooBad
        self.at(
            event,
            "list-in-list",
            text("a list stands directly inside a list"),
            text("Write one dash; dash lines of a lower level go below the key gach."),
        )

    def complex_key(self, event: Any) -> None:
        self.at(
            event,
            "complex-key",
            text("a key must be one word"),
            text("Write the key, a colon and a space; delete the question mark or the brackets."),
        )
        raise TooBad

    def document_marker(self, event: Any) -> None:
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

    def nothing_here(self) -> None:
        if self.text.strip():
            message = text("the file holds nothing but comments")
        else:
            message = text("the file is empty")
        self.problems.at(1, 1, "empty-file", message, text("Write its keys, or delete it."))

    def not_a_bare_key(self, line: int, column: int) -> None:
        self.problems.at(
            line,
            column,
            "flow-list",
            text("only bare keys may stand in a list between [ and ]"),
            text("Write one item a line, each after - and a space."),
        )

    def unless_bare_keys(self, node: ListNode) -> None:
        for item in node:
            if not isinstance(item, Scalar):
                continue
            if item.style is not Style.PLAIN or not KEY.fullmatch(item.value):
                self.not_a_bare_key(item.line, item.column)
