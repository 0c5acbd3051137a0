"""TN5: names of units, against the register."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.elements import Element, PartKind
from qdgen.check.in_force import has_ended
from qdgen.check.paper import TEXTS, Medium, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.rules.name_capitals import organs
from qdgen.check.text.citations import find_citations
from qdgen.check.text.phrases import drafted
from qdgen.check.text.unit_names import Likeness, NameMention, unit_names
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text
from qdgen.vietnamese import old_tone_style, without_marks


def _right(mention: NameMention) -> str:
    unit = mention.unit
    return unit.short_name if mention.is_short else unit.name


def _differing(
    paper: Paper, likeness: Likeness, message: Text, *, fixed: bool
) -> Iterator[Remark | Unchecked]:
    if not paper.registers.units:
        return
    for mention in unit_names(paper):
        if mention.likeness is not likeness or mention.phrase.is_capitals:
            continue
        right = _right(mention)
        span = mention.start, mention.end
        for remark in mention.phrase.remarks(
            span,
            Text(message.msgid, (("written", mention.written), ("right", right))),
            text("write “{words}”", words=right),
            fix=right if fixed else None,
        ):
            if remark.piece is not None and remark.piece.element is not Element.REGISTER:
                yield remark


@rule("TN501", "unit-capitals", Severity.ERROR, Certainty.CONFIRMED, TEXTS)
def unit_capitals(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit of the register with other capitals than there.

    A name is written in one way in the whole document; the register holds it as the organ itself
    writes it.

    Wrong: Vụ kế hoạch - tài chính
    Right: Vụ Kế hoạch - Tài chính
    Source: Phụ lục II, mục IV, khoản 1 Nghị định 30/2020/NĐ-CP (CAP-11, có bản xác nhận); sổ đơn vị
    """
    for remark in _differing(
        paper,
        Likeness.CAPITALS,
        text("“{written}”: the register writes “{right}”", written="", right=""),
        fixed=True,
    ):
        if isinstance(remark, Remark) and _is_organ(remark):
            continue  # judged by the dictionary of organs
        yield remark


def _is_organ(remark: Remark) -> bool:
    if remark.piece is None:
        return False
    words = remark.piece.text[remark.start : remark.end]
    return old_tone_style(words.lower()) in organs()


