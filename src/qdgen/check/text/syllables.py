"""What a Vietnamese syllable is made of: an onset, a rime, a tone; and what was meant by one that
is none."""

from __future__ import annotations

import unicodedata
from functools import cache

from qdgen.vietnamese import tone_of

_ONSETS = (
    "ngh", "ng", "nh", "gh", "gi", "kh", "ch", "ph", "th", "tr", "qu",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)  # fmt: skip
_ALL_RIMES = """
    a ac ach ai am an ang anh ao ap at au ay
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
    i ich im in inh ip it iu ia iêc iêm iên iêng iêp iêt iêu
    o oc oi om on ong op ot ooc oong
    oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăp oăt oe oen oeo oet
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u uc ui um un ung up ut ua uân uâng uât uây uê uêch uên uênh uêt uơ
    uôc uôi uôm uôn uông uôt uy uya uych uyên uyêt uyn uynh uyp uyt uyu
    ư ưc ưi ưm ưn ưng ưt ưu ưa ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_ALL_AFTER_QU = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et eng ê ên
    ênh êt êch i in inh it iu ich ip ơ ơi ơn ôc y yên yêt ynh yt ych yp yu
"""
_RIMES = frozenset(_ALL_RIMES.split())
_AFTER_QU = frozenset(_ALL_AFTER_QU.split())
_AFTER_GI = _RIMES - {r for r in _RIMES if r[0] in "iy"} | {"êng", "êc", "êt", "êm"}
_G_BEFORE_I = frozenset({"i", "in", "iêng", "iêc", "iêt", "im"})
_SOFT = frozenset("ieêy")
_Y_ALONE = frozenset("hklmstvđ")
_STOPS = ("p", "t", "c", "ch")
_HIGH_OR_LOW = ("\u0301", "\u0323")
_GLIDED = ("oa", "oe", "uy")
_QUALITY = frozenset("ăâêôơư")


@cache
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC) can be a Vietnamese syllable, its tone mark in either style."""
    base, tone, at = tone_of(word.lower())
    return any(
        _tone_fits(rime, tone) and (not tone or at - start in _tone_places(rime, onset))
        for onset, rime, start in _readings(base)
    )


def _readings(base: str) -> list[tuple[str, str, int]]:
    """The ways to part letters without tone into onset and rime, with the index of the rime."""
    found = []
    if base in _RIMES:
        found.append(("", base, 0))
    for onset in _ONSETS:
        rime = base[len(onset) :]
        if rime and base.startswith(onset) and _goes_with(onset, rime):
            found.append((onset, rime, len(onset)))
    return found


def _goes_with(onset: str, rime: str) -> bool:
    if onset == "qu":
        return rime in _AFTER_QU
    if onset == "gi":
        return rime in _AFTER_GI
    if rime not in _RIMES or rime.startswith("yê"):
        return False
    if rime == "y":
        return onset in _Y_ALONE
    soft = rime[0] in _SOFT
    if onset in ("k", "gh", "ngh"):
        return soft
    if onset == "g":
        return not soft or rime in _G_BEFORE_I
    if onset in ("c", "ng"):
        return not soft
    return True


def _tone_fits(rime: str, tone: str) -> bool:
    if tone == "?":
        return False
    return not rime.endswith(_STOPS) or tone in _HIGH_OR_LOW


@cache
def _tone_places(rime: str, onset: str) -> tuple[int, ...]:
    """The indexes into the rime where the tone mark may stand; the usual one first."""
    marked = [i for i, c in enumerate(rime) if c in _QUALITY]
    if marked:
        return (marked[-1],)
    vowels = [i for i, c in enumerate(rime) if c in "aeiouy"]
    if len(vowels) == 1:
        return (vowels[0],)
    if vowels[-1] < len(rime) - 1:  # a consonant follows: toàn, quỳnh
        return (vowels[-1],)
    if len(vowels) == 3:
        return (vowels[1],)
    if rime in _GLIDED and onset != "qu":
        return (0, 1)
    return (vowels[0],)


_SPELLINGS = (
    ("ngh", "ng"), ("ng", "ngh"), ("gh", "g"), ("g", "gh"), ("k", "c"), ("c", "k"), ("q", "c"),
    ("f", "ph"), ("z", "d"), ("j", "gi"), ("dd", "đ"),
)  # fmt: skip


@cache
def meant(word: str) -> str | None:
    """The syllable that was surely meant by `word`, which is none: its tone moved to its vowel, its
    onset spelt by the rule, a letter typed twice taken out, two letters put in order. None where
    more than one could be."""
    low = word.lower()
    base, tone, _ = tone_of(low)
    for candidates in (_placed(base, tone), _respelt(base, tone), _retyped(base, tone)):
        found = list(dict.fromkeys(candidates))
        if found:
            return _cased(found[0], word) if len(found) == 1 else None
    return None


def is_misplaced(word: str) -> bool:
    """Whether only the tone mark of `word` stands on the wrong vowel: hòan."""
    base, tone, _ = tone_of(word.lower())
    return not is_syllable(word) and bool(_placed(base, tone))


def _placed(base: str, tone: str) -> list[str]:
    if tone in ("", "?"):
        return []
    return [
        _toned(base, tone, start + _tone_places(rime, onset)[0])
        for onset, rime, start in _readings(base)
        if _tone_fits(rime, tone)
    ][:1]


def _respelt(base: str, tone: str) -> list[str]:
    found = []
    for wrong, right in _SPELLINGS:
        if base.startswith(wrong):
            found += _with_tone(right + base[len(wrong) :], tone)
    return found


def _retyped(base: str, tone: str) -> list[str]:
    found = []
    for i in range(1, len(base)):
        if base[i] == base[i - 1]:
            found += _with_tone(base[:i] + base[i + 1 :], tone)
        elif "n" in base[i - 1 : i + 1]:
            found += _with_tone(base[: i - 1] + base[i] + base[i - 1] + base[i + 1 :], tone)
    return found


def _with_tone(base: str, tone: str) -> list[str]:
    if tone:
        return _placed(base, tone)
    return [base] if is_syllable(base) else []


def _toned(base: str, tone: str, at: int) -> str:
    return unicodedata.normalize("NFC", base[: at + 1] + tone + base[at + 1 :])


def _cased(found: str, like: str) -> str:
    if like.isupper():
        return found.upper()
    return found.capitalize() if like[:1].isupper() else found
