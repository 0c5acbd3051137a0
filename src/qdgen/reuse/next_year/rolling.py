"""A dossier on the desk taken to another year: what is changed at once, and every item to decide.

Rolled again, the decisions taken stay, what a person has set right by hand is closed, and what is
new is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from qdgen.check.rule import all_rules
from qdgen.content.editing import Edits
from qdgen.content.loader import DECISION, Dossier
from qdgen.content.nodes import MapNode, Scalar
from qdgen.document.model import Decision, Document, plain_text
from qdgen.reuse.next_year.applying import refreshed
from qdgen.reuse.next_year.basis_items import (
    LAST_YEAR,
    LastDecision,
    basis_items,
    document_items,
    key_for,
)
from qdgen.reuse.next_year.desk import Desk
from qdgen.reuse.next_year.items import AUTO, DONE, IN_TEXT, KEEP, Item, Kind, Spot
from qdgen.reuse.next_year.places import find_items
from qdgen.reuse.next_year.results import TaskResult
from qdgen.reuse.next_year.slip_items import slip_items
from qdgen.reuse.next_year.tasks import ALL_TASKS, drop_rows, task_items
from qdgen.reuse.next_year.unit_items import register_items, signature_items, unit_items
from qdgen.reuse.next_year.worksheet import Origin, Worksheet
from qdgen.reuse.next_year.year_items import Numbers, YearItem, Years, year_items
from qdgen.reuse.next_year.years import Setting

_DECISION_FILE = f"{DECISION}.yaml"
_YEAR_OF_PLAN = re.compile(r"(?<!đến )(?<!tới )\bnăm\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_PERIOD = re.compile(r"(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Roll:
    """What is asked: from the dossier `origin`, its day for the registers, last year's results
    (None for none) and last year's decision."""

    origin: Origin
    day: date
    last: LastDecision
    results: Mapping[str, TaskResult] | None = None


def plan_year(dossier: Dossier, document: Document) -> int:
    """The year that a decision is for: the one its titles name, else the year of its issue."""
    titles = [dossier.decision.header.subject.value]
    titles += [f.header.title.value for f in dossier.attachments.values()]
    named = {int(m[1]) for t in titles if not _PERIOD.search(t) for m in _YEAR_OF_PLAN.finditer(t)}
    return (
        named.pop() if len(named) == 1 else document.year or int(dossier.decision.header.year.value)
    )


def last_decision(
    dossier: Dossier, document: Document, number: str, day: str, earlier: str
) -> LastDecision:
    """Last year's decision as the register would tell it; `number` and `day` as issued."""
    header = dossier.decision.header
    first = document.parts[0]
    subject = plain_text(first.subject) if isinstance(first, Decision) else header.subject.value
    number = number or (header.number.value if header.number else "")
    day = day or (header.day.value if header.day else "")
    return LastDecision(
        key_for(dossier.name, set(dossier.key_places)),
        header.type.value,
        f"{int(number):02d}/{header.symbol.value}" if number.isdecimal() else number,
        day,
        header.authority.value,
        f"{subject[:1].lower()}{subject[1:]}",
        earlier,
    )


def rolled(desk: Desk, roll: Roll) -> Worksheet:
    """A first roll: the desk holds last year's files, and afterwards the new ones."""
    items = list(_emptied(desk))
    ids = tuple(desk.ids())
    if roll.results is not None:
        items += drop_rows(desk, roll.results, roll.origin.plan)
    numbers = Numbers()
    found = list(year_items(desk.texts, _years(desk, roll.origin), numbers))
    items += _moved(desk, found)
    items += task_items(desk, roll.results, roll.origin.plan)
    items += _from_registers(desk, roll)
    items += signature_items(desk.texts)
    items += _slips(desk, items, numbers)
    return Worksheet(roll.origin, ids=ids).with_items(refreshed(desk, items))


