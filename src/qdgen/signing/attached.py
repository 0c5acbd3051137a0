"""The data behind a PDF, carried inside it: PDF/A-3 attachments (ISO 19005-3, 6.8; ISO 32000-1,
7.11.4), the same bytes every time."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from qdgen.document.model import Annex, Document, Table, plain_text
from qdgen.errors import ContentError, OutputError
from qdgen.messages import text
from qdgen.reasons import reason
from qdgen.replacing import cannot_write, replacing, replacing_by_path

_REGISTER = "sổ dùng chung"
_DOSSIER = "hồ sơ "
_TABLE = "bảng của "
_SAFE = re.compile(r"[^\W_.][\w .()-]{0,99}")
_MOST_FILES = 1000
_MOST_BYTES = 256 * 1024 * 1024
_MIME = {".yaml": "application/yaml", ".csv": "text/csv"}


@dataclass(frozen=True, slots=True)
class Attached:
    """A file to carry: `belongs` says in words what it is part of."""

    name: str
    data: bytes
    belongs: str


def sources(folder: Path, files: Sequence[Path], document: Document) -> Iterator[Attached]:
    """The content files of the dossier in `folder`, its registers, and each annex's table."""
    for path in files:
        inside = path.parent.resolve() == folder.resolve()
        belongs = f"{_DOSSIER}{folder.resolve().name}" if inside else _REGISTER
        yield Attached(path.name, path.read_bytes(), belongs)
    for part in document.parts:
        if isinstance(part, Annex) and part.table is not None:
            name = f"{part.anchor}.csv"
            yield Attached(name, table_csv(part.table), f"{_TABLE}{part.anchor}.yaml")


def table_csv(table: Table) -> bytes:
    """The rows of an annex (RFC 4180, UTF-8 with the mark that Excel wants): running number, level
    from 1, the heading of a row that spans the table, then a field a column."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["STT", "Cấp", "Hàng tiêu đề", *(c.heading for c in table.columns)])
    for row in table.rows:
        heading = "" if row.heading is None else plain_text(row.heading)
        cells = ["\n".join(plain_text(line.inlines) for line in cell) for cell in row.cells]
        writer.writerow([row.label, row.level + 1, heading, *cells])
    return out.getvalue().encode("utf-8-sig")


def attach(pdf_path: Path, files: Sequence[Attached], date: datetime) -> None:
    """Put `files` into the PDF/A-2b at `pdf_path`, which becomes PDF/A-3b, in one step. Raises
    OutputError."""
    with replacing_by_path(pdf_path) as beside, pikepdf.open(pdf_path) as pdf:
        specs = [(file.name, _spec(pdf, file, date)) for file in files]
        names = Array()
        for name, spec in sorted(specs, key=lambda pair: pair[0].encode("utf-16-be")):
            names.append(String(name))
            names.append(spec)
        tree = pdf.Root.get(Name.Names, Dictionary())
        tree[Name.EmbeddedFiles] = pdf.make_indirect(Dictionary(Names=names))
        pdf.Root[Name.Names] = tree
        pdf.Root[Name.AF] = Array([spec for _, spec in specs])
        packet = pdf.Root.Metadata.read_bytes()
        part = b"<pdfaid:part>2</pdfaid:part>", b"<pdfaid:part>3</pdfaid:part>"
        pdf.Root.Metadata.write(packet.replace(*part))
        pdf.save(
            beside,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )


def extract(pdf_path: Path, target: Path) -> list[Path]:
    """Write the files carried by the PDF below `target`, content as it lay: registers beside the
    dossier's folder. Gives what was written.

    Names that could lead out of `target`, and what is already there, are refused. Raises
    ContentError, OutputError.
    """
    try:
        with pikepdf.open(pdf_path) as pdf:
            carried = list(_carried(pdf))
    except OSError as error:
        raise OutputError(
            text("{path} cannot be read: {reason}", path=str(pdf_path), reason=reason(error))
        ) from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise ContentError(
            text("{path} is not a whole PDF: {reason}", path=str(pdf_path), reason=str(error))
        ) from error
    written = []
    places = [(target / _place(file), file) for file in carried]
    for place, _ in places:
        if place.exists():
            raise OutputError(
                text("{path} is there already", path=str(place)),
                text("choose another folder with --output"),
            )
    for place, file in places:
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(place.parent, error) from error
        with replacing(place) as out:
            out.write(file.data)
        written.append(place)
    return written


def _spec(pdf: Pdf, file: Attached, date: datetime) -> pikepdf.Object:
    moment = String(date.strftime("D:%Y%m%d%H%M%SZ"))
    suffix = Path(file.name).suffix
    stream = Stream(
        pdf,
        file.data,
        Type=Name.EmbeddedFile,
        Subtype=Name("/" + _MIME.get(suffix, "application/octet-stream")),
        Params=Dictionary(
            Size=len(file.data),
            CheckSum=String(hashlib.md5(file.data, usedforsecurity=False).digest()),
            ModDate=moment,
        ),
    )
    held = pdf.make_indirect(stream)
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(file.name),
            UF=String(file.name),
            Desc=String(file.belongs),
            AFRelationship=Name.Data if suffix == ".csv" else Name.Source,
            EF=Dictionary(F=held, UF=held),
        )
    )


def _carried(pdf: Pdf) -> Iterator[Attached]:
    room = _MOST_BYTES
    for nth, (name, spec) in enumerate(sorted(pdf.attachments.items())):
        data = spec.get_file().read_bytes()
        room -= len(data)
        if nth >= _MOST_FILES or room < 0:
            raise ContentError(
                text("the PDF carries more than can be taken out"),
                text("at most {count} files, {size} MB in all", count=_MOST_FILES,
                     size=_MOST_BYTES // 1024 // 1024),
            )  # fmt: skip
        yield Attached(name, data, spec.description)


def _place(file: Attached) -> Path:
    folder = Path()
    if file.belongs.startswith(_DOSSIER):
        folder = Path(_checked(file.belongs.removeprefix(_DOSSIER)))
    return folder / _checked(file.name)


def _checked(name: str) -> str:
    if not _SAFE.fullmatch(name):
        raise ContentError(
            text("the PDF carries a file with a name that is not taken: {name}", name=ascii(name)),
            text("a name holds letters, figures, spaces, dots, brackets and hyphens"),
        )
    return name
