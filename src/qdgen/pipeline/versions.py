"""What a user may compare, opened: a dossier, a dossier as git knew it, a DOCX built here."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from qdgen.check.elements import Element
from qdgen.content.loader import Dossier, load_dossier
from qdgen.diagnostics import Diagnostic, has_errors
from qdgen.document.model import Document
from qdgen.document.passages import Passage
from qdgen.document.resolve import resolve
from qdgen.errors import ContentError, MissingToolError, UsageError
from qdgen.messages import Text, text
from qdgen.pipeline.bases import find_base
from qdgen.pipeline.revisions import laid_out
from qdgen.repository import Repository, find_repository, has_git
from qdgen.review.content_version import version_of
from qdgen.review.unit import Version
from qdgen.tree import CONTENT, OUTPUT, find_dossiers, output_folder, shown


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison. `dossier`, `document` and `passages` are None or empty where it was
    read from a DOCX alone; `docx` is the file given; `path` the dossier as it lies here, if it
    does. `told` says what the user must know of how it was read."""

    name: str
    version: Version
    dossier: Dossier | None = None
    document: Document | None = None
    passages: Sequence[Passage] = ()
    docx: Path | None = None
    path: Path | None = None
    told: tuple[Text, ...] = ()


@dataclass(slots=True)
class _Asked:
    """What the words of one side mean."""

    name: str
    path: Path | None = None
    """A dossier that lies here, also where one of its revisions is meant."""
    docx: Path | None = None
    commit: str = ""
    repository: Repository | None = None
    inside: str | None = None
    """The dossier at that revision, from the top of the repository."""


@contextmanager
def open_sides(
    old: str, new: str, here: Path, dossier: Path | None = None
) -> Iterator[tuple[Side, Side]]:
    """Both sides of a comparison, for as long as the `with` lasts.

    Each may be a dossier's folder or name, a revision of git (then the dossier is that of the other
    side, or `dossier`, or the only one in content/), `revision:path`, or a .docx.
    Raises UsageError where that cannot be told, ContentError for mistakes in the content of a
    side, MissingToolError without git, UnreadableFileError for a broken DOCX.
    """
    asked = [_understand(words, here) for words in (old, new)]
    given = None if dossier is None else _only(dossier, here)
    for one, other in (asked, reversed(asked)):
        if one.commit and one.inside is None:
            _find_in_revision(one, given or other.path, other.inside, here)
    with ExitStack() as stack:
        candidates = _candidates([given, *(one.path for one in asked)], here)
        sides = [_open(one, candidates, here, stack) for one in asked]
        first, second = (
            _as_it_is(one, side, other)
            for one, side, other in zip(asked, sides, reversed(sides), strict=True)
        )
        yield first, second


# --- what is meant --------------------------------------------------------------------------------


def _understand(words: str, here: Path) -> _Asked:
    path = here / words
    if path.suffix.lower() == ".docx" and path.is_file():
        return _Asked(words, docx=path)
    if path.exists() or (here / CONTENT / words).exists():
        return _Asked(words, path=_only(Path(words), here))
    if not has_git():
        raise MissingToolError(
            text("git is not installed."), text("Get it from https://git-scm.com")
        )
    revision, colon, inside = words.partition(":")
    repository = find_repository(here)
    commit = None if repository is None else repository.commit(revision)
    if repository is None or commit is None:
        raise UsageError(
            text(
                "{words} is neither a dossier, nor a Word file, nor a revision of git", words=words
            ),
            text("Give a folder with quyet-dinh.yaml, a .docx, HEAD~1, a tag, or HEAD~1:content/…"),
        )
    asked = _Asked(words, commit=commit, repository=repository)
    if colon:
        asked.inside = _from_top(inside, repository, here)
        here_too = repository.top / asked.inside
        asked.path = here_too if here_too.is_dir() else None
    return asked


def _from_top(inside: str, repository: Repository, here: Path) -> str:
    """The path behind `revision:`, from the top of the repository; as git has it, one that begins
    with ./ or ../ is meant from the current folder."""
    written = inside.replace("\\", "/")
    if written.startswith(("./", "../")):
        written = f"{repository.path_of(here) or '.'}/{written}"
    plain = posixpath.normpath(written or ".").removesuffix("/quyet-dinh.yaml")
    if plain.startswith(("/", "..")):
        raise UsageError(
            text("{path} leads out of the repository", path=inside),
            text("Give the path of the dossier from the top of the repository."),
        )
    return "" if plain == "." else plain


