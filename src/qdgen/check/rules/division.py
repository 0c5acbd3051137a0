"""CT2: how a text is divided: titles, lone provisions, dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.decision import about_a_decision, articles, decision_part, ends_sentence, type_of
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import LOOKS, TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.siblings import is_title, siblings
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_BY_TITLED_ARTICLES = ("quy chế", "quy định", "điều lệ", "nội quy")
_LIST_SIGN = re.compile(r"\s*([–—−•·▪►●])\s+")
_SIGNS = frozenset("–—−•·▪►●*")


@rule("CT211", "article-title-missing", Severity.WARNING, Certainty.UNCONFIRMED, TEXTS)
def article_title_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """An article of a Quy chế or Quy định has no title.

    In a document divided into chapters and articles each of them has a title that says what it is
    about; the text begins on the next line.

    Wrong: Điều 2. Quy chế này áp dụng đối với các đơn vị thuộc Bộ.
    Right: Điều 2. Đối tượng áp dụng / Quy chế này áp dụng đối với các đơn vị thuộc Bộ.
    Source: Phụ lục I, Phần I, Mục II.6.d (NU-01); mẫu của quyết định cá biệt không có tiêu đề
    """
    for number, part in enumerate(paper.parts):
        kind = plain(type_of(paper, number))
        if part.kind is PartKind.ATTACHMENT and kind in _BY_TITLED_ARTICLES:
            for article in articles(paper, number):
                if ends_sentence(article.piece.text):
                    yield Remark(
                        text("{label} has no title", label=article.piece.label.rstrip(".")),
                        text("give it a title and put the text below it"),
                        article.piece,
                    )


@rule("CT212", "article-titles-mixed", Severity.INFO, Certainty.DISPUTED, TEXTS)
@about_a_decision
def article_titles_mixed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Some articles of the decision have a title, others have none.

    In a decision a title is a matter of choice, but then for all articles alike.

    Wrong: Điều 1. Ban hành kèm theo … / Điều 2. Tổ chức thực hiện
    Right: Điều 1. Ban hành kèm theo … / Điều 2. Trách nhiệm của các đơn vị được quy định như sau:
    Source: Phụ lục I, Phần I, Mục II.6.d và mẫu 1.2 (NU-01); các bản không thống nhất
    """
    found = articles(paper, decision_part(paper))
    titled = [a for a in found if a.is_titled]
    bare = [a for a in found if not a.is_titled and ends_sentence(a.piece.text)]
    if titled and bare:
        fewer = titled if len(titled) <= len(bare) else bare
        yield Remark(
            text("{titled} of {count} articles have a title", titled=len(titled), count=len(found)),
            text("give all of them a title, or none"),
            fewer[0].piece,
        )


@rule("CT213", "siblings-mixed", Severity.INFO, Certainty.PRACTICE, TEXTS)
def siblings_mixed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Of the provisions of one level, some have a title and others begin with their text.

    Provisions side by side are built alike: all with a title above their text, or all without.

    Wrong: 1. Mục đích / 2. Kế hoạch xác định nhiệm vụ của các đơn vị.
    Right: 1. Mục đích / 2. Yêu cầu
    Source: không có quy định; thông lệ trình bày
    """
    for group in siblings(paper):
        if group.element not in (Element.CLAUSE, Element.OUTLINE) or group.level > 1:
            continue
        kinds = [is_title(p, b) for p, b in zip(group.children, group.below, strict=True)]
        if any(kinds) and not all(kinds):
            fewer = kinds.count(True) <= kinds.count(False)
            odd = group.children[kinds.index(fewer)]
            if not fewer and not ends_sentence(odd.text):
                continue
            yield Remark(
                text(
                    "{titled} of {count} provisions side by side have a title",
                    titled=kinds.count(True),
                    count=len(kinds),
                ),
                text("build them alike"),
                odd,
            )


@rule("CT214", "lone-provision", Severity.INFO, Certainty.PRACTICE, TEXTS)
def lone_provision(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A khoản, a điểm or a section is the only one of its level.

    Dividing into one is not dividing: the number says that there is at least a second. The text can
    stand without it.

    Wrong: Điều 2. … / 1. Vụ Kế hoạch - Tài chính chủ trì … (không có khoản 2)
    Right: Điều 2. Vụ Kế hoạch - Tài chính chủ trì …
    Source: không có quy định; thông lệ soạn thảo
    """
    elements = (Element.CLAUSE, Element.POINT, Element.OUTLINE)
    for group in siblings(paper):
        if group.element in elements and group.parent and len(group.children) == 1:
            only = group.children[0]
            yield Remark(
                text(
                    "“{label}” is the only one below {parent}",
                    label=only.label,
                    parent=group.parent.label.rstrip("."),
                ),
                text("put its text there without a number, or divide it further"),
                only,
                end=0,
            )


