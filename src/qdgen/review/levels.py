"""How much a reviewer should mind a change: a list of small rules, the first that holds decides.

A change that no rule explains takes the highest level, as pyHanko judges the changes of a signed
file. docs/review.md lists the rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from qdgen.check.elements import Element
from qdgen.check.text.syllables import is_syllable
from qdgen.messages import Text, text
from qdgen.review.changes import Level
from qdgen.review.unit import Unit
from qdgen.review.words import NOTE_MARK, Edit, words_of
from qdgen.vietnamese import old_tone_style, without_marks

_HEAD = frozenset(
    {
        Element.PARENT_ORGAN,
        Element.ORGAN,
        Element.NUMBER,
        Element.PLACE_DATE,
        Element.TYPE,
        Element.AUTHORITY,
        Element.CAPACITY,
        Element.POSITION,
        Element.SIGNER,
    }
)
_DATE = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_AMOUNTS = frozenset(
    {
        *("hai", "ba", "bốn", "sáu", "bảy", "tám", "chín", "mười", "trăm", "nghìn", "ngàn"),
        *("triệu", "tỷ", "tỉ", "giờ", "ngày", "tuần", "tháng", "quý", "năm"),
    }
)
_DUTIES = frozenset(
    {
        *("phải", "không", "chưa", "được", "cấm", "trừ", "hoặc", "chỉ", "mọi", "nếu", "miễn"),
        *("bắt", "buộc", "nghiêm", "toàn"),
    }
)
_ORGANS = re.compile(
    r"\b(?:Bộ|Sở|Cục|Vụ|Viện|Trung tâm|Ủy ban|Tổng cục|Chi cục|Phòng|Văn phòng|Thanh tra|Ban"
    r"|Học viện|Trường|Tập đoàn|Tổng công ty|Công ty|Hội đồng|Thủ tướng|Chính phủ|Bộ trưởng"
    r"|Cục trưởng|Vụ trưởng|Viện trưởng|Giám đốc|Chủ tịch)\b"
)
_WORDS = re.compile(r"[^\W\d_]+")
_PROSE = re.compile(r"(?:[^\W\d_]|[\s,.;:()“”\"'’/…–—-])*")


@dataclass(frozen=True, slots=True)
class Replacement:
    """One edit as the rules see it: what was there, what is there, and where."""

    old: str
    new: str
    old_unit: Unit
    new_unit: Unit
    edit: Edit
    names: frozenset[str]
    """The names of units that either version's register knows."""


@dataclass(frozen=True, slots=True)
class LevelRule:
    """`name` is permanent; `what` tells a reviewer why; `holds` looks at one replacement (rules
    without it are named by the comparison itself)."""

    name: str
    level: Level
    what: Text
    holds: Callable[[Replacement], bool] | None = None


def _is_spacing(r: Replacement) -> bool:
    return "".join(r.old.split()) == "".join(r.new.split())


def _is_note_mark(r: Replacement) -> bool:
    return not (r.old + r.new).replace(NOTE_MARK, "").strip()


def _is_punctuation(r: Replacement) -> bool:
    return _only_words(r.old) == _only_words(r.new) and _is_prose(r)


def _is_case(r: Replacement) -> bool:
    return r.old.casefold() == r.new.casefold()


def _is_tone_place(r: Replacement) -> bool:
    return old_tone_style(r.old).casefold() == old_tone_style(r.new).casefold()


def _is_same_date(r: Replacement) -> bool:
    return (
        bool(_DATE.search(r.old))
        and _DATE.sub(_date, r.old) == _DATE.sub(_date, r.new)
        and r.old != r.new
    )


def _is_head(r: Replacement) -> bool:
    return r.new_unit.element in _HEAD


def _is_amount(r: Replacement) -> bool:
    words = {word.casefold() for word in (*words_of(r.old), *words_of(r.new))}
    return any(c.isdigit() for c in r.old + r.new) or bool(words & _AMOUNTS)


def _is_organ(r: Replacement) -> bool:
    if _ORGANS.search(r.old) or _ORGANS.search(r.new):
        return True
    return any(
        _inside(name, unit.text, start, end)
        for name in r.names
        for unit, start, end in (
            (r.old_unit, r.edit.start, r.edit.end),
            (r.new_unit, r.edit.new_start, r.edit.new_end),
        )
    )


def _is_duty(r: Replacement) -> bool:
    old, new = ({w.casefold() for w in words_of(side)} for side in (r.old, r.new))
    return bool((old ^ new) & _DUTIES)


def _is_spelling(r: Replacement) -> bool:
    old, new = _WORDS.findall(r.old), _WORDS.findall(r.new)
    if len(old) != len(new) or not _is_prose(r):
        return False
    wrong = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    return bool(wrong) and all(
        not is_syllable(a) and is_syllable(b) and _is_near(without_marks(a), without_marks(b))
        for a, b in wrong
    )


def _is_prose(r: Replacement) -> bool:
    return _PROSE.fullmatch((r.old + r.new).replace(NOTE_MARK, "")) is not None


