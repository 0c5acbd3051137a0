"""The issued decision's text, as taken from its PDF, cut into parts that can be compared.

A syllable is what stands between two white spaces, in NFC. Left out: printed link targets, page
numbers and footnote marks. Lines are joined; a word broken over two lines needs no repair, since
Vietnamese breaks between syllables only.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE_FILE = Path(__file__).with_name("quyet-dinh-2025.txt")

_LINK_TARGET = re.compile(r"https?://\S+")
_PAGE_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_NOTE_RULE = re.compile(r" {20,}")
_NOTE_START = re.compile(r"(\d) (?=\w)")
_NOTE_MARK = re.compile(r"(?<=[^\W\d_])(\d)(?=[.,;:)]?$)")
_STT = re.compile(r"\s?([IVX]+|\d+|\(\d+(?:\.\d+)?\))\s+(?=\S)")
_PLAN_START = re.compile(r" BỘ KHOA HỌC VÀ CÔNG NGHỆ +CỘNG HÒA")
_ANNEX_START = re.compile(r" Phụ lục\s*")
_HEADING_END = "hoàn thành"
# The first line of a new page keeps one space of indentation.
_PAGE_START = re.compile(r" \S")


@dataclass(frozen=True, slots=True)
class SourceParts:
    """Syllables in reading order, by part; `notes[n - 1]` is footnote n without its number.

    `rows` holds each row of the annex by its STT, the STT itself left out. A cell of a row that
    runs over a page end is interleaved with its neighbours, so rows are multisets; `row_words`
    holds the same syllables in reading order, and `broken_rows` names the rows that run over.
    """

    decision: list[str]
    plan: list[str]
    notes: list[list[str]]
    annex_head: list[str]
    rows: dict[str, Counter[str]]
    row_words: dict[str, list[str]]
    broken_rows: frozenset[str]


def syllables(text: str) -> list[str]:
    """`text` in NFC, cut at white space."""
    return unicodedata.normalize("NFC", text).split()


def without_note_marks(words: Iterable[str]) -> tuple[list[str], list[str]]:
    """Take footnote marks ("thông1", "nghệ2.") off `words`; the marks come second, in order."""
    marks: list[str] = []

    def take(match: re.Match[str]) -> str:
        marks.append(match[1])
        return ""

    return [_NOTE_MARK.sub(take, word) for word in words], marks


@cache
def source_parts() -> SourceParts:
    """The whole source, each part checked against what the layout of the file promises."""
    text = unicodedata.normalize("NFC", SOURCE_FILE.read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if not _is_furniture(line)]
    plan_at = _only(lines, _PLAN_START)
    annex_at = _only(lines, _ANNEX_START)
    plan_lines, note_lines = _split_notes(lines[plan_at:annex_at])
    plan, marks = without_note_marks(_words(plan_lines))
    notes = _notes(note_lines)
    if marks != [str(n + 1) for n in range(len(notes))]:
        raise ValueError(f"footnote marks {marks} for {len(notes)} footnotes")
    annex = lines[annex_at:]
    rows_at = 1 + next(i for i, line in enumerate(annex) if line.strip() == _HEADING_END)
    row_words, broken = _rows(annex[rows_at:])
    return SourceParts(
        decision=_words(lines[:plan_at]),
        plan=plan,
        notes=notes,
        annex_head=_words(annex[:rows_at]),
        rows={stt: Counter(words) for stt, words in row_words.items()},
        row_words=row_words,
        broken_rows=broken,
    )


def _is_furniture(line: str) -> bool:
    return bool(_LINK_TARGET.fullmatch(line.strip()) or _PAGE_NUMBER.fullmatch(line))


def _only(lines: list[str], pattern: re.Pattern[str]) -> int:
    (index,) = (i for i, line in enumerate(lines) if pattern.match(line))
    return index


def _words(lines: Iterable[str]) -> list[str]:
    return syllables("\n".join(lines))


def _split_notes(lines: list[str]) -> tuple[list[str], list[str]]:
    """Text and notes: the notes stand between a line of spaces and the next page."""
    text: list[str] = []
    notes: list[str] = []
    in_notes = False
    for line in lines:
        if _NOTE_RULE.fullmatch(line):
            in_notes = True
        elif _PAGE_START.match(line):
            in_notes = False
        (notes if in_notes else text).append(line)
    return text, notes


def _notes(lines: list[str]) -> list[list[str]]:
    notes: list[list[str]] = []
    for line in lines:
        start = _NOTE_START.match(line)
        if start and start[1] == str(len(notes) + 1):
            notes.append(syllables(line[start.end() :]))
        elif line.strip():
            notes[-1] += syllables(line)
    return notes


def _rows(lines: list[str]) -> tuple[dict[str, list[str]], frozenset[str]]:
    rows: dict[str, list[str]] = {}
    broken: set[str] = set()
    for stt, line, on_new_page in _row_lines(lines):
        if on_new_page:
            broken.add(stt)
        rows.setdefault(stt, []).extend(syllables(line))
    return rows, frozenset(broken)


def _row_lines(lines: list[str]) -> Iterator[tuple[str, str, bool]]:
    """Each line with the STT of its row, and whether it carries the row on to a new page."""
    stt = ""
    seen: set[str] = set()
    for line in filter(str.strip, lines):
        start = _STT.match(line)
        if start:
            stt = start[1]
            if stt in seen:
                raise ValueError(f"row {stt} starts twice")
            seen.add(stt)
            yield stt, line[start.end() :], False
        elif not stt:
            raise ValueError(f"text before the first row: {line}")
        else:
            yield stt, line, bool(_PAGE_START.match(line))
