"""Decisions carried out into the content, by changing only the characters that change.

Done twice nothing more happens: an item says what stands there now, and words that stand there
already are only noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.loader import DOCUMENTS
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.yaml_reader import parse
from qdgen.errors import ContentError
from qdgen.messages import Text, text
from qdgen.reuse.next_year.basis_items import LAST_YEAR
from qdgen.reuse.next_year.desk import Desk
from qdgen.reuse.next_year.items import AGREE, AUTO, DONE, DROP, IN_TEXT, KEEP, Item, Kind
from qdgen.reuse.next_year.places import Found, find_items
from qdgen.reuse.next_year.unit_items import unit_uses
from qdgen.reuse.register_entries import with_entries
from qdgen.vietnamese import short_date

_MOST_ROUNDS = 5
_NUMBER_AND_DAY = re.compile(
    r"(?:.*?\bsố\s+)?(?P<number>\d+(?:/\d{4})?[/-]\S+)\s*,?\s*(?:ngày\s+)?"
    r"(?P<day>\d{1,2}/\d{1,2}/\d{4})\.?"
)
_PROPOSAL = "Theo đề nghị của "


_GONE = text("its words no longer stand there; if that is right, decide: {word}", word=DONE)


@dataclass
class Applied:
    """What came of it: the items as they are afterwards, those whose decision was carried out, and
    those that could not be, each with the reason."""

    items: list[Item]
    done: list[Item] = field(default_factory=list)
    failed: list[tuple[Item, Text]] = field(default_factory=list)


def apply(desk: Desk, items: Sequence[Item]) -> Applied:
    """Carry out what is decided and not there yet, on the desk."""
    applied = Applied(list(items))
    _words(desk, applied)
    for nth, item in enumerate(applied.items):
        if item.is_open or item.kind in IN_TEXT:
            continue
        before = dict(desk.files)
        try:
            after = _one(desk, item)
            if desk.files != before:
                _ = desk.read
        except (ContentError, SplicingError, _CannotError) as error:
            for name, content in before.items():
                desk.write(name, content)
            applied.failed.append((item, _why(error)))
            continue
        if after != item:
            applied.items[nth] = after
            applied.done.append(after)
    applied.items = refreshed(desk, applied.items)
    return applied


def refreshed(desk: Desk, items: Sequence[Item]) -> list[Item]:
    """The items with the line and column where their words stand now."""
    found = find_items(items, desk.texts)
    fresh = []
    for item in items:
        there = found.get(item.id)
        if there is None:
            fresh.append(item)
            continue
        line, column = there.text.place(there.start)
        fresh.append(replace(item, spot=replace(item.spot, line=line, column=column)))
    return fresh


class _CannotError(Exception):
    """A decision that cannot be carried out; `message` says why."""

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message


def _why(error: ContentError | SplicingError | _CannotError) -> Text:
    """The first thing that would be wrong."""
    found = error.diagnostics if isinstance(error, ContentError) else ()
    return found[0].message if found else error.message


# --- words of texts -------------------------------------------------------------------------------


def _words(desk: Desk, applied: Applied) -> None:
    """Those about words of a text, as many at once as do not touch each other."""
    tried: set[str] = set()
    for _ in range(_MOST_ROUNDS):
        items = refreshed(desk, applied.items)
        wanted = {
            item.id: item.wanted
            for item in items
            if item.kind in IN_TEXT
            and item.wanted is not None
            and item.wanted != item.current
            and item.id not in tried
        }
        if not wanted:
            applied.items = items
            return
        found = find_items([i for i in items if i.id in wanted], desk.texts)
        chosen = _apart([(name, found[name]) for name in wanted if name in found])
        failed = _spliced(desk, [(found[name], wanted[name]) for name in chosen])
        for nth, item in enumerate(items):
            if item.id in chosen and not failed:
                items[nth] = item.settled(wanted[item.id])
                applied.done.append(items[nth])
            elif item.id in wanted and item.id not in found:
                tried.add(item.id)
                items[nth] = _already(desk, item, wanted[item.id], applied)
        if failed:
            _one_by_one(desk, items, chosen, wanted, applied, tried)
        applied.items = items


def _already(desk: Desk, item: Item, wanted: str, applied: Applied) -> Item:
    """An item whose words are not there: what is wanted may be, or a person has written anew."""
    there = find_items([item], desk.texts, {item.id: wanted}) if wanted else {}
    if item.id in there:
        return item.settled(wanted)
    applied.failed.append((item, _GONE))
    return item


def _apart(found: Iterable[tuple[str, Found]]) -> list[str]:
    """As many as do not touch each other, in order."""
    chosen: list[str] = []
    ends: dict[str, int] = {}
    for name, place in sorted(found, key=lambda f: (f[1].text.path, f[1].start, f[1].end)):
        if place.start >= ends.get(place.text.path, -1):
            chosen.append(name)
            ends[place.text.path] = max(place.end, place.start + 1)
    return chosen


def _one_by_one(
    desk: Desk,
    items: list[Item],
    chosen: Sequence[str],
    wanted: dict[str, str],
    applied: Applied,
    tried: set[str],
) -> None:
    for name in chosen:
        nth = next(n for n, item in enumerate(items) if item.id == name)
        again = find_items([items[nth]], desk.texts).get(name)
        why = None if again is None else _spliced(desk, [(again, wanted[name])])
        tried.add(name)
        if again is None or why is not None:
            reason = why or _GONE
            applied.failed.append((items[nth], reason))
        else:
            items[nth] = items[nth].settled(wanted[name])
            applied.done.append(items[nth])


def _spliced(desk: Desk, changes: Sequence[tuple[Found, str]]) -> Text | None:
    """Make changes of words; why they cannot be made, all being as before, else None."""
    before = dict(desk.files)
    by_file: dict[str, list[tuple[Found, str]]] = {}
    for found, words in changes:
        by_file.setdefault(f"{found.text.stem}.yaml", []).append((found, words))
    try:
        for name, own in by_file.items():
            remarks = [(f, w) for f, w in own if f.text.scalar is None]
            edits = Edits(desk.roots[name])
            for found, words in own:
                if found.text.scalar is not None:
                    edits.replace(found.text.scalar, found.start, found.end, words)
            content = edits.text()
            if remarks:
                content = _with_remarks(desk, name, content, remarks)
            desk.write(name, content)
        _ = desk.read
    except (SplicingError, ContentError) as error:
        for name, content in before.items():
            desk.write(name, content)
        return _why(error)
    return None


def _with_remarks(desk: Desk, name: str, content: str, remarks: Sequence[tuple[Found, str]]) -> str:
    """`content` with words of comments changed; they are no data, so they are looked up anew."""
    desk.write(name, content)
    by_path = {t.path: t for t in desk.texts if t.scalar is None}
    for found, words in sorted(remarks, key=lambda r: -r[0].text.start):
        remark = by_path[found.text.path]
        start = remark.start + found.start
        line = " ".join(words.split())
        content = content[:start] + line + content[remark.start + found.end :]
    again, _, problems = parse(content, name)
    if again is None:
        raise ContentError(
            text("{file} cannot be changed so without changing more of it", file=name),
            diagnostics=problems,
        )
    return content


# --- căn cứ, documents, units, tasks --------------------------------------------------------------


def _one(desk: Desk, item: Item) -> Item:
    """The item as it is once its decision stands in the content."""
    if item.id == LAST_YEAR:
        return _last_year(desk, item)
    match item.kind:
        case Kind.BASIS:
            return _basis(desk, item)
        case Kind.DOCUMENT:
            return _document(desk, item)
        case Kind.UNIT:
            return _unit(desk, item)
        case Kind.TASK:
            return _task(desk, item)
    return item


_NOTHING = (KEEP, DONE, AUTO)


def _unchanged(item: Item, meant: str) -> Item:
    if meant == KEEP and item.now is not None:
        raise _CannotError(
            text("it was changed already; put it back by hand, and decide: {word}", word=DONE)
        )
    return item


def _basis(desk: Desk, item: Item) -> Item:
    meant = item.meant
    if meant in _NOTHING or ("" if meant == DROP else meant) == item.current:
        return _unchanged(item, meant)
    name = item.spot.file
    edits = Edits(desk.source(name))
    node = _basis_node(edits, item)
    if meant == DROP:
        edits.delete(node)
        desk.write(name, edits.text())
        return replace(item, now="")
    if meant.startswith("@"):
        key = meant.removeprefix("@")
        if isinstance(node, Scalar):
            edits.set_text(node, key)
        else:
            edits.insert_before(node, key)
            edits.delete(node)
        desk.write(name, edits.text())
        if isinstance(node, Scalar):
            _mentions(desk, node.value, key)
        path = f"{item.spot.path.rpartition('/')[0]}/{key}"
        return replace(item, now=meant, spot=replace(item.spot, path=path))
    words = meant.removeprefix(_PROPOSAL)
    if isinstance(node, MapNode) and "de_nghi" in node:
        edits.put(node, "de_nghi", words)
    elif isinstance(node, MapNode):
        edits.put(node, "nguyen_van", meant)
    else:
        edits.insert_before(node, {"nguyen_van": meant})
        edits.delete(node)
    desk.write(name, edits.text())
    return item.settled(meant)


def _basis_node(edits: Edits, item: Item) -> Scalar | MapNode:
    wanted = item.spot.path.rpartition("/")[2]
    bases = edits.root.get("can_cu")
    counts: dict[str, int] = {}
    for node in bases if isinstance(bases, ListNode) else ():
        if isinstance(node, Scalar) and node.value == wanted:
            return node
        if isinstance(node, MapNode):
            kind = next(iter(node)).replace("_", "-")
            counts[kind] = counts.get(kind, 0) + 1
            if f"{kind}-{counts[kind]}" == wanted:
                return node
    raise _CannotError(text("this căn cứ is no longer there"))


def _last_year(desk: Desk, item: Item) -> Item:
    meant = item.decision
    if meant in (DROP, KEEP, DONE) or item.now is not None:
        return item
    root, _, _ = parse(item.proposed, "")
    key = next(iter(root), "") if root is not None else ""
    fields = root.get(key) if root is not None else None
    if not isinstance(fields, MapNode):
        raise _CannotError(text("de_xuat is no entry of the register any more"))
    entry = {name: str(value) for name, value in fields.items()}
    if meant != AGREE:
        told = _NUMBER_AND_DAY.fullmatch(meant)
        if told is None:
            raise _CannotError(
                text(
                    "write number and day, such as: {example}",
                    example="số 123/QĐ-ABC ngày 05/02/2025",
                )
            )
        entry |= {"so": told["number"], "ngay": told["day"]}
    if not entry.get("so") or not entry.get("ngay"):
        raise _CannotError(
            text(
                "write number and day, such as: {example}", example="số 123/QĐ-ABC ngày 05/02/2025"
            )
        )
    register = desk.files.get(DOCUMENTS, "")
    registered, _, _ = parse(register, DOCUMENTS) if register.strip() else (None, None, [])
    if registered is None or key not in registered:
        desk.write(DOCUMENTS, with_entries(register, {key: entry}, DOCUMENTS))
    edits = Edits(desk.source(item.spot.file))
    bases = edits.root.get("can_cu")
    nodes = list(bases) if isinstance(bases, ListNode) else []
    if not any(isinstance(n, Scalar) and n.value == key for n in nodes):
        proposal = next((n for n in nodes if isinstance(n, MapNode) and "de_nghi" in n), None)
        if proposal is not None:
            edits.insert_before(proposal, key)
        else:
            edits.insert_into(edits.root, "can_cu", key)
        desk.write(item.spot.file, edits.text())
    return replace(item, now=f"@{key}")


def _document(desk: Desk, item: Item) -> Item:
    meant = item.meant
    if meant in _NOTHING or not meant.startswith("@") or meant == item.now:
        return item
    _mentions(desk, item.id.rpartition("/")[2], meant.removeprefix("@"))
    return replace(item, now=meant)


def _mentions(desk: Desk, old: str, new: str) -> None:
    """Every mention of a key outside the căn cứ, @old, becomes one of another; a date behind it
    becomes that of the other document."""
    entry = desk.read.paper.registers.documents.get(new)
    day = short_date(entry.day) if entry is not None and entry.day is not None else ""
    pattern = re.compile(
        rf"@{re.escape(old)}(?![a-z0-9-])(?P<form>\([^()]*\))?"
        r"(?P<date>\s+ngày\s+\d{1,2}/\d{1,2}/\d{4})?"
    )
    for name in desk.own:
        edits = Edits(desk.roots[name])
        for found in desk.texts:
            if found.scalar is None or f"{found.stem}.yaml" != name:
                continue
            for match in pattern.finditer(found.words):
                words = f"@{new}{match['form'] or ''}"
                until = match.end("form") if match["form"] else match.start() + len(old) + 1
                if match["date"] and day:
                    words, until = f"{words} ngày {day}", match.end()
                edits.replace(found.scalar, match.start(), until, words)
        desk.write(name, edits.text())


def _unit(desk: Desk, item: Item) -> Item:
    meant = item.meant
    if meant in (*_NOTHING, DROP) or meant == item.current:
        return _unchanged(item, meant)
    key = item.id.removeprefix("don-vi/")
    uses = [use for use in unit_uses(desk.read.paper) if use.unit.key == key]
    if not uses:
        raise _CannotError(text("this unit is no longer named"))
    units = desk.read.paper.registers.units
    heir = next((u for u in units.values() if u.name == meant), None)
    changes: dict[str, list[tuple[Scalar, int, int, str]]] = {}
    for piece, start, end in uses[0].live:
        written = piece.spot.located(start, start + 1).written
        until = piece.spot.located(end - 1, end).written
        if written is None or until is None:
            continue  # printed for a key
        found = desk.places.at(written.file.name, written.start)
        last = desk.places.at(until.file.name, until.start)
        if found is None or last is None or found[0].scalar is None:
            continue
        is_short = piece.text[start:end].casefold() == uses[0].unit.short_name.casefold()
        words = heir.short_name if heir and heir.short_name and is_short else meant
        changes.setdefault(written.file.name, []).append(
            (found[0].scalar, found[1], last[1] + 1, words)
        )
    for name, own in changes.items():
        edits = Edits(desk.roots[name])
        for scalar, start, end, words in own:
            edits.replace(scalar, start, end, words)
        desk.write(name, edits.text())
    if heir is not None:
        _mentions(desk, key, heir.key)
    return item.settled(meant)


def _task(desk: Desk, item: Item) -> Item:
    meant = item.meant
    if item.now == "" and meant == KEEP:
        raise _CannotError(
            text("the row was taken out; put it back from cu, and decide: {word}", word=DONE)
        )
    if meant != DROP or item.now == "":
        return item
    edits = Edits(desk.source(item.spot.file))
    edits.delete(edits.with_id(item.spot.path))
    desk.write(item.spot.file, edits.text())
    return replace(item, now="")
