"""Ways to tamper with a signed PDF. Most are updates appended to it, as an editor saves; the bytes
before stay as they were, so that only a comparison finds them."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

Writer = IncrementalPdfFileWriter


def updated(pdf: Path, change: Callable[[Writer], None]) -> None:
    """Append an update to `pdf`."""
    writer = Writer(io.BytesIO(pdf.read_bytes()))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    pdf.write_bytes(out.getvalue())


def byte_flipped(pdf: Path) -> None:
    data = bytearray(pdf.read_bytes())
    data[len(data) // 3] ^= 1
    pdf.write_bytes(bytes(data))


def signature_damaged(pdf: Path) -> None:
    data = bytearray(pdf.read_bytes())
    at = data.rindex(b"/Contents <") + 11
    data[at : at + 8] = b"00000000"
    pdf.write_bytes(bytes(data))


def cut_off(pdf: Path) -> None:
    pdf.write_bytes(pdf.read_bytes()[:2000])


def garbage_appended(pdf: Path) -> None:
    pdf.write_bytes(pdf.read_bytes() + b"\n% v\xc3\xb4 h\xe1\xba\xa1i\n%%EOF\n")


def saved_anew(pdf: Path) -> None:
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.save(pdf)


def annotation_added(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        note = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Annot"),
                pdf_name("/Subtype"): pdf_name("/Square"),
                pdf_name("/Rect"): generic.ArrayObject(
                    map(generic.NumberObject, (100, 100, 300, 300))
                ),
            }
        )
        page["/Annots"].append(writer.add_object(note))
        writer.update_container(page["/Annots"])
        writer.update_container(page)

    updated(pdf, change)


def _link(writer: Writer) -> tuple[generic.DictionaryObject, generic.ArrayObject, int]:
    for kid in writer.root["/Pages"]["/Kids"]:
        page = kid.get_object()
        for n, annotation in enumerate(page.get("/Annots", ())):
            if annotation.get_object()["/Subtype"] == "/Link":
                return page, page["/Annots"], n
    raise LookupError


def annotation_removed(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        page, annotations, nth = _link(writer)
        del annotations[nth]
        writer.update_container(annotations)
        writer.update_container(page)

    updated(pdf, change)


def annotation_moved(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        _, annotations, nth = _link(writer)
        link = annotations[nth]
        link[pdf_name("/Rect")] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9)))
        writer.update_container(link)

    updated(pdf, change)


def page_changed(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b"BT ET"))
        writer.update_container(page)

    updated(pdf, change)


def _kids(pdf: Path, change: Callable[[generic.ArrayObject, Writer], None]) -> None:
    def apply(writer: Writer) -> None:
        tree = writer.root["/Pages"]
        change(tree["/Kids"], writer)
        tree[pdf_name("/Count")] = generic.NumberObject(len(tree["/Kids"]))
        writer.update_container(tree["/Kids"])
        writer.update_container(tree)

    updated(pdf, apply)


def page_removed(pdf: Path) -> None:
    _kids(pdf, lambda kids, _: kids.pop())


def page_added(pdf: Path) -> None:
    def change(kids: generic.ArrayObject, writer: Writer) -> None:
        page = generic.DictionaryObject(kids[0])
        page.pop("/Annots", None)
        kids.append(writer.add_object(page))

    _kids(pdf, change)


def pages_swapped(pdf: Path) -> None:
    def change(kids: generic.ArrayObject, _: Writer) -> None:
        first, last = kids.raw_get(0), kids.raw_get(len(kids) - 1)
        kids[0], kids[len(kids) - 1] = last, first

    _kids(pdf, change)


def attachment_added(pdf: Path) -> None:
    from pyhanko.pdf_utils import embed

    def change(writer: Writer) -> None:
        file = embed.EmbeddedFileObject.from_file_data(writer, b"x", mime_type="text/plain")
        embed.embed_file(writer, embed.FileSpec("lạ.txt", embedded_data=file))

    updated(pdf, change)


def script_added(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        writer.root[pdf_name("/OpenAction")] = generic.DictionaryObject(
            {
                pdf_name("/S"): pdf_name("/JavaScript"),
                pdf_name("/JS"): pdf_string("app.alert(1)"),
            }
        )
        writer.update_root()

    updated(pdf, change)


def title_changed(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        info = writer.prev.trailer["/Info"]
        info[pdf_name("/Title")] = pdf_string("Khác")
        writer.update_container(info)

    updated(pdf, change)


def bookmark_changed(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        first = writer.root["/Outlines"]["/First"]
        first[pdf_name("/Title")] = pdf_string("Khác")
        writer.update_container(first)

    updated(pdf, change)


def field_added(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        form = writer.root["/AcroForm"]
        field = generic.DictionaryObject(
            {
                pdf_name("/FT"): pdf_name("/Tx"),
                pdf_name("/T"): pdf_string("ghi-chu"),
                pdf_name("/V"): pdf_string("thêm"),
            }
        )
        form["/Fields"].append(writer.add_object(field))
        writer.update_container(form["/Fields"])
        writer.update_container(form)

    updated(pdf, change)


def layer_added(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        writer.root[pdf_name("/OCProperties")] = generic.DictionaryObject(
            {
                pdf_name("/OCGs"): generic.ArrayObject(),
                pdf_name("/D"): generic.DictionaryObject(),
            }
        )
        writer.update_root()

    updated(pdf, change)


def seal_redrawn(pdf: Path) -> None:
    """What is seen of a signature that is there already."""

    def change(writer: Writer) -> None:
        for kid in writer.root["/AcroForm"]["/Fields"]:
            field = kid.get_object()
            if field["/T"] == "nguoi-ky":
                drawn = generic.StreamObject(
                    {
                        pdf_name("/Type"): pdf_name("/XObject"),
                        pdf_name("/Subtype"): pdf_name("/Form"),
                        pdf_name("/BBox"): generic.ArrayObject(map(generic.NumberObject, [0] * 4)),
                    },
                    stream_data=b"",
                )
                field[pdf_name("/AP")] = generic.DictionaryObject(
                    {pdf_name("/N"): writer.add_object(drawn)}
                )
                writer.update_container(field)

    updated(pdf, change)


def metadata_changed(pdf: Path) -> None:
    def change(writer: Writer) -> None:
        said = writer.root["/Metadata"]
        data = said.data
        assert b"</dc:title>" in data
        said._data = data.replace(b"</dc:title>", b"<!-- --></dc:title><x:y xmlns:x='z'/>")
        said._encoded_data = None
        writer.update_container(said)

    updated(pdf, change)


def tag_changed(pdf: Path) -> None:
    """What a screen reader is told, which no page shows."""

    def change(writer: Writer) -> None:
        tree = writer.root["/StructTreeRoot"]
        tree[pdf_name("/ThemVao")] = pdf_string("x")
        writer.update_container(tree)

    updated(pdf, change)
