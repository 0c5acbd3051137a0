"""PDFs that others made, or that are none: a paper, or one clear message."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest

from qdgen.check.examine import Verdict, examine
from qdgen.check.pdf_paper import read_pdf
from qdgen.check.rule import all_rules
from qdgen.errors import ConversionError


def _blank(path: Path, pages: int = 1) -> Path:
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(595, 842))
        document.save(path)
    return path


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A page that is a picture."""
    document = pdfium.PdfDocument.new()
    page = document.new_page(595, 842)
    image = pdfium.PdfImage.new(document)
    bitmap = pdfium.PdfBitmap.new_native(40, 60, pdfium.raw.FPDFBitmap_BGR)
    bitmap.fill_rect((200, 200, 200, 255), 0, 0, 40, 60)
    image.set_bitmap(bitmap)
    image.set_matrix(pdfium.PdfMatrix().scale(595, 842))
    page.insert_obj(image)
    page.gen_content()
    path = tmp_path / "quet.pdf"
    document.save(path)
    return path


def test_a_scan_is_said_to_be_one_and_no_rule_passes(scan: Path) -> None:
    paper = read_pdf(scan, "quet.pdf")
    assert [str(reason) for reason in paper.unknown] == [
        "its pages are pictures (a scan) without text"
    ]
    assert set(examine(paper, all_rules()).verdicts.values()) == {Verdict.UNCHECKED}


def test_blank_pages_are_no_text(tmp_path: Path) -> None:
    paper = read_pdf(_blank(tmp_path / "trang.pdf"), "trang.pdf")
    assert str(paper.unread) == "there is no text on its pages"


def _refused(path: Path) -> str:
    with pytest.raises(ConversionError) as caught:
        read_pdf(path, path.name)
    return str(caught.value.message)


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    plain = _blank(tmp_path / "a.pdf")
    locked = tmp_path / "khoa.pdf"
    with pikepdf.open(plain) as document:
        document.save(locked, encryption=pikepdf.Encryption(user="mat", owner="khau"))
    assert "encrypted" in _refused(locked)


def test_a_truncated_pdf_is_refused(tmp_path: Path) -> None:
    whole = _blank(tmp_path / "a.pdf", 20).read_bytes()
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in _refused(cut)


def test_damage_inside_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "hong.pdf"
    broken.write_bytes(b"%PDF-1.7\n" + b"\xff\x00garbage" * 400 + b"\n%%EOF\n")
    assert "damaged" in _refused(broken)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a pdf", "Quyết định".encode()])
def test_what_is_no_pdf_is_refused(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "khac.pdf"
    other.write_bytes(content)
    assert "is not a PDF" in _refused(other)


def test_a_folder_or_nothing_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in _refused(tmp_path / "khong-co.pdf")
    assert "cannot be read" in _refused(tmp_path)