def rolled_again(desk: Desk, roll: Roll, worksheet: Worksheet) -> Worksheet:
    """The worksheet with what is new since; the desk holds the new dossier."""
    numbers = Numbers(item.id for item in worksheet.items)
    items = [_closed(item, gone=False) for item in worksheet.items]
    known = find_items(items, desk.texts)
    items = [
        _closed(item, gone=item.id not in known and bool(item.current))
        if item.kind in IN_TEXT and item.kind is not Kind.SLIP and item.spot.path
        else item
        for item in items
    ]
    if roll.results is not None:
        there = {item.id for item in items if item.now == "" and item.kind is Kind.TASK}
        fresh = {k: v for k, v in roll.results.items() if f"nhiem-vu/{k}" not in there}
        items = _merged(items, drop_rows(desk, fresh, roll.origin.plan))
        items = [_results_given(item) for item in items]
    if roll.results is not None:
        items = _merged(items, task_items(desk, roll.results, roll.origin.plan), only_new=True)
    items += _new_years(desk, roll, items, numbers)
    items = _merged(items, _not_settled(items, _from_registers(desk, roll)))
    items = _merged(items, signature_items(desk.texts), only_new=True)
    items = _again_slips(desk, items, numbers)
    if worksheet.origin.content_hash != roll.origin.content_hash:
        items.append(_origin_changed(roll.origin))
    again = replace(worksheet, origin=roll.origin)
    return again.with_items(refreshed(desk, items))


# --- at once --------------------------------------------------------------------------------------


def _emptied(desk: Desk) -> Iterator[Item]:
    """Number and date of last year's decision, taken out."""
    header = desk.roots[_DECISION_FILE].get("van_ban")
    if not isinstance(header, MapNode):
        return
    edits = Edits(desk.roots[_DECISION_FILE])
    for key, what in (("so", "số"), ("ngay", "ngày ban hành")):
        value = header.get(key)
        if isinstance(value, Scalar) and value.value:
            spot = Spot(_DECISION_FILE, value.line, value.column, f"{DECISION}/van_ban/{key}")
            reason = f"{what} của quyết định năm trước: bỏ trống đến khi ban hành"
            yield Item(f"so-ngay/{key}", Kind.NUMBER, spot, value.value, "", reason, AUTO, now="")
            edits.set_text(value, "")
    desk.write(_DECISION_FILE, edits.text())


def _years(desk: Desk, origin: Origin) -> Years:
    return Years(origin.plan, origin.target, frozenset(desk.read.dossier.documents))


def _moved(desk: Desk, found: Iterable[YearItem]) -> list[Item]:
    """The items of years, those that are clear written at once."""
    items = []
    edits: dict[str, Edits] = {}
    for one in found:
        item = one.item
        scalar = one.text.scalar
        if one.move is not None and scalar is not None:
            name = item.spot.file
            if name not in edits:
                edits[name] = Edits(desk.roots[name])
            for start, end, words in _digits(item.old, one.move):
                edits[name].replace(scalar, one.start + start, one.start + end, words)
            item = item.settled(one.move)
        items.append(item)
    contents = {name: changing.text() for name, changing in edits.items()}
    for name, content in contents.items():
        desk.write(name, content)
    return items


