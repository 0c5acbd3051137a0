"""`qdgen sign`: the person, then the organ; with a file, and with a token."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from issuing_desk import NAME
from PIL import Image
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

import pdf_a
import pki
from building import environment, program
from pki import Keys
from qdgen.signing.alone import alone


def signed(
    desk: Path, part: str, field: str, keys: Keys, *more: str | Path, secret: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Sign with the signer's file or, for the organ, with the token; the secret comes by a pipe."""
    with_file = field == "nguoi-ky"
    key = ("--pkcs12", keys.file) if with_file else ("--pkcs11", keys.library, "--token", pki.TOKEN)
    pdf = package(desk) / f"{NAME}-{part}.pdf"
    return subprocess.run(
        program("--lang", "en", "sign", pdf, "--field", field, *key, *more),
        cwd=desk,
        env=environment(**keys.environ),
        input=(secret or (pki.PASSWORD if with_file else pki.PIN)) + "\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def package(desk: Path) -> Path:
    return desk / "output" / NAME / "ban-hanh"


def verdicts(pdf: Path, keys: Keys) -> dict[str, bool]:
    """Each signature's bottom line by pyHanko, which is independent of ours."""
    trust = ValidationContext(
        trust_roots=[load_cert_from_pemder(str(keys.root))], allow_fetching=False
    )
    with pdf.open("rb") as file:
        return {
            s.field_name: validate_pdf_signature(s, trust).bottom_line
            for s in PdfFileReader(file).embedded_signatures
        }


def picture(path: Path, *, mode: str = "RGBA") -> Path:
    Image.new(mode, (90, 40), (0, 0, 200, 90)[: len(mode)]).save(path)
    return path


def test_both_sign_and_the_second_leaves_the_first_valid(
    desk: Path, keys: Keys, tmp_path: Path
) -> None:
    pdf = package(desk) / f"{NAME}-quyet-dinh.pdf"
    before = pdf.read_bytes()
    image = picture(tmp_path / "chu-ky.png")
    first = signed(desk, "quyet-dinh", "nguoi-ky", keys, "--image", image)
    assert first.returncode == 0, first.stderr
    assert pdf.read_bytes().startswith(before)
    second = signed(desk, "quyet-dinh", "co-quan", keys, "--image", image)
    assert second.returncode == 0, second.stderr
    assert verdicts(pdf, keys) == {"nguoi-ky": True, "co-quan": True}
    with pikepdf.open(pdf) as opened:
        fields = {str(f.T): f for f in opened.Root.AcroForm.Fields}
        assert all("/XObject" in str(f.AP.N.Resources.keys()) for f in fields.values())


@pytest.mark.parametrize("pixels", [20, 600])
def test_a_picture_fills_its_field_however_many_pixels_it_has(
    desk: Path, keys: Keys, tmp_path: Path, pixels: int
) -> None:
    seal = tmp_path / "dau.png"
    Image.new("RGBA", (pixels, pixels), (200, 0, 0, 90)).save(seal)
    answer = signed(desk, "ke-hoach", "co-quan", keys, "--image", seal)
    assert (answer.returncode, answer.stderr) == (0, "")
    with pikepdf.open(package(desk) / f"{NAME}-ke-hoach.pdf") as opened:
        (field,) = opened.Root.AcroForm.Fields
        _, low, _, high = (float(edge) for edge in field.Rect)
        scales = [
            float(operands[3])
            for operands, operator in pikepdf.parse_content_stream(field.AP.N)
            if str(operator) == "cm"
        ]
    assert math.prod(scales) == pytest.approx(high - low, abs=0.5)


def test_a_separate_file_bears_number_symbol_and_the_hour_with_its_offset(
    desk: Path, keys: Keys, tmp_path: Path
) -> None:
    answer = signed(desk, "phu-luc", "co-quan", keys)
    assert answer.returncode == 0, answer.stderr
    pdf = package(desk) / f"{NAME}-phu-luc.pdf"
    with pikepdf.open(pdf) as opened:
        (field,) = opened.Root.AcroForm.Fields
        (font,) = field.AP.N.Resources.Font.values()
        written = [
            str(operands[1].ActualText)
            for operands, operator in pikepdf.parse_content_stream(field.AP.N)
            if str(operator) == "BDC"
        ]
        sizes = {
            float(operands[1])
            for operands, operator in pikepdf.parse_content_stream(field.AP.N)
            if str(operator) == "Tf"
        }
        assert "LiberationSerif" in str(font.BaseFont)
    assert sizes == {10.0}
    line = r"Số: 07/QĐ-BKHCN; \d\d/\d\d/\d{4}; \d\d:\d\d:\d\d \+07:00"
    assert re.fullmatch(line, "".join(written))
    assert verdicts(pdf, keys) == {"co-quan": True}
    with_seal = signed(desk, "ke-hoach", "co-quan", keys, "--image", picture(tmp_path / "dau.png"))
    assert with_seal.returncode == 0, with_seal.stderr
    assert pdf_a.faults("2b", pdf, package(desk) / f"{NAME}-ke-hoach.pdf") == [[], []]


def test_the_organ_does_not_sign_before_the_person(desk: Path, keys: Keys) -> None:
    answer = signed(desk, "quyet-dinh", "co-quan", keys)
    assert answer.returncode == 7
    assert "the organ signs after the person" in answer.stderr


def test_a_field_is_signed_once(desk: Path, keys: Keys) -> None:
    assert signed(desk, "ke-hoach", "co-quan", keys).returncode == 0
    again = signed(desk, "ke-hoach", "co-quan", keys)
    assert again.returncode == 7
    assert "is signed already" in again.stderr


def test_of_two_who_sign_at_once_neither_loses_the_others_signature(desk: Path, keys: Keys) -> None:
    pdf = package(desk) / f"{NAME}-ke-hoach.pdf"
    before = pdf.read_bytes()
    with alone(pdf.parent, pdf.name):
        refused = signed(desk, "ke-hoach", "co-quan", keys)
    assert refused.returncode == 7
    assert f"another run of qdgen is changing or signing {pdf.name}" in refused.stderr
    assert pdf.read_bytes() == before


@pytest.mark.parametrize(
    ("part", "field", "said"),
    [
        ("quyet-dinh", "nguoi-ky", "the password is wrong"),
        ("ke-hoach", "co-quan", "the PIN is wrong"),
    ],
)
def test_a_wrong_secret_signs_nothing_and_is_shown_nowhere(
    desk: Path, keys: Keys, part: str, field: str, said: str
) -> None:
    pdf = package(desk) / f"{NAME}-{part}.pdf"
    before = pdf.read_bytes()
    answer = signed(desk, part, field, keys, secret="9876541")  # noqa: S106 - a wrong one
    assert answer.returncode == 7
    assert said in answer.stderr
    assert "9876541" not in answer.stdout + answer.stderr
    assert pdf.read_bytes() == before


def test_the_secret_is_in_no_argument_and_no_variable(desk: Path, keys: Keys) -> None:
    """A child that looks while the program waits for the secret sees neither."""
    pdf = package(desk) / f"{NAME}-quyet-dinh.pdf"
    process = subprocess.Popen(
        program("sign", pdf, "--field", "nguoi-ky", "--pkcs12", keys.file),
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(f"{pki.PASSWORD}\n".encode())
    process.stdin.flush()
    proc = Path("/proc") / str(process.pid)
    seen = (proc / "cmdline").read_bytes() + (proc / "environ").read_bytes()
    process.communicate(timeout=60)
    assert pki.PASSWORD.encode() not in seen


def test_a_picture_must_be_transparent(desk: Path, keys: Keys, tmp_path: Path) -> None:
    image = picture(tmp_path / "dau.png", mode="RGB")
    answer = signed(desk, "quyet-dinh", "nguoi-ky", keys, "--image", image)
    assert answer.returncode == 2
    assert "is not transparent" in answer.stderr


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ((), "a key is needed"),
        (("--pkcs12", "khong-co.p12"), "khong-co.p12 cannot be read"),
        (("--pkcs11", "khong-co.so", "--token", "x"), "there is no PKCS#11 library"),
    ],
)
def test_a_key_that_is_not_there_is_a_mistake_of_use(
    desk: Path, key: tuple[str, ...], said: str
) -> None:
    pdf = package(desk) / f"{NAME}-quyet-dinh.pdf"
    answer = subprocess.run(
        program("--lang", "en", "sign", pdf, "--field", "nguoi-ky", *key),
        cwd=desk,
        env=environment(),
        input="x\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 2
    assert said in answer.stderr


def test_what_is_no_pdf_of_ours_is_refused(tmp_path: Path, keys: Keys) -> None:
    pdf = tmp_path / "x.pdf"
    pdf.write_bytes(b"%PDF-1.7 nothing")
    answer = subprocess.run(
        program("--lang", "en", "sign", pdf, "--field", "nguoi-ky", "--pkcs12", keys.file),
        env=environment(),
        input=f"{pki.PASSWORD}\n",
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert answer.returncode == 3, answer.stderr
    assert "is not a whole PDF" in answer.stderr


def test_nothing_is_fetched_and_pyhanko_loads_only_for_signing() -> None:
    words = "import sys, qdgen.cli.main, qdgen.pipeline.issue; print('pyhanko' in sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", words],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.strip() == "False"
