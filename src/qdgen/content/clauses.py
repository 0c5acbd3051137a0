"""Where the lines of a prose text break in a content file: one clause a line, as far as it goes."""

from __future__ import annotations

import re
from itertools import pairwise

from qdgen.content.text_scan import beside_a_key
from qdgen.content.vocabulary import known_keys

WIDTH = 100
"""The lines of a content file stay within so many columns where a space allows it."""
_EARLIEST, _BEST, _LATEST = 32, 68, 84
"""Of the width allowed, the part (in hundredths) where a long clause is broken."""
_SHORTEST_REST = 20

_SENTENCE_END = re.compile(r"(?P<word>\S*?)[.?!…][”\"’)]*$")
_FORBIDDEN_START = re.compile(r"(?:[-\u2013\u2014\u2022+](?:\s|$)|#(?:[ #]|$))")
_KEY_START = re.compile(r"(?P<key>[a-z][a-z0-9_]*)[ ]*:(?: |$)")
# Words that open a new part of a clause, alone or with the syllable that must follow them.
_OPENERS = frozenset(
    (
        "của",
        "về",
        "theo",
        "tại",
        "trong",
        "để",
        "nhằm",
        "thuộc",
        "giữa",
        "do",
        "khi",
        "và",
        "hoặc",
        "trên",
        "từ",
        "gồm",
        "nếu",
        "trừ",
    )
)
_OPENING_PAIRS = frozenset(
    (
        "triển khai",
        "thực hiện",
        "phục vụ",
        "bảo đảm",
        "đảm bảo",
        "bao gồm",
        "đối với",
        "có trách",
        "quy định",
        "phê duyệt",
        "trước ngày",
        "kể từ",
        "kèm theo",
        "phối hợp",
        "tổ chức",
        "ban hành",
        "nâng cao",
    )
)


def can_start_line(following: str) -> bool:
    """Whether a folded text may have a line beginning with `following`."""
    if not following or following[0].isspace() or _FORBIDDEN_START.match(following):
        return False
    if beside_a_key(following):
        return False
    match = _KEY_START.match(following)
    return match is None or match["key"] not in known_keys()


def can_fold(value: str) -> bool:
    """Whether `value` can be written below `>-` and be read back the same."""
    return bool(value) and value == value.strip() and "\n" not in value and can_start_line(value)


def clause_lines(value: str, width: int) -> list[str]:
    """`value` in lines of at most `width` characters, where a space allows it.

    A line ends after a sentence or a semicolon; a longer one is broken after a comma or before a
    word that opens a part of a clause. Joining the lines with single spaces gives `value` again,
    and a line so made is not broken any further.
    """
    lines: list[str] = []
    for sentence in _sentences(value):
        begun = 0
        while len(sentence) - begun > width:
            space = _best_space(sentence, begun, width)
            if space < 0:
                break
            lines.append(sentence[begun:space])
            begun = space + 1
        lines.append(sentence[begun:])
    return lines


def _sentences(value: str) -> list[str]:
    words = value.split(" ")
    sentences: list[str] = []
    begun = position = 0
    for word, following in pairwise(words):
        position += len(word) + 1
        if not word or not following or word[-1].isspace() or not _ends_sentence(word, following):
            continue
        if can_start_line(value[position : position + WIDTH]):
            sentences.append(value[begun : position - 1])
            begun = position
    sentences.append(value[begun:])
    return sentences


def _ends_sentence(word: str, following: str) -> bool:
    if word[-1] == ";":
        return True
    match = _SENTENCE_END.search(word)
    if match is None or not following[0].isupper():
        return False
    bare = match["word"]
    if bare.isdigit() and len(bare) <= 3:
        return False  # "Điều 2. Tổ chức"
    return not (len(bare) <= 3 and bare[:1].isupper())  # "TP. Hồ Chí Minh"


def _best_space(line: str, begun: int, width: int) -> int:
    """Where to break the line that begins at `begun`; -1 where no space allows it."""
    best, best_cost = -1, 0
    space = line.find(" ", begun + 1, begun + width + 1)
    while space >= 0:
        cost = _cost(line, begun, space, width)
        if _breakable(line, space) and (best < 0 or cost <= best_cost):
            best, best_cost = space, cost
        space = line.find(" ", space + 1, begun + width + 1)
    if best >= 0:
        return best
    space = line.find(" ", begun + width + 1)
    while space >= 0 and not _breakable(line, space):
        space = line.find(" ", space + 1)
    return space


def _cost(line: str, begun: int, space: int, width: int) -> int:
    """How bad a break at `space` is: commas of a list and odd lengths are worse."""
    length = space - begun
    part = 100 * length // width
    cost = abs(part - _BEST) // 2
    if not _EARLIEST <= part <= _LATEST:
        cost += 30
    if len(line) - space < _SHORTEST_REST:
        cost += 25
    before = line[space - 1]
    following = line[space + 1 : space + 25].split(" ")
    if before == ":" or following[0][:1] == "(":
        return cost
    if before == ",":
        around = line[max(begun, space - 22) : space - 1] + line[space + 1 : space + 22]
        return cost + (16 if "," in around else 4)
    if following[0] in ("và", "hoặc") and "".join(following[1:2])[:1].isupper():
        return cost + 30  # "Khoa học và Công nghệ" is one name
    if following[0] in _OPENERS or " ".join(following[:2]) in _OPENING_PAIRS:
        return cost + 8
    return cost + 40


def _breakable(line: str, space: int) -> bool:
    return not line[space - 1].isspace() and can_start_line(line[space + 1 : space + 1 + WIDTH])
