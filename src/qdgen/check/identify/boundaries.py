"""Where the parts of a document begin, and what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.check.elements import Element, PartKind
from qdgen.check.identify import signs
from qdgen.check.identify.blocks import LONG, Block, is_head_table
from qdgen.check.identify.head import head_lines
from qdgen.check.identify.labels import native_label, typed_label
from qdgen.check.identify.segments import Segment

_LOOK_AHEAD = 7


def kind_of_part(blocks: Sequence[Block], n: int) -> PartKind:
    """By what stands in the head that begins at block `n`."""
    types: list[str] = []
    has_reference = is_decision = False
    for at, line in _lines_from(blocks, n):
        text = line.text
        if signs.annex_label(text) or signs.annex_opening(text):
            return PartKind.ANNEX
        if at > n + 40 or len(text) > LONG or typed_label(text) is not None:
            break
        if signs.is_reference(text):
            has_reference = True
            break  # what follows is body
        if signs.is_basis(text) or (signs.is_order(text) and types):
            is_decision = True
            break
        if signs.type_of(text) and signs.is_upper(text):
            types.append(signs.type_of(text))
        elif "/qđ" in text.casefold() and signs.left_of_head(text):
            is_decision = True
    if has_reference and not is_decision:
        return PartKind.ATTACHMENT
    if is_decision or "quyết định" in types:
        return PartKind.DECISION if n == 0 or types[:1] != [] else PartKind.ATTACHMENT
    if n == 0:
        return PartKind.OTHER if not _has_order(blocks) else PartKind.DECISION
    return PartKind.ATTACHMENT


def _has_order(blocks: Sequence[Block]) -> bool:
    return any(signs.is_order(block.text) for block in blocks[:80])


def _lines_from(blocks: Sequence[Block], n: int) -> Iterator[tuple[int, Segment]]:
    for at in range(n, min(n + 60, len(blocks))):
        block = blocks[at]
        if block.is_table and not is_head_table(block) and at > n:
            return
        for whole in block.segments():
            for line, _ in head_lines(whole):
                if line.text:
                    yield at, line


def has_articles(blocks: Sequence[Block], n: int) -> bool:
    """Whether điều stand in the part that begins at block `n`, before the next begins."""
    for at in range(n, len(blocks)):
        block = blocks[at]
        if at > n and not block.is_table and signs.annex_label(block.text):
            return False
        if block.is_table:
            if at > n and is_head_table(block):
                return False
            continue
        if at > n + 3 and block.text and signs.right_of_head(block.text) is (Element.NATIONAL_NAME):
            return False
        raw = block.raws[0][1]
        label = native_label(raw.label) if raw.label else typed_label(raw.text)
        if label is not None and label.kind == "article":
            return True
    return False


def reference_follows(blocks: Sequence[Block], n: int) -> bool:
    """Whether the line (Kèm theo …) stands a few lines below block `n`."""
    count = 0
    for at in range(n, min(n + 2 * _LOOK_AHEAD, len(blocks))):
        block = blocks[at]
        if block.is_table or (at > n and typed_label(block.text) is not None):
            return False
        if not block.text:
            continue
        if any(signs.is_reference(line) for line in block.text.split("\n")):
            return True
        count += 1
        if count > _LOOK_AHEAD or len(block.text) > LONG:
            return False
    return False


def national_name_follows(blocks: Sequence[Block], n: int) -> bool:
    """Whether Quốc hiệu stands a few lines below block `n`."""
    for block in blocks[n + 1 : n + 5]:
        if block.text and signs.right_of_head(block.text) is Element.NATIONAL_NAME:
            return True
    return False
