"""In what order the keys of a map stand: the order of the model that describes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel

from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    CitedDocument,
    DecisionFile,
    Row,
    Unit,
)
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.validation import aliases, models_in

Models = Sequence[type[BaseModel]]
"""The models that may describe a map, the likeliest first; none where nothing is known of it."""


def models_of_file(root: Mapping[str, object]) -> Models:
    """What describes the root map of a content file; nothing for a register."""
    if "phu_luc" in root:
        return [AnnexFile]
    if "can_cu" in root or "ky" in root or "noi_nhan" in root:
        return [DecisionFile]
    if "van_ban" in root:
        return [AttachedFile]
    return []


def models_below(models: Models, key: str) -> Models:
    """What describes the maps that stand at `key` of a map described by `models`."""
    return [
        inner
        for model in models
        for field in model.model_fields.values()
        if field.alias == key
        for inner in models_in(field.annotation)
    ]


def models_of_entry(value: object) -> Models:
    """What describes an entry of a register."""
    if not isinstance(value, Mapping):
        return []
    return [Unit] if "ten" in value else [CitedDocument] if "loai" in value else []


def fitting(models: Models, node: Iterable[str]) -> Models:
    """`models`, the one most of whose keys `node` has first."""
    keys = set(node)
    return sorted(models, key=lambda model: -len(set(aliases(model)) & keys))


def column_keys(root: Mapping[str, object]) -> list[str]:
    """The keys of the columns of an annex, in order."""
    columns = root.get("cot")
    keys = (
        [c.get("khoa") for c in columns if isinstance(c, MapNode)]
        if isinstance(columns, ListNode)
        else []
    )
    return [key.value for key in keys if isinstance(key, Scalar)]


def ordered(names: Iterable[str], models: Models, columns: Sequence[str]) -> list[str]:
    """`names` in the order of the format; those it does not know last, as they came."""
    names = list(names)
    if not models:
        return names
    order = {alias: nth for nth, alias in enumerate(aliases(models[0]))}
    if models[0] is Row:
        cells = [*columns, *(n for n in names if n not in order)]
        known = [*(n for n in order if n != "hang"), *cells, "hang"]
        order = {}
        for name in known:
            order.setdefault(name, len(order))
    return sorted(names, key=lambda name: order.get(name, len(order)))
