"""Words, lines and pictures of a page, whichever way it is turned and however they are drawn."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

from qdgen.pdf.faces import family_of
from qdgen.pdf.layout import PageLayout, open_pdf, page_layouts

_MM = 72 / 25.4


def drawn(folder: Path, content: str, **page_entries: object) -> PageLayout:
    """A page of A4 with `content`, drawn in Times-Bold (F1) that is not embedded."""
    path = folder / "page.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page(page_size=(210 * _MM, 297 * _MM))
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/Times-Bold")
        )
        resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        form = document.make_stream(
            b"BT /F1 10 Tf 0 0 Td (inside) Tj ET 0 -5 m 60 -5 l S",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[-10, -10, 200, 50],
            Resources=resources,
        )
        resources["/XObject"] = pikepdf.Dictionary(Fm=form)
        page.obj.Resources = resources
        page.obj.Contents = document.make_stream(content.encode())
        for key, value in page_entries.items():
            page.obj["/" + key] = value
        document.save(path)
    opened = open_pdf(path, "page.pdf")
    try:
        return next(page_layouts(opened))
    finally:
        opened.close()


WORDS = f"BT /F1 14 Tf {30 * _MM} {277 * _MM} Td (Quyet dinh) Tj ET"


def test_words_stand_where_they_are_seen(tmp_path: Path) -> None:
    layout = drawn(tmp_path, WORDS)
    first, second = layout.words
    assert [first.text, second.text] == ["Quyet", "dinh"]
    assert first.left == pytest.approx(30, abs=0.1)
    assert first.baseline == pytest.approx(20, abs=0.1)
    assert first.size == 14
    assert first.face[:5] == ("Times-Bold", "Times", True, False, False)
    assert first.is_followed
    assert second.left > first.right


def test_the_text_matrix_makes_the_size(tmp_path: Path) -> None:
    layout = drawn(tmp_path, "BT /F1 1 Tf 13 0 0 13 100 700 Tm (So) Tj ET")
    assert [word.size for word in layout.words] == [13]


def test_a_turned_page_is_read_as_it_is_seen(tmp_path: Path) -> None:
    up = f"BT /F1 14 Tf 0 1 -1 0 {20 * _MM} {30 * _MM} Tm (Phu luc) Tj ET"
    layout = drawn(tmp_path, up, Rotate=90)
    assert (round(layout.width), round(layout.height)) == (297, 210)
    assert layout.words[0].left == pytest.approx(30, abs=0.1)
    assert layout.words[0].baseline == pytest.approx(20, abs=0.1)


def test_a_cropped_page_begins_at_its_crop(tmp_path: Path) -> None:
    box = [10 * _MM, 0, 200 * _MM, 287 * _MM]
    layout = drawn(tmp_path, WORDS, CropBox=pikepdf.Array(box))
    assert layout.words[0].left == pytest.approx(20, abs=0.1)
    assert layout.words[0].baseline == pytest.approx(10, abs=0.1)


def test_what_a_form_draws_stands_where_it_is_placed(tmp_path: Path) -> None:
    place = f"q 1 0 0 1 {50 * _MM} {200 * _MM} cm /Fm Do Q"
    layout = drawn(tmp_path, place)
    assert layout.words[0].left == pytest.approx(50, abs=0.2)
    assert layout.strokes[0].left == pytest.approx(50, abs=0.2)
    assert layout.strokes[0].right - layout.strokes[0].left == pytest.approx(60 / _MM, abs=0.1)


def test_lines_are_strokes_thin_rectangles_and_sides_of_frames(tmp_path: Path) -> None:
    layout = drawn(
        tmp_path,
        "100 700 m 200 700 l S  100 650 100 0.5 re f  100 500 100 50 re S  "
        "[3 3] 0 d 100 400 m 200 400 l S  1 1 1 RG 100 300 m 200 300 l S",
    )
    lying = [s for s in layout.strokes if s.is_horizontal]
    assert len(lying) == 5
    assert [s.is_solid for s in lying] == [True, True, True, True, False]
    assert len(layout.strokes) == 7


def test_words_aslant_are_apart(tmp_path: Path) -> None:
    layout = drawn(tmp_path, WORDS + " BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 200 Tm (DU THAO) Tj ET")
    assert [word.text for word in layout.words] == ["Quyet", "dinh"]
    assert layout.tilted.split() == ["DU", "THAO"]


def test_hidden_words_are_told_of(tmp_path: Path) -> None:
    assert drawn(tmp_path, "BT 3 Tr /F1 14 Tf 100 700 Td (scan) Tj ET").hidden_share == 1


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("TimesNewRomanPSMT", "Times New Roman"),
        ("TimesNewRomanPS-BoldItalicMT", "Times New Roman"),
        ("TimesNewRoman,Bold", "Times New Roman"),
        ("LiberationSerif-Bold", "Liberation Serif"),
        ("Tinos-Regular", "Tinos"),
        ("Times-Roman", "Times"),
        ("ArialMT", "Arial"),
        (".VnTime", ".VnTime"),
        ("VNI-Times", "VNI-Times"),
    ],
)
def test_families(name: str, family: str) -> None:
    assert family_of(name) == family
