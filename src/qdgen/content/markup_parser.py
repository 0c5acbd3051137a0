"""Inline markup: from a text to words, mentions, footnotes, addresses, blanks and breaks.

One pass over the text, without recursion: the time is linear in its length whatever it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from qdgen.content.fields import ID_PATTERN
from qdgen.content.markup import Address, Blank, Break, Footnote, Inline, Mention, Span, Total
from qdgen.content.nodes import Scalar
from qdgen.content.positions import locate, source_line
from qdgen.diagnostics import Diagnostic
from qdgen.messages import Text, text

MOST_FINDINGS = 20
"""After so many mistakes in one text the rest of it is not read."""
LONGEST_FORM = 40
LONGEST_NOTE = 500
ESCAPED = "@*^\\()<"

_SPECIAL = re.compile(r"[\\@*^()<\n]")
_KEY = re.compile(ID_PATTERN)
_BLANK_WORD = "trống"
_TOTAL_WORD = "tổng"
_FORM = re.compile(rf"\(([^()\n*@^<\\]{{1,{LONGEST_FORM}}})\)")
_ADDRESS = re.compile(r"<(?P<url>https?://[^\s<>\"]+)>")
ADDRESS_START = re.compile(r"<(?:https?:|www\.|mailto:|ftp:)[^\s<>]*", re.IGNORECASE)
_ENUMERATOR = re.compile(r"(?:^|[\s(,;])(?:[a-zđ]|[0-9]{1,2})$")


def parse_inline(scalar: Scalar) -> tuple[tuple[Inline, ...], list[Diagnostic]]:
    """The inline nodes of `scalar`'s value, and what is wrong with its markup, each with its place.

    Where something is wrong the nodes are only a best guess.
    """
    if _SPECIAL.search(scalar.value) is None:
        return ((Span(scalar.value, 0),) if scalar.value else ()), []
    parser = _Parser(scalar)
    parser.run()
    return tuple(parser.level.nodes), parser.diagnostics


@dataclass
class _Level:
    """The text itself, or the footnote being read."""

    opened_at: int = 0
    brackets: int = 0
    nodes: list[Inline] = field(default_factory=list)
    emphasis: list[tuple[int, int]] = field(default_factory=list)  # asterisks, where

    def bold(self) -> bool:
        return any(count == 2 for count, _ in self.emphasis)

    def italic(self) -> bool:
        return any(count == 1 for count, _ in self.emphasis)


class _Enough(Exception):
    pass


class _Parser:
    def __init__(self, scalar: Scalar) -> None:
        self.scalar = scalar
        self.value = scalar.value
        self.level = _Level()
        self.outer: _Level | None = None  # set while a footnote is read
        self.diagnostics: list[Diagnostic] = []
        self.begun = 0  # where the words not yet put into a Span begin
        self.mention_end = -1
        self.body_brackets = 0
        self.doubtful_end = -1  # a footnote that may have ended too early

    def run(self) -> None:
        try:
            self._walk()
            self._finish()
        except _Enough:
            if self.outer is not None:
                self.level = self.outer

    def _walk(self) -> None:
        value, position = self.value, 0
        steps = {
            "\\": self._backslash,
            "@": self._at,
            "*": self._asterisks,
            "^": self._caret,
            "(": self._open,
            ")": self._close,
            "<": self._angle,
            "\n": self._newline,
        }
        search = _SPECIAL.search
        while (match := search(value, position)) is not None:
            position = steps[match.group()](match.start())

    def _finish(self) -> None:
        self._flush(len(self.value))
        self._close_emphasis()
        if self.outer is not None:
            self._note(
                self.level.opened_at,
                "footnote-unclosed",
                text("the footnote is opened here and never closed"),
                text("Close it with ) ; for the character itself write {sign}", sign="\\^"),
            )
            content, self.level = tuple(self.level.nodes), self.outer
            self.level.nodes.append(Footnote(content, self.level.opened_at))
            self._close_emphasis()

    # --- one step for each character; gives where reading goes on --------------------------------

    def _backslash(self, at: int) -> int:
        following = self.value[at + 1 : at + 2]
        if not following or following not in ESCAPED:
            self._note(
                at,
                "backslash",
                text("a backslash stands before a character that needs none"),
                text("Delete it; for a backslash itself write two."),
            )
            return at + 1
        self._flush(at)
        self.begun = at + 1
        return at + 2

    def _newline(self, at: int) -> int:
        self._flush(at)
        self.level.nodes.append(Break(at))
        self.begun = at + 1
        return at + 1

    def _at(self, at: int) -> int:
        value = self.value
        after = at + 1
        if self.mention_end == at:
            self._note(
                at,
                "mentions-joined",
                text("one @ follows another without a space"),
                text("Put a space or a comma between them."),
            )
        elif at and (value[at - 1].isalnum() or value[at - 1] == "_"):
            return after  # an e-mail address
        if value.startswith(_BLANK_WORD, after):
            return self._blank(at, after + len(_BLANK_WORD))
        if value.startswith(_TOTAL_WORD, after):
            self._flush(at)
            level = self.level
            level.nodes.append(Total(at, level.bold(), level.italic()))
            self.begun = self.mention_end = after + len(_TOTAL_WORD)
            return self.begun
        match = _KEY.match(value, after)
        if match is None:
            self._note(
                at,
                "lone-at",
                text("no key follows @"),
                text(
                    "Write the key directly after it, in a-z, 0-9 and -; "
                    "for the character itself {sign}",
                    sign="\\@",
                ),
            )
            return after
        end = match.end()
        following = value[end : end + 1]
        if following and (following.isalnum() or following == "_"):
            self._note(
                at,
                "mention-key",
                text("the key after @ runs into other letters: {key}", key=value[at : end + 8]),
                text("A key is written in a-z, 0-9 and -; put a space behind it."),
            )
            return end
        self._flush(at)
        form = None
        if following == "(":
            bracket = _FORM.match(value, end)
            if bracket is None or not bracket.group(1).strip():
                self._note(
                    end,
                    "mention-form",
                    text(
                        "what stands in the brackets behind @{key} is not a form", key=match.group()
                    ),
                    text(
                        "Write a form such as (số) or (đầy đủ); before other brackets put a space."
                    ),
                )
            else:
                form, end = bracket.group(1).strip(), bracket.end()
        level = self.level
        level.nodes.append(Mention(match.group(), form, at, level.bold(), level.italic()))
        self.begun = self.mention_end = end
        return end

    def _blank(self, at: int, end: int) -> int:
        close = self._matching_bracket(end)
        note = self.value[end + 1 : close].strip() if close > 0 else ""
        if not note:
            self._note(
                at,
                "blank-without-note",
                text("a blank says in brackets what is to be filled in"),
                text("Write @trống(…) with a few words between the brackets."),
            )
            return end
        self._flush(at)
        self.level.nodes.append(Blank(" ".join(note.split()), at))
        self.begun = close + 1
        return close + 1

    def _matching_bracket(self, opening: int) -> int:
        if self.value[opening : opening + 1] != "(":
            return -1
        depth = 0
        for index in range(opening, min(len(self.value), opening + LONGEST_NOTE)):
            if self.value[index] == "(":
                depth += 1
            elif self.value[index] == ")":
                depth -= 1
                if depth == 0:
                    return index
        return -1

    def _caret(self, at: int) -> int:
        if self.value[at + 1 : at + 2] != "(":
            self._note(
                at,
                "lone-caret",
                text("^ is not followed by a bracket"),
                text("A footnote is ^(…); for the character itself write {sign}", sign="\\^"),
            )
            return at + 1
        if self.outer is not None:
            self._note(
                at,
                "footnote-in-footnote",
                text("a footnote stands inside a footnote"),
                text("Close the first one before it."),
            )
            self.level.brackets += 1
            return at + 2
        self._flush(at)
        self.outer = self.level
        self.level = _Level(opened_at=at)
        self.begun = at + 2
        return at + 2

    def _open(self, at: int) -> int:
        if self.outer is not None:
            self.level.brackets += 1
        else:
            self.body_brackets += 1
        return at + 1

    def _close(self, at: int) -> int:
        if self.outer is None:
            if self.body_brackets:
                self.body_brackets -= 1
            elif self.doubtful_end >= 0:
                self._note(
                    self.doubtful_end,
                    "footnote-ends-early",
                    text("the footnote ends at this bracket, and another one closes later"),
                    text("If the bracket belongs to the note's words, write {sign}", sign="\\)"),
                )
                self.doubtful_end = -1
            return at + 1
        if self.level.brackets:
            self.level.brackets -= 1
            return at + 1
        self._flush(at)
        self._close_emphasis()
        note, self.level, self.outer = self.level, self.outer, None
        if not note.nodes:
            self._note(
                note.opened_at,
                "footnote-empty",
                text("the footnote is empty"),
                text("Write its words between the brackets, or delete it."),
            )
        self.level.nodes.append(Footnote(tuple(note.nodes), note.opened_at))
        if _ENUMERATOR.search(self.value[max(note.opened_at, at - 8) : at]):
            self.doubtful_end = at
        self.begun = at + 1
        return at + 1

    def _angle(self, at: int) -> int:
        match = _ADDRESS.match(self.value, at)
        if match is None:
            begun = ADDRESS_START.match(self.value, at)
            if begun is None:
                return at + 1
            self._note(
                at,
                "address-unclosed",
                text("this address is not closed with > or is not written in full"),
                text("Write <https://…> without spaces; for the sign itself {sign}", sign="\\<"),
            )
            return begun.end()
        self._flush(at)
        level = self.level
        level.nodes.append(Address(match.group("url"), at, level.bold(), level.italic()))
        self.begun = match.end()
        return match.end()

    # --- emphasis --------------------------------------------------------------------------------

    def _asterisks(self, at: int) -> int:
        end = at + 1
        while self.value.startswith("*", end):
            end += 1
        count = end - at
        before = self.value[at - 1] if at else " "
        after = self.value[end] if end < len(self.value) else " "
        if count <= 2 and before.isspace() and after.isspace():
            return end  # a sign of its own, as in 3 * 4
        if count > 3:
            self._note(
                at,
                "emphasis-signs",
                text("too many * in a row"),
                text(
                    "One for italic, two for bold; for the character itself write {sign}",
                    sign="\\*",
                ),
            )
            return end
        if before.isalnum() and after.isalnum():
            self._note(
                at,
                "emphasis-in-word",
                text("* stands inside a word"),
                text("For the character itself write {sign}", sign="\\*"),
            )
            return end
        self._flush(at)
        wanted = [count] if count < 3 else [1, 2]
        opened = [open_count for open_count, _ in self.level.emphasis]
        closing = [n for n in wanted if n in opened]
        if not closing:
            if after.isspace():
                self._emphasis_space(at)
            else:
                # *** opens bold outside italic, and closes either way round
                self.level.emphasis += [(n, at) for n in reversed(wanted)]
        elif len(closing) < len(wanted) or sorted(opened[-len(wanted) :]) != sorted(wanted):
            self._note(
                at,
                "emphasis-crossed",
                text("italic and bold overlap here without one lying inside the other"),
                text("Close the inner one before the outer one."),
            )
            self.level.emphasis = [e for e in self.level.emphasis if e[0] not in closing]
        else:
            if before.isspace():
                self._emphasis_space(at)
            elif self.level.emphasis[-1][1] + count == at:
                self._note(
                    at,
                    "emphasis-signs",
                    text("nothing stands between the * signs"),
                    text("For the character itself write {sign}", sign="\\*"),
                )
            del self.level.emphasis[-len(wanted) :]
        self.begun = end
        return end

    def _emphasis_space(self, at: int) -> None:
        self._note(
            at,
            "emphasis-space",
            text("a space stands on the inner side of *"),
            text("Write *word* without spaces inside; for the character itself {sign}", sign="\\*"),
        )

    def _close_emphasis(self) -> None:
        for count, at in self.level.emphasis:
            self._note(
                at,
                "emphasis-unclosed",
                text("{sign} is opened here and never closed", sign="*" * count),
                text("Close it; for the character itself write {sign}", sign="\\*"),
            )
        self.level.emphasis = []

    # --- putting together ------------------------------------------------------------------------

    def _flush(self, end: int) -> None:
        if end > self.begun:
            level = self.level
            level.nodes.append(
                Span(self.value[self.begun : end], self.begun, level.bold(), level.italic())
            )
        self.begun = end

    def _note(self, offset: int, code: str, message: Text, hint: Text) -> None:
        self.diagnostics.append(
            Diagnostic(
                code, message, locate(self.scalar, offset), hint, source_line(self.scalar, offset)
            )
        )
        if len(self.diagnostics) >= MOST_FINDINGS:
            raise _Enough
