"""The base dossier's content as a Word file shows it, for cases that no content can have.

A case of this kind edits the paper itself: `{paper: "Điều 3.", label: "Điều 4."}`. `paper` is the
beginning of a paragraph with its label, or the name of an element ("Tiêu ngữ", the first one).
Then any of: `text`, `label`, `element`, `level`; `drop: true`; `after` or `before`, a list of
paragraphs (`text`, `label`, `element`, `level`); or `row: "2"` with the `label` it is to have, or
`without: phu-luc` to leave a part out, `annexes: [Phụ lục I, Phụ lục II]`
to have several, or `number` of the annex.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from case_files import rule_cases
from seeded import BASE

from qdgen.check.dossier import read_dossier
from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import Located, Medium, Paper, PaperPart, Piece
from qdgen.check.registers import Registers
from qdgen.diagnostics import Location
from qdgen.messages import Text

_PRINTED_IN_CAPITALS = (
    Element.ORGAN, Element.PARENT_ORGAN, Element.TYPE, Element.AUTHORITY,
)  # fmt: skip


@dataclass
class PaperSpot:
    """The place of a piece that stands in no file."""

    words: str = ""

    def located(self, start: int, end: int) -> Located:
        return Located(Location("base.docx"), Text("here"), self.words, (start, end))

    def is_generated(self, _start: int, _end: int) -> bool:
        return False


@dataclass(frozen=True)
class PaperCase:
    """Edits of the paper, and the words (`at`) a finding must mark."""

    code: str
    fires: bool
    edits: list[dict[str, Any]]
    at: str = ""
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        edit = self.edits[0]
        what = edit.get("text") or edit.get("label") or edit.get("paper") or str(edit)
        return f"{self.code}-{'fires' if self.fires else 'silent'}-{what[:30]!r}"


def paper_cases() -> list[PaperCase]:
    """All cases with `paper`, from `cases/*.yaml`."""
    found = []
    for code, fires, case in rule_cases():
        edits = case.get("papers") or ([case] if "paper" in case else [])
        if edits:
            also = tuple(case.get("also", []))
            found.append(PaperCase(code, fires, edits, case.get("at", ""), also))
    return found


def recast(edits: list[dict[str, Any]]) -> Paper:
    """The base as a Word file shows it, edited."""
    paper = read_dossier(BASE / "content/ho-so", "ho-so").paper
    pieces = [replace(p) for p in paper.pieces if p.element is not Element.REGISTER]
    copies = dict(zip((id(p) for p in paper.pieces), pieces, strict=False))
    for piece in pieces:
        if piece.element in _PRINTED_IN_CAPITALS:
            piece.text = piece.text.upper()
        if piece.element is Element.TITLE and piece.part == 1:
            piece.text = paper.parts[1].title
    _print_what_templates_print(pieces)
    tables = [
        replace(
            table,
            rows=[
                replace(
                    row,
                    heading=copies[id(row.heading)] if row.heading else None,
                    cells=tuple(tuple(copies[id(p)] for p in cell) for cell in row.cells),
                )
                for row in table.rows
            ],
        )
        for table in paper.tables
    ]
    parts = [replace(p) for p in paper.parts[:-1]]
    made = Paper(
        Medium.WORD, "base.docx", pieces, parts, tables, Registers(), paper.day, paper.year
    )
    for edit in edits:
        _edit(made, edit)
    for piece in made.pieces:
        piece.spot = PaperSpot(piece.text)
    return made


def _print_what_templates_print(pieces: list[Piece]) -> None:
    def put(before: Element, element: Element, words: str, part: int = 0) -> None:
        where = next(n for n, p in enumerate(pieces) if p.element is before and p.part == part)
        pieces.insert(where, Piece(element, words, PaperSpot(), part))

    for part in (1, 0):
        first = Element.TITLE if part else Element.ORGAN
        put(first, Element.NATIONAL_NAME, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", part)
        put(first, Element.MOTTO, "Độc lập - Tự do - Hạnh phúc", part)
    put(Element.NATIONAL_NAME, Element.ORGAN, "BỘ KHOA HỌC VÀ CÔNG NGHỆ", 1)
    put(Element.TITLE, Element.TYPE, "KẾ HOẠCH", 1)
    put(Element.ARTICLE, Element.ORDER, "QUYẾT ĐỊNH:")
    put(Element.RECIPIENT, Element.RECIPIENTS_LABEL, "Nơi nhận:")


def _edit(paper: Paper, edit: dict[str, Any]) -> None:
    pieces, parts = paper.pieces, paper.parts
    assert isinstance(pieces, list)
    assert isinstance(parts, list)
    if "without" in edit:  # its paragraph stays, its part goes
        part = next(n for n, p in enumerate(parts) if p.anchor == edit["without"])
        pieces[:] = [p for p in pieces if p.part != part]
        paper.tables = [t for t in paper.tables if t.part != part]
        parts[part] = PaperPart(PartKind.REGISTER)
        return
    if "row" in edit:
        rows = [r for t in paper.tables for r in t.rows if r.label == edit["row"]]
        assert len(rows) == 1, edit
        rows[0].label = edit["label"]
        return
    if "annexes" in edit:
        _add_annexes(pieces, parts, edit["annexes"])
        return
    where = next((n for n, p in enumerate(pieces) if _is_meant(p, edit)), -1)
    assert where >= 0, edit
    piece = pieces[where]
    if edit.get("drop"):
        del pieces[where]
    for key in ("text", "label", "level"):
        if key in edit:
            setattr(piece, key, edit[key])
    if "number" in edit:
        parts[piece.part].number = edit["number"]
    if "element" in edit:
        piece.element = _element(edit["element"])
    for key, shift in (("before", 0), ("after", 1)):
        made = [
            Piece(
                _element(new.get("element", piece.element)),
                new["text"],
                PaperSpot(),
                piece.part,
                new.get("label", ""),
                new.get("level", 0),
            )
            for new in edit.get(key, [])
        ]
        pieces[where + shift : where + shift] = made


def _add_annexes(pieces: list[Piece], parts: list[PaperPart], labels: list[str]) -> None:
    """More annexes behind the first, with these words for "Phụ lục" and all else as there."""
    label = next(p for p in pieces if p.element is Element.ANNEX_LABEL)
    first = [p for p in pieces if p.part == label.part and p.row < 0]
    for nth, words in enumerate(labels):
        number = words.removeprefix("Phụ lục").strip()
        if nth == 0:
            label.text, parts[label.part].number = words, number
            continue
        parts.append(PaperPart(PartKind.ANNEX, f"Danh sách {nth}", number))
        copies = [replace(p, part=len(parts) - 1) for p in first]
        copies[0].text, copies[1].text = words, f"Danh sách {nth}"
        pieces += copies


def _element(name: str) -> Element:
    return next(e for e in Element if e.value.startswith(name))


def _is_meant(piece: Piece, edit: dict[str, Any]) -> bool:
    part = edit.get("part", piece.part)
    words = f"{piece.label} {piece.text}".strip()
    wanted = edit["paper"]
    return piece.part == part and (
        piece.element.value.startswith(wanted) or words.startswith(wanted)
    )
