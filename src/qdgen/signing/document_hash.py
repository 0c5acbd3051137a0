"""A hash over all that a document prints, that stays the same when the program learns more.

A field that has its default is left out: a version that adds one does not take what was issued
before it for changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache

from qdgen.document.model import Document


def document_hash(document: Document) -> str:
    """SHA-256 over all that `document` prints: the same words and looks give the same hash,
    whatever files they come from."""
    digest = hashlib.sha256()
    feed((document.title, document.parts, document.notes, document.pages), digest.update)
    return digest.hexdigest()


def feed(value: object, take: Callable[[bytes], object]) -> None:
    """Give `take` the bytes of a value of the model; two values give the same only if they are."""
    if isinstance(value, Enum):
        feed(value.value, take)
    elif isinstance(value, str):
        data = value.encode("utf-8", "surrogatepass")
        take(b"%d:%s" % (len(data), data))
    elif isinstance(value, tuple | list):
        take(b"(")
        for item in value:
            feed(item, take)
        take(b")")
    elif isinstance(value, Mapping):
        take(b"{")
        for key in value:
            feed(key, take)
            feed(value[key], take)
        take(b"}")
    elif is_dataclass(value):
        kind: type = type(value)
        take(f"<{kind.__name__} ".encode())
        for name, default in _told(kind):
            told = getattr(value, name)
            if default is MISSING or told != default:
                take(f"{name}=".encode())
                feed(told, take)
        take(b">")
    else:
        take(f"{value!r};".encode())


@cache
def _told(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a dataclass that are shown, with their defaults."""
    return tuple((f.name, _default(f)) for f in fields(kind) if f.repr)


def _default(field: Field[object]) -> object:
    if field.default_factory is not MISSING:
        return field.default_factory()
    return field.default
