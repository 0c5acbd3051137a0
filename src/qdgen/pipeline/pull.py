"""A reviewed Word file back into the content: base, edits, patch, proof, and then the writing."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.content.loader import Dossier, load_dossier
from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.positions import locate
from qdgen.diagnostics import has_errors
from qdgen.document.model import Document, Part
from qdgen.document.passages import Passage
from qdgen.document.resolve import resolve
from qdgen.document.split import split
from qdgen.errors import ContentError, OutputError, RefusedError, UsageError
from qdgen.messages import Text, text
from qdgen.pipeline.base_copies import unpack_copy
from qdgen.pipeline.bases import find_base
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.pipeline.reviewed import as_docx, read_reviewed
from qdgen.pipeline.revisions import laid_out
from qdgen.pipeline.tried import with_texts
from qdgen.replacing import Replacement, replace_together
from qdgen.repository import find_repository
from qdgen.review.pull.applying import Applied, apply
from qdgen.review.pull.base_version import Base, base_of
from qdgen.review.pull.origins import Origin
from qdgen.review.pull.outcome import Comment, Edit, Outcome
from qdgen.review.pull.paragraphs import WordFile, read_paragraphs
from qdgen.review.pull.revising import Compared, compare
from qdgen.review.pull.steps import Step
from qdgen.review.pull.tree import Joined, Tree, read_tree
from qdgen.signing.record import own_record, refuse_if_frozen
from qdgen.tree import DECISION_FILE, find_dossiers, output_folder, shown, template_folder
from qdgen.word.compose import compose
from qdgen.word.package import write_package
from qdgen.word.templates import Templates

HASH = "qdgen-content-hash"


@dataclass(frozen=True, slots=True)
class PullOrder:
    """What was asked: the `reviewed` file, the `dossier` it belongs to (None: to be found), the
    `base` (a dossier or a revision of git, "" to be found), the folder of outputs, and whether
    comments become comments of the content."""

    reviewed: Path
    here: Path
    output: Path
    dossier: Path | None = None
    base: str = ""
    comments: bool = False


@dataclass(frozen=True, slots=True)
class Patch:
    """A content file that changes."""

    path: Path
    before: str
    after: str


@dataclass(slots=True)
class Pulled:
    """What a pull comes to, before anything is written. `base` says where the base was found,
    `moved_on` whether the content has changed since."""

    dossier: Path
    base: Text
    moved_on: bool
    outcome: Outcome
    patches: list[Patch] = field(default_factory=list)
    is_tracked: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something is left for a person to decide."""
        return bool(self.outcome.held_back or self.outcome.comments)


def propose(order: PullOrder) -> Pulled:
    """Read the reviewed file and make the patch; nothing is written.

    Raises UsageError where the dossier or the base cannot be told, ContentError for mistakes in
    the content, UnreadableFileError, ConversionError, MissingToolError for the file, RefusedError
    where the patch would not print what the file says.
    """
    with as_docx(order.reviewed) as docx:
        word = read_reviewed(docx)
    with ExitStack() as stack:
        folder, base_folder, where = _bases(order, word, stack)
        return _Pull(order, word, folder, base_folder, where).pulled()


def write(pulled: Pulled) -> list[Path]:
    """Write the patch, all of it or nothing; the files written. Raises OutputError where a file
    has changed meanwhile or cannot be written."""
    replace_together(
        [
            Replacement(patch.path, patch.before.encode() or None, patch.after.encode())
            for patch in pulled.patches
        ]
    )
    return [patch.path for patch in pulled.patches]


# --- the base -----------------------------------------------------------------------------------


def _bases(order: PullOrder, word: WordFile, stack: ExitStack) -> tuple[Path, Path, Text]:
    """The dossier, the folder of its base version, and where that was found."""
    here = order.here
    folders = find_dossiers([order.dossier] if order.dossier is not None else [], here)
    if order.base:
        folder = _one(folders, word, here)
        base = stack.enter_context(_named_base(order.base, folder, here))
        return folder, base, text("the base is {base}, as asked", base=order.base)
    mark = word.custom.get(HASH, "")
    if not mark:
        raise UsageError(
            text("{file} does not say what it was made from", file=order.reviewed.name),
            text("name what it was made from: --base HEAD~3, or --base and a dossier's folder"),
        )
    found = stack.enter_context(find_base(mark, folders, here))
    if found is not None:
        if not found.commit:
            return found.path, found.folder, text("the base is the content as it is now")
        said = text("the base is the content of commit {commit}", commit=found.commit[:12])
        return found.path, found.folder, said
    folder = _one(folders, word, here)
    made = Path(
        stack.enter_context(
            tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True)
        )
    )
    beside = [output_folder(folder, order.output).folder, order.reviewed.resolve().parent]
    copy = unpack_copy(mark, beside, made)
    if copy is not None and _has_hash(copy, mark):
        return folder, copy, text("the base is the copy that its build kept")
    raise UsageError(
        text("what {file} was made from is found neither here nor in git nor beside the outputs",
             file=order.reviewed.name),
        text("name it: --base HEAD~3, or --base and a dossier's folder"),
    )  # fmt: skip


