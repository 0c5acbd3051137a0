"""`qdgen verify`: what is whole is called whole, and every way of tampering by its own name."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tampering
from issuing_desk import NAME, clerk_desk, edit
from pyhanko.sign import signers

import pki
from building import qdgen_run
from pki import Keys
from qdgen.pipeline.verify import Verified, VerifyOrder, verify
from qdgen.signing.keys import Pkcs12, opened
from qdgen.signing.sign import Appearance, sign
from qdgen.signing.trust import trusted_roots

NOW = datetime(2026, 3, 1, tzinfo=UTC)
FIELDS = (("quyet-dinh", "nguoi-ky"), ("quyet-dinh", "co-quan"), ("ke-hoach", "co-quan"),
          ("phu-luc", "co-quan"))  # fmt: skip


def put_signature(pdf: Path, field: str, owner: pki.Issued, keys: Keys) -> None:
    file = pki.p12(owner, keys.authority, pdf.with_suffix(".p12"))
    with opened(Pkcs12(file), lambda _: pki.PASSWORD) as signer:
        sign(pdf, pdf, field, signer, appearance=Appearance())
    file.unlink()


@pytest.fixture(scope="module")
def signed_desk(issued_desk: Path, keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    desk = tmp_path_factory.mktemp("signed") / "desk"
    shutil.copytree(issued_desk, desk)
    for part, field in FIELDS:
        owner = keys.signer if field == "nguoi-ky" else keys.organ
        put_signature(pdf_of(desk, part), field, owner, keys)
    return desk


@pytest.fixture(scope="module")
def whole(keys: Keys, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the dossier issued as one file of three pages, signed by both."""
    desk = clerk_desk(tmp_path_factory.mktemp("whole"), in_git=False)
    assert qdgen_run("issue", NAME, "--so", "7", "--ngay", "5/2/2026", cwd=desk).returncode == 0
    pdf = package(desk) / f"{NAME}.pdf"
    put_signature(pdf, "nguoi-ky", keys.signer, keys)
    put_signature(pdf, "co-quan", keys.organ, keys)
    return desk


@pytest.fixture
def signed(signed_desk: Path, tmp_path: Path) -> Path:
    """The desk with its package signed, one's own."""
    shutil.copytree(signed_desk, tmp_path / "signed")
    return tmp_path / "signed"


def package(desk: Path) -> Path:
    return desk / "output" / NAME / "ban-hanh"


def pdf_of(desk: Path, part: str) -> Path:
    return package(desk) / f"{NAME}-{part}.pdf"


def judged(desk: Path, keys: Keys) -> Verified:
    order = VerifyOrder(package(desk), desk, trusted_roots([keys.root]), NOW)
    return verify(order)


def codes(verified: Verified) -> set[str]:
    return {
        problem.code
        for problems in (
            verified.problems,
            *(file.problems for file in verified.files),
            *(s.problems for file in verified.files for s in file.signatures),
        )
        for problem in problems
    }


def test_a_package_signed_by_both_is_whole_and_agrees_with_its_content(
    signed: Path, keys: Keys
) -> None:
    verified = judged(signed, keys)
    assert codes(verified) == set()
    assert verified.holds
    assert verified.content_agrees
    assert [s.by for s in verified.files[2].signatures] == [
        "Nguyễn Văn An",
        "Bộ Khoa học và Công nghệ",
    ]


def test_what_a_killed_signing_has_left_is_not_taken_for_a_file_put_in(
    signed: Path, keys: Keys
) -> None:
    for name in (".qdgen.lock", ".qdgen-4711-0a1b2c.tmp"):
        (package(signed) / name).write_bytes(b"")
    assert codes(judged(signed, keys)) == set()


# how: what must be told of it, and nothing else
TAMPERED: dict[Callable[[Path], None], set[str]] = {
    tampering.byte_flipped: {"not-as-issued", "bytes-changed"},
    tampering.signature_damaged: {"signature-damaged"},
    tampering.cut_off: {"not-as-issued", "damaged"},
    tampering.garbage_appended: {"appended"},
    tampering.saved_anew: {"not-as-issued", "bytes-changed"},
    tampering.annotation_added: {"annotation-added"},
    tampering.annotation_removed: {"annotation-removed"},
    tampering.annotation_moved: {"annotation-changed"},
    tampering.page_changed: {"page-changed", "number-differs", "text-differs"},
    tampering.page_removed: {"page-removed", "text-differs"},
    tampering.page_added: {"page-added", "text-differs"},
    tampering.pages_swapped: {"page-moved", "number-differs", "text-differs"},
    tampering.attachment_added: {"attachment-added"},
    tampering.script_added: {"script-added"},
    tampering.title_changed: {"metadata-changed"},
    tampering.bookmark_changed: {"bookmarks-changed"},
    tampering.field_added: {"field-changed"},
    tampering.layer_added: {"layers-changed"},
    tampering.seal_redrawn: {"changed-structure"},
    tampering.metadata_changed: {"metadata-changed"},
    tampering.tag_changed: {"changed-structure"},
}


