"""VD30: the căn cứ, one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.check.elements import Element
from qdgen.check.paper import TEXTS, Paper, Piece
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.citation_extent import joined, lacking_in, mildness
from qdgen.check.text.cited import Role, documents_in, is_own_number, mentions_in
from qdgen.check.text.dates import find_dates
from qdgen.diagnostics import Severity
from qdgen.messages import text

_OPENINGS = re.compile(r"Căn cứ\s|Theo đề nghị\s|Theo\s")
_PROPOSAL = re.compile(r"(?:Theo|Xét)\s+(?:đề nghị|Tờ trình|tờ trình)", re.IGNORECASE)
_OLD_PROPOSAL = re.compile(r"Xét\s+(?:đề nghị|tờ trình)", re.IGNORECASE)
_SEVERAL = re.compile(r"[;.\n]\s*(?:[Cc]ăn cứ|[Tt]heo đề nghị|[Xx]ét đề nghị)\s")
_MARKS = re.compile(r"[;,.:/]+\s*$")
_INTO = re.compile(r"Căn cứ vào\b")
_LAW = re.compile(
    r"\s*Căn cứ (?:vào )?(?P<name>(?:Bộ luật|Luật|Pháp lệnh)\s[^;.(]+?)"
    r"(?=\s+(?:số\s+\d|ngày\s|được\s|đã\s)|[;.(]|$)"
)
_FUNCTIONS = re.compile(
    r"chức năng|nhiệm vụ,? (?:và )?quyền hạn|thẩm quyền|\btổ chức\b|điều lệ|phân công|phân cấp"
    r"|ủy quyền|uỷ quyền|thành lập|chính quyền",
    re.IGNORECASE,
)


def bases_of(paper: Paper) -> list[Piece]:
    """The căn cứ with words in them."""
    return [p for p in paper.of(Element.BASIS) if p.text.strip()]


@rule("VD301", "basis-opening", Severity.WARNING, Certainty.CONFIRMED, TEXTS)
def basis_opening(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ does not begin with "Căn cứ", nor the proposal with "Theo đề nghị của".

    The samples of the decree know these two openings. "Căn cứ vào" and the older "Xét đề nghị của"
    are only remarked.

    Wrong: Thực hiện Nghị định số 55/2025/NĐ-CP …;
    Wrong: Xét đề nghị của Vụ trưởng Vụ Pháp chế.
    Right: Căn cứ Nghị định số 55/2025/NĐ-CP …;
    Right: Theo đề nghị của Vụ trưởng Vụ Pháp chế.
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2 và 1.3 (EL-24), đã đối chiếu
    """
    for piece in bases_of(paper):
        words = piece.text.lstrip()
        start = len(piece.text) - len(words)
        opening = " ".join(words.split()[:2])
        if into := _INTO.match(words):
            yield Remark(
                text('"{words}" opens a căn cứ', words=into[0]),
                text('write "{right}"', right="Căn cứ"),
                piece,
                start,
                start + into.end(),
                fix="Căn cứ",
                severity=Severity.INFO,
            )
        elif old := _OLD_PROPOSAL.match(words):
            yield Remark(
                text('"{words}" opens the proposal', words=old[0]),
                text(
                    'write "{right}"',
                    right="Theo đề nghị"
                    if "nghị" in old[0]
                    else "Theo đề nghị của … tại Tờ trình …",
                ),
                piece,
                start,
                start + old.end(),
                severity=Severity.INFO,
            )
        elif not _OPENINGS.match(words):
            yield Remark(
                text('a căn cứ begins with "{words}"', words=opening),
                text('begin it with "Căn cứ", the proposal with "Theo đề nghị của"'),
                piece,
                start,
                start + len(opening),
            )


