"""Word lists of the wording rules, read when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from qdgen.vietnamese import without_marks

_DATA = Path(__file__).parent.parent / "data"


@cache
def listed(file: str) -> Any:
    """The content of a file of check/data, without its ending: "tu-vung"."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with open(_DATA / f"{file}.yaml", encoding="utf-8") as stream:
        return yaml.load(stream, loader)  # noqa: S506  (both are safe loaders)


@cache
def words_of(file: str, key: str) -> frozenset[str]:
    """The words or phrases under `key`, a list of them or a text with spaces between."""
    found = listed(file)[key]
    return frozenset(found.split() if isinstance(found, str) else map(str, found))


@cache
def compounds() -> frozenset[str]:
    """Common words of two syllables: "khoa học"."""
    return frozenset(" ".join(pair.split()) for pair in listed("tu-vung")["tu_ghep"].split(","))


@cache
def compounds_without_marks() -> dict[str, tuple[str, ...]]:
    """The same, by what is left of them without marks."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in sorted(compounds()):
        bare = without_marks(pair)
        found[bare] = (*found.get(bare, ()), pair)
    return found
