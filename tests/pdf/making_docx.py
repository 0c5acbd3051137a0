"""Small Word files for the tests, written part by part so that each says exactly what it holds."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(*runs: str, properties: str = "") -> str:
    inside = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def note(number: int) -> str:
    mark = '<w:vertAlign w:val="superscript"/>'
    return f'<w:r><w:rPr>{mark}</w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def cell(*paragraphs: str, width: int = 2400, span: int = 1) -> str:
    inside = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs)
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/><w:gridSpan w:val="{span}"/>'
        f"</w:tcPr>{inside}</w:tc>"
    )


def row(*cells: str, heading: bool = False, split: bool = True) -> str:
    properties = ("" if split else "<w:cantSplit/>") + ("<w:tblHeader/>" if heading else "")
    inside = "".join(c if c.startswith("<") else cell(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


def table(*rows: str, columns: int, width: int = 2400) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in sides)
    grid = f'<w:gridCol w:w="{width}"/>' * columns
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def section(landscape: bool = False, header: bool = True, last: bool = False) -> str:
    """Section properties, in a paragraph of their own unless `last`; page number from page 2."""
    size = (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        if landscape
        else '<w:pgSz w:w="11906" w:h="16838"/>'
    )
    reference = '<w:headerReference w:type="default" r:id="header"/>' if header else ""
    properties = (
        f"<w:sectPr>{reference}{size}"
        '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" w:header="567" '
        'w:footer="567" w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
    return properties if last else f"<w:p><w:pPr>{properties}</w:pPr></w:p>"


def link(relationship: str, words: str) -> str:
    # LibreOffice only exports links whose runs have a character style of their own.
    inside = run(words, '<w:rStyle w:val="Hyperlink"/>')
    return f'<w:hyperlink r:id="{relationship}">{inside}</w:hyperlink>'


PAGE_NUMBER = (
    '<w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple></w:p>'
)


def make_docx(
    path: Path,
    *body: str,
    notes: Sequence[str] = (),
    header: str = PAGE_NUMBER,
    landscape: bool = False,
    font: str = "Times New Roman",
    links: Mapping[str, str] | None = None,
    numbering: str = "",
) -> Path:
    """Write `path` with `body` (paragraphs and tables as XML) and footnotes 1, 2, … of `notes`."""
    relationships = [("header", "header", "header1.xml"), ("styles", "styles", "styles.xml")]
    overrides = [
        ("document", "document.main"),
        ("header1", "header"),
        ("styles", "styles"),
    ]
    parts = {
        "word/document.xml": f"<w:document {_W} {_R}><w:body>{''.join(body)}"
        f"{section(landscape, last=True)}</w:body></w:document>",
        "word/header1.xml": f"<w:hdr {_W} {_R}>{header}</w:hdr>",
        "word/styles.xml": f"<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}" w:eastAsia="{font}"/>'
        '<w:sz w:val="26"/><w:lang w:val="vi-VN"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        '</w:style><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/></w:rPr>'
        "</w:style>"
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>'
        "</w:styles>",
    }
    if notes:
        relationships.append(("notes", "footnotes", "footnotes.xml"))
        overrides.append(("footnotes", "footnotes"))
        parts["word/footnotes.xml"] = _footnotes(notes)
    if numbering:
        relationships.append(("numbering", "numbering", "numbering.xml"))
        overrides.append(("numbering", "numbering"))
        parts["word/numbering.xml"] = f"<w:numbering {_W}>{numbering}</w:numbering>"
    listed = "".join(
        f'<Relationship Id="{name}" Type="{_TYPE}{kind}" Target="{target}"/>'
        for name, kind, target in relationships
    ) + "".join(
        f'<Relationship Id="{name}" Type="{_TYPE}{kind}" Target="{escape(target)}" '
        'TargetMode="External"/>'
        for name, (kind, target) in _kinds(links or {})
    )
    parts["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONSHIPS}">{listed}</Relationships>'
    )
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{_RELATIONSHIPS}"><Relationship Id="d" '
        f'Type="{_TYPE}officeDocument" Target="word/document.xml"/></Relationships>'
    )
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_PART}{kind}+xml"/>'
        for name, kind in overrides
    )
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>'
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            package.writestr(name, _HEAD + xml)
    return path


def _footnotes(notes: Sequence[str]) -> str:
    separators = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{element}/></w:r></w:p>'
        "</w:footnote>"
        for kind, number, element in (
            ("separator", -1, "separator"),
            ("continuationSeparator", 0, "continuationSeparator"),
        )
    )
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
    written = "".join(
        f'<w:footnote w:id="{number}">{paragraph(mark, run(" " + words))}</w:footnote>'
        for number, words in enumerate(notes, 1)
    )
    return f"<w:footnotes {_W}>{separators}{written}</w:footnotes>"


def _kinds(links: Mapping[str, str]) -> list[tuple[str, tuple[str, str]]]:
    """Relationship ids that begin with `image` are pictures, all others hyperlinks."""
    return [
        (name, ("image" if name.startswith("image") else "hyperlink", target))
        for name, target in links.items()
    ]
