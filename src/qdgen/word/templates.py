"""The Word templates: where they are, and what is in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from lxml import etree

from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import R, w
from qdgen.word.package import UnreadableFileError, read_package
from qdgen.word.reading_xml import XmlFaultError, parse_xml

DOCUMENT = "word/document.xml"
_RELATIONSHIPS = "word/_rels/document.xml.rels"
_REQUIRED = (DOCUMENT, "word/styles.xml", "word/numbering.xml", "word/settings.xml", _RELATIONSHIPS)
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"


COMPARISON = "bang-so-sanh.docx"
"""The template of a Bảng so sánh, which is no part of a decision."""


class Kind(StrEnum):
    """One template for each kind of part; the value is its file name."""

    DECISION = "quyet-dinh"
    OUTLINE = "de-cuong"
    ARTICLES = "dieu-khoan"
    ANNEX = "phu-luc"


@dataclass(frozen=True)
class Template:
    """A template as read: its path and its parts."""

    path: Path
    parts: Mapping[str, bytes]

    @cached_property
    def styles(self) -> etree._Element:
        """The root of styles.xml. Do not change it."""
        return self.part_root("word/styles.xml")

    @cached_property
    def numbering(self) -> etree._Element:
        """The root of numbering.xml. Do not change it."""
        return self.part_root("word/numbering.xml")

    @cached_property
    def relationships(self) -> dict[str, tuple[str, str, bool]]:
        """Relationship id to (type's last word, target, is external)."""
        root = self.part_root(_RELATIONSHIPS)
        return {
            rel.get("Id", ""): (
                rel.get("Type", "").rsplit("/", 1)[-1],
                rel.get("Target", ""),
                rel.get("TargetMode") == "External",
            )
            for rel in root.iter(f"{_REL}Relationship")
        }

    @property
    def document(self) -> etree._Element:
        """The root of document.xml, anew each time."""
        return self.part_root(DOCUMENT)

    def part_root(self, part: str) -> etree._Element:
        """The root of a part, anew each time. Raises TemplateError where it is broken."""
        try:
            return parse_xml(self.parts[part])
        except XmlFaultError as error:
            raise TemplateError(
                text(
                    "{path}: {part}: {reason}", path=self.path.name, part=part, reason=error.message
                ),
                text("save the template again in Word as .docx"),
            ) from error

    def header_footer(self, relationship: str) -> etree._Element:
        """The root of the header or footer that a w:headerReference names, anew each time."""
        part = f"word/{self.relationships.get(relationship, ('', '', False))[1]}"
        if part not in self.parts:
            raise TemplateError(
                text("{path}: a header or footer is missing", path=self.path.name),
                text("open the template in Word, delete its header and make it anew"),
            )
        return self.part_root(part)


class Templates:
    """The templates of one folder, each read when first wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[Kind, Template] = {}

    def get(self, kind: Kind) -> Template:
        """The template for `kind`. Raises TemplateError where it is missing or not a template."""
        if kind not in self._read:
            self._read[kind] = load_template(self.path(kind))
        return self._read[kind]

    def path(self, kind: Kind) -> Path:
        """Where the template for `kind` is or should be."""
        return self.folder / f"{kind}.docx"


def load_template(path: Path) -> Template:
    """The template at `path`. Raises TemplateError where it is missing or not a template."""
    if not path.is_file():
        raise TemplateError(
            text("the template {name} is missing in {folder}", name=path.name, folder=path.parent),
            text("copy it from the templates that come with the program"),
        )
    try:
        parts = read_package(path)
    except UnreadableFileError as error:
        raise TemplateError(error.message, error.hint) from error
    for name in _REQUIRED:
        if name not in parts:
            raise TemplateError(
                text("{path}: no part {part}", path=path.name, part=name),
                text("save the template again in Word as .docx"),
            )
    return Template(path, parts)


def header_references(section: etree._Element) -> list[tuple[etree._Element, str]]:
    """The header and footer references of a w:sectPr with their relationship ids."""
    found = []
    for name in ("headerReference", "footerReference"):
        found += [(e, e.get(f"{{{R}}}id", "")) for e in section.iter(w(name))]
    return found
