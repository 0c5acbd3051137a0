"""Empty signature fields in a finished PDF (ISO 32000-1, 12.7.4.5), the same bytes every time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from qdgen.replacing import replacing_by_path
from qdgen.signing.places import FieldPlace

_PRINTED_AND_LOCKED = 4 | 128  # ISO 32000-1, table 165
_LABELS = {"nguoi-ky": "Chữ ký của người có thẩm quyền", "co-quan": "Chữ ký số của cơ quan"}


def add_fields(pdf_path: Path, places: Sequence[FieldPlace]) -> None:
    """Put an empty field at each of `places` into the PDF at `pdf_path`, in one step.

    PDF/A wants an appearance for every annotation (ISO 19005-2, 6.3.3): it is an empty one.
    Raises OutputError.
    """
    with replacing_by_path(pdf_path) as beside, pikepdf.open(pdf_path) as pdf:
        fields = Array([_field(pdf, place) for place in places])
        pdf.Root[Name.AcroForm] = pdf.make_indirect(Dictionary(Fields=fields))
        pdf.save(
            beside,
            object_stream_mode=ObjectStreamMode.generate,
            compress_streams=True,
            deterministic_id=True,
        )


def _field(pdf: Pdf, place: FieldPlace) -> pikepdf.Object:
    page = pdf.pages[place.page].obj
    width, height = place.right - place.left, place.top - place.bottom
    nothing = Stream(
        pdf,
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, _pt(width), _pt(height)]),
        Resources=Dictionary(),
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(place.name),
            TU=String(_LABELS[place.name]),
            Rect=Array([_pt(edge) for edge in place.rectangle]),
            F=_PRINTED_AND_LOCKED,
            P=page,
            AP=Dictionary(N=pdf.make_indirect(nothing)),
        )
    )
    if Name.Annots not in page:
        page[Name.Annots] = Array()
    page[Name.Annots].append(field)
    return field


def _pt(length: float) -> float:
    return round(length, 3)
