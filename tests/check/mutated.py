"""Word files that qdgen built, with one property changed: what `docx` of a case means.

An edit says where and what:

    style: QuocHieu            in that style; `r` sets properties of characters, `p` of paragraphs
    of: QuocHieu               in the paragraphs of that style (`nth`: only that one, from 0);
                               `r`, `p`, `text: [old, new]`, `case: upper|lower`, `remove`,
                               `split` and `own`: these words get properties of their own;
                               `before`, `after`: XML put there; `type_label`: its number typed
                               instead of counted; `copy_line`: the line of that name below it too
    section: 0                 of the n-th section (`all`): `set` attributes, `add` XML, `remove`
    line: Kẻ dưới Tiêu ngữ     the drawn line of that name: `times` its length, `dash`, `remove`,
                               `jc`, `indent` (twips), `refit`: made to fit the words above
    level: [1, 0]              level 0 of the list 1: `r`, `text`, `format`, `start`
    table: 0                   of the n-th table: `borders`, `rows` (`header: false`, `split: true`)
    part: word/header1.xml     `replace` by `by`, as it stands in the file; `put`: a new part
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from case_files import rule_cases
from lxml import etree

from qdgen.check.elements import Element
from qdgen.check.examine import Examined, examine
from qdgen.check.paper import Chosen, Paper
from qdgen.check.rule import all_rules
from qdgen.check.word_paper import read_word
from qdgen.word.package import Package, read_package

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
BASES = {
    "ho-so": HERE / "base/content/ho-so",
    "quy-che": ROOT / "tests/dossiers/quy-che/2025-quy-che-du-lieu-mo",
    "ba-phu-luc": ROOT / "tests/dossiers/ba-phu-luc/2025-phan-bo-thiet-bi",
    "bo-nhiem": ROOT / "tests/dossiers/bo-nhiem/2025-bo-nhiem",
    "2025": ROOT / "content/2025-du-lieu-quoc-gia",
}
CHOSEN = {
    "2025": Chosen(pages_run_on=True, annex_title_upper=False, attached_title_upper=True),
}
FORMAT_RULES = [rule for rule in all_rules() if rule.family == "TB"]
FITTED = {
    "Kẻ dưới Tiêu ngữ": ((Element.MOTTO,), 1.0),
    "Kẻ dưới tên cơ quan": ((Element.ORGAN,), 0.4),
    "Kẻ dưới trích yếu": ((Element.SUBJECT,), 0.4),
    "Kẻ dưới tên văn bản": ((Element.TITLE, Element.REFERENCE_LINE), 0.4),
}
"""The lines by name: below what they stand, and how long they are to its words."""
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NS = {
    "w": _W,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NS.items())
Node = Any
Edit = dict[str, Any]


@cache
def built(base: str, folder: Path) -> Package:
    """The parts of the Word file of a base dossier, built below `folder`."""
    place = BASES[base]
    command = [sys.executable, "-m", "qdgen", "build", place.name, "--no-pdf", "-o", str(folder)]
    subprocess.run(command, cwd=place.parent, check=True, capture_output=True)
    return read_package(folder / place.name / f"{place.name}.docx")


def edited(parts: Package, edits: Iterable[Edit]) -> Package:
    """A copy of `parts` with the edits."""
    file = _File(parts)
    for edit in edits:
        before = file.bytes()
        if edit.get("refit"):
            file.refit(edit, read(before, ""))
        else:
            file.edit(edit)
            if _are_same(file.bytes(), before):
                raise AssertionError(f"changes nothing: {edit}")
    return file.bytes()


def _are_same(one: Package, other: Package) -> bool:
    return one.keys() == other.keys() and all(
        data == other[name]
        or (name.endswith(".xml") and _canonical(data) == _canonical(other[name]))
        for name, data in one.items()
    )


def _canonical(xml: bytes) -> bytes:
    return bytes(etree.tostring(etree.fromstring(xml), method="c14n"))


def read(parts: Package, base: str) -> Paper:
    """The paper that the Word file made of `parts` is."""
    return read_word(parts, "van-ban.docx", chosen=CHOSEN.get(base, Chosen()))


def check_word(parts: Package, base: str) -> Examined:
    """Every rule of format, on the Word file made of `parts`."""
    return examine(read(parts, base), FORMAT_RULES)


def docx_cases() -> list[tuple[str, bool, dict[str, Any]]]:
    """Code, whether it must fire, and the case, of all cases that edit a Word file."""
    return [found for found in rule_cases() if "docx" in found[2]]


class _File:
    def __init__(self, parts: Package) -> None:
        self._parts = dict(parts)
        self._trees: dict[str, Node] = {}

    def bytes(self) -> Package:
        return self._parts | {
            name: etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            for name, tree in self._trees.items()
        }

    def _tree(self, name: str) -> Node:
        if name not in self._trees:
            self._trees[name] = etree.fromstring(self._parts[name])
        return self._trees[name]

    def _find(self, name: str, path: str) -> list[Node]:
        return list(self._tree(name).xpath(path, namespaces=_NS))

    def edit(self, edit: Edit) -> None:
        if "style" in edit:
            for style in self._find("word/styles.xml", f"//w:style[@w:styleId='{edit['style']}']"):
                _properties(style, edit)
        elif "of" in edit:
            self._paragraphs(edit)
        elif "section" in edit:
            self._section(edit)
        elif "line" in edit:
            self._line(edit)
        elif "level" in edit:
            self._level(edit)
        elif "table" in edit:
            self._table(edit)
        else:
            self._part(edit)

    def _part(self, edit: Edit) -> None:
        name = edit["part"]
        if "put" in edit:
            self._parts[name] = edit["put"].encode()
            return
        parts = self.bytes()
        words = parts[name].decode()
        if edit["replace"] not in words:
            raise AssertionError(f"not in {name}: {edit['replace']}")
        count = -1 if edit.get("every") else 1
        self._trees.pop(name, None)
        self._parts[name] = words.replace(edit["replace"], edit["by"], count).encode()

    def _paragraphs(self, edit: Edit) -> None:
        path = f"//w:p[w:pPr/w:pStyle/@w:val='{edit['of']}']"
        names = [n for n in self._parts if n.startswith("word/") and n.endswith(".xml")]
        wanted = [n for n in names if f'"{edit["of"]}"'.encode() in self._parts[n]]
        found = [p for n in wanted if n != "word/numbering.xml" for p in self._find(n, path)]
        if "nth" in edit:
            found = [found[edit["nth"]]]
        if not found:
            raise AssertionError(f"no paragraph in {edit['of']}")
        for number, paragraph in enumerate(found, 1):
            _change(paragraph, edit)
            if "type_label" in edit:
                _type(paragraph, edit["type_label"].format(n=number))
            if "copy_line" in edit:
                path = f"//w:p[.//wp:docPr/@name='{edit['copy_line']}']"
                line = self._find("word/document.xml", path)[0]
                paragraph.addnext(deepcopy(line))

    def _section(self, edit: Edit) -> None:
        sections = self._find("word/document.xml", "//w:sectPr")
        chosen = sections if edit["section"] == "all" else [sections[edit["section"]]]
        for section in chosen:
            for name, value in edit.get("set", {}).items():
                _attribute(section, name, value)
            for name in edit.get("remove", []):
                for node in section.xpath(f"w:{name}", namespaces=_NS):
                    section.remove(node)
            for xml in edit.get("add", []):
                section.insert(0, _made(xml))

    def _line(self, edit: Edit) -> None:
        docs = self._find("word/document.xml", f"//wp:docPr[@name='{edit['line']}']")
        for doc in [docs[edit["nth"]]] if "nth" in edit else docs:
            paragraph = doc.xpath("ancestor::w:p[1]", namespaces=_NS)[0]
            if edit.get("remove"):
                for run in paragraph.xpath("w:r", namespaces=_NS):
                    paragraph.remove(run)
                paragraph.getparent().remove(paragraph)
                continue
            for size in paragraph.xpath(".//wp:extent | .//a:xfrm/a:ext", namespaces=_NS):
                size.set("cx", str(round(int(size.get("cx")) * edit.get("times", 1))))
            if "dash" in edit:
                for line in paragraph.xpath(".//a:ln", namespaces=_NS):
                    line.append(_made(f'<a:prstDash val="{edit["dash"]}"/>'))
            if "jc" in edit:
                _attribute(_properties_of(paragraph, "pPr"), "jc.val", edit["jc"])
            if "indent" in edit:
                _attribute(_properties_of(paragraph, "pPr"), "ind.left", edit["indent"])

    def refit(self, edit: Edit, paper: Paper) -> None:
        """Make the lines of that name as long as the words above them want, as `paper` measures;
        where these are aligned left, the lines stand below their middle."""
        name = edit["line"]
        elements, ratio = FITTED[name]
        lines = [n for n in paper.lines if paper.pieces[n.below].element in elements]
        docs = self._find("word/document.xml", f"//wp:docPr[@name='{name}']")
        for doc, line in zip(docs, lines, strict=True):
            paragraph = doc.xpath("ancestor::w:p[1]", namespaces=_NS)[0]
            length = (line.text_mm or 0) * ratio
            for size in paragraph.xpath(".//wp:extent | .//a:xfrm/a:ext", namespaces=_NS):
                size.set("cx", str(round(length * 36000)))
            if edit.get("jc"):
                left = round(((line.text_mm or 0) - length) / 2 / 25.4 * 1440)
                properties = _properties_of(paragraph, "pPr")
                _set_all(properties, {"jc": edit["jc"], "ind.left": left})

    def _level(self, edit: Edit) -> None:
        number, level = edit["level"]
        path = f"//w:abstractNum[@w:abstractNumId='{number}']/w:lvl[@w:ilvl='{level}']"
        for node in self._find("word/numbering.xml", path):
            _properties(node, edit)
            for key, name in (("text", "lvlText"), ("format", "numFmt"), ("start", "start")):
                if key in edit:
                    _attribute(node, f"{name}.val", edit[key])

    def _table(self, edit: Edit) -> None:
        table = self._find("word/document.xml", "//w:tbl")[edit["table"]]
        if "borders" in edit:
            sides = "".join(
                f'<w:{s} w:val="{edit["borders"]}" w:sz="4" w:space="0" w:color="000000"/>'
                for s in ("top", "left", "bottom", "right", "insideH", "insideV")
            )
            properties = table.find(f"{{{_W}}}tblPr")
            for old in properties.findall(f"{{{_W}}}tblBorders"):
                properties.remove(old)
            properties.append(_made(f"<w:tblBorders>{sides}</w:tblBorders>"))
        rows = edit.get("rows", {})
        if rows.get("header") is False:
            for node in table.xpath(".//w:tblHeader", namespaces=_NS):
                node.getparent().remove(node)
        if rows.get("split"):
            for node in table.xpath(".//w:cantSplit", namespaces=_NS):
                node.getparent().remove(node)


def _change(paragraph: Node, edit: Edit) -> None:
    if edit.get("remove"):
        paragraph.getparent().remove(paragraph)
        return
    if "p" in edit:
        _set_all(_properties_of(paragraph, "pPr"), edit["p"])
    runs = paragraph.xpath("w:r[w:t]", namespaces=_NS)
    for run in runs:
        if "r" in edit:
            _set_all(_properties_of(run, "rPr"), edit["r"])
        for words in run.findall(f"{{{_W}}}t"):
            text = words.text or ""
            if "text" in edit:
                old, new = edit["text"]
                text = text.replace(old, new)
            words.text = {"upper": text.upper(), "lower": text.lower(), None: text}[
                edit.get("case")
            ]
    if "split" in edit:
        _split(paragraph, edit)
    place = paragraph.getparent()
    for xml in edit.get("before", []):
        place.insert(place.index(paragraph), _made(xml))
    for xml in reversed(edit.get("after", [])):
        place.insert(place.index(paragraph) + 1, _made(xml))


def _type(paragraph: Node, label: str) -> None:
    """Type the number in front of a paragraph that Word counted, in bold if it begins a Điều."""
    numbering = _properties_of(paragraph, "pPr")
    for old in numbering.findall(f"{{{_W}}}numPr"):
        numbering.remove(old)
    numbering.append(_made('<w:numPr><w:numId w:val="0"/></w:numPr>'))
    bold = "<w:rPr><w:b/></w:rPr>" if label.startswith("Điều") else ""
    run = _made(f'<w:r>{bold}<w:t xml:space="preserve">{label}</w:t></w:r>')
    paragraph.xpath("w:r", namespaces=_NS)[0].addprevious(run)


def _split(paragraph: Node, edit: Edit) -> None:
    """The words `split` get a run of their own with the properties `own`."""
    for run in paragraph.xpath("w:r[w:t]", namespaces=_NS):
        words = run.find(f"{{{_W}}}t")
        before, found, after = (words.text or "").partition(edit["split"])
        if not found:
            continue
        middle, last = deepcopy(run), deepcopy(run)
        words.text = before
        middle.find(f"{{{_W}}}t").text = found
        last.find(f"{{{_W}}}t").text = after
        _set_all(_properties_of(middle, "rPr"), edit["own"])
        for node in (words, middle.find(f"{{{_W}}}t"), last.find(f"{{{_W}}}t")):
            node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.addnext(middle)
        middle.addnext(last)
        return
    raise AssertionError(f"no words {edit['split']}")


def _properties(node: Node, edit: Edit) -> None:
    for key, name in (("p", "pPr"), ("r", "rPr")):
        if key in edit:
            _set_all(_properties_of(node, name), edit[key])


def _properties_of(node: Node, name: str) -> Node:
    found = node.find(f"{{{_W}}}{name}")
    if found is None:
        found = etree.Element(f"{{{_W}}}{name}")
        is_first = name == "pPr" or node.tag in (f"{{{_W}}}r", f"{{{_W}}}p")
        if is_first and node.tag != f"{{{_W}}}style":
            node.insert(0, found)
        else:
            node.append(found)
    return found


def _set_all(node: Node, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "font":
            for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
                _attribute(node, f"rFonts.{kind}", value)
        else:
            _attribute(node, name if "." in name else f"{name}.val", value)


def _attribute(node: Node, name: str, value: object) -> None:
    tag, attribute = name.split(".")
    child = node.find(f"{{{_W}}}{tag}")
    if child is None:
        child = etree.SubElement(node, f"{{{_W}}}{tag}")
    if value is None:
        child.attrib.pop(f"{{{_W}}}{attribute}", None)
    else:
        child.set(f"{{{_W}}}{attribute}", str(value))


def _made(xml: str) -> Node:
    return etree.fromstring(f"<root {_DECLARED}>{xml}</root>")[0]
