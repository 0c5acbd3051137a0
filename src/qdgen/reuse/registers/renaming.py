"""A unit called otherwise, or its key: in the register and wherever the dossiers use it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.escaping import as_markup
from qdgen.content.fields import ID_MAX_LENGTH, ID_PATTERN
from qdgen.content.fresh_ids import fresh_id
from qdgen.content.nodes import MapNode, Scalar, SourceFile
from qdgen.content.vocabulary import nearest
from qdgen.diagnostics import Location
from qdgen.errors import ContentError, RefusedError, UsageError
from qdgen.messages import text
from qdgen.reuse.registers.adding import ids_of
from qdgen.reuse.registers.desk import ContentFile, Desk
from qdgen.reuse.registers.uses import Use, Way, spots, uses_of
from qdgen.signing.record import is_frozen
from qdgen.vietnamese import short_date


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file with its text before and after."""

    file: ContentFile
    after: str


@dataclass
class Renamed:
    """What renaming would change. `left` are places that keep the old name, with its words
    there: what must stand as it is (`nguyen_van`), and other capitals; `frozen` are the dossiers
    that were issued and keep it, too."""

    key: str
    new_key: str
    files: list[ChangedFile] = field(default_factory=list)
    left: list[tuple[Location, str]] = field(default_factory=list)
    frozen: list[str] = field(default_factory=list)


def renamed(desk: Desk, old: str, new: str, since: date | None = None) -> Renamed:
    """What changes when the unit `old` (its key or its name) is called `new`.

    Without `since` its entry is corrected: it was never called otherwise. With it, the unit has the
    new name from that day on: the old entry ends the day before, and a new one takes over. Where
    `old` and `new` are both keys, the key alone changes.

    Raises UsageError where there is no such unit or the new name or key is taken, ContentError
    where a file cannot be changed without touching more of it, RefusedError where something issued
    would print another name.
    """
    key = _unit(desk, old)
    name = desk.registers.units[key].name
    is_key = old == key and re.fullmatch(ID_PATTERN, new) is not None
    _refuse_what_is_taken(desk, key, new, is_key=is_key)
    begun = desk.registers.units[key].valid_from
    if since is not None and begun is not None and since <= begun:
        raise UsageError(
            text("{name} has its name only since {day}", name=name, day=short_date(begun)),
            text("name a later day; or correct the name, without --tu-ngay"),
        )
    new_key = key
    if is_key:
        new_key = new
    elif since is not None:
        new_key = fresh_id(new, {*desk.registers.documents, *desk.registers.units, *ids_of(desk)})
    result = Renamed(key, new_key)
    try:
        result.files.append(_register(desk, result, new, since, is_key=is_key))
        _in_dossiers(desk, result, None if is_key else (name, new))
        if is_key:
            _documents(desk, result)
    except SplicingError as error:
        place = error.place
        raise ContentError(
            error.message,
            text("change {place} by hand, then run it again", place=str(place))
            if place
            else text(""),
        ) from error
    result.files = [f for f in result.files if f.after != f.file.content]
    return result


def _unit(desk: Desk, old: str) -> str:
    units = desk.registers.units
    if old in units:
        return old
    named = [key for key, unit in units.items() if old in (unit.name, unit.short_name)]
    if len(named) == 1:
        return named[0]
    names = {unit.name: key for key, unit in units.items()}
    match = nearest(old, [*units, *names])
    raise UsageError(
        text("the register has no unit {name}", name=old)
        if not named
        else text("{name} is the name of several units: {keys}", name=old, keys=", ".join(named)),
        text("Do you mean {key}?", key=match) if match else text("see: qdgen don-vi list"),
    )


