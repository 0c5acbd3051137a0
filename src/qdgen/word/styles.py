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
from qdgen.word.elements import drop_attribute, paragraph_properties, w
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

        Returns the style ids to change in its body. A file has one set of document defaults: where
        those of `template` differ, they come along in its default paragraph style, and with it in
        every style based on that.
        """
        if template.parts["word/styles.xml"] == self._source and _same(numbers):
            return {}
        mine = {_id(s): s for s in self._styles(self.root)}
        theirs = {_id(s): copy.deepcopy(s) for s in self._styles(template.styles)}
        for style in theirs.values():
            _renumber(style, numbers)
        changed = {
            i for i, s in theirs.items() if i in mine and _canonical(s) != _canonical(mine[i])
        }
        defaults = template.styles.find(w("docDefaults"))
        if defaults is not None and _canonical(defaults) != self._defaults:
            changed |= {i for i, s in theirs.items() if _takes_defaults(s, defaults)}
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

    def look(self, style_id: str, own: etree._Element | None = None) -> Look:
        """Size, weight and slant of text of this style, with `own` run properties over it."""
        size, bold, italic = None, None, None
        properties = [own, *(s.find(w("rPr")) for s in self._chain(style_id))]
        properties.append(self.root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}"))
        for found in properties:
            if found is None:
                continue
            given = found.find(w("sz"))
            size = size or (float(given.get(_VAL, "0")) / 2 if given is not None else None)
            bold = _flag(found, "b") if bold is None else bold
            italic = _flag(found, "i") if italic is None else italic
        return Look(size or 10.0, bool(bold), bool(italic))

    def frame(self, style_id: str) -> etree._Element | None:
        """The w:framePr that paragraphs of this style get from it (17.3.1.11)."""
        found = (s.find(f"{w('pPr')}/{w('framePr')}") for s in self._chain(style_id))
        return next((frame for frame in found if frame is not None), None)

    def spacing_pt(self, style_id: str) -> float:
        """The space above and below a paragraph of this style together, in points."""
        found: dict[str, float] = {}
        for style in self._chain(style_id):
            given = style.find(f"{w('pPr')}/{w('spacing')}")
            if given is None:
                continue
            for side in ("before", "after"):
                if (twips := given.get(w(side))) is not None:
                    found.setdefault(side, float(twips) / 20)
        return sum(found.values())

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


def style_id(name: str, template: Template) -> str:
    """The id of the style called `name`. Raises TemplateError where `template` has none."""
    for style in template.styles.iter(w("style")):
        found = style.find(w("name"))
        if found is not None and found.get(_VAL) == name:
            return _id(style)
    raise TemplateError(
        text("{path}: there is no style “{name}”", path=template.path.name, name=name),
        text("make a style of that name in Word, or take the program's own template"),
    )


def check_styles(root: etree._Element, template: Template) -> None:
    """Raise TemplateError where the body below `root` names a style that `template` lacks."""
    known = {_id(style) for style in template.styles.iter(w("style"))}
    for use in root.iter(*_USES):
        if use.get(_VAL) not in known:
            raise TemplateError(
                text(
                    "{path}: there is no style with the id “{name}”, which its text uses",
                    path=template.path.name,
                    name=use.get(_VAL),
                ),
                text("give the text another style in Word, or take the program's own template"),
            )


def rename_styles(root: etree._Element, renamed: dict[str, str], template: Template) -> None:
    """Let the text below `root` use the adopted styles."""
    if not renamed:
        return
    for use in root.iter(*_USES):
        use.set(_VAL, renamed.get(use.get(_VAL, ""), use.get(_VAL, "")))
    default = renamed.get(_default_style(template))
    if default is None:
        return
    for paragraph in root.iter(w("p")):
        properties = paragraph_properties(paragraph)
        if properties.find(w("pStyle")) is None:
            properties.insert(0, etree.Element(w("pStyle"), {_VAL: default}))


def _default_style(template: Template) -> str:
    for style in template.styles.iter(w("style")):
        if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true", "on"):
            return _id(style)
    return ""


def _id(style: etree._Element) -> str:
    return style.get(w("styleId"), "")


def _canonical(element: etree._Element | None) -> bytes:
    if element is None:
        return b""
    # Exclusive: Word declares namespaces at the root that nothing in the style uses.
    return etree.tostring(element, method="c14n", exclusive=True, with_tail=False)


def _same(numbers: dict[str, str]) -> bool:
    return all(old == new for old, new in numbers.items())


def _renumber(style: etree._Element, numbers: dict[str, str]) -> None:
    for number in style.iter(w("numId")):
        number.set(_VAL, numbers.get(number.get(_VAL, ""), number.get(_VAL, "")))


def _takes_defaults(style: etree._Element, defaults: etree._Element) -> bool:
    """Write the document defaults into a default paragraph style; whether it is one."""
    if style.get(w("type")) != "paragraph" or style.get(w("default")) not in ("1", "true", "on"):
        return False
    for holder, name in (("pPrDefault", "pPr"), ("rPrDefault", "rPr")):
        given = defaults.find(f"{w(holder)}/{w(name)}")
        if given is None:
            continue
        own = style.find(w(name))
        if own is None:
            own = copy.deepcopy(given)
            style.append(own)
            continue
        merged = copy.deepcopy(given)
        for element in own:
            for replaced in merged.findall(element.tag):
                merged.replace(replaced, copy.deepcopy(element))
            if merged.find(element.tag) is None:
                merged.append(copy.deepcopy(element))
        style.replace(own, merged)
    return True


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
