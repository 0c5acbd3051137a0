"""What comes out of LibreOffice's PDFs: the text of the pages, proven against what went in."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest
from making_docx import (
    cell,
    link,
    make_docx,
    note,
    paragraph,
    row,
    run,
    section,
    table,
)
from PIL import Image

from qdgen.errors import ConversionError
from qdgen.pdf.engine import Job, convert
from qdgen.pdf.fonts import FontSet
from qdgen.pdf.proof import Expected, Heading, Part, Piece, prove
from qdgen.pdf.reading import PageText, pages, render_page

NUMBERING = """
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/>
<w:lvlText w:val="Điều %1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/>
<w:lvlText w:val="%2."/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="space"/>
<w:lvlText w:val="(12.%3)"/></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
"""
PROSE = " ".join(
    f"từ thứ {n} của đoạn văn về Quyết định số 142/QĐ-BTTTT-BKHCN, kinh tế - xã hội"
    for n in range(40)
)


def numbered(level: int, *runs: str) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    return paragraph(*runs, properties=properties + '<w:jc w:val="both"/>')


def read(
    tmp_path: Path,
    soffice: Path,
    fonts: FontSet,
    environ: Mapping[str, str],
    *body: str,
    **more: object,
) -> list[PageText]:
    job = Job(make_docx(tmp_path / "a.docx", *body, **more), tmp_path / "a.pdf")  # type: ignore[arg-type]
    convert([job], soffice=soffice, fonts=fonts, environ=environ)
    return list(pages(job.pdf))


def test_labels_notes_links_and_side_by_side_cells_are_read_in_the_order_they_were_written(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    found = read(
        tmp_path,
        soffice,
        fonts,
        environ,
        table(
            row(
                cell("BỘ KHOA HỌC VÀ CÔNG NGHỆ", "Số:        /QĐ-BKHCN"),
                cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
            ),
            columns=2,
            width=4500,
        ),
        numbered(0, "Ban hành ", link("link1", "Kế hoạch")),
        numbered(1, PROSE, note(1), " và hết."),
        numbered(2, "việc cuối"),
        table(row("Nơi nhận:", cell("KT. BỘ TRƯỞNG", "Phạm Đức Long")), columns=2, width=4500),
        paragraph("cuối"),
        notes=[PROSE],
        links={"link1": "https://example.org"},
        numbering=NUMBERING,
    )
    body = [
        "BỘ KHOA HỌC VÀ CÔNG NGHỆ Số: /QĐ-BKHCN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc",
        "Điều 1. Ban hành Kế hoạch",
        f"1. {PROSE}1 và hết.",
        "(12.1) việc cuối",
        "Nơi nhận:",
        "KT. BỘ TRƯỞNG Phạm Đức Long",
        "cuối",
    ]
    expected = Expected(
        [Part([Piece(words, words[:9]) for words in body])], [Piece(f"1 {PROSE}", "chú thích 1")]
    )

    assert len(found) > 1
    assert prove(found, expected) == []
    assert all(unicodedata.is_normalized("NFC", page.text) for page in found)


def test_notes_that_run_over_and_notes_in_cells_are_proven(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    texts = [PROSE * 2, "ngắn", PROSE]
    found = read(
        tmp_path,
        soffice,
        fonts,
        environ,
        *(paragraph(PROSE) for _ in range(2)),
        paragraph("đoạn có chú thích dài", note(1)),
        table(row("ô", cell(paragraph("ô có chú thích", note(2)))), columns=2),
        paragraph(PROSE, note(3)),
        notes=texts,
    )
    pieces = [
        *(Piece(PROSE, f"đoạn {n}") for n in range(2)),
        Piece("đoạn có chú thích dài1", "đoạn 3"),
        Piece("ô", "ô 1", 1, 1),
        Piece("ô có chú thích2", "ô 2", 1, 2),
        Piece(PROSE + "3", "đoạn cuối"),
    ]
    notes = [Piece(f"{n} {words}", f"chú thích {n}") for n, words in enumerate(texts, 1)]

    assert len(found) > 2
    assert prove(found, Expected([Part(pieces)], notes)) == []


def test_a_landscape_annex_with_rows_taller_than_a_page_is_proven(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    headings = ["STT", "Nhiệm vụ", "Cơ quan", "Thời hạn"]
    rows = [headings] + [
        [f"({n})", f"{n} " + PROSE * (n % 3), f"cơ quan {n} " + PROSE * (n % 2), f"Quý {n}"]
        for n in range(7)
    ]
    found = read(
        tmp_path,
        soffice,
        fonts,
        environ,
        paragraph("Quyết định"),
        section(),
        paragraph("Phụ lục"),
        table(*(row(*cells, heading=cells is headings) for cells in rows), columns=4, width=3000),
        paragraph("./."),
        landscape=True,
    )
    pieces = [
        Piece(words, f"ô {n}.{m}", n, m)
        for n, cells in enumerate(rows, 1)
        for m, words in enumerate(cells)
    ]
    annex = Part(
        [Piece("Phụ lục", "nhãn"), *pieces, Piece("./.", "dấu cuối")],
        first_number=None,
        headings=[Heading(" ".join(headings), 1, len(pieces))],
    )

    assert len(found) > 6
    assert [page.width_pt > page.height_pt for page in found] == [False, *[True] * (len(found) - 1)]
    assert prove(found, Expected([Part([Piece("Quyết định", "tên")]), annex])) == []


def test_hyphens_at_the_end_of_a_line_stay_hyphens(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    words = "142/QĐ-BTTTT-BKHCN-VPCP-UBND " * 20

    (page,) = read(tmp_path, soffice, fonts, environ, paragraph(words))

    assert "".join(page.text.split()) == "".join(words.split())


def test_a_page_is_pictured_at_the_size_asked_for(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    read(tmp_path, soffice, fonts, environ, paragraph(run("Điều 1.", "<w:b/>")))
    with Image.open(io.BytesIO(render_page(tmp_path / "a.pdf", 0, 36))) as picture:
        assert picture.size == (298, 421)
        greys = picture.convert("L").tobytes()
        assert (min(greys) < 100, max(greys)) == (True, 255)
    with pytest.raises(IndexError):
        render_page(tmp_path / "a.pdf", 1)


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text("{not} a PDF")

    with pytest.raises(ConversionError, match=r"a\.pdf is not a readable PDF"):
        list(pages(tmp_path / "a.pdf"))
