"""A template as Word leaves it after a clerk has opened and saved it."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from opened_docx import NS, rewritten, w, with_tree

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
_MORE_SPACES = f'xmlns:w14="{W14}" xmlns:w15="{W15}" xmlns:v="{V}"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_THEME = (
    b'<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office">'
    b'<a:themeElements><a:clrScheme name="Office"><a:dk1><a:srgbClr val="000000"/></a:dk1>'
    b'<a:lt1><a:srgbClr val="FFFFFF"/></a:lt1></a:clrScheme></a:themeElements></a:theme>'
)


def save_as_word_would(template: Path) -> None:
    """Rewrite `template` in place: runs split, marks strewn in, more namespaces, more parts."""
    rewritten(
        template,
        template.with_suffix(".tmp"),
        {
            "word/document.xml": lambda data: with_tree(_strew)(_with_spaces(data)),
            "word/styles.xml": _with_spaces,
            "word/numbering.xml": lambda data: with_tree(_mark_lists)(_with_spaces(data)),
            "word/settings.xml": with_tree(_remember_sessions),
            "word/theme/theme1.xml": lambda _: _THEME,
            "word/_rels/document.xml.rels": _with_theme,
            "docProps/app.xml": lambda _: (
                b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
                b'extended-properties"><Application>Microsoft Office Word</Application>'
                b"<Company>Van phong</Company></Properties>"
            ),
            "[Content_Types].xml": lambda data: data.replace(
                b"</Types>",
                b'<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.'
                b'openxmlformats-officedocument.theme+xml"/></Types>',
            ),
        },
    ).replace(template)


def _with_spaces(data: bytes) -> bytes:
    """The root with the namespaces that Word always writes."""
    root = re.search(rb"<w:(document|styles|numbering)\b[^>]*>", data)
    assert root is not None
    opening = root[0].decode()
    opening = opening[:-1] + f' {_MORE_SPACES} mc:Ignorable="w14 w15">'
    if "xmlns:mc=" not in opening:
        opening = opening.replace(" mc:Ignorable", f' xmlns:mc="{MC}" mc:Ignorable')
    return data.replace(root[0], opening.encode(), 1)


def _with_theme(data: bytes) -> bytes:
    relation = (
        f'<Relationship Id="rIdTheme" Type="{_OFFICE}/theme" Target="theme/theme1.xml"/>'
    ).encode()
    return data.replace(b"</Relationships>", relation + b"</Relationships>")


def _strew(root: etree._Element) -> None:
    for number, paragraph in enumerate(list(root.iter(w("p"))), 1):
        paragraph.set(w("rsidR"), f"{number:08X}")
        paragraph.set(w("rsidRDefault"), "00AB12CD")
        paragraph.set(f"{{{W14}}}paraId", f"{number:08X}")
        paragraph.set(f"{{{W14}}}textId", "77777777")
        for run in list(paragraph.findall(w("r"))):
            _split(run)
    for row in root.iter(w("tr")):
        row.set(w("rsidR"), "00AB12CD")
    first = next(root.iter(w("p")))
    for tag in ("bookmarkStart", "bookmarkEnd"):
        mark = etree.SubElement(first, w(tag), {w("id"): "900"})
        if tag == "bookmarkStart":
            mark.set(w("name"), "_GoBack")
    for choice in root.xpath("//mc:AlternateContent", namespaces={"mc": MC}):
        fallback = etree.SubElement(choice, f"{{{MC}}}Fallback")
        picture = etree.SubElement(fallback, w("pict"))
        etree.SubElement(picture, f"{{{V}}}line", {"from": "0,0", "to": "100pt,0"})


def _split(run: etree._Element) -> None:
    """Word cuts a run where its spelling checker or a cursor has been."""
    text = run.find(w("t"))
    words = text.text or "" if text is not None else ""
    if text is None or len(words) < 6:
        return
    properties = run.find(w("rPr"))
    pieces = [words[:2], words[2:-3], words[-3:]]
    for number, piece in enumerate(pieces):
        new = etree.Element(w("r"), {w("rsidRPr"): f"00{number}1AA00"})
        own = etree.SubElement(new, w("rPr"))
        if properties is not None:
            own.extend(list(etree.fromstring(etree.tostring(properties))))
        etree.SubElement(own, w("lang"), {w("val"): "en-US"})
        if number == 2:
            etree.SubElement(new, w("lastRenderedPageBreak"))
        words_element = etree.SubElement(new, w("t"))
        words_element.text = piece
        words_element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addprevious(new)
        if number < 2:
            kind = "spellStart" if number == 0 else "spellEnd"
            run.addprevious(etree.Element(w("proofErr"), {w("type"): kind}))
    run.getparent().remove(run)


def _mark_lists(root: etree._Element) -> None:
    for abstract in root.findall("w:abstractNum", NS):
        abstract.set(f"{{{W15}}}restartNumberingAfterBreak", "0")


def _remember_sessions(root: etree._Element) -> None:
    rsids = etree.Element(w("rsids"))
    etree.SubElement(rsids, w("rsidRoot"), {w("val"): "00AB12CD"})
    compat = root.find(w("compat"))
    (compat.addnext if compat is not None else root.append)(rsids)
