"""TN20: characters that are not what they look like."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.phrases import matches, phrases
from qdgen.diagnostics import Severity
from qdgen.messages import text

_APART = re.compile(r"[^\W\d_][\u0300-\u036f]+")


@rule("TN201", "letters-apart", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def letters_apart(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Letters whose marks are stored apart from them (Unicode form NFD).

    They look almost right, but searching, sorting and comparing fail, and some programs print the
    mark beside its letter. It happens to texts from a Mac or pasted from a PDF.

    Wrong: ê + dấu nặng viết bằng hai ký tự
    Right: ệ là một ký tự (Unicode dựng sẵn, NFC)
    Source: Phụ lục I, Phần I, Mục I, khoản 4: Unicode theo TCVN 6909:2001
        (PG-06, UN-02, có bản xác nhận)
    """
    for phrase in phrases(paper):
        if phrase.text.isascii() or unicodedata.is_normalized("NFC", phrase.text):
            continue
        found = list(_APART.finditer(phrase.text))
        if not found:
            continue
        start, end = found[0].start(), found[-1].end()
        yield from phrase.remarks(
            (start, end),
            text("{count} letters are stored apart from their marks", count=len(found)),
            text("write them as whole letters (Unicode form NFC)"),
            fix=unicodedata.normalize("NFC", phrase.text[start:end]),
        )


_LIKE = str.maketrans(
    "ÐðАВЕКМНОРСТХаеосрхуіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
    "ĐđABEKMHOPCTXaeocpxyisjABEZHIKMNOPTYXo",
)
_FOREIGN = re.compile(
    "(?<![\u0370-\u04ff])(?:[Ðð]|(?:(?<=[A-Za-zÀ-ỹ])[\u0370-\u04ff]|[\u0370-\u04ff](?=[A-Za-zÀ-ỹ])))"
)


@rule("TN202", "look-alike-letter", Severity.ERROR, Certainty.DERIVED, TEXTS)
def look_alike_letter(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A letter of another alphabet that looks like a Vietnamese one.

    The Icelandic “Ð” for “Đ”, or a Cyrillic “а” inside a word, look right on paper, but no search
    finds the word, and some fonts draw the letter differently.

    Wrong: QUYẾT ÐỊNH (Ð là U+00D0)
    Right: QUYẾT ĐỊNH (Đ là U+0110)
    Source: suy ra từ Phụ lục I, Phần I, Mục I, khoản 4: Unicode theo TCVN 6909:2001 (UN-03)
    """
    for phrase, match in matches(paper, _FOREIGN, "text"):
        letter = match[0]
        right = letter.translate(_LIKE)
        yield from phrase.remarks(
            match.span(),
            text(
                "“{letter}” is no Vietnamese letter: {name}",
                letter=letter,
                name=unicodedata.name(letter, hex(ord(letter))),
            ),
            text("write “{letter}”", letter=right)
            if right != letter
            else text("write the Vietnamese letter"),
            fix=right if right != letter else None,
        )


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffc\ufffd]+")


@rule("TN203", "invisible-character", Severity.ERROR, Certainty.DERIVED, TEXTS)
def invisible_character(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An invisible character inside the text.

    A space of no width, a soft hyphen or a sign for the direction of writing comes with words
    pasted from a web page or a PDF. It splits words for every search and may break the line in the
    wrong place.

    Wrong: Công[U+200B]nghệ
    Right: Công nghệ
    Source: suy ra từ Phụ lục I, Phần I, Mục I, khoản 4: Unicode theo TCVN 6909:2001 (UN-03)
    """
    for phrase, match in matches(paper, _INVISIBLE, "text"):
        codes = ", ".join(f"U+{ord(c):04X}" for c in match[0])
        yield from phrase.remarks(
            match.span(),
            text("invisible characters: {codes}", codes=codes),
            text("remove them"),
            fix="",
        )


_ODD_SPACE = re.compile(
    r"\u00a0(?=[ \u00a0])|(?<=[ \u00a0])\u00a0|\u00a0(?=[,;:?!)])|[\u2000-\u200a\u3000]"
)


@rule("TN204", "odd-space", Severity.WARNING, Certainty.DERIVED, TEXTS)
def odd_space(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A no-break space beside another space or in front of a mark, or a space of unusual width.

    Pasted text brings such spaces. Lines then break in odd places and gaps differ in width. A
    no-break space between two words that belong together is not meant.

    Wrong: cơ quan[U+00A0] đơn vị
    Right: cơ quan đơn vị
    Source: suy ra từ Phụ lục I, Phần I, Mục I, khoản 4: Unicode theo TCVN 6909:2001 (UN-03)
    """
    for phrase, match in matches(paper, _ODD_SPACE, "text"):
        yield from phrase.remarks(
            match.span(),
            text("an odd space: U+{code}", code=f"{ord(match[0]):04X}"),
            text("use one ordinary space, or none in front of a mark"),
        )
