"""The base dossier as the pages of a PDF show it, for cases that only pages can have.

Each piece stands on the page of its part, a line of text taking 6 mm. A case of this kind edits
that, `pdf` being a list of edits:

- `{break: "Điều 3."}`: from this paragraph on the part stands a page further down;
- `{sheet: 2, ...}`: fields of that page, or of what is printed on it (`unembedded: [Arial]`);
- `{blank: 1}`: an empty page follows page 1;
- `{piece: "Nơi nhận", top: 30}`, `{piece: "Căn cứ Luật", lines: [1, 3]}`: where it stands, or
  its lines on each page from its own on; `bold: 1.0`; `element`;
- `{table: 0, headings_missing_on: [3]}`: fields of a table.

`piece` is the beginning of a paragraph with its label, or the name of an element.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any

from case_files import rule_cases
from recast import _is_meant, recast

from qdgen.check.elements import Element
from qdgen.check.look import Box, Look, Printed, Sheet
from qdgen.check.paper import Medium, Paper, Piece

_LINE_MM, _LETTERS = 6.0, 80
_TITLES = (Element.OUTLINE, Element.HEADING_LABEL, Element.HEADING_TITLE)
_RIGHT = (Element.CAPACITY, Element.POSITION, Element.SIGNER)


@dataclass(frozen=True)
class PdfCase:
    """Edits of the pages."""

    code: str
    fires: bool
    edits: list[dict[str, Any]]
    also: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}-{'fires' if self.fires else 'silent'}-{str(self.edits)[:40]}"


def pdf_cases() -> list[PdfCase]:
    """All cases with `pdf`, from `cases/*.yaml`."""
    return [
        PdfCase(code, fires, case["pdf"], tuple(case.get("also", [])))
        for code, fires, case in rule_cases()
        if "pdf" in case
    ]


def paged(edits: list[dict[str, Any]]) -> Paper:
    """The base on pages, edited."""
    paper = deepcopy(_base())
    for edit in edits:
        _edit(paper, edit)
    return paper


@cache
def _base() -> Paper:
    paper = recast([])
    paper.medium = Medium.PDF
    paper.pieces = [piece for piece in paper.pieces if piece.part < len(paper.parts)]
    paper.sheets = [
        Sheet(210, 297, part=part, page=part + 1, number_shown="", printed=Printed(letters=900))
        for part in range(len(paper.parts))
    ]
    down = dict.fromkeys(range(len(paper.parts)), 20.0)
    level: float | None = None
    for piece in paper.pieces:
        if piece.element is Element.RECIPIENTS_LABEL:
            level = down[piece.part]
        if piece.element in _RIGHT and level is not None:
            top, level = level, level + _LINE_MM
        else:
            top = down[piece.part]
        lines = 1 + len(piece.text) // _LETTERS
        down[piece.part] = max(down[piece.part], top + lines * _LINE_MM)
        _place(piece, [(piece.part + 1, lines)], top)
    return paper


def _place(piece: Piece, lines: list[tuple[int, int]], top: float) -> None:
    boxes = []
    for page, count in lines:
        boxes.append(Box(page, 30, top, 190, top + count * _LINE_MM))
        top = 20.0
    bold = 1.0 if piece.element in _TITLES else 0.0
    if piece.look is not None and piece.look.bold is not None:
        bold = piece.look.bold
    piece.look = Look(
        boxes=tuple(boxes), lines_by_page=tuple(count for _, count in lines), bold=bold
    )


def _edit(paper: Paper, edit: dict[str, Any]) -> None:
    sheets = paper.sheets
    assert isinstance(sheets, list)
    if "break" in edit:
        _break(paper, _meant(paper, edit["break"]))
    elif "blank" in edit:
        page = edit["blank"]
        _shift(paper.pieces, sheets, page)
        empty = replace(sheets[page - 1], page=page + 1, is_empty=True)
        sheets.insert(page, empty)
    elif "sheet" in edit:
        values = {key: value for key, value in edit.items() if key != "sheet"}
        own = {f.name for f in fields(Printed)}
        printed = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in own}
        sheet = sheets[edit["sheet"] - 1]
        assert sheet.printed is not None
        rest = {key: value for key, value in values.items() if key not in own}
        rest.setdefault("printed", replace(sheet.printed, **printed))
        sheets[edit["sheet"] - 1] = replace(sheet, **rest)
    elif "table" in edit:
        for key in ("headings_missing_on", "split_rows", "headings"):
            if key in edit:
                value = tuple(tuple(v) if isinstance(v, list) else v for v in edit[key])
                setattr(paper.tables[edit["table"]], key, value)
    else:
        _edit_piece(_meant(paper, edit["piece"]), edit)


def _edit_piece(piece: Piece, edit: dict[str, Any]) -> None:
    assert piece.look is not None
    first = piece.look.boxes[0]
    if "element" in edit:
        piece.element = next(e for e in Element if e.value.startswith(edit["element"]))
    if "text" in edit:
        piece.text = edit["text"]
    if "bold" in edit:
        piece.look = replace(piece.look, bold=edit["bold"])
    if "lines" in edit or "top" in edit or "page" in edit:
        page = edit.get("page", first.page)
        lines = edit.get("lines", piece.look.lines_by_page)
        _place(piece, list(enumerate(lines, page)), edit.get("top", first.top))


def _meant(paper: Paper, words: str) -> Piece:
    return next(p for p in paper.pieces if _is_meant(p, {"paper": words}))


def _break(paper: Paper, first: Piece) -> None:
    """Let `first` begin a new page."""
    sheets, pieces = paper.sheets, paper.pieces
    assert isinstance(sheets, list)
    assert isinstance(pieces, list)
    assert first.look is not None
    page, top = first.look.boxes[0].page, first.look.boxes[0].top
    rest = pieces[pieces.index(first) :]
    _shift(rest, sheets, page - 1)
    for piece in rest:
        look = piece.look
        if look is not None and look.boxes[0].page == page + 1 and piece.part == first.part:
            _place(
                piece, list(enumerate(look.lines_by_page, page + 1)), look.boxes[0].top - top + 20
            )
    new = replace(sheets[page - 1], page=page + 1, number_shown=str(page + 1))
    sheets.insert(page, new)
    sheets[:] = [replace(sheet, page=n) for n, sheet in enumerate(sheets, 1)]


def _shift(pieces: Any, sheets: list[Sheet], page: int) -> None:
    """Put all that stands after `page` a page further."""
    for piece in pieces:
        look = piece.look
        if look is not None:
            boxes = tuple(
                replace(box, page=box.page + 1) if box.page > page else box for box in look.boxes
            )
            piece.look = replace(look, boxes=boxes)
    sheets[:] = [
        replace(s, page=s.page + 1) if s.page is not None and s.page > page else s for s in sheets
    ]