@rule("CT215", "heading-title-missing", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def heading_title_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A Phần, Chương, Mục or Tiểu mục has no title.

    Below its number stands what it is about, on a line of its own.

    Wrong: Chương I / Điều 1. …
    Right: Chương I / QUY ĐỊNH CHUNG / Điều 1. …
    Source: Phụ lục I, Phần I, Mục II.6.d và đ (EL-28, EL-30); chắc chắn
    """
    pieces = paper.of(*BODY, Element.HEADING_LABEL, Element.HEADING_TITLE)
    for piece, following in zip(pieces, [*pieces[1:], None], strict=False):
        if piece.element is not Element.HEADING_LABEL:
            continue
        is_titled = following is not None and following.element is Element.HEADING_TITLE
        if following is None or not is_titled or not following.text.strip():
            yield Remark(
                text("{label} has no title", label=piece.text.strip()),
                text("put its title on the line below"),
                piece,
            )


@rule("CT216", "same-title-twice", Severity.WARNING, Certainty.DERIVED, TEXTS)
def same_title_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two articles or sections side by side bear the same title.

    One of them is usually left from copying, and its title says nothing about its text.

    Wrong: Điều 3. Trách nhiệm của các đơn vị / Điều 4. Trách nhiệm của các đơn vị
    Right: Điều 3. Trách nhiệm của các đơn vị / Điều 4. Chế độ báo cáo
    Source: suy ra từ Phụ lục I, Phần I, Mục II.6.d
    """
    for group in siblings(paper):
        if group.element is Element.HEADING_LABEL:
            continue
        seen: dict[str, Piece] = {}
        for piece, below in zip(group.children, group.below, strict=True):
            if not is_title(piece, below):
                continue
            first = seen.setdefault(plain(piece.text), piece)
            if first is not piece:
                yield Remark(
                    text("it has the same title as {label}", label=first.label.rstrip(".")),
                    text("say what this one is about"),
                    piece,
                )


@rule("CT217", "list-sign", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def list_sign(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A list begins with a long dash, a bullet or another sign instead of a hyphen.

    Lines of a list begin with a hyphen and a space, the same everywhere; lines below them with a
    plus sign. Word likes to put bullets and long dashes by itself.

    Wrong: • Kết quả thực hiện nhiệm vụ; – Khó khăn, vướng mắc.
    Right: - Kết quả thực hiện nhiệm vụ; - Khó khăn, vướng mắc.
    Source: không có quy định; thông lệ trình bày (NU-07)
    """
    for piece in paper.of(Element.DASH, Element.TEXT, Element.CELL, Element.RECIPIENT):
        sign = piece.label.strip()
        match = _LIST_SIGN.match(piece.text)
        if sign in _SIGNS:
            yield Remark(
                text("the line begins with “{sign}”", sign=sign),
                text("write a hyphen: -"),
                piece,
                end=0,
            )
        elif match:
            yield Remark(
                text("the line begins with “{sign}”", sign=match[1]),
                text("write a hyphen: -"),
                piece,
                *match.span(1),
                fix="-",
            )
