"""Every code of the later steps is permanent, listed and documented."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from qdgen.content.codes import CODES as OF_CONTENT
from qdgen.pipeline.codes import CODES

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("document", "word", "pdf", "check", "reuse", "pipeline")
_CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
_GIVERS = {"Diagnostic", "report", "_finding", "_report", "finding", "_found", "_say", "_told"}


def _codes_given() -> Iterator[str]:
    for room in ROOMS:
        for path in (PROJECT / "src" / "qdgen" / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not node.args:
                    continue
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                first = node.args[0]
                if (
                    name in _GIVERS
                    and isinstance(first, ast.Constant)
                    and isinstance(first.value, str)
                    and _CODE.fullmatch(first.value)
                ):
                    yield first.value


def _strings() -> Iterator[str]:
    for room in ROOMS:
        for path in (PROJECT / "src" / "qdgen" / room).rglob("*.py"):
            if path.name != "codes.py":
                yield path.read_text(encoding="utf-8")
    for name in ("record",):
        yield (PROJECT / f"src/qdgen/signing/{name}.py").read_text(encoding="utf-8")


def test_every_code_given_is_listed() -> None:
    given = set(_codes_given())
    assert len(given) > 15
    assert given <= CODES.keys() | OF_CONTENT.keys()


def test_every_code_listed_is_given() -> None:
    sources = "\n".join(_strings())
    assert [code for code in CODES if f'"{code}"' not in sources] == []


def test_the_manual_lists_every_code_with_its_meaning() -> None:
    manual = (PROJECT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    missing = [c for c, meaning in CODES.items() if f"| `{c}` | {meaning} |" not in manual]
    assert missing == []
