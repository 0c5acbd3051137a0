"""Where things lie: dossiers, templates, outputs. Standard library only: an unchanged build needs
no more than this to see that there is nothing to do."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qdgen.errors import UsageError
from qdgen.messages import text

DECISION_FILE = "quyet-dinh.yaml"
CONTENT = "content"
TEMPLATES = "templates"
OUTPUT = "output"
DRAFT = "-du-thao"
"""Ends the names of a draft's files, so that they never take the place of the clean ones."""


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """The folder of one dossier's outputs: the clean ones, or those of a draft."""

    folder: Path
    stem: str
    draft: bool = False

    def stamp(self, *, split: bool) -> Path:
        """What the last build of that kind left to know what it was made from."""
        kind = "-split" if split else ""
        return self.folder / f".qdgen{kind}{DRAFT if self.draft else ''}.json"

    def file(self, suffix: str, part: str = "") -> Path:
        """The file of the whole dossier, or of one part of it."""
        name = f"{self.stem}-{part}" if part else self.stem
        return self.folder / f"{name}{DRAFT if self.draft else ''}{suffix}"


def find_dossiers(given: Sequence[Path], here: Path) -> list[Path]:
    """The dossiers named, or all in `content/`. A path may be a dossier, a file of one, a folder of
    dossiers, or a dossier's name in `content/`. Raises UsageError where there is none."""
    if not given:
        found = _dossiers_in(here / CONTENT)
        if not found:
            raise UsageError(
                text("there is no dossier in {folder}", folder=here / CONTENT),
                text("a dossier is a folder with {file}", file=DECISION_FILE),
            )
        return found
    dossiers: dict[Path, None] = {}
    names: dict[str, Path] = {}
    for path in given:
        for dossier in _dossiers_at(path, here):
            real = dossier.resolve()
            other = names.setdefault(real.name.casefold(), real)
            if other != real:
                raise UsageError(
                    text(
                        "two dossiers are called {name}: {one} and {other}",
                        name=real.name,
                        one=shown(other, here),
                        other=shown(real, here),
                    ),
                    text("build them one by one, each into an --output folder of its own"),
                )
            dossiers[dossier] = None
    return list(dossiers)


def overlooked(here: Path) -> list[tuple[Path, str]]:
    """Folders in `content/` that hold content files but no decision, with the file that looks like
    one ("" if none does): a misspelt name must not mean that nothing is built, unsaid."""
    found = []
    root = here / CONTENT
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        if not folder.is_dir() or (folder / DECISION_FILE).is_file():
            continue
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
        near = [n for n in names if _letters(n).startswith(_letters("quyet-dinh"))]
        if near or any(name.endswith((".yaml", ".yml")) for name in names):
            found.append((folder, near[0] if near else ""))
    return found


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFD", name.casefold().replace("đ", "d"))
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def output_folder(dossier: Path, output: Path, *, draft: bool = False) -> OutputFolder:
    """Where the outputs of `dossier` go: a folder of its name in `output`."""
    name = dossier.resolve().name
    return OutputFolder(output / name, name, draft)


def template_folder(dossier: Path, here: Path) -> Path:
    """The nearest `templates/` above the dossier, else of the current folder, else the ones that
    come with the program."""
    return next(f for f in template_candidates(dossier, here) if f.is_dir())


def template_candidates(dossier: Path, here: Path) -> list[Path]:
    """Where templates are looked for, in order; the last exists always."""
    above = [folder / TEMPLATES for folder in dossier.resolve().parents]
    return [*above, here / TEMPLATES, shipped_templates()]


def shipped_templates() -> Path:
    """The templates that come with the program: in the wheel, or in its checkout."""
    packaged = Path(__file__).parent / "_templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / TEMPLATES


def shown(path: Path, here: Path) -> str:
    """A path as its user knows it: from the current folder where it lies below it."""
    try:
        relative = os.path.relpath(path, here)
    except ValueError:  # another drive
        return str(path)
    return str(path) if relative.startswith("..") else relative


def _dossiers_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    inside = folder.resolve()
    return sorted(
        f
        for f in folder.iterdir()
        # A link that leads elsewhere is built only when it is named itself; what is hidden is a
        # dossier on its way, or somebody's copy.
        if not f.name.startswith(".")
        and (f / DECISION_FILE).is_file()
        and f.resolve().is_relative_to(inside)
    )


def _dossiers_at(path: Path, here: Path) -> list[Path]:
    for candidate in (here / path, here / CONTENT / path):
        if (candidate / DECISION_FILE).is_file():
            return [candidate]
        if (
            candidate.suffix == ".yaml"
            and candidate.is_file()
            and (candidate.parent / DECISION_FILE).is_file()
        ):
            return [candidate.parent]
        if found := _dossiers_in(candidate):
            return found
    known = [d.name for d in _dossiers_in(here / CONTENT)]
    raise UsageError(
        text("{path} is not a dossier", path=path),
        text("dossiers there are: {names}", names=", ".join(known))
        if known
        else text("a dossier is a folder with {file}", file=DECISION_FILE),
    )
