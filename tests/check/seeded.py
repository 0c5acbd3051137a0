"""A dossier without a fault (`base/`), and what is found in it once something is changed."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from case_files import rule_cases

from qdgen.check.dossier import read_dossier
from qdgen.check.examine import Examined, Finding, examine
from qdgen.check.rule import all_rules

HERE = Path(__file__).parent
BASE = HERE / "base"


@dataclass(frozen=True)
class Case:
    """Edits of the files of `base/`, and the words (`at`) a finding must mark."""

    code: str
    fires: bool
    edits: list[dict[str, str]]
    at: str = ""
    also: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        what = self.edits[0] if self.edits else {}
        return f"{self.code}-{'fires' if self.fires else 'silent'}-{what.get('by', '')[:30]!r}"


def content_cases() -> list[Case]:
    """All cases that are edits of content files, from `cases/*.yaml`.

    A case is one edit (`in`, `replace`, `by`) or several (`edits`); `replace` must stand in its
    file exactly once, or the case says `every: true`.
    """
    found = []
    for code, fires, case in rule_cases():
        if any(key in case for key in ("docx", "look", "pdf", "paper", "papers")):
            continue  # cases of looks have a reader of their own
        edits = case.get("edits") or [case]
        found.append(Case(code, fires, edits, case.get("at", ""), case.get("also", [])))
    return found


def seeded(case: Case, folder: Path) -> Path:
    """The base dossier with the edits of `case`, below `folder`."""
    return edit_files(BASE / "content", folder / "content", case.edits)


def edit_files(source: Path, root: Path, edits: list[dict[str, str]]) -> Path:
    """The one dossier below a copy of `source` at `root`, with the edits."""
    shutil.copytree(source, root)
    dossier = next(root.glob("*/quyet-dinh.yaml")).parent
    for edit in edits:
        name = edit["in"]
        path = (root if name in ("van-ban.yaml", "don-vi.yaml") else dossier) / name
        words = path.read_text(encoding="utf-8")
        count = words.count(edit["replace"])
        if count != 1 and not (count and edit.get("every")):
            raise AssertionError(f"{edit['replace']!r} stands {count} times in {name}")
        path.write_text(words.replace(edit["replace"], edit["by"]), encoding="utf-8")
    return dossier


def check_content(folder: Path) -> Examined:
    """Every rule, on the content of a dossier."""
    return examine(read_dossier(folder, folder.name).paper, all_rules())


def marked(finding: Finding) -> str:
    """The characters of the source line that a finding points at."""
    start, end = finding.located.mark
    return finding.located.source_line[start:end]


def told(found: Any) -> list[str]:
    """Findings in a line each, for the message of a failed test."""
    return [f"{f.located.location} {f.rule.code} {f.message} [{marked(f)}]" for f in found]
