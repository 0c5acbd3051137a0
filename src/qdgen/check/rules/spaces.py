"""TN10: spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Medium, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.phrases import matches, phrases
from qdgen.diagnostics import Severity
from qdgen.messages import text

_SPACES = re.compile(r"(?<=\S) {2,}(?=\S)")


@rule("TN101", "double-space", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def double_space(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two or more spaces in a row between words.

    They come from moving words about, and show as holes in a justified line. Blanks for a number
    or a day that is not given yet are not meant.

    Wrong: Bộ  Khoa học và Công nghệ
    Right: Bộ Khoa học và Công nghệ
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for piece in paper.of(*paper.prose):
        if "  " not in piece.text:
            continue
        for match in _SPACES.finditer(piece.text):
            yield Remark(
                text("{count} spaces in a row", count=match.end() - match.start()),
                text("keep one"),
                piece,
                match.start(),
                match.end(),
                fix=" ",
            )


_BEFORE_MARK = re.compile(r"(?<=[\w)\]”%])[ \u00a0]+(?=(?:[,;?!]|:(?!\w)|\.(?![./\d…]))(?!\w))")


@rule("TN102", "space-before-mark", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def space_before_mark(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A space in front of a comma, full stop, colon or other mark.

    A mark belongs to the word before it; with a space between, it may even begin the next line.

    Wrong: các cơ quan , đơn vị
    Right: các cơ quan, đơn vị
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for phrase, match in matches(paper, _BEFORE_MARK, "text"):
        yield from phrase.remarks(
            match.span(),
            text("a space before “{mark}”", mark=phrase.text[match.end()]),
            text("write the mark close to the word before it"),
            fix="",
        )


_AFTER_MARK = re.compile(
    r"(?<=[^\W\d_])[,;?!](?=[^\W\d_])"  # letter, mark, letter
    r"|(?<=[)\]”%\d])[,;](?=[^\W\d_])"
    r"|(?<=[^\W\d_]):(?=[^\W_])"
    r"|(?<=[a-zà-ỹđ]{2})\.(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])"  # a sentence run into the next
)


@rule("TN103", "no-space-after-mark", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def no_space_after_mark(paper: Paper) -> Iterator[Remark | Unchecked]:
    """No space behind a comma, full stop, colon or other mark.

    The two words run together and cannot be parted at the end of a line. Numbers, hours,
    addresses and abbreviations are not meant.

    Wrong: tổng hợp,báo cáo
    Right: tổng hợp, báo cáo
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for phrase, match in matches(paper, _AFTER_MARK):
        yield from phrase.remarks(
            match.span(),
            text("no space after “{mark}”", mark=match[0]),
            text("put one space after it"),
            fix=match[0] + " ",
        )


_INSIDE = re.compile(r"(?<=[(\[“«])[ \u00a0]+(?=\w)|(?<=[\w.,;%])[ \u00a0]+(?=[)\]”»])")


@rule("TN104", "space-inside-brackets", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def space_inside_brackets(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A space on the inner side of a bracket or a quotation mark.

    Brackets and quotation marks stand close to the words they hold.

    Wrong: ( sau đây gọi là Kế hoạch )
    Right: (sau đây gọi là Kế hoạch)
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for phrase, match in matches(paper, _INSIDE, "text"):
        yield from phrase.remarks(
            match.span(),
            text("a space inside a bracket or quotation mark"),
            text("remove it"),
            fix="",
        )


_AT_BRACKET = re.compile(r"(?<=[^\W\d_]{2})(?=\([^\W\d_]{2})|(?<=[^\W\d_]{2}\))(?=[^\W\d_]{2})")


@rule("TN105", "no-space-at-bracket", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def no_space_at_bracket(paper: Paper) -> Iterator[Remark | Unchecked]:
    """No space between a word and the bracket in front of or behind it.

    The bracket opens something of its own; without a space it runs into the word.

    Wrong: cơ sở dữ liệu(CSDL)
    Right: cơ sở dữ liệu (CSDL)
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for phrase in phrases(paper):
        bare = phrase.bare
        if "(" not in bare:
            continue
        for match in _AT_BRACKET.finditer(bare):
            at = match.start()
            start, end = (at - 1, at + 1)
            yield from phrase.remarks(
                (start, end),
                text("no space at “{words}”", words=bare[start:end]),
                text("put one space between word and bracket"),
                fix=f"{bare[start]} {bare[at]}",
            )


_PERCENT = re.compile(r"(?<=\d)[ \u00a0]+%")


@rule("TN106", "space-before-percent", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def space_before_percent(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A space between a number and “%”.

    State documents close the sign up to the number.

    Wrong: đạt 80 % kế hoạch
    Right: đạt 80% kế hoạch
    Source: Nghị định 86/2012/NĐ-CP về đơn vị đo lường; thông lệ viết liền “%” (PU-02)
    """
    for phrase, match in matches(paper, _PERCENT, "text"):
        yield from phrase.remarks(
            match.span(),
            text("a space between the number and “%”"),
            text("write the sign close to the number"),
            fix="%",
        )


_UNIT = re.compile(
    r"(?<![\w.,/-])(\d+(?:[.,]\d+)*)(km2|km²|m2|m²|m3|m³|km|cm|mm|kg|ha|MW|kWh|kW|kV|Mbps|Gbps|MHz|GHz)\b"
)


@rule("TN107", "no-space-before-unit", Severity.INFO, Certainty.PRACTICE, TEXTS)
def no_space_before_unit(paper: Paper) -> Iterator[Remark | Unchecked]:
    """No space between a number and the sign of a unit of measurement.

    The sign of a unit is set off from the number by a space; only “%” is closed up.

    Wrong: dài 25km
    Right: dài 25 km
    Source: Nghị định 86/2012/NĐ-CP về đơn vị đo lường (PU-02)
    """
    for phrase, match in matches(paper, _UNIT):
        yield from phrase.remarks(
            match.span(),
            text("no space between number and unit: “{words}”", words=match[0]),
            text("write “{words}”", words=f"{match[1]} {match[2]}"),
            fix=f"{match[1]} {match[2]}",
        )


@rule("TN108", "trailing-space", Severity.INFO, Certainty.PRACTICE, Medium.WORD)
def trailing_space(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Spaces at the end of paragraphs of a Word file.

    They are not seen, but they push words about when the paragraph is changed, and show up in
    every comparison of two versions.

    Wrong: Quyết định này có hiệu lực kể từ ngày ký.␣␣
    Right: Quyết định này có hiệu lực kể từ ngày ký.
    Source: không có quy định; thông lệ soạn thảo (PU-01)
    """
    found = [
        piece
        for phrase in phrases(paper)
        if phrase.text != phrase.text.rstrip(" \u00a0\t")
        for piece in phrase.pieces
        if piece.text.strip()
    ]
    if found:
        first = found[0]
        yield Remark(
            text("{count} paragraphs end with spaces", count=len(found)),
            text("remove the spaces at the end; this is the first"),
            first,
            len(first.text.rstrip()),
            len(first.text),
        )
