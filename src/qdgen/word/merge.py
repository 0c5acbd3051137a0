"""The only door to docxtpl: a template and a view into merged XML.

docxtpl knows how tags lie scattered over Word's runs (`patch_xml`); everything it does after that
is left out, because it parses with recovery (text is cut at `<`), prints nothing for a missing
variable and lets templates run code. Here: sandbox, strict undefined, one environment a merge, one
strict parse; and the values are tokens, never text (see `slots`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from qdgen.content.vocabulary import nearest
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import remove, w
from qdgen.word.reading_xml import XmlFaultError, parse_xml
from qdgen.word.slots import OPEN, TOKEN, SlotBook
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
# The whole language of templates: {{ a }}, {{ a.b }}, {% for a in b %}, {% if a == 'x' %}.
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.For,
    nodes.If, nodes.Compare, nodes.Operand, nodes.Const, nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip
_RSID = re.compile(r"^\{.*\}(rsid\w*|paraId|textId)$")


def merge(
    name: str, prepared_root: etree._Element, view: Mapping[str, object], book: SlotBook
) -> etree._Element:
    """The w:document of the template called `name` with a token in each place of `view`.

    Raises TemplateError where the template is not valid, does more than print, repeat and choose,
    names a variable that the view lacks, or prints a slot of `book` not exactly once.
    """
    source = etree.tostring(prepared_root, encoding="unicode")
    patched = DocxTemplate(None).patch_xml(source)
    environment = _environment()
    try:
        tree = environment.parse(patched)
        _refuse_code(tree, name)
        rendered = environment.from_string(tree).render(view)
    except TemplateSyntaxError as error:
        raise _misunderstood(name, error.message or "") from error
    except UndefinedError as error:
        raise _unknown_variable(name, patched, view, error) from error
    except (JinjaError, TypeError, RecursionError) as error:
        raise _misunderstood(name, str(error)) from error
    try:
        root = parse_xml(rendered.encode())
    except XmlFaultError as error:
        raise TemplateError(
            text("{path}: a tag opens in one cell or table and closes in another", path=name),
            _COMPARE,
        ) from error
    _count_tokens(root, name, book)
    return root


def _refuse_code(tree: nodes.Template, name: str) -> None:
    """A template may print variables, repeat over a list and choose; anything else is refused."""
    for node in tree.find_all(nodes.Node):
        if (
            not isinstance(node, _ALLOWED)
            or (isinstance(node, nodes.Output) and any(node.find_all(nodes.Const)))
            or (
                isinstance(node, nodes.For)
                and (node.recursive or node.test or any(True for _ in _loops_in(node)))
            )
        ):
            raise TemplateError(
                text(
                    "{path}: a tag does what templates may not do: {what}",
                    path=name,
                    what=type(node).__name__,
                ),
                text("tags may only print variables, repeat over a list, and choose with if"),
            )


def _only_texts(value: object) -> object:
    """What a tag prints is a text of the view; a list or a group of them is not."""
    if isinstance(value, (str, StrictUndefined)):
        return value
    raise JinjaError("{{ }} prints one text")


def _loops_in(loop: nodes.For) -> Iterator[nodes.For]:
    for child in loop.iter_child_nodes():
        yield from child.find_all(nodes.For)
        if isinstance(child, nodes.For):
            yield child


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


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_only_texts
    )
    # Filters and globals work on text, and here there are only tokens: none may be used.
    environment.filters.clear()
    environment.globals.clear()
    environment.tests = {"defined": environment.tests["defined"]}
    return environment


def _unknown_variable(
    name: str, patched: str, view: Mapping[str, object], error: UndefinedError
) -> TemplateError:
    used = meta.find_undeclared_variables(_environment().parse(patched))
    for variable in sorted(used - set(view)):
        near = nearest(variable, view)
        return TemplateError(
            text("{path}: there is no variable {name}", path=name, name=variable),
            text("did you mean {near}?", near=near)
            if near
            else text("variables there are: {names}", names=", ".join(sorted(view))),
        )
    return TemplateError(
        text("{path}: {reason}", path=name, reason=error.message or ""),
        _COMPARE,
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