def _refuse_what_is_taken(desk: Desk, key: str, new: str, *, is_key: bool) -> None:
    if not new.strip() or new != " ".join(new.split()):
        raise UsageError(text("the new name has no words, or odd spaces"), text("write it anew"))
    if is_key:
        taken = {*desk.registers.documents, *desk.registers.units, *ids_of(desk)}
        if new in taken:
            raise UsageError(
                text("{key} is already the name of something else", key=new),
                text("choose another key"),
            )
        if len(new) > ID_MAX_LENGTH:
            raise UsageError(
                text("{key} cannot be a key", key=new),
                text("a key is made of a-z, 0-9 and single hyphens, at most 36 characters"),
            )
        return
    if as_markup(new) != new:
        raise UsageError(
            text("“{name}” holds signs that mean something in the text", name=new),
            text(r"a name is without \ * ^ < @"),
        )
    other = next((k for k, u in desk.registers.units.items() if u.name == new), None)
    if other is not None:
        raise UsageError(
            text("{name} is the name of {key} already", name=new, key=other),
            text("write ke_thua: {key} in {old}, if one took over the other", key=other, old=key),
        )


def _edits(file: ContentFile) -> Edits:
    return Edits(SourceFile(file.shown, file.content))


def _register(
    desk: Desk, result: Renamed, new: str, since: date | None, *, is_key: bool
) -> ChangedFile:
    edits = _edits(desk.units)
    entry = edits.map_at(result.key)
    if is_key:
        edits.rename_key(edits.root, result.key, result.new_key)
        for other in edits.root.values():
            successor = other.get("ke_thua") if isinstance(other, MapNode) else None
            if isinstance(successor, Scalar) and successor.value == result.key:
                edits.set_text(successor, result.new_key)
    elif since is None:
        edits.put(entry, "ten", new)
    else:
        values: dict[str, str] = {"ten": new, "hieu_luc_tu": short_date(since)}
        for key in ("ke_thua", "hieu_luc_den"):
            if entry.get(key):
                values[key] = str(entry[key])
        edits.put(entry, "hieu_luc_den", short_date(since - timedelta(days=1)))
        edits.put(entry, "ke_thua", result.new_key)
        edits.put(edits.root, result.new_key, values, behind=result.key)
    return ChangedFile(desk.units, edits.text())


def _in_dossiers(desk: Desk, result: Renamed, names: tuple[str, str] | None) -> None:
    uses = uses_of(desk).get(result.key, [])
    for dossier in desk.dossiers:
        mine = [use for use in uses if use.dossier == dossier.name]
        if not mine:
            continue
        # Another key prints the same words: it changes in what is issued, too.
        if names is not None and is_frozen(dossier.path, dossier.shown):
            if result.new_key == result.key and any(use.way is Way.KEY for use in mine):
                raise RefusedError(
                    text("{name} is issued and prints the name of @{key}", name=dossier.shown,
                         key=result.key),
                    text("say since when it is called otherwise: --tu-ngay; to correct it, first: "
                         "qdgen reopen {name} --ly-do “…”", name=dossier.name),
                )  # fmt: skip
            result.frozen.append(dossier.shown)
            continue
        for file in dossier.files:
            here = [use for use in mine if use.location.file == file.shown]
            if here and file.root is not None:
                edits = _edits(file)
                result.left += _change(edits, here, result, names)
                result.files.append(ChangedFile(file, edits.text()))


def _change(
    edits: Edits, uses: Sequence[Use], result: Renamed, names: tuple[str, str] | None
) -> list[tuple[Location, str]]:
    left = []
    for use in uses:
        if use.way is Way.KEY and result.new_key != result.key:
            start = use.start + 1  # behind the @
            edits.replace(use.scalar, start, start + len(result.key), result.new_key)
        elif names is None or use.way is Way.SHORT:
            continue
        elif use.way is Way.CAPITALS or use.is_verbatim:
            left.append((use.location, use.scalar.value[use.start : use.end]))
        elif use.way is Way.TYPED:
            edits.replace(use.scalar, use.start, use.end, names[1])
    return left


def _documents(desk: Desk, result: Renamed) -> None:
    """A key of a unit may be mentioned in the register of documents, too."""
    file = desk.documents
    if file.root is None:
        return
    edits = _edits(file)
    mention = re.compile(rf"@{re.escape(result.key)}(?![a-z0-9-])")
    for spot in spots(file.root):
        for match in mention.finditer(spot.scalar.value):
            edits.replace(spot.scalar, match.start() + 1, match.end(), result.new_key)
    result.files.append(ChangedFile(file, edits.text()))
