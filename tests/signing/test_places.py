"""The signatures' places against what is really on the page, in millimetres."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from issuing_desk import NAME, clerk_desk, edit

from building import qdgen_run

_MM = 72 / 25.4
LONG_NAME = "Công Tằng Tôn Nữ Nguyễn Phước Thị Hoàng Diệu Linh"
KINDS = {
    "short": [],
    "long name": [("quyet-dinh.yaml", "ho_ten: Nguyễn Văn An", f"ho_ten: {LONG_NAME}")],
    "many pages": [
        (
            "quyet-dinh.yaml",
            "          - id: kien-nghi\n",
            "".join(
                f"          - id: them-{n}\n            noi_dung: Nội dung báo cáo bổ sung của đơn"
                " vị về việc thực hiện nhiệm vụ được giao trong kỳ, khó khăn và nguyên nhân;\n"
                for n in range(20)
            )
            + "          - id: kien-nghi\n",
        )
    ],
    "long title": [
        (
            "quyet-dinh.yaml",
            "chuc_vu: THỨ TRƯỞNG",
            "chuc_vu: CHỦ NHIỆM ỦY BAN QUỐC GIA KIÊM THỨ TRƯỞNG",
        ),
    ],
}

TITLE = "THỨ TRƯỞNG"
Rectangle = tuple[float, float, float, float]


@pytest.fixture(scope="module", params=KINDS)
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Rectangle], pdfium.PdfTextPage, str]]:
    """The fields by name, the words of their page, and the signer's name."""
    desk = clerk_desk(tmp_path_factory.mktemp("desk"), in_git=False)
    for change in KINDS[request.param]:
        edit(desk, *change)
    given = ("--so", "7", "--ngay", "5/2/2026", "--force", "thử")
    answer = qdgen_run("issue", NAME, *given, cwd=desk)
    assert answer.returncode == 0, answer.stderr
    pdf_path = desk / "output" / NAME / "ban-hanh" / f"{NAME}.pdf"
    with pikepdf.open(pdf_path) as pdf:
        fields = {str(f.T): f for f in pdf.Root.AcroForm.Fields}
        places = {name: tuple(float(edge) for edge in f.Rect) for name, f in fields.items()}
        number = next(n for n, p in enumerate(pdf.pages) if p.objgen == fields["nguoi-ky"].P.objgen)
    document = pdfium.PdfDocument(pdf_path)
    name = LONG_NAME if request.param == "long name" else "Nguyễn Văn An"
    yield places, document[number].get_textpage(), name  # type: ignore[misc]
    document.close()


def around(words: pdfium.PdfTextPage, wanted: str) -> Rectangle:
    """The rectangle of the last place where `wanted` stands."""
    pattern = r"\s+".join(map(re.escape, wanted.split()))
    start, end = list(re.finditer(pattern, words.get_text_range()))[-1].span()
    boxes = [words.get_charbox(n) for n in range(start, end)]
    boxes = [b for b in boxes if b[2] > b[0]]
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )


def test_the_signers_place_is_between_title_and_name_and_centred_on_the_name(
    page: tuple[dict[str, Rectangle], pdfium.PdfTextPage, str],
) -> None:
    places, words, name = page
    left, bottom, right, top = places["nguoi-ky"]
    title, below = around(words, TITLE), around(words, name)
    assert abs((left + right) / 2 - (below[0] + below[2]) / 2) < _MM
    assert 0 <= title[1] - top <= 2 * _MM
    assert 0 <= bottom - below[3] <= 2 * _MM
    assert top - bottom > 12 * _MM


def test_the_organs_place_covers_a_third_of_the_signers_on_its_left_at_the_seals_size(
    page: tuple[dict[str, Rectangle], pdfium.PdfTextPage, str],
) -> None:
    places, _, _ = page
    signer, organ = places["nguoi-ky"], places["co-quan"]
    overlap = (organ[2] - signer[0]) / (signer[2] - signer[0])
    assert 0.30 <= overlap <= 0.37
    assert organ[0] < signer[0]
    assert abs((organ[2] - organ[0]) / _MM - 36) < 0.1
    assert abs((organ[3] - organ[1]) / _MM - 36) < 0.1
    assert abs((organ[1] + organ[3]) / 2 - (signer[1] + signer[3]) / 2) < _MM


def test_a_separate_file_has_its_place_at_the_top_right_of_page_1_clear_of_the_text(
    tmp_path: Path,
) -> None:
    desk = clerk_desk(tmp_path, in_git=False)
    answer = qdgen_run("issue", NAME, "--so", "7", "--ngay", "5/2/2026", "--split", cwd=desk)
    assert answer.returncode == 0, answer.stderr
    for part in ("ke-hoach", "phu-luc"):
        path = desk / "output" / NAME / "ban-hanh" / f"{NAME}-{part}.pdf"
        with pikepdf.open(path) as pdf:
            (field,) = pdf.Root.AcroForm.Fields
            assert field.P.objgen == pdf.pages[0].objgen
            left, bottom, right, top = (float(edge) for edge in field.Rect)
        document = pdfium.PdfDocument(path)
        width, height = document[0].get_size()
        words = document[0].get_textpage()
        highest = max(words.get_charbox(n)[3] for n in range(words.count_chars()))
        document.close()
        assert left > width / 2
        assert abs(width - right - 15 * _MM) < _MM
        assert top < height
        assert bottom > highest
