"""CT6: nơi nhận."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, decision_part, execution_articles, joined
from qdgen.check.elements import Element
from qdgen.check.organs import head_of
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_AS_ABOVE = re.compile(r"^Như\s+trên\b", re.IGNORECASE)
_AS_ARTICLE = re.compile(
    r"^Như\s+(?:tại\s+)?(?:(?:điểm|khoản)\s[^;]{1,20}?\s)?(?:các\s+)?Điều\s+\d+", re.IGNORECASE
)
_FROM_THE_TOP = re.compile(r"-(?:TTg|CP|CTN)\s*$")
_FILING = re.compile(r"^Lưu\b\s*(?P<colon>:?)\s*(?P<rest>.*?)[\s.;,]*$", re.DOTALL)
_TITLES = re.compile(
    r"(?<!\w)(?:PGĐ|GĐ|PCT|CCT|CT|PTP|CVP|PCVP|PVT|TTg|PTTg|BT|PBT|CTN|PCTN|Chtịch)(?!\w)"
)
_BY_HEART = {"TTg": "Thủ tướng Chính phủ"}
_PURPOSE = re.compile(r"\b(?P<short>b/c|bc|t/h|p/h|th|ph|t/b)\b(?=\s*\))", re.IGNORECASE)
_PURPOSES = {
    "b/c": "báo cáo", "bc": "báo cáo", "t/h": "thực hiện", "th": "thực hiện", "p/h": "phối hợp",
    "ph": "phối hợp", "t/b": "thông báo",
}  # fmt: skip
_DRAFTER = re.compile(r"[A-ZĐ]\.\s?\(\d+\)\.?$")  # ô 12: PL.(300)
_PROPOSER = re.compile(r"^Theo đề nghị của\s+(?P<who>.+?)[.,;]*$", re.DOTALL)


def _list(paper: Paper) -> list[Piece]:
    return paper.of(Element.RECIPIENT, part=decision_part(paper))


@rule("CT601", "recipients-first", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
@about_a_decision
def recipients_first(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Nơi nhận of the decision does not begin with "Như Điều n".

    First come those who carry the decision out, named by the article that lists them. The Prime
    Minister and the President of the State list whom they address instead.

    Wrong: - Bộ trưởng (để báo cáo); - Như Điều 4;
    Right: - Như Điều 4; - Bộ trưởng (để báo cáo);
    Source: Phụ lục III, mẫu 1.2 và 1.3 (NN-01); chưa đối chiếu nguyên văn
    """
    pieces = _list(paper)
    if _FROM_THE_TOP.search(paper.text_of(Element.NUMBER)):
        return
    if not pieces or _AS_ABOVE.match(pieces[0].text) or _AS_ARTICLE.match(pieces[0].text):
        return
    later = next((p for p in pieces if _AS_ARTICLE.match(p.text)), None)
    if later is not None:
        yield Remark(
            text("“{words}” does not stand first", words=later.text.rstrip(";. ")),
            text("put it above the others"),
            later,
        )
    else:
        yield Remark(
            text("nơi nhận does not begin with “Như Điều …”"),
            text("name the article that says who carries the decision out"),
            pieces[0],
        )


