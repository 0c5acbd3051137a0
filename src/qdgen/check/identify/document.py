"""A whole document: where its parts begin, and which reader each of their paragraphs is for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from qdgen.check.elements import Element, PartKind
from qdgen.check.identify import signs
from qdgen.check.identify.blocks import LONG, Block, blocks_of, is_head_table
from qdgen.check.identify.body import Body
from qdgen.check.identify.boundaries import (
    has_articles,
    kind_of_part,
    national_name_follows,
    reference_follows,
)
from qdgen.check.identify.foot import Foot, is_foot_table, starts_recipients, starts_signature
from qdgen.check.identify.gathering import Gathered
from qdgen.check.identify.head import Line, head_lines, read_head, titles_of
from qdgen.check.identify.labels import native_label, typed_label
from qdgen.check.identify.segments import Segment, piece_of, segment
from qdgen.check.identify.tables import TableReader
from qdgen.check.look import Align
from qdgen.check.paper import PaperPart, Piece, Table
from qdgen.check.raw import RawParagraph, Zone


@dataclass(slots=True)
class Identified:
    """The pieces of a document with their parts and tables."""

    pieces: list[Piece] = field(default_factory=list)
    parts: list[PaperPart] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    raw_of: list[int] = field(default_factory=list)
    """For each piece, the index of the raw paragraph it (or its first words) came from."""
    table_of: list[int] = field(default_factory=list)
    """For each table, which of the raw paragraphs' tables it is (the first, where it is put
    together from several)."""


def identify(raws: Sequence[RawParagraph], *, numbers_are_native: bool) -> Identified:
    """The pieces that `raws` are.

    `numbers_are_native` says that a number found at the start of a text was typed there although
    the file could number by itself (Word); a PDF shows no difference.
    """
    reader = _DocumentReader(raws, Gathered(numbers_are_native))
    return reader.read()


class _Phase(Enum):
    HEAD = auto()
    BASES = auto()
    BODY = auto()
    FOOT = auto()


class _DocumentReader:
    def __init__(self, raws: Sequence[RawParagraph], gathered: Gathered) -> None:
        self._raws = raws
        self._gathered = gathered
        self._blocks = list(blocks_of(raws))
        self._tables = TableReader(gathered)
        self._phase = _Phase.HEAD
        self._head: list[Line] = []
        self._body: Body | None = None
        self._foot = Foot(gathered)
        self._part_starts: list[int] = []
        self._part_kind = PartKind.OTHER
        self._seen_order = False

    def read(self) -> Identified:
        if self._blocks:
            self._begin(0)
        for n, block in enumerate(self._blocks):
            if n and self._starts_part(n):
                self._end_part()
                self._begin(n)
            self._block(n, block)
        if self._blocks:
            self._end_part()
        return self._result()

    # --- parts -----------------------------------------------------------------------------------

    def _begin(self, n: int) -> None:
        self._part_kind = kind_of_part(self._blocks, n)
        self._gathered.open(self._part_kind)
        self._gathered.parts[-1].by_articles = has_articles(self._blocks, n)
        self._part_starts.append(self._blocks[n].raws[0][0])
        self._phase, self._head, self._body = _Phase.HEAD, [], None
        self._foot, self._seen_order = Foot(self._gathered), False
        self._tables.between()

    def _end_part(self) -> None:
        self._end_head()
        if self._body is not None:
            self._body.finish(self._part_kind)
        self._foot.finish()

    def _starts_part(self, n: int) -> bool:
        block = self._blocks[n]
        if block.is_table:
            return self._phase is not _Phase.HEAD and is_head_table(block)
        text = block.text
        if not text or block.raws[0][1].in_text_box:
            return False
        if signs.annex_label(text.split("\n", 1)[0]) or signs.annex_opening(text):
            return not self._is_in_head() and self._is_apart(n, text)
        if self._phase in (_Phase.HEAD, _Phase.BASES):
            return False
        lines = [kind for line, kind in head_lines(segment(block.raws[0][1], 0))]
        if Element.NATIONAL_NAME in lines:
            return True
        if signs.is_organ(text) and signs.is_upper(text) and national_name_follows(self._blocks, n):
            return True
        is_type = bool(signs.type_of(text.split("\n", 1)[0])) and signs.is_upper(
            text.split("\n", 1)[0]
        )
        may_begin = is_type or (
            (block.starts_page or self._phase is _Phase.FOOT) and len(text) <= LONG
        )
        return may_begin and typed_label(text) is None and reference_follows(self._blocks, n)

    def _is_in_head(self) -> bool:
        """Whether the head of the part has no title yet: Phụ lục then belongs to it."""
        known = {kind for _, kind in self._head}
        return self._phase is _Phase.HEAD and not (
            known
            & {None, Element.TYPE, Element.ANNEX_LABEL, Element.REFERENCE_LINE}
            - ({None} if known & {Element.NATIONAL_NAME, Element.MOTTO} else set())
        )

    def _is_apart(self, n: int, text: str) -> bool:
        """A line "Phụ lục I" that heads an annex, not one in a list of them."""
        block = self._blocks[n]
        if block.starts_page or self._phase is _Phase.FOOT or reference_follows(self._blocks, n):
            return True
        look = piece_of(Element.OTHER, [segment(block.raws[0][1], 0)]).look
        return len(text) <= LONG and (look is None or look.align is Align.CENTRE)

    # --- blocks ----------------------------------------------------------------------------------

    def _block(self, n: int, block: Block) -> None:
        if block.is_table:
            self._table(block)
            return
        (index, raw), *_ = block.raws
        whole = segment(raw, index)
        if not whole.text and not raw.label:
            self._gathered.add(Element.OTHER if raw.is_kept else Element.EMPTY, [whole])
            return
        self._tables.between()
        self._paragraph(n, whole)

    def _paragraph(self, n: int, whole: Segment) -> None:
        text = whole.text
        if self._phase is _Phase.HEAD:
            if self._stays_in_head(n, whole):
                self._head += head_lines(whole)
                return
            is_bases = self._part_kind is PartKind.DECISION and (
                signs.is_basis(text) or self._is_order(text) or self._ends_as_basis(text)
            )
            self._end_head()
            self._phase = _Phase.BASES if is_bases else _Phase.BODY
        if self._phase is _Phase.BASES:
            if self._is_order(text):
                self._gathered.add(Element.ORDER, [whole])
                self._seen_order, self._phase = True, _Phase.BODY
                return
            if not self._begins_body(whole):
                for line in whole.lines() if _are_bases(whole) else [whole]:
                    self._gathered.add(Element.BASIS, [line])
                return
            self._phase = _Phase.BODY
        if self._phase is _Phase.BODY and self._begins_foot(whole):
            self._phase = _Phase.FOOT
        if self._phase is _Phase.FOOT:
            self._foot.paragraph(whole)
        else:
            self._body_of_part().paragraph(whole)

    def _table(self, block: Block) -> None:
        raws = [raw for _, raw in block.raws]
        if self._phase is _Phase.HEAD and is_head_table(block):
            self._head_table(block)
            return
        if self._phase is _Phase.HEAD:
            self._end_head()
            self._phase = _Phase.BODY
        may_sign = self._part_kind is not PartKind.ANNEX
        if may_sign and self._phase in (_Phase.BODY, _Phase.FOOT) and is_foot_table(raws):
            self._phase = _Phase.FOOT
            for whole in block.segments():
                if whole.text or whole.raw.label:
                    self._foot.cell(whole, whole.raw.column)
                else:
                    self._gathered.add(Element.OTHER, [whole])
            return
        if len({raw.column for raw in raws}) == 1:
            for n, (index, raw) in enumerate(block.raws):
                self._block(-1 - n, Block([(index, raw)], is_table=False))
            return
        self._tables.table(block.raws)

    def _head_table(self, block: Block) -> None:
        for whole in block.segments():
            if whole.text:
                self._head += head_lines(whole)
            else:
                element = Element.OTHER if whole.raw.is_kept else Element.EMPTY
                alone = sum(
                    raw.row == whole.raw.row and raw.column == whole.raw.column
                    for _, raw in block.raws
                )
                self._gathered.add(element if alone > 1 else Element.OTHER, [whole])

    # --- phases ----------------------------------------------------------------------------------

    def _stays_in_head(self, n: int, whole: Segment) -> bool:
        text = whole.text
        known = {kind for _, kind in self._head}
        if whole.raw.label or len(text) > 2 * LONG:
            return False
        if self._part_kind in (PartKind.DECISION, PartKind.OTHER):
            if signs.is_basis(text) or self._is_order(text) or self._ends_as_basis(text):
                return False
            label = typed_label(text)
            if label is not None and label.kind in ("article", "heading", "roman"):
                return False
            if self._part_kind is PartKind.OTHER and Element.TYPE not in known:
                return len(self._head) < 30 and len(text) < LONG
            return True
        if Element.REFERENCE_LINE in known:
            return self._is_open_reference() or signs.is_reference(text)
        label = typed_label(text)
        if label is not None and label.kind != "dash" and not signs.is_reference(text):
            return False
        if label is not None and label.kind == "dash":
            return False
        titles = titles_of(self._head)
        if titles == 0 or any(kind is not None for _, kind in head_lines(whole)):
            return True
        return reference_follows(self._blocks, n) if n >= 0 else False

    def _ends_as_basis(self, text: str) -> bool:
        """A căn cứ that begins otherwise than they do: below a tên loại only they end so."""
        known = {kind for _, kind in self._head}
        return Element.TYPE in known and text.endswith(";") and titles_of(self._head) > 0

    def _is_open_reference(self) -> bool:
        last, kind = self._head[-1]
        if kind is not Element.REFERENCE_LINE and len(self._head) > 1:
            at = max(i for i, (_, k) in enumerate(self._head) if k is Element.REFERENCE_LINE)
            words = " ".join(line.text for line, _ in self._head[at:])
            return words.startswith("(") and ")" not in words and len(words) < LONG
        return last.text.startswith("(") and ")" not in last.text

    def _end_head(self) -> None:
        lines, self._head = self._head, []
        if lines:
            above = self._part_kind is PartKind.DECISION
            read_head(self._gathered, lines, self._part_kind, above=above)

    def _is_order(self, text: str) -> bool:
        """QUYẾT ĐỊNH: after a căn cứ, or with its colon: above them it is the tên loại."""
        if not signs.is_order(text) or self._seen_order:
            return False
        known = {kind for _, kind in self._head}
        return self._phase is _Phase.BASES or Element.TYPE in known or text.rstrip().endswith(":")

    def _begins_body(self, whole: Segment) -> bool:
        if whole.raw.label:
            kind = native_label(whole.raw.label).kind
            return kind in ("article", "heading", "roman", "number")
        label = typed_label(whole.text)
        if label is not None:
            return label.kind in ("article", "heading", "roman", "number")
        return self._begins_foot(whole)

    def _begins_foot(self, whole: Segment) -> bool:
        if self._part_kind is PartKind.ANNEX or whole.raw.label:
            return False
        if starts_recipients(whole.text):
            return True
        if self._part_kind is PartKind.ATTACHMENT or self._body is None:
            return False
        return starts_signature(whole.text)

    def _body_of_part(self) -> Body:
        if self._body is None:
            by_articles = self._gathered.parts[-1].by_articles
            self._body = Body(self._gathered, by_articles=by_articles)
        return self._body

    # --- the whole -------------------------------------------------------------------------------

    def _result(self) -> Identified:
        found = self._gathered
        places = [*found.places]
        part_of_sheet: dict[int, int] = {}
        part = 0
        for index, raw in enumerate(self._raws):
            while part + 1 < len(self._part_starts) and self._part_starts[part + 1] <= index:
                part += 1
            if raw.zone is Zone.BODY:
                part_of_sheet.setdefault(raw.sheet, part)
            elif raw.zone is Zone.NOTE and raw.text.strip():
                places.append((index, 0, _aside(raw, index, Element.NOTE, part)))
        for index, raw in enumerate(self._raws):
            if raw.zone in (Zone.HEADER, Zone.FOOTER) and (raw.is_page_number or raw.text.strip()):
                element = Element.PAGE_NUMBER if raw.is_page_number else Element.PAGE_TEXT
                page_part = part_of_sheet.get(raw.sheet, 0)
                places.append((index, 0, _aside(raw, index, element, page_part)))
        places.sort(key=lambda place: place[:2])
        return Identified(
            [piece for _, _, piece in places],
            found.parts,
            found.tables,
            [index for index, _, _ in places],
            self._tables.table_of,
        )


def _aside(raw: RawParagraph, index: int, element: Element, part: int) -> Piece:
    piece = piece_of(element, [segment(raw, index)])
    piece.part = part
    return piece


def _are_bases(whole: Segment) -> bool:
    """Several căn cứ in one paragraph, a line each."""
    lines = whole.lines()
    return len(lines) > 1 and all(signs.is_basis(line.text) for line in lines)
