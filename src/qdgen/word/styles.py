"""The style sheet of the file being built, put together from the templates of its parts.

The parts share their styles. Where a clerk has restyled one template only, the style that differs
comes along under a name of its own, so that each part looks as its template says.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import drop_attribute, w
from qdgen.word.templates import Template

_VAL = w("val")
_REFERS = (w("basedOn"), w("next"), w("link"))
_USES = (w("pStyle"), w("rStyle"), w("tblStyle"))


@dataclass(frozen=True, slots=True)
class Look:
    """What a style comes to: size in points, weight, slant."""

    size_pt: float
    bold: bool
    italic: bool


class StyleSheet:
    """Starts as the styles of the first template and adopts those of the others."""

    def __init__(self, template: Template) -> None:
        self.root = copy.deepcopy(template.styles)
        self._source = template.parts["word/styles.xml"]
        self._defaults = _canonical(self.root.find(w("docDefaults")))

    def adopt(self, template: Template, numbers: dict[str, str]) -> dict[str, str]:
        """Take in the styles of `template` (its list numbers mapped by `numbers`).

        Returns the style ids to change in its body. Raises TemplateError where the document
        defaults differ, because a file has only one set of them.
        """
        if template.parts["word/styles.xml"] == self._source and _same(numbers):
            return {}
        if _canonical(template.styles.find(w("docDefaults"))) != self._defaults:
            raise TemplateError(
                text(
                    "{path}: the document defaults (font, size, language) differ from those of "
                    "the decision's template",
                    path=template.path.name,
                ),
                text("set them alike in Word: Design, Fonts, or Set as Default in all templates"),
            )
        mine = {_id(s): s for s in self._styles(self.root)}
        theirs = {_id(s): copy.deepcopy(s) for s in self._styles(template.styles)}
        for style in theirs.values():
            _renumber(style, numbers)
        changed = {
            i for i, s in theirs.items() if i in mine and _canonical(s) != _canonical(mine[i])
        }
        changed = _with_descendants(changed, theirs)
        tag = template.path.stem
        renamed = {i: f"{i}-{tag}" for i in changed}
        for style_id, style in theirs.items():
            if style_id in mine and style_id not in renamed:
                continue
            for reference in style.iter(*_REFERS):
                reference.set(_VAL, renamed.get(reference.get(_VAL, ""), reference.get(_VAL, "")))
            if style_id in renamed:
                style.set(w("styleId"), renamed[style_id])
                drop_attribute(style, w("default"))
                name = style.find(w("name"))
                if name is not None:
                    name.set(_VAL, f"{name.get(_VAL)} ({tag})")
            self.root.append(style)
        return renamed

    def id_of(self, name: str, template: Template) -> str:
        """The id of the style called `name`. Raises TemplateError naming the missing style."""
        for style in self._styles(self.root):
            found = style.find(w("name"))
            if found is not None and found.get(_VAL) == name:
                return _id(style)
        raise TemplateError(
            text("{path}: there is no style “{name}”", path=template.path.name, name=name),
            text("make a style of that name in Word, or take the program's own template"),
        )

    def number_of(self, style_id: str) -> tuple[str, str] | None:
        """The (numId, level) that a paragraph of this style gets from the style, if any."""
        number: str | None = None
        level: str | None = None
        for style in self._chain(style_id):
            properties = style.find(f"{w('pPr')}/{w('numPr')}")
            if properties is None:
                continue
            own = properties.find(w("numId"))
            own_level = properties.find(w("ilvl"))
            number = number or (own.get(_VAL) if own is not None else None)
            level = level or (own_level.get(_VAL) if own_level is not None else None)
        return (number, level or "0") if number and number != "0" else None

    def look(self, style_id: str) -> Look:
        """Size, weight and slant that text of this style has."""
        size, bold, italic = None, None, None
        properties = [s.find(w("rPr")) for s in self._chain(style_id)]
        properties.append(self.root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for found in properties:
            if found is None:
                continue
            own = found.find(w("sz"))
            size = size or (float(own.get(_VAL, "0")) / 2 if own is not None else None)
            bold = _flag(found, "b") if bold is None else bold
            italic = _flag(found, "i") if italic is None else italic
        return Look(size or 10.0, bool(bold), bool(italic))

    def _chain(self, style_id: str) -> Iterator[etree._Element]:
        styles = {_id(s): s for s in self._styles(self.root)}
        seen: set[str] = set()
        while style_id in styles and style_id not in seen:
            seen.add(style_id)
            style = styles[style_id]
            yield style
            based = style.find(w("basedOn"))
            style_id = based.get(_VAL, "") if based is not None else ""

    @staticmethod
    def _styles(root: etree._Element) -> list[etree._Element]:
        return root.findall(w("style"))


def rename_styles(root: etree._Element, renamed: dict[str, str]) -> None:
    """Let the body below `root` use the adopted styles."""
    if renamed:
        for use in root.iter(*_USES):
            use.set(_VAL, renamed.get(use.get(_VAL, ""), use.get(_VAL, "")))


def _id(style: etree._Element) -> str:
    return style.get(w("styleId"), "")


def _canonical(element: etree._Element | None) -> bytes:
    return b"" if element is None else etree.tostring(element, method="c14n", with_tail=False)


def _same(numbers: dict[str, str]) -> bool:
    return all(old == new for old, new in numbers.items())


def _renumber(style: etree._Element, numbers: dict[str, str]) -> None:
    for number in style.iter(w("numId")):
        number.set(_VAL, numbers.get(number.get(_VAL, ""), number.get(_VAL, "")))


def _with_descendants(changed: set[str], styles: dict[str, etree._Element]) -> set[str]:
    """A style based on a changed one looks different too."""
    grown = set(changed)
    while True:
        more = {
            i for i, s in styles.items()
            if i not in grown
            and (based := s.find(w("basedOn"))) is not None
            and based.get(_VAL) in grown
        }  # fmt: skip
        if not more:
            return grown
        grown |= more


def _flag(properties: etree._Element, name: str) -> bool | None:
    found = properties.find(w(name))
    return None if found is None else found.get(_VAL, "1") not in ("0", "false", "off")