def _find_in_revision(asked: _Asked, path: Path | None, inside: str | None, here: Path) -> None:
    """Which dossier is meant by a revision alone."""
    if asked.repository is None:
        return
    if path is None and inside is not None:
        asked.inside = inside
        return
    if path is None:
        found = find_dossiers([], here)
        if len(found) > 1:
            raise UsageError(
                text("{revision} holds several dossiers", revision=asked.name),
                text("Say which with --ho-so: {names}", names=", ".join(one.name for one in found)),
            )
        path = found[0]
    asked.path = path
    asked.inside = asked.repository.path_of(path)
    if asked.inside is None:
        raise UsageError(
            text("{path} is not in the repository of {revision}", path=path, revision=asked.name),
            text("Call qdgen in the repository that holds the dossier."),
        )


def _only(path: Path, here: Path) -> Path:
    found = find_dossiers([path], here)
    if len(found) > 1:
        raise UsageError(
            text("{path} holds several dossiers", path=path),
            text("Name one: {names}", names=", ".join(shown(one, here) for one in found)),
        )
    return found[0]


def _candidates(known: Sequence[Path | None], here: Path) -> list[Path]:
    """Whose content a DOCX may have been built from: what was named first, then all in content/."""
    found = {path: None for path in known if path is not None}
    with suppress(UsageError):
        found.update(dict.fromkeys(find_dossiers([], here)))
    return list(found)


# --- reading --------------------------------------------------------------------------------------


def _open(asked: _Asked, candidates: Sequence[Path], here: Path, stack: ExitStack) -> Side | None:
    """None for a DOCX whose content is not found."""
    if asked.docx is not None:
        from qdgen.review.word_version import recorded_hash

        hash_ = recorded_hash(asked.docx)
        # A build keeps copies of the content beside the file; the file may have been taken away.
        beside = [output_folder(path, here / OUTPUT).folder for path in candidates]
        found = find_base(hash_, candidates, here, [asked.docx.parent, *beside])
        base = stack.enter_context(found) if hash_ else None
        if base is None:
            return None
        asked.path = base.path if base.path in candidates else None
        name = f"{base.commit[:10]}:{base.path.name}" if base.commit else shown(base.path, here)
        return _read(base.folder, name, asked)
    if asked.repository is not None and asked.inside is not None:
        held = laid_out(asked.repository, asked.commit, asked.inside, asked.name)
        folder = stack.enter_context(held)
        revision = asked.name.partition(":")[0]
        return _read(folder, f"{revision}:{asked.inside or '.'}", asked)
    if asked.path is None:
        raise TypeError(asked.name)
    return _read(asked.path, shown(asked.path, here), asked)


def _as_it_is(asked: _Asked, side: Side | None, other: Side | None) -> Side:
    """The side, but a DOCX by its own words where these are not those of its content: the content
    is not found, or somebody has edited the file."""
    if asked.docx is None:
        if side is None:
            raise TypeError(asked.name)
        return side
    from qdgen.review.word_version import same_words, word_version

    version = word_version(asked.docx, asked.name, _columns(side or other))
    if side is None:
        told = text(
            "{file}: the content it was built from is not found, so its own words are compared",
            file=asked.name,
        )
    elif same_words(version, side.version):
        return side
    else:
        told = text(
            "{file} was edited after it was built: its own words are compared", file=asked.name
        )
    return Side(asked.name, version, docx=asked.docx, path=asked.path, told=(told,))


def _columns(side: Side | None) -> dict[tuple[str, str], str]:
    """The keys of the columns that a side knows, by annex and heading."""
    return {
        (unit.part, " ".join(unit.text.split()).casefold()): unit.key.rpartition("/")[2]
        for unit in (side.version.units if side else ())
        if unit.element is Element.COLUMN_HEADING
    }


def _read(folder: Path, shown_as: str, asked: _Asked) -> Side:
    dossier, diagnostics = load_dossier(folder, shown_as)
    if dossier is None or has_errors(diagnostics):
        raise _mistakes(asked, diagnostics)
    passages: list[Passage] = []
    document, more = resolve(dossier, passages)
    if has_errors(more):
        raise _mistakes(asked, [*diagnostics, *more])
    version = version_of(dossier, document, passages, asked.name)
    return Side(asked.name, version, dossier, document, passages, asked.docx, asked.path)


def _mistakes(asked: _Asked, diagnostics: Sequence[Diagnostic]) -> ContentError:
    return ContentError(
        text("the content of {name} has mistakes", name=asked.name),
        text("Only versions without mistakes can be compared."),
        diagnostics,
    )
