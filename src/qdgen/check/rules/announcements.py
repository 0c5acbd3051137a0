"""CT3: annexes and attached documents that the text announces, and footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part, full_title
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import TEXTS, Medium, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.citations import SYMBOL
from qdgen.check.text.compare import plain
from qdgen.check.text.labels import roman_value
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import roman

_NUMERAL = r"(?:[IVXLC]+|\d{1,2})"
_ANNEXES = re.compile(
    rf"\bphụ lục\s+(?:số\s+)?(?P<list>{_NUMERAL}"
    rf"(?:\s*(?:,|và|đến|-|–)\s*(?:phụ lục\s+)?{_NUMERAL}\b)*)(?![\w.]*\d)",
    re.IGNORECASE,
)
_ANY_ANNEX = re.compile(r"\bphụ lục\b", re.IGNORECASE)
_ATTACHED_LIST = re.compile(
    r"\b(?:danh sách|danh mục|biểu|bảng|mẫu|chi tiết|phụ biểu)\b[^.;]{0,120}\bkèm theo\b"
    r"|\((?:có |chi tiết )?[^()]*kèm theo\)",
    re.IGNORECASE,
)
_OWN_ANNEX = re.compile(
    r"\bphụ lục\s+(?:(?:ban hành|đính)\s+)?kèm theo\b(?!\s+(?!Quyết định này|Kế hoạch này)[A-ZĐ])"
    r"|\bphụ lục\b[^.;]{0,40}\b(?:Quyết định|Kế hoạch|Quy chế|Quy định) này\b",
    re.IGNORECASE,
)
_OTHER_DOCUMENT = re.compile(
    rf"\b(?:Luật|Bộ luật|Nghị định|Nghị quyết|Thông tư|Pháp lệnh|Hiệp định|Công ước)\b|{SYMBOL}"
)
_WITH_DECISION = re.compile(r"\bkèm theo\s+(?:Quyết định|văn bản)\s+này\b", re.IGNORECASE)


def _body(paper: Paper) -> list[Piece]:
    """The text of the decision and of what it attaches, annexes left out."""
    parts = {
        n for n, p in enumerate(paper.parts) if p.kind in (PartKind.DECISION, PartKind.ATTACHMENT)
    }
    return [p for p in paper.of(*BODY) if p.part in parts]


def _value(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else roman_value(numeral.upper())


def _numbers(words: str) -> set[int]:
    """The numbers in "I, II và IV", "I đến III"."""
    found: set[int] = set()
    previous = 0
    for between, numeral in re.findall(rf"([^IVXLC\d]*?)\b({_NUMERAL})\b", words):
        value = _value(numeral)
        if previous and re.search(r"đến|-|–", between):
            found.update(range(previous, value + 1))
        found.add(value)
        previous = value
    return found - {0}


@rule("CT311", "annex-missing", Severity.ERROR, Certainty.DERIVED, TEXTS)
def annex_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The text points to an annex that is not there.

    A reader told to look in Phụ lục II must find it. In a Word or PDF file this is a warning: the
    annex may be a file of its own.

    Wrong: … theo Phụ lục III kèm theo Quyết định này (chỉ có 02 phụ lục)
    Right: … theo Phụ lục II kèm theo Quyết định này
    Source: suy ra từ Phụ lục I, Phần I, Mục III.1.a (PL-01)
    """
    annexes = list(paper.parts_of(PartKind.ANNEX))
    present = {_value(p.number) for _, p in annexes if p.number}
    milder = None if paper.medium is Medium.CONTENT else Severity.WARNING
    for piece in _body(paper):
        if "ụ lục" not in piece.text or _OTHER_DOCUMENT.search(piece.text):
            continue
        named = False
        for match in _ANNEXES.finditer(piece.text):
            named = True
            for number in sorted(_numbers(match["list"]) - present):
                label = f"Phụ lục {roman(number)}"
                if not present and annexes:
                    said = text("{annex} is named, but the only annex has no number", annex=label)
                else:
                    said = text("{annex} is not there", annex=label)
                yield Remark(
                    said,
                    text("attach it, or name the right one"),
                    piece,
                    *match.span(),
                    severity=milder,
                )
        if not named and not annexes and (own := _OWN_ANNEX.search(piece.text)):
            yield Remark(
                text("the text points to an annex, but there is none"),
                text("attach it, or leave the words out"),
                piece,
                *own.span(),
                severity=milder,
            )


