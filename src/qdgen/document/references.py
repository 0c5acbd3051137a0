"""What a cross-reference says, as seen from where it stands.

Order from small to large without commas, khoản and điểm in lower case, Điều, Mục, Chương in upper
(Nghị định 30/2020/NĐ-CP, Phụ lục II, V.6 and V.7).
"""

from __future__ import annotations

from qdgen.document.model import Inlines, Reference, RefersTo, Run
from qdgen.document.places import Kind, Place

_WORDS = {
    Kind.PART: "Phần",
    Kind.CHAPTER: "Chương",
    Kind.SECTION: "Mục",
    Kind.SUBSECTION: "Tiểu mục",
    Kind.ARTICLE: "Điều",
    Kind.CLAUSE: "khoản",
    Kind.POINT: "điểm",
    Kind.OUTLINE_1: "Mục",
    Kind.OUTLINE_2: "khoản",
    Kind.OUTLINE_3: "điểm",
    Kind.ROW: "mục",
}
# Điều and Chương are numbered through the whole document, so what they stand in is not told.
_COMPLETE = (Kind.ARTICLE, Kind.CHAPTER, Kind.PART, Kind.OUTLINE_1)
_LETTERED = (Kind.POINT, Kind.OUTLINE_3)
# Their numbers bear the word ("Điều 2."), and a REF field repeats it, in Word and in LibreOffice.
_WORDED = (Kind.ARTICLE, Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.SUBSECTION)
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


def phrase(
    target: Place,
    viewer: Place,
    root_name: str,
    *,
    whole: bool = False,
    bold: bool = False,
    italic: bool = False,
) -> Inlines:
    """The words of a reference to `target` standing in `viewer`.

    `root_name` names the document `target` stands in, told when the viewer stands in another.
    `whole` tells the full path even from nearby.
    """
    inlines: list[Run | Reference] = []

    def say(words: str) -> None:
        inlines.append(Run(words, bold, italic))

    place: Place | None = target
    while place is not None and place.parent is not None:
        if inlines:
            say(" thuộc " if place.kind is Kind.ROW else " ")
        if not whole and viewer.within(place):
            say(f"{_word(place)} này")
            return tuple(inlines)
        if place.kind is Kind.DASH:
            say(f"gạch đầu dòng thứ {_ordinal(int(place.number))}")
        elif place.kind in _WORDED:
            number = Run(f"{_word(place)} {place.number}", bold, italic)
            inlines.append(Reference(place.id, number, RefersTo.NUMBER))
        else:
            say(f"{_word(place)} ")
            refers_to = RefersTo.LABEL if place.kind in _LETTERED else RefersTo.NUMBER
            inlines.append(Reference(place.id, Run(place.number, bold, italic), refers_to))
        # A row is found by its number, unless each of several rows above has one numbered so.
        if place.kind in _COMPLETE or (place.kind is Kind.ROW and not place.is_shared):
            break
        place = place.parent
    if target.root.kind is Kind.ANNEX and (whole or not viewer.within(target.root)):
        say(" ")
        inlines.extend(annex_name(target.root, bold=bold, italic=italic))
    elif not viewer.within(target.root):
        say(f" của {root_name}")
    elif whole:
        say(f" của {root_name} này")
    return tuple(inlines)


def annex_name(
    annex: Place, *, bold: bool = False, italic: bool = False
) -> tuple[Run | Reference, ...]:
    """ "Phụ lục", with its Roman number where there are several (PL I, III.1.a)."""
    if not annex.number:
        return (Run("Phụ lục", bold, italic),)
    return (
        Run("Phụ lục ", bold, italic),
        Reference(annex.id, Run(annex.number, bold, italic), RefersTo.LABEL),
    )


def _word(place: Place) -> str:
    return "gạch đầu dòng" if place.kind is Kind.DASH else _WORDS[place.kind]


def _ordinal(number: int) -> str:
    return _ORDINALS[number - 1] if number <= len(_ORDINALS) else str(number)
