"""What a clerk orders when a dossier is issued, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from qdgen.diagnostics import Diagnostic
from qdgen.signing.places import SEAL_MM
from qdgen.tree import output_folder, shown

PACKAGE = "ban-hanh"
EARLIER = "ban-hanh-lan-{}"
ELECTRONIC, PAPER = "điện tử", "giấy"


@dataclass(frozen=True, slots=True)
class IssueOrder:
    """What the clerk asks for. `force` is the reason for issuing in spite of refusals."""

    folder: Path
    number: int
    day: date
    output: Path
    here: Path
    split: bool = False
    paper: bool = False
    seal_mm: float = SEAL_MM
    with_sources: bool = False
    """The PDFs carry the content files and the annexes' tables (PDF/A-3b)."""
    force: str = ""

    @property
    def name(self) -> str:
        """The dossier's folder as its user knows it."""
        return shown(self.folder, self.here)

    @property
    def target(self) -> Path:
        """The folder that the package comes into."""
        return output_folder(self.folder, self.output).folder

    @property
    def edition(self) -> str:
        """Which of the two editions is issued."""
        return PAPER if self.paper else ELECTRONIC


@dataclass(slots=True)
class Issued:
    """The package made: its folder and files, and what was overridden."""

    package: Path
    files: list[Path] = field(default_factory=list)
    overridden: Sequence[Diagnostic] = ()