RULES: tuple[LevelRule, ...] = (
    # the words of a text, in this order
    LevelRule("spacing", Level.FORM, text("spaces alone"), _is_spacing),
    LevelRule("note-mark", Level.EDITORIAL, text("the place of a footnote's mark"), _is_note_mark),
    LevelRule("capitals", Level.EDITORIAL, text("capitals and small letters"), _is_case),
    LevelRule("tone-place", Level.EDITORIAL, text("the place of a tone mark"), _is_tone_place),
    LevelRule("same-date", Level.EDITORIAL, text("the same day, written otherwise"), _is_same_date),
    LevelRule("head", Level.SUBSTANCE, text("the head or the signature"), _is_head),
    LevelRule("amount", Level.SUBSTANCE, text("a number, a date, a period"), _is_amount),
    LevelRule("organ", Level.SUBSTANCE, text("a unit or an office"), _is_organ),
    LevelRule("duty", Level.SUBSTANCE, text("a word that binds, allows or excepts"), _is_duty),
    LevelRule("punctuation", Level.EDITORIAL, text("punctuation alone"), _is_punctuation),
    LevelRule("spelling", Level.EDITORIAL, text("what was no Vietnamese word"), _is_spelling),
    LevelRule("wording", Level.WORDING, text("wording"), _is_prose),
    # what came, went or moved
    LevelRule("provision", Level.SUBSTANCE, text("a provision came or went")),
    LevelRule("row", Level.SUBSTANCE, text("a row came or went")),
    LevelRule("column", Level.SUBSTANCE, text("a column came or went")),
    LevelRule("cell", Level.SUBSTANCE, text("a cell was filled or emptied")),
    LevelRule("part", Level.SUBSTANCE, text("an attached document came or went")),
    LevelRule("basis", Level.SUBSTANCE, text("a căn cứ came or went")),
    LevelRule("paragraph", Level.SUBSTANCE, text("a paragraph or a dash line came or went")),
    LevelRule("recipient", Level.WORDING, text("a recipient came or went")),
    LevelRule("note", Level.WORDING, text("a footnote came or went")),
    LevelRule("order", Level.WORDING, text("another place among its like")),
    LevelRule("moved-away", Level.SUBSTANCE, text("another provision or group to stand in")),
    # the rest
    LevelRule("emphasis", Level.FORM, text("bold or italics")),
    LevelRule("link", Level.EDITORIAL, text("the address of a link")),
    LevelRule("blank", Level.EDITORIAL, text("the remark of a blank")),
    LevelRule("shape", Level.EDITORIAL, text("another kind of paragraph")),
    LevelRule("entry-printed", Level.SUBSTANCE, text("an entry of a register that is printed")),
    LevelRule("entry-aside", Level.FORM, text("an entry of a register, in what is not printed")),
    LevelRule("setting", Level.FORM, text("a choice of layout")),
    LevelRule("renamed", Level.FORM, text("an id")),
    LevelRule("written", Level.FORM, text("written otherwise, printed the same")),
    LevelRule("number", Level.FORM, text("its number alone")),
    LevelRule("follows", Level.FORM, text("it follows from another change")),
)
UNEXPLAINED = LevelRule("unexplained", Level.SUBSTANCE, text("no rule explains it"))
_BY_NAME = {rule.name: rule for rule in (*RULES, UNEXPLAINED)}
_OF_WORDS = tuple(rule for rule in RULES if rule.holds is not None)


def rule_named(name: str) -> LevelRule:
    """The rule of that name; one that is not known takes the highest level."""
    return _BY_NAME.get(name, UNEXPLAINED)


def rule_of(old: Unit, new: Unit, edits: Iterable[Edit], names: frozenset[str]) -> LevelRule:
    """What decides the level of a reworded text: the gravest rule of its edits, of several as
    grave the first in the list; `names` are those of units."""
    rules = {_rule_of_edit(old, new, edit, names) for edit in edits}
    if not rules or UNEXPLAINED in rules:
        return UNEXPLAINED
    return min(rules, key=lambda rule: (-rule.level, RULES.index(rule)))


def _rule_of_edit(old: Unit, new: Unit, edit: Edit, names: frozenset[str]) -> LevelRule:
    before = old.text[edit.start : edit.end]
    after = new.text[edit.new_start : edit.new_end]
    replacement = Replacement(before, after, old, new, edit, names)
    for rule in _OF_WORDS:
        if rule.holds is not None and rule.holds(replacement):
            return rule
    return UNEXPLAINED


def _only_words(words: str) -> list[str]:
    return [word for word in words_of(words) if word[0].isalnum()]


def _date(match: re.Match[str]) -> str:
    return "/".join(number.lstrip("0") for number in match.groups())


def _inside(name: str, words: str, start: int, end: int) -> bool:
    """Whether the characters `start` up to `end` touch `name` where it stands in `words`."""
    at = words.find(name)
    while at >= 0:
        if at < end and start < at + len(name):
            return True
        at = words.find(name, at + 1)
    return False


def _is_near(one: str, other: str) -> bool:
    """Whether one letter more, less or another makes one of the other."""
    if abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    for at in range(len(short) + 1):
        rest = short[at:] if len(short) < len(long) else short[at + 1 :]
        if long[:at] == short[:at] and long[at + 1 :] == rest:
            return True
    return False
