"""CT5: the name of who signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part, joined
from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_DEGREE = re.compile(
    r"^(?:(?:GS|PGS|TS|ThS|BS|BSCK\w*|BSNT|CK(?:I{1,2}|[12])|DS|KS|CN|NGND|NGƯT|TTND|TTƯT|NSND|NSƯT|AHLĐ)\.?\s*[.,]?\s*)+"
    r"(?=[^\W\d_])(?<=[.\s,])"
    r"|^(?:(?:Phó\s+)?Giáo sư|Tiến sĩ|Tiến sỹ|Thạc sĩ|Thạc sỹ|Bác sĩ|Bác sỹ|Dược sĩ|Kỹ sư|Cử nhân"
    r"|Luật sư|Nhà giáo (?:Nhân dân|Ưu tú)|Thầy thuốc (?:Nhân dân|Ưu tú)|Ông|Bà)[.,]?\s+",
    re.IGNORECASE,
)
_RANK = re.compile(
    r"^(?:(?:Đại|Thượng|Trung|Thiếu)\s+(?:tướng|tá|úy|uý)|(?:Thượng|Trung|Hạ)\s+sĩ)[.,]?\s+",
    re.IGNORECASE,
)
_BY_LINE_RULES = re.compile(
    r"\b(?:trường|đại học|học viện|viện|bệnh viện|trung tâm|trạm y tế|quốc phòng|công an|quân sự"
    r"|quân khu|quân đoàn|biên phòng|quân chủng|binh chủng|binh đoàn|bộ tư lệnh|bộ tổng tham mưu)\b"
)


@rule("CT508", "degree-before-name", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def degree_before_name(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A degree, a rank or a form of address stands before the name of who signs.

    Who signs does so by an office, not by a degree. Only units of education, health care and
    science and the armed forces may do otherwise, by their own rules; there this rule is silent.

    Wrong: TS. Nguyễn Văn An
    Right: Nguyễn Văn An
    Source: Phụ lục I, Phần I, Mục II.7.c (EL-36, L44); chắc chắn
    """
    part = decision_part(paper)
    organ = plain(joined(paper, Element.ORGAN, part))
    if _BY_LINE_RULES.search(organ):
        return
    for piece in paper.of(Element.SIGNER, part=part):
        if match := _DEGREE.match(piece.text):
            yield Remark(
                text("“{words}” stands before the name", words=match[0].strip()),
                text("write the name alone"),
                piece,
                *match.span(),
                fix="",
            )


@rule("CT509", "name-capitals", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def name_capitals(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of who signs is in capitals, or a word of it begins with a small letter.

    The office is in capitals, the name below it is not: each of its words begins with a capital.

    Wrong: NGUYỄN VĂN AN; Nguyễn văn An
    Right: Nguyễn Văn An
    Source: Phụ lục I, Phần I, Mục II.7.đ (EL-36); Phụ lục II, Mục II.1.a; chắc chắn
    """
    for piece in paper.of(Element.SIGNER, part=decision_part(paper)):
        degree = _RANK.match(piece.text) or _DEGREE.match(piece.text)
        start = degree.end() if degree else 0
        name = piece.text[start:]
        words = re.findall(r"[^\W\d_]+", name)
        if len(words) > 1 and any(len(w) > 1 and w.isupper() for w in words):
            yield Remark(
                text("the name is in capitals: {name}", name=name),
                text("write {name}", name=name.title()),
                piece,
                start,
                fix=name.title() if name.isupper() else None,
            )
        elif small := next((w for w in words if w[0].islower()), None):
            begin = piece.text.index(small, start)
            yield Remark(
                text("“{word}” begins with a small letter", word=small),
                text("write {word}", word=small.capitalize()),
                piece,
                begin,
                begin + len(small),
                fix=small.capitalize(),
            )