def _has_hash(folder: Path, mark: str) -> bool:
    dossier, diagnostics = load_dossier(folder, folder.name)
    return dossier is not None and not has_errors(diagnostics) and content_hash(dossier) == mark


def _one(folders: Sequence[Path], word: WordFile, here: Path) -> Path:
    """The dossier whose ids the file's bookmarks bear."""
    if len(folders) == 1:
        return folders[0]
    anchors = {anchor.replace("_", "-") for para in word.paras for anchor in para.anchors}
    counts: list[tuple[int, Path]] = []
    for folder in folders:
        dossier, _ = load_dossier(folder, shown(folder, here))
        if dossier is not None:
            counts.append((len(anchors & dossier.key_places.keys()), folder))
    counts.sort(key=lambda found: found[0], reverse=True)
    if not counts or not counts[0][0] or (len(counts) > 1 and counts[0][0] == counts[1][0]):
        raise UsageError(
            text("it cannot be told which dossier the file belongs to"),
            text("name the dossier behind the file"),
        )
    return counts[0][1]


@contextmanager
def _named_base(name: str, folder: Path, here: Path) -> Iterator[Path]:
    for path in (here / name, here / "content" / name):
        if (path / DECISION_FILE).is_file():
            yield path
            return
    repository = find_repository(folder)
    inside = None if repository is None else repository.path_of(folder)
    commit = None if repository is None else repository.commit(name)
    if repository is None or inside is None or commit is None:
        raise UsageError(
            text("{base} is neither a dossier nor a revision of git", base=name),
            text("name a dossier's folder, or what git log shows"),
        )
    with laid_out(repository, commit, inside, name) as found:
        yield found


# --- the pull -----------------------------------------------------------------------------------


