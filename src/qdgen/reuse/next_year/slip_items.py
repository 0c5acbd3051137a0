"""What the check finds in last year's text, offered for repair."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from qdgen.check.examine import Finding, examine
from qdgen.check.paper import Paper
from qdgen.check.rule import Rule
from qdgen.content.loader import DOCUMENTS, UNITS
from qdgen.diagnostics import Severity
from qdgen.messages import render
from qdgen.reuse.next_year.items import Item, Kind, Spot, excerpt
from qdgen.reuse.next_year.texts import FileText
from qdgen.reuse.next_year.year_items import Numbers

# What other items ask already: validity, units that ended, deadlines of the past.
_ASKED_ELSEWHERE = ("VD4", "TN505", "TN604", "TN605", "TN606")
_BLANKS = "TN701"
_HERE = "vi"


@dataclass(frozen=True, slots=True)
class SlipItem:
    """An item about the characters `start` up to `end` of a text; without a text it is about the
    dossier, or about words that no one wrote."""

    item: Item
    text: FileText | None = None
    start: int = 0
    end: int = 0


class PlaceIndex:
    """Texts by the characters of the files they stand in."""

    def __init__(self, texts: Sequence[FileText]) -> None:
        self._by_file: dict[str, list[FileText]] = {}
        for text in texts:
            if text.scalar is not None and text.words:
                self._by_file.setdefault(f"{text.stem}.yaml", []).append(text)
        for own in self._by_file.values():
            own.sort(key=_start)

    def at(self, file: str, index: int) -> tuple[FileText, int] | None:
        """The text that holds the character `index` of a file, and which of its characters it is;
        None where that character belongs to no text."""
        own = self._by_file.get(file, [])
        nth = bisect_right(own, index, key=_start) - 1
        if nth < 0:
            return None
        text = own[nth]
        if text.scalar is None or index >= text.scalar.end:
            return None
        offset = bisect_left(range(len(text.words)), index, key=text.index)
        return text, offset

    def at_line(self, file: str, line: int, column: int) -> tuple[FileText, int] | None:
        """As `at`, for line and column from 1."""
        first = next(iter(self._by_file.get(file, ())), None)
        if first is None:
            return None
        return self.at(file, first.source.line_start(line) + column - 1)


def _start(text: FileText) -> int:
    return text.start


def slip_items(
    paper: Paper,
    rules: Sequence[Rule],
    places: PlaceIndex,
    open_blanks: Collection[str],
    numbers: Numbers,
) -> Iterator[SlipItem]:
    """An item for each finding in the dossier's own files that has a fix, or is an error or a
    warning. `open_blanks` are the paths of blanks that are asked for already."""
    for finding in examine(paper, rules).findings:
        place = finding.located.location
        file = place.file.rpartition("/")[2]
        if file in (DOCUMENTS, UNITS) or finding.rule.code.startswith(_ASKED_ELSEWHERE):
            continue
        if finding.fix is None and finding.severity is Severity.INFO:
            continue
        yield from _item(finding, file, places, open_blanks, numbers)


def _item(
    finding: Finding,
    file: str,
    places: PlaceIndex,
    open_blanks: Collection[str],
    numbers: Numbers,
) -> Iterator[SlipItem]:
    located = finding.located
    place = located.location
    found = None
    if place.line and located.source_line:
        found = _found(finding, file, places)
    path = found[0].path if found else ""
    if finding.rule.code == _BLANKS and path in open_blanks:
        return
    begin, until = located.mark
    old = located.source_line[begin:until].strip()
    start = end = 0
    text = None
    if found is not None:
        text, start = found
        end = min(start + len(old), len(text.words))
        if finding.fix is not None:
            end = start + (finding.fix.written.end - finding.fix.written.start)
            old = text.words[start:end]
        if text.words[start:end] != old:
            text = None  # it goes over a line's end, or was not written so: for a person to mend
    reason = f"{finding.rule.code}: {render(finding.message, _HERE)}"
    hint = render(finding.hint, _HERE)
    reason += f" → {hint}" if hint else ""
    item = Item(
        numbers.next(f"loi/{finding.rule.code.lower()}/{path or file}"),
        Kind.SLIP,
        Spot(file, place.line, place.column, path),
        old,
        finding.fix.replacement if finding.fix is not None and text is not None else "",
        f"{reason} (nguyên văn)" if finding.verbatim else reason,
        around=excerpt(text.words, start, end) if text is not None else "",
    )
    yield SlipItem(item, text, start, end)


def _found(finding: Finding, file: str, places: PlaceIndex) -> tuple[FileText, int] | None:
    if finding.fix is not None:
        return places.at(file, finding.fix.written.start)
    return places.at_line(file, finding.located.location.line, finding.located.location.column)
