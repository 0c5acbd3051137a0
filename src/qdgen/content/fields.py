"""The kinds of values in content files: texts that keep their place, and what they look like."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
)
from pydantic_core import PydanticCustomError, core_schema

from qdgen.content.nodes import Scalar

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
ID_MAX_LENGTH = 36  # "_qd_" + id must fit Word's 40 characters of a bookmark name
COLUMN_KEY_PATTERN = r"[a-z][a-z0-9_]*"


class _Text:
    """A pydantic field that takes a `Scalar` and keeps it, after `check` has seen its text."""

    def __init__(
        self, json_schema: dict[str, Any], check: Callable[[str], None] | None = None
    ) -> None:
        self.json_schema = json_schema
        self.check = check

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.json_schema)

    def _validate(self, value: object) -> Scalar:
        if not isinstance(value, Scalar):
            raise PydanticCustomError("text_expected", "text expected")
        if not value.value.strip():
            raise PydanticCustomError("text_empty", "text is empty")
        if self.check is not None:
            self.check(value.value)
        return value


def _matching(pattern: str, error: str, max_length: int = 0) -> Callable[[str], None]:
    compiled = re.compile(pattern)

    def check(value: str) -> None:
        if not compiled.fullmatch(value) or (max_length and len(value) > max_length):
            raise PydanticCustomError(error, error)

    return check


def parse_date(value: str) -> date:
    """A day written `d/m/yyyy`, zeros or not. Raises ValueError where there is no such day."""
    match = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([12][0-9]{3})", value)
    if match is None:
        raise ValueError(value)
    day, month, year = map(int, match.groups())
    return date(year, month, day)


def _check_date(value: str) -> None:
    try:
        parse_date(value)
    except ValueError:
        raise PydanticCustomError("date_invalid", "no such date") from None


def _check_width(value: str) -> None:
    if not re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{1,2})?", value) or not value.strip("0,"):
        raise PydanticCustomError("width_invalid", "width in cm expected")


def _check_url(value: str) -> None:
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise PydanticCustomError("url_invalid", "http(s) address expected")


def _empty_to_none(value: object) -> object:
    return None if isinstance(value, Scalar) and not value.value.strip() else value


def _empty_to_nothing(value: object) -> object:
    return () if isinstance(value, Scalar) and not value.value.strip() else value


def empty_to_map(value: object) -> object:
    """An empty value as a map without keys."""
    return {} if isinstance(value, Scalar) and not value.value.strip() else value


def _text_or_map(value: object) -> str:
    return ":map" if isinstance(value, dict) else ":text"


def one_or_many(value: object) -> object:
    """One text as a list of one."""
    if isinstance(value, Scalar):
        return [value] if value.value.strip() else []
    return value


_YEAR = "(?:19|2[0-9])[0-9]{2}"
_NUMBER = "(?!0+$)[0-9]{1,6}"
_TEXT_SCHEMA = {"type": "string", "minLength": 1}
Prose = Annotated[Scalar, _Text(_TEXT_SCHEMA)]
"""Running text with inline markup."""
Line = Annotated[Scalar, _Text(_TEXT_SCHEMA)]
"""Text as it stands, no markup."""
Id = Annotated[
    Scalar,
    _Text(
        {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": ID_MAX_LENGTH},
        _matching(ID_PATTERN, "id_invalid", ID_MAX_LENGTH),
    ),
]
ColumnKey = Annotated[
    Scalar,
    _Text(
        {"type": "string", "pattern": f"^{COLUMN_KEY_PATTERN}$"},
        _matching(COLUMN_KEY_PATTERN, "column_key_invalid"),
    ),
]
Day = Annotated[
    Scalar,
    _Text({"type": "string", "pattern": r"^[0-9]{1,2}/[0-9]{1,2}/[12][0-9]{3}$"}, _check_date),
]
# An editor reads `2025` and `6,5` as a number: its schema must take both.
Year = Annotated[
    Scalar,
    _Text(
        {"type": ["integer", "string"], "pattern": rf"^{_YEAR}$"},
        _matching(_YEAR, "year_invalid"),
    ),
]
Number = Annotated[
    Scalar,
    _Text(
        {"type": ["integer", "string"], "pattern": rf"^{_NUMBER}$"},
        _matching(_NUMBER, "number_invalid"),
    ),
]
Width = Annotated[Scalar, _Text({"type": ["number", "string"]}, _check_width)]
Url = Annotated[Scalar, _Text({"type": "string", "format": "uri"}, _check_url)]


class Choice(_Text):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        super().__init__({"enum": list(words)})
        self.words = words

    def _validate(self, value: object) -> Scalar:
        scalar = super()._validate(value)
        if scalar.value not in self.words:
            raise PydanticCustomError(
                "choice_invalid", "one of {words}", {"words": ", ".join(self.words)}
            )
        return scalar


class Model(BaseModel):
    """A map of a content file: no unknown keys, never changed."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        arbitrary_types_allowed=True,
        populate_by_name=False,
        # Five of these models stand at the top; each is built once, with all below it.
        defer_build=True,
    )


def required(alias: str, description: str, **options: Any) -> Any:
    """A key that must be there."""
    return Field(alias=alias, description=description, **options)


def optional(alias: str, description: str) -> Any:
    """A key with one value that may be left out."""
    return Field(default=None, alias=alias, description=description)


def several(alias: str, description: str) -> Any:
    """A key with a list that may be left out."""
    return Field(default=(), alias=alias, description=description)


T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(_empty_to_none)]
"""An optional text: an empty value counts as absent."""
Several = Annotated[tuple[T, ...], BeforeValidator(_empty_to_nothing)]
"""An optional list: an empty value counts as absent."""
TextOr = Annotated[
    Annotated[Prose, Tag(":text")] | Annotated[T, Tag(":map")], Discriminator(_text_or_map)
]
"""A text, or a map: what stands in the file decides, so that a mistake is named once."""
