"""TN31: capitals in references and in the names of documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.lexicon import listed
from qdgen.check.text.phrases import matches
from qdgen.diagnostics import Severity
from qdgen.messages import text


def _runs(piece: Piece) -> bool:
    return piece.element is not Element.COLUMN_HEADING


_UPPER = re.compile(r"\b(Khoản (?=\d)|Điểm (?=[a-zđ]\b(?! [a-zđ]\b)))")


@rule("TN311", "clause-capital", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def clause_capital(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“Khoản” or “Điểm” with a capital letter inside a sentence.

    In a reference, khoản and điểm are written small; only Phần, Chương, Mục, Tiểu mục and Điều are
    written with a capital.

    Wrong: theo Khoản 2 Điều 5
    Right: theo khoản 2 Điều 5
    Source: Phụ lục II, mục V, khoản 7 Nghị định 30/2020/NĐ-CP (CAP-20, có bản xác nhận)
    """
    for phrase, match in matches(paper, _UPPER, where=_runs):
        if phrase.starts_sentence(match.start()):
            continue
        word = match[0].rstrip()
        yield from phrase.remarks(
            (match.start(), match.start() + len(word)),
            text("“{word}” with a capital in a reference", word=word),
            text("write “{word}”", word=word.lower()),
            fix=word.lower(),
        )


_ARTICLE = re.compile(
    r"\b(?<!mười )(?<!số )(?:điều (?=\d)|(?<!huân )(?<!huy )(?<!niệm )chương (?=[IVX\d]+\b)"
    r"|tiểu mục (?=\d))"
)
_SECTION = re.compile(r"(?<!tiểu )\b(?:mục|phần) (?=(?:[IVX]+|\d+)(?: (?:Chương|Phần)\b))")


@rule("TN312", "article-small", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def article_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“điều”, “chương”, “mục” or “phần” with a small letter in a reference.

    Before their number, Phần, Chương, Mục, Tiểu mục and Điều are written with a capital. A line of
    an annex (mục 1 Phụ lục II) is no Mục of that kind.

    Wrong: khoản 2 điều 5 chương II
    Right: khoản 2 Điều 5 Chương II
    Source: Phụ lục II, mục V, khoản 7 Nghị định 30/2020/NĐ-CP (CAP-20, có bản xác nhận)
    """
    for pattern in (_ARTICLE, _SECTION):
        for phrase, match in matches(paper, pattern, where=_runs):
            word = match[0].rstrip()
            right = word[0].upper() + word[1:]
            yield from phrase.remarks(
                (match.start(), match.start() + len(word)),
                text("“{word}” with a small letter in a reference", word=word),
                text("write “{word}”", word=right),
                fix=right,
            )


@rule("TN313", "this-document-small", Severity.INFO, Certainty.UNCONFIRMED, TEXTS)
def this_document_small(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“quyết định này”, “kế hoạch này” with a small letter, where the document itself is meant.

    The document and what it attaches are certain documents: Quyết định này, Kế hoạch này.

    Wrong: thực hiện kế hoạch này
    Right: thực hiện Kế hoạch này
    Source: Phụ lục II, mục V, khoản 6 Nghị định 30/2020/NĐ-CP; cách viết kèm “này”
        chưa có bản xác nhận (CAP-19)
    """
    kinds = {p.type.capitalize() for p in paper.parts if p.type}
    if any(p.kind is PartKind.DECISION for p in paper.parts):
        kinds.add("Quyết định")
    if not kinds:
        return
    pattern = re.compile(rf"\b({'|'.join(sorted(k[0].lower() + k[1:] for k in kinds))})(?= này\b)")
    for phrase, match in matches(paper, pattern):
        right = match[0][0].upper() + match[0][1:]
        yield from phrase.remarks(
            match.span(),
            text("“{word} này” with a small letter", word=match[0]),
            text("write “{word} này”, if this very document is meant", word=right),
        )


@cache
def _law_names() -> tuple[re.Pattern[str], dict[str, str]]:
    data = listed("co-quan")
    right = {}
    for kind, names in (("Luật", data["luat"]), ("Bộ luật", data["bo_luat"])):
        for name in names:
            full = f"{kind} {' '.join(name.split())}"
            right[full.lower()] = full
    names = "|".join(re.escape(n) for n in sorted(right, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?<!dự án )(?:{names})(?!\w)"), right


@rule("TN314", "law-name-capital", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def law_name_capital(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of a law whose first word has a small letter.

    In the name of a law, “Luật” (or “Bộ luật”) and the first syllable of what follows are written
    with a capital.

    Wrong: Luật ngân sách nhà nước; Bộ Luật Dân sự
    Right: Luật Ngân sách nhà nước; Bộ luật Dân sự
    Source: Phụ lục II, mục V, khoản 6 Nghị định 30/2020/NĐ-CP (CAP-19, có bản xác nhận)
    """
    pattern, right = _law_names()
    for phrase, match in matches(paper, pattern, "folded"):
        written = phrase.text[match.start() : match.end()]
        name = right[match[0]]
        if written == name or written.isupper() or not written[0].isupper():
            continue
        if phrase.text[max(0, match.start() - 3) : match.start()] == "Bộ ":
            continue
        if any(
            b.isupper() and not a.isupper() for a, b in zip(name[5:], written[5:], strict=True)
        ) and not written.startswith("Bộ Luật"):
            continue  # some other name
        yield from phrase.remarks(
            match.span(),
            text("the law is called “{name}”", name=name),
            text("write “{words}”", words=name),
            fix=name,
        )
