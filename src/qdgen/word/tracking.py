"""Tracked changes as Word writes them (ECMA-376 Part 1, 17.13.5): who, when, what.

A run of words is put in a w:ins or w:del; the end of a paragraph is marked in the properties of its
mark, a row in its own, and what looked otherwise before keeps its old properties beside the new.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from datetime import datetime, timedelta

from lxml import etree

from qdgen.word.elements import XML_SPACE, paragraph_properties, remove, w

# What a deleted run writes otherwise (17.4.20 and 17.3.3.7: w:delText, w:delInstrText).
_DELETED_AS = {w("t"): w("delText"), w("instrText"): w("delInstrText")}
# What stands behind the mark's properties in CT_PPr (17.3.1.26).
_AFTER_MARK = (w("sectPr"), w("pPrChange"))
# What a w:pPrChange may not hold of the old properties (17.13.5.29: CT_PPrBase).
_NOT_IN_OLD = (w("rPr"), *_AFTER_MARK)
# What stands before w:ins and w:del in CT_TrPr: everything else it may hold (17.4.79).
_ROW_PROPERTIES = w("trPr")
# LibreOffice joins changes of one author within a minute, even over the end of a paragraph that is
# no part of them: to it, what must stay apart happens at two times.
_APART = timedelta(minutes=2)


class Tracking:
    """Makes the marks of one author at one time, numbered from `first`."""

    def __init__(self, author: str, when: datetime, first: int) -> None:
        self._author = author
        self._dates = [moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (when, when + _APART)]
        self._next = first
        self.moment = 0

    def turn(self) -> None:
        """What comes is no part of the change before: a paragraph's end that stays is between."""
        self.moment ^= 1

    @property
    def revisions(self) -> int:
        """The number the next mark gets; it grows with every mark."""
        return self._next

    def inserted(self, runs: Iterable[etree._Element]) -> etree._Element:
        """A w:ins around `runs`."""
        mark = self._mark("ins")
        mark.extend(runs)
        return mark

    def deleted(self, runs: Iterable[etree._Element]) -> etree._Element:
        """A w:del around `runs`, their words written as deleted ones are."""
        mark = self._mark("del")
        mark.extend(runs)
        for element in mark.iter(*_DELETED_AS):
            element.tag = _DELETED_AS[element.tag]
            element.set(XML_SPACE, "preserve")
        return mark

    def insert_end(self, paragraph: etree._Element) -> None:
        """The end of `paragraph` was inserted (17.13.5.20)."""
        self._mark_end(paragraph, "ins")

    def delete_end(self, paragraph: etree._Element) -> None:
        """The end of `paragraph` was deleted (17.13.5.15)."""
        self._mark_end(paragraph, "del")

    def insert_row(self, row: etree._Element) -> None:
        """`row` was inserted (17.13.5.17)."""
        self._mark_row(row, "ins")

    def delete_row(self, row: etree._Element) -> None:
        """`row` was deleted (17.13.5.12)."""
        self._mark_row(row, "del")

    def paragraph_was(self, paragraph: etree._Element, before: etree._Element | None) -> None:
        """`paragraph` had the properties `before` (a w:pPr) until now (17.13.5.29)."""
        mark = self._mark("pPrChange")
        old = etree.SubElement(mark, w("pPr"))
        if before is not None:
            old.extend(copy.deepcopy(c) for c in before if c.tag not in _NOT_IN_OLD)
        properties = paragraph_properties(paragraph)
        for found in properties.findall(w("pPrChange")):
            remove(found)
        properties.append(mark)

    def run_was(self, run: etree._Element, before: etree._Element | None) -> None:
        """`run` had the properties `before` (a w:rPr) until now (17.13.5.31)."""
        mark = self._mark("rPrChange")
        old = etree.SubElement(mark, w("rPr"))
        if before is not None:
            old.extend(copy.deepcopy(child) for child in before)
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        properties.append(mark)

    def _mark(self, name: str) -> etree._Element:
        mark = etree.Element(
            w(name),
            {
                w("id"): str(self._next),
                w("author"): self._author,
                w("date"): self._dates[self.moment],
            },
        )
        self._next += 1
        return mark

    def _mark_end(self, paragraph: etree._Element, name: str) -> None:
        properties = paragraph_properties(paragraph)
        own = properties.find(w("rPr"))
        if own is None:
            own = etree.Element(w("rPr"))
            behind = next((c for c in properties if c.tag in _AFTER_MARK), None)
            if behind is None:
                properties.append(own)
            else:
                behind.addprevious(own)
        own.insert(0, self._mark(name))

    def _mark_row(self, row: etree._Element, name: str) -> None:
        properties = row.find(_ROW_PROPERTIES)
        if properties is None:
            properties = etree.Element(_ROW_PROPERTIES)
            first = next((i for i, c in enumerate(row) if c.tag == w("tc")), 0)
            row.insert(first, properties)
        properties.append(self._mark(name))
