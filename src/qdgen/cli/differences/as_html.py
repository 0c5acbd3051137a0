"""A comparison as one page: side by side or in one, from change to change by keys, made to be
printed too. Its own script and style are all that runs; nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from qdgen import __version__
from qdgen.cli.differences.telling import Piece, Telling, Told, ToldGroup
from qdgen.messages import text
from qdgen.review.changes import Kind, Level

_PAGE = Path(__file__).with_name("page.html.jinja")
_SCRIPT = Path(__file__).with_name("page.js")
_KEPT = 600
"""So many characters of what stayed are shown beside a change; of more, both ends."""

_SAID = {
    "title": text("Comparison of two versions"),
    "old": text("Old"),
    "new": text("New"),
    "skip": text("To the first change"),
    "side": text("Side by side"),
    "inline": text("In one text"),
    "previous": text("Previous change (p)"),
    "next": text("Next change (n)"),
    "contents": text("All changes"),
    "renumbered": text("Renumbered only"),
    "following": text("Follow from these"),
    "place": text("Place"),
    "change": text("Change"),
    "removed": text("removed:"),
    "added": text("added:"),
    "end": text("end"),
    "nothing": text("no differences"),
    "absent": text("not there"),
    "keys": text("Keys: n next, p previous, v side by side or in one text, r renumbered."),
}


def as_html(telling: Telling) -> str:
    """The page."""
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    page = environment.from_string(_PAGE.read_text(encoding="utf-8"))
    return page.render(_page(telling))


def _page(telling: Telling) -> Mapping[str, Any]:
    script = _SCRIPT.read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    now = datetime.now().astimezone()
    day = f"{now:%d/%m/%Y %H:%M}" if telling.language == "vi" else f"{now:%Y-%m-%d %H:%M}"
    comparison = telling.comparison
    return {
        "language": telling.language,
        "said": {name: telling.say(words) for name, words in _SAID.items()},
        "script": script,
        "policy": f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'",
        "made": telling.say(text("Made by qdgen {version} on {day}", version=__version__, day=day)),
        "old_name": comparison.old.name,
        "new_name": comparison.new.name,
        "remarks": [telling.say(remark) for remark in telling.remarks],
        "summary": telling.summary(),
        "entries": list(_entries(telling)),
        "count": len(telling.made),
        "renumbered": [_row(told) for told in telling.renumbered],
        "following": [_row(told) for told in telling.following],
    }


def _entries(telling: Telling) -> Iterator[Mapping[str, Any]]:
    """The changes as they stand on the page, counted in that order."""
    count = 0
    for entry in telling.entries:
        head = None
        told: Sequence[Told] = (entry,) if isinstance(entry, Told) else entry.told
        if isinstance(entry, ToldGroup):
            said = telling.say(text("in {count} places:", count=len(told)))
            head = {"old": entry.group.old, "new": entry.group.new, "said": said}
        yield {"group": head, "changes": [_change(one, count + n) for n, one in enumerate(told, 1)]}
        count += len(told)


def _change(told: Told, nth: int) -> Mapping[str, Any]:
    change = told.change
    old, new = change.old, change.new
    inline = list(_elided(told.pieces))
    came, went = change.kind is Kind.ADDED, change.kind is Kind.REMOVED
    return {
        "nth": nth,
        "key": change.key,
        "place": told.place,
        "kind": told.kind,
        "level": told.level,
        "class": change.level.name.lower(),
        "is_grave": change.level is Level.SUBSTANCE,
        "reason": told.reason,
        "details": told.details,
        "inline": inline,
        "old": [piece for piece in inline if piece.sign != "+"],
        "new": [piece for piece in inline if piece.sign != "-"],
        "old_label": "" if old is None else old.label,
        "new_label": "" if new is None else new.label,
        "lines": told.lines,
        "sign": "+" if came else "-" if went else "",
        "old_location": told.old_location,
        "new_location": told.new_location,
    }


def _elided(pieces: Sequence[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        if piece.sign == " " and len(piece.words) > 2 * _KEPT:
            words = f"{piece.words[:_KEPT]} […] {piece.words[-_KEPT:]}"
            yield Piece(" ", words)
        else:
            yield piece


def _row(told: Told) -> Mapping[str, Any]:
    return {
        "place": told.place,
        "key": told.change.key,
        "details": told.details,
        "inline": list(_elided(told.pieces)),
    }
