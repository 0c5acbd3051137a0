"""New entries of the register of documents: checked, named, and put where its order wants them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qdgen.check.text.citations import LAWS, code_of
from qdgen.content.editing import Edits, SplicingError
from qdgen.content.fresh_ids import fresh_id
from qdgen.content.nodes import MapNode, Scalar, SourceFile
from qdgen.content.vocabulary import plain_letters
from qdgen.diagnostics import Severity
from qdgen.errors import ContentError
from qdgen.messages import text
from qdgen.reuse.register_entries import with_entries
from qdgen.reuse.registers.desk import ContentFile, Desk
from qdgen.reuse.registers.entry_faults import (
    DAYS,
    KEYS,
    Fault,
    day_of,
    faults_of,
    key_fault,
    relation_faults,
    same_document,
)
from qdgen.vietnamese import short_date


@dataclass(frozen=True)
class Candidate:
    """An entry to be added: its texts by key. `name` is how messages call it ("row 7"), `key` the
    one wished for ("" for one made of kind and number). It takes the place of the entries
    `replaces`, and amends `amends`."""

    values: Mapping[str, str]
    key: str = ""
    name: str = ""
    replaces: Sequence[str] = ()
    amends: Sequence[str] = ()


@dataclass
class Added:
    """What came of adding: the new text of the register, the keys added by candidate, what is
    wrong with which candidate, and which were there already (under which key, or as which
    candidate)."""

    content: str
    keys: dict[int, str] = field(default_factory=dict)
    faults: dict[int, list[Fault]] = field(default_factory=dict)
    twice: dict[int, str] = field(default_factory=dict)
    differing: dict[int, list[str]] = field(default_factory=dict)
    """Of those there already: the keys whose values differ."""


def added(desk: Desk, candidates: Sequence[Candidate]) -> Added:
    """The register of documents with the candidates that are right and not there yet.

    Raises ContentError where the register cannot be changed without touching more of it.
    """
    file = desk.documents
    result = Added(file.content)
    entries = {key: values_of(node) for key, node in (file.root or {}).items()}
    taken = {*entries, *desk.registers.units, *ids_of(desk)}
    fresh: dict[str, Candidate] = {}
    order = _order(entries)
    for nth, candidate in enumerate(candidates):
        values = _cleaned(candidate.values)
        there = {**entries, **{key: one.values for key, one in fresh.items()}}
        same = next((key for key, other in there.items() if same_document(values, other)), None)
        if same is not None:
            result.twice[nth] = same
            result.differing[nth] = [
                key for key, words in values.items() if there[same].get(key) not in (words, None)
            ]
            continue
        key = candidate.key or entry_key(values, taken)
        known = {*entries, *fresh}
        faults = faults_of(values, known)
        wrong_key = key_fault(key, taken)
        faults += [wrong_key] if wrong_key else []
        for other in (*candidate.replaces, *candidate.amends):
            if other not in known:
                faults += relation_faults("thay_the_boi", other, known)
        if faults:
            result.faults[nth] = faults
        if any(fault.severity is Severity.ERROR for fault in faults):
            continue
        taken.add(key)
        fresh[key] = Candidate(values, key, candidate.name, candidate.replaces, candidate.amends)
        result.keys[nth] = key
    if fresh:
        result.content = _written(file, entries, fresh, order)
    return result


def _cleaned(given: Mapping[str, str]) -> dict[str, str]:
    """The texts that are there, in the order of the format, single spaces in them, days with the
    zeros of the decree."""
    values = {key: words for key in KEYS if (words := " ".join(given.get(key, "").split()))}
    for key in DAYS:
        day = day_of(values.get(key, ""))
        if day is not None:
            values[key] = short_date(day)
    return values


def entry_key(values: Mapping[str, str], taken: Iterable[str]) -> str:
    """A key from kind and number, as in qd142 and nd55; with the year, or the first words, where
    that is taken."""
    used = set(taken)
    kind, number = values.get("loai", ""), values.get("so", "")
    if not number or kind in LAWS:
        return fresh_id(f"{kind} {values.get('trich_yeu', '')}", used, otherwise="van-ban")
    code = plain_letters(code_of(number)) or "".join(w[:1] for w in plain_letters(kind).split())
    count = re.match(r"\d+", number)
    name = re.sub(r"[^a-z0-9]", "", code) + (count[0].lstrip("0") if count else "")
    if not name or name not in used:
        return name or fresh_id(kind, used, otherwise="van-ban")
    day = day_of(values.get("ngay", ""))
    issuer = re.sub(r"[^a-z0-9]", "", plain_letters(re.split(r"[-/]", number)[-1]))
    for more in (str(day.year) if day else "", issuer):
        if more and f"{name}-{more}" not in used:
            return f"{name}-{more}"
    return fresh_id(name, used)


def values_of(node: object) -> dict[str, str]:
    """The texts of an entry by key."""
    if not isinstance(node, MapNode):
        return {}
    return {key: str(value) for key, value in node.items() if isinstance(value, Scalar) and value}


def ids_of(desk: Desk) -> set[str]:
    """Every id and file stem of the dossiers: they share one namespace with the registers."""
    found: set[str] = set()
    for dossier in desk.dossiers:
        for file in dossier.files:
            found.add(Path(file.shown).stem)
            waiting: list[object] = [file.root]
            while waiting:
                node = waiting.pop()
                if isinstance(node, MapNode):
                    found.add(str(node.get("id", "")))
                    waiting += node.values()
                elif isinstance(node, list):
                    waiting += node
    return found


# --- the place of a new entry -------------------------------------------------------------------


def _order(entries: Mapping[str, Mapping[str, str]]) -> str:
    """By what the register is sorted: "key", "day", or "" where by nothing."""
    if len(entries) < 3:
        return ""
    keys = list(entries)
    if keys == sorted(keys):
        return "key"
    days = [day_of(entry.get("ngay", "")) for entry in entries.values()]
    known = [day for day in days if day is not None]
    return "day" if len(known) == len(days) and known == sorted(known) else ""


def _behind(
    order: str, entries: Mapping[str, Mapping[str, str]], key: str, values: Mapping[str, str]
) -> str:
    """The key of the entry behind which the new one stands; "" for the first place."""
    last = list(entries)[-1] if entries else ""
    if order == "key":
        return max((other for other in entries if other < key), default="")
    day = day_of(values.get("ngay", "")) or date.max
    if order == "day":
        earlier = [k for k, e in entries.items() if (day_of(e.get("ngay", "")) or date.min) <= day]
        return earlier[-1] if earlier else ""
    return last


def _written(
    file: ContentFile,
    entries: Mapping[str, Mapping[str, str]],
    fresh: Mapping[str, Candidate],
    order: str,
) -> str:
    data = {key: dict(one.values) for key, one in fresh.items()}
    for key, one in fresh.items():
        for relation, others in (("thay_the_boi", one.replaces), ("sua_doi_boi", one.amends)):
            for other in others:
                if other in data:
                    data[other][relation] = key
    if file.root is None:
        return with_entries(file.content, data, file.shown)
    try:
        edits = Edits(SourceFile(file.shown, file.content))
        for key, values in data.items():
            behind = _behind(order, entries, key, values)
            edits.put(edits.root, key, values, behind=behind)
        for key, one in fresh.items():
            for relation, others in (("thay_the_boi", one.replaces), ("sua_doi_boi", one.amends)):
                for other in others:
                    if other in entries:
                        edits.put(edits.map_at(other), relation, key)
        return edits.text()
    except SplicingError as error:
        raise ContentError(
            text("{file} cannot be changed so without changing more of it", file=file.shown),
            text("add the entry by hand"),
        ) from error
