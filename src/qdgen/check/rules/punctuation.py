"""TN11: marks, dashes, brackets and quotation marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.phrases import Phrase, drafted, matches, phrases
from qdgen.check.text.siblings import siblings
from qdgen.diagnostics import Severity
from qdgen.messages import text

_DOUBLED = re.compile(r"(?<![.,;:…])(?:([,;:])\s?\1|[,;:]\s?[,;]|,\.|;\.|\.,|\.;|\.\.)(?![.,;:/…])")
_BEFORE_DOT = re.compile(r"(?:v\.v|\b(?:TP|Tp|TS|ThS|PGS|GS|KT|TM|TL|Q|TUQ|tr|Nxb))$")


@rule("TN111", "doubled-mark", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def doubled_mark(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two marks in a row where one belongs.

    They are left over where words were cut out or a list was put together. “./.”, “…” and the
    full stop of an abbreviation are not meant.

    Wrong: các cơ quan,, đơn vị; doanh nghiệp;.
    Right: các cơ quan, đơn vị; doanh nghiệp.
    Source: không có quy định; quy tắc chính tả chung (PU-01)
    """
    for phrase, match in matches(paper, _DOUBLED):
        if _BEFORE_DOT.search(phrase.bare, 0, match.start()):
            continue
        yield from phrase.remarks(
            match.span(),
            text("two marks in a row: “{marks}”", marks=match[0]),
            text("keep the one that belongs here"),
            fix=match[1],
        )


_NOUNS = (
    "kinh tế", "xã hội", "chính trị", "quốc phòng", "an ninh", "văn hóa", "khoa học", "kỹ thuật",
    "nông nghiệp", "công nghiệp", "dịch vụ", "tài chính", "giáo dục", "y tế", "môi trường",
    "nghề nghiệp", "pháp luật", "hành chính", "du lịch", "thể thao",
)  # fmt: skip
_PAIR = re.compile(
    rf"\b(?:{'|'.join(_NOUNS)})(?P<dash>-|–|—| – | — )(?=(?:{'|'.join(_NOUNS)})\b)", re.IGNORECASE
)


