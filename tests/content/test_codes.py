"""Every code is permanent, listed and documented."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from qdgen.content.codes import CODES, as_markdown

PROJECT = Path(__file__).resolve().parents[2]
CONTENT = PROJECT / "src" / "qdgen" / "content"


def _strings() -> Iterator[str]:
    for path in CONTENT.glob("*.py"):
        if path.name == "codes.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def _codes_given() -> Iterator[str]:
    """The code of each finding: the text before its message, `text(…)`."""
    for path in CONTENT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts: list[ast.expr] = []
            if isinstance(node, ast.Call):
                parts = node.args
            elif isinstance(node, ast.Tuple):
                parts = node.elts
            for code, message in pairwise(parts):
                if (
                    isinstance(code, ast.Constant)
                    and isinstance(code.value, str)
                    and isinstance(message, ast.Call)
                    and isinstance(message.func, ast.Name)
                    and message.func.id == "text"
                ):
                    yield code.value


def test_every_code_given_is_listed() -> None:
    given = set(_codes_given())
    assert len(given) > 60
    assert given <= CODES.keys()


def test_every_code_listed_is_given() -> None:
    assert CODES.keys() <= set(_strings())


def test_the_manual_lists_every_code() -> None:
    assert as_markdown() in (PROJECT / "docs" / "diagnostics.md").read_text(encoding="utf-8")


def test_codes_are_small_words_joined_by_hyphens() -> None:
    for code, meaning in CODES.items():
        assert code.replace("-", "").replace("8", "").isalpha()
        assert code == code.lower()
        assert "\n" not in meaning
        assert "|" not in meaning
