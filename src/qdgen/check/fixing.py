"""`qdgen check --fix`: the characters that have one right answer, and no others, written anew.

What would come out is proven before it is written: read again, the content must be the same texts
with just those characters changed. What cannot be done so is left, and said.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qdgen.check.examine import Finding
from qdgen.check.inspection import Inspected, Inspection
from qdgen.check.rule import Rule
from qdgen.check.subjects import Subject
from qdgen.content.editing import Edits, SplicingError
from qdgen.content.loader import DOCUMENTS, UNITS
from qdgen.content.nodes import MapNode
from qdgen.content.yaml_reader import decode, parse

_MOST_ROUNDS = 10


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """`replacement` for the characters `start` up to `end` of a text."""

    start: int
    end: int
    replacement: str


@dataclass
class FixedFile:
    """A content file as it is, and as it should be. `codes` counts what was mended, by rule."""

    path: Path
    shown: str
    before: str
    after: str
    codes: Counter[str] = field(default_factory=Counter)


@dataclass
class Fixed:
    """What came of mending a dossier: the files that change, what is found afterwards, and how many
    places could not be mended safely (`refused`) or are `nguyen_van` (`verbatim`)."""

    inspected: Inspected
    files: list[FixedFile] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    verbatim: int = 0


def fixed(
    subject: Subject,
    rules: Sequence[Rule],
    changed: Mapping[Path, str],
    *,
    also_verbatim: bool = False,
) -> Fixed:
    """Mend a dossier in a copy; nothing is written. `changed` are files that an earlier dossier
    would change: the registers are common to all."""
    with tempfile.TemporaryDirectory(prefix="qdgen-") as folder:
        desk = _Desk(subject, Path(folder), changed)
        return desk.mend(rules, also_verbatim=also_verbatim)


class _Desk:
    """A copy of the content files of a dossier, to try fixes on."""

    def __init__(self, subject: Subject, root: Path, changed: Mapping[Path, str]) -> None:
        self._subject = subject
        self._copy = root / subject.path.resolve().name
        self._copy.mkdir()
        self._originals: dict[Path, Path] = {}
        self._before: dict[Path, str] = {}
        inside = [p for p in sorted(subject.path.iterdir()) if p.suffix in (".yaml", ".yml")]
        registers = [subject.path.resolve().parent / name for name in (DOCUMENTS, UNITS)]
        for original in [*inside, *registers]:
            copy = self._copy if original in inside else root
            if _leads_out(original):
                (copy / original.name).symlink_to(original.resolve())  # reading refuses it
                continue
            content = changed.get(original.resolve())
            if content is None and original.is_file():
                content, _ = decode(original, original.name)
            if content is not None:
                path = copy / original.name
                self._originals[path] = original
                self._before[path] = content
                _write(path, content)

    def mend(self, rules: Sequence[Rule], *, also_verbatim: bool) -> Fixed:
        result = Fixed(self._inspect(rules))
        files: dict[Path, FixedFile] = {}
        left: set[tuple[Path, str, Splice]] = set()
        for _ in range(_MOST_ROUNDS):
            examined = result.inspected.examined
            if examined is None:
                break
            wanted: dict[Path, list[Finding]] = {}
            for finding in examined.findings:
                if finding.fix is not None and (also_verbatim or not finding.verbatim):
                    wanted.setdefault(finding.fix.written.file, []).append(finding)
            changes = {
                path: change
                for path, findings in wanted.items()
                if (change := self._change(path, findings, left)) is not None
            }
            if not changes:
                break
            again = self._tried(changes, rules)
            if again is None:
                break
            result.inspected = again
            for path, (content, codes) in changes.items():
                file = files.setdefault(path, self._file(path))
                file.after = content
                file.codes += codes
        result.files = [f for _, f in sorted(files.items()) if f.after != f.before]
        self._tell_what_is_left(result, also_verbatim=also_verbatim)
        return result

    def _inspect(self, rules: Sequence[Rule]) -> Inspected:
        copy = replace(self._subject, path=self._copy)
        return replace(Inspection(rules, self._copy).one(copy), subject=self._subject)

    def _change(
        self, path: Path, findings: Sequence[Finding], left: set[tuple[Path, str, Splice]]
    ) -> tuple[str, Counter[str]] | None:
        content = decode(path, path.name)[0] or ""
        splices: dict[Splice, str] = {}
        for finding in findings:
            if finding.fix is not None:
                written = finding.fix.written
                splice = Splice(written.start, written.end, finding.fix.replacement)
                if (path, content, splice) not in left:
                    splices.setdefault(splice, finding.rule.code)
        done = spliced(content, list(splices))
        left |= {(path, content, splice) for splice in splices if splice not in done.accepted}
        if not done.accepted:
            return None
        return done.text, Counter(splices[splice] for splice in done.accepted)

    def _tried(
        self, changes: Mapping[Path, tuple[str, Counter[str]]], rules: Sequence[Rule]
    ) -> Inspected | None:
        """What is found once these changes are made; None, all being as before, where the content
        would no longer be valid."""
        before = {path: decode(path, path.name)[0] or "" for path in changes}
        for path, (content, _) in changes.items():
            _write(path, content)
        again = self._inspect(rules)
        if again.error is None:
            return again
        for path, content in before.items():
            _write(path, content)
        return None

    def _file(self, path: Path) -> FixedFile:
        original = self._originals[path]
        folder = self._subject.shown if path.parent == self._copy else ""
        parent = self._subject.shown.replace("\\", "/").rpartition("/")[0]
        shown = "/".join(filter(None, [folder or parent, path.name]))
        before = self._before[path]
        return FixedFile(original, shown, before, before)

    def _tell_what_is_left(self, result: Fixed, *, also_verbatim: bool) -> None:
        examined = result.inspected.examined
        if examined is None:
            return
        for finding in examined.findings:
            if finding.fix is None:
                continue
            if finding.verbatim and not also_verbatim:
                result.verbatim += 1
            else:
                result.refused.append(finding)


def _leads_out(path: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve())


def _write(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8"))


# --- splicing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spliced:
    """A text after some splices; the others were in their way, or would have changed more."""

    text: str
    accepted: frozenset[Splice]


def spliced(content: str, splices: Sequence[Splice]) -> Spliced:
    """The content file with as many of the splices as change nothing but the text they stand in.

    Of two that touch, the first is done. Comments, keys, order and every other text stay.
    """
    chosen = list(_apart(splices))
    root, _, _ = parse(content, "")
    if root is None or not chosen:
        return Spliced(content, frozenset())
    accepted, changed = _safe(root, chosen)
    return Spliced(changed, frozenset(accepted))


def _apart(splices: Sequence[Splice]) -> Iterator[Splice]:
    end = -1
    for splice in sorted(splices):
        if splice.start > end:
            yield splice
            end = splice.end


def _safe(root: MapNode, splices: list[Splice]) -> tuple[list[Splice], str]:
    """Those that can be done, found by halving (most often all of them), and the text with them."""
    edits = Edits(root)
    try:
        for splice in splices:
            edits.replace_written(splice.start, splice.end, splice.replacement)
        return splices, edits.text()
    except SplicingError:
        pass
    if len(splices) == 1:
        return [], root.source.text
    middle = len(splices) // 2
    halves = [_safe(root, splices[:middle])[0], _safe(root, splices[middle:])[0]]
    both = [splice for half in halves for splice in half]
    return _safe(root, both) if both and both != splices else ([], root.source.text)


def write_fixed(files: Sequence[FixedFile]) -> None:
    """Write the files anew, all or none. Raises OutputError."""
    from qdgen.replacing import Replacement, replace_together

    replace_together(
        [Replacement(f.path.resolve(), f.before.encode(), f.after.encode(), f.shown) for f in files]
    )
