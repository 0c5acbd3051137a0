"""The last touch on LibreOffice's PDF: metadata of the document, nothing of the machine.

LibreOffice writes the moment of the export in five places and ignores SOURCE_DATE_EPOCH. After
`finish` the bytes depend on the content, the template, the engine and the fonts alone.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from qdgen.errors import ConversionError, OutputError
from qdgen.messages import text
from qdgen.reasons import reason
from qdgen.replacing import replacing_by_path

_CREATOR = "qdgen"
_BOOKMARK_LENGTH = 80
_PRODUCER = "LibreOffice"

# ISO 19005-2, 6.6.2: the packet is plain XMP with the PDF/A identification.
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"\
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"\
 xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt>\
</dc:description>
   <pdf:Keywords>{keywords}</pdf:Keywords>
   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{creator}</xmp:CreatorTool>
   <xmp:CreateDate>{date}</xmp:CreateDate>
   <xmp:ModifyDate>{date}</xmp:ModifyDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""


def finish(
    pdf_in: Path,
    pdf_out: Path,
    *,
    title: str,
    subject: str,
    date: datetime,
    keywords: Sequence[str] = (),
    language: str = "vi-VN",
) -> None:
    """Write `pdf_in`, as exported by LibreOffice, to `pdf_out` with its final metadata.

    `date` becomes both the creation and the modification date (its own UTC offset is kept, none
    means UTC); there is no author. Both paths may be the same; `pdf_out` appears in one step.
    Raises ConversionError when `pdf_in` is not a PDF, OutputError when one of them cannot be read
    or written.
    """
    try:
        with replacing_by_path(pdf_out) as beside:
            with _opened(pdf_in) as pdf:
                producer = str(pdf.docinfo.get(Name.Producer, _PRODUCER))
                _forget(pdf)
                _describe(pdf, title, subject, date, ", ".join(keywords), producer, language)
                _shorten_bookmarks(pdf)
                for page in pdf.pages:
                    if Name.Tabs in page:
                        # LibreOffice writes a string where ISO 32000-1, table 30 wants a name.
                        page[Name.Tabs] = Name.S
                for intent in pdf.Root.get(Name.OutputIntents, Array()):
                    _date_profile(intent.get(Name.DestOutputProfile), date)
                # LibreOffice numbers its font objects in the order of their memory addresses.
                # Without object streams, all are numbered anew in the order of the document.
                pdf.save(beside, object_stream_mode=ObjectStreamMode.disable)
            with pikepdf.open(beside, allow_overwriting_input=True) as pdf:
                _forget(pdf, only_id=True)
                pdf.save(
                    beside,
                    object_stream_mode=ObjectStreamMode.generate,
                    compress_streams=True,
                    deterministic_id=True,
                )
    except pikepdf.PdfError as error:
        raise ConversionError(
            text("{path} is not a whole PDF: {reason}", path=str(pdf_in), reason=str(error)),
            text("build again; `qdgen doctor` checks LibreOffice"),
        ) from error


def _opened(path: Path) -> Pdf:
    try:
        return pikepdf.open(path)
    except OSError as error:
        raise OutputError(
            text("{path} cannot be read: {detail}.", path=str(path), detail=reason(error))
        ) from error


def _shorten_bookmarks(pdf: Pdf) -> None:
    """A Điều without a title is a bookmark with its whole text: it is cut at a word."""
    waiting = [pdf.Root.get(Name.Outlines)]
    while waiting:
        item = waiting.pop()
        if item is None:
            continue
        words = str(item.get(Name.Title, ""))
        if len(words) > _BOOKMARK_LENGTH:
            item[Name.Title] = String(words[:_BOOKMARK_LENGTH].rsplit(" ", 1)[0] + " …")
        waiting += [item.get(Name.First), item.get(Name.Next)]


def _forget(pdf: Pdf, only_id: bool = False) -> None:
    """Drop the identifiers and the opening action that LibreOffice makes anew each time."""
    for key in (Name.ID,) if only_id else (Name.ID, Name.DocChecksum, Name.Info):
        with suppress(KeyError):
            del pdf.trailer[key]
    if Name.OpenAction in pdf.Root:
        del pdf.Root[Name.OpenAction]


def _describe(
    pdf: Pdf,
    title: str,
    subject: str,
    date: datetime,
    keywords: str,
    producer: str,
    language: str,
) -> None:
    """Say the same in the document information and in XMP (ISO 19005-2, 6.6.3)."""
    moment = String(_pdf_date(date))
    pdf.trailer[Name.Info] = pdf.make_indirect(
        Dictionary(
            Title=String(title),
            Subject=String(subject),
            Keywords=String(keywords),
            Creator=String(_CREATOR),
            Producer=String(producer),
            CreationDate=moment,
            ModDate=moment,
        )
    )
    packet = _PACKET.format(
        language=escape(language),
        title=escape(title),
        subject=escape(subject),
        keywords=escape(keywords),
        producer=escape(producer),
        creator=_CREATOR,
        date=date.strftime("%Y-%m-%dT%H:%M:%S") + _offset(date, ":"),
    )
    pdf.Root[Name.Metadata] = pdf.make_indirect(
        Stream(pdf, packet.encode("utf-8"), Type=Name.Metadata, Subtype=Name.XML)
    )
    pdf.Root[Name.Lang] = String(language)
    preferences = pdf.Root.get(Name.ViewerPreferences, Dictionary())
    preferences[Name.DisplayDocTitle] = True
    pdf.Root[Name.ViewerPreferences] = preferences


def _date_profile(profile: pikepdf.Object | None, date: datetime) -> None:
    """Set the creation date in the header of an ICC profile (ICC.1:2010, 7.2.8)."""
    if not isinstance(profile, Stream):
        return
    data = bytearray(profile.read_bytes())
    data[24:36] = struct.pack(
        ">6H", date.year, date.month, date.day, date.hour, date.minute, date.second
    )
    # The profile's own checksum would no longer hold; zero means that none was computed.
    data[84:100] = bytes(16)
    profile.write(bytes(data))


def _pdf_date(date: datetime) -> str:
    return date.strftime("D:%Y%m%d%H%M%S") + _offset(date, "'")


def _offset(date: datetime, mark: str) -> str:
    """The UTC offset: `Z`, or hours and minutes with `mark` between (and after, in a PDF date)."""
    offset = date.utcoffset()
    if not offset:
        return "Z"
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    return f"{sign}{hours:02d}{mark}{rest:02d}" + ("'" if mark == "'" else "")
