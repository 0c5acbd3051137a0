"""An office that takes its decision to another year: a folder of its own, filled in by hand."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

from building import PROJECT, REAL
from qdgen.pipeline.roll import Decided, Rolled, RollOrder, apply_decisions, roll, the_worksheet
from qdgen.reuse.next_year.items import AGREE, Item
from qdgen.reuse.next_year.worksheet import Worksheet

NEXT = "2026-du-lieu-quoc-gia"


class Office:
    """A folder with the real decision of 2025 and its registers."""

    def __init__(self, folder: Path, source: Path = PROJECT / "content") -> None:
        self.here = folder
        self.content = folder / "content"
        shutil.copytree(source, self.content)

    def file(self, name: str, dossier: str = NEXT) -> Path:
        """A content file."""
        return self.content / dossier / name

    def text(self, name: str, dossier: str = NEXT) -> str:
        """Its text."""
        return self.file(name, dossier).read_text(encoding="utf-8")

    def change(self, name: str, old: str, new: str, dossier: str = NEXT) -> None:
        """One text in a file for another, as a person would change it."""
        path = self.file(name, dossier)
        content = path.read_text(encoding="utf-8")
        assert old in content, old
        path.write_text(content.replace(old, new, 1), encoding="utf-8")

    def roll(
        self,
        target: int = 2026,
        origin: str = REAL,
        *,
        name: str = "",
        day: date | None = None,
        results: Path | None = None,
    ) -> Rolled:
        """`qdgen roll`."""
        return roll(RollOrder(self.content / origin, target, self.here, name, day, results))

    def worksheet(self, dossier: str = NEXT) -> Worksheet:
        """The worksheet as it is on the disk."""
        return the_worksheet(self.content / dossier, self.here)

    def items(self, dossier: str = NEXT) -> dict[str, Item]:
        """Its items by id."""
        return {item.id: item for item in self.worksheet(dossier).items}

    def decide(self, answer: Callable[[Item], str], dossier: str = NEXT) -> None:
        """Fill in what is open, in the file as a person does: what `answer` says, or nothing."""
        path = self.file("chuyen-nam.yaml", dossier)
        content = path.read_text(encoding="utf-8")
        for item in self.worksheet(dossier).open:
            words = answer(item)
            if not words:
                continue
            head = content.index(f"  - id: {item.id}\n")
            at = content.index("    quyet_dinh:", head)
            end = content.index("\n", at)
            quoted = words.replace("'", "''")
            content = f"{content[:at]}    quyet_dinh: '{quoted}'{content[end:]}"
        path.write_text(content, encoding="utf-8")

    def agree(self, dossier: str = NEXT) -> None:
        """Agree to whatever is proposed; leave the rest as it is, last year's decision uncited."""
        self.decide(lambda i: AGREE if i.proposed and not _asks_number(i) else "bỏ" if
                    _asks_number(i) else "giữ", dossier)  # fmt: skip

    def apply(self, dossier: str = NEXT) -> Decided:
        """`qdgen roll --apply`."""
        return apply_decisions(self.content / dossier, self.here)

    def years(self, year: int, dossier: str = NEXT) -> list[str]:
        """Where a year stands: "file:line", once for each time."""
        found = []
        for name in ("quyet-dinh.yaml", "ke-hoach.yaml", "phu-luc.yaml"):
            for number, line in enumerate(self.text(name, dossier).splitlines(), 1):
                found += [f"{name}:{number}"] * len(re.findall(rf"(?<!\d){year}(?!\d)", line))
        return found


def _asks_number(item: Item) -> bool:
    return item.id == "can-cu/nam-truoc"
