"""TN4: abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import TABLE, Element
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.abbreviations import Abbreviation, Place, abbreviations
from qdgen.check.text.lexicon import words_of
from qdgen.check.text.phrases import drafted, matches
from qdgen.diagnostics import Severity
from qdgen.messages import text

_FOOT = frozenset({Element.RECIPIENT})
_ASIDE = TABLE | _FOOT
_CODE = re.compile(r"\d$")  # QN1, PA02: no abbreviation of words


@rule("TN401", "abbreviation-unexplained", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def abbreviation_unexplained(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An abbreviation that the document never explains.

    Who does not work in the field cannot read it. Abbreviations that everybody knows and those of
    the unit register are not meant; of common ones of offices (UBND, TTĐT), and in tables and nơi
    nhận, one is only reminded.

    Wrong: triển khai ĐMST tại đơn vị
    Right: triển khai đổi mới sáng tạo (ĐMST) tại đơn vị
    Source: thông lệ; Phụ lục III chỉ cho viết tắt tên loại văn bản
    """
    unexplained = [e for e in abbreviations(paper) if e.used and not e.explained]
    for entry in (aside := [e for e in unexplained if _only_in(_FOOT, e)])[:1]:
        place = entry.used[0]
        shorts = ", ".join(f"“{e.short}”" for e in aside)
        yield Remark(
            text("never explained, in nơi nhận: {shorts}", shorts=shorts),
            text("write in full what its readers may not know"),
            place.piece,
            place.start,
            place.end,
            severity=Severity.INFO,
        )
    for entry in unexplained:
        if entry in aside or _CODE.search(entry.short):
            continue
        place = entry.used[0]
        mild = entry.short in words_of("viet-tat", "quen_dung") or all(
            p.piece.element in _ASIDE or _in_unit_name(paper, p) for p in entry.used
        )
        yield Remark(
            text(
                "“{short}” is never explained (places: {count})",
                short=entry.short,
                count=len(entry.used),
            ),
            text("write it in full the first time, with the abbreviation in brackets behind it"),
            place.piece,
            place.start,
            place.end,
            severity=Severity.INFO if mild else None,
        )


def _only_in(elements: frozenset[Element], entry: Abbreviation) -> bool:
    return all(p.piece.element in elements for p in entry.used)


def _in_unit_name(paper: Paper, place: Place) -> bool:
    words = place.phrase.text
    return any(
        u.name in words for u in paper.registers.units.values() if place_word(place) in u.name
    )


def place_word(place: Place) -> str:
    """The characters of a place."""
    return place.phrase.text[place.start : place.end]


@rule("TN402", "abbreviation-before-explained", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def abbreviation_before_explained(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An abbreviation that is used before the place where it is explained.

    The explanation belongs to the first place, where the reader needs it.

    Wrong: khai thác CSDL … cơ sở dữ liệu (CSDL)
    Right: khai thác cơ sở dữ liệu (CSDL) … CSDL
    Source: thông lệ soạn thảo
    """
    for entry in abbreviations(paper):
        if not entry.explained or not entry.used:
            continue
        place, there = entry.used[0], entry.explained[0]
        if place.order < there.order and place.piece.element is not Element.RECIPIENT:
            yield Remark(
                text("“{short}” is used before it is explained", short=entry.short),
                text("explain it here, at its first place"),
                place.piece,
                place.start,
                place.end,
            )


@rule("TN403", "abbreviation-explained-twice", Severity.INFO, Certainty.PRACTICE, TEXTS)
def abbreviation_explained_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An abbreviation explained more than once in the same part of the document.

    Once explained, the short form is enough. An annex that is read alone may explain it anew.

    Wrong: cơ sở dữ liệu (CSDL) … các cơ sở dữ liệu (CSDL)
    Right: cơ sở dữ liệu (CSDL) … các CSDL
    Source: thông lệ soạn thảo
    """
    for entry in abbreviations(paper):
        parts: set[int] = set()
        for place in entry.explained:
            if place.piece.part in parts:
                yield Remark(
                    text("“{short}” is explained again", short=entry.short),
                    text("write only the abbreviation"),
                    place.piece,
                    place.start,
                    place.end,
                )
            parts.add(place.piece.part)


@rule("TN404", "long-form-again", Severity.INFO, Certainty.PRACTICE, TEXTS)
def long_form_again(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The long form is written again after its abbreviation was explained.

    Two ways to say one thing make the reader look for a difference. The document should keep to the
    one it introduced.

    Wrong: cơ sở dữ liệu (CSDL) … các cơ sở dữ liệu chuyên ngành
    Right: cơ sở dữ liệu (CSDL) … các CSDL chuyên ngành
    Source: thông lệ soạn thảo
    """
    entries = [e for e in abbreviations(paper) if e.explained and " " in e.long]
    if not entries:
        return
    order = {id(piece): n for n, piece in enumerate(paper.pieces)}
    for entry in entries:
        again = sorted(_long_forms(paper, entry, order), key=lambda place: place[:2])
        if again:
            _, start, piece = again[0]
            yield Remark(
                text(
                    "“{long}” in full (places: {count}), though “{short}” was explained",
                    long=entry.long,
                    count=len(again),
                    short=entry.short,
                ),
                text("write “{short}”; this is the first place", short=entry.short),
                piece,
                start,
                start + len(entry.long),
            )


def _long_forms(
    paper: Paper, entry: Abbreviation, order: dict[int, int]
) -> Iterator[tuple[int, int, Piece]]:
    long, short = re.escape(entry.long), re.escape(entry.short)
    pattern = re.compile(rf"(?<!\w){long}(?!\w)(?! \(“?{short}”?\))", re.IGNORECASE)
    for phrase, match in matches(paper, pattern):
        small = match[0][1:].islower()
        if not small or (match[0][0].isupper() and not phrase.starts_sentence(match.start())):
            continue
        for piece in phrase.pieces:
            place = order[id(piece)], match.start()
            after = place > entry.explained[0].order
            if after and piece.element is not Element.REGISTER and drafted(piece, *match.span()):
                yield *place, piece


@rule("TN405", "explained-in-part", Severity.INFO, Certainty.PRACTICE, TEXTS)
def explained_in_part(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An abbreviation behind the name of a unit that stands only for the end of that name.

    The reader takes what stands in brackets for the short name of the whole unit.

    Wrong: Trung tâm Công nghệ thông tin (CNTT)
    Right: Trung tâm Công nghệ thông tin (Trung tâm CNTT)
    Source: thông lệ soạn thảo
    """
    names = [unit.name.lower() for unit in paper.registers.units.values()]
    for entry in abbreviations(paper):
        if not entry.long:
            continue
        longer = [n for n in names if n.endswith(" " + entry.long)]
        for place in entry.explained:
            before = place.phrase.folded[: place.start].rstrip("( “")
            name = next((n for n in longer if before.endswith(n)), None)
            if name is not None:
                yield Remark(
                    text(
                        "“{short}” stands only for the end of the name before it", short=entry.short
                    ),
                    text("give the short name of the whole unit"),
                    place.piece,
                    place.start,
                    place.end,
                )
