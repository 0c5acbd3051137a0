"""What `qdgen verify` calls a fault is permanent, and in the documentation."""

from __future__ import annotations

import ast
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


def test_every_code_of_signatures_and_changes_is_documented() -> None:
    given = set()
    for name in ("verify", "changes", "trust"):
        tree = ast.parse((PROJECT / f"src/qdgen/signing/{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
                given |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert len(given) > 20
    manual = (PROJECT / "docs/diagnostics.md").read_text(encoding="utf-8")
    assert [code for code in sorted(given) if f"`{code}`" not in manual] == []
