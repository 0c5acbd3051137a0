"""The head of a part: what stands above its căn cứ or its body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qdgen.check.elements import Element, PartKind
from qdgen.check.identify import signs
from qdgen.check.identify.gathering import Gathered
from qdgen.check.identify.segments import Segment

_COLUMNS = re.compile(r"[ ]*\t[\t ]*|[ ]{4,}")
_BLOCK = (
    Element.NATIONAL_NAME,
    Element.MOTTO,
    Element.NUMBER,
    Element.PLACE_DATE,
    Element.ORGAN,
    Element.PARENT_ORGAN,
)
Line = tuple[Segment, Element | None]


def head_lines(whole: Segment) -> list[Line]:
    """The lines of a paragraph of a head, each with what its words say it is.

    A paragraph stays whole unless its lines or columns are different elements."""
    lines: list[Line] = []
    for line in whole.lines():
        lines += _columns(line)
    kinds = {kind for _, kind in lines if kind is not None}
    if not kinds or len(lines) < 2:
        return [(whole, _kind(whole.text))]
    if Element.PLACE_DATE in kinds and signs.is_reference(whole.text):
        return [(whole, Element.REFERENCE_LINE)]
    if kinds <= {Element.TYPE, Element.ANNEX_LABEL, Element.NUMBER} and _is_one_title(lines):
        return [(whole, _kind(whole.text))]
    return lines


def _is_one_title(lines: list[Line]) -> bool:
    """A title whose second line happens to be the name of a kind of document."""
    return lines[0][1] is None


def _columns(line: Segment) -> list[Line]:
    """One line, or the two columns that tabs or blanks make of it."""
    text = line.text
    if signs.right_of_head(text) is not Element.PLACE_DATE or signs.left_of_head(text):
        for gap in _COLUMNS.finditer(text):
            left, right = line.part(0, gap.start()), line.part(gap.end(), len(text))
            kind = signs.right_of_head(right.text)
            if left.text and kind is not None and not left.text.casefold().endswith("ngày"):
                return [(left, _kind(left.text)), (right, kind)]
    return [(line, _kind(text))]


def _kind(text: str) -> Element | None:
    if not text:
        return Element.EMPTY
    if signs.is_reference(text):
        return Element.REFERENCE_LINE
    if signs.annex_label(text):
        return Element.ANNEX_LABEL
    if signs.type_of(text) and (signs.is_upper(text) or len(text) < 14):
        return Element.TYPE
    if signs.RULE_OF_SIGNS.fullmatch(text):
        return Element.OTHER
    if signs.ADDRESSEE.match(text.casefold()):
        return Element.ADDRESSEE
    left = signs.left_of_head(text)
    if left is not None:
        return left
    return signs.right_of_head(text)


def read_head(gathered: Gathered, lines: Sequence[Line], kind: PartKind, *, above: bool) -> None:
    """Add the pieces of a head. `above` says that căn cứ or the order follow: a decision."""
    part = gathered.parts[-1]
    kinds = [known for _, known in lines]
    last = max((n for n, known in enumerate(kinds) if known in _BLOCK), default=-1)
    organs = [
        (n, line)
        for n, (line, known) in enumerate(lines[: last + 1])
        if known is None and not line.text.casefold().startswith("v/v")
    ]
    _organs(gathered, organs)
    taken = {n for n, _ in organs}
    titles: list[Segment] = []
    for n, (line, known) in enumerate(lines):
        if n in taken:
            continue
        if n <= last and known is None:
            gathered.add(Element.SUBJECT, [line])  # V/v … under the number
        elif known is None:
            titles.append(line)
        elif known is Element.REFERENCE_LINE:
            _reference(gathered, lines, n, taken)
        elif known is Element.TYPE and kind is not PartKind.DECISION and _is_in_title(lines, n):
            titles.append(line)
        else:
            gathered.add(known, [line])
            if known is Element.TYPE and not part.type:
                part.type = line.text
            elif known is Element.ANNEX_LABEL:
                found = signs.annex_label(line.text)
                part.number = (found["number"] or "") if found else ""
    _titles(gathered, titles, kind, above=above)


def titles_of(lines: Sequence[Line]) -> int:
    """How many lines of a title there are: below the number, the date and the names of organs."""
    kinds = [kind for _, kind in lines]
    last = max((n for n, kind in enumerate(kinds) if kind in _BLOCK), default=-1)
    return sum(kind is None for kind in kinds[last + 1 :])


def _is_in_title(lines: Sequence[Line], n: int) -> bool:
    """Whether the tên loại stands below lines of the same title."""
    return n > 0 and lines[n - 1][1] is None and n > 1


def _organs(gathered: Gathered, organs: Sequence[tuple[int, Segment]]) -> None:
    """The names of organs: the last is the one that issues, those above it its superiors."""
    names: list[list[Segment]] = []
    for _, line in organs:
        new = not names or (signs.is_organ(line.text) and not signs.goes_on(line.text))
        if new:
            names.append([line])
        else:
            names[-1].append(line)
    for name in names:
        element = Element.ORGAN if name is names[-1] else Element.PARENT_ORGAN
        gathered.add(element, name)


def _reference(gathered: Gathered, lines: Sequence[Line], n: int, taken: set[int]) -> None:
    """The line (Kèm theo …), up to its closing bracket."""
    found = [lines[n][0]]
    at = n + 1
    opens = found[0].text.startswith("(")
    while opens and ")" not in found[-1].text and at < len(lines) and at - n < 4:
        if lines[at][1] in (None, Element.PLACE_DATE, Element.NUMBER):
            found.append(lines[at][0])
            taken.add(at)
        at += 1
    if len(found) > 1 and ")" not in found[-1].text:
        taken.difference_update(range(n + 1, at))
        del found[1:]
    gathered.add(Element.REFERENCE_LINE, found)


def _titles(gathered: Gathered, titles: list[Segment], kind: PartKind, *, above: bool) -> None:
    if not titles:
        return
    part = gathered.parts[-1]
    if kind is PartKind.OTHER and not part.type:
        for line in titles:
            gathered.add(Element.TEXT, [line])
        return
    if kind is PartKind.DECISION or kind is PartKind.OTHER:
        authority = _authority(titles) if above else len(titles)
        subject = titles[:authority]
        if subject:
            part.title = gathered.add(Element.SUBJECT, subject).text
        if titles[authority:]:
            gathered.add(Element.AUTHORITY, titles[authority:])
        return
    title = gathered.add(Element.TITLE, titles).text
    named = part.type and kind is PartKind.ATTACHMENT
    part.title = f"{part.type}\n{title}" if named else title
    if not part.type and kind is PartKind.ATTACHMENT:
        part.type = signs.leading_type(titles[0].text)


def _authority(titles: Sequence[Segment]) -> int:
    """Where thẩm quyền ban hành begins among the lines between tên loại and căn cứ."""
    if len(titles) == 1:
        words = titles[0].text
        is_it = signs.is_upper(words) and signs.is_authority(words)
        return 0 if is_it else 1
    for n in range(len(titles) - 1, 0, -1):
        if signs.is_authority(titles[n].text):
            return n
    return len(titles) - 1 if signs.is_upper(titles[-1].text) else len(titles)