@pytest.mark.parametrize("how", TAMPERED, ids=lambda how: how.__name__)
def test_each_way_of_tampering_is_named_and_none_is_taken_for_another(
    whole: Path, keys: Keys, tmp_path: Path, how: Callable[[Path], None]
) -> None:
    shutil.copytree(package(whole), tmp_path / "package")
    pdf = tmp_path / "package" / f"{NAME}.pdf"
    how(pdf)
    verified = verify(VerifyOrder(pdf, whole, trusted_roots([keys.root]), NOW))
    assert codes(verified) == TAMPERED[how]
    assert not verified.holds


def test_no_flipped_byte_passes_wherever_it_is(whole: Path, keys: Keys, tmp_path: Path) -> None:
    original = (package(whole) / f"{NAME}.pdf").read_bytes()
    pdf = tmp_path / "flipped.pdf"
    for nth in range(24):
        data = bytearray(original)
        data[nth * len(data) // 24 + 17] ^= 1 << nth % 8
        pdf.write_bytes(bytes(data))
        verified = verify(VerifyOrder(pdf, tmp_path, trusted_roots([keys.root]), NOW))
        assert not verified.holds, nth * len(data) // 24 + 17


def test_a_signature_cut_off_leaves_its_field_empty(signed: Path, keys: Keys) -> None:
    pdf = pdf_of(signed, "quyet-dinh")
    data = pdf.read_bytes()
    once = data[: data.rindex(b"%%EOF", 0, data.rindex(b"%%EOF")) + 6]
    pdf.write_bytes(once)
    assert codes(judged(signed, keys)) == {"field-empty"}


def test_another_decisions_annex_is_not_this_ones(signed: Path, keys: Keys, tmp_path: Path) -> None:
    other = clerk_desk(tmp_path / "other", in_git=False)
    edit(other, "phu-luc.yaml", "Vận hành cổng dữ liệu mở", "Nâng cấp cổng dữ liệu mở")
    given = ("--so", "8", "--ngay", "6/2/2026", "--split")
    assert qdgen_run("issue", NAME, *given, cwd=other).returncode == 0
    put_signature(pdf_of(other, "phu-luc"), "co-quan", keys.organ, keys)
    shutil.copyfile(pdf_of(other, "phu-luc"), pdf_of(signed, "phu-luc"))
    assert codes(judged(signed, keys)) == {"not-as-issued", "text-differs"}


@pytest.mark.parametrize(
    ("owner", "code"), [("expired", "certificate-expired"), ("stranger", "certificate-unknown")]
)
def test_a_certificate_that_does_not_count_is_told_of(
    issued_desk: Path, keys: Keys, tmp_path: Path, owner: str, code: str
) -> None:
    shutil.copytree(issued_desk, tmp_path / "desk")
    desk = tmp_path / "desk"
    who = (
        pki.leaf(keys.authority, "Nguyễn Văn An", expired=True)
        if owner == "expired"
        else pki.leaf(pki.root("CA lạ"), "Nguyễn Văn An")
    )
    pdf = pdf_of(desk, "quyet-dinh")
    signer = signers.SimpleSigner(
        signing_cert=pki.asn1(who),
        signing_key=pki.asn1_key(who),
        cert_registry=None,
    )
    sign(pdf, pdf, "nguoi-ky", signer, appearance=Appearance())
    order = VerifyOrder(pdf, desk, trusted_roots([keys.root]), NOW)
    assert codes(verify(order)) == {code, "field-empty"}


def test_the_organ_before_the_person_is_told_of(desk: Path, keys: Keys, tmp_path: Path) -> None:
    pdf = pdf_of(desk, "quyet-dinh")
    out = tmp_path / "out.pdf"
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    file = pki.p12(keys.organ, keys.authority, tmp_path / "organ.p12")
    with opened(Pkcs12(file), lambda _: pki.PASSWORD) as signer, pdf.open("rb") as source:
        made = signers.PdfSigner(signers.PdfSignatureMetadata(field_name="co-quan"), signer)
        out.write_bytes(made.sign_pdf(IncrementalPdfFileWriter(source)).getvalue())
    shutil.copyfile(out, pdf)
    put_signature(pdf, "nguoi-ky", keys.signer, keys)
    assert codes(verify(VerifyOrder(pdf, desk, trusted_roots([keys.root]), NOW))) == {"order"}


def _word_changed(desk: Path) -> None:
    path = package(desk) / f"{NAME}-ke-hoach.docx"
    path.write_bytes(path.read_bytes() + b" ")


def _word_missing(desk: Path) -> None:
    (package(desk) / f"{NAME}-ke-hoach.docx").unlink()


def _pdf_missing(desk: Path) -> None:
    pdf_of(desk, "phu-luc").unlink()


def _foreign(desk: Path) -> None:
    (package(desk) / "them.docx").write_bytes(b"x")


def _manifest(change: Callable[[dict[str, object]], None]) -> Callable[[Path], None]:
    def apply(desk: Path) -> None:
        path = package(desk) / "ke-khai.json"
        told = json.loads(path.read_text(encoding="utf-8"))
        change(told)
        path.write_text(json.dumps(told), encoding="utf-8")

    return apply


def _broken_manifest(desk: Path) -> None:
    (package(desk) / "ke-khai.json").write_text("{", encoding="utf-8")


def _no_manifest(desk: Path) -> None:
    (package(desk) / "ke-khai.json").unlink()


def _content(desk: Path) -> None:
    edit(desk, "phu-luc.yaml", "Vận hành cổng dữ liệu mở", "Nâng cấp cổng dữ liệu mở")


PACKAGES = {
    "a Word file changed": (_word_changed, {"file-changed"}),
    "a Word file missing": (_word_missing, {"file-missing"}),
    "a PDF missing": (_pdf_missing, {"file-missing"}),
    "a file put in": (_foreign, {"file-foreign"}),
    "another number told": (_manifest(lambda t: t.update(so="8")), {"number-differs"}),
    "another hash told": (
        _manifest(lambda t: t["tep"][1].update(sha256="0" * 64)),  # type: ignore[index]
        {"not-as-issued"},
    ),
    "a broken manifest": (_broken_manifest, {"manifest-damaged"}),
    "no manifest": (_no_manifest, {"manifest-missing"}),
    "other content": (_content, {"content-differs", "text-differs"}),
}


@pytest.mark.parametrize("what", PACKAGES)
def test_a_package_that_does_not_hold_is_told_of(signed: Path, keys: Keys, what: str) -> None:
    change, wanted = PACKAGES[what]
    change(signed)
    assert codes(judged(signed, keys)) == wanted


def test_without_trust_nobody_is_trusted(signed: Path) -> None:
    order = VerifyOrder(package(signed), signed, (), NOW)
    assert codes(verify(order)) == {"certificate-unknown"}


def test_a_lone_pdf_is_judged_by_what_it_holds_and_says_what_it_could_not_look_at(
    signed: Path, keys: Keys, tmp_path: Path
) -> None:
    lone = tmp_path / "lone.pdf"
    shutil.copyfile(pdf_of(signed, "quyet-dinh"), lone)
    verified = verify(VerifyOrder(lone, tmp_path, trusted_roots([keys.root]), NOW))
    assert verified.holds
    assert verified.content_agrees is None
    assert len(verified.unchecked) == 2  # no manifest beside it, no list of revoked certificates


def test_the_command_says_its_verdict_in_words_and_as_data(signed: Path, keys: Keys) -> None:
    command = ("verify", package(signed), "--trust", keys.root)
    words = qdgen_run("--lang", "en", *command, cwd=signed)
    assert words.returncode == 0, words.stdout
    assert "The verdict: whole and as it was signed." in words.stdout
    data = qdgen_run(*command, "--format", "json", cwd=signed)
    told = json.loads(data.stdout)
    assert told["holds"]
    assert told["number"] == "07/QĐ-BKHCN"
    tampering.annotation_added(pdf_of(signed, "quyet-dinh"))
    bad = qdgen_run("--lang", "en", *command, cwd=signed)
    assert bad.returncode == 1
    assert "page 1: an annotation was added (Square) [annotation-added]" in bad.stdout


def test_the_lines_of_a_file_stand_below_its_name_in_every_language(desk: Path) -> None:
    pdf = desk / "output" / NAME / "ban-hanh" / f"{NAME}-phu-luc.pdf"
    answer = qdgen_run("--lang", "vi", "verify", pdf, cwd=desk)
    assert answer.returncode == 1
    assert f"{NAME}-phu-luc.pdf\n  ✗ ô co-quan chưa ký [field-empty]\n" in answer.stdout
