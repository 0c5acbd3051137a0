"""What may be given to LibreOffice: a Word document that makes it read nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from qdgen.errors import ConversionError
from qdgen.messages import Text, text
from qdgen.reasons import reason

_LARGEST_RELATIONSHIPS = 20_000_000


def check_docx(path: Path) -> None:
    """Raise ConversionError unless `path` is a Word document without links that are loaded.

    LibreOffice would draw a PDF of a text file that is merely named .docx, and would fetch linked
    pictures and templates. A hyperlink is the one external relationship allowed (ECMA-376 part 2,
    9.3; part 1, 17.16.22).
    """
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if "word/document.xml" not in names:
                raise _not_word(path, text("it has no word/document.xml"))
            for name in names:
                if name.endswith(".rels"):
                    _check_relationships(path, package, name)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise _not_word(path, reason(error)) from error


def _check_relationships(path: Path, package: zipfile.ZipFile, name: str) -> None:
    if package.getinfo(name).file_size > _LARGEST_RELATIONSHIPS:
        raise _not_word(path, text("{part} is too large", part=name))
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        relationships = etree.fromstring(package.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise _not_word(path, text("{part} is damaged", part=name)) from error
    for relationship in relationships:
        external = relationship.get("TargetMode") == "External"
        if external and not relationship.get("Type", "").endswith("/hyperlink"):
            raise ConversionError(
                text("{path} links to a file outside itself ({part})", path=str(path), part=name),
                text("put the picture or template into the document instead of linking to it"),
            )


def _not_word(path: Path, why: Text) -> ConversionError:
    return ConversionError(
        text("{path} is not a Word document: {reason}", path=str(path), reason=why),
        text("save it again from Word as .docx"),
    )
