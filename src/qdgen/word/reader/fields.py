"""Fields: which characters are the code and which the result (ECMA-376 Part 1, §17.16)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_CODE_LENGTH = 4096
_TARGET_LENGTH = 2083
_PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES"})
_REFERENCES = frozenset({"REF", "PAGEREF", "NOTEREF"})
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def page_field(code: str) -> str:
    """PAGE, NUMPAGES or SECTIONPAGES where `code` is that of such a field, else nothing."""
    name = code.split(maxsplit=1)[0].upper() if code.strip() else ""
    return name if name in _PAGE_FIELDS else ""


def link_target(code: str) -> str:
    """Where a HYPERLINK or a REF with \\h leads: an address, "#" and a bookmark, or nothing."""
    words = [
        (match[1].replace("\\\\", "\\"), True) if match[1] is not None else (match[2], False)
        for match in _WORD.finditer(code)
    ]
    if not words:
        return ""
    name = words[0][0].upper()
    plain = [word for word, quoted in words[1:] if quoted or not word.startswith("\\")]
    switches = {word.lower() for word, quoted in words[1:] if not quoted and word[:1] == "\\"}
    if name in _REFERENCES and "\\h" in switches and plain:
        return f"#{plain[0]}"[:_TARGET_LENGTH]
    if name != "HYPERLINK":
        return ""
    address, bookmark = "", ""
    previous = ""
    for word, quoted in words[1:]:
        if not quoted and word.startswith("\\"):
            previous = word.lower()
            continue
        if previous == "\\l":
            bookmark = f"#{word}"
        elif previous not in ("\\o", "\\t") and not address:
            address = word
        previous = ""
    return (address + bookmark)[:_TARGET_LENGTH]


@dataclass(slots=True)
class OpenField:
    """A complex field between its begin and its end."""

    code: list[str] = field(default_factory=list)
    in_result: bool = False
    page: str = ""
    target: str = ""

    def separate(self) -> None:
        """The code is complete; the result follows."""
        code = "".join(self.code)[:_CODE_LENGTH]
        self.in_result = True
        self.page = page_field(code)
        self.target = link_target(code)
