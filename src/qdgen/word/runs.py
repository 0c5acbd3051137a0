"""Inlines as WordprocessingML runs, written as strings: one renderer for paragraphs and cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from lxml import etree

from qdgen.document.model import (
    BLANK_TEXT,
    Blank,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Reference,
    RefersTo,
    Run,
)
from qdgen.word.elements import bare_xml

# What stands before w:b in a w:rPr (ECMA-376 Part 1, 17.3.2: the order of CT_RPr is fixed).
_BEFORE_BOLD = ("rStyle", "rFonts")


def bookmark_name(anchor: str) -> str:
    """The hidden bookmark of a provision: letters, digits and _, at most 40 characters."""
    return f"_qd_{anchor.replace('-', '_')}"


def label_bookmark_name(anchor: str) -> str:
    """The hidden bookmark around a provision's literal letter or numeral."""
    return f"_qn_{anchor.replace('-', '_')}"


@dataclass(frozen=True, slots=True)
class RunLook:
    """The run properties of a prototype run, as XML, plain and with bold or italic added."""

    plain: str = ""
    bold: str = "<w:rPr><w:b/><w:bCs/></w:rPr>"
    italic: str = "<w:rPr><w:i/><w:iCs/></w:rPr>"
    both: str = "<w:rPr><w:b/><w:bCs/><w:i/><w:iCs/></w:rPr>"

    def of(self, run: Run) -> str:
        """The properties for `run`."""
        if run.bold:
            return self.both if run.italic else self.bold
        return self.italic if run.italic else self.plain


def look_of(properties: etree._Element | None) -> RunLook:
    """The looks of a run that has these w:rPr."""
    if properties is None or not len(properties):
        return RunLook()
    inner = [(etree.QName(child).localname, bare_xml(child)) for child in properties]

    def build(bold: bool, italic: bool) -> str:
        head = "".join(xml for name, xml in inner if name in _BEFORE_BOLD)
        taken = {"b", "bCs"} if bold else set()
        taken |= {"i", "iCs"} if italic else set()
        weights = {
            name: xml
            for name, xml in inner
            if name in ("b", "bCs", "i", "iCs") and name not in taken
        }
        if bold:
            weights |= {"b": "<w:b/>", "bCs": "<w:bCs/>"}
        if italic:
            weights |= {"i": "<w:i/>", "iCs": "<w:iCs/>"}
        middle = "".join(weights[n] for n in ("b", "bCs", "i", "iCs") if n in weights)
        tail = "".join(
            xml for name, xml in inner if name not in (*_BEFORE_BOLD, "b", "bCs", "i", "iCs")
        )
        return f"<w:rPr>{head}{middle}{tail}</w:rPr>"

    return RunLook(build(False, False), build(True, False), build(False, True), build(True, True))


@dataclass(frozen=True, slots=True)
class RunWriter:
    """Writes inlines for one part of the package.

    `relate` gives the relationship id of an address in that part; `note_style` and `link_style`
    are the ids of the character styles.
    """

    relate: Callable[[str], str]
    note_style: str
    link_style: str

    def write(
        self, inlines: Inlines, look: RunLook, marked: tuple[int, str, int] | None = None
    ) -> str:
        """The XML of `inlines`; `marked` is (index, bookmark name, bookmark id) of one inline."""
        if len(inlines) == 1 and marked is None:
            only = inlines[0]
            if isinstance(only, Run):  # nearly every cell: kept short
                return _run(look.of(only), only.text)
        parts = []
        for index, inline in enumerate(inlines):
            xml = self._one(inline, look)
            if marked is not None and marked[0] == index:
                xml = bookmark_start(marked[1], marked[2]) + xml + bookmark_end(marked[2])
            parts.append(xml)
        return "".join(parts)

    def _one(self, inline: object, look: RunLook) -> str:
        match inline:
            case Run():
                return _run(look.of(inline), inline.text)
            case LineBreak():
                return f"<w:r>{look.plain}<w:br/></w:r>"
            case Link():
                properties = _with_style(look.of(inline.run), self.link_style)
                return (
                    f'<w:hyperlink r:id="{self.relate(inline.url)}" w:history="1">'
                    f"{_run(properties, inline.run.text)}</w:hyperlink>"
                )
            case Reference():
                return _field(inline, look.of(inline.run))
            case NoteMark():
                properties = f'<w:rPr><w:rStyle w:val="{self.note_style}"/></w:rPr>'
                return f'<w:r>{properties}<w:footnoteReference w:id="{inline.number}"/></w:r>'
            case Blank():
                return _run(look.plain, BLANK_TEXT)
        raise TypeError(inline)


def bookmark_start(name: str, number: int) -> str:
    """ECMA-376 Part 1, 17.13.6.2."""
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'


def bookmark_end(number: int) -> str:
    """ECMA-376 Part 1, 17.13.6.1."""
    return f'<w:bookmarkEnd w:id="{number}"/>'


def _run(properties: str, words: str) -> str:
    if "&" in words or "<" in words or ">" in words:  # hardly ever, and asked for every cell
        words = escape(words, quote=False)
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _with_style(properties: str, style: str) -> str:
    if not properties:
        return f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>'
    return properties.replace("<w:rPr>", f'<w:rPr><w:rStyle w:val="{style}"/>', 1)


def _field(reference: Reference, properties: str) -> str:
    """A REF field (ECMA-376 Part 1, 17.16.5.51). \\n repeats the paragraph's number without its
    final full stop, \\h makes it a link."""
    if reference.refers_to is RefersTo.NUMBER:
        instruction = f" REF {bookmark_name(reference.anchor)} \\n \\h "
    else:
        instruction = f" REF {label_bookmark_name(reference.anchor)} \\h "

    def mark(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f"{mark('begin')}<w:r>{properties}"
        f'<w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f"{mark('separate')}{_run(properties, reference.run.text)}{mark('end')}"
    )
