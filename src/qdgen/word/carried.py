"""What a template's text may bring along from its own package: links, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from lxml import etree

from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import R, w
from qdgen.word.templates import Template

# What a template's settings may say of the machine or of other files.
_PRIVATE_SETTINGS = ("rsids", "attachedTemplate", "mailMerge", "docVars", "writeProtection")
# Parts that come along from a template as they are.
_WHOLE_PARTS = (("theme/theme1", "theme"), ("fontTable", "fontTable"))
_REFERENCES = (w("headerReference"), w("footerReference"))
_LINK = w("hyperlink")
_ID = f"{{{R}}}id"
# Marks of notes and comments, whose parts do not come along.
_MARKS = {
    w("footnoteReference"): text("a footnote"),
    w("endnoteReference"): text("an endnote"),
    w("commentReference"): text("a comment"),
}


TRACKED = frozenset(
    w(name)
    for name in (
        "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "cellIns",
        "cellDel", "cellMerge", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange",
        "tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange", "numberingChange",
    )
)  # fmt: skip
"""What marks a tracked change (ECMA-376 Part 1, 17.13.5)."""
# Old drawings and objects, which name other files without a relationship.
_FOREIGN = ("urn:schemas-microsoft-com:vml", "urn:schemas-microsoft-com:office:office")
_HARMLESS_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES)\b[\s\\*A-Za-z]*", re.IGNORECASE)


def refuse_what_acts(root: etree._Element, template: Template) -> None:
    """Raise TemplateError where a template's text holds tracked changes, a field that is more than
    a page number (it could fetch a file or run a program where the decision is opened), or an old
    drawing that names other files."""
    for element in root.iter(etree.Element):
        if element.tag in TRACKED:
            raise TemplateError(
                text("{path}: the template holds tracked changes", path=template.path.name),
                text("accept or reject all changes in Word and save the template again"),
            )
        if etree.QName(element).namespace in _FOREIGN:
            raise _refusal(template, text("a picture or an embedded object"))
    for instruction in _field_instructions(root):
        if not _HARMLESS_FIELD.fullmatch(instruction):
            raise _refusal(template, text("the field “{field}”", field=instruction.strip()[:40]))


def _field_instructions(root: etree._Element) -> Iterator[str]:
    """The instruction of every field, put together from its runs."""
    open_fields: list[list[str]] = []
    for element in root.iter(w("fldSimple"), w("fldChar"), w("instrText"), w("delInstrText")):
        if element.tag == w("fldSimple"):
            yield element.get(w("instr"), "")
        elif element.tag != w("fldChar"):
            if not open_fields:
                yield element.text or ""
            else:
                open_fields[-1].append(element.text or "")
        elif element.get(w("fldCharType")) == "begin":
            open_fields.append([])
        elif open_fields and element.get(w("fldCharType")) == "end":
            yield "".join(open_fields.pop())
    yield from ("".join(rest) for rest in open_fields)


def carry_over(root: etree._Element, template: Template, link: Callable[[str], str]) -> None:
    """Let the links of `template`'s text point to their addresses in the new file.

    Raises TemplateError where the text holds a picture or anything else of another part.
    """
    for element in root.iter(etree.Element):
        if element.tag in _MARKS:
            raise _refusal(template, _MARKS[element.tag])
        if element.tag in _REFERENCES:
            continue
        for attribute in element.attrib:
            if not str(attribute).startswith(f"{{{R}}}"):
                continue
            kind, target, external = template.relationships.get(
                element.get(attribute, ""), ("", "", False)
            )
            if element.tag != _LINK or attribute != _ID or kind != "hyperlink" or not external:
                raise _refusal(template, text("a picture or an embedded object"))
            element.set(_ID, link(target))


def public_settings(template: Template) -> etree._Element:
    """The root of the template's settings, without what they say of the machine."""
    settings = template.part_root("word/settings.xml")
    for name in _PRIVATE_SETTINGS:
        for found in settings.findall(w(name)):
            settings.remove(found)
    return settings


def whole_parts(template: Template) -> Iterator[tuple[str, str, bytes]]:
    """Name, kind and bytes of the parts that come along as they are."""
    for name, kind in _WHOLE_PARTS:
        part = f"word/{name}.xml"
        data = template.parts.get(part)
        if data and b"r:id" not in data and b"r:embed" not in data:
            yield part, kind, data


def _refusal(template: Template, what: object) -> TemplateError:
    return TemplateError(
        text("{path}: the template holds {what}", path=template.path.name, what=what),
        text("a template holds words, tables, drawn lines and links only: delete it"),
    )
