"""The PDFs built here are read as their content was written, and have no fault of format."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from building import DOSSIERS, Built
from qdgen.check.dossier import read_dossier
from qdgen.check.elements import Element, PartKind
from qdgen.check.examine import Verdict, examine
from qdgen.check.paper import Paper, Piece, Row
from qdgen.check.pdf_paper import read_pdf
from qdgen.check.rule import all_rules

BASE = Path(__file__).resolve().parents[1] / "check/base/content/ho-so"
NAMES = [*DOSSIERS, "ho-so"]
_PRINTED_ONLY = {
    Element.NATIONAL_NAME,
    Element.MOTTO,
    Element.ORDER,
    Element.RECIPIENTS_LABEL,
    Element.PAGE_NUMBER,
    Element.ROW_NUMBER,
    Element.HEADING_LABEL,
}
_HEAD = {Element.ORGAN, Element.PARENT_ORGAN, Element.TYPE}


@pytest.fixture(params=NAMES)
def both(request: pytest.FixtureRequest, built: Built, base_built: Path) -> tuple[Paper, Paper]:
    """A dossier's content and its PDF."""
    name = request.param
    folder = DOSSIERS.get(name, BASE)
    pdf = built.pdf(name) if name in DOSSIERS else base_built / "ho-so.pdf"
    content = read_dossier(folder, name).paper
    return content, read_pdf(pdf, f"{name}.pdf", content.registers, content.chosen)


def _shown(piece: Piece) -> tuple[object, ...]:
    place = (piece.row, piece.column) if piece.element is Element.CELL else ()
    text = " ".join(piece.text.casefold().split())
    return piece.element.value, piece.part, piece.level, piece.label, text, place


def _of_the_content(paper: Paper) -> list[tuple[object, ...]]:
    registers = [n for n, _ in paper.parts_of(PartKind.REGISTER)]
    return [
        _shown(piece)
        for piece in paper.pieces
        if piece.part not in registers and piece.element is not Element.CHOICE
    ]


def _of_the_pages(paper: Paper) -> list[tuple[object, ...]]:
    found = []
    for piece in paper.pieces:
        attached = paper.parts[piece.part].kind is PartKind.ATTACHMENT
        if piece.element in _PRINTED_ONLY or (attached and piece.element in _HEAD):
            continue
        if piece.element is Element.COLUMN_HEADING and piece.text == "STT":
            continue
        shown = _shown(piece)
        if attached and piece.element is Element.TITLE:
            title = " ".join(paper.parts[piece.part].title.casefold().split())
            shown = (*shown[:4], title, *shown[5:])
        if shown[4] != "về công tác văn thư.":  # a citation's own note is printed, not written
            found.append(shown)
    return found


def test_a_built_pdf_has_the_pieces_of_its_content(both: tuple[Paper, Paper]) -> None:
    content, pages = both
    assert _of_the_pages(pages) == _of_the_content(content)
    assert [(part.kind, part.number, part.by_articles) for part in pages.parts] == [
        (part.kind, part.number, part.by_articles)
        for part in content.parts
        if part.kind is not PartKind.REGISTER
    ]
    assert pages.day == content.day
    assert not pages.unknown


def _row(row: Row, columns: int) -> tuple[object, ...]:
    cells = [" ".join(row.cell_text(n).split()) for n in range(columns)]
    return row.label, row.level, row.heading.text if row.heading else None, cells


def test_a_built_pdf_has_the_tables_of_its_content(both: tuple[Paper, Paper]) -> None:
    content, pages = both
    assert len(pages.tables) == len(content.tables)
    for mine, theirs in zip(pages.tables, content.tables, strict=True):
        count = len(theirs.headings)
        assert (mine.headings, mine.numbered) == (theirs.headings, theirs.numbered)
        assert [_row(r, count) for r in mine.rows] == [_row(r, count) for r in theirs.rows]


def test_a_built_pdf_has_no_fault_of_format(both: tuple[Paper, Paper]) -> None:
    _, pages = both
    found = examine(pages, [r for r in all_rules() if r.family == "TB"]).findings
    assert [f"{f.rule.code} {f.message} {f.located.where}" for f in found] == []


def test_no_rule_on_pages_is_left_out_for_want_of_pages(both: tuple[Paper, Paper]) -> None:
    _, pages = both
    examined = examine(pages, all_rules())
    unchecked = {code for code, v in examined.verdicts.items() if v is Verdict.UNCHECKED}
    assert not {code for code in unchecked if code.startswith(("TB52", "TB54"))}


def test_the_drawn_lines_are_measured(base_built: Path) -> None:
    paper = read_pdf(base_built / "ho-so.pdf", "ho-so.pdf")
    ratios = {
        paper.pieces[line.below].element: (line.length_mm or 0) / (line.text_mm or 1)
        for line in paper.lines
        if paper.pieces[line.below].part == 0
    }
    assert ratios[Element.MOTTO] == pytest.approx(1, abs=0.01)
    assert ratios[Element.ORGAN] == pytest.approx(0.4, abs=0.01)
    assert ratios[Element.SUBJECT] == pytest.approx(0.4, abs=0.01)


def test_a_place_is_told_by_page_and_height(base_built: Path) -> None:
    paper = read_pdf(base_built / "ho-so.pdf", "ho-so.pdf")
    piece = next(p for p in paper.pieces if p.label == "Điều 3.")
    located = piece.spot.located(0, len("Quyết định này"))
    assert str(located.where) == "page 1, 201 mm from the top: “Quyết định này”"


def test_fonts_without_a_name_are_known_by_what_they_hold(base_built: Path, tmp_path: Path) -> None:
    nameless = tmp_path / "nameless.pdf"
    with pikepdf.open(base_built / "ho-so.pdf") as document:
        for number, entry in enumerate(document.objects):
            if isinstance(entry, pikepdf.Dictionary) and "/BaseFont" in entry:
                entry.BaseFont = pikepdf.Name(f"/CIDFont+F{number}")
        document.save(nameless)
    found = examine(read_pdf(nameless, "nameless.pdf"), all_rules()).findings
    assert [f"{f.rule.code} {f.message}" for f in found if f.rule.family == "TB"] == []


def test_fonts_that_are_not_in_the_file_are_told_of(base_built: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.pdf"
    with pikepdf.open(base_built / "ho-so.pdf") as document:
        for entry in document.objects:
            if isinstance(entry, pikepdf.Dictionary) and "/FontFile2" in entry:
                del entry["/FontFile2"]
        document.save(bare)
    found = examine(read_pdf(bare, "bare.pdf"), all_rules()).findings
    assert len([f for f in found if f.rule.code == "TB521"]) == 4
