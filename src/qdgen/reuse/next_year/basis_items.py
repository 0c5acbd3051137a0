"""The căn cứ of a dossier and the documents cited in its text, as the register knows them on a day,
and last year's decision as a căn cứ of the new one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qdgen.check.elements import Element
from qdgen.check.in_force import DocumentStanding, Force, document_on
from qdgen.check.paper import Paper, Piece
from qdgen.check.registers import KnownDocument, Registers
from qdgen.check.text.cited import Role, cited_laws, documents_in
from qdgen.content.fields import ID_MAX_LENGTH
from qdgen.reuse.next_year.items import DROP, KEEP, Item, Kind, Spot
from qdgen.vietnamese import short_date

LAST_YEAR = "can-cu/nam-truoc"
"""The id of the item that proposes last year's decision as a căn cứ."""


@dataclass(frozen=True, slots=True)
class LastDecision:
    """Last year's decision as an entry of the register would tell it; number and day "" where it
    has none yet. `key` is proposed for it; `earlier` the key of the decision of the year before it,
    which it takes the place of ("" for none)."""

    key: str
    type: str
    number: str
    day: str
    issuer: str
    subject: str
    earlier: str = ""

    def entry(self) -> dict[str, str]:
        """As it would stand in van-ban.yaml."""
        return {
            "loai": self.type,
            "so": self.number,
            "ngay": self.day,
            "co_quan": self.issuer,
            "trich_yeu": self.subject,
        }


def key_for(name: str, taken: Iterator[str] | set[str]) -> str:
    """A key for the decision of the dossier `name` that is not `taken`."""
    used = set(taken)
    stem = f"qd-{name}"[: ID_MAX_LENGTH - 3].rstrip("-")
    return next(
        key
        for n in range(1, len(used) + 3)
        if (key := stem if n == 1 else f"{stem}-{n}") not in used
    )


def basis_items(
    paper: Paper, keys: list[str], day: date, last: LastDecision, plan: int
) -> Iterator[Item]:
    """An item for each căn cứ, in order, and for last year's decision. `keys` are the paths of the
    căn cứ: "quyet-dinh/can_cu/nd55"; `plan` is last year."""
    known = _entries(paper)
    for path, piece in zip(keys, paper.of(Element.BASIS), strict=True):
        entry = known.get(id(piece)) or paper.registers.documents.get(path.rpartition("/")[2])
        spot = _spot(piece, 0, path)
        slug = f"can-cu/{path.rpartition('/')[2]}"
        if entry is None:
            reason = "người đề nghị: xem chức danh, tờ trình còn đúng không"
            if not path.rpartition("/")[2].startswith("de-nghi"):
                reason = "không có trong danh mục văn bản: tự tra hiệu lực"
            yield Item(slug, Kind.BASIS, spot, piece.text, KEEP, reason)
        elif entry.key == last.earlier:
            reason = "quyết định của năm trước nữa: thay bằng quyết định của năm trước"
            yield Item(slug, Kind.BASIS, spot, piece.text, DROP, reason)
        else:
            standing = document_on(day, entry, paper.registers)
            proposed = _proposed(standing)
            reason = _reason(entry, standing, day, paper.registers)
            if proposed == KEEP and re.search(rf"\bnăm {plan}(?!\d)", entry.subject):
                proposed = ""
                reason = f"văn bản của năm {plan}: tìm văn bản của năm mới; {reason}"
            yield Item(slug, Kind.BASIS, spot, piece.text, proposed, reason)
    yield _last_year(last, keys)


def document_items(paper: Paper, paths: dict[int, str], day: date) -> Iterator[Item]:
    """An item for each document that is cited outside the căn cứ and is not in force on `day`.
    `paths` are the paths of pieces by their identity."""
    bases = {entry.key for entry in _entries(paper).values()}
    for document in documents_in(paper):
        entry = document.entry
        own = [m for m in document.mentions if not m.nested and m.role is not Role.BASIS]
        if entry is None or entry.key in bases or not own:
            continue
        standing = document_on(day, entry, paper.registers)
        if standing.force is Force.IN_FORCE:
            continue
        mention = own[0]
        start = mention.citation.start
        spot = _spot(mention.piece, start, paths.get(id(mention.piece), ""))
        proposed = f"@{standing.successor}" if standing.successor else ""
        reason = _reason(entry, standing, day, paper.registers)
        yield Item(f"van-ban/{entry.key}", Kind.DOCUMENT, spot, mention.name, proposed, reason)


def _entries(paper: Paper) -> dict[int, KnownDocument]:
    """What the register knows of each căn cứ, by the identity of its piece."""
    found: dict[int, KnownDocument] = {}
    for document in documents_in(paper):
        for mention in document.mentions:
            if mention.role is Role.BASIS and not mention.nested and document.entry is not None:
                found.setdefault(id(mention.piece), document.entry)
    for piece, _, _, entry in cited_laws(paper):
        if piece.element is Element.BASIS:
            found.setdefault(id(piece), entry)
    return found


def _spot(piece: Piece, index: int, path: str) -> Spot:
    place = piece.spot.located(index, index + 1).location
    return Spot(place.file.rpartition("/")[2], place.line, place.column, path)


def _proposed(standing: DocumentStanding) -> str:
    if standing.force is Force.REPLACED:
        return f"@{standing.successor}"
    if standing.force is Force.ENDED:
        return DROP
    return KEEP if standing.force is Force.IN_FORCE else ""


def _reason(
    entry: KnownDocument, standing: DocumentStanding, day: date, registers: Registers
) -> str:
    when = f" từ ngày {short_date(standing.since)}" if standing.since else ""
    match standing.force:
        case Force.REPLACED:
            return f"đã được {_called(registers.documents[standing.successor])} thay thế{when}"
        case Force.ENDED:
            return f"hết hiệu lực{when}"
        case Force.NOT_YET:
            return f"ngày {short_date(day)} chưa có hiệu lực; có hiệu lực{when}"
        case Force.IN_FORCE:
            pass
    told = [
        f"còn hiệu lực ngày {short_date(day)} theo danh mục"
        if standing.is_told
        else "danh mục không ghi ngày hiệu lực"
    ]
    told += [
        f"được sửa đổi, bổ sung bởi {_called(registers.documents[key])}"
        for key in standing.amended_by
    ]
    checked = entry.checked_on
    told.append(
        f"kiểm tra lần cuối ngày {short_date(checked)}" if checked else "chưa ghi ngày kiểm tra"
    )
    return "; ".join(told)


def _called(entry: KnownDocument) -> str:
    return f"{entry.type} số {entry.number}" if entry.number else f"{entry.type} {entry.subject}"


def _last_year(last: LastDecision, keys: list[str]) -> Item:
    lines = [f"{last.key}:", *(f"  {k}: {v}".rstrip() for k, v in last.entry().items())]
    reason = "quyết định của năm trước làm căn cứ: thêm vào danh mục văn bản và căn cứ"
    if not last.number or not last.day:
        reason += "; ghi quyết định như: số 123/QĐ-ABC ngày 05/02/2025; không dùng thì ghi: bỏ"
    path = keys[0].rpartition("/")[0] if keys else "quyet-dinh/can_cu"
    spot = Spot("quyet-dinh.yaml", path=path)
    return Item(LAST_YEAR, Kind.BASIS, spot, "", "\n".join(lines), reason)
