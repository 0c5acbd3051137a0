"""The registers shared by all dossiers: cited documents (van-ban.yaml) and units (don-vi.yaml)."""

from __future__ import annotations

import re
from typing import TypeVar

from qdgen.content.fields import ID_MAX_LENGTH, ID_PATTERN
from qdgen.content.model import CitedDocument, Unit
from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.problems import Problems
from qdgen.content.validation import explain_id, validate
from qdgen.content.vocabulary import nearest
from qdgen.diagnostics import Diagnostic
from qdgen.messages import text

Entry = TypeVar("Entry", CitedDocument, Unit)
_ID = re.compile(ID_PATTERN)


def documents_of(root: MapNode) -> tuple[dict[str, CitedDocument], list[Diagnostic]]:
    """The documents of a register by key, and what is wrong with it."""
    entries, diagnostics = _entries(CitedDocument, root)
    problems = Problems(root.source)
    for relation in ("thay_the_boi", "sua_doi_boi"):
        _check_relation(problems, root, relation)
    return entries, diagnostics + problems.listed()


def units_of(root: MapNode) -> tuple[dict[str, Unit], list[Diagnostic]]:
    """The organisational units of a register by key, and what is wrong with it."""
    entries, diagnostics = _entries(Unit, root)
    problems = Problems(root.source)
    _check_relation(problems, root, "ke_thua")
    return entries, diagnostics + problems.listed()


def _entries(model: type[Entry], root: MapNode) -> tuple[dict[str, Entry], list[Diagnostic]]:
    entries: dict[str, Entry] = {}
    diagnostics: list[Diagnostic] = []
    problems = Problems(root.source)
    for name, node in root.items():
        key = root.keys_at[name]
        if not _ID.fullmatch(name) or len(name) > ID_MAX_LENGTH:
            problems.at(key.line, key.column, *explain_id(name))
        elif not isinstance(node, MapNode):
            problems.at(
                key.line,
                key.column,
                "map-expected",
                text("keys are expected here, in {key}", key=name),
                text(
                    "Write one key a line, each with a colon and a space: {keys}",
                    keys=", ".join(f.alias or "" for f in model.model_fields.values()),
                ),
            )
        else:
            entry, found = validate(model, node)
            diagnostics += found
            if entry is not None:
                entries[name] = entry
    return entries, problems.listed() + diagnostics


def _check_relation(problems: Problems, root: MapNode, relation: str) -> None:
    """Each `relation` must name a key of the register, and never lead back to where it began."""
    leads_to: dict[str, Scalar] = {}
    for name, node in root.items():
        target = node.get(relation) if isinstance(node, MapNode) else None
        if not isinstance(target, Scalar) or not target.value:
            continue
        if target.value in root:
            leads_to[name] = target
            continue
        match = nearest(target.value, root)
        problems.at(
            target.line,
            target.column,
            "unknown-register-key",
            text("{key} is not a key of this register", key=target.value),
            text("Do you mean {key}?", key=match)
            if match
            else text("Add it to the register first."),
        )
    settled: set[str] = set()
    for start in leads_to:
        trail: dict[str, None] = {}
        name = start
        while name in leads_to and name not in settled and name not in trail:
            trail[name] = None
            name = leads_to[name].value
        if name in trail:
            target = leads_to[name]
            names = list(trail)
            circle = [*names[names.index(name) :], name]
            problems.at(
                target.line,
                target.column,
                "register-circle",
                text(
                    "{relation} leads in a circle: {circle}",
                    relation=relation,
                    circle=" → ".join(circle),
                ),
                text("Correct one of these entries."),
            )
        settled.update(trail)
