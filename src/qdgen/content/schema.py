"""JSON Schemas of the content files, for editors with a YAML language server.

Made from the models, so that an editor completes and explains exactly the keys that are read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from qdgen.content.companions import ReviewFile, RollFile
from qdgen.content.fields import COLUMN_KEY_PATTERN, ID_MAX_LENGTH, ID_PATTERN
from qdgen.content.model import (
    RESERVED_ROW_KEYS,
    AnnexFile,
    AttachedFile,
    CitedDocument,
    DecisionFile,
    Unit,
)
from qdgen.replacing import cannot_write, replacing

_DIALECT = "http://json-schema.org/draft-07/schema#"
_FILES: dict[str, tuple[type[BaseModel], str]] = {
    "quyet-dinh.schema.json": (DecisionFile, "Quyết định: tệp quyet-dinh.yaml của một hồ sơ"),
    "van-ban-kem-theo.schema.json": (
        AttachedFile,
        "Văn bản kèm theo quyết định: kế hoạch, quy chế, …",
    ),
    "phu-luc.schema.json": (AnnexFile, "Phụ lục: một bảng hoặc lời văn"),
    "ra-soat.schema.json": (ReviewFile, "Các việc cần xử lý trước khi ban hành (ra-soat.yaml)"),
    "chuyen-nam.schema.json": (
        RollFile,
        "Các việc cần quyết định khi chuyển sang năm mới (chuyen-nam.yaml)",
    ),
}
_REGISTERS: dict[str, tuple[type[BaseModel], str]] = {
    "van-ban.schema.json": (
        CitedDocument,
        "Danh mục văn bản được viện dẫn (van-ban.yaml); mỗi khóa là một văn bản, dẫn bằng @khóa",
    ),
    "don-vi.schema.json": (
        Unit,
        "Danh mục đơn vị (don-vi.yaml); mỗi khóa là một đơn vị, nhắc đến bằng @khóa",
    ),
}


def schemas() -> dict[str, str]:
    """The text of each schema by its file name; the same text on every run."""
    made = {name: _file_schema(model, about) for name, (model, about) in _FILES.items()}
    made |= {name: _register_schema(model, about) for name, (model, about) in _REGISTERS.items()}
    return {
        name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in sorted(made.items())
    }


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into `folder`; the paths written. Raises OutputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(folder, error) from error
    written = []
    for name, content in schemas().items():
        with replacing(folder / name) as file:
            file.write(content.encode("utf-8"))
        written.append(folder / name)
    return written


def _file_schema(model: type[BaseModel], about: str) -> dict[str, Any]:
    schema = _cleaned(model.model_json_schema(by_alias=True))
    return {"$schema": _DIALECT, "description": about, **schema}


def _register_schema(model: type[BaseModel], about: str) -> dict[str, Any]:
    entry = _cleaned(model.model_json_schema(by_alias=True))
    definitions = entry.pop("definitions", {})
    schema: dict[str, Any] = {
        "$schema": _DIALECT,
        "description": about,
        "type": "object",
        "propertyNames": {"pattern": f"^{ID_PATTERN}$", "maxLength": ID_MAX_LENGTH},
        "additionalProperties": entry,
    }
    if definitions:
        schema["definitions"] = definitions
    return schema


def _cleaned(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` without English titles and docstrings, as an editor's YAML reader needs it."""
    reserved = "|".join(sorted(RESERVED_ROW_KEYS))
    cleaned: dict[str, Any] = _without_noise(schema)
    for name, definition in [("", cleaned), *cleaned.get("definitions", {}).items()]:
        _allow_nothing(definition)
        if name == "Row":
            # cells: an editor reads an empty one as null and 2025 as a number
            definition["additionalProperties"] = False
            definition["patternProperties"] = {
                f"^(?!(?:{reserved})$){COLUMN_KEY_PATTERN}$": {
                    "type": ["string", "number", "integer", "boolean", "null"],
                    "description": "Ô của cột có khóa này",
                }
            }
    return cleaned


def _without_noise(node: Any, inside_properties: bool = False) -> Any:
    if isinstance(node, list):
        return [_without_noise(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {}
    for key, value in node.items():
        if not inside_properties and key in ("title", "default", "discriminator"):
            continue
        if key == "description" and not inside_properties and "properties" in node:
            continue  # the docstring of a model
        name = "definitions" if key == "$defs" else key
        names_follow = key in ("properties", "$defs") and not inside_properties
        kept[name] = _without_noise(value, names_follow)
    if len(kept.get("anyOf", ())) == 1:
        kept |= kept.pop("anyOf")[0]
    if "$ref" in kept and not inside_properties:
        kept["$ref"] = kept["$ref"].replace("#/$defs/", "#/definitions/")
    if "$ref" in kept and len(kept) > 1:  # draft 7 ignores what stands beside a $ref
        kept["allOf"] = [{"$ref": kept.pop("$ref")}]
    if "oneOf" in kept:
        kept["anyOf"] = kept.pop("oneOf")
    return kept


def _allow_nothing(definition: dict[str, Any]) -> None:
    """A key that may be left out may also stand there empty, which an editor reads as null."""
    required = set(definition.get("required", ()))
    for name, schema in definition.get("properties", {}).items():
        if name in required or _takes_null(schema):
            continue
        description = schema.pop("description", None)
        value = dict(schema)
        schema.clear()
        if description:
            schema["description"] = description
        schema["anyOf"] = [*value.get("anyOf", [value]), {"type": "null"}]


def _takes_null(schema: dict[str, Any]) -> bool:
    return any(option == {"type": "null"} for option in schema.get("anyOf", ()))
