"""The structure a reviewed file shows: what stands in what, as the content would have it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from qdgen.content.nodes import MapNode
from qdgen.document.model import Role
from qdgen.messages import text
from qdgen.review.pull.base import Printed
from qdgen.review.pull.blocks import Block
from qdgen.review.pull.kinds import Known, kind_of
from qdgen.review.pull.naming import RANKS
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.paragraphs import Words
from qdgen.review.pull.rows import RowLevels

_KEYS = {
    Role.PART: "phan",
    Role.CHAPTER: "chuong",
    Role.SECTION: "muc",
    Role.SUBSECTION: "tieu_muc",
    Role.ARTICLE: "dieu",
    Role.ARTICLE_TITLED: "dieu",
    Role.CLAUSE: "khoan",
    Role.CLAUSE_TITLED: "khoan",
    Role.POINT: "diem",
    Role.OUTLINE_1: "muc",
    Role.OUTLINE_2: "muc",
    Role.OUTLINE_2_TITLED: "muc",
    Role.OUTLINE_3: "muc",
}
_BODY = frozenset({Sort.PROVISION, Sort.TEXT, Sort.DASH, Sort.PLUS})


@dataclass(slots=True, eq=False)
class Line:
    """A căn cứ, a recipient, a paragraph or a dash line: `origin` of one that was there, else
    `words` of a new one."""

    sort: Sort
    nth: int
    origin: Origin | None = None
    words: Words = field(default_factory=Words)
    below: list[Line] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Branch:
    """A provision, a row, or a part's root: `node` of one that was there, else `known` or `cells`
    of a new one. `lists` holds what stands in it by key, `lines` its paragraphs and dash lines."""

    nth: int
    rank: int
    node: MapNode | None = None
    origin: Origin | None = None
    known: Known | None = None
    block: Block | None = None
    lists: dict[str, list[Branch]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    after: list[Line] = field(default_factory=list)
    """Of an annex: the paragraphs behind its table."""
    parent: Branch | None = None
    key: str = ""

    @property
    def there(self) -> MapNode:
        """The map of one that was there. Raises TypeError for a new one."""
        if self.node is None:
            raise TypeError(self.nth)
        return self.node

    @property
    def seen(self) -> Block:
        """The block of the file it was read from. Raises TypeError for a part's root."""
        if self.block is None:
            raise TypeError(self.nth)
        return self.block


@dataclass(slots=True)
class Outline:
    """Everything a reviewed file shows: `parts` by anchor, `lines` of `can_cu` and `noi_nhan`,
    and the blocks that can stand nowhere, each with the edit that says so."""

    parts: dict[str, Branch] = field(default_factory=dict)
    bases: list[Line] = field(default_factory=list)
    recipients: list[Line] = field(default_factory=list)
    refused: list[Edit] = field(default_factory=list)


def outline_of(
    reviewed: Sequence[Block],
    printed: Sequence[Printed],
    pairs: Mapping[int, int],
    roots: Mapping[str, MapNode],
    nodes: Mapping[str, MapNode],
    by_articles: Mapping[str, bool],
) -> Outline:
    """The structure of `reviewed`; `pairs` joins its blocks to those of the base. `roots` are the
    root nodes of the parts by anchor, `nodes` the maps by id."""
    return _Walk(reviewed, printed, pairs, roots, nodes, by_articles).outline()