@rule("TN112", "hyphen-between-equals", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def hyphen_between_equals(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two equal nouns joined by a hyphen without spaces, or by a long dash.

    State documents set a short hyphen with a space on each side between equal nouns.

    Wrong: phát triển kinh tế-xã hội; phát triển kinh tế – xã hội
    Right: phát triển kinh tế - xã hội
    Source: thông lệ của văn bản nhà nước (PU-01; Luật số 64/2025/QH15 viết “kinh tế - xã hội”)
    """
    for phrase, match in matches(paper, _PAIR, "text"):
        yield from phrase.remarks(
            match.span("dash"),
            text("“{words}” joined by “{dash}”", words=_around(phrase, match), dash=match[1]),
            text("write “ - ”: a short hyphen with a space on each side"),
            fix=" - ",
        )


def _around(phrase: Phrase, match: re.Match[str]) -> str:
    rest = re.match(r"\w+(?: \w+)?", phrase.text[match.end() :])
    return match[0] + (rest[0] if rest else "")


_LOPSIDED = re.compile(r"(?<=[^\W\d_]{2})(?: -(?=[^\W\d_]{2})|- (?=[^\W\d_]{2}))")


@rule("TN113", "one-sided-hyphen", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def one_sided_hyphen(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A hyphen with a space on one side only.

    Between two names or nouns it has a space on each side, inside one word on neither.

    Wrong: Vụ Kế hoạch -Tài chính
    Right: Vụ Kế hoạch - Tài chính
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for phrase, match in matches(paper, _LOPSIDED):
        yield from phrase.remarks(
            match.span(),
            text("a hyphen with a space on one side only"),
            text("put a space on each side"),
            fix=" - ",
        )


_SEPARATING = re.compile(r"(?<=[\w)”]) ([-–—]) (?=[\w(“])")


@rule("TN114", "mixed-dashes", Severity.INFO, Certainty.PRACTICE, TEXTS)
def mixed_dashes(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Short hyphens and long dashes used for the same purpose in one document.

    Word makes long dashes by itself while one types, so that a document put together from several
    files shows two kinds. State documents use the short hyphen.

    Wrong: kinh tế - xã hội … Kế hoạch – Tài chính
    Right: kinh tế - xã hội … Kế hoạch - Tài chính
    Source: thông lệ của văn bản nhà nước (PU-01)
    """
    found: list[tuple[Phrase, re.Match[str]]] = []
    kinds: Counter[str] = Counter()
    for phrase, match in matches(paper, _SEPARATING):
        if any(drafted(p, *match.span()) for p in phrase.pieces):
            kinds[match[1]] += 1
            found.append((phrase, match))
    if len(kinds) < 2 or "-" not in kinds:
        return
    for phrase, match in found:
        if match[1] != "-" and not _PAIR.search(phrase.text):
            yield from phrase.remarks(
                match.span(1),
                text("a long dash here, a short hyphen elsewhere in the document"),
                text("use the short hyphen everywhere"),
                fix="-",
            )


_CLOSING = {")": "(", "]": "[", "”": "“", "»": "«"}
_ITEM = re.compile(r"(?:(?<=\s)|^|(?<=[(;“]))(?:[a-zđ]{1,2}|\d{1,2}|[ivx]{1,4})\)(?=\s)")


@rule("TN115", "unbalanced-brackets", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def unbalanced_brackets(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A bracket or quotation mark that is opened and not closed, or closed and not opened.

    The reader cannot tell where the remark or the quotation ends.

    Wrong: Cục Viễn thông (sau đây gọi là Cục
    Right: Cục Viễn thông (sau đây gọi là Cục)
    Source: không có quy định; quy tắc chính tả chung (PU-01)
    """
    for phrase in phrases(paper):
        words = phrase.bare
        if not any(c in words for c in "()[]“”«»"):
            continue
        at = _unbalanced(_ITEM.sub(lambda m: " " * len(m[0]), words))
        if at is None:
            continue
        opened = words[at] not in _CLOSING
        yield from phrase.remarks(
            (at, at + 1),
            text("“{mark}” is opened and not closed", mark=words[at])
            if opened
            else text("“{mark}” is closed and not opened", mark=words[at]),
            text("add the missing mark, or remove this one"),
        )


def _unbalanced(words: str) -> int | None:
    open_marks: list[int] = []
    for index, char in enumerate(words):
        if char in "([“«":
            open_marks.append(index)
        elif char in _CLOSING:
            if not open_marks or words[open_marks[-1]] != _CLOSING[char]:
                return index
            open_marks.pop()
    return open_marks[0] if open_marks else None


_STRAIGHT = re.compile(r"\"(?=\w)|(?<=[\w.])\"")


@rule("TN116", "mixed-quotes", Severity.INFO, Certainty.PRACTICE, TEXTS)
def mixed_quotes(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Straight and curved quotation marks in one document.

    One kind reads calmer; Word and state documents use the curved ones.

    Wrong: "dữ liệu mở" … “dữ liệu lớn”
    Right: “dữ liệu mở” … “dữ liệu lớn”
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    straight: list[tuple[Phrase, re.Match[str]]] = []
    curved = 0
    for phrase in phrases(paper):
        curved += "“" in phrase.text
        if '"' in phrase.text:
            straight += ((phrase, match) for match in _STRAIGHT.finditer(phrase.bare))
    if curved and straight:
        phrase, match = straight[0]
        yield Remark(
            text("straight quotation marks here, curved ones elsewhere"),
            text("use “ and ” everywhere"),
            phrase.pieces[0],
            match.start(),
            match.end(),
        )


_LETTER_END = re.compile(r"[\w)”%]$")


@rule("TN117", "missing-full-stop", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def missing_full_stop(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A paragraph or item without a mark at its end, where those beside it have one.

    A paragraph of sentences ends with a full stop. Without it one cannot tell whether words are
    missing.

    Wrong: - Tổ chức tổng kết, đánh giá kết quả thực hiện
    Right: - Tổ chức tổng kết, đánh giá kết quả thực hiện.
    Source: không có quy định; quy tắc chính tả chung (PU-01)
    """
    for group in siblings(paper):
        bare = [p for p in group if _LETTER_END.search(p.text.rstrip())]
        if not bare or len(bare) * (2 if len(group) == 2 else 3) > len(group):
            continue
        for piece in bare:
            words = piece.text.rstrip()
            if words.count(" ") >= 5 and not words.isupper():
                yield Remark(
                    text("no mark at the end of the paragraph"),
                    text("end it like the paragraphs beside it, with a full stop or a semicolon"),
                    piece,
                    max(0, words.rfind(" ") + 1),
                    len(words),
                )


@rule("TN118", "mixed-item-ends", Severity.INFO, Certainty.PRACTICE, TEXTS)
def mixed_item_ends(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Items of one list that end partly with a semicolon, partly with a full stop.

    Items of one list end alike: all with a semicolon and the last with a full stop, or, where they
    are whole sentences, all with a full stop.

    Wrong: a) Hồ sơ; b) Biên bản. c) Phiếu bảo hành.
    Right: a) Hồ sơ; b) Biên bản; c) Phiếu bảo hành.
    Source: không có quy định; thông lệ trình bày (PU-01)
    """
    for group in siblings(paper):
        if len(group) < 2 or group[0].element not in _LISTED:
            continue
        ends = [p.text.rstrip()[-1:] for p in group]
        inner = {e for e in ends[:-1] if e in ";."}
        odd = None
        if inner == {";", "."}:
            rarer = min(";.", key=ends[:-1].count)
            odd = ends.index(rarer)
        elif inner == {";"} and ends[-1] == ";":
            odd = len(group) - 1
        if odd is not None:
            piece = group[odd]
            end = len(piece.text.rstrip())
            yield Remark(
                text(
                    "the items of this list end with different marks: here “{mark}”", mark=ends[odd]
                ),
                text("end every item with “;” and the last with “.”, or each with “.”"),
                piece,
                end - 1,
                end,
            )


_LISTED = (Element.POINT, Element.DASH)
