"""The characters of a content file, before its structure: what may not stand anywhere in it.

Invisible characters change a text without anyone seeing it, and come with what is pasted from
web pages, PDF files and old fonts; every one is refused with its place.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, islice

from qdgen.content.problems import Problems
from qdgen.messages import Text, text

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb"
_LINE_BREAK = "\x85\u2028\u2029"
_ZERO_WIDTH = (
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff"
)
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
_SOFT_HYPHEN = "\u00ad"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_SURROGATE = "\ud800-\udfff"
_LOST = "\ufffd\ufffe\uffff\ufdd0-\ufdef"
# Strings, not patterns, where most files have nothing to find: to compile them takes milliseconds.
_FORBIDDEN = (
    f"(?P<tab>\t)|(?P<break>[{_LINE_BREAK}]|\r(?!\n))|(?P<zero>[{_ZERO_WIDTH}])|(?P<bidi>[{_BIDI}])"
    f"|(?P<hyphen>{_SOFT_HYPHEN})|(?P<private>[{_PRIVATE}])|(?P<surrogate>[{_SURROGATE}])"
    f"|(?P<lost>[{_LOST}])|(?P<control>[{_CONTROL}])"
)
# One class without groups is several times faster to search than the alternatives above.
_ANY_FORBIDDEN = re.compile(
    f"[\t{_LINE_BREAK}{_ZERO_WIDTH}{_BIDI}{_SOFT_HYPHEN}{_PRIVATE}{_SURROGATE}{_LOST}{_CONTROL}]"
    "|\r(?!\n)"
)
MOST_EXAMINED = 100_000
"""After so many findings of one search the rest of the file is not searched."""
UNICODE_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_SPACE = re.compile(f"[{UNICODE_SPACES}]")
_SPACE_IN_STRUCTURE = (
    rf"(?m)^[ ]*(?:-[ ]+)*(?:[a-z0-9_-]+:[ ]*|-[ ]*)?[{UNICODE_SPACES}]"
    rf"|(?<![ {UNICODE_SPACES}])[ {UNICODE_SPACES}]+\r?$"
)
_KEY_START = rf"[a-z0-9_-]+[ {UNICODE_SPACES}]*:[ ]*[{UNICODE_SPACES}]?"
_KEY_BEFORE_SPACE = rf"(?m)^[ ]*(?:-[ ]+)*[a-z0-9_-]+[ {UNICODE_SPACES}]+:"


def beside_a_key(words: str) -> bool:
    """Whether a line beginning with `words` has an odd space around what looks like a key."""
    match = re.match(_KEY_START, words)
    return match is not None and _SPACE.search(match.group()) is not None


def _name(character: str) -> str:
    return f"U+{ord(character):04X}"


def _complaint(kind: str, character: str) -> tuple[str, Text, Text]:
    name = _name(character)
    delete = text("Delete the character and type the text again.")
    if kind == "tab":
        return "tab", text("a tab stands here"), text("Use spaces; two for each level.")
    if kind == "break":
        return (
            "odd-line-break",
            text("a line break of another kind ({name}) stands here", name=name),
            text("Delete it and press Enter, or save the file with LF or CRLF line ends."),
        )
    if kind == "zero":
        return (
            "zero-width-character",
            text("an invisible character ({name}) stands here", name=name),
            delete,
        )
    if kind == "bidi":
        return (
            "bidi-character",
            text(
                "an invisible character that turns the direction of text ({name}) stands here",
                name=name,
            ),
            delete,
        )
    if kind == "hyphen":
        return (
            "soft-hyphen",
            text("an invisible soft hyphen ({name}) stands here", name=name),
            delete,
        )
    if kind == "private":
        return (
            "private-use-character",
            text("a character without a public meaning ({name}) stands here", name=name),
            text("Type the character it was meant to be, or delete it."),
        )
    if kind == "surrogate":
        return (
            "surrogate-character",
            text("half of a character ({name}) stands here", name=name),
            text("Type the whole character again."),
        )
    if kind == "lost":
        return (
            "lost-character",
            text("a character was lost here in an earlier conversion ({name})", name=name),
            text("Type the lost letter again from the original."),
        )
    return (
        "control-character",
        text("a control character ({name}) stands here", name=name),
        delete,
    )


def scan_characters(problems: Problems) -> None:
    """Note every character in `problems.source` that may not stand in a content file."""
    content = problems.source.text
    if content.startswith("\ufeff"):
        problems.at_index(
            0,
            "bom",
            text("the file begins with a byte order mark"),
            text("Save it as UTF-8 without BOM."),
        )
    if _ANY_FORBIDDEN.search(content):
        for match in islice(re.finditer(_FORBIDDEN, content), MOST_EXAMINED):
            if match.start() == 0 and match.group() == "\ufeff":
                continue
            code, message, hint = _complaint(str(match.lastgroup), match.group())
            problems.at_index(match.start(), code, message, hint)
    if _SPACE.search(content):
        _scan_spaces(problems, content)
    if not unicodedata.is_normalized("NFC", content):
        _scan_normal_form(problems)


def _scan_spaces(problems: Problems, content: str) -> None:
    places = set()
    for match in chain(
        islice(re.finditer(_SPACE_IN_STRUCTURE, content), MOST_EXAMINED),
        islice(re.finditer(_KEY_BEFORE_SPACE, content), MOST_EXAMINED),
    ):
        found = _SPACE.search(content, match.start(), match.end())
        if found is not None:
            places.add(found.start())
    for index in sorted(places):
        problems.at_index(
            index,
            "odd-space",
            text(
                "a space of another kind ({name}) stands beside the text, not in it",
                name=_name(content[index]),
            ),
            text("Replace it with an ordinary space, or delete it at the end of a line."),
        )


def _scan_normal_form(problems: Problems) -> None:
    for number, line in enumerate(problems.source.lines, 1):
        if unicodedata.is_normalized("NFC", line):
            continue
        composed = unicodedata.normalize("NFC", line)
        same = next(
            (i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b),
            min(len(line), len(composed)),
        )
        problems.at(
            number,
            same + 1,
            "not-nfc",
            text("the letters are taken apart (not in Unicode form NFC)"),
            text("Run: qdgen fmt"),
        )
