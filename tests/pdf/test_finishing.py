"""The finished PDF: the same bytes everywhere, PDF/A, metadata of the document alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest
from making_docx import cell, link, make_docx, note, paragraph, row, run, section, table
from pikepdf import pdfa

from qdgen.errors import ConversionError, OutputError
from qdgen.pdf.engine import Job, convert
from qdgen.pdf.finishing import finish
from qdgen.pdf.fonts import FontSet

SIGNED = datetime(2025, 6, 10, 8, 30, tzinfo=timezone(timedelta(hours=7)))
TITLE = "Quyết định phê duyệt Kế hoạch “dữ liệu” & <chiến lược>"
LINK = link("link1", "Quyết định số 142/QĐ-TTg")
BOOKMARK = '<w:bookmarkStart w:id="7" w:name="_qd_ky"/><w:bookmarkEnd w:id="7"/>'


def decision(path: Path) -> Path:
    heading = '<w:pStyle w:val="Heading1"/>'
    return make_docx(
        path,
        paragraph("Điều 1. Phê duyệt", properties=heading),
        paragraph("theo ", LINK, run(" và chú thích", "<w:i/>"), note(1), BOOKMARK),
        table(row("STT", "Nhiệm vụ", heading=True), row("1", cell("Một")), columns=2),
        section(),
        paragraph("Phụ lục", properties=heading),
        notes=["Sửa đổi tại Quyết định số 813."],
        landscape=True,
        links={"link1": "https://example.org/142"},
    )


@pytest.fixture
def exported(tmp_path: Path, soffice: Path, fonts: FontSet, environ: Mapping[str, str]) -> Path:
    job = Job(decision(tmp_path / "a.docx"), tmp_path / "raw.pdf")
    convert([job], soffice=soffice, fonts=fonts, environ=environ)
    return job.pdf


def finished(raw: Path) -> Path:
    done = raw.with_name("done.pdf")
    finish(raw, done, title=TITLE, subject="Dữ liệu", keywords=["dữ liệu", "kế hoạch"], date=SIGNED)
    return done


def test_the_same_document_gives_the_same_bytes_anywhere(
    tmp_path: Path, soffice: Path, fonts: FontSet
) -> None:
    settings = [
        {"TZ": "Asia/Ho_Chi_Minh", "LC_ALL": "vi_VN.UTF-8", "LANG": "vi_VN.UTF-8"},
        {"TZ": "America/New_York", "LC_ALL": "C", "LANG": "C"},
    ]
    written = []
    for number, setting in enumerate(settings):
        folder = tmp_path / f"thư mục {number}"
        job = Job(decision(folder / f"{number}.docx"), folder / "raw.pdf")
        environ = {"PATH": "/usr/bin:/bin", "QDGEN_CACHE": str(folder / "cache"), **setting}
        convert([job], soffice=soffice, fonts=fonts, environ=environ)
        written.append(finished(job.pdf).read_bytes())

    assert written[0] == written[1]


def test_what_is_finished_is_pdf_a_2b(exported: Path) -> None:
    with pikepdf.open(finished(exported)) as pdf:
        assert pdfa.check(pdf, "2b").findings == []


def test_the_metadata_are_the_documents_and_name_no_author(exported: Path) -> None:
    with pikepdf.open(finished(exported)) as pdf:
        information = {str(key): str(value) for key, value in pdf.docinfo.items()}
        assert information.pop("/Producer").startswith("LibreOffice")
        assert information == {
            "/Title": TITLE,
            "/Subject": "Dữ liệu",
            "/Keywords": "dữ liệu, kế hoạch",
            "/Creator": "qdgen",
            "/CreationDate": "D:20250610083000+07'00'",
            "/ModDate": "D:20250610083000+07'00'",
        }
        with pdf.open_metadata() as xmp:
            assert xmp["dc:title"] == TITLE
            assert xmp["dc:description"] == "Dữ liệu"
            assert xmp["xmp:CreateDate"] == "2025-06-10T08:30:00+07:00"
            assert "dc:creator" not in xmp
        assert pdf.Root.Lang == "vi-VN"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert "/OpenAction" not in pdf.Root


def test_headings_bookmarks_links_and_tags_stay(exported: Path) -> None:
    with pikepdf.open(finished(exported)) as pdf:
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == ["Điều 1. Phê duyệt", "Phụ lục"]
        assert pdf.Root.MarkInfo.Marked
        # LibreOffice writes `_` of a bookmark's name as its code, 5F.
        assert list(pdf.Root.Dests) == ["/5Fqd5Fky"]
        (clickable,) = [a for a in pdf.pages[0].Annots if a.Subtype == "/Link" and "/A" in a]
        assert clickable.A.URI == "https://example.org/142"
        widths = [float(page.mediabox[2]) > float(page.mediabox[3]) for page in pdf.pages]
        assert widths == [False, True]


def test_a_date_without_an_offset_is_taken_as_utc(exported: Path) -> None:
    written = []
    for date in (datetime(2025, 1, 2, tzinfo=UTC), datetime(2025, 1, 2)):  # noqa: DTZ001
        done = exported.with_name("done.pdf")
        finish(exported, done, title="a", subject="b", date=date)
        written.append(done.read_bytes())

    assert written[0] == written[1]


def test_a_pdf_can_be_finished_in_its_place_and_leaves_nothing_beside(exported: Path) -> None:
    finish(exported, exported, title="a", subject="b", date=SIGNED)

    with pikepdf.open(exported) as pdf:
        assert pdf.docinfo.Title == "a"
    assert sorted(path.name for path in exported.parent.iterdir()) == ["a.docx", "raw.pdf"]


def test_rubbish_is_refused_and_the_earlier_pdf_stays(tmp_path: Path) -> None:
    (tmp_path / "raw.pdf").write_text("%PDF-1.7 nothing more")
    (tmp_path / "done.pdf").write_text("the earlier one")

    with pytest.raises(ConversionError, match=r"raw\.pdf is not a whole PDF"):
        finished(tmp_path / "raw.pdf")
    assert (tmp_path / "done.pdf").read_text() == "the earlier one"


def test_a_place_that_cannot_be_written_is_named(exported: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        finish(exported, exported.parent / "no folder" / "a.pdf", title="", subject="", date=SIGNED)
