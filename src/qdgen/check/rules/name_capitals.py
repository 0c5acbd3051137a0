"""TN32: capitals in the names of organs and places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.lexicon import listed
from qdgen.check.text.phrases import Phrase, matches
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import old_tone_style


@cache
def organs() -> dict[str, str]:
    """Names of state organs by their small letters."""
    data = listed("co-quan")
    return {name.lower(): name for key in ("co_quan", "danh_xung") for name in data[key]}


@cache
def organ_pattern() -> re.Pattern[str]:
    """Finds names of state organs in small letters."""
    names = sorted(organs(), key=len, reverse=True)
    found = "|".join(re.escape(n).replace("ủy", "(?:ủy|uỷ)") for n in names)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)")


@rule("TN321", "organ-capitals", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def organ_capitals(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of a state organ with capitals in the wrong places.

    Only the first letter of the words for kind, function and field is a capital: Ủy ban nhân dân,
    Bộ Khoa học và Công nghệ.

    Wrong: Ủy Ban Nhân Dân; Bộ Khoa Học Và Công Nghệ
    Right: Ủy ban nhân dân; Bộ Khoa học và Công nghệ
    Source: Phụ lục II, mục IV, khoản 1 Nghị định 30/2020/NĐ-CP (CAP-11, có bản xác nhận)
    """
    known = organs()
    for phrase, match in matches(paper, organ_pattern(), "folded"):
        written = phrase.text[match.start() : match.end()]
        name = known[old_tone_style(match[0])]
        plain = old_tone_style(written)
        if plain == name or written.isupper() or written.islower() or _goes_on(phrase, match):
            continue
        if not written[0].isupper() and plain[1:] == name[1:]:
            continue  # bộ Tài chính …: judged as a word
        if not _is_wrong(plain, name) or _is_persons(phrase, match):
            continue
        yield from phrase.remarks(
            match.span(),
            text("“{words}”: capitals in the wrong places", words=written),
            text("write “{name}”", name=name),
            fix=name,
        )


def _is_wrong(written: str, name: str) -> bool:
    """Whether capitals are added inside words, or miss where the name begins with its kind."""
    if any(w.isupper() and not n.isupper() for w, n in zip(written, name, strict=True)):
        return True
    if name in listed("co-quan")["danh_xung"] or name.endswith("Xây dựng"):
        return False  # “Bộ xây dựng kế hoạch” is a sentence
    return written[0].isupper() and " " in name[3:]


