"""Makes what the measurements read. A process of its own: the measuring one has to stay small.

python -m benchmarks.prepare rows COUNT FOLDER
python -m benchmarks.prepare real FOLDER
python -m benchmarks.prepare copies COUNT FOLDER
python -m benchmarks.prepare docx DOSSIER OUT.docx
python -m benchmarks.prepare keys FOLDER
python -m benchmarks.prepare spreadsheet COUNT OUT.xlsx
"""

from __future__ import annotations

import html
import json
import pickle
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generate import COLUMNS, Group, annex_rows, write_dossier
from benchmarks.peers import row_templates
from benchmarks.places import REAL_DOSSIER, ROOT, TEMPLATES
from qdgen.document.model import Attachment, Decision, Part, Row, Table, plain_text
from qdgen.messages import Text
from qdgen.pipeline import read_document
from qdgen.word.compose import compose
from qdgen.word.package import write_package
from qdgen.word.slots import Slot, SlotBook, Token
from qdgen.word.templates import Templates
from qdgen.word.view import annex_view, attachment_view, decision_view

_ANNEX_TEMPLATE = TEMPLATES / "phu-luc.docx"
_HEADINGS = ("STT", *(heading for _, heading, _ in COLUMNS))


def rows(count: int, folder: Path) -> None:
    """The same annex as a dossier, as a resolved document, and as each peer wants it."""
    folder.mkdir(parents=True)
    dossier = write_dossier(folder / "dossier", count)
    _, document, _ = read_document(dossier, ROOT)
    (folder / "document.pickle").write_bytes(pickle.dumps(document))
    cells = [
        [str(row.number), row.words, "", "", "", ""]
        if isinstance(row, Group)
        else [str(row.number), *row.words]
        for row in annex_rows(count)
    ]
    (folder / "rows.json").write_text(json.dumps(cells, ensure_ascii=False), encoding="utf-8")
    row_templates.plain_loop(_ANNEX_TEMPLATE, folder / "docxtpl.docx", _HEADINGS)
    row_templates.brace_loop(_ANNEX_TEMPLATE, folder / "docxtemplater.docx", _HEADINGS)
    row_templates.empty_table(_ANNEX_TEMPLATE, folder / "python-docx.docx", _HEADINGS)
    with (folder / "rows.html").open("w", encoding="utf-8") as file:
        file.write("<html><head><title>Phụ lục</title></head><body><table><thead><tr>")
        file.writelines(f"<th>{html.escape(words)}</th>" for words in _HEADINGS)
        file.write("</tr></thead><tbody>\n")
        for row in cells:
            words = "".join(f"<td>{html.escape(cell)}</td>" for cell in row)
            file.write(f"<tr>{words}</tr>\n")
        file.write("</tbody></table></body></html>\n")


def real(folder: Path) -> None:
    """The real decision as plain contexts for copies of the templates that docxtpl can fill."""
    folder.mkdir(parents=True)
    _, document, _ = read_document(REAL_DOSSIER, ROOT)
    parts = []
    for number, part in enumerate(document.parts):
        template, context = _plain_part(part, folder / f"phu-luc-{number}.docx")
        parts.append({"template": str(template), "out": f"{number}.docx", "context": context})
    (folder / "context.json").write_text(json.dumps(parts, ensure_ascii=False), encoding="utf-8")


def copies(count: int, folder: Path) -> None:
    """`count` dossiers with the real one's content, under one pair of registers."""
    folder.mkdir(parents=True)
    for register in REAL_DOSSIER.parent.glob("*.yaml"):
        shutil.copyfile(register, folder / register.name)
    for number in range(1, count + 1):
        shutil.copytree(REAL_DOSSIER, folder / f"{number:03d}-{REAL_DOSSIER.name}")


def docx(dossier: Path, out: Path) -> None:
    """The DOCX that qdgen makes of a dossier."""
    _, document, _ = read_document(dossier, ROOT)
    write_package(compose(document, Templates(TEMPLATES), "0" * 64).parts, out)


def spreadsheet(count: int, path: Path) -> None:
    """Appointments for `qdgen new bo-nhiem --from`."""
    from openpyxl import Workbook

    from qdgen.reuse.kinds import all_kinds
    from qdgen.workbooks.writing import write_workbook

    questions = all_kinds()["bo-nhiem"].questions
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([question.words for question in questions])
    for nth in range(1, count + 1):
        sheet.append([f"Nguyễn Văn {nth}" if q.key == "ho_ten" else q.example for q in questions])
    write_workbook(book, path)


def keys(folder: Path) -> None:
    """A key without a password (`ky.p12`), and the certificate of the authority behind it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    folder.mkdir(parents=True)
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Bộ Khoa học và Công nghệ")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2050, 1, 1, tzinfo=UTC))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    (folder / "ca.pem").write_bytes(pem)
    (folder / "ky.p12").write_bytes(
        pkcs12.serialize_key_and_certificates(
            b"ky", key, certificate, None, serialization.NoEncryption()
        )
    )


class _Plain(SlotBook):
    """Hands the words themselves to the view, where the build hands tokens."""

    def put(self, slot: Slot) -> Token | str:
        return slot.text

    def words(
        self,
        variable: str,  # noqa: ARG002
        words: str,
        name: Text,  # noqa: ARG002
        **looks: object,  # noqa: ARG002
    ) -> Token | str:
        return words


def _plain_part(part: Part, annex_template: Path) -> tuple[Path, dict[str, object]]:
    """The template of a part and its variables; an annex's is made at `annex_template`."""
    if isinstance(part, Decision):
        return TEMPLATES / "quyet-dinh.docx", decision_view(part, _Plain())
    if isinstance(part, Attachment):
        return TEMPLATES / "de-cuong.docx", attachment_view(part, _Plain())
    columns = part.table.columns if part.table else ()
    headings = ("STT", *(column.heading for column in columns))
    row_templates.grouped_loop(_ANNEX_TEMPLATE, annex_template, headings)
    hang = _plain_rows(part.table) if part.table else []
    return annex_template, annex_view(part, _Plain()) | {"hang": hang}


def _plain_rows(table: Table) -> list[dict[str, object]]:
    return [_plain_row(row) for row in table.rows]


def _plain_row(row: Row) -> dict[str, object]:
    if row.heading is not None:
        kind = "nhóm con" if row.level else "nhóm"
        return {"kieu": kind, "stt": row.label, "ten": plain_text(row.heading)}
    cells = ["\n".join(plain_text(line.inlines) for line in cell) for cell in row.cells]
    return {"kieu": "hàng", "stt": row.label, "o": cells}


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["rows", number, to]:
            rows(int(number), Path(to))
        case ["real", to]:
            real(Path(to))
        case ["copies", number, to]:
            copies(int(number), Path(to))
        case ["docx", given, to]:
            docx(Path(given), Path(to))
        case ["keys", to]:
            keys(Path(to))
        case ["spreadsheet", number, to]:
            spreadsheet(int(number), Path(to))
        case _:
            sys.exit(__doc__)
