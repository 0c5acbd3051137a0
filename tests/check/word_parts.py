"""Word files for tests: written out by hand, part by part, or with python-docx from nothing."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="{_OFFICE}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
A4 = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" '
    'w:bottom="1134" w:left="1701" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
)


def p(words: str = "", properties: str = "", run: str = "", inside: str = "") -> str:
    """A paragraph of one run; `inside` is more of it."""
    own = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{own}{r(words, run) if words else ''}{inside}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run."""
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{words}</w:t></w:r>'


def style(style_id: str, inside: str, kind: str = "paragraph", based_on: str = "") -> str:
    """A style; "Normal" is the default of its kind."""
    default = ' w:default="1"' if style_id == "Normal" else ""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{style_id}"{default}><w:name w:val="{style_id}"/>'
        f"{base}{inside}</w:style>"
    )


def parts(
    body: str, styles: str = "", numbering: str = "", theme: str = "", pages: str = "",
    section: str = A4,
) -> dict[str, bytes]:  # fmt: skip
    """The parts of a DOCX; `pages` is a header, named rHead."""
    made = {"word/document.xml": _xml("document", f"<w:body>{body}{section}</w:body>")}
    inner = []
    for name, content, root in (
        ("styles", styles, "styles"), ("numbering", numbering, "numbering"),
        ("header", pages, "hdr"),
    ):  # fmt: skip
        if content:
            made[f"word/{name}.xml"] = _xml(root, content)
            inner.append((name, "rHead" if name == "header" else f"r{name}"))
    if theme:
        made["word/theme.xml"] = theme.encode()
        inner.append(("theme", "rtheme"))
    made["_rels/.rels"] = _relationships([("officeDocument", "rDoc", "word/document.xml")])
    made["word/_rels/document.xml.rels"] = _relationships(
        [(kind, key, f"{kind}.xml") for kind, key in inner]
    )
    made["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>'
    ).encode()
    return made


def _xml(root: str, inside: str) -> bytes:
    return f"<w:{root} {_SPACES}>{inside}</w:{root}>".encode()


def _relationships(entries: Sequence[tuple[str, str, str]]) -> bytes:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for kind, key, target in entries
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'.encode()


def drawn_line(millimetres: float, position: str = "", dash: str = "") -> str:
    """A run with a line: in the text, or anchored at `position`."""
    length = round(millimetres * 36000)
    kind = "anchor" if position else "inline"
    return (
        f'<w:r><w:drawing><wp:{kind}>{position}<wp:extent cx="{length}" cy="0"/>'
        '<wp:docPr id="1" name="x"/><a:graphic><a:graphicData><wps:wsp><wps:spPr>'
        '<a:prstGeom prst="line"/><a:ln>'
        f'{dash}</a:ln></wps:spPr></wps:wsp></a:graphicData></a:graphic></wp:{kind}>'
        "</w:drawing></w:r>"
    )  # fmt: skip


def blank() -> Document:
    """A document of python-docx's, as empty as it comes."""
    return docx.Document()


def add(document: Document, words: str, *, bold: bool = False, centre: bool = False) -> None:
    """A paragraph with everything set directly."""
    paragraph = document.add_paragraph()
    run = paragraph.add_run(words)
    run.bold, run.font.name, run.font.size = bold, "Times New Roman", Pt(14)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def saved(document: Document, folder: Path) -> Path:
    """The file of a document of python-docx's."""
    stream = BytesIO()
    document.save(stream)
    path = folder / "made.docx"
    path.write_bytes(stream.getvalue())
    return path
