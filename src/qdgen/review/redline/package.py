"""A Word file open for change: trees made when asked for, relationships, new parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from qdgen.word.elements import R, w
from qdgen.word.package import CONTENT_TYPES, PartData, parse_xml

DOCUMENT, FOOTNOTES = "word/document.xml", "word/footnotes.xml"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_R_ID = f"{{{R}}}id"


@dataclass(frozen=True, slots=True)
class Link:
    """What a relationship says: the last word of its type, its target, whether that is outside."""

    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class OpenParts:
    """The parts of a file, trees of those that were looked into."""

    parts: dict[str, bytes]
    trees: dict[str, etree._Element] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Mapping[str, PartData]) -> OpenParts:
        """`parts` as `compose` or `read_package` gives them."""
        return cls(
            {
                name: data if isinstance(data, bytes) else b"".join(data)
                for name, data in parts.items()
            }
        )

    def tree(self, name: str) -> etree._Element:
        """The root of a part. Raises KeyError, XmlFaultError."""
        if name not in self.trees:
            self.trees[name] = parse_xml(self.parts[name], large=True)
        return self.trees[name]

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name in self.parts or name in self.trees

    def relationships(self, name: str) -> dict[str, Link]:
        """Those of a part, by id."""
        rels = _rels(name)
        if not self.has(rels):
            return {}
        return {
            r.get("Id", ""): Link(
                r.get("Type", "").rpartition("/")[2],
                r.get("Target", ""),
                r.get("TargetMode") == "External",
            )
            for r in self.tree(rels)
        }

    def relate(self, name: str, link: Link) -> str:
        """The id of such a relationship of a part, made where there is none."""
        known = self.relationships(name)
        for identity, other in known.items():
            if other == link:
                return identity
        rels = _rels(name)
        if not self.has(rels):
            self.trees[rels] = etree.fromstring(f'<Relationships xmlns="{_RELATIONSHIPS}"/>')
        number = 1 + len(known)
        while f"rIdO{number}" in known:
            number += 1
        entry = etree.SubElement(self.tree(rels), f"{{{_RELATIONSHIPS}}}Relationship")
        entry.set("Id", f"rIdO{number}")
        entry.set(
            "Type",
            f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{link.kind}",
        )
        entry.set("Target", link.target)
        if link.external:
            entry.set("TargetMode", "External")
        return f"rIdO{number}"

    def add(self, name: str, data: bytes, content_type: str) -> None:
        """A new part."""
        self.parts[name] = data
        types = self.tree(CONTENT_TYPES)
        entry = etree.SubElement(types, f"{{{_TYPES}}}Override")
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", content_type)

    def content_type(self, name: str) -> str:
        """What a part is."""
        types = self.tree(CONTENT_TYPES)
        return next(
            (t.get("ContentType", "") for t in types if t.get("PartName") == f"/{name}"),
            "application/xml",
        )

    def written(self) -> dict[str, bytes]:
        """All parts as bytes."""
        return self.parts | {
            name: _DECLARATION + etree.tostring(root, encoding="UTF-8")
            for name, root in self.trees.items()
        }


def take_links(root: etree._Element, part: str, old: OpenParts, new: OpenParts) -> None:
    """Let the hyperlinks below `root`, of the same part of `old`, name the relationships of
    `new`."""
    known = old.relationships(part)
    taken: dict[str, str] = {}
    for element in root.iter(w("hyperlink")):
        identity = element.get(_R_ID)
        if identity is None:
            continue
        if identity not in taken:
            link = known.get(identity)
            taken[identity] = new.relate(part, link) if link else identity
        element.set(_R_ID, taken[identity])


def _rels(name: str) -> str:
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
