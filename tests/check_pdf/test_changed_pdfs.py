"""One thing changed in the base, printed by LibreOffice: that is found, and nothing else."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from qdgen.check.examine import examine
from qdgen.check.pdf_paper import read_pdf
from qdgen.check.rule import all_rules
from qdgen.pdf.engine import Job, convert

Change = Callable[[Document], None]
CHANGES: dict[str, tuple[str, Change]] = {}


def change(code: str) -> Callable[[Change], Change]:
    """A change that must give the finding `code` alone."""

    def register(made: Change) -> Change:
        CHANGES[made.__name__] = code, made
        return made

    return register


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    return (Paragraph(p, document) for p in document.element.body.iter(qn("w:p")))


def _paragraph(document: Document, words: str) -> Paragraph:
    return next(p for p in _paragraphs(document) if p.text.startswith(words))


@change("TB101")
def letter(document: Document) -> None:
    for section in document.sections:
        if (section.page_width or 0) < (section.page_height or 0):
            section.page_width, section.page_height = Mm(216), Mm(279)


@change("TB105")
def narrow_left_margin(document: Document) -> None:
    document.sections[0].left_margin = Mm(22)


@change("TB111")
def other_font(document: Document) -> None:
    for run in _paragraph(document, "Kinh phí").runs:
        run.font.name = "DejaVu Sans"
        run._r.rPr.rFonts.set(qn("w:hAnsi"), "DejaVu Sans")


@change("TB114")
def red(document: Document) -> None:
    for run in _paragraph(document, "Kinh phí").runs:
        run.font.color.rgb = RGBColor(255, 0, 0)


@change("TB210")
def upright_basis(document: Document) -> None:
    for run in _paragraph(document, "Căn cứ Luật").runs:
        run.italic = False


@change("TB225")
def small_article(document: Document) -> None:
    for run in _paragraph(document, "Quyết định này có hiệu").runs:
        run.font.size = Pt(11)


@change("TB401")
def ragged(document: Document) -> None:
    _paragraph(document, "Căn cứ Nghị định").alignment = WD_ALIGN_PARAGRAPH.LEFT


@change("TB402")
def no_indent(document: Document) -> None:
    _paragraph(document, "Căn cứ Nghị định").paragraph_format.first_line_indent = Mm(0)


@change("TB406")
def wide_lines(document: Document) -> None:
    _paragraph(document, "Căn cứ Nghị định").paragraph_format.line_spacing = 2.0


@change("TB541")
def signature_alone(document: Document) -> None:
    foot = next(t for t in document.tables if "Nơi nhận" in t.cell(0, 0).text)
    new = copy.deepcopy(_paragraph(document, "Căn cứ Luật")._p)
    for run in new.findall(qn("w:r")):
        new.remove(run)
    foot._tbl.addprevious(new)
    Paragraph(new, document).add_run().add_break(WD_BREAK.PAGE)


@pytest.fixture(scope="session")
def printed(base_built: Path, soffice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the PDF of each change."""
    folder = tmp_path_factory.mktemp("changed")
    for name, (_, made) in CHANGES.items():
        document = docx.Document(str(base_built / "ho-so.docx"))
        made(document)
        document.save(str(folder / f"{name}.docx"))
    convert([Job(folder / f"{n}.docx", folder / f"{n}.pdf") for n in CHANGES], soffice=soffice)
    return folder


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_gives_its_finding_and_no_other(name: str, printed: Path) -> None:
    code, _ = CHANGES[name]
    found = examine(read_pdf(printed / f"{name}.pdf", name), all_rules()).findings
    assert {f.rule.code for f in found} == {code}, [str(f.message) for f in found]
