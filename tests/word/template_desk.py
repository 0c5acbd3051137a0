"""A clerk's desk: a copy of the templates to change, and the file built with them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from opened_docx import rewritten, w, with_tree

from building import DOSSIERS, PROJECT, REAL
from qdgen.content.loader import load_dossier
from qdgen.document.model import Document
from qdgen.document.resolve import resolve
from qdgen.errors import QdgenError, TemplateError
from qdgen.word.compose import compose
from qdgen.word.package import write_package
from qdgen.word.proof import prove_docx
from qdgen.word.templates import Templates


def resolved() -> dict[str, Document]:
    """The four dossiers, resolved."""
    found = {}
    for name, folder in DOSSIERS.items():
        dossier, _ = load_dossier(folder)
        assert dossier is not None
        found[name] = resolve(dossier)[0]
    return found


class Desk:
    """A folder of templates to work on, and the file built with them."""

    def __init__(self, folder: Path, documents: dict[str, Document]) -> None:
        self.folder = folder / "templates"
        self._documents = documents
        shutil.copytree(PROJECT / "templates", self.folder)

    def path(self, kind: str) -> Path:
        return self.folder / f"{kind}.docx"

    def edit(self, kind: str, change: Callable[[etree._Element], None], part: str = "") -> None:
        """Change the tree of a part of a template (the document where none is named)."""
        path = self.path(kind)
        name = part or "word/document.xml"
        rewritten(path, path.with_suffix(".tmp"), {name: with_tree(change)}).replace(path)

    def tag(self, kind: str, old: str, new: str) -> None:
        """Put `new` in place of the run with the words `old`, once."""

        def change(root: etree._Element) -> None:
            text = next(t for t in root.iter(w("t")) if (t.text or "").strip() == old)
            text.text = new

        self.edit(kind, change)

    def add(self, kind: str, new: str) -> None:
        """A new paragraph with the words `new` before the first paragraph of the body."""

        def change(root: etree._Element) -> None:
            paragraph = etree.Element(w("p"))
            run = etree.SubElement(paragraph, w("r"))
            etree.SubElement(run, w("t")).text = new
            root[0].insert(0, paragraph)

        self.edit(kind, change)

    def build(self, name: str = REAL) -> Path:
        """The proven file. Raises what composing raises."""
        document = self._documents[name]
        composition = compose(document, Templates(self.folder), "0" * 64)
        path = self.folder.parent / f"{name}.docx"
        write_package(composition.parts, path)
        findings = prove_docx(path, composition.printed, document.anchors)
        assert findings == [], [str(f.message) for f in findings]
        return path

    def refusal(self, name: str = REAL) -> str:
        """What the program says instead of building."""
        with pytest.raises(QdgenError) as caught:
            self.build(name)
        assert isinstance(caught.value, TemplateError) or caught.value.exit_code == 4
        return f"{caught.value.message} {caught.value.hint}"
