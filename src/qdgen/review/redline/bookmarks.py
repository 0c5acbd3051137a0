"""Bookmarks and references of both versions in one file: a name stands once.

What has moved is there twice, deleted and inserted; its old copy gets another name, and the old
references follow, so that they find it again once all is rejected.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection
from zlib import crc32

from lxml import etree

from qdgen.word.elements import w

_START, _NAME, _ID = w("bookmarkStart"), w("name"), w("id")
_PREFIX = "_old"
_LONGEST = 40
"""Characters in a bookmark's name (Word's own bound)."""
_REFERENCE = re.compile(r"(?<=REF )(_q[dn]_\w+)")


class OldBookmarks:
    """`new_names` are those of the new version; the old version's numbers become `first` and up."""

    def __init__(self, new_names: Collection[str], moved: Collection[str], first: int) -> None:
        self._new_names = new_names
        self._moved = frozenset(moved)
        self._first = first
        self._dropped: set[str] = set()

    def left_behind(self, element: etree._Element, own: frozenset[str]) -> etree._Element | None:
        """An old bookmark's beginning or end as it may stand in the new file."""
        number = element.get(_ID, "")
        if element.tag == _START and element.get(_NAME, "") in own:
            self._dropped.add(number)
        if number in self._dropped:
            return None
        kept = copy.deepcopy(element)
        kept.set(_ID, str(self._first + int(number)))
        name = kept.get(_NAME, "")
        if name in self._new_names:
            kept.set(_NAME, old_name(name))
        return kept

    def has_moved_target(self, xml: str) -> bool:
        """Whether a reference in `xml` goes to what has moved."""
        return bool(self._moved) and any(n in self._moved for n in _REFERENCE.findall(xml))


def rename_targets(root: etree._Element, moved: Collection[str]) -> None:
    """Let the references below `root`, of the old version, go to the old copy of what has moved."""
    if not moved:
        return
    for code in root.iter(w("instrText")):
        code.text = _REFERENCE.sub(
            lambda found: old_name(found[1]) if found[1] in moved else found[1], code.text or ""
        )


def old_name(name: str) -> str:
    """What the old copy of a bookmark is called."""
    own = f"{_PREFIX}{name}"
    if len(own) <= _LONGEST:
        return own
    mark = f"{crc32(name.encode()):08x}"
    return own[: _LONGEST - len(mark)] + mark
