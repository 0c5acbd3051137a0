"""CT2: numbers and letters of Điều, khoản, điểm, of headings and outlines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import LOOKS, TEXTS, Medium, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.siblings import LEVELS, Siblings, counted, label_of, siblings
from qdgen.check.text.labels import Kind, Label, next_letter
from qdgen.diagnostics import Severity
from qdgen.messages import text
from qdgen.vietnamese import roman

_HEADINGS = (Element.HEADING_LABEL, Element.HEADING_TITLE)
_RARE_LETTERS = frozenset("ăâêôơư")
_TYPED = re.compile(
    r"(?:Điều\s+\d+\s*[.:]|\d{1,2}[.)](?!\d)|[a-zđ]\)|[IVX]{1,4}\.)(?=\s)"
)  # "1. ", "a) ", "Điều 2. "


def _is_heading(group: Siblings) -> bool:
    return group.element in _HEADINGS


def _expected(previous: Label | None, label: Label) -> str:
    value = previous.value if previous else 0
    if label.kind is Kind.ROMAN:
        return roman(value + 1)
    return next_letter(value) if label.kind is Kind.LETTER else str(value + 1)


def _breaks(group: Siblings) -> Iterator[tuple[Piece, Label, str]]:
    """Where the numbers of `group` do not follow each other, and what was expected."""
    previous: Label | None = None
    for piece in group.children:
        label = counted(piece)
        if label is None:
            return
        if label.value != (previous.value if previous else 0) + 1:
            yield piece, label, _expected(previous, label)
        previous = label


def _remark(piece: Piece, expected: str, severity: Severity | None = None) -> Remark:
    return Remark(
        text("the number is “{label}”", label=label_of(piece)),
        text("the next one would be {expected}", expected=expected),
        piece,
        end=0,
        severity=severity,
    )


@rule("CT201", "article-sequence", Severity.WARNING, Certainty.UNCONFIRMED, LOOKS)
def article_sequence(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The numbers of the articles do not run on from 1.

    Articles are numbered through the whole document, also across chapters. A number left out or
    given twice makes every reference doubtful.

    Wrong: Điều 1. … / Điều 2. … / Điều 4. …
    Right: Điều 1. … / Điều 2. … / Điều 3. …
    Source: Phụ lục I, Phần I, Mục II.6.đ (NU-03); một phần chưa đối chiếu nguyên văn
    """
    for group in siblings(paper):
        if group.element is Element.ARTICLE:
            for piece, _, expected in _breaks(group):
                yield _remark(piece, f"Điều {expected}")