@rule("VD302", "basis-ending", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def basis_ending(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ does not end with ";", or the last one not with ".".

    Each căn cứ is a paragraph that ends with a semicolon, the last one with a full stop. The comma
    at the end is the practice from before 2020.

    Wrong: Theo đề nghị của Vụ trưởng Vụ Pháp chế,
    Right: Theo đề nghị của Vụ trưởng Vụ Pháp chế.
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a (CC-03, EL-24), đã đối chiếu
    """
    bases = bases_of(paper)
    for piece in bases:
        right = "." if piece is bases[-1] else ";"
        words = piece.text.rstrip()
        found = _MARKS.search(words)
        if found and found[0] == right:
            continue
        message = (
            text("the last căn cứ does not end with a full stop")
            if right == "."
            else text("a căn cứ does not end with a semicolon")
        )
        start = found.start() if found else max(0, len(words) - len(words.split()[-1]))
        yield Remark(
            message,
            text('end it with "{mark}"', mark=right),
            piece,
            start,
            len(words),
            fix=right if found else words[start:] + right,
        )


@rule("VD303", "basis-incomplete", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def basis_incomplete(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document stands in the căn cứ without its date, issuer or subject.

    A căn cứ names kind, number and symbol, date, issuer and subject. Where the date is told, it
    is a warning.

    Wrong: Căn cứ Nghị định số 55/2025/NĐ-CP;
    Right: Căn cứ Nghị định số 55/2025/NĐ-CP ngày 02 tháng 3 năm 2025 của Chính phủ quy định …;
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a (CC-02), đã đối chiếu
    """
    for mention in mentions_in(paper):
        c = mention.citation
        if mention.role is not Role.BASIS or mention.nested or c.amending:
            continue
        if _PROPOSAL.match(mention.piece.text) or not (lacking := lacking_in(mention)):
            continue
        yield Remark(
            text("{name} lacks {what}", name=mention.name, what=joined(lacking)),
            text("a căn cứ tells kind, number, date, issuer and subject"),
            mention.piece,
            c.start,
            c.told_until,
            severity=mildness(mention),
        )


@rule("VD304", "several-bases-in-one-paragraph", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def several_in_one(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Several căn cứ stand in one paragraph.

    Each stands in a paragraph of its own, so that each can be found and checked.

    Wrong: Căn cứ Luật A ngày …; căn cứ Nghị định số …;
    Right: Căn cứ Luật A ngày …; (xuống dòng) Căn cứ Nghị định số …;
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, II.6.a (CC-03), đã đối chiếu
    """
    for piece in bases_of(paper):
        for match in _SEVERAL.finditer(piece.text):
            start = match.start() + len(match[0]) - len(match[0].lstrip(";.\n "))
            yield Remark(
                text("a second căn cứ begins in the same paragraph"),
                text("begin a paragraph here; in content: an item of its own in can_cu"),
                piece,
                start,
                match.end() - 1,
            )


@rule("VD305", "proposal-not-last", Severity.WARNING, Certainty.PRACTICE, TEXTS)
def proposal_not_last(paper: Paper) -> Iterator[Remark | Unchecked]:
    """ "Theo đề nghị của …" stands before a căn cứ.

    The proposal closes the căn cứ. Several proposals may follow each other there.

    Wrong: Theo đề nghị của Vụ trưởng Vụ Pháp chế; Căn cứ Nghị định số …
    Right: Căn cứ Nghị định số …; Theo đề nghị của Vụ trưởng Vụ Pháp chế.
    Source: thông lệ, theo Mẫu 1.2 của Phụ lục III (CC-09)
    """
    bases = bases_of(paper)
    others = [n for n, piece in enumerate(bases) if not _PROPOSAL.match(piece.text.lstrip())]
    for piece in bases[: others[-1]] if others else ():
        if found := _PROPOSAL.match(piece.text.lstrip()):
            yield Remark(
                text("the proposal stands before a căn cứ"),
                text("put it last"),
                piece,
                0,
                found.end(),
            )


@rule("VD306", "authority-basis-missing", Severity.INFO, Certainty.UNCONFIRMED, TEXTS)
def authority_basis_missing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """No căn cứ gives the office the power to decide.

    The first căn cứ is what gives the issuing office its functions and powers: a law on
    organisation, or the decree or decision on its functions.

    Wrong: Căn cứ Luật Dữ liệu ngày 30 tháng 11 năm 2024; (chỉ có căn cứ về nội dung)
    Right: Căn cứ Nghị định số 55/2025/NĐ-CP … quy định chức năng, nhiệm vụ, quyền hạn và cơ cấu …;
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, II.6.a (CC-01), chưa đối chiếu được
    """
    bases = [p for p in bases_of(paper) if not _PROPOSAL.match(p.text.lstrip())]
    if bases and not any(_FUNCTIONS.search(p.text) for p in bases):
        yield Remark(
            text("no căn cứ tells where the power to decide comes from"),
            text("cite what sets the office's functions, tasks and powers"),
            bases[0],
        )


@rule("VD307", "basis-twice", Severity.WARNING, Certainty.DERIVED, TEXTS)
def basis_twice(paper: Paper) -> Iterator[Remark | Unchecked]:
    """One document stands twice among the căn cứ.

    Once is enough; the second was probably left over from a draft.

    Wrong: Căn cứ Luật Dữ liệu ngày …; Căn cứ Nghị định số …; Căn cứ Luật Dữ liệu ngày …;
    Right: Căn cứ Luật Dữ liệu ngày …; Căn cứ Nghị định số …;
    Source: suy ra: một căn cứ chỉ nêu một lần
    """
    for document in documents_in(paper):
        own = [m for m in document.mentions if m.role is Role.BASIS and not m.nested]
        pieces = [m.piece for m in own if not m.citation.amending]
        for mention in own[1:]:
            if not mention.citation.amending and mention.piece is not pieces[0]:
                yield _twice(mention.piece, mention.citation.start, mention.citation.number_end)
    seen: dict[str, set[object]] = {}
    for piece in bases_of(paper):
        if law := _LAW.match(piece.text):
            days = seen.setdefault(law["name"].strip().casefold(), set())
            day = next(
                (d.first for d in find_dates(piece.text) if d.start >= law.end("name")), None
            )
            if day in days or (days and (day is None or None in days)):
                yield _twice(piece, law.start("name"), law.end("name"))
            days.add(day)


def _twice(piece: Piece, start: int, end: int) -> Remark:
    return Remark(
        text("{words} stands among the căn cứ before", words=piece.text[start:end].strip()),
        text("leave one out"),
        piece,
        start,
        end,
    )


@rule("VD308", "basis-on-itself", Severity.ERROR, Certainty.DERIVED, TEXTS)
def basis_on_itself(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A document cites itself among its căn cứ.

    Kind, number and year are its own: the number was probably taken from the template.

    Wrong: (Quyết định số 1234/QĐ-BKHCN) Căn cứ Quyết định số 1234/QĐ-BKHCN ngày 10 tháng 6 …
    Right: Căn cứ Quyết định số 1230/QĐ-BKHCN ngày 02 tháng 6 …
    Source: suy ra: văn bản không thể là căn cứ của chính nó
    """
    year = paper.day.year if paper.day else paper.year
    type_of_paper = paper.text_of(Element.TYPE).casefold()
    for mention in mentions_in(paper):
        c = mention.citation
        if mention.role is not Role.BASIS or c.type.casefold() != type_of_paper:
            continue
        same_year = mention.day is None or year is None or mention.day.year == year
        if same_year and is_own_number(paper, c.number):
            yield Remark(
                text("{name} is this document itself", name=mention.name),
                text("find out which number is meant"),
                mention.piece,
                c.start,
                c.number_end,
            )


@rule("VD309", "basis-after-signing", Severity.ERROR, Certainty.DERIVED, TEXTS)
def basis_after_signing(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A căn cứ is dated after the day on which the decision is signed.

    What does not exist yet cannot be a basis: one of the two dates is wrong.

    Wrong: (ký ngày 10 tháng 6 năm 2026) Căn cứ Quyết định số 15/QĐ-TTg ngày 12 tháng 6 năm 2026 …
    Right: Căn cứ Quyết định số 15/QĐ-TTg ngày 02 tháng 6 năm 2026 …
    Source: suy ra: chỉ dẫn văn bản đã ban hành (CC-10)
    """
    yield from after_signing(paper, (Role.BASIS,))


def after_signing(paper: Paper, roles: tuple[Role, ...]) -> Iterator[Remark]:
    """Remarks on citations dated after the paper or, before it is issued, after its year."""
    for mention in mentions_in(paper):
        when, day = mention.citation.date, mention.day
        if when is None or day is None or mention.role not in roles:
            continue
        late = day > paper.day if paper.day else paper.year is not None and day.year > paper.year
        if late:
            yield Remark(
                text("{name} is dated after this document", name=mention.name),
                text("find out which date is right"),
                mention.piece,
                when.start,
                when.end,
            )
