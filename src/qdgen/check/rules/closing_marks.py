"""CT1: the sign "./." at the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.document.model import BLANK_TEXT
from qdgen.messages import Text, text

MARK = "./."
_LIKE_MARK = re.compile(r"[.,;:…\s]*/[\s/]*[.…]*\s*$")
_KINDS = {
    PartKind.DECISION: text("the decision"),
    PartKind.ATTACHMENT: text("the attached document"),
    PartKind.ANNEX: text("the annex"),
}


def _last_pieces(paper: Paper) -> Iterator[tuple[PartKind, Piece]]:
    """The last piece of text of each part."""
    last: dict[int, Piece] = {}
    for piece in paper.of(*BODY, Element.CELL, Element.ROW_HEADING):
        last[piece.part] = piece
    for number, part in enumerate(paper.parts):
        if part.kind in _KINDS and number in last:
            yield part.kind, last[number]


@rule("CT141", "closing-mark-missing", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def closing_mark_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The text does not end with "./.".

    The sign closes the text, so that nothing can be added. It stands at the end of the decision, of
    each attached document and of each annex; below an annex's table it is often left out, and so
    only remarked on there.

    Wrong: … chịu trách nhiệm thi hành Quyết định này.
    Right: … chịu trách nhiệm thi hành Quyết định này./.
    Source: Phụ lục III, các mẫu (EL-34, PL-11); thông lệ, có trong mẫu
    """
    for kind, piece in _last_pieces(paper):
        words = piece.text.rstrip()
        if not words or words.endswith(MARK) or _LIKE_MARK.search(words):
            continue
        in_table = piece.element in (Element.CELL, Element.ROW_HEADING)
        end = len(words)
        start = end - 1 if words.endswith((".", ";", ",")) else end
        said: Text = text("{part} does not end with “./.”", part=_KINDS[kind])
        yield Remark(
            said,
            text("put “./.” after the last word"),
            piece,
            0 if in_table else min(start, end - 1),
            end,
            fix=MARK if start < end and not in_table else None,
            severity=Severity.INFO if in_table else None,
        )


@rule("CT142", "closing-mark-inside", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def closing_mark_inside(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The sign "./." stands before the end of the text.

    It means that the text is over. More text after it is usually a paragraph added later.

    Wrong: Quyết định này có hiệu lực kể từ ngày ký./. / Điều 4. …
    Right: Quyết định này có hiệu lực kể từ ngày ký. / Điều 4. …
    Source: Phụ lục III, các mẫu (EL-34); thông lệ, có trong mẫu
    """
    last = {id(piece) for _, piece in _last_pieces(paper)}
    for piece in paper.of(*BODY, Element.CELL, Element.ROW_HEADING):
        words = piece.text.rstrip()
        if id(piece) not in last and words.endswith(MARK):
            yield Remark(
                text("“./.” stands here, but the text goes on"),
                text("write a full stop"),
                piece,
                len(words) - len(MARK),
                len(words),
                fix=".",
            )


@rule("CT143", "closing-mark-form", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def closing_mark_form(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The sign at the end of the text is not written "./.".

    It is a full stop, a stroke and a full stop, without spaces between them.

    Wrong: … thi hành Quyết định này ./ .
    Right: … thi hành Quyết định này./.
    Source: Phụ lục III, các mẫu (EL-34); thông lệ, có trong mẫu
    """
    for _, piece in _last_pieces(paper):
        words = piece.text.rstrip()
        match = _LIKE_MARK.search(words)
        if match is None or match[0] in (MARK, BLANK_TEXT + MARK) or re.search(r"\w/$", words):
            continue
        yield Remark(
            text("the sign is written “{sign}”", sign=match[0].strip()),
            text("write “./.” right after the last word"),
            piece,
            *match.span(),
            fix=MARK,
            severity=Severity.INFO if match[0].strip() in ("/.", MARK) else None,
        )