@rule("TN502", "unit-misspelt", Severity.WARNING, Certainty.DERIVED, TEXTS)
def unit_misspelt(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit of the register with a diacritic wrong or missing.

    One mark makes it another name, and no search finds it.

    Wrong: Bộ Khoa học và Công nghê
    Right: Bộ Khoa học và Công nghệ
    Source: suy ra: tên cơ quan viết đúng tên chính thức (CAP-11); sổ đơn vị
    """
    yield from _differing(
        paper,
        Likeness.MARKS,
        text("“{written}” is almost “{right}” of the register", written="", right=""),
        fixed=True,
    )


@rule("TN503", "unit-signs", Severity.WARNING, Certainty.DERIVED, TEXTS)
def unit_signs(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit of the register with another hyphen, comma or dash in its name.

    The marks belong to the name.

    Wrong: Vụ Kế hoạch, Tài chính; Vụ Kế hoạch – Tài chính
    Right: Vụ Kế hoạch - Tài chính
    Source: suy ra: tên cơ quan viết đúng tên chính thức (CAP-11, PU-01); sổ đơn vị
    """
    yield from _differing(
        paper,
        Likeness.SIGNS,
        text("“{written}”: the register writes “{right}”", written="", right=""),
        fixed=True,
    )


@rule("TN504", "unit-almost", Severity.WARNING, Certainty.DERIVED, TEXTS)
def unit_almost(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A name that differs from a unit of the register by one syllable.

    A word was left out, added or mistyped, or the name was taken from memory. If it is another
    unit, it belongs into the register too.

    Wrong: Bộ Khoa học Công nghệ
    Right: Bộ Khoa học và Công nghệ
    Source: suy ra: tên cơ quan viết đúng tên chính thức (CAP-11); sổ đơn vị
    """
    yield from _differing(
        paper,
        Likeness.SYLLABLE,
        text("“{written}” is almost “{right}” of the register", written="", right=""),
        fixed=False,
    )


@rule("TN505", "former-unit-name", Severity.WARNING, Certainty.DERIVED, TEXTS)
def former_unit_name(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit that had ended, by the register, before the document was signed.

    Tasks can only be given to units that exist; the register names the one that took over. Where a
    document of that time is cited, the name of that time is right.

    Wrong: giao Sở Thông tin và Truyền thông chủ trì (đã hợp nhất)
    Right: giao Sở Khoa học và Công nghệ chủ trì
    Source: suy ra từ hiệu lực ghi trong sổ đơn vị
    """
    ended = {k for k, u in paper.registers.units.items() if u.valid_until is not None}
    if not ended:
        return
    day = paper.day
    if day is None:
        yield Unchecked(text("the document has no day yet"))
        return
    for mention in unit_names(paper):
        unit = mention.unit
        if unit.valid_until is None or not has_ended(unit, day) or _is_history(mention):
            continue
        after = paper.registers.units.get(unit.successor)
        for remark in mention.phrase.remarks(
            (mention.start, mention.end),
            text("{name} ended on {day}", name=unit.name, day=f"{unit.valid_until:%d/%m/%Y}"),
            text("write “{words}”", words=after.name) if after else text("name the unit of today"),
        ):
            piece = remark.piece
            if piece is None or piece.element in (Element.REGISTER, Element.BASIS, Element.NOTE):
                continue
            if drafted(piece, mention.start, mention.end):
                yield remark


def _is_history(mention: NameMention) -> bool:
    words = mention.phrase.text
    if next(find_citations(words), None) is not None:
        return True
    around = words[max(0, mention.start - 40) : mention.end + 40].lower()
    return any(w in around for w in ("trước đây", "trước ngày", "nguyên ", "cũ", "(nay là"))


@rule("TN506", "short-name-not-introduced", Severity.INFO, Certainty.PRACTICE, TEXTS)
def short_name_not_introduced(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit called by its full name and by its short one, without the short one being introduced.

    The reader may take them for two units. The short name is introduced at the first place: “(sau
    đây gọi tắt là …)”; the unit register alone is not printed.

    Wrong: Viện Chiến lược Thông tin và Truyền thông … Viện Chiến lược
    Right: Viện Chiến lược Thông tin và Truyền thông (sau đây gọi tắt là Viện Chiến lược)
    Source: thông lệ soạn thảo
    """
    full: dict[str, int] = {}
    short: dict[str, list[tuple[NameMention, Remark]]] = {}
    introduced: set[str] = set()
    for mention in unit_names(paper):
        unit = mention.unit
        if mention.phrase.text[: mention.start].rstrip("“ ").endswith(("là", "(", "tắt:")):
            introduced.add(unit.key)
        for remark in mention.phrase.remarks((mention.start, mention.end), Text("")):
            piece = remark.piece
            if piece is None or paper.parts[piece.part].kind is PartKind.REGISTER:
                continue
            if mention.is_short:
                short.setdefault(unit.key, []).append((mention, remark))
            else:
                full[unit.key] = full.get(unit.key, 0) + 1
    order = {id(piece): n for n, piece in enumerate(paper.pieces)} if short else {}
    for key, places in short.items():
        if key in introduced or not full.get(key):
            continue
        mention, remark = min(places, key=lambda p: (order[id(p[1].piece)], p[1].start))
        yield Remark(
            text(
                "“{short}” (places: {count}) stands for “{full}” without being introduced",
                short=_right(mention),
                count=len(places),
                full=mention.unit.name,
            ),
            text(
                "write “(sau đây gọi tắt là {short})” behind the full name at its first place",
                short=_right(mention),
            ),
            remark.piece,
            remark.start,
            remark.end,
        )


@rule("TN507", "unit-twice-in-register", Severity.WARNING, Certainty.DERIVED, Medium.CONTENT)
def unit_twice_in_register(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Two entries of the unit register with the same name, but for marks, capitals and hyphens.

    One unit then has two keys and, sooner or later, two names in one document.

    Wrong: vu-khtc: Vụ Kế hoạch - Tài chính; vu-ke-hoach: Vụ Kế hoạch – Tài chính
    Right: một đơn vị, một khóa
    Source: suy ra: một đơn vị chỉ có một tên chính thức; sổ đơn vị
    """
    seen: dict[str, str] = {}
    for piece in paper.of(Element.REGISTER):
        if piece.label != "ten" or piece.anchor is None:
            continue
        name = " ".join(w for w in without_marks(piece.text).split() if w.isalnum())
        other = seen.setdefault(name, piece.anchor)
        if other != piece.anchor:
            yield Remark(
                text("the register has this unit already, as {key}", key=other),
                text("keep one entry"),
                piece,
                0,
                len(piece.text),
            )
