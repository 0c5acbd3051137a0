"""TN7: what is left open, and words that offices do not use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from qdgen.check.elements import BODY, Element
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import find_citations
from qdgen.check.text.lexicon import words_of
from qdgen.check.text.phrases import drafted, matches
from qdgen.diagnostics import Severity
from qdgen.messages import text

_WRITTEN = BODY | {
    Element.SUBJECT, Element.TITLE, Element.BASIS, Element.HEADING_TITLE, Element.CELL,
    Element.ROW_HEADING, Element.NOTE, Element.COLUMN_HEADING,
}  # fmt: skip


def _is_written(piece: Piece) -> bool:
    return piece.element in _WRITTEN


_BLANK = re.compile(r"…{2,}|(?<!\w)…(?= \w)|\.{4,}|_{3,}|(?:\. ){3,}\.?")


@rule("TN701", "blank-left", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def blank_left(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A blank that was never filled in.

    Dots or underscores hold the place of something that was not known when the text was drafted. A
    signed document has none.

    Wrong: tổng kinh phí là …… triệu đồng
    Right: tổng kinh phí là 250 triệu đồng
    Source: thông lệ soạn thảo
    """
    for phrase, match in matches(paper, _BLANK, where=_is_written):
        yield from phrase.remarks(
            match.span(),
            text("a blank was left: “{words}”", words=match[0][:8]),
            text("fill it in, or take it out"),
        )


_PLACEHOLDER = re.compile(
    r"(?<!\w)(?:x{3,}|X{4,}|TODO|TBD|FIXME|N/A|\?{2,}|\[ *(?:…|\.\.\.|x|X)? *\]|<[^<>]{1,40}>"
    r"|lorem ipsum|\[(?:điền|ghi|nhập|tên|số|ngày)[^\]]{0,40}\])(?!\w)"
)


