"""The redline: the new version's Word file, with what it has otherwise than the old one as tracked
changes.

Accepting all of them gives the new text, rejecting all the old one. What moved is deleted in one
place and inserted in another. A number that Word counts needs no change; a reference whose number
changed is one, since its saved words would be wrong once all is rejected.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from qdgen.errors import RefusedError
from qdgen.messages import Text, text
from qdgen.review.redline.alignment import ENOUGH, align
from qdgen.review.redline.atoms import Signs
from qdgen.review.redline.blocks import BlockMerger, Counts
from qdgen.review.redline.bookmarks import OldBookmarks, rename_targets
from qdgen.review.redline.ends import Ends, shown_words
from qdgen.review.redline.forms import Forms
from qdgen.review.redline.lists import join_lists, join_styles, list_votes, use_lists
from qdgen.review.redline.notes import FootNotes, notes_by_id
from qdgen.review.redline.package import DOCUMENT, FOOTNOTES, Link, OpenParts, take_links
from qdgen.review.redline.paragraphs import ParagraphMerger, common
from qdgen.review.redline.plan import Block, Planner, Step
from qdgen.review.redline.untracked import page_setup, part_name, settings, tables
from qdgen.word.carried import TRACKED
from qdgen.word.elements import R, paragraph_properties, put_in_order, remove, w
from qdgen.word.footnotes import announce
from qdgen.word.package import PartData
from qdgen.word.tracking import Tracking

_P, _BODY, _SECTION, _START = w("p"), w("body"), w("sectPr"), w("bookmarkStart")
_REFERENCES = (w("headerReference"), w("footerReference"))
_DOC_PR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_STYLES = "word/styles.xml"
_FIRST_WORDS = 6


@dataclass(frozen=True)
class Redline:
    """A file ready to be written; `untracked` says in words what is otherwise and bears no mark."""

    parts: dict[str, bytes]
    counts: Counts
    untracked: tuple[Text, ...]


def redline(
    old: Mapping[str, PartData], new: Mapping[str, PartData], author: str, when: datetime
) -> Redline:
    """What became of the file `old` in the file `new` (their parts), as changes of `author`.

    Raises RefusedError where a side holds tracked changes already, XmlFaultError for a part that
    cannot be read.
    """
    return _Maker(OpenParts.of(old), OpenParts.of(new), author, when).made()


@dataclass(slots=True)
class _Part:
    """A part of the decision: its blocks and the set-up of its pages."""

    elements: list[etree._Element]
    section: etree._Element
    anchor: str

    def words(self) -> Counter[str]:
        shown = " ".join(t.text or "" for e in self.elements[:_FIRST_WORDS] for t in e.iter(w("t")))
        return Counter(shown.split())


class _Maker:
    def __init__(self, old: OpenParts, new: OpenParts, author: str, when: datetime) -> None:
        self._old, self._new = old, new
        self._old_root, self._new_root = old.tree(DOCUMENT), new.tree(DOCUMENT)
        for side in (old, new):
            for name in (DOCUMENT, FOOTNOTES):
                if name in side.parts:
                    _refuse_tracked(side.tree(name))
        self._untracked: list[Text] = list(settings(old, new))
        self._take_over()
        old_names, new_names = _bookmarks(self._old_root), _bookmarks(self._new_root)
        self._joint = old_names.keys() & new_names.keys()
        last = max((_number(e) for e in new_names.values()), default=0)
        self._new_names = frozenset(new_names)
        self._first = last + 1
        after = self._first + 1 + max((_number(e) for e in old_names.values()), default=0)
        self._tracking = Tracking(author, when, after)
        self._signs = Signs()
        self._notes = self._foot_notes()
        self._planner = Planner(
            lambda note: self._notes.says(note, is_old=True),
            lambda note: self._notes.says(note, is_old=False),
        )

    def made(self) -> Redline:
        plan = self._plan()
        moved = self._joint - _stayed(steps for _, _, steps in plan)
        rename_targets(self._old_root, moved)
        paragraphs = ParagraphMerger(
            self._tracking,
            self._signs,
            self._notes,
            OldBookmarks(self._new_names, moved, self._first),
        )
        moved_words = _moved_words([step for _, _, steps in plan for step in steps])
        styles = self._new.tree(_STYLES) if self._new.has(_STYLES) else None
        ends = Ends(self._tracking, Forms(styles), self._spare_style(), moved_words)
        blocks = BlockMerger(self._tracking, paragraphs, self._planner, ends)
        self._notes.use(blocks)
        self._put_together(plan, blocks)
        self._notes.put_in_order(self._new_root)
        if paragraphs.links_changed:
            self._untracked.append(
                text("{count} links (their words are tracked)", count=paragraphs.links_changed)
            )
        for number, shape in enumerate(self._new_root.iter(_DOC_PR), 1):
            shape.set("id", str(number))
        return Redline(
            self._new.written(),
            blocks.counts,
            tuple(dict.fromkeys(self._untracked)),
        )

    # --- one file of two ------------------------------------------------------------------------

    def _take_over(self) -> None:
        """Let the old text say links, lists and styles as the new file calls them."""
        take_links(self._old_root, DOCUMENT, self._old, self._new)
        numbering, styles = "word/numbering.xml", _STYLES
        taken: dict[str, str] = {}
        if self._old.has(numbering) and self._new.has(numbering):
            votes = list_votes(_anchored(self._old_root), _anchored(self._new_root))
            taken = join_lists(self._old.tree(numbering), self._new.tree(numbering), votes)
            use_lists(self._old_root, taken)
        if self._old.has(styles) and self._new.has(styles):
            join_styles(self._old.tree(styles), self._new.tree(styles), taken)

    def _foot_notes(self) -> FootNotes:
        old = self._old.tree(FOOTNOTES) if self._old.has(FOOTNOTES) else None
        if old is not None:
            if not self._new.has(FOOTNOTES):
                self._add_notes(old)
            take_links(old, FOOTNOTES, self._old, self._new)
        new = self._new.tree(FOOTNOTES) if self._new.has(FOOTNOTES) else None
        return FootNotes(self._signs, new, notes_by_id(old), notes_by_id(new))

    def _add_notes(self, old: etree._Element) -> None:
        """A part for notes, with the two separators alone."""
        part = copy.deepcopy(old)
        for note in [note for note in part if note.get(w("type")) is None]:
            part.remove(note)
        self._new.add(FOOTNOTES, etree.tostring(part), self._old.content_type(FOOTNOTES))
        self._new.relate(DOCUMENT, Link("footnotes", "footnotes.xml", False))
        if self._new.has("word/settings.xml"):
            announce(self._new.tree("word/settings.xml"))

    def _spare_style(self) -> str:
        if not self._new.has(_STYLES):
            return ""
        for style in self._new.tree(_STYLES).iterchildren(w("style")):
            name = style.find(w("name"))
            if name is not None and name.get(w("val")) == "Cuối phần":
                return style.get(w("styleId"), "")
        return ""

    # --- what stands where ----------------------------------------------------------------------

    def _plan(self) -> list[tuple[_Part | None, _Part | None, list[Step]]]:
        old, new = _parts(self._old_root), _parts(self._new_root)
        plan: list[tuple[_Part | None, _Part | None, list[Step]]] = []
        for pair in align(_as_blocks(old), _as_blocks(new), _part_likeness):
            before = None if pair.old is None else old[pair.old]
            after = None if pair.new is None else new[pair.new]
            olds = self._planner.blocks(before.elements, is_old=True) if before else []
            news = self._planner.blocks(after.elements, is_old=False) if after else []
            plan.append((before, after, self._planner.steps(olds, news)))
        return plan

    def _put_together(
        self, plan: Sequence[tuple[_Part | None, _Part | None, list[Step]]], blocks: BlockMerger
    ) -> None:
        body = self._new_root.find(_BODY)
        if body is None:
            return
        for section in body.findall(_SECTION):
            body.remove(section)
        placed: list[etree._Element] = []
        last = len(plan) - 1
        for index, (before, after, steps) in enumerate(plan):
            part = after or before
            if part is None:
                continue
            name = part_name(part.elements)
            if before is not None and after is not None:
                self._untracked += page_setup(
                    before.section, after.section, name, (self._old, self._new)
                )
                self._untracked += tables(steps, name)
                elements = blocks.story(steps)
            else:
                if index == last:
                    self._untracked.append(
                        text("the last page, empty once {part} is gone", part=name)
                    )
                elements = blocks.story(steps, goes_on=index < last)
            if after is None:
                self._take_headers(part.section)
            placed += elements
            if index == last:
                put_in_order(body, placed)
                body.append(part.section)
            else:
                _put_section(elements[-1], part.section)

    def _take_headers(self, section: etree._Element) -> None:
        """Let the set-up of an old part name the headers of the new file."""
        links = self._old.relationships(DOCUMENT)
        for reference in section.iterchildren(*_REFERENCES):
            link = links.get(reference.get(f"{{{R}}}id", ""))
            if link is None:
                section.remove(reference)
                continue
            reference.set(f"{{{R}}}id", self._header(link))

    def _header(self, link: Link) -> str:
        data = self._old.parts[f"word/{link.target}"]
        for other in self._new.relationships(DOCUMENT).values():
            if other.kind == link.kind and self._new.parts.get(f"word/{other.target}") == data:
                return self._new.relate(DOCUMENT, other)
        number = 1
        while self._new.has(f"word/{link.kind}Old{number}.xml"):
            number += 1
        name = f"{link.kind}Old{number}.xml"
        self._new.add(f"word/{name}", data, self._old.content_type(f"word/{link.target}"))
        return self._new.relate(DOCUMENT, Link(link.kind, name, False))


def _refuse_tracked(root: etree._Element) -> None:
    if next(root.iter(*TRACKED), None) is not None:
        raise RefusedError(
            text("one of the two files holds tracked changes already"),
            text("accept or reject them first, then compare"),
        )


def _bookmarks(root: etree._Element) -> dict[str, etree._Element]:
    return {start.get(w("name"), ""): start for start in root.iter(_START)}


def _anchored(root: etree._Element) -> dict[str, etree._Element]:
    """The paragraphs by the bookmarks that begin in them."""
    found = {}
    for start in root.iter(_START):
        parent = start.getparent()
        if parent is not None and parent.tag == _P:
            found[start.get(w("name"), "")] = parent
    return found


def _number(start: etree._Element) -> int:
    return int(start.get(w("id"), "0"))


def _parts(root: etree._Element) -> list[_Part]:
    """The sections of the body, their set-up taken out of the text."""
    body = root.find(_BODY)
    parts: list[_Part] = []
    elements: list[etree._Element] = []
    for child in list(body) if body is not None else []:
        if child.tag == _SECTION:
            parts.append(_Part(elements, child, _first_anchor(elements)))
            return parts
        elements.append(child)
        section = child.find(f"{w('pPr')}/{_SECTION}") if child.tag == _P else None
        if section is not None:
            remove(section)
            parts.append(_Part(elements, section, _first_anchor(elements)))
            elements = []
    if elements:
        parts.append(_Part(elements, etree.Element(_SECTION), _first_anchor(elements)))
    return parts


def _first_anchor(elements: Sequence[etree._Element]) -> str:
    for element in elements:
        for start in element.iter(_START):
            name: str = start.get(w("name"), "")
            if name.startswith("_qd_"):
                return name
    return ""


def _as_blocks(parts: Sequence[_Part]) -> list[Block]:
    return [
        Block(part.section, part.anchor, f"part {id(part)}", part.words(), "") for part in parts
    ]


def _part_likeness(old: Block, new: Block) -> float:
    if old.anchor and new.anchor:
        return 0.0
    return max(ENOUGH, common(old.words, new.words))


def _stayed(plans: Iterable[list[Step]]) -> set[str]:
    """The bookmarks of what is in its place still."""
    names: set[str] = set()
    for steps in plans:
        for step in steps:
            for pair in (step, *step.inner):
                if pair.old is not None and pair.new is not None:
                    names |= pair.old.names & pair.new.names
    return names


def _moved_words(steps: Sequence[Step]) -> frozenset[str]:
    """The words of paragraphs that one version has here and the other one there."""
    gone: set[str] = set()
    come: set[str] = set()
    for step in steps:
        if step.is_one_sided and step.block.element.tag == _P:
            (gone if step.new is None else come).add(shown_words(step.block.element))
    return frozenset(gone & come)


def _put_section(paragraph: etree._Element, section: etree._Element) -> None:
    """The set-up of the pages up to here; what the properties were stands behind it."""
    properties = paragraph_properties(paragraph)
    change = properties.find(w("pPrChange"))
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)
