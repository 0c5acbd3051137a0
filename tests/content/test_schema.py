"""The JSON Schemas in schema/ are current, explain every key, and take what the reader takes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from qdgen.content.schema import schemas, write_schemas
from qdgen.content.vocabulary import known_keys

PROJECT = Path(__file__).resolve().parents[2]
BASE = Path(__file__).parent / "cases" / "base"
KINDS = {
    "quyet-dinh.schema.json": [BASE / "ho-so/quyet-dinh.yaml"],
    "van-ban-kem-theo.schema.json": [BASE / "ho-so/ke-hoach.yaml"],
    "phu-luc.schema.json": [BASE / "ho-so/phu-luc.yaml"],
    "van-ban.schema.json": [BASE / "van-ban.yaml"],
    "don-vi.schema.json": [BASE / "don-vi.yaml"],
}


def _schema(name: str) -> dict[str, Any]:
    schema = json.loads(schemas()[name])
    assert isinstance(schema, dict)
    return schema


def _as_an_editor_reads(content: str) -> Any:
    return yaml.safe_load(content)


def _wrong(name: str, content: str) -> list[str]:
    errors = Draft7Validator(_schema(name)).iter_errors(_as_an_editor_reads(content))
    return [error.json_path for error in errors]


def _objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from _objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from _objects(value)


def _modelines() -> list[tuple[str, Path]]:
    found = []
    for path in sorted((PROJECT / "content").rglob("*.yaml")):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert first.startswith("# yaml-language-server: $schema=")
        found.append((first.split("=", 1)[1], path))
    return found


def test_the_files_in_schema_are_current() -> None:
    kept = {
        path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "schema").glob("*.json")
    }
    assert kept == schemas()


def test_writing_gives_the_same_files_again(tmp_path: Path) -> None:
    written = write_schemas(tmp_path / "schema")
    assert {path.name: path.read_text(encoding="utf-8") for path in written} == schemas()
    assert len(list((tmp_path / "schema").iterdir())) == len(written)


@pytest.mark.parametrize("name", KINDS)
def test_a_schema_is_a_schema_and_every_key_has_a_description(name: str) -> None:
    schema = _schema(name)
    Draft7Validator.check_schema(schema)
    assert schema["description"]
    keys = 0
    for node in _objects(schema):
        for described in (*node.get("properties", {}).values(),):
            assert described["description"]
            keys += 1
        assert (
            not {"title", "default"} & {k for k in node if "properties" not in node} - known_keys()
        )
    assert keys


@pytest.mark.parametrize("name", KINDS)
def test_nothing_in_a_schema_is_fetched_from_elsewhere(name: str) -> None:
    for node in _objects(_schema(name)):
        if "$ref" in node:
            assert node["$ref"].startswith("#/definitions/")
            assert list(node) == ["$ref"]


@pytest.mark.parametrize(("name", "path"), [(n, p) for n, paths in KINDS.items() for p in paths])
def test_a_file_that_the_reader_takes_an_editor_takes_too(name: str, path: Path) -> None:
    assert _wrong(name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("schema", "path"), _modelines())
def test_the_content_of_the_project_names_its_schema_and_keeps_to_it(
    schema: str, path: Path
) -> None:
    target = (path.parent / schema).resolve()
    assert target.parent == PROJECT / "schema"
    assert _wrong(target.name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "change", "to", "place"),
    [
        ("quyet-dinh.schema.json", "dia_danh:", "dia_dang:", "$.van_ban"),
        ("quyet-dinh.schema.json", "id: ban-hanh", "id: Ban hành", "$.dieu[0].id"),
        ("quyet-dinh.schema.json", "loai: Quyết định", "loai:", "$.van_ban.loai"),
        ("phu-luc.schema.json", "huong_giay: ngang", "huong_giay: xiên", "$.phu_luc.huong_giay"),
        ("phu-luc.schema.json", "nhiem_vu: Xây", "Nhiem: Xây", "$.hang"),
        ("van-ban.schema.json", "nd55:", "ND55:", "$"),
    ],
)
def test_a_mistake_is_seen_in_the_editor(name: str, change: str, to: str, place: str) -> None:
    content = KINDS[name][0].read_text(encoding="utf-8")
    assert change in content
    wrong = _wrong(name, content.replace(change, to, 1))
    assert wrong
    assert all(found.startswith(place) for found in wrong)


def test_a_paragraph_may_be_one_text_or_a_list() -> None:
    base = KINDS["van-ban-kem-theo.schema.json"][0].read_text(encoding="utf-8")
    listed = base.replace(
        "noi_dung: Triển khai.", "noi_dung:\n      - a\n      - gach:\n          - b"
    )
    assert _wrong("van-ban-kem-theo.schema.json", listed) == []
