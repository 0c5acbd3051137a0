"""A comparison for programs. Its form is described in docs/review.md and only ever grows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from qdgen import __version__
from qdgen.cli.differences.telling import Telling, Told
from qdgen.diagnostics import Location
from qdgen.review.changes import Change, Kind, Level
from qdgen.review.unit import Unit, Version

FORMAT = 1
_LEVELS = {level: level.name.lower() for level in Level}


def as_json(telling: Telling) -> str:
    """The comparison as one JSON object."""
    comparison = telling.comparison
    told = [*telling.made, *telling.renumbered, *telling.following]
    place = {id(one.change): nth for nth, one in enumerate(told)}
    level = comparison.level
    kinds = [change.kind for change in comparison.changes]
    data = {
        "format": FORMAT,
        "program": f"qdgen {__version__}",
        "language": telling.language,
        "exit_code": telling.exit_code,
        "old": _version(comparison.old),
        "new": _version(comparison.new),
        "remarks": [telling.say(remark) for remark in telling.remarks],
        "level": None if level is None else _LEVELS[level],
        "summary": {
            "made": len(comparison.made),
            "kinds": {kind.value: kinds.count(kind) for kind in Kind if kind in kinds},
            "levels": {_LEVELS[one]: telling.levels[one] for one in Level},
        },
        "changes": [_change(one) for one in told],
        "groups": [
            {
                "old": group.old,
                "new": group.new,
                "level": _LEVELS[group.level],
                "changes": [place[id(change)] for change in group.changes],
            }
            for group in comparison.groups
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _version(version: Version) -> dict[str, Any]:
    return {"name": version.name, "words_alone": version.words_alone}


def _change(told: Told) -> dict[str, Any]:
    change = told.change
    return {
        "kind": change.kind.value,
        "key": change.key,
        "place": told.place,
        "level": _LEVELS[change.level],
        "rule": change.rule,
        "reason": told.reason,
        "details": list(told.details),
        "old": _unit(change.old),
        "new": _unit(change.new),
        "edits": _edits(change),
        "units": [_unit(unit) for unit in change.units],
        "fields": [{"name": f.name, "old": f.old, "new": f.new} for f in change.fields],
        "old_place": change.old_place,
        "new_place": change.new_place,
        "effects": list(change.effects),
        "causes": list(change.causes),
    }


def _unit(unit: Unit | None) -> dict[str, Any] | None:
    if unit is None:
        return None
    location = unit.location or Location("")
    return {
        "key": unit.key,
        "part": unit.part,
        "element": unit.element.value,
        "label": unit.label,
        "text": unit.text,
        "file": location.file or None,
        "line": location.line or None,
        "column": location.column or None,
    }


def _edits(change: Change) -> Sequence[dict[str, Any]]:
    if change.old is None or change.new is None:
        return []
    old, new = change.old.text, change.new.text
    return [
        {
            "old": [edit.start, edit.end],
            "new": [edit.new_start, edit.new_end],
            "was": old[edit.start : edit.end],
            "now": new[edit.new_start : edit.new_end],
            "follows": edit in change.aside,
        }
        for edit in change.edits
    ]
