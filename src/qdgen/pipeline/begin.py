"""A new dossier: its folder written beside its place, what it cites entered into the register."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from qdgen.abandoned import passing_folder
from qdgen.content.loader import DOCUMENTS, load_dossier
from qdgen.content.model import CitedDocument
from qdgen.content.registers import documents_of
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import has_errors
from qdgen.errors import ContentError, RefusedError, UsageError
from qdgen.messages import text
from qdgen.replacing import Replacement, cannot_write, replace_together
from qdgen.reuse.drafting import NewDossier, draft
from qdgen.reuse.kinds import Kind
from qdgen.reuse.organs import Organ, organ_of
from qdgen.reuse.register_entries import with_entries
from qdgen.tree import DECISION_FILE, shown
from qdgen.vietnamese import without_marks

LONGEST_NAME = 60
_SCHEMA = "schema"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a dossier is begun with: whose it is, the year, who signs, where it is filed."""

    kind: Kind
    organ: Organ
    year: int
    content: Path
    """The folder of the dossiers and registers."""
    here: Path
    signer: str = ""
    filing: str = ""


def last_organ(content: Path) -> tuple[Organ, str] | None:
    """The organ and the signer of the newest dossier of `content` that can be read."""
    inside = content.iterdir() if content.is_dir() else ()
    folders = [f for f in inside if (f / DECISION_FILE).is_file()]
    for folder in sorted(folders, key=lambda f: f.name, reverse=True):
        dossier, _ = load_dossier(folder)
        if dossier is not None:
            name = dossier.decision.signature.name
            return organ_of(dossier.decision.header), name.value if name else ""
    return None


def begin(start: Beginning, answers: Mapping[str, str], name: str = "") -> tuple[Path, list[str]]:
    """Make one dossier; its folder, and the keys the register gained. `answers` as `checked` gives
    them; `name` of the folder, else made of year, kind and answer.

    Raises RefusedError where the folder is there, ContentError where the register cannot be read,
    UsageError for a name that is none, OutputError.
    """
    documents = documents_beside(start)
    made = draft(
        start.kind, start.organ, start.year, answers, documents,
        signer=start.signer, filing=start.filing,
    )  # fmt: skip
    folder = start.content / (checked_name(name) if name else _free_name(start, answers))
    if folder.exists():
        raise RefusedError(
            text("{folder} is there already", folder=shown(folder, start.here)),
            text("name another folder; nothing was written"),
        )
    with staging(start) as place:
        entered = enter(start, made)
        write_dossier(folder, start, made, place)
    return folder, entered


def plain_name(start: Beginning, answers: Mapping[str, str]) -> str:
    """The name of its folder by year, kind and answer; "" where none is asked for that tells."""
    words = answers.get(start.kind.name_key, "")
    ending = re.sub(r"[^a-z0-9]+", "-", without_marks(words).casefold()).strip("-")
    name = f"{start.year}-{start.kind.name}-{ending}" if ending else ""
    return name[:LONGEST_NAME].rstrip("-")


def _free_name(start: Beginning, answers: Mapping[str, str]) -> str:
    plain = plain_name(start, answers) or f"{start.year}-{start.kind.name}"
    name, again = plain, 2
    while (start.content / name).exists():
        name, again = f"{plain}-{again}", again + 1
    return name


def checked_name(name: str) -> str:
    """`name`, if it can name a folder of `content/`. Raises UsageError."""
    if not re.fullmatch(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,78}[A-Za-z0-9])?", name):
        raise UsageError(
            text("“{name}” cannot name the folder of a dossier", name=name),
            text("letters without marks, figures and hyphens: 2026-bo-nhiem-01"),
        )
    return name


# --- files --------------------------------------------------------------------------------------


def documents_beside(start: Beginning) -> Mapping[str, CitedDocument]:
    """The register of documents beside the dossiers. Raises ContentError."""
    path = start.content / DOCUMENTS
    if not path.exists():
        return {}
    root, _, found = read_file(path, shown(path, start.here))
    documents: Mapping[str, CitedDocument] = {}
    if root is not None:
        documents, more = documents_of(root)
        found += more
    elif [problem.code for problem in found] == ["empty-file"]:
        return {}
    if has_errors(found):
        raise ContentError(
            text("the register {file} has mistakes", file=shown(path, start.here)),
            text("mend them first; nothing was written"),
            found,
        )
    return documents


def enter(start: Beginning, made: NewDossier) -> list[str]:
    """Enter what the dossier cites into the register; the keys it gained. Raises ContentError where
    the register cannot take them, OutputError, also where another run has just changed it."""
    if not made.entries:
        return []
    path = start.content / DOCUMENTS
    name = shown(path, start.here)
    try:
        before = path.read_bytes() if path.exists() else None
    except OSError as error:
        raise cannot_write(name, error) from error
    content = _modeline(start, "..", "van-ban") if before is None else before.decode("utf-8")
    after = with_entries(content, made.entries, name).encode("utf-8")
    replace_together([Replacement(path.resolve(), before, after, name)])
    return list(made.entries)


def _modeline(start: Beginning, up: str, schema: str) -> str:
    """The line by which an editor finds the schema, where the schemas lie beside `content/`."""
    if not (start.content.parent / _SCHEMA / f"{schema}.schema.json").is_file():
        return ""
    return f"# yaml-language-server: $schema={up}/{_SCHEMA}/{schema}.schema.json\n"


def _contents(start: Beginning, made: NewDossier) -> dict[str, str]:
    return {
        name: _modeline(start, "../..", _schema_of(name, words)) + words
        for name, words in made.files.items()
    }


def _schema_of(name: str, words: str) -> str:
    if name == DECISION_FILE:
        return "quyet-dinh"
    return "phu-luc" if words.startswith("phu_luc") else "van-ban-kem-theo"


def is_same(folder: Path, start: Beginning, made: NewDossier) -> bool:
    """Whether `folder` holds exactly these files."""
    try:
        return all(
            (folder / name).read_text("utf-8") == words
            for name, words in _contents(start, made).items()
        )
    except (OSError, UnicodeDecodeError):
        return False


@contextmanager
def staging(start: Beginning) -> Iterator[Path]:
    """A folder beside the new dossiers that is gone afterwards. Raises OutputError."""
    with ExitStack() as stack:
        try:
            start.content.mkdir(parents=True, exist_ok=True)
            place = stack.enter_context(passing_folder(start.content))
        except OSError as error:
            raise cannot_write(shown(start.content, start.here), error) from error
        yield place


def write_dossier(folder: Path, start: Beginning, made: NewDossier, place: Path) -> None:
    """Write the files into the new folder, in the passing folder `place` first. Raises
    OutputError."""
    stage = place / folder.name
    try:
        stage.mkdir()
        for name, words in _contents(start, made).items():
            (stage / name).write_text(words, encoding="utf-8", newline="\n")
        stage.rename(folder)
    except OSError as error:
        raise cannot_write(shown(folder, start.here), error) from error
