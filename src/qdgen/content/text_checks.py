"""What a single text may not do: swallow keys, dashes, paragraphs, comments, or lose its end."""

from __future__ import annotations

import re
from bisect import bisect_right

from qdgen.content.nodes import Scalar, SourceFile, Style
from qdgen.content.problems import Problems
from qdgen.content.vocabulary import known_keys
from qdgen.messages import text

GLUED = re.compile(r"(?P<key>[a-z][a-z0-9_]*)(?P<colon>[:\uff1a\ufe55\ufe13])(?!//)(?=\S)")
_LINE_KEY = re.compile(r"(?P<key>[a-z][a-z0-9_]*)[ ]*:(?: |$)")
_CONTINUED_KEY = re.compile(r"\n[ ]*(?P<key>[a-z][a-z0-9_]*)[ ]*:(?!//)")
_CONTINUED_DASH = re.compile(r"\n[ ]*(?P<dash>[-\u2013\u2014\u2022])(?=[ ]|\w)")
_BLANK_LINE = re.compile(r"\n[ ]*\r?\n")
_ESCAPE = re.compile(r'\\(?:(?P<fine>["\\])|(?P<other>.|\r?\n))', re.DOTALL)
_HASH = re.compile(r"(?m)(?:^|(?<=[ ]))#")
_QUESTION = re.compile(r"(?m)^[ ]*(?:-[ ]+)*(?P<mark>\?)(?=[ \r\n]|$)")


class TextChecks:
    """Notes what is wrong with the texts of one file.

    `opaque` are the spans of quoted and block texts, where # is a letter.
    """

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.source = problems.source
        self.text = problems.source.text
        self.opaque: list[tuple[int, int]] = []

    def blank_lines(self, line: int, texts: list[str], style: Style) -> None:
        """A blank line splits a folded text; at the head of a literal one it is lost."""
        first = next(nth for nth, content in enumerate(texts) if content)
        for offset, content in enumerate(texts):
            if content or (style is Style.LITERAL and offset > first):
                continue
            self.problems.at(
                line + offset + 1,
                1,
                "blank-line-in-text",
                text("a blank line inside a text would be lost"),
                text("Delete it; write paragraphs as list items (- >-)."),
            )

    def folded_line(self, line: int, here: int, indent: int, bare: str) -> None:
        """One line of a folded text, `bare` without its indentation of `here` spaces."""
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
                text(
                    "Write dash lines as a list below the key gach; "
                    "or move the dash off the line's start."
                ),
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
            text(
                "If it is a key, indent it like the key above; "
                "if it is text, join it with the line before."
            ),
        )

    def continued(self, scalar: Scalar) -> None:
        """A plain text of several lines must not swallow keys, dashes or paragraphs."""
        written = self.text[scalar.start : scalar.end]
        for match in _CONTINUED_KEY.finditer(written):
            line, column = self.source.place(scalar.start + match.start("key"))
            self._swallowed_key(line, column, match.group("key"))
        dash = _CONTINUED_DASH.search(written)
        if dash is not None and re.match(r"-\S", written):
            self.problems.at_index(  # the dash below is right: the one above it is not
                scalar.start,
                "no-space-after-dash",
                text("a space is missing after the dash"),
                text("Write - and a space."),
            )
        elif dash is not None:
            self.problems.at_index(
                scalar.start + dash.start("dash"),
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

    def glued(self, scalar: Scalar) -> None:
        """A plain text that looks like a key and a value written without a space."""
        match = GLUED.match(scalar.value)
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

    def quoted(self, scalar: Scalar) -> None:
        """A text in quotes keeps its paragraphs and every backslash."""
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

    def question_marks(self) -> None:
        """YAML's sign for a complex key, anywhere outside of texts."""
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

    def comments(self) -> None:
        """A comment stands on a line of its own, or behind two spaces and before one."""
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
