"""The registers of a folder of dossiers, with all that stands in them and all that uses them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from qdgen.check.registers import Registers, registers_of
from qdgen.content.companions import COMPANIONS
from qdgen.content.loader import DECISION, DOCUMENTS, UNITS
from qdgen.content.model import CitedDocument, Unit
from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.registers import documents_of, units_of
from qdgen.content.yaml_reader import decode, parse
from qdgen.diagnostics import Diagnostic, Location, has_errors
from qdgen.errors import ContentError, UsageError
from qdgen.messages import text


@dataclass(frozen=True)
class ContentFile:
    """A file as read: its place, its text ("" where it is not there yet), its root."""

    path: Path
    shown: str
    content: str
    root: MapNode | None


@dataclass(frozen=True)
class Folder:
    """A dossier: its name, and its files but for companions."""

    path: Path
    shown: str
    files: tuple[ContentFile, ...]

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.path.name


@dataclass(frozen=True)
class Desk:
    """Both registers of a folder and the dossiers in it. `unread` are mistakes of dossiers' files
    that could not be looked through."""

    folder: Path
    documents: ContentFile
    units: ContentFile
    registers: Registers
    dossiers: tuple[Folder, ...]
    unread: tuple[Diagnostic, ...] = field(default=())

    def location(self, key: str, entry_key: str = "") -> Location:
        """Where an entry of either register stands, or a value of it."""
        for file in (self.documents, self.units):
            if file.root is not None and key in file.root:
                entry = file.root[key]
                at = file.root.keys_at[key]
                if isinstance(entry, MapNode) and entry_key in entry:
                    at = entry.keys_at[entry_key]
                    value = entry[entry_key]
                    at = value if isinstance(value, Scalar) and value.value else at
                return file.root.source.location(at.line, at.column)
        return Location(self.documents.shown)


def read_desk(folder: Path, shown: str) -> Desk:
    """The registers in `folder`, called `shown`, and its dossiers.

    Raises UsageError where there is no such folder, ContentError where a register has mistakes.
    """
    if not folder.is_dir():
        raise UsageError(
            text("{path} is not a folder", path=shown),
            text("name the folder that holds the registers and the dossiers"),
        )
    documents, units = (_read(folder / name, f"{shown}/{name}") for name in (DOCUMENTS, UNITS))
    entries: dict[str, CitedDocument] = {}
    named: dict[str, Unit] = {}
    problems: list[Diagnostic] = [*documents[1], *units[1]]
    if documents[0].root is not None:
        entries, found = documents_of(documents[0].root)
        problems += found
    if units[0].root is not None:
        named, found = units_of(units[0].root)
        problems += found
    if has_errors(problems):
        raise ContentError(
            text("the registers in {name} have mistakes", name=shown), diagnostics=problems
        )
    dossiers, unread = _dossiers(folder, shown)
    registers = registers_of(entries, named)
    return Desk(folder, documents[0], units[0], registers, tuple(dossiers), tuple(unread))


def _read(path: Path, shown: str) -> tuple[ContentFile, list[Diagnostic]]:
    if not path.exists() and not path.is_symlink():
        return ContentFile(path, shown, "", None), []
    if not path.resolve().is_relative_to(path.parent.resolve()):
        problem = Diagnostic(
            "link-outside",
            text("the link leads out of the folder"),
            Location(shown),
            text("Copy the file into the folder."),
        )
        return ContentFile(path, shown, "", None), [problem]
    content, problems = decode(path, shown)
    if content is None:
        return ContentFile(path, shown, "", None), problems
    if not any(line.strip() and line.lstrip()[0] != "#" for line in content.split("\n")):
        return ContentFile(path, shown, content, None), []  # comments alone: nothing entered yet
    root, _, problems = parse(content, shown)
    return ContentFile(path, shown, content, root), problems


def _dossiers(folder: Path, shown: str) -> tuple[list[Folder], list[Diagnostic]]:
    found: list[Folder] = []
    unread: list[Diagnostic] = []
    inside = folder.resolve()
    for path in sorted(folder.iterdir()):
        if not (path / f"{DECISION}.yaml").is_file() or not path.resolve().is_relative_to(inside):
            continue
        files = []
        for file in sorted(path.glob("*.yaml")):
            if file.name in COMPANIONS or file.name.startswith("."):
                continue
            read, problems = _read(file, f"{shown}/{path.name}/{file.name}")
            unread += problems
            files.append(read)
        name = f"{shown}/{path.name}"
        found.append(Folder(path, name, tuple(files)))
    return found, unread
