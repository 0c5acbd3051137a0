"""The parts of an open package as trees, and the relationships that join them."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

from lxml import etree

from qdgen.messages import text
from qdgen.word.package import OpenPackage, UnreadableFileError, XmlFaultError, parse_xml
from qdgen.word.reader.names import PACKAGE

_TARGET_LENGTH = 2083
"""Word takes no longer address in a hyperlink."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship: the last word of its type, and a part name or an outside address."""

    kind: str
    target: str
    is_external: bool


class Parts:
    """Reads what it is asked for; raises UnreadableFileError naming the file and the part."""

    def __init__(self, package: OpenPackage) -> None:
        self.package = package
        self.main = self._main_part()

    def tree(self, name: str) -> etree._Element:
        """The root element of the part."""
        try:
            return parse_xml(self.package.read(name), large=True)
        except KeyError:
            raise self.fault(name, XmlFaultError(text("The part is missing."))) from None
        except XmlFaultError as error:
            raise self.fault(name, error) from error

    def fault(self, name: str, error: XmlFaultError) -> UnreadableFileError:
        """`error` with the file and the part it was found in."""
        return UnreadableFileError(
            text(
                "{path} cannot be read: {part}: {reason}",
                path=self.package.path,
                part=ascii(name)[1:-1],
                reason=error.message,
            )
        )

    def relationships(self, name: str) -> dict[str, Relationship]:
        """The relationships of a part ("" is the package) by id."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.package:
            return {}
        return {
            element.get("Id", ""): Relationship(
                element.get("Type", "").rpartition("/")[2],
                _target(element.get("Target", ""), folder, element.get("TargetMode")),
                element.get("TargetMode") == "External",
            )
            for element in self.tree(rels).iterchildren(f"{{{PACKAGE}}}Relationship")
        }

    def related(self, name: str, kind: str) -> str | None:
        """The part that `name` points to with a relationship of `kind`, if it is there."""
        for relationship in self.relationships(name).values():
            if relationship.kind == kind and relationship.target in self.package:
                return relationship.target
        return None

    def related_tree(self, kind: str) -> etree._Element | None:
        """The root of the part the main document points to with `kind`."""
        name = self.related(self.main, kind)
        return None if name is None else self.tree(name)

    def links(self, name: str) -> dict[str, str]:
        """The outside addresses the part points to, by relationship id."""
        return {
            key: relationship.target[:_TARGET_LENGTH]
            for key, relationship in self.relationships(name).items()
            if relationship.is_external
        }

    def _main_part(self) -> str:
        name = self.related("", "officeDocument")
        if name is None:
            raise UnreadableFileError(
                text("{path} is a zip file, but not a Word document.", path=self.package.path)
            )
        return name


def _target(target: str, folder: str, mode: str | None) -> str:
    if mode == "External":
        return target
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
