"""Words compared as a reader compares them: case, spaces and the place of a tone mark aside."""

from __future__ import annotations

import re
import unicodedata

_NEW_TONES = re.compile(
    r"(?<!q)(oà|oá|oả|oã|oạ|oè|oé|oẻ|oẽ|oẹ|uỳ|uý|uỷ|uỹ|uỵ)(?!\w)"  # on casefolded text
)
_OLD_TONES = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_MARKS_BEHIND = " .,;:/"


def plain(words: str) -> str:
    """`words` for comparing: NFC, lower case, single spaces, old tone style, no dashes but "-",
    no punctuation at the end."""
    folded = unicodedata.normalize("NFC", words).casefold().replace("–", "-").replace("—", "-")
    folded = " ".join(folded.split()).rstrip(_MARKS_BEHIND)
    return _NEW_TONES.sub(lambda match: _OLD_TONES[match[0]], folded)


def same_words(one: str, other: str) -> bool:
    """Whether both say the same."""
    return plain(one) == plain(other)


_WORD = re.compile(r"\S+")


def first_difference(words: str, pattern: str) -> str:
    """The words of `words` from where it leaves `pattern` on, two at most; "" where it is only
    shorter."""
    ours, theirs = plain(words).split(), plain(pattern).split()
    same = 0
    while same < min(len(ours), len(theirs)) and ours[same] == theirs[same]:
        same += 1
    places = [m.span() for m in _WORD.finditer(words)]
    if same >= len(places):
        return ""
    last = min(same + 1, len(places) - 1)
    return words[places[same][0] : places[last][1]].rstrip(_MARKS_BEHIND)
