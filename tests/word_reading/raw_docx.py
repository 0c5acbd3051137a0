"""DOCX files written out by hand, so that a test shows the very XML it is about."""

from __future__ import annotations

from dataclasses import dataclass, field

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_TYPES}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def p(content: str = "", properties: str = "") -> str:
    """A paragraph."""
    inside = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{inside}{content}</w:p>"


def r(words: str, properties: str = "") -> str:
    """A run of words."""
    inside = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inside}<w:t xml:space="preserve">{words}</w:t></w:r>'


def numbered(number_id: int | str, level: int, words: str = "x") -> str:
    """A paragraph with numbering of its own."""
    return p(
        r(words), f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number_id}"/></w:numPr>'
    )


def level_xml(index: int, level: dict[str, object]) -> str:
    """A `w:lvl` from a case of numbering_cases.yaml."""
    start = level.get("start", 1)
    font = level.get("font")
    return (
        f'<w:lvl w:ilvl="{index}">'
        + ("" if start == "none" else f'<w:start w:val="{start}"/>')
        + f'<w:numFmt w:val="{level.get("format", "decimal")}"/>'
        + (f'<w:lvlRestart w:val="{level["restart"]}"/>' if "restart" in level else "")
        + (f'<w:pStyle w:val="{level["style"]}"/>' if "style" in level else "")
        + ("<w:isLgl/>" if level.get("legal") else "")
        + (f'<w:suff w:val="{level["suff"]}"/>' if "suff" in level else "")
        + f'<w:lvlText w:val="{level["text"]}"/>'
        + (f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr>' if font else "")
        + "</w:lvl>"
    )


def abstract_xml(abstract_id: int, levels: list[dict[str, object]]) -> str:
    """A `w:abstractNum`."""
    inside = "".join(level_xml(index, level) for index, level in enumerate(levels))
    return (
        f'<w:abstractNum w:abstractNumId="{abstract_id}">'
        f'<w:multiLevelType w:val="multilevel"/>{inside}</w:abstractNum>'
    )


def instance_xml(number_id: int, abstract_id: int, overrides: dict[str, dict[int, object]]) -> str:
    """A `w:num` with its overrides."""
    inside = "".join(
        f'<w:lvlOverride w:ilvl="{index}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for index, start in overrides.get("start", {}).items()
    ) + "".join(
        f'<w:lvlOverride w:ilvl="{index}">{level_xml(index, level)}</w:lvlOverride>'
        for index, level in overrides.get("levels", {}).items()
        if isinstance(level, dict)
    )
    return f'<w:num w:numId="{number_id}"><w:abstractNumId w:val="{abstract_id}"/>{inside}</w:num>'


@dataclass
class Raw:
    """The parts of a DOCX as inner XML; `parts` gives them as a package."""

    body: str
    styles: str = ""
    numbering: str = ""
    footnotes: str = ""
    endnotes: str = ""
    settings: str = ""
    pages: dict[str, str] = field(default_factory=dict)
    """"header1" or "footer1" to inner XML; the relationship id is the same word."""
    links: dict[str, str] = field(default_factory=dict)
    """Relationship id to address."""
    core: str = ""
    custom: str = ""

    def parts(self) -> dict[str, bytes]:
        """The package."""
        made = {
            "word/document.xml": self._xml("document", f"<w:body>{self.body}</w:body>"),
        }
        relationships = [("officeDocument", "rDoc", "word/document.xml")]
        inner: list[tuple[str, str, str]] = []
        for kind, root in (
            ("styles", "styles"),
            ("numbering", "numbering"),
            ("footnotes", "footnotes"),
            ("endnotes", "endnotes"),
            ("settings", "settings"),
        ):
            content = getattr(self, kind)
            if content:
                made[f"word/{kind}.xml"] = self._xml(root, content)
                inner.append((kind, f"r{kind}", f"{kind}.xml"))
        for name, content in self.pages.items():
            kind = name.rstrip("0123456789")
            made[f"word/{name}.xml"] = self._xml("hdr" if kind == "header" else "ftr", content)
            inner.append((kind, name, f"{name}.xml"))
        if self.core:
            made["docProps/core.xml"] = (
                '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
                'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
                f' xmlns:dcterms="http://purl.org/dc/terms/">{self.core}</cp:coreProperties>'
            ).encode()
            relationships.append(("core-properties", "rCore", "docProps/core.xml"))
        if self.custom:
            made["docProps/custom.xml"] = (
                '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
                'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/'
                f'2006/docPropsVTypes">{self.custom}</Properties>'
            ).encode()
            relationships.append(("custom-properties", "rCustom", "docProps/custom.xml"))
        made["_rels/.rels"] = _relationships(relationships, {})
        made["word/_rels/document.xml.rels"] = _relationships(inner, self.links)
        if self.footnotes:
            made["word/_rels/footnotes.xml.rels"] = _relationships([], self.links)
        made["[Content_Types].xml"] = _content_types(made)
        return made

    def _xml(self, root: str, content: str) -> bytes:
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f"<w:{root} {_NAMESPACES}>{content}</w:{root}>"
        ).encode()


def _relationships(entries: list[tuple[str, str, str]], links: dict[str, str]) -> bytes:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_TYPES}/{kind}" Target="{target}"/>'
        for kind, key, target in entries
    ) + "".join(
        f'<Relationship Id="{key}" Type="{_TYPES}/hyperlink" Target="{target}"'
        ' TargetMode="External"/>'
        for key, target in links.items()
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{inside}</Relationships>'.encode()


def _content_types(names: dict[str, bytes]) -> bytes:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_CONTENT}.{_content_type(name)}+xml"/>'
        for name in names
        if name.startswith("word/") and "_rels" not in name
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def _content_type(name: str) -> str:
    kind = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
    return "document.main" if kind == "document" else kind
