"""Inline markup: what it gives once parsed. See docs/content-format.md for the notation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Plain words in one weight and slant. `offset` counts characters into the Scalar's value."""

    text: str
    offset: int
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A line break inside a literal (`|-`) text."""

    offset: int


@dataclass(frozen=True, slots=True)
class Mention:
    """`@key` or `@key(form)`: a document, a unit, a provision, an annex, an attachment."""

    key: str
    form: str | None
    offset: int
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Footnote:
    """`^(…)`"""

    content: tuple[Inline, ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Address:
    """`<https://…>`"""

    url: str
    offset: int
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Blank:
    """`@trống(note)`"""

    note: str
    offset: int


@dataclass(frozen=True, slots=True)
class Total:
    """`@tổng`, in a column of figures"""

    offset: int
    bold: bool = False
    italic: bool = False


Inline = Span | Break | Mention | Footnote | Address | Blank | Total