def _is_persons(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether the words end someone's name: Nguyễn Quốc Hội."""
    before = re.search(r"([^\W\d_]+) $", phrase.text[: match.start()])
    return bool(before and before[1].istitle())


def _goes_on(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether the words belong to something longer: “Chính phủ số”, “Bộ Y tế công cộng”."""
    return bool(re.match(r" (?:số|điện tử|mở)\b", phrase.text[match.end() :]))


_NO_ORGAN = frozenset(("cán", "toàn", "nội", "đồng", "tiến", "cơ", "trụ", "các", "những", "một"))
"""Words before “bộ”, “sở” that make another word of it: tiến bộ khoa học và công nghệ."""


@rule("TN322", "organ-small", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def organ_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of a ministry or another state organ wholly in small letters.

    It is a proper name: its kind and its fields begin with capitals.

    Wrong: báo cáo bộ khoa học và công nghệ
    Right: báo cáo Bộ Khoa học và Công nghệ
    Source: Phụ lục II, mục IV, khoản 1 Nghị định 30/2020/NĐ-CP (CAP-11, có bản xác nhận)
    """
    known = organs()
    for phrase, match in matches(paper, organ_pattern(), "folded"):
        written = phrase.text[match.start() : match.end()]
        name = known[old_tone_style(match[0])]
        before = phrase.folded[: match.start()].rsplit(None, 1)[-1:]
        if before and before[0] in _NO_ORGAN:
            continue
        if written.islower() and name.count(" ") >= 3 and not _goes_on(phrase, match):
            yield from phrase.remarks(
                match.span(),
                text("the name of an organ in small letters: “{words}”", words=written),
                text("write “{name}”", name=name),
                fix=name,
            )


_SPECIAL = re.compile(r"\b(?:thành phố (?=Hồ Chí Minh\b)|thủ đô (?=Hà Nội\b))")


@rule("TN323", "special-place-small", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def special_place_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“thành phố Hồ Chí Minh”, “thủ đô Hà Nội” with a small first letter.

    For these two the word for the kind of place belongs to the name.

    Wrong: tại thành phố Hồ Chí Minh
    Right: tại Thành phố Hồ Chí Minh
    Source: Phụ lục II, mục III, khoản 1, điểm c Nghị định 30/2020/NĐ-CP (CAP-07)
    """
    for phrase, match in matches(paper, _SPECIAL):
        word = match[0].rstrip()
        yield from phrase.remarks(
            (match.start(), match.start() + len(word)),
            text("“{word}” with a small letter in this name", word=word),
            text("write “{word}”", word=word[0].upper() + word[1:]),
            fix=word[0].upper() + word[1:],
        )


@cache
def _places() -> re.Pattern[str]:
    data = listed("co-quan")
    provinces, towns = ("|".join(data[k]) for k in ("tinh", "thanh_pho"))
    return re.compile(rf"\b(?:Tỉnh (?=(?:{provinces})\b)|Thành [Pp]hố (?=(?:{towns})\b))")


@rule("TN324", "place-kind-capital", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def place_kind_capital(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“Tỉnh”, “Thành phố” with a capital before the name of a place, inside a sentence.

    The word for the kind of place is a common noun; only the name has capitals, but for Thành phố
    Hồ Chí Minh and Thủ đô Hà Nội.

    Wrong: Ủy ban nhân dân Tỉnh Nam Định
    Right: Ủy ban nhân dân tỉnh Nam Định
    Source: Phụ lục II, mục III, khoản 1, điểm a Nghị định 30/2020/NĐ-CP (CAP-05, có bản xác nhận)
    """
    for phrase, match in matches(paper, _places(), where=_is_running):
        if phrase.starts_sentence(match.start()):
            continue
        word = match[0].rstrip()
        yield from phrase.remarks(
            (match.start(), match.start() + len(word)),
            text("“{word}” with a capital before the name of a place", word=word),
            text("write “{word}”", word=word.lower()),
            fix=word.lower(),
        )


def _is_running(piece: Piece) -> bool:
    return piece.element is not Element.COLUMN_HEADING


_NUMBERED = re.compile(
    r"\b(?:quận|phường) (?=\d{1,2}(?:[,;.)]|$| (?:và|thuộc|của|, )|\n))", re.MULTILINE
)


@rule("TN325", "numbered-place-small", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def numbered_place_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“quận 1”, “phường 12” with a small letter.

    Where the unit is called by a number, the word for its kind belongs to the name.

    Wrong: trụ sở tại quận 1
    Right: trụ sở tại Quận 1
    Source: Phụ lục II, mục III, khoản 1, điểm b Nghị định 30/2020/NĐ-CP (CAP-06, có bản xác nhận)
    """
    for phrase, match in matches(paper, _NUMBERED):
        before = phrase.text[: match.start()].rsplit(None, 1)[-1:]
        if before and (before[0].isdigit() or before[0].lower() in ("các", "những", "mỗi")):
            continue
        word = match[0].rstrip()
        yield from phrase.remarks(
            (match.start(), match.start() + len(word)),
            text("“{word}” with a small letter before its number", word=word),
            text("write “{word}”", word=word.capitalize()),
            fix=word.capitalize(),
        )


@cache
def _positions() -> re.Pattern[str]:
    pairs: dict[str, str] = listed("co-quan")["chuc_danh"]
    longest = sorted(pairs, key=len, reverse=True)
    return re.compile("|".join(rf"\b(?<!phó ){t}(?= (?:{pairs[t]})\b)" for t in longest))


@rule("TN326", "position-small", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def position_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A position with a small letter before the name of its organ.

    The position of a certain person is written with a capital: Bộ trưởng Bộ Khoa học và Công nghệ.

    Wrong: giao giám đốc Sở Tài chính
    Right: giao Giám đốc Sở Tài chính
    Source: Phụ lục II, mục V, khoản 3 Nghị định 30/2020/NĐ-CP (CAP-16, có bản xác nhận)
    """
    for phrase, match in matches(paper, _positions()):
        before = phrase.text[: match.start()].rsplit(None, 1)[-1:]
        if before and before[0].lower() in ("các", "những", "mỗi", "một", "chức", "là"):
            continue
        right = match[0][0].upper() + match[0][1:]
        yield from phrase.remarks(
            match.span(),
            text("“{word}” with a small letter before the name of an organ", word=match[0]),
            text("write “{word}”", word=right),
            fix=right,
        )
