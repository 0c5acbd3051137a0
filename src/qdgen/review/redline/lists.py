"""The lists and styles of the old version in the new one's file."""

from __future__ import annotations

import copy
from collections import Counter

from lxml import etree

from qdgen.word.elements import w
from qdgen.word.numbering import meaning

_NUM, _ABSTRACT, _NUM_ID, _ABSTRACT_ID = w("num"), w("abstractNum"), w("numId"), w("abstractNumId")
_VAL, _STYLE, _STYLE_ID = w("val"), w("style"), w("styleId")


def list_votes(
    old: dict[str, etree._Element], new: dict[str, etree._Element]
) -> Counter[tuple[str, str]]:
    """How often a list of the old version (left) stands where one of the new does: `old` and `new`
    are the paragraphs by their bookmarks."""
    votes: Counter[tuple[str, str]] = Counter()
    for name, paragraph in old.items():
        other = new.get(name)
        left, right = _number(paragraph), _number(other) if other is not None else ""
        if left and right:
            votes[left, right] += 1
    return votes


def join_lists(
    old: etree._Element, new: etree._Element, votes: Counter[tuple[str, str]]
) -> dict[str, str]:
    """Every list number of `old` (a w:numbering) with what it is called in `new`, where a list that
    has no equal is taken in."""
    known = {n.get(_NUM_ID, ""): n for n in new.iterchildren(_NUM)}
    olds = {n.get(_NUM_ID, ""): n for n in old.iterchildren(_NUM)}
    taken: dict[str, str] = {}
    used: set[str] = set()
    for (left, right), _ in votes.most_common():
        # A list that counts otherwise now is another one: its paragraphs have changed their number.
        if left in taken or right in used or left not in olds or right not in known:
            continue
        if _says(olds[left], old) == _says(known[right], new):
            taken[left] = right
            used.add(right)
    for number in old.iterchildren(_NUM):
        own = number.get(_NUM_ID, "")
        if own in taken:
            continue
        same = known.get(own)
        if same is not None and own not in used and _says(number, old) == _says(same, new):
            taken[own] = own
        else:
            taken[own] = _take_in(number, old, new)
    return taken


def use_lists(root: etree._Element, taken: dict[str, str]) -> None:
    """Let the paragraphs below `root` name the lists as they are called now."""
    if all(old == new for old, new in taken.items()):
        return
    for number in root.iter(_NUM_ID):
        number.set(_VAL, taken.get(number.get(_VAL, ""), number.get(_VAL, "")))


def join_styles(old: etree._Element, new: etree._Element, taken: dict[str, str]) -> None:
    """Take in the styles (of a w:styles) that only `old` has."""
    known = {s.get(_STYLE_ID) for s in new.iterchildren(_STYLE)}
    for style in old.iterchildren(_STYLE):
        if style.get(_STYLE_ID) not in known:
            own = copy.deepcopy(style)
            use_lists(own, taken)
            new.append(own)


def _number(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{w('pPr')}/{w('numPr')}/{_NUM_ID}")
    return found.get(_VAL, "") if found is not None else ""


def _abstract(number: etree._Element, root: etree._Element) -> etree._Element | None:
    reference = number.find(_ABSTRACT_ID)
    wanted = reference.get(_VAL) if reference is not None else None
    return next((a for a in root.iterchildren(_ABSTRACT) if a.get(_ABSTRACT_ID) == wanted), None)


def _says(number: etree._Element, root: etree._Element) -> tuple[bytes, bytes]:
    abstract = _abstract(number, root)
    own = copy.deepcopy(number)
    for reference in own.findall(_ABSTRACT_ID):
        own.remove(reference)
    return meaning(own), meaning(abstract) if abstract is not None else b""


def _take_in(number: etree._Element, old: etree._Element, new: etree._Element) -> str:
    abstract = _abstract(number, old)
    abstract_id = "0"
    if abstract is not None:
        own = copy.deepcopy(abstract)
        abstract_id = str(_next(new, _ABSTRACT, _ABSTRACT_ID))
        own.set(_ABSTRACT_ID, abstract_id)
        for mark in own.findall(w("nsid")):
            # Two lists with one nsid are one list to Word.
            mark.set(_VAL, f"{0x5A600000 + int(abstract_id):08X}")
        for tie in list(own.iter(w("pStyle"))):
            # A style is tied to one list alone.
            parent = tie.getparent()
            if parent is not None:
                parent.remove(tie)
        first = new.find(_NUM)
        if first is None:
            new.append(own)
        else:
            first.addprevious(own)
    taken = copy.deepcopy(number)
    called = str(_next(new, _NUM, _NUM_ID))
    taken.set(_NUM_ID, called)
    reference = taken.find(_ABSTRACT_ID)
    if reference is not None:
        reference.set(_VAL, abstract_id)
    last = new.findall(_NUM)
    if last:
        last[-1].addnext(taken)
    else:
        new.append(taken)
    return called


def _next(root: etree._Element, tag: str, attribute: str) -> int:
    return 1 + max((int(e.get(attribute, "0")) for e in root.iterchildren(tag)), default=0)
