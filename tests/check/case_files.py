"""The cases of the rules as they stand in `cases/*.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"
KINDS = ("fires", "silent")


def rule_cases() -> Iterator[tuple[str, bool, dict[str, Any]]]:
    """Code, whether it must fire, and the case, of every case."""
    for code, kinds in _rules():
        for kind in KINDS:
            for case in kinds.get(kind, []):
                yield code, kind == "fires", case


@cache
def _rules() -> list[tuple[str, dict[str, Any]]]:
    # The loader in C makes the same and takes a tenth of the time.
    return [
        rule
        for path in sorted(CASES.glob("*.yaml"))
        for rule in (yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader) or {}).items()
    ]
