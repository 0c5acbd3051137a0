"""The signature block stands on a page with at least two lines of the text it signs."""

from __future__ import annotations

from lxml import etree

from qdgen.document.model import Decision
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import paragraph_properties, remove, w
from qdgen.word.expand import keep_with_next
from qdgen.word.lines import LINE_HEIGHT, setting_of
from qdgen.word.part_merge import MergedPart
from qdgen.word.sections import TWIPS_PER_POINT, text_height_twips
from qdgen.word.slots import TOKEN, SlotBook
from qdgen.word.styles import StyleSheet
from qdgen.word.text_width import lines

_POSITION = "ky.chuc_vu"
_LINES_WITH_IT = 2
_MOST_OF_PAGE = 0.8


def keep_signature_with_text(part: MergedPart, styles: StyleSheet, text_width_pt: float) -> None:
    """Hold the last lines of a decision with the table of its signature; tokens still stand.

    Raises TemplateError where the signature does not stand in a table of its own.
    """
    if not isinstance(part.part, Decision):
        return
    table = _signature_table(part)
    if _height(table, part, styles) > _MOST_OF_PAGE * text_height_twips(part.section):
        _let_split(table)
    above = table.getprevious()
    count = 0
    while above is not None and above.tag == w("p") and count < _LINES_WITH_IT:
        keep_with_next(above)
        count += len(_lines(above, part.book, styles, text_width_pt))
        above = above.getprevious()


def height_of(
    paragraph: etree._Element, book: SlotBook, styles: StyleSheet, text_width_pt: float
) -> float:
    """About how high a paragraph is, in points; its tokens still stand."""
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    size = setting_of(paragraph, styles, text_width_pt).look.size_pt
    count = len(_lines(paragraph, book, styles, text_width_pt))
    space = styles.spacing_pt(style.get(w("val"), "") if style is not None else "")
    return count * size * LINE_HEIGHT + space


def _lines(
    paragraph: etree._Element, book: SlotBook, styles: StyleSheet, text_width_pt: float
) -> list[str]:
    setting = setting_of(paragraph, styles, text_width_pt)
    words = "".join(
        piece if isinstance(piece, str) else f"{piece.label} {piece.text}"
        for t in paragraph.iter(w("t"))
        for piece in book.split(t.text or "")
    )
    look = setting.look
    return lines(words, look.size_pt, setting.width_pt, look.bold, look.italic)


def _height(table: etree._Element, part: MergedPart, styles: StyleSheet) -> float:
    """About how high the highest cell of the table is, in twips."""
    heights = [
        sum(
            len(_lines(p, part.book, styles, 0)) * setting_of(p, styles, 0).look.size_pt
            for p in cell.iter(w("p"))
        )
        for cell in table.iter(w("tc"))
    ]
    return max(heights, default=0) * LINE_HEIGHT * TWIPS_PER_POINT


def _let_split(table: etree._Element) -> None:
    """A block higher than a page cannot be held together: its rows may go over the page's end."""
    for mark in [*table.iter(w("cantSplit"))]:
        remove(mark)
    for paragraph in table.iter(w("p")):
        properties = paragraph_properties(paragraph)
        for mark in properties.findall(w("keepNext")):
            remove(mark)
        place = 1 if properties.find(w("pStyle")) is not None else 0
        properties.insert(place, etree.Element(w("keepNext"), {w("val"): "0"}))


def _signature_table(part: MergedPart) -> etree._Element:
    for table in part.body.findall(w("tbl")):
        for words in table.iter(w("t")):
            numbers = TOKEN.findall(words.text or "")
            if any(part.book.slots[int(n)].variable == _POSITION for n in numbers):
                return table
    raise TemplateError(
        text("{path}: {{{{ {tag} }}}} does not stand in a table", path=part.template.path.name,
             tag=_POSITION),
        text("put nơi nhận and the signature in a table, as in the program's template"),
    )  # fmt: skip
