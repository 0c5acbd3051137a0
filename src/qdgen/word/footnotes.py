"""footnotes.xml: python-docx and docxtpl make none, so it is written here.

Word wants the two separator notes, the styles, and w:footnotePr in the settings (ECMA-376 Part 1,
17.11). Notes are numbered on through the file: LibreOffice does not restart them at a section.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from qdgen.document.model import Inlines
from qdgen.word.elements import R, W, w
from qdgen.word.runs import RunLook, RunWriter

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r>'
    "</w:p></w:footnote>"
)
_FOOTNOTE_PR = (
    '<w:footnotePr xmlns:w="%s"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)
# What follows w:footnotePr in CT_Settings (17.15.1.78).
_AFTER = (
    "endnotePr", "compat", "docVars", "rsids", "mathPr", "attachedSchema", "themeFontLang",
    "clrSchemeMapping", "doNotIncludeSubdocsInStats", "doNotAutoCompressPictures",
    "forceUpgrade", "captions", "readModeInkLockDown", "smartTagType", "schemaLibrary",
    "shapeDefaults", "doNotEmbedSmartTags", "decimalSymbol", "listSeparator",
)  # fmt: skip


def footnotes_part(notes: Sequence[Inlines], writer: RunWriter, text_style: str) -> bytes:
    """The part with `notes` numbered from 1."""
    reference = (
        f'<w:r><w:rPr><w:rStyle w:val="{writer.note_style}"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
    )
    written = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
        f"{reference}{writer.write(note, RunLook())}</w:p></w:footnote>"
        for number, note in enumerate(notes, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:footnotes xmlns:w="{W}" xmlns:r="{R}">{_SEPARATORS}{written}</w:footnotes>'
    ).encode()


def announce(settings: etree._Element) -> None:
    """Name the separator notes in the settings."""
    if settings.find(w("footnotePr")) is not None:
        return
    element = etree.fromstring(_FOOTNOTE_PR % W)
    for child in settings:
        if etree.QName(child).localname in _AFTER:
            child.addprevious(element)
            return
    settings.append(element)
