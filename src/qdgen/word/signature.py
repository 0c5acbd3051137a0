"""The signature block stands on a page with at least two lines of the text it signs."""

from __future__ import annotations

from lxml import etree

from qdgen.document.model import Decision
from qdgen.errors import TemplateError
from qdgen.messages import text
from qdgen.word.elements import w
from qdgen.word.expand import keep_with_next
from qdgen.word.lines import setting_of
from qdgen.word.part_merge import MergedPart
from qdgen.word.slots import TOKEN
from qdgen.word.styles import StyleSheet
from qdgen.word.text_width import lines

_POSITION = "ky.chuc_vu"
_LINES_WITH_IT = 2


def keep_signature_with_text(part: MergedPart, styles: StyleSheet, text_width_pt: float) -> None:
    """Hold the last lines of a decision with the table of its signature; tokens still stand.

    Raises TemplateError where the signature does not stand in a table of its own.
    """
    if not isinstance(part.part, Decision):
        return
    above = _signature_table(part).getprevious()
    count = 0
    while above is not None and above.tag == w("p") and count < _LINES_WITH_IT:
        keep_with_next(above)
        setting = setting_of(above, styles, text_width_pt)
        words = "".join(
            piece if isinstance(piece, str) else f"{piece.label} {piece.text}"
            for t in above.iter(w("t"))
            for piece in part.book.split(t.text or "")
        )
        look = setting.look
        count += len(lines(words, look.size_pt, setting.width_pt, look.bold, look.italic))
        above = above.getprevious()


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
