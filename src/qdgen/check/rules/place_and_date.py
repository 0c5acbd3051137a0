"""CT1: the line with the place and the date of the decision."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision
from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_IN_FIGURES = re.compile(r"(?:ngày\s+)?\d{1,2}\s*[/.\-]\s*\d{1,2}\s*[/.\-]\s*\d{2,4}")
_FORM = re.compile(r"[^,]*?,\s*ngày[\s\d.…_]*tháng[\s\d.…_]*năm[\s\d.…_]*", re.IGNORECASE)
_NO_COMMA = re.compile(r"(?P<place>[^,\d]*?[^,\d\s])(?P<gap>\s+)ngày\b", re.IGNORECASE)
_DAY = re.compile(r"\bngày\s+(\d{1,2})\s+tháng\b", re.IGNORECASE)
_MONTH = re.compile(r"\btháng\s+(\d{1,2})\s+năm\b", re.IGNORECASE)
_NOT_FULL = re.compile(
    r"^(?:tp\.?|t\.p\.?|tx\.?|q\.|p\.|h\.|x\.|t\.)\s*(?=\w)|\bhcm\b|\bhn\b", re.IGNORECASE
)
_CITIES = {"hà nội", "hải phòng", "đà nẵng", "cần thơ", "huế"}


@rule("CT121", "place-date-form", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def place_date_form(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The place and date are not written "Hà Nội, ngày 05 tháng 02 năm 2026".

    A comma stands after the place, and the words ngày, tháng, năm are written out: figures with
    strokes are not used here.

    Wrong: Hà Nội ngày 05/02/2026
    Right: Hà Nội, ngày 05 tháng 02 năm 2026
    Source: Phụ lục I, Phần I, Mục II.4 (EL-16); chắc chắn
    """
    for piece in paper.of(Element.PLACE_DATE):
        if figures := _IN_FIGURES.search(piece.text):
            yield Remark(
                text("the date is written in figures: {date}", date=figures[0]),
                text("write ngày … tháng … năm …"),
                piece,
                *figures.span(),
            )
        elif missing := _NO_COMMA.match(piece.text):
            yield Remark(
                text("the comma after {place} is missing", place=missing["place"]),
                text("write “{place}, ngày …”", place=missing["place"]),
                piece,
                *missing.span("gap"),
                fix=", ",
            )
        elif not _FORM.fullmatch(piece.text.strip()):
            yield Remark(
                text("place and date are written “{words}”", words=piece.text),
                text("write them so: Hà Nội, ngày 05 tháng 02 năm 2026"),
                piece,
            )


@rule("CT122", "date-zero-missing", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def date_zero_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """In the date of the decision a day below 10 or a month 1 or 2 has no zero.

    The zero keeps a figure from being put before it later. It stands before days 1 to 9 and before
    months 1 and 2.

    Wrong: Hà Nội, ngày 5 tháng 2 năm 2026
    Right: Hà Nội, ngày 05 tháng 02 năm 2026
    Source: Phụ lục I, Phần I, Mục II.4.b (EL-17); chắc chắn
    """
    for piece in paper.of(Element.PLACE_DATE):
        for pattern, below in ((_DAY, 10), (_MONTH, 3)):
            match = pattern.search(piece.text)
            if match and len(match[1]) == 1 and 0 < int(match[1]) < below:
                yield Remark(
                    text("{figure} has no zero before it", figure=match[1]),
                    text("write 0{figure}", figure=match[1]),
                    piece,
                    *match.span(1),
                    fix=f"0{match[1]}",
                )


@rule("CT123", "date-zero-extra", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def date_zero_extra(paper: Paper) -> Iterator[Remark | Unchecked]:
    """In the date of the decision a month from 3 to 9 has a zero.

    The decree puts a zero before days below 10 and before months 1 and 2 only.

    Wrong: Hà Nội, ngày 10 tháng 06 năm 2026
    Right: Hà Nội, ngày 10 tháng 6 năm 2026
    Source: Phụ lục I, Phần I, Mục II.4.b (EL-17); chắc chắn
    """
    for piece in paper.of(Element.PLACE_DATE):
        match = _MONTH.search(piece.text)
        if match and re.fullmatch("0[3-9]", match[1]):
            yield Remark(
                text("tháng {month} has a zero that the decree does not want", month=match[1]),
                text("write tháng {month}", month=match[1][1]),
                piece,
                *match.span(1),
                fix=match[1][1],
            )


@rule("CT124", "place-name-form", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
@about_a_decision
def place_name_form(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The place is abbreviated, in capitals or in small letters.

    It is the official name of the province, city or commune, each of its words with a capital
    initial: Hà Nội, Thành phố Hồ Chí Minh, Quận 1. Before a name that is no number and no person
    the word for the kind of unit is left out.

    Wrong: TP. Hồ Chí Minh, ngày …; hà nội, ngày …
    Right: Thành phố Hồ Chí Minh, ngày …; Hà Nội, ngày …
    Source: Phụ lục I, Phần I, Mục II.4.a (EL-18); một phần chưa đối chiếu nguyên văn
    """
    for piece in paper.of(Element.PLACE_DATE):
        place = piece.text.partition(",")[0].strip()
        start = piece.text.find(place)
        words = re.findall(r"[^\W\d_]+", place)
        if not words or "ngày" in plain(place):
            continue
        message = hint = None
        bare = re.sub(r"^(?:thành phố|tp\.?|t\.p\.)\s*", "", plain(place))
        if _NOT_FULL.search(place):
            message = text("the place is abbreviated: {place}", place=place)
            hint = text("write its official name in full")
        elif len(place) > 2 and place.isupper():
            message = text("the place is in capitals: {place}", place=place)
            hint = text("only the first letter of each word is a capital")
        elif not words[0][0].isupper() or not words[-1][0].isupper():
            message = text("the place begins with a small letter: {place}", place=place)
            hint = text("write it with capital initials")
        elif bare in _CITIES and bare != plain(place):
            message = text("the word for the kind of unit is not written before {place}",
                           place=bare.title())  # fmt: skip
            hint = text("write {place}", place=bare.title())
        if message is not None and hint is not None:
            yield Remark(message, hint, piece, start, start + len(place))