@rule("CT312", "annex-not-announced", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def annex_not_announced(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An annex is attached, but the text nowhere points to it.

    The text must name each annex, so that it is plain what it belongs to and what it is for.

    Wrong: (có Phụ lục nhưng lời văn không nhắc đến)
    Right: Danh mục nhiệm vụ được quy định tại Phụ lục kèm theo.
    Source: Phụ lục I, Phần I, Mục III.1.a (PL-01); chắc chắn
    """
    annexes = list(paper.parts_of(PartKind.ANNEX))
    if not annexes:
        return
    named: set[int] = set()
    generally = False
    words: list[str] = []
    for piece in _body(paper):
        lists = list(_ANNEXES.finditer(piece.text))
        for match in lists:
            named |= _numbers(match["list"])
        generally |= bool(_ATTACHED_LIST.search(piece.text))
        generally |= not lists and bool(_ANY_ANNEX.search(piece.text))
        words.append(plain(piece.text))
    if generally:
        return
    everything = "\n".join(words)
    for number, part in annexes:
        title = plain(full_title(paper, number))
        if part.number and _value(part.number) in named:
            continue
        if (not part.number and named) or (title and title in everything):
            continue
        label = f"Phụ lục {part.number}".rstrip()
        yield Remark(
            text("nothing in the text points to {annex}", annex=label),
            text("name it where its content is decided on: “… tại {annex} kèm theo”", annex=label),
            paper.first(Element.ANNEX_LABEL, number) or paper.first(Element.TITLE, number),
        )


@rule("CT313", "attachment-missing", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def attachment_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The decision brings a document into force "kèm theo Quyết định này", but none is attached.

    What is brought into force must come with the decision. In a Word or PDF file this is a remark
    only: it may be a file of its own.

    Wrong: Ban hành kèm theo Quyết định này Quy chế … (không có quy chế kèm theo)
    Right: Ban hành kèm theo Quyết định này Quy chế … (kèm quy chế)
    Source: suy ra từ Phụ lục III, mẫu 1.3
    """
    part = decision_part(paper)
    others = (PartKind.ATTACHMENT, PartKind.ANNEX)
    if part < 0 or any(p.kind in others for p in paper.parts):
        return
    for piece in paper.of(*BODY, part=part):
        if match := _WITH_DECISION.search(piece.text):
            yield Remark(
                text("nothing is attached"),
                text("attach the document, or leave “kèm theo Quyết định này” out"),
                piece,
                *match.span(),
                severity=None if paper.medium is Medium.CONTENT else Severity.INFO,
            )
            return


@rule("CT314", "attachment-not-announced", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def attachment_not_announced(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document is attached, but no article brings it into force.

    Without the words of an article the document has no force.

    Wrong: Điều 1. Các đơn vị thuộc Bộ tăng cường công bố dữ liệu. (có Kế hoạch kèm theo)
    Right: Điều 1. Ban hành kèm theo Quyết định này Kế hoạch …
    Source: suy ra từ Phụ lục III, mẫu 1.3
    """
    part = decision_part(paper)
    if part < 0:
        return
    words = "\n".join(plain(p.text) for p in paper.of(*BODY, part=part))
    for number, _ in paper.parts_of(PartKind.ATTACHMENT):
        title = plain(full_title(paper, number))
        if "kèm theo" not in words and title not in words:
            yield Remark(
                text("no article brings “{title}” into force", title=full_title(paper, number)),
                text("write “Ban hành kèm theo Quyết định này …” in the first article"),
                paper.first(Element.TITLE, number),
            )


@rule("CT315", "note-empty", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def note_empty(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A footnote has no text.

    Its mark in the text leads nowhere.

    Wrong: ¹ (không có lời chú thích)
    Right: ¹ Phê duyệt kèm theo Quyết định số 142/QĐ-TTg.
    Source: không có quy định; thông lệ trình bày
    """
    for piece in paper.of(Element.NOTE):
        if not re.search(r"\w", piece.text):
            yield Remark(
                text("the footnote has no text"), text("write it, or delete its mark"), piece
            )


@rule("CT316", "note-twice", Severity.INFO, Certainty.PRACTICE, TEXTS)
def note_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two footnotes say the same.

    The second tells the reader nothing; after the first the short form is enough.

    Wrong: ¹ Danh sách do Văn phòng Bộ cập nhật. … ² Danh sách do Văn phòng Bộ cập nhật.
    Right: ¹ Danh sách do Văn phòng Bộ cập nhật.
    Source: không có quy định; thông lệ trình bày
    """
    seen: set[str] = set()
    for piece in paper.of(Element.NOTE):
        words = plain(piece.text)
        if len(words) > 10 and words in seen:
            yield Remark(
                text("an earlier footnote says the same"), text("leave one of them out"), piece
            )
        seen.add(words)
