"""What a template's text may bring along from its own package: links, and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree

from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import R, w
from qdgen.word.templates import Template

_REFERENCES = (w("headerReference"), w("footerReference"))
_LINK = w("hyperlink")
_ID = f"{{{R}}}id"
# Marks of notes and comments, whose parts do not come along.
_MARKS = {
    w("footnoteReference"): text("a footnote"),
    w("endnoteReference"): text("an endnote"),
    w("commentReference"): text("a comment"),
}


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


def _refusal(template: Template, what: object) -> TemplateError:
    return TemplateError(
        text("{path}: the template holds {what}", path=template.path.name, what=what),
        text("a template holds words, tables, drawn lines and links only: delete it"),
    )
