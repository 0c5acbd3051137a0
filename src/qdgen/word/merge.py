"""The only door to docxtpl: a template and a view into merged XML.

docxtpl knows how tags lie scattered over Word's runs (`patch_xml`); everything it does after that
is left out, because it parses with recovery (text is cut at `<`), prints nothing for a missing
variable and lets templates run code. Here a template becomes steps (see `steps`), which can do
nothing but print, repeat and choose; a missing variable is an error; there is one strict parse; and
the values are tokens, never text (see `slots`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

from qdgen.content.vocabulary import nearest
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import remove, w
from qdgen.word.kept_steps import keep, kept
from qdgen.word.reading_xml import XmlFaultError, parse_xml
from qdgen.word.slots import OPEN, TOKEN, SlotBook
from qdgen.word.steps import Fill, MissingVariableError, NoTextError, understood
from qdgen.word.templates import Template

_TAG = re.compile(r"\{[{%#]|[%}#]\}")
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# What Word strews over a saved file; none of it says anything.
_NOISE = (
    w("proofErr"),
    w("lastRenderedPageBreak"),
    w("bookmarkStart"),
    w("bookmarkEnd"),
    _MC + "Fallback",
)
_COMPARE = text("compare the tags with the template that comes with the program")
_RSID = re.compile(r"^\{.*\}(rsid\w*|paraId|textId)$")


def merge(
    name: str, prepared_root: etree._Element, view: Mapping[str, object], book: SlotBook
) -> etree._Element:
    """The w:document of the template called `name` with a token in each place of `view`.

    Raises TemplateError where the template is not valid, does more than print, repeat and choose,
    names a variable that the view lacks, or prints a slot of `book` not exactly once.
    """
    fill = _fill(name, etree.tostring(prepared_root, encoding="unicode"))
    try:
        filled = fill(view)
    except MissingVariableError as error:
        raise _unknown_variable(name, error) from error
    except NoTextError as error:
        raise _misunderstood(name, "{{ }} prints one text") from error
    except (TypeError, RecursionError) as error:
        raise _misunderstood(name, str(error)) from error
    try:
        root = parse_xml(filled.encode())
    except XmlFaultError as error:
        raise TemplateError(
            text("{path}: a tag opens in one cell or table and closes in another", path=name),
            _COMPARE,
        ) from error
    _count_tokens(root, name, book)
    return root


@lru_cache(maxsize=8)
def _fill(name: str, source: str) -> Fill:
    """What fills the template with the XML `source`: kept from an earlier build, or made anew."""
    fill = kept(source)
    if fill is None:
        # Not above: what reads tags takes as long to load as a decision takes to merge.
        from docxtpl import DocxTemplate

        from qdgen.word.template_tags import steps_of

        try:
            steps = steps_of(name, DocxTemplate(None).patch_xml(source))
            fill = understood(steps)
        except (ValueError, RecursionError) as error:
            raise _misunderstood(name, str(error)) from error
        keep(source, steps)
    return fill


def _misunderstood(name: str, reason: str) -> TemplateError:
    return TemplateError(
        text("{path}: a tag is not understood: {reason}", path=name, reason=reason), _COMPARE
    )


def prepared(template: Template) -> etree._Element:
    """A template's w:document without what Word strews over it."""
    root = template.document
    for element in list(root.iter(*_NOISE)):
        remove(element)
    for element in root.iter(etree.Element):
        for attribute in element.attrib:
            if _RSID.match(str(attribute)):
                del element.attrib[attribute]
    return root


def _unknown_variable(name: str, missing: MissingVariableError) -> TemplateError:
    near = nearest(missing.name.rpartition(".")[2], missing.there)
    return TemplateError(
        text("{path}: there is no variable {name}", path=name, name=missing.name),
        text("did you mean {near}?", near=near)
        if near
        else text("variables there are: {names}", names=", ".join(sorted(missing.there))),
    )


def _count_tokens(root: etree._Element, name: str, book: SlotBook) -> None:
    counts = [0] * len(book.slots)
    for element in root.iter(w("t")):
        words = element.text or ""
        for number in TOKEN.findall(words):
            counts[int(number)] += 1
        if _TAG.search(words):
            raise TemplateError(
                text("{path}: a tag was left over: {tag}", path=name, tag=words.strip()),
                text("a tag must be closed in the same paragraph"),
            )
    _refuse_loose_tokens(root, name, sum(counts))
    for count, slot in zip(counts, book.slots, strict=True):
        if count == 1:
            continue
        message = (
            text(
                "{path}: {variable} is not printed ({place}: “{words}”)",
                path=name,
                variable=slot.variable,
                place=slot.name,
                words=slot.text[:60],
            )
            if count == 0
            else text(
                "{path}: {variable} is printed {count} times ({place})",
                path=name,
                variable=slot.variable,
                count=count,
                place=slot.name,
            )
        )
        raise TemplateError(
            message,
            text(
                "every text of the decision must stand in the template once: {{{{ {variable} }}}}",
                variable=slot.variable,
            ),
        )


def _refuse_loose_tokens(root: etree._Element, name: str, counted: int) -> None:
    """A tag of docxtpl's own kinds (`{{r }}`) leaves its text outside any run."""
    if etree.tostring(root, encoding="unicode").count(OPEN) != counted:
        raise TemplateError(
            text("{path}: a tag prints outside the text of a paragraph", path=name), _COMPARE
        )
