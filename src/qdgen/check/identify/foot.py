"""The foot of a decision: Nơi nhận on the left, the signature on the right."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qdgen.check.elements import Element
from qdgen.check.identify import signs
from qdgen.check.identify.gathering import Gathered
from qdgen.check.identify.labels import typed_label
from qdgen.check.identify.segments import Segment
from qdgen.check.raw import RawParagraph

_TABS = re.compile(r"\t+[\t ]*| {6,}")
_NAME = re.compile(r"[^\W\d_]+(?:[ .-]+[^\W\d_]+){1,5}$")


def starts_recipients(words: str) -> bool:
    """Whether a paragraph begins Nơi nhận."""
    found = signs.RECIPIENTS.match(words.strip().casefold())
    return found is not None and (
        words.strip()[found.end() - 1 : found.end()] == ":"
        or ":" in found.group()
        or len(words.strip()) <= found.end() + 1
        or words.strip()[found.end()] in "\t\n"
    )


def starts_signature(words: str) -> bool:
    """Whether a paragraph begins the block of the signature."""
    first = words.strip().split("\n", 1)[0]
    if len(first) > 70 or not first or first[-1] in ";:,":
        return False
    if signs.is_capacity(first):
        return True
    return signs.is_position(first) and signs.is_upper(first)


def is_foot_table(raws: Sequence[RawParagraph]) -> bool:
    """Whether a table holds Nơi nhận or the signature."""
    words = [raw for raw in raws if raw.text.strip()]
    if not words or words[0].is_header_row or max(raw.row for raw in raws) > 11:
        return False
    if signs.folded(words[0].text[:12]) in ("stt", "tt", "sott"):
        return False
    if len({raw.column for raw in words}) > 3:
        return False
    first = min(raw.column for raw in words)
    return any(
        (raw.column == first and starts_recipients(raw.text)) or starts_signature(raw.text)
        for raw in words
        if raw.row <= 2
    )


class Foot:
    """Gathers the lines of a foot; `finish` says what they are."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._left: list[Segment] = []
        self._right: list[Segment] = []
        self._in_recipients = False
        self._column = -1

    def cell(self, whole: Segment, column: int) -> None:
        """A paragraph in a cell of a table's column."""
        if starts_recipients(whole.text):
            self._column = column
        for line in whole.lines():
            self._line(line, column == self._column)

    def paragraph(self, whole: Segment) -> None:
        """A paragraph outside tables, with both columns set by tabs perhaps."""
        for line in whole.lines():
            gap = _TABS.search(line.text)
            if gap is None:
                self._line(line, None)
            elif not line.text[: gap.start()].strip():
                self._line(line.part(gap.end(), len(line.text)), False)
            else:
                self._line(line.part(0, gap.start()), None)
                self._line(line.part(gap.end(), len(line.text)), False)

    def _line(self, line: Segment, is_left: bool | None) -> None:
        text = line.text
        if not text:
            return
        if starts_recipients(text):
            self._in_recipients = True
            self._left.append(line)
        elif is_left or (is_left is None and self._in_recipients and self._is_recipient(line)):
            self._left.append(line)
        elif is_left is False and self._column < 0 and _is_dashed(line):
            self._left.append(line)  # a list of Nơi nhận without its label
        elif is_left is None and not self._in_recipients and _is_dashed(line):
            self._left.append(line)
        else:
            self._right.append(line)

    @staticmethod
    def _is_recipient(line: Segment) -> bool:
        return _is_dashed(line) or line.text.rstrip()[-1] in ";." or "lưu" in line.text.casefold()

    def finish(self) -> None:
        """Add the pieces."""
        for line in self._left:
            self._recipient(line)
        self._signature([line for line in self._right if line.text])

    def _recipient(self, line: Segment) -> None:
        if starts_recipients(line.text):
            found = signs.RECIPIENTS.match(line.text.casefold())
            end = found.end() if found else len(line.text)
            self._gathered.add(Element.RECIPIENTS_LABEL, [line.part(0, end)])
            rest = line.part(end, len(line.text))
            if not rest.text:
                return
            line = rest
        if line.raw.label and line.start <= len(line.raw.text) - len(line.raw.text.lstrip()):
            self._gathered.add(Element.RECIPIENT, [line], label=line.raw.label)
            return
        label = typed_label(line.text)
        if label is None or label.kind not in ("dash", "plus"):
            self._gathered.add(Element.RECIPIENT, [line])
            return
        rest, sign = line.part(label.end, len(line.text)), line.part(0, label.end)
        self._gathered.add(Element.RECIPIENT, [rest], label=label.words, label_at=sign)

    def _signature(self, lines: Sequence[Segment]) -> None:
        said = [line for line in lines if not _is_aside(line.text)]
        signer = None
        if (
            said
            and _is_name(said[-1].text)
            and (len(said) > 1 or not signs.is_upper(said[-1].text))
        ):
            signer = said.pop()
        titles = [line for line in said if signs.is_capacity(line.text) or _is_title(line.text)]
        position = next(
            (t for t in reversed(titles) if not _is_for_another(t.text)),
            titles[-1] if titles and not _is_for_another(titles[-1].text) else None,
        )
        for line in lines:
            if line is signer:
                element = Element.SIGNER
            elif line is position:
                element = Element.POSITION
            elif line in titles:
                element = Element.CAPACITY
            else:
                element = Element.OTHER
            self._gathered.add(element, [line])


def _is_dashed(line: Segment) -> bool:
    if line.raw.label and line.start == len(line.raw.text) - len(line.raw.text.lstrip()):
        return True
    label = typed_label(line.text)
    return label is not None and label.kind in ("dash", "plus")


def _is_aside(text: str) -> bool:
    """(Đã ký), a line of dots: no name and no title."""
    return bool(signs.SIGNED.match(text.strip())) or not any(map(str.isalpha, text))


def _is_title(text: str) -> bool:
    return signs.is_position(text) or signs.is_upper(text)


def _is_for_another(text: str) -> bool:
    """TM., KT., TL., TUQ. name whom one signs for; Q. is of one's own title."""
    return signs.is_capacity(text) and not text.strip().startswith("Q")


def _is_name(text: str) -> bool:
    bare = text.strip()
    if signs.is_capacity(bare) or signs.is_position(bare) or not _NAME.fullmatch(bare):
        return False
    return len(bare) <= 50
