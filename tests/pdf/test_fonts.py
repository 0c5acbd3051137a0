"""Every letter of the pages is really drawn, and from the wanted faces."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from making_docx import make_docx, paragraph, run

from qdgen.errors import ConversionError, MissingToolError
from qdgen.messages import render
from qdgen.pdf.engine import Job, convert
from qdgen.pdf.fonts import FontSet, check_fonts, missing_letters

WORDS = "Độc lập - Tự do - Hạnh phúc: ẮẰẲẴẶ đĐ ữự “nháy” … – → ½"


def converted(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str], *runs: str
) -> Path:
    job = Job(make_docx(tmp_path / "a.docx", paragraph(*runs)), tmp_path / "a.pdf")
    convert([job], soffice=soffice, fonts=fonts, environ=environ)
    return job.pdf


def doctored(fonts: FontSet, folder: Path, *, box: bool = False, marks: bool = False) -> FontSet:
    """`fonts` without the letters of Vietnamese beyond Latin-1, as an old Liberation has them.

    With `marks` the combining marks stay; with `box` a missing letter is a box, not a gap.
    """
    folder.mkdir()
    files = []
    for file in fonts.files:
        font = TTFont(file)
        for table in font["cmap"].tables:
            for code in list(table.cmap):
                if 0x1EA0 <= code <= 0x1EF9 or (0x300 <= code <= 0x36F and not marks):
                    del table.cmap[code]
        if box:
            font["glyf"][".notdef"] = font["glyf"]["bracketleft"]
        font.save(folder / file.name)
        files.append(folder / file.name)
    return FontSet(fonts.family, tuple(files))


def test_a_page_in_all_four_faces_is_in_order(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    runs = [run(WORDS, style) for style in ("", "<w:b/>", "<w:i/>", "<w:b/><w:i/>")]
    pdf = converted(tmp_path, soffice, fonts, environ, *runs)

    assert check_fonts(pdf, fonts) == []
    with pikepdf.open(pdf) as document:
        assert len(document.pages[0].resources["/Font"]) == 4


@pytest.mark.parametrize("box", [False, True])
def test_letters_the_font_lacks_are_found_although_the_text_is_perfect(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str], box: bool
) -> None:
    poor = doctored(fonts, tmp_path / "poor", box=box)
    pdf = converted(tmp_path, soffice, poor, environ, WORDS)

    (finding,) = check_fonts(pdf, poor)
    assert finding.code == "pdf-letter-not-drawn"
    assert "qdgen doctor" in render(finding.hint, "en")


def test_letters_composed_from_a_base_and_marks_count_as_drawn(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    composing = doctored(fonts, tmp_path / "composing", marks=True)
    pdf = converted(tmp_path, soffice, composing, environ, "Độc lập")

    assert check_fonts(pdf, composing) == []


def test_a_symbol_no_face_has_is_found(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    pdf = converted(tmp_path, soffice, fonts, environ, "xong 龍")

    (finding,) = check_fonts(pdf, fonts)
    assert finding.code == "pdf-letter-not-drawn"
    assert "龍" in str(finding.message)


def test_a_face_that_is_not_wanted_is_named(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    pdf = converted(tmp_path, soffice, fonts, environ, run("thường "), run("đậm", "<w:b/>"))
    regular_only = FontSet(fonts.family, fonts.files[:1])

    (finding,) = check_fonts(pdf, regular_only)
    assert finding.code == "pdf-font-foreign"
    assert "LiberationSerif-Bold" in str(finding.message)


def test_a_font_that_is_not_embedded_is_named(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    pdf = converted(tmp_path, soffice, fonts, environ, "thường")
    with pikepdf.open(pdf, allow_overwriting_input=True) as document:
        for font in document.pages[0].resources["/Font"].values():
            del font.FontDescriptor["/FontFile2"]
        document.save(pdf)

    assert [finding.code for finding in check_fonts(pdf, fonts)] == ["pdf-font-not-embedded"]


def test_the_private_font_world_hides_the_fonts_of_the_machine(
    tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]
) -> None:
    other = run("Calibri và DejaVu Sans", '<w:rFonts w:ascii="DejaVu Sans" w:hAnsi="DejaVu Sans"/>')
    pdf = converted(tmp_path, soffice, fonts, environ, other)

    assert check_fonts(pdf, fonts) == []


def test_letters_are_missed_before_anything_is_converted(tmp_path: Path, fonts: FontSet) -> None:
    assert missing_letters(fonts, WORDS + " \u200b\n") == ""
    assert missing_letters(fonts, "a龍✓") == "✓龍"
    assert missing_letters(doctored(fonts, tmp_path / "poor"), "Độc lập") == "ậộ"


def test_a_file_that_is_no_font_is_a_missing_tool(tmp_path: Path) -> None:
    broken = tmp_path / "a.ttf"
    broken.write_text("not a font")

    with pytest.raises(MissingToolError, match=r"a\.ttf is not a usable font"):
        missing_letters(FontSet("x", (broken,)), "a")


def test_a_file_that_is_no_pdf_is_refused(tmp_path: Path, fonts: FontSet) -> None:
    shutil.copy(fonts.files[0], tmp_path / "a.pdf")

    with pytest.raises(ConversionError, match=r"a\.pdf is not a whole PDF"):
        check_fonts(tmp_path / "a.pdf", fonts)
