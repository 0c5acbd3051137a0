"""A DOCX built here as a version, from its own words: the ids are those of its bookmarks.

What Word does not keep apart (register keys, column keys, the places of note marks) is not known;
see `Version.words_alone`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from qdgen.check.elements import TABLE, Element, PartKind
from qdgen.check.paper import Paper, Piece
from qdgen.check.word_paper import read_word
from qdgen.document.model import Inlines, LineBreak, Run
from qdgen.errors import UsageError
from qdgen.messages import text
from qdgen.review.unit import Unit, Version
from qdgen.review.words import NOTE_MARK
from qdgen.word.package import OpenPackage, open_package
from qdgen.word.properties import CONTENT_HASH
from qdgen.word.reader.parts import Parts
from qdgen.word.reader.properties import custom_properties

HEAD = "quyet-dinh"
_HEAD_LINES = {
    Element.PARENT_ORGAN: "co_quan_chu_quan",
    Element.ORGAN: "co_quan_ban_hanh",
    Element.NUMBER: "so",
    Element.PLACE_DATE: "ngay",
    Element.TYPE: "loai",
    Element.SUBJECT: "trich_yeu",
    Element.AUTHORITY: "tham_quyen",
    Element.CAPACITY: "ky/quyen_han",
    Element.POSITION: "ky/chuc_vu",
    Element.SIGNER: "ky/ho_ten",
    Element.REFERENCE_LINE: "loi_dan",
    Element.CLOSING: "cuoi",
}
_LISTS = {Element.BASIS: "can_cu/dong", Element.RECIPIENT: "noi_nhan"}
_OWN = frozenset(
    {Element.HEADING_TITLE, Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.OUTLINE}
)
_TEMPLATE = frozenset(
    {
        Element.NATIONAL_NAME,
        Element.MOTTO,
        Element.ORDER,
        Element.RECIPIENTS_LABEL,
        Element.PAGE_NUMBER,
        Element.PAGE_TEXT,
    }
)
# How deep each stands; an outline's section or a row adds its own level.
_DEPTH = {
    Element.HEADING_TITLE: 1,
    Element.ARTICLE: 5,
    Element.CLAUSE: 6,
    Element.POINT: 7,
    Element.OUTLINE: 8,
    Element.ROW_NUMBER: 12,
    Element.ROW_HEADING: 12,
}


def recorded_hash(docx: Path) -> str:
    """The hash of the content that the file says it was built from; "" where it says nothing.

    Raises UnreadableFileError for a file that is broken, hostile or no DOCX.
    """
    with open_package(docx) as package:
        return _hash_in(package)


def _hash_in(package: OpenPackage) -> str:
    return custom_properties(Parts(package)).get(CONTENT_HASH, "")


def word_version(
    docx: Path, name: str, columns: Mapping[tuple[str, str], str] | None = None
) -> Version:
    """The version a DOCX holds; `columns` are the keys of columns by the annex's id and the heading
    in small letters, where another version tells them.

    Raises UnreadableFileError for a file that is broken, hostile or no DOCX, UsageError where it
    bears none of the bookmarks by which provisions are known again.
    """
    paper = read_word(docx, name)
    if not any(piece.anchor for piece in paper.pieces):
        raise UsageError(
            text("{file} was not built by qdgen: it bears no ids", file=name),
            text("Compare the dossiers it was made from."),
        )
    reader = _Reader(paper, columns or {})
    reader.read()
    return Version(name, reader.units, reader.parents, words_alone=True)


def same_words(built: Version, content: Version) -> bool:
    """Whether a DOCX (`built`) still says what the content it was built from says. Lines of an
    attachment's head are left out: a file for signing may leave their number and date open."""
    return _words_in(built) == _words_in(content)


def _words_in(version: Version) -> list[str]:
    texts = [
        " ".join(unit.text.replace(NOTE_MARK, "").split())
        for unit in version.units
        if unit.element not in {Element.REFERENCE_LINE, Element.NOTE}
    ]
    notes = [" ".join(unit.text.split()) for unit in version.units if unit.host]
    return [words for words in (*texts, *notes) if words]


