"""TN22: words that are not Vietnamese, doubled, or often misspelt."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.lexicon import compounds, compounds_without_marks, listed, words_of
from qdgen.check.text.phrases import Phrase, groups, matches
from qdgen.check.text.syllables import is_misplaced, is_syllable, meant
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import without_marks

_EQUALS = re.compile(r"\s*[=≥≤<>≈]")
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![\w\ue000&’'/.-])[^\W\d_]{2,}(?![\w\ue000&’'/]|-\w|\.\w)")


@rule("TN221", "no-syllable", Severity.WARNING, Certainty.DERIVED, TEXTS)
def no_syllable(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A word that cannot be Vietnamese: no such onset, rime or tone exists.

    It is a slip of the keyboard (“nghành”, “hòan”, “khoa hoc”) or a rest of the typing method.
    Abbreviations, foreign words and names that stand in the register or often in the document are
    not meant.

    Wrong: chuyên nghành; hòan thành; khoa hoc
    Right: chuyên ngành; hoàn thành; khoa học
    Source: cấu tạo âm tiết tiếng Việt (âm đầu, vần, thanh điệu); quy tắc chính tả chung
    """
    doubtful = list(_no_syllables(paper))
    if not doubtful:
        return
    counts: Counter[str] = Counter()
    for phrase, match in doubtful:
        counts[match[0]] += len(phrase.pieces)
    names = _names(paper)
    for phrase, match in doubtful:
        word = match[0]
        right = _right(phrase, match)
        if word in names or _is_foreign(phrase, match, right, counts[word]):
            continue
        yield from phrase.remarks(
            match.span(),
            text("“{word}” is no Vietnamese syllable", word=word),
            text("write “{word}”?", word=right) if right else text("check the spelling"),
            fix=right if is_misplaced(word) else None,
        )


def _no_syllables(paper: Paper) -> Iterator[tuple[Phrase, re.Match[str]]]:
    for together, group in groups(paper):
        bad = {w for w in _TOKEN.findall(together) if not is_syllable(w) and not _is_known(w)}
        if not bad:
            continue
        small = any(not w.isupper() for w in bad)
        for phrase in group:
            if not small and not phrase.is_capitals:
                continue
            for match in _TOKEN.finditer(phrase.bare):
                if match[0] in bad and (
                    _is_set_in_capitals(phrase, match[0]) or not match[0].isupper()
                ):
                    yield phrase, match


def _is_set_in_capitals(phrase: Phrase, word: str) -> bool:
    """Whether a word in capitals is one only because its whole line is: no abbreviation."""
    if not phrase.is_capitals or all(p.element is Element.RECIPIENT for p in phrase.pieces):
        return False
    return _VOWEL.search(without_marks(word)) is not None and not _is_short(word)


@cache
def _is_short(word: str) -> bool:
    return any(word in words_of("viet-tat", key) for key in ("pho_bien", "quen_dung", "chuc_danh"))


@cache
def _is_known(word: str) -> bool:
    low = word.lower()
    return low in words_of("tu-vung", "tu_nuoc_ngoai") or word.capitalize() in _proper()


@cache
def _proper() -> frozenset[str]:
    return frozenset(
        part.capitalize()
        for name in words_of("tu-vung", "ten_rieng")
        for part in (name, *name.split("-"))
    )


def _names(paper: Paper) -> frozenset[str]:
    return frozenset(
        word
        for unit in paper.registers.units.values()
        for name in (unit.name, unit.short_name)
        for word in name.split()
    )


def _is_foreign(phrase: Phrase, match: re.Match[str], right: str | None, count: int) -> bool:
    """Whether a word that is no syllable is likely meant so."""
    word = match[0]
    capital = word[0].isupper() and not phrase.is_capitals
    if any(c.isupper() for c in word[1:]) and not word.isupper():
        return True  # VnExpress, eOffice
    if _EQUALS.match(phrase.text, match.end()):
        return True  # Bmặt = 3,5 m
    if word.isascii():
        return right is None
    return capital and not phrase.starts_sentence(match.start()) and (right is None or count > 2)


_BEFORE = re.compile(r"([^\W\d_]+) $")
_AFTER = re.compile(r" ([^\W\d_]+)")
_TYPED = re.compile(r"(?:aa|ee|oo|dd|uow|aw|ow|uw)[a-z]*[sfrxj]$", re.IGNORECASE)


def _right(phrase: Phrase, match: re.Match[str]) -> str | None:
    """What was meant, if it is clear: by the word beside it, or by the way it is written."""
    word = match[0]
    low = word.lower()
    before = _BEFORE.search(phrase.bare, 0, match.start())
    after = _AFTER.match(phrase.bare, match.end())
    for first, second, mine in (
        (before[1].lower() if before else "", low, 1),
        (low, after[1].lower() if after else "", 0),
    ):
        found = compounds_without_marks().get(without_marks(f"{first} {second}"), ())
        other = first if mine else second
        fitting = [p for p in found if p.split()[1 - mine] == other]
        if len(fitting) == 1:
            right = fitting[0].split()[mine]
            return right.capitalize() if word[0].isupper() else right
    if not word.isascii():
        return meant(word)
    return _typed(word) if len(word) > 4 and _TYPED.search(word) else None


