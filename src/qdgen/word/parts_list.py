"""The parts of a Word file, their content types and relationships (ECMA-376 Part 2, 9 and 10)."""

from __future__ import annotations

from html import escape

from qdgen.word.package import PartData

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CONTENT_TYPES = {
    "document": f"{_WORD}.document.main+xml",
    "styles": f"{_WORD}.styles+xml",
    "numbering": f"{_WORD}.numbering+xml",
    "settings": f"{_WORD}.settings+xml",
    "footnotes": f"{_WORD}.footnotes+xml",
    "header": f"{_WORD}.header+xml",
    "footer": f"{_WORD}.footer+xml",
    "theme": "application/vnd.openxmlformats-officedocument.theme+xml",
    "fontTable": f"{_WORD}.fontTable+xml",
    "core": "application/vnd.openxmlformats-package.core-properties+xml",
    "custom": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_ROOT_KINDS = {
    "document": f"{_OFFICE}/officeDocument",
    "core": "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
    "custom": f"{_OFFICE}/custom-properties",
}


class PartsList:
    """Parts as they are made, and the links and headers of the document."""

    def __init__(self) -> None:
        self._parts: dict[str, PartData] = {}
        self._kinds: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._headers: dict[tuple[str, bytes], str] = {}
        self._own: dict[str, PartsList] = {}

    def link(self, url: str) -> str:
        """The relationship id of an address outside."""
        return self._links.setdefault(url, f"rIdL{len(self._links) + 1}")

    def add_header(self, kind: str, data: bytes) -> str:
        """Add a header or footer once. Returns its relationship id."""
        if (kind, data) not in self._headers:
            name = f"{kind}{len(self._headers) + 1}"
            self._headers[kind, data] = name
            self._put(f"word/{name}.xml", kind, data)
        return f"rId-{self._headers[kind, data]}"

    @property
    def has_links(self) -> bool:
        """Whether there are addresses outside."""
        return bool(self._links)

    def header(self, relationship: str) -> bytes:
        """The header or footer with that relationship id."""
        return next(d for (_, d), name in self._headers.items() if f"rId-{name}" == relationship)

    def add(self, name: str, kind: str, data: PartData, links: PartsList | None = None) -> None:
        """Add a part; `links` are its own."""
        self._put(name, kind, data)
        if links is not None and links.has_links:
            self._own[name] = links

    def package(self) -> dict[str, PartData]:
        """All parts by name, content types and relationships too; every link must be known."""
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{_CONTENT_TYPES[kind]}"/>'
            for name, kind in sorted(self._kinds.items())
        )
        types = (
            f'{_XML}<Types xmlns="{_TYPES}">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        )
        root = [
            _relationship(f"rId{i}", _ROOT_KINDS[kind], name)
            for i, (name, kind) in enumerate(
                sorted((n, k) for n, k in self._kinds.items() if k in _ROOT_KINDS), 1
            )
        ]
        own = []
        for name, kind in sorted(self._kinds.items()):
            if name.startswith("word/") and kind != "document":
                target = name.removeprefix("word/")
                stem = target.rsplit("/", 1)[-1].removesuffix(".xml")
                own.append(_relationship(f"rId-{stem}", f"{_OFFICE}/{kind}", target))
        package: dict[str, PartData] = dict(self._parts)
        package["[Content_Types].xml"] = types.encode()
        package["_rels/.rels"] = _relationships(root)
        package["word/_rels/document.xml.rels"] = _relationships([*own, *self.external()])
        for name, links in self._own.items():
            folder, _, file = name.rpartition("/")
            package[f"{folder}/_rels/{file}.rels"] = _relationships(links.external())
        return package

    def _put(self, name: str, kind: str, data: PartData) -> None:
        self._parts[name] = data
        self._kinds[name] = kind

    def external(self) -> list[str]:
        """The relationships to addresses outside."""
        return [
            _relationship(identity, f"{_OFFICE}/hyperlink", url, external=True)
            for url, identity in self._links.items()
        ]


def _relationship(identity: str, kind: str, target: str, *, external: bool = False) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="{kind}" Target="{escape(target)}"{mode}/>'


def _relationships(entries: list[str]) -> bytes:
    return (
        f'{_XML}<Relationships xmlns="{_RELATIONSHIPS}">{"".join(entries)}</Relationships>'
    ).encode()
