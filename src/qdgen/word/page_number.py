"""Where a template has the page number: alone in the page header, nothing in the footer.

Nghị định 30/2020/NĐ-CP, Phụ lục I, I.7: in the middle of the top margin; IV: no other running text.
Checked before a page is drawn, so that the template is named and not the PDF.
"""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import w
from qdgen.word.templates import Template

_FIELD_PARTS = (w("instrText"), w("fldSimple"))


def require_page_number(references: Sequence[etree._Element], template: Template) -> None:
    """Raise TemplateError where no header for ordinary pages is there."""
    for reference in references:
        if reference.tag == w("headerReference") and reference.get(w("type")) == "default":
            return
    raise _refusal(template)


def check_page_number(part: etree._Element, kind: str, template: Template) -> None:
    """Raise TemplateError where a header holds more or less than the page number, or a footer
    holds anything."""
    shown = "".join(words.text or "" for words in part.iter(w("t"))).strip()
    fields = sum(
        "PAGE" in (element.text or element.get(w("instr")) or "").upper()
        for element in part.iter(*_FIELD_PARTS)
    )
    in_fields = "".join(_results(part)).strip()
    if kind == "footer":
        if shown or fields:
            raise _refusal(template)
    elif fields != 1 or shown != in_fields:
        raise _refusal(template)


def _results(part: etree._Element) -> list[str]:
    """The words shown by fields."""
    results: list[str] = []
    depth = 0
    for element in part.iter(w("fldChar"), w("t")):
        if element.tag == w("fldChar"):
            depth += {"begin": 1, "end": -1}.get(element.get(w("fldCharType"), ""), 0)
        elif depth or any(True for _ in element.iterancestors(w("fldSimple"))):
            results.append(element.text or "")
    return results


def _refusal(template: Template) -> TemplateError:
    return TemplateError(
        text(
            "{path}: the page header does not hold the page number alone", path=template.path.name
        ),
        text(
            "put a page number (PAGE field) by itself into the header, and nothing into the footer"
        ),
    )
