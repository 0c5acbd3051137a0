"""How the look of pieces departs from the profile, told once for all that depart alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from qdgen.check.look import Align, Look
from qdgen.check.paper import Piece
from qdgen.check.profile import Case, ElementFormat, Entry, nd30, shown
from qdgen.check.rule import Remark, Unchecked
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text

MOST_TOLD = 5
"""More pieces that depart alike are told once, with their number."""
_WHOLE = 0.9
"""The share of letters that stands for the whole."""

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Deviation:
    """A piece that departs from what it should be."""

    piece: Piece
    message: Text
    hint: Text
    severity: Severity | None = None


def told(found: Iterable[Deviation]) -> Iterator[Remark]:
    """A remark a deviation; one for all of them where many are alike."""
    groups: dict[tuple[Text, Text], list[Deviation]] = {}
    for each in found:
        groups.setdefault((each.message, each.hint), []).append(each)
    for group in groups.values():
        if len(group) <= MOST_TOLD:
            for one in group:
                yield Remark(one.message, one.hint, one.piece, severity=one.severity)
            continue
        first = group[0]
        message = text(
            "{what} ({count} paragraphs are like this)", what=first.message, count=len(group)
        )
        yield Remark(message, first.hint, first.piece, severity=first.severity)


def main(shares: Mapping[K, float]) -> K | None:
    """What most letters have."""
    return max(shares, key=lambda key: shares[key]) if shares else None


def size_of(piece: Piece) -> float | None:
    """The size that most of its letters have."""
    return main(piece.look.sizes) if piece.look else None


def not_shown(what: str) -> Unchecked:
    """The file does not show the look of `what`."""
    return Unchecked(text("the file does not show how {what} looks", what=what))


def judged(
    pieces: Sequence[Piece],
    key: str,
    but: Callable[[Piece, str], bool] = lambda _piece, _what: False,
    called: Callable[[Piece], str] = lambda piece: piece.element.value,
) -> Iterator[Remark | Unchecked]:
    """Everything in which `pieces` depart from the element `key` of the profile. `but` says which
    pieces are let off which property ("size", "bold", "italic", "case", "align"), `called` what a
    piece is called."""
    if pieces and all(piece.look is None for piece in pieces):
        yield not_shown(called(pieces[0]))
        return
    wanted = nd30().elements[key]
    yield from told(
        d for p in pieces if p.look for d in _deviations(p, p.look, wanted, but, called(p))
    )


def _deviations(
    piece: Piece, look: Look, wanted: ElementFormat, but: Callable[[Piece, str], bool], name: str
) -> Iterator[Deviation]:
    size = main(look.sizes)
    if wanted.size and size is not None and not but(piece, "size"):
        yield from of_size(piece, size, wanted.size, name)
    if wanted.bold and look.bold is not None and not but(piece, "bold"):
        yield from of_weight(piece, look.bold, wanted.bold, name)
    if wanted.italic and look.italic is not None and not but(piece, "italic"):
        entry = wanted.italic
        if entry.value and look.italic < _WHOLE:
            yield Deviation(
                piece,
                text("{name} is not in italics", name=name),
                text("set it in italics"),
                entry.severity,
            )
        if not entry.value and look.italic > _WHOLE:
            yield Deviation(
                piece,
                text("{name} is in italics", name=name),
                text("set it upright"),
                entry.severity,
            )
    if wanted.case and not but(piece, "case"):
        yield from of_case(piece, piece.text, wanted.case, name)
    if wanted.align and look.align is not None and not but(piece, "align"):
        yield from of_alignment(piece, look.align, wanted.align, name)


def of_size(piece: Piece, size: float, entry: Entry[Any], name: str = "") -> Iterator[Deviation]:
    """Where `size` is not one of the range of `entry`."""
    if not entry.value.holds(size, nd30().page.size_tolerance_pt.value):
        yield Deviation(
            piece,
            text(
                "{name} is set in size {size}", name=name or piece.element.value, size=shown(size)
            ),
            text("set it in size {wanted}", wanted=str(entry.value)),
            entry.severity,
        )


def of_weight(piece: Piece, bold: float, entry: Entry[bool], name: str = "") -> Iterator[Deviation]:
    """Where it is not bold and must be, or is bold and must not."""
    name = name or piece.element.value
    if entry.value and bold < _WHOLE:
        yield Deviation(
            piece, text("{name} is not bold", name=name), text("set it in bold"), entry.severity
        )
    if not entry.value and bold > _WHOLE:
        yield Deviation(
            piece,
            text("{name} is bold", name=name),
            text("set it without bold"),
            entry.severity,
        )


def of_case(piece: Piece, words: str, entry: Entry[Case], name: str = "") -> Iterator[Deviation]:
    """Where it is not in capitals and must be, or is and must not."""
    name = name or piece.element.value
    if entry.value is Case.UPPER and not is_upper(words):
        yield Deviation(
            piece,
            text("{name} is not in capitals", name=name),
            text('write "{words}"', words=_short(words.upper())),
            entry.severity,
        )
    if entry.value is Case.SENTENCE and is_all_capitals(words):
        yield Deviation(
            piece,
            text("{name} is all in capitals", name=name),
            text("write it in small letters, only the first letter and names with capitals"),
            entry.severity,
        )


def of_alignment(
    piece: Piece, align: Align, entry: Entry[Align], name: str = ""
) -> Iterator[Deviation]:
    """Where it stands elsewhere than it must."""
    if align is entry.value or (entry.value is Align.LEFT and align is Align.BOTH):
        return
    yield Deviation(
        piece,
        text("{name} is {align}", name=name or piece.element.value, align=_ALIGNED[align]),
        text("make it {align}", align=_ALIGNED[entry.value]),
        entry.severity,
    )


_ALIGNED = {
    Align.LEFT: text("aligned left"),
    Align.CENTRE: text("centred"),
    Align.RIGHT: text("aligned right"),
    Align.BOTH: text("justified"),
}


def aligned(align: Align) -> Text:
    """The alignment in words."""
    return _ALIGNED[align]


def is_upper(words: str) -> bool:
    """Whether it is written in capitals; a few small letters, as of "TTg", do not count."""
    letters = [c for c in words if c.isalpha()]
    return sum(c.islower() for c in letters) <= len(letters) / 5


def is_all_capitals(words: str) -> bool:
    """Whether all its letters, three at least, are capitals."""
    return words.isupper() and sum(c.isalpha() for c in words) > 2


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:57] + "…"
