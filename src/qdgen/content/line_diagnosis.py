"""Why the parser could not read a file, said line by line in a drafter's words.

Runs only after a failure: every line that cannot stand in a content file is named, so that one
look mends them all. Where no line explains itself, the place where the parser stopped is named.
"""

from __future__ import annotations

import re
from typing import Any

from qdgen.content.positions import after_dashes, owner_indent
from qdgen.content.problems import Problems
from qdgen.content.vocabulary import as_key, known_keys, nearest
from qdgen.messages import text

_KEY_LINE = re.compile(
    r"(?P<key>[^\s'\"#\[\]{}>|*&!%@`?:\uff1a\ufe55\ufe13][^:\uff1a\ufe55\ufe13]*)"
    r"(?P<colon>[:\uff1a\ufe55\ufe13])(?P<gap>[ ]*)(?P<value>.*)"
)
_PLAIN_KEY = re.compile(r"[a-z0-9][a-z0-9_-]*")
_BLOCK_SIGN = re.compile(r"[>|][-+0-9]*[ ]*(?:#.*)?")
_FLOW_LIST = re.compile(r"\[[^\[\]{}]*\][ ]*(?:#.*)?")
_SINGLE_END = re.compile(r"[^']*(?:''[^']*)*'(?!')")
_DOUBLE_END = re.compile(r'[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_ESCAPE = re.compile(r'(?<!\\)(?:\\\\)*(?P<bad>\\)(?!["\\])')
_INNER_COLON = re.compile(r":(?=[ ]|$)")
_OTHER_DASH = re.compile(r"[\u2013\u2014\u2212\u2022\u2023\u25aa+](?=[ ]|\w)")
_CODE_OF_START = {
    "[": "flow-list",
    "{": "flow-map",
    "*": "alias",
    "&": "anchor",
    "!": "tag",
    **dict.fromkeys("@`%,]}", "text-start"),
}
_MARKER = re.compile(r"(?:---|\.\.\.)(?:[ ]|$)")
_SCAN_LIMIT = 100_000


def explain_failure(problems: Problems, error: Any) -> None:
    """Note in `problems` what made the parser raise `error` (a `yaml.MarkedYAMLError`)."""
    _Lines(problems).walk()
    if not problems:
        _explain_place(problems, error)


class _Lines:
    """Walks the lines, leaving out what stands in block and quoted texts."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.lines = problems.source.lines

    def walk(self) -> None:
        number = 0
        while number < len(self.lines):
            number = self._line(number)

    def _line(self, number: int) -> int:
        """Judge line `number` (from 0); gives the number of the next line to judge."""
        written = self.lines[number]
        if written.startswith("%"):
            self._note(
                number,
                0,
                "directive",
                text("a line cannot begin with %"),
                text("Delete it; write a text below >- or in single quotes."),
            )
            return number + 1
        if _MARKER.match(written):
            self._note(
                number,
                0,
                "document-marker",
                text("a file holds one document, without lines of --- or ..."),
                text("Delete the line; put a second document in a file of its own."),
            )
            return number + 1
        position = after_dashes(written)
        in_list = "-" in written[:position]
        rest = written[position:]
        if not rest or rest[0] == "#" or rest == "-":
            return number + 1
        match = _KEY_LINE.match(rest)
        if match is None:
            return self._value(number, position, rest, in_list)
        key, value = match.group("key").rstrip(" "), match.group("value")
        if self._bad_colon(number, position, key, match):
            return number + 1
        if not _PLAIN_KEY.fullmatch(key):
            self._odd_key(number, position, key, match, in_list)
            return number + 1
        if not value:
            return number + 1
        return self._value(number, position + match.start("value"), value, in_list=False)

    def _bad_colon(self, number: int, position: int, key: str, match: re.Match[str]) -> bool:
        """Whether the first colon of the line ends no key as it is written."""
        colon_at = position + match.start("colon")
        plain = _PLAIN_KEY.fullmatch(key) is not None
        if key.startswith("-"):
            self._note(
                number,
                position,
                "no-space-after-dash",
                text("a space is missing after the dash"),
                text("Write - and a space."),
            )
            return True
        if match.group("colon") != ":":
            if plain or as_key(key) in known_keys():
                self._note(
                    number,
                    colon_at,
                    "wide-colon",
                    text("this is a full-width colon"),
                    text("Type an ordinary colon and a space: {key}:", key=as_key(key)),
                )
            return True
        if match.group("value") and not match.group("gap"):
            if plain and not match.group("value").startswith("//"):
                self._note(
                    number,
                    colon_at,
                    "no-space-after-colon",
                    text("a space is missing after the colon"),
                    text("Write {key}: and a space; or put a text in single quotes.", key=key),
                )
            return True
        return False

    def _odd_key(
        self, number: int, position: int, key: str, match: re.Match[str], in_list: bool
    ) -> None:
        """A colon behind words: the text of an item where that is one line, else no key."""
        if in_list:
            if self._goes_on(number, position):
                self._inner_colon(number, position, self.lines[number][position:])
            else:
                self._inner_colon(number, position + match.start("value"), match.group("value"))
            return
        wanted = as_key(key)
        near = wanted if wanted in known_keys() else nearest(wanted, known_keys())
        if near:
            self._note(
                number,
                position,
                "key-spelling",
                text("{key} is not a key: small letters without diacritics expected", key=key),
                text("Do you mean {key}: ? A text with a colon is written below >-.", key=near),
            )

    def _value(self, number: int, at: int, value: str, in_list: bool) -> int:
        first = value[0]
        if first in "'\"":
            return self._quoted(number, at, first)
        if _BLOCK_SIGN.fullmatch(value):
            return self._after_block(number, owner_indent(self.lines[number]))
        if _FLOW_LIST.fullmatch(value):
            return number + 1
        quoted_hint = text("Write the text below >- or in single quotes.")
        if first in "|>":
            self._note(
                number,
                at + 1,
                "text-after-block-sign",
                text("the text stands on the same line as {sign}", sign=first),
                text("Begin the text on the next line, indented by two spaces more."),
            )
        elif first in _CODE_OF_START:
            self._note(
                number,
                at,
                _CODE_OF_START[first],
                text("a text cannot begin with {sign} here", sign=first),
                quoted_hint,
            )
        elif not in_list and value.startswith("- "):
            self._note(
                number,
                at,
                "dash-after-key",
                text("a dash stands on the same line as its key"),
                text("Begin the list on the next line; or write a text below >-."),
            )
        elif value.startswith("? ") or value == "?":
            self._note(
                number,
                at,
                "complex-key",
                text("a line cannot begin with a question mark"),
                text("Write the key, a colon and a space; write a text below >-."),
            )
        else:
            self._inner_colon(number, at, value)
        return number + 1

    def _goes_on(self, number: int, position: int) -> bool:
        """Whether the next line continues the text of a list item that begins at `position`."""
        following = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        bare = following.lstrip(" ")
        return len(following) - len(bare) >= position and bool(bare) and not bare.startswith("- ")

    def _inner_colon(self, number: int, at: int, value: str) -> None:
        comment = re.search(r"(?:^|[ ])#", value)
        match = _INNER_COLON.search(value[: comment.start()] if comment else value)
        if match:
            self._note(
                number,
                at + match.start(),
                "colon-in-text",
                text("a colon followed by a space inside a text without quotes"),
                text("Write the text on the next line, below >- ; or in single quotes."),
            )

    def _quoted(self, number: int, at: int, quote: str) -> int:
        """Judge a text in quotes; gives the line after it."""
        end = _SINGLE_END if quote == "'" else _DOUBLE_END
        piece, line, offset = self.lines[number][at + 1 :], number, at + 1
        length = 0
        while True:
            match = end.match(piece)
            if match or line + 1 >= len(self.lines) or length > _SCAN_LIMIT:
                break
            line += 1
            length += len(self.lines[line])
            piece, offset = self.lines[line], 0
        escape = _ESCAPE.search(self.lines[number], at + 1) if quote == '"' else None
        if escape is not None:
            self._note(
                number,
                escape.start("bad"),
                "escape-in-quotes",
                text("between double quotes a backslash does not stay what it is"),
                text("Use single quotes, or write the text below >- without quotes."),
            )
        if match is None:
            self._note(
                number,
                at,
                "unclosed-quote",
                text("the quote {quote} is opened here and never closed", quote=quote),
                text("Close it at the end of the text; or write the text below >-."),
            )
            return len(self.lines)  # what follows may or may not be inside the quotes
        after = piece[match.end() :]
        bare = after.strip(" ")
        if bare and not (bare[0] == "#" and after[0] == " "):
            at_end = offset + match.end() + len(after) - len(after.lstrip(" "))
            self._note(
                line,
                at_end,
                "text-after-quote",
                text("text stands after the closing quote"),
                text("Put the whole text in quotes, or write it below >- with its own quotes."),
            )
        return line + 1

    def _after_block(self, number: int, owner: int) -> int:
        number += 1
        while number < len(self.lines):
            bare = self.lines[number].lstrip(" ")
            if bare and len(self.lines[number]) - len(bare) <= owner:
                break
            number += 1
        return number

    def _note(self, number: int, column: int, *finding: Any) -> None:
        self.problems.at(number + 1, column + 1, *finding)


def _explain_place(problems: Problems, error: Any) -> None:
    """Name the place where the parser stopped, and the likeliest reason."""
    problem = error.problem or ""
    mark = error.problem_mark or error.context_mark
    if "expected ':'" in problem and error.context_mark is not None:
        mark = error.context_mark
    lines = problems.source.lines
    line = min(mark.line, len(lines) - 1) if mark is not None else 0
    while line > 0 and not lines[line].strip():
        line -= 1
    written = lines[line]
    bare = written.lstrip(" ")
    column = len(written) - len(bare) + 1
    if _OTHER_DASH.match(bare):
        problems.at(
            line + 1,
            column,
            "odd-dash",
            text("this line begins with a sign that is not the dash of a list"),
            text("Type the minus sign of the keyboard and a space: -"),
        )
    elif re.match(r"-[^ -]", bare):
        problems.at(
            line + 1,
            column,
            "no-space-after-dash",
            text("a space is missing after the dash"),
            text("Write - and a space."),
        )
    elif "expected ':'" in problem:
        problems.at(
            line + 1,
            column,
            "no-colon",
            text("this line has no key and no colon"),
            text("Write key: and a space; a text goes below >- and is indented by two spaces."),
        )
    elif "nest" in problem:
        problems.at(
            line + 1,
            column,
            "too-deep",
            text("too many levels inside one another"),
            text("Check the indentation."),
        )
    elif bare and _INNER_COLON.search(bare) is None and not bare.startswith("- "):
        problems.at(
            line + 1,
            column,
            "no-colon",
            text("this line has no key and no colon"),
            text("Write key: and a space; a text goes below >- and is indented by two spaces."),
        )
    else:
        problems.at(
            line + 1,
            column,
            "indentation",
            text("this line is not indented like the lines it belongs to"),
            text(
                "Indent keys of one level alike, two spaces a level; no text above may run on here."
            ),
        )
