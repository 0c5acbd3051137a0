"""What a build was asked for, what is under way, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.content.loader import Dossier
from qdgen.diagnostics import Diagnostic
from qdgen.document.draft import Draft
from qdgen.document.model import Document
from qdgen.document.printed import Printed
from qdgen.errors import QdgenError
from qdgen.freshness import Seen, build_options
from qdgen.messages import Text
from qdgen.tree import OutputFolder, output_folder
from qdgen.word.templates import Templates

Progress = Callable[[Text], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What a build was asked for; `here` is the folder that paths are shown from."""

    output: Path
    here: Path
    pdf: bool = True
    split: bool = False
    templates: Path | None = None
    """The folder of the templates, where it is not looked for."""
    annex_lines_open: bool = False
    """Electronic issue: the annexes' reference lines leave number and date open."""
    draft: Draft | None = None
    """Stamp the files as this draft, beside the clean ones."""

    def stamp(self, folder: Path) -> dict[str, object]:
        """What the outputs of the dossier in `folder` depend on besides the files."""
        target = output_folder(folder, self.output).folder
        stamped = self.draft.lines if self.draft else ()
        return build_options(folder, target, pdf=self.pdf, split=self.split, draft=stamped)

    def target(self, folder: Path) -> OutputFolder:
        """Where the outputs of the dossier in `folder` go."""
        return output_folder(folder, self.output, draft=self.draft is not None)


@dataclass(slots=True)
class Result:
    """What became of one dossier: files written, what was noticed, and the error if it failed."""

    dossier: Path
    written: list[Path] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    pages: dict[Path, int] = field(default_factory=dict)
    unchanged: bool = False
    checked: list[Diagnostic] | None = None
    """What certainly breaks the decree; None where there was no time to look."""
    error: QdgenError | None = None

    def fail(self, error: QdgenError) -> None:
        """The dossier could not be built, or not wholly."""
        self.error = error
        self.diagnostics += error.diagnostics

    def raise_error(self) -> None:
        """Raise what the dossier failed of, if it did."""
        if self.error is not None:
            raise self.error


@dataclass(slots=True)
class File:
    """A file on its way: the DOCX, and the copy its PDF is made from."""

    document: Document
    printed: Printed
    """What must be read in the DOCX."""
    drawn: Printed
    """What must be read in the PDF."""
    docx: Path
    layout: Path
    part: str
    is_proven: bool = False
    """The DOCX has been read back and holds `printed`."""

    @property
    def raw_pdf(self) -> Path:
        """The PDF as the engine wrote it."""
        return self.docx.with_suffix(".raw.pdf")

    @property
    def pdf(self) -> Path:
        """The finished PDF."""
        return self.docx.with_suffix(".pdf")


@dataclass(slots=True)
class Work:
    """A dossier under way."""

    result: Result
    target: OutputFolder
    dossier: Dossier
    templates: Templates
    files: list[File] = field(default_factory=list)
    engine_files: list[Path] = field(default_factory=list)
    seen_before: Seen = field(default_factory=dict)
    mark: str = ""
    """The hash of the content, which the Word files bear."""
