"""A DOCX as zip and XML, read without any of the program's own code."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = {
    "w": W,
    "r": R,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}


def w(name: str) -> str:
    """`name` in the namespace of WordprocessingML."""
    return f"{{{W}}}{name}"


class Docx:
    """The parts of a file; `root` parses one."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
            self.infos = archive.infolist()

    def root(self, name: str = "word/document.xml") -> etree._Element:
        return etree.fromstring(self.parts[name])

    def find(self, path: str, name: str = "word/document.xml") -> list[etree._Element]:
        found = self.root(name).xpath(path, namespaces=NS)
        assert isinstance(found, list)
        return found

    def style_names(self) -> dict[str, str]:
        """Style id to name."""
        return {
            s.get(w("styleId")): s.find(w("name")).get(w("val"))
            for s in self.find("//w:style", "word/styles.xml")
        }

    def paragraphs(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Style name, words and element of every paragraph of the body."""
        names = self.style_names()
        for paragraph in self.find("//w:body//w:p"):
            style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
            name = names.get(style.get(w("val")), "?") if style is not None else ""
            yield name, words(paragraph), paragraph


def words(element: etree._Element) -> str:
    """The text of an element's runs."""
    return "".join(t.text or "" for t in element.iter(w("t")))


def rewritten(source: Path, target: Path, change: Mapping[str, Callable[[bytes], bytes]]) -> Path:
    """A copy of a DOCX with some parts changed; a part that is not there begins as b""."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, edit in change.items():
        parts[name] = edit(parts.get(name, b""))
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def with_tree(edit: Callable[[etree._Element], None]) -> Callable[[bytes], bytes]:
    """An edit of a part by its tree."""

    def change(data: bytes) -> bytes:
        root = etree.fromstring(data)
        edit(root)
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

    return change
