"""What the file says of itself: title, subject, language, dates, and the hash of its content."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from qdgen.document.model import Document

CONTENT_HASH = "qdgen-content-hash"
PRESENTATION = "qdgen-trinh-bay"
LANGUAGE = "vi-VN"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
# The format id of user-defined properties (ECMA-376 Part 1, 22.3).
_CUSTOM_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def document_date(document: Document) -> datetime:
    """The date the file bears: of issue, or the first day of its year for a draft. Never today's,
    so that the same content gives the same bytes."""
    day = document.day
    if day is not None:
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    return datetime(document.year, 1, 1, tzinfo=UTC)


def core_part(document: Document) -> bytes:
    """docProps/core.xml, without an author: the machine that built it has no name here."""
    return titled_core_part(document.title, document.subject, document_date(document))


def titled_core_part(title: str, subject: str, date: datetime) -> bytes:
    """docProps/core.xml of a file with that title and subject, which bears `date` (UTC)."""
    stamp = date.strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title>"
        f"<dc:subject>{escape(subject, quote=False)}</dc:subject>"
        f"<dc:language>{LANGUAGE}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{stamp}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{stamp}</dcterms:modified>'
        "</cp:coreProperties>"
    ).encode()


def custom_part(document: Document, content_hash: str) -> bytes:
    """docProps/custom.xml: the hash of the content the file was built from, and what its dossier
    chose otherwise than the decree has it, so that nobody takes it for a mistake of the file."""
    values = {CONTENT_HASH: content_hash}
    if document.presentation:
        values[PRESENTATION] = "; ".join(f"{key}: {value}" for key, value in document.presentation)
    return (
        f'{_XML}<Properties xmlns="{_OFFICE}/custom-properties" '
        f'xmlns:vt="{_OFFICE}/docPropsVTypes">'
        + "".join(
            f'<property fmtid="{_CUSTOM_FORMAT}" pid="{pid}" name="{name}">'
            f"<vt:lpwstr>{escape(value, quote=False)}</vt:lpwstr></property>"
            for pid, (name, value) in enumerate(values.items(), 2)
        )
        + "</Properties>"
    ).encode()


def parse_presentation(words: str) -> dict[str, str]:
    """The choices by their keys, from the property PRESENTATION."""
    pairs = (item.partition(":") for item in words.split(";"))
    return {key.strip(): value.strip() for key, _, value in pairs if value}
