"""New provisions, rows and lines as content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from qdgen.content.positions import locate
from qdgen.document.model import Role
from qdgen.messages import text
from qdgen.review.pull.blocks import Block
from qdgen.review.pull.markup import pieces_of, serialised
from qdgen.review.pull.naming import PlaceNames
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.outcome import Edit, Kind
from qdgen.review.pull.outline import Branch, Line
from qdgen.review.pull.paragraphs import Para, Words
from qdgen.review.pull.steps import Data, FreshIds

_TITLED = frozenset(
    {Role.PART, Role.CHAPTER, Role.SECTION, Role.SUBSECTION, Role.ARTICLE_TITLED,
     Role.CLAUSE_TITLED, Role.OUTLINE_1, Role.OUTLINE_2_TITLED}
)  # fmt: skip
_CAPITALS = frozenset({Role.PART, Role.CHAPTER, Role.SECTION, Role.SUBSECTION, Role.OUTLINE_1})
_FALLBACK = {
    Role.ARTICLE: "dieu",
    Role.ARTICLE_TITLED: "dieu",
    Role.CLAUSE: "khoan",
    Role.CLAUSE_TITLED: "khoan",
    Role.POINT: "diem",
}
_PROPOSAL = "Theo đề nghị của "
_FILING = "Lưu: "


class Writer:
    """Writes what comes in. `columns` are the keys of columns by table and grid column."""

    def __init__(
        self,
        ids: FreshIds,
        mentions: Mapping[str, str],
        columns: Mapping[int, Mapping[int, str]],
        names: PlaceNames,
        blocks: Sequence[Block],
    ) -> None:
        self._ids = ids
        self._mentions = mentions
        self._columns = columns
        self._names = names
        self._blocks = blocks
        self.typed: list[tuple[str, str, Edit]] = []
        """Numbers typed in front of what is new, as in `Plan.typed`."""

    def markup(self, words: Words, notes: Sequence[Words]) -> str:
        """Words of Word as inline markup, emphasis against what most of them are."""
        counted = Counter(
            int(sign)
            for letter, sign in zip(words.text, words.looks, strict=True)
            if letter.isalnum()
        )
        usual = counted.most_common(1)[0][0] if counted else 0
        return serialised(pieces_of(words, usual, notes, self._mentions))

    def branch(self, branch: Branch) -> dict[str, Data] | Edit:
        """The map of a new provision or row; or the edit that says why it cannot be one."""
        block = branch.seen
        if block.is_row:
            return self._row(branch)
        known = branch.known
        if known is None:
            raise TypeError(branch.nth)
        words = known.words
        name = self._ids.of(words.text, _FALLBACK.get(known.role, "muc"))
        self._note_typed(name, known.typed, branch.nth)
        if known.role in _TITLED:
            said = " ".join(words.text.split())
            if known.role in _CAPITALS and said.isupper():
                said = said[:1] + said[1:].lower()
            return {"id": name, "tieu_de": said}
        return {"id": name, "noi_dung": self.markup(words, _notes(block.paras))}

    def _row(self, branch: Branch) -> dict[str, Data] | Edit:
        block = branch.seen
        keys = self._columns.get(block.table, {})
        filled = {c: words for c, words in block.cells.items() if words.text}
        first = next(iter(filled.values()))
        in_columns = {c: w for c, w in filled.items() if c in keys}
        wide = [c for c in filled if block.spans.get(c, 1) > 1]
        is_heading = len(block.cells) <= 2 and bool(wide or not in_columns)
        if is_heading:
            column = max(filled)
            said = self.markup(filled[column], _notes(block.cell_paras[column]))
            name = self._ids.of(filled[column].text, "hang")
            if min(filled) == 0 < column:
                self._note_typed(name, filled[0].text, branch.nth)
            return {"id": name, "tieu_de": said}
        strange = [w for c, w in filled.items() if c not in keys and c != 0]
        if strange or not keys:
            return self.edit_of(Kind.NEW, -1, block.text, None).refused(
                text("the row has cells that the table has no columns for"),
                text("add the row to hang by hand"),
            )
        named = next((w for c, w in in_columns.items() if w.text), first)
        row: dict[str, Data] = {"id": self._ids.of(named.text, "hang")}
        if 0 in filled and 0 not in keys:
            self._note_typed(str(row["id"]), filled[0].text, branch.nth)
        for column, key in keys.items():
            words = block.cells.get(column, Words())
            row[key] = self.markup(words, _notes(block.cell_paras.get(column, [])))
        return row

    def _note_typed(self, name: str, typed: str, nth: int) -> None:
        if typed:
            edit = Edit(Kind.MADE, name, self._behind(nth), "", typed)
            self.typed.append((name, typed, edit))

    def line(self, line: Line) -> Data:
        """A new căn cứ, recipient, paragraph or dash line."""
        notes = _notes(self._blocks[line.nth].paras) if line.nth >= 0 else []
        words = line.words
        if line.sort is Sort.BASIS:
            words = _without_end(words)
            if words.text.startswith(_PROPOSAL):
                return {"de_nghi": self.markup(words.part(len(_PROPOSAL)), notes)}
            return {"nguyen_van": self.markup(words, notes)}
        if line.sort is Sort.RECIPIENT:
            if words.text.startswith(("- ", "– ")):
                words = words.part(2)
            words = _without_end(words)
            if words.text.startswith(_FILING):
                return {"luu": self.markup(words.part(len(_FILING)), notes)}
        return self.markup(words, notes)

    def edit_of(self, kind: Kind, nth: int, words: str, origin: Origin | None) -> Edit:
        """The edit for block `nth` of the reviewed file, or of `origin` that is gone."""
        shown = " ".join(words.split())[:160]
        before, after = ("", shown) if kind is Kind.NEW else (shown, "")
        if kind is Kind.MOVED:
            after = shown
        if origin is None:
            return Edit(kind, "", self._behind(nth), before, after)
        scalar = origin.scalar
        return Edit(
            kind, origin.key, self._names.of(origin), before, after,
            location=locate(scalar, 0) if scalar is not None else None,
        )  # fmt: skip

    def _behind(self, nth: int) -> str:
        """Where a new block stands: behind which provision or row."""
        for at in range(nth - 1, -1, -1):
            for anchor in self._blocks[at].anchors:
                return f"sau {self._names.of_owner(anchor.replace('_', '-'))}"
        return ""


def _notes(paras: Sequence[Para]) -> list[Words]:
    return [note for para in paras for note in para.notes]


def _without_end(words: Words) -> Words:
    """The sign at the end of such a line is put there by its place."""
    return words.part(0, len(words.text) - 1) if words.text.endswith((";", ".")) else words
