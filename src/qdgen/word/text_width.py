"""How wide a text is in Times New Roman, and where its lines break.

Drawn rules must be as long as the tiêu ngữ, or a third to a half of the line above them (Nghị
định 30/2020, Phụ lục I, Phần I, Mục II.1.b, 2.b and 5.b), so their length has to be computed.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources

_UNITS_PER_EM = 2048
# Letters outside the table take the width most letters have: half an em.
_USUAL_WIDTH = 1024
# Behind a space, and behind a hyphen inside a word ("QĐ-BKHCN"), as Word and LibreOffice break.
_BREAKS = re.compile(r"(?<= )(?=[^ ])|(?<=\w-)(?=[^\W\d])")
_FACES = {
    (False, False): "regular",
    (True, False): "bold",
    (False, True): "italic",
    (True, True): "bold_italic",
}


def text_width(text: str, size_pt: float, bold: bool = False, italic: bool = False) -> float:
    """The width in points of `text` on one line, set in `size_pt` points without kerning."""
    return _units(text, bold, italic) * size_pt / _UNITS_PER_EM


def _units(text: str, bold: bool, italic: bool) -> int:
    return sum(map(_widths(bold, italic).__getitem__, unicodedata.normalize("NFC", text)))


def lines(
    text: str, size_pt: float, width_pt: float, bold: bool = False, italic: bool = False
) -> list[str]:
    """The lines of `text` in a column of `width_pt` points.

    A line ends at a newline, else behind the last space, or hyphen before a letter, up to which
    everything fits; what cannot be broken and is too wide has a line of its own. A no-break space
    (U+00A0) does not break.
    """
    found: list[str] = []
    for paragraph in text.split("\n"):
        line, units = "", 0
        for fragment in _BREAKS.split(paragraph):
            # Nothing composes across a break, so that widths add up.
            more = _units(fragment.rstrip(" "), bold, italic)
            if line and (units + more) * size_pt / _UNITS_PER_EM > width_pt:
                found.append(line.rstrip(" "))
                line, units = "", 0
            line += fragment
            units += _units(fragment, bold, italic)
        found.append(line.rstrip(" "))
    return found


def longest_line(
    text: str, size_pt: float, width_pt: float, bold: bool = False, italic: bool = False
) -> float:
    """The width in points of the longest of the `lines` of `text`."""
    broken = lines(text, size_pt, width_pt, bold, italic)
    return max(text_width(line, size_pt, bold, italic) for line in broken)


class _Widths(dict[str, int]):
    """The width of each letter of a face; those the table lacks are added when they are met."""

    def __missing__(self, letter: str) -> int:
        return self.setdefault(letter, _other(letter))


@cache
def _widths(bold: bool, italic: bool) -> _Widths:
    table = _table()[_FACES[bold, italic]]
    return _Widths((letter, int(width)) for width, letters in table.items() for letter in letters)


@cache
def _table() -> dict[str, dict[str, str]]:
    data = resources.files(__package__).joinpath("serif_widths.json").read_text(encoding="utf-8")
    return {face: table for face, table in json.loads(data).items() if face != "about"}


def _other(letter: str) -> int:
    """The width of a letter the table lacks: nothing for marks and invisible characters."""
    return 0 if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc") else _USUAL_WIDTH