@rule("CT202", "clause-sequence", Severity.WARNING, Certainty.UNCONFIRMED, LOOKS)
def clause_sequence(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The numbers of the khoản do not run from 1 in each article.

    The numbering begins anew below every Điều and leaves out none.

    Wrong: Điều 3. … / 3. … / 4. …
    Right: Điều 3. … / 1. … / 2. …
    Source: Phụ lục I, Phần I, Mục II.6.đ (NU-03); một phần chưa đối chiếu nguyên văn
    """
    for group in siblings(paper):
        if group.element is Element.CLAUSE:
            for piece, _, expected in _breaks(group):
                yield _remark(piece, f"{expected}.")


@rule("CT203", "point-letters", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def point_letters(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The letters of the điểm do not follow the Vietnamese alphabet.

    They go a, b, c, d, đ, e, g, h, i, k, l …: đ comes after d, and f, j, w and z are no Vietnamese
    letters. Word's own lists leave đ out and put f in. Letters with a hat or a hook (ă, â, ê, ô,
    ơ, ư) are not used in official texts.

    Wrong: d) … / e) … / f) …
    Right: d) … / đ) … / e) …
    Source: Phụ lục I, Phần I, Mục II.6.đ (EL-33, NU-04); chắc chắn, trừ ă, â, ê, ô, ơ, ư
    """
    for group in siblings(paper):
        is_point = group.element is Element.POINT
        if not is_point and not (group.element is Element.OUTLINE and group.level == 2):
            continue
        for piece, label, expected in _breaks(group):
            if label.kind is not Kind.LETTER:
                break
            rare = label.written.lower() in _RARE_LETTERS
            if label.value == 0 and not rare:
                yield Remark(
                    text("{letter} is no letter of the Vietnamese alphabet", letter=label.written),
                    text("the next one would be {expected}", expected=f"{expected})"),
                    piece,
                    end=0,
                )
                break
            yield _remark(piece, f"{expected})", Severity.WARNING if rare else None)
            if rare:
                break


@rule("CT204", "label-mark", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def label_mark(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The sign behind the number of a Điều, khoản or điểm is not the decree's.

    A full stop follows "Điều 1", the number of a khoản and a Roman number; a closing bracket
    follows the letter of a điểm.

    Wrong: Điều 1: …; 1) …; a. …
    Right: Điều 1. …; 1. …; a) …
    Source: Phụ lục I, Phần I, Mục II.6.đ (EL-31 đến EL-33, NU-05); chắc chắn
    """
    elements = (Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.OUTLINE)
    for piece in paper.of(*elements):
        label = counted(piece)
        if label is None or "." in label.written:
            continue  # 1.1: the decree knows no such number, and so no sign behind it
        right = ")" if label.kind is Kind.LETTER and label.written.islower() else "."
        if label.after != right or label.before:
            number = f"{label.word} {label.written}".strip()
            yield Remark(
                text("the number is written “{label}”", label=piece.label),
                text("write “{right}”", right=f"{number}{right}"),
                piece,
                end=0,
                severity=Severity.WARNING if piece.element is Element.OUTLINE else None,
            )


@rule("CT205", "heading-numeral", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def heading_numeral(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A Phần or Chương has no Roman number, or a Mục or Tiểu mục no Arabic one.

    The kind of number shows the level at first sight.

    Wrong: Chương 1; Mục I (trong một chương)
    Right: Chương I; Mục 1
    Source: Phụ lục I, Phần I, Mục II.6.đ (EL-27, EL-29, NU-02); chắc chắn
    """
    for group in siblings(paper):
        if not _is_heading(group):
            continue
        wanted = Kind.ROMAN if group.level < 2 else Kind.ARABIC
        for piece in group.children:
            label = counted(piece)
            if label is None or not label.word or label.kind is wanted or not label.value:
                continue
            right = roman(label.value) if wanted is Kind.ROMAN else str(label.value)
            yield Remark(
                text("it is numbered “{label}”", label=label_of(piece)),
                text("write “{right}”", right=f"{label.word} {right}"),
                piece,
                end=len(piece.text) if piece.element is Element.HEADING_LABEL else 0,
            )


@rule("CT206", "heading-sequence", Severity.WARNING, Certainty.UNCONFIRMED, LOOKS)
def heading_sequence(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The numbers of Phần, Chương, Mục or Tiểu mục do not follow each other.

    Mục begin anew in each Chương, Tiểu mục in each Mục; Chương run on, or begin anew in each Phần.

    Wrong: Chương I / Chương III
    Right: Chương I / Chương II
    Source: Phụ lục I, Phần I, Mục II.6.đ (NU-03); một phần chưa đối chiếu nguyên văn
    """
    last_chapter: dict[int, int] = {}
    for group in siblings(paper):
        if not _is_heading(group):
            continue
        part = group.children[0].part
        for piece, label, expected in _breaks(group):
            runs_on = group.level == 1 and label.value == last_chapter.get(part, 0) + 1
            if not (runs_on and piece is group.children[0]):
                yield _remark(piece, f"{LEVELS[group.level]} {expected}")
        if group.level == 1 and (label_ := counted(group.children[-1])):
            last_chapter[part] = label_.value


@rule("CT207", "outline-sequence", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def outline_sequence(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The numbers of a plan's sections do not follow each other, or a level is left out.

    A document without articles is divided I., then 1., then a): each level begins with its first
    number below the one above it, and none is skipped.

    Wrong: I. … / III. …; I. … / a) …
    Right: I. … / II. …; I. … / 1. … / a) …
    Source: Phụ lục I, Phần I, Mục II.6.c; thông lệ trình bày
    """
    for group in siblings(paper):
        if group.element is not Element.OUTLINE:
            continue
        if group.level < 2:
            for piece, _, expected in _breaks(group):
                yield _remark(piece, f"{expected}.")
        parent = group.parent
        if parent and parent.element is Element.OUTLINE and group.level > parent.level + 1:
            first = group.children[0]
            yield Remark(
                text(
                    "below “{parent}” it goes on with “{label}” at once",
                    parent=parent.label,
                    label=first.label,
                ),
                text("use the level in between"),
                first,
                end=0,
                severity=Severity.INFO,
            )


@rule("CT208", "typed-number", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def typed_number(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A paragraph begins with a number typed by hand.

    Numbers of Điều, khoản, điểm and sections are computed. One that is typed does not follow when
    something is put in before it, cannot be referred to, and may be printed twice.

    Wrong: noi_dung: "1. Vụ Kế hoạch - Tài chính chủ trì …"
    Right: khoan: - noi_dung: Vụ Kế hoạch - Tài chính chủ trì …
    Source: không có quy định; thông lệ soạn thảo (NU-03)
    """
    in_content = paper.medium is Medium.CONTENT
    elements = (Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.OUTLINE, Element.DASH)
    for piece in paper.of(*elements, Element.TEXT):
        if (in_content or piece.label) and (match := _TYPED.match(piece.text)):
            yield Remark(
                text("“{number}” is typed by hand", number=match[0]),
                text("leave it out; make it a provision of its own where it is one"),
                piece,
                *match.span(),
            )
