"""TN33: capitals in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.name_capitals import organ_pattern
from qdgen.check.text.lexicon import compounds
from qdgen.check.text.phrases import matches
from qdgen.check.text.syllables import is_syllable
from qdgen.diagnostics import Severity
from qdgen.messages import text

_NEXT = re.compile(r"(?<![^\W\d_])([^\W\d_]{2,})[.?!] ([^\W\d_]{2,})(?![.\w])")
_SHORT = frozenset(("tr", "tel",
                    "st", "vs", "nxb", "tp", "ts", "ths", "gs", "pgs", "kt", "tm", "tl",
                    "bs", "ks", "cn", "đt", "đc", "no", "vv", "kg", "km"))  # fmt: skip


@rule("TN331", "sentence-small", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def sentence_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A small letter behind a full stop.

    A new sentence begins with a capital; or the full stop should be a comma.

    Wrong: … được thực hiện. đề nghị các đơn vị …
    Right: … được thực hiện. Đề nghị các đơn vị …
    Source: Phụ lục II, mục I Nghị định 30/2020/NĐ-CP (CAP-01, có bản xác nhận)
    """
    for phrase, match in matches(paper, _NEXT):
        before, after = match[1], match[2]
        if not (before.islower() and after.islower()) or before in _SHORT:
            continue
        if not (is_syllable(before) and is_syllable(after)):
            continue
        yield from phrase.remarks(
            match.span(2),
            text("the sentence begins with a small letter: “{word}”", word=after),
            text("begin it with a capital, or write a comma instead of the full stop"),
        )


_LABELLED = (Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.DASH)
_FIRST = re.compile(r"[a-zà-ỹđ][^\W\d_]*")


@rule("TN332", "paragraph-small", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def paragraph_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A điều, khoản, điểm or dash that begins with a small letter.

    What begins on a new line begins with a capital.

    Wrong: a) kết quả thực hiện nhiệm vụ;
    Right: a) Kết quả thực hiện nhiệm vụ;
    Source: Phụ lục II, mục I Nghị định 30/2020/NĐ-CP (CAP-01, có bản xác nhận)
    """
    for piece in paper.of(*_LABELLED):
        if not piece.label or not piece.text[:1].islower():
            continue
        match = _FIRST.match(piece.text)
        if match and match[0].islower() and is_syllable(match[0]):
            yield Remark(
                text("the paragraph begins with a small letter: “{word}”", word=match[0]),
                text("write “{word}”", word=match[0].capitalize()),
                piece,
                0,
                match.end(),
                fix=match[0].capitalize(),
            )


_CAPITAL = "[" + "".join(filter(str.isupper, map(chr, range(0x41, 0x1EFA)))) + "]"
_RUN = re.compile(rf"\b{_CAPITAL}[^\W\d_]*(?: {_CAPITAL}[^\W\d_]*){{3,}}")


@rule("TN333", "title-case", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def title_case(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Common words with a capital on every syllable.

    Vietnamese has no Title Case: only names and the beginning of a sentence have capitals. Capitals
    are no way to stress something, nor to write a heading.

    Wrong: bảo đảm An Toàn Thực Phẩm
    Right: bảo đảm an toàn thực phẩm
    Source: Phụ lục II Nghị định 30/2020/NĐ-CP (CAP-24, có bản xác nhận)
    """
    common = compounds()
    for phrase, match in matches(paper, _RUN):
        words = match[0].split()
        if any(w.isupper() and len(w) > 1 for w in words):
            continue
        if organ_pattern().search(match[0].lower()):
            continue  # judged as a name
        low = [w.lower() for w in words]
        covered: set[int] = set()
        for i in range(len(low) - 1):
            if f"{low[i]} {low[i + 1]}" in common:
                covered |= {i, i + 1}
        if len(covered) < 4 or len(covered) < len(low) - 1:
            continue
        yield from phrase.remarks(
            match.span(),
            text("every syllable has a capital: “{words}”", words=match[0]),
            text("keep capitals for names and for the beginning of a sentence"),
        )


_STATE = re.compile(
    r"\b(?:(?<=Đảng và )|(?<=Đảng, )|(?<=chính sách của )|(?<=pháp luật của )|(?<=do )|(?<=được ))"
    r"nhà nước\b(?! ta| pháp quyền)"
)
_PEOPLE = re.compile(
    r"\b(?:(?<=phục vụ )|(?<=lợi ích của )|(?<=quyền làm chủ của )|(?<=đời sống ))nhân dân\b"
)


@rule("TN334", "state-people-small", Severity.INFO, Certainty.DISPUTED, TEXTS)
def state_people_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“nhà nước”, “nhân dân” with a small letter, where the State or the People are meant.

    The decree capitalises both as special nouns. Words that merely contain them stay small: quản lý
    nhà nước, ngân sách nhà nước, Ủy ban nhân dân.

    Wrong: chủ trương của Đảng, nhà nước
    Right: chủ trương của Đảng, Nhà nước
    Source: Phụ lục II, mục V, khoản 1 Nghị định 30/2020/NĐ-CP; các bản
        không thống nhất về ngoại lệ (CAP-14)
    """
    for pattern in (_STATE, _PEOPLE):
        for phrase, match in matches(paper, pattern):
            right = match[0].capitalize()
            yield from phrase.remarks(
                match.span(),
                text("“{word}” with a small letter", word=match[0]),
                text("write “{word}”, if the State or the People are meant", word=right),
            )


_DAYS = re.compile(
    r"(?:(?<=sáng )|(?<=chiều )|(?<=tối )|(?<=vào )|(?<=từ )|(?<=đến ))"
    r"[Tt]hứ (?:hai|ba|tư|năm|sáu|bảy)"
    r"(?=,? (?:hằng tuần|hàng tuần|đến thứ|ngày \d))"
)
_FEASTS = re.compile(
    r"(?:(?<=ngày )|(?<=Ngày ))quốc khánh\b|(?<=[Tt]ết )nguyên đán\b|(?<=[Tt]ết )trung thu\b"
    r"|(?<=ngày )giải phóng miền Nam\b|(?<=ngày )quốc tế (?:lao động|phụ nữ)\b"
)


@rule("TN335", "day-name-small", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def day_name_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of a weekday or of a feast with a small letter.

    thứ Hai, ngày Quốc khánh, tết Nguyên đán: the name has a capital, the word before it has none.

    Wrong: họp vào thứ hai hằng tuần; nghỉ tết nguyên đán
    Right: họp vào thứ Hai hằng tuần; nghỉ tết Nguyên đán
    Source: Phụ lục II, mục V, khoản 5 và khoản 8 Nghị định 30/2020/NĐ-CP
        (CAP-18, CAP-21, có bản xác nhận)
    """
    for pattern in (_DAYS, _FEASTS):
        for phrase, match in matches(paper, pattern):
            word = match[0]
            if pattern is _DAYS:
                right = f"thứ {word.split()[1].capitalize()}"
            else:
                right = word[0].upper() + word[1:]
            yield from phrase.remarks(
                match.span(),
                text("“{word}” with a small letter", word=word),
                text("write “{word}”", word=right),
                fix=right,
            )
