"""The font files a PDF is drawn with. Apart from what reads them, which takes time to load."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class FontSet:
    """A family with the metrics of Times New Roman and its files (regular, bold, italic, both)."""

    family: str
    files: tuple[Path, ...]