class _Walk:
    def __init__(
        self,
        reviewed: Sequence[Block],
        printed: Sequence[Printed],
        pairs: Mapping[int, int],
        roots: Mapping[str, MapNode],
        nodes: Mapping[str, MapNode],
        by_articles: Mapping[str, bool],
    ) -> None:
        self._reviewed = reviewed
        self._printed = printed
        self._pairs = pairs
        self._roots = roots
        self._nodes = nodes
        self._by_articles = by_articles
        self._found = Outline()
        self._part = next(iter(roots), "")
        self._stack: list[Branch] = []
        self._rows: list[Branch] = []
        self._seen_rows = False
        self._context: Sort = Sort.HEAD
        self._levels = RowLevels(reviewed, printed, pairs)
        self._tables: dict[int, str] = {}
        for j, i in pairs.items():
            origin = printed[i].origin
            if reviewed[j].is_row and origin is not None:
                self._tables.setdefault(reviewed[j].table, origin.part)
        self._strange_tables: set[int] = set()

    def outline(self) -> Outline:
        for part in self._roots:
            self._found.parts[part] = Branch(-1, -1, node=self._roots[part])
        self._enter(self._part)
        for nth, block in enumerate(self._reviewed):
            i = self._pairs.get(nth)
            if i is None:
                self._new(nth, block)
            else:
                self._known(nth, block, self._printed[i])
        return self._found

    def _enter(self, part: str) -> None:
        self._part = part
        self._stack = [self._found.parts[part]]
        self._rows = [self._found.parts[part]]
        self._seen_rows = False

    # --- blocks that were there ------------------------------------------------------------------

    def _known(self, nth: int, block: Block, printed: Printed) -> None:
        origin = printed.origin
        if origin is None:
            if printed.cells:
                self._context = Sort.ROW
            elif block.text:
                self._context = Sort.FIXED if block.table < 0 else Sort.HEAD
            return
        sort = origin.sort
        if sort is Sort.HEAD and origin.part != self._part:
            self._enter(origin.part)
        self._context = sort
        match sort:
            case Sort.BASIS:
                self._found.bases.append(Line(sort, nth, origin))
            case Sort.RECIPIENT:
                self._found.recipients.append(Line(sort, nth, origin))
            case Sort.PROVISION if origin.role is not None:
                branch = Branch(
                    nth, RANKS[origin.role], self._nodes[origin.anchor], origin, block=block
                )
                self._put(branch, _KEYS[origin.role])
            case Sort.ROW:
                node = self._nodes[origin.anchor]
                self._put_row(Branch(nth, origin.level, node, origin, block=block))
            case Sort.TEXT | Sort.DASH | Sort.PLUS:
                self._line(Line(sort, nth, origin))

    # --- new blocks ------------------------------------------------------------------------------

    def _new(self, nth: int, block: Block) -> None:
        if block.is_row:
            self._new_row(nth, block)
            return
        if not block.text:
            return
        if self._is_basis(block):
            self._found.bases.append(Line(Sort.BASIS, nth, words=block.words))
            self._context = Sort.BASIS
        elif self._is_recipient(block):
            words = block.words
            self._found.recipients.append(Line(Sort.RECIPIENT, nth, words=words))
            self._context = Sort.RECIPIENT
        elif block.table >= 0:
            if block.table not in self._strange_tables:
                self._strange_tables.add(block.table)
                self._refuse(
                    block,
                    text("what stands in this table has no place in the content"),
                    text("write it in the content by hand, as an annex with cot and hang"),
                )
        elif (
            self._context in _BODY
            or self._context in (Sort.FIXED, Sort.ROW)
            or (self._context is Sort.HEAD and self._part != next(iter(self._roots)))
        ):
            self._new_body(nth, block)
        else:
            self._refuse(
                block,
                text("nothing of the content can stand at this place"),
                text("put it into the body, a legal basis or a recipient"),
            )

    def _is_basis(self, block: Block) -> bool:
        if block.table >= 0 or self._part != next(iter(self._roots)):
            return False
        starts = block.text.startswith(("Căn cứ", "Theo đề nghị"))
        return self._context is Sort.BASIS or (
            self._context is Sort.HEAD and (starts or block.style == "Căn cứ")
        )

    def _is_recipient(self, block: Block) -> bool:
        return block.style == "Nơi nhận - dòng" or (
            self._context is Sort.RECIPIENT and block.table >= 0 and block.label == "-"
        )

    def _new_body(self, nth: int, block: Block) -> None:
        known = kind_of(block, by_articles=self._by_articles.get(self._part, False))
        role = known.role
        if role is Role.TEXT and self._context is Sort.FIXED and not self._stack[-1].lists:
            role = Role.TEXT
        if role in (Role.TEXT, Role.DASH, Role.PLUS):
            sort = {Role.TEXT: Sort.TEXT, Role.DASH: Sort.DASH, Role.PLUS: Sort.PLUS}[role]
            if self._stack[-1].rank < 0 and self._part == next(iter(self._roots)):
                self._refuse(
                    block,
                    text("a decision has no text before its first article"),
                    text("put it into an article"),
                )
                return
            self._line(Line(sort, nth, words=known.words))
            self._context = sort
            return
        self._put(Branch(nth, RANKS[role], known=known, block=block), _KEYS[role])
        self._context = Sort.PROVISION

    def _new_row(self, nth: int, block: Block) -> None:
        part = self._tables.get(block.table)
        if not block.text:
            return
        if part is None or part != self._part:
            self._refuse(
                block,
                text("what stands in this table has no place in the content"),
                text("write it in the content by hand, as an annex with cot and hang"),
            )
            return
        self._put_row(Branch(nth, self._levels.of(nth), block=block))
        self._context = Sort.ROW

    # --- into its place --------------------------------------------------------------------------

    def _put(self, branch: Branch, key: str) -> None:
        while len(self._stack) > 1 and self._stack[-1].rank >= branch.rank:
            self._stack.pop()
        parent = self._stack[-1]
        branch.parent, branch.key = parent, key
        parent.lists.setdefault(key, []).append(branch)
        self._stack.append(branch)

    def _put_row(self, branch: Branch) -> None:
        while len(self._rows) > 1 and self._rows[-1].rank >= branch.rank:
            self._rows.pop()
        parent = self._rows[-1]
        branch.parent, branch.key = parent, "hang"
        parent.lists.setdefault("hang", []).append(branch)
        self._rows.append(branch)
        self._seen_rows = True
        del self._stack[1:]

    def _line(self, line: Line) -> None:
        owner = self._stack[-1]
        lines = owner.after if owner.rank < 0 and self._seen_rows else owner.lines
        if line.sort is Sort.PLUS and lines and lines[-1].sort is Sort.DASH:
            lines[-1].below.append(line)
        else:
            lines.append(line)

    def _refuse(self, block: Block, reason: object, hint: object = None) -> None:
        edit = Edit(Kind.NEW, "", self._part, "", block.text[:160])
        self._found.refused.append(
            edit.refused(reason, hint) if hint is not None else edit.refused(reason)  # type: ignore[arg-type]
        )
