"""A dossier (hồ sơ) from its folder: the decision, its attachments, the registers beside it."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.content.annex_checks import check_annex
from qdgen.content.companions import COMPANIONS
from qdgen.content.fields import ID_PATTERN
from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    CitedDocument,
    DecisionFile,
    Unit,
)
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.registers import documents_of, units_of
from qdgen.content.validation import validate
from qdgen.content.vocabulary import nearest
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, Location, Severity, has_errors
from qdgen.messages import Text, text

_STEM = re.compile(ID_PATTERN)
DECISION = "quyet-dinh"
DOCUMENTS = "van-ban.yaml"
UNITS = "don-vi.yaml"
MOST_ATTACHED = 200


@dataclass(frozen=True)
class Dossier:
    """Everything a decision is made of, valid file by file and consistent among the files."""

    folder: Path
    name: str
    decision: DecisionFile
    attachments: dict[str, AttachedFile | AnnexFile]
    """By file stem, in the order they are attached, depth first."""
    documents: dict[str, CitedDocument]
    units: dict[str, Unit]
    key_places: dict[str, Location]
    """Every register key, provision or row id and attachment stem, and where it is declared."""
    files: tuple[Path, ...]
    """All files read."""
    absent: tuple[Path, ...]
    """Looked for and not there."""


def load_dossier(
    folder: Path, shown_as: str | None = None
) -> tuple[Dossier | None, list[Diagnostic]]:
    """Read the dossier in `folder`, called `shown_as` in messages.

    Gives the dossier (None where any diagnostic is an error) and everything noticed.
    """
    shown = folder.as_posix() if shown_as is None else shown_as
    loading = _Loading(folder, shown)
    dossier = loading.run()
    return dossier, loading.diagnostics


@dataclass
class _Loading:
    folder: Path
    shown: str
    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    absent: list[Path] = field(default_factory=list)
    attachments: dict[str, AttachedFile | AnnexFile] = field(default_factory=dict)
    roots: list[MapNode] = field(default_factory=list)
    attached_at: dict[str, Scalar] = field(default_factory=dict)
    key_places: dict[str, Location] = field(default_factory=dict)
    all_read: bool = True

    def run(self) -> Dossier | None:
        documents: dict[str, CitedDocument] = {}
        units: dict[str, Unit] = {}
        register = self._register(DOCUMENTS)
        if register is not None:
            documents, found = documents_of(register)
            self.diagnostics += found
        register = self._register(UNITS)
        if register is not None:
            units, found = units_of(register)
            self.diagnostics += found
        decision = self._decision()
        self._collect_ids()
        if self.all_read:  # a file not read may attach others
            self._name_unattached()
        if decision is None or has_errors(self.diagnostics):
            return None
        return Dossier(
            self.folder,
            self.folder.resolve().name,
            decision,
            self.attachments,
            documents,
            units,
            self.key_places,
            tuple(self.files),
            tuple(self.absent),
        )

    # --- files -----------------------------------------------------------------------------------

    def _register(self, name: str) -> MapNode | None:
        path = self.folder.resolve().parent / name
        shown = os.path.normpath(os.path.join(self.shown, "..", name)).replace(os.sep, "/")
        if not os.path.lexists(path):
            self.absent.append(path)
            return None
        root = self._read(path, shown)
        if root is not None:
            for key, scalar in root.keys_at.items():
                self._declare(key, scalar)
        return root

    def _read(self, path: Path, shown: str) -> MapNode | None:
        """The root of a file that lies where it seems to lie; what is wrong is noted."""
        try:
            real = path.resolve(strict=True)
            ordinary = stat.S_ISREG(real.stat().st_mode)
        except (OSError, RuntimeError):
            real, ordinary = path, False
        if not ordinary:
            self._note(
                "file-unreadable",
                Location(shown),
                text("this is not a file that can be read"),
                text("Put an ordinary file in its place."),
            )
            return None
        if not real.is_relative_to(path.parent.resolve()):
            self._note(
                "link-outside",
                Location(shown),
                text("the link leads out of the folder"),
                text("Copy the file into the folder."),
            )
            return None
        self.files.append(path)
        root, _, found = read_file(path, shown)
        self.diagnostics += found
        self.all_read = self.all_read and root is not None
        return root

    def _decision(self) -> DecisionFile | None:
        name = f"{DECISION}.yaml"
        path = self.folder / name
        shown = f"{self.shown}/{name}"
        if not os.path.lexists(path):
            self.absent.append(path)
            self._note(
                "decision-missing",
                Location(shown),
                text("the folder holds no decision"),
                text("Write it in {file}.", file=name),
            )
            return None
        root = self._read(path, shown)
        if root is None:
            return None
        self.roots.append(root)
        decision, found = validate(DecisionFile, root)
        self.diagnostics += found
        self._attach_all(root)
        return decision

    # --- what is attached ------------------------------------------------------------------------

    def _attach_all(self, root: MapNode) -> None:
        """Follow `kem_theo` from `root`, depth first; each file is read once."""
        waiting: list[tuple[Scalar, tuple[str, ...]]] = []
        self._queue(waiting, root, (DECISION,))
        while waiting:
            scalar, trail = waiting.pop()
            stem = scalar.value
            if stem in trail:
                self._note_at(
                    scalar,
                    "attached-in-circle",
                    text(
                        "{file} is attached to itself: {circle}",
                        file=stem,
                        circle=" → ".join([*trail[trail.index(stem) :], stem]),
                    ),
                    text("Delete this line."),
                )
            elif stem in self.attached_at:
                first = self.attached_at[stem]
                self._note_at(
                    scalar,
                    "attached-twice",
                    text("{file} is attached a second time", file=stem),
                    text(
                        "It is already attached at {place}; keep one of the two.",
                        place=str(first.source.location(first.line, first.column)),
                    ),
                )
            elif f"{stem}.yaml" in COMPANIONS:
                self._note_at(
                    scalar,
                    "companion-attached",
                    text("{file} is the name of a file that is no part of the decision", file=stem),
                    text("Rename the file, here and in the folder."),
                )
            elif len(self.attached_at) >= MOST_ATTACHED:
                self._note_at(
                    scalar,
                    "too-many-attached",
                    text("more than {most} files are attached", most=MOST_ATTACHED),
                    text("Divide the dossier."),
                )
                return
            else:
                self.attached_at[stem] = scalar
                inner = self._attach(scalar)
                if inner is not None:
                    self._queue(waiting, inner, (*trail, stem))

    @staticmethod
    def _queue(
        waiting: list[tuple[Scalar, tuple[str, ...]]], root: MapNode, trail: tuple[str, ...]
    ) -> None:
        names = root.get("kem_theo")
        if isinstance(names, ListNode):
            waiting += [
                (name, trail)
                for name in reversed(names)
                if isinstance(name, Scalar) and _STEM.fullmatch(name.value)
            ]

    def _attach(self, scalar: Scalar) -> MapNode | None:
        stem = scalar.value
        path = self.folder / f"{stem}.yaml"
        if not os.path.lexists(path):
            self.absent.append(path)
            self._attached_missing(scalar)
            return None
        root = self._read(path, f"{self.shown}/{stem}.yaml")
        if root is None:
            return None
        self._declare(stem, scalar)
        self.roots.append(root)
        if ("phu_luc" in root) == ("van_ban" in root):
            self.diagnostics.append(
                Diagnostic(
                    "kind-unknown",
                    text("it cannot be told what this file is"),
                    root.source.location(1, 1),
                    text("An annex begins with phu_luc:, another attached document with van_ban:."),
                    root.source.line_text(1),
                )
            )
        elif "phu_luc" in root:
            annex, found = validate(AnnexFile, root)
            self.diagnostics += found
            if annex is not None:
                self.diagnostics += check_annex(annex, root)
                self.attachments[stem] = annex
        else:
            attached, found = validate(AttachedFile, root)
            self.diagnostics += found
            if attached is not None:
                self.attachments[stem] = attached
            return root
        return None

    def _attached_missing(self, scalar: Scalar) -> None:
        stem = scalar.value
        present = [
            p.stem
            for p in self._yaml_files()
            if p.stem not in (DECISION, stem) and p.name not in COMPANIONS
        ]
        match = nearest(stem, present)
        if any(p.stem == stem for p in self._yaml_files()):
            hint = text("Rename the file to {file}.", file=f"{stem}.yaml")
        elif match:
            hint = text("Do you mean {key}?", key=match)
        elif present:
            hint = text("Files here: {files}", files=", ".join(sorted(present)[:20]))
        else:
            hint = text("Put the file into the folder of the decision.")
        self._note_at(
            scalar,
            "attached-missing",
            text("there is no file {file}", file=f"{stem}.yaml"),
            hint,
        )

    def _yaml_files(self) -> list[Path]:
        try:
            return sorted(
                path
                for path in self.folder.iterdir()
                if path.suffix.lower() in (".yaml", ".yml") and not path.name.startswith(".")
            )
        except OSError:
            return []

    def _name_unattached(self) -> None:
        looked_at = COMPANIONS | {f"{stem}.yaml" for stem in (DECISION, *self.attached_at)}
        for path in self._yaml_files():
            if path.name not in looked_at:
                self._note(
                    "unattached-file",
                    Location(f"{self.shown}/{path.name}"),
                    text("no file of the dossier attaches this one"),
                    text("Add its name, without .yaml, below kem_theo; or move it away."),
                    Severity.WARNING,
                )

    # --- one namespace ---------------------------------------------------------------------------

    def _collect_ids(self) -> None:
        for root in self.roots:
            waiting: list[MapNode | ListNode] = [root]
            while waiting:
                node = waiting.pop()
                if isinstance(node, MapNode):
                    found = node.get("id")
                    if type(found) is Scalar and found.value:
                        self._declare(found.value, found)
                children = list(node.values()) if isinstance(node, MapNode) else node
                waiting += [c for c in reversed(children) if isinstance(c, (MapNode, ListNode))]

    def _declare(self, key: str, scalar: Scalar) -> None:
        location = scalar.source.location(scalar.line, scalar.column)
        if key == DECISION:
            self._note_at(
                scalar,
                "duplicate-id",
                text("{key} is already the name of something else", key=key),
                text("It is the name of the decision itself; choose another id."),
            )
            return
        first = self.key_places.setdefault(key, location)
        if first is not location:
            self._note_at(
                scalar,
                "duplicate-id",
                text("{key} is already the name of something else", key=key),
                text("It is declared at {place}; choose another id.", place=str(first)),
            )

    # --- notes -----------------------------------------------------------------------------------

    def _note_at(self, scalar: Scalar, code: str, message: Text, hint: Text) -> None:
        self.diagnostics.append(
            Diagnostic(
                code,
                message,
                scalar.source.location(scalar.line, scalar.column),
                hint,
                scalar.source.line_text(scalar.line),
            )
        )

    def _note(
        self,
        code: str,
        location: Location,
        message: Text,
        hint: Text,
        severity: Severity = Severity.ERROR,
    ) -> None:
        self.diagnostics.append(Diagnostic(code, message, location, hint, severity=severity))