class _Reader:
    def __init__(self, paper: Paper, columns: Mapping[tuple[str, str], str]) -> None:
        self._paper = paper
        self._columns = columns
        self.units: list[Unit] = []
        self.parents: dict[str, str] = {}
        self._keys: dict[str, int] = {}
        self._part = HEAD
        self._owner = HEAD
        self._above: list[tuple[int, str]] = []
        self._headings: dict[int, str] = {}
        self._label = ""
        self._notes = 0
        self._in_table = False

    def read(self) -> None:
        stems = self._stems()
        part = -1
        for piece in self._paper.pieces:
            if piece.part != part:
                part = piece.part
                self._enter(stems[part])
            self._piece(piece)

    def _stems(self) -> list[str]:
        """What each part is called: the bookmark of its title."""
        stems = [f"phan-{nth}" for nth, _ in enumerate(self._paper.parts)]
        for piece in self._paper.pieces:
            if piece.anchor and piece.element in {Element.TITLE, Element.ANNEX_LABEL}:
                stems[piece.part] = _id(piece.anchor)
        for nth, part in enumerate(self._paper.parts):
            if part.kind is PartKind.DECISION:
                stems[nth] = HEAD
        return stems

    def _enter(self, stem: str) -> None:
        self._part = self._owner = stem
        self.parents[stem] = "" if stem == HEAD else HEAD
        self._above = [(0, stem)]
        self._headings = {}
        self._in_table = False

    # --- pieces ----------------------------------------------------------------------------------

    def _piece(self, piece: Piece) -> None:
        element = piece.element
        if piece.anchor and (element in _OWN or element is Element.ROW_NUMBER):
            self._stand(_id(piece.anchor), _DEPTH[element] + piece.level)
        if element in _TEMPLATE or (element is Element.OTHER and not piece.text.strip()):
            return
        if element in _HEAD_LINES:
            self._line(piece, f"{self._part}/{_HEAD_LINES[element]}")
        elif element in _LISTS:
            self._counted(piece, f"{self._part}/{_LISTS[element]}")
        elif element is Element.ANNEX_LABEL:
            self._label = piece.text
        elif element is Element.TITLE:
            self._put(self._part, piece, label=self._label, is_title=True)
            self._label = ""
        elif element in TABLE:
            self._table(piece)
        else:
            self._body(piece)

    def _table(self, piece: Piece) -> None:
        self._in_table = True
        if piece.element is Element.ROW_NUMBER:
            # Where it numbers a heading, the heading's piece follows.
            self._owner = _id(piece.anchor) if piece.anchor else f"{self._part}/hang/{piece.row}"
            self._put(self._owner, piece)
        elif piece.element is Element.COLUMN_HEADING:
            self._heading(piece)
        elif piece.element is Element.ROW_HEADING:
            self._put(self._owner, piece, is_title=True)
        else:
            self._line(piece, f"{self._owner}/{self._headings.get(piece.column, piece.column)}")

    def _body(self, piece: Piece) -> None:
        if piece.anchor and _id(piece.anchor) not in self._keys:
            self._owner = _id(piece.anchor)
            self.parents.setdefault(self._owner, self._above[-1][1])
            self._put(self._owner, piece)
        elif piece.element is Element.NOTE:
            self._note(piece)
        else:
            if self._in_table:  # what stands below a table belongs to the annex
                self._owner = self._part
            name = "gach" if piece.element is Element.DASH else "noi_dung"
            self._counted(piece, f"{self._owner}/{name}")

    def _stand(self, anchor: str, depth: int) -> None:
        while self._above[-1][0] >= depth:
            self._above.pop()
        self.parents[anchor] = self._above[-1][1]
        self._above.append((depth, anchor))

    def _heading(self, piece: Piece) -> None:
        words = " ".join(piece.text.split())
        if words == "STT":
            return
        key = self._columns.get((self._part, words.casefold()), f"cot-{piece.column}")
        self._headings[piece.column] = key
        self._line(piece, f"{self._part}/cot/{key}")

    def _note(self, piece: Piece) -> None:
        host = next(unit for unit in reversed(self.units) if unit.element is not Element.NOTE)
        self._notes += 1
        self._counted(piece, f"{host.key}/chu_thich", str(self._notes), host.key)

    # --- units -----------------------------------------------------------------------------------

    def _line(self, piece: Piece, key: str) -> None:
        """A text that may take several paragraphs: the lines of a cell, of a quyền hạn."""
        words = f"- {piece.text}" if piece.label == "-" else piece.text
        last = self.units[-1] if self.units else None
        if last is not None and last.key == key:
            self.units.pop()
            inlines = (*last.inlines, LineBreak(), *_inlines(words))
        else:
            inlines = _inlines(words)
        is_derived = self._part != HEAD and piece.element in {Element.PARENT_ORGAN, Element.ORGAN}
        self._keys[key] = 1
        self.units.append(
            Unit(key, piece.element, self._part, self._belongs(key), inlines, is_derived=is_derived)
        )

    def _put(
        self, key: str, piece: Piece, *, label: str | None = None, is_title: bool = False
    ) -> None:
        last = self.units[-1] if self.units else None
        if last is not None and last.key == key:  # the heading whose number came first
            self.units.pop()
        self._keys[key] = 1
        self.units.append(
            Unit(
                key,
                piece.element,
                self._part,
                self._belongs(key),
                _inlines(piece.text),
                piece.label if label is None else label,
                is_title=is_title,
                level=piece.level,
            )
        )

    def _counted(self, piece: Piece, key: str, label: str | None = None, host: str = "") -> None:
        nth = self._keys[key] = self._keys.get(key, 0) + 1
        words = piece.text
        is_listed = piece.element in _LISTS
        self.units.append(
            Unit(
                f"{key}/{nth}",
                piece.element,
                self._part,
                self._belongs(key),
                _inlines(words),
                piece.label if label is None else label,
                is_counted=True,
                ending=words[-1:] if is_listed and words.endswith((";", ".")) else "",
                host=host,
                level=piece.level,
            )
        )

    def _belongs(self, key: str) -> str:
        owner = key.partition("/")[0]
        return "" if owner == HEAD else owner


def _id(anchor: str) -> str:
    """The id whose bookmark it is: a bookmark's name may hold no hyphen."""
    return anchor.replace("_", "-")


def _inlines(words: str) -> Inlines:
    return tuple(_broken(words))


def _broken(words: str) -> Iterator[Run | LineBreak]:
    for nth, line in enumerate(words.split("\n")):
        if nth:
            yield LineBreak()
        if line:
            yield Run(line)
