"""A reviewed file against its base: all edits, and the steps that bring them into the content."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.positions import locate
from qdgen.document.model import Attachment, Decision, Layout, Role
from qdgen.document.places import DECISION
from qdgen.messages import text
from qdgen.review.pull.base import Printed, one_line
from qdgen.review.pull.base_version import Base
from qdgen.review.pull.blocks import Block, annex_tables, blocks_of
from qdgen.review.pull.explaining import Explainer
from qdgen.review.pull.kinds import is_another_kind, without_typed
from qdgen.review.pull.letters import Letter, Made, is_title, letters_of
from qdgen.review.pull.likening import (
    on_one_line,
    same_words,
    with_base_references,
    without_end,
)
from qdgen.review.pull.marked import looks_by_hand
from qdgen.review.pull.matching import match
from qdgen.review.pull.naming import PlaceNames
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.outline import outline_of
from qdgen.review.pull.paragraphs import Para, WordFile, Words
from qdgen.review.pull.splits import name_splits
from qdgen.review.pull.steps import Fill, FreshIds, Plan, Reword
from qdgen.review.pull.structure import Structure
from qdgen.review.pull.wording import Wording
from qdgen.review.pull.writer import Writer

_BALANCED = (Role.PART, Role.CHAPTER, Role.SECTION, Role.SUBSECTION)


@dataclass(slots=True)
class Compared:
    """The plan, and for each block of the reviewed file where it stands in words and in the
    content."""

    plan: Plan
    blocks: list[Block]
    places: dict[int, tuple[str, str, Origin | None]] = field(default_factory=dict)
    """By the number of a paragraph: the key, the place in words, the origin."""


def compare(base: Base, reviewed: WordFile, taken: Iterable[str] = ()) -> Compared:
    """Everything that was edited in `reviewed`; ids in `taken` are not given to what is new."""
    return _Comparison(base, reviewed, taken).run()


class _Comparison:
    def __init__(self, base: Base, reviewed: WordFile, taken: Iterable[str]) -> None:
        self._base = base
        self._word = reviewed
        tables = annex_tables(reviewed.paras, base.row_anchors)
        self._blocks = blocks_of(reviewed.paras, tables)
        self._pairs = self._without_emptied(match([p.block for p in base.printed], self._blocks))
        self._explainer = Explainer(base.dossier)
        self._plan = Plan()
        self._absent = self._absent_parts()
        self._mentions = self._moved_mentions()
        self._by_articles = {
            part.anchor: isinstance(part, Decision)
            or (isinstance(part, Attachment) and part.layout is Layout.ARTICLES)
            for part in base.document.parts
        }
        self._columns = self._column_keys()
        self._writer = Writer(
            FreshIds([*base.dossier.key_places, *base.document.anchors, DECISION, *taken]),
            self._mentions,
            self._columns,
            base.names,
            self._blocks,
        )

    def _without_emptied(self, pairs: dict[int, int]) -> dict[int, int]:
        """A row or paragraph without a word left is one taken away: DOC and RTF keep no deletion
        of rows and paragraph ends."""
        return {
            j: i
            for j, i in pairs.items()
            if self._blocks[j].text or not self._may_go(self._base.printed[i])
        }

    @staticmethod
    def _may_go(printed: Printed) -> bool:
        if not printed.block.text or printed.origin is None:
            return False
        return printed.origin.sort is not Sort.HEAD

    def run(self) -> Compared:
        """The plan."""
        compared = Compared(self._plan, self._blocks)
        paired = set(self._pairs.values())
        for nth, block in enumerate(self._blocks):
            i = self._pairs.get(nth)
            if i is not None:
                self._pair(block, self._base.printed[i])
            self._note_places(compared, nth, block)
        for part in sorted(self._absent):
            edit = Edit(Kind.DELETED, part, part, part, "")
            self._plan.held.append(
                edit.refused(
                    text("a whole part is taken away in the content, not here"),
                    text("take {part} out of kem_theo", part=part),
                )
            )
        for i, printed in enumerate(self._base.printed):
            if i not in paired and not self._is_absent(printed):
                self._gone(printed)
        self._structure()
        name_splits(self._plan)
        self._other_edits()
        self._plan.looks += looks_by_hand(self._word.paras, self._base.word.paras, compared.places)
        return compared

    # --- words -----------------------------------------------------------------------------------

    def _pair(self, block: Block, printed: Printed) -> None:
        origin = printed.origin
        if block.is_row:
            self._row(block, printed)
        elif origin is None:
            if one_line(block.text) != one_line(printed.block.text):
                edit = Edit(
                    Kind.MADE, "", "", printed.block.text, block.text)  # fmt: skip
                self._plan.held.append(self._explainer.fixed(edit))
        elif not _is_same(block, printed.block):
            self._words(
                origin, printed.block.words, _notes(printed.block.paras),
                block.words, _notes(block.paras), is_restyled=block.style != printed.block.style,
            )  # fmt: skip
        elif is_another_kind(block, printed.block):
            edit = _edit(Kind.MOVED, origin, self._base.names, block.text, block.text)
            self._plan.looks.append(
                edit.refused(
                    text("the paragraph was given another style or numbering, its words stayed"),
                    text("write it in the content as what it shall be"),
                )
            )

    def _row(self, block: Block, printed: Printed) -> None:
        origin = printed.origin
        base = printed.block
        cells = dict(printed.cells)
        heading_column = None
        if origin is not None and origin.passage is not None:
            heading_column = max(base.cells)
            cells = {heading_column: origin}
        for column, cell in cells.items():
            new = block.cells.get(column)
            if new is None and column == heading_column:
                new = block.cells[max(block.cells)]
            self._cell(cell, base, block, column, new or Words())
        known = {*cells, *base.cells}
        for column, words in block.cells.items():
            if column in cells or not words.text:
                continue
            if column in known and words.text == base.cells[column].text:
                continue
            if column == heading_column or (heading_column and column == max(block.cells)):
                continue
            edit = _edit(Kind.CELL, origin, self._base.names, "", words.text)
            if column in known:
                label = origin.label if origin is not None else ""
                if words.text.strip("().") != label.strip("()."):
                    self._plan.held.append(self._explainer.number(edit, label))
            else:
                self._plan.held.append(
                    edit.refused(
                        text("the table has no column for this"),
                        text("add the column to cot by hand"),
                    )
                )

    def _cell(self, origin: Origin, base: Block, block: Block, column: int, new: Words) -> None:
        old = base.cells[column]
        notes = _notes(block.cell_paras.get(column, []))
        old_notes = _notes(base.cell_paras.get(column, []))
        if same_words(old, new) and [n.text for n in notes] == [n.text for n in old_notes]:
            return
        if origin.scalar is None or not origin.scalar.value:
            if not new.text:
                return
            edit = _edit(Kind.CELL, origin, self._base.names, "", new.text)
            value = self._writer.markup(new, notes)
            node = self._base.tree.by_id[origin.owner]
            self._plan.steps.append(Fill(node, origin.column, value, [edit]))
            return
        self._words(origin, old, old_notes, new, notes)

    def _words(
        self, origin: Origin, shown: Words, shown_notes: Sequence[Words],
        new: Words, notes: Sequence[Words], *, is_restyled: bool = False,
    ) -> None:  # fmt: skip
        scalar = origin.scalar
        if scalar is None:
            return
        letters = letters_of(origin)
        shown, new = self._bare(origin, shown, new)
        letters, shown, new = without_end(origin, letters, shown, new)
        new = with_base_references(shown, new)
        if same_words(shown, new) and [n.text for n in notes] == [n.text for n in shown_notes]:
            return
        kind = Kind.CELL if origin.sort is Sort.CELL else Kind.WORDS
        if not new.text and origin.sort in (Sort.HEAD, Sort.PROVISION):
            edit = _edit(kind, origin, self._base.names, shown.text, "")
            self._plan.held.append(
                edit.refused(
                    text("this text cannot be left out"), text("write what shall stand here")
                )
            )
            return
        model = _edit(kind, origin, self._base.names, "", "")
        wording = Wording(
            scalar.value, letters, shown, shown_notes, model,
            lambda edit, made, after: self._explainer.made(origin, edit, made, after),
            self._mentions,
            has_markup=origin.passage is not None and not is_title(origin) and not (
                origin.role is Role.OUTLINE_1 and origin.is_upper
            ),
            is_upper=origin.is_upper, is_restyled=is_restyled,
        )  # fmt: skip
        revised = wording.revise(new, notes)
        applied = [e for e in revised.edits if not e.reason.msgid]
        self._plan.held += [e for e in revised.edits if e.reason.msgid]
        if applied and revised.value != scalar.value:
            self._plan.steps.append(Reword(self._base.tree.own(scalar), revised.value, applied))

    def _bare(self, origin: Origin, shown: Words, new: Words) -> tuple[Words, Words]:
        """Without the letter that stands in the text, and without a typed number."""
        if origin.role in (Role.POINT, Role.OUTLINE_3):
            shown, was = without_typed(shown, origin.role)
            new, typed = without_typed(new, origin.role)
            if typed and typed != was:
                self._typed(origin, typed)
        elif origin.sort is Sort.PROVISION and origin.role is not None:
            bare, typed = without_typed(new, origin.role)
            if typed and not without_typed(shown, origin.role)[1]:
                new = bare
                self._typed(origin, typed)
        if origin.sort is Sort.HEAD or origin.role in _BALANCED:
            shown, new = on_one_line(shown), on_one_line(new)
        return shown, new

    def _typed(self, origin: Origin, typed: str) -> None:
        """A number typed by hand: whether it is right is known once all is counted anew."""
        edit = _edit(Kind.MADE, origin, self._base.names, origin.label, typed)
        self._plan.typed.append((origin.anchor, typed, edit))

    # --- structure -------------------------------------------------------------------------------

    def _structure(self) -> None:
        base = self._base
        roots = self._roots()
        nodes: Mapping[str, MapNode] = base.tree.by_id
        blocks = [p.block for p in base.printed]
        kept = [n for n in range(len(blocks)) if not self._is_absent(base.printed[n])]
        own = outline_of(
            [blocks[n] for n in kept], base.printed, dict(enumerate(kept)), roots, nodes,
            self._by_articles,
        )  # fmt: skip
        desired = outline_of(
            self._blocks, base.printed, self._pairs, roots, nodes, self._by_articles
        )
        self._plan.held += desired.refused
        structure = Structure(desired, own, base.tree, base.printed, self._blocks, self._writer)
        structure.find()
        self._plan.steps += structure.steps
        self._plan.held += structure.held
        self._plan.typed += self._writer.typed

    def _roots(self) -> dict[str, MapNode]:
        tree = self._base.tree
        return {
            anchor: tree.roots[f"{anchor}.yaml"]
            for anchor in self._base.parts
            if anchor not in self._absent
        }

    def _absent_parts(self) -> set[str]:
        """The parts the reviewed file has no more; where it has no bookmarks, nobody can tell."""
        anchors = {a.replace("_", "-") for block in self._blocks for a in block.anchors}
        absent = set(self._base.parts) - anchors
        return set() if len(absent) == len(self._base.parts) else absent

    def _is_absent(self, printed: Printed) -> bool:
        origin = printed.origin or next(iter(printed.cells.values()), None)
        return origin is not None and origin.part in self._absent

    def _gone(self, printed: Printed) -> None:
        """A block of the base that the reviewed file has no more, where structure says nothing."""
        origin = printed.origin
        words = printed.block.text
        if origin is None:
            if words and not printed.cells:
                edit = Edit(Kind.MADE, "", "", words, "")
                self._plan.held.append(self._explainer.fixed(edit))
            elif printed.cells:
                edit = Edit(Kind.MADE, "", "", words, "")
                self._plan.held.append(
                    edit.refused(
                        text("the heading row of a table cannot be left out"),
                        text("change cot in the content by hand"),
                    )
                )
        elif origin.sort is Sort.HEAD and words:
            edit = _edit(Kind.DELETED, origin, self._base.names, words, "")
            self._plan.held.append(
                edit.refused(
                    text("this text cannot be left out"), text("write what shall stand here")
                )
            )

    def _other_edits(self) -> None:
        """What no block tells of: text boxes, pictures, headers and footers."""
        boxes = [p for p in self._word.paras if p.in_text_box and p.text]
        for para in boxes:
            edit = Edit(Kind.NEW, "", "", "", para.text[:160])
            self._plan.held.append(
                edit.refused(text("a text box cannot be taken into the content"),
                             text("write its words where they belong"))
            )  # fmt: skip
        pictures = [sum(p.has_picture for p in w.paras) for w in (self._word, self._base.word)]
        for _ in range(pictures[0] - pictures[1]):
            edit = Edit(Kind.NEW, "", "", "", "")
            self._plan.held.append(edit.refused(text("a picture cannot be taken into the content")))
        before = set(self._base.word.page_words)
        for words in self._word.page_words:
            if words not in before and not words.isdecimal() and not _is_stamp(words):
                edit = Edit(Kind.MADE, "", "", "", words[:160])
                self._plan.held.append(
                    edit.refused(
                        text("headers and footers are the template's"),
                        text("change them in the Word template"),
                    )
                )

    # --- small things ----------------------------------------------------------------------------

    def _moved_mentions(self) -> dict[str, str]:
        """The markup of mentions whose words may turn up elsewhere, by these words; that of live
        references under "@id:words"."""
        found: dict[str, str] = {}
        changed = [p for i, p in enumerate(self._base.printed) if not self._is_untouched(i, p)]
        for printed in changed:
            for origin in (printed.origin, *printed.cells.values()):
                if origin is None or origin.passage is None or not origin.passage.stretches:
                    continue
                letters = letters_of(origin)
                groups: dict[int, list[Letter]] = {}
                for letter in letters.printed:
                    if letter.made is Made.MENTION:
                        groups.setdefault(letter.start, []).append(letter)
                for start, own in groups.items():
                    words = "".join(x.letter for x in own)
                    written = origin.passage.scalar.value[start : own[0].end]
                    found.setdefault(words, written)
                    found.setdefault(f"@{written[1:].partition('(')[0]}:{words}", written)
        return found

    def _is_untouched(self, i: int, printed: Printed) -> bool:
        if self._untouched is None:
            self._untouched = {
                i for j, i in self._pairs.items()
                if self._blocks[j].text == self._base.printed[i].block.text
            }  # fmt: skip
        del printed
        return i in self._untouched

    _untouched: set[int] | None = None

    def _column_keys(self) -> dict[int, dict[int, str]]:
        """For each table of the reviewed file the key of the column each cell stands in."""
        found: dict[int, dict[int, str]] = {}
        for j, i in self._pairs.items():
            printed = self._base.printed[i]
            if not self._blocks[j].is_row or not printed.cells or printed.origin is None:
                continue
            found.setdefault(self._blocks[j].table, {c: o.column for c, o in printed.cells.items()})
        return found

    def _note_places(self, compared: Compared, nth: int, block: Block) -> None:
        i = self._pairs.get(nth)
        if i is None:
            for para in block.paras:
                compared.places[para.index] = ("", "", None)
            return
        printed = self._base.printed[i]
        for column, paras in (block.cell_paras or {-1: block.paras}).items():
            origin = printed.cells.get(column, printed.origin)
            for para in paras:
                if origin is not None:
                    compared.places[para.index] = origin.key, self._base.names.of(origin), origin


def _notes(paras: Sequence[Para]) -> list[Words]:
    return [note for para in paras for note in para.notes]


def _is_same(block: Block, base: Block) -> bool:
    return same_words(base.words, block.words) and [n.text for n in _notes(block.paras)] == [
        n.text for n in _notes(base.paras)
    ]


def _edit(kind: Kind, origin: Origin | None, names: PlaceNames, before: str, after: str) -> Edit:
    if origin is None:
        return Edit(kind, "", "", before, after)
    scalar: Scalar | None = origin.scalar
    return Edit(
        kind, origin.key, names.of(origin), before[:160], after[:160],
        location=locate(scalar, 0) if scalar is not None else None,
    )  # fmt: skip


def _is_stamp(words: str) -> bool:
    return words.casefold().startswith("dự thảo")
