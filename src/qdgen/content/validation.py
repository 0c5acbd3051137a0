"""What pydantic finds wrong with a content file, said with its place and what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from qdgen.content.fields import ID_MAX_LENGTH
from qdgen.content.nodes import ListNode, MapNode, Scalar, Style
from qdgen.content.positions import locate
from qdgen.content.problems import Problems
from qdgen.content.vocabulary import nearest, plain_letters
from qdgen.diagnostics import Diagnostic
from qdgen.messages import Text, text

M = TypeVar("M", bound=BaseModel)
Finding = tuple[str, Text, Text]


def validate(model: type[M], node: MapNode) -> tuple[M | None, list[Diagnostic]]:
    """`node` as a `model`; or None and what is wrong with it, in the order of the file."""
    try:
        return model.model_validate(node), []
    except ValidationError as error:
        problems = Problems(node.source)
        for detail in error.errors(include_url=False, include_input=False):
            _explain(problems, model, node, detail)
        return None, problems.listed()


class _Spot:
    """Where an error is: the node, the key or number leading to it, and what holds it."""

    def __init__(self, root: MapNode, path: Sequence[str | int]) -> None:
        self.node: object = root
        self.holder: MapNode | ListNode | None = None
        self.key: str | None = None  # the nearest key above
        self.key_scalar: Scalar | None = None
        self.missing: str | None = None
        self.path = path
        for step in path:
            if isinstance(step, str) and step.startswith(":"):
                continue
            node = self.node
            if isinstance(node, MapNode) and isinstance(step, str) and step in node:
                self.holder, self.node = node, node[step]
                self.key, self.key_scalar = step, node.keys_at[step]
            elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node):
                self.holder, self.node = node, node[step]
            elif isinstance(step, str):
                self.missing = step

    def place(self) -> tuple[int, int]:
        node = self.node
        if isinstance(node, Scalar):
            if node.value and node.style in (Style.FOLDED, Style.LITERAL):
                found = locate(node, 0)
                return found.line, found.column
            if node.value or self.key_scalar is None or isinstance(self.holder, ListNode):
                return node.line, node.column
            return self.key_scalar.line, self.key_scalar.column
        if isinstance(node, (MapNode, ListNode)):
            return node.line, node.column
        return 1, 1

    def owner_place(self) -> tuple[int, int]:
        """Where a map lacking something is best pointed at: its key, else its first line."""
        if self.key_scalar is not None and not isinstance(self.holder, ListNode):
            return self.key_scalar.line, self.key_scalar.column
        return self.place()


def _explain(problems: Problems, model: type[BaseModel], root: MapNode, detail: Any) -> None:
    kind = str(detail["type"])
    path = detail["loc"]
    spot = _Spot(root, path)
    if kind == "extra_forbidden":
        _unknown_key(problems, model, spot)
        return
    if kind == "missing":
        line, column = spot.owner_place()
        problems.at(
            line,
            column,
            "missing-key",
            text("the key {key} is missing here", key=spot.missing or path[-1]),
            text("Add {key}: at this level.", key=spot.missing or path[-1]),
        )
        return
    line, column = spot.place()
    value = spot.node.value if isinstance(spot.node, Scalar) else ""
    if kind in _EXPLANATIONS:
        finding = _EXPLANATIONS[kind](value)
    elif kind == "choice_invalid":
        finding = _explain_choice(value, str(detail["ctx"]["words"]))
    elif kind == "text_empty":
        finding = (
            "empty-text",
            text("the text is empty"),
            text("Write it, or delete the line."),
        )
    else:
        finding = _wrong_shape(kind, model, spot)
    problems.at(line, column, *finding)


# --- keys ----------------------------------------------------------------------------------------


def _unknown_key(problems: Problems, model: type[BaseModel], spot: _Spot) -> None:
    name = spot.key or ""
    keys = _keys_at(model, spot.path[:-1])
    present = spot.holder if isinstance(spot.holder, MapNode) else {}
    match = nearest(name, [key for key in keys if key not in present]) or nearest(name, keys)
    if match:
        hint = text("Do you mean {key}?", key=match)
    else:
        hint = text("Keys known here: {keys}", keys=", ".join(keys))
    scalar = spot.key_scalar
    line, column = (scalar.line, scalar.column) if scalar else (1, 1)
    problems.at(
        line, column, "unknown-key", text("the key {key} is not known here", key=name), hint
    )


def _keys_at(model: type[BaseModel], path: Sequence[str | int]) -> list[str]:
    """The keys that the model at `path` below `model` knows."""
    models = [model]
    for step in path:
        if isinstance(step, int):
            continue
        if step.startswith(":"):
            tagged = [m for m in models if step[1:] in aliases(m)]
            models = tagged or models
            continue
        models = [
            inner
            for outer in models
            for field in outer.model_fields.values()
            if field.alias == step
            for inner in models_in(field.annotation)
        ]
    return sorted({alias for m in models for alias in aliases(m)})


def aliases(model: type[BaseModel]) -> list[str]:
    return [field.alias for field in model.model_fields.values() if field.alias]


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) is Annotated:
        yield from models_in(get_args(annotation)[0])
    elif get_origin(annotation) in (tuple, Union, UnionType):
        for part in get_args(annotation):
            yield from models_in(part)


# --- the wrong kind of value ---------------------------------------------------------------------


def _wrong_shape(kind: str, model: type[BaseModel], spot: _Spot) -> Finding:
    key = spot.key or ""
    node = spot.node
    if kind == "text_expected":
        if isinstance(node, MapNode):
            return (
                "text-expected",
                text("{key} takes a text, but keys stand here", key=key),
                text("A text with a colon is written below >- or in single quotes."),
            )
        return (
            "text-expected",
            text("{key} takes one text, but a list stands here", key=key),
            text("Write one text, without dashes."),
        )
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return (
            "item-not-understood",
            text("an item of {key} has none of the keys it may have", key=key),
            text("Write a key of the register, or nguyen_van: or de_nghi: with the words."),
        )
    if kind == "structure_ambiguous":
        return (
            "structure-ambiguous",
            text("the document has no structure, or more than one"),
            text("Use exactly one of muc, phan, chuong and dieu."),
        )
    if isinstance(node, Scalar) and not node.value:
        return (
            "empty-value",
            text("{key} is empty", key=key),
            text("Write what belongs to it on the lines below, indented by two spaces."),
        )
    if kind in ("tuple_type", "list_type"):
        return (
            "list-expected",
            text("{key} takes a list", key=key),
            text("Write each item on a line of its own, after - and a space."),
        )
    if kind == "too_short":
        return (
            "empty-value",
            text("{key} is empty", key=key),
            text("Write at least one item after - and a space."),
        )
    if kind in ("model_type", "dict_type", "model_attributes_type"):
        keys = ", ".join(_keys_at(model, spot.path))
        return (
            "map-expected",
            text("keys are expected here, in {key}", key=key),
            text("Write one key a line, each with a colon and a space: {keys}", keys=keys),
        )
    return (
        "value-invalid",
        text("what stands here does not fit {key}", key=key),
        text("See the description of the key in the format."),
    )


# --- the wrong text ------------------------------------------------------------------------------


def suggested_id(value: str) -> str:
    """An id made of `value`: small letters without diacritics, joined by hyphens."""
    words = re.findall(r"[a-z0-9]+", plain_letters(value))
    return "-".join(words)[:ID_MAX_LENGTH].rstrip("-") or "ban-hanh"


def explain_id(value: str) -> Finding:
    """The finding for a text that is not an id."""
    if len(value) > ID_MAX_LENGTH and re.fullmatch(r"[a-z0-9-]+", value):
        return (
            "id-invalid",
            text("the id has {length} characters", length=len(value)),
            text("At most {most}.", most=ID_MAX_LENGTH),
        )
    return (
        "id-invalid",
        text("{value} is not an id", value=_shortened(value)),
        text(
            "Small letters without diacritics, digits and single hyphens, such as {id}.",
            id=suggested_id(value),
        ),
    )


def _explain_column_key(value: str) -> Finding:
    return (
        "column-key-invalid",
        text("{value} is not a key of a column", value=_shortened(value)),
        text(
            "A small letter, then small letters, digits and _, such as {key}.",
            key=suggested_id(value).replace("-", "_"),
        ),
    )


def _explain_date(value: str) -> Finding:
    iso = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", value)
    if iso:
        year, month, day = iso.groups()
        hint = text("Write day/month/year: {date}", date=f"{day}/{month}/{year}")
    elif re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}", value):
        hint = text("There is no such day in the calendar.")
    else:
        hint = text("Write day/month/year, such as 5/2/2025.")
    return "date-invalid", text("{value} is not a date", value=_shortened(value)), hint


def _explain_year(value: str) -> Finding:
    return (
        "year-invalid",
        text("{value} is not a year", value=_shortened(value)),
        text("Four digits, such as 2025."),
    )


def _explain_number(value: str) -> Finding:
    return (
        "number-invalid",
        text("{value} is not a number", value=_shortened(value)),
        text("Digits only; the symbol goes into ky_hieu."),
    )


def _explain_width(value: str) -> Finding:
    return (
        "width-invalid",
        text("{value} is not a width", value=_shortened(value)),
        text("Centimetres with a decimal comma and no unit, such as 6,5."),
    )


def _explain_url(value: str) -> Finding:
    return (
        "url-invalid",
        text("{value} is not an address", value=_shortened(value)),
        text("Begin with https:// and leave no spaces."),
    )


def _explain_choice(value: str, offered: str) -> Finding:
    words = offered.split(", ")
    match = nearest(value, words)
    if match:
        hint = text("Do you mean {key}?", key=match)
    else:
        hint = text("Write one of: {words}", words=offered)
    return (
        "choice-invalid",
        text("{value} is not one of the choices", value=_shortened(value)),
        hint,
    )


def _shortened(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "…"


_EXPLANATIONS: dict[str, Callable[[str], Finding]] = {
    "id_invalid": explain_id,
    "column_key_invalid": _explain_column_key,
    "date_invalid": _explain_date,
    "year_invalid": _explain_year,
    "number_invalid": _explain_number,
    "width_invalid": _explain_width,
    "url_invalid": _explain_url,
}