@rule("TN702", "placeholder-left", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def placeholder_left(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A placeholder or a note to oneself that stayed in the text.

    “xxx”, “TODO”, “[ ]” or “??” are meant to be replaced before anyone else reads the text.

    Wrong: số tiền xxx đồng; [điền tên đơn vị]
    Right: số tiền 12.500.000 đồng
    Source: thông lệ soạn thảo
    """
    for phrase, match in matches(paper, _PLACEHOLDER, where=_is_written):
        yield from phrase.remarks(
            match.span(),
            text("a placeholder was left: “{words}”", words=match[0]),
            text("write what belongs there"),
        )


_ENSURE = re.compile(r"\b[Đđ]ảm bảo\b")
_ASSURE = re.compile(r"\b[Bb]ảo đảm\b")


@rule("TN703", "dam-bao", Severity.INFO, Certainty.CONFIRMED, TEXTS)
def dam_bao(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“đảm bảo”, where legal texts say “bảo đảm”; or both in one document.

    The two mean the same. Laws and decrees use “bảo đảm”, and reviewers ask for it; using both in
    one document looks like two hands.

    Wrong: đảm bảo chất lượng … bảo đảm tiến độ
    Right: bảo đảm chất lượng … bảo đảm tiến độ
    Source: cách dùng trong văn bản quy phạm pháp luật (TE-01, có bản xác nhận)
    """
    places = [
        (match, piece)
        for phrase, match in matches(paper, _ENSURE)
        for piece in phrase.pieces
        if drafted(piece, *match.span())
    ]
    if not places:
        return
    both = next(matches(paper, _ASSURE), None) is not None
    order = {id(piece): n for n, piece in enumerate(paper.pieces)}
    match, piece = min(places, key=lambda p: (order[id(p[1])], p[0].start()))
    yield Remark(
        text("“đảm bảo” (places: {count}) beside “bảo đảm”", count=len(places))
        if both
        else text("“đảm bảo” (places: {count})", count=len(places)),
        text("write “bảo đảm” everywhere; this is the first place"),
        piece,
        match.start(),
        match.end(),
    )


_AND_OR = re.compile(r"\bvà ?/ ?hoặc\b", re.IGNORECASE)


@rule("TN704", "and-or", Severity.INFO, Certainty.PRACTICE, TEXTS)
def and_or(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“và/hoặc” in a text that is to bind someone.

    It leaves open which of the two is asked for. Say “hoặc”, “và”, or both cases in words.

    Wrong: đơn vị chủ trì và/hoặc đơn vị phối hợp
    Right: đơn vị chủ trì hoặc đơn vị phối hợp, hoặc cả hai
    Source: thông lệ soạn thảo văn bản
    """
    for phrase, match in matches(paper, _AND_OR, "text"):
        yield from phrase.remarks(
            match.span(),
            text("“{words}” leaves open what is asked", words=match[0]),
            text("write “và” or “hoặc”, or say both cases in words"),
        )


_SUBJECT_SIGN = re.compile(r"\b[Vv] ?/ ?v\b")


def _is_prose(piece: Piece) -> bool:
    return piece.element in BODY or piece.element in (
        Element.CELL,
        Element.NOTE,
        Element.ROW_HEADING,
    )


@rule("TN705", "v-v-in-text", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def v_v_in_text(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“V/v” in running text.

    The sign stands only at the head of a letter (công văn). In a text it is “về việc” or “về”.

    Wrong: họp V/v triển khai Kế hoạch
    Right: họp về việc triển khai Kế hoạch
    Source: Phụ lục I, Phần I, Mục II, khoản 5: “V/v” chỉ dùng cho trích yếu công văn (EL-20, EL-22)
    """
    for phrase, match in matches(paper, _SUBJECT_SIGN, "text", where=_is_prose):
        if any(c.end <= match.start() for c in find_citations(phrase.text)):
            continue  # judged with the citation
        yield from phrase.remarks(
            match.span(),
            text("“{words}” in running text", words=match[0]),
            text("write “{words}”", words="về việc"),
            fix="Về việc" if phrase.starts_sentence(match.start()) else "về việc",
        )


@cache
def _titles() -> re.Pattern[str]:
    short = "|".join(sorted(words_of("viet-tat", "chuc_danh"), key=len, reverse=True))
    return re.compile(rf"(?<![\w/&.-])(?:{short})(?![\w/&-])")


@rule("TN706", "title-abbreviated", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def title_abbreviated(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A position abbreviated in a way the offices made up.

    Positions are written in full. Those in nơi nhận are judged with nơi nhận.

    Wrong: giao CVP chủ trì
    Right: giao Chánh Văn phòng chủ trì
    Source: lý do văn thư thường trả lại (L49, có bản xác nhận)
    """
    for phrase, match in matches(paper, _titles(), where=_is_written):
        if phrase.is_capitals:
            continue
        yield from phrase.remarks(
            match.span(),
            text("the position “{words}” is abbreviated", words=match[0]),
            text("write it in full"),
        )


_SLASHED = re.compile(
    r"(?<![\w/])(?:b/c|đ/c|k/g|p/h|t/h|đ/v|c/q|đ/b|n/v|th/h|t/c|h/dẫn|h/đ|q/lý)(?![\w/])",
    re.IGNORECASE,
)
_SLASHED_WORDS = {"b/c": "báo cáo", "đ/c": "đồng chí", "k/g": "kính gửi", "p/h": "phối hợp",
                  "t/h": "thực hiện", "đ/v": "đối với"}  # fmt: skip


@rule("TN707", "slashed-abbreviation", Severity.INFO, Certainty.PRACTICE, TEXTS)
def slashed_abbreviation(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A word shortened with a stroke, as in handwriting: b/c, đ/c, p/h.

    It is common in notes, but no form for a document that goes out. Nơi nhận is judged by itself.

    Wrong: quy định đ/v các đơn vị
    Right: quy định đối với các đơn vị
    Source: thông lệ soạn thảo
    """
    for phrase, match in matches(paper, _SLASHED, "text", where=_is_written):
        right = _SLASHED_WORDS.get(match[0].lower())
        yield from phrase.remarks(
            match.span(),
            text("“{words}” is shortened as in handwriting", words=match[0]),
            text("write “{words}”", words=right) if right else text("write it in full"),
            fix=right if right and match[0].islower() else None,
        )


_ETC = re.compile(r"\bv\.v(?!\.)|(?:…|\.\.\.)\s?v\.v|\bv\.v\.?\s?…")


@rule("TN708", "etc-form", Severity.INFO, Certainty.PRACTICE, TEXTS)
def etc_form(paper: Paper) -> Iterator[Remark | Unchecked]:
    """“v.v” without its last full stop, or beside “…”.

    It is written “v.v.”, or the list ends with “…”, not both. In a text that sets duties a complete
    list is better still.

    Wrong: bảng biểu, v.v; bảng biểu, …v.v.
    Right: bảng biểu, v.v.
    Source: quy tắc chính tả chung
    """
    for phrase, match in matches(paper, _ETC):
        yield from phrase.remarks(
            match.span(),
            text("“{words}”: written “v.v.”", words=match[0]),
            text("write “v.v.”"),
        )
