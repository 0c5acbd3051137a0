"""A signed PDF may carry its own data (PDF/A-3b); `qdgen extract` takes it out again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pikepdf
import pytest
from issuing_desk import NAME, clerk_desk, tree

import pdf_a
from building import qdgen_run

GIVEN = ("--so", "7", "--ngay", "5/2/2026", "--dinh-kem-nguon")


@pytest.fixture(scope="module")
def carrying(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF that carries its sources."""
    desk = clerk_desk(tmp_path_factory.mktemp("desk"), in_git=False)
    assert qdgen_run("issue", NAME, *GIVEN, cwd=desk).returncode == 0
    return desk / "output" / NAME / "ban-hanh" / f"{NAME}.pdf"


def test_it_is_pdf_a_3b(carrying: Path) -> None:
    """veraPDF says so; what ISO 19005-3, 6.8 asks of attached files is looked at here, too."""
    assert pdf_a.faults("3b", carrying) == [[]]
    with pikepdf.open(carrying) as pdf:
        assert b"<pdfaid:part>3</pdfaid:part>" in pdf.Root.Metadata.read_bytes()
        listed = list(pdf.Root.AF)
        assert len(listed) == len(pdf.attachments) == 6
        for spec in listed:
            assert str(spec.AFRelationship) in ("/Source", "/Data")
            assert str(spec.F) == str(spec.UF)
            assert str(spec.EF.F.Subtype) in ("/application/yaml", "/text/csv")
            assert str(spec.EF.F.Params.ModDate).startswith("D:20260205")


def test_what_is_taken_out_builds_the_same_text(carrying: Path, tmp_path: Path) -> None:
    answer = qdgen_run("extract", carrying, "-o", tmp_path / "content", cwd=tmp_path)
    assert answer.returncode == 0, answer.stderr
    taken = tree(tmp_path / "content")
    desk = carrying.parents[3]
    for path in sorted((desk / "content").rglob("*.yaml")):
        assert taken[path.relative_to(desk / "content").as_posix()] == path.read_bytes()
    built = qdgen_run("build", "--no-pdf", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    shown = qdgen_run("show", tmp_path / "output" / NAME / f"{NAME}.docx").stdout
    issued = qdgen_run("show", carrying.with_suffix(".docx")).stdout
    # an electronic annex leaves its reference line open; all else is the same
    differing = [
        line
        for line, other in zip(shown.splitlines(), issued.splitlines(), strict=True)
        if line != other and "qdgen-content-hash" not in line
    ]
    assert [line[:20] for line in differing] == ["[Dẫn chiếu kèm theo]"]


def test_the_annex_is_a_table_that_programs_read(carrying: Path, tmp_path: Path) -> None:
    qdgen_run("extract", carrying, "-o", tmp_path / "data")
    words = (tmp_path / "data" / "phu-luc.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(words)))
    assert rows[0]["Hàng tiêu đề"] == "Xây dựng thể chế"
    assert rows[1]["Đơn vị chủ trì"] == "Cục Chuyển đổi số quốc gia"
    assert [row["STT"] for row in rows] == ["I", "1", "2", "II", "3"]


def test_what_is_there_is_not_written_over(carrying: Path, tmp_path: Path) -> None:
    (tmp_path / NAME).mkdir()
    (tmp_path / NAME / "quyet-dinh.yaml").write_text("của tôi", encoding="utf-8")
    answer = qdgen_run("--lang", "en", "extract", carrying, "-o", tmp_path)
    assert answer.returncode == 8
    assert "is there already" in answer.stderr
    assert list(tree(tmp_path)) == [f"{NAME}/quyet-dinh.yaml"]


@pytest.mark.parametrize("name", ["../../ngoai.yaml", "/etc/passwd", "..", "a\\b.yaml", ".an"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, b"x", filename=name)
    pdf.save(tmp_path / "x.pdf")
    answer = qdgen_run("--lang", "en", "extract", tmp_path / "x.pdf", "-o", tmp_path / "out")
    assert answer.returncode == 3, answer.stderr
    assert "a name that is not taken" in answer.stderr
    assert not (tmp_path / "out").exists()


def test_a_pdf_without_files_says_so(tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(tmp_path / "x.pdf")
    answer = qdgen_run("--lang", "en", "extract", tmp_path / "x.pdf")
    assert answer.returncode == 1
    assert "x.pdf carries no files" in answer.stdout