@rule("CT602", "recipients-marks", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def recipients_marks(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A line of nơi nhận does not end with a semicolon, or the last one not with a full stop.

    The lines are the items of one list: each ends with ";", the last, "Lưu", with ".".

    Wrong: - Các Thứ trưởng. / - Lưu: VT, KHTC;
    Right: - Các Thứ trưởng; / - Lưu: VT, KHTC.
    Source: Phụ lục I, Phần I, Mục II.9.d (EL-41, NN-02); chắc chắn
    """
    pieces = _list(paper)
    for piece in pieces:
        right = "." if piece is pieces[-1] else ";"
        words = piece.text.rstrip()
        bare = words.rstrip(" .,;:")
        marks = words[len(bare) :]
        if marks == right or not bare or _DRAFTER.search(words):
            continue
        start, end = (len(bare), len(words)) if marks else (max(0, len(bare) - 1), len(bare))
        yield Remark(
            text("the line ends with “{marks}”", marks=marks) if marks
            else text("the line ends without a mark"),
            text("end it with “{right}”", right=right),
            piece,
            start,
            end,
            fix=right if marks else words[start:end] + right,
        )  # fmt: skip


@rule("CT603", "recipients-as-above", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
@about_a_decision
def recipients_as_above(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Nơi nhận of a decision says "Như trên".

    "Như trên" points to the line "Kính gửi", which a decision does not have.

    Wrong: - Như trên;
    Right: - Như Điều 4;
    Source: Phụ lục III, mẫu 1.2 (NN-01, L48); chưa đối chiếu nguyên văn
    """
    if paper.of(Element.ADDRESSEE) or not paper.is_decision:
        return
    for piece in _list(paper):
        if match := _AS_ABOVE.match(piece.text):
            yield Remark(
                text("a decision has nothing “above” that names whom it is for"),
                text("write “Như Điều …” with the article on execution"),
                piece,
                *match.span(),
            )


@rule("CT604", "recipients-titles", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
@about_a_decision
def recipients_titles(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A title in nơi nhận is abbreviated by the drafter.

    Whom a document goes to is written so that everybody reads it alike.

    Wrong: - Các PGĐ Sở;
    Right: - Các Phó Giám đốc Sở;
    Source: Phụ lục I, Phần I, Mục II.9 (NN-04, L49); chắc chắn
    """
    for piece in _list(paper):
        if _FILING.match(piece.text):
            continue
        for match in _TITLES.finditer(piece.text):
            yield Remark(
                text("“{title}” is an abbreviation", title=match[0]),
                text("write the title in full"),
                piece,
                *match.span(),
                fix=_BY_HEART.get(match[0]),
            )


@rule("CT605", "recipients-purpose", Severity.WARNING, Certainty.PRACTICE, TEXTS)
@about_a_decision
def recipients_purpose(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The purpose behind a recipient is abbreviated: "để b/c".

    "để báo cáo", "để thực hiện", "để phối hợp" are short enough, and nobody has to guess.

    Wrong: - Bộ trưởng (để b/c);
    Right: - Bộ trưởng (để báo cáo);
    Source: không có quy định; thông lệ trình bày (NN-05)
    """
    for piece in _list(paper):
        for match in _PURPOSE.finditer(piece.text):
            full = _PURPOSES[match["short"].lower()]
            yield Remark(
                text("“{short}” is an abbreviation", short=match["short"]),
                text("write “{full}”", full=full),
                piece,
                *match.span("short"),
                fix=full,
            )


@rule("CT608", "recipients-twice", Severity.WARNING, Certainty.DERIVED, TEXTS)
@about_a_decision
def recipients_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The same recipient stands twice in nơi nhận.

    The number of copies follows from the list; a line that stands twice makes it wrong.

    Wrong: - Các Thứ trưởng; - Văn phòng Bộ; - Các Thứ trưởng;
    Right: - Các Thứ trưởng; - Văn phòng Bộ;
    Source: suy ra từ Phụ lục I, Phần I, Mục II.9 (NN-06)
    """
    seen: set[str] = set()
    for piece in _list(paper):
        words = plain(piece.text.partition("(")[0])
        if words in seen:
            yield Remark(text("it stands above already"), text("leave one of them out"), piece)
        seen.add(words)


def _unit(who: str) -> str:
    """The unit of a head, without the kind of unit: Trưởng các phòng: Đào tạo, …"""
    name = plain(who)
    rest = name.removeprefix(head_of(name)).strip()
    return re.sub(r"^(?:phòng|vụ|cục|ban|sở|khoa|văn phòng)\s+", "", rest) or name


@rule("CT610", "proposer-not-addressed", Severity.INFO, Certainty.PRACTICE, TEXTS)
@about_a_decision
def proposer_not_addressed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Who proposed the decision is neither in the article on execution nor in nơi nhận.

    Who proposed a decision usually carries it out or follows it, and must receive it.

    Wrong: Theo đề nghị của Vụ trưởng Vụ Pháp chế. (Điều 4 và nơi nhận không nhắc đến Vụ Pháp chế)
    Right: Chánh Văn phòng Bộ, Vụ trưởng Vụ Pháp chế … chịu trách nhiệm thi hành
    Source: không có quy định; thông lệ soạn thảo
    """
    part = decision_part(paper)
    articles = execution_articles(paper)
    if not articles or not joined(paper, Element.RECIPIENT, part):
        return
    words = "\n".join(a.words for a in articles) + joined(paper, Element.RECIPIENT, part)
    addressed = plain(words)
    if "thủ trưởng" in addressed:
        return
    for piece in paper.of(Element.BASIS, part=part):
        match = _PROPOSER.match(piece.text)
        if match is None:
            continue
        who = re.split(r"\s+tại\s+|,|\s+và\s+(?=[A-ZĐ])", match["who"])[0]
        if plain(who) not in addressed and _unit(who) not in addressed:
            yield Remark(
                text("{who} is neither in the article on execution nor in nơi nhận", who=who),
                text("name them in one of the two"),
                piece,
                *match.span("who"),
            )
