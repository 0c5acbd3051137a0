"""Who is named in a dossier, to be confirmed for another year: units, the signer, the registers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from qdgen.check.columns import columns_of, task_rows, units_in
from qdgen.check.elements import Element
from qdgen.check.in_force import Being, UnitStanding, unit_on
from qdgen.check.paper import Paper, Piece
from qdgen.check.registers import KnownUnit
from qdgen.check.text.citations import find_citations
from qdgen.check.text.compare import plain
from qdgen.check.text.unit_names import unit_names
from qdgen.content.loader import DOCUMENTS, UNITS
from qdgen.reuse.next_year.items import AUTO, KEEP, Item, Kind, Spot
from qdgen.reuse.next_year.texts import FileText
from qdgen.reuse.next_year.year_items import spot_of
from qdgen.vietnamese import short_date

_GENERAL = re.compile(r"^(?:các|những|mọi)\b|\bliên quan\b")
_PROPOSAL = "Theo đề nghị của "


@dataclass
class UnitUse:
    """A unit of the register and where it is named: `live` where it is given something to do or to
    hear, `cited` where it only belongs to what a document was called at its time. Each place is a
    piece with the start and end of the name."""

    unit: KnownUnit
    live: list[tuple[Piece, int, int]] = field(default_factory=list)
    cited: list[tuple[Piece, int, int]] = field(default_factory=list)


def unit_uses(paper: Paper) -> list[UnitUse]:
    """Every unit of the register that the paper names, in the order of the register."""
    uses: dict[str, UnitUse] = {}
    for mention in unit_names(paper):
        cited = [
            (c.start, max(c.told_until, _clause_end(mention.phrase.text, c.subject_start)))
            for c in find_citations(mention.phrase.text)
        ]
        for piece in mention.phrase.pieces:
            if piece.element is Element.REGISTER:
                continue
            use = uses.setdefault(mention.unit.key, UnitUse(mention.unit))
            is_old = _is_of_old(piece) or any(s <= mention.start < e for s, e in cited)
            (use.cited if is_old else use.live).append((piece, mention.start, mention.end))
    order = {key: nth for nth, key in enumerate(paper.registers.units)}
    return sorted(uses.values(), key=lambda use: order[use.unit.key])


def _is_of_old(piece: Piece) -> bool:
    if piece.element is Element.BASIS:
        return not piece.text.startswith(_PROPOSAL)
    return piece.element is Element.NOTE


def _clause_end(words: str, subject_start: int) -> int:
    """Up to where what a cited document is about reaches; -1 where it tells no subject."""
    if subject_start < 0:
        return -1
    found = re.compile(r"[;.]\s|\n|$").search(words, subject_start)
    return found.start() if found else len(words)


def unit_items(paper: Paper, paths: Mapping[int, str], day: date) -> Iterator[Item]:
    """An item a unit of the register, and one for each name in a column of units that the register
    does not know. `paths` are the paths of pieces by their identity."""
    for use in unit_uses(paper):
        places = use.live or use.cited
        piece, start, _ = places[0]
        spot = _spot(piece, start, paths)
        standing = unit_on(day, use.unit, paper.registers)
        slug = f"don-vi/{use.unit.key}"
        if not use.live:
            reason = "chỉ nằm trong tên văn bản được viện dẫn: giữ tên khi đó"
            yield Item(slug, Kind.UNIT, spot, use.unit.name, KEEP, reason, AUTO)
            continue
        heir = paper.registers.units.get(standing.successor)
        count = len(places)
        reason = f"{_reason(standing, day, heir)}; {count} chỗ"
        proposed = heir.name if heir else KEEP if standing.being is Being.EXISTS else ""
        yield Item(slug, Kind.UNIT, spot, use.unit.name, proposed, reason)
    yield from _unknown(paper, paths)


def _reason(standing: UnitStanding, day: date, heir: KnownUnit | None) -> str:
    when = f" từ sau ngày {short_date(standing.since)}" if standing.since else ""
    name = heir.name if heir else ""
    match standing.being:
        case Being.RENAMED:
            return f"đã đổi tên thành {name}{when}"
        case Being.MERGED:
            return f"đã sáp nhập, hợp nhất vào {name}{when}"
        case Being.DISSOLVED:
            return f"đã kết thúc hoạt động{when}; danh mục không ghi đơn vị kế thừa"
        case Being.NOT_YET:
            return f"ngày {short_date(day)} chưa mang tên này"
        case Being.EXISTS:
            if standing.since is None:
                return "danh mục không ghi thời hạn của tên gọi"
            return f"danh mục ghi tên này từ ngày {short_date(standing.since)}"


def _unknown(paper: Paper, paths: Mapping[int, str]) -> Iterator[Item]:
    known = frozenset(
        plain(n) for u in paper.registers.units.values() for n in (u.name, u.short_name) if n
    )
    mentioned = {
        id(piece): plain(piece.text[start:end])
        for use in unit_uses(paper)
        for piece, start, end in use.live
    }
    told: set[str] = set()
    for table in paper.tables:
        columns = columns_of(table)
        for row in task_rows(table) if columns.are_tasks else ():
            for column in (columns.leader, columns.partner):
                for name in units_in(row.cell_text(column), known) if column >= 0 else ():
                    if name in known or name in told or _GENERAL.search(name):
                        continue
                    piece = next((p for p in row.cells[column] if name in plain(p.text)), None)
                    if piece is None or id(piece) in mentioned:
                        continue
                    told.add(name)
                    spot, words = _spot(piece, 0, paths), piece.text.strip(" ;.,")
                    reason = "danh mục đơn vị không có tên này"
                    slug = f"don-vi-khac/{len(told)}"
                    yield Item(slug, Kind.UNIT, spot, words, KEEP, reason)


def _spot(piece: Piece, index: int, paths: Mapping[int, str]) -> Spot:
    place = piece.spot.located(index, index + 1).location
    return Spot(place.file.rpartition("/")[2], place.line, place.column, paths.get(id(piece), ""))


_SIGNATURE = {
    "quyen_han": "quyền hạn ký: xem người ký năm nay ký thay mặt, ký thay hay trực tiếp",
    "chuc_vu": "chức vụ người ký",
    "ho_ten": "họ tên người ký",
}


def signature_items(texts: Sequence[FileText]) -> Iterator[Item]:
    """An item for each line of the signature."""
    for text in texts:
        key = text.path.removeprefix("quyet-dinh/ky/")
        if key in _SIGNATURE and text.path == f"quyet-dinh/ky/{key}":
            yield Item(
                f"nguoi-ky/{key}", Kind.SIGNATURE, spot_of(text, 0), text.words, KEEP,
                f"{_SIGNATURE[key]}; cần xác nhận",
            )  # fmt: skip


def register_items(paper: Paper, day: date) -> Iterator[Item]:
    """An item a register: a person must have gone through it."""
    documents, units = paper.registers.documents, paper.registers.units
    if documents:
        checked = [d.checked_on for d in documents.values() if d.checked_on is not None]
        told = (
            f"{len(checked)} văn bản có ghi ngày kiểm tra, cũ nhất {short_date(min(checked))}"
            if checked
            else "không văn bản nào ghi ngày kiểm tra"
        )
        yield Item(
            "danh-muc/van-ban", Kind.REGISTER, Spot(DOCUMENTS), f"{len(documents)} văn bản", KEEP,
            f"soát hiệu lực đến ngày {short_date(day)}; {told}",
        )  # fmt: skip
    if units:
        dated = sum(u.valid_from is not None or u.valid_until is not None for u in units.values())
        yield Item(
            "danh-muc/don-vi", Kind.REGISTER, Spot(UNITS), f"{len(units)} đơn vị", KEEP,
            f"soát tên, tổ chức đến ngày {short_date(day)}; {dated} đơn vị có ghi thời hạn tên gọi",
        )  # fmt: skip
