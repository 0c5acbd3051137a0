"""TN21: where tone marks stand, and i or y."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.lexicon import words_of
from qdgen.check.text.phrases import Phrase, matches
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import NEW_STYLE, OLD_STYLE, old_tone_style

_DECREE = re.compile(
    r"\b(?:uỷ(?= (?:ban|quyền|viên|nhiệm)\b)|(?<=cộng )hoà\b|thoả(?= thuận\b)|hoả(?= tốc\b))",
    re.IGNORECASE,
)


@rule("TN211", "decree-spelling", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def decree_spelling(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“Uỷ ban”, “uỷ quyền”, “thoả thuận”, “hoả tốc” with the mark on the second vowel.

    The decree itself writes these words with the mark on the first vowel, and so do the names of
    the organs that bear them.

    Wrong: Uỷ ban nhân dân; giấy uỷ quyền
    Right: Ủy ban nhân dân; giấy ủy quyền
    Source: cách viết của chính Nghị định 30/2020/NĐ-CP (TO-02, có bản xác nhận)
    """
    for phrase, match in matches(paper, _DECREE, "text"):
        right = old_tone_style(match[0])
        yield from phrase.remarks(
            match.span(),
            text("“{word}”: the decree writes “{right}”", word=match[0], right=right),
            text("write “{word}”", word=right),
            fix=right,
        )


_WORD = re.compile(r"[^\W\d_]+")


@rule("TN212", "mixed-tone-style", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def mixed_tone_style(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Tone marks placed in two ways in one document, or in the way state documents do not use.

    “hóa” and “hoá” are different words for every search and comparison. State documents put the
    mark on the first vowel; a document wholly in the other way is only told of. Names of persons
    are left alone: each is registered in its own way.

    Wrong: chuyển đổi số hóa … chuẩn hoá
    Right: chuyển đổi số hóa … chuẩn hóa
    Source: thống kê trên các luật, nghị định 2020 - 2025;
        mỗi văn bản một kiểu (TO-01, có bản xác nhận)
    """
    new: list[tuple[Phrase, tuple[int, int], str]] = []
    words: Counter[str] = Counter()
    for phrase, ending in matches(paper, NEW_STYLE, "text"):
        match = _word_at(phrase.text, ending.start())
        if _is_decree_word(phrase, match) or is_name_part(phrase, match):
            continue
        new.append((phrase, match.span(), match[0]))
        words[match[0].lower()] += len(phrase.pieces)
    if not new:
        return
    shown = ", ".join(f"{w} ({n})" for w, n in sorted(words.items()))
    hint = text("put the mark on the first vowel everywhere: hòa, khỏe, thủy")
    if next(matches(paper, OLD_STYLE, "text"), None) is None:
        phrase, (start, end), _ = new[0]
        yield Remark(
            text("all tone marks stand on the second vowel: {words}", words=shown),
            text("state documents put it on the first: hòa, khỏe, thủy"),
            phrase.pieces[0],
            start,
            end,
            severity=Severity.INFO,
        )
        return
    for phrase, span, word in new:
        yield from phrase.remarks(
            span,
            text("tone marks are placed in two ways; on the second vowel in: {words}", words=shown),
            hint,
            fix=old_tone_style(word),
        )


def _word_at(words: str, index: int) -> re.Match[str]:
    while index and words[index - 1].isalpha():
        index -= 1
    found = _WORD.match(words, index)
    if found is None:
        raise ValueError(words)
    return found


def _is_decree_word(phrase: Phrase, match: re.Match[str]) -> bool:
    found = _DECREE.search(phrase.text, max(0, match.start() - 5), match.end() + 8)
    return bool(found and found.start() == match.start())


def is_name_part(phrase: Phrase, match: re.Match[str]) -> bool:
    """Whether this word seems to be part of someone's name: capitals beside capitals, no place
    that is known."""
    if not match[0][0].isupper() or match[0].isupper():
        return False
    before = re.search(r"([^\W\d_]+) $", phrase.text[: match.start()])
    after = re.match(r" ([^\W\d_]+)", phrase.text[match.end() :])
    beside = [m[1] for m in (before, after) if m and m[1][0].isupper()]
    if not beside:
        return not phrase.starts_sentence(match.start())
    known = words_of("ten-goi", "dia_danh_hoa_thuy")
    pairs = {f"{before[1]} {match[0]}" if before else "", f"{match[0]} {after[1]}" if after else ""}
    return not any(old_tone_style(p).lower() in known for p in pairs)


_I_FOR_Y = re.compile(
    r"\b(?:kĩ|lí(?! (?:nhí|lắc))|quí|tỉ(?= (?:lệ|đồng|trọng|giá|số|suất|phần)\b)"
    r"|kỉ(?= (?:niệm|luật|lục|yếu|cương|nguyên|vật)\b)|mĩ(?= (?:thuật|phẩm|học)\b)|(?<=thẩm )mĩ"
    r"|hi(?= (?:vọng|sinh)\b)|(?<=công )ti(?= (?:cổ|trách|mẹ|con|nhà|tư)\b)|(?<=định )kì"
    r"|(?<=thời )kì|(?<=nhiệm )kì|(?<=chu )kì|(?<=học )kì)\b",
    re.IGNORECASE,
)
_TO_Y = str.maketrans("iíỉĩìịIÍỈĨÌỊ", "yýỷỹỳỵYÝỶỸỲỴ")


@rule("TN213", "i-for-y", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def i_for_y(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“kĩ thuật”, “quản lí”, “tỉ lệ” with i, where state documents write y.

    School books write i; laws and decrees write y, and two spellings in one document look
    careless. Names are left alone.

    Wrong: kĩ thuật, quản lí, tỉ lệ
    Right: kỹ thuật, quản lý, tỷ lệ
    Source: thống kê trên luật, nghị định; Nghị định 30/2020/NĐ-CP viết kỹ, lý
        (IY-01, có bản xác nhận)
    """
    for phrase, match in matches(paper, _I_FOR_Y, "text"):
        word = match[0]
        if word[0].isupper() and not phrase.starts_sentence(match.start()):
            continue
        right = word.translate(_TO_Y)
        yield from phrase.remarks(
            match.span(),
            text("“{word}”: state documents write “{right}”", word=word, right=right),
            text("write “{word}”", word=right),
            fix=right,
        )