_KEYS = (("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("dd", "đ"), ("uow", "ươ"), ("aw", "ă"),
         ("ow", "ơ"), ("uw", "ư"))  # fmt: skip
_TONE_KEYS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}


def _typed(word: str) -> str | None:
    """The syllable that these keys of the Telex typing method stand for."""
    letters = word.lower()[:-1]
    for keys, letter in _KEYS:
        letters = letters.replace(keys, letter)
    vowels = [i for i, c in enumerate(letters) if c in "ăâêôơư"]
    if not vowels:
        return None
    at = vowels[-1] + 1
    tone = _TONE_KEYS[word[-1].lower()]
    right = unicodedata.normalize("NFC", letters[:at] + tone + letters[at:])
    return right if is_syllable(right) else None


_FUNCTION = (
    "của", "và", "các", "những", "với", "tại", "thuộc", "là", "được", "trong", "trên", "này", "khi",
    "nếu", "đã", "sẽ", "đang", "phải", "hoặc", "cùng", "nhằm", "giữa", "mỗi", "để", "về", "bị",
    "do", "cho", "đến", "theo", "như",
)  # fmt: skip
_UNITS = "Bộ|Sở|Vụ|Cục|Viện|Ban|Báo|Luật|Điều|khoản|điểm|ngày|tháng|năm"
_TWICE = re.compile(
    rf"(?<![\w-])(?:(?P<word>{'|'.join(_FUNCTION)}) (?i:(?P=word))|(?P<unit>{_UNITS}) (?P=unit)"
    r"|(?P<pair>[^\W\d_]{2,} [^\W\d_]{2,}) (?i:(?P=pair)))(?![\w-])"
)
_JOINED = {
    "theo": ("kèm", "tiếp"),
    "về": ("trở",),
    "đến": ("nhắc",),
    "Bộ": ("cán",),
    "cho": ("để",),
}


@rule("TN222", "doubled-word", Severity.WARNING, Certainty.DERIVED, TEXTS)
def doubled_word(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A word or a pair of words written twice in a row.

    It is left behind when a sentence is changed. Words that are rightly doubled (“từng bước từng
    bước”, “song song”) and ends that meet beginnings (“cán bộ Bộ Công an”) are not meant.

    Wrong: của Bộ Bộ Khoa học và Công nghệ
    Right: của Bộ Khoa học và Công nghệ
    Source: quy tắc chính tả chung
    """
    lively = words_of("tu-vung", "tu_lay")
    for phrase, match in matches(paper, _TWICE):
        once = match["word"] or match["unit"] or match["pair"]
        before = _BEFORE.search(phrase.bare, 0, match.start())
        if before and before[1].lower() in _JOINED.get(once, ()):
            continue
        first = once.split()[0].lower()
        if match["pair"] and (first in lively or once.lower().split()[-1] == first):
            continue
        if once in ("năm", "tháng", "ngày") and not match["pair"]:
            continue
        yield from phrase.remarks(
            match.span(),
            text("“{words}” is written twice", words=once),
            text("keep one"),
            fix=once,
        )


_GUARDS = {"tập chung": ("học", "bài", "luyện", "ôn", "thực"), "chia sẽ": ("phân",)}


@cache
def _misspelt() -> tuple[re.Pattern[str], dict[str, str]]:
    wrong: dict[str, str] = listed("tu-vung")["sai_chinh_ta"]
    longest = sorted(wrong, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)"), wrong


@rule("TN223", "misspelling", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def misspelling(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A word that is often misspelt, or a common word with one mark wrong.

    Each syllable exists, so that no spelling program marks it, but the word does not.

    Wrong: bổ xung; sát nhập; khẩn chương
    Right: bổ sung; sáp nhập; khẩn trương
    Source: quy tắc chính tả chung; danh sách từ hay viết sai
    """
    pattern, wrong = _misspelt()
    for phrase, match in matches(paper, pattern, "folded"):
        written = phrase.text[match.start() : match.end()]
        if written[1:] != written[1:].lower() and not written.isupper():
            continue  # capitals inside: words of two names
        if _belongs_otherwise(phrase, match):
            continue
        right = wrong[match[0]]
        if written.isupper():
            right = right.upper()
        elif written[0].isupper():
            right = right[0].upper() + right[1:]
        yield from phrase.remarks(
            match.span(),
            text("“{words}” is misspelt", words=written),
            text("write “{words}”", words=right),
            fix=right,
        )


def _belongs_otherwise(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether an outer word makes a pair with the one beside it: “phân | chia sẽ”."""
    words = match[0].split()
    before = _BEFORE.search(phrase.folded, 0, match.start())
    after = _AFTER.match(phrase.folded, match.end())
    if before and (
        before[1] in _GUARDS.get(match[0], ()) or f"{before[1]} {words[0]}" in compounds()
    ):
        return True
    return bool(after and f"{words[-1]} {after[1]}" in compounds())