def _digits(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of digits that differ: a break of the line between "năm" and its figures is
    left where it is."""
    before, after = list(re.finditer(r"\d+", old)), list(re.finditer(r"\d+", new))
    if re.sub(r"\d+", "", old) != re.sub(r"\d+", "", new):
        yield 0, len(old), new
        return
    for one, other in zip(before, after, strict=True):
        if one[0] != other[0]:
            yield one.start(), one.end(), other[0]


def _from_registers(desk: Desk, roll: Roll) -> Iterator[Item]:
    paper = desk.read.paper
    keys = _basis_paths(desk)
    yield from basis_items(paper, keys, roll.day, roll.last, roll.origin.plan)
    yield from document_items(paper, desk.paths, roll.day)
    yield from unit_items(paper, desk.paths, roll.day)
    yield from register_items(paper, roll.day)


def _basis_paths(desk: Desk) -> list[str]:
    """The paths of the căn cứ in order, those of texts inside them cut off."""
    stem = f"{DECISION}/can_cu/"
    paths: dict[str, None] = {}
    for text in desk.texts:
        if text.path.startswith(stem) and text.scalar is not None:
            paths.setdefault(stem + text.path.removeprefix(stem).partition("/")[0])
    return list(paths)


def _slips(desk: Desk, items: Iterable[Item], numbers: Numbers) -> Iterator[Item]:
    blanks = {i.spot.path for i in items if i.kind is Kind.DEADLINE and "@trống" in i.old}
    for slip in slip_items(desk.read.paper, all_rules(), desk.places, blanks, numbers):
        yield slip.item


# --- again ----------------------------------------------------------------------------------------


def _not_settled(items: list[Item], fresh: Iterable[Item]) -> Iterator[Item]:
    """`fresh` without last year's decision where that is settled, and without căn cứ that a person
    has just chosen, unless something is the matter with them."""
    last = next((item for item in items if item.id == LAST_YEAR), None)
    settled = last is not None and not last.is_open
    chosen = {
        f"can-cu/{item.now.removeprefix('@')}"
        for item in items
        if item.kind is Kind.BASIS and item.now is not None and item.now.startswith("@")
    }
    for item in fresh:
        if item.id == LAST_YEAR and settled:
            continue
        if item.id in chosen and item.proposed in (KEEP, ""):
            continue
        yield item


def _closed(item: Item, *, gone: bool) -> Item:
    """An open item whose words a person has written anew is decided."""
    return replace(item, decision=DONE) if gone and not item.decision else item


def _results_given(item: Item) -> Item:
    if item.id == ALL_TASKS and not item.decision:
        return replace(item, decision=DONE)
    return item


def _merged(items: list[Item], fresh: Iterable[Item], *, only_new: bool = False) -> list[Item]:
    """`items` with `fresh` ones: an open item takes what is said of it now; a decided one stays,
    and where something else is proposed by now, that is a new item."""
    by_id = {item.id: nth for nth, item in enumerate(items)}
    found = list(items)
    for item in fresh:
        nth = by_id.get(item.id)
        if nth is None:
            found.append(item)
            continue
        was = found[nth]
        if only_new:
            continue
        if was.is_open:
            if was.now is None:
                found[nth] = replace(item, note=was.note)
        elif was.proposed != item.proposed and item.proposed not in (was.now, was.current):
            found += _once_more(found, item)
    return found


def _once_more(items: Iterable[Item], item: Item) -> list[Item]:
    """What is proposed now of something decided before, unless that was asked already."""
    earlier = [i for i in items if i.id == item.id or i.id.startswith(f"{item.id}/lan-")]
    if any(i.proposed == item.proposed for i in earlier[1:]) or item.decision:
        return []
    reason = f"mới từ lần quyết định trước: {item.reason}"
    return [replace(item, id=f"{item.id}/lan-{len(earlier) + 1}", reason=reason)]


def _new_years(desk: Desk, roll: Roll, items: Iterable[Item], numbers: Numbers) -> Iterator[Item]:
    """Years and deadlines that no item speaks of, in what was written since: last year's year is
    asked, the new year's is right."""
    known = find_items(items, desk.texts)
    spans: dict[str, list[tuple[int, int]]] = {}
    for place in known.values():
        spans.setdefault(place.text.path, []).append((place.start, place.end))
    of_last_year = re.compile(rf"(?<!\d){roll.origin.plan}(?!\d)")
    for one in year_items(desk.texts, _years(desk, roll.origin), numbers):
        taken = spans.get(one.text.path, ())
        if any(start < one.end and one.start < end for start, end in taken):
            continue
        if one.text.setting is Setting.NAME or not of_last_year.search(one.item.old):
            continue
        reason = f"mới có từ lần chuyển trước; {one.item.reason}"
        decision = one.item.decision if one.move is None else ""
        yield replace(one.item, reason=reason, decision=decision)


def _again_slips(desk: Desk, items: list[Item], numbers: Numbers) -> list[Item]:
    """What the check finds now; what it no longer finds is closed, what was decided stays."""
    fresh = list(_slips(desk, items, numbers))
    left = list(fresh)
    kept = []
    for item in items:
        if item.kind is not Kind.SLIP:
            kept.append(item)
            continue
        same = next((f for f in left if _is_same(f, item)), None)
        if same is not None:
            left.remove(same)
            kept.append(replace(item, spot=same.spot))
        else:
            kept.append(_closed(item, gone=True))
    return [*kept, *left]


def _is_same(one: Item, other: Item) -> bool:
    def code(item: Item) -> str:
        return item.id.split("/")[1]

    return (code(one), one.spot.path, one.old) == (code(other), other.spot.path, other.current)


def _origin_changed(origin: Origin) -> Item:
    return Item(
        f"ban-goc/{origin.content_hash[:12]}",
        Kind.ORIGIN,
        Spot(_DECISION_FILE),
        origin.dossier,
        "giữ",
        "nội dung năm trước đã thay đổi từ lần chuyển trước: so sánh, sửa bản mới nếu cần",
    )


def has_last_year(items: Iterable[Item]) -> str:
    """The key under which the decision of the year before stands as a căn cứ; "" for none."""
    found = next((item for item in items if item.id == LAST_YEAR), None)
    return (found.now or "").removeprefix("@") if found is not None else ""
