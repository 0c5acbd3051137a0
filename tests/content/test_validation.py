"""Errors of the models, said at their place; the nearest of several names."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, Field

from qdgen.content.validation import suggested_id, validate
from qdgen.content.vocabulary import known_keys, nearest
from qdgen.content.yaml_reader import parse


class _Other(BaseModel):
    count: int = Field(alias="so")


def test_an_error_of_an_unforeseen_kind_is_still_named() -> None:
    root, _, _ = parse("so:\n  a: b\n", "f.yaml")
    assert root is not None
    value, diagnostics = validate(_Other, root)
    assert value is None
    assert [(d.code, str(d.location)) for d in diagnostics] == [("value-invalid", "f.yaml:2:3")]


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("qd124", "qd142"),
        ("qd-142", "qd142"),
        ("QĐ142", "qd142"),
        ("bao-cáo", "bao-cao"),
        ("baocao", "bao-cao"),
        ("hoan-toan-khac", None),
        ("", None),
    ],
)
def test_the_nearest_name_is_a_slip_of_the_finger_away(word: str, name: str | None) -> None:
    assert nearest(word, ["qd142", "bao-cao", "nd55"]) == name


def test_the_nearest_of_equally_near_names_is_always_the_same() -> None:
    assert nearest("qd1", {"qd3", "qd2", "qd4"}) == "qd2"


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("Điều khoản thi hành", "dieu-khoan-thi-hanh"),
        ("ban__hanh", "ban-hanh"),
        ("…", "ban-hanh"),
        ("một hai ba bốn năm sáu bảy tám chín mười", "mot-hai-ba-bon-nam-sau-bay-tam-chin"),
    ],
)
def test_an_id_is_suggested_from_the_words(words: str, made: str) -> None:
    assert suggested_id(words) == made


def test_every_key_of_the_format_is_known() -> None:
    assert {"van_ban", "noi_dung", "gach", "hang", "ke_thua", "so_trang"} <= known_keys()
