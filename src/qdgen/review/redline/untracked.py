"""What two versions have otherwise and Word cannot track: said in words."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from qdgen.messages import Text, text
from qdgen.review.redline.package import OpenParts
from qdgen.review.redline.plan import Step
from qdgen.word.elements import R, w

_TBL = w("tbl")
_REFERENCES = (w("headerReference"), w("footerReference"))
_SHOWN = 60


def page_setup(
    old: etree._Element, new: etree._Element, name: str, sides: tuple[OpenParts, OpenParts]
) -> Iterator[Text]:
    """What is otherwise in the set-up of the pages (w:sectPr) of the part called `name`."""
    if _layout(old) != _layout(new):
        yield text("the page set-up of {part}", part=name)
    if _header_words(old, sides[0]) != _header_words(new, sides[1]):
        yield text("the header of {part}", part=name)


def tables(steps: list[Step], name: str) -> Iterator[Text]:
    """What is otherwise in the columns of the tables that both versions have."""
    for step in steps:
        if step.old is None or step.new is None or step.new.element.tag != _TBL:
            continue
        before, after = _widths(step.old.element), _widths(step.new.element)
        if len(before) != len(after):
            yield text(
                "the columns of the table in {part} ({old}, now {new}): its rows are deleted and "
                "inserted",
                part=name,
                old=len(before),
                new=len(after),
            )
        elif before != after:
            yield text("the widths of the columns in {part}", part=name)


def settings(old: OpenParts, new: OpenParts) -> Iterator[Text]:
    """What is otherwise in parts that hold no text."""
    if _same(old, new, "word/styles.xml"):
        yield text("the styles of the template")
    if _same(old, new, "word/settings.xml"):
        yield text("the settings of the Word file")


def part_name(elements: list[etree._Element]) -> str:
    """The words by which a reader knows a part: those of its heading."""
    for element in elements:
        if element.tag != w("p"):
            continue
        words = " ".join(" ".join(t.text or "" for t in element.iter(w("t"))).split())
        if words:
            return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return "…"


def _same(old: OpenParts, new: OpenParts, name: str) -> bool:
    if not (old.has(name) and new.has(name)):
        return False
    return _canonical(old.tree(name)) != _canonical(new.tree(name))


def _canonical(root: etree._Element) -> bytes:
    return etree.tostring(root, method="c14n", exclusive=True)


def _layout(section: etree._Element) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (str(child.tag), sorted((str(k), str(v)) for k, v in child.attrib.items()))
        for child in section
        if child.tag not in _REFERENCES
    ]


def _header_words(section: etree._Element, side: OpenParts) -> list[tuple[str, str, str]]:
    links = side.relationships("word/document.xml")
    found = []
    for reference in section.iterchildren(*_REFERENCES):
        link = links.get(reference.get(f"{{{R}}}id", ""))
        name = f"word/{link.target}" if link else ""
        words = ""
        if name and side.has(name):
            words = "\n".join(
                "".join(t.text or "" for t in p.iter(w("t"))) for p in side.tree(name).iter(w("p"))
            )
        found.append((str(reference.tag), reference.get(w("type"), ""), words))
    return sorted(found)


def _widths(table: etree._Element) -> list[str]:
    return [c.get(w("w"), "") for c in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
