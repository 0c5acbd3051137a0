"""Whether an update of a PDF did nothing but sign another field: every object compared.

Whatever stood in the signed revision must stand there still, object by object, but for the few
entries that signing fills in. What is new can then be reached by those entries alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pikepdf
from lxml import etree
from pikepdf import Dictionary, Name

from qdgen.word.reading_xml import XmlFaultError, parse_xml

_FILLED_IN = frozenset(("/V", "/AP", "/F", "/M", "/MK"))
"""Of the field that is signed."""
_OF_THE_FORM = frozenset(("/SigFlags",))
_OF_THE_ROOT = frozenset(("/DSS", "/Extensions"))
"""What is kept for validating later (ETSI EN 319 142-1, 5.4.2)."""
_OF_THE_INFORMATION = frozenset(("/ModDate", "/Producer"))
_WHEN_AND_BY_WHAT = frozenset(("ModifyDate", "MetadataDate", "Producer"))
"""In the metadata."""

_Mark = tuple[bytes, bytes]


def only_signed(before: pikepdf.Pdf, after: pikepdf.Pdf) -> bool:
    """Whether `after`, an update of `before`, differs from it by signatures alone. False where it
    differs, and where that cannot be told."""
    if before.Root.objgen != after.Root.objgen or "/Encrypt" in after.trailer:
        return False
    information = [pdf.trailer.get("/Info", Dictionary()) for pdf in (before, after)]
    if information[0].objgen != information[1].objgen:
        return False
    old, new = dict(_marks(before)), dict(_marks(after))
    return all(
        number in new and (mark == new[number] or _may_differ(before, after, number))
        for number, mark in old.items()
    )


def _marks(pdf: pikepdf.Pdf) -> Iterator[tuple[tuple[int, int], _Mark]]:
    for value in pdf.objects:
        if isinstance(value, pikepdf.Stream):
            content = hashlib.sha256(value.read_raw_bytes()).digest()
            yield value.objgen, (value.stream_dict.unparse(), content)
        else:
            yield value.objgen, (value.unparse(resolved=True), b"")


def _may_differ(before: pikepdf.Pdf, after: pikepdf.Pdf, number: tuple[int, int]) -> bool:
    """Whether the object of this number was changed as signing changes it."""
    old, new = before.get_object(number), after.get_object(number)
    if isinstance(old, pikepdf.Stream):
        metadata = before.Root.get("/Metadata")
        return (
            metadata is not None
            and metadata.objgen == number
            and isinstance(new, pikepdf.Stream)
            and (words := said(old)) is not None
            and words == said(new)
        )
    if not isinstance(old, pikepdf.Dictionary) or not isinstance(new, pikepdf.Dictionary):
        return False
    form = before.Root.get("/AcroForm", Dictionary())
    if number == before.Root.objgen:
        if not form.is_indirect and not _same_form(form, new.get("/AcroForm", Dictionary())):
            return False
        return _same_but(old, new, _OF_THE_ROOT | (set() if form.is_indirect else {"/AcroForm"}))
    if form.is_indirect and number == form.objgen:
        return _same_form(old, new)
    if number == before.trailer.get("/Info", Dictionary()).objgen:
        return _same_but(old, new, _OF_THE_INFORMATION)
    is_signed_now = old.get("/FT") == Name.Sig and "/V" not in old and "/V" in new
    return is_signed_now and _same_but(old, new, _FILLED_IN)


def _same_form(old: pikepdf.Object, new: pikepdf.Object) -> bool:
    return isinstance(new, pikepdf.Dictionary) and _same_but(old, new, _OF_THE_FORM)


def _same_but(old: pikepdf.Object, new: pikepdf.Object, but: frozenset[str] | set[str]) -> bool:
    names = (set(old.keys()) | set(new.keys())) - but
    return all(
        name in old and name in new and _written(old[name]) == _written(new[name]) for name in names
    )


def _written(value: object) -> bytes:
    return value.unparse() if isinstance(value, pikepdf.Object) else repr(value).encode()


def said(metadata: pikepdf.Object) -> list[object] | None:
    """What the metadata (XMP) say, without when and by what they were last changed; None where they
    cannot be read."""
    try:
        root = parse_xml(metadata.read_bytes())
    except (XmlFaultError, pikepdf.PdfError):
        return None
    for element in list(root.iter()):
        for name in list(element.attrib):
            if etree.QName(name).localname in _WHEN_AND_BY_WHAT:
                del element.attrib[name]
        above = element.getparent()
        if above is not None and etree.QName(element).localname in _WHEN_AND_BY_WHAT:
            above.remove(element)
    # In the order of the text, each with the number of its children: that is the whole tree.
    return [
        (e.tag, sorted(e.attrib.items()), (e.text or "").strip(), (e.tail or "").strip(), len(e))
        for e in root.iter()
    ]
