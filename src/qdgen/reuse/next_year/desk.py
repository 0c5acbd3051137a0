"""A copy of a dossier and its registers to work on: texts by file, and what they make together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from qdgen.check.dossier import ReadDossier, read_dossier
from qdgen.check.paper import Piece
from qdgen.content.loader import DECISION, DOCUMENTS, UNITS
from qdgen.content.nodes import MapNode, SourceFile
from qdgen.content.yaml_reader import decode, parse
from qdgen.errors import ContentError
from qdgen.messages import text
from qdgen.reuse.next_year.slip_items import PlaceIndex
from qdgen.reuse.next_year.texts import FileText, texts_of

REGISTERS = (DOCUMENTS, UNITS)


@dataclass
class Desk:
    """The files of a dossier, called `shown`, in a folder of their own. What is read of them is
    kept until a file changes."""

    folder: Path
    shown: str
    before: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    """By name: the dossier's own, and the registers."""

    @property
    def own(self) -> list[str]:
        """The names of the dossier's own files, the decision first, then as they are attached."""
        names = [f"{stem}.yaml" for stem in (DECISION, *self.read.dossier.attachments)]
        return [name for name in names if name in self.files]

    @property
    def changed(self) -> dict[str, str]:
        """The files that are no longer what they were, by name."""
        return {n: text for n, text in self.files.items() if text != self.before.get(n)}

    def write(self, name: str, content: str) -> None:
        """Another text for a file."""
        if self.files.get(name) == content:
            return
        self.files[name] = content
        place = self.folder.parent if name in REGISTERS else self.folder
        (place / name).write_bytes(content.encode("utf-8"))
        for kept in ("read", "texts", "places", "roots", "paths"):
            self.__dict__.pop(kept, None)

    @cached_property
    def read(self) -> ReadDossier:
        """The dossier as it stands. Raises ContentError."""
        return read_dossier(self.folder, self.shown)

    @cached_property
    def roots(self) -> dict[str, MapNode]:
        """The files read, by name."""
        found = {}
        for name, content in self.files.items():
            root, _, _ = parse(content, f"{self.shown}/{name}")
            if root is not None:
                found[name] = root
        return found

    @cached_property
    def texts(self) -> list[FileText]:
        """All texts of the dossier's own files, in order."""
        found: list[FileText] = []
        for name in self.own:
            found += texts_of(self.roots[name], name.removesuffix(".yaml"))
        return found

    @cached_property
    def places(self) -> PlaceIndex:
        """The texts by where they stand."""
        return PlaceIndex(self.texts)

    @cached_property
    def paths(self) -> dict[int, str]:
        """The paths of the paper's pieces, by their identity."""
        found = {}
        for piece in self.read.paper.pieces:
            text = self.text_of(piece)
            if text is not None:
                found[id(piece)] = text.path
        return found

    def text_of(self, piece: Piece, index: int = 0) -> FileText | None:
        """The text that the character `index` of a piece comes from."""
        place = piece.spot.located(index, index + 1).location
        file = place.file.rpartition("/")[2]
        if file in REGISTERS or not place.line:
            return None
        found = self.places.at_line(file, place.line, place.column)
        return found[0] if found else None

    def source(self, name: str) -> SourceFile:
        """A file as the messages call it."""
        return SourceFile(f"{self.shown}/{name}", self.files[name])

    def ids(self) -> list[str]:
        """The ids of provisions and rows, in order."""
        return [text.words for text in self.texts if text.path.endswith("/id")]


@contextmanager
def desk_for(folder: Path, name: str, shown: str, files: list[Path]) -> Iterator[Desk]:
    """A desk with `files`, content files of the dossier `folder`, and the registers beside it, as a
    dossier called `name`; gone afterwards. Raises ContentError where one cannot be read."""
    with TemporaryDirectory(prefix="qdgen-") as place:
        copy = Path(place) / name
        copy.mkdir()
        desk = Desk(copy, shown)
        registers = [folder.parent / name for name in REGISTERS]
        for path in [*files, *(r for r in registers if r.is_file())]:
            content, problems = decode(path, path.name)
            if content is None:
                raise ContentError(
                    text("{file} cannot be read", file=path.name), diagnostics=problems
                )
            desk.before[path.name] = content
            desk.write(path.name, content)
        yield desk
