"""Lists of the file being built: the templates' own, and the running numbers of annex tables.

Every Điều, khoản, I., 1., dash and STT is numbered by Word itself, so that deleting one renumbers
the rest. Điểm letters are not: Word's lowerLetter has f, j, w, z and no đ (see docs/adr).
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from lxml import etree

from qdgen.document.model import NumberKind, RowNumbering
from qdgen.word.elements import W, remove, w
from qdgen.word.templates import Template

_VAL = w("val")
_FORMATS = {
    NumberKind.UPPER_ROMAN: "upperRoman",
    NumberKind.LOWER_ROMAN: "lowerRoman",
    NumberKind.ARABIC: "decimal",
    NumberKind.LOWER_LETTER: "lowerLetter",
    NumberKind.UPPER_LETTER: "upperLetter",
}
LEVELS = 9


class Numbering:
    """numbering.xml in the making (ECMA-376 Part 1, 17.9)."""

    def __init__(self, template: Template) -> None:
        self.root = copy.deepcopy(template.numbering)
        self._source = template.parts["word/numbering.xml"]
        self._restarted: dict[tuple[int, str], str] = {}
        self._taken: list[etree._Element] = []

    def adopt(self, template: Template) -> dict[str, str]:
        """Take in the lists of `template`. Returns its list numbers with their numbers here; a
        list that is here already is not taken in again."""
        numbers = template.numbering.findall(w("num"))
        if template.parts["word/numbering.xml"] == self._source:
            return {n.get(w("numId"), ""): n.get(w("numId"), "") for n in numbers}
        abstracts = {
            a.get(w("abstractNumId"), ""): self._abstract_like(a)
            for a in template.numbering.findall(w("abstractNum"))
        }
        mapped: dict[str, str] = {}
        for number in numbers:
            taken = copy.deepcopy(number)
            reference = taken.find(w("abstractNumId"))
            if reference is not None:
                reference.set(_VAL, abstracts.get(reference.get(_VAL, ""), "0"))
            mapped[number.get(w("numId"), "")] = self._number_like(taken)
        return mapped

    def tie_styles(self, renamed: dict[str, str]) -> None:
        """Tie the lists just taken in to the styles of their template: renamed ones by their new
        name; the others belong to the list that was here first."""
        for abstract in (a for a in self._taken if a.getparent() is not None):
            for tie in list(abstract.iter(w("pStyle"))):
                if tie.get(_VAL, "") in renamed:
                    tie.set(_VAL, renamed[tie.get(_VAL, "")])
                else:
                    remove(tie)
        self._taken.clear()

    def _abstract_like(self, abstract: etree._Element) -> str:
        """The number of an equal list definition, taken in where there is none."""
        wanted = meaning(abstract)
        for known in self.root.findall(w("abstractNum")):
            if meaning(known) == wanted:
                return known.get(w("abstractNumId"), "")
        taken = copy.deepcopy(abstract)
        own = self._next(w("abstractNum"), w("abstractNumId"))
        taken.set(w("abstractNumId"), str(own))
        # Two lists with one nsid are one list to Word.
        for mark in taken.findall(w("nsid")):
            mark.set(_VAL, f"{0x5A400000 + own:08X}")
        self._put_abstract(taken)
        self._taken.append(taken)
        return str(own)

    def _number_like(self, number: etree._Element) -> str:
        wanted = meaning(number)
        for known in self.root.findall(w("num")):
            if meaning(known) == wanted:
                return known.get(w("numId"), "")
        own = str(self._next(w("num"), w("numId")))
        number.set(w("numId"), own)
        self.root.append(number)
        return own

    def restarted(self, part: int, number: str) -> str:
        """The list `number` counting anew for `part`: the same look, an own count."""
        key = (part, number)
        if key not in self._restarted:
            abstract = self._abstract_of(number)
            new = str(self._next(w("num"), w("numId")))
            element = etree.SubElement(self.root, w("num"), {w("numId"): new})
            etree.SubElement(element, w("abstractNumId"), {_VAL: abstract})
            for level in range(self._levels(abstract)):
                override = etree.SubElement(element, w("lvlOverride"), {w("ilvl"): str(level)})
                etree.SubElement(override, w("startOverride"), {_VAL: "1"})
            self._restarted[key] = new
        return self._restarted[key]

    def add_row_numbers(self, numbering: Sequence[RowNumbering]) -> list[tuple[str, int]]:
        """Lists for the running numbers of one table. Returns (list, level) for each level of rows.

        A level that runs on through its parents begins a list of its own: LibreOffice does not
        know w:lvlRestart.
        """
        levels: list[tuple[str, int]] = []
        number, first = "", 0
        for index, style in enumerate(numbering):
            if style.runs_on or not levels:
                first = index
                end = next(
                    (i for i, n in enumerate(numbering) if i > index and n.runs_on), len(numbering)
                )
                number = self._add_list(numbering[first:end])
            levels.append((number, index - first))
        return levels

    def _add_list(self, numbering: Sequence[RowNumbering]) -> str:
        abstract_id = self._next(w("abstractNum"), w("abstractNumId"))
        levels = "".join(_row_level(i, n) for i, n in enumerate(numbering[:LEVELS]))
        self._put_abstract(
            etree.fromstring(
                f'<w:abstractNum xmlns:w="{W}" w:abstractNumId="{abstract_id}">'
                f'<w:nsid w:val="{0x5A500000 + abstract_id:08X}"/>'
                f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
            )
        )
        number = str(self._next(w("num"), w("numId")))
        element = etree.SubElement(self.root, w("num"), {w("numId"): number})
        etree.SubElement(element, w("abstractNumId"), {_VAL: str(abstract_id)})
        return number

    def is_counted(self, number: str) -> bool:
        """Whether the list counts (a list of dashes does not)."""
        abstract = self._find(w("abstractNum"), w("abstractNumId"), self._abstract_of(number))
        formats = abstract.iter(w("numFmt")) if abstract is not None else ()
        return any(f.get(_VAL) not in ("bullet", "none") for f in formats)

    def _abstract_of(self, number: str) -> str:
        element = self._find(w("num"), w("numId"), number)
        reference = element.find(w("abstractNumId")) if element is not None else None
        return reference.get(_VAL, "") if reference is not None else ""

    def _levels(self, abstract: str) -> int:
        element = self._find(w("abstractNum"), w("abstractNumId"), abstract)
        return 0 if element is None else len(element.findall(w("lvl")))

    def _find(self, tag: str, attribute: str, value: str) -> etree._Element | None:
        return next((e for e in self.root.findall(tag) if e.get(attribute) == value), None)

    def _next(self, tag: str, attribute: str) -> int:
        return 1 + max((int(e.get(attribute, "0")) for e in self.root.findall(tag)), default=0)

    def _put_abstract(self, abstract: etree._Element) -> None:
        # All w:abstractNum stand before the first w:num (17.9.17).
        first = self.root.find(w("num"))
        if first is None:
            self.root.append(abstract)
        else:
            first.addprevious(abstract)


def meaning(element: etree._Element) -> bytes:
    """What a list or list definition says, without its number and Word's own marks."""
    own = copy.deepcopy(element)
    for mark in [*own.findall(w("nsid")), *own.findall(w("tmpl"))]:
        remove(mark)
    for attribute in [*own.attrib]:
        del own.attrib[attribute]
    return etree.tostring(own, method="c14n", exclusive=True, with_tail=False)


def _row_level(level: int, style: RowNumbering) -> str:
    own = f"%{level + 1}"
    shown = f"%{level}.{own}" if style.with_parent and level else own
    words = f"{style.prefix}{shown}{style.suffix}".replace("&", "&amp;").replace('"', "&quot;")
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{_FORMATS[style.kind]}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
    )
