"""The decree's format as data: every value with its citation, its certainty and its severity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_origin, get_type_hints

import yaml

from qdgen.check.look import Align
from qdgen.check.rule import Certainty
from qdgen.diagnostics import Severity

_FILE = "nd30-2020.yaml"

T = TypeVar("T")
S = TypeVar("S")


class Range(NamedTuple):
    """The least and the most."""

    least: float
    most: float

    def holds(self, value: float, tolerance: float = 0.0) -> bool:
        """Whether `value` lies in it, or within `tolerance` of it."""
        return self.least - tolerance <= value <= self.most + tolerance

    def __str__(self) -> str:
        least, most = shown(self.least), shown(self.most)
        return least if least == most else f"{least}-{most}"


class Case(StrEnum):
    """How letters are written: in capitals, or as in a sentence."""

    UPPER = "upper"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """A value of the decree and where it comes from. `cite` is a place in Phụ lục I, Phần I."""

    value: T
    id: str
    cite: str
    certainty: Certainty
    severity: Severity


@dataclass(frozen=True, slots=True)
class PageFormat:
    """Paper, margins, fonts (Mục I). Lengths in mm."""

    size_mm: Entry[Range]
    size_tolerance_mm: Entry[float]
    portrait: Entry[bool]
    margin_top_mm: Entry[Range]
    margin_bottom_mm: Entry[Range]
    margin_left_mm: Entry[Range]
    margin_right_mm: Entry[Range]
    margin_tolerance_mm: Entry[float]
    landscape_turned: Entry[bool]
    font: Entry[str]
    font_names: Entry[tuple[str, ...]]
    font_names_in_pdf: Entry[tuple[str, ...]]
    legacy_fonts: Entry[tuple[str, ...]]
    symbol_fonts: Entry[tuple[str, ...]]
    colour: Entry[str]
    colour_tolerance: Entry[int]
    size_sets: Entry[tuple[tuple[float, ...], ...]]
    one_body_size: Entry[bool]
    size_tolerance_pt: Entry[float]
    underlined: Entry[bool]


@dataclass(frozen=True, slots=True)
class PageNumberFormat:
    """The number of the page (I.7, III.1.đ)."""

    place: Entry[str]
    align: Entry[Align]
    size: Entry[Range]
    bold: Entry[bool]
    italic: Entry[bool]
    digits: Entry[tuple[str, ...]]
    first: Entry[int]
    hide_first: Entry[bool]
    restart_in_annex: Entry[bool]
    restart_in_attachment: Entry[bool]
    hide_first_of_annex: Entry[bool]
    other_text: Entry[bool]
    line_characters: Entry[int]
    long_part: Entry[int]


@dataclass(frozen=True, slots=True)
class LinesFormat:
    """The drawn lines. A ratio is the length of the line to that of the text."""

    motto_ratio: Entry[Range]
    organ_ratio: Entry[Range]
    subject_ratio: Entry[Range]
    attached_ratio: Entry[Range]
    ratio_tolerance: Entry[float]
    drawn: Entry[bool]
    bordered: Entry[bool]
    solid: Entry[bool]
    off_centre_mm: Entry[float]
    under_parent_organ: Entry[bool]


@dataclass(frozen=True, slots=True)
class HeadFormat:
    """The block at the head of the first page."""

    lines_each: Entry[int]
    borders: Entry[bool]
    number_level_with_date: Entry[bool]
    blank_lines: Entry[bool]
    line_spacing: Entry[Range]
    gap_pt: Entry[Range]


@dataclass(frozen=True, slots=True)
class BodyFormat:
    """How the paragraphs of the body are laid out."""

    align: Entry[Align]
    indents_mm: Entry[tuple[float, ...]]
    indent_tolerance_mm: Entry[float]
    one_indent: Entry[bool]
    block_indent_mm: Entry[Range]
    gap_pt: Entry[Range]
    line_spacing: Entry[Range]
    line_spacing_tolerance: Entry[float]
    single_line: Entry[float]
    title_on_next_line: Entry[bool]
    blank_paragraphs: Entry[bool]
    blank_least_pt: Entry[float]
    typed_labels: Entry[bool]
    lettered_level: Entry[int]
    blanks: Entry[bool]


@dataclass(frozen=True, slots=True)
class AnnexFormat:
    """Annexes and their tables."""

    new_page: Entry[bool]
    label_alone: Entry[bool]
    repeated_headings: Entry[bool]
    whole_rows: Entry[bool]
    one_table_size: Entry[bool]
    long_table_rows: Entry[int]


@dataclass(frozen=True, slots=True)
class ElementFormat:
    """How one element looks; None where the decree does not say."""

    size: Entry[Range] | None = None
    bold: Entry[bool] | None = None
    italic: Entry[bool] | None = None
    case: Entry[Case] | None = None
    align: Entry[Align] | None = None

    @property
    def entries(self) -> tuple[Entry[Any], ...]:
        """Those it has."""
        values = (getattr(self, field.name) for field in fields(self))
        return tuple(value for value in values if value is not None)


@dataclass(frozen=True, slots=True)
class Profile:
    """The whole format. `elements` goes by the names of the file: `quoc_hieu`, `tieu_ngu`, …"""

    name: str
    decree: str
    page: PageFormat
    page_number: PageNumberFormat
    lines: LinesFormat
    head: HeadFormat
    body: BodyFormat
    annex: AnnexFormat
    elements: Mapping[str, ElementFormat]

    def entries(self) -> dict[str, Entry[Any]]:
        """Every entry, by a name such as "page.font" or "elements.quoc_hieu.size"."""
        found: dict[str, Entry[Any]] = {}
        for group in ("page", "page_number", "lines", "head", "body", "annex"):
            section = getattr(self, group)
            for field in fields(section):
                found[f"{group}.{field.name}"] = getattr(section, field.name)
        for key, look in self.elements.items():
            for field in fields(look):
                if (entry := getattr(look, field.name)) is not None:
                    found[f"elements.{key}.{field.name}"] = entry
        return found


@cache
def nd30() -> Profile:
    """The format of Nghị định 30/2020/NĐ-CP."""
    source = resources.files("qdgen.check").joinpath("data", _FILE).read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = yaml.load(source, loader)  # noqa: S506 - a safe loader, in C where there is one
    return Profile(
        data["profile"],
        data["decree"],
        _section(PageFormat, data["page"]),
        _section(PageNumberFormat, data["page_number"]),
        _section(LinesFormat, data["lines"]),
        _section(HeadFormat, data["head"]),
        _section(BodyFormat, data["body"]),
        _section(AnnexFormat, data["annex"]),
        {key: _element(entry) for key, entry in data["elements"].items()},
    )


def shown(number: float) -> str:
    """A number as Vietnamese texts write it: a comma, and no zeros after it."""
    return f"{round(number, 2):g}".replace(".", ",")


_SOURCE = ("id", "cite", "certainty", "severity")


def _section(kind: type[S], data: Mapping[str, Mapping[str, Any]]) -> S:
    hints = get_type_hints(kind)
    if set(data) != set(hints):
        raise ValueError(f"{kind.__name__}: {sorted(set(data) ^ set(hints))}")
    return kind(**{name: _entry(get_args(hints[name])[0], data[name]) for name in hints})


_ELEMENT: Mapping[str, Any] = {
    "size": Range,
    "bold": bool,
    "italic": bool,
    "case": Case,
    "align": Align,
}


def _element(data: Mapping[str, Any]) -> ElementFormat:
    source = {name: data[name] for name in _SOURCE}
    found: dict[str, Any] = {}
    for name, value in data.items():
        if name not in _SOURCE:
            own = value if isinstance(value, Mapping) else {"value": value}
            found[name] = _entry(_ELEMENT[name], {**source, **own})
    return ElementFormat(**found)


def _entry(kind: Any, data: Mapping[str, Any]) -> Entry[Any]:
    return Entry(
        _value(kind, data["value"]),
        data["id"],
        data["cite"],
        Certainty(data["certainty"]),
        Severity[data["severity"].upper()],
    )


def _value(kind: Any, value: Any) -> Any:
    if kind is Range:
        least, most = value
        return Range(float(least), float(most))
    if get_origin(kind) is tuple:
        inner = get_args(kind)[0]
        return tuple(_value(inner, each) for each in value)
    if kind is float:
        return float(value)
    made = kind(value)
    if kind in (bool, str, int) and made != value:
        raise ValueError(f"{value!r} is no {kind.__name__}")
    return made