class _Pull:
    def __init__(
        self, order: PullOrder, word: WordFile, folder: Path, base_folder: Path, where: Text
    ) -> None:
        self._order = order
        self._word = word
        self._folder = folder
        self._base_folder = base_folder
        self._where = where
        self._templates = Templates(template_folder(folder, order.here))

    def pulled(self) -> Pulled:
        """The whole of it."""
        base = self._version(self._base_folder)
        moved_on = self._base_folder.resolve() != self._folder.resolve()
        current = self._read(self._folder)[0] if moved_on else base.dossier
        compared = compare(base, self._word, current.key_places)
        comments = list(self._comments(compared))
        applied = apply(compared.plan.steps, base.tree, None, self._remarks(comments, base))
        held = self._proven(compared, base, applied)
        if moved_on:
            applied = self._merged(current, base, compared, comments)
        outcome = Outcome(_in_order([*applied.edits, *held]), [comment for comment, _ in comments])
        return Pulled(
            self._folder, self._where, moved_on, outcome,
            list(self._patches(applied)),
            any(para.is_tracked for para in self._word.paras),
        )  # fmt: skip

    def _version(self, folder: Path) -> Base:
        """The base version as it is read from its Word file."""
        dossier, document, passages = self._read(folder)
        present = self._present(document.parts)
        whole, only = document, ""
        if len(present) == 1 and len(document.parts) > 1:
            only = present[0]
            whole = next(part for anchor, part in split(document) if anchor == only)
        with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as made:
            target = Path(made) / "base.docx"
            write_package(compose(whole, self._templates, "").parts, target)
            word = read_paragraphs(target)
        return base_of(dossier, document, passages, read_tree(dossier), word, only)

    def _read(self, folder: Path) -> tuple[Dossier, Document, list[Passage]]:
        """The dossier in `folder`, called by the name of the one that is pulled into. Raises
        ContentError."""
        dossier, found = load_dossier(folder, shown(self._folder, self._order.here))
        passages: list[Passage] = []
        if dossier is not None and not has_errors(found):
            document, more = resolve(dossier, passages)
            found = [*found, *more]
            if not has_errors(found):
                return dossier, document, passages
        raise ContentError(
            text("the content of {name} has mistakes", name=self._folder.name), diagnostics=found
        )

    def _present(self, parts: Sequence[Part]) -> list[str]:
        """The parts of which the reviewed file bears a bookmark."""
        anchors = {a.replace("_", "-") for para in self._word.paras for a in para.anchors}
        return [part.anchor for part in parts if part.anchor in anchors]

    # --- proof -----------------------------------------------------------------------------------

    def _proven(self, compared: Compared, base: Base, applied: Applied) -> list[Edit]:
        """What is printed after the patch is what the reviewed file says, but for what is held
        back: pulled once more, nothing may be left. Gives what is held back in the end: a number or
        a reference that changes along with the patch is no edit."""
        again = compared
        if applied.texts:
            with with_texts(base.dossier, applied.texts) as folder:
                try:
                    again = compare(self._version(folder), self._word)
                except ContentError as error:
                    raise _mistaken(error) from error
        left = Counter((e.kind, e.before, e.after) for step in again.plan.steps for e in step.edits)
        left -= Counter((e.kind, e.before, e.after) for e in applied.edits if e.reason.msgid)
        if left:
            _, before, after = next(iter(left))
            raise RefusedError(
                text(
                    "after the pull this would not be printed as the file has it: "
                    "“{before}” → “{after}”",
                    before=before,
                    after=after,
                ),
                text("take this edit over by hand, undo it in the file, and pull again"),
            )  # fmt: skip
        still = {edit.key.partition("/")[0] for edit in again.plan.held}
        held = [edit for edit in compared.plan.held if edit.key.partition("/")[0] in still]
        return held + compared.plan.looks + list(self._wrong_numbers(compared, again))

    def _wrong_numbers(self, compared: Compared, again: Compared) -> Iterator[Edit]:
        """The numbers typed by hand that are not what is counted in the end."""
        labels = {origin.anchor: origin.label for origin in self._origins(again)}
        for anchor, typed, edit in compared.plan.typed:
            label = labels.get(anchor, edit.before)
            if _bare(typed) != _bare(label):
                yield edit.refused(
                    text("numbers are counted, and this one comes to {number}", number=label),
                    text("move the provision to where it shall be counted"),
                )

    @staticmethod
    def _origins(compared: Compared) -> list[Origin]:
        return [origin for _, _, origin in compared.places.values() if origin is not None]

    # --- three ways ------------------------------------------------------------------------------

    def _merged(
        self,
        dossier: Dossier,
        base: Base,
        compared: Compared,
        comments: Sequence[tuple[Comment, Origin | None]],
    ) -> Applied:
        tree = read_tree(dossier)
        steps: list[Step] = compared.plan.steps
        applied = apply(steps, tree, Joined(base.tree, tree), self._remarks(comments, base))
        with with_texts(dossier, applied.texts) as folder:
            try:
                self._read(folder)
            except ContentError as error:
                raise _mistaken(error) from error
        return applied

    # --- comments --------------------------------------------------------------------------------

    def _comments(self, compared: Compared) -> Iterator[tuple[Comment, Origin | None]]:
        by_id = {comment.id: comment for comment in self._word.comments}
        last: tuple[str, str, Origin | None] = ("", "", None)
        for para in self._word.paras:
            found = compared.places.get(para.index)
            if found is not None and found[2] is not None:
                last = found
            for name in para.comments:
                comment = by_id.pop(name, None)
                if comment is None:
                    continue
                key, place, origin = last
                scalar = None if origin is None else origin.scalar
                yield (
                    Comment(
                        comment.author, comment.words, comment.about.strip()[:160], key, place,
                        locate(scalar, 0) if scalar is not None else None,
                    ),
                    origin,
                )  # fmt: skip
        for comment in by_id.values():
            yield Comment(comment.author, comment.words, "", "", ""), None

    def _remarks(
        self, comments: Sequence[tuple[Comment, Origin | None]], base: Base
    ) -> list[tuple[Scalar | MapNode, str]]:
        if not self._order.comments:
            return []
        remarks: list[tuple[Scalar | MapNode, str]] = []
        for comment, origin in comments:
            node = _node_of(origin, base.tree)
            if node is not None:
                said = f"{comment.author}: {comment.words}" if comment.author else comment.words
                said = " ".join(said.split())
                if f"# {said}" not in node.source.text:  # there from an earlier pull
                    remarks.append((node, said))
        return remarks

    # --- the outcome -----------------------------------------------------------------------------

    def _patches(self, applied: Applied) -> Iterator[Patch]:
        for name in sorted(applied.texts):
            path = self._folder / name
            before = path.read_bytes().decode("utf-8")
            if applied.texts[name] != before:
                yield Patch(path, before, applied.texts[name])


def refuse_frozen(pulled: Pulled, here: Path) -> None:
    """Raise RefusedError where the dossier is issued and the patch would change what is printed."""
    if not pulled.patches:
        return
    record = own_record(pulled.dossier, shown(pulled.dossier, here))
    if record is None or record.dang_mo:
        return
    dossier, _ = load_dossier(pulled.dossier, shown(pulled.dossier, here))
    if dossier is None:
        raise OutputError(text("{path} cannot be read", path=str(pulled.dossier)))
    with with_texts(dossier, {p.path.name: p.after for p in pulled.patches}) as folder:
        _, document, _ = read_document(folder, here)
    refuse_if_frozen(pulled.dossier, shown(pulled.dossier, here), document)


def _mistaken(error: ContentError) -> RefusedError:
    return RefusedError(
        text("the content would have mistakes with these edits"),
        text("change the file in Word, or take the edits over by hand"),
        error.diagnostics,
    )


def _node_of(origin: Origin | None, tree: Tree) -> Scalar | MapNode | None:
    if origin is None:
        return None
    if origin.anchor in tree.by_id:
        return tree.by_id[origin.anchor]
    return None if origin.scalar is None else tree.item(tree.own(origin.scalar))


def _in_order(edits: Sequence[Edit]) -> list[Edit]:
    """By their places in the files, each once."""
    found = list({id(edit): edit for edit in edits}.values())
    return sorted(
        found,
        key=lambda e: (
            (e.location.file, e.location.line, e.location.column)
            if e.location is not None
            else ("\uffff", 0, 0)
        ),
    )


def _bare(number: str) -> str:
    return "".join(c for c in number.casefold() if c.isalnum())
